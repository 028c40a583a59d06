package workbook

import (
	"reflect"
	"slices"

	"github.com/xuri/excelize/v2"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/workbook/write"
	"veche/internal/xlsx"
)

// saveSelection writes pins, rules and synergies where they differ from the workbook's.
func (r *reader) saveSelection(f *excelize.File, before, s *study.Study) error {
	pins := func(s *study.Study) []string {
		var all []string
		for _, t := range s.Technologies {
			all = append(all, t.Pin)
		}
		return all
	}
	if now := pins(s); !slices.Equal(pins(before), now) {
		if err := r.savePins(f, now); err != nil {
			return err
		}
	}
	for _, sheet := range []struct {
		spec     *sheetSpec
		was, now []savedRow
	}{{&rulesSheet, savedRules(before), savedRules(s)}, {&synergiesSheet, savedSynergies(before), savedSynergies(s)}, {&scenariosSheet, savedScenarios(before), savedScenarios(s)}} {
		if reflect.DeepEqual(sheet.was, sheet.now) {
			continue
		}
		if err := r.saveRows(f, sheet.spec, sheet.was, sheet.now); err != nil {
			return err
		}
	}
	return nil
}

// savePins writes the Pin column, which is added when there is none.
func (r *reader) savePins(f *excelize.File, pins []string) error {
	t := r.find(&technologiesSheet)
	if t == nil || !t.readHeader() {
		return r.issues
	}
	col := t.col("Pin")
	if col == 0 {
		for _, c := range t.at {
			col = max(col, c+1)
		}
		for _, e := range t.extra {
			col = max(col, e.col+1)
		}
		heading := technologiesSheet.heading("Pin", fold(t.name) == fold(technologiesSheet.Russian))
		if err := f.SetCellValue(t.name, xlsx.CellName(t.header, col), heading); err != nil {
			return err
		}
	}
	k := 0
	var failed error
	if !t.body(func(row row) {
		if failed != nil || k >= len(pins) || text(row.get("ID")) == "" {
			return
		}
		failed = f.SetCellValue(t.name, xlsx.CellName(row.n, col), write.OrNil(pins[k]))
		k++
	}) {
		return r.issues
	}
	return failed
}

// savedRow is what a row says and the row of the sheet it was read from, 0 for a new one.
type savedRow struct {
	from  int32
	cells []any
}

func savedRules(s *study.Study) []savedRow {
	var rows []savedRow
	for k, cells := range ruleRows(s) {
		rows = append(rows, savedRow{s.Rules[k].Origin.Row, cells})
	}
	return rows
}

func savedSynergies(s *study.Study) []savedRow {
	var rows []savedRow
	for k, cells := range synergyRows(s) {
		rows = append(rows, savedRow{s.Synergies[k].Origin.Row, cells})
	}
	return rows
}

// saveRows makes the rows of a sheet these. A row that was there keeps its cells as they were typed, notes and unknown columns too, but for those that changed.
// The sheet is added when there is none.
func (r *reader) saveRows(f *excelize.File, spec *sheetSpec, was, now []savedRow) error {
	t := r.find(spec)
	if t == nil {
		return r.newSheetOf(f, spec, now)
	}
	if !t.readHeader() {
		return r.issues
	}
	typed := map[int32][]any{} // by row, by column of the file from 1
	last, width := t.header, slices.Max(t.at)
	for _, e := range t.extra {
		width = max(width, e.col)
	}
	if !t.body(func(row row) {
		last = row.n
		cells := make([]any, width+1)
		for col := 1; col <= width; col++ {
			switch c := row.cell(col); {
			case c.Kind == xlsx.Number:
				cells[col] = c.Number
			case c.Kind != xlsx.Blank:
				cells[col] = write.OrNil(c.Text)
			}
		}
		typed[int32(row.n)] = cells
	}) {
		return r.issues
	}
	before := map[int32][]any{}
	for _, row := range was {
		if row.from > 0 {
			before[row.from] = row.cells
		}
	}
	for k := range max(len(now), last-t.header) {
		cells := make([]any, width+1)
		if k < len(now) {
			old := before[now[k].from]
			if old != nil && typed[now[k].from] != nil {
				copy(cells, typed[now[k].from])
			}
			for c, value := range now[k].cells {
				switch col := t.at[c]; {
				case old != nil && reflect.DeepEqual(old[c], value):
				case col > 0:
					cells[col] = value
				case value != nil:
					return language.Errorf("the sheet %s has no column %s, which a change needs: add it", t.name, spec.Columns[c].Name)
				}
			}
		}
		for col := 1; col <= width; col++ {
			if err := write.SetCell(f, t.name, xlsx.CellName(t.header+1+k, col), cells[col]); err != nil {
				return err
			}
		}
	}
	return nil
}

// newSheetOf adds a sheet of these rows at the end, in the language of the others.
func (r *reader) newSheetOf(f *excelize.File, spec *sheetSpec, rows []savedRow) error {
	name, russian := spec.Name, r.inRussian()
	if russian {
		name = spec.Russian
	}
	if _, err := f.NewSheet(name); err != nil {
		return err
	}
	for c, heading := range spec.headers(false) {
		if err := f.SetCellValue(name, xlsx.CellName(1, c+1), spec.heading(heading, russian)); err != nil {
			return err
		}
	}
	for n, row := range rows {
		for c, value := range row.cells {
			if value == nil {
				continue
			}
			if err := write.SetCell(f, name, xlsx.CellName(n+2, c+1), value); err != nil {
				return err
			}
		}
	}
	return nil
}

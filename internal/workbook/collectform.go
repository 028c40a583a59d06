package workbook

import (
	"cmp"
	"errors"
	"slices"

	"veche/internal/study"
	"veche/internal/xlsx"
)

const (
	formHeadRows = 40      // how far down the codes are looked for
	formCells    = 500_000 // the most cells a form's sheets may store
)

var errLarge = errors.New("too large for a form")

// grid is a sheet of a form in memory.
type grid struct {
	t    *table
	rows []row
}

// grids reads all sheets of a form but the hidden one.
func (f *form) grids() (grids []grid, ok bool) {
	cells := 0
	for k, sheet := range f.r.book.Sheets() {
		if fold(sheet.Name) == metaSheet {
			continue
		}
		f.r.study.Sheets = append(f.r.study.Sheets, study.Sheet{File: f.r.file, Name: sheet.Name})
		g := grid{t: &table{r: f.r, index: k, name: sheet.Name, origin: uint16(len(f.r.study.Sheets))}}
		var large error
		if !g.t.rows(1, 0, func(x row) {
			if cells += len(x.cells); cells > formCells {
				large = errLarge
				return
			}
			x.cells = slices.Clone(x.cells)
			g.rows = append(g.rows, x)
		}) {
			return nil, false
		}
		if large != nil {
			f.r.fail("E-FORM-SIZE", g.t.place(0, 0), "", "Copy the answers into a fresh form.", "The sheet is %v.", large)
			return nil, false
		}
		grids = append(grids, g)
	}
	return grids, true
}

// read reads the answers. What cannot be used is in bad, or stands in no map when its row or column is gone.
func (f *form) read(now *questions) {
	grids, ok := f.grids()
	if !ok {
		return
	}
	if len(f.meta.questions.technologies) > 0 {
		if g, head := f.find(grids, &scoresSheet, f.gridHead); g != nil {
			f.scores(g, head, now)
		}
	}
	if len(f.meta.questions.pairs) > 0 {
		if g, head := f.find(grids, &pairwiseSheet, f.pairHead); g != nil {
			f.pairs(g, head)
		}
	}
}

// find returns the sheet with a head row, the one of the spec's name first, and that row.
func (f *form) find(grids []grid, spec *sheetSpec, head func(*grid) int) (found *grid, at int) {
	for _, named := range []bool{true, false} {
		for k := range grids {
			g := &grids[k]
			if spec.is(g.t.name) != named {
				continue
			}
			if n := head(g); n >= 0 {
				if found == nil {
					found, at = g, n
					g.t.spec = spec
				} else {
					f.r.warn("W-FORM-EXTRA", g.t.place(0, 0), "", "Move its answers to the sheet that is read if they count.", "The sheet %q holds answers too; only %q was read.", g.t.name, found.t.name)
				}
			}
		}
	}
	if found == nil {
		at := study.Place{File: f.r.file, Sheet: both(spec.Name, spec.Russian)}
		for k := range grids {
			if spec.is(grids[k].t.name) {
				at = grids[k].t.place(1, 1)
			}
		}
		f.r.fail("E-FORM-SHEET", at, "", "Ask the expert to fill in a fresh form.", "The sheet with the answers, or its row of codes, is gone.")
	}
	return found, at
}

// blanks says which cells were left blank.
func (f *form) blanks() {
	type line struct {
		t        *table
		row, col int
	}
	var cells []line
	for _, q := range f.asked {
		if a := f.answers[q]; a != nil && a.state == study.Missing {
			cells = append(cells, line{a.t, a.row, a.col})
		}
	}
	if len(cells) == 0 {
		return
	}
	slices.SortStableFunc(cells, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.t.origin, b.t.origin), cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col))
	})
	// Runs along rows, then equal runs of rows that follow each other.
	type block struct {
		t                      *table
		row1, col1, row2, col2 int
	}
	var runs, blocks []block
	for _, c := range cells {
		if n := len(runs) - 1; n >= 0 && runs[n].t == c.t && runs[n].row1 == c.row && runs[n].col2 == c.col-1 {
			runs[n].col2 = c.col
			continue
		}
		runs = append(runs, block{c.t, c.row, c.col, c.row, c.col})
	}
	for _, x := range runs {
		if n := slices.IndexFunc(blocks, func(b block) bool { return b.t == x.t && b.col1 == x.col1 && b.col2 == x.col2 && b.row2 == x.row1-1 }); n >= 0 {
			blocks[n].row2 = x.row2
			continue
		}
		blocks = append(blocks, x)
	}
	var names []string
	for _, b := range blocks {
		name := b.t.name + "!" + xlsx.CellName(b.row1, b.col1)
		if b.row1 != b.row2 || b.col1 != b.col2 {
			name += ":" + xlsx.CellName(b.row2, b.col2)
		}
		names = append(names, name)
	}
	first := cells[0]
	f.r.warn("W-FORM-BLANK", first.t.place(first.row, first.col), "", "Ask for them if they matter; they count as not answered.", "%s left %d of %d cells blank: %s.", f.meta.expert, len(cells), len(f.asked), shortList(names))
}

package workbook

import (
	"cmp"
	"fmt"
	"slices"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

const (
	formHeadRows = 40      // how far down the codes are looked for
	formCells    = 500_000 // the most cells a form's sheets may store
)

var errLarge = language.Errorf("too large for a form")

// grid is a sheet of a form in memory.
type grid struct {
	t      *table
	rows   []row
	hidden bool
	read   bool // its answers were looked for
}

// said warns of hidden rows and columns and of random formulas, which are read all the same.
func (g *grid) said() {
	g.read = true
	if g.hidden {
		g.t.r.warn("W-SHEET-HIDDEN", g.t.place(0, 0), "", language.M("Show the sheet if its data shall be seen."), "The sheet is hidden; it is read all the same.")
	}
	for _, x := range g.rows {
		g.t.odd(x)
	}
	g.t.remark()
}

// grids reads all sheets of a form but the hidden one.
func (f *form) grids() (grids []grid, ok bool) {
	cells := 0
	for k, sheet := range f.r.book.Sheets() {
		if fold(sheet.Name) == metaSheet || fold(sheet.Name) == fold(feedbackSheet[0]) || fold(sheet.Name) == fold(feedbackSheet[1]) {
			continue
		}
		f.r.study.Sheets = append(f.r.study.Sheets, study.Sheet{File: f.r.file, Name: sheet.Name})
		g := grid{hidden: sheet.Hidden, t: &table{r: f.r, index: k, name: sheet.Name, origin: uint16(len(f.r.study.Sheets))}}
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
			f.r.fail("E-FORM-SIZE", g.t.place(0, 0), "", language.M("Copy the answers into a fresh form."), "The sheet is %v.", large)
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
	f.addedSheets(grids)
	f.comments()
}

// extra reports cells of no question that hold something, so that it is not lost.
func (f *form) extra(t *table, cells []xlsx.Cell) {
	if len(cells) == 0 {
		return
	}
	f.strayNotes(t, cells)
	var said []string
	for _, c := range cells {
		v := []rune(text(c))
		if len(v) > 60 {
			v = append(v[:59], '…')
		}
		said = append(said, fmt.Sprintf("%s “%s”", c.Ref(), string(v)))
	}
	f.r.warn("W-FORM-EXTRA", t.place(cells[0].Row, cells[0].Col), text(cells[0]), language.M("Read it; it was not merged."), "Outside the questions stands: %s.", shortList(said))
}

// addedSheets reports what stands on sheets that were not in the form.
func (f *form) addedSheets(grids []grid) {
	for k := range grids {
		g := &grids[k]
		if g.read || slices.ContainsFunc(formSheets(), func(names inBoth) bool {
			return fold(g.t.name) == fold(names[0]) || fold(g.t.name) == fold(names[1])
		}) {
			continue
		}
		var cells []xlsx.Cell
		for _, x := range g.rows {
			for _, c := range x.cells {
				if c.Row > 0 && text(c) != "" {
					cells = append(cells, c)
				}
			}
		}
		f.extra(g.t, cells)
	}
}

// find returns the sheet with a head row, and that row: the one of the spec's name, or else the only one. Of two that may be meant none is taken.
func (f *form) find(grids []grid, spec *sheetSpec, head func(*grid) int) (found *grid, at int) {
	var named, others []*grid
	heads := map[*grid]int{}
	for k := range grids {
		g := &grids[k]
		g.read = g.read || spec.is(g.t.name)
		if n := head(g); n >= 0 {
			heads[g], g.read = n, true
			if spec.is(g.t.name) {
				named = append(named, g)
			} else {
				others = append(others, g)
			}
		}
	}
	if len(named) == 0 {
		named, others = others, nil
	}
	switch {
	case len(named) == 0:
		at := study.Place{File: f.r.file, Sheet: both(spec.Name, spec.Russian)}
		for k := range grids {
			if spec.is(grids[k].t.name) {
				at = grids[k].t.place(1, 1)
			}
		}
		f.r.fail("E-FORM-SHEET", at, "", language.M("Ask the expert to fill in a fresh form."), "The sheet with the answers, or its row of codes, is gone.")
		return nil, 0
	case len(named) > 1:
		f.r.fail("E-FORM-SHEET", named[1].t.place(0, 0), "", language.M("Ask the expert which of them counts, and delete the other."), "The sheets %q and %q both hold answers; neither was used.", named[0].t.name, named[1].t.name)
		return nil, 0
	}
	found = named[0]
	found.t.spec = spec
	for _, g := range others {
		f.r.warn("W-FORM-EXTRA", g.t.place(0, 0), "", language.M("Move its answers to the sheet that is read if they count."), "The sheet %q holds answers too; only %q was read.", g.t.name, found.t.name)
	}
	return found, heads[found]
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
	f.r.warn("W-FORM-BLANK", first.t.place(first.row, first.col), "", language.M("Ask for them if they matter; they count as not answered."), "%s left %d of %d cells blank: %s.", f.meta.expert, len(cells), len(f.asked), shortList(names))
}

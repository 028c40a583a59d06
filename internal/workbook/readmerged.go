package workbook

import (
	"errors"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// mergedDown is a range of one column that is merged over several rows: what stands in it counts for all of them.
type mergedDown struct {
	xlsx.Range
	cell xlsx.Cell
	said bool
}

// above returns the cell of a range merged downwards that covers one of a column of names.
func (t *table) above(c xlsx.Cell) (xlsx.Cell, bool) {
	if t.down == nil {
		defer t.r.held()()
		t.down = map[int][]*mergedDown{}
		merged, err := t.r.book.Merged(t.index)
		if err != nil {
			return c, false // the reading of the rows meets the damage too
		}
		tops := map[[2]int]*mergedDown{}
		for _, m := range merged {
			if m.Col1 == m.Col2 && m.Row2 > m.Row1 && m.Row1 > t.header {
				d := &mergedDown{Range: m}
				t.down[m.Col1] = append(t.down[m.Col1], d)
				tops[[2]int{m.Row1, m.Col1}] = d
			}
		}
		if len(tops) > 0 {
			if err := t.r.book.Cells(t.index, func(c xlsx.Cell) error {
				if d := tops[[2]int{c.Row, c.Col}]; d != nil {
					d.cell = c
				}
				return nil
			}); err != nil {
				return c, false
			}
		}
		for _, ranges := range t.down {
			slices.SortFunc(ranges, func(a, b *mergedDown) int { return a.Row1 - b.Row1 })
		}
	}
	ranges := t.down[c.Col]
	at, found := slices.BinarySearchFunc(ranges, c.Row, func(d *mergedDown, row int) int {
		switch {
		case d.Row2 < row:
			return -1
		case d.Row1 > row:
			return 1
		}
		return 0
	})
	if !found || ranges[at].cell.Kind == xlsx.Blank {
		return c, false
	}
	d := ranges[at]
	if !d.said {
		d.said = true
		t.r.warn("W-MERGED-DOWN", t.place(d.Row1, d.Col1), text(d.cell), language.M("Nothing needs doing if it is meant for all of them; a name in every row is surer."),
			"%q is merged over the rows %d to %d and counts for each of them.", text(d.cell), d.Row1, d.Row2)
	}
	return d.cell, true
}

// sayFigures warns of numbers in ranges that are merged over several figures: they count for the first.
func (t *table) sayFigures(merged []xlsx.Range) {
	anchors := map[[2]int]xlsx.Range{}
	for _, m := range merged {
		if m.Row1 > t.header && (m.Row2 > m.Row1 || m.Col2 > m.Col1) && !t.isNameColumn(m.Col1) {
			anchors[[2]int{m.Row1, m.Col1}] = m
		}
	}
	if len(anchors) == 0 {
		return
	}
	again := &table{r: t.r, index: t.index, name: t.name}
	again.rows(t.header+1, 0, func(row row) {
		for _, c := range row.cells {
			m, ok := anchors[[2]int{c.Row, c.Col}]
			if !ok || c.Row == 0 {
				continue
			}
			if v, f := number(c); f == nil && v.state == study.Given {
				t.r.warn("W-MERGED-FIGURE", t.place(c.Row, c.Col), text(c), language.M("Unmerge them and enter the figure in each cell that it is meant for."),
					"%s is merged over %s and counts for %s only.", text(c), xlsx.CellName(m.Row1, m.Col1)+":"+xlsx.CellName(m.Row2, m.Col2), c.Ref())
			}
		}
	})
}

// isNameColumn reports a column that holds names, or remarks: what is merged over its rows counts for all of them, or for none.
func (t *table) isNameColumn(col int) bool {
	for k, at := range t.at {
		if at == col {
			return !slices.Contains(numeric, t.spec.Columns[k].Name)
		}
	}
	return t.headed != nil && !t.headed[col]
}

// sayMerged says what merged ranges do to the figures of a sheet: one that is shown over several cells counts for the first, and what is hidden under one counts.
func (t *table) sayMerged() {
	merged, err := t.r.book.Merged(t.index)
	if err != nil || len(merged) == 0 {
		return
	}
	t.sayFigures(merged)
	var hidden []string
	var first xlsx.Cell
	n := 0
	err = t.r.book.Covered(t.index, func(c xlsx.Cell) error {
		if c.Row <= t.header {
			return nil
		}
		if n++; n == 1 {
			first = c
		}
		if n <= 10 {
			hidden = append(hidden, c.Ref())
		}
		if n > 1e6 {
			return errStop
		}
		return nil
	})
	if err != nil && !errors.Is(err, errStop) {
		t.r.damaged(err)
		return
	}
	if n == 0 {
		return
	}
	more := language.Message{}
	if n > len(hidden) {
		more = language.M(" and %d more", n-len(hidden))
	}
	t.r.warn("W-MERGED-HIDDEN", t.place(first.Row, first.Col), text(first), language.M("Unmerge them and see which are meant."),
		"Cells hidden under merged ones are read all the same: %s%s.", strings.Join(hidden, ", "), more)
}

package xlsx

import (
	"cmp"
	"slices"

	"veche/internal/zipxml"
)

// Count says how many cells of a sheet hold something.
type Count struct {
	Name string `json:"name"`
	// Kind is "worksheet", or what else the workbook lists and is not read and
	// counts no cells, see [Unread].
	Kind  string `json:"kind"`
	Cells int    `json:"cells"`
	// Covered are further cells that hold something but lie under a merged range
	// and are not its top left cell, so that no program shows them.
	Covered int `json:"covered"`
}

// Counts reads every sheet and counts the cells that hold something. It counts
// as openpyxl does when it loads a workbook whole and formulas are kept (cells
// whose value is not None), so that the two can be compared:
//
//   - a formula counts, with or without a saved value;
//   - a number, boolean, error, date or text counts; a shared or inline text
//     counts even when it is empty;
//   - a cell without <v>, with an empty <v/>, or an inline string without <is> does not;
//   - what lies under a merged range does not.
func (b *Book) Counts() ([]Count, error) {
	out := make([]Count, len(b.listed))
	for i, l := range b.listed {
		out[i] = Count{Name: l.name, Kind: l.kind}
		if l.sheet < 0 {
			continue
		}
		// The merged ranges come after the cells, so the sheet is read twice when it has any.
		var err error
		if out[i].Cells, err = b.countHeld(l.sheet, nil); err != nil {
			return nil, err
		}
		if merged := b.sheets[l.sheet].Merged; len(merged) > 0 {
			if out[i].Covered, err = b.countHeld(l.sheet, newCover(merged)); err != nil {
				return nil, err
			}
			out[i].Cells -= out[i].Covered
		}
	}
	return out, nil
}

// countHeld counts the cells that hold something; with a cover, those of them
// that it covers.
func (b *Book) countHeld(sheet int, under *cover) (n int, err error) {
	err = b.cells(sheet, func(c *Cell, raw *rawCell) error {
		if (c.HasFormula || c.Kind != Blank && (raw.hasText || len(raw.value) > 0)) && (under == nil || under.covers(c.Row, c.Col)) {
			n++
		}
		return nil
	})
	return n, err
}

// cover answers, for cells in row-major order, whether a merged range covers
// them.
type cover struct {
	from, to []Range       // the ranges by their first and last rows
	tree     []int         // of Fenwick: its prefix sums are the ranges that lie over a column
	starts   map[Range]int // how many ranges begin at a cell, which is given as a range
}

func newCover(merged []Range) *cover {
	c := &cover{from: slices.Clone(merged), to: slices.Clone(merged), tree: make([]int, zipxml.MaxCol+2), starts: make(map[Range]int)}
	slices.SortFunc(c.from, func(a, b Range) int { return cmp.Compare(a.Row1, b.Row1) })
	slices.SortFunc(c.to, func(a, b Range) int { return cmp.Compare(a.Row2, b.Row2) })
	for _, m := range merged {
		c.starts[Range{m.Row1, m.Col1, m.Row1, m.Col1}]++
	}
	return c
}

func (c *cover) covers(row, col int) bool {
	for len(c.from) > 0 && c.from[0].Row1 <= row {
		c.add(c.from[0], 1)
		c.from = c.from[1:]
	}
	for len(c.to) > 0 && c.to[0].Row2 < row {
		c.add(c.to[0], -1)
		c.to = c.to[1:]
	}
	n := 0
	for i := col; i > 0; i -= i & -i {
		n += c.tree[i]
	}
	return n > c.starts[Range{row, col, row, col}]
}

func (c *cover) add(m Range, n int) {
	for i := m.Col1; i < len(c.tree); i += i & -i {
		c.tree[i] += n
	}
	for i := m.Col2 + 1; i < len(c.tree); i += i & -i {
		c.tree[i] -= n
	}
}

package write

import (
	"maps"
	"slices"
)

// Every change of a column's width costs the library the square of the columns that have one. Sheets of more than manyColumns are given at most so many widths.
const (
	manyColumns = 128
	manyWidths  = 32
)

// SetWidths gives the columns up to the last one their widths, by a call of set for columns from one to another: a call for every column where they are few, as
// many as need be but at most manyWidths where they are many. Neighbours then share the width that the widest of them needs.
func SetWidths(widths map[int]float64, last int, set func(from, to int, width float64) error) error {
	type run struct {
		from, to int
		width    float64
	}
	var runs []run
	for _, col := range slices.Sorted(maps.Keys(widths)) {
		if k := len(runs) - 1; last > manyColumns && k >= 0 && runs[k].to == col-1 && runs[k].width == widths[col] {
			runs[k].to = col
		} else if col <= last {
			runs = append(runs, run{col, col, widths[col]})
		}
	}
	if last > manyColumns && len(runs) > manyWidths {
		each := (len(runs) + manyWidths - 1) / manyWidths
		var joined []run
		for group := range slices.Chunk(runs, each) {
			whole := run{group[0].from, group[len(group)-1].to, 0}
			for _, r := range group {
				whole.width = max(whole.width, r.width)
			}
			joined = append(joined, whole)
		}
		runs = joined
	}
	for _, r := range runs {
		if err := set(r.from, r.to, r.width); err != nil {
			return err
		}
	}
	return nil
}

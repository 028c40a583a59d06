package study

import "slices"

// Cell is what a panel said of one technology on one criterion.
type Cell struct {
	Value     float64
	Known     bool // there is a value: evidence, or at least one answer
	Evidence  bool
	Links     bool // the evidence is a measure of the links
	Answers   int  // answers given
	Missing   int  // asked and left blank
	Abstained int
	Origin    Origin // of the evidence, or of the first answer
}

// Cells are those of a matrix, row by row. Where all is measured they are made of the evidence when they are asked for: a large study has millions.
type Cells struct {
	given    []Cell
	measured []int32 // place in evidence, from 1; 0: none. Nil where given counts, or ordered
	ordered  bool    // the evidence is the matrix, place by place
	evidence Measurements
}

// Len is how many cells there are.
func (c *Cells) Len() int {
	if c.ordered {
		return c.evidence.places()
	}
	return max(len(c.given), len(c.measured))
}

// At is the cell of that place.
func (c *Cells) At(k int) Cell {
	if !c.ordered && c.measured == nil {
		return c.given[k]
	}
	at := int32(k + 1)
	if !c.ordered {
		at = c.measured[k]
	}
	if at == 0 {
		return Cell{}
	}
	e := c.evidence.at(int(at - 1))
	return Cell{Value: e.Value, Known: true, Evidence: true, Origin: e.Origin}
}

// list are all of them.
func (c *Cells) list() []Cell {
	if !c.ordered && c.measured == nil {
		return c.given
	}
	all := make([]Cell, c.Len())
	for k := range all {
		all[k] = c.At(k)
	}
	return all
}

// Answered reports whether experts' answers are behind any of the cells.
func (c *Cells) Answered() bool {
	return slices.ContainsFunc(c.given, func(c Cell) bool { return !c.Evidence })
}

// known reports whether any cell has a value.
func (c *Cells) known() bool {
	if c.ordered {
		return c.Len() > 0
	}
	for k := range c.Len() {
		if c.At(k).Known {
			return true
		}
	}
	return false
}

// Rows are the cells of some rows of n cells, in that order.
func (c *Cells) Rows(rows []int, n int) Cells {
	if c.ordered {
		c = &Cells{measured: c.places(), evidence: c.evidence}
	}
	if c.measured != nil {
		return Cells{measured: rowsOf(c.measured, rows, n), evidence: c.evidence}
	}
	return Cells{given: rowsOf(c.given, rows, n)}
}

func rowsOf[T any](list []T, rows []int, n int) []T {
	out := make([]T, 0, len(rows)*n)
	for _, k := range rows {
		out = append(out, list[k*n:(k+1)*n]...)
	}
	return out
}

// places are those of ordered evidence.
func (c *Cells) places() []int32 {
	places := make([]int32, c.Len())
	for k := range places {
		places[k] = int32(k + 1)
	}
	return places
}

// keep moves a row of n cells to an earlier place, which is the way to leave rows out without a second matrix; cut ends the matrix.
func (c *Cells) keep(row, to, n int) {
	if row == to {
		return
	}
	if c.ordered {
		c.measured, c.ordered = c.places(), false
	}
	if c.measured != nil {
		copy(c.measured[to*n:(to+1)*n], c.measured[row*n:(row+1)*n])
		return
	}
	copy(c.given[to*n:(to+1)*n], c.given[row*n:(row+1)*n])
}

func (c *Cells) cut(cells int) {
	if c.ordered {
		c.evidence = c.evidence.first(cells)
		return
	}
	if c.measured != nil {
		c.measured = c.measured[:cells:cells]
		return
	}
	c.given = c.given[:cells:cells]
}

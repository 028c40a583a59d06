package mcda

import (
	"slices"
	"sort"
)

// placed is a column in ascending order, and where in it its numbers stand: a method that compares all pairs then compares places, and knows the ties of a
// number, [Tied], without looking for them.
type placed struct {
	sorted []float64
	rows   []int32 // whose number stands at a place
	at     []int32 // the place of a row's number
	lo, hi []int32 // the places tied with a row's number: from lo to below hi
}

// placeColumn sorts the column j of m rows and n columns.
func placeColumn(x []float64, m, n, j int) placed {
	c := placed{make([]float64, m), make([]int32, m), make([]int32, m), make([]int32, m), make([]int32, m)}
	list := make([]keyed, m)
	for i := range list {
		list[i] = keyed{orderKey(x[i*n+j] + 0), i} // −0 is 0
	}
	sortKeyed(list, make([]keyed, m))
	for k, q := range list {
		c.sorted[k], c.rows[k], c.at[q.row] = x[q.row*n+j], int32(q.row), int32(k)
	}
	for k, q := range list { // what is tied stands together
		v := c.sorted[k]
		if k > 0 && c.sorted[k-1] == v {
			before := list[k-1].row
			c.lo[q.row], c.hi[q.row] = c.lo[before], c.hi[before]
			continue
		}
		c.lo[q.row] = int32(sort.Search(k, func(i int) bool { return Tied(c.sorted[i], v) }))
		c.hi[q.row] = int32(k + 1 + sort.Search(m-k-1, func(i int) bool { return !Tied(c.sorted[k+1+i], v) }))
	}
	return c
}

// reverse turns the order round.
func (c placed) reverse() {
	m := int32(len(c.sorted))
	slices.Reverse(c.sorted)
	slices.Reverse(c.rows)
	for i := range c.at {
		c.at[i], c.lo[i], c.hi[i] = m-1-c.at[i], m-c.hi[i], m-c.lo[i]
	}
}

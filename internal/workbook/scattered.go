package workbook

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"veche/internal/study"
	"veche/internal/xlsx"
)

// scattered is a sheet's cells by row and column.
type scattered struct {
	sheet      string
	cells      map[[2]int]xlsx.Cell
	used       map[[2]int]bool // in a block
	rows, cols int
	looked     int // how often at a cell
}

// mostLooked bounds the work on a sheet that is all headings: grids are not looked for beyond it. A grid of as many cells as are taken at all needs half of it.
const mostLooked = 4_000_000

func (g *scattered) text(row, col int) string {
	g.looked++
	if c, ok := g.cells[[2]int{row, col}]; ok && c.Kind == xlsx.Text && len(c.Text) <= longestHeading {
		return strings.Join(strings.Fields(c.Text), " ")
	}
	return ""
}

// label is a heading: a text, or a whole number such as an expert's.
func (g *scattered) label(row, col int) string {
	g.looked++
	if c := g.cells[[2]int{row, col}]; c.Kind == xlsx.Number && c.Format != xlsx.Date && c.Number == math.Trunc(c.Number) && math.Abs(c.Number) < 1e9 {
		return strconv.FormatFloat(c.Number, 'f', -1, 64)
	}
	return g.text(row, col)
}

// number is what a cell holds as a number, by the rules that numbers are read by everywhere; 1/3 typed as text is one in a matrix.
func (g *scattered) number(row, col int) (float64, bool) {
	g.looked++
	c, ok := g.cells[[2]int{row, col}]
	if !ok || g.used[[2]int{row, col}] {
		return 0, false
	}
	v, f := number(c)
	return v.value, f == nil && v.state == study.Given
}

func (g *scattered) use(r xlsx.Range) {
	for row := r.Row1; row <= r.Row2; row++ {
		for col := r.Col1; col <= r.Col2; col++ {
			g.used[[2]int{row, col}] = true
		}
	}
}

// title is the nearest text above a block that belongs to no other, else the sheet's name.
func (g *scattered) title(row, col int) string {
	for r := row - 1; r >= max(1, row-3); r-- {
		for c := col + 1; c >= max(1, col-1); c-- {
			if t := g.text(r, c); t != "" && !g.used[[2]int{r, c}] {
				return strings.TrimSuffix(t, ":")
			}
		}
	}
	return g.sheet
}

// headings are those of a grid, each of which says something else.
type headings map[string]bool

// another notes one more; false where it says nothing or what another says.
func (h headings) another(name string) bool {
	key := fold(name)
	fresh := key != "" && !h[key]
	h[key] = true
	return fresh
}

func distinct(names []string) bool {
	h := headings{}
	return !slices.ContainsFunc(names, func(name string) bool { return !h.another(name) })
}

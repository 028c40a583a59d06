package workbook

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"

	"veche/internal/language"
	"veche/internal/xlsx"
)

// among reports whether the headings above or beside a grid are answers of a larger table: all are numbers, and on their outer side stands something at each, or a number.
func (g *scattered) among(row, col int, b *Block) bool {
	answers := func(n int, at func(k int) (row, col int), outerRow, outerCol int) bool {
		filled, numbers := 0, 0
		for k := range n {
			r, c := at(k)
			if g.cells[[2]int{r, c}].Kind != xlsx.Number && !g.answered(r, c) {
				return false
			}
			if g.label(r+outerRow, c+outerCol) != "" {
				filled++
			}
			if _, ok := g.number(r+outerRow, c+outerCol); ok {
				numbers++
			}
		}
		return n > 0 && (filled == n || numbers > 0)
	}
	return answers(len(b.Cols), func(k int) (int, int) { return row, col + 1 + k }, -1, 0) || answers(len(b.Rows), func(k int) (int, int) { return row + 1 + k, col }, 0, -1)
}

// grouped recognises a table whose columns stand in groups that have the same headings, each group under its own name in the row above: experts under criteria, or criteria
// under experts. Each group is a block; totals, a group of them or the last columns of a group, are none.
func (g *scattered) grouped(row, col int) []*Block {
	if g.used[[2]int{row, col}] {
		return nil
	}
	var all []*Block
	summing, right := false, col
	for c := col + 1; c <= g.cols && g.label(row, c) != "" && !g.used[[2]int{row, c}]; c++ {
		right = c
		if title := g.text(row-1, c); title != "" {
			if summing = totalLike().MatchString(title); !summing {
				all = append(all, &Block{Sheet: g.sheet, Title: title, Range: xlsx.Range{Row1: row, Col1: c}})
			}
		}
		if summing {
			continue
		}
		if len(all) == 0 {
			return nil
		}
		if totalLike().MatchString(g.label(row, c)) {
			continue
		}
		b := all[len(all)-1]
		if c != b.Range.Col1+len(b.Cols) { // behind a total of its own group
			return nil
		}
		b.Cols, b.Range.Col2 = append(b.Cols, g.label(row, c)), c
	}
	all = slices.DeleteFunc(all, func(b *Block) bool { return len(b.Cols) == 0 })
	if len(all) < 2 || len(all[0].Cols) < 2 || !distinct(all[0].Cols) {
		return nil
	}
	titles := headings{}
	for _, b := range all {
		if !sameNames(b.Cols, all[0].Cols) || !titles.another(b.Title) {
			return nil
		}
	}
	var columns []int
	for _, b := range all {
		for c := b.Range.Col1; c <= b.Range.Col2; c++ {
			columns = append(columns, c)
		}
	}
	rows, empty, below := g.lines(row, col, columns)
	if len(rows) < 2 {
		return nil
	}
	for k, b := range all {
		own := columns[k*len(b.Cols) : (k+1)*len(b.Cols)]
		if _, ok := g.fill(b, col, own, rows); !ok || slices.ContainsFunc(own, func(c int) bool { return g.worded(c, rows) }) {
			return nil
		}
	}
	all[0].empty, all[0].below = empty, below
	last := rows[len(rows)-1]
	if g.among(row, col, &Block{Rows: all[0].Rows}) {
		return nil
	}
	for _, b := range all {
		switch {
		case expertsAmong(b.Cols):
			b.Layout = ItemsByExperts
		case expertsAmong(titlesOf(all)):
			b.Layout = ExpertByMeasure
		}
		b.Range.Row2 = last
	}
	g.use(xlsx.Range{Row1: row - 1, Col1: all[0].Range.Col1, Row2: last, Col2: right})
	g.use(xlsx.Range{Row1: row, Col1: col, Row2: last, Col2: col})
	return all
}

func titlesOf(all []*Block) []string {
	var titles []string
	for _, b := range all {
		titles = append(titles, b.Title)
	}
	return titles
}

// selfLike is what stands where a thing meets itself, besides 1 and nothing.
var selfLike = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[-–—xхXХ*/\\]$`) })

// half recognises comparisons whose corner is at a place, with the same names above and beside, where no ones stand along the diagonal: a dash, a cross or nothing. One half
// is filled, or both with reciprocals; every value is one of the scale from 1/9 to 9.
func (g *scattered) half(row, col int, names []string) *Block {
	n := len(names)
	if n < 3 || fold(g.label(row+1, col)) != fold(names[0]) {
		return nil
	}
	values, cells := make([][]float64, n), make([][]xlsx.Cell, n)
	upper, lower := 0, 0
	for i := range n {
		if fold(g.label(row+1+i, col)) != fold(names[i]) {
			return nil
		}
		values[i], cells[i] = make([]float64, n), make([]xlsx.Cell, n)
		for j := range n {
			cells[i][j] = g.cell(row+1+i, col+1+j)
			x, ok := g.number(row+1+i, col+1+j)
			text := g.text(row+1+i, col+1+j)
			if ok && x == 0 { // as good as blank
				ok, text = false, ""
			}
			switch {
			case i == j && (ok && x != 1 || !ok && text != "" && !selfLike().MatchString(text)), i != j && (ok && (x < 1.0/9-0.01 || x > 9) || !ok && text != ""):
				return nil
			case ok && i < j:
				upper++
			case ok && i > j:
				lower++
			}
			if values[i][j] = x; !ok {
				values[i][j] = math.NaN()
			}
		}
	}
	whole := n * (n - 1) / 2
	if upper != whole && lower != whole || g.goesOn(row+1+n, col, n) {
		return nil
	}
	if upper > 0 && lower > 0 {
		for i := range n {
			for j := range i {
				if a, b := values[i][j], values[j][i]; !math.IsNaN(a*b) && math.Abs(a*b-1) > reciprocalWithin {
					return nil
				}
			}
		}
	}
	for i := range n {
		values[i][i] = 1
	}
	b := &Block{Sheet: g.sheet, Layout: Reciprocal, Rows: names, Cols: names, Values: values, cells: cells, Range: xlsx.Range{Row1: row, Col1: col, Row2: row + n, Col2: col + n}}
	b.Title = g.title(row, col)
	g.use(b.Range)
	return b
}

// goesOn reports whether a row has a name and a number in each of n columns, and is no total.
func (g *scattered) goesOn(row, col, n int) bool {
	for k := range n {
		if _, ok := g.number(row, col+1+k); !ok {
			return false
		}
	}
	name := g.label(row, col)
	return name != "" && !totalLike().MatchString(name)
}

// scores are the columns of a list that hold numbers beside those of expert and thing, each a criterion; no column of a list is called a score then. row is its heading.
func (g *scattered) scores(row int, line [][2]int, at map[string]int) (cols []int) {
	taken := map[int]bool{}
	for _, col := range at {
		taken[col] = true
	}
	for _, cell := range line {
		col, name := cell[1], g.text(cell[0], cell[1])
		if name == "" || taken[col] || totalLike().MatchString(name) || g.used[cell] {
			continue
		}
		numbers, others := 0, 0
		for r := row + 1; r <= g.rows && (g.label(r, at["expert"]) != "" || g.label(r, at["item"]) != ""); r++ {
			if _, ok := g.number(r, col); ok {
				numbers++
			} else if c := g.cell(r, col); !isBlank(c) && !g.answered(r, col) {
				others++
			}
		}
		if numbers > 0 && numbers > others {
			cols = append(cols, col)
		}
	}
	return cols
}

// nameExperts gives grids of one expert each, where others stand under the same text, the names of their sheets.
func nameExperts(blocks []*Block) error {
	titles, sheets := map[string]int{}, map[string]int{}
	for _, b := range blocks {
		if b.Layout == ExpertByMeasure {
			titles[fold(b.Title)]++
			sheets[fold(b.Sheet)]++
		}
	}
	for _, b := range blocks {
		if b.Layout != ExpertByMeasure || titles[fold(b.Title)] < 2 {
			continue
		}
		if titles[fold(b.Sheet)] > 0 || sheets[fold(b.Sheet)] > 1 {
			return language.Errorf("%s: nothing names its expert: write the name above it, or put each expert's on a sheet of their own", b.Place())
		}
		b.Title = b.Sheet
	}
	return nil
}

// alike reports whether a block in doubt stands on several sheets with the same headings, as when each expert has one.
func alike(blocks []*Block, b *Block) bool {
	for _, o := range blocks {
		if o != b && o.Layout == b.Layout && o.Sheet != b.Sheet && sameNames(o.Rows, b.Rows) && sameNames(o.Cols, b.Cols) {
			return true
		}
	}
	return false
}

// Suggest is what --as might say of a block in doubt.
func Suggest(blocks []*Block, b *Block) string {
	if alike(blocks, b) {
		return string(ExpertByMeasure)
	}
	return string(ItemsByExperts) + "@" + b.Place()
}

// Kinds are layouts in words of --as.
func Kinds(all []Layout) string {
	var names []string
	for _, l := range all {
		names = append(names, string(l))
	}
	return strings.Join(names, ", ")
}

package write

import (
	"math"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Cell is a value, or a formula with its value.
type Cell struct {
	Value   any
	formula string
	Look    Look
	set     bool
}

// Sheet is one sheet before it is written: cells by row and column from 1, and how it prints.
type Sheet struct {
	Name      string
	Rows      [][]Cell
	Widths    map[int]float64
	Merges    [][2]string
	Breaks    []int  // rows that begin a printed page
	Freeze    [2]int // columns and rows that stay
	TitleRows int    // rows repeated on every printed page
	Before    func(f *excelize.File) error
	Area      Area     // what is printed of it, in a document
	Together  [][2]int // rows that stay on one page: from, to
	Levels    []Level
	Aside     bool   // hidden: it can be shown, and is not printed
	Filter    string // the range that is a table or can be filtered, its first row the heading; "" for none
	Table     string // the name of the table; "" for none
	Links     []Link
	Hidden    []int // columns
	Lines     *Lines

	spans       map[[2]int]int // from row and column of the merges' first cells to their last columns
	mergesKnown int            // how many merges spans has
}

// Level gives rows one height, that of the longest of some texts in a column: any of them may come to stand in any of the rows.
type Level struct {
	First, Last, Col int
	Texts            []string
	Look             Look

	width float64 // for which lines was found
	lines int
}

// Lines are rows of a sheet too long to be held: each is made when it is written. Rows of the sheet may stand above and below them, not among them.
type Lines struct {
	First, Count, Width int                     // the first row, how many there are, and their columns
	Line                func(k int, row []Cell) // fills line k from 0 on, of blank cells
}

// Set fills a cell with a value; nil leaves it blank.
func (c *Cell) Set(value any, l Look) { *c = Cell{Value: value, Look: l, set: true} }

// last is the last row of the sheet.
func (s *Sheet) last() int {
	if s.Lines == nil {
		return len(s.Rows)
	}
	return max(len(s.Rows), s.Lines.First+s.Lines.Count-1)
}

// each calls with the cells of every row from one on, lines among them, which are reused.
func (s *Sheet) each(from int, do func(row int, cells []Cell) error) error {
	var line []Cell
	for row := from; row <= s.last(); row++ {
		var cells []Cell
		if row <= len(s.Rows) {
			cells = s.Rows[row-1]
		}
		if l := s.Lines; l != nil && row >= l.First && row < l.First+l.Count {
			if line == nil {
				line = make([]Cell, l.Width)
			}
			clear(line)
			l.Line(row-l.First, line)
			cells = line
		}
		if err := do(row, cells); err != nil {
			return err
		}
	}
	return nil
}

// Link leads from a cell to a place in the workbook.
type Link struct{ Cell, To string }

// NewSheet is an empty sheet of that name.
func NewSheet(name string) *Sheet {
	return &Sheet{Name: name, Widths: map[int]float64{}}
}

func (s *Sheet) cell(row, col int) *Cell {
	for len(s.Rows) < row {
		s.Rows = append(s.Rows, nil)
	}
	for len(s.Rows[row-1]) < col {
		s.Rows[row-1] = append(s.Rows[row-1], Cell{})
	}
	c := &s.Rows[row-1][col-1]
	c.set = true
	return c
}

// Put writes a value; nil leaves the cell blank.
func (s *Sheet) Put(row, col int, value any, l Look) {
	c := s.cell(row, col)
	c.Value, c.Look = value, l
}

// Formula writes a formula with the value it has now.
func (s *Sheet) Formula(row, col int, formula string, value any, l Look) {
	c := s.cell(row, col)
	c.Value, c.formula, c.Look = value, formula, l
}

// LineHeight is one line of text in points.
const LineHeight = 15

// height is what a row needs for its wrapped texts, 0 for one line: spreadsheets do not fit the rows of a file they did not write.
func (s *Sheet) height(row int, cells []Cell) float64 {
	most := s.level(row)
	for k := range cells {
		c := &cells[k]
		if c.Look == Title && c.set {
			return 1.6 * LineHeight
		}
		if text, ok := c.Value.(string); ok {
			most = max(most, s.lines(row, k+1, text, c.Look))
		}
	}
	if most == 1 {
		return 0
	}
	return float64(most) * LineHeight
}

// lines is into how many lines a text falls in a cell.
func (s *Sheet) lines(row, col int, text string, l Look) int {
	size, bold, indents, wraps := l.set()
	if !wraps {
		return 1
	}
	room := s.width(row, col)*unit - padding - float64(indents*inset)
	if float64(len(text))*size*1.4 <= room && !strings.Contains(text, "\n") { // even of the widest letters
		return 1
	}
	return lines(text, max(room, 20), size, bold)
}

// level is how many lines a row has for the texts that may come to stand in it.
func (s *Sheet) level(row int) int {
	most := 1
	for k := range s.Levels {
		l := &s.Levels[k]
		if row < l.First || row > l.Last {
			continue
		}
		width := s.width(row, l.Col)
		if l.width != width {
			l.width, l.lines = width, 1
			for _, text := range l.Texts {
				l.lines = max(l.lines, s.lines(row, l.Col, text, l.Look))
			}
		}
		most = max(most, l.lines)
	}
	return most
}

// Width is that of a cell, or of the cells merged with it.
func (s *Sheet) width(row, col int) float64 {
	last := s.spanned(row, col)
	var sum float64
	for c := col; c <= last; c++ {
		sum += s.columnWidth(c)
	}
	return sum
}

// spanned is the last column that a cell is merged with, its own if with none.
func (s *Sheet) spanned(row, col int) int {
	if s.spans == nil {
		s.spans = map[[2]int]int{}
	}
	for ; s.mergesKnown < len(s.Merges); s.mergesKnown++ {
		m := s.Merges[s.mergesKnown]
		c, r, err := excelize.CellNameToCoordinates(m[0])
		to, _, bad := excelize.CellNameToCoordinates(m[1])
		if err == nil && bad == nil {
			s.spans[[2]int{r, c}] = to
		}
	}
	if last, ok := s.spans[[2]int{row, col}]; ok {
		return last
	}
	return col
}

func (s *Sheet) columnWidth(col int) float64 {
	if w, ok := s.Widths[col]; ok {
		return w
	}
	return 9
}

// Fit sets a column's width to its texts from a row on, between two bounds.
func (s *Sheet) Fit(col, from int, least, most float64) {
	width := least
	_ = s.each(from, func(_ int, cells []Cell) error {
		if len(cells) >= col {
			if text, ok := cells[col-1].Value.(string); ok && float64(len(text))*1.7+2 > width {
				width = max(width, needs(text, cells[col-1].Look))
			}
		}
		return nil
	})
	s.Widths[col] = min(width, most)
}

// needs is the width of a column that shows a text on one line.
func needs(text string, l Look) float64 {
	size, bold, indents, _ := l.set()
	extra := 0.0
	if l == HeadFilter {
		extra = 1 // the filter's button is wider than the indents that leave room for it
	}
	return math.Ceil((pixels(text, size, bold)*1.02+padding+float64(indents*inset))/unit) + extra
}

// fitHeads widens columns so that no word of a heading is broken, and a filter's button hides none.
func (s *Sheet) fitHeads() {
	for _, row := range s.Rows {
		for k, c := range row {
			text, ok := c.Value.(string)
			if !ok || !c.Look.heading() {
				continue
			}
			words := strings.Fields(text)
			if c.Look == Head { // one line
				words = []string{text}
			}
			for _, word := range words {
				if width := needs(word, c.Look); width > s.width(0, k+1) {
					s.Widths[k+1] = width
				}
			}
		}
	}
}

// Span joins a cell with those up to another column; 0 leaves it alone.
func (s *Sheet) Span(row, col, last int) {
	if last > col {
		s.Merges = append(s.Merges, [2]string{At(col, row), At(last, row)})
	}
}

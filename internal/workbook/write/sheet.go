package write

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
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
	OnePage   bool
	Filter    string // the range that is a table or can be filtered, its first row the heading; "" for none
	Table     string // the name of the table; "" for none
	Links     []Link
	Hidden    []int // columns
	Lines     *Lines
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
	lines := 1
	for k := range cells {
		c := &cells[k]
		if c.Look == Title && c.set {
			return 1.6 * LineHeight
		}
		text, ok := c.Value.(string)
		if !ok || (c.Look != Wrap && c.Look != StrongWrap && c.Look != Note && c.Look != HeadWrap && c.Look != HeadNumber && c.Look != HeadFilter) {
			continue
		}
		width := s.width(row, k+1) - 1
		if len(text) <= int(width) && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) { // no more columns than bytes
			continue
		}
		lines = max(lines, len(strings.Split(ansi.Wordwrap(text, max(int(width), 4), " "), "\n")))
	}
	if lines == 1 {
		return 0
	}
	return float64(lines) * LineHeight
}

// Width is that of a cell, or of the cells merged with it.
func (s *Sheet) width(row, col int) float64 {
	last := col
	for _, m := range s.Merges {
		if m[0] == At(col, row) {
			if c, _, err := excelize.CellNameToCoordinates(m[1]); err == nil {
				last = c
			}
		}
	}
	var sum float64
	for c := col; c <= last; c++ {
		if w, ok := s.Widths[c]; ok {
			sum += w
		} else {
			sum += 9
		}
	}
	return sum
}

// Fit sets a column's width to its texts from a row on, between two bounds.
func (s *Sheet) Fit(col, from int, least, most float64) {
	width := least
	_ = s.each(from, func(_ int, cells []Cell) error {
		if len(cells) >= col {
			if text, ok := cells[col-1].Value.(string); ok && float64(len(text))*1.1+2 > width {
				width = max(width, float64(ansi.StringWidth(text))*1.1+2)
			}
		}
		return nil
	})
	s.Widths[col] = min(width, most)
}

// fitHeads widens columns so that no word of a heading is broken, and a filter's button hides none.
func (s *Sheet) fitHeads() {
	for _, row := range s.Rows {
		for k, c := range row {
			text, ok := c.Value.(string)
			extra := map[Look]float64{Head: 3, HeadWrap: 3, HeadNumber: 2, HeadFilter: 5}[c.Look]
			if !ok || extra == 0 {
				continue
			}
			words := strings.Fields(text)
			if c.Look == Head { // one line
				words = []string{text}
			}
			for _, word := range words {
				if width := float64(ansi.StringWidth(word))*1.15 + extra; width > s.width(0, k+1) {
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

package workbook

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"veche/internal/study"
	"veche/internal/xlsx"
)

// headerRows is how far down a header row is looked for.
const headerRows = 20

// table is one sheet being read: where its header stands and which column is which.
type table struct {
	r      *reader
	spec   *sheetSpec
	index  int    // of the sheet in the file
	name   string // of the sheet in the file
	origin uint16 // of the sheet in the study, from 1
	header int    // row of the header
	at     []int  // file column of each spec column, 0 where there is none
	extra  []extraColumn
}

// extraColumn is a column that the spec does not name; Scores and Evidence look for criteria among them.
type extraColumn struct {
	col  int
	text string
}

// row is one row below the header. Its cells are reused for the next one: keep what is read from it, not the row.
type row struct {
	t     *table
	n     int
	cells []xlsx.Cell // by file column, from 1; Row 0 where there is no cell
}

// find returns the sheet with the spec's name; nil with no issue when there is none.
func (r *reader) find(spec *sheetSpec) *table {
	var t *table
	for k, s := range r.book.Sheets() {
		if !spec.is(s.Name) {
			continue
		}
		r.known[k] = true
		if t != nil {
			r.fail("E-SHEET-DUPLICATE", study.Place{File: r.file, Sheet: s.Name}, "", "Put their rows on one sheet, or rename one.", "The sheets %q and %q are the same sheet in two languages.", t.name, s.Name)
			continue
		}
		t = &table{r: r, spec: spec, index: k, name: s.Name}
		r.study.Sheets = append(r.study.Sheets, study.Sheet{File: r.file, Name: s.Name})
		t.origin = uint16(len(r.study.Sheets))
		if s.Hidden {
			r.warn("W-SHEET-HIDDEN", t.place(0, 0), "", "Show the sheet if its data shall be seen.", "The sheet is hidden; it is read all the same.")
		}
	}
	return t
}

func (t *table) place(row, col int) study.Place {
	p := study.Place{File: t.r.file, Sheet: t.name}
	if row > 0 && col > 0 {
		p.Cell = xlsx.CellName(row, col)
	}
	return p
}

func (t *table) where(row, col int) study.Origin {
	return study.Origin{Sheet: t.origin, Row: int32(row), Col: uint16(col)}
}

// errStop ends a reading of a sheet early on purpose.
var errStop = errors.New("stop")

// rows calls each with every row that has a cell, in order, from row `from` on, stopping after row `to` (0: the last). The cells are reused.
func (t *table) rows(from, to int, each func(row)) bool {
	current := row{t: t}
	flush := func() {
		if current.n > 0 {
			each(current)
		}
		clear(current.cells)
	}
	err := t.r.book.Cells(t.index, func(c xlsx.Cell) error {
		if c.Row < from {
			return nil
		}
		if to > 0 && c.Row > to {
			return errStop
		}
		if c.Row != current.n {
			flush()
			current.n = c.Row
		}
		for len(current.cells) <= c.Col {
			current.cells = append(current.cells, xlsx.Cell{})
		}
		current.cells[c.Col] = c
		return nil
	})
	if err != nil && !errors.Is(err, errStop) {
		t.r.damaged(err)
		return false
	}
	flush()
	return true
}

// readHeader finds the header row: of the first rows, the one with most of the spec's columns. It reports repeated headers and missing columns.
func (t *table) readHeader() bool {
	best := -1
	var found [][]xlsx.Cell
	if !t.rows(1, headerRows, func(r row) {
		matches := 0
		for _, c := range r.cells {
			if c.Row > 0 && t.spec.column(text(c)) >= 0 {
				matches++
			}
		}
		if matches > best && matches > 0 {
			best, t.header = matches, r.n
			found = [][]xlsx.Cell{slices.Clone(r.cells)}
		}
	}) {
		return false
	}
	if found == nil {
		t.r.fail("E-HEADER-MISSING", t.place(1, 1), "", "Write the column names "+t.spec.required()+" in one row.",
			"No header row was found in the first %d rows of the sheet.", headerRows)
		return false
	}
	ok := true
	t.at = make([]int, len(t.spec.Columns))
	for _, c := range found[0] {
		name := text(c)
		if c.Row == 0 || name == "" {
			continue
		}
		k := t.spec.column(name)
		if k < 0 {
			for _, e := range t.extra {
				if fold(e.text) == fold(name) {
					t.duplicate(c, name, e.col)
					ok = false
				}
			}
			t.extra = append(t.extra, extraColumn{c.Col, name})
			continue
		}
		if t.at[k] > 0 {
			t.duplicate(c, name, t.at[k])
			ok = false
			continue
		}
		t.at[k] = c.Col
	}
	for k, c := range t.spec.Columns {
		if c.Required && t.at[k] == 0 {
			t.r.fail("E-COLUMN-MISSING", t.place(t.header, 1), "", t.suggestColumn(c), "The column %s is missing from the header in row %d.", both(c.Name, c.Russian), t.header)
			ok = false
		}
	}
	return ok
}

func (t *table) duplicate(c xlsx.Cell, name string, first int) {
	t.r.fail("E-HEADER-DUPLICATE", t.place(c.Row, c.Col), name, "Keep one of the two columns, or rename one.", "The header %q stands here and in %s.", name, xlsx.CellName(c.Row, first))
}

// suggestColumn says how to add a missing column, or which of the unknown headers is nearly it.
func (t *table) suggestColumn(c columnSpec) string {
	for _, e := range t.extra {
		if near(e.text, []string{c.Name, c.Russian}) != "" {
			return fmt.Sprintf("Rename %q in %s, which is nearly it.", e.text, xlsx.CellName(t.header, e.col))
		}
	}
	return "Add it."
}

func (s *sheetSpec) required() string {
	var names []string
	for _, c := range s.Columns {
		if c.Required {
			names = append(names, both(c.Name, c.Russian))
		}
	}
	return strings.Join(names, ", ")
}

// warnExtra warns of columns nothing reads. known tells which of them are understood after all.
func (t *table) warnExtra(known func(extraColumn) bool, candidates []string) {
	for _, e := range t.extra {
		if known != nil && known(e) {
			continue
		}
		remedy := "It is not read; remove it if it is not a note of your own."
		if n := near(e.text, candidates); n != "" {
			remedy = fmt.Sprintf("It is not read. Did you mean %s?", n)
		}
		t.r.warn("W-COLUMN-UNKNOWN", t.place(t.header, e.col), e.text, remedy, "The column %q is not known.", e.text)
	}
}

func (s *sheetSpec) names() []string {
	var names []string
	for _, c := range s.Columns {
		names = append(names, c.Name, c.Russian)
	}
	return names
}

// body calls each with every row below the header that is not blank.
func (t *table) body(each func(row)) bool {
	return t.rows(t.header+1, 0, func(r row) {
		if slices.ContainsFunc(r.cells, func(c xlsx.Cell) bool {
			return c.Row > 0 && (c.Kind != xlsx.Blank || c.HasFormula) && (c.Kind != xlsx.Text || clean(c.Text) != "")
		}) {
			each(r)
		}
	})
}

// col returns the file column of the named spec column, 0 when the sheet lacks it.
func (t *table) col(name string) int {
	return t.at[slices.IndexFunc(t.spec.Columns, func(c columnSpec) bool { return c.Name == name })]
}

// cell returns the row's cell in a file column; a blank one at that place when nothing is stored there.
func (r row) cell(col int) xlsx.Cell {
	if col > 0 && col < len(r.cells) && r.cells[col].Row > 0 {
		return r.cells[col]
	}
	return xlsx.Cell{Row: r.n, Col: max(col, 1), Cached: true}
}

func (r row) get(name string) xlsx.Cell { return r.cell(r.t.col(name)) }

func (r row) place(c xlsx.Cell) study.Place { return r.t.place(c.Row, c.Col) }

// sound returns a column's cell, and reports a fault that makes it unreadable whatever it should hold.
func (r row) sound(name string) (c xlsx.Cell, ok bool) {
	c = r.get(name)
	if f := unreadable(c); f != nil {
		r.t.r.fault(r.place(c), c, f)
		return c, false
	}
	return c, true
}

// text reads an optional text column, "" when blank or absent; faults of the cell are reported.
func (r row) text(name string) string {
	c, ok := r.sound(name)
	if !ok {
		return ""
	}
	return text(c)
}

// need reads a required text column; a blank one is reported and gives ok false.
func (r row) need(name string) (string, bool) {
	c, ok := r.sound(name)
	if !ok {
		return "", false
	}
	v := text(c)
	if v == "" {
		r.t.r.fail("E-CELL-BLANK", r.place(c), "", "Fill it in, or clear the whole row.", "%s is blank.", name)
		return "", false
	}
	return v, true
}

// optional reads an optional number column, nil when blank; anything but a number is reported.
func (r row) optional(name string) *float64 {
	if r.t.col(name) == 0 {
		return nil
	}
	c := r.get(name)
	v, f := number(c)
	if f != nil {
		r.t.r.fault(r.place(c), c, f)
		return nil
	}
	if v.state != study.Given {
		return nil
	}
	r.t.r.unsure(r.place(c), c, v)
	return &v.value
}

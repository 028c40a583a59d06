package workbook

import (
	"errors"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
	"veche/internal/zipxml"
)

// headerRows is how far down a header row is looked for.
const headerRows = 20

// table is one sheet being read: where its header stands and which column is which.
type table struct {
	r       *reader
	spec    *sheetSpec
	index   int    // of the sheet in the file
	name    string // of the sheet in the file
	origin  uint16 // of the sheet in the study, from 1
	header  int    // row of the header
	at      []int  // file column of each spec column, 0 where there is none
	extra   []extraColumn
	covered []int          // columns under a merged header that counts for the first of them
	headed  map[int]bool   // columns with a header; nil where there is none to ask for
	headers map[int]string // by column, folded
	second  bool           // another table was met below; its rows are not read
	full    bool           // no more answers can be kept; nothing more is read

	down        map[int][]*mergedDown // by column; nil before they were asked for
	tables      []xlsx.Table          // declared on the sheet
	askedTables bool
	summed      []int           // rows that sum up others
	examples    map[string]int  // rows of the template, from 1; nil before they were asked for
	left        []int           // rows that are its examples
	saidMark    map[int]bool    // by column: that the mark of its numbers was settled elsewhere
	saidRemark  map[string]bool // cells, and columns of a unit, of which it was said what was left out
	saidRecoded bool            // that numbers stand for values of the Scale sheet

	twin map[int]int // second columns of the same thing, by column of the spec: names beside codes

	oddities
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
			r.fail("E-SHEET-DUPLICATE", study.Place{File: r.file, Sheet: s.Name}, "", language.M("Put their rows on one sheet, or rename one."), "The sheets %q and %q are the same sheet by two names.", t.name, s.Name)
			continue
		}
		t = &table{r: r, spec: spec, index: k, name: s.Name}
		t.enter(s.Hidden)
	}
	return t
}

// enter makes a sheet one of those the study stands on.
func (t *table) enter(hidden bool) {
	r := t.r
	r.known[t.index] = true
	r.study.Sheets = append(r.study.Sheets, study.Sheet{File: r.file, Name: t.name})
	t.origin = uint16(len(r.study.Sheets))
	if hidden {
		r.warn("W-SHEET-HIDDEN", t.place(0, 0), "", language.M("Show the sheet if its data shall be seen."), "The sheet is hidden; it is read all the same.")
	}
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
	var text textBudget
	flush := func() {
		if current.n > 0 {
			each(current)
		}
		clear(current.cells)
	}
	err := t.r.scan(t.index, func(c *xlsx.Cell) error {
		if c.Row < from {
			return nil
		}
		if t.full {
			return errStop
		}
		if to > 0 && c.Row > to {
			return errStop
		}
		if wrong := text.take(c); wrong != "" {
			return zipxml.Wrong{Text: wrong}.Damage("").At(t.name, c.Ref())
		}
		if c.Row != current.n {
			flush()
			current.n = c.Row
		}
		for len(current.cells) <= c.Col {
			current.cells = append(current.cells, xlsx.Cell{})
		}
		current.cells[c.Col] = *c
		return nil
	})
	if err != nil && !errors.Is(err, errStop) {
		t.r.damaged(err)
		return false
	}
	if !t.full { // else the row is not whole
		flush()
	}
	return true
}

// readHeader finds the header row: of the first rows, the one with most of the spec's columns. It reports repeated headers and missing columns.
func (t *table) readHeader() bool {
	best := -1
	var top [headerRows + 2][]xlsx.Cell // by row
	if !t.rows(1, headerRows+1, func(r row) {
		matches := 0
		for _, c := range r.cells {
			if c.Row > 0 && c.Kind == xlsx.Text && t.spec.column(text(c)) >= 0 {
				matches++
			}
		}
		if matches > best && matches > 0 && r.n <= headerRows {
			best, t.header = matches, r.n
		}
		top[r.n] = slices.Clone(r.cells)
	}) {
		return false
	}
	if t.header > 1 {
		t.sayAbove(top[:t.header])
	}
	if t.header == 0 {
		if files, ok := t.r.book.(*textFiles); ok && files.sheets[t.index].table == nil {
			t.r.fail("E-HEADER-MISSING", t.place(1, 1), "", language.M("Write the column names %s in one line, with commas, semicolons or tabs between them.", t.spec.required()),
				"No header was found in the first %d lines; the fields were taken to be separated by %s.", headerRows, separatorName(files.sheets[t.index].comma))
			return false
		}
		t.r.fail("E-HEADER-MISSING", t.place(1, 1), "", language.M("Write the column names %s in one row.", t.spec.required()),
			"No header row was found in the first %d rows of the sheet.", headerRows)
		return false
	}
	found := t.mergedHeader(top[:])
	ok := true
	t.at = make([]int, len(t.spec.Columns))
	extra := map[string]int{} // columns by folded header
	t.headed, t.headers = map[int]bool{}, map[int]string{}
	for _, col := range t.covered {
		t.headed[col] = true
	}
	for _, c := range found {
		name := text(c)
		if c.Row == 0 || name == "" {
			continue
		}
		t.headed[c.Col] = true
		t.headers[c.Col] = fold(name)
		if c.Whole&xlsx.Struck != 0 && len(t.struck) < 20 {
			t.struck = append(t.struck, c.Ref())
			t.firstStruck = c
		}
		if f := t.unnamed(c, "Code"); f != nil && (t.spec == &scoresSheet || t.spec == &evidenceSheet || t.spec == &pairwiseSheet || t.spec == &competenceSheet) {
			t.r.fault(t.place(c.Row, c.Col), c, f)
			ok = false
			continue
		}
		k := t.spec.column(name)
		if k < 0 {
			f := fold(name)
			if first, twice := extra[f]; twice {
				t.duplicate(c, name, first)
				ok = false
			} else {
				extra[f] = c.Col
			}
			t.extra = append(t.extra, extraColumn{c.Col, name})
			continue
		}
		if other := t.beside(k, found, name); other >= 0 {
			if t.spec.named(k, name) {
				t.at[k], t.at[other] = c.Col, t.at[k]
			} else {
				t.at[other] = c.Col
			}
			continue
		}
		if t.at[k] > 0 && t.twins(k, name, text(found[t.at[k]])) {
			t.twin[k] = c.Col
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

// mergedHeader is the header's cells. Where some are merged down over further rows, the last of these is the header, and the merged cells count in it; top
// holds the first rows. The merged ranges stand at the end of a sheet, so they are asked for only where the header has a gap above a cell.
func (t *table) mergedHeader(top [][]xlsx.Cell) []xlsx.Cell {
	at := func(row, col int) string {
		if row < len(top) && col < len(top[row]) && top[row][col].Row > 0 {
			return text(top[row][col])
		}
		return ""
	}
	gap := false
	for row := t.header + 1; row <= min(t.header+2, len(top)-1); row++ {
		for col := range top[row] {
			gap = gap || at(row, col) != "" && at(t.header, col) == ""
		}
	}
	if !gap {
		return top[t.header]
	}
	ranges, err := t.r.book.Merged(t.index)
	if err != nil {
		return top[t.header] // the reading of the rows will meet the damage too
	}
	bottom := t.header
	for _, m := range ranges {
		if m.Row1 <= t.header && m.Row2 > t.header && m.Row2 < len(top) && t.spec.column(at(m.Row1, m.Col1)) >= 0 {
			bottom = max(bottom, m.Row2)
		}
	}
	cells := slices.Clone(top[bottom])
	for _, m := range ranges {
		c := at(m.Row1, m.Col1)
		if m.Row1 > bottom || m.Row2 < bottom || c == "" || m.Row1 == m.Row2 && m.Col1 == m.Col2 {
			continue
		}
		if m.Col2 > m.Col1 {
			for col := m.Col1; col <= min(m.Col2, m.Col1+1<<10); col++ {
				t.covered = append(t.covered, col)
			}
			t.r.warn("W-HEADER-MERGED", t.place(m.Row1, m.Col1), c, language.M("Unmerge it and give each column its own header."), "The header %q is merged over several columns; it counts for the first.", c)
		}
		if m.Row1 < bottom {
			for len(cells) <= m.Col1 {
				cells = append(cells, xlsx.Cell{})
			}
			cells[m.Col1] = top[m.Row1][m.Col1]
			cells[m.Col1].Row = bottom
		}
	}
	if bottom > t.header {
		t.r.warn("W-HEADER-MERGED", t.place(t.header, 1), "", language.M("Nothing needs doing if the columns are right; a header in one row is surer."), "The header is merged over rows %d to %d; row %d was read as the header.", t.header, bottom, bottom)
	}
	t.header = bottom
	return cells
}

// beside is the column that a second header of column k heads: of Experts with ID and Expert, the latter is the name. −1 where that is no such column, or
// where neither of the two headers is its own name.
func (t *table) beside(k int, cells []xlsx.Cell, name string) int {
	other := slices.IndexFunc(t.spec.Columns, func(c columnSpec) bool { return c.Name == t.spec.Columns[k].Beside })
	if t.at[k] == 0 || other < 0 || t.at[other] > 0 || t.spec.named(k, name) == t.spec.named(k, text(cells[t.at[k]])) {
		return -1
	}
	for _, c := range cells { // a column of that name, farther right
		if c.Row > 0 && t.spec.column(text(c)) == other {
			return -1
		}
	}
	return other
}

func (t *table) duplicate(c xlsx.Cell, name string, first int) {
	t.r.fail("E-HEADER-DUPLICATE", t.place(c.Row, c.Col), name, language.M("Keep one of the two columns, or rename one."), "The header %q stands here and in %s.", name, xlsx.CellName(c.Row, first))
}

// suggestColumn says how to add a missing column, or which of the unknown headers is nearly it.
func (t *table) suggestColumn(c columnSpec) language.Message {
	for _, e := range t.extra {
		if near(e.text, []string{c.Name, c.Russian}) != "" {
			return language.M("Rename %q in %s, which is nearly it.", e.text, xlsx.CellName(t.header, e.col))
		}
	}
	return language.M("Add it.")
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
		at := t.place(t.header, e.col)
		if t.r.full(study.Warning, "W-COLUMN-UNKNOWN", at) {
			t.r.warn("W-COLUMN-UNKNOWN", at, "", language.Message{}, "")
			return
		}
		remedy := language.M("It is not read; remove it if it is not a note of your own.")
		if n := near(e.text, candidates); n != "" {
			remedy = language.M("It is not read. Did you mean %s?", n)
		}
		t.r.warn("W-COLUMN-UNKNOWN", at, e.text, remedy, "The column %q is not known.", e.text)
	}
}

func (s *sheetSpec) names() []string {
	var names []string
	for _, c := range s.Columns {
		names = append(names, c.Name, c.Russian)
	}
	return names
}

// body calls each with every row below the header that is not blank, and remarks on what is odd about their cells.
func (t *table) body(each func(row)) bool {
	ok := t.rows(t.header+1, 0, func(r row) {
		if !t.odd(r) {
			return
		}
		if t.second || t.another(r) {
			return
		}
		if t.at != nil && t.sumRow(r) {
			t.summed = append(t.summed, r.n)
			return
		}
		if t.at != nil && t.leftover(r) {
			t.left = append(t.left, r.n)
			return
		}
		each(r)
	})
	t.saySummed()
	t.sayLeftover()
	t.sayMerged()
	t.remark()
	return ok
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
	if c.Kind == xlsx.Blank && r.t.index >= 0 && r.t.col(name) > 0 && !slices.Contains(numeric, name) {
		if up, ok := r.t.above(c); ok {
			up.Row = c.Row
			c = up
		}
	}
	return c, true
}

// named is sound for a column of names.
func (r row) named(name string) (c xlsx.Cell, ok bool) {
	if c, ok = r.sound(name); !ok {
		return c, false
	}
	if f := r.t.unnamed(c, name); f != nil {
		r.t.r.fault(r.place(c), c, f)
		return c, false
	}
	return c, true
}

// text reads an optional text column, "" when blank or absent; faults of the cell are reported.
func (r row) text(name string) string {
	c, ok := r.named(name)
	if !ok {
		return ""
	}
	return text(c)
}

// need reads a required text column; a blank one is reported and gives ok false.
func (r row) need(name string) (string, bool) {
	c, ok := r.named(name)
	if !ok {
		return "", false
	}
	v := text(c)
	if v == "" {
		r.t.r.fail("E-CELL-BLANK", r.place(c), "", language.M("Fill it in, or clear the whole row."), "%s is blank.", name)
		return "", false
	}
	return v, true
}

// optional reads an optional number column, nil when blank; anything but a number is reported.
func (r row) optional(name string) *float64 { return r.number(name, sought{}) }

// number is optional for a number of some purpose.
func (r row) number(name string, want sought) *float64 {
	if r.t.col(name) == 0 {
		return nil
	}
	c := r.get(name)
	v, f := r.figure(c, want)
	if f != nil {
		r.t.r.fault(r.place(c), c, f)
		return nil
	}
	if v.state != study.Given {
		return nil
	}
	return &v.value
}

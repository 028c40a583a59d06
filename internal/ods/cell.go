package ods

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"time"

	"veche/internal/xlsx"
	"veche/internal/zipxml"
)

// rawCell is what a table:table-cell says. Its buffers are used again.
type rawCell struct {
	kind      string // office:value-type, "error" for an error of LibreOffice's
	value     []byte // of the attribute that the kind has for it
	formula   []byte
	currency  []byte
	hasString bool // there is an office:string-value
	hasValue  bool // there is the attribute that the kind has for its value
	look      int

	text  []byte // of the paragraphs
	runs  runs
	lines int // paragraphs so far
}

var valueTypes = [...]string{"", "float", "percentage", "currency", "date", "time", "boolean", "string", "void"}

// valueAttribute returns the attribute of a type's value.
func valueAttribute(kind string) string {
	switch kind {
	case "":
		return ""
	case "date", "time", "boolean", "string":
		return kind + "-value"
	}
	return "value"
}

// readCell takes a table:table-cell or table:covered-table-cell.
func (r *sheetReader) readCell(el *zipxml.Element, covered bool) error {
	n, err := r.times(el, "number-columns-repeated")
	if err != nil {
		return err
	}
	r.col = min(r.col+1, most)
	r.inCell = true
	c := xlsx.Cell{Row: r.row, Col: r.col, Cached: true}
	raw := &r.cell
	*raw = rawCell{value: raw.value[:0], formula: raw.formula[:0], currency: raw.currency[:0], text: raw.text[:0]}
	if err := r.readAttributes(&c, raw, el); err != nil {
		return err
	}
	if err := r.readSpan(el); err != nil {
		return err
	}
	if err := r.readParagraphs(raw); err != nil {
		return err
	}
	if wrong := r.b.set(&c, raw); wrong.Text != "" {
		return r.p.Damage(wrong.Text, wrong.Args...)
	}
	if c.Kind != xlsx.Blank || c.HasFormula {
		if err := r.keep(c, raw, n, covered); err != nil {
			return err
		}
	}
	if err := r.keepComment(n); err != nil {
		return err
	}
	r.col = min(r.col+n-1, most)
	r.inCell = false
	return nil
}

// readAttributes takes those that say what the cell holds.
func (r *sheetReader) readAttributes(c *xlsx.Cell, raw *rawCell, el *zipxml.Element) error {
	kind, _ := el.In(office, "value-type")
	known := false
	for _, t := range valueTypes {
		if string(kind) == t {
			raw.kind, known = t, true
		}
	}
	if !known {
		return r.p.Damage("unknown value type %q", zipxml.Shown(string(kind)))
	}
	if raw.kind == "void" {
		raw.kind = ""
	}
	attr := valueAttribute(raw.kind)
	for i := range el.Attrs {
		a := &el.Attrs[i]
		switch a.NS {
		case office:
			switch string(a.Local) {
			case attr:
				if len(a.Value) > r.b.lim.Text {
					return r.p.Damage("a text is longer than %d bytes", r.b.lim.Text)
				}
				raw.value, raw.hasValue = append(raw.value, a.Value...), true
				raw.hasString = attr == "string-value"
			case "currency":
				raw.currency = append(raw.currency, a.Value[:min(len(a.Value), 20)]...)
			}
		case calcext:
			if string(a.Local) == "value-type" && string(a.Value) == "error" {
				raw.kind = "error"
			}
		case table:
			if string(a.Local) == "formula" {
				c.HasFormula = true
				raw.formula = append(raw.formula, a.Value...)
			}
		}
	}
	look, ok := el.In(table, "style-name")
	if !ok {
		look = []byte(r.inherited(r.col))
	}
	raw.look, ok = r.looks[string(look)]
	if !ok {
		raw.look = r.b.look(string(look[:min(len(look), 255)]))
		if len(r.looks) < r.b.lim.Styles {
			r.looks[string(look)] = raw.look
		}
	}
	c.Hidden = r.rowHidden || r.columnAt(r.col).hidden
	return nil
}

// columnAt returns the definition of a column.
func (r *sheetReader) columnAt(col int) column {
	k := sort.Search(len(r.columns), func(k int) bool { return col <= r.columns[k].to })
	if k < len(r.columns) {
		return r.columns[k]
	}
	return column{}
}

// inherited returns the style of a cell that has none of its own.
func (r *sheetReader) inherited(col int) string {
	if r.rowLook != "" {
		return r.rowLook
	}
	return r.columnAt(col).look
}

// readSpan notes a merged range that begins at the cell.
func (r *sheetReader) readSpan(el *zipxml.Element) error {
	cols, err := r.times(el, "number-columns-spanned")
	if err != nil {
		return err
	}
	rows, err := r.times(el, "number-rows-spanned")
	if err != nil || rows == 1 && cols == 1 {
		return err
	}
	m := xlsx.Range{Row1: r.row, Col1: r.col, Row2: r.row + rows - 1, Col2: r.col + cols - 1}
	if m.Row2 > r.b.lim.Rows || m.Col2 > r.b.lim.Cols {
		return r.p.Damage("a merged range of %d rows and %d columns goes beyond the sheet", rows, cols)
	}
	if r.merges = append(r.merges, m); len(r.merges) > r.b.lim.Merged {
		return r.p.Damage("more than %d merged ranges", r.b.lim.Merged)
	}
	return nil
}

// keep puts a cell that stands n times side by side, in as many rows as its row
// stands, into the spool.
func (r *sheetReader) keep(c xlsx.Cell, raw *rawCell, n int, covered bool) error {
	if last := c.Col + n - 1; last > r.b.lim.Cols {
		return r.p.Damage("column %d of row %d is beyond the limit of %d", last, c.Row, r.b.lim.Cols)
	}
	if last := c.Row + r.repeated - 1; last > r.b.lim.Rows {
		return r.p.Damage("row %d is beyond the limit of %d", last, r.b.lim.Rows)
	}
	held := int64(n) * int64(r.repeated)
	if r.cells += held; r.cells > int64(r.b.lim.Cells) {
		return r.p.Damage("the sheet has more than %d cells", r.b.lim.Cells)
	}
	if covered {
		r.s.count.Covered += int(held)
	} else {
		r.s.count.Cells += int(held)
	}
	r.p.Credit()
	if r.repeated > 1 && r.w.inRow+len(c.Text)+len(c.Formula) > maxRepeated {
		return r.p.Damage("a row that is repeated holds more than %d bytes of text", maxRepeated)
	}
	// A column that is hidden may end among the repetitions.
	for n > 0 {
		part := n
		if at := r.columnAt(c.Col); at.to > 0 {
			part = min(n, at.to-c.Col+1)
		}
		c.Hidden = r.rowHidden || r.columnAt(c.Col).hidden
		r.w.cell(c, r.repeated, part, covered)
		c.Col, n = c.Col+part, n-part
	}
	return nil
}

// maxRepeated bounds the text of a row that stands several times: it is held in
// memory while it is given.
const maxRepeated = 8 << 20

// set gives the cell its value. It returns what is wrong.
func (b *Book) set(c *xlsx.Cell, raw *rawCell) zipxml.Wrong {
	if c.HasFormula {
		c.Formula = formulaText(raw.formula)
		c.Cached = raw.kind != "" || raw.lines > 0 // LibreOffice gives an empty text no type, only a paragraph
	}
	look := &b.looks[raw.look]
	if look.numbers != nil {
		c.Format = look.numbers.format
	}
	shown := string(raw.text)
	if raw.kind == "error" || c.HasFormula && isErrorName(shown) { // not all programs say that it is one
		if c.Kind, c.Text, c.Cached = xlsx.Error, shown, true; shown == "" {
			c.Text = "#VALUE!"
		}
		raw.runs.mark(c, look.font)
		return zipxml.Wrong{}
	}
	value := zipxml.TrimSpace(raw.value)
	wrong := func(format string) zipxml.Wrong {
		return zipxml.Wrongf(format, zipxml.Shown(string(value[:min(len(value), 240)])))
	}
	switch raw.kind {
	case "":
		if shown == "" && (raw.lines == 0 || !c.HasFormula) {
			return zipxml.Wrong{}
		}
		c.Kind, c.Text = xlsx.Text, shown
	case "float", "percentage", "currency":
		x, ok := zipxml.ParseNumber(value)
		if !ok {
			return wrong("“%s” is not a number")
		}
		c.Kind, c.Number = xlsx.Number, x
		if (x == 0 || x == 1) && (slices.Contains(truths, shown) || look.numbers != nil && look.numbers.boolean) {
			c.Kind = xlsx.Bool
		}
		if raw.kind == "percentage" {
			c.Format = xlsx.Percent
		}
	case "date":
		x, ok := serial(string(value), b.date1904)
		if !ok {
			return wrong("“%s” is not a date")
		}
		c.Kind, c.Number, c.Format = xlsx.Number, x, xlsx.Date
	case "time":
		x, ok := xlsx.ParseDuration(string(value))
		if !ok {
			return wrong("“%s” is not a time")
		}
		c.Kind, c.Number, c.Format = xlsx.Number, x, xlsx.Date
	case "boolean":
		on, ok := zipxml.ParseBool(string(value))
		if !ok {
			return wrong("“%s” is not a boolean")
		}
		if c.Kind = xlsx.Bool; on {
			c.Number = 1
		}
	case "string":
		if c.Kind, c.Text = xlsx.Text, shown; raw.hasString {
			c.Text = cleanText(raw.value)
		}
	}
	if c.Kind == xlsx.Number && look.numbers != nil {
		c.Scale, c.Literal = look.numbers.of(c.Number)
	} else if raw.kind == "currency" {
		c.Literal = cleanText(raw.currency)
	}
	raw.runs.mark(c, look.font)
	return zipxml.Wrong{}
}

// spellings are what other programs write for one thing, in their languages.
type spellings []string

// truths are what LibreOffice shows for the value of a formula such as TRUE(),
// which it stores as the number 1.
var truths = spellings{"TRUE", "FALSE", "ИСТИНА", "ЛОЖЬ", "WAHR", "FALSCH", "VRAI", "FAUX", "VERDADERO", "FALSO", "VERO", "VERDADEIRO", "PRAWDA", "FAŁSZ"}

var errorNames = []string{"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"}

// isErrorName reports what programs show for an error.
func isErrorName(s string) bool {
	if slices.Contains(errorNames, s) {
		return true
	}
	digits, ok := strings.CutPrefix(s, "Err:")
	return ok && len(digits) == 3 && strings.Trim(digits, "0123456789") == ""
}

// serial turns a date, with a time or without, into the serial number that the
// file's system has for it.
func serial(s string, date1904 bool) (float64, bool) {
	s = strings.TrimSuffix(s, "Z")
	for _, layout := range [...]string{"2006-01-02", "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		epoch := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
		if date1904 {
			epoch = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
		}
		seconds := t.Unix() - epoch.Unix()
		days := seconds / 86400
		if seconds%86400 < 0 {
			days--
		}
		rest := float64(seconds-days*86400) + float64(t.Nanosecond())/1e9
		return float64(days) + rest/86400, true
	}
	return 0, false
}

// formulaText returns a formula without the prefix of its language and with
// plain references: of:=SUM([.A1:.A3]) is SUM(A1:A3).
func formulaText(raw []byte) string {
	if k := bytes.IndexByte(raw[:min(len(raw), 16)], '='); k >= 0 {
		raw = raw[k+1:]
	}
	s := cleanText(raw)
	if !strings.Contains(s, "[") {
		return s
	}
	var out strings.Builder
	for inText, inRef, i := false, false, 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			inText = !inText
			out.WriteByte(c)
		case inText:
			out.WriteByte(c)
		case c == '[':
			inRef = true
		case c == ']':
			inRef = false
		case c == '.' && inRef && (s[i-1] == '[' || s[i-1] == ':'):
		case c == '.' && inRef:
			out.WriteByte('!')
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

package ods

import (
	"errors"
	"strings"

	"veche/internal/xlsx"
	"veche/internal/zipxml"
)

// readContent reads content.xml: styles, sheets, and the ranges after them.
func (b *Book) readContent(p *zipxml.Part) error {
	var ranges []databaseRange
	bodies := 0
	w := newSpooler()
	err := p.Document("document-content", spaces[office-1], func(el *zipxml.Element) error {
		switch {
		case el.Is(office, "automatic-styles"):
			return b.readStyles(p, &b.styles.automatic)
		case el.Is(office, "body"):
			return p.Children(func(el *zipxml.Element) error {
				if !el.Is(office, "spreadsheet") {
					return &xlsx.FormatError{What: "zip", Is: "the file is an OpenDocument file, but no spreadsheet", Do: "Put its tables into a spreadsheet and save that."}
				}
				if bodies++; bodies > 1 {
					return p.Damage("two spreadsheets in one file")
				}
				return p.Children(func(el *zipxml.Element) error {
					switch {
					case el.Is(table, "table"):
						return b.readSheet(p, el, w)
					case el.Is(table, "calculation-settings"):
						if len(b.sheets) > 0 {
							return p.Damage("calculation settings after the sheets")
						}
						return p.Children(func(el *zipxml.Element) error { return b.readNullDate(p, el) })
					case el.Is(table, "database-ranges"):
						var err error
						ranges, err = b.readRanges(p, ranges)
						return err
					case isRow(el):
						return p.Stray(el)
					}
					return p.Skip()
				})
			})
		}
		return p.Skip()
	})
	if err != nil {
		return err
	}
	if len(b.sheets) == 0 {
		return zipxml.Damagef(p.Name, "the spreadsheet has no sheets")
	}
	b.finish(ranges)
	return nil
}

// readNullDate takes a child of the calculation settings.
func (b *Book) readNullDate(p *zipxml.Part, el *zipxml.Element) error {
	if el.Is(table, "null-date") {
		v, _ := el.In(table, "date-value")
		b.date1904 = strings.HasPrefix(string(v), "1904-01-01")
	}
	return p.Skip()
}

func isRow(el *zipxml.Element) bool { return el.Is(table, "table-row") }

// sheetReader reads one sheet.
type sheetReader struct {
	b *Book
	p *zipxml.Part
	s *sheet
	w *spooler

	columns []column // of the definitions, in order
	ends    int      // the last column that they reach
	looks   map[string]int

	row       int // the last one read
	rowHidden bool
	rowLook   string // the style of its cells that have none
	repeated  int    // how often the row at hand stands
	col       int    // the last one read
	inCell    bool
	cells     int64

	cell    rawCell
	comment xlsx.Comment
	bytes   int64        // of comments
	merges  []xlsx.Range // of the row at hand
}

// column is a definition of columns up to and including one.
type column struct {
	to     int
	look   string
	hidden bool
}

func (b *Book) readSheet(p *zipxml.Part, el *zipxml.Element, w *spooler) error {
	v, _ := el.In(table, "name")
	name := cleanText(v)
	if name == "" {
		return p.Damage("a sheet has no name")
	}
	if len(b.sheets)+len(b.linked) >= b.lim.Entries {
		return p.Damage("more than %d sheets", b.lim.Entries)
	}
	if strings.HasPrefix(name, "'file:") && strings.Contains(name, "'#$") {
		b.linked = append(b.linked, xlsx.Unread{Name: name, Kind: "linked"})
		return p.Skip()
	}
	key := strings.ToLower(name)
	if _, twice := b.names[key]; twice {
		return p.Damage("two sheets are named %q", zipxml.Shown(name))
	}
	b.names[key] = len(b.sheets)
	s := sheet{name: name, count: xlsx.Count{Name: name, Kind: "worksheet"}}
	b.styles.chain("table", styleName(el, table, "style-name"), func(st *namedStyle) bool {
		s.hidden = s.hidden || st.invisible
		return true
	})
	w.begin()
	r := &sheetReader{b: b, p: p, s: &s, w: w, looks: make(map[string]int)}
	if err := r.children(false); err != nil {
		var d *xlsx.DamageError
		if errors.As(err, &d) {
			d.Sheet = name
			if r.inCell && d.Ref == "" {
				d.Ref = xlsx.CellName(r.row, r.col)
			}
		}
		return err
	}
	s.spool = w.end()
	b.sheets = append(b.sheets, s)
	return nil
}

// children reads those of a sheet, or of a group of its rows or columns.
func (r *sheetReader) children(hidden bool) error {
	return r.p.Children(func(el *zipxml.Element) error {
		if el.NS == text && string(el.Local) != "soft-page-break" {
			return r.p.Stray(el)
		}
		if el.NS != table {
			return r.skip()
		}
		switch string(el.Local) {
		case "table-row":
			return r.readRow(el, hidden)
		case "table-column":
			return r.readColumn(el, hidden)
		case "table-rows", "table-header-rows", "table-columns", "table-header-columns":
			return r.children(hidden)
		case "table-row-group", "table-column-group":
			v, _ := el.In(table, "display")
			return r.children(hidden || string(v) == "false")
		case "table-cell", "covered-table-cell", "table":
			return r.p.Stray(el)
		}
		return r.skip()
	})
}

// skip reads on to the end of the element just entered. Rows inside it are
// refused, but for those of an object that is drawn on the sheet.
func (r *sheetReader) skip() error {
	drawn := r.p.El.Is(table, "shapes") || r.p.El.NS == 0
	for depth := 1; depth > 0; {
		switch t, err := r.p.Next(); {
		case err != nil:
			return err
		case t == zipxml.EndTag:
			depth--
		case t == zipxml.StartTag:
			if depth++; !drawn && isRow(&r.p.El) {
				return r.p.Stray(&r.p.El)
			}
		}
	}
	return nil
}

// readColumn takes a table:table-column.
func (r *sheetReader) readColumn(el *zipxml.Element, hidden bool) error {
	n, err := r.times(el, "number-columns-repeated")
	if err != nil {
		return err
	}
	if r.ends >= r.b.lim.Cols {
		return r.p.Skip() // says nothing of any cell
	}
	r.ends = min(r.ends+n, r.b.lim.Cols)
	r.columns = append(r.columns, column{
		to:     r.ends,
		look:   styleName(el, table, "default-cell-style-name"),
		hidden: hidden || r.vanishes(el, "table-column"),
	})
	return r.p.Skip()
}

// vanishes reports a row or column that is not to be seen.
func (r *sheetReader) vanishes(el *zipxml.Element, family string) bool {
	switch v, _ := el.In(table, "visibility"); string(v) {
	case "collapse", "filter":
		return true
	}
	name := styleName(el, table, "style-name")
	if name == "" {
		return false
	}
	hidden := false
	r.b.styles.chain(family, name, func(st *namedStyle) bool {
		hidden = st.vanishing
		return !hidden
	})
	return hidden
}

// most is what a number of repetitions is cut to: it is beyond all limits.
const most = 1 << 27

// times reads how often an element stands.
func (r *sheetReader) times(el *zipxml.Element, name string) (int, error) {
	v, ok := el.In(table, name)
	if !ok {
		return 1, nil
	}
	n := 0
	for _, c := range v {
		if c < '0' || c > '9' {
			n = 0
			break
		}
		n = min(n*10+int(c-'0'), most)
	}
	if n == 0 {
		return 0, r.p.Damage("<%s> has %s=%q", string(el.Local), name, zipxml.Shown(string(v)))
	}
	return n, nil
}

// readRow takes a table:table-row.
func (r *sheetReader) readRow(el *zipxml.Element, hidden bool) error {
	n, err := r.times(el, "number-rows-repeated")
	if err != nil {
		return err
	}
	r.repeated, r.col = n, 0
	r.rowHidden = hidden || r.vanishes(el, "table-row")
	r.rowLook = styleName(el, table, "default-cell-style-name")
	r.row = min(r.row+1, most) // its first
	r.merges = r.merges[:0]
	held := r.cells
	err = r.p.Children(func(el *zipxml.Element) error {
		switch {
		case el.Is(table, "table-cell"):
			return r.readCell(el, false)
		case el.Is(table, "covered-table-cell"):
			return r.readCell(el, true)
		case el.NS == table, el.NS == text && string(el.Local) != "soft-page-break":
			return r.p.Stray(el)
		}
		return r.skip()
	})
	if err != nil {
		return err
	}
	if r.cells > held {
		r.w.endRow()
	}
	if err := r.mergeRow(); err != nil {
		return err
	}
	r.row = min(r.row+n-1, most)
	return nil
}

// mergeRow keeps the merged ranges that begin in the row at hand.
func (r *sheetReader) mergeRow() error {
	if len(r.merges) == 0 {
		return nil
	}
	if r.row+r.repeated-1 > r.b.lim.Rows {
		return r.p.Damage("a merged range in row %d is beyond the limit of %d", r.row+r.repeated-1, r.b.lim.Rows)
	}
	if int64(len(r.s.merged))+int64(len(r.merges))*int64(r.repeated) > int64(r.b.lim.Merged) {
		return r.p.Damage("more than %d merged ranges", r.b.lim.Merged)
	}
	for k := range r.repeated {
		for _, m := range r.merges {
			m.Row1, m.Row2 = m.Row1+k, m.Row2+k
			r.s.merged = append(r.s.merged, m)
		}
	}
	return nil
}

package xlsx

import (
	"bytes"
	"errors"

	"veche/internal/zipxml"
)

// Cells calls yield for every stored cell of a sheet, in row-major order, each
// exactly once. It stops at an error of yield and returns it unchanged. A sheet
// that is broken or exceeds a limit gives a [*DamageError], possibly after some
// cells: what was read is true only when Cells returns nil.
//
// The sheet is numbered as in [Book.Sheets]; Cells panics when there is no such
// sheet. It can be called again, and reads the sheet anew.
func (b *Book) Cells(sheet int, yield func(Cell) error) error {
	return b.read(sheet, &sheetReader{b: b, plain: true, yield: func(c *Cell, _ *rawCell) error { return yield(*c) }})
}

// cells reads every cell as XML, and says what stands in it.
func (b *Book) cells(sheet int, yield func(*Cell, *rawCell) error) error {
	return b.read(sheet, &sheetReader{b: b, yield: yield})
}

func (b *Book) read(sheet int, r *sheetReader) error {
	b.check(sheet)
	info := &b.sheets[sheet]
	err := b.zip.Read(info.part, func(p *zipxml.Part) error {
		r.p = p
		return p.Document("worksheet", "", r.element)
	})
	if err == nil && !r.hasData {
		err = zipxml.Damagef(info.part, "the sheet has no table of cells")
	}
	if err != nil {
		if r.stopped { // it is the caller's and is not touched
			return err
		}
		var d *DamageError
		if r.inCell && errors.As(err, &d) && d.Ref == "" {
			d.Ref = CellName(r.row, r.col)
		}
		return b.inSheet(sheet, err)
	}
	b.mergedBy.Lock()
	info.Merged, info.mergedRead = r.merged, true
	b.mergedBy.Unlock()
	return nil
}

// inSheet names the sheet in an error that arose from it.
func (b *Book) inSheet(sheet int, err error) error {
	var d *DamageError
	if errors.As(err, &d) {
		d.Sheet = b.sheets[sheet].Name
	}
	return err
}

// sheetReader reads one sheet once.
type sheetReader struct {
	b     *Book
	p     *zipxml.Part
	yield func(*Cell, *rawCell) error
	plain bool // plain cells are told by their bytes; their raw cell is nil

	hidden  []bool // by column, as far as the last hidden one
	columns int    // <col> elements
	merged  []Range
	hasData bool
	stopped bool // by an error of yield

	row, col  int // the present place
	rowHidden bool
	inCell    bool
	cells     int
	cell      Cell
	raw       rawCell // its buffers are used again
}

// element takes a child of <worksheet>.
func (r *sheetReader) element(el *zipxml.Element) error {
	if el.NS == 0 {
		return r.skip()
	}
	switch string(el.Local) {
	case "sheetData":
		if r.hasData {
			return r.p.Damage("two tables of cells in one sheet")
		}
		r.hasData = true
		return r.p.Children(r.readRow)
	case "cols":
		if r.hasData {
			return r.p.Damage("column definitions after the cells")
		}
		return r.p.Children(r.readColumns)
	case "mergeCells":
		return r.p.Children(r.readMerged)
	case "row", "c":
		return r.p.Stray(el)
	}
	return r.skip()
}

// skip reads on to the end of the element just entered. Rows inside it are
// refused: other programs could show them.
func (r *sheetReader) skip() error {
	for depth := 1; depth > 0; {
		switch t, err := r.p.Next(); {
		case err != nil:
			return err
		case t == zipxml.EndTag:
			depth--
		case t == zipxml.StartTag:
			if depth++; is(&r.p.El, "row") {
				return r.p.Stray(&r.p.El)
			}
		}
	}
	return nil
}

// readColumns takes a <col> element.
func (r *sheetReader) readColumns(el *zipxml.Element) error {
	if !is(el, "col") {
		return r.p.Skip()
	}
	if r.columns++; r.columns > zipxml.MaxCol {
		return r.p.Damage("more than %d column definitions", zipxml.MaxCol)
	}
	hidden, err := r.hiddenAttr(el)
	if err != nil {
		return err
	}
	if !hidden && !vanishes(el, "width") {
		return r.p.Skip() // widths and styles do not matter, nor whether their columns are sound
	}
	minText, _ := el.Attr("min")
	maxText, _ := el.Attr("max")
	first, ok1 := zipxml.ParseIndex(minText)
	last, ok2 := zipxml.ParseIndex(maxText)
	if !ok1 || !ok2 || first < 1 || last < first {
		return r.p.Damage("a column definition from %q to %q", zipxml.Shown(minText), zipxml.Shown(maxText))
	}
	// A definition beyond the last column says nothing about any cell.
	last = min(last, r.b.lim.Cols)
	for len(r.hidden) <= last {
		r.hidden = append(r.hidden, false)
	}
	for i := first; i <= last; i++ {
		r.hidden[i] = true
	}
	return r.p.Skip()
}

// readMerged takes a <mergeCell> element.
func (r *sheetReader) readMerged(el *zipxml.Element) error {
	if !is(el, "mergeCell") {
		return r.p.Skip()
	}
	ref, _ := el.Attr("ref")
	rg, ok := parseRange(ref)
	if !ok {
		return r.p.Damage("a merged range %q", zipxml.Shown(ref))
	}
	if r.merged = append(r.merged, rg); len(r.merged) > r.b.lim.Merged {
		return r.p.Damage("more than %d merged ranges", r.b.lim.Merged)
	}
	return r.p.Skip()
}

// readRow takes a child of <sheetData>.
func (r *sheetReader) readRow(el *zipxml.Element) error {
	if el.NS == 0 {
		return foreign(r.p, el)
	}
	if string(el.Local) != "row" {
		return r.p.Stray(el)
	}
	row := r.row + 1
	if s, ok := el.Raw("r"); ok {
		n, ok := zipxml.ParseIndex(bytes.TrimSuffix(s, []byte(".0"))) // some writers number rows by floats
		if !ok || n < 1 {
			return r.p.Damage("a row is numbered %q", zipxml.Shown(string(s)))
		}
		if n <= r.row {
			return r.p.Damage("row %d comes after row %d", n, r.row)
		}
		row = n
	}
	if row > r.b.lim.Rows {
		return r.p.Damage("row %d is beyond the limit of %d", row, r.b.lim.Rows)
	}
	var err error
	r.row, r.col = row, 0
	if r.rowHidden, err = r.hiddenAttr(el); err != nil {
		return err
	}
	r.rowHidden = r.rowHidden || vanishes(el, "ht")
	for {
		for r.plain {
			if done, err := r.plainCell(); err != nil {
				return err
			} else if !done {
				break
			}
		}
		more, err := r.p.Child()
		if err != nil || !more {
			return err
		}
		if err := r.readCell(&r.p.El); err != nil {
			return err
		}
	}
}

// readCell takes a child of <row>.
func (r *sheetReader) readCell(el *zipxml.Element) error {
	if el.NS == 0 {
		return foreign(r.p, el)
	}
	if string(el.Local) == "extLst" {
		return r.p.Skip()
	}
	if string(el.Local) != "c" {
		return r.p.Stray(el)
	}
	c := &r.cell
	*c = Cell{Row: r.row}
	if err := r.place(c, el); err != nil {
		return err
	}
	if r.cells++; r.cells > r.b.lim.Cells {
		return r.p.Damage("the sheet has more than %d cells", r.b.lim.Cells)
	}
	r.inCell = true
	look, err := r.readStyle(el)
	if err != nil {
		return err
	}
	c.Format = look.format
	raw := &r.raw
	*raw = rawCell{value: raw.value[:0], formula: raw.formula[:0], inline: raw.inline[:0]}
	if t, ok := el.Raw("t"); ok {
		raw.kind = cellType(t)
	}
	if err := r.readContent(c, raw); err != nil {
		return err
	}
	if wrong := r.b.set(c, raw, look.font); wrong.Text != "" {
		return r.p.Damage(wrong.Text, wrong.Args...)
	}
	if c.Kind == Number && look.shown != nil {
		c.Scale, c.Literal = look.shown.of(c.Number)
	}
	if raw.hasValue || raw.hasText {
		r.p.Credit()
	}
	c.Hidden = r.rowHidden || c.Col < len(r.hidden) && r.hidden[c.Col]
	r.inCell = false
	if err := r.yield(c, raw); err != nil {
		r.stopped = true
		return err
	}
	return nil
}

// place finds the cell's column, from its reference or next to the cell before.
func (r *sheetReader) place(c *Cell, el *zipxml.Element) error {
	c.Col = r.col + 1
	if s, ok := el.Raw("r"); ok && len(s) > 0 { // an empty attribute says as little as none
		row, col, ok := ParseRef(s)
		switch {
		case !ok:
			return r.p.Damage("a cell of row %d has the reference %q", r.row, zipxml.Shown(string(s)))
		case row != r.row:
			return r.misplaced(row, col, "the cell stands in row %d", r.row)
		case col == r.col:
			return r.misplaced(row, col, "the cell is stored twice")
		case col < r.col:
			return r.misplaced(row, col, "the cell comes after cell %s", CellName(r.row, r.col))
		}
		c.Col = col
	}
	if c.Col > r.b.lim.Cols {
		return r.p.Damage("column %d of row %d is beyond the limit of %d", c.Col, r.row, r.b.lim.Cols)
	}
	r.col = c.Col
	return nil
}

func (r *sheetReader) misplaced(row, col int, format string, args ...any) error {
	d := zipxml.Damagef(r.p.Name, format, args...)
	d.Ref = CellName(row, col)
	return d
}

// readStyle finds the cell's style. Without a part of styles all is General.
func (r *sheetReader) readStyle(el *zipxml.Element) (style, error) {
	i := 0
	if s, ok := el.Raw("s"); ok && len(s) > 0 {
		if i, ok = zipxml.ParseIndex(s); !ok {
			return style{}, r.p.Damage("the cell has the style %q", zipxml.Shown(string(s)))
		}
	}
	switch {
	case i < len(r.b.styles):
		return r.b.styles[i], nil
	case i > 0 && r.b.styled:
		return style{}, r.p.Damage("the cell has style %d of %d", i, len(r.b.styles))
	}
	return style{}, nil
}

// readContent reads the children of <c>.
func (r *sheetReader) readContent(c *Cell, raw *rawCell) error {
	for {
		more, err := r.p.Child()
		if err != nil || !more {
			return err
		}
		el := &r.p.El
		switch {
		case el.NS == 0:
			err = foreign(r.p, el)
		case string(el.Local) == "v" && !raw.hasValue:
			raw.hasValue = true
			raw.value, err = r.p.Text(raw.value)
		case string(el.Local) == "f" && !c.HasFormula:
			c.HasFormula = true
			kind, _ := el.Attr("t")
			if raw.formula, err = r.p.Text(raw.formula); err == nil {
				c.Formula = formulaText(raw.formula, kind)
			}
		case string(el.Local) == "is" && !raw.hasText:
			raw.hasText = true
			raw.inline, err = richText(r.p, raw.inline, &raw.runs)
		case string(el.Local) == "extLst":
			err = r.p.Skip()
		default:
			err = r.p.Stray(el)
		}
		if err != nil {
			return err
		}
	}
}

// formulaText returns the formula, or what stands for one that is written at
// another cell. The kind is the attribute t.
func formulaText(raw []byte, kind string) string {
	if len(raw) > 0 && raw[0] == '=' {
		raw = raw[1:]
	}
	if len(raw) == 0 && (kind == "shared" || kind == "dataTable") {
		return kind
	}
	return cleanText(raw)
}

// vanishes reports a height or width that leaves nothing to see. What is no
// number says nothing.
func vanishes(el *zipxml.Element, name string) bool {
	s, ok := el.Raw(name)
	if !ok {
		return false
	}
	size, ok := zipxml.ParseNumber(s)
	return ok && size < vanishing
}

// vanishing is the height in points, and the width in characters, below which
// nothing is to be seen.
const vanishing = 0.8

func (r *sheetReader) hiddenAttr(el *zipxml.Element) (bool, error) {
	s, ok := el.Attr("hidden")
	if !ok {
		return false, nil
	}
	hidden, ok := zipxml.ParseBool(s)
	if !ok {
		return false, r.p.Damage("<%s> has hidden=%q", string(el.Local), zipxml.Shown(s))
	}
	return hidden, nil
}

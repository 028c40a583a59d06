package ods

import (
	"unicode/utf8"

	"veche/internal/xlsx"
	"veche/internal/zipxml"
)

// appendClean appends text without the control characters that may not reach a
// terminal.
func appendClean(dst, raw []byte) []byte {
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRune(raw[i:])
		switch {
		case r == '\r':
			dst = append(dst, '\n')
		case zipxml.IsControl(r):
		default:
			dst = append(dst, raw[i:i+size]...)
		}
		i += size
	}
	return dst
}

func cleanText(raw []byte) string { return string(appendClean(nil, raw)) }

// runs are the marks of a text, gathered from its pieces. White space has none.
type runs struct {
	seen      bool
	some, all xlsx.Marks
	marked    []byte
	open      bool // the last piece was marked: the next may go on with it
}

func (r *runs) add(piece []byte, m xlsx.Marks) {
	if zipxml.IsSpace(piece) {
		return
	}
	if !r.seen {
		r.seen, r.all = true, m
	}
	if m != 0 && (r.some == 0 || r.open) && len(r.marked)+len(piece) <= maxMarked {
		r.marked, r.open = append(r.marked, piece...), true
	}
	r.open = r.open && m != 0
	r.some, r.all = r.some|m, r.all&m
}

// maxMarked bounds the text that is kept of a marked run.
const maxMarked = 400

// mark sets the marks of a cell: those of its text, or of its font.
func (r *runs) mark(c *xlsx.Cell, font xlsx.Marks) {
	switch {
	case !r.seen:
		c.Marks, c.Whole = font, font
	case r.some != 0:
		c.Marks, c.Whole = r.some, r.all
		if c.Kind == xlsx.Text || c.Kind == xlsx.Error {
			c.Marked = string(r.marked)
		}
	}
}

// readParagraphs reads the children of a cell: its paragraphs, a line each, and
// an annotation.
func (r *sheetReader) readParagraphs(raw *rawCell) error {
	r.comment = xlsx.Comment{}
	font := r.b.looks[raw.look].font
	return r.p.Children(func(el *zipxml.Element) error { return r.block(el, raw, font) })
}

// block takes a child of a cell or of a list in it.
func (r *sheetReader) block(el *zipxml.Element, raw *rawCell, m xlsx.Marks) error {
	switch {
	case el.Is(text, "p"), el.Is(text, "h"):
		if raw.lines++; raw.lines > 1 {
			raw.text = append(raw.text, '\n')
		}
		t := paragraph{p: r.p, b: r.b, dst: raw.text, from: len(raw.text), runs: &raw.runs}
		err := t.read(r.b.styles.font("paragraph", styleName(el, text, "style-name"), m))
		raw.text = t.dst
		return err
	case el.Is(text, "list"), el.Is(text, "list-item"), el.Is(text, "list-header"), el.Is(text, "section"):
		return r.p.Children(func(el *zipxml.Element) error { return r.block(el, raw, m) })
	case el.Is(office, "annotation"):
		return r.readAnnotation()
	case el.NS == text, isRow(el), el.Is(table, "table"):
		return r.p.Stray(el)
	}
	return r.skip()
}

// paragraph gathers the text of one. Its white space is collapsed (OpenDocument
// 1.2, part 1, 6.1.2); a space at its end is kept, as LibreOffice writes and reads
// it.
type paragraph struct {
	p     *zipxml.Part
	b     *Book
	dst   []byte
	from  int  // where it begins in dst
	space bool // the last character is a collapsed space
	runs  *runs
}

// read takes what is inside of the paragraph or span just entered, whose text
// has marks m.
func (t *paragraph) read(m xlsx.Marks) error {
	for {
		token, err := t.p.Next()
		if err != nil {
			return err
		}
		switch token {
		case zipxml.EndTag:
			return nil
		case zipxml.CharData:
			start := len(t.dst)
			t.collapse(t.p.Data)
			t.runs.add(t.dst[start:], m)
		case zipxml.StartTag:
			if err := t.inline(&t.p.El, m); err != nil {
				return err
			}
		}
		if len(t.dst) > t.p.Lim.Text {
			return t.p.Damage("a text is longer than %d bytes", t.p.Lim.Text)
		}
	}
}

// inline takes an element within a paragraph. Fields and links are their text.
func (t *paragraph) inline(el *zipxml.Element, m xlsx.Marks) error {
	if el.NS != text {
		if isRow(el) {
			return t.p.Stray(el)
		}
		return t.p.Skip()
	}
	switch string(el.Local) {
	case "s":
		n := 1
		if v, ok := el.In(text, "c"); ok {
			if n, ok = zipxml.ParseIndex(v); !ok || n > t.p.Lim.Text {
				return t.p.Damage("<s> has c=%q", zipxml.Shown(string(v)))
			}
		}
		for range n {
			t.dst = append(t.dst, ' ')
		}
		t.space = false
		return t.p.Skip()
	case "tab":
		t.dst, t.space = append(t.dst, '\t'), false
		return t.p.Skip()
	case "line-break":
		t.dst, t.space = append(t.dst, '\n'), false
		return t.p.Skip()
	case "span":
		return t.read(t.b.styles.font("text", styleName(el, text, "style-name"), m))
	case "ruby-text", "note", "bookmark", "bookmark-start", "bookmark-end", "soft-page-break":
		return t.p.Skip() // reading aids, and what has no text here
	}
	return t.read(m)
}

// collapse appends character data.
func (t *paragraph) collapse(data []byte) {
	for i := 0; i < len(data); {
		if c := data[i]; c == ' ' || c == '\t' || c == '\n' || c == '\r' {
			if !t.space && len(t.dst) > t.from {
				t.dst, t.space = append(t.dst, ' '), true
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if !zipxml.IsControl(r) {
			t.dst, t.space = append(t.dst, data[i:i+size]...), false
		}
		i += size
	}
}

const commentCost = 64 // beyond its bytes

// readAnnotation reads office:annotation.
func (r *sheetReader) readAnnotation() error {
	var body rawCell
	var author []byte
	err := r.p.Children(func(el *zipxml.Element) error {
		if el.Is(dc, "creator") {
			var err error
			author, err = r.p.Text(author[:0])
			return err
		}
		if el.NS == text {
			return r.block(el, &body, 0)
		}
		return r.skip()
	})
	if err != nil {
		return err
	}
	r.comment = xlsx.Comment{Row: r.row, Col: r.col, Author: cleanText(author), Text: string(body.text)}
	return nil
}

// keepComment keeps the annotation of the cell at hand, if there is one, for its
// n columns and all its rows.
func (r *sheetReader) keepComment(n int) error {
	c := r.comment
	if c.Row == 0 {
		return nil
	}
	if c.Row+r.repeated-1 > r.b.lim.Rows || c.Col+n-1 > r.b.lim.Cols {
		return r.p.Damage("a comment stands beyond the sheet")
	}
	times := int64(n) * int64(r.repeated)
	if int64(len(r.s.comments))+times > int64(r.b.lim.Comments) {
		return r.p.Damage("more than %d comments", r.b.lim.Comments)
	}
	if r.bytes += int64(len(c.Text)) + times*commentCost; r.bytes > r.b.lim.Strings {
		return r.p.Damage("the comments take more than %d bytes", r.b.lim.Strings)
	}
	for row := range r.repeated {
		for col := range n {
			one := c
			one.Row, one.Col = c.Row+row, c.Col+col
			r.s.comments = append(r.s.comments, one)
		}
	}
	return nil
}

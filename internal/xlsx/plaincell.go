package xlsx

import (
	"bytes"

	"veche/internal/zipxml"
)

// Most cells of a large sheet are written in one of three ways:
//
//	<c r="B2" s="1"><v>12.5</v></c>
//	<c r="B2" t="s"><v>7</v></c>
//	<c r="B2" t="inlineStr"><is><t>Wind power</t></is></c>
//
// These are told by their bytes, a third of the time that a reading as XML takes. Whatever else it is, or what is wrong with it, is read as XML, from its beginning;
// tests read every sheet both ways.

const (
	longestTag   = 60   // of a cell
	longestPlain = 1000 // a value or a text
)

// plainCell reads the next cell where it is a plain one; false where it is not, or is no cell.
func (r *sheetReader) plainCell() (bool, error) {
	b := r.p.Ahead(3)
	tag, ok := plainTag(b)
	if !ok || tag.length >= r.p.Lim.Tag {
		return false, nil
	}
	row, col, ok := ParseRef(tag.ref)
	if !ok || row != r.row || col <= r.col || col > r.b.lim.Cols || r.cells+1 > r.b.lim.Cells {
		return false, nil
	}
	var look style
	if len(tag.style) > 0 {
		i, ok := zipxml.ParseIndex(tag.style)
		if !ok || i >= len(r.b.styles) {
			return false, nil
		}
		look = r.b.styles[i]
	} else if len(r.b.styles) > 0 {
		look = r.b.styles[0]
	}
	rest, value, inner := b[tag.length:], []byte(nil), 1
	before := len(rest)
	inline := string(tag.kind) == "inlineStr"
	if inline {
		inner = 2
		value, rest, ok = plainContent(rest, "<is><t>", "</t></is></c>")
	} else {
		value, rest, ok = plainContent(rest, "<v>", "</v></c>")
	}
	if !ok || len(value) > min(r.p.Lim.Run, r.p.Lim.Text) {
		return false, nil
	}
	c := &r.cell
	*c = Cell{Row: row, Col: col, Format: look.format, Cached: true}
	var runs *richMarks
	switch string(tag.kind) {
	case "inlineStr":
		if bytes.IndexByte(value, '_') >= 0 { // it may begin an escape
			return false, nil
		}
		c.Kind, c.Text = Text, string(value)
	case "s":
		i, ok := zipxml.ParseIndex(value)
		if !ok || i >= len(r.b.strings) {
			return false, nil
		}
		c.Kind, c.Text, runs = Text, r.b.strings[i], r.b.runs[i]
	default:
		if c.Kind = Number; len(value) == 0 {
			return false, nil
		}
		if c.Number, ok = zipxml.ParseNumber(value); !ok {
			return false, nil
		}
		if look.shown != nil {
			c.Scale, c.Literal = look.shown.of(c.Number)
		}
	}
	c.mark(look.font, runs)
	return true, r.pass(tag.length+before-len(rest), tag.attributes, inner)
}

// pass goes on behind a plain cell and hands it over. It counts what reading it as XML would count, in the same order.
func (r *sheetReader) pass(length, attributes, inner int) error {
	if err := r.p.Spend(attributes); err != nil {
		return err
	}
	r.col = r.cell.Col
	r.cells++
	r.inCell = true
	for range inner {
		if err := r.p.Spend(0); err != nil {
			return err
		}
	}
	r.p.Pass(length)
	r.p.Credit()
	c := &r.cell
	c.Hidden = r.rowHidden || c.Col < len(r.hidden) && r.hidden[c.Col]
	r.inCell = false
	if err := r.yield(c, nil); err != nil {
		r.stopped = true
		return err
	}
	return nil
}

// cellTag is the start tag of a plain cell.
type cellTag struct {
	ref, style, kind []byte
	attributes       int
	length           int // in bytes
}

// plainTag reads the start tag of a cell with the attributes r, s and t, each once at most and in this order, the type one of a plain cell.
func plainTag(b []byte) (t cellTag, ok bool) {
	const start = `<c r="`
	if len(b) < longestTag || string(b[:len(start)]) != start {
		return t, false
	}
	at := len(start)
	if t.ref, at, ok = quoted(b, at); !ok || len(t.ref) == 0 {
		return t, false
	}
	t.attributes = 1
	if string(b[at:at+4]) == ` s="` {
		if t.style, at, ok = quoted(b, at+4); !ok || len(t.style) == 0 {
			return t, false
		}
		t.attributes++
	}
	if string(b[at:at+4]) == ` t="` {
		if t.kind, at, ok = quoted(b, at+4); !ok {
			return t, false
		}
		if k := string(t.kind); k != "n" && k != "s" && k != "inlineStr" {
			return t, false
		}
		t.attributes++
	}
	t.length = at + 1
	return t, b[at] == '>'
}

// quoted is the value of an attribute of letters and digits, and where it ends, before the last few bytes of the longest tag.
func quoted(b []byte, from int) (value []byte, end int, ok bool) {
	for k := from; k < longestTag-10; k++ {
		switch c := b[k]; {
		case c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z':
		default:
			return b[from:k], k + 1, c == '"'
		}
	}
	return nil, from, false
}

// plainContent is the text between two marks, and what follows.
func plainContent(b []byte, before, after string) (text, rest []byte, ok bool) {
	if len(b) < len(before) || string(b[:len(before)]) != before {
		return nil, nil, false
	}
	b = b[len(before):]
	n := zipxml.PlainText(b[:min(len(b), longestPlain)])
	if len(b) < n+len(after) || string(b[n:n+len(after)]) != after {
		return nil, nil, false
	}
	return b[:n], b[n+len(after):], true
}

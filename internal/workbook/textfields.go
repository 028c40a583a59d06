package workbook

import (
	"strings"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// Cells calls each with every field that is not blank, in order. A row is the line on which its record begins, so that what is reported is where an editor
// shows it. Fields are as in RFC 4180: quoted ones may hold separators, line ends and doubled quotes. The error is [study.Issues] for text that is no table.
// The texts of cells are cut from parts of the file: who keeps a few of many clones them.
func (f *textFiles) Cells(sheet int, each func(xlsx.Cell) error) error {
	s := &f.sheets[sheet]
	if s.table != nil {
		return f.tableCells(s, each)
	}
	line, col, cells := 1, 1, 0
	row := line // of the record
	bad := func(code string, message, remedy language.Message) error {
		at := study.Place{File: f.name, Sheet: s.name, Cell: xlsx.CellName(min(row, maxTextRow), min(col, maxTextCol))}
		return study.Issues{{Severity: study.Error, Code: code, Place: at, Message: message, Remedy: remedy}}
	}
	p := s.parts()
	for p.begun() {
		t, wrong := takeField(p.text, byte(s.comma))
		for !p.whole && (t.open || len(t.rest) < 2) && len(p.text) <= longestField {
			if p.more(); p.err != nil {
				return p.err
			}
			t, wrong = takeField(p.text, byte(s.comma))
		}
		long := len(t.field) > maxTextField
		if !p.whole && t.open {
			long = p.closes()
		}
		if long || row > maxTextRow || col > maxTextCol || cells > maxTextCells {
			return bad("E-TEXT-LIMIT", language.M("The file is larger than what is read: %d rows, %d columns, %d cells, %d bytes in a cell.", maxTextRow, maxTextCol, maxTextCells, maxTextField),
				language.M("Check that it is a table of the study, and what separates its fields."))
		}
		switch wrong {
		case unclosed:
			return bad("E-TEXT-QUOTE", language.M("The quotation mark that opens this field on line %d is never closed.", line), language.M("Close it, or remove it; inside a quoted field a quotation mark is doubled."))
		case followed:
			return bad("E-TEXT-QUOTE", language.M("Text follows the closing quotation mark of this field."), language.M("Put the whole field between quotation marks and double those inside it, or use none."))
		}
		line += t.lines
		if strings.TrimSpace(t.field) != "" {
			cells++
			if err := each(xlsx.Cell{Row: row, Col: col, Kind: xlsx.Text, Text: t.field, Cached: true}); err != nil {
				return err
			}
		}
		p.text = t.rest
		switch {
		case p.text == "":
		case rune(p.text[0]) == s.comma:
			p.text = p.text[1:]
			col++
		default:
			if strings.HasPrefix(p.text, "\r\n") {
				p.text = p.text[1:]
			}
			p.text = p.text[1:]
			line, col = line+1, 1
			row = line
		}
	}
	return p.err
}

// longestField is more than the bytes of a field that is not too long, each of them a doubled quotation mark.
const longestField = 2*maxTextField + 1<<16

// taken is a field and what stands behind it, which begins with a separator or the end of a line.
type taken struct {
	field, rest string
	lines       int  // line ends in the field
	open        bool // a quotation mark opens and is not closed in this text: where more follows, it may be another field
}

// fieldFault is what is wrong with a field, 0 for nothing.
type fieldFault uint8

const (
	unclosed fieldFault = iota + 1
	followed            // text follows the closing quotation mark
)

// takeField takes the first field off a text that is not empty. Where fewer than two bytes stand behind it, what follows the text may make it another.
func takeField(text string, comma byte) (t taken, wrong fieldFault) {
	if text[0] == ' ' || text[0] == "\u00a0"[0] {
		if spaced := strings.TrimLeft(text, " \u00a0"); strings.HasPrefix(spaced, `"`) {
			whole, closed := quotedWhole(spaced, comma)
			if t.open = !closed; whole {
				text = spaced // T1, "Heat, pumps": the space before the quotation mark is none of the field's
			}
		}
	}
	if text[0] != '"' {
		t.field, t.rest = cutField(text, comma)
		return t, 0
	}
	var b strings.Builder
	rest, plain := text[1:], true
	for {
		k := strings.IndexByte(rest, '"')
		if k < 0 {
			return taken{open: true}, unclosed
		}
		t.lines += lineEnds(rest[:k])
		closed := !strings.HasPrefix(rest[k+1:], `"`)
		if closed && plain {
			t.field = rest[:k]
		} else {
			plain = false
			b.WriteString(rest[:k])
		}
		if rest = rest[k+1:]; closed {
			break
		}
		b.WriteByte('"')
		rest = rest[1:]
	}
	if !plain {
		t.field = b.String()
	}
	if trimmed := strings.TrimLeft(rest, " \u00a0"); trimmed == "" || endsField(trimmed[0], comma) {
		rest = trimmed
	}
	if t.rest = rest; rest != "" && !endsField(rest[0], comma) {
		return t, followed
	}
	return t, 0
}

func endsField(c, comma byte) bool { return c == comma || c == '\n' || c == '\r' }

// cutField is a field without quotation marks, and the rest.
func cutField(text string, comma byte) (field, rest string) {
	for k := range len(text) {
		if endsField(text[k], comma) {
			return text[:k], text[k:]
		}
	}
	return text, ""
}

// quotedWhole reports whether a quoted field is closed, and whether that is before the separator or the end of its line.
func quotedWhole(text string, comma byte) (whole, closed bool) {
	rest := text[1:]
	for {
		k := strings.IndexByte(rest, '"')
		if k < 0 {
			return false, false
		}
		if rest = rest[k+1:]; !strings.HasPrefix(rest, `"`) {
			rest = strings.TrimLeft(rest, " \u00a0")
			return rest == "" || endsField(rest[0], comma), true
		}
		rest = rest[1:]
	}
}

// lineEnds counts the line ends in the text of a quoted field.
func lineEnds(text string) int {
	return strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
}

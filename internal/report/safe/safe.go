// Package safe makes texts from a study fit to be shown: what people typed, or pasted, into names must neither turn the lines of a terminal around nor become
// markup of the document it stands in. What is kept in the study stays as it is.
package safe

import (
	"fmt"
	"io"
	"math/bits"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mark reports a character that nobody sees and that changes how others are shown: direction controls, zero-width spaces, the byte order mark, and controls other
// than the end of a line and the tab.
func Mark(r rune) bool {
	switch {
	case r >= ' ' && r < 0x7f, r == '\n', r == '\t', r == '\r', r == '\x1b': // of a terminal's own colours; cells lose theirs when they are read
		return false
	case r == '\ufeff', r == '\u200b', r == '\u2060', r == '\u2028', r == '\u2029':
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}

// mayBegin are the bytes with which a mark may begin; in UTF-8 none of them stands within a character. Documents of a hundred megabytes are looked through.
var mayBegin = func() (begin [256]bool) {
	for b := range 0x80 {
		begin[b] = Mark(rune(b))
	}
	for _, b := range []byte{0xc2, 0xd8, 0xe2, 0xef} { // controls, the Arabic letter mark, what is between U+2000 and U+2FFF, the byte order mark
		begin[b] = true
	}
	return begin
}()

// first is where the first mark stands, −1 for nowhere.
func first[T string | []byte](text T) int {
	for k := 0; k < len(text); k++ {
		for k+8 <= len(text) {
			odd := odd(uint64(text[k]) | uint64(text[k+1])<<8 | uint64(text[k+2])<<16 | uint64(text[k+3])<<24 | uint64(text[k+4])<<32 | uint64(text[k+5])<<40 | uint64(text[k+6])<<48 | uint64(text[k+7])<<56)
			if odd != 0 {
				k += bits.TrailingZeros64(odd) / 8
				break
			}
			k += 8
		}
		if k == len(text) {
			return -1
		}
		if !mayBegin[text[k]] {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(string(text[k:min(len(text), k+utf8.UTFMax)])); Mark(r) {
			return k
		}
	}
	return -1
}

// odd is 0 for eight bytes of printable ASCII; else its lowest bit is in the lowest byte that is none. The bits above may be wrong: a borrow passes on from there.
func odd(x uint64) uint64 {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	del := x ^ 0x7f*ones
	return (x | (x - ' '*ones) | (del - ones)) & high
}

// Text is a text without marks.
func Text(s string) string {
	if first(s) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if Mark(r) {
			return -1
		}
		return r
	}, s)
}

// JSON is a JSON document with its marks written as escapes: nothing is lost, and nothing turns the terminal around.
func JSON(document []byte) []byte {
	if first(document) < 0 {
		return document
	}
	var b []byte
	for len(document) > 0 {
		r, size := utf8.DecodeRune(document)
		if Mark(r) {
			b = fmt.Appendf(b, `\u%04x`, r) // all marks are below U+10000
		} else {
			b = append(b, document[:size]...)
		}
		document = document[size:]
	}
	return b
}

var markdown = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "[", "&#91;", "]", "&#93;", "|", `\|`, "~", `\~`, "<", "&lt;", ">", "&gt;", "\n", " ", "\r", " ")

// entity is what would be read as one character, as &copy;.
var entity = regexp.MustCompile(`&(#?[0-9A-Za-z]+;)`)

// Markdown is a text as it reads in Markdown, in a cell of a table or elsewhere in a line: no tag, no link, no emphasis, no end of the cell.
func Markdown(s string) string { return markdown.Replace(entity.ReplaceAllString(Text(s), "&amp;$1")) }

// JSONWriter is [JSON] of a document that comes in parts, each of whole characters.
type JSONWriter struct{ to io.Writer }

// NewJSONWriter is a writer to w.
func NewJSONWriter(w io.Writer) JSONWriter { return JSONWriter{w} }

// Write writes a part with its marks as escapes.
func (w JSONWriter) Write(p []byte) (int, error) {
	to := w.to
	if x, ok := to.(*Writer); ok && len(x.tail) == 0 { // what is written now has no marks
		to = x.to
	}
	if _, err := to.Write(JSON(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Writer writes what people read, without marks, wherever they came from.
type Writer struct {
	to   io.Writer
	tail []byte // the beginning of a character whose end is yet to come
}

// NewWriter is a writer to w.
func NewWriter(w io.Writer) *Writer { return &Writer{to: w} }

// Write writes all but the marks. A character may be divided between two calls; bytes that are no character pass.
func (w *Writer) Write(p []byte) (int, error) {
	data := p
	if len(w.tail) > 0 {
		data = append(w.tail, p...)
	}
	keep := len(data)
	for back := 1; back < utf8.UTFMax && back <= len(data); back++ {
		if at := len(data) - back; utf8.RuneStart(data[at]) {
			if !utf8.FullRune(data[at:]) {
				keep = at
			}
			break
		}
	}
	rest := append([]byte(nil), data[keep:]...)
	out := data[:keep]
	if first(out) < 0 {
		keep = 0
	} else {
		out = make([]byte, 0, keep)
	}
	for left := data[:keep]; len(left) > 0; {
		r, size := utf8.DecodeRune(left)
		if !Mark(r) {
			out = append(out, left[:size]...)
		}
		left = left[size:]
	}
	w.tail = rest
	if _, err := w.to.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// ByteOrderMark begins a file with the mark by which a spreadsheet knows UTF-8; a [Writer] takes it from nobody else.
func ByteOrderMark(w io.Writer) error {
	if s, ok := w.(*Writer); ok {
		w = s.to
	}
	_, err := io.WriteString(w, "\ufeff")
	return err
}

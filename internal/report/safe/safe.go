// Package safe makes texts from a study fit to be shown: what people typed, or pasted, into names must neither turn the lines of a terminal around nor become
// markup of the document it stands in. What is kept in the study stays as it is.
package safe

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mark reports a character that nobody sees and that changes how others are shown: direction controls, zero-width spaces, the byte order mark, and controls other
// than the end of a line and the tab.
func Mark(r rune) bool {
	switch {
	case r == '\n', r == '\t', r == '\r', r == '\x1b': // of a terminal's own colours; cells lose theirs when they are read
		return false
	case r == '\ufeff', r == '\u200b', r == '\u2060', r == '\u2028', r == '\u2029':
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}

// Text is a text without marks.
func Text(s string) string {
	if strings.IndexFunc(s, Mark) < 0 {
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

var markdown = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "[", "&#91;", "]", "&#93;", "|", `\|`, "~", `\~`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "\n", " ", "\r", " ")

// Markdown is a text as it reads in Markdown, in a cell of a table or elsewhere in a line: no tag, no link, no emphasis, no end of the cell.
func Markdown(s string) string { return markdown.Replace(Text(s)) }

// Writer writes what people read, without marks, wherever they came from.
type Writer struct {
	to   io.Writer
	tail []byte // the beginning of a character whose end is yet to come
}

// NewWriter is a writer to w.
func NewWriter(w io.Writer) *Writer { return &Writer{to: w} }

// Write writes all but the marks. A character may be divided between two calls; bytes that are no character pass.
func (w *Writer) Write(p []byte) (int, error) {
	data := append(w.tail, p...)
	keep := len(data)
	for back := 1; back < utf8.UTFMax && back <= len(data); back++ {
		if at := len(data) - back; utf8.RuneStart(data[at]) {
			if !utf8.FullRune(data[at:]) {
				keep = at
			}
			break
		}
	}
	out := make([]byte, 0, keep)
	for rest := data[:keep]; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if !Mark(r) {
			out = append(out, rest[:size]...)
		}
		rest = rest[size:]
	}
	w.tail = append([]byte(nil), data[keep:]...)
	if _, err := w.to.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

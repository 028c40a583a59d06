package text

import (
	"bufio"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/safe"
)

// streamed writes what [aligned] lays out, row by row and holding none. False, before anything is written, where a cell has lines, tabs or colours of its own, or
// where rows are left out: those few tables are laid out whole.
func streamed(b *bufio.Writer, t *report.Table, l language.Language, plain bool) bool {
	if t.Long > 0 || len(t.Columns) == 0 {
		return false
	}
	widths := make([]int, len(t.Columns))
	names := heads(t)
	for k, head := range names {
		if !lineless(head) {
			return false
		}
		widths[k] = width(head)
	}
	rows := 0
	for row := range t.All() {
		if len(row) != len(widths) {
			return false
		}
		for k := range row {
			text := safe.Text(row[k].Shown(l))
			if !lineless(text) {
				return false
			}
			widths[k] = max(widths[k], width(text))
		}
		rows++
	}
	if rows == 0 {
		return false
	}
	put := func(text string, k int, blanks int) (left int) { // blanks are those that a line does not end with
		pad := widths[k] - width(text)
		if t.Columns[k].Number {
			blanks += pad
			pad = 0
		}
		if inner := strings.TrimRight(text, " "); inner != "" {
			for range blanks {
				b.WriteByte(' ')
			}
			b.WriteString(inner)
			blanks = len(text) - len(inner)
		} else {
			blanks += len(text)
		}
		return blanks + pad + 2
	}
	blanks := 0
	for k, head := range names {
		blanks = put(head, k, blanks)
	}
	b.WriteByte('\n')
	if !plain {
		for _, w := range widths {
			b.WriteString(strings.Repeat("─", w+2))
		}
		b.WriteByte('\n')
	}
	for row := range t.All() {
		blanks := 0
		for k := range row {
			blanks = put(safe.Text(row[k].Shown(l)), k, blanks)
		}
		b.WriteByte('\n')
	}
	return true
}

// lineless reports a text of one line without colours.
func lineless(text string) bool {
	for k := range len(text) {
		if text[k] < ' ' || text[k] == 0x7f {
			return false
		}
	}
	return true
}

// width is a text's width on a terminal.
func width(text string) int {
	for k := range len(text) {
		if text[k] >= 0x80 {
			return ansi.StringWidth(text)
		}
	}
	return len(text)
}

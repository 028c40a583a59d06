// Package text renders what package report says for a terminal, as CSV and as Markdown.
package text

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	lgtable "charm.land/lipgloss/v2/table"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/safe"
)

// Write writes a table: "csv" full numbers without title or sentences, "md" the table alone, anything else all of it in columns, without rules where plain.
func Write(w io.Writer, t *report.Table, format string, l language.Language, plain bool) error {
	switch format {
	case "csv":
		return csvOf(w, t, l)
	case "md":
		return markdown(w, t, l)
	}
	b := bufio.NewWriterSize(w, 1<<16)
	if t.Title != "" {
		fmt.Fprintln(b, t.Title)
	}
	if t.Note != "" {
		fmt.Fprintln(b, t.Note)
	}
	if t.Title != "" || t.Note != "" {
		fmt.Fprintln(b)
	}
	if !streamed(b, t, l, plain) {
		b.WriteString(aligned(t, l, plain))
	}
	for k, line := range t.After {
		if k == 0 {
			fmt.Fprintln(b)
		}
		fmt.Fprintln(b, line)
	}
	return b.Flush()
}

func heads(t *report.Table) []string {
	all := make([]string, len(t.Columns))
	for k, c := range t.Columns {
		all[k] = c.Head
	}
	return all
}

// aligned lays the table out by display width, so that Cyrillic and wide letters keep their columns.
func aligned(t *report.Table, l language.Language, plain bool) string {
	grid := lgtable.New().Headers(heads(t)...).Border(lipgloss.NormalBorder()).
		BorderTop(false).BorderBottom(false).BorderLeft(false).BorderRight(false).BorderColumn(false).BorderHeader(!plain).
		StyleFunc(func(_, column int) lipgloss.Style {
			style := lipgloss.NewStyle().PaddingRight(2)
			if t.Columns[column].Number {
				style = style.Align(lipgloss.Right)
			}
			return style
		})
	count := 0
	for row := range t.All() {
		if count++; t.Long > 0 && count > t.Long {
			continue
		}
		cells := make([]string, len(row))
		for k, c := range row {
			cells[k] = safe.Text(c.Shown(l)) // before widths are measured
		}
		grid.Row(cells...)
	}
	var b strings.Builder
	for line := range strings.Lines(grid.String()) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	if t.Long > 0 && count > t.Long {
		fmt.Fprintf(&b, "… %d\n", count-t.Long)
	}
	return b.String()
}

// csvOf writes full numbers, with a decimal point in every language, for whatever reads them; text that a spreadsheet would take for a formula gets an apostrophe
// in front. In Russian the file has a byte order mark, without which Excel takes UTF-8 for cp1251, and semicolons: the list separator of a Russian Windows, by
// which Excel parts columns and without which it puts a whole line into one. Our own reader takes both, and the point in such a file.
func csvOf(w io.Writer, t *report.Table, l language.Language) error {
	out := csv.NewWriter(w)
	if l == language.Russian {
		if err := safe.ByteOrderMark(w); err != nil {
			return err
		}
		out.Comma = ';'
	}
	if err := out.Write(heads(t)); err != nil {
		return err
	}
	var record []string
	for row := range t.All() {
		record = slices.Grow(record[:0], len(row))[:len(row)]
		for k, c := range row {
			record[k] = safe.Text(c.Data())
			if text := record[k]; !c.Number && !c.Sign && text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
				record[k] = "'" + text
			}
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func markdown(w io.Writer, t *report.Table, l language.Language) error {
	b := bufio.NewWriterSize(w, 1<<16)
	line := func(cells []string) { fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | ")) }
	top := heads(t)
	for k := range top {
		top[k] = safe.Markdown(top[k])
	}
	line(top)
	rule := make([]string, len(t.Columns))
	for k, c := range t.Columns {
		rule[k] = "---"
		if c.Number {
			rule[k] = "---:"
		}
	}
	line(rule)
	for row := range t.All() {
		cells := make([]string, len(row))
		for k, c := range row {
			cells[k] = safe.Markdown(c.Shown(l))
		}
		line(cells)
	}
	return b.Flush()
}

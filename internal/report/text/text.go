// Package text renders what package report says for a terminal, as CSV and as Markdown.
package text

import (
	"encoding/csv"
	"fmt"
	"io"
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
		return csvOf(w, t)
	case "md":
		return markdown(w, t, l)
	}
	var b strings.Builder
	if t.Title != "" {
		fmt.Fprintln(&b, t.Title)
	}
	if t.Note != "" {
		fmt.Fprintln(&b, t.Note)
	}
	if b.Len() > 0 {
		fmt.Fprintln(&b)
	}
	b.WriteString(aligned(t, l, plain))
	for k, line := range t.After {
		if k == 0 {
			fmt.Fprintln(&b)
		}
		fmt.Fprintln(&b, line)
	}
	_, err := io.WriteString(w, b.String())
	return err
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
	rows := t.Rows
	if t.Long > 0 && t.Long < len(rows) {
		rows = rows[:t.Long]
	}
	for _, row := range rows {
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
	if left := len(t.Rows) - len(rows); left > 0 {
		fmt.Fprintf(&b, "… %d\n", left)
	}
	return b.String()
}

// csv writes full numbers; text that a spreadsheet would take for a formula gets an apostrophe in front.
func csvOf(w io.Writer, t *report.Table) error {
	out := csv.NewWriter(w)
	records := [][]string{heads(t)}
	for _, row := range t.Rows {
		record := make([]string, len(row))
		for k, c := range row {
			record[k] = safe.Text(c.Data())
			if text := record[k]; !c.Number && !c.Sign && text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
				record[k] = "'" + text
			}
		}
		records = append(records, record)
	}
	return out.WriteAll(records)
}

func markdown(w io.Writer, t *report.Table, l language.Language) error {
	var b strings.Builder
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
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
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for k, c := range row {
			cells[k] = safe.Markdown(c.Shown(l))
		}
		line(cells)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
	lgtable "charm.land/lipgloss/v2/table"

	"veche/internal/language"
)

type align bool

const (
	left  align = false
	right align = true
)

// table is a result to print in any format but JSON.
type table struct {
	title, note string
	header      []string
	align       []align
	rows        [][]cell
	after       []string // lines below
	long        int      // rows to print for reading, when not all; 0: all
}

// cell is a text, or a number with its decimals for reading and its full value for data.
type cell struct {
	shown string
	data  string
	isNum bool
}

func text(s string) cell { return cell{shown: s, data: s} }

func number(x float64, decimals int) cell {
	return cell{shown: shown(x, decimals), data: strconv.FormatFloat(x, 'g', -1, 64), isNum: true}
}

func (t *table) column(name string, a align) {
	t.header = append(t.header, name)
	t.align = append(t.align, a)
}

func (t *table) translate(lang string) {
	l, _ := language.Named(lang)
	for k, h := range t.header {
		t.header[k] = language.Say(l, h)
	}
}

func (t *table) print(w io.Writer, format string, plain bool) error {
	switch format {
	case "csv":
		return t.csv(w)
	case "md":
		return t.markdown(w)
	}
	var b strings.Builder
	if t.title != "" {
		fmt.Fprintln(&b, t.title)
	}
	if t.note != "" {
		fmt.Fprintln(&b, t.note)
	}
	if b.Len() > 0 {
		fmt.Fprintln(&b)
	}
	b.WriteString(t.aligned(plain))
	for k, line := range t.after {
		if k == 0 {
			fmt.Fprintln(&b)
		}
		fmt.Fprintln(&b, line)
	}
	_, err := io.WriteString(w, b.String())
	return fileErrorOf(err)
}

// aligned lays the table out by display width, so that Cyrillic and wide letters keep their columns.
func (t *table) aligned(plain bool) string {
	grid := lgtable.New().Headers(t.header...).Border(lipgloss.NormalBorder()).
		BorderTop(false).BorderBottom(false).BorderLeft(false).BorderRight(false).BorderColumn(false).BorderHeader(!plain).
		StyleFunc(func(_, column int) lipgloss.Style {
			style := lipgloss.NewStyle().PaddingRight(2)
			if t.align[column] == right {
				style = style.Align(lipgloss.Right)
			}
			return style
		})
	rows := t.rows
	if t.long > 0 && t.long < len(rows) {
		rows = rows[:t.long]
	}
	for _, row := range rows {
		cells := make([]string, len(row))
		for k, c := range row {
			cells[k] = c.shown
		}
		grid.Row(cells...)
	}
	var b strings.Builder
	for line := range strings.Lines(grid.String()) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	if left := len(t.rows) - len(rows); left > 0 {
		fmt.Fprintf(&b, "… %d\n", left)
	}
	return b.String()
}

// csv writes full numbers; text that a spreadsheet would take for a formula gets an apostrophe in front.
func (t *table) csv(w io.Writer) error {
	out := csv.NewWriter(w)
	records := [][]string{t.header}
	for _, row := range t.rows {
		record := make([]string, len(row))
		for k, c := range row {
			record[k] = c.data
			if !c.isNum && c.data != "" && strings.ContainsRune("=+-@\t\r", rune(c.data[0])) {
				record[k] = "'" + c.data
			}
		}
		records = append(records, record)
	}
	return fileErrorOf(out.WriteAll(records))
}

func (t *table) markdown(w io.Writer) error {
	var b strings.Builder
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	line(t.header)
	rule := make([]string, len(t.header))
	for k, a := range t.align {
		rule[k] = "---"
		if a == right {
			rule[k] = "---:"
		}
	}
	line(rule)
	for _, row := range t.rows {
		cells := make([]string, len(row))
		for k, c := range row {
			cells[k] = strings.NewReplacer("|", `\|`, "\n", " ").Replace(c.shown)
		}
		line(cells)
	}
	_, err := io.WriteString(w, b.String())
	return fileErrorOf(err)
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return fileErrorOf(e.Encode(v))
}

func fileErrorOf(err error) error {
	if err == nil {
		return nil
	}
	return fileError{err}
}

package main

import (
	"fmt"
	"io"
	"math"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/report"
)

// printTrace prints the intermediate tables: below each other for reading, as one long table of numbers for CSV.
func printTrace(w io.Writer, trace *mcda.Trace, format string, l language.Language, plain bool) error {
	if format == "csv" {
		return printTable(w, longTrace(trace), format, l, plain)
	}
	for k, t := range trace.Tables {
		title := fmt.Sprintf("%d. %s", k+1, t.Name)
		if t.Symbol != "" {
			title += "  " + t.Symbol
		}
		if format == "md" {
			title = "### " + title
		}
		if _, err := fmt.Fprintf(w, "\n%s\n", title); err != nil {
			return fileError{err}
		}
		grid := &report.Table{Note: t.Note}
		grid.Add("", false)
		for _, name := range t.Column {
			grid.Add(name, true)
		}
		for r, id := range t.Rows {
			row := []report.Cell{report.Text(id)}
			for c := range t.Column {
				row = append(row, figure(t.Values[r*len(t.Column)+c]))
			}
			grid.Rows = append(grid.Rows, row)
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return fileError{err}
		}
		if err := printTable(w, grid, format, l, plain); err != nil {
			return err
		}
	}
	return nil
}

// figure is a number of any size to six digits; nothing for NaN.
func figure(x float64) report.Cell {
	if math.IsNaN(x) {
		return report.Text("")
	}
	return report.Styled(x, report.Figure6)
}

func longTrace(trace *mcda.Trace) *report.Table {
	t := &report.Table{}
	for _, name := range []string{"Table", "Symbol", "Row", "Column"} {
		t.Add(name, false)
	}
	t.Add("Value", true)
	for _, table := range trace.Tables {
		for r, id := range table.Rows {
			for c, name := range table.Column {
				t.Rows = append(t.Rows, []report.Cell{report.Text(table.Name), report.Text(table.Symbol), report.Text(id), report.Text(name), figure(table.Values[r*len(table.Column)+c])})
			}
		}
	}
	return t
}

package main

import (
	"fmt"
	"io"
	"math"

	"veche/internal/mcda"
)

// printTrace prints the intermediate tables: below each other for reading, as one long table of numbers for CSV.
func printTrace(w io.Writer, trace *mcda.Trace, format string, plain bool) error {
	if format == "csv" {
		return longTrace(trace).print(w, format, plain)
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
		grid := &table{note: t.Note}
		grid.column("", left)
		for _, name := range t.Column {
			grid.column(name, right)
		}
		for r, id := range t.Rows {
			row := []cell{text(id)}
			for c := range t.Column {
				row = append(row, figure(t.Values[r*len(t.Column)+c]))
			}
			grid.rows = append(grid.rows, row)
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return fileError{err}
		}
		if err := grid.print(w, format, plain); err != nil {
			return err
		}
	}
	return nil
}

// figure is a number of any size to six digits; nothing for NaN.
func figure(x float64) cell {
	if math.IsNaN(x) {
		return text("")
	}
	c := number(x, 6)
	c.shown = fmt.Sprintf("%.6g", x)
	return c
}

func longTrace(trace *mcda.Trace) *table {
	t := &table{}
	for _, name := range []string{"Table", "Symbol", "Row", "Column"} {
		t.column(name, left)
	}
	t.column("Value", right)
	for _, table := range trace.Tables {
		for r, id := range table.Rows {
			for c, name := range table.Column {
				t.rows = append(t.rows, []cell{text(table.Name), text(table.Symbol), text(id), text(name), figure(table.Values[r*len(table.Column)+c])})
			}
		}
	}
	return t
}

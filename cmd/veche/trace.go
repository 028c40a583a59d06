package main

import (
	"fmt"
	"io"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/report"
)

// printTrace prints the intermediate tables: below each other for reading, as one long table of numbers for CSV.
func printTrace(w io.Writer, trace *mcda.Trace, format string, l language.Language, plain bool) error {
	if format == "csv" {
		return printTable(w, report.LongTrace(trace), format, l, plain)
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
		if _, err := fmt.Fprintln(w); err != nil {
			return fileError{err}
		}
		if err := printTable(w, report.Trace(&t), format, l, plain); err != nil {
			return err
		}
	}
	return nil
}

package main

import (
	"io"

	"veche/internal/report"
	"veche/internal/study/selection"
)

// printSelection prints the set and what stands beside it. As CSV it is one row a technology.
func printSelection(w io.Writer, c *selection.Selection, f studyFlags) error {
	l := f.language(c.Study)
	t := report.Selection(c, l)
	if f.format != "csv" {
		t.After = report.SelectionLines(c, l)
	}
	return printTable(w, t, f.format, l, f.plain)
}

package text

import (
	"fmt"
	"io"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/report"
	"veche/internal/report/safe"
)

// Tables writes tables one below the other, what stands above each in Markdown too; those that are nil are left out, and of one without columns its note is all.
func Tables(w io.Writer, tables []*report.Table, format string, l language.Language, plain bool) error {
	first := true
	for _, t := range tables {
		if t == nil {
			continue
		}
		if !first {
			if _, err := fmt.Fprintln(w); err != nil {
				return err
			}
		}
		first = false
		if format == "md" && t.Note != "" {
			if _, err := fmt.Fprintf(w, "%s\n\n", safe.Markdown(t.Note)); err != nil {
				return err
			}
		}
		if len(t.Columns) == 0 {
			if format == "table" {
				if _, err := fmt.Fprintln(w, t.Note); err != nil {
					return err
				}
			}
			continue
		}
		if err := Write(w, t, format, l, plain); err != nil {
			return err
		}
	}
	return nil
}

// Trace writes a method's intermediate tables: below each other for reading, as one long table of numbers for CSV.
func Trace(w io.Writer, trace *mcda.Trace, format string, l language.Language, plain bool) error {
	if format == "csv" {
		return Write(w, report.LongTrace(trace), format, l, plain)
	}
	for k, t := range trace.Tables {
		title := fmt.Sprintf("%d. %s", k+1, language.Say(l, t.Name))
		if t.Symbol != "" {
			title += "  " + language.Say(l, t.Symbol)
		}
		if format == "md" {
			title = "### " + title
		}
		if _, err := fmt.Fprintf(w, "\n%s\n\n", title); err != nil {
			return err
		}
		if err := Write(w, report.Trace(&t, l), format, l, plain); err != nil {
			return err
		}
	}
	return nil
}

// Wrapped breaks a text into lines at words.
func Wrapped(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

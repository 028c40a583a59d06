package main

import (
	"io"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/text"
)

// printTable writes a table in one of the formats but JSON.
func printTable(w io.Writer, t *report.Table, format string, l language.Language, plain bool) error {
	return fileErrorOf(text.Write(w, t, format, l, plain))
}

// printTables writes tables one below the other.
func printTables(w io.Writer, tables []*report.Table, f studyFlags, l language.Language) error {
	return fileErrorOf(text.Tables(w, tables, f.format, l, f.plain))
}

func printJSON(w io.Writer, v any) error {
	return fileErrorOf(contract.Write(w, v))
}

func fileErrorOf(err error) error {
	if err == nil {
		return nil
	}
	return fileError{err}
}

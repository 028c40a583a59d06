package main

import (
	"encoding/json"
	"io"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/text"
)

// printTable writes a table in one of the formats but JSON.
func printTable(w io.Writer, t *report.Table, format string, l language.Language, plain bool) error {
	return fileErrorOf(text.Write(w, t, format, l, plain))
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

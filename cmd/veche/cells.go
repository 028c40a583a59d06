package main

import (
	"veche/internal/language"
	"veche/internal/workbook"
	"veche/internal/xlsx"
)

// errUnread says that a file could not be read, which was printed as the command's result.
var errUnread = fileError{language.Errorf("a file could not be read")}

type cellsJSON struct {
	File   string       `json:"file"`
	Sheets []xlsx.Count `json:"sheets,omitempty"`
	Error  string       `json:"error,omitempty"`
}

// countCells prints how many cells each sheet of each file holds, counted as openpyxl counts them, to compare the readers. See xlsx.Book.Counts.
func countCells(env *environment, paths []string) error {
	out := make([]cellsJSON, len(paths))
	var unread error
	for i, path := range paths {
		out[i].File = path
		var err error
		out[i].Sheets, err = workbook.CountCells(path)
		if err != nil {
			out[i].Error = fileMessage(err).String()
			unread = errUnread
		}
	}
	if err := printJSON(env.stdout, map[string]any{"files": out}); err != nil {
		return err
	}
	return unread
}

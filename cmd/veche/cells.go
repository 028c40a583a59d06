package main

import (
	"errors"

	"veche/internal/report/contract"
	"veche/internal/xlsx"
)

// errUnread says that a file could not be read, which was printed as the command's result.
var errUnread = fileError{errors.New("a file could not be read")}

// countCells prints how many cells each sheet of each file holds, counted as openpyxl counts them, to compare the two readers. See xlsx.Book.Counts.
func countCells(env *environment, paths []string) error {
	out := make([]contract.Cells, len(paths))
	var unread error
	for i, path := range paths {
		out[i].File = path
		b, err := xlsx.OpenFile(path, xlsx.Limits{})
		if err == nil {
			out[i].Sheets, err = b.Counts()
		}
		if err != nil {
			out[i].Error = fileMessage(err)
			unread = errUnread
		}
	}
	if err := printJSON(env.stdout, map[string]any{"files": out}); err != nil {
		return err
	}
	return unread
}

package workbook

import (
	"errors"
	"os"

	"veche/internal/ods"
	"veche/internal/xlsx"
)

// openWorkbook opens a workbook of either kind, by what it is and not by its name. Errors are those of xlsx.Open.
func openWorkbook(data []byte) (source, error) {
	book, err := xlsx.Open(data, xlsx.DefaultLimits())
	if err == nil {
		return book, nil
	}
	if !isODS(err) {
		return nil, err // not a nil *xlsx.Book in a source
	}
	sheets, err := ods.Open(data, xlsx.DefaultLimits())
	if err != nil {
		return nil, err
	}
	return sheets, nil
}

// isODS reports that xlsx.Open took a file for an OpenDocument spreadsheet.
func isODS(err error) bool {
	var format *xlsx.FormatError
	return errors.As(err, &format) && format.What == "ods"
}

// CountCells counts the cells of every sheet of a workbook file, of either kind; see [xlsx.Book.Counts].
func CountCells(path string) ([]xlsx.Count, error) {
	book, err := xlsx.OpenFile(path, xlsx.Limits{})
	if err == nil {
		return book.Counts()
	}
	if !isODS(err) {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	sheets, err := ods.Open(data, xlsx.Limits{})
	if err != nil {
		return nil, err
	}
	return sheets.Counts(), nil
}

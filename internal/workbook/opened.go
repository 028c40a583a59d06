package workbook

import (
	"errors"
	"io"
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
	return openODS(data)
}

func openODS(data []byte) (source, error) {
	sheets, err := ods.Open(data, xlsx.DefaultLimits())
	if err != nil {
		return nil, err
	}
	return sheets, nil
}

// openWorkbookAt is openWorkbook of a file that stays where it is; an OpenDocument spreadsheet is held in memory.
func openWorkbookAt(file io.ReaderAt, size int64) (source, error) {
	book, err := xlsx.OpenAt(file, size, xlsx.DefaultLimits())
	if err == nil {
		return book, nil
	}
	if !isODS(err) {
		return nil, err
	}
	data := make([]byte, size)
	if n, err := file.ReadAt(data, 0); n < len(data) {
		return nil, err
	}
	return openODS(data)
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

package workbook

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"veche/internal/language"
	"veche/internal/parquet"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// isTable reports whether a file's name promises a sheet of a study in a folder: text, or a Parquet table.
func isTable(name string) bool { return isTextFile(name) || isParquet(name) }

func isParquet(name string) bool { return strings.EqualFold(filepath.Ext(name), ".parquet") }

// addParquet adds a Parquet file, which stays on its disk, and its bytes to sum. err is for a file that could not be read at all.
func (f *textFiles) addParquet(name, path string, sum io.Writer) (study.Issues, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	on := &textOnFile{onFile: onFile{file: file}}
	if on.before, err = file.Stat(); err != nil {
		return nil, closed(file, err)
	}
	fmt.Fprintf(sum, "%s\x00%d\x00", name, on.before.Size())
	if _, err := io.Copy(sum, io.NewSectionReader(file, 0, on.before.Size())); err != nil {
		return nil, closed(file, err)
	}
	table, err := parquet.Open(file, on.before.Size())
	if err != nil {
		file.Close()
		issues, ok := f.unreadable(name, err)
		if !ok {
			return nil, err
		}
		return issues, nil
	}
	f.sheets = append(f.sheets, textSheet{name: name, on: on, table: table, lines: int(table.Rows())})
	return nil, nil
}

// unreadable says what is wrong with a Parquet file; ok is false for an error of reading it from the disk.
func (f *textFiles) unreadable(name string, err error) (issues study.Issues, ok bool) {
	at := study.Place{File: f.name, Sheet: name}
	var format *xlsx.FormatError
	var damage *xlsx.DamageError
	switch {
	case errors.As(err, &format):
		return study.Issues{{Severity: study.Error, Code: "E-FILE-FORMAT", Place: at, Value: format.What, Message: language.M("%s.", language.Capital(language.M(format.Is))), Remedy: language.M(format.Do)}}, true
	case errors.As(err, &damage):
		at.Cell = damage.Ref
		return study.Issues{{Severity: study.Error, Code: "E-FILE-DAMAGED", Place: at, Message: language.M("The Parquet file cannot be read: %s.", language.Of(damage)), Remedy: language.M("Write it again from the program that made it, one value in each row of each column.")}}, true
	}
	return nil, false
}

// tableCells are the cells of a Parquet file.
func (f *textFiles) tableCells(s *textSheet, each func(xlsx.Cell) error) error {
	ours := false // the error is that of each
	err := s.table.Cells(func(c xlsx.Cell) error {
		err := each(c)
		ours = err != nil
		return err
	})
	if err != nil && !ours {
		if issues, ok := f.unreadable(s.name, err); ok {
			return issues
		}
	}
	return err
}

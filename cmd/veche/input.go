package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"veche/internal/example"
	"veche/internal/study"
	"veche/internal/usage"
	"veche/internal/workbook"
)

// inside is the workbook of an example named where a file's name would stand, with or without .xlsx; a file of that name goes before it.
func inside(path string) ([]byte, bool) {
	if path == "" {
		return example.HorizonScan, true
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil, false
	}
	return example.Named(strings.TrimSuffix(path, ".xlsx"))
}

// called is the file's name of what is at a path: the example's own for one of the examples.
func called(path string) string {
	switch _, ok := inside(path); {
	case path == "":
		return exampleName
	case ok:
		return strings.TrimSuffix(path, ".xlsx") + ".xlsx"
	}
	return filepath.Base(path)
}

// read reads a study and what is wrong with it from a file, or from the example of that name.
func (env *environment) read(path string) (*study.Study, study.Issues, error) {
	if data, ok := inside(path); ok {
		s, issues := workbook.ReadBytes(called(path), data)
		return s, issues, nil
	}
	env.reads(path)
	usage.Sparing(path)
	return workbook.Read(path)
}

// bytes are a file's, or those of the example of that name.
func (env *environment) bytes(path string) ([]byte, error) {
	if data, ok := inside(path); ok {
		return data, nil
	}
	env.reads(path)
	return workbook.ReadInput(path)
}

// whole is a file of any kind that the command reads, to the end.
func (env *environment) whole(path string) ([]byte, error) {
	env.reads(path)
	data, err := workbook.ReadWhole(path)
	return data, fileErrorOf(err)
}

// original is the workbook that a study is kept in, as [workbook.Original] has it; made reports that it is no file that could be saved over.
func original(path string) (data []byte, made bool, err error) {
	if data, ok := inside(path); ok {
		return data, true, nil
	}
	return workbook.Original(path)
}

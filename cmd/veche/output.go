package main

import (
	"errors"
	"path/filepath"

	"veche/internal/workbook"
)

// reads notes files and folders that the command reads, so that it does not write over them.
func (env *environment) reads(paths ...string) {
	for _, path := range paths {
		env.inputs = append(env.inputs, path)
		if ext := filepath.Ext(path); ext == ".csv" || ext == ".tsv" { // with the files beside it a study
			env.inputs = append(env.inputs, filepath.Dir(path))
		}
	}
}

// output is the file the command will write, checked before any work is done: its name must say what is written, kinds being the extensions, and it must be
// none of what was read so far.
func (env *environment) output(path string, force bool, kinds ...string) (*workbook.Output, error) {
	o := &workbook.Output{Path: path, Overwrite: force, Kinds: kinds, Reads: func() []string { return env.inputs }, Until: env.ctx}
	return o, outputError(o.Check())
}

// outputError tells a name that cannot be written to, which is wrong usage, from trouble with a file.
func outputError(err error) error {
	if name := (*workbook.NameError)(nil); err == nil || errors.As(err, &name) {
		return err
	}
	return fileError{err}
}

// kindOf is the extension a copy of a workbook must have: macros and their absence are told by it.
func kindOf(path string) string {
	if ext := filepath.Ext(path); ext == ".xlsm" || ext == ".XLSM" {
		return ".xlsm"
	}
	return ".xlsx"
}

package workbook

import (
	"os"

	"veche/internal/language"
	"veche/internal/study"
)

// ReadInput reads a file whole, within the size that workbooks are read in.
func ReadInput(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	switch {
	case info.IsDir():
		return nil, language.Errorf("%s is a folder, not a workbook", path)
	case !info.Mode().IsRegular():
		return nil, language.Errorf("%s is not a file", path)
	case info.Size() > maxFile:
		return nil, language.Errorf("%s has %d MB; workbooks of up to %d MB are read", path, info.Size()>>20, maxFile>>20)
	}
	return os.ReadFile(path)
}

// ReadWhole reads a file of any kind whole: no folder, device or pipe, and nothing larger than a workbook may be.
func ReadWhole(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, language.Errorf("%s is not a file", path)
	case info.Size() > maxFile:
		return nil, language.Errorf("%s has %d MB; files of up to %d MB are read", path, info.Size()>>20, maxFile>>20)
	}
	return os.ReadFile(path)
}

// ReadUnanswered is [ReadBytes] of a study that may have no answers yet, neither any at all nor in the round it asks for.
func ReadUnanswered(name string, data []byte) (*study.Study, study.Issues) {
	r := readUnanswered(name, data)
	return r.study, r.issues
}

func readUnanswered(name string, data []byte) *reader {
	r := &reader{file: name, unanswered: true, study: &study.Study{Source: study.Source{File: name, SHA256: digest(data)}}}
	book, err := openWorkbook(data)
	if err != nil {
		r.damaged(err)
		return r
	}
	r.book, r.known = book, make([]bool, len(book.Sheets()))
	r.read()
	if r.issues.Err() == nil {
		for _, i := range r.study.Check() {
			if i.Code != "E-ROUND" {
				r.issues = append(r.issues, i)
			}
		}
	}
	r.issues.Sort()
	return r
}

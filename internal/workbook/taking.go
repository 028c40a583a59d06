package workbook

import (
	"os"
	"path/filepath"

	"veche/internal/language"
	"veche/internal/study"
)

// Taker takes the scores of a study as they are read, blanks and “don't know” too. The study's settings, lists and people are read by then; where there is no sheet
// Experts whoever answers is added as they come. What is wrong is said of its place, of the score's cell where it has none; nil: nothing is. That no question was answered twice is for it to see. Once it says so
// the sheet is read no further.
type Taker func(s *study.Study, a *study.Score) (wrong *study.Issue, enough bool)

// ReadTaking is [Read] of a study whose scores are not kept, so that there may be any number of them: take has each of them once. The study then has no Scores.
func ReadTaking(path string, take Taker) (*study.Study, study.Issues, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case info.IsDir():
		return readFolder(path, heldText, take)
	case isTextFile(path) && studySheet.is(filepath.Base(path)):
		return readFolder(filepath.Dir(path), heldText, take)
	case !info.Mode().IsRegular():
		return nil, nil, language.Errorf("%s is not a file", path)
	}
	data, err := ReadInput(path) // held: a file that somebody writes into while it is read would have to be read again
	if err != nil {
		return nil, nil, err
	}
	r := newReader(filepath.Base(path), Digest(data))
	r.take = take
	book, issues, err := open(r.file, data)
	if err != nil {
		r.damaged(err)
		return r.study, r.issues, nil
	}
	r.issues = issues
	s, issues := r.finish(book)
	return s, issues, nil
}

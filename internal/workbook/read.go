package workbook

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// maxFile is the largest workbook that is read; a study of 5,000 experts stays below it.
const maxFile = 512 << 20

// Read reads a study from a workbook file. Everything wrong with it is in the issues, errors first; the study is usable when they hold no error. err is
// only for a file that could not be read at all (missing, not permitted).
func Read(path string) (*study.Study, study.Issues, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		return nil, nil, fmt.Errorf("%s is a folder, not a workbook", path)
	}
	if info.Size() > maxFile {
		return nil, nil, fmt.Errorf("%s has %d MB; workbooks of up to %d MB are read", path, info.Size()>>20, maxFile>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	s, issues := ReadBytes(filepath.Base(path), data)
	return s, issues, nil
}

// ReadBytes is Read of a workbook in memory; name stands in for the file's name in messages.
func ReadBytes(name string, data []byte) (*study.Study, study.Issues) {
	sum := sha256.Sum256(data)
	r := &reader{file: name, study: &study.Study{Source: study.Source{File: name, SHA256: hex.EncodeToString(sum[:])}}}
	book, err := xlsx.Open(data, xlsx.DefaultLimits())
	if err != nil {
		r.damaged(err)
		return r.study, r.issues
	}
	r.book = book
	r.known = make([]bool, len(book.Sheets()))
	r.read()
	if r.issues.Err() == nil {
		r.issues = append(r.issues, r.study.Check()...)
	}
	r.issues.Sort()
	for _, i := range r.issues {
		if i.Severity == study.Warning {
			r.study.Warnings = append(r.study.Warnings, i)
		}
	}
	return r.study, r.issues
}

// reader gathers a study and its issues from one file.
type reader struct {
	file   string
	book   *xlsx.Book
	study  *study.Study
	issues study.Issues
	known  []bool // sheets that were recognised

	criteria, technologies, experts, blocs, terms *index
	parents                                       map[string]bool // folded codes that have children
	listedExperts                                 bool            // there is an Experts sheet
	rounds                                        map[string]int32
	typed                                         map[mcda.Triangle]int32 // fuzzy numbers typed in cells, by their place in Terms
	compared                                      bool                    // a row of Pairwise is about technologies
	unanswered                                    bool                    // the study may have no answers yet
}

func (r *reader) fail(code string, at study.Place, value, remedy, format string, args ...any) {
	r.issues = append(r.issues, study.Issue{Severity: study.Error, Code: code, Place: at, Value: value, Message: fmt.Sprintf(format, args...), Remedy: remedy})
}

func (r *reader) warn(code string, at study.Place, value, remedy, format string, args ...any) {
	r.issues = append(r.issues, study.Issue{Severity: study.Warning, Code: code, Place: at, Value: value, Message: fmt.Sprintf(format, args...), Remedy: remedy})
}

func (r *reader) fault(at study.Place, c xlsx.Cell, f *fault) {
	r.fail(f.code, at, text(c), f.remedy, "%s", f.message)
}

// unsure warns of a number that could be read in two ways.
func (r *reader) unsure(at study.Place, c xlsx.Cell, v reading) {
	if v.ambiguous {
		r.warn("W-NUMBER-COMMA", at, text(c), "Type it as a number if the comma separates thousands.", "The text %q was read as %g.", text(c), v.value)
	}
}

// damaged reports a file that is no workbook, or a broken one.
func (r *reader) damaged(err error) {
	var format *xlsx.FormatError
	var damage *xlsx.DamageError
	switch {
	case errors.As(err, &format):
		code := "E-FILE-FORMAT"
		if format.What == "empty" {
			code = "E-FILE-EMPTY"
		}
		r.fail(code, study.Place{File: r.file}, format.What, "", "%s", format.Advice)
	case errors.As(err, &damage):
		r.fail("E-FILE-DAMAGED", study.Place{File: r.file, Sheet: damage.Sheet, Cell: damage.Ref}, "", "Open the file in Excel or LibreOffice, save it again, or ask for a fresh copy.",
			"The file is damaged: %s.", strings.TrimSuffix(damage.Reason, "."))
	default:
		r.fail("E-FILE-DAMAGED", study.Place{File: r.file}, "", "Open the file in Excel or LibreOffice, save it again, or ask for a fresh copy.", "The file cannot be read: %v.", err)
	}
}

func (r *reader) read() {
	r.rounds = map[string]int32{}
	tables := make(map[*sheetSpec]*table, len(canonical))
	for _, spec := range canonical {
		t := r.find(spec)
		if t == nil {
			continue
		}
		tables[spec] = t
	}
	if tables[&studySheet] == nil && r.isShortlist() {
		r.fail("E-FILE-SHORTLIST", study.Place{File: r.file, Sheet: "Audit"}, "", "Open the study it was made from; the sheet Audit names it.", "This is a shortlist that Veche wrote, not a study.")
		return
	}
	r.unknownSheets()
	for _, spec := range []*sheetSpec{&studySheet, &criteriaSheet, &technologiesSheet} {
		if tables[spec] == nil {
			r.missingSheet(spec)
		}
	}
	// What refers to a sheet that could not be read would only repeat that fault in every row.
	rests := map[*sheetSpec][]*sheetSpec{
		&evidenceSheet: {&criteriaSheet, &technologiesSheet},
		&scoresSheet:   {&criteriaSheet, &technologiesSheet},
		&pairwiseSheet: {&criteriaSheet, &technologiesSheet},
	}
	if tables[&expertsSheet] != nil {
		rests[&scoresSheet] = append(rests[&scoresSheet], &expertsSheet)
		rests[&pairwiseSheet] = append(rests[&pairwiseSheet], &expertsSheet)
	}
	if tables[&scaleSheet] != nil {
		for _, spec := range []*sheetSpec{&evidenceSheet, &scoresSheet, &pairwiseSheet} {
			rests[spec] = append(rests[spec], &scaleSheet)
		}
	}
	read := make(map[*sheetSpec]bool, len(canonical))
	for _, step := range []struct {
		spec *sheetSpec
		read func(*table)
	}{
		{&studySheet, r.readStudy}, {&scaleSheet, r.readScale}, {&criteriaSheet, r.readCriteria}, {&technologiesSheet, r.readTechnologies}, {&blocsSheet, r.readBlocs},
		{&expertsSheet, r.readExperts}, {&evidenceSheet, r.readEvidence}, {&scoresSheet, r.readScores}, {&pairwiseSheet, r.readPairwise},
	} {
		t := tables[step.spec]
		r.prepareIndexes(step.spec)
		if t == nil || slices.ContainsFunc(rests[step.spec], func(on *sheetSpec) bool { return !read[on] }) || !t.readHeader() {
			continue
		}
		step.read(t)
		read[step.spec] = true
	}
	if !r.unanswered && tables[&scoresSheet] == nil && tables[&evidenceSheet] == nil && !r.compared && (tables[&pairwiseSheet] == nil || read[&pairwiseSheet]) {
		r.fail("E-SHEET-MISSING", study.Place{File: r.file, Sheet: "Scores"}, "", fmt.Sprintf("Add a sheet named %s with experts' scores, or %s with measured values, or compare the technologies on %s.",
			both(scoresSheet.Name, scoresSheet.Russian), both(evidenceSheet.Name, evidenceSheet.Russian), both(pairwiseSheet.Name, pairwiseSheet.Russian)),
			"There is neither a Scores nor an Evidence sheet%s.", r.nearSheet(&scoresSheet, &evidenceSheet))
	}
	r.study.Title = cmp.Or(r.study.Title, strings.TrimSuffix(r.file, filepath.Ext(r.file)))
	r.settle()
}

// isShortlist recognises what Export writes.
func (r *reader) isShortlist() bool {
	for _, name := range []string{"Summary", "Ranking", "Calculation", "Audit"} {
		if !slices.ContainsFunc(r.book.Sheets(), func(s xlsx.Sheet) bool { return s.Name == name }) {
			return false
		}
	}
	return true
}

// prepareIndexes makes the index that a sheet fills, so that it exists even when the sheet does not.
func (r *reader) prepareIndexes(spec *sheetSpec) {
	switch spec {
	case &criteriaSheet:
		r.criteria, r.parents = newIndex(), map[string]bool{}
	case &technologiesSheet:
		r.technologies = newIndex()
	case &expertsSheet:
		r.experts = newIndex()
	case &blocsSheet:
		r.blocs = newIndex()
	case &scaleSheet:
		r.terms = newIndex()
	}
}

func (r *reader) missingSheet(spec *sheetSpec) {
	r.fail("E-SHEET-MISSING", study.Place{File: r.file, Sheet: spec.Name}, "", fmt.Sprintf("Add a sheet named %s with the columns %s; veche new writes a template.", both(spec.Name, spec.Russian), spec.required()),
		"The sheet %s is missing%s.", both(spec.Name, spec.Russian), r.nearSheet(spec))
}

// nearSheet says which unread sheet is nearly one of the specs.
func (r *reader) nearSheet(specs ...*sheetSpec) string {
	for k, s := range r.book.Sheets() {
		for _, spec := range specs {
			if !r.known[k] && near(s.Name, []string{spec.Name, spec.Russian}) != "" {
				return fmt.Sprintf(" (there is a sheet %q: rename it if it is meant)", s.Name)
			}
		}
	}
	return ""
}

// unknownSheets refuses what looks like data in a shape that is not read, and warns of the rest.
func (r *reader) unknownSheets() {
	for k, s := range r.book.Sheets() {
		at := study.Place{File: r.file, Sheet: s.Name}
		f := fold(s.Name)
		switch {
		case r.known[k] || s.Hidden || strings.HasPrefix(f, "_") || strings.HasPrefix(f, "read me") || strings.HasPrefix(f, "readme") || strings.HasPrefix(f, "read-me") || f == "прочти меня" || f == "lists" || f == "списки" || isReport(f):
		case slices.Contains(later, f):
			r.warn("W-SHEET-LATER", at, "", "Its data is left where it is.", "The sheet %q is not used by this version.", s.Name)
		case strings.HasPrefix(f, "pairwise ") || strings.HasPrefix(f, fold(pairwiseSheet.Russian)+" "):
			r.fail("E-SHEET-SHAPE", at, "", "Enter the comparisons on one Pairwise sheet, a row for each pair.", "A square judgement matrix on a sheet of its own is not read yet.")
		default:
			r.warn("W-SHEET-UNKNOWN", at, "", "Rename it if it holds data of the study, or leave it if it is a note.", "The sheet %q is not one that is read%s.", s.Name, didYouMean(s.Name, sheetNames()))
		}
	}
}

func sheetNames() []string {
	var names []string
	for _, s := range canonical {
		names = append(names, s.Name, s.Russian)
	}
	return names
}

package workbook

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"veche/internal/language"
	"veche/internal/mcda/weighting"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// maxFile is the largest workbook that is read; a study of 5,000 experts stays below it.
const maxFile = 512 << 20

// Read reads a study from a workbook, or from files of text: path is then a folder of them, the file that holds its sheet Study, or one file alone. Everything wrong with it is in the issues, errors first; the study is usable when they hold no error. err is
// only for a file that could not be read at all (missing, not permitted).
func Read(path string) (*study.Study, study.Issues, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		return readFolder(path, heldText, nil)
	}
	if isTextFile(path) && studySheet.is(filepath.Base(path)) {
		return readFolder(filepath.Dir(path), heldText, nil)
	}
	if !info.Mode().IsRegular() {
		return nil, nil, language.Errorf("%s is not a file", path)
	}
	if info.Size() > maxFile {
		return nil, nil, language.Errorf("%s has %d MB; workbooks of up to %d MB are read", path, info.Size()>>20, maxFile>>20)
	}
	if s, issues, done, err := readWorkbook(filepath.Base(path), path); done || err != nil {
		return s, issues, err
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
	r := newReader(name, hex.EncodeToString(sum[:]))
	book, issues, err := open(name, data)
	if err != nil {
		r.damaged(err)
		return r.study, r.issues
	}
	r.issues = issues
	return r.finish(book)
}

func newReader(file, sum string) *reader {
	return &reader{file: file, study: &study.Study{Source: study.Source{File: file, SHA256: sum}}}
}

// finish reads the study and sorts what was found.
func (r *reader) finish(book source) (*study.Study, study.Issues) {
	r.book = book
	r.known = make([]bool, len(book.Sheets()))
	r.read()
	if r.issues.Err() == nil {
		r.issues = append(r.issues, r.study.Check()...)
	}
	r.keepScenarios()
	r.issues.Sort()
	for _, i := range r.issues {
		if i.Severity == study.Warning {
			r.study.Warnings = append(r.study.Warnings, i)
		}
	}
	for _, k := range r.study.Kept {
		k.Of.Warnings = r.study.Warnings
	}
	return r.study, r.issues
}

// reader gathers a study and its issues from one file.
type reader struct {
	file    string
	book    source
	reading sync.Mutex       // held while the book is read: it is by one at a time
	lots    chan []xlsx.Cell // large lots of cells to be used again, see scan
	study   *study.Study
	issues  study.Issues
	known   []bool // sheets that were recognised
	take    Taker  // of scores that are not kept; nil: they are

	criteria, technologies, experts, blocs, terms *index
	parents                                       map[string]bool // folded codes that have children
	listedExperts                                 bool            // there is an Experts sheet
	rounds                                        map[string]int32
	typed                                         map[string]int32 // fuzzy numbers typed in cells, by their place in Terms
	compared                                      bool             // a row of Pairwise is about technologies
	answered                                      map[answered]study.Origin

	squares   []*table  // square matrices
	scenarios *table    // nil: there are none
	surveys   []*survey // surveys
	bare      bool      // there are no lists: the criteria come from the surveys and matrices
	goal      string    // folded: what a bare survey's criteria are compared for

	linksOnly  bool // there are links and no other sheet: the technologies come from them
	unanswered bool // the study may have no answers yet

	facts     map[int]*sheetFacts // of sheets, where a doubt asked for them
	fileMarks map[rune]byte       // their decimal mark, by what separates their fields; see decimal

	numberTerms map[float64]int // terms of the Scale sheet that are numbers and have another value

	around   [2]string      // what stands before and behind the pairs of a survey's headers
	pairMark *regexp.Regexp // what stands between the two of a pair, nil for vs

	unreadAt []study.Place // of the study's unread answers

	told      map[kind]int       // issues so far
	failed    int                // errors among them
	saidLooks map[[3]string]bool // names that were read as what they resemble, by file and sheet
}

func (r *reader) fault(at study.Place, c xlsx.Cell, f *fault) {
	r.report(study.Error, f.code, at, text(c), f.remedy, f.message)
}

// sheetsRead is what has been found and read of the canonical sheets.
type sheetsRead struct {
	tables map[*sheetSpec]*table // those of the file
	done   map[*sheetSpec]bool   // read to the end
	tried  map[*sheetSpec]bool
}

// blocked reports that a sheet refers to one that could not be read: it would only repeat that fault in every row.
func (f *sheetsRead) blocked(use *sheetUse) bool {
	return slices.ContainsFunc(use.needs, func(on *sheetSpec) bool { return !f.done[on] && (on.Required || f.tables[on] != nil) })
}

func (r *reader) read() {
	r.rounds = map[string]int32{}
	found := &sheetsRead{make(map[*sheetSpec]*table, len(canonical)), map[*sheetSpec]bool{}, map[*sheetSpec]bool{}}
	for _, spec := range canonical {
		if t := r.find(spec); t != nil {
			found.tables[spec] = t
		}
	}
	if r.isOurs(found) {
		return
	}
	r.callSheets(found)
	r.withoutLists(found)
	if !r.bare && !r.linksOnly && r.importable(found) {
		return
	}
	if !r.bare && !r.linksOnly {
		for _, spec := range canonical {
			if spec.Required && found.tables[spec] == nil {
				r.missingSheet(spec)
			}
		}
	}
	table := sheetTable()
	for k := range table {
		r.readSheet(table, &table[k], found)
	}
	if !r.bare {
		r.recognise(nil)
	}
	pairs := table[slices.IndexFunc(table, func(use sheetUse) bool { return use.sheetSpec == &pairwiseSheet })]
	if !found.blocked(&pairs) {
		for _, t := range r.squares {
			r.readSquare(t)
		}
		for _, s := range r.surveys {
			r.readSurvey(s)
		}
	}
	r.unknownSheets()
	r.unreadSheets()
	switch {
	case r.bare:
		r.weighOnly()
	case r.linksOnly:
		r.study.LinksOnly = true
	default:
		r.needAnswers(found)
	}
	r.ownTitle()
	r.study.Title = cmp.Or(r.study.Title, strings.TrimSuffix(r.file, filepath.Ext(r.file)))
	r.settle()
	r.sayUnread()
	r.nearSame()
}

// isOurs refuses what Veche wrote and is no study.
func (r *reader) isOurs(found *sheetsRead) bool {
	switch {
	case found.tables[&studySheet] != nil:
		return false
	case r.isShortlist():
		r.fail("E-FILE-SHORTLIST", study.Place{File: r.file, Sheet: "Audit"}, "", language.M("Open the study it was made from; the sheet Audit names it."), "This is a shortlist that Veche wrote, not a study.")
	case r.isForm():
		r.fail("E-FILE-FORM", study.Place{File: r.file, Sheet: metaSheet}, "", language.M("Merge it into its study: veche collect STUDY.xlsx FORM.xlsx… -o OUT.xlsx"), "This is a form for one expert, not a study.")
	default:
		return false
	}
	return true
}

// withoutLists finds out whether a file without the lists of a study is a bare survey, or links alone.
func (r *reader) withoutLists(found *sheetsRead) {
	lists := []*sheetSpec{&criteriaSheet, &technologiesSheet, &evidenceSheet, &scoresSheet}
	if slices.ContainsFunc(lists, func(spec *sheetSpec) bool { return found.tables[spec] != nil }) || !r.nearSheet(lists...).IsZero() {
		return
	}
	r.bare = true
	r.recognise(found.tables[&pairwiseSheet])
	r.bare = len(r.squares)+len(r.surveys) > 0
	if found.tables[&linksSheet] == nil && !r.bare && len(found.tables) == 0 {
		if t := r.recogniseLinks(); t != nil {
			found.tables[&linksSheet] = t
		}
	}
	r.linksOnly = !r.bare && found.tables[&linksSheet] != nil && found.tables[&studySheet] == nil
}

// readSheet reads a sheet, after those that it needs or comes after.
func (r *reader) readSheet(table []sheetUse, use *sheetUse, found *sheetsRead) {
	spec := use.sheetSpec
	if found.tried[spec] {
		return
	}
	found.tried[spec] = true
	for k := range table {
		if on := table[k].sheetSpec; slices.Contains(use.needs, on) || slices.Contains(use.after, on) {
			r.readSheet(table, &table[k], found)
		}
	}
	t := found.tables[spec]
	r.prepareIndexes(spec)
	switch {
	case r.linksOnly && spec == &technologiesSheet:
		found.done[spec] = true
	case r.bare && spec == &technologiesSheet:
		found.done[spec] = true
	case r.bare && spec == &criteriaSheet:
		found.done[spec] = r.surveyed()
	case t == nil || found.blocked(use):
	case spec == &pairwiseSheet && r.isSurvey(t):
		found.done[spec] = true
	case t.readHeader():
		use.read(r, t)
		found.done[spec] = true
	}
}

// needAnswers misses scores, evidence and comparisons where there are none of them.
func (r *reader) needAnswers(found *sheetsRead) {
	linked := slices.ContainsFunc(r.study.Criteria, func(c study.Criterion) bool { return len(c.Links) > 0 })
	if r.unanswered || linked || found.tables[&scoresSheet] != nil || found.tables[&evidenceSheet] != nil || r.compared || found.tables[&pairwiseSheet] != nil && !found.done[&pairwiseSheet] {
		return
	}
	r.fail("E-SHEET-MISSING", study.Place{File: r.file, Sheet: r.named(&scoresSheet)}, "", language.M("Ask the experts: veche forms writes a form for each. Or add a sheet named %s with their scores, or %s with measured values, or compare the technologies on %s.",
		both(scoresSheet.Name, scoresSheet.Russian), both(evidenceSheet.Name, evidenceSheet.Russian), both(pairwiseSheet.Name, pairwiseSheet.Russian)),
		"There is neither a Scores nor an Evidence sheet%s.", r.nearSheet(&scoresSheet, &evidenceSheet))
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

// isForm recognises what Forms writes.
func (r *reader) isForm() bool {
	return slices.ContainsFunc(r.book.Sheets(), func(s xlsx.Sheet) bool { return s.Name == metaSheet })
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

// importable says of a workbook without any of a study's sheets what stands in it and how it becomes a study: once, however many sheets are alike.
func (r *reader) importable(found *sheetsRead) bool {
	if _, text := r.book.(*textFiles); text || len(found.tables) > 0 || !r.nearSheet(canonical...).IsZero() {
		return false
	}
	blocks, err := blocksOf(r.file, r.book)
	if err != nil || len(blocks) == 0 { // what is wrong with the cells is said of the sheets
		return false
	}
	more := language.Message{}
	if n := len(blocks) - 1; n > 0 {
		more = language.M("; %d more like it, or of other kinds, stand in the file", n)
	}
	at := study.Place{File: r.file, Sheet: blocks[0].Sheet, Cell: xlsx.CellName(blocks[0].Range.Row1, blocks[0].Range.Col1)}
	r.fail("E-SHEET-MISSING", at, "", language.M("Make a study of it: veche import %s -o STUDY.xlsx", r.file), "This is no study yet: its sheets %s, %s are missing. %s%s.", both(criteriaSheet.Name, criteriaSheet.Russian), both(technologiesSheet.Name, technologiesSheet.Russian), blocks[0].Says(), more)
	return true
}

func (r *reader) missingSheet(spec *sheetSpec) {
	name := both(spec.Name, spec.Russian)
	if r.inRussian() {
		name = both(spec.Russian, spec.Name)
	}
	remedy := language.M("Add a sheet named %s with the columns %s; veche new writes a template.", name, spec.required())
	if _, text := r.book.(*textFiles); text {
		remedy = language.M("Add a file named %s.csv with the columns %s to the folder of the study, and name the folder or its Study.csv.", r.named(spec), spec.required())
	}
	r.fail("E-SHEET-MISSING", study.Place{File: r.file, Sheet: r.named(spec)}, "", remedy, "The sheet %s is missing%s.", name, r.nearSheet(spec))
}

// inRussian reports a file whose sheets that are known have Russian names.
func (r *reader) inRussian() bool {
	english, russian := 0, 0
	for _, s := range r.book.Sheets() {
		name := fold(s.Name) // it may be huge
		for _, spec := range canonical {
			switch name {
			case fold(spec.Name):
				english++
			case fold(spec.Russian):
				russian++
			}
		}
	}
	return russian > english
}

// named is what a sheet is called in the language of the file's others.
func (r *reader) named(spec *sheetSpec) string {
	if r.inRussian() {
		return spec.Russian
	}
	return spec.Name
}

// callSheets tells the study what its file calls its sheets.
func (r *reader) callSheets(found *sheetsRead) {
	r.study.Called = map[string]string{}
	russian := r.inRussian()
	for _, spec := range canonical {
		name := spec.Name
		if russian {
			name = spec.Russian
		}
		if t := found.tables[spec]; t != nil {
			name = t.name
		}
		if name != spec.Name {
			r.study.Called[spec.Name] = name
		}
	}
}

// nearSheet says which unread sheet is nearly one of the specs.
func (r *reader) nearSheet(specs ...*sheetSpec) language.Message {
	for k, s := range r.book.Sheets() {
		for _, spec := range specs {
			if !r.known[k] && near(s.Name, []string{spec.Name, spec.Russian}) != "" {
				return language.M(" (there is a sheet %q: rename it if it is meant)", s.Name)
			}
		}
	}
	return language.Message{}
}

// recognise finds square matrices by their names and surveys by their shape among the sheets that no other reader claims. In a bare workbook the sheet Pairwise
// may be a survey too; in a study that is found out when its turn comes.
func (r *reader) recognise(pairwise *table) {
	if pairwise != nil {
		r.isSurvey(pairwise)
	}
	for k, s := range r.book.Sheets() {
		if r.known[k] {
			continue
		}
		t := &table{r: r, spec: &pairwiseSheet, index: k, name: s.Name}
		switch {
		case matrixOf(s.Name) != "":
			t.enter(s.Hidden)
			r.squares = append(r.squares, t)
		case !isNote(s) && r.isSurvey(t):
			r.surveys[len(r.surveys)-1].enter(false)
		}
	}
}

// isSurvey recognises a survey and keeps it for reading.
func (r *reader) isSurvey(t *table) bool {
	if slices.ContainsFunc(r.surveys, func(s *survey) bool { return s.index == t.index }) {
		return true
	}
	s := r.survey(t)
	if s != nil {
		r.surveys = append(r.surveys, s)
	}
	return s != nil
}

// weighOnly says that a bare survey gives weights and no ranking.
func (r *reader) weighOnly() {
	r.study.CriteriaOnly = true
	set := &r.study.Settings
	set.Weighting = cmp.Or(set.Weighting, weighting.Pairwise().Name)
	if set.Parameters == nil {
		set.Parameters, set.Origins = map[string]string{}, map[string]study.Origin{}
	}
	if len(r.study.Criteria) == 0 {
		return // what is wrong was reported
	}
	r.warn("W-SURVEY", study.Place{File: r.file}, "", language.M("veche weights prints them; to rank technologies, add the sheets Criteria, Technologies and Scores (veche new writes a template)."),
		"There is no sheet Criteria: the %d criteria were taken from the headers of judgements, and only weights follow from them.", len(r.study.Criteria))
}

// isNote reports whether a sheet is meant for people, or for programs, and holds no data of the study.
func isNote(s xlsx.Sheet) bool {
	f := fold(stem(s.Name))
	return s.Hidden || strings.HasPrefix(f, "_") || strings.HasPrefix(f, "read me") || strings.HasPrefix(f, "readme") || strings.HasPrefix(f, "read-me") || f == "прочти меня" || f == "lists" || f == "списки"
}

// unknownSheets warns of what nothing reads.
func (r *reader) unknownSheets() {
	for k, s := range r.book.Sheets() {
		at := study.Place{File: r.file, Sheet: s.Name}
		switch {
		case r.known[k] || isNote(s) || isReport(fold(stem(s.Name))):
		default:
			name := stem(s.Name)
			guess := didYouMean(name, sheetNames())
			if first, rest, ok := strings.Cut(clean(name), " "); ok && guess.IsZero() && near(first, []string{pairwiseSheet.Name}) != "" {
				guess = language.M(" (did you mean %s %s?)", pairwiseSheet.Name, rest)
			}
			if words := strings.Fields(clean(name)); guess.IsZero() && r.experts != nil {
				for k := range words { // E1, or Matrix of E1
					if whose := strings.Join(words[k:], " "); r.experts.find(whose) >= 0 {
						guess = language.M(" (call it %s %s if it is that expert's matrix of judgements)", pairwiseSheet.Name, whose)
						break
					}
				}
			}
			r.warn("W-SHEET-UNKNOWN", at, "", language.M("Rename it if it holds data of the study, or leave it if it is a note."), "The sheet %q is not one that is read%s.", s.Name, guess)
		}
	}
}

// unreadSheets says which of the file's sheets have no cells, so that nobody waits for what stands on them.
func (r *reader) unreadSheets() {
	for _, s := range r.book.Unread() {
		at := study.Place{File: r.file, Sheet: s.Name}
		remedy := language.M("Copy it onto a sheet of cells if data of the study stand on it.")
		switch s.Kind {
		case "chartsheet":
			r.warn("W-SHEET-UNKNOWN", at, "", remedy, "The sheet %q is a chart and has no cells.", s.Name)
		case "dialogsheet":
			r.warn("W-SHEET-UNKNOWN", at, "", remedy, "The sheet %q is a dialog and has no cells that are read.", s.Name)
		default:
			r.warn("W-SHEET-UNKNOWN", at, "", remedy, "The sheet %q is one of macros and has no cells that are read.", s.Name)
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

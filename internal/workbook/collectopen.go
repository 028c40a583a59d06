package workbook

import (
	"cmp"
	"errors"
	"path"
	"regexp"
	"strings"
	"sync"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// open reads one file as a form. meta is nil when it is none, expert −1 when it cannot be used.
func (c *Collection) open(file FormFile, now *questions) *form {
	b := c.before
	r := &reader{file: file.Name, study: c.Study, criteria: b.criteria, technologies: b.technologies, experts: b.experts, terms: b.terms, parents: b.parents}
	f := &form{r: r, expert: -1, answers: map[question]*formAnswer{}, bad: map[question]spoiled{}, located: map[*table]*located{}}
	book, issues, err := open(file.Name, file.Data)
	var format *xlsx.FormatError
	if errors.As(err, &format) && isText(format.What) {
		r.notWhole(study.Place{File: file.Name})
		return f
	}
	if err != nil {
		r.damaged(err)
		return f
	}
	if r.issues = issues; r.issues.Err() != nil {
		return f
	}
	r.book = book
	at := study.Place{File: file.Name}
	meta, err := readMeta(book)
	var damage *xlsx.DamageError
	switch {
	case errors.Is(err, errNoForm) && c.pasted(f, now):
		return f
	case errors.Is(err, errNoForm) && isTextFile(file.Name):
		r.notWhole(at)
		return f
	case errors.Is(err, errNoForm):
		r.fail("E-FORM-UNKNOWN", at, "", language.M("Give only files that veche forms wrote and experts filled in; copied sheets lose what a form is known by."), "This is a workbook, but no form: %v.", err)
		return f
	case errors.Is(err, errNewForm):
		r.fail("E-FORM-VERSION", at, "", language.M("Use the version of the program that made the forms."), "The form cannot be read: %v.", err)
		return f
	case errors.As(err, &damage):
		r.damaged(err)
		return f
	case err != nil:
		r.fail("E-FORM-META", study.Place{File: file.Name, Sheet: metaSheet}, "", language.M("Send the expert a fresh form."), "The form cannot be trusted: %v.", err)
		return f
	}
	f.meta = meta
	older := meta.structure != now.hash()
	switch otherTitle := fold(meta.title) != fold(c.Study.Title); {
	case meta.sha256 == c.Study.Source.SHA256:
	case otherTitle && older:
		r.fail("E-FORM-STUDY", at, meta.title, language.M("Collect it into its own study."), "The form belongs to another study, %q; this one is %q.", meta.title, c.Study.Title)
		return f
	case otherTitle:
		r.warn("W-FORM-TITLE", at, meta.title, language.M("Check that it is the same study; its criteria and technologies are the same."), "The study was called %q when the form was made and is called %q.", meta.title, c.Study.Title)
	}
	k, ok := r.experts.identified(fold(meta.expert))
	if !ok {
		r.fail("E-FORM-EXPERT", study.Place{File: file.Name, Sheet: metaSheet}, meta.expert, language.M("Add the expert to Experts%s, and collect again.", didYouMean(meta.expert, r.experts.all)), "The form's expert %q is not in the study.", meta.expert)
		return f
	}
	f.expert = int32(k)
	expert := &c.Study.Experts[k]
	if other := c.namedFor(file.Name); other >= 0 && other != f.expert {
		r.fail("E-FORM-FILE", at, expert.ID, language.M("Ask who filled it in. If it was %s, name the file %s; if not, have the answers copied into a form of their own.", nameOf(expert), cmp.Or(c.files[k], "otherwise")),
			"The file is named as the form of %s, but it is the form of %s: whose answers these are is not known.", nameOf(&c.Study.Experts[other]), nameOf(expert))
		f.expert = -1
		return f
	}
	if fold(meta.name) != fold(expert.Name) {
		r.warn("W-FORM-NAMED", at, meta.name, language.M("Check that it is the same person."), "%s was called %q when the form was made and is called %q in the study.", expert.ID, meta.name, expert.Name)
	}
	if c.Study.Excluded.Experts[expert.ID] {
		r.warn("W-FORM-EXCLUDED", at, expert.ID, language.M("Nothing needs doing; the answers are kept and do not count."), "%s is left out of the study.", nameOf(expert))
	}
	if older {
		r.warn("W-FORM-OLD", at, "", language.M("Answers that still match are merged; ask about the others if they matter."), "The form was made before the study changed: %s.", meta.questions.changes(now))
	}
	f.asked, f.aside = f.shared(now)
	f.read(now)
	f.blanks()
	f.conflicted()
	return f
}

// notWhole refuses a text that does not hold all codes of a form's sheet, or whose name does not say that it is text.
func (r *reader) notWhole(at study.Place) {
	r.fail("E-FILE-FORMAT", at, "csv", language.M("Ask for the form itself, saved as “Excel Workbook (.xlsx)”: text has lost what a form is known by."), "The file is no workbook but text, perhaps a sheet saved as CSV.")
}

// copied is what mail programs and people add to the name of a copy.
var copied = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)( ?\(\d+\)|[ _-]+(copy|копия|final|v?\d+)( ?\(\d+\))?)$`)
})

// namedFor is the expert whose form veche forms gives a file's name, or the name of a copy of it; −1 for a name that tells nothing.
func (c *Collection) namedFor(file string) int32 {
	stem := strings.ToLower(strings.TrimSuffix(path.Base(file), path.Ext(file)))
	for _, name := range []string{stem, copied().ReplaceAllString(stem, "")} {
		if e, ok := c.names[name]; ok {
			return e
		}
	}
	return -1
}

// formNames are the names that veche forms gives the forms of the experts, "" for one left out, and the experts by those names in lower case, without the
// ending.
func formNames(s *study.Study) (files []string, experts map[string]int32) {
	experts = map[string]int32{}
	taken := map[string]bool{}
	for k, e := range s.Experts {
		file := ""
		if !s.Excluded.Experts[e.ID] {
			file = formFile(e.ID, taken)
			experts[strings.ToLower(strings.TrimSuffix(file, ".xlsx"))] = int32(k)
		}
		files = append(files, file)
	}
	return files, experts
}

// shared lists the study's questions that the form asks too, those apart that the expert declared a conflict of interest on.
func (f *form) shared(now *questions) (asked, aside []question) {
	for _, t := range now.technologies {
		for _, c := range now.criteria {
			if f.meta.questions.technology(t.id) >= 0 && f.meta.questions.criterion(c.code) >= 0 {
				q := question{x: f.technology(t.id), y: f.criterion(c.code)}
				if f.r.study.Conflicted(int(f.expert), int(q.x)) {
					aside = append(aside, q)
				} else {
					asked = append(asked, q)
				}
			}
		}
	}
	for _, p := range now.pairs {
		if f.meta.questions.pair(p[0], p[1]) {
			asked = append(asked, pairQuestion(f.criterion(p[0]), f.criterion(p[1])))
		}
	}
	return asked, aside
}

func pairQuestion(a, b int32) question { return question{true, min(a, b), max(a, b)} }

// technology and criterion find an ID or code of the study, −1 when there is none; names do not count here.
func (f *form) technology(id string) int32 { return idOf(f.r.technologies, id) }

func (f *form) criterion(code string) int32 {
	return idOf(f.r.criteria, code)
}

func idOf(x *index, id string) int32 {
	if k, ok := x.identified(fold(id)); ok {
		return int32(k)
	}
	return -1
}

// what names a question.
func (f *form) what(q question) string {
	s := f.r.study
	if q.pair {
		return s.Criteria[q.x].Code + "/" + s.Criteria[q.y].Code
	}
	return s.Technologies[q.x].ID + "/" + s.Criteria[q.y].Code
}

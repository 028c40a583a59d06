package workbook

import (
	"cmp"
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

// ReadInput reads a file whole, within the size that workbooks are read in.
func ReadInput(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	switch {
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder, not a workbook", path)
	case info.Size() > maxFile:
		return nil, fmt.Errorf("%s has %d MB; workbooks of up to %d MB are read", path, info.Size()>>20, maxFile>>20)
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
	book, err := xlsx.Open(data, xlsx.DefaultLimits())
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

// isSource recognises the column in which collecting notes where an answer came from.
func isSource(e extraColumn) bool {
	f := foldHeader(e.text)
	return f == "source" || f == "источник"
}

// isReport recognises the sheets that collecting adds, by their folded name.
func isReport(name string) bool {
	return strings.HasPrefix(name, fold(reportSheet[0])) || strings.HasPrefix(name, fold(reportSheet[1]))
}

// FormFile is a file that came back, by the name it is reported under.
type FormFile struct {
	Name string
	Data []byte
}

// Collection is what became of returned forms.
type Collection struct {
	Study  *study.Study // with the answers that were merged; each has the cell of the form as its Origin
	Forms  []FormReport // by expert in the study's order, then files that could not be given to an expert
	Issues study.Issues // errors first; an error is something that was not merged

	before *reader // the study as it was
	data   []byte
	filled []filling
	old    [2]int // numbers of scores and judgements before
}

// filling is an answer that took a blank cell of the study.
type filling struct {
	at    study.Origin // that cell
	score int          // in Study.Scores
}

// FormReport is the report of one expert, or of one file that is nobody's.
type FormReport struct {
	Expert, Name string // ID and name
	Round        string
	Files        []string
	Asked        int // questions of the study that stood in the form
	Answered     int
	Abstained    int // "don't know"
	Blank        int
	Unmerged     int // of those asked, not merged because of a problem
	Result       string
}

// What becomes of a form.
const (
	FormMerged  = "merged"
	FormPartly  = "merged in part"
	FormKnown   = "already in the study"
	FormRefused = "not merged"
	FormBlank   = "blank"
	FormMissing = "no form"
)

// question is what is asked: the score of technology x on criterion y, or which of the criteria x < y matters more.
type question struct {
	pair bool
	x, y int32
}

// formAnswer is what a form says to a question.
type formAnswer struct {
	quantity                // of a score; of a pair its state only
	a, b     int32          // of a pair: criteria as they stand in the row
	ratio    float64        // of a pair: a is so many times as important as b
	triangle *mcda.Triangle // of a pair with a fuzzy intensity
	t        *table
	row, col int
	shown    string
}

func (a *formAnswer) place() study.Place   { return a.t.place(a.row, a.col) }
func (a *formAnswer) origin() study.Origin { return a.t.where(a.row, a.col) }

// over is the ratio of the first criterion of the question over the second.
func (a *formAnswer) over() float64 {
	if a.a > a.b {
		return 1 / a.ratio
	}
	return a.ratio
}

// same reports whether two answers to a question say the same.
func (a *formAnswer) same(b *formAnswer) bool {
	if a.state != b.state || a.state != study.Given {
		return a.state == b.state
	}
	if a.t.spec == &pairwiseSheet {
		return sameRatio(a.over(), b.over()) && (a.triangle == nil) == (b.triangle == nil) && (a.triangle == nil || a.a != b.a || *a.triangle == *b.triangle)
	}
	return a.value == b.value && (a.term != 0) == (b.term != 0) && a.fuzzy == b.fuzzy
}

// sameRatio allows for 1/(1/x).
func sameRatio(a, b float64) bool { return max(a, b) <= min(a, b)*(1+1e-12) }

// form is one returned file being read.
type form struct {
	r       *reader
	meta    *formMeta
	expert  int32
	asked   []question // of the study's that stand in the form, in the study's order
	answers map[question]*formAnswer
	bad     map[question]string // what cannot be used, with what stands there
}

// Collect merges returned forms into a study. The error holds the study's own errors, which must be corrected first; everything wrong with the forms is in
// the collection. Nothing is guessed: a cell, row, column or form that is not certain is left out and reported, and the rest is merged.
func Collect(studyFile FormFile, files []FormFile) (*Collection, error) {
	before := readUnanswered(studyFile.Name, studyFile.Data)
	if err := before.issues.Err(); err != nil {
		return nil, before.issues
	}
	merged := *before.study
	merged.Scores, merged.Judgements = slices.Clone(merged.Scores), slices.Clone(merged.Judgements)
	merged.Rounds, merged.Sheets, merged.Terms = slices.Clone(merged.Rounds), slices.Clone(merged.Sheets), slices.Clone(merged.Terms)
	c := &Collection{Study: &merged, before: before, data: studyFile.Data, old: [2]int{len(merged.Scores), len(merged.Judgements)}}
	now := questionsOf(&merged)

	type who struct {
		expert int32
		round  string
	}
	groups := map[who][]*form{}
	var order []who
	var nobody []FormReport
	for _, file := range files {
		if strings.HasPrefix(filepath.Base(file.Name), "~$") {
			c.Issues = append(c.Issues, study.Issue{Severity: study.Warning, Code: "W-FORM-LOCK", Place: study.Place{File: file.Name}, Remedy: "Nothing needs doing; close the form it belongs to before collecting.",
				Message: "This is a lock file of a form that is open in Excel, not a form."})
			continue
		}
		f := c.open(file, &now)
		if f.meta == nil || f.expert < 0 {
			c.Issues = append(c.Issues, f.r.issues...)
			report := FormReport{Files: []string{file.Name}, Result: FormRefused}
			if f.meta != nil {
				report.Expert, report.Name, report.Round = f.meta.expert, f.meta.name, f.meta.round
			}
			nobody = append(nobody, report)
			continue
		}
		k := who{f.expert, study.FoldRound(f.meta.round)}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], f)
	}
	slices.SortStableFunc(order, func(a, b who) int { return cmp.Compare(a.expert, b.expert) })
	returned, rounds := map[int32]bool{}, map[string]bool{}
	for _, k := range order {
		rounds[k.round] = true
	}
	had := c.answered(rounds)
	for _, k := range order {
		returned[k.expert] = true
		c.Forms = append(c.Forms, c.merge(groups[k]))
	}
	c.missing(returned, had)
	c.Forms = append(c.Forms, nobody...)
	c.Issues.Sort()
	return c, nil
}

// answered tells which experts have an answer of one of the rounds in the study, of any when no round is given.
func (c *Collection) answered(rounds map[string]bool) []bool {
	had := make([]bool, len(c.Study.Experts))
	in := func(round int32) bool {
		return len(rounds) == 0 || round < 0 && rounds[""] || round >= 0 && rounds[study.FoldRound(c.Study.Rounds[round])]
	}
	for _, a := range c.Study.Scores {
		had[a.Expert] = had[a.Expert] || a.State != study.Missing && in(a.Round)
	}
	for _, j := range c.Study.Judgements {
		had[j.Expert] = had[j.Expert] || in(j.Round)
	}
	return had
}

// missing reports the experts without a form and puts all in the study's order.
func (c *Collection) missing(returned map[int32]bool, had []bool) {
	var all []FormReport
	next := 0
	for e, x := range c.Study.Experts {
		for next < len(c.Forms) && c.Forms[next].Expert == x.ID {
			all = append(all, c.Forms[next])
			next++
		}
		if returned[int32(e)] || c.Study.Excluded.Experts[x.ID] {
			continue
		}
		report := FormReport{Expert: x.ID, Name: x.Name, Result: FormMissing}
		if had[e] {
			report.Result = FormKnown
		} else {
			c.Issues = append(c.Issues, study.Issue{Severity: study.Warning, Code: "W-FORM-NONE", Place: c.before.study.Place(x.Origin), Value: x.ID,
				Message: fmt.Sprintf("No form of %s came back.", nameOf(&x)), Remedy: "Ask for it, and collect again."})
		}
		all = append(all, report)
	}
	c.Forms = all
}

// nameOf is an expert's ID with the name.
func nameOf(e *study.Expert) string {
	if e.Name == "" || e.Name == e.ID {
		return e.ID
	}
	return e.ID + " (" + e.Name + ")"
}

// open reads one file as a form. meta is nil when it is none, expert −1 when it cannot be used.
func (c *Collection) open(file FormFile, now *questions) *form {
	b := c.before
	r := &reader{file: file.Name, study: c.Study, criteria: b.criteria, technologies: b.technologies, experts: b.experts, terms: b.terms, parents: b.parents}
	f := &form{r: r, expert: -1, answers: map[question]*formAnswer{}, bad: map[question]string{}}
	book, err := xlsx.Open(file.Data, xlsx.DefaultLimits())
	if err != nil {
		r.damaged(err)
		return f
	}
	r.book = book
	at := study.Place{File: file.Name}
	meta, err := readMeta(book)
	var damage *xlsx.DamageError
	switch {
	case errors.Is(err, errNoForm):
		r.fail("E-FORM-UNKNOWN", at, "", "Give only files that veche forms wrote and experts filled in; copied sheets lose what a form is known by.", "This is a workbook, but no form: %v.", err)
		return f
	case errors.Is(err, errNewForm):
		r.fail("E-FORM-VERSION", at, "", "Use the version of the program that made the forms.", "The form cannot be read: %v.", err)
		return f
	case errors.As(err, &damage):
		r.damaged(err)
		return f
	case err != nil:
		r.fail("E-FORM-META", study.Place{File: file.Name, Sheet: metaSheet}, "", "Send the expert a fresh form.", "The form cannot be trusted: %v.", err)
		return f
	}
	f.meta = meta
	older := meta.structure != now.hash()
	switch otherTitle := fold(meta.title) != fold(c.Study.Title); {
	case meta.sha256 == c.Study.Source.SHA256:
	case otherTitle && older:
		r.fail("E-FORM-STUDY", at, meta.title, "Collect it into its own study.", "The form belongs to another study, %q; this one is %q.", meta.title, c.Study.Title)
		return f
	case otherTitle:
		r.warn("W-FORM-TITLE", at, meta.title, "Check that it is the same study; its criteria and technologies are the same.", "The study was called %q when the form was made and is called %q.", meta.title, c.Study.Title)
	}
	k, ok := r.experts.ids[fold(meta.expert)]
	if !ok {
		r.fail("E-FORM-EXPERT", study.Place{File: file.Name, Sheet: metaSheet}, meta.expert, "Add the expert to Experts"+didYouMean(meta.expert, r.experts.all)+", and collect again.", "The form's expert %q is not in the study.", meta.expert)
		return f
	}
	f.expert = int32(k)
	expert := &c.Study.Experts[k]
	if fold(meta.name) != fold(expert.Name) {
		r.warn("W-FORM-NAMED", at, meta.name, "Check that it is the same person.", "%s was called %q when the form was made and is called %q in the study.", expert.ID, meta.name, expert.Name)
	}
	if c.Study.Excluded.Experts[expert.ID] {
		r.warn("W-FORM-EXCLUDED", at, expert.ID, "Nothing needs doing; the answers are kept and do not count.", "%s is left out of the study.", nameOf(expert))
	}
	if older {
		r.warn("W-FORM-OLD", at, "", "Answers that still match are merged; ask about the others if they matter.", "The form was made before the study changed: %s.", meta.questions.changes(now))
	}
	f.asked = f.shared(now)
	f.read(now)
	f.blanks()
	return f
}

// shared lists the study's questions that the form asks too.
func (f *form) shared(now *questions) []question {
	var asked []question
	for _, t := range now.technologies {
		for _, c := range now.criteria {
			if f.meta.questions.technology(t.id) >= 0 && f.meta.questions.criterion(c.code) >= 0 {
				asked = append(asked, question{x: f.technology(t.id), y: f.criterion(c.code)})
			}
		}
	}
	for _, p := range now.pairs {
		if f.meta.questions.pair(p[0], p[1]) {
			asked = append(asked, pairQuestion(f.criterion(p[0]), f.criterion(p[1])))
		}
	}
	return asked
}

func pairQuestion(a, b int32) question { return question{true, min(a, b), max(a, b)} }

// technology and criterion find an ID or code of the study, −1 when there is none; names do not count here.
func (f *form) technology(id string) int32 { return idOf(f.r.technologies, id) }
func (f *form) criterion(code string) int32 {
	return idOf(f.r.criteria, code)
}

func idOf(x *index, id string) int32 {
	if k, ok := x.ids[fold(id)]; ok {
		return int32(k)
	}
	return -1
}

// merge puts the forms of one expert and round into the study: one, or several that say the same.
func (c *Collection) merge(forms []*form) FormReport {
	f := forms[0]
	expert := &c.Study.Experts[f.expert]
	report := FormReport{Expert: expert.ID, Name: expert.Name, Round: f.meta.round, Asked: len(f.asked)}
	twice := false
	for k, g := range forms {
		report.Files = append(report.Files, g.r.file)
		if k == 0 {
			continue
		}
		diffs, first := differences(f, g)
		if len(diffs) == 0 {
			c.Issues = append(c.Issues, study.Issue{Severity: study.Warning, Code: "W-FORM-TWICE", Place: study.Place{File: g.r.file}, Message: fmt.Sprintf("%s says the same as %s; it was used once.", g.r.file, f.r.file), Remedy: "Nothing needs doing."})
			continue
		}
		twice = true
		c.Issues = append(c.Issues, study.Issue{Severity: study.Error, Code: "E-FORM-TWICE", Place: first, Value: expert.ID,
			Message: fmt.Sprintf("%s and %s are both forms of %s and differ in %s: %s. Neither was used.", f.r.file, g.r.file, nameOf(expert), plural(len(diffs), "cell"), shortList(diffs)),
			Remedy:  "Ask the expert which one counts, and collect again without the other."})
	}
	if twice {
		report.Result, report.Unmerged = FormRefused, report.Asked
		return report
	}
	c.Issues = append(c.Issues, f.r.issues...)
	c.put(f, &report)
	return report
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// differences lists the cells in which two forms of one expert differ, as "Scores!D9 (4, 5)", and the place of the first in the second form.
func differences(f, g *form) (diffs []string, first study.Place) {
	questions := slices.Clone(f.asked)
	for _, q := range g.asked {
		if !slices.Contains(questions, q) {
			questions = append(questions, q)
		}
	}
	first = study.Place{File: g.r.file}
	show := func(h *form, q question) (string, *formAnswer) {
		a := h.answers[q]
		switch {
		case a == nil && h.bad[q] == "":
			return "unusable", nil
		case a == nil:
			return h.bad[q], nil
		case a.shown == "":
			return "blank", a
		}
		return a.shown, a
	}
	for _, q := range questions {
		saidF, a := show(f, q)
		saidG, b := show(g, q)
		if a != nil && b != nil && a.same(b) || a == nil && b == nil && saidF == saidG {
			continue
		}
		where := f.what(q)
		if b != nil {
			where = b.t.name + "!" + xlsx.CellName(b.row, b.col)
			if len(diffs) == 0 {
				first = b.place()
			}
		}
		diffs = append(diffs, fmt.Sprintf("%s (%s, %s)", where, saidF, saidG))
	}
	return diffs, first
}

// what names a question.
func (f *form) what(q question) string {
	s := f.r.study
	if q.pair {
		return s.Criteria[q.x].Code + "/" + s.Criteria[q.y].Code
	}
	return s.Technologies[q.x].ID + "/" + s.Criteria[q.y].Code
}

// put merges a form's answers, unless one contradicts an answer that is in the study already.
func (c *Collection) put(f *form, report *FormReport) {
	s := c.Study
	round := int32(-1)
	if f.meta.round != "" {
		round = int32(slices.IndexFunc(s.Rounds, func(r string) bool { return study.FoldRound(r) == study.FoldRound(f.meta.round) }))
	}
	scores, judgements := map[question]int{}, map[question]int{}
	if round >= 0 || f.meta.round == "" {
		for k := range s.Scores[:c.old[0]] {
			if a := &s.Scores[k]; a.Expert == f.expert && a.Round == round {
				scores[question{x: a.Technology, y: a.Criterion}] = k
			}
		}
		for k := range s.Judgements[:c.old[1]] {
			if j := &s.Judgements[k]; j.Expert == f.expert && j.Round == round {
				judgements[pairQuestion(j.A, j.B)] = k
			}
		}
	}
	var conflicts []string
	var first study.Place
	for _, q := range f.asked {
		a := f.answers[q]
		if a == nil || a.state == study.Missing {
			continue
		}
		if was, same, ok := c.stands(q, a, scores, judgements); ok && !same {
			if conflicts == nil {
				first = a.place()
			}
			conflicts = append(conflicts, fmt.Sprintf("%s!%s (%s, in the study %s)", a.t.name, xlsx.CellName(a.row, a.col), a.shown, was))
		}
	}
	if conflicts != nil {
		report.Result, report.Unmerged = FormRefused, report.Asked
		c.Issues = append(c.Issues, study.Issue{Severity: study.Error, Code: "E-FORM-CONFLICT", Place: first, Value: report.Expert,
			Message: fmt.Sprintf("The study has other answers of %s%s already, in %s: %s. The form was not used.", nameOf(&s.Experts[f.expert]), ofRound(f.meta.round), plural(len(conflicts), "cell"), shortList(conflicts)),
			Remedy:  "Ask the expert which counts; remove the old answers from the study, or collect without this form."})
		return
	}
	if f.meta.round != "" && round < 0 {
		round = int32(len(s.Rounds))
		s.Rounds = append(s.Rounds, f.meta.round)
	}
	fresh, kept := 0, 0
	for _, q := range f.asked {
		a := f.answers[q]
		if a == nil {
			report.Unmerged++
			continue
		}
		switch a.state {
		case study.Given:
			report.Answered++
		case study.Abstained:
			report.Abstained++
		default:
			report.Blank++
		}
		if k, ok := scores[q]; ok && !q.pair {
			if s.Scores[k].State == study.Missing && a.state != study.Missing {
				c.filled = append(c.filled, filling{s.Scores[k].Origin, k})
				c.score(&s.Scores[k], f, a)
				fresh++
			} else if s.Scores[k].State != study.Missing && a.state == study.Missing {
				kept++
			}
			continue
		}
		if _, ok := judgements[q]; ok {
			if a.state == study.Missing {
				kept++
			}
			continue
		}
		if !q.pair {
			s.Scores = append(s.Scores, study.Score{Round: round, Expert: f.expert, Technology: q.x, Criterion: q.y})
			c.score(&s.Scores[len(s.Scores)-1], f, a)
			fresh++
		} else if a.state == study.Given { // a pair that is not compared is not in a study
			s.Judgements = append(s.Judgements, study.Judgement{Value: a.ratio, Round: round, Expert: f.expert, Parent: s.Criteria[a.a].Parent, A: a.a, B: a.b, Fuzzy: a.triangle, Origin: a.origin()})
			fresh++
		}
	}
	if kept > 0 {
		c.Issues = append(c.Issues, study.Issue{Severity: study.Warning, Code: "W-FORM-KEPT", Place: study.Place{File: f.r.file}, Value: report.Expert, Remedy: "Nothing needs doing; remove them from the study if the expert withdrew them.",
			Message: fmt.Sprintf("%s left blank here what the study has answers to; these were kept: %s.", nameOf(&s.Experts[f.expert]), plural(kept, "answer"))})
	}
	switch failed := f.r.issues.Err() != nil; {
	case failed && report.Answered+report.Abstained > 0:
		report.Result = FormPartly
	case failed:
		report.Result = FormRefused
	case report.Answered+report.Abstained == 0:
		report.Result = FormBlank
	case fresh == 0:
		report.Result = FormKnown
	default:
		report.Result = FormMerged
	}
}

func ofRound(round string) string {
	if round == "" {
		return ""
	}
	return " in round " + round
}

// stands looks for an answer to a question in the study: what it is, and whether the form's says the same. A blank one is none.
func (c *Collection) stands(q question, a *formAnswer, scores, judgements map[question]int) (was string, same, ok bool) {
	if q.pair {
		k, ok := judgements[q]
		if !ok {
			return "", false, false
		}
		j := &c.Study.Judgements[k]
		preferred, intensity := intensityCells(j.Value, j.Fuzzy)
		b := formAnswer{a: j.A, b: j.B, ratio: j.Value, triangle: j.Fuzzy, t: a.t}
		return fmt.Sprint(preferred, " ", intensity), a.same(&b), true
	}
	k, ok := scores[q]
	if !ok || c.Study.Scores[k].State == study.Missing {
		return "", false, false
	}
	was = "n/a"
	old := &c.Study.Scores[k]
	b := formAnswer{quantity: quantity{reading: reading{value: old.Value, state: old.State}, term: old.Term}, t: a.t}
	if old.Term > 0 {
		b.fuzzy = mcda.Triangle(c.Study.Terms[old.Term-1].Values)
	}
	if old.State == study.Given {
		was = fmt.Sprint(answerCell(c.Study, old.Value, old.Term))
	}
	return was, a.same(&b), true
}

// score fills in what a form answers.
func (c *Collection) score(x *study.Score, f *form, a *formAnswer) {
	x.Value, x.State, x.Origin = a.value, a.state, a.origin()
	if a.state != study.Given {
		x.Value = 0
	}
	q := a.quantity
	b := c.before
	f.r.typed = b.typed
	x.Term = f.r.register(&q, x.Origin)
	b.typed = f.r.typed
}

package workbook

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"veche/internal/mcda"
	"veche/internal/study"
)

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

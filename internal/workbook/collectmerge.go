package workbook

import (
	"fmt"
	"slices"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// merge puts the forms of one expert and round into the study: one, or several that say the same. One that says nothing, being blank or unreadable,
// contradicts no other.
func (c *Collection) merge(forms []*form) FormReport {
	expert := &c.Study.Experts[forms[0].expert]
	report := FormReport{Expert: expert.ID, Name: expert.Name, Round: forms[0].meta.round}
	c.notes(forms, expert)
	var saying, silent []*form
	for _, f := range forms {
		report.Files = append(report.Files, f.r.file)
		if f.says() {
			saying = append(saying, f)
		} else {
			silent = append(silent, f)
		}
	}
	if saying == nil {
		saying, silent = silent[:1], silent[1:]
	}
	report.Asked = len(saying[0].asked)
	for _, g := range silent {
		if errs := g.r.issues.Errors(); errs != nil {
			c.Issues = append(c.Issues, errs...)
			continue
		}
		c.warn("W-FORM-TWICE", study.Place{File: g.r.file}, expert.ID, language.M("Nothing needs doing."), "%s is blank; %s was used.", g.r.file, saying[0].r.file)
	}
	f, ok := c.join(saying)
	if !ok {
		report.Result, report.Unmerged = FormRefused, report.Asked
		return report
	}
	report.Asked = len(f.asked)
	c.Issues = append(c.Issues, f.r.issues...)
	c.put(f, &report)
	return report
}

// join makes one form of several of an expert: what one leaves blank, or says so that it cannot be read, another answers. ok is false when two of them contradict
// each other; then none is used.
func (c *Collection) join(forms []*form) (f *form, ok bool) {
	ok = true
	expert := &c.Study.Experts[forms[0].expert]
	for k, g := range forms {
		for _, f := range forms[:k] {
			diffs, first := differences(f, g)
			if len(diffs) == 0 {
				continue
			}
			ok = false
			c.fail("E-FORM-TWICE", first, expert.ID, language.M("Ask the expert which one counts, and collect again without the other."),
				"%s and %s are both forms of %s and differ in %s: %s. Neither was used.", f.r.file, g.r.file, nameOf(expert), language.M("%d cell|%d cells", len(diffs)), shortList(diffs))
		}
	}
	if !ok || len(forms) == 1 {
		return forms[0], ok
	}
	f = forms[0]
	for _, g := range forms[1:] {
		if added := f.take(g); added == 0 {
			c.warn("W-FORM-TWICE", study.Place{File: g.r.file}, expert.ID, language.M("Nothing needs doing."), "%s says nothing that is not in %s; it was used once.", g.r.file, f.r.file)
		} else {
			c.warn("W-FORM-TWICE", study.Place{File: g.r.file}, expert.ID, language.M("Nothing needs doing."), "%s and %s complete each other; both were used.", f.r.file, g.r.file)
		}
	}
	return f, true
}

// take adds to a form what another of the same expert says and it does not, and the other's issues; what one of them leaves unreadable and the other answers is no
// issue any more. It returns how many answers it took.
func (f *form) take(g *form) (added int) {
	settled := map[*form]map[int]bool{f: {}, g: {}}
	settle := func(h *form, q question) {
		for k := h.bad[q].from; k < h.bad[q].to; k++ {
			settled[h][k] = true
		}
		delete(h.bad, q)
	}
	for _, list := range []struct{ own, other *[]question }{{&f.asked, &g.asked}, {&f.aside, &g.aside}} {
		for _, q := range *list.other {
			a, b := f.answers[q], g.answers[q]
			if !slices.Contains(*list.own, q) {
				*list.own = append(*list.own, q)
			}
			_, lost := g.bad[q]
			switch {
			case b != nil && b.state != study.Missing && (a == nil || a.state == study.Missing):
				settle(f, q)
				f.answers[q] = b
				added++
			case lost && (a == nil || a.state == study.Missing):
				if _, both := f.bad[q]; !both {
					f.bad[q] = spoiled{shown: g.bad[q].shown, at: g.bad[q].at} // its issues stay g's
					delete(f.answers, q)
				}
			case lost:
				settle(g, q)
			case a == nil && b != nil:
				if _, both := f.bad[q]; !both { // a row gone here and blank there
					f.answers[q] = b
				}
			}
		}
	}
	var issues study.Issues
	for _, h := range []*form{f, g} {
		for k, i := range h.r.issues {
			if !settled[h][k] && i.Code != "W-FORM-BLANK" {
				issues = append(issues, i)
			}
		}
	}
	f.r.issues = issues
	for q, b := range f.bad { // where they stood is gone
		b.from, b.to = 0, 0
		f.bad[q] = b
	}
	f.blanks()
	return added
}

// says reports whether anything was answered, even if it cannot be used.
func (f *form) says() bool {
	for _, a := range f.answers {
		if a.state != study.Missing {
			return true
		}
	}
	for _, b := range f.bad {
		if b.shown != "" {
			return true
		}
	}
	return false
}

func (c *Collection) fail(code string, at study.Place, value string, remedy language.Message, format string, args ...any) {
	c.Issues = append(c.Issues, study.Issue{Severity: study.Error, Code: code, Place: at, Value: value, Message: language.M(format, args...), Remedy: remedy})
}

func (c *Collection) warn(code string, at study.Place, value string, remedy language.Message, format string, args ...any) {
	c.Issues = append(c.Issues, study.Issue{Severity: study.Warning, Code: code, Place: at, Value: value, Message: language.M(format, args...), Remedy: remedy})
}

// differences lists the cells in which two forms of one expert differ, as "Scores!D9 (4, 5)", and the place of the first in the second form.
func differences(f, g *form) (diffs []string, first study.Place) {
	questions, there := slices.Clone(f.asked), map[question]bool{}
	for _, q := range questions {
		there[q] = true
	}
	for _, q := range g.asked {
		if !there[q] {
			questions = append(questions, q)
		}
	}
	first = study.Place{File: g.r.file}
	show := func(h *form, q question) (string, *formAnswer) {
		a := h.answers[q]
		switch {
		case a == nil && h.bad[q].shown == "":
			return "unusable", nil
		case a == nil:
			return h.bad[q].shown, nil
		case a.shown == "":
			return "blank", a
		}
		return a.shown, a
	}
	for _, q := range questions {
		saidF, a := show(f, q)
		saidG, b := show(g, q)
		silent := a == nil || b == nil || a.state == study.Missing || b.state == study.Missing
		if silent && (a != nil || b != nil || f.bad[q].shown == "" || g.bad[q].shown == "") || a != nil && b != nil && a.same(b) || a == nil && b == nil && saidF == saidG {
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

// standing is what the study had of an expert in a round before: places in Scores and Judgements.
type standing struct {
	round              int32 // −1 for answers of no round, or of one the study does not have
	scores, judgements map[question]int
	unread             map[question]int // pairs that could not be read
}

func (c *Collection) standing(f *form) standing {
	s := c.Study
	had := standing{-1, map[question]int{}, map[question]int{}, map[question]int{}}
	if f.meta.round != "" {
		had.round = int32(slices.IndexFunc(s.Rounds, func(r string) bool { return study.FoldRound(r) == study.FoldRound(f.meta.round) }))
		if had.round < 0 {
			return had
		}
	}
	for k := range s.Scores[:c.old[0]] {
		if a := &s.Scores[k]; a.Expert == f.expert && a.Round == had.round {
			had.scores[question{x: a.Technology, y: a.Criterion}] = k
		}
	}
	for k := range s.Judgements[:c.old[1]] {
		if j := &s.Judgements[k]; j.Expert == f.expert && j.Round == had.round {
			had.judgements[pairQuestion(j.A, j.B)] = k
		}
	}
	for k := range s.Unread[:c.old[2]] {
		if x := &s.Unread[k]; x.Technology < 0 && x.Expert == f.expert && x.Round == had.round {
			had.unread[pairQuestion(x.A, x.B)] = k
		}
	}
	return had
}

// put merges a form's answers, unless one contradicts an answer that is in the study already.
func (c *Collection) put(f *form, report *FormReport) {
	s, expert := c.Study, &c.Study.Experts[f.expert]
	had := c.standing(f)
	var conflicts []language.Message
	var first study.Place
	for _, q := range slices.Concat(f.asked, f.aside) {
		a := f.answers[q]
		if a == nil || a.state == study.Missing {
			continue
		}
		if was, same, ok := c.stands(q, a, had); ok && !same {
			if conflicts == nil {
				first = a.place()
			}
			conflicts = append(conflicts, language.M("%s!%s (%s, in the study %s)", a.t.name, xlsx.CellName(a.row, a.col), a.shown, was))
		}
	}
	if conflicts != nil {
		report.Result, report.Unmerged = FormRefused, report.Asked
		c.fail("E-FORM-CONFLICT", first, report.Expert, language.M("Ask the expert which counts; remove the old answers from the study, or collect without this form."),
			"The study has other answers of %s%s already, in %s: %s. The form was not used.", nameOf(expert), ofRound(f.meta.round), language.M("%d cell|%d cells", len(conflicts)), shortMessages(conflicts))
		return
	}
	if f.meta.round != "" && had.round < 0 {
		had.round = int32(len(s.Rounds))
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
			if q.pair {
				c.decline(f.expert, q)
			}
		default:
			report.Blank++
		}
		added, stays := c.add(f, q, a, had)
		fresh, kept = fresh+added, kept+stays
	}
	for _, q := range f.asked {
		if f.answers[q] == nil {
			c.unread(f, q, had, report.Answered+report.Abstained > 0)
		}
	}
	for _, q := range f.aside {
		if a := f.answers[q]; a != nil && a.state == study.Given { // kept, and known not to count
			added, _ := c.add(f, q, a, had)
			fresh += added
		}
	}
	if kept > 0 {
		c.warn("W-FORM-KEPT", study.Place{File: f.r.file}, report.Expert, language.M("Nothing needs doing; remove them from the study if the expert withdrew them."),
			"%s left blank here what the study has answers to; these were kept: %s.", nameOf(expert), language.M("%d answer|%d answers", kept))
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

// add merges one answer and counts it: added to the study, or kept there although the form leaves it blank.
func (c *Collection) add(f *form, q question, a *formAnswer, had standing) (added, kept int) {
	s := c.Study
	k, scored := had.scores[q]
	_, judged := had.judgements[q]
	switch {
	case scored && !q.pair && s.Scores[k].State == study.Missing && a.state != study.Missing:
		c.filled = append(c.filled, filling{at: s.Scores[k].Origin, score: k})
		c.known(&s.Scores[k])
		c.score(&s.Scores[k], f, a)
		return 1, 0
	case scored && !q.pair && s.Scores[k].State != study.Missing && a.state == study.Missing, judged && a.state == study.Missing:
		return 0, 1
	case scored && !q.pair, judged:
		return 0, 0
	case !q.pair:
		s.Scores = append(s.Scores, study.Score{Round: had.round, Expert: f.expert, Technology: q.x, Criterion: q.y})
		c.score(&s.Scores[len(s.Scores)-1], f, a)
		return 1, 0
	case a.state == study.Given: // a pair that is not compared is not in a study
		if k, ok := had.unread[q]; ok { // its row is there
			c.filled = append(c.filled, filling{at: s.Unread[k].Origin, judgement: len(s.Judgements) + 1})
			s.Unread[k].Text = ""
		}
		s.Judgements = append(s.Judgements, study.Judgement{Value: a.ratio, Round: had.round, Expert: f.expert, Parent: s.Criteria[a.a].Parent, A: a.a, B: a.b, Fuzzy: a.triangle, Origin: a.origin()})
		return 1, 0
	}
	return 0, 0
}

func ofRound(round string) language.Message {
	if round == "" {
		return language.Message{}
	}
	return language.M(" in round %s", round)
}

// stands looks for an answer to a question in the study: what it is, and whether the form's says the same. A blank one is none.
func (c *Collection) stands(q question, a *formAnswer, had standing) (was string, same, ok bool) {
	if q.pair {
		k, ok := had.judgements[q]
		if !ok {
			return "", false, false
		}
		j := &c.Study.Judgements[k]
		preferred, intensity := intensityCells(j.Value, j.Fuzzy)
		b := formAnswer{a: j.A, b: j.B, ratio: j.Value, triangle: j.Fuzzy, t: a.t}
		return fmt.Sprint(preferred, " ", intensity), a.same(&b), true
	}
	k, ok := had.scores[q]
	if !ok || c.Study.Scores[k].State == study.Missing {
		return "", false, false
	}
	was = "n/a"
	old := &c.Study.Scores[k]
	b := formAnswer{quantity: quantity{reading: reading{value: old.Value, state: old.State}, term: old.Term}, t: a.t}
	if old.Term > 0 {
		b.take(c.Study.Terms[old.Term-1].Values, old.Term)
		b.value = old.Value
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

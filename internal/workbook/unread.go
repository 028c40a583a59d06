package workbook

import (
	"strings"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// unreadMarks stand before what an expert wrote where collecting could not read it, in English and Russian: the answer was asked for, came, and is asked for again.
var unreadMarks = inBoth{"unreadable:", "не прочитано:"}

// unreadCell is what collecting writes in place of an answer it could not read.
func unreadCell(russian bool, text string) string {
	mark := unreadMarks[0]
	if russian {
		mark = unreadMarks[1]
	}
	return strings.TrimSpace(mark + " " + brief(text))
}

// unreadText tells a cell that [unreadCell] wrote, and what the expert had written there.
func unreadText(c xlsx.Cell) (said string, ok bool) {
	if c.Kind != xlsx.Text || c.HasFormula || len(c.Text) == 0 {
		return "", false
	}
	cell := clean(c.Text)
	for _, mark := range unreadMarks {
		if len(cell) >= len(mark) && strings.EqualFold(cell[:len(mark)], mark) {
			return strings.Clone(strings.TrimSpace(cell[len(mark):])), true
		}
	}
	return "", false
}

// unreadScore stores an answer that could not be read as missing and known to be so.
func (r *reader) unreadScore(row row, c xlsx.Cell, a *study.Score) bool {
	said, ok := unreadText(c)
	if !ok {
		return false
	}
	a.State = study.Missing
	r.keep(row, c, a)
	r.study.Unread = append(r.study.Unread, study.Unread{Round: a.Round, Expert: a.Expert, Technology: a.Technology, Criterion: a.Criterion, Text: said, Origin: a.Origin})
	r.unreadAt = append(r.unreadAt, row.place(c))
	return true
}

// unreadPair remembers a comparison that could not be read.
func (r *reader) unreadPair(row row, expert, round int32, p pair) bool {
	c := row.get("Preferred")
	said, ok := unreadText(c)
	if !ok || p.on >= 0 {
		return false
	}
	r.study.Unread = append(r.study.Unread, study.Unread{Round: round, Expert: expert, Technology: -1, Criterion: -1, A: p.a, B: p.b, Text: said, Origin: row.t.where(row.n, row.t.col("A"))})
	r.unreadAt = append(r.unreadAt, row.place(c))
	return true
}

// sayUnread warns of answers that could not be read, apart from those that the expert has answered in a later round: nobody is asked for them any more.
func (r *reader) sayUnread() {
	s := r.study
	if len(s.Unread) == 0 {
		return
	}
	type question struct {
		pair         bool
		expert, x, y int32
	}
	latest := map[question]int32{} // the last round in which each was answered
	note := func(q question, round int32) {
		if last, ok := latest[q]; !ok || round > last {
			latest[q] = round
		}
	}
	for k := range s.Scores {
		if a := &s.Scores[k]; a.State != study.Missing {
			note(question{false, a.Expert, a.Technology, a.Criterion}, a.Round)
		}
	}
	for k := range s.Judgements {
		j := &s.Judgements[k]
		note(question{true, j.Expert, min(j.A, j.B), max(j.A, j.B)}, j.Round)
	}
	for k := range s.Unread {
		x := &s.Unread[k]
		q := question{true, x.Expert, min(x.A, x.B), max(x.A, x.B)}
		what := language.M("The answer of %s on the pair %s/%s came in a form and could not be read: “%s”.", s.Experts[x.Expert].ID, s.Criteria[x.A].Code, s.Criteria[x.B].Code, x.Text)
		if x.Technology >= 0 {
			q = question{false, x.Expert, x.Technology, x.Criterion}
			what = language.M("The answer of %s on %s and %s came in a form and could not be read: “%s”.", s.Experts[x.Expert].ID, s.Technologies[x.Technology].ID, s.Criteria[x.Criterion].Code, x.Text)
		}
		if last, ok := latest[q]; ok && last > x.Round {
			continue
		}
		r.report(study.Warning, "W-ANSWER-UNREAD", r.unreadAt[k], x.Text, language.M("Ask the expert, and enter the answer in place of this text."), what)
	}
}

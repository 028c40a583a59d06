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
			return strings.TrimSpace(cell[len(mark):]), true
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
	r.study.Scores = append(r.study.Scores, *a)
	r.study.Unread = append(r.study.Unread, study.Unread{Round: a.Round, Expert: a.Expert, Technology: a.Technology, Criterion: a.Criterion, Text: said, Origin: a.Origin})
	r.warn("W-ANSWER-UNREAD", row.place(c), said, language.M("Ask the expert, and enter the answer in place of this text."), "The answer of %s on %s and %s came in a form and could not be read: “%s”.",
		r.study.Experts[a.Expert].ID, r.study.Technologies[a.Technology].ID, r.study.Criteria[a.Criterion].Code, said)
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
	r.warn("W-ANSWER-UNREAD", row.place(c), said, language.M("Ask the expert, and enter the answer in place of this text."), "The answer of %s on the pair %s/%s came in a form and could not be read: “%s”.",
		r.study.Experts[expert].ID, r.study.Criteria[p.a].Code, r.study.Criteria[p.b].Code, said)
	return true
}

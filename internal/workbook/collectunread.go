package workbook

import (
	"slices"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// spoiled is an answer that cannot be used: a formula without its value is itself what stands there.
func (t *table) spoiled(c xlsx.Cell) spoiled {
	shown := t.shown(c)
	if shown == "" && c.HasFormula {
		shown = "=" + c.Formula
	}
	return spoiled{shown: shown, at: t.where(c.Row, c.Col)}
}

// unread keeps in the study that a question was asked and what came cannot be used: a blank answer, with what was written there where something was. Of a form
// of which nothing could be used only the latter.
func (c *Collection) unread(f *form, q question, had standing, used bool) {
	s := c.Study
	bad := f.bad[q]
	said := clean(brief(bad.shown))
	at := bad.at
	if at.Sheet == 0 { // its row or column is gone
		if f.sheet == 0 {
			s.Sheets = append(s.Sheets, study.Sheet{File: f.r.file})
			f.sheet = uint16(len(s.Sheets))
		}
		at.Sheet = f.sheet
	}
	x := study.Unread{Round: had.round, Expert: f.expert, Technology: -1, Criterion: -1, Text: said, Origin: at}
	if q.pair {
		_, judged := had.judgements[q]
		_, known := had.unread[q]
		if judged || known || said == "" { // a pair that is not compared is not in a study
			return
		}
		x.A, x.B = q.x, q.y
		s.Unread = append(s.Unread, x)
		return
	}
	if _, scored := had.scores[q]; scored || said == "" && !used {
		return
	}
	s.Scores = append(s.Scores, study.Score{Round: had.round, Expert: f.expert, Technology: q.x, Criterion: q.y, State: study.Missing, Origin: at})
	if said != "" {
		x.Technology, x.Criterion = q.x, q.y
		s.Unread = append(s.Unread, x)
	}
}

// decline remembers a pair that an expert does not want to compare.
func (c *Collection) decline(expert int32, q question) {
	if c.declined == nil {
		c.declined = map[int32][]question{}
	}
	c.declined[expert] = append(c.declined[expert], q)
}

// known removes an answer that could not be read before from those that cannot.
func (c *Collection) known(a *study.Score) {
	for k := range c.Study.Unread[:c.old[2]] {
		if x := &c.Study.Unread[k]; x.Technology == a.Technology && x.Criterion == a.Criterion && x.Expert == a.Expert && x.Round == a.Round {
			x.Text = ""
		}
	}
}

// settleUnread leaves out of the study what was answered since; until the end its places stay as they were read.
func (c *Collection) settleUnread() {
	kept := c.old[2]
	for _, x := range c.Study.Unread[:c.old[2]] {
		if x.Text == "" {
			kept--
		}
	}
	c.old[2] = kept
	c.Study.Unread = slices.DeleteFunc(c.Study.Unread, func(x study.Unread) bool { return x.Text == "" })
}

// conflicted says which answers came although the expert declared a conflict of interest.
func (f *form) conflicted() {
	var technologies []string
	n := 0
	var first *formAnswer
	for _, q := range f.aside {
		a := f.answers[q]
		if a == nil || a.state != study.Given {
			continue
		}
		if n++; first == nil {
			first = a
		}
		if id := f.r.study.Technologies[q.x].ID; !slices.Contains(technologies, id) {
			technologies = append(technologies, id)
		}
	}
	if n > 0 {
		f.r.warn("W-FORM-INTEREST", first.place(), first.shown, language.M("Nothing needs doing; the answers are kept and do not count."), "%s declared a conflict of interest on %s and answered all the same: %s.",
			f.meta.expert, shortList(technologies), language.M("%d answer|%d answers", n))
	}
}

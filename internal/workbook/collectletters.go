package workbook

import (
	"fmt"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// Letter is what to write to an expert who owes answers.
type Letter struct {
	Expert string // ID
	File   string // a file name, as of [Form], ending in .txt
	Text   string
}

// owed are the questions an expert has not answered in the round that was collected.
type owed struct {
	asked, blank int
	scores       []question // left blank or never asked, by technology
	pairs        []question
	unread       []study.Unread
}

// Letters are the reminders to the experts who owe answers in the round that was collected, in the study's order: what is blank, and what could not be read.
// Whoever owes nothing gets none.
func (c *Collection) Letters(l language.Language) []Letter {
	var letters []Letter
	for e := range c.Study.Experts {
		x := &c.Study.Experts[e]
		if c.Study.Excluded.Experts[x.ID] {
			continue
		}
		o := c.owes(int32(e))
		if len(o.scores)+len(o.pairs)+len(o.unread) == 0 && !c.refused(x.ID) {
			continue
		}
		letters = append(letters, Letter{Expert: x.ID, File: strings.TrimSuffix(c.files[e], ".xlsx") + ".txt", Text: c.letter(x, &o, l)})
	}
	return letters
}

// refused reports whether a form of an expert came and was not used.
func (c *Collection) refused(id string) bool {
	return slices.ContainsFunc(c.Forms, func(r FormReport) bool { return r.Expert == id && r.Result == FormRefused })
}

func (c *Collection) owes(expert int32) (o owed) {
	s := c.Study
	in := func(round int32) bool {
		return round < 0 && c.round == "" || round >= 0 && study.FoldRound(s.Rounds[round]) == c.round
	}
	answered := map[question]bool{}
	judges := false
	for k := range s.Scores {
		if a := &s.Scores[k]; a.Expert == expert && in(a.Round) && a.State != study.Missing {
			answered[question{x: a.Technology, y: a.Criterion}] = true
		}
	}
	for k := range s.Judgements {
		if j := &s.Judgements[k]; j.Expert == expert && in(j.Round) {
			answered[pairQuestion(j.A, j.B)], judges = true, true
		}
	}
	for _, q := range c.declined[expert] {
		answered[q] = true
	}
	for _, x := range s.Unread {
		q := question{x: x.Technology, y: x.Criterion}
		if x.Technology < 0 {
			q = pairQuestion(x.A, x.B)
		}
		if x.Expert == expert && in(x.Round) && !answered[q] {
			o.unread, answered[q] = append(o.unread, x), true
		}
	}
	asks := c.asks()
	came := slices.ContainsFunc(c.Forms, func(r FormReport) bool { return r.Expert == s.Experts[expert].ID && len(r.Files) > 0 })
	for _, q := range asks {
		switch {
		case q.pair && judges && !came: // whether the others were declined is not in the study
		case !q.pair && s.Conflicted(int(expert), int(q.x)):
		default:
			if o.asked++; answered[q] {
				continue
			}
			if o.blank++; q.pair {
				o.pairs = append(o.pairs, q)
			} else {
				o.scores = append(o.scores, q)
			}
		}
	}
	return o
}

// asks are the study's questions.
func (c *Collection) asks() (all []question) {
	for _, t := range c.now.technologies {
		for _, k := range c.now.criteria {
			all = append(all, question{x: int32(c.Study.Technology(t.id)), y: int32(c.Study.Criterion(k.code))})
		}
	}
	for _, p := range c.now.pairs {
		all = append(all, pairQuestion(int32(c.Study.Criterion(p[0])), int32(c.Study.Criterion(p[1]))))
	}
	return all
}

// letter is one reminder.
func (c *Collection) letter(x *study.Expert, o *owed, l language.Language) string {
	s := c.Study
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	var b strings.Builder
	line := func(text string, args ...any) { b.WriteString(say(text, args...) + "\n") }
	name := x.Name
	if name == "" {
		name = x.ID
	}
	line("Dear %s,", name)
	b.WriteString("\n")
	if round := c.roundName(); round != "" {
		line("this is about “%s”, round %s.", s.Title, round)
	} else {
		line("this is about “%s”.", s.Title)
	}
	form := strings.TrimSuffix(c.files[s.Expert(x.ID)], ".xlsx") + ".xlsx"
	silent := o.asked > 0 && o.blank == o.asked && len(o.unread) == 0
	switch {
	case silent && c.refused(x.ID):
		line("Your form came, but it could not be used:")
	case silent:
		line("Your form has not come back yet, or came back blank. Please fill in %s and send it back.", form)
		return b.String()
	default:
		line("Thank you for your answers. Something is still missing.")
	}
	c.asksOf(&b, x.ID, l)
	if len(o.unread) > 0 {
		b.WriteString("\n")
		line("These answers could not be read; please give each as one answer of the scale:")
		for _, u := range o.unread {
			if u.Technology >= 0 {
				line("  %s %s, %s: you wrote “%s”", s.Technologies[u.Technology].ID, s.Technologies[u.Technology].Name, c.criterionSaid(u.Criterion), u.Text)
			} else {
				line("  %s or %s: you wrote “%s”", c.criterionSaid(u.A), c.criterionSaid(u.B), u.Text)
			}
		}
	}
	if len(o.scores)+len(o.pairs) > 0 && !silent {
		b.WriteString("\n")
		line("%d answer of %d is blank:|%d answers of %d are blank:", len(o.scores)+len(o.pairs), o.asked)
		for k := 0; k < len(o.scores); {
			t := o.scores[k].x
			var codes []string
			for ; k < len(o.scores) && o.scores[k].x == t; k++ {
				codes = append(codes, c.criterionSaid(o.scores[k].y))
			}
			fmt.Fprintf(&b, "  %s %s: %s\n", s.Technologies[t].ID, s.Technologies[t].Name, strings.Join(codes, "; "))
		}
		for _, q := range o.pairs {
			line("  %s or %s: which matters more?", c.criterionSaid(q.x), c.criterionSaid(q.y))
		}
		line("If you don't know, n/a is an answer too.")
	}
	b.WriteString("\n")
	line("Please complete %s and send it back.", form)
	return b.String()
}

// asksOf adds what was wrong with an expert's forms as a whole.
func (c *Collection) asksOf(b *strings.Builder, id string, l language.Language) {
	for _, r := range c.Forms {
		if r.Expert != id || r.Result != FormRefused {
			continue
		}
		for _, i := range c.Ask(r) {
			if i.Severity == study.Error {
				fmt.Fprintf(b, "  %s: %s\n", i.Place, i.Message.In(l))
			}
		}
	}
}

func (c *Collection) criterionSaid(k int32) string {
	x := &c.Study.Criteria[k]
	if x.Name == "" || x.Name == x.Code {
		return x.Code
	}
	return x.Code + " " + x.Name
}

// roundName is the round that was collected as the study names it.
func (c *Collection) roundName() string {
	for _, r := range c.Study.Rounds {
		if study.FoldRound(r) == c.round {
			return r
		}
	}
	return c.round
}

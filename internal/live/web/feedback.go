package web

import (
	"errors"
	"net/http"
	"strings"

	"veche/internal/language"
	"veche/internal/live"
)

// fillFeedback lets a ballot show, in a later round, what the panel said in the one before: the distribution as far as it may be shown, and the arguments.
func (s *Server) fillFeedback(r *http.Request, v *visit, b *booth, own *live.Ballot) error {
	if !v.may(live.SeeFigures) {
		return nil
	}
	f, err := v.panel.Figures(r.Context(), v.actor)
	if errors.Is(err, live.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	b.feedback = func(t, c int) (said, brief string) {
		x := f.Cell(v.study.Technologies[t].ID, v.study.Criteria[c].Code)
		if x == nil {
			return "", ""
		}
		q := live.Question{Technology: x.Technology, Criterion: x.Criterion}
		if was, ok := own.Before[q]; ok && v.state.Phase == live.Opened {
			if value := answerValue(q, was); value != "" {
				said = b.say("You before: %s.", strings.TrimPrefix(value, termMark)) + " "
			}
		}
		if x.All.Shown {
			brief = spreadSaid(b.l, x.All)
			said += b.say("The panel: %s.", brief)
		}
		for _, bloc := range f.Blocs {
			if y, ok := x.Blocs[bloc]; ok && y.Shown {
				said += " " + bloc + ": " + spreadSaid(b.l, y) + "."
			}
		}
		return strings.TrimSpace(said), brief
	}
	arguments, err := v.panel.Arguments(r.Context(), v.actor)
	if err != nil {
		return err
	}
	b.said = func(t int) []argumentView { return argued(v, b, arguments, v.study.Technologies[t].ID) }
	return nil
}

// argued are the arguments on a technology, each with what was answered to it and a field for the reader's reply.
func argued(v *visit, b *booth, arguments []live.Argument, technology string) []argumentView {
	var all []argumentView
	at := map[string]int{}
	for _, a := range arguments {
		if a.Technology != technology || a.Kind == live.Reply {
			continue
		}
		at[a.ID] = len(all)
		field := fieldName(replyField, a.Technology, a.Criterion, a.ID)
		x := argumentView{Kind: kindSaid(a.Kind).In(b.l), Text: a.Text, Reply: noteView{field, b.say("Your reply"), b.given[field], b.open}}
		if a.Criterion != "" {
			x.On = v.criterionOf(a.Criterion)
		}
		all = append(all, x)
	}
	for _, a := range arguments {
		if k, ok := at[a.To]; ok && a.Kind == live.Reply {
			all[k].Replies = append(all[k].Replies, a.Text)
		}
	}
	return all
}

// kindSaid is the kind of an argument in words.
func kindSaid(kind live.NoteKind) language.Message {
	switch kind {
	case live.Pro:
		return language.M("For‹argument›")
	case live.Contra:
		return language.M("Against‹argument›")
	case live.Reply:
		return language.M("Reply‹argument›")
	}
	return language.M("Comment")
}

// spreadSaid is where the middle half of a group's answers lies.
func spreadSaid(l language.Language, x live.Spread) string {
	return decimal(l, x.Median) + " [" + decimal(l, x.Lower) + "–" + decimal(l, x.Upper) + "]"
}

// figures are the panel's answers by bloc, as far as they may be shown.
func (s *Server) figures(r *http.Request, v *visit, l language.Language) ([]*sectionView, error) {
	f, err := v.panel.Figures(r.Context(), v.actor)
	if err != nil {
		return nil, err
	}
	t := &tableView{Title: language.Say(l, "Answers in round %s: the median and, in brackets, where the middle half lies", f.Round), Note: language.Say(l, "A dash: fewer than five answers, or what would give one away.")}
	t.Heads = []cellView{{Text: language.Say(l, "Criterion")}, {Text: language.Say(l, "All"), Number: true}}
	for _, bloc := range f.Blocs {
		t.Heads = append(t.Heads, cellView{Text: bloc, Number: true})
	}
	shown := func(x live.Spread, ok bool) cellView {
		if !ok || !x.Shown {
			return cellView{Text: "–", Number: true}
		}
		return cellView{Text: spreadSaid(l, x), Number: true}
	}
	for k, c := range f.Cells {
		if k == 0 || f.Cells[k-1].Technology != c.Technology {
			t.Rows = append(t.Rows, []cellView{{Text: c.Technology + " " + v.titleOf(c.Technology), Span: len(t.Heads)}})
		}
		row := []cellView{{Text: v.criterionOf(c.Criterion), Head: true}, shown(c.All, true)}
		for _, bloc := range f.Blocs {
			x, ok := c.Blocs[bloc]
			row = append(row, shown(x, ok))
		}
		t.Rows = append(t.Rows, row)
	}
	return []*sectionView{{Tables: []*tableView{t}}}, nil
}

// titleOf is a technology's name by its ID.
func (v *visit) titleOf(id string) string {
	if k := v.study.Technology(id); k >= 0 {
		return v.study.Technologies[k].Title()
	}
	return ""
}

// criterionOf is a criterion's name by its code.
func (v *visit) criterionOf(code string) string {
	if k := v.study.Criterion(code); k >= 0 {
		return v.study.Criteria[k].Title()
	}
	return code
}

// agreed reports whether the reader has agreed to what is kept of them, or need not.
func (s *Server) agreed(_ *http.Request, v *visit) (bool, error) {
	return !v.me.Consented.IsZero(), nil
}

package report

import (
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// Own is what one expert's judgements below a parent say so far, for that expert while they are being given.
type Own struct {
	Criteria     []int     // below the parent, in the study's order
	Weights      []float64 // of them, sum 1; nil while too little was compared
	State        string    // how far the judgements go and whether they fit together
	Inconsistent bool      // the consistency ratio is above [study.ConsistencyLimit]
	Advice       []string  // the judgements to look at first, at most three
}

// OwnJudgements says what the expert at that place of the study says by judgements of no round.
func OwnJudgements(s *study.Study, expert int, parent string, l language.Language) Own {
	d, err := s.Judged(expert, parent)
	if err != nil {
		return Own{State: language.Of(err).In(l)}
	}
	own := Own{Criteria: d.Criteria}
	name := func(place int) string { return s.Criteria[d.Criteria[place]].Title() }
	if d.Node == nil {
		own.Criteria = nil
		if d.Given == 0 {
			own.State = language.Say(l, "Nothing is compared yet.")
			return own
		}
		var groups []string
		for _, g := range d.Apart {
			var names []string
			for _, place := range g {
				names = append(names, name(place))
			}
			groups = append(groups, "{"+strings.Join(names, ", ")+"}")
		}
		own.State = language.Say(l, "Not enough yet: nothing compared between %s", strings.Join(groups, " "))
		return own
	}
	own.Weights = d.Node.Weights
	own.State = language.Say(l, "%d of %d compared.", d.Given, d.Pairs)
	if d.Node.AHP == nil || len(d.Criteria) < 3 {
		return own
	}
	if d.Node.AHP.CR <= study.ConsistencyLimit {
		own.State += " " + language.Say(l, "They fit together (consistency ratio %.2f; up to %.2f is good).", d.Node.AHP.CR, study.ConsistencyLimit)
		return own
	}
	own.Inconsistent = true
	own.State += " " + language.Say(l, "They contradict each other: the consistency ratio is %.2f, up to %.2f is good.", d.Node.AHP.CR, study.ConsistencyLimit)
	for _, a := range d.Advice[:min(3, len(d.Advice))] {
		own.Advice = append(own.Advice, language.Say(l, "Look again at “%s” against “%s”: you said %s; with %s the ratio would be %.2f.", name(a.I), name(a.J), study.Ratio(a.Given), study.Ratio(a.Suggested), a.CR))
	}
	return own
}

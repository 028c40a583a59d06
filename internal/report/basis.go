package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/weighting"
	"veche/internal/study"
)

// MethodOf is the ranking method's title with its settings.
func MethodOf(o *study.Outcome, l language.Language) string {
	title := language.Say(l, o.Method.Title)
	if settings := SettingsOf(o, l); settings != "" {
		title += " (" + settings + ")"
	}
	return title
}

// SettingsOf are the ranking method's parameters in words, sorted by name.
func SettingsOf(o *study.Outcome, l language.Language) string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(o.Parameters)) {
		words = append(words, language.Say(l, name)+": "+language.Value(o.Parameters[name]).In(l))
	}
	return strings.Join(words, ", ")
}

// WeightingOf says where the weights in force come from, as what follows "Weights: ".
func WeightingOf(o *study.Outcome, l language.Language) string {
	switch o.WeightingInForce() {
	case "moved":
		return language.Say(l, "set by hand in the session")
	case "direct":
		return language.Say(l, "as given in the study")
	}
	m, ok := weighting.Lookup(o.Weights.Weighting)
	if !ok {
		return language.Say(l, "mixed: %s", o.Weights.Weighting)
	}
	title := language.Say(l, m.Title)
	switch m.Basis {
	case weighting.Judgements:
		return language.Say(l, "from pairwise judgements (%s)", title)
	case weighting.Matrix:
		return language.Say(l, "from the scores (%s)", title)
	case weighting.Ranks:
		return language.Say(l, "from the order of importance (%s)", title)
	case weighting.Nothing:
		return language.Say(l, "all equal")
	}
	return language.Say(l, "as given in the study (%s)", title)
}

// ScoreHead is the heading of scores for readers, which says so where less is better.
func ScoreHead(o *study.Outcome, l language.Language) string {
	if o.Method.LowerIsBetter {
		return language.Say(l, "Score (lower is better)")
	}
	return language.Say(l, "Score")
}

// Answers counts the answers that count.
func Answers(o *study.Outcome) (answers int) {
	if !o.Cells.Answered() {
		return 0
	}
	for k := range o.Cells.Len() {
		answers += o.Cells.At(k).Answers
	}
	return answers
}

// Measured counts the criteria that are judged by measured values.
func Measured(o *study.Outcome) (criteria int) {
	for j := range o.Leaves {
		if len(o.Rows) > 0 && o.Cell(o.Rows[0].Index, j).Evidence { // a criterion has either, for all technologies
			criteria++
		}
	}
	return criteria
}

// Answering counts the experts with at least one score that counts.
func Answering(o *study.Outcome) int {
	in, _ := o.Study.ChosenRounds()
	conflicts := o.Study.Conflicts()
	seen := map[int32]bool{}
	for k := range o.Study.Scores {
		a := &o.Study.Scores[k]
		if a.State == study.Given && (a.Round < 0 || in[a.Round]) && !o.Study.Excluded.Experts[o.Study.Experts[a.Expert].ID] && !conflicts.Has(a.Expert, a.Technology) {
			seen[a.Expert] = true
		}
	}
	return len(seen)
}

// ReversalOf says whether adding or removing a technology can reorder the others.
func ReversalOf(o *study.Outcome, l language.Language) string {
	if o.Method.ReversalFree(o.Parameters) {
		return language.Say(l, "yes: adding or removing a technology cannot reorder the others")
	}
	return language.Say(l, "no: adding or removing a technology can reorder the others")
}

// ConsistencyOf says how consistent the panel's own judgements are, by node of the criteria tree.
func ConsistencyOf(o *study.Outcome, l language.Language) Facts {
	var facts Facts
	for _, n := range o.Weights.Nodes {
		if n.Expert == "" && n.Bloc == "" && n.AHP != nil {
			facts = append(facts, Fact{Name: language.Say(l, "Consistency %s", o.Study.Below(n.Parent)),
				Text: language.Say(l, "CR %s (λmax %s, random index %s, priorities: %s)", l.Number("%.4f", n.AHP.CR), l.Number("%.4f", n.AHP.LambdaMax), n.AHP.RI, language.Say(l, fmt.Sprint(n.AHP.Prioritization)))})
		}
	}
	return facts
}

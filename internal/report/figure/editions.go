package figure

import (
	"math"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study/compare"
)

// Editions draws each technology's place in the last edition and in this one: the list of this edition first, then who left it.
func Editions(c *compare.Comparison, l language.Language) *report.Figure {
	var lines []Line
	for _, p := range c.Places() {
		lines = append(lines, Line{p.Technology.ID, p.Technology.Name, []int{p.Last, p.This}})
	}
	say := func(text string) string { return language.Say(l, text) }
	return Bump("editions", say("Places in the two editions"), say("The order of the last edition beside that of this one."), []string{say("Last edition"), say("This edition")}, lines, l)
}

// EditionWeights draws what each criterion weighed in the last edition and what it weighs in this one; nil where nothing differs.
func EditionWeights(c *compare.Comparison, l language.Language) *report.Figure {
	var pairs []Pair
	same := true
	percent := func(w *float64) float64 {
		if w == nil {
			return math.NaN()
		}
		return 100 * *w
	}
	for _, w := range c.Weights() {
		same = same && w.Last != nil && w.This != nil && *w.Last == *w.This
		pairs = append(pairs, Pair{w.Criterion.Code, w.Criterion.Name, percent(w.Last), percent(w.This)})
	}
	if same {
		return nil
	}
	say := func(text string) string { return language.Say(l, text) }
	return Dumbbell("edition-weights", say("Weights in the two editions"), say("What each criterion weighed in the last edition and what it weighs in this one."), say("Weight, %"), [2]string{say("Last edition"), say("This edition")}, pairs, 1, false, l)
}

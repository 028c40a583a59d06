package selection

import (
	"strings"

	"veche/internal/language"
)

// What is said of a selection.
const (
	selOptimum    = "Best set: %s, value %s%s (proven)."
	selUncosted   = "Best set: %s, value %s%s without the cost of %s, which is not known."
	selFound      = "Best set found: %s, value %s%s. Not proven: %s; no set is worth more than %s (gap %s)."
	selOf         = " of %s"
	selCost       = ", cost %s"
	selPaid       = " for %s"
	selJoins      = " It would bring %s with it."
	selNothing    = "nothing"
	selByRank     = "By rank alone: %s, value %s%s."
	selBreaks     = "It breaks: %s."
	selNext       = "Next best: value %s%s%s."
	selWith       = ", with %s"
	selWithout    = ", without %s"
	selOut        = "%s (rank %d) is out: choosing it would lose %s of value. In its place: %s, worth %s%s.%s%s"
	selOutAlone   = "%s (rank %d) is out: choosing it would lose %s of value.%s"
	selImpossible = "%s (rank %d) is out: no set within the budget and the rules holds it.%s"
	selUndecided  = "%s (rank %d) is out; the time did not suffice to say what choosing it would lose."
	selEnters     = " It first enters at a budget of %s."
	selRules      = "Rules met: %d of %d."
	selDividend   = "Collaboration: synergies give %s of the value. Without them the best set is %s, value %s: the dividend is %s.%s"
	selSaves      = " The same value costs %s when synergies count."
	selRobust     = "Under %s: %d set is not beaten by another; core %d, borderline %d, out %d.|Under %s: %d sets are not beaten by another; core %d, borderline %d, out %d."
	selInstead    = "Weights within bounds of %d criteria have too many corners; those of the same order of importance were taken instead."
	selPartial    = "Not all such sets were found (%s): a core or an out may still be borderline."
	selCorners    = "The score is not linear in the weights: this holds for the %d weightings tried."
	selAsk        = "To settle the borderline ask whether the weight of %s is above %s: %d would be left if not, %d if so."
	selVoice      = "Without the weights of %s, %d would be left borderline."
	selFrontier   = "Value against budget (%s):"
	selExact      = "every step"
	selGrid       = "steps of %s"
)

// Word is one word about a selection: a verdict, a pin, why a search stopped.
func Word(l language.Language, word string) string { return sayOfSelection(l, word) }

// Words says a selection in sentences.
type Words struct {
	*Selection
	Language language.Language
}

func (w Words) say(text string, args ...any) string {
	return sayOfSelection(w.Language, text, args...)
}

// value writes a value with the outcome's decimals, amount money with no more than it has.
func (w Words) value(x float64) string {
	return w.Language.Fixed(x, w.Decimals())
}

func (w Words) amount(x float64) string { return w.Language.Amount(x) }

func (w Words) list(rows []int) string {
	if len(rows) == 0 {
		return w.say(selNothing)
	}
	return strings.Join(w.IDs(rows), ", ")
}

// cost says what a set costs, "" where nothing has a cost.
func (w Words) cost(x float64) string {
	for _, r := range w.Rows {
		if r.Technology.Cost != nil {
			return w.say(selCost, w.amount(x))
		}
	}
	return ""
}

// costless are the members of a set whose cost is not known, where others have one.
func (w Words) costless(chosen []bool) []string {
	var ids []string
	known := false
	for k, r := range w.Rows {
		known = known || r.Technology.Cost != nil
		if chosen[k] && r.Technology.Cost == nil {
			ids = append(ids, r.Technology.ID)
		}
	}
	if !known {
		return nil
	}
	return ids
}

// BestSet says the best set, and that it is proven or how far it may be from the best.
func (w Words) BestSet() string {
	cost := w.cost(w.Best.Cost)
	if b := w.Study.Settings.Budget; b != nil {
		cost += w.say(selOf, w.amount(*b))
	}
	if lacking := w.costless(w.Best.Chosen); len(lacking) > 0 {
		return w.say(selUncosted, w.list(w.Best.Members()), w.value(w.Best.Value), cost, strings.Join(lacking, ", "))
	}
	if w.Result.Optimal() {
		return w.say(selOptimum, w.list(w.Best.Members()), w.value(w.Best.Value), cost)
	}
	return w.say(selFound, w.list(w.Best.Members()), w.value(w.Best.Value), cost, w.say(string(w.Result.Stopped)), w.value(w.Result.Bound), w.Language.Percent(w.Result.Gap()))
}

// RankAlone says what taking technologies by rank alone would give.
func (w Words) RankAlone() string {
	text := w.say(selByRank, w.list(w.ByRank.Members()), w.value(w.ByRank.Value), w.cost(w.ByRank.Cost))
	if broken := w.Broken(w.ByRank.Chosen); len(broken) > 0 {
		var words []string
		for _, d := range broken {
			words = append(words, w.Words(&w.Demands[d], w.Language))
		}
		text += " " + w.say(selBreaks, strings.Join(words, "; "))
	}
	return text
}

// NextBest says one of the next best sets by what it has and lacks.
func (w Words) NextBest(k int) string {
	n := &w.Next[k]
	adds, drops := w.Differs(n.Chosen)
	differs := ""
	if len(adds) > 0 {
		differs += w.say(selWith, w.list(adds))
	}
	if len(drops) > 0 {
		differs += w.say(selWithout, w.list(drops))
	}
	return w.say(selNext, w.value(n.Value), w.cost(n.Cost), differs)
}

// RulesMet counts the demands the best set obeys: all of them.
func (w Words) RulesMet() string {
	return w.say(selRules, len(w.Demands)-len(w.Broken(w.Best.Chosen)), len(w.Demands))
}

// WhyOut says why a technology is out.
func (w Words) WhyOut(out *Out) string {
	row := w.Rows[out.Row]
	enters := ""
	if out.Enters != nil {
		enters = w.say(selEnters, w.amount(*out.Enters))
	}
	switch {
	case out.Undecided:
		return w.say(selUndecided, row.Technology.ID, row.Rank)
	case !out.Possible:
		return w.say(selImpossible, row.Technology.ID, row.Rank, enters)
	case len(out.Instead) == 0:
		return w.say(selOutAlone, row.Technology.ID, row.Rank, w.value(out.Loss), enters)
	}
	joins := ""
	if len(out.Joining) > 0 {
		joins = w.say(selJoins, w.list(out.Joining))
	}
	paid := ""
	if w.cost(0) != "" {
		paid = w.say(selPaid, w.amount(out.Costs))
	}
	return w.say(selOut, row.Technology.ID, row.Rank, w.value(out.Loss), w.list(out.Instead), w.value(out.Worth), paid, joins, enters)
}

// Collaboration says what synergies add.
func (w Words) Collaboration() string {
	d := &w.Dividend
	saves := ""
	if d.Saves != nil {
		saves = w.say(selSaves, w.amount(*d.Saves))
	}
	return w.say(selDividend, w.value(w.Best.Synergy), w.list(d.Without.Members()), w.value(d.Without.Value), w.value(d.Value), saves)
}

// asked is how many questions are said.
const asked = 3

// UnderWeights says the verdicts under the possible weights, and what would settle the borderline.
func (w Words) UnderWeights() []string {
	r := w.Robust
	if r == nil || r.Index == nil {
		return nil
	}
	lines := []string{w.say(selRobust, r.Describe(w.Language), len(r.Sets.Sets), r.Count("core"), r.Count("borderline"), r.Count("out"))}
	if r.Instead {
		lines = append(lines, w.say(selInstead, len(w.Leaves)))
	}
	if !r.Sets.Complete {
		lines = append(lines, w.say(selPartial, w.say(string(r.Sets.Stopped))))
	}
	if !r.Linear {
		lines = append(lines, w.say(selCorners, len(r.Corners)))
	}
	for _, q := range r.Questions[:min(asked, len(r.Questions))] {
		if q.Criterion >= 0 {
			lines = append(lines, w.say(selAsk, w.Study.Criteria[w.Leaves[q.Criterion]].Code, w.Language.Percent(q.Threshold), q.Below, q.Above))
		} else {
			lines = append(lines, w.say(selVoice, q.Name, q.Below))
		}
	}
	return lines
}

// Steps says which budgets the frontier has.
func (w Words) Steps() string {
	steps := w.say(selExact)
	if !w.Frontier.Exact {
		steps = w.say(selGrid, w.amount(w.Frontier.Step))
	}
	return w.say(selFrontier, steps)
}

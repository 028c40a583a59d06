package contrast

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/robust"
	"veche/internal/study"
)

// What is said of two technologies.
const (
	sayAbove      = "%s (#%d) ranks above %s (#%d) by %s (%s against %s)"
	sayAboveLow   = "%s (#%d) ranks above %s (#%d) by %s (%s against %s, less is better)"
	sayLevel      = "%s (#%d) and %s (#%d) are level at %s"
	sayApart      = "%s (#%d) and %s (#%d) are incomparable by %s: on what it counts one is better in part and the other in part, or neither outranks the other; their places follow from a score that hides this (%s against %s)"
	sayNear       = ", a near tie"
	sayBetter     = "%s is better on %s."
	sayPair       = "%s (%s against %s, weight %s)"
	sayMore       = "%d more criterion|%d more criteria"
	sayAnd        = " and "
	sayOr         = " or "
	sayNoSum      = "The score of %s is no sum over the criteria: which of them count most is told by weight times min-max score."
	sayDominates  = "%s is at least as good on every criterion, so no weights can put %s above it."
	sayAtLeast    = "%s is at least as good on every criterion."
	sayTurn       = "The order changes if one weight moves, the others sharing the rest in proportion: %s."
	sayTurnEqual  = "The order changes if one weight moves, the others sharing the rest equally: %s."
	sayRises      = "%s from %s to above %s"
	sayFalls      = "%s from %s to below %s"
	sayReaches    = "%s from %s to %s‹turn›"
	sayNoTurn     = "No change of a single weight puts %s above %s."
	sayNotFound   = "No change of a single weight was found that puts %s above %s."
	sayParts      = "%s comes ahead if one weight moves, the others sharing the rest in proportion: %s."
	sayPartsEqual = "%s comes ahead if one weight moves, the others sharing the rest equally: %s."
	sayNoParting  = "No change of a single weight parts them."
	sayNotParted  = "No change of a single weight was found that parts them."
	sayNeeds      = "To draw level by one criterion alone, %s needs %s."
	sayNeed       = "%s at %s (now %s)"
	sayNeedBeyond = "%s at %s (now %s; no technology has that)"
	sayAnyMore    = "more than %s"
	sayAnyLess    = "less than %s"
	sayNoNeed     = "No single criterion can lift %s level with %s, however good."
)

func say(l language.Language, text string, args ...any) string { return language.Say(l, text, args...) }

// Names say what technologies and criteria are called in a text.
type Names struct {
	Technology func(t *study.Technology) string
	Criterion  func(c *study.Criterion) string
}

// Words say a contrast in sentences fit for minutes: who is above whom and by how much, what speaks for either with the scores and the weights, and what would
// change their order when the contrast is complete.
func Words(o *study.Outcome, c *Contrast, l language.Language, names Names) string {
	return strings.TrimSpace(Compared(o, c, l, names) + " " + Turned(o, c, l, names))
}

// sides are the two in the order of their places, and what they are called.
func (c *Contrast) sides(names Names) (above, below *study.Row, a, b string) {
	above, below = c.A, c.B
	if c.Lead < 0 {
		above, below = c.B, c.A
	}
	return above, below, names.Technology(above.Technology), names.Technology(below.Technology)
}

// Compared says who is above whom and by how much, and what speaks for either.
func Compared(o *study.Outcome, c *Contrast, l language.Language, names Names) string {
	above, below, a, b := c.sides(names)
	score := func(x float64) string { return o.Score(x, l) }
	criterion := func(column int) string { return names.Criterion(&o.Study.Criteria[o.Leaves[column]]) }
	var sentences []string
	first := ""
	switch {
	case c.Incomparable:
		first = say(l, sayApart, a, above.Rank, b, below.Rank, language.M(o.Method.Title), score(above.Score), score(below.Score))
	case c.Lead == 0:
		first = say(l, sayLevel, a, above.Rank, b, below.Rank, score(above.Score))
	case o.Method.LowerIsBetter:
		first = say(l, sayAboveLow, a, above.Rank, b, below.Rank, score(math.Abs(c.Lead)), score(above.Score), score(below.Score))
	default:
		first = say(l, sayAbove, a, above.Rank, b, below.Rank, score(math.Abs(c.Lead)), score(above.Score), score(below.Score))
	}
	if c.Near && c.Lead != 0 && !c.Incomparable {
		first += say(l, sayNear)
	}
	sentences = append(sentences, first+".")
	for _, side := range []*study.Row{above, below} {
		var parts []string
		for _, p := range c.For(side) {
			mine, other := p.RawA, p.RawB
			if side != c.A {
				mine, other = other, mine
			}
			parts = append(parts, say(l, sayPair, criterion(p.Column), l.Figure(mine), l.Figure(other), l.Percent(p.Weight)))
		}
		if len(parts) > 0 {
			sentences = append(sentences, say(l, sayBetter, names.Technology(side.Technology), enumerated(l, parts, 3)))
		}
	}
	if !o.Additive() {
		sentences = append(sentences, say(l, sayNoSum, language.M(o.Method.Title)))
	}
	return strings.Join(sentences, " ")
}

// Turned says what would change the order, as far as the contrast is complete; nothing for two that are incomparable, which have no order.
func Turned(o *study.Outcome, c *Contrast, l language.Language, names Names) string {
	if c.Incomparable {
		return ""
	}
	above, _, a, b := c.sides(names)
	return strings.Join(turnWords(o, c, above, a, b, l, func(column int) string { return names.Criterion(&o.Study.Criteria[o.Leaves[column]]) }), " ")
}

func turnWords(o *study.Outcome, c *Contrast, above *study.Row, a, b string, l language.Language, criterion func(int) string) []string {
	var sentences []string
	switch dominates := c.ADominates && above == c.A || c.BDominates && above == c.B; {
	case dominates && o.Method.KeepsDominance(o.Parameters):
		sentences = append(sentences, say(l, sayDominates, a, b))
	case dominates:
		sentences = append(sentences, say(l, sayAtLeast, a))
	}
	if !c.Complete {
		return sentences
	}
	sentences = append(sentences, moveWords(o, c, above, a, b, l, criterion, len(sentences) > 0)...)
	if c.Needs == nil {
		return sentences
	}
	var wants []string
	for _, n := range Easiest(c.Needs) {
		if n.Possible {
			text := sayNeed
			if n.Beyond {
				text = sayNeedBeyond
			}
			wants = append(wants, say(l, text, criterion(n.Criterion), n.Shown(l), l.Figure(n.From)))
		}
	}
	if len(wants) == 0 {
		return append(sentences, say(l, sayNoNeed, b, a))
	}
	return append(sentences, say(l, sayNeeds, b, language.Enumeration(wants[:min(len(wants), 3)], say(l, sayOr))))
}

// moveWords say what moving a single weight does. known: that b never comes above a is said already, where it is so.
func moveWords(o *study.Outcome, c *Contrast, above *study.Row, a, b string, l language.Language, criterion func(int) string, known bool) []string {
	equal := o.SharingInForce() == robust.Equal
	var moves [2][]string // by which b comes ahead, and a, of two that are level
	for _, t := range c.Turns {
		side := 0
		if t.AheadA == (above == c.A) {
			side = 1
		}
		beyond, ok := t.Written(l)
		text := sayFalls
		switch {
		case t.Point():
			text = sayReaches
		case t.Up():
			text = sayRises
		}
		if ok && len(moves[side]) < 3 {
			moves[side] = append(moves[side], say(l, text, criterion(t.Column), l.Percent(t.From), beyond))
		}
	}
	listed := func(moves []string) string { return language.Enumeration(moves, say(l, sayOr)) }
	switch {
	case c.A == c.B:
		return nil
	case c.Lead != 0 && len(moves[0]) > 0:
		return []string{say(l, map[bool]string{false: sayTurn, true: sayTurnEqual}[equal], listed(moves[0]))}
	case c.Lead != 0 && (known || len(c.Turns) > 0):
		return nil
	case c.Lead != 0:
		return []string{say(l, map[bool]string{false: sayNotFound, true: sayNoTurn}[c.Exact], b, a)}
	case len(c.Turns) == 0:
		return []string{say(l, map[bool]string{false: sayNotParted, true: sayNoParting}[c.Exact])}
	}
	var sentences []string
	for side, name := range []string{b, a} {
		if len(moves[side]) > 0 {
			sentences = append(sentences, say(l, map[bool]string{false: sayParts, true: sayPartsEqual}[equal], name, listed(moves[side])))
		}
	}
	return sentences
}

// For are the parts that speak for one of the two and on whose criteria it has the better score, the strongest first.
func (c *Contrast) For(side *study.Row) []Part {
	var parts []Part
	for _, p := range c.Parts {
		if side == c.A && p.Ahead > 0 && p.Better > 0 {
			parts = append(parts, p)
		}
		if side == c.B && side != c.A && p.Ahead < 0 && p.Better < 0 {
			parts = append([]Part{p}, parts...)
		}
	}
	return parts
}

// Easiest sorts needs by how far they are, as a part of the criterion's scale or range: the easiest first, those that nothing meets last.
func Easiest(needs []Need) []Need {
	needs = slices.Clone(needs)
	part := func(n Need) float64 {
		if !n.Possible {
			return math.Inf(1)
		}
		return n.Part
	}
	slices.SortStableFunc(needs, func(a, b Need) int { return cmp.Compare(part(a), part(b)) })
	return needs
}

// enumerated joins the first few parts and counts the rest: "a, b and 3 more criteria".
func enumerated(l language.Language, parts []string, most int) string {
	if len(parts) > most {
		parts = append(slices.Clone(parts[:most]), say(l, sayMore, len(parts)-most))
	}
	return language.Enumeration(parts, say(l, sayAnd))
}

package study

import (
	"math"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

// Better is by how much score a is better than score b, whichever way the method counts.
func (o *Outcome) Better(a, b float64) float64 {
	if o.Method.LowerIsBetter {
		return b - a
	}
	return a - b
}

// Listed is how many technologies are on the shortlist: those that share its last place are all on it. 0 where no line is drawn.
func (o *Outcome) Listed() int {
	n := 0
	for n < len(o.Rows) && o.Rows[n].Rank <= o.Study.Settings.Shortlist {
		n++
	}
	return n
}

// First is how many technologies share the first place.
func (o *Outcome) First() int {
	n := 1
	for n < len(o.Rows) && o.Rows[n].Rank == o.Rows[0].Rank {
		n++
	}
	return n
}

// Incomparable reports whether the method leaves two of a ranking incomparable: their places come from a score that hides it.
func (o *Outcome) Incomparable(a, b *Row) bool {
	return mcda.Incomparable(o.Scorer, o.Global, a.Index, b.Index)
}

// Near is the difference below which two scores are called a near tie: 0.01 on scores of the size of 1, a hundredth of the spread, rounded up to one digit, on
// others.
func (o *Outcome) Near() float64 {
	lowest, highest := math.Inf(1), math.Inf(-1)
	for k := range o.Rows {
		lowest, highest = min(lowest, o.Rows[k].Score), max(highest, o.Rows[k].Score)
	}
	spread := highest - lowest
	if size := max(math.Abs(lowest), math.Abs(highest)); size <= 2 && size >= 0.1 || spread == 0 {
		return 0.01
	}
	unit := exact.Pow(10, math.Floor(exact.Log10(spread/100)))
	return math.Ceil(spread/100/unit) * unit
}

// NearTie reports two rows that are not tied and differ by less than [Outcome.Near], by a method whose scores say how far apart they are.
func (o *Outcome) NearTie(a, b *Row) bool {
	return !o.Method.Ordinal && math.Abs(a.Score-b.Score) < o.Near() && !mcda.Tied(a.Score, b.Score)
}

// Decimals is how many decimals tell the outcome's scores apart without burying them.
func (o *Outcome) Decimals() int {
	top := 0.0
	for k := range o.Rows {
		top = max(top, math.Abs(o.Rows[k].Score))
	}
	return language.Decimals(top)
}

// Score writes a score with the outcome's decimals.
func (o *Outcome) Score(x float64, l language.Language) string { return l.Fixed(x, o.Decimals()) }

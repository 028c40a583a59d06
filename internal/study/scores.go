package study

import (
	"math"

	"veche/internal/language"
	"veche/internal/mcda/exact"
)

// Better is by how much score a is better than score b, whichever way the method counts.
func (o *Outcome) Better(a, b float64) float64 {
	if o.Method.LowerIsBetter {
		return b - a
	}
	return a - b
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

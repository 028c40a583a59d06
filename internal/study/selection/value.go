package selection

import (
	"math"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
	"veche/internal/study"
)

// ValueBasis says how the value of a technology for a selection comes from the ranking. A set is worth the sum of its members, so more must be better, 0 must
// mean that nothing is gained, and differences must mean something.
type ValueBasis string

const (
	ScoreAsValue    ValueBasis = "score"    // the score itself: a sum over the criteria, never below 0
	ClosenessValue  ValueBasis = "cardinal" // the score itself, which is a number on a scale but no sum over the criteria
	ShiftedValue    ValueBasis = "shifted"  // the score above the lowest one possible or there: net flows and other scores that fall below 0
	MirroredValue   ValueBasis = "mirrored" // how far the score is below the worst: of methods for which lower is better
	WeightedSumOnly ValueBasis = "weighted" // the weighted sum of the min-max scores: of methods that give an order and no scale
)

// worth turns the outcome's scores into values, by row of the problem.
type worth struct {
	basis  ValueBasis
	values []float64
	scorer mcda.Scorer
	scale  float64 // value = (score + shift)·scale
	shift  float64
	linear bool // the values are linear in the weights
}

func worthOf(o *study.Outcome) (*worth, error) {
	w := &worth{scorer: o.Scorer, scale: 1}
	_, contributes := o.Scorer.(mcda.Contributor)
	_, ordersBySum := o.Scorer.(mcda.LinearScorer)
	adds := contributes && ordersBySum && halfway(o) // the score is Σ_j w_j·v_ij itself
	switch {
	case o.Method.Ordinal:
		s, err := mcda.Additive().Prepare(o.Problem, nil)
		if err != nil {
			return nil, study.Issues{o.DataIssue(o.Study, err)}
		}
		w.scorer, w.basis, adds = s, WeightedSumOnly, true
	case o.Method.LowerIsBetter:
		w.basis, w.scale = MirroredValue, -1
	case adds:
		w.basis = ScoreAsValue
	default:
		w.basis = ClosenessValue
	}
	w.linear = adds
	scores := w.scorer.Scores(nil, o.Global)
	low, high := math.Inf(1), math.Inf(-1)
	for _, x := range scores {
		low, high = min(low, x), max(high, x)
	}
	least, most, bounded := o.Method.Range(o.Parameters)
	switch {
	case w.basis == MirroredValue:
		w.shift = -high
	case w.basis != WeightedSumOnly && bounded && least < 0:
		w.basis, w.shift, w.scale = ShiftedValue, -least, 1/(most-least)
	case low < 0:
		w.basis, w.shift = ShiftedValue, -low
	}
	w.values = w.at(o.Global)
	return w, nil
}

// halfway reports whether the scores halfway between the weights in force and equal, then uneven ones are the means of the scores there: some methods divide
// their sum by that of an ideal alternative, which changes with the weights.
func halfway(o *study.Outcome) bool {
	n := len(o.Global)
	uneven := make([]float64, n)
	for j := range uneven {
		uneven[j] = 2 * float64(j+1) / float64(n*(n+1))
	}
	for _, other := range [][]float64{weighting.Equal(n), uneven} {
		mid := make([]float64, n)
		for j := range mid {
			mid[j] = (o.Global[j] + other[j]) / 2
		}
		a, b, m := o.Scorer.Scores(nil, o.Global), o.Scorer.Scores(nil, other), o.Scorer.Scores(nil, mid)
		for i := range m {
			if math.Abs(a[i]+b[i]-float64(2*m[i])) > 1e-9*(math.Abs(a[i])+math.Abs(b[i])) {
				return false
			}
		}
	}
	return true
}

// at are the values under other weights, on the same scale.
func (w *worth) at(weights []float64) []float64 {
	v := w.scorer.Scores(nil, weights)
	for i := range v {
		v[i] = (v[i] + w.shift) * w.scale
	}
	return v
}

// valueWarning says what to beware of in a selection by this outcome's scores; ok is false when there is nothing.
func valueWarning(o *study.Outcome, w *worth) (study.Issue, bool) {
	at := o.Study.Place(o.Study.Settings.Origins["method"])
	remedy := language.M("Rank by weighted-sum for values that are made to be added.")
	warn := func(format string, args ...any) (study.Issue, bool) {
		return study.Warnf("W-SELECT-VALUE", at, remedy, format, args...), true
	}
	title := o.Method.Title
	switch w.basis {
	case ClosenessValue:
		return warn("A set is worth the sum of its members' scores, and the score of %s is a number on a scale but not made to be added.", title)
	case ShiftedValue:
		if least, _, bounded := o.Method.Range(o.Parameters); bounded && least < 0 {
			return warn("The net flows of %s fall below 0 and depend on what they are compared with; (flow + 1)/2 is taken as the value of a technology.", title)
		}
		return warn("Scores of %s fall below 0; what a score is above the lowest is taken as the value, so that the last technology is worth nothing.", title)
	case MirroredValue:
		return warn("Lower scores of %s are better; what a score is below the worst is taken as the value, so that the last technology is worth nothing.", title)
	case WeightedSumOnly:
		return warn("%s gives an order and no scale; the weighted sum of the min-max scores is taken as the value.", title)
	}
	return study.Issue{}, false
}

// String says the basis in a word.
func (b ValueBasis) String() string { return string(b) }

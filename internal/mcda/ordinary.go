package mcda

import (
	"math"
	"sync/atomic"
)

// Sizes between these two can be multiplied, squared and divided by one another without leaving floating point. Numbers of any use lie between them.
const (
	leastOrdinary = 1e-60
	mostOrdinary  = 1e60
)

// ordinary reports whether every x is 0 or of ordinary size. NaN is not.
func ordinary(x ...float64) bool {
	for _, v := range x {
		if a := math.Abs(v); !(a <= mostOrdinary) || a < leastOrdinary && a != 0 {
			return false
		}
	}
	return true
}

// ordinaryScores is [ordinary] of all scores.
func (p *Problem) ordinaryScores() bool {
	n := len(p.Criteria)
	var other atomic.Bool
	parallel(len(p.Alternatives), func(lo, hi int) {
		if !ordinary(p.Scores[lo*n : hi*n]...) {
			other.Store(true)
		}
	})
	return !other.Load()
}

// ordinary reports whether all numbers of a valid problem are of ordinary size.
func (p *Problem) ordinary() bool {
	for j := range p.Criteria {
		c := &p.Criteria[j]
		if c.Sense == Target && !ordinary(c.Target) || c.Scale != nil && !ordinary(c.Scale.Min, c.Scale.Max) || c.Expected != nil && !ordinary(*c.Expected) {
			return false
		}
		for _, t := range []*Threshold{c.Preference.Q, c.Preference.P, c.Preference.Veto} {
			if t != nil && !ordinary(t.Constant, t.Slope) {
				return false
			}
		}
		if s := c.Preference.Sigma; s != nil && !ordinary(*s) {
			return false
		}
		for _, v := range c.Value {
			if !ordinary(v.Score, v.Value) {
				return false
			}
		}
		if !ordinary(c.Limits...) {
			return false
		}
		if w := c.FuzzyWeight; w != nil && !ordinary(w[:]...) {
			return false
		}
	}
	for _, t := range p.Fuzzy {
		if !ordinary(t[:]...) {
			return false
		}
	}
	return ordinary(p.Prior...) && p.ordinaryScores()
}

// probe scores a problem whose numbers are not all of ordinary size with all the weight on each criterion in turn, then with equal weights, and returns a
// [*DataError] when that leaves floating point: what no formula can use is refused here, once, and not met later as a score that is no number.
func (m *Method) probe(p *Problem, s Scorer) error {
	n := len(p.Criteria)
	weights := make([]float64, n)
	for j := range n + 1 {
		for k := range weights {
			weights[k] = 0
			if j == n {
				weights[k] = 1 / float64(n)
			}
		}
		if j < n {
			weights[j] = 1
		}
		if finite(s.Scores(nil, weights)) && finite(Contributions(s, weights)) && finiteTrace(s.Trace(weights)) {
			continue
		}
		if j == n {
			return p.tooExtreme(m, 0, n)
		}
		return p.tooExtreme(m, j, j+1)
	}
	return nil
}

func finite(x []float64) bool {
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// finiteTrace asks for the series alone: a table may leave a cell empty, which is NaN.
func finiteTrace(t *Trace) bool {
	for _, v := range t.Values {
		if !finite(v.Values) {
			return false
		}
	}
	return true
}

// tooExtreme names the first score of criteria from to to−1 that is not of ordinary size; without one, the criterion.
func (p *Problem) tooExtreme(m *Method, from, to int) error {
	for j := from; j < to; j++ {
		for i, id := range p.Alternatives {
			if x := p.At(i, j); !ordinary(x) {
				return &DataError{id, p.Criteria[j].ID, "%s cannot reckon with the score %g beside the others: it is too large or too small; give the criterion in other units", []any{m.Title, x}}
			}
		}
	}
	return &DataError{Criterion: p.Criteria[from].ID, Reason: "%s cannot reckon with its scores, scale and thresholds together: some are too large or too small; give it in other units", Args: []any{m.Title}}
}

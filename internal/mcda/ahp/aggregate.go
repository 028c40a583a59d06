package ahp

import (
	"math"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

// ExpertError says which expert's judgements or share cannot be aggregated, and why. Expert is 0-based, −1 when it is all of them.
type ExpertError struct {
	Expert int
	Reason mcda.Reason
}

func (e *ExpertError) Error() string { return "ahp: " + e.whole().String() }

// Said is the error as a format and its arguments.
func (e *ExpertError) Said() (text string, args []any) { return e.whole().Said() }

// whole is the reason with the expert it is about.
func (e *ExpertError) whole() mcda.Reason {
	if e.Expert < 0 {
		return mcda.Because("experts: %s", e.Reason)
	}
	return mcda.Because("expert %d: %s", e.Expert+1, e.Reason)
}

// AggregateIncomplete aggregates individual judgements of which some are missing: each pair is the weighted geometric mean over those experts of positive share
// who judged it,
//
//	a_ij = ∏_k (a_ij^k)^(s_k / Σ s),   k over those who gave a_ij,
//
// and missing when none did. With complete matrices this is AIJ (Aczél & Saaty 1983, Journal of Mathematical Psychology 27(1):93–102). Beware: pairs then rest on
// different experts, so that even consistent experts who disagree aggregate to an inconsistent matrix.
//
// ms has one matrix per expert; nil shares mean equal. The error is an [*ExpertError] when there are no experts, when orders differ, and when a share is negative
// or not finite or all are 0. It panics when the lengths differ.
func AggregateIncomplete(ms []*Incomplete, shares []float64) (*Incomplete, error) {
	n, shares, err := panel(ms, shares)
	if err != nil {
		return nil, err
	}
	out := NewIncomplete(n)
	given := make([]float64, len(ms))
	for i := range n {
		for j := i + 1; j < n; j++ {
			for k, m := range ms {
				given[k], _ = m.At(i, j)
			}
			if v, ok := weightedGeometric(given, shares); ok {
				out.Set(i, j, v)
			}
		}
	}
	return out, nil
}

// AggregateFuzzy aggregates individual fuzzy judgements: l, m and u of each pair are the weighted geometric means of the experts' l, m and u (Buckley 1985, Fuzzy
// Sets and Systems 17(3):233–247), which is reciprocal. ms has one matrix per expert; nil shares mean equal. Errors and panics are those of
// [AggregateIncomplete].
func AggregateFuzzy(ms []*FuzzyMatrix, shares []float64) (*FuzzyMatrix, error) {
	n, shares, err := panel(ms, shares)
	if err != nil {
		return nil, err
	}
	out := NewFuzzyMatrix(n)
	given := make([]float64, len(ms))
	for i := range n {
		for j := i + 1; j < n; j++ {
			var t mcda.Triangle
			for c := range t {
				for k, m := range ms {
					given[k] = m.At(i, j)[c]
				}
				t[c], _ = weightedGeometric(given, shares)
			}
			// The means ascend as the bounds do; rounding must not say otherwise.
			t[1] = max(t[1], t[0])
			t[2] = max(t[2], t[1])
			out.Set(i, j, t)
		}
	}
	return out, nil
}

// panel returns the order the experts' matrices have in common, and their shares, the greatest 1.
func panel[M interface{ N() int }](ms []M, shares []float64) (n int, scaled []float64, err error) {
	if shares != nil && len(shares) != len(ms) {
		panic("ahp: number of shares is not the number of experts")
	}
	if len(ms) == 0 {
		return 0, nil, &ExpertError{-1, mcda.Because("there are none to aggregate")}
	}
	n = ms[0].N()
	for k, m := range ms {
		if m.N() != n {
			return 0, nil, &ExpertError{k, mcda.Because("compares %d elements where the first compares %d", m.N(), n)}
		}
	}
	scaled = make([]float64, len(ms))
	var top float64
	for k := range scaled {
		scaled[k] = 1
		if shares != nil {
			scaled[k] = shares[k]
		}
		if math.IsNaN(scaled[k]) || math.IsInf(scaled[k], 0) || scaled[k] < 0 {
			return 0, nil, &ExpertError{k, mcda.Because("has the share %v, but shares are finite and not negative", scaled[k])}
		}
		top = max(top, scaled[k])
	}
	if top == 0 {
		return 0, nil, &ExpertError{-1, mcda.Because("the shares sum to 0: at least one expert must count")}
	}
	for k := range scaled {
		scaled[k] /= top
	}
	return n, scaled, nil
}

// weightedGeometric returns the weighted geometric mean of the values other than 0, kept between their extremes against rounding; false when none of them has a
// positive share.
func weightedGeometric(values, shares []float64) (float64, bool) {
	low, high := math.Inf(1), 0.0
	var sum, total float64
	for k, v := range values {
		if v == 0 || shares[k] == 0 {
			continue
		}
		low, high = min(low, v), max(high, v)
		sum += float64(shares[k] * exact.Log(v))
		total += shares[k]
	}
	if total == 0 {
		return 0, false
	}
	return min(max(exact.Exp(sum/total), low), high), true
}

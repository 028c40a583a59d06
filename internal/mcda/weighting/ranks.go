package weighting

import (
	"math"
	"slices"

	"veche/internal/mcda"
)

// InputError is a rank, judgement or weight that cannot be used.
type InputError struct {
	Criterion int // 0-based; −1 when the fault is of all together
	Reason    mcda.Reason
}

func (e *InputError) Error() string { return e.whole().String() }

// Said is the error as a format and its arguments.
func (e *InputError) Said() (text string, args []any) { return e.whole().Said() }

// whole is the reason with the criterion it is about.
func (e *InputError) whole() mcda.Reason {
	if e.Criterion < 0 {
		return e.Reason
	}
	return mcda.Because("criterion %d: %s", e.Criterion+1, e.Reason)
}

// FromRanks returns the weights, of sum 1, that the order of importance gives by the method roc, rank-sum or rank-reciprocal; 1 is the most important.
// Tied criteria share the mean of the weights of the places they occupy, however their ranks are numbered: 1, 2, 2, 4, or 1, 2, 2, 3, or 1, 2.5, 2.5, 4.
//
// The error is a [*mcda.ParameterError] for another method and an [*InputError] for ranks numbered in none of these ways, see [RanksOf], and for none.
func FromRanks(name string, ranks []float64) ([]float64, error) {
	m, err := find(name, func(m *Method) bool { return m.Basis == Ranks })
	if err != nil {
		return nil, err
	}
	n := len(ranks)
	if n == 0 {
		return nil, &InputError{-1, mcda.Because("there are no ranks")}
	}
	r, ok := ranking(ranks)
	if !ok {
		return nil, &InputError{-1, mcda.Because("%v is not a ranking: number the criteria from 1 for the most important, with ties as 1, 2, 2, 4", ranks)}
	}
	place := make([]float64, n)
	var sum float64
	for k := range place {
		place[k] = m.fromRank(k+1, n)
		sum += place[k]
	}
	w := make([]float64, n)
	for lo := 0; lo < n; {
		hi := lo + 1
		for hi < n && ranks[r.Order[hi]] == ranks[r.Order[lo]] {
			hi++
		}
		var shared float64
		for _, x := range place[lo:hi] {
			shared += x
		}
		for _, j := range r.Order[lo:hi] {
			w[j] = shared / float64(hi-lo) / sum
		}
		lo = hi
	}
	return w, nil
}

// centroid is Σ_{k=r}^{n} 1/k.
func centroid(rank, n int) float64 {
	var sum float64
	for k := n; k >= rank; k-- {
		sum += 1 / float64(k)
	}
	return sum
}

// RanksOf returns the order of importance that values give, numbered 1, 2, 2, 4 with 1 the most important. Values that are themselves ranks, numbered in
// one of the three ways [FromRanks] takes, keep their order, and areRanks is true; of any others, such as points or weights, the largest is the most
// important. It panics on a NaN: what is missing has no place.
func RanksOf(values []float64) (ranks []float64, areRanks bool) {
	if r, ok := ranking(values); ok {
		return r.Ranks, true
	}
	return mcda.Rank(values, nil, false).Ranks, false
}

// ranking orders values from the smallest; ok when they are the numbers of their own places.
func ranking(values []float64) (r mcda.Ranking, ok bool) {
	if slices.ContainsFunc(values, math.IsNaN) {
		return r, false
	}
	r = mcda.Rank(values, nil, true)
	competition := slices.Clone(r.Ranks)
	for _, ties := range []mcda.Ties{mcda.Competition, mcda.Dense, mcda.Fractional} {
		r.Number(ties)
		ok = ok || slices.Equal(r.Ranks, values)
	}
	r.Ranks = competition
	return r, ok
}

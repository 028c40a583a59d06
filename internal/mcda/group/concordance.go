package group

import (
	"fmt"
	"math"

	"veche/internal/mcda"
)

// Concordance is how far several rankings of the same items agree.
type Concordance struct {
	W         float64 // in [0, 1]: 1 when all rank alike, 0 when the rank sums are all equal
	ChiSquare float64 // m(n−1)W
	Freedom   int     // n−1
	P         float64 // of a W as large if all had ranked at random: the chi-square approximation, good for n above 7, unless [ChanceOf] was asked
	Chance    Chance  // what was asked of it; its By is empty when nothing was
}

// KendallW returns Kendall's coefficient of concordance with the correction for ties,
//
//	W = 12 Σ_i (R_i − R̄)² / (m²(n³ − n) − m Σ_k T_k),   T_k = Σ (t³ − t),
//
// over m rankings of n items, R_i the sum of item i's ranks and t the sizes of the groups tied in ranking k. ranks has one vector of mid-ranks per expert
// (tied items share the mean of their places). ok is false when W is not defined: fewer than two rankings or items, or all items tied in every ranking.
// Source: Kendall & Gibbons 1990, Rank Correlation Methods, ch. 6. It panics when the vectors differ in length.
func KendallW(ranks [][]float64) (c Concordance, ok bool) {
	if len(ranks) == 0 {
		return c, false
	}
	sums := make([]float64, len(ranks[0]))
	var ties float64
	for _, r := range ranks {
		if len(r) != len(sums) {
			panic(fmt.Sprintf("group: rankings of %d and of %d items", len(sums), len(r)))
		}
		for i, x := range r {
			sums[i] += x
		}
		ties += tieTerm(r)
	}
	return concordance(sums, ties, len(ranks))
}

// concordance is W of m rankings from the items' rank sums and Σ T_k.
func concordance(sums []float64, ties float64, m int) (c Concordance, ok bool) {
	n := float64(len(sums))
	k := float64(m)
	if m < 2 || n < 2 {
		return c, false
	}
	mean := float64(k * (n + 1) / 2)
	var s float64
	for _, r := range sums {
		s += float64((r - mean) * (r - mean))
	}
	below := k * (float64(k*(float64(n*n*n)-n)) - ties)
	if below <= 1e-9*k*k*n {
		return c, false
	}
	c.W = min(max(12*s/below, 0), 1)
	c.Freedom = len(sums) - 1
	c.ChiSquare = k * (n - 1) * c.W
	c.P = chiSquareTail(c.ChiSquare, c.Freedom)
	return c, true
}

// tieTerm is T = Σ (t³ − t) of one vector of mid-ranks: a group of t items tied at rank r takes the places r−(t−1)/2 … r+(t−1)/2, so that Σ of r² over it
// falls short of the untied sum by (t³ − t)/12.
func tieTerm(ranks []float64) float64 {
	n := float64(len(ranks))
	t := n * (n + 1) * (float64(2*n) + 1) / 6
	for _, r := range ranks {
		t -= float64(r * r)
	}
	return max(math.Round(12*t), 0)
}

// MidRanks returns the places of priorities from the largest, 1 to n; those that differ by rounding only share the mean of their places.
func MidRanks(priorities []float64) []float64 {
	r := mcda.Rank(priorities, nil, false)
	r.Number(mcda.Fractional)
	return r.Ranks
}

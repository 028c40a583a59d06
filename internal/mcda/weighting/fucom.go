package weighting

import (
	"fmt"
	"math"
	"slices"

	"veche/internal/mcda"
)

// FUCOM is the outcome of the full consistency method.
type FUCOM struct {
	Weights []float64 // n, sum 1
	Order   []int     // the criteria, the most important first
	Ratio   []float64 // n−1: φ of each place over the next
	Second  []float64 // n−2: φ of each place over the next but one
	DFC     float64   // deviation from full consistency: the least largest |w_k/w_l − φ_kl| over those ratios
}

// FullConsistency returns the weights of the full consistency method (Pamučar, Stević & Sremac 2018, Symmetry 10(9):393) from criteria in their order of
// importance, order a permutation of 0 … n−1, how many times each place outweighs the next, ratio (n−1), and the next but one, second (n−2):
//
//	min χ: |w_k/w_{k+1} − ratio_k| ≤ χ, |w_k/w_{k+2} − second_k| ≤ χ, Σw = 1, w ≥ 0
//
// For a given χ the ratios r_k = w_k/w_{k+1} lie in intervals and r_k·r_{k+1} in others: a chain, on which what is possible for each r is an interval that follows
// from that of the one before. So χ is found by bisection to the last bit. Where several ratios give the least χ, the last is taken as near to what was stated as
// possible, then the one before it, and so on. FullConsistency panics when lengths do not fit; the error names a ratio that is not a finite number of 1 or more.
func FullConsistency(order []int, ratio, second []float64) (*FUCOM, error) {
	n := len(order)
	if n < 2 || len(ratio) != n-1 || len(second) != n-2 {
		panic(fmt.Sprintf("weighting: %d criteria, %d ratios and %d second ratios", n, len(ratio), len(second)))
	}
	for _, x := range slices.Concat(ratio, second) {
		if !(x >= 1 && x <= 1e6) {
			return nil, &InputError{-1, mcda.Because("%g is not a number of times from 1 to 1,000,000", x)}
		}
	}
	c := chain{ratio, second, make([][2]float64, n-1)}
	hi := 0.0
	if !c.possible(hi) {
		for hi = 1e-12; !c.possible(hi); {
			hi *= 2
		}
		lo := hi / 2
		for range 200 {
			mid := lo + float64((hi-lo)/2)
			if mid <= lo || mid >= hi {
				break
			}
			if c.possible(mid) {
				hi = mid
			} else {
				lo = mid
			}
		}
		c.possible(hi)
	}
	f := &FUCOM{Order: slices.Clone(order), Ratio: slices.Clone(ratio), Second: slices.Clone(second), DFC: hi, Weights: make([]float64, n)}
	w := make([]float64, n) // by place
	w[n-1] = 1
	sum, next := 1.0, 0.0
	for k := n - 2; k >= 0; k-- {
		r := c.nearest(k, next, hi)
		w[k], next = float64(r*w[k+1]), r
		sum += w[k]
	}
	for k, j := range order {
		f.Weights[j] = w[k] / sum
	}
	return f, nil
}

// consistencyRounding is how far apart products of stated ratios may be, relatively, and still be the same.
const consistencyRounding = 1e-12

// chain is the stated ratios of a chain of criteria, and the interval in which each ratio of weights can lie.
type chain struct {
	ratio, second []float64
	within        [][2]float64
}

// possible reports whether some ratios are within χ of all that is stated, and fills within: what is possible for each, given those before it.
func (c *chain) possible(chi float64) bool {
	for k, phi := range c.ratio {
		lo, hi := max(0, phi-chi), phi+chi
		if k > 0 {
			before, psi := c.within[k-1], c.second[k-1]
			lo = max(lo, max(0, psi-chi)/before[1])
			if before[0] > 0 {
				hi = min(hi, (psi+chi)/before[0])
			}
		}
		if lo > hi {
			if lo > hi*(1+consistencyRounding) {
				return false
			}
			lo = hi
		}
		c.within[k] = [2]float64{lo, hi}
	}
	return true
}

// nearest is the ratio of place k that is nearest to the stated one among those possible, given the next place's ratio; 0 for none.
func (c *chain) nearest(k int, next, chi float64) float64 {
	lo, hi := c.within[k][0], c.within[k][1]
	if next > 0 {
		lo, hi = max(lo, max(0, c.second[k]-chi)/next), min(hi, (c.second[k]+chi)/next)
	}
	return max(min(max(c.ratio[k], lo), hi), math.SmallestNonzeroFloat64)
}

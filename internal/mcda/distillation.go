package mcda

import (
	"math"
	"slices"
)

// distiller orders m alternatives from the credibility σ(a,b) that a is at least as good as b (Roy 1978; Vallée & Zielniewicz 1994). Among the alternatives D
// still in the running a cut level λ is followed by
//
//	λ' = max {σ(a,b) : σ(a,b) < λ − s(λ), a and b in D}, 0 when there is none
//	a beats b when σ(a,b) > λ' and σ(a,b) > σ(b,a) + s(σ(a,b))
//	qualification of a: how many of D it beats less how many beat it
//
// and D shrinks to the best qualified, from all that are left and λ the largest σ among them, until one is left or λ' is 0: a class. The ascending
// distillation takes the least qualified and builds the order from its end. Comparisons are strict by more than 1e-12, so rounding makes no level.
type distiller struct {
	m                int
	intercept, slope float64 // of s(λ)

	sigma                 []float64 // m×m, the diagonal 0; run turns it to −σ where a cannot beat b at any level
	descending, ascending []float64 // m, places: 1 and the number of alternatives in better classes
	left, set             []int     // indices: of no class yet, still in the running for one
	net, inner            []int     // m, qualifications among left and among set
}

func newDistiller(m int, intercept, slope float64) *distiller {
	return &distiller{m: m, intercept: intercept, slope: slope, sigma: make([]float64, m*m),
		descending: make([]float64, m), ascending: make([]float64, m),
		left: make([]int, m), set: make([]int, m), net: make([]int, m), inner: make([]int, m)}
}

func (d *distiller) s(level float64) float64 { return d.intercept + float64(d.slope*level) }

// run fills descending and ascending from sigma, and uses sigma up.
func (d *distiller) run() {
	for a := range d.m {
		for b := range a {
			ab, ba := &d.sigma[a*d.m+b], &d.sigma[b*d.m+a]
			x, y := *ab, *ba
			if x <= y+d.s(x)+tieTolerance {
				*ab = -x
			}
			if y <= x+d.s(y)+tieTolerance {
				*ba = -y
			}
		}
	}
	d.distil(d.descending, 1)
	d.distil(d.ascending, -1)
}

// distil fills places with one distillation: the best qualified first (sign 1) or the least qualified last (−1).
//
// The first cut of each class is over all that are left. Its two levels and the qualifications are kept from class to class while some pair that is left
// still has those levels, and the alternatives that leave are taken off: O(m) for each, where starting afresh is O(m²).
func (d *distiller) distil(places []float64, sign int) {
	left := d.left[:d.m]
	for i := range left {
		left[i] = i
	}
	var top, level float64
	tops, levels := 0, 0 // pairs in left that have σ = top, σ = level
	for len(left) > 0 {
		if tops == 0 || levels == 0 && level > 0 {
			top, tops = d.highest(left, math.Inf(1))
			level, levels = d.highest(left, top-d.s(top)-tieTolerance)
			d.qualify(d.net, left, level)
		}
		set := d.qualified(append(d.set[:0], left...), d.net, sign)
		for next := level; len(set) > 1 && next > 0; {
			next, _ = d.highest(set, next-d.s(next)-tieTolerance)
			d.qualify(d.inner, set, next)
			set = d.qualified(set, d.inner, sign)
		}
		before := d.m - len(left)
		for _, x := range set {
			k, _ := slices.BinarySearch(left, x)
			left = slices.Delete(left, k, k+1)
			for _, y := range left {
				xy, yx := d.sigma[x*d.m+y], d.sigma[y*d.m+x]
				for _, arc := range [2]float64{xy, yx} {
					switch math.Abs(arc) {
					case top:
						tops--
					case level:
						levels--
					}
				}
				if xy > level+tieTolerance {
					d.net[y]++
				}
				if yx > level+tieTolerance {
					d.net[y]--
				}
			}
		}
		if sign < 0 {
			before = len(left)
		}
		for _, x := range set {
			places[x] = float64(1 + before)
		}
	}
}

// highest returns the largest σ below the bound between two alternatives of set, and how many pairs have it; 0 when there is none.
func (d *distiller) highest(set []int, bound float64) (level float64, pairs int) {
	level = tieTolerance
	for _, a := range set {
		row := d.sigma[a*d.m : (a+1)*d.m]
		for _, b := range set {
			switch x := math.Abs(row[b]); {
			case !(x >= level && x < bound): // nor NaN
			case x > level:
				level, pairs = x, 1
			default:
				pairs++
			}
		}
	}
	if pairs == 0 {
		level = 0
	}
	return level, pairs
}

// qualify fills net, at the indices in set, with the qualifications at the cut level.
func (d *distiller) qualify(net, set []int, level float64) {
	for _, a := range set {
		net[a] = 0
	}
	for _, a := range set {
		row := d.sigma[a*d.m : (a+1)*d.m]
		for _, b := range set {
			if row[b] > level+tieTolerance {
				net[a]++
				net[b]--
			}
		}
	}
}

// qualified keeps those of set whose qualification is the largest (sign 1) or the smallest (−1), in place.
func (d *distiller) qualified(set, net []int, sign int) []int {
	best := math.MinInt
	for _, a := range set {
		best = max(best, sign*net[a])
	}
	return slices.DeleteFunc(set, func(a int) bool { return sign*net[a] < best })
}

package portfolio

import (
	"fmt"
	"math"
	"math/bits"
	"slices"

	"veche/internal/mcda"
)

// HalfSpace is a demand Σ a_j·w_j ≥ 0 on weights.
type HalfSpace []float64

// Corners are the extreme points of the weights w ≥ 0, Σ w = 1 that obey every demand, found by cutting the simplex with one demand after the other (the
// double description method; Motzkin, Raiffa, Thompson & Thrall 1953). none is true when no weights obey them; the error says that there are more than most.
func Corners(n int, demands []HalfSpace, most int) (corners [][]float64, none bool, err error) {
	const eps = 1e-12
	type corner struct {
		w     []float64
		tight []uint64 // the demands that hold with equality
	}
	words := (n + len(demands) + 63) / 64
	mark := func(c *corner, k int) { c.tight[k/64] |= 1 << (k % 64) }
	var now []corner
	for j := range n {
		c := corner{make([]float64, n), make([]uint64, words)}
		c.w[j] = 1
		for k := range n {
			if k != j {
				mark(&c, k)
			}
		}
		now = append(now, c)
	}
	for d, h := range demands {
		if len(h) != n {
			panic(fmt.Sprintf("portfolio: a demand on %d weights of %d", len(h), n))
		}
		at := make([]float64, len(now))
		scale := 0.0
		for _, a := range h {
			scale = max(scale, math.Abs(a))
		}
		var next []corner
		for k, c := range now {
			for j, a := range h {
				at[k] += float64(a * c.w[j])
			}
			if math.Abs(at[k]) <= eps*scale {
				at[k] = 0
			}
			if at[k] >= 0 {
				if at[k] == 0 {
					mark(&now[k], n+d)
				}
				next = append(next, now[k])
			}
		}
		common := make([]uint64, words)
		for a := range now {
			for b := range now {
				if at[a] <= 0 || at[b] >= 0 {
					continue
				}
				shared := 0
				for k := range common {
					common[k] = now[a].tight[k] & now[b].tight[k]
					shared += bits.OnesCount64(common[k])
				}
				if shared < n-2 { // an edge lies on that many demands
					continue
				}
				adjacent := !slices.ContainsFunc(now, func(c corner) bool {
					if &c.w[0] == &now[a].w[0] || &c.w[0] == &now[b].w[0] {
						return false
					}
					for k := range common {
						if common[k]&^c.tight[k] != 0 {
							return false
						}
					}
					return true
				})
				if !adjacent {
					continue
				}
				t := at[a] / (at[a] - at[b])
				c := corner{make([]float64, n), slices.Clone(common)}
				for j := range c.w {
					c.w[j] = max(0, float64((1-t)*now[a].w[j])+float64(t*now[b].w[j]))
				}
				mark(&c, n+d)
				next = append(next, c)
				if len(next) > most {
					return nil, false, mcda.Refuse("the set of weights has more than %d corners", most)
				}
			}
		}
		now = next
		if len(now) == 0 {
			return nil, true, nil
		}
	}
	for _, c := range now {
		corners = append(corners, c.w)
	}
	return corners, false, nil
}

// Within are the demands lo_j ≤ w_j ≤ hi_j.
func Within(lo, hi []float64) []HalfSpace {
	var demands []HalfSpace
	for j := range lo {
		below, above := make(HalfSpace, len(lo)), make(HalfSpace, len(lo))
		for k := range lo { // w_j − lo_j·Σw ≥ 0
			below[k], above[k] = -lo[j], hi[j]
		}
		below[j]++
		above[j]--
		if lo[j] > 0 {
			demands = append(demands, below)
		}
		if hi[j] < 1 {
			demands = append(demands, above)
		}
	}
	return demands
}

// Order are the demands that weights do not grow along an order of importance.
func Order(important []int, n int) []HalfSpace {
	var demands []HalfSpace
	for k := 1; k < len(important); k++ {
		h := make(HalfSpace, n)
		h[important[k-1]], h[important[k]] = 1, -1
		demands = append(demands, h)
	}
	return demands
}

// Among keeps the sets that are not dominated when only some corners are possible: values by set are worked out anew by the caller's function.
func (p *Portfolios) Among(corners int, values func(chosen []bool, corner int) float64) *Portfolios {
	q := &Portfolios{Complete: p.Complete, Stopped: p.Stopped}
	tol := 0.0
	for _, c := range p.Sets {
		d := Candidate{Chosen: c.Chosen, Cost: c.Cost, Values: make([]float64, corners)}
		for e := range corners {
			d.Values[e] = values(c.Chosen, e)
			tol = max(tol, 1e-9*math.Abs(d.Values[e]))
		}
		q.Sets = append(q.Sets, d)
	}
	kept := make([]Candidate, 0, len(q.Sets))
	for _, c := range q.Sets {
		if !slices.ContainsFunc(q.Sets, func(other Candidate) bool { return dominates(other.Values, c.Values, tol) }) {
			kept = append(kept, c)
		}
	}
	q.Sets = kept
	return q
}

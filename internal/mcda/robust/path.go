package robust

import (
	"fmt"
	"math"
	"slices"
)

// Interval is the weights from Lo to Hi, both included.
type Interval struct{ Lo, Hi float64 }

// Contains reports whether t lies in the interval.
func (v Interval) Contains(t float64) bool { return v.Lo <= t && t <= v.Hi }

// Sharing is the rule by which the other free weights give or take what the moved one takes or gives.
type Sharing string

const (
	Proportional Sharing = "proportional" // they keep their proportions; equal shares when all of them are 0
	Equal        Sharing = "equal"        // each gives the same amount, one that has come to 0 no more
)

// Sharings lists the rules, the default first.
func Sharings() []Sharing { return []Sharing{Proportional, Equal} }

// Path is how n weights of sum 1 follow when the weight of one criterion, or the total of several, moves to t. Locked weights stay. The moved criteria keep
// their proportions among themselves; what remains, F − t with F = 1 − Σ locked weights, belongs to the other free ones by a [Sharing]:
//
//	proportional  w_k(t) = (F − t)·ω_k,  Σω_k = 1 in the present proportions
//	equal         w_k(t) = max(0, w_k − λ), with the λ that makes the sum 1
//
// Both are piecewise linear in t, the first in one piece. This is the usual one-at-a-time sensitivity analysis (Triantaphyllou & Sánchez 1997 move a weight
// alone; keeping proportions leaves the sum at 1).
type Path struct {
	n     int
	now   float64
	knots []knot // at least one, ascending by t
}

// knot is a corner of the path: all n weights at t.
type knot struct {
	t       float64
	weights []float64
}

// NewPath returns the path of criterion j from the present weights, n numbers ≥ 0 of sum 1. locked names the criteria whose weight stays (n, or nil for
// none); locked[j] is not looked at. It panics on a wrong length or index.
func NewPath(weights []float64, j int, locked []bool) *Path {
	if locked != nil && j >= 0 && j < len(locked) && locked[j] {
		locked = slices.Clone(locked)
		locked[j] = false
	}
	return NewMove(weights, []int{j}, locked, Proportional)
}

// NewMove returns the path of the total weight of some criteria, as of a node of a criteria tree: t is their sum, locked ones among them included. It panics
// on a wrong length or index and on an unknown rule.
func NewMove(weights []float64, moved []int, locked []bool, how Sharing) *Path {
	n := len(weights)
	if locked != nil && len(locked) != n {
		panic(fmt.Sprintf("robust: %d locks for %d criteria", len(locked), n))
	}
	moving := make([]bool, n)
	for _, j := range moved {
		if j < 0 || j >= n {
			panic(fmt.Sprintf("robust: criterion %d of %d", j, n))
		}
		moving[j] = true
	}
	p := &Path{n: n}
	var takers, givers group
	var held, inside float64 // locked: all of them, and those among the moved
	for k, w := range weights {
		switch {
		case locked != nil && locked[k]:
			held += w
			if moving[k] {
				inside += w
			}
		case moving[k]:
			takers.add(k, w)
		default:
			givers.add(k, w)
		}
	}
	p.now = takers.sum + inside
	if len(takers.of) == 0 || len(givers.of) == 0 {
		p.knots = []knot{{p.now, slices.Clone(weights)}}
		return p
	}
	free := 1.0
	if held > 0 {
		free = takers.sum + givers.sum // 1 − held, never below now
	}
	corner := func(total float64, rest func(k int) float64) {
		w := make([]float64, n)
		for k := range w {
			if locked != nil && locked[k] {
				w[k] = weights[k]
			}
		}
		for _, k := range takers.of {
			w[k] = total * takers.share(weights, k)
		}
		for _, k := range givers.of {
			w[k] = rest(k)
		}
		p.knots = append(p.knots, knot{inside + total, w})
	}
	switch how {
	case Proportional:
		corner(0, func(k int) float64 { return free * givers.share(weights, k) })
		corner(free, func(int) float64 { return 0 })
	case Equal:
		if takers.sum > 0 {
			each := takers.sum / float64(len(givers.of))
			corner(0, func(k int) float64 { return weights[k] + each })
		}
		present := len(p.knots)
		levels := []float64{0}
		for _, k := range givers.of {
			levels = append(levels, weights[k])
		}
		slices.Sort(levels)
		for _, level := range slices.Compact(levels) {
			var left float64
			for _, k := range givers.of {
				left += math.Max(0, weights[k]-level)
			}
			corner(free-left, func(k int) float64 { return math.Max(0, weights[k]-level) })
		}
		p.knots[present] = knot{p.now, slices.Clone(weights)} // level 0, without rounding
	default:
		panic(fmt.Sprintf("robust: unknown rule for sharing %q", how))
	}
	return p
}

// group are criteria with the sum of their weights.
type group struct {
	of  []int
	sum float64
}

func (g *group) add(k int, w float64) {
	g.of = append(g.of, k)
	g.sum += w
}

// share is criterion k's part of the group's sum, an equal one when the sum is 0.
func (g *group) share(weights []float64, k int) float64 {
	if g.sum > 0 {
		return weights[k] / g.sum
	}
	return 1 / float64(len(g.of))
}

// Range is where the weight can go: 0 to 1 less the locked weights, or only its present value when all the others, or all that were to move, are locked.
func (p *Path) Range() Interval {
	return Interval{p.knots[0].t, p.knots[len(p.knots)-1].t}
}

// Now is the present weight.
func (p *Path) Now() float64 { return p.now }

// Weights fills dst (n, or nil to allocate) with the weights when the moved one is t; t outside [Path.Range] is brought to its nearer end.
func (p *Path) Weights(dst []float64, t float64) []float64 {
	if dst == nil {
		dst = make([]float64, p.n)
	}
	if len(dst) != p.n {
		panic(fmt.Sprintf("robust: destination has %d elements, needs %d", len(dst), p.n))
	}
	last := len(p.knots) - 1
	k := 0
	for k < last-1 && t > p.knots[k+1].t {
		k++
	}
	a, b := &p.knots[k], &p.knots[min(k+1, last)]
	switch {
	case t <= a.t:
		copy(dst, a.weights)
	case t >= b.t:
		copy(dst, b.weights)
	default:
		x := (t - a.t) / (b.t - a.t)
		for j := range dst {
			dst[j] = float64((1-x)*a.weights[j]) + float64(x*b.weights[j])
		}
	}
	return dst
}

// disjoint reports whether the path is one piece on which no criterion has weight at both ends: then a sum of squared weighted parts has no mixed term.
func (p *Path) disjoint() bool {
	if len(p.knots) != 2 {
		return false
	}
	for j, w := range p.knots[0].weights {
		if w != 0 && p.knots[1].weights[j] != 0 {
			return false
		}
	}
	return true
}

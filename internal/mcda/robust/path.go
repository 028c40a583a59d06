package robust

import (
	"fmt"
	"math"
)

// Interval is the weights from Lo to Hi, both included.
type Interval struct{ Lo, Hi float64 }

// Contains reports whether t lies in the interval.
func (v Interval) Contains(t float64) bool { return v.Lo <= t && t <= v.Hi }

// Path is how n weights of sum 1 follow when the weight of criterion j moves to t: locked weights stay, and the other free ones share what is left in their
// present proportions, in equal shares when all of them are 0,
//
//	w_j(t) = t,  w_k(t) = (F − t)·ω_k for free k ≠ j with Σω_k = 1,  F = 1 − Σ locked weights
//
// This is the usual one-at-a-time sensitivity analysis (Triantaphyllou & Sánchez 1997 move a weight alone; keeping proportions leaves the sum at 1).
type Path struct {
	fixed []float64 // n: the locked weights, 0 elsewhere
	share []float64 // n: ω, 0 for j and for locked criteria
	j     int
	now   float64
	free  float64 // F
	stuck bool    // no criterion can give or take
}

// NewPath returns the path of criterion j from the present weights, n numbers ≥ 0 of sum 1. locked names the criteria whose weight stays (n, or nil for
// none); locked[j] is not looked at. It panics on a wrong length or index.
func NewPath(weights []float64, j int, locked []bool) *Path {
	n := len(weights)
	if j < 0 || j >= n {
		panic(fmt.Sprintf("robust: criterion %d of %d", j, n))
	}
	if locked != nil && len(locked) != n {
		panic(fmt.Sprintf("robust: %d locks for %d criteria", len(locked), n))
	}
	p := &Path{fixed: make([]float64, n), share: make([]float64, n), j: j, now: weights[j], free: 1}
	var others, held float64
	takers := 0
	for k, w := range weights {
		switch {
		case k == j:
		case locked != nil && locked[k]:
			p.fixed[k] = w
			held += w
		default:
			p.share[k] = w
			others += w
			takers++
		}
	}
	p.stuck = takers == 0
	if held > 0 {
		p.free = p.now + others // 1 − held, never below now
	}
	for k := range p.share {
		switch {
		case k == j || locked != nil && locked[k]:
		case others > 0:
			p.share[k] /= others
		default:
			p.share[k] = 1 / float64(takers)
		}
	}
	return p
}

// Range is where the weight of the criterion can go: 0 to 1 less the locked weights, or only its present value when every other criterion is locked.
func (p *Path) Range() Interval {
	if p.stuck {
		return Interval{p.now, p.now}
	}
	return Interval{0, p.free}
}

// Now is the criterion's present weight.
func (p *Path) Now() float64 { return p.now }

// Weights fills dst (n, or nil to allocate) with the weights when the criterion's is t; t outside [Path.Range] is brought to its nearer end.
func (p *Path) Weights(dst []float64, t float64) []float64 {
	if dst == nil {
		dst = make([]float64, len(p.share))
	}
	if len(dst) != len(p.share) {
		panic(fmt.Sprintf("robust: destination has %d elements, needs %d", len(dst), len(p.share)))
	}
	r := p.Range()
	t = math.Min(math.Max(t, r.Lo), r.Hi)
	for k, share := range p.share {
		dst[k] = p.fixed[k] + (p.free-t)*share
	}
	dst[p.j] = t
	return dst
}

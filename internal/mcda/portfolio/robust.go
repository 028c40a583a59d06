package portfolio

import (
	"context"
	"math"
	"slices"
	"time"
)

// Candidate is a set with its value under each corner of the weights.
type Candidate struct {
	Chosen []bool
	Cost   float64
	Values []float64 // by corner, synergies included
}

// Verdict says how an alternative stands in the good sets.
type Verdict string

const (
	Core       Verdict = "core"       // in every one
	Borderline Verdict = "borderline" // in some
	Exterior   Verdict = "out"        // in none
)

// Portfolios are the non-dominated sets under a set of weights.
type Portfolios struct {
	Sets     []Candidate
	Complete bool // these are all of them; otherwise the search was stopped and there may be others
	Stopped  Reason
}

// Index is the core index of each alternative: the share of the non-dominated sets that hold it (Liesiö, Mild & Salo 2007).
func (p *Portfolios) Index() []float64 {
	if len(p.Sets) == 0 {
		return nil
	}
	index := make([]float64, len(p.Sets[0].Chosen))
	for _, c := range p.Sets {
		for i, in := range c.Chosen {
			if in {
				index[i]++
			}
		}
	}
	for i := range index {
		index[i] /= float64(len(p.Sets))
	}
	return index
}

// VerdictOf is the verdict of a core index.
func VerdictOf(index float64) Verdict {
	switch index {
	case 1:
		return Core
	case 0:
		return Exterior
	}
	return Borderline
}

// RobustOptions bound a search for non-dominated sets.
type RobustOptions struct {
	TimeLimit time.Duration // 0: none but the context's
	Most      int           // sets kept; 0 is 10,000
}

// Robust finds every feasible set that no other one dominates: values[e] are the alternatives' values under corner e of the set of weights, and a set
// dominates another when it is worth at least as much under every corner and more under one. When values are linear in the weights that is dominance under
// every weighting in the corners' hull (Liesiö, Mild & Salo 2007); p.Values are not used. Branch and bound: a node is left when one set found so far is worth
// at least its bound under every corner.
func Robust(ctx context.Context, p *Problem, values [][]float64, o RobustOptions) *Portfolios {
	if len(values) == 0 {
		panic("portfolio: no corners")
	}
	if o.Most <= 0 {
		o.Most = 10000
	}
	deadline := until(o.TimeLimit)
	r := &robust{p: p, most: o.Most, corners: len(values)}
	var near []float64 // the multipliers of the corner before, from which those of this one are not far
	for e, v := range values {
		q := *p
		q.Values = v
		s := newSearch(ctx, newModel(&q), Options{TimeLimit: left(deadline)})
		if !s.propagate() {
			return &Portfolios{Complete: true}
		}
		steps := rootSteps
		s.levels = append(s.levels, make([]float64, len(s.grad)))
		if e > 0 {
			steps = warmSteps
			copy(s.levels[0], near)
			x := make([]int8, len(v))
			for i, in := range r.seeds[e-1] {
				if in {
					x[i] = 1
				}
			}
			s.offer(x)
		}
		s.root(steps)
		near = slices.Clone(s.levels[0])
		r.bounds = append(r.bounds, s.bound(s.levels[0]))
		r.reduced = append(r.reduced, slices.Clone(s.r))
		r.tol = max(r.tol, s.m.tol)
		r.searches = append(r.searches, s)
		trail, low := s.mark()
		s.prove()
		s.undo(trail, low)
		if s.stopped != Proven {
			return r.portfolios(s.stopped)
		}
		if len(s.best) == 0 {
			return &Portfolios{Complete: true}
		}
		r.seeds = append(r.seeds, s.result().Sets[0].Chosen)
	}
	for _, chosen := range r.seeds {
		r.offer(chosen)
	}
	r.s = r.searches[0]
	r.s.stopped = Proven
	r.deadline = deadline
	r.node()
	return r.portfolios(r.s.stopped)
}

type robust struct {
	p        *Problem
	corners  int
	searches []*search
	s        *search // propagates
	bounds   []float64
	reduced  [][]float64 // by corner
	seeds    [][]bool
	archive  []Candidate
	tol      float64
	most     int
	deadline time.Time
	nodes    int
}

func (r *robust) portfolios(stopped Reason) *Portfolios {
	slices.SortStableFunc(r.archive, func(a, b Candidate) int {
		for i := range a.Chosen {
			if a.Chosen[i] != b.Chosen[i] {
				if a.Chosen[i] {
					return -1
				}
				return 1
			}
		}
		return 0
	})
	return &Portfolios{Sets: r.archive, Complete: stopped == Proven, Stopped: stopped}
}

// dominates reports whether values a are at least b everywhere, and more somewhere.
func dominates(a, b []float64, tol float64) bool {
	more := false
	for e := range a {
		if a[e] < b[e]-tol {
			return false
		}
		more = more || a[e] > b[e]+tol
	}
	return more
}

// beaten reports whether a set of the archive dominates the values, and moves it to the front: the next node is often beaten by the same.
func (r *robust) beaten(values []float64) bool {
	for k := range r.archive {
		if dominates(r.archive[k].Values, values, r.tol) {
			if k > 0 {
				r.archive[k/2], r.archive[k] = r.archive[k], r.archive[k/2]
			}
			return true
		}
	}
	return false
}

func (r *robust) offer(chosen []bool) {
	c := Candidate{Chosen: slices.Clone(chosen), Values: make([]float64, r.corners)}
	for e := range c.Values {
		set := r.searches[e].m.p.Measure(chosen)
		c.Values[e], c.Cost = set.Value, set.Cost
	}
	if r.beaten(c.Values) || slices.ContainsFunc(r.archive, func(a Candidate) bool { return slices.Equal(a.Chosen, c.Chosen) }) {
		return
	}
	r.archive = slices.DeleteFunc(r.archive, func(a Candidate) bool { return dominates(c.Values, a.Values, r.tol) })
	r.archive = append(r.archive, c)
}

// take changes the bounds by what fixing the alternatives on the trail from `from` costs.
func (r *robust) take(from int) {
	for _, i := range r.s.trail[from:] {
		for e := range r.bounds {
			if v := r.reduced[e][i]; r.s.x[i] == 1 && v < 0 {
				r.bounds[e] += v
			} else if r.s.x[i] == 0 && v > 0 {
				r.bounds[e] -= v
			}
		}
	}
}

func (r *robust) node() {
	s := r.s
	r.nodes++
	if r.nodes%checkEvery == 0 && s.stopped == Proven {
		if s.deadline = r.deadline; s.out() {
			return
		}
	}
	if len(r.archive) > r.most {
		s.stopped = TooMany
	}
	if s.stopped != Proven || r.beaten(r.bounds) {
		return
	}
	// The alternative whose fixing moves the bounds most, the smaller of the two ways summed over the corners.
	branch, most := int32(-1), math.Inf(-1)
	in, out := 0.0, 0.0
	for i, x := range s.x {
		if x != free {
			continue
		}
		down, up := 0.0, 0.0
		for e := range r.reduced {
			if v := r.reduced[e][i]; v > 0 {
				down += v
			} else {
				up -= v
			}
		}
		if d := max(down, up); d > most {
			branch, most, in, out = int32(i), d, up, down
		}
	}
	if branch < 0 {
		chosen := make([]bool, len(s.x))
		for i, x := range s.x {
			chosen[i] = x == 1
		}
		r.offer(chosen)
		return
	}
	first := int8(0)
	if in <= out {
		first = 1
	}
	for _, to := range [2]int8{first, 1 - first} {
		trail, low := s.mark()
		was := slices.Clone(r.bounds)
		s.fix(branch, to)
		if s.propagate() {
			r.take(trail)
			r.node()
		}
		copy(r.bounds, was)
		s.undo(trail, low)
	}
}

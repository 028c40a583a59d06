package robust

import (
	"cmp"
	"math"
	"slices"

	"veche/internal/mcda"
)

// For conditions Σ g_k·w_k ≥ 0 scaled to max |g_k| = 1.
const (
	strictly = 1e-11 // beyond this one holds strictly
	roomy    = 1e-10 // how far several must be able to hold at once for them to hold strictly
	nodes    = 3000  // programs solved for one change, after which the best is no longer proven to be the smallest
)

// condition is that one alternative be ahead of another: g·w > 0.
type condition struct {
	g    []float64
	hi   float64 // the most that g·w can be
	lo   float64
	size float64 // of the smallest change that meets it alone; infinite when none does
}

// goal is that at least need of the conditions be met, strictly or not.
//
// The smallest change is found by branch and bound over which conditions are met: the smallest change that meets some is a linear program (its value bounds
// from below all changes that meet these and more); at its solution the condition that is broken most is either required too, or given up, of which no more than
// len(of) − need can be. With need = len(of) nothing can be given up and this is the method of cutting planes.
type goal struct {
	weights []float64
	free    []int // columns whose weight may change
	by      Measure
	of      []condition
	need    int
	strict  bool
}

// answer is the solution of a goal.
type answer struct {
	Change
	inside []float64 // weights at which all required conditions hold by as much as they can
}

// conditions are those that alternative i be ahead of each other one; behind: that each other one be ahead of it.
func (c *Case) conditions(l mcda.LinearScorer, i int, behind bool, free []int, by Measure) []condition {
	m, _ := l.Dims()
	of := make([]condition, 0, m-1)
	for k := range m {
		if k != i {
			of = append(of, c.condition(l, i, k, behind, free, by))
		}
	}
	return of
}

func (c *Case) condition(l mcda.LinearScorer, i, k int, behind bool, free []int, by Measure) condition {
	_, n := l.Dims()
	v := l.Values()
	own, other := v[i*n:(i+1)*n], v[k*n:(k+1)*n]
	var largest, most float64
	for j := range n {
		largest = max(largest, math.Abs(own[j]), math.Abs(other[j]))
	}
	g := make([]float64, n)
	for j := range g {
		if d := own[j] - other[j]; math.Abs(d) > noise*largest { // else they are the same but for rounding
			if g[j] = d; behind != c.Lower {
				g[j] = -d
			}
		}
		most = max(most, math.Abs(g[j]))
	}
	if most > 0 {
		for j := range g {
			g[j] /= most
		}
	}
	q := condition{g: g, size: math.Inf(1)}
	var held, whole float64
	inFree := make([]bool, n)
	q.hi, q.lo = math.Inf(-1), math.Inf(1)
	for _, j := range free {
		inFree[j] = true
		whole += c.Weights[j]
		q.hi, q.lo = max(q.hi, g[j]), min(q.lo, g[j])
	}
	for j, w := range c.Weights {
		if !inFree[j] {
			held += float64(g[j] * w)
		}
	}
	if len(free) == 0 {
		q.hi, q.lo = 0, 0
	}
	q.hi, q.lo = held+float64(q.hi*whole), held+float64(q.lo*whole)
	if q.hi >= -strictly {
		locked := make([]bool, n)
		for j := range locked {
			locked[j] = !inFree[j]
		}
		if w, ok := nearest(c.Weights, g, locked, by); ok {
			q.size = by.size(c.Weights, w)
		}
	}
	return q
}

// open are the columns whose weight may change: a weight of 0 stays 0 by the relative measure.
func (c *Case) open(locked []bool, by Measure) []int {
	var free []int
	for k, w := range c.Weights {
		if (locked == nil || !locked[k]) && (by == L1 || w > 0) {
			free = append(free, k)
		}
	}
	return free
}

// reach solves for the smallest change.
func (q *goal) reach() answer {
	var of []condition
	for _, x := range q.of {
		switch {
		case q.strict && x.lo > strictly || !q.strict && x.lo >= -strictly:
			q.need-- // it always holds
		case q.strict && x.hi <= strictly || math.IsInf(x.size, 1):
			// it never does
		default:
			of = append(of, x)
		}
	}
	q.of = of
	if q.need <= 0 {
		return answer{Change: Change{Weights: slices.Clone(q.weights), Exact: true}, inside: q.weights}
	}
	if q.need > len(of) {
		return answer{Change: Change{Exact: true}}
	}
	s := &branching{goal: q, best: answer{Change: Change{Size: math.Inf(1)}}, cut: math.Inf(1), state: make([]state, len(of))}
	s.node(nil, len(of)-q.need, 0)
	a := s.best
	switch {
	case a.Weights == nil && math.IsInf(s.cut, 1):
		return answer{Change: Change{Exact: true}}
	case a.Weights == nil:
		return answer{Change: Change{Bound: s.cut}}
	}
	a.Bound = min(a.Size, s.cut)
	a.Exact = s.cut >= a.Size-1e-9
	return a
}

// branching is the search.
type branching struct {
	*goal
	best   answer
	solved int
	cut    float64 // the least bound of a node that was left unsolved
	state  []state
}

// state of a condition on the way to a node.
type state uint8

const (
	undecided state = iota
	required
	givenUp
)

// node solves for the required conditions; left more can be given up, and no change of the nodes below is smaller than bound.
func (s *branching) node(need []int, left int, bound float64) {
	if s.solved++; s.solved > nodes {
		s.cut = min(s.cut, bound)
		return
	}
	w, ok := s.smallest(need)
	if !ok {
		return
	}
	size := s.by.size(s.weights, w)
	if size >= s.best.Size-1e-12 {
		return
	}
	var broken []int
	worst, least := -1, math.Inf(1)
	for k, x := range s.of {
		if s.state[k] != undecided {
			continue
		}
		if margin := dot(x.g, w); margin < -strictly || s.strict && margin <= strictly {
			broken = append(broken, k)
			if margin < least {
				worst, least = k, margin
			}
		}
	}
	if len(broken) <= left {
		if inside, room := s.widest(need); !s.strict || room > roomy {
			s.best = answer{Change{Size: size, Weights: w}, inside}
		}
		return
	}
	// So many of the broken ones have to be met, each of which takes a change of its own size at least.
	slices.SortFunc(broken, func(a, b int) int { return cmp.Compare(s.of[a].size, s.of[b].size) })
	if s.of[broken[len(broken)-left-1]].size >= s.best.Size-1e-12 {
		return
	}
	if left > 0 {
		s.state[worst] = givenUp
		s.node(need, left-1, size)
	}
	s.state[worst] = required
	s.node(append(need[:len(need):len(need)], worst), left, size)
	s.state[worst] = undecided
}

func dot(g, w []float64) float64 {
	var sum float64
	for k, x := range g {
		sum += float64(x * w[k])
	}
	return sum
}

// smallest is the smallest change that meets conditions, and the weights w + p − q it leads to, p and q being the columns of the program.
func (s *branching) smallest(need []int) ([]float64, bool) {
	n := len(s.free)
	if len(need) == 0 {
		return slices.Clone(s.weights), true
	}
	cost := make([]float64, 2*n, 2*n+1)
	if s.by == L1 {
		for j := range cost {
			cost[j] = 1
		}
	} else {
		cost = append(cost, 1) // ε
	}
	d := newDual(cost)
	s.simplexRows(d)
	if s.by == Relative {
		for j, k := range s.free {
			for _, side := range []int{j, n + j} { // p_k, q_k ≤ ε·w_k
				row := d.row()
				row[side], row[2*n] = 1, -s.weights[k]
				d.add(row, 0)
			}
		}
	}
	for _, k := range need {
		s.conditionRow(d, k, 0)
	}
	x, ok := d.solve()
	if !ok {
		return nil, false
	}
	return s.moved(x), true
}

// widest is where the conditions hold by as much as they can all hold at once, and by how much.
func (s *branching) widest(need []int) (w []float64, room float64) {
	if len(need) == 0 {
		return s.weights, 1
	}
	n := len(s.free)
	cost := make([]float64, 2*n+1)
	cost[2*n] = 1 // how far from 1 that is
	d := newDual(cost)
	s.simplexRows(d)
	for _, k := range need {
		s.conditionRow(d, k, 1)
		d.rows[len(d.rows)-1][2*n] = -1
	}
	x, ok := d.solve()
	if !ok {
		return s.weights, 0
	}
	return s.moved(x), 1 - x[2*n]
}

func (d *dual) row() []float64 { return make([]float64, d.n, d.n+1) }

// simplexRows keep the sum and every weight at 0 or more.
func (s *branching) simplexRows(d *dual) {
	n := len(s.free)
	up, down := d.row(), d.row()
	for j := range n {
		up[j], up[n+j], down[j], down[n+j] = 1, -1, -1, 1
	}
	d.add(up, 0)
	d.add(down, 0)
	for j, k := range s.free {
		row := d.row()
		row[n+j] = 1
		d.add(row, s.weights[k])
	}
}

// conditionRow is g·(w + p − q) ≥ at.
func (s *branching) conditionRow(d *dual, k int, at float64) {
	row := d.row()
	n := len(s.free)
	g := s.of[k].g
	for j, c := range s.free {
		row[j], row[n+j] = -g[c], g[c]
	}
	d.add(row, dot(g, s.weights)-at)
}

// moved are the weights that a solution leads to.
func (s *branching) moved(x []float64) []float64 {
	w := slices.Clone(s.weights)
	for j, k := range s.free {
		if w[k] += x[j] - x[len(s.free)+j]; w[k] < 1e-14 {
			w[k] = 0 // else rounding would show where two are level at 0 only
		}
	}
	return w
}

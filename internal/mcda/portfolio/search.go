package portfolio

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"
)

const free = int8(-1)

// Sizes of the search, found by trial on random problems of 20 to 200 alternatives.
const (
	rootSteps   = 1500    // subgradient steps at the root
	warmSteps   = 200     // from multipliers that are nearly right
	nodeSteps   = 8       // and at a node
	levelMemory = 8 << 20 // numbers kept for the multipliers of all levels; deeper nodes take their parent's
	checkEvery  = 64      // nodes between looks at the clock, of problems that are small
	checkAlways = 4096    // alternatives and constraints together from which on every node looks
)

// found is a set in the list of the best.
type found struct {
	x           []int8
	value, cost float64
}

// search is a depth-first branch and bound.
type search struct {
	m        *model
	ctx      context.Context
	deadline time.Time
	want     int
	every    bool

	x       []int8    // by alternative: 0, 1 or free
	low     []float64 // by row: the least activity that the free alternatives leave possible
	trail   []int32   // alternatives in the order they were fixed
	lowered []lowered // what low was before
	dirty   []int32   // rows to propagate
	isDirty []bool

	levels [][]float64 // multipliers by depth: rows, then synergies
	r      []float64   // reduced values
	grad   []float64
	dir    []float64
	kept   []float64 // the best multipliers of a node
	mean   []float64 // by alternative: running mean of what the bound takes
	order  []int32

	best    []found
	lower   float64 // a node whose bound is not above it holds nothing of use
	floor   float64 // lower before anything is found: below what any set is worth, so that a bound under it proves that no set obeys the rules
	nodes   int
	stopped Reason
	above   float64 // the bound of the whole
	open    float64 // the highest bound of what was left unsearched
}

type lowered struct {
	row int32
	was float64
}

func newSearch(ctx context.Context, m *model, o Options) *search {
	s := &search{m: m, ctx: ctx, want: max(o.Sets, 1), every: o.Every, open: math.Inf(-1)}
	for _, v := range m.p.Values {
		s.floor += min(v, 0)
		s.above += max(v, 0)
	}
	for _, y := range m.syn {
		s.floor += min(y.Value, 0)
		s.above += max(y.Value, 0)
	}
	s.floor -= float64(1e-3 * m.unit)
	s.lower = s.floor
	if o.TimeLimit > 0 {
		s.deadline = time.Now().Add(o.TimeLimit)
	}
	s.x = make([]int8, m.n)
	for i := range s.x {
		s.x[i] = free
	}
	s.low = make([]float64, len(m.rows))
	for k, r := range m.rows {
		for _, a := range r.a {
			s.low[k] += min(a, 0)
		}
		s.dirty = append(s.dirty, int32(k))
	}
	s.isDirty = make([]bool, len(m.rows))
	for k := range s.isDirty {
		s.isDirty[k] = true
	}
	size := len(m.rows) + len(m.syn)
	s.r, s.mean = make([]float64, m.n), make([]float64, m.n)
	s.grad, s.dir = make([]float64, size), make([]float64, size)
	s.kept = make([]float64, size)
	s.order = make([]int32, m.n)
	return s
}

// fix decides one free alternative.
func (s *search) fix(i int32, to int8) {
	s.x[i] = to
	s.trail = append(s.trail, i)
	for _, u := range s.m.uses[i] {
		rise := u.a
		if to == 0 {
			rise = -u.a
		}
		if rise <= 0 {
			continue
		}
		s.lowered = append(s.lowered, lowered{u.row, s.low[u.row]})
		s.low[u.row] += rise
		if !s.isDirty[u.row] {
			s.isDirty[u.row] = true
			s.dirty = append(s.dirty, u.row)
		}
	}
}

// mark and undo bracket what shall be taken back.
func (s *search) mark() (trail, low int) { return len(s.trail), len(s.lowered) }

func (s *search) undo(trail, low int) {
	for _, i := range s.trail[trail:] {
		s.x[i] = free
	}
	s.trail = s.trail[:trail]
	for k := len(s.lowered) - 1; k >= low; k-- {
		s.low[s.lowered[k].row] = s.lowered[k].was
	}
	s.lowered = s.lowered[:low]
	s.clean()
}

func (s *search) clean() {
	for _, k := range s.dirty {
		s.isDirty[k] = false
	}
	s.dirty = s.dirty[:0]
}

// propagate fixes what the rows force; false when a row cannot hold any more.
func (s *search) propagate() bool {
	for len(s.dirty) > 0 {
		k := s.dirty[len(s.dirty)-1]
		s.dirty = s.dirty[:len(s.dirty)-1]
		s.isDirty[k] = false
		row := &s.m.rows[k]
		if s.low[k] > row.rhs {
			s.clean()
			return false
		}
		if row.most <= row.rhs-s.low[k] {
			continue // room for any
		}
		for j, i := range row.idx {
			if s.x[i] != free {
				continue
			}
			room := row.rhs - s.low[k]
			if a := row.a[j]; a > room {
				s.fix(i, 0)
			} else if -a > room {
				s.fix(i, 1)
			}
		}
	}
	return true
}

// due says whether it is time to look at the clock at the k-th of some steps.
func (s *search) due(k int) bool {
	return k%checkEvery == 0 || s.m.n+len(s.grad) >= checkAlways
}

// out says whether the time is up, and remembers why.
func (s *search) out() bool {
	switch {
	case s.stopped != Proven:
	case s.ctx.Err() == context.DeadlineExceeded:
		s.stopped = TimeLimit
	case s.ctx.Err() != nil:
		s.stopped = Interrupted
	case !s.deadline.IsZero() && time.Now().After(s.deadline):
		s.stopped = TimeLimit
	}
	return s.stopped != Proven
}

func (s *search) run() {
	if !s.propagate() {
		return
	}
	s.levels = append(s.levels, make([]float64, len(s.grad)))
	s.root(rootSteps)
	s.prove()
}

// prove searches the tree below what is fixed, after the root.
func (s *search) prove() {
	if len(s.best) == 0 && !s.out() && !s.possible() {
		return
	}
	if s.out() || !s.knapsack() {
		s.node(0, s.above)
	}
}

// possible looks for any set that obeys the rules, whatever it is worth, and offers it; false when there is none, or the search was stopped.
func (s *search) possible() bool {
	trail, low := s.mark()
	defer s.undo(trail, low)
	found := newFeasibility(s).find()
	if found {
		s.offer(s.x)
	} else if s.stopped != Proven {
		s.open = s.above
	}
	return found
}

// worth says whether a bound leaves room for a set of use.
func (s *search) worth(bound float64) bool { return bound > s.lower+s.m.tol }

// node searches what the fixed alternatives leave, below a depth whose multipliers are given.
func (s *search) node(depth int, above float64) {
	s.nodes++
	if s.due(s.nodes) && s.out() {
		s.open = max(s.open, above)
		return
	}
	mult := s.levels[min(depth, len(s.levels)-1)]
	steps := nodeSteps
	if depth >= len(s.levels) {
		steps = 1 // no room for multipliers of its own
	}
	bound, alive := s.tighten(mult, steps)
	if !alive {
		return
	}
	bound = min(bound, above)
	i := s.branching()
	if i < 0 {
		s.offer(s.x)
		return
	}
	first := int8(0)
	if s.mean[i] >= 0.5 {
		first = 1
	}
	if len(s.levels) <= depth+1 && (depth+2)*len(mult) <= levelMemory {
		s.levels = append(s.levels, make([]float64, len(mult)))
	}
	for _, to := range [2]int8{first, 1 - first} {
		if s.stopped != Proven {
			s.open = max(s.open, bound)
			return
		}
		if !s.worth(bound) {
			return
		}
		trail, low := s.mark()
		s.fix(i, to)
		if s.propagate() {
			if depth+1 < len(s.levels) {
				copy(s.levels[depth+1], mult)
			}
			s.node(depth+1, bound)
		}
		s.undo(trail, low)
	}
}

// branching chooses the free alternative the bound is least sure of; −1 when all are fixed.
func (s *search) branching() int32 {
	best, least := int32(-1), math.Inf(1)
	for i, x := range s.x {
		if x != free {
			continue
		}
		if d := math.Abs(s.r[i]); d < least {
			best, least = int32(i), d
		}
	}
	return best
}

// offer polishes a full assignment, unless every set counts, and takes it into the list of the best if it belongs there.
func (s *search) offer(x []int8) {
	f := found{x: slices.Clone(x)}
	if !s.every {
		s.polish(f.x)
	}
	f.value = s.m.value(f.x)
	if len(s.best) == s.want && f.value < s.lower-s.m.tol {
		return
	}
	for i, in := range f.x {
		if in == 1 && s.m.p.Costs != nil {
			f.cost += s.m.p.Costs[i]
		}
	}
	if slices.ContainsFunc(s.best, func(b found) bool { return slices.Equal(b.x, f.x) }) {
		return
	}
	better := func(a, b found) bool {
		if math.Abs(a.value-b.value) > s.m.tol {
			return a.value > b.value
		}
		return a.cost < b.cost
	}
	k := 0
	for k < len(s.best) && !better(f, s.best[k]) {
		k++
	}
	s.best = slices.Insert(s.best, k, f)
	if len(s.best) > s.want {
		s.best = s.best[:s.want]
	}
	if len(s.best) == s.want {
		s.lower = s.best[s.want-1].value
	}
}

// decreasing sorts the free alternatives by reduced value, the highest first.
func (s *search) decreasing() []int32 {
	order := s.order[:0]
	for i, x := range s.x {
		if x == free {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(s.r[b], s.r[a]), cmp.Compare(a, b)) })
	return order
}

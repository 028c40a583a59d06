package robust

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

// lineMargin is how far i is on the other side of the line after so many places: ≥ 0 once it has come to it.
func (c *Case) lineMargin(i, places int, inside bool) func(w []float64) float64 {
	m, _ := c.Scorer.Dims()
	scores, others := make([]float64, m), make([]float64, 0, m)
	return func(w []float64) float64 {
		c.Scorer.Scores(scores, w)
		others = others[:0]
		for k, x := range scores {
			if k != i {
				others = append(others, c.turned(x))
			}
		}
		own := c.turned(scores[i])
		line := largest(others, places) // the last of the others that would be listed without i
		d := (own - line) / max(math.Abs(own), math.Abs(line), math.SmallestNonzeroFloat64)
		if inside {
			return -d
		}
		return d
	}
}

// largest is the one of the values that stands at a place, counted from 1, when they descend; a NaN is less than any number. It reorders them, as far as it needs to:
// a search asks for it hundreds of thousands of times.
func largest(values []float64, place int) float64 {
	if place == 1 {
		return slices.MaxFunc(values, cmp.Compare)
	}
	k := len(values) - place // of the ascending order
	for lo, hi := 0, len(values)-1; lo < hi; {
		pivot := values[lo+(hi-lo)/2]
		i, j := lo, hi
		for i <= j { // those below the pivot before those above it; its equals stay on either side
			for cmp.Less(values[i], pivot) {
				i++
			}
			for cmp.Less(pivot, values[j]) {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return values[k]
		}
	}
	return values[k]
}

// turned makes more better.
func (c *Case) turned(score float64) float64 {
	if c.Lower {
		return -score
	}
	return score
}

// margin is how far b is ahead of a under some weights, on whatever scale: below 0 while it is behind.
func (c *Case) margin(a, b int) func(w []float64) float64 {
	m, n := c.Scorer.Dims()
	if d, ok := c.Scorer.(mcda.DistanceScorer); ok && !c.Lower {
		if plus, minus, ok := d.SquaredDistances(); ok {
			key := func(i int, w []float64) float64 {
				var p, q float64
				for k, x := range w {
					p += float64(x * x * plus[i*n+k])
					q += float64(x * x * minus[i*n+k])
				}
				if p+q == 0 {
					return 0.5
				}
				return q / (p + q)
			}
			return func(w []float64) float64 { return key(b, w) - key(a, w) }
		}
	}
	scores := make([]float64, m)
	return func(w []float64) float64 {
		c.Scorer.Scores(scores, w)
		return -difference(scores[a], scores[b], c.Lower)
	}
}

// search looks for the smallest change that makes a margin 0 or more. At some weights w it moves a little towards each criterion alone, which gives the
// margin's slope d_k that way, and solves Σ w'_k·(margin + d_k) ≥ 0 for the nearest w' by either measure; there it does so again. Every w' is drawn back, or stretched, to
// where the margin changes sign on the straight line from the present weights, and the nearest such point is kept. Then it looks in directions drawn from the
// simplex, and from the nearest point on in those next to its own, for one in which less will do.
func (c *Case) search(margin func([]float64) float64, locked []bool, by Measure) Change {
	if margin(c.Weights) >= 0 {
		return Change{Weights: slices.Clone(c.Weights), Exact: true}
	}
	n := len(c.Weights)
	s := &changeSearch{weights: c.Weights, margin: margin, by: by, open: make([]bool, n), best: Change{Size: math.Inf(1)}, at: make([]float64, n), next: make([]float64, n), slope: make([]float64, n)}
	movable := 0
	for k, w := range c.Weights {
		if s.open[k] = (locked == nil || !locked[k]) && (by == L1 || w > 0); s.open[k] {
			s.free += w
			movable++
		}
	}
	if movable < 2 { // one alone keeps what it has
		return Change{Exact: true}
	}
	s.starts()
	s.anywhere()
	s.nearby()
	if s.best.Weights == nil {
		return Change{}
	}
	return s.best
}

// changeSearch is one search under way, and its room.
type changeSearch struct {
	weights  []float64 // the present ones
	margin   func([]float64) float64
	by       Measure
	open     []bool  // criteria whose weights may move
	free     float64 // what these weigh together
	best     Change
	at, next []float64
	slope    []float64
}

// towards moves a part of all the free weight to criterion k.
func (s *changeSearch) towards(dst, w []float64, k int, part float64) {
	copy(dst, w)
	for j := range dst {
		if s.open[j] {
			dst[j] *= 1 - part
		}
	}
	dst[k] += float64(part * s.free)
}

// try keeps the first weights on the way to w at which the margin is 0 or more, where they are nearer than the best so far.
func (s *changeSearch) try(w []float64) {
	full := s.by.size(s.weights, w)
	if full == 0 {
		return
	}
	if hit, ok := straight(s.margin, s.weights, w, s.next, s.best.Size/full); ok {
		if size := s.by.size(s.weights, hit); size < s.best.Size {
			s.best = Change{Size: size, Weights: slices.Clone(hit)}
		}
	}
}

// follow solves from some weights on, by both measures: what is small by one leads to what is small by the other.
func (s *changeSearch) follow(from []float64) {
	const rounds, h = 10, 1e-6
	for _, measure := range []Measure{s.by, other(s.by)} {
		copy(s.at, from)
		for range rounds {
			now := s.margin(s.at)
			for k := range s.slope {
				s.slope[k] = 0
				if s.open[k] {
					s.towards(s.next, s.at, k, h)
					s.slope[k] = now + (s.margin(s.next)-now)/h // per unit of the free weight
				}
			}
			to, ok := linearised(s.weights, s.slope, s.open, s.free, measure)
			if !ok {
				break
			}
			s.try(to)
			moved := L1.size(s.at, to)
			copy(s.at, to)
			if moved < 1e-9 {
				break
			}
		}
	}
}

// starts follows from the present weights, and from half-way to each criterion alone.
func (s *changeSearch) starts() {
	from := slices.Clone(s.weights)
	s.follow(from)
	for k := range from {
		if s.open[k] {
			s.towards(from, s.weights, k, 0.5)
			s.try(from)
			s.follow(from)
		}
	}
}

// probe looks whether a little less than the best does it in the direction of some weights, which takes one evaluation, and only then how little.
func (s *changeSearch) probe(to []float64) bool {
	size := s.by.size(s.weights, to)
	if size == 0 || s.best.Weights == nil {
		return false
	}
	x := s.best.Size / size * (1 - 1e-6)
	for k, w := range s.weights {
		if s.next[k] = w + float64(x*(to[k]-w)); s.next[k] < 0 {
			return false
		}
	}
	if s.margin(s.next) < 0 {
		return false
	}
	before := s.best.Size
	copy(s.next, to)
	s.try(to)
	return s.best.Size < before
}

// anywhere looks in directions drawn from the simplex.
func (s *changeSearch) anywhere() {
	n := len(s.weights)
	random, from := rand.New(rand.NewPCG(1, 1)), make([]float64, n)
	for range 40 * n {
		simplex(random, from)
		var sum float64
		for k := range from {
			if s.open[k] {
				sum += from[k]
			}
		}
		for k, w := range s.weights {
			if from[k] *= s.free / sum; !s.open[k] {
				from[k] = w
			}
		}
		if s.best.Weights == nil {
			s.try(from)
		} else {
			s.probe(from)
		}
	}
}

// nearby looks next to the best, from one criterion to another, in ever smaller steps.
func (s *changeSearch) nearby() {
	const sweeps = 300
	n := len(s.weights)
	from := make([]float64, n)
	for step, sweep := 0.25, 0; step > 1e-5 && s.best.Weights != nil && sweep < sweeps; sweep++ {
		better := false
		for i := range n {
			for k := range n {
				if i == k || !s.open[i] || !s.open[k] {
					continue
				}
				copy(from, s.best.Weights)
				part := min(step*s.best.Size*s.free, from[i])
				if part <= 0 {
					continue
				}
				from[i] -= part
				from[k] += part
				better = s.probe(from) || better
			}
		}
		if !better {
			step /= 2
		}
	}
}

// linearised is [nearest] over the open criteria, whose weights sum to free, for a condition Σ g_k·w_k/free ≥ 0 on them alone.
func linearised(w, g []float64, open []bool, free float64, by Measure) ([]float64, bool) {
	closed, part, slope := make([]bool, len(w)), slices.Clone(w), slices.Clone(g)
	for k := range w {
		if !open[k] {
			closed[k], slope[k] = true, 0
		}
	}
	if free <= 0 {
		return nil, false
	}
	return nearest(part, slope, closed, by)
}

// straight finds the first weights between from and to, or beyond to while none is below 0, at which the margin is 0 or more. It goes no farther than limit
// times the way from → to; dst is room.
func straight(margin func([]float64) float64, from, to, dst []float64, limit float64) ([]float64, bool) {
	longest, drift := math.Inf(1), 0.0 // multiples of the way; what rounding adds to the sum, or takes from it, on the way
	for k, w := range from {
		d := w - to[k]
		if drift += d; d > 0 {
			longest = min(longest, w/d)
		}
	}
	if math.IsInf(longest, 1) {
		return nil, false
	}
	longest = min(longest, 1e-9/math.Abs(drift)) // of a way as short as rounding many multiples are no weights any more
	at := func(x float64) float64 {
		for k, w := range from {
			dst[k] = max(0, w+float64(x*(to[k]-w)))
		}
		return margin(dst)
	}
	const steps = 16
	lo, hi := 0.0, math.NaN()
	for k := 1; k <= steps && lo < limit; k++ { // up to the solution of the linear condition, a little beyond it, then to the end
		x := min(1.0, longest) * float64(k) / steps
		if at(x) >= 0 {
			hi = x
			break
		}
		lo = x
	}
	for k := 1; k <= steps && math.IsNaN(hi) && longest > 1 && lo < limit; k++ {
		x := 1 + float64((longest-1)*exact.Pow(float64(k)/steps, 3))
		if at(x) >= 0 {
			hi = x
			break
		}
		lo = x
	}
	if math.IsNaN(hi) {
		return nil, false
	}
	for range 60 {
		mid := lo + float64((hi-lo)/2)
		if mid <= lo || mid >= hi {
			break
		}
		if lo >= limit {
			return nil, false
		}
		if at(mid) >= 0 {
			hi = mid
		} else {
			lo = mid
		}
	}
	at(hi)
	return dst, true
}

package robust

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"veche/internal/mcda"
)

// Measure says how large a change of the weights is.
type Measure string

const (
	L1       Measure = "l1"       // Σ|Δw_k|: twice the weight that is moved from some criteria to others
	Relative Measure = "relative" // the largest part of itself by which a weight changes, max |Δw_k|/w_k; a weight of 0 stays 0
)

// Change is the nearest weights at which something happens. Just beyond them, going the same way, it has happened; at them two alternatives are level.
type Change struct {
	Size    float64   // by the measure that was asked for
	Weights []float64 // n, sum 1; nil when no weights do it, or none were found
	Exact   bool      // no smaller change does it, or with nil Weights none does; false: found by a search, so that a smaller one may exist
}

// Overtake returns the smallest change of the weights, locked ones staying, that brings b level with a, who is ahead now; size 0 when it is not.
//
// For an [mcda.LinearScorer] it is exact. b is ahead where Σ g_k·w_k > 0 with g_k = v_bk − v_ak. The smallest L1 change takes weight from the criteria with the
// smallest g first and gives it all to the one with the largest (a fractional knapsack); the smallest relative change ε raises by ε the weights on
// the upper side of the weighted median of g and lowers those on the lower side. For other scores it is searched for: the condition is made linear at the
// last weights found and solved again, from several starts, and each solution is drawn back to where the order changes on the straight way to it.
func (c *Case) Overtake(a, b int, locked []bool, by Measure) Change {
	c.check()
	if l, ok := c.Scorer.(mcda.LinearScorer); ok {
		return c.linearOvertake(l, a, b, locked, by)
	}
	return c.search(c.margin(a, b), locked, by)
}

// linearOvertake leaves to the scores whether the two are level now.
func (c *Case) linearOvertake(l mcda.LinearScorer, a, b int, locked []bool, by Measure) Change {
	scores := l.Scores(nil, c.Weights)
	if difference(scores[a], scores[b], c.Lower) <= 0 {
		return Change{Weights: slices.Clone(c.Weights), Exact: true}
	}
	_, n := l.Dims()
	v, g := l.Values(), make([]float64, n)
	for k := range g {
		if g[k] = v[b*n+k] - v[a*n+k]; c.Lower {
			g[k] = -g[k]
		}
	}
	w, ok := nearest(c.Weights, g, locked, by)
	if !ok {
		return Change{Exact: true}
	}
	return Change{Size: by.size(c.Weights, w), Weights: w, Exact: true}
}

// size measures the way from one weight vector to another.
func (by Measure) size(from, to []float64) float64 {
	var size float64
	for k, w := range from {
		d := math.Abs(to[k] - w)
		switch {
		case by == L1:
			size += d
		case d > 0:
			size = max(size, d/w)
		}
	}
	return size
}

// other is the other measure.
func other(by Measure) Measure {
	if by == L1 {
		return Relative
	}
	return L1
}

// nearest returns the weights nearest to w, ≥ 0 and of the same sum, with Σ g_k·w_k ≥ 0; ok is false when there are none.
func nearest(w, g []float64, locked []bool, by Measure) (_ []float64, ok bool) {
	var free []int
	var sum float64 // Σ g_k·w_k
	for k := range w {
		sum += g[k] * w[k]
		if locked == nil || !locked[k] {
			free = append(free, k)
		}
	}
	if sum >= 0 {
		return slices.Clone(w), true
	}
	slices.SortStableFunc(free, func(i, k int) int { return cmp.Compare(g[i], g[k]) })
	switch by {
	case L1:
		return nearestL1(w, g, free, sum)
	case Relative:
		return nearestRelative(w, g, free, sum)
	}
	panic(fmt.Sprintf("robust: unknown measure %q", by))
}

// nearestL1 moves weight to the criterion with the largest g from those with the smallest; free ascends by g, and sum = Σ g·w < 0 is to become 0.
func nearestL1(w, g []float64, free []int, sum float64) ([]float64, bool) {
	to := slices.Clone(w)
	if len(free) == 0 {
		return nil, false
	}
	taker := free[len(free)-1]
	for _, k := range free[:len(free)-1] {
		gain := g[taker] - g[k]
		if gain <= 0 {
			break
		}
		part := min(w[k], -sum/gain)
		to[k] -= part
		to[taker] += part
		if part < w[k] {
			return to, true
		}
		sum += part * gain
		if sum >= 0 {
			return to, true
		}
	}
	// All of the weight that can move has moved. What is missing may be rounding.
	if sum > -1e-15 {
		return to, true
	}
	return nil, false
}

// nearestRelative multiplies the upper part of the free weight, in the order of g, by 1 + ε and takes what that needs from the lower part, each by ε of
// itself, by all of itself at most. The part C of the free weight W that is raised is W/2 for ε ≤ 1 and W/(1+ε) beyond.
func nearestRelative(w, g []float64, free []int, sum float64) ([]float64, bool) {
	slices.Reverse(free) // descending by g
	var whole, held float64
	for _, k := range free {
		whole += w[k]
		held += g[k] * w[k]
	}
	held = sum - held // Σ g·w of the locked
	if whole <= 0 {
		return nil, false
	}
	// ε ≤ 1: the gain is ε·(Σ upper half g·w − Σ lower half g·w).
	var gain, before float64
	for _, k := range free {
		upper := min(w[k], max(0, whole/2-before))
		gain += g[k] * (2*upper - w[k])
		before += w[k]
	}
	raise, raised := -sum/gain, whole/2
	if !(gain > 0) || raise > 1 {
		// W·(Σ g over the upper C)/C + held = 0, decreasing in C: find the criterion in which C ends.
		var upper float64
		before, raised = 0, 0
		for _, k := range free {
			if w[k] == 0 {
				continue
			}
			next := before + w[k]
			if after := upper + g[k]*w[k]; whole*after+held*next >= 0 {
				before, upper, raised = next, after, next
				continue
			}
			if slope := whole*g[k] + held; slope < 0 {
				raised = max(raised, whole*(g[k]*before-upper)/slope)
			}
			break
		}
		if raised <= 0 {
			return nil, false
		}
		raise = whole/raised - 1
	}
	to := slices.Clone(w)
	before = 0
	for _, k := range free {
		upper := min(w[k], max(0, raised-before))
		before += w[k]
		to[k] = (1+raise)*upper + (1-min(raise, 1))*(w[k]-upper)
	}
	return to, true
}

// CrossLine returns the smallest change of the weights that brings alternative i into the shortlist when it is outside, or out of it when it is inside: the
// places are counted by rank, so i is inside while fewer than Shortlist alternatives are ahead of it. It panics without a line.
//
// For an [mcda.LinearScorer] it is exact when overtaking the one nearest to be overtaken suffices, as it mostly does: no smaller change can. Else it is
// searched for as in [Case.Overtake].
func (c *Case) CrossLine(i int, locked []bool, by Measure) Change {
	ranking := c.Ranking()
	m := len(ranking.Order)
	if c.Shortlist < 1 {
		panic("robust: there is no shortlist")
	}
	if c.Shortlist >= m {
		return Change{Exact: true} // all are inside, whatever the weights
	}
	inside := ranking.Ranks[i] <= float64(c.Shortlist)
	margin := c.lineMargin(i, inside)
	l, linear := c.Scorer.(mcda.LinearScorer)
	if !linear {
		return c.search(margin, locked, by)
	}
	best, impossible := Change{Size: math.Inf(1)}, true
	for k := range m {
		if k == i || (ranking.Ranks[k] <= float64(c.Shortlist)) == inside {
			continue
		}
		var step Change
		if inside {
			step = c.linearOvertake(l, i, k, locked, by)
		} else {
			step = c.linearOvertake(l, k, i, locked, by)
		}
		if step.Weights == nil {
			continue
		}
		impossible = false
		if step.Size < best.Size {
			best = step
		}
	}
	if impossible {
		return Change{Exact: true}
	}
	if margin(best.Weights) >= -level {
		return best
	}
	return c.search(margin, locked, by)
}

// level is how far apart, as a part of the larger, two scores may be that a solution for equal ones made.
const level = 1e-9

// lineMargin is how far i is on the other side of the line: ≥ 0 once it has come to it.
func (c *Case) lineMargin(i int, inside bool) func(w []float64) float64 {
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
		slices.Sort(others)
		own := c.turned(scores[i])
		line := others[len(others)-c.Shortlist] // the last of the others that would be listed without i
		d := (own - line) / max(math.Abs(own), math.Abs(line), math.SmallestNonzeroFloat64)
		if inside {
			return -d
		}
		return d
	}
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
					p += x * x * plus[i*n+k]
					q += x * x * minus[i*n+k]
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
	n := len(c.Weights)
	if margin(c.Weights) >= 0 {
		return Change{Weights: slices.Clone(c.Weights), Exact: true}
	}
	open := func(k int) bool { return (locked == nil || !locked[k]) && (by == L1 || c.Weights[k] > 0) }
	var free float64
	for k, w := range c.Weights {
		if open(k) {
			free += w
		}
	}
	// towards moves a part of all the free weight to criterion k.
	towards := func(dst, w []float64, k int, part float64) {
		copy(dst, w)
		for j := range dst {
			if open(j) {
				dst[j] *= 1 - part
			}
		}
		dst[k] += part * free
	}
	best := Change{Size: math.Inf(1)}
	at, next, g := make([]float64, n), make([]float64, n), make([]float64, n)
	try := func(w []float64) {
		full := by.size(c.Weights, w)
		if full == 0 {
			return
		}
		if hit, ok := straight(margin, c.Weights, w, next, best.Size/full); ok {
			if size := by.size(c.Weights, hit); size < best.Size {
				best = Change{Size: size, Weights: slices.Clone(hit)}
			}
		}
	}
	// follow solves from at on, by both measures: what is small by one leads to what is small by the other.
	follow := func(from []float64) {
		const rounds, h = 10, 1e-6
		for _, measure := range []Measure{by, other(by)} {
			copy(at, from)
			for range rounds {
				now := margin(at)
				for k := range g {
					g[k] = 0
					if open(k) {
						towards(next, at, k, h)
						g[k] = now + (margin(next)-now)/h // per unit of the free weight
					}
				}
				to, ok := linearised(c.Weights, g, open, free, measure)
				if !ok {
					break
				}
				try(to)
				moved := L1.size(at, to)
				copy(at, to)
				if moved < 1e-9 {
					break
				}
			}
		}
	}
	from := make([]float64, n)
	for start := -1; start < n; start++ {
		copy(from, c.Weights)
		if start >= 0 {
			if !open(start) {
				continue
			}
			towards(from, c.Weights, start, 0.5)
			try(from)
		}
		follow(from)
	}
	// probe looks whether a little less than the best does it in the direction of some weights, which takes one evaluation, and only then how little.
	probe := func(to []float64) bool {
		size := by.size(c.Weights, to)
		if size == 0 || best.Weights == nil {
			return false
		}
		x := best.Size / size * (1 - 1e-6)
		for k, w := range c.Weights {
			if next[k] = w + x*(to[k]-w); next[k] < 0 {
				return false
			}
		}
		if margin(next) < 0 {
			return false
		}
		before := best.Size
		copy(next, to)
		try(to)
		return best.Size < before
	}
	random := rand.New(rand.NewPCG(1, 1))
	for range 40 * n { // anywhere
		simplex(random, from)
		var sum float64
		for k := range from {
			if open(k) {
				sum += from[k]
			}
		}
		for k, w := range c.Weights {
			if from[k] *= free / sum; !open(k) {
				from[k] = w
			}
		}
		if best.Weights == nil {
			try(from)
		} else {
			probe(from)
		}
	}
	const sweeps = 300
	for step, sweep := 0.25, 0; step > 1e-5 && best.Weights != nil && sweep < sweeps; sweep++ { // near the best: from one criterion to another
		better := false
		for i := range n {
			for k := range n {
				if i == k || !open(i) || !open(k) {
					continue
				}
				copy(from, best.Weights)
				part := min(step*best.Size*free, from[i])
				if part <= 0 {
					continue
				}
				from[i] -= part
				from[k] += part
				better = probe(from) || better
			}
		}
		if !better {
			step /= 2
		}
	}
	if best.Weights == nil {
		return Change{}
	}
	return best
}

// linearised is [nearest] over the open criteria, whose weights sum to free, for a condition Σ g_k·w_k/free ≥ 0 on them alone.
func linearised(w, g []float64, open func(k int) bool, free float64, by Measure) ([]float64, bool) {
	closed, part, slope := make([]bool, len(w)), slices.Clone(w), slices.Clone(g)
	for k := range w {
		if !open(k) {
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
	longest := math.Inf(1) // multiples of the way
	for k, w := range from {
		if d := w - to[k]; d > 0 {
			longest = min(longest, w/d)
		}
	}
	if math.IsInf(longest, 1) {
		return nil, false
	}
	at := func(x float64) float64 {
		for k, w := range from {
			dst[k] = max(0, w+x*(to[k]-w))
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
		x := 1 + (longest-1)*math.Pow(float64(k)/steps, 3)
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
		mid := lo + (hi-lo)/2
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

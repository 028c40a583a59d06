package robust

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"veche/internal/mcda"
)

// Measure says how large a change of the weights is.
type Measure string

const (
	L1       Measure = "l1"       // Σ|Δw_k|: twice the weight that is moved from some criteria to others
	Relative Measure = "relative" // the largest part of itself by which a weight changes, max |Δw_k|/w_k; a weight of 0 stays 0
)

// Change is the nearest weights at which something happens. Mostly it is a limit: at Weights themselves two alternatives are level, just beyond it has happened.
type Change struct {
	Size     float64   // by the measure that was asked for
	Weights  []float64 // n, sum 1; nil when no weights do it, or none were found
	Exact    bool      // no smaller change does it, or with nil Weights none does; false: found by a search, so that a smaller one may exist
	Bound    float64   // no change smaller than this does it: Size when Exact and found, what was proven so far otherwise, 0 when nothing is
	Beyond   []float64 // n: weights at which it has happened, next to Weights (10⁻⁶ of the way to where it holds best); nil when rounding hides it
	Attained bool      // it has happened at Weights already
	Shared   bool      // only by a tie: an alternative enters the list level with one that would else be the last on it
}

// Impossible reports whether it is proven that no weights do it.
func (v *Change) Impossible() bool { return v.Weights == nil && v.Exact }

// Overtake returns the smallest change of the weights, locked ones staying, beyond which b is ahead of a, who is ahead now; size 0 when it is not. What a third
// does then is not asked: see [Case.Lead].
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
	if c.Never != nil && c.Never(a, b) {
		return Change{Exact: true}
	}
	return c.search(c.margin(a, b), locked, by)
}

// linearOvertake leaves to the scores whether the two are level now.
func (c *Case) linearOvertake(l mcda.LinearScorer, a, b int, locked []bool, by Measure) Change {
	q := c.condition(l, b, a, false, c.open(locked, by), by)
	if q.hi <= strictly {
		return Change{Exact: true}
	}
	scores := l.Scores(nil, c.Weights)
	if difference(scores[a], scores[b], c.Lower) <= 0 {
		return Change{Weights: slices.Clone(c.Weights), Exact: true}
	}
	w, ok := nearest(c.Weights, q.g, locked, by)
	if !ok {
		return Change{Exact: true}
	}
	size := by.size(c.Weights, w)
	return Change{Size: size, Weights: w, Exact: true, Bound: size}
}

// Overtaker returns who can come ahead of the leader by the smallest change, and the change; −1 when nobody can. It is for scores that are linear in the
// weights: ok is false for others.
func (c *Case) Overtaker(a int, locked []bool, by Measure) (b int, _ Change, ok bool) {
	c.check()
	l, ok := c.Scorer.(mcda.LinearScorer)
	if !ok {
		return -1, Change{}, false
	}
	b = -1
	least := Change{Exact: true}
	m, _ := l.Dims()
	for k := range m {
		if k == a {
			continue
		}
		if v := c.linearOvertake(l, a, k, locked, by); v.Weights != nil && (b < 0 || v.Size < least.Size) {
			b, least = k, v
		}
	}
	return b, least, true
}

// Lead returns the smallest change of the weights, locked ones staying, beyond which alternative i is ahead of all others. One that is dominated, or has an
// equal, never is.
//
// For an [mcda.LinearScorer] it is exact: a linear program over all rivals at once. For other scores it is searched for, as in [Case.Overtake]; that it is
// impossible is known where Never says so of one rival.
func (c *Case) Lead(i int, locked []bool, by Measure) Change {
	c.check()
	m, _ := c.Scorer.Dims()
	ahead := func(w []float64) bool {
		scores := c.Scorer.Scores(nil, w)
		for k := range m {
			if k != i && difference(scores[i], scores[k], c.Lower) <= 0 {
				return false
			}
		}
		return true
	}
	if l, ok := c.Scorer.(mcda.LinearScorer); ok {
		free := c.open(locked, by)
		q := goal{weights: c.Weights, free: free, by: by, of: c.conditions(l, i, false, free, by), need: m - 1, strict: true}
		return q.reach().settle(ahead)
	}
	if c.Never != nil {
		for k := range m {
			if k != i && c.Never(k, i) {
				return Change{Exact: true}
			}
		}
	}
	return c.found(c.search(c.beyond(c.lineMargin(i, 1, false)), locked, by), by, ahead)
}

// beyond asks of a margin in parts of the scores that it be more than rounding.
func (c *Case) beyond(margin func([]float64) float64) func([]float64) float64 {
	return func(w []float64) float64 { return margin(w) - strictly }
}

// found is a change that was searched for: at its weights it has happened. The limit itself may be a matter of rounding, so weights a little beyond it are
// named where it holds there too.
func (c *Case) found(v Change, by Measure, happened func([]float64) bool) Change {
	if v.Weights == nil {
		return v
	}
	if v.Size > 0 {
		past, length := make([]float64, len(v.Weights)), L1.size(c.Weights, v.Weights)
		for _, way := range []float64{1e-9, 1e-8, 1e-7} { // as a distance, whatever the size of the change
			ok := true
			for k, w := range c.Weights {
				past[k] = v.Weights[k] + float64((v.Weights[k]-w)/length*way)
				ok = ok && past[k] >= 0
			}
			if ok && happened(past) {
				v.Weights, v.Size, v.Exact = past, by.size(c.Weights, past), false
				break
			}
		}
	}
	if happened(v.Weights) {
		v.Attained, v.Beyond = true, v.Weights
	}
	if v.Exact {
		v.Bound = v.Size
	}
	return v
}

// settle looks for weights next to the limit at which it has happened.
func (a answer) settle(happened func([]float64) bool) Change {
	v := a.Change
	if v.Weights == nil {
		return v
	}
	v.Attained = happened(v.Weights)
	to := make([]float64, len(v.Weights))
	for part := 1e-6; part > 1e-13; part /= 4 {
		for k, w := range v.Weights {
			to[k] = w + float64(part*(a.inside[k]-w))
		}
		if happened(to) {
			v.Beyond = to
			return v
		}
	}
	if v.Attained {
		v.Beyond = v.Weights
	}
	return v
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
		sum += float64(g[k] * w[k])
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
		sum += float64(part * gain)
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
		held += float64(g[k] * w[k])
	}
	held = sum - held // Σ g·w of the locked
	if whole <= 0 {
		return nil, false
	}
	// ε ≤ 1: the gain is ε·(Σ upper half g·w − Σ lower half g·w).
	var gain, before float64
	for _, k := range free {
		upper := min(w[k], max(0, float64(whole/2)-before))
		gain += float64(g[k] * (float64(2*upper) - w[k]))
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
			if after := upper + float64(g[k]*w[k]); float64(whole*after)+float64(held*next) >= 0 {
				before, upper, raised = next, after, next
				continue
			}
			if slope := float64(whole*g[k]) + held; slope < 0 {
				raised = max(raised, whole*(float64(g[k]*before)-upper)/slope)
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
		to[k] = float64((1+raise)*upper) + float64((1-min(raise, 1))*(w[k]-upper))
	}
	return to, true
}

// CrossLine returns the smallest change of the weights that brings alternative i into the shortlist when it is outside, or out of it when it is inside: the
// places are counted by rank, so i is inside while fewer than Shortlist alternatives are ahead of it. It panics without a line.
//
// For an [mcda.LinearScorer] it is solved by branch and bound over who stays on which side of i, and is exact unless that takes more than some thousands of
// linear programs; Bound then says what is proven. An alternative that can only enter level with one that would else be the last does so as Shared. For other
// scores it is searched for as in [Case.Overtake].
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
	crossed := func(w []float64) bool {
		scores := c.Scorer.Scores(nil, w)
		ahead := 0
		for k := range m {
			if k != i && difference(scores[k], scores[i], c.Lower) > 0 {
				ahead++
			}
		}
		return (ahead < c.Shortlist) != inside
	}
	l, linear := c.Scorer.(mcda.LinearScorer)
	switch {
	case linear && inside:
		free := c.open(locked, by)
		q := goal{weights: c.Weights, free: free, by: by, of: c.conditions(l, i, true, free, by), need: c.Shortlist, strict: true}
		return q.reach().settle(crossed)
	case linear:
		return c.enter(l, i, locked, by, crossed)
	}
	margin := c.lineMargin(i, c.Shortlist, inside)
	if inside {
		if c.Never != nil {
			below := 0
			for k := range m {
				if k != i && c.Never(i, k) {
					below++
				}
			}
			if below > m-1-c.Shortlist {
				return Change{Exact: true}
			}
		}
		margin = c.beyond(margin)
	}
	return c.found(c.search(margin, locked, by), by, crossed)
}

// enter asks for the smallest change that brings it within the list, and prefers a place of its own where that takes no more: where rivals are level with it on
// a face of the weights alone, sharing a place may take less. Who has the same values is no rival for it.
func (c *Case) enter(l mcda.LinearScorer, i int, locked []bool, by Measure, crossed func([]float64) bool) Change {
	m, _ := l.Dims()
	free := c.open(locked, by)
	of := c.conditions(l, i, false, free, by)
	need := m - c.Shortlist
	q := goal{weights: c.Weights, free: free, by: by, of: of, need: need, strict: true}
	for _, x := range of {
		if x.lo >= -strictly && x.hi <= strictly {
			q.need--
		}
	}
	own := q.reach()
	q = goal{weights: c.Weights, free: free, by: by, of: of, need: need}
	shared := q.reach()
	if own.Weights != nil && (shared.Weights == nil || own.Size <= shared.Size+1e-9) {
		return own.settle(crossed)
	}
	v := shared.settle(crossed)
	v.Shared = v.Weights != nil
	return v
}

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

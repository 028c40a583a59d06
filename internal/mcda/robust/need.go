package robust

import (
	"math"
	"slices"

	"veche/internal/mcda"
)

// Need is the score on one criterion at which an alternative draws level with another, all else as it is.
type Need struct {
	Criterion   int
	Alternative int     // whose score changes
	From        float64 // the score now
	To          float64 // the score at which the two are level; when not Possible the farthest that was tried
	Possible    bool
	Bounded     bool    // To lies within, or is the end of, the criterion's own scale
	Part        float64 // |To − From| as a part of the criterion's scale, or of the range of its scores when it has none
}

// Question is a problem that can be prepared anew after a change of its data.
type Question struct {
	Problem *mcda.Problem
	Prepare func(*mcda.Problem) (mcda.Scorer, error)
	Lower   bool
	Weights []float64
}

// Needs returns, for every criterion, what alternative b's score on it would have to become for b to draw level with a, who is ahead: what b needs. When
// worsen is set it is a's score that falls to where b is level. The problem is prepared anew at every score tried, so that a normalisation that
// depends on the data is followed. A score stays within its criterion's scale; without one it may go beyond the best score there is by ten times the
// range of the scores, but not below 0 where no score is: prices are not negative.
//
// The score is found by bisection to the last digits, from the nearest change of order on a grid of 64 scores: where the order would change to and fro
// between neighbours on the grid, that goes unseen. For a score that is linear in the weights with a normalisation that does not depend on the data there is
// at most one change, and the result is exact.
func (q *Question) Needs(a, b int, worsen bool) []Need {
	_, n := q.Problem.Dims()
	mover := b
	if worsen {
		mover = a
	}
	trial := *q.Problem
	trial.Scores = slices.Clone(q.Problem.Scores)
	scores := make([]float64, len(trial.Alternatives))
	needs := make([]Need, n)
	if s, err := q.Prepare(&trial); err == nil {
		if s.Scores(scores, q.Weights); difference(scores[a], scores[b], q.Lower) <= 0 {
			for j := range needs {
				x := trial.Scores[mover*n+j]
				needs[j] = Need{Criterion: j, Alternative: mover, From: x, To: x, Possible: true, Bounded: q.Problem.Criteria[j].Scale != nil}
			}
			return needs
		}
	}
	for j := range needs {
		cell := &trial.Scores[mover*n+j]
		from := *cell
		level := func(x float64) (reached, ok bool) {
			*cell = x
			defer func() { *cell = from }() // not before the scores are read: a scorer may look at the problem's
			s, err := q.Prepare(&trial)
			if err != nil {
				return false, false
			}
			s.Scores(scores, q.Weights)
			d := scores[a] - scores[b]
			return d <= 0 && !q.Lower || d >= 0 && q.Lower, true
		}
		needs[j] = q.need(j, mover, worsen, level)
	}
	return needs
}

// need searches one criterion.
func (q *Question) need(j, mover int, worsen bool, level func(x float64) (reached, ok bool)) Need {
	_, n := q.Problem.Dims()
	c := &q.Problem.Criteria[j]
	from := q.Problem.Scores[mover*n+j]
	need := Need{Criterion: j, Alternative: mover, From: from, To: from, Bounded: c.Scale != nil}
	lo, hi := math.Inf(1), math.Inf(-1)
	for k := j; k < len(q.Problem.Scores); k += n {
		lo, hi = min(lo, q.Problem.Scores[k]), max(hi, q.Problem.Scores[k])
	}
	span := hi - lo
	if span == 0 {
		span = max(1, math.Abs(hi))
	}
	if c.Scale != nil {
		span = c.Scale.Max - c.Scale.Min
	}
	for _, way := range ways(c, worsen, from) {
		to, found := walk(way.stops(c, from, lo, hi, span), from, level)
		if found && (!need.Possible || math.Abs(to-from) < math.Abs(need.To-from)) || !need.Possible && math.Abs(to-from) > math.Abs(need.To-from) {
			need.To, need.Possible = to, found
		}
	}
	need.Part = math.Abs(need.To-from) / span
	return need
}

// way is a direction to change a score in: up, down, or to a target.
type way struct {
	up     bool
	target bool
}

// ways are the directions that can help: what the criterion calls better, or worse; both where a value function need not agree.
func ways(c *mcda.Criterion, worsen bool, from float64) []way {
	switch {
	case c.Value != nil:
		return []way{{up: true}, {up: false}}
	case c.Sense == mcda.Target && worsen:
		return []way{{up: from >= c.Target}}
	case c.Sense == mcda.Target:
		return []way{{up: c.Target > from, target: true}}
	}
	return []way{{up: (c.Sense == mcda.Benefit) != worsen}}
}

// stops are the scores to try, in order from the present one on, without it.
func (w way) stops(c *mcda.Criterion, from, lo, hi, span float64) []float64 {
	const steps = 32
	near, far := hi, hi+float64(10*span)
	if !w.up {
		near, far = lo, lo-float64(10*span)
		if lo >= 0 {
			far = max(far, 0)
		}
	}
	switch {
	case w.target:
		near, far = c.Target, c.Target
	case c.Scale != nil && w.up:
		near, far = min(near, c.Scale.Max), c.Scale.Max
	case c.Scale != nil:
		near, far = max(near, c.Scale.Min), c.Scale.Min
	}
	var at []float64
	add := func(x float64) {
		if x != from && (x > from) == w.up {
			at = append(at, x)
		}
	}
	for k := 1; k <= steps; k++ {
		add(from + float64((near-from)*float64(k)/steps))
		add(near + float64((far-near)*float64(k)/steps))
	}
	for _, p := range c.Value {
		if c.Scale == nil || p.Score >= c.Scale.Min && p.Score <= c.Scale.Max {
			add(p.Score)
		}
	}
	slices.Sort(at)
	if !w.up {
		slices.Reverse(at)
	}
	return slices.Compact(at)
}

// walk goes from stop to stop until the two are level, then bisects. found is false when they never are; to is then the last stop that could be tried.
func walk(stops []float64, from float64, level func(x float64) (reached, ok bool)) (to float64, found bool) {
	before := from
	for _, x := range stops {
		reached, ok := level(x)
		if !ok {
			break // as a cost of 0 for a method that divides by it
		}
		if !reached {
			before = x
			continue
		}
		for range 60 {
			mid := before + float64((x-before)/2)
			if mid == before || mid == x {
				break
			}
			if reached, ok := level(mid); ok && reached {
				x = mid
			} else {
				before = mid
			}
		}
		return x, true
	}
	return before, false
}

package tui

import (
	"context"
	"math"
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
	"veche/internal/study/robustness"
)

// chart is the scores of the lines against the weight of one criterion, and where they cross.
type chart struct {
	leaf      int
	at        []float64   // weights, ascending
	lines     []int       // technologies, best first
	scores    [][]float64 // by line
	crossings []meeting
}

// meeting is a weight at which two technologies change places, and whether the first place is what they change.
type meeting struct {
	at    float64
	a, b  int // technologies: a is ahead below at
	first bool
}

// twoWay is who leads while two weights move, by row from the largest second weight down; −1 where the two together are more than the whole.
type twoWay struct {
	leaf, second           int
	lo, hi, lower, highest float64
	leader                 [][]int // technologies
}

// extentOf is the part of the path that the chart shows.
func (s *sensitivityScreen) extentOf(p *robust.Path) (lo, hi float64) {
	r := p.Range()
	if !s.zoomed {
		return r.Lo, r.Hi
	}
	return max(p.Now()-0.15, r.Lo), min(p.Now()+0.15, r.Hi)
}

// lines are the technologies drawn: the first of the ranking.
func (s *sensitivityScreen) lines() []int {
	n := 4
	if s.host.width() >= 120 {
		n = 5
	}
	var all []int
	for k := range min(n+s.more, len(s.out.Rows), 9) {
		all = append(all, s.techOf(k))
	}
	if s.rowOf(s.chosen) != nil && !slices.Contains(all, s.chosen) {
		all = append(all, s.chosen)
	}
	return all
}

// secondLeaf is the criterion on the map's other axis.
func (s *sensitivityScreen) secondLeaf() int {
	n := len(s.crit)
	k := (s.leaf + s.second) % n
	if k == s.leaf {
		k = (k + 1) % n
	}
	return k
}

// plot is the work of scoring along the path.
func (s *sensitivityScreen) plot(width int, lo, hi float64) func(context.Context) (*chart, error) {
	o, path, leaf, lines := s.out, s.path(), s.leaf, s.lines()
	how := o.SharingInForce()
	return func(ctx context.Context) (*chart, error) {
		c := &chart{leaf: leaf, lines: lines, scores: make([][]float64, len(lines))}
		rows := make([]int, len(lines)) // of the problem
		for k, t := range lines {
			rows[k] = slices.Index(o.Technology, t)
		}
		var weights, scores []float64
		for x := range width {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			t := lo + (hi-lo)*float64(x)/float64(max(width-1, 1))
			weights = path.Weights(weights, t)
			scores = o.Scorer.Scores(scores, weights)
			c.at = append(c.at, t)
			for k, row := range rows {
				c.scores[k] = append(c.scores[k], scores[row])
			}
		}
		// Crossings of the lines among themselves, and whatever else changes the first place.
		all := robustness.StabilityOf(o, o.Leaves[leaf], how).Crossings
		for _, x := range all {
			both := slices.Contains(rows, x.A) && slices.Contains(rows, x.B)
			if !both && len(all) > 2000 {
				continue
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			weights = path.Weights(weights, x.At)
			scores = o.Scorer.Scores(scores, weights)
			best := scores[0]
			for _, v := range scores {
				if o.Better(v, best) > 0 {
					best = v
				}
			}
			first := mcda.Tied(scores[x.A], best) || math.Abs(scores[x.A]-best) < 1e-9*math.Abs(best)
			if both || first {
				c.crossings = append(c.crossings, meeting{x.At, o.Technology[x.A], o.Technology[x.B], first})
			}
		}
		return c, nil
	}
}

// map2 is the work of finding who leads over two weights: the first is moved along its path, then the second along its own with the first held.
func (s *sensitivityScreen) map2(w, h int) func(context.Context) (*twoWay, error) {
	o, leaf, second, how := s.out, s.leaf, s.secondLeaf(), s.out.SharingInForce()
	path, locks := s.path(), o.Locks()
	around := func(k int) (lo, hi float64) {
		now := o.Global[k]
		return max(now-0.15, 0), min(now+0.15, 1)
	}
	return func(ctx context.Context) (*twoWay, error) {
		m := &twoWay{leaf: leaf, second: second}
		m.lo, m.hi = around(leaf)
		m.lower, m.highest = around(second)
		locks[leaf], locks[second] = true, false
		var scores []float64
		for y := range h {
			row := make([]int, w)
			u := m.highest - (m.highest-m.lower)*float64(y)/float64(max(h-1, 1))
			for x := range w {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				t := m.lo + (m.hi-m.lo)*float64(x)/float64(max(w-1, 1))
				if row[x] = -1; t+u > 1+1e-9 || t > path.Range().Hi+1e-9 {
					continue
				}
				next := robust.NewMove(path.Weights(nil, t), []int{second}, locks, how)
				if r := next.Range(); u < r.Lo-1e-9 || u > r.Hi+1e-9 {
					continue
				}
				scores = o.Scorer.Scores(scores, next.Weights(nil, u))
				best := 0
				for i, v := range scores {
					if o.Better(v, scores[best]) > 0 {
						best = i
					}
				}
				row[x] = o.Technology[best]
			}
			m.leader = append(m.leader, row)
		}
		return m, nil
	}
}

// sweepOf is a leaf's sweep in the present state, nil while it is not known.
func (s *sensitivityScreen) sweepOf(leaf int) *robust.Sweep {
	if !s.sweeps.fresh(s.session) {
		return nil
	}
	for k := range s.sweeps.value {
		if s.sweeps.value[k].Criterion == s.out.Leaves[leaf] {
			return s.sweeps.value[k].Sweep
		}
	}
	return nil
}

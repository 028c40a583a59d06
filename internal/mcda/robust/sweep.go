package robust

import (
	"cmp"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"veche/internal/mcda"
)

// Case is a ranking that is questioned: a prepared method and the weights it stands at.
type Case struct {
	Scorer    mcda.Scorer
	IDs       []string            // m; they order what ties, as in [mcda.Rank]
	Lower     bool                // lower scores are better
	Weights   []float64           // n numbers ≥ 0 of sum 1
	Shortlist int                 // the places of the shortlist; 0: no line is drawn
	Never     func(a, b int) bool // b is never ahead of a, whatever the weights; nil: nothing is known. Scores that are linear in the weights do without
	Top       int                 // in a sweep, follow only pairs with one of the first so many, the shortlist's at least; 0: all pairs
}

// check panics when the lengths differ.
func (c *Case) check() {
	m, n := c.Scorer.Dims()
	if len(c.Weights) != n || len(c.IDs) != m {
		panic(fmt.Sprintf("robust: %d weights and %d identifiers for %d criteria and %d alternatives", len(c.Weights), len(c.IDs), n, m))
	}
}

// Ranking is the present one.
func (c *Case) Ranking() mcda.Ranking {
	c.check()
	return mcda.Rank(c.Scorer.Scores(nil, c.Weights), c.IDs, c.Lower)
}

// Exact reports whether changes of order along a weight are solved for, not searched for.
func (c *Case) Exact() bool {
	switch s := c.Scorer.(type) {
	case mcda.LinearScorer, mcda.ShareScorer:
		return true
	case mcda.DistanceScorer:
		_, _, ok := s.SquaredDistances()
		return ok && !c.Lower
	}
	return false
}

// listed returns how many alternatives head the ranking with a rank up to the shortlist's places, ties at the line included; 0 without a line.
func (c *Case) listed(r *mcda.Ranking) int {
	k := 0
	for k < len(r.Order) && r.Ranks[r.Order[k]] <= float64(c.Shortlist) {
		k++
	}
	return k
}

// Sweep is what moving one weight along a path does to the whole order. The intervals ascend, there is at least one, and the present weight is inside one
// of them; an isolated weight at which places are only shared is not listed, unless it is the present one.
type Sweep struct {
	Weight    float64    // the present weight
	Range     Interval   // where it can go
	Leader    []Interval // where nobody is ahead of the present leader
	Shortlist []Interval // where nobody outside the shortlist is ahead of one inside, and everybody inside has one of its places; nil without a line
	Order     []Interval // where nobody is ahead of one that is now listed above; nil when not all pairs were followed
	Crossings []Crossing // of every pair, or with one of [Case.Top], and then of very many those nearest to the present weight; ascending
	Crossed   int        // how many there are in all
	Exact     bool       // every change is solved for; false: see [Cells] and [Accuracy]
}

// mostCrossings is how many are kept where not every pair is followed: of a hundred thousand alternatives the first hundred cross the others five million times.
const mostCrossings = 10_000

// Sweep follows every pair of alternatives along the path. It takes O(m²) time, and memory for the crossings, of which a pair has two at most when the score
// is linear or a distance and no weights are locked; with [Case.Top] O(m) for each of those, and no more memory than mostCrossings take.
func (c *Case) Sweep(path *Path) *Sweep {
	c.check()
	ranking := c.Ranking()
	return c.sweep(path, ranking.Order, c.listed(&ranking))
}

// Sweeps is [Case.Sweep] of several paths, shared out to the processors.
func (c *Case) Sweeps(paths []*Path) []*Sweep {
	ranking := c.Ranking()
	listed := c.listed(&ranking)
	all := make([]*Sweep, len(paths))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(paths)) {
		workers.Go(func() {
			for k := int(next.Add(1)) - 1; k < len(paths); k = int(next.Add(1)) - 1 {
				all[k] = c.sweep(paths[k], ranking.Order, listed)
			}
		})
	}
	workers.Wait()
	return all
}

// reversed is an open interval on which a pair stands in the other order than now; the pair matters to what its bits say.
type reversed struct {
	Interval
	matters uint8
}

const (
	ofLeader uint8 = 1 << iota
	ofShortlist
	ofOrder
)

func (c *Case) sweep(path *Path, order []int, listed int) *Sweep {
	s := &Sweep{Weight: path.Now(), Range: path.Range()}
	r := s.Range
	if r.Lo >= r.Hi {
		point := []Interval{r}
		s.Leader, s.Order, s.Exact = point, point, true
		if listed > 0 {
			s.Shortlist = point
		}
		return s
	}
	var solved meetings
	solved, s.Exact = solve(c.Scorer, path, c.Lower)
	var behind []reversed
	var stretches []Stretch
	full := 1 << 12 // that many are joined
	top := len(order)
	if c.Top > 0 {
		top = min(top, max(c.Top, listed, 1))
	}
	some := top < len(order)
	for i, a := range order[:top] {
		for k := i + 1; k < len(order); k++ {
			b := order[k]
			var matters uint8
			if !some {
				matters = ofOrder
			}
			if i == 0 {
				matters |= ofLeader
			}
			if i < listed && listed <= k {
				matters |= ofShortlist
			}
			stretches = solved.meet(a, b, stretches[:0])
			for _, v := range stretches {
				if v.Sign < 0 && matters != 0 {
					behind = c.reverse(behind, reversed{v.Interval, matters}, path, a, b)
				}
			}
			for t, sign := range changes(stretches) {
				s.Crossings = append(s.Crossings, crossing(t, sign, a, b))
				s.Crossed++
			}
			if some && len(s.Crossings) >= 4*mostCrossings {
				s.shorten()
			}
			if some && len(behind) >= full {
				behind = joined(behind)
				full = max(full, 2*len(behind))
			}
		}
	}
	if some {
		s.shorten()
	}
	if listed > c.Shortlist {
		behind = c.dropped(behind, solved, path, order[:listed])
	}
	slices.SortFunc(s.Crossings, compareCrossings)
	slices.SortFunc(behind, byStart)
	keeps := func(what uint8) []Interval {
		return outside(r, s.Weight, func(yield func(Interval) bool) {
			for k := range behind {
				if behind[k].matters&what != 0 && !yield(behind[k].Interval) {
					return
				}
			}
		})
	}
	s.Leader = keeps(ofLeader)
	if !some {
		s.Order = keeps(ofOrder)
	}
	if listed > 0 {
		s.Shortlist = keeps(ofShortlist)
	}
	return s
}

// shorten keeps the crossings nearest to the present weight.
func (s *Sweep) shorten() {
	if len(s.Crossings) <= mostCrossings {
		return
	}
	slices.SortFunc(s.Crossings, func(a, b Crossing) int {
		return cmp.Or(cmp.Compare(math.Abs(a.At-s.Weight), math.Abs(b.At-s.Weight)), compareCrossings(a, b))
	})
	s.Crossings = s.Crossings[:mostCrossings]
}

func byStart(a, b reversed) int { return cmp.Compare(a.Lo, b.Lo) }

// joined makes one interval of those that overlap, for each of what they matter to. Two that only touch stay two: at the weight between them places are shared.
func joined(all []reversed) []reversed {
	slices.SortFunc(all, byStart)
	var out []reversed
	for _, what := range []uint8{ofLeader, ofShortlist} { // the order is not asked for where not every pair is followed
		first := len(out)
		for _, v := range all {
			if v.matters&what == 0 {
				continue
			}
			if k := len(out) - 1; k >= first && v.Lo < out[k].Hi {
				out[k].Hi = max(out[k].Hi, v.Hi)
				continue
			}
			out = append(out, reversed{v.Interval, what})
		}
	}
	return out
}

// reverse appends where b is ahead of a, who is listed first: all of v, unless the present weight lies inside it.
func (c *Case) reverse(to []reversed, v reversed, path *Path, a, b int) []reversed {
	if now := path.Now(); v.Lo < now && now < v.Hi {
		for _, part := range splitAt(nil, v.Interval, now, func(t float64) bool { return c.overtaken(path, a, b, t) }) {
			to = append(to, reversed{part, v.matters})
		}
		return to
	}
	return append(to, v)
}

func compareCrossings(a, b Crossing) int {
	switch {
	case a.At < b.At:
		return -1
	case a.At > b.At:
		return 1
	}
	return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
}

// splitAt makes room for the present weight in an open interval on which b is ahead of a, who is listed first: now b is not, so an interval that reaches over
// the present weight is two, or one when only a tie joins it to the other. It appends to dst what there is.
func splitAt(dst []Interval, v Interval, now float64, ahead func(t float64) bool) []Interval {
	if v.Lo >= now || now >= v.Hi {
		return append(dst, v)
	}
	for _, half := range []Interval{{v.Lo, now}, {now, v.Hi}} {
		if ahead(half.Lo + float64((half.Hi-half.Lo)/2)) {
			dst = append(dst, half)
		}
	}
	return dst
}

// overtaken reports whether b is ahead of a at t on the path.
func (c *Case) overtaken(path *Path, a, b int, t float64) bool {
	scores := c.Scorer.Scores(nil, path.Weights(nil, t))
	return difference(scores[a], scores[b], c.Lower) < 0
}

// outside returns what remains of r beside open intervals that ascend by Lo, without isolated points other than now.
func outside(r Interval, now float64, open func(yield func(Interval) bool)) []Interval {
	var keeps []Interval
	keep := func(lo, hi float64) {
		if lo < hi || lo == hi && lo == now {
			keeps = append(keeps, Interval{lo, hi})
		}
	}
	from := r.Lo
	for v := range open {
		keep(from, v.Lo)
		from = math.Max(from, v.Hi)
	}
	keep(from, r.Hi)
	return keeps
}

// Around returns the interval of those that holds t; the point t itself when none does.
func Around(intervals []Interval, t float64) Interval {
	for _, v := range intervals {
		if v.Contains(t) {
			return v
		}
	}
	return Interval{t, t}
}

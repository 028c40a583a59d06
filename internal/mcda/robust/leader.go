package robust

import (
	"cmp"
	"slices"

	"veche/internal/mcda"
)

// Crossing is a weight at which two alternatives change places: just below At A is ahead of B, just above it B is ahead of A. Where two only touch and part
// again in the same order there is no crossing; where they are level on a stretch and part in the other order, the crossing is its end.
type Crossing struct {
	At   float64
	A, B int
}

// crossing is where a comes ahead of b (sign 1) or falls behind.
func crossing(t float64, sign, a, b int) Crossing {
	if sign > 0 {
		return Crossing{t, b, a}
	}
	return Crossing{t, a, b}
}

// Flip is the nearest weight beyond which the present leader no longer has rank 1, and who leads just beyond it.
type Flip struct {
	At     float64
	Leader int
}

// Stability is what moving one criterion's weight does to the leader, the other weights following a [Path].
type Stability struct {
	Criterion int
	Leader    int        // who leads at the present weights
	Weight    float64    // the present weight
	Range     Interval   // where the weight can go
	Keeps     []Interval // where the leader has rank 1, alone or shared; ascending, at least one, the present weight inside one of them
	Crossings []Crossing // ascending; with the leader only
	Below     *Flip      // nil: the leader leads all the way down
	Above     *Flip      // nil: the leader leads all the way up
	Exact     bool       // every change is solved for; false: found between the points of a grid, see [LeaderStability]
}

// LeaderStability moves the weight of criterion j along [NewPath](weights, j, locked) and reports where the present leader stays in front. weights are n
// numbers ≥ 0 of sum 1; ids are the m alternatives' identifiers, which decide who of several at rank 1 is the leader, as in [mcda.Rank]; lower says that
// lower scores are better. Scores within [mcda.Tied] of each other at the ends of the range are equal there.
//
// Exact, in O(m·n):
//   - for an [mcda.LinearScorer] each rival crosses at the root of one linear function of t;
//   - for a Euclidean [mcda.DistanceScorer] without locked weights, at the roots of a quadratic in u = t²/(1−t)²;
//   - with locked weights, at the roots of a polynomial of degree 4 in t, isolated by its Bernstein coefficients;
//   - for an [mcda.ShareScorer], between the weights at which one of its parts bends, at the roots of a quadratic in t.
//
// For other scorers it compares the alternatives on a grid of 257 weights and bisects every change it sees to 1e-6: two crossings of the same pair between
// neighbouring grid points can go unseen, and Exact is false.
//
// An isolated weight at which the leader only shares rank 1 is not listed in Keeps, unless it is the present one.
func LeaderStability(s mcda.Scorer, ids []string, lower bool, weights []float64, j int, locked []bool) Stability {
	c := Case{Scorer: s, IDs: ids, Lower: lower, Weights: weights}
	st := c.LeaderAlong(NewPath(weights, j, locked))
	st.Criterion = j
	return st
}

// LeaderAlong is [LeaderStability] along any path from the present weights, as that of a node of the criteria tree; Criterion is left to the caller.
func (c *Case) LeaderAlong(path *Path) Stability {
	c.check()
	s, ids, lower := c.Scorer, c.IDs, c.Lower
	m, _ := s.Dims()
	st := Stability{Criterion: -1, Leader: first(s.Scores(nil, c.Weights), ids, lower), Weight: path.Now(), Range: path.Range()}
	r := st.Range
	if r.Lo >= r.Hi {
		st.Keeps, st.Exact = []Interval{r}, true
		return st
	}
	var solved meetings
	solved, st.Exact = solve(s, path, lower)
	var behind []deficit
	var parts []Interval
	var stretches []Stretch
	for b := range m {
		if b == st.Leader {
			continue
		}
		stretches = solved.meet(st.Leader, b, stretches[:0])
		for _, v := range stretches {
			if v.Sign >= 0 {
				continue
			}
			parts = splitAt(parts[:0], v.Interval, st.Weight, func(t float64) bool { return c.overtaken(path, st.Leader, b, t) })
			for _, v := range parts {
				behind = append(behind, deficit{v, b})
			}
		}
		for t, sign := range changes(stretches) {
			st.Crossings = append(st.Crossings, crossing(t, sign, st.Leader, b))
		}
	}
	slices.SortFunc(st.Crossings, compareCrossings)
	slices.SortFunc(behind, func(a, b deficit) int { return cmp.Compare(a.Lo, b.Lo) })
	st.Keeps = outside(r, st.Weight, func(yield func(Interval) bool) {
		for _, v := range behind {
			if !yield(v.Interval) {
				return
			}
		}
	})
	st.flips(behind, func(t float64) int { return first(s.Scores(nil, path.Weights(nil, t)), ids, lower) })
	return st
}

// deficit is an open interval on which the leader is behind a rival.
type deficit struct {
	Interval
	rival int
}

// flips fills Below and Above from the ends of the interval around the present weight.
func (st *Stability) flips(behind []deficit, leads func(t float64) int) {
	k := slices.IndexFunc(st.Keeps, func(v Interval) bool { return v.Contains(st.Weight) })
	around := st.Keeps[k]
	if around.Lo > st.Range.Lo {
		end := st.Range.Lo
		if k > 0 {
			end = st.Keeps[k-1].Hi
		}
		st.Below = st.flip(around.Lo, end, leads, behind, func(v deficit) bool { return v.Lo < around.Lo && v.Hi >= around.Lo-together })
	}
	if around.Hi < st.Range.Hi {
		end := st.Range.Hi
		if k+1 < len(st.Keeps) {
			end = st.Keeps[k+1].Lo
		}
		st.Above = st.flip(around.Hi, end, leads, behind, func(v deficit) bool { return v.Hi > around.Hi && v.Lo <= around.Hi+together })
	}
}

// together is how close two rivals' overtakings must be for the scores beyond them to say who of the two leads.
const together = 1e-6

// flip says who leads beyond at, up to end where the leader is back: the one rival who overtakes there or, when several do together, who has the best score
// a little further; where that still counts as a tie, a step further again.
func (st *Stability) flip(at, end float64, leads func(t float64) int, behind []deficit, overtakes func(deficit) bool) *Flip {
	f := &Flip{At: at, Leader: st.Leader}
	rivals := 0
	for _, v := range behind {
		if overtakes(v) {
			rivals++
			f.Leader = v.rival
		}
	}
	if rivals == 1 {
		return f
	}
	for _, step := range []float64{together, 1e-3, 0.5} {
		if i := leads(at + float64(step*(end-at))); i != st.Leader {
			f.Leader = i
			break
		}
	}
	return f
}

// first returns the alternative that [mcda.Rank] lists first, in O(m).
func first(scores []float64, ids []string, lower bool) int {
	best := 0
	for i, s := range scores {
		if s != scores[best] && (s < scores[best]) == lower {
			best = i
		}
	}
	lead := best
	for i, s := range scores {
		if mcda.Tied(scores[best], s) && (ids[i] < ids[lead] || ids[i] == ids[lead] && i < lead) {
			lead = i
		}
	}
	return lead
}

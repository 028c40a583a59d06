package robust

import (
	"slices"
)

// Stretch is where along a path two alternatives a and b stand in one order: Sign is +1 where a is ahead, −1 where b is, 0 where they are level. Lo = Hi is
// a single weight, as where a method jumps at an end, or where thresholds meet.
type Stretch struct {
	Interval
	Sign int
}

// turn notes that from t on the order is sign.
func turn(all []Stretch, t float64, sign int) []Stretch {
	if last := len(all) - 1; last >= 0 {
		if all[last].Sign == sign {
			return all
		}
		all[last].Hi = t
	}
	return append(all, Stretch{Interval{t, t}, sign})
}

// until ends the last stretch.
func until(all []Stretch, t float64) []Stretch {
	all[len(all)-1].Hi = t
	return all
}

// changes are where one of the two who was behind comes ahead; between them they may have been level for a while.
func changes(all []Stretch) func(yield func(at float64, sign int) bool) {
	return func(yield func(float64, int) bool) {
		last := 0
		for _, s := range all {
			if s.Sign == 0 || s.Sign == last {
				continue
			}
			if last != 0 && !yield(s.Lo, s.Sign) {
				return
			}
			last = s.Sign
		}
	}
}

// pointwise is how near two stretches are found to each other by bisection.
const pointwise = 1e-10

// Stretches returns the order of a and b along the path, ascending. Where it is solved for (exact) the stretches touch, and what isolated weights inside do
// is left out; where it is searched for, their ends are weights that were looked at, no more than 10⁻¹⁰ apart, and what lies between neighbouring points of
// the grid of [Cells] can go unseen.
func (c *Case) Stretches(path *Path, a, b int) (_ []Stretch, exact bool) {
	c.check()
	scores := make([]float64, len(c.IDs))
	weights := make([]float64, len(c.Weights))
	sign := func(t float64) int {
		c.Scorer.Scores(scores, path.Weights(weights, t))
		return signOf(difference(scores[a], scores[b], c.Lower))
	}
	r := path.Range()
	if r.Lo >= r.Hi {
		return []Stretch{{r, sign(r.Lo)}}, true
	}
	solved, _ := solve(c.Scorer, path, c.Lower)
	if v, ok := solved.(*numeric); ok {
		return v.stretches(a, b, sign), false
	}
	all := solved.meet(a, b, nil)
	// Some methods jump where a weight is the least or the most that it can be.
	if s := sign(r.Lo); s != all[0].Sign {
		all = slices.Insert(all, 0, Stretch{Interval{r.Lo, r.Lo}, s})
	}
	if s := sign(r.Hi); s != all[len(all)-1].Sign {
		all = append(all, Stretch{Interval{r.Hi, r.Hi}, s})
	}
	return all, true
}

// stretches are found at the points of the grid, the knots and the present weight, and between two points of different order by bisection.
func (v *numeric) stretches(a, b int, sign func(t float64) int) []Stretch {
	at := v.points
	all := []Stretch{{Interval{at[0], at[0]}, sign(at[0])}}
	to := func(t float64, s int) {
		if last := &all[len(all)-1]; last.Sign == s {
			last.Hi = t
		} else {
			all = append(all, Stretch{Interval{t, t}, s})
		}
	}
	for _, t := range at[1:] {
		for s := sign(t); ; { // from the order at lo to that at t, by those between
			lo, hi := all[len(all)-1].Hi, t
			if all[len(all)-1].Sign == s {
				break
			}
			next := s
			for hi-lo > pointwise {
				mid := lo + float64((hi-lo)/2)
				switch got := sign(mid); got {
				case all[len(all)-1].Sign:
					lo = mid
				default:
					hi, next = mid, got
				}
			}
			to(lo, all[len(all)-1].Sign)
			to(hi, next)
			if hi == t {
				break
			}
		}
		to(t, sign(t))
	}
	return all
}

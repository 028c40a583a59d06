package robust

import (
	"cmp"
	"slices"
)

// dropped appends where one of the alternatives on the shortlist has no place there any more because of the others on it: at its end places are shared, so it has more
// alternatives than places.
func (c *Case) dropped(to []reversed, solved meetings, path *Path, on []int) []reversed {
	type edge struct {
		at float64
		by int // +1: one more is ahead from here on, −1: one less
	}
	var edges []edge
	var stretches []Stretch
	var parts []Interval
	now := path.Now()
	for _, a := range on {
		edges = edges[:0]
		for _, b := range on {
			if a == b {
				continue
			}
			stretches = solved.meet(a, b, stretches[:0])
			for _, v := range stretches {
				if v.Sign < 0 {
					edges = append(edges, edge{v.Lo, 1}, edge{v.Hi, -1})
				}
			}
		}
		slices.SortFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.at, b.at), a.by-b.by) })
		ahead, from := 0, 0.0
		for _, e := range edges {
			switch ahead += e.by; {
			case e.by > 0 && ahead == c.Shortlist:
				from = e.at
			case e.by < 0 && ahead == c.Shortlist-1:
				parts = splitAt(parts[:0], Interval{from, e.at}, now, func(t float64) bool { return c.off(path, a, t) })
				for _, v := range parts {
					to = append(to, reversed{v, ofShortlist})
				}
			}
		}
	}
	return to
}

// off reports whether a has no place on the shortlist at t on the path.
func (c *Case) off(path *Path, a int, t float64) bool {
	scores := c.Scorer.Scores(nil, path.Weights(nil, t))
	ahead := 0
	for _, x := range scores {
		if difference(x, scores[a], c.Lower) > 0 {
			ahead++
		}
	}
	return ahead >= c.Shortlist
}

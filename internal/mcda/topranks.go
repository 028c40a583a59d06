package mcda

import (
	"cmp"
	"math"
	"slices"
)

// Top ranks those alone that come first, for draws of which only the first places count: putting a million scores in order takes longer than making them. The zero
// value is ready; it keeps its room from call to call.
type Top struct {
	scores  []float64
	found   []place
	close   []float64
	ranking Ranking
	who     []int32
	ranks   []int32
}

// Ranks returns the alternatives that have one of the first ranks under the weights, with these ranks: those that [Rank] gives to s.Scores(weights), ties by
// Competition, so that there may be more than most of them. Both are valid until the next call. It panics where Rank does.
//
// Scores are gone through once. Kept are those that may be among the first, which are sorted out whenever there are many; of scores in no order that is some
// most·ln(m/most) of m.
func (t *Top) Ranks(s Scorer, weights []float64, lowerIsBetter bool, most int) (alternatives, ranks []int32) {
	m, _ := s.Dims()
	most = max(1, min(most, m))
	t.scores = s.Scores(slices.Grow(t.scores[:0], m)[:m], weights)
	sign := 1.0
	if lowerIsBetter {
		sign = -1
	}
	t.found = t.found[:0]
	full, least := 4*most, math.Inf(-1)
	for i, x := range t.scores {
		if x *= sign; x < least {
			continue
		}
		if math.IsNaN(x) {
			panic("mcda: a score is NaN")
		}
		if t.found = append(t.found, place{x, int32(i)}); len(t.found) >= full {
			least = t.shorten(most)
			full = max(full, 2*len(t.found)) // where many are equal
		}
	}
	t.shorten(most)
	t.close = t.close[:0]
	for _, p := range t.found {
		t.close = append(t.close, t.scores[p.alternative])
	}
	t.ranking.Rank(t.close, nil, lowerIsBetter)
	t.who, t.ranks = t.who[:0], t.ranks[:0]
	for k, p := range t.found {
		if rank := t.ranking.Ranks[k]; rank <= float64(most) {
			t.who, t.ranks = append(t.who, p.alternative), append(t.ranks, int32(rank))
		}
	}
	return t.who, t.ranks
}

// shorten keeps of those found the first and who may be tied with the last of them, and returns the least score that does. The first of a run of ties is the best of
// them, and the others lie within the tolerance of it: whoever shares a place with one of the first is no farther than that below the last of these.
func (t *Top) shorten(most int) (least float64) {
	slices.SortFunc(t.found, func(a, b place) int { return cmp.Compare(b.score, a.score) })
	if len(t.found) < most {
		return math.Inf(-1)
	}
	last := t.found[most-1].score
	if least = last - float64(2*tieTolerance*math.Abs(last)); math.IsNaN(least) { // of an infinite one
		least = last
	}
	end := most
	for end < len(t.found) && !(t.found[end].score < least) {
		end++
	}
	t.found = t.found[:end]
	return least
}

package mcda

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Top ranks those alone that come first, for draws of which only the first places count: putting a million scores in order takes longer than making them. The zero
// value is ready; it keeps its room from call to call.
type Top struct {
	scores  []float64
	all     []first
	close   []float64
	ranking Ranking
	who     []int32
	ranks   []int32
}

// first are the alternatives that may be among the first under one vector of weights.
type first struct {
	found []place
	least float64 // a lower score is none of them
	full  int     // how many are kept before they are sorted out
}

// tileCells is how many scores of the matrix are gone through by all vectors of weights before the next are: they stay in the processor's cache.
const tileCells = 1 << 15

// Ranks calls found for each of k vectors of weights (k×n) with the alternatives that have one of the first ranks under it, and these ranks: those that [Rank] gives
// to s.Scores, ties by Competition, so that there may be more than most of them. They are valid during the call. It panics where Rank does.
//
// Scores are gone through once. Kept are those that may be among the first, which are sorted out whenever there are many; of scores in no order that is some
// most·ln(m/most) of m.
func (t *Top) Ranks(s Scorer, weights *mat.Dense, lowerIsBetter bool, most int, found func(k int, alternatives, ranks []int32)) {
	m, n := s.Dims()
	most = max(1, min(most, m))
	sign := 1.0
	if lowerIsBetter {
		sign = -1
	}
	k, _ := weights.Dims()
	t.all = slices.Grow(t.all[:0], k)[:k]
	for q := range t.all {
		t.all[q] = first{t.all[q].found[:0], math.Inf(-1), 4 * most}
	}
	if rows := rowsOf(s); rows != nil {
		tile := max(1, tileCells/n)
		t.scores = slices.Grow(t.scores[:0], tile)[:tile]
		for lo := 0; lo < m; lo += tile {
			scores := t.scores[:min(tile, m-lo)]
			for q := range t.all {
				rows(scores, lo, weights.RawRowView(q))
				t.all[q].take(scores, lo, sign, most)
			}
		}
	} else {
		for q := range t.all {
			t.scores = s.Scores(slices.Grow(t.scores[:0], m)[:m], weights.RawRowView(q))
			t.all[q].take(t.scores, 0, sign, most)
		}
	}
	for q := range t.all {
		t.rank(&t.all[q], sign, most)
		found(q, t.who, t.ranks)
	}
}

// Together reports whether many vectors of weights are ranked in less time than one by one: where a score depends on its own row alone.
func Together(s Scorer) bool { return rowsOf(s) != nil }

// rowsOf is what fills dst with the scores of the rows from one on, the same as s.Scores gives them; nil of a method whose scores depend on all rows.
func rowsOf(s Scorer) func(dst []float64, from int, weights []float64) {
	switch s := s.(type) {
	case *topsisScorer:
		return s.closeness
	case *linear:
		return s.sums
	}
	return nil
}

// take goes through the scores of the alternatives from one on.
func (f *first) take(scores []float64, from int, sign float64, most int) {
	least := f.least
	for i, x := range scores {
		if x *= sign; x < least {
			continue
		}
		if math.IsNaN(x) {
			panic("mcda: a score is NaN")
		}
		if f.found = append(f.found, place{x, int32(from + i)}); len(f.found) >= f.full {
			f.shorten(most)
			f.full = max(f.full, 2*len(f.found)) // where many are equal
			least = f.least
		}
	}
}

// shorten keeps of those found the first and who may be tied with the last of them. The first of a run of ties is the best of them, and the others lie within the
// tolerance of it: whoever shares a place with one of the first is no farther than that below the last of these.
func (f *first) shorten(most int) {
	slices.SortFunc(f.found, func(a, b place) int { return cmp.Compare(b.score, a.score) })
	if len(f.found) < most {
		return
	}
	last := f.found[most-1].score
	if f.least = last - float64(2*tieTolerance*math.Abs(last)); math.IsNaN(f.least) { // of an infinite one
		f.least = last
	}
	end := most
	for end < len(f.found) && !(f.found[end].score < f.least) {
		end++
	}
	f.found = f.found[:end]
}

// rank fills who and ranks.
func (t *Top) rank(f *first, sign float64, most int) {
	f.shorten(most)
	t.close = t.close[:0]
	for _, p := range f.found {
		t.close = append(t.close, sign*p.score)
	}
	t.ranking.Rank(t.close, nil, sign < 0)
	t.who, t.ranks = t.who[:0], t.ranks[:0]
	for k, p := range f.found {
		if rank := t.ranking.Ranks[k]; rank <= float64(most) {
			t.who, t.ranks = append(t.who, p.alternative), append(t.ranks, int32(rank))
		}
	}
}

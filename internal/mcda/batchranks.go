package mcda

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// BatchRanks fills dst (k×m row by row, or nil to allocate) with the competition ranks under k weight vectors, the rows of weights (k×n): the ranks that
// [Rank] gives to s.Scores, ties included. It keeps to one processor, but for what s does with many alternatives.
//
// The order is that of the scores of [Batch], or of what is cheaper and grows with them. Where neighbours in it are so close that rounding might part or tie
// them, what s.Scores says of them decides.
func BatchRanks(s Scorer, dst []int32, weights *mat.Dense, lowerIsBetter bool) []int32 {
	m, n := s.Dims()
	k, wn := weights.Dims()
	if wn != n {
		panic(fmt.Sprintf("mcda: %d weights for %d criteria", wn, n))
	}
	if dst == nil {
		dst = make([]int32, k*m)
	}
	if len(dst) != k*m {
		panic(fmt.Sprintf("mcda: destination has %d ranks, %d weight vectors for %d alternatives need %d", len(dst), k, m, k*m))
	}
	rows := max(1, min(k, 1<<14/m)) // at a time, so that the scores stay near
	scores, r := mat.NewDense(rows, m, nil), newRanker(m)
	_, rounds := s.(BatchScorer)
	for from := 0; from < k; from += rows {
		rows := min(rows, k-from)
		some, their := scores.Slice(0, rows, 0, m).(*mat.Dense), weights.Slice(from, from+rows, 0, n).(*mat.Dense)
		if t, ok := s.(*topsisScorer); !ok || !t.keys(some, their) {
			Batch(s, some, their)
		}
		for q := range rows {
			row, ranks := scores.RawRowView(q), dst[(from+q)*m:][:m]
			r.sort(row, lowerIsBetter)
			if r.number(ranks) == 0 {
				continue
			}
			if rounds {
				s.Scores(row, weights.RawRowView(from+q))
			}
			r.settle(ranks, row, lowerIsBetter)
		}
	}
	return dst
}

// ranker puts scores in order again and again. They are dealt into buckets of equal width, two to a score, which leaves an insertion sort little to move;
// where one bucket gets too many, they are sorted by comparison.
type ranker struct {
	fill    []int32 // of each bucket: its scores, then its place in sorted
	bucket  []int32 // of each score
	sorted  []place // best first
	apart   float64 // neighbours farther apart than this are neither tied nor in doubt
	close   []float64
	ranking Ranking
}

// place is an alternative and its score, turned so that more is better.
type place struct {
	score       float64
	alternative int32
}

func newRanker(m int) *ranker {
	return &ranker{fill: make([]int32, 2*m), bucket: make([]int32, m), sorted: make([]place, m)}
}

// sort fills sorted.
func (r *ranker) sort(scores []float64, lowerIsBetter bool) {
	const crowded = 16
	sorted, fill, bucket := r.sorted, r.fill, r.bucket[:len(scores)]
	sign := 1.0
	if lowerIsBetter {
		sign = -1
	}
	lo, hi := sign*scores[0], sign*scores[0]
	for _, x := range scores {
		x *= sign
		if x < lo {
			lo = x
		}
		if x > hi {
			hi = x
		}
	}
	r.apart = 1e-9 * max(math.Abs(lo), math.Abs(hi))
	scale := float64(len(fill)-1) / (hi - lo)
	even := scale > 0 && scale <= math.MaxFloat64 // else equal, or too close or too far apart to divide
	if even {
		clear(fill)
		for i, x := range scores {
			b := int32((hi - sign*x) * scale)
			if uint(b) >= uint(len(fill)) {
				panic("mcda: a score is NaN")
			}
			bucket[i] = b
			fill[b]++
			even = even && fill[b] <= crowded
		}
	}
	if !even {
		for i, x := range scores {
			if math.IsNaN(x) {
				panic("mcda: a score is NaN")
			}
			sorted[i] = place{sign * x, int32(i)}
		}
		slices.SortFunc(sorted, func(a, b place) int { return cmp.Compare(b.score, a.score) })
		return
	}
	var before int32
	for b, count := range fill {
		fill[b] = before
		before += count
	}
	for i, x := range scores {
		b := bucket[i]
		k := fill[b]
		fill[b] = k + 1
		sorted[k] = place{sign * x, int32(i)}
	}
	for k := 1; k < len(sorted); k++ {
		p, at := sorted[k], k
		for ; at > 0 && sorted[at-1].score < p.score; at-- {
			sorted[at] = sorted[at-1]
		}
		if at < k {
			sorted[at] = p
		}
	}
}

// number fills ranks with the places in order and returns how many scores are not apart from the one before.
func (r *ranker) number(ranks []int32) (doubts int) {
	before := math.Inf(1)
	for k, p := range r.sorted {
		if !(before-p.score > r.apart) {
			doubts++
		}
		before = p.score
		ranks[p.alternative] = int32(k + 1)
	}
	return doubts
}

// settle ranks again, by their scores, the alternatives that [ranker.number] had doubts about.
func (r *ranker) settle(ranks []int32, scores []float64, lowerIsBetter bool) {
	for lo, hi := 0, 0; lo < len(r.sorted); lo = hi {
		for hi = lo + 1; hi < len(r.sorted) && !(r.sorted[hi-1].score-r.sorted[hi].score > r.apart); hi++ {
		}
		if hi == lo+1 {
			continue
		}
		run := r.sorted[lo:hi]
		slices.SortFunc(run, func(a, b place) int { return cmp.Compare(a.alternative, b.alternative) })
		r.close = r.close[:0]
		for _, p := range run {
			r.close = append(r.close, scores[p.alternative])
		}
		r.ranking.Rank(r.close, nil, lowerIsBetter)
		for k, p := range run {
			ranks[p.alternative] = int32(lo) + int32(r.ranking.Ranks[k])
		}
	}
}

package mcda

import (
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"sync"

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
	room, ok := workrooms.Get().(*workroom)
	if !ok {
		room = new(workroom)
	}
	room.fit(rows, m)
	scores, r := mat.NewDense(rows, m, room.scores), room.ranker
	_, rounds := s.(BatchScorer)
	for from := 0; from < k; from += rows {
		rows := min(rows, k-from)
		some, their := scores.Slice(0, rows, 0, m).(*mat.Dense), weights.Slice(from, from+rows, 0, n).(*mat.Dense)
		if t, ok := s.(*topsisScorer); !ok || !t.keys(some, their) {
			Batch(s, some, their)
		}
		for q := range rows {
			row, ranks := scores.RawRowView(q), dst[(from+q)*m:][:m]
			if r.rank(ranks, row, lowerIsBetter) == 0 {
				continue
			}
			r.list(ranks, row, lowerIsBetter)
			if rounds {
				s.Scores(row, weights.RawRowView(from+q))
			}
			r.settle(ranks, row, lowerIsBetter)
		}
	}
	workrooms.Put(room) // not after a panic, which leaves buckets full
	return dst
}

// workroom is what BatchRanks works in, kept from call to call.
type workroom struct {
	scores []float64
	ranker *ranker
}

var workrooms sync.Pool // of *workroom

// fit makes room for rows×m scores.
func (w *workroom) fit(rows, m int) {
	w.scores = slices.Grow(w.scores[:0], rows*m)[:rows*m]
	if w.ranker == nil || len(w.ranker.next) != m {
		w.ranker = newRanker(m)
	}
	w.ranker.ready = false
}

// ranker puts scores in order again and again. Each is put into one of many buckets of equal width over the range of the scores before; a bit per bucket says
// which are not empty, so that walking over the bits meets the scores in order. The few that share a bucket are sorted by comparison.
type ranker struct {
	head  []int32  // of each bucket: the last alternative put there, −1 for none
	next  []int32  // of each alternative: the one put there before it, −1 for none
	full  []uint64 // a bit for each bucket
	hi    float64  // where the first bucket begins, more is better
	scale float64  // buckets per unit of the score
	apart float64  // neighbours farther apart than this are neither tied nor in doubt, nor would be among scores a few times as large
	ready bool     // there was a row before

	chain   []place
	sorted  []place
	close   []float64
	ranking Ranking
}

// place is an alternative and its score, turned so that more is better.
type place struct {
	score       float64
	alternative int32
}

func newRanker(m int) *ranker {
	words := (8*m + 63) / 64
	if m > 1<<12 { // the buckets would not stay near
		words = (2*m + 63) / 64
	}
	r := &ranker{head: make([]int32, 64*words), next: make([]int32, m), full: make([]uint64, words)}
	for b := range r.head {
		r.head[b] = -1
	}
	return r
}

// fit spreads the buckets over scores from lo to hi.
func (r *ranker) fit(lo, hi float64) {
	r.hi, r.scale = hi, float64(len(r.head)-1)/(hi-lo)
	if !(r.scale <= math.MaxFloat64) { // equal, or too close to divide
		r.scale = 0
	}
	r.apart = 4e-9 * max(math.Abs(lo), math.Abs(hi))
}

// rank fills ranks with the places in order and returns how many scores are not apart from the one before: those are for [ranker.list] and [ranker.settle].
func (r *ranker) rank(ranks []int32, scores []float64, lowerIsBetter bool) (doubts int) {
	sign := 1.0
	if lowerIsBetter {
		sign = -1
	}
	if !r.ready {
		r.ready = true
		lo, hi := math.Inf(1), math.Inf(-1)
		for _, x := range scores {
			lo, hi = min(lo, sign*x), max(hi, sign*x)
		}
		r.fit(lo, hi)
	}
	head, next, full := r.head, r.next[:len(scores)], r.full
	scale, top := sign*r.scale, float64(r.hi*r.scale)
	for i, x := range scores {
		from := top - float64(x*scale) // in buckets from the first on
		b := int(from)
		if uint(b) >= uint(len(head)) {
			if math.IsNaN(x) {
				panic("mcda: a score is NaN")
			}
			b = 0
			if from > 0 {
				b = len(head) - 1
			}
		}
		next[i] = head[b]
		head[b] = int32(i)
		full[b>>6] |= 1 << (b & 63)
	}
	apart, count := r.apart, int32(0)
	first, before := math.Inf(1), math.Inf(1)
	for k, word := range full {
		if word == 0 {
			continue
		}
		full[k] = 0
		for ; word != 0; word &= word - 1 {
			b := k<<6 | bits.TrailingZeros64(word)
			i := head[b]
			head[b] = -1
			if next[i] < 0 {
				x := float64(sign * scores[i])
				if !(before-x > apart) {
					doubts++
				}
				before = x
				count++
				ranks[i] = count
				if count == 1 {
					first = x
				}
				continue
			}
			for _, p := range r.chained(i, scores, sign) {
				if !(before-p.score > apart) {
					doubts++
				}
				before = p.score
				count++
				ranks[p.alternative] = count
				if count == 1 {
					first = p.score
				}
			}
		}
	}
	r.fit(before, first)
	if r.apart > 4*apart { // the scores are much larger than those before: what was apart by the old measure need not be
		doubts++
	}
	return doubts
}

// chained are the alternatives of one bucket, best first.
func (r *ranker) chained(i int32, scores []float64, sign float64) []place {
	const few = 12
	c := r.chain[:0]
	for ; i >= 0; i = r.next[i] {
		c = append(c, place{sign * scores[i], i})
	}
	r.chain = c
	if len(c) > few {
		slices.SortFunc(c, func(a, b place) int { return cmp.Compare(b.score, a.score) })
		return c
	}
	for k := 1; k < len(c); k++ {
		p, at := c[k], k
		for ; at > 0 && c[at-1].score < p.score; at-- {
			c[at] = c[at-1]
		}
		c[at] = p
	}
	return c
}

// list fills sorted from the places in order.
func (r *ranker) list(ranks []int32, scores []float64, lowerIsBetter bool) {
	sign := 1.0
	if lowerIsBetter {
		sign = -1
	}
	r.sorted = slices.Grow(r.sorted[:0], len(scores))[:len(scores)]
	for i, rank := range ranks {
		r.sorted[rank-1] = place{sign * scores[i], int32(i)}
	}
}

// settle ranks again, by their scores, the alternatives of the list that are not apart.
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

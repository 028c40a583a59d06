package mcda

import (
	"cmp"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/mat"
)

const (
	// parallelFrom is the number of rows from which a second goroutine pays: below it, starting one costs more than it saves.
	parallelFrom = 20_000
	// chunk is the number of rows that one goroutine takes at a time.
	chunk = 4096
)

// alone reports whether [parallel] would do m rows on the caller's goroutine alone. A caller that must not allocate asks first, because a closure does.
func alone(m int) bool { return m < parallelFrom || runtime.GOMAXPROCS(0) == 1 }

// parallel calls f on the rows 0 … m−1 in chunks, lo a multiple of chunk, sharing them out to the processors when there are many. The chunks are the same for
// any number of goroutines: what is reduced chunk by chunk and joined in their order has the same bits on every machine.
func parallel(m int, f func(lo, hi int)) {
	if alone(m) {
		for lo := 0; lo < m; lo += chunk {
			f(lo, min(m, lo+chunk))
		}
		return
	}
	var next atomic.Int64
	work := func() {
		for lo := int(next.Add(chunk)) - chunk; lo < m; lo = int(next.Add(chunk)) - chunk {
			f(lo, min(m, lo+chunk))
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), chunks(m)) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
}

// chunks is the number of chunks of m rows.
func chunks(m int) int { return (m + chunk - 1) / chunk }

// BatchRanks fills dst (k×m row by row, or nil to allocate) with the competition ranks under k weight vectors, the rows of weights (k×n): the ranks that
// [Rank] gives to the scores, ties included. It does not use other processors, except where s does for many alternatives.
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
	rows := max(1, min(k, 1<<16/m)) // at a time, so that the scores stay small
	scores, r := mat.NewDense(rows, m, nil), newRanker(m)
	for from := 0; from < k; from += rows {
		rows := min(rows, k-from)
		some := scores.Slice(0, rows, 0, m).(*mat.Dense)
		Batch(s, some, weights.Slice(from, from+rows, 0, n).(*mat.Dense))
		for q := range rows {
			row := some.RawRowView(q)
			if lowerIsBetter {
				for i, x := range row {
					row[i] = -x
				}
			}
			r.rank(dst[(from+q)*m:][:m], row)
		}
	}
	return dst
}

// ranker numbers scores, more being better, as [Ranking.Rank] does by Competition. They are dealt into buckets of equal width, two to a score, which leaves an
// insertion sort little to move; where one bucket gets too many, they are sorted by comparison.
type ranker struct {
	fill   []int32 // of each bucket: its scores, then its place in sorted
	bucket []int32 // of each score
	sorted []place
}

type place struct {
	score       float64
	alternative int32
}

func newRanker(m int) *ranker {
	return &ranker{make([]int32, 2*m), make([]int32, m), make([]place, m)}
}

func (r *ranker) rank(dst []int32, scores []float64) {
	r.sort(scores)
	ties := false
	for lo := 0; lo < len(r.sorted); {
		hi := r.tieEnd(lo)
		if hi > lo+1 {
			ties = true
			slices.SortFunc(r.sorted[lo:hi], func(a, b place) int { return cmp.Compare(a.alternative, b.alternative) })
		}
		dst[r.sorted[lo].alternative] = int32(lo + 1)
		lo = hi
	}
	for lo := 0; ties && lo < len(r.sorted); { // from the first of each run as it now stands
		hi := r.tieEnd(lo)
		for _, p := range r.sorted[lo:hi] {
			dst[p.alternative] = int32(lo + 1)
		}
		lo = hi
	}
}

// tieEnd is [tieEnd] on sorted.
func (r *ranker) tieEnd(lo int) int {
	first, hi := r.sorted[lo].score, lo+1
	for hi < len(r.sorted) {
		// The first condition is cheaper, and implies that they are not tied.
		if x := r.sorted[hi].score; first-x > tieTolerance*(math.Abs(first)+math.Abs(x)) || !Tied(first, x) {
			break
		}
		hi++
	}
	return hi
}

func (r *ranker) sort(scores []float64) {
	const crowded = 16
	lo, hi, total := scores[0], scores[0], 0.0
	for _, x := range scores {
		if x < lo {
			lo = x
		}
		if x > hi {
			hi = x
		}
		total += x
	}
	if math.IsNaN(total) && slices.ContainsFunc(scores, math.IsNaN) {
		panic("mcda: a score is NaN")
	}
	sorted, fill, bucket := r.sorted, r.fill, r.bucket[:len(scores)]
	most := int32(len(scores))
	if scale := float64(len(fill)-1) / (hi - lo); scale > 0 && scale <= math.MaxFloat64 {
		clear(fill)
		for i, x := range scores {
			b := int32((hi - x) * scale)
			bucket[i] = b
			fill[b]++
		}
		most = 0
		var before int32
		for b, count := range fill {
			fill[b] = before
			before += count
			most = max(most, count)
		}
		for i, x := range scores {
			b := bucket[i]
			k := fill[b]
			fill[b] = k + 1
			sorted[k] = place{x, int32(i)}
		}
	} else { // equal, or too close or too far apart to divide
		for i, x := range scores {
			sorted[i] = place{x, int32(i)}
		}
	}
	if most > crowded {
		slices.SortFunc(sorted, func(a, b place) int { return cmp.Compare(b.score, a.score) })
		return
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

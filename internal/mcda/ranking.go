package mcda

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Ties says how equal scores are numbered.
type Ties string

const (
	Competition Ties = "competition" // 1, 2, 2, 4: the best of the shared places
	Dense       Ties = "dense"       // 1, 2, 2, 3
	Fractional  Ties = "fractional"  // 1, 2.5, 2.5, 4: the mean of the shared places
)

// tieTolerance is the relative difference up to which two scores are one.
const tieTolerance = 1e-12

// Tied reports whether two scores count as equal: |a − b| ≤ 1e-12·max(|a|, |b|).
func Tied(a, b float64) bool {
	return math.Abs(a-b) <= tieTolerance*max(math.Abs(a), math.Abs(b))
}

// Ranking is alternatives in order.
type Ranking struct {
	Order []int     // alternatives' indices, best first; within a tie by identifier
	Ranks []float64 // of each alternative, by its index; whole numbers but for Fractional

	ends        []int // of the runs of ties, as places in Order
	list, spare []keyed
}

// Rank orders m scores. ids break ties; nil breaks them by index. It numbers ties by Competition; see [Ranking.Number].
func Rank(scores []float64, ids []string, lowerIsBetter bool) Ranking {
	var r Ranking
	r.Rank(scores, ids, lowerIsBetter)
	return r
}

// Rank is [Rank] into r, reusing its slices.
func (r *Ranking) Rank(scores []float64, ids []string, lowerIsBetter bool) {
	m := len(scores)
	r.Order, r.Ranks = slices.Grow(r.Order[:0], m)[:m], slices.Grow(r.Ranks[:0], m)[:m]
	r.list, r.spare = slices.Grow(r.list[:0], m)[:m], slices.Grow(r.spare[:0], m)[:m]
	for i, x := range scores {
		if math.IsNaN(x) {
			panic("mcda: a score is NaN")
		}
		if !lowerIsBetter {
			x = -x
		}
		r.list[i] = keyed{orderKey(x), i}
	}
	sortKeyed(r.list, r.spare)
	for k, x := range r.list {
		r.Order[k] = x.row
	}
	r.ends = r.ends[:0]
	for lo := 0; lo < m; {
		hi := tieEnd(scores, r.Order, lo)
		slices.SortFunc(r.Order[lo:hi], func(a, b int) int { return compareIDs(ids, a, b) })
		r.ends = append(r.ends, hi)
		lo = hi
	}
	r.Number(Competition)
}

func compareIDs(ids []string, a, b int) int {
	if ids != nil && ids[a] != ids[b] {
		return cmp.Compare(ids[a], ids[b])
	}
	return a - b
}

// tieEnd returns the end of the run of places from lo whose scores equal the first of them.
func tieEnd(scores []float64, order []int, lo int) int {
	hi := lo + 1
	for hi < len(order) && Tied(scores[order[lo]], scores[order[hi]]) {
		hi++
	}
	return hi
}

// Number fills Ranks by a rule for ties.
func (r *Ranking) Number(ties Ties) {
	dense, lo := 0, 0
	for _, hi := range r.ends {
		dense++
		var rank float64
		switch ties {
		case Competition:
			rank = float64(lo + 1)
		case Dense:
			rank = float64(dense)
		case Fractional:
			rank = float64(lo+1+hi) / 2
		default:
			panic(fmt.Sprintf("mcda: unknown rule for ties %q", ties))
		}
		for _, i := range r.Order[lo:hi] {
			r.Ranks[i] = rank
		}
		lo = hi
	}
}

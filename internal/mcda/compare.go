package mcda

import (
	"fmt"
	"math"
)

// TauB returns Kendall's rank correlation with ties,
//
//	τ_b = (C − D)/√((n₀ − n₁)(n₀ − n₂))
//
// where C and D count the concordant and discordant pairs of the n₀ = n(n−1)/2 pairs and n₁, n₂ the pairs tied in x and in y: 1 for the same order, −1 for
// the opposite one, 0 for none. Values are tied when they are equal; give ranks ([Ranking.Ranks]) to have scores tied as the ranking ties them.
//
// ok is false, and the value 0, when it is not defined: fewer than two values, all of x or all of y tied, or a NaN. It panics if the lengths differ. It
// takes O(n·log n). Definition: Kendall 1945, "The treatment of ties in ranking problems"; computation: Knight 1966, JASA 61(314):436–439.
func TauB(x, y []float64) (tau float64, ok bool) {
	n := paired(x, y)
	if n < 2 {
		return 0, false
	}
	// Sorted by y first, the places in that order stand for y and make the second key when sorting by x.
	list, more := make([]keyed, n), make([]keyed, n)
	for i, v := range y {
		list[i] = keyed{orderKey(v + 0), i} // −0 + 0 is 0
	}
	sortKeyed(list, more)
	ys, spare := make([]float64, n), make([]float64, n)
	for k := range list {
		i := list[k].row
		spare[k] = y[i]
		list[k] = keyed{orderKey(x[i] + 0), k}
	}
	sortKeyed(list, more)
	for k, q := range list {
		ys[k] = spare[q.row]
	}
	sameX := func(i, k int) bool { return list[i].key == list[k].key }
	tiedX := tiedPairs(n, sameX)
	tiedBoth := tiedPairs(n, func(i, k int) bool { return sameX(i, k) && ys[i] == ys[k] })
	discordant := inversions(ys, spare) // within ties of x, y ascends: none is counted
	tiedY := tiedPairs(n, func(i, k int) bool { return ys[i] == ys[k] })
	all := pairsOf(n)
	if tiedX == all || tiedY == all {
		return 0, false
	}
	concordant := all - tiedX - tiedY + tiedBoth - discordant
	return (concordant - discordant) / math.Sqrt((all-tiedX)*(all-tiedY)), true
}

// Spearman returns Spearman's rank correlation: Pearson's correlation of the mid-ranks,
//
//	ρ = Σ(r_i − r̄)(s_i − s̄)/√(Σ(r_i − r̄)²·Σ(s_i − s̄)²)
//
// with r and s the ranks of x and y, tied values taking the mean of the places they share. Values are tied when they are equal; give ranks to have scores
// tied as the ranking ties them.
//
// ok is false, and the value 0, when it is not defined: fewer than two values, all of x or all of y tied, or a NaN. It panics if the lengths differ.
// Source: Spearman 1904; Kendall & Gibbons 1990, Rank Correlation Methods, ch. 3 (ties).
func Spearman(x, y []float64) (rho float64, ok bool) {
	n := paired(x, y)
	if n < 2 {
		return 0, false
	}
	return SpearmanOfRanks(midRanks(x), midRanks(y))
}

// SpearmanOfRanks is [Spearman] of mid-ranks, for who compares many lists: ranking them is most of the work. Ranks are of [MidRanks].
func SpearmanOfRanks(r, s []float64) (rho float64, ok bool) {
	n := paired(r, s)
	if n < 2 {
		return 0, false
	}
	var rr, ss, rs float64
	for i := range r {
		// Twice the deviation from the mean rank is a whole number: the sums are exact.
		a, b := float64(2*r[i])-float64(n+1), float64(2*s[i])-float64(n+1)
		rr += float64(a * a)
		ss += float64(b * b)
		rs += float64(a * b)
	}
	if rr == 0 || ss == 0 {
		return 0, false
	}
	return rs / math.Sqrt(rr*ss), true
}

// paired returns the common length, 0 when a value is NaN: NaN has no place in an order.
func paired(x, y []float64) int {
	if len(x) != len(y) {
		panic(fmt.Sprintf("mcda: comparing a ranking of %d with one of %d", len(x), len(y)))
	}
	for i := range x {
		if math.IsNaN(x[i]) || math.IsNaN(y[i]) {
			return 0
		}
	}
	return len(x)
}

// MidRanks returns the places of x from the smallest, 1 to n, tied values taking the mean of theirs; nil when one is NaN.
func MidRanks(x []float64) []float64 {
	if paired(x, x) < len(x) {
		return nil
	}
	return midRanks(x)
}

// midRanks returns the places of x from the smallest, 1 to n, tied values taking the mean of theirs.
func midRanks(x []float64) []float64 {
	order := make([]keyed, len(x))
	for i, v := range x {
		order[i] = keyed{orderKey(v + 0), i} // −0 is 0
	}
	sortKeyed(order, make([]keyed, len(x)))
	ranks := make([]float64, len(x))
	for lo := 0; lo < len(order); {
		hi := lo + 1
		for hi < len(order) && order[hi].key == order[lo].key {
			hi++
		}
		for _, o := range order[lo:hi] {
			ranks[o.row] = float64(lo+1+hi) / 2
		}
		lo = hi
	}
	return ranks
}

// pairsOf is the number of pairs among n.
func pairsOf(n int) float64 { return float64(float64(n) * float64(n-1) / 2) }

// tiedPairs counts the pairs within runs of n sorted values that are the same.
func tiedPairs(n int, same func(i, k int) bool) float64 {
	var pairs float64
	for lo := 0; lo < n; {
		hi := lo + 1
		for hi < n && same(lo, hi) {
			hi++
		}
		pairs += pairsOf(hi - lo)
		lo = hi
	}
	return pairs
}

// inversions sorts v by merging and returns the number of pairs i < k with v_i > v_k. spare has v's length.
func inversions(v, spare []float64) float64 {
	n := len(v)
	if n < 2 {
		return 0
	}
	half := n / 2
	count := inversions(v[:half], spare[:half]) + inversions(v[half:], spare[half:])
	copy(spare, v)
	left, right := spare[:half], spare[half:]
	for k := range v {
		if len(right) == 0 || len(left) > 0 && left[0] <= right[0] {
			v[k], left = left[0], left[1:]
			continue
		}
		v[k], right = right[0], right[1:]
		count += float64(len(left))
	}
	return count
}

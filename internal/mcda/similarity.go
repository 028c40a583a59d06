package mcda

import (
	"cmp"
	"math"
	"slices"

	"veche/internal/mcda/exact"
)

// The functions of this file compare rankings of the same N alternatives: ranks from 1, the best, to N ([Ranking.Ranks]). Tied ranks count as the mean of
// the places they share, whichever way they are numbered, as the papers know no ties.
//
// ok is false, and the value 0, when the comparison is not defined: fewer than two alternatives, or a rank that is no number from 1 to N. They panic if the
// lengths differ.

// WeightedSpearman returns the weighted rank correlation, to which differences at the top of either ranking matter more,
//
//	r_w = 1 − 6·Σ(x_i − y_i)²·((N − x_i + 1) + (N − y_i + 1))/(N⁴ + N³ − N² − N)
//
// 1 for the same ranking, −1 for the reversed one. Source: Pinto da Costa & Soares 2005, Australian & New Zealand Journal of Statistics 47(4):515–529, in the
// form of Sałabun & Urbaniak 2020.
func WeightedSpearman(x, y []float64) (r float64, ok bool) {
	x, y, ok = places(x, y)
	if !ok {
		return 0, false
	}
	n := float64(len(x))
	var sum float64
	for i := range x {
		sum += float64((x[i] - y[i]) * (x[i] - y[i]) * (float64(2*n) + 2 - x[i] - y[i]))
	}
	// n⁴ + n³ − n² − n = n·(n + 1)·(n² − 1)
	return 1 - 6*sum/(n*(n+1)*(float64(n*n)-1)), true
}

// WS returns the rank similarity coefficient of ranking y with the reference x, to which only differences at the top of the reference matter much,
//
//	WS = 1 − Σ 2^(−x_i)·|x_i − y_i|/max(|1 − x_i|, |N − x_i|)
//
// between 0 and 1, 1 for the same ranking. WS(x, y) and WS(y, x) differ. Source: Sałabun & Urbaniak 2020, ICCS, LNCS 12138:632–645.
func WS(x, y []float64) (ws float64, ok bool) {
	x, y, ok = places(x, y)
	if !ok {
		return 0, false
	}
	ws = 1
	for i := range x {
		ws -= exact.Exp2(-x[i]) * math.Abs(x[i]-y[i]) / max(x[i]-1, float64(len(x))-x[i])
	}
	return ws, true
}

// DrasticDistance returns the drastic WS distance: the weight 2^(−x_i) of every alternative whose place in the reference x is another than in y, however
// far, as a share of the weight of all places,
//
//	draWS = Σ_{x_i ≠ y_i} 2^(−x_i)/(1 − 2^(−N))
//
// 0 for the same ranking, 1 when every place of a reference without ties differs. Without ties it is symmetric. Source: Sałabun & Shekhovtsov 2023,
// FedCSIS, ACSIS 35:731–738.
func DrasticDistance(x, y []float64) (distance float64, ok bool) {
	x, y, ok = places(x, y)
	if !ok {
		return 0, false
	}
	for i := range x {
		if x[i] != y[i] {
			distance += exact.Exp2(-x[i])
		}
	}
	return distance / (1 - exact.Exp2(-float64(len(x)))), true
}

// KendallDistance returns the number of pairs of alternatives that the rankings put in opposite orders, a pair tied in one of them alone counting ½: from 0
// to N(N−1)/2. It is half the distance of Kemeny & Snell 1962, Mathematical Models in the Social Sciences, ch. 2. It takes O(N·log N).
func KendallDistance(x, y []float64) (distance float64, ok bool) {
	x, y, ok = places(x, y)
	if !ok {
		return 0, false
	}
	n := len(x)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(x[a], x[b]), cmp.Compare(y[a], y[b])) })
	ys := make([]float64, n)
	for k, i := range order {
		ys[k] = y[i]
	}
	tiedX := tiedPairs(n, func(i, k int) bool { return x[order[i]] == x[order[k]] })
	tiedBoth := tiedPairs(n, func(i, k int) bool { return x[order[i]] == x[order[k]] && ys[i] == ys[k] })
	discordant := inversions(slices.Clone(ys), make([]float64, n)) // within ties of x, y ascends: none is counted
	slices.Sort(ys)
	tiedY := tiedPairs(n, func(i, k int) bool { return ys[i] == ys[k] })
	return discordant + float64((tiedX+tiedY)/2) - tiedBoth, true
}

// Footrule returns Spearman's footrule, the Manhattan distance Σ|x_i − y_i|. Source: Spearman 1906; Diaconis & Graham 1977, JRSS B 39(2):262–268.
func Footrule(x, y []float64) (distance float64, ok bool) {
	return placeDistance(x, y, func(d, move float64) float64 { return d + move })
}

// EuclideanDistance returns √Σ(x_i − y_i)².
func EuclideanDistance(x, y []float64) (distance float64, ok bool) {
	square, ok := placeDistance(x, y, func(d, move float64) float64 { return d + float64(move*move) })
	return math.Sqrt(square), ok
}

// ChebyshevDistance returns max|x_i − y_i|, the most places that one alternative moves.
func ChebyshevDistance(x, y []float64) (distance float64, ok bool) {
	return placeDistance(x, y, func(d, move float64) float64 { return max(d, move) })
}

// placeDistance joins the places that each alternative moves.
func placeDistance(x, y []float64, join func(d, move float64) float64) (distance float64, ok bool) {
	x, y, ok = places(x, y)
	if !ok {
		return 0, false
	}
	for i := range x {
		distance = join(distance, math.Abs(x[i]-y[i]))
	}
	return distance, true
}

// places returns two rankings with ties at the mean of the places they share; ok is false when they are none.
func places(x, y []float64) (xPlaces, yPlaces []float64, ok bool) {
	n := paired(x, y)
	if n < 2 {
		return nil, nil, false
	}
	for i := range x {
		if min(x[i], y[i]) < 1 || max(x[i], y[i]) > float64(n) {
			return nil, nil, false
		}
	}
	return midRanks(x), midRanks(y), true
}

package weighting

import (
	"fmt"
	"math"
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

// BWM is the outcome of the best-worst method.
type BWM struct {
	Weights      []float64 // sum 1
	Lower, Upper []float64 // the least and greatest weight among all solutions; both are Weights for the linear model
	Xi           float64   // ξ at the optimum, 0 for consistent judgements

	// Consistency is ξ itself for the linear model and ξ/CI for the nonlinear one, 0 for consistent judgements. CI is the ξ of the worst case
	// a_Bj = a_jW = a_BW, the root of (a_BW − ξ)² = a_BW + ξ: CI = (1 + 2·a_BW − √(1 + 8·a_BW))/2, which gives Rezaei's table 0, 0.44, 1.00, 1.63,
	// 2.30, 3.00, 3.73, 4.47, 5.23 for a_BW = 1…9.
	Consistency float64

	// InputConsistency is CR^I = max_j |a_Bj·a_jW − a_BW|/(a_BW² − a_BW), read off the judgements alone; 0 when a_BW = 1. Above Threshold the judgements
	// should be looked at again. nil: no threshold is published (fewer than 3 or more than 9 criteria, an a_BW of less than 2 or between the marks).
	InputConsistency float64
	Threshold        *float64
}

// inputThresholds are the thresholds of CR^I for a_BW = 3…9 (rows) and n = 3…9 criteria: Liang, Brunelli & Rezaei 2020, Omega 96:102175, table 3. For
// a_BW = 2 it is 0.
var inputThresholds = [7][7]float64{
	{0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667},
	{0.1121, 0.1529, 0.1898, 0.2206, 0.2527, 0.2577, 0.2683},
	{0.1354, 0.1994, 0.2306, 0.2546, 0.2716, 0.2844, 0.2960},
	{0.1330, 0.1990, 0.2643, 0.3044, 0.3144, 0.3221, 0.3262},
	{0.1294, 0.2457, 0.2819, 0.3029, 0.3144, 0.3251, 0.3403},
	{0.1309, 0.2521, 0.2958, 0.3154, 0.3408, 0.3620, 0.3657},
	{0.1359, 0.2681, 0.3062, 0.3337, 0.3517, 0.3620, 0.3662},
}

// slack is how far a judgement may be off a mark of the scale, as means of experts' answers are by rounding.
const slack = 1e-9

// BestWorst returns the weights of n criteria by the best-worst method. best and worst are the indices of the most and the least important one;
// bestToOthers[j] = a_Bj says how many times the best outweighs j, othersToWorst[j] = a_jW how many times j outweighs the worst, from 1 to 9. model is
//
//	linear     min ξ: |w_B − a_Bj·w_j| ≤ ξ, |w_j − a_jW·w_W| ≤ ξ       (Rezaei 2016, Omega 64:126–130)
//	nonlinear  min ξ: |w_B/w_j − a_Bj| ≤ ξ, |w_j/w_W − a_jW| ≤ ξ       (Rezaei 2015, Omega 53:49–57)
//
// with Σw = 1 and w ≥ 0. Both are solved in closed form. The linear model has one solution. The nonlinear one with n > 3 in general has many: every weight
// has an interval, Lower to Upper, and Weights are the intervals' midpoints (Rezaei 2016) divided by their sum, which is near 1 but not 1.
//
// The error is a [*mcda.ParameterError] for another model and an [*InputError] for a judgement off the scale, for a_BB or a_WW other than 1, for an a_BW
// that differs between the two lists, and for a judgement beyond a_BW, with which another criterion would be the best or the worst. BestWorst panics if
// the lengths differ or an index is out of range.
func BestWorst(model string, best, worst int, bestToOthers, othersToWorst []float64) (*BWM, error) {
	n := len(bestToOthers)
	if len(othersToWorst) != n || best < 0 || best >= n || worst < 0 || worst >= n {
		panic(fmt.Sprintf("weighting: best %d, worst %d with %d and %d judgements", best, worst, n, len(othersToWorst)))
	}
	m, _ := Lookup("best-worst")
	set, err := m.Resolve(map[string]string{"bwm": model})
	if err != nil {
		return nil, err
	}
	if err := checkJudgements(best, worst, bestToOthers, othersToWorst); err != nil {
		return nil, err
	}
	b := bestWorst{best: best, worst: worst, a: marks(bestToOthers), c: marks(othersToWorst)}
	b.c[best] = b.a[worst]
	r := new(BWM)
	switch top := b.a[worst]; {
	case n == 1 || b.consistent():
		r.Weights = share(b.c)
		r.Lower, r.Upper = r.Weights, r.Weights
	case set["bwm"] == "linear":
		b.linear(r)
		r.Consistency = r.Xi
	default:
		b.nonlinear(r)
		r.Consistency = 2 * r.Xi / (1 + float64(2*top) - math.Sqrt(1+float64(8*top)))
	}
	b.inputConsistency(r)
	return r, nil
}

// marks returns the judgements without the slack.
func marks(judgements []float64) []float64 {
	out := slices.Clone(judgements)
	for j, x := range out {
		if mark := math.Round(x); math.Abs(x-mark) <= slack {
			out[j] = mark
		}
	}
	return out
}

func checkJudgements(best, worst int, bestToOthers, othersToWorst []float64) error {
	for j := range bestToOthers {
		for _, x := range []float64{bestToOthers[j], othersToWorst[j]} {
			if !(x >= 1-slack && x <= 9+slack) {
				return &InputError{j, mcda.Because("the judgement %g is not on the scale from 1 to 9", x)}
			}
		}
	}
	same := func(x, y float64) bool { return math.Abs(x-y) <= slack }
	top := bestToOthers[worst]
	switch {
	case !same(bestToOthers[best], 1):
		return &InputError{best, mcda.Because("the best criterion compared with itself is 1, not %g", bestToOthers[best])}
	case !same(othersToWorst[worst], 1):
		return &InputError{worst, mcda.Because("the worst criterion compared with itself is 1, not %g", othersToWorst[worst])}
	case !same(top, othersToWorst[best]):
		return &InputError{best, mcda.Because("the best outweighs the worst %g times in one list and %g in the other: make them the same",
			top, othersToWorst[best])}
	case best == worst && len(bestToOthers) > 1:
		return &InputError{best, mcda.Because("is both the best and the worst criterion: choose another as one of them")}
	}
	for j, x := range bestToOthers {
		if x > top+slack {
			return &InputError{j, mcda.Because("the best outweighs it %g times and the worst only %g times, so it would be the worst: reconsider one of them", x, top)}
		}
		if y := othersToWorst[j]; y > top+slack {
			return &InputError{j, mcda.Because("it outweighs the worst %g times and the best only %g times, so it would be the best: reconsider one of them", y, top)}
		}
	}
	return nil
}

// bestWorst is judgements with a_BB = a_WW = 1 and one a_BW: a_j = a_Bj, c_j = a_jW.
type bestWorst struct {
	best, worst int
	a, c        []float64
}

// line is |w_B − slope·w_W| ≤ rise·ξ: what criterion j says of the best and the worst, slope a_Bj·a_jW.
type line struct{ slope, rise float64 }

// lines are those of all criteria between the best and the worst, then that of a_BW, in the linear model.
func (b *bestWorst) lines() []line {
	lines := make([]line, 0, len(b.a))
	for j := range b.a {
		if j != b.best && j != b.worst {
			lines = append(lines, line{b.a[j] * b.c[j], b.a[j] + 1})
		}
	}
	return append(lines, line{b.a[b.worst], 1})
}

// consistent: a_Bj·a_jW = a_BW for every j.
func (b *bestWorst) consistent() bool {
	return !slices.ContainsFunc(b.lines(), func(l line) bool { return !mcda.Tied(l.slope, b.a[b.worst]) })
}

// linear: divide all weights by ξ, so that the least ξ is the greatest sum, of x_B, x_W and, for every other j, the most that both of its constraints
// allow, min((x_B + 1)/a_Bj, a_jW·x_W + 1). That sum grows with x_B and x_W, and j has a weight at all when |x_B − a_Bj·a_jW·x_W| ≤ a_Bj + 1. These
// strips, and |x_B − a_BW·x_W| ≤ 1, all rise: the point where they first close, a line from above meeting a steeper one from below, has the greatest x_W
// and the greatest x_B of their intersection, so it is the only optimum.
func (b *bestWorst) linear(r *BWM) {
	lines := b.lines()
	worst, top := math.Inf(1), math.Inf(1)
	for _, upper := range lines {
		for _, lower := range lines {
			if lower.slope > upper.slope && !mcda.Tied(lower.slope, upper.slope) {
				worst = min(worst, (upper.rise+lower.rise)/(lower.slope-upper.slope))
			}
		}
	}
	for _, l := range lines {
		top = min(top, float64(l.slope*worst)+l.rise)
	}
	x := make([]float64, len(b.a))
	for j := range x {
		x[j] = min((top+1)/b.a[j], float64(b.c[j]*worst)+1)
	}
	x[b.best], x[b.worst] = top, worst
	r.Xi = 1 / exact.Sum(x)
	r.Weights = share(x)
	r.Lower, r.Upper = r.Weights, r.Weights
}

// nonlinear: with x = w/w_W, every j confines x_B = (x_B/x_j)·x_j to [(a_Bj − ξ)(a_jW − ξ), (a_Bj + ξ)(a_jW + ξ)], the lower end 0 where a factor is
// negative, and a_BW confines it to [a_BW − ξ, a_BW + ξ]. The least ξ at which these intervals meet is the greatest of those at which two of them do, the
// root of a linear or quadratic equation; there they meet in one point x_B, which leaves each x_j an interval.
func (b *bestWorst) nonlinear(r *BWM) {
	n, top := len(b.a), b.a[b.worst]
	var middle []int
	for j := range n {
		if j != b.best && j != b.worst {
			middle = append(middle, j)
		}
	}
	for _, j := range middle {
		p, s := float64(b.a[j]*b.c[j]), b.a[j]+b.c[j]
		r.Xi = max(r.Xi, 2*math.Abs(p-top)/(s+1+math.Sqrt(float64((s+1)*(s+1))-float64(4*(p-top)))))
		for _, k := range middle {
			r.Xi = max(r.Xi, (p-float64(b.a[k]*b.c[k]))/(s+b.a[k]+b.c[k]))
		}
	}
	ξ := r.Xi
	lo, hi := top-ξ, top+ξ
	for _, j := range middle {
		lo = max(lo, max(0, b.a[j]-ξ)*max(0, b.c[j]-ξ))
		hi = min(hi, (b.a[j]+ξ)*(b.c[j]+ξ))
	}
	xLo, xHi := make([]float64, n), make([]float64, n)
	xLo[b.best] = (lo + hi) / 2
	xLo[b.worst] = 1
	for _, j := range middle {
		xLo[j] = max(b.c[j]-ξ, xLo[b.best]/(b.a[j]+ξ))
		xHi[j] = b.c[j] + ξ
		if b.a[j] > ξ {
			xHi[j] = min(xHi[j], xLo[b.best]/(b.a[j]-ξ))
		}
		if xLo[j] > xHi[j] { // by rounding, where ξ leaves one point
			xLo[j], xHi[j] = (xLo[j]+xHi[j])/2, (xLo[j]+xHi[j])/2
		}
	}
	xHi[b.best], xHi[b.worst] = xLo[b.best], 1
	sumLo, sumHi := exact.Sum(xLo), exact.Sum(xHi)
	r.Lower, r.Upper = make([]float64, n), make([]float64, n)
	middles := make([]float64, n)
	for j := range n {
		r.Lower[j] = xLo[j] / (sumHi - xHi[j] + xLo[j])
		r.Upper[j] = xHi[j] / (sumLo - xLo[j] + xHi[j])
		middles[j] = (r.Lower[j] + r.Upper[j]) / 2
	}
	r.Weights = share(middles)
}

func (b *bestWorst) inputConsistency(r *BWM) {
	n, top := len(b.a), b.a[b.worst]
	if !mcda.Tied(top, 1) {
		for j := range b.a {
			r.InputConsistency = max(r.InputConsistency, math.Abs(float64(b.a[j]*b.c[j])-top)/(float64(top*top)-top))
		}
	}
	mark := int(top)
	if n < 3 || n > 9 || mark < 2 || top != float64(mark) {
		return
	}
	var threshold float64
	if mark > 2 {
		threshold = inputThresholds[mark-3][n-3]
	}
	r.Threshold = &threshold
}

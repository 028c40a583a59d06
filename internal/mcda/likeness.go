package mcda

import (
	"math"

	"veche/internal/mcda/exact"
)

// Likeness is how alike two rankings of the same alternatives are, by the figures in use. Those that are not defined, as for one tie of all, are NaN.
type Likeness struct {
	TauB     float64 // [TauB]
	Rho      float64 // [Spearman]
	Weighted float64 // Pinto da Costa & Soares: places at the top count more, in either ranking
	WS       float64 // Sałabun & Urbaniak: places at the top of the first ranking count more; not symmetric

	Footrule float64 // Σ|x − y|
	Squared  float64 // Σ(x − y)²
	Kendall  float64 // pairs in opposite order
	Largest  float64 // max |x − y|
	Moved    int     // alternatives whose places differ
}

// Compare returns the likeness of two rankings, x being the reference: the place of every alternative in each, 1 the best, ties sharing the mean of their places.
//
//	r_w = 1 − 6·Σ (x_i − y_i)²·(2n + 2 − x_i − y_i) / (n⁴ + n³ − n² − n)
//	WS  = 1 − Σ 2^(−x_i)·|x_i − y_i| / max(|1 − x_i|, |n − x_i|)
//
// Sources: J. Pinto da Costa & C. Soares 2005, Australian & New Zealand Journal of Statistics 47(4):515–529; W. Sałabun & K. Urbaniak 2020, Computational
// Science – ICCS 2020, LNCS 12138:632–645. It panics when the lengths differ; of fewer than two alternatives nothing is defined.
func Compare(x, y []float64) Likeness {
	count := paired(x, y)
	n := float64(count)
	l := Likeness{TauB: math.NaN(), Rho: math.NaN(), Weighted: math.NaN(), WS: math.NaN()}
	if count < 2 {
		return l
	}
	if tau, ok := TauB(x, y); ok {
		l.TauB = tau
	}
	if rho, ok := Spearman(x, y); ok {
		l.Rho = rho
	}
	var weighted, ws float64
	for i, a := range x {
		d := math.Abs(a - y[i])
		l.Footrule += d
		l.Squared += float64(d * d)
		l.Largest = max(l.Largest, d)
		if d > 0 {
			l.Moved++
		}
		weighted += float64(d * d * (float64(2*n) + 2 - a - y[i]))
		ws += float64(exact.Pow(2, -a) * d / max(math.Abs(1-a), math.Abs(n-a)))
		for k := range i {
			if (a-x[k])*(y[i]-y[k]) < 0 {
				l.Kendall++
			}
		}
	}
	l.Weighted = 1 - float64(6*weighted/(float64(n*n*n*n)+float64(n*n*n)-float64(n*n)-n))
	l.WS = 1 - ws
	return l
}

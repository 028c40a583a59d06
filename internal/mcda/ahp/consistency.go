package ahp

import "veche/internal/mcda/exact"

// GCI returns the geometric consistency index of judgements with priorities w,
//
//	GCI = 2/((n−1)(n−2)) Σ_{i<j} ln²(a_ij w_j/w_i),
//
// and 0 for n ≤ 2 (J. Aguarón & J. M. Moreno-Jiménez 2003, The geometric consistency index: approximated thresholds, European Journal of Operational Research
// 147(1):137–145). It is the companion of [Geometric], which minimises it; [GCILimit] is for those priorities. It panics when len(w) is not the order of m.
func GCI(m *Matrix, w []float64) float64 {
	n := m.n
	if len(w) != n {
		panic("ahp: number of weights is not the order of the matrix")
	}
	if n <= 2 {
		return 0
	}
	var s float64
	for i := range n {
		for j := i + 1; j < n; j++ {
			e := exact.Log(m.a[i*n+j]) - exact.Log(w[i]/w[j])
			s += float64(e * e)
		}
	}
	return 2 * s / float64((n-1)*(n-2))
}

// GCILimit returns the greatest acceptable [GCI] of order n, which corresponds to CR = 0.10: 0.31 for n = 3, 0.35 for n = 4, 0.37 for n > 4, and 0 for n ≤ 2,
// where GCI is 0 (Aguarón & Moreno-Jiménez 2003, as above). For nearly consistent judgements GCI = 2n/(n−2)·CI.
func GCILimit(n int) float64 {
	switch {
	case n <= 2:
		return 0
	case n == 3:
		return 0.31
	case n == 4:
		return 0.35
	}
	return 0.37
}

// Koczkodaj returns the inconsistency of the worst triad i < j < k and that triad,
//
//	max_{i<j<k} min(|1 − a_ik/(a_ij a_jk)|, |1 − a_ij a_jk/a_ik|),
//
// in [0, 1) (W. W. Koczkodaj 1993, A new definition of consistency of pairwise comparisons, Mathematical and Computer Modelling 18(7):79–84). Where the index is
// 0, as for n ≤ 2, no triad is worst and it is all zeros.
func Koczkodaj(m *Matrix) (index float64, triad [3]int) {
	n := m.n
	for i := range n {
		for j := i + 1; j < n; j++ {
			for k := j + 1; k < n; k++ {
				r := m.a[i*n+k] / (m.a[i*n+j] * m.a[j*n+k])
				if v := 1 - min(r, 1/r); v > index {
					index, triad = v, [3]int{i, j, k}
				}
			}
		}
	}
	return index, triad
}

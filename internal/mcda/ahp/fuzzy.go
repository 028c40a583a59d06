package ahp

import (
	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

// FuzzyMatrix is a complete reciprocal n×n matrix of triangular fuzzy judgements: ã_ij = (l, m, u) and ã_ji = (1/u, 1/m, 1/l). The zero FuzzyMatrix is not
// usable; see [NewFuzzyMatrix].
type FuzzyMatrix struct {
	n int
	a []mcda.Triangle // row-major
}

// NewFuzzyMatrix returns the n×n matrix in which everything is judged equal, (1, 1, 1). It panics when n < 1.
func NewFuzzyMatrix(n int) *FuzzyMatrix {
	if n < 1 {
		panic("ahp: matrix order below 1")
	}
	m := &FuzzyMatrix{n: n, a: make([]mcda.Triangle, n*n)}
	for k := range m.a {
		m.a[k] = mcda.Triangle{1, 1, 1}
	}
	return m
}

// ValidTriangle reports whether t can be a fuzzy judgement: l ≤ m ≤ u, each a [ValidRatio].
func ValidTriangle(t mcda.Triangle) bool { return reasonAgainstTriangle(t).Text == "" }

func reasonAgainstTriangle(t mcda.Triangle) mcda.Reason {
	for _, v := range t {
		if reason := reasonAgainst(v); reason.Text != "" {
			return reason
		}
	}
	if t[0] > t[1] || t[1] > t[2] {
		return mcda.Because("is (%v, %v, %v), which does not ascend", t[0], t[1], t[2])
	}
	return mcda.Reason{}
}

// N returns the order of the matrix.
func (m *FuzzyMatrix) N() int { return m.n }

// At returns ã_ij. It panics when i or j is out of range.
func (m *FuzzyMatrix) At(i, j int) mcda.Triangle {
	m.check(i, j)
	return m.a[i*m.n+j]
}

// Set records that i is t times j, and with it that j is 1/t times i. It panics when i or j is out of range, when t is not a [ValidTriangle], and when i = j with
// t ≠ (1, 1, 1): data must be checked before it is set.
func (m *FuzzyMatrix) Set(i, j int, t mcda.Triangle) {
	m.check(i, j)
	if reason := reasonAgainstTriangle(t); reason.Text != "" {
		panic("ahp: fuzzy judgement " + reason.String())
	}
	if i == j {
		if t != (mcda.Triangle{1, 1, 1}) {
			panic("ahp: diagonal judgement is not 1")
		}
		return
	}
	m.a[i*m.n+j] = t
	m.a[j*m.n+i] = inverse(t)
}

func (m *FuzzyMatrix) check(i, j int) {
	if i < 0 || i >= m.n || j < 0 || j >= m.n {
		panic("ahp: index out of range")
	}
}

func inverse(t mcda.Triangle) mcda.Triangle { return mcda.Triangle{1 / t[2], 1 / t[1], 1 / t[0]} }

// Fuzzify returns the fuzzy number of a crisp intensity on Saaty's scale: one degree to either side, within the scale,
//
//	x̃ = (max(1, x − 1), x, min(9, x + 1)),   1̃ = (1, 1, 1),
//
// and the reciprocal of that of 1/x below 1. This is the usual triangular reading of the scale, with equality left crisp, as on the diagonal; publications differ
// at its ends ((1, 1, 2) or (1/2, 1, 2) for 1̃, (9, 9, 9) for 9̃), so a study that follows one sets its own triangles. An x beyond 9 is its own upper bound. It
// panics when x is not a [ValidRatio].
func Fuzzify(x float64) mcda.Triangle {
	if reason := reasonAgainst(x); reason.Text != "" {
		panic("ahp: judgement " + reason.String())
	}
	switch {
	case x == 1:
		return mcda.Triangle{1, 1, 1}
	case x < 1:
		return inverse(Fuzzify(1 / x))
	}
	return mcda.Triangle{max(1, x-1), x, max(x, min(maxIntensity, x+1))}
}

// FuzzyResult is what a matrix of fuzzy judgements amounts to.
type FuzzyResult struct {
	Fuzzy   []mcda.Triangle // fuzzy priorities, length n
	Weights []float64       // crisp priorities, length n, sum 1
}

// Buckley returns the fuzzy geometric means of the rows over their sum,
//
//	r̃_i = (⊗_j ã_ij)^(1/n),   w̃_i = r̃_i ⊗ (r̃_1 ⊕ … ⊕ r̃_n)⁻¹ = (l_i/Σu, m_i/Σm, u_i/Σl),
//
// (J. J. Buckley 1985, Fuzzy hierarchical analysis, Fuzzy Sets and Systems 17(3):233–247), and as weights their centroids (l + m + u)/3, normalised.
func Buckley(m *FuzzyMatrix) FuzzyResult {
	r := make([]mcda.Triangle, m.n)
	for i := range r {
		var s mcda.Triangle
		for _, t := range m.a[i*m.n : (i+1)*m.n] {
			for c := range s {
				s[c] += exact.Log(t[c])
			}
		}
		for c := range s {
			r[i][c] = exact.Exp(s[c] / float64(m.n))
		}
	}
	overSum(r)
	w := make([]float64, m.n)
	for i, t := range r {
		w[i] = (t[0] + t[1] + t[2]) / 3
	}
	normalise(w)
	return FuzzyResult{r, w}
}

// overSum divides fuzzy numbers by their fuzzy sum, whose bounds change places.
func overSum(r []mcda.Triangle) {
	var sum mcda.Triangle
	for _, t := range r {
		for c := range sum {
			sum[c] += t[c]
		}
	}
	for i := range r {
		for c := range r[i] {
			r[i][c] /= sum[2-c]
		}
	}
}

// ChangExtent returns the priorities of the extent analysis (D.-Y. Chang 1996, Applications of the extent analysis method on fuzzy AHP, European Journal of
// Operational Research 95(3):649–655): the synthetic extents
//
//	S_i = ⊕_j ã_ij ⊗ (⊕_ij ã_ij)⁻¹ = (l_i/Σu, m_i/Σm, u_i/Σl),   l, m, u the row sums,
//
// as fuzzy priorities, and as weights d_i = min_{j≠i} V(S_i ≥ S_j), normalised, with the degree of possibility
//
//	V(S_2 ≥ S_1) = 1 if m_2 ≥ m_1, else 0 if l_1 ≥ u_2, else (l_1 − u_2)/((m_2 − u_2) − (m_1 − l_1)).
//
// Beware: V compares fuzzy numbers and does not measure importance. An element that matters gets the weight 0 as soon as its extent ends below another's, and
// drops out of the decision (Y.-M. Wang, Y. Luo & Z. Hua 2008, On the extent analysis method for fuzzy AHP and its applications, European Journal of Operational
// Research 186(2):735–747). It is here to reproduce published studies; [Buckley] has no such flaw.
func ChangExtent(m *FuzzyMatrix) FuzzyResult {
	s := make([]mcda.Triangle, m.n)
	for i := range s {
		for _, t := range m.a[i*m.n : (i+1)*m.n] {
			for c := range t {
				s[i][c] += t[c]
			}
		}
	}
	overSum(s)
	d := make([]float64, m.n)
	for i := range d {
		d[i] = 1
		for j := range s {
			d[i] = min(d[i], possibility(s[i], s[j]))
		}
	}
	normalise(d) // not by 0: the element with the greatest m has d = 1
	return FuzzyResult{s, d}
}

// possibility is V(a ≥ b). The denominator is below 0: m_a < m_b and l_b < u_a.
func possibility(a, b mcda.Triangle) float64 {
	switch {
	case a[1] >= b[1]:
		return 1
	case b[0] >= a[2]:
		return 0
	}
	return (b[0] - a[2]) / ((a[1] - a[2]) - (b[1] - b[0]))
}

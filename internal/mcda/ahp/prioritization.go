package ahp

import (
	"math"
	"strings"

	"veche/internal/mcda/exact"
)

// Prioritization names a way from judgements to priorities. The empty string
// means [Eigenvector].
type Prioritization string

const (
	// Eigenvector is the principal right eigenvector, A w = λmax w (Saaty 1980).
	Eigenvector Prioritization = "eigenvector"
	// Geometric is the row geometric mean, w_i ∝ (∏_j a_ij)^(1/n), which
	// minimises Σ_ij (ln a_ij − ln w_i + ln w_j)²: the logarithmic least squares
	// solution (Crawford & Williams 1985, Journal of Mathematical Psychology
	// 29(4):387–405).
	Geometric Prioritization = "geometric"
	// ColumnMean is the mean of the columns after each is divided by its sum,
	// w_i = (1/n) Σ_j a_ij / Σ_k a_kj (Saaty 1980, an approximation by hand of
	// the eigenvector).
	ColumnMean Prioritization = "column-mean"
)

// Prioritizations lists the accepted values, the default first.
func Prioritizations() []Prioritization {
	return []Prioritization{Eigenvector, Geometric, ColumnMean}
}

// ParsePrioritization returns the prioritization called s, by its name or an
// alias, without regard to case and with '_' or ' ' for '-'. The empty string
// is the default. It reports false for an unknown name.
func ParsePrioritization(s string) (Prioritization, bool) {
	switch canonical(s) {
	case "", "eigenvector", "eigen", "ev", "evm":
		return Eigenvector, true
	case "geometric", "geometric-mean", "row-geometric-mean", "gm", "rgm", "rgmm", "llsm":
		return Geometric, true
	case "column-mean", "column-normalised-mean", "column-normalized-mean", "acm":
		return ColumnMean, true
	}
	return "", false
}

func canonical(s string) string {
	return strings.NewReplacer("_", "-", " ", "-").Replace(strings.ToLower(strings.TrimSpace(s)))
}

// geometricMean fills dst with the row geometric means, normalised to sum 1.
func geometricMean(dst []float64, m *Matrix) {
	n := m.n
	top := math.Inf(-1)
	for i := range n {
		dst[i] = logProduct(m.a[i*n:i*n+n]) / float64(n)
		top = max(top, dst[i])
	}
	for i, l := range dst {
		dst[i] = exact.Exp(l - top)
	}
	normalise(dst)
}

// logProduct returns Σ ln v. Logarithms are what the geometric mean costs, so
// products are taken as far as they cannot overflow: MaxRatio³² = 1e288.
func logProduct(row []float64) float64 {
	var s float64
	for len(row) > 0 {
		k := min(len(row), 32)
		p := 1.0
		for _, v := range row[:k] {
			p *= v
		}
		s += exact.Log(p)
		row = row[k:]
	}
	return s
}

// columnMean fills dst with the mean of the normalised columns.
func columnMean(dst []float64, m *Matrix) {
	n := m.n
	clear(dst)
	for j := range n {
		var s float64
		for i := range n {
			s += m.a[i*n+j]
		}
		for i := range n {
			dst[i] += m.a[i*n+j] / s
		}
	}
	normalise(dst)
}

func normalise(w []float64) {
	var s float64
	for _, v := range w {
		s += v
	}
	for i := range w {
		w[i] /= s
	}
}

package ahp

import (
	"math"

	"veche/internal/mcda"
)

// MaxRatio bounds a judgement: every entry of a [Matrix] lies in
// [1/MaxRatio, MaxRatio]. Saaty's scale ends at 9 and its geometric transforms
// at a few thousand; what lies beyond a thousand million is a slip of the keyboard, and
// the bound keeps every formula of this package far from overflow.
const MaxRatio = 1e9

// How far a_ij·a_ji may be from 1 before two entries count as two different
// judgements. Full matrices are often typed with the reciprocals rounded to two
// decimals (0.33 beside 3, 0.13 beside 8), which is the same judgement: the smaller
// entry may differ from the reciprocal of the larger by half a unit of the second decimal,
// and by no more than 5 %, so that 1/8 beside 9 is still a contradiction.
const (
	reciprocalExact    = 1e-9
	reciprocalRounding = 0.005
	reciprocalRelative = 0.05
)

// JudgementError says which judgement, or which pair of judgements, cannot
// stand in a matrix and why. I and J are 0-based row and column; J is −1 when a whole row
// is at fault, and both are −1 when the matrix as a whole is.
type JudgementError struct {
	I, J   int
	Reason mcda.Reason
}

func (e *JudgementError) Error() string { return "ahp: " + e.whole().String() }

// Said is the error as a format and its arguments.
func (e *JudgementError) Said() (text string, args []any) { return e.whole().Said() }

// whole is the reason with the place it is about.
func (e *JudgementError) whole() mcda.Reason {
	switch {
	case e.I < 0:
		return mcda.Because("judgements: %s", e.Reason)
	case e.J < 0:
		return mcda.Because("judgements: row %d: %s", e.I+1, e.Reason)
	}
	return mcda.Because("judgement in row %d, column %d: %s", e.I+1, e.J+1, e.Reason)
}

// Matrix is a complete positive reciprocal n×n matrix of judgements: a_ii = 1 and
// a_ji = 1/a_ij, with a_ij > 1 when i outweighs j. The zero Matrix is not
// usable; see [NewMatrix], [FromRows] and [FromUpper].
type Matrix struct {
	n int
	a []float64 // row-major
}

// NewMatrix returns the n×n matrix in which everything is judged equal (all
// ones). It panics when n < 1.
func NewMatrix(n int) *Matrix {
	if n < 1 {
		panic("ahp: matrix order below 1")
	}
	m := &Matrix{n: n, a: make([]float64, n*n)}
	for k := range m.a {
		m.a[k] = 1
	}
	return m
}

// FromRows returns the matrix with the given rows, which it does not keep.
//
// The rows must be square, every entry finite, positive and within [MaxRatio],
// the diagonal 1 and a_ij·a_ji = 1; otherwise the error is a [*JudgementError].
// Reciprocity holds to a relative 1e-9, or up to a reciprocal rounded to two
// decimals: the smaller entry differs from the reciprocal of the larger by at
// most 0.005 and at most 5 % (0.33 beside 3). The larger entry is then what was
// judged, and the smaller is replaced by its reciprocal, so the matrix is
// reciprocal to rounding whatever was typed.
func FromRows(rows [][]float64) (*Matrix, error) {
	n := len(rows)
	if n == 0 {
		return nil, &JudgementError{-1, -1, mcda.Because("there are none")}
	}
	for i, row := range rows {
		if len(row) != n {
			return nil, &JudgementError{i, -1, mcda.Because("has %d entries where %d rows need %d", len(row), n, n)}
		}
	}
	m := NewMatrix(n)
	for i, row := range rows {
		for j, v := range row {
			if reason := reasonAgainst(v); reason.Text != "" {
				return nil, &JudgementError{i, j, reason}
			}
		}
		if math.Abs(row[i]-1) > reciprocalExact {
			return nil, &JudgementError{i, i, mcda.Because("is %v, but anything compared with itself is 1", row[i])}
		}
	}
	for i := range n {
		for j := i + 1; j < n; j++ {
			x, y := rows[i][j], rows[j][i]
			if !reciprocal(x, y) {
				return nil, &JudgementError{i, j, mcda.Because("is %v and its mirror image %v, but they must be reciprocal", x, y)}
			}
			if x >= y {
				m.put(i, j, x)
			} else {
				m.put(j, i, y)
			}
		}
	}
	return m, nil
}

// FromUpper returns the n×n matrix whose upper triangle, row by row
// (a_12, a_13, …, a_1n, a_23, …), is given; the reciprocals are implied. The error is a
// [*JudgementError] when the length is not n(n−1)/2 or an entry is not finite,
// not positive or beyond [MaxRatio]. It panics when n < 1.
func FromUpper(n int, upper []float64) (*Matrix, error) {
	m := NewMatrix(n)
	if want := n * (n - 1) / 2; len(upper) != want {
		return nil, &JudgementError{-1, -1, mcda.Because("%d given where %d elements need %d", len(upper), n, want)}
	}
	k := 0
	for i := range n {
		for j := i + 1; j < n; j++ {
			if reason := reasonAgainst(upper[k]); reason.Text != "" {
				return nil, &JudgementError{i, j, reason}
			}
			m.put(i, j, upper[k])
			k++
		}
	}
	return m, nil
}

// ValidRatio reports whether v can be a judgement: finite, positive and within
// [1/MaxRatio, MaxRatio].
func ValidRatio(v float64) bool { return reasonAgainst(v).Text == "" }

// N returns the order of the matrix.
func (m *Matrix) N() int { return m.n }

// At returns a_ij. It panics when i or j is out of range.
func (m *Matrix) At(i, j int) float64 {
	m.check(i, j)
	return m.a[i*m.n+j]
}

// Set records that i is v times j, and with it that j is 1/v times i. It panics
// when i or j is out of range, when v is not a [ValidRatio], and when i = j with v ≠ 1:
// data must be checked before it is set.
func (m *Matrix) Set(i, j int, v float64) {
	m.check(i, j)
	if reason := reasonAgainst(v); reason.Text != "" {
		panic("ahp: judgement " + reason.String())
	}
	if i == j {
		if v != 1 {
			panic("ahp: diagonal judgement is not 1")
		}
		return
	}
	m.put(i, j, v)
}

// Clone returns a copy that shares nothing with m.
func (m *Matrix) Clone() *Matrix {
	return &Matrix{n: m.n, a: append([]float64(nil), m.a...)}
}

// Transpose returns the matrix with a_ij and a_ji exchanged: every judgement
// turned round.
func (m *Matrix) Transpose() *Matrix {
	t := &Matrix{n: m.n, a: make([]float64, len(m.a))}
	for i := range m.n {
		for j := range m.n {
			t.a[j*m.n+i] = m.a[i*m.n+j]
		}
	}
	return t
}

func (m *Matrix) check(i, j int) {
	if i < 0 || i >= m.n || j < 0 || j >= m.n {
		panic("ahp: index out of range")
	}
}

func (m *Matrix) put(i, j int, v float64) {
	m.a[i*m.n+j] = v
	m.a[j*m.n+i] = 1 / v
}

// reasonAgainst says why v cannot be a judgement, or nothing. The bounds are
// open by a few ulps so that 1/v of an admitted v is admitted.
func reasonAgainst(v float64) mcda.Reason {
	const slack = 1 + 1e-12
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return mcda.Because("is %v, not a number", v)
	case v <= 0:
		return mcda.Because("is %v, but a ratio is positive", v)
	case v > MaxRatio*slack || v*slack < 1/MaxRatio:
		return mcda.Because("is %v, beyond 1/%g … %g", v, MaxRatio, MaxRatio)
	}
	return mcda.Reason{}
}

// reciprocal reports whether x and y are one judgement and its mirror image.
func reciprocal(x, y float64) bool {
	if math.Abs(float64(x*y)-1) <= reciprocalExact {
		return true
	}
	if (x > 1 && y > 1) || (x < 1 && y < 1) {
		return false
	}
	large, small := max(x, y), min(x, y)
	d := math.Abs(small - 1/large)
	const slack = 1 + 1e-9 // 0.13 beside 8 is 0.005 apart, but for rounding
	return d <= reciprocalRounding*slack && d*large <= reciprocalRelative*slack
}

package ahp

import (
	"fmt"
	"math"
	"strings"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

// Incomplete is a positive reciprocal n×n matrix of judgements of which some pairs are missing: not asked, or not answered. The zero Incomplete is not usable;
// see [NewIncomplete] and [IncompleteFromUpper]. [PrioritizeIncomplete] derives priorities from it.
type Incomplete struct {
	n int
	a []float64 // row-major; 0: missing
}

// NewIncomplete returns the n×n matrix in which no pair is judged yet. It panics when n < 1.
func NewIncomplete(n int) *Incomplete {
	if n < 1 {
		panic("ahp: matrix order below 1")
	}
	m := &Incomplete{n: n, a: make([]float64, n*n)}
	for i := range n {
		m.a[i*n+i] = 1
	}
	return m
}

// IncompleteFromUpper returns the n×n matrix whose upper triangle, row by row (a_12, a_13, …, a_1n, a_23, …), is given, NaN where a judgement is missing; the
// reciprocals are implied. The error is a [*JudgementError], as of [FromUpper]. It panics when n < 1.
func IncompleteFromUpper(n int, upper []float64) (*Incomplete, error) {
	m := NewIncomplete(n)
	if want := n * (n - 1) / 2; len(upper) != want {
		return nil, &JudgementError{-1, -1, mcda.Because("%d given where %d elements need %d, NaN for a missing one", len(upper), n, want)}
	}
	k := 0
	for i := range n {
		for j := i + 1; j < n; j++ {
			if v := upper[k]; !math.IsNaN(v) {
				if reason := reasonAgainst(v); reason.Text != "" {
					return nil, &JudgementError{i, j, reason}
				}
				m.Set(i, j, v)
			}
			k++
		}
	}
	return m, nil
}

// N returns the order of the matrix.
func (m *Incomplete) N() int { return m.n }

// At returns a_ij and whether it is given. It panics when i or j is out of range.
func (m *Incomplete) At(i, j int) (v float64, given bool) {
	m.check(i, j)
	v = m.a[i*m.n+j]
	return v, v != 0
}

// Set records that i is v times j, and with it that j is 1/v times i. It panics as [Matrix.Set] does: data must be checked with [ValidRatio] before it is set.
func (m *Incomplete) Set(i, j int, v float64) {
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
	m.a[i*m.n+j] = v
	m.a[j*m.n+i] = 1 / v
}

func (m *Incomplete) check(i, j int) {
	if i < 0 || i >= m.n || j < 0 || j >= m.n {
		panic("ahp: index out of range")
	}
}

// Missing lists the pairs i < j that are not judged, row by row.
func (m *Incomplete) Missing() [][2]int {
	var pairs [][2]int
	for i := range m.n {
		for j := i + 1; j < m.n; j++ {
			if m.a[i*m.n+j] == 0 {
				pairs = append(pairs, [2]int{i, j})
			}
		}
	}
	return pairs
}

// HarkerMatrix returns the rows of Harker's matrix (P. T. Harker 1987, Mathematical Modelling 9(11):837–848):
//
//	h_ij = a_ij where given, 0 where missing,   h_ii = 1 + the number missing in row i,
//
// so that (Hw)_i = Σ_j a_ij w_j with every missing a_ij read as w_i/w_j.
func (m *Incomplete) HarkerMatrix() [][]float64 {
	rows := make([][]float64, m.n)
	for i := range rows {
		rows[i] = append([]float64(nil), m.a[i*m.n:(i+1)*m.n]...)
		for j, v := range rows[i] {
			if j != i && v == 0 {
				rows[i][i]++
			}
		}
	}
	return rows
}

// components returns the connected components of the graph on the elements whose edges are the pairs that are missing, or those that are given, each in
// ascending order and the components by their first element.
func (m *Incomplete) components(missing bool) [][]int {
	seen := make([]bool, m.n)
	var all [][]int
	for start := range m.n {
		if seen[start] {
			continue
		}
		reached := make([]bool, m.n)
		reached[start] = true
		for queue := []int{start}; len(queue) > 0; queue = queue[1:] {
			i := queue[0]
			for j := range m.n {
				if !reached[j] && (m.a[i*m.n+j] == 0) == missing {
					reached[j] = true
					queue = append(queue, j)
				}
			}
		}
		var component []int
		for i, r := range reached {
			if r {
				component = append(component, i)
				seen[i] = true
			}
		}
		all = append(all, component)
	}
	return all
}

// DisconnectedError says that the judgements fall into groups of elements of which none was compared with an element of another group, so that nothing is known
// of their relative weight.
type DisconnectedError struct {
	Components [][]int // 0-based, at least two, each in ascending order
}

func (e *DisconnectedError) Error() string { return "ahp: " + e.whole().String() }

// Said is the error as a format and its arguments.
func (e *DisconnectedError) Said() (text string, args []any) { return e.whole().Said() }

func (e *DisconnectedError) whole() mcda.Reason {
	groups := make([]string, len(e.Components))
	for k, c := range e.Components {
		names := make([]string, len(c))
		for i, element := range c {
			names[i] = fmt.Sprint(element + 1)
		}
		groups[k] = "{" + strings.Join(names, ", ") + "}"
	}
	return mcda.Because("judgements: %s", mcda.Because("nothing compares the elements %s with one another; judge at least %d more pairs that link them", strings.Join(groups, ", "), len(groups)-1))
}

// complete fills the missing a_ij with e^(x_i − x_j). The error is a [*JudgementError] at the first that is beyond [MaxRatio].
func (m *Incomplete) complete(x []float64) (*Matrix, error) {
	c := &Matrix{n: m.n, a: append([]float64(nil), m.a...)}
	for _, p := range m.Missing() {
		i, j := p[0], p[1]
		v := exact.Exp(x[i] - x[j])
		if reasonAgainst(v).Text != "" {
			return nil, &JudgementError{i, j, mcda.Because("is missing, and the others imply %.3g, beyond 1/%g … %g: judge the pair, or check the others",
				v, MaxRatio, MaxRatio)}
		}
		c.put(i, j, v)
	}
	return c, nil
}

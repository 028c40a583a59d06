package exact

import (
	"fmt"
	"math"
)

// Sum returns Σ x_k, added up from the first on.
func Sum(x []float64) float64 {
	var s float64
	for _, v := range x {
		s += v
	}
	return s
}

// Dot returns Σ x_k·y_k, added up from the first on. It panics when the lengths differ.
func Dot(x, y []float64) float64 {
	if len(x) != len(y) {
		panic(fmt.Sprintf("exact: product of %d and %d numbers", len(x), len(y)))
	}
	var s float64
	for k, v := range x {
		s += float64(v * y[k])
	}
	return s
}

// Scale multiplies every element of x by f.
func Scale(f float64, x []float64) {
	for k := range x {
		x[k] *= f
	}
}

// SolvePositive replaces b (n) by a⁻¹·b for a symmetric positive definite a (n×n, row by row, of which the lower triangle is read and overwritten), by
// Cholesky's factors. It reports false, with b untouched, when a is not positive definite.
func SolvePositive(a, b []float64) bool {
	n := len(b)
	mustSquare(a, n)
	for i := range n {
		row := a[i*n : i*n+i+1]
		for j := range i {
			row[j] = (row[j] - Dot(row[:j], a[j*n:j*n+j])) / a[j*n+j]
		}
		d := row[i] - Dot(row[:i], row[:i])
		if !(d > 0) || math.IsInf(d, 1) {
			return false
		}
		row[i] = math.Sqrt(d)
	}
	for i := range n {
		b[i] = (b[i] - Dot(a[i*n:i*n+i], b[:i])) / a[i*n+i]
	}
	for i := n - 1; i >= 0; i-- {
		s := b[i]
		for k := i + 1; k < n; k++ {
			s -= float64(a[k*n+i] * b[k])
		}
		b[i] = s / a[i*n+i]
	}
	return true
}

// Solve replaces b (n×d, row by row) by a⁻¹·b, by Gaussian elimination of a (n×n, overwritten) with the largest element of a column as its pivot. It reports
// false when a is singular.
func Solve(a []float64, n int, b []float64, d int) bool {
	mustSquare(a, n)
	if len(b) != n*d {
		panic(fmt.Sprintf("exact: %d numbers for %d×%d", len(b), n, d))
	}
	for k := range n {
		pivot := k
		for i := k + 1; i < n; i++ {
			if math.Abs(a[i*n+k]) > math.Abs(a[pivot*n+k]) {
				pivot = i
			}
		}
		if a[pivot*n+k] == 0 {
			return false
		}
		if pivot != k {
			swap(a[k*n:(k+1)*n], a[pivot*n:(pivot+1)*n])
			swap(b[k*d:(k+1)*d], b[pivot*d:(pivot+1)*d])
		}
		for i := k + 1; i < n; i++ {
			if f := a[i*n+k] / a[k*n+k]; f != 0 {
				subtract(a[i*n+k:(i+1)*n], f, a[k*n+k:(k+1)*n])
				subtract(b[i*d:(i+1)*d], f, b[k*d:(k+1)*d])
			}
		}
	}
	for k := n - 1; k >= 0; k-- {
		row := b[k*d : (k+1)*d]
		for i := k + 1; i < n; i++ {
			subtract(row, a[k*n+i], b[i*d:(i+1)*d])
		}
		for c := range row {
			row[c] /= a[k*n+k]
		}
	}
	return true
}

func swap(x, y []float64) {
	for k := range x {
		x[k], y[k] = y[k], x[k]
	}
}

// subtract takes f·y from x.
func subtract(x []float64, f float64, y []float64) {
	for k, v := range y {
		x[k] -= float64(f * v)
	}
}

// Eigen returns the eigenvalues of the symmetric a (n×n, row by row, overwritten), the largest first, and in the rows of vectors the unit eigenvectors, by
// Jacobi's rotations in cycles (Golub & Van Loan, Matrix Computations, 8.5). Every eigenvalue is right to rounding of the largest.
func Eigen(a []float64, n int) (values, vectors []float64) {
	mustSquare(a, n)
	v := make([]float64, n*n)
	for i := range n {
		v[i*n+i] = 1
	}
	for range 60 { // a dozen cycles are enough
		var off, all float64
		for i := range n {
			for j := range n {
				square := float64(a[i*n+j] * a[i*n+j])
				all += square
				if i != j {
					off += square
				}
			}
		}
		if off <= 1e-33*all {
			break
		}
		for p := range n {
			for q := p + 1; q < n; q++ {
				rotate(a, v, n, p, q)
			}
		}
	}
	order := make([]int, n)
	for k := range order {
		order[k] = k
		for at := k; at > 0 && a[order[at]*n+order[at]] > a[order[at-1]*n+order[at-1]]; at-- {
			order[at], order[at-1] = order[at-1], order[at]
		}
	}
	values, vectors = make([]float64, n), make([]float64, n*n)
	for k, from := range order {
		values[k] = a[from*n+from]
		copy(vectors[k*n:(k+1)*n], v[from*n:(from+1)*n])
	}
	return values, vectors
}

// rotate turns rows and columns p and q of a so that a_pq is 0, and the rows of v with them.
func rotate(a, v []float64, n, p, q int) {
	apq := a[p*n+q]
	if apq == 0 {
		return
	}
	theta := (a[q*n+q] - a[p*n+p]) / (2 * apq)
	t := 1 / (math.Abs(theta) + math.Sqrt(1+float64(theta*theta)))
	if math.IsInf(theta*theta, 1) {
		t = 0.5 / math.Abs(theta)
	}
	if theta < 0 {
		t = -t
	}
	c := 1 / math.Sqrt(1+float64(t*t))
	s := float64(t * c)
	a[p*n+p] -= float64(t * apq)
	a[q*n+q] += float64(t * apq)
	a[p*n+q], a[q*n+p] = 0, 0
	for k := range n {
		if k == p || k == q {
			continue
		}
		x, y := a[k*n+p], a[k*n+q]
		a[k*n+p], a[k*n+q] = float64(c*x)-float64(s*y), float64(s*x)+float64(c*y)
		a[p*n+k], a[q*n+k] = a[k*n+p], a[k*n+q]
	}
	for k := range n {
		x, y := v[p*n+k], v[q*n+k]
		v[p*n+k], v[q*n+k] = float64(c*x)-float64(s*y), float64(s*x)+float64(c*y)
	}
}

func mustSquare(a []float64, n int) {
	if len(a) != n*n {
		panic(fmt.Sprintf("exact: %d numbers for a matrix of %d×%d", len(a), n, n))
	}
}

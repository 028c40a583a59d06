package ahp

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

const (
	epsilon = 0x1p-52

	// maxPower plain power steps come first: they suffice for judgements
	// people give (a dozen steps when CR ≈ 0.1). Each later squaring costs as much as
	// n of them and doubles the exponent reached, so that maxSquarings cover the slowest matrix
	// MaxRatio admits.
	maxPower     = 40
	maxSquarings = 64
)

// eigenTolerance is the relative width of the Collatz–Wielandt bracket at which
// iteration stops: what rounding in an inner product of n positive terms leaves.
func eigenTolerance(n int) float64 { return 8 * epsilon * float64(n) }

// principal fills w with the principal right eigenvector of m, normalised to
// sum 1, and returns its eigenvalue λmax.
//
// The iteration runs on B = D⁻¹AD, D = diag(g) with g the row geometric means:
// B has A's eigenvalues, is all ones when A is consistent, and its Perron
// vector is 1 up to n = 3. The stopping rule is rigorous for any positive v
// (Collatz 1942, Wielandt 1950):
//
//	min_i (Bv)_i/v_i ≤ λmax ≤ max_i (Bv)_i/v_i.
//
// When judgements are so contradictory that |λ2|/λmax is near 1, plain steps are
// replaced by the powers B², B⁴, B⁸, …; products of positive matrices lose
// nothing to cancellation. Should even that not close the bracket, a dense
// solver is asked, and whichever vector has the narrower bracket is returned.
func principal(w []float64, m *Matrix, ws *Workspace) float64 {
	return principalWithin(w, m, ws, maxPower, maxSquarings)
}

func principalWithin(w []float64, m *Matrix, ws *Workspace, power, squarings int) float64 {
	n := m.n
	ws.reserve(n)
	b, v, u, g := ws.b, ws.v, ws.u, ws.g

	geometricMean(g, m)
	for i := range n {
		for j := range n {
			b[i*n+j] = m.a[i*n+j] * (g[j] / g[i])
		}
	}
	for i := range v {
		v[i] = 1 / float64(n)
	}

	tol := eigenTolerance(n)
	var lambda, width float64
	done := false
	for k := 0; k < power && !done; k++ {
		lambda, width = step(u, b, v)
		v, u = u, v
		done = width <= tol
	}
	if !done {
		c, d := ws.c, ws.d
		copy(c, b)
		for k := 0; k < squarings && !done; k++ {
			square(d, c, n)
			c, d = d, c
			step(u, c, v)
			v, u = u, v
			lambda, width = step(u, b, v)
			v, u = u, v
			done = width <= tol
		}
	}
	if !done {
		// Rare enough to allocate.
		x := dense(b, n)
		if x != nil {
			y := make([]float64, n)
			if l, wd := step(y, b, x); !(wd >= width) || width == 0 {
				lambda = l
				v = y
			}
		}
	}

	for i := range w {
		w[i] = v[i] * g[i]
	}
	normalise(w)
	// λmax ≥ n with equality only for a consistent matrix (Saaty 1980); a
	// difference of rounding size is none.
	if fn := float64(n); lambda < fn*(1+tol) {
		return fn
	}
	return lambda
}

// step sets u = Bv/‖Bv‖₁ and returns, for v of sum 1, the estimate ‖Bv‖₁ of λmax
// and the width of its Collatz–Wielandt bracket relative to it.
func step(u, b, v []float64) (lambda, width float64) {
	n := len(v)
	lo, hi := math.Inf(1), 0.0
	var sum float64
	for i := range n {
		var s float64
		for j, x := range b[i*n : i*n+n] {
			s += x * v[j]
		}
		r := s / v[i]
		lo, hi = min(lo, r), max(hi, r)
		u[i] = s
		sum += s
	}
	for i := range u {
		u[i] /= sum
	}
	return sum, (hi - lo) / sum
}

// square sets d = c²/max(c²).
func square(d, c []float64, n int) {
	clear(d)
	var top float64
	for i := range n {
		row := d[i*n : i*n+n]
		for k, x := range c[i*n : i*n+n] {
			for j, y := range c[k*n : k*n+n] {
				row[j] += x * y
			}
		}
		for _, v := range row {
			top = max(top, v)
		}
	}
	for i := range d {
		d[i] /= top
	}
}

// dense returns the Perron vector of the positive matrix b, with sum 1, by gonum's general
// eigensolver, or nil when that fails.
func dense(b []float64, n int) []float64 {
	var e mat.Eigen
	if !e.Factorize(mat.NewDense(n, n, append([]float64(nil), b...)), mat.EigenRight) {
		return nil
	}
	best := 0
	values := e.Values(nil)
	for k, z := range values {
		if real(z) > real(values[best]) {
			best = k
		}
	}
	var vec mat.CDense
	e.VectorsTo(&vec)
	x := make([]float64, n)
	for i := range x {
		x[i] = math.Abs(real(vec.At(i, best)))
		if !(x[i] > 0) {
			return nil
		}
	}
	normalise(x)
	return x
}

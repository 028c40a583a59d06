package ahp

import (
	"math"

	"veche/internal/mcda/exact"
)

const (
	epsilon = 0x1p-52

	// maxPower power steps come first: they suffice for most judgements that people
	// give. Noda steps cost about n/3 as much each and converge quadratically
	// whatever the judgements; the hardest that MaxRatio admits take well under
	// maxNoda.
	maxPower = 30
	maxNoda  = 60
)

// eigenTolerance is the relative width of the Collatz–Wielandt bracket at which
// iteration stops: what rounding in an inner product of n positive terms leaves.
func eigenTolerance(n int) float64 { return float64(8 * epsilon * float64(n)) }

// principal fills w with the principal right eigenvector of m, normalised to
// sum 1, and returns its eigenvalue λmax.
//
// The stopping rule is rigorous for any positive v (Collatz 1942, Wielandt 1950):
//
//	min_i (Av)_i/v_i ≤ λmax ≤ max_i (Av)_i/v_i.
//
// Power steps v ← Av are cheap, and from v = 1 the first is exact when A is
// consistent, but they converge like |λ2/λmax|ᵏ, which is near 1 when judgements
// are very contradictory. Nothing is subtracted, so every component keeps its
// digits however far apart the entries of A are. What the power steps leave is
// done by Noda's iteration (T. Noda 1971, Numerische Mathematik 17:382–386;
// quadratic convergence: L. Elsner 1976, Linear Algebra and its Applications
// 15:235–242):
//
//	(μI − A) y = v,  v ← y/‖y‖₁,  with μ = max_i (Av)_i/v_i ≥ λmax.
//
// Should even that not close the bracket, the vector is taken from a high power of
// A when its bracket is narrower.
func principal(w []float64, m *Matrix, ws *Workspace) float64 {
	return principalWithin(w, m, ws, maxPower, maxNoda)
}

func principalWithin(w []float64, m *Matrix, ws *Workspace, power, noda int) float64 {
	n := m.n
	ws.reserve(n)
	a, v, u := m.a, ws.v, ws.u
	for i := range v {
		v[i] = 1
	}

	tol := eigenTolerance(n)
	best := step(u, a, v)
	for k := 0; k < power && best.width > tol; k += 3 {
		multiply(v, a, u)
		multiply(u, a, v)
		v, u = u, v
		best = step(u, a, v)
	}
	for k := 0; k < noda && best.width > tol; k++ {
		// u holds Av/‖Av‖₁ of the last step.
		nodaStep(u, a, v, best, ws)
		v, u = u, v
		best = step(u, a, v)
	}
	if best.width > tol {
		// Rare enough to allocate.
		if x := dense(a, n); x != nil {
			y := make([]float64, n)
			if at := step(y, a, x); at.width < best.width {
				best, u = at, y
			}
		}
	}

	// u is one power step nearer than the v that was measured.
	copy(w, u)
	// λmax ≥ n with equality only for a consistent matrix (Saaty 1980); a
	// difference of rounding size is none.
	if fn := float64(n); best.lambda < float64(fn*(1+tol)) {
		return fn
	}
	return best.lambda
}

// eigenBound is what a positive vector v says about λmax: lambda = ‖Av‖₁/‖v‖₁, a
// weighted mean of the ratios (Av)_i/v_i, the greatest of them, and the width
// of their range relative to lambda; norm is ‖Av‖₁.
type eigenBound struct{ lambda, top, width, norm float64 }

// step sets u = Av/‖Av‖₁ and returns what v says about λmax.
func step(u, a, v []float64) eigenBound {
	multiply(u, a, v)
	lo, hi := math.Inf(1), 0.0
	var sum, of float64
	for i, x := range v {
		r := u[i] / x
		if r < lo {
			lo = r
		}
		if r > hi {
			hi = r
		}
		sum += u[i]
		of += x
	}
	scale := 1 / sum
	for i := range u {
		u[i] *= scale
	}
	lambda := sum / of
	return eigenBound{lambda: lambda, top: hi, width: (hi - lo) / lambda, norm: sum}
}

// multiply sets u = Av, four rows at a time: their sums do not wait for each other.
func multiply(u, a, v []float64) {
	n := len(v)
	i := 0
	for ; i+3 < n; i += 4 {
		p, q, r, s := a[i*n:i*n+n], a[(i+1)*n:(i+2)*n], a[(i+2)*n:(i+3)*n], a[(i+3)*n:(i+4)*n]
		p, q, r, s = p[:n], q[:n], r[:n], s[:n]
		var sp, sq, sr, ss float64
		for j, x := range v {
			sp += float64(p[j] * x)
			sq += float64(q[j] * x)
			sr += float64(r[j] * x)
			ss += float64(s[j] * x)
		}
		u[i], u[i+1], u[i+2], u[i+3] = sp, sq, sr, ss
	}
	for ; i < n; i++ {
		var s float64
		for j, x := range a[i*n : i*n+n] {
			s += float64(x * v[j])
		}
		u[i] = s
	}
}

// nodaStep sets u to the solution of (μI − A) y = v, μ = at.top, scaled to sum 1;
// on entry u = Av/‖Av‖₁.
//
// μI − A is an M-matrix, and with r = (μI − A) v ≥ 0 known it is eliminated without a
// single subtraction: each pivot is recovered from (row)·v = r, as in
// Grassmann, Taksar & Heyman 1985 (Operations Research 33(5):1107–1116), so that y
// is accurate in every component however near singular the matrix is
// (A. S. Alfa, J. Xue & Q. Ye 2002, Mathematics of Computation 71:217–236).
func nodaStep(u, a, v []float64, at eigenBound, ws *Workspace) {
	n := len(v)
	c, r, y := ws.c, ws.r, ws.w // c: the negated off-diagonal, then the pivots
	copy(c, a)
	copy(y, v)
	for i := range r {
		r[i] = max(float64(at.top*v[i])-float64(u[i]*at.norm), 0)
	}
	for k := range n {
		row := c[k*n : k*n+n]
		p := r[k]
		for j := k + 1; j < n; j++ {
			p += float64(row[j] * v[j])
		}
		p /= v[k]
		if p == 0 {
			// Only in the last row, when r is 0 to the last bit: μ is the
			// eigenvalue, and any right-hand side gives the eigenvector.
			p = epsilon * at.top
		}
		row[k] = p
		for i := k + 1; i < n; i++ {
			f := c[i*n+k] / p
			for j := k + 1; j < n; j++ {
				c[i*n+j] += float64(f * row[j])
			}
			r[i] += float64(f * r[k])
			y[i] += float64(f * y[k])
		}
	}
	var sum float64
	for k := n - 1; k >= 0; k-- {
		s := y[k]
		for j := k + 1; j < n; j++ {
			s += float64(c[k*n+j] * y[j])
		}
		y[k] = s / c[k*n+k]
		sum += y[k]
	}
	for i := range u {
		u[i] = y[i] / sum
	}
}

// dense returns the Perron vector of the positive matrix a, with sum 1, as the row sums of A^(2^64), which converge whatever the second eigenvalue; or nil
// when components of it are too far apart for floating point.
func dense(a []float64, n int) []float64 {
	a = append([]float64(nil), a...)
	square := make([]float64, n*n)
	for range 64 {
		var top float64
		for i := range n {
			row := square[i*n : (i+1)*n]
			clear(row)
			for k, x := range a[i*n : (i+1)*n] {
				for j, y := range a[k*n : (k+1)*n] {
					row[j] += float64(x * y)
				}
			}
			for _, x := range row {
				top = max(top, x)
			}
		}
		for k := range square {
			square[k] /= top
		}
		a, square = square, a
	}
	x := make([]float64, n)
	for i := range x {
		if x[i] = exact.Sum(a[i*n : (i+1)*n]); !(x[i] > 0) {
			return nil
		}
	}
	normalise(x)
	return x
}

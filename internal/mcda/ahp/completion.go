package ahp

import (
	"math"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

// Completion names a way from incomplete judgements to priorities. The empty string means [Harker].
type Completion string

const (
	// Harker is the principal eigenvector of [Incomplete.HarkerMatrix]: every missing a_ij is read as w_i/w_j (Harker 1987, Mathematical Modelling
	// 9(11):837–848).
	Harker Completion = "harker"
	// LLSM is the logarithmic least squares solution, the minimum of Σ (ln a_ij − ln w_i + ln w_j)² over the given pairs. With y = ln w it solves
	//
	//	L y = r,   L the Laplacian of the graph of given pairs,   r_i = Σ_{j given} ln a_ij
	//
	// (S. Bozóki, J. Fülöp & L. Rónyai 2010, Mathematical and Computer Modelling 52(1–2):318–333, section 4).
	LLSM Completion = "llsm"
	// MinLambda is the principal eigenvector of the completion with the smallest λmax (Bozóki, Fülöp & Rónyai 2010, as above).
	MinLambda Completion = "min-lambda"
)

// Completions lists the accepted values, the default first.
func Completions() []Completion { return []Completion{Harker, LLSM, MinLambda} }

// ParseCompletion returns the completion called s, by its name or an alias, without regard to case and with '_' or ' ' for '-'. The empty string is the default.
// It reports false for an unknown name.
func ParseCompletion(s string) (Completion, bool) {
	switch canonical(s) {
	case "", "harker":
		return Harker, true
	case "llsm", "lls", "logarithmic-least-squares", "geometric":
		return LLSM, true
	case "min-lambda", "min-lambda-max", "eigenvalue-optimal":
		return MinLambda, true
	}
	return "", false
}

// IncompleteResult is what incomplete judgements amount to: the [Result] of the completed matrix, and that matrix.
type IncompleteResult struct {
	Result
	Completion Completion
	Completed  *Matrix  // the given judgements, and in place of the missing ones w_i/w_j; the optimal ones for [MinLambda]
	Missing    [][2]int // the pairs i < j that were not judged, row by row; nil when none
}

// PrioritizeIncomplete returns the priorities that m implies, and how consistent the given judgements are. It completes m and returns what [Prioritize] makes of
// the completed matrix, with [Geometric] for [LLSM] and [Eigenvector] for the others, whatever o.Prioritization: filling in w_i/w_j leaves the vector of
// [Harker] and of [LLSM] what it is, and Harker's λmax too. A complete m has the same result as [Prioritize] has.
//
// CR = CI/RI with the random index of matrices that lack as many judgements ([IncompleteIndex]), whatever index of complete ones o asks for: the inconsistency of
// random judgements falls with the number missing. Given judgements that form a tree cannot contradict each other: CR is 0.
//
// The error is a [*DisconnectedError] when no chain of given judgements links some elements, and a [*JudgementError] when the others imply a missing judgement
// beyond [MaxRatio]. It panics when how or an option is not one of the package's constants or empty.
func PrioritizeIncomplete(m *Incomplete, how Completion, o Options) (IncompleteResult, error) {
	o.Prioritization = Eigenvector
	switch how {
	case "":
		how = Harker
	case LLSM:
		o.Prioritization = Geometric
	case Harker, MinLambda:
	default:
		panic("ahp: unknown completion " + string(how))
	}
	if groups := m.components(false); len(groups) > 1 {
		return IncompleteResult{}, &DisconnectedError{groups}
	}
	r := IncompleteResult{Completion: how, Missing: m.Missing()}
	var err error
	switch x := make([]float64, m.n); {
	case r.Missing == nil:
		r.Completed, err = m.complete(x)
	default:
		leastSquares(x, m)
		switch how {
		case LLSM:
			r.Completed, err = m.complete(x)
		case Harker:
			if err = harker(x, m); err == nil {
				r.Completed, err = m.complete(x)
			}
		case MinLambda:
			r.Completed, err = minLambda(x, m)
		}
	}
	if err != nil {
		return IncompleteResult{}, err
	}
	r.Result = Prioritize(r.Completed, o)
	if k := len(r.Missing); k > 0 {
		r.RI, r.RandomIndex, r.CR = Missing, IncompleteIndex(m.n, k), 0
		if r.RandomIndex > 0 {
			r.CR = r.CI / r.RandomIndex
		} else {
			r.CI = 0 // rounding
		}
	}
	return r, nil
}

// leastSquares sets x to the logarithmic least squares solution with x_0 = 0: the graph of given pairs is connected, so the Laplacian without its first row and
// column is positive definite.
func leastSquares(x []float64, m *Incomplete) {
	n := m.n
	d := n - 1
	l, r := make([]float64, d*d), x[1:]
	clear(x)
	for i := range d {
		for j, a := range m.a[(i+1)*n : (i+2)*n] {
			if j == i+1 || a == 0 {
				continue
			}
			l[i*d+i]++
			if j > 0 {
				l[i*d+j-1] = -1
			}
			r[i] += exact.Log(a)
		}
	}
	solve(l, r)
}

// solve replaces b by a⁻¹·b for a symmetric positive definite a. What rounding leaves of definiteness is mended by the least addition to the diagonal.
func solve(a, b []float64) {
	n := len(b)
	var trace float64
	for i := range n {
		trace += a[i*n+i]
	}
	factors := append([]float64(nil), a...)
	for ridge := epsilon * trace; !exact.SolvePositive(factors, b); ridge *= 16 {
		for i := range n {
			a[i*n+i] += ridge
		}
		copy(factors, a)
	}
}

// harker sets x to the logarithm of the principal eigenvector of Harker's matrix H, from the least squares solution in x.
//
// The graph of given pairs is connected and the diagonal positive, so H is primitive. The iteration is Noda's (1971, Numerische Mathematik 17:382–386) on
// B = D⁻¹HD, D = diag(e^x), which has constant row sums when the judgements are consistent:
//
//	(μI − B) y = v,  v ← y/‖y‖₁,  μ = max_i (Bv)_i/v_i,
//
// until min_i (Bv)_i/v_i ≤ λmax ≤ μ (Collatz 1942, Wielandt 1950) is narrower than 1e-13. r = (μI − B) v ≥ 0 being known, μI − B is eliminated without a
// subtraction (Grassmann, Taksar & Heyman 1985, Operations Research 33(5):1107–1116), so that near singularity costs no component its accuracy.
func harker(x []float64, m *Incomplete) error {
	n := m.n
	b := m.HarkerMatrix()
	for i, row := range b {
		for j := range row {
			row[j] *= exact.Exp(x[j] - x[i])
		}
	}
	v, y, r := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range v {
		v[i] = 1 / float64(n)
	}
	c := make([]float64, n*n)
	for range 100 {
		low, top := math.Inf(1), 0.0
		for i, row := range b {
			r[i] = 0
			for j, h := range row {
				r[i] += float64(h * v[j])
			}
			low, top = min(low, r[i]/v[i]), max(top, r[i]/v[i])
		}
		if top-low <= 1e-13*top {
			for i := range x {
				x[i] += exact.Log(v[i])
			}
			return nil
		}
		for i, row := range b {
			r[i] = max(float64(top*v[i])-r[i], 0)
			y[i] = v[i]
			copy(c[i*n:], row)
		}
		for k := range n {
			row := c[k*n : (k+1)*n]
			p := r[k]
			for j := k + 1; j < n; j++ {
				p += float64(row[j] * v[j])
			}
			p /= v[k]
			if p == 0 { // μ = λmax to the last bit: any right-hand side gives the eigenvector
				p = epsilon * top
			}
			row[k] = p
			for i := k + 1; i < n; i++ {
				below := c[i*n : (i+1)*n]
				f := below[k] / p
				for j := k + 1; j < n; j++ {
					below[j] += float64(f * row[j])
				}
				r[i] += float64(f * r[k])
				y[i] += float64(f * y[k])
			}
		}
		var sum float64
		for k := n - 1; k >= 0; k-- {
			row := c[k*n : (k+1)*n]
			for j := k + 1; j < n; j++ {
				y[k] += float64(row[j] * y[j])
			}
			y[k] /= row[k]
			sum += y[k]
		}
		for i := range v {
			v[i] = y[i] / sum
		}
	}
	return noConvergence(Harker)
}

// noConvergence is the refusal of judgements whose completion is not found.
func noConvergence(how Completion) error {
	return &JudgementError{-1, -1, mcda.Because("the iteration of the completion %s did not converge on judgements this contradictory; choose another completion, or reconsider them", string(how))}
}

// minLambda returns the completion with the smallest λmax, from the least squares solution in x.
//
// λmax is stationary in the missing a_ij when u_i a_ij w_j = u_j a_ji w_i with the left and right Perron vectors u and w, that is, a_ij = z_i/z_j with
// z_i = √(w_i/u_i). So it is enough to search the completions e^(x_i − x_j), on which ln λmax is convex in x (J. F. C. Kingman 1961, Quarterly Journal of
// Mathematics 12:283–284), by Newton's method. One x in each component of the graph of missing pairs stays where it is: only differences over missing pairs
// count, and without that freedom the minimum is unique. The error is a [*JudgementError] when the minimum lies beyond [MaxRatio].
func minLambda(x []float64, m *Incomplete) (*Matrix, error) {
	n := m.n
	column := make([]int, n) // of x_i among the free ones, or −1
	d := 0
	for _, group := range m.components(true) {
		column[group[0]] = -1
		for _, i := range group[1:] {
			column[i] = d
			d++
		}
	}
	var (
		slack  = float64(64 * epsilon * float64(n)) // what rounding leaves of ln λmax
		gain   float64                              // what the quadratic model promises
		step   = make([]float64, d)
		trial  = make([]float64, n)
		beyond error // met in the last step
	)
	now, err := perronAt(x, m)
	if err != nil {
		return nil, err
	}
	for range 100 {
		gradient, hessian := now.derivatives(m, column, d)
		copy(step, gradient)
		solve(hessian, step) // to be subtracted
		gain = exact.Dot(step, gradient)
		var size float64
		for _, s := range step {
			size = max(size, math.Abs(s))
		}
		accepted := false
		beyond = nil
		for t := min(1, 2/size); t > 1e-9 && !accepted; t /= 2 {
			for i, k := range column {
				trial[i] = x[i]
				if k >= 0 {
					trial[i] -= float64(t * step[k])
				}
			}
			next, err := perronAt(trial, m)
			switch {
			case err != nil:
				beyond = err
			case next.logLambda <= now.logLambda-float64(1e-4*t*gain)+slack:
				copy(x, trial)
				now, accepted = next, true
				// The error is now of the order of size².
				if t == 1 && size <= 1e-8 {
					return now.c, nil
				}
			}
		}
		if !accepted {
			break
		}
	}
	switch {
	case beyond != nil:
		return nil, beyond
	case gain <= slack:
		// Judgements so contradictory that the place of the minimum is not determined to 1e-8; λmax is.
		return now.c, nil
	}
	return nil, noConvergence(MinLambda)
}

// perron is a completed matrix with its Perron vectors.
type perron struct {
	c           *Matrix
	right, left []float64
	logLambda   float64
}

func perronAt(x []float64, m *Incomplete) (perron, error) {
	c, err := m.complete(x)
	if err != nil {
		return perron{}, err
	}
	right := Prioritize(c, Options{})
	left := Prioritize(c.Transpose(), Options{})
	return perron{c, right.Weights, left.Weights, exact.Log(right.LambdaMax)}, nil
}

// derivatives returns the gradient and the Hessian of ln λmax by the d free x.
//
// With P_ij = a_ij w_j/(λ w_i), a stochastic matrix, and its stationary distribution π_i ∝ u_i w_i, the first derivative along f_ij = ∂ ln a_ij is the mean
// f̄ = Σ π_i P_ij f_ij, and the second along f and g is the asymptotic covariance of the sums of f and g along the Markov chain P:
//
//	Σ_ij π_i P_ij (f_ij − f̄ + h_j − h_i)(g_ij − ḡ + k_j − k_i),   (I − P) h = Σ_j P_ij f_ij − f̄,
//
// with k for g as h for f. Here f_ij = ±1 for the missing pairs of an element and 0 otherwise.
func (s perron) derivatives(m *Incomplete, column []int, d int) (gradient, hessian []float64) {
	n := m.n
	pi := make([]float64, n)
	for i := range pi {
		pi[i] = s.left[i] * s.right[i]
	}
	normalise(pi)
	p := make([]float64, n*n)
	for i := range n {
		row := p[i*n : (i+1)*n]
		for j := range row {
			row[j] = s.c.a[i*n+j] * s.right[j]
		}
		normalise(row)
	}
	// move adds ±weight to the free ones among i and j, as a missing a_ij moves with them.
	move := func(dst []float64, i, j int, weight float64) {
		if m.a[i*n+j] != 0 {
			return
		}
		if k := column[i]; k >= 0 {
			dst[k] += weight
		}
		if k := column[j]; k >= 0 {
			dst[k] -= weight
		}
	}
	h := make([]float64, n*d)
	gradient = make([]float64, d)
	for i := range n {
		row := h[i*d : (i+1)*d]
		for j := range n {
			move(row, i, j, p[i*n+j])
		}
		for k, x := range row {
			gradient[k] += float64(pi[i] * x)
		}
	}
	system := make([]float64, n*n)
	for i := range n {
		for k, g := range gradient {
			h[i*d+k] -= g
		}
		for j := range n {
			system[i*n+j] = pi[j] - p[i*n+j] // + 1·πᵀ makes it regular, and πᵀh = 0
		}
		system[i*n+i]++
	}
	exact.Solve(system, n, h, d)
	hessian = make([]float64, d*d)
	f := make([]float64, d)
	for i := range n {
		for j := range n {
			for k, g := range gradient {
				f[k] = h[j*d+k] - h[i*d+k] - g
			}
			move(f, i, j, 1)
			weight := pi[i] * p[i*n+j]
			for k, x := range f {
				for l, y := range f {
					hessian[k*d+l] += float64(weight * x * y)
				}
			}
		}
	}
	return gradient, hessian
}

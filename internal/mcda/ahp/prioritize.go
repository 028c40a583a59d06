package ahp

// LambdaFrom names what is reported as λmax. The empty string means
// [FromEigenvalue].
type LambdaFrom string

const (
	// FromEigenvalue is the principal eigenvalue of the matrix, whatever the
	// prioritization.
	FromEigenvalue LambdaFrom = "eigenvalue"
	// FromMean is (1/n) Σ_i (Aw)_i/w_i with the priorities w in use, as in hand
	// calculations. It is at least n, and equals the eigenvalue for
	// [Eigenvector].
	FromMean LambdaFrom = "mean"
)

// ParseLambdaFrom returns the definition of λmax called s. The empty string is
// the default. It reports false for an unknown name.
func ParseLambdaFrom(s string) (LambdaFrom, bool) {
	switch canonical(s) {
	case "", "eigenvalue":
		return FromEigenvalue, true
	case "mean", "mean-aw-over-w":
		return FromMean, true
	}
	return "", false
}

// Options chooses among published variants. The zero value is the default.
type Options struct {
	Prioritization Prioritization
	RI             RandomIndex
	Lambda         LambdaFrom
}

// Result is what a matrix of judgements amounts to.
type Result struct {
	Weights     []float64 // priorities, length n, positive, sum 1
	LambdaMax   float64   // at least n
	CI          float64   // (λmax − n)/(n − 1); 0 for n ≤ 2
	CR          float64   // CI/RandomIndex; 0 for n ≤ 2
	RandomIndex float64   // RI(n), 0 for n ≤ 2

	RI             RandomIndex // the table RandomIndex is from: not the one asked for where that ends before n
	Prioritization Prioritization
	Lambda         LambdaFrom
}

// Workspace is the scratch memory of [PrioritizeTo]. The zero value is ready; it
// grows to the largest matrix it meets. It must not be used by two goroutines
// at a time.
type Workspace struct {
	buf        []float64
	c          []float64 // n×n
	v, u, r, w []float64 // n
}

func (ws *Workspace) reserve(n int) {
	need := n*n + 4*n
	if cap(ws.buf) < need {
		ws.buf = make([]float64, need)
	}
	rest := ws.buf[:need]
	take := func(k int) []float64 {
		s := rest[:k:k]
		rest = rest[k:]
		return s
	}
	ws.c = take(n * n)
	ws.v, ws.u, ws.r, ws.w = take(n), take(n), take(n), take(n)
}

// Prioritize returns the priorities that m implies and how consistent m is:
//
//	CI = (λmax − n)/(n − 1),   CR = CI/RI(n),
//
// with CI = CR = 0 for n ≤ 2. Saaty (1980) accepts CR ≤ 0.1. λmax is accurate to
// a relative 8n·2⁻⁵². Where the table of o.RI ends before n, CR is taken with
// [AlonsoLamata] and Result.RI says so. It panics when an option is not one of
// the package's constants or empty.
func Prioritize(m *Matrix, o Options) Result {
	return PrioritizeTo(make([]float64, m.n), m, o, new(Workspace))
}

// PrioritizeTo is [Prioritize] with the weights in dst, which becomes
// Result.Weights, and scratch memory in ws; once ws has grown it allocates
// nothing. It panics when len(dst) is not the order of m; a nil ws is allocated.
func PrioritizeTo(dst []float64, m *Matrix, o Options, ws *Workspace) Result {
	n := m.n
	if len(dst) != n {
		panic("ahp: destination length is not the order of the matrix")
	}
	if ws == nil {
		ws = new(Workspace)
	}
	o = o.withDefaults()

	var lambda float64
	switch o.Prioritization {
	case Eigenvector:
		lambda = principal(dst, m, ws)
	case Geometric:
		geometricMean(dst, m)
	case ColumnMean:
		columnMean(dst, m)
	}
	switch {
	case o.Lambda == FromMean:
		lambda = meanRatio(m, dst)
	case o.Prioritization != Eigenvector:
		ws.reserve(n)
		lambda = principal(ws.w, m, ws)
	}

	r := Result{
		Weights:        dst,
		LambdaMax:      lambda,
		RI:             o.RI,
		Prioritization: o.Prioritization,
		Lambda:         o.Lambda,
	}
	var ok bool
	if r.RandomIndex, ok = o.RI.At(n); !ok {
		r.RI = AlonsoLamata
		r.RandomIndex, _ = AlonsoLamata.At(n)
	}
	if n > 2 {
		r.CI = (lambda - float64(n)) / float64(n-1)
		r.CR = r.CI / r.RandomIndex
	}
	return r
}

func (o Options) withDefaults() Options {
	switch o.Prioritization {
	case "":
		o.Prioritization = Eigenvector
	case Eigenvector, Geometric, ColumnMean:
	default:
		panic("ahp: unknown prioritization " + string(o.Prioritization))
	}
	switch o.RI {
	case "":
		o.RI = AlonsoLamata
	case AlonsoLamata, Saaty:
	default:
		panic("ahp: unknown random index " + string(o.RI))
	}
	switch o.Lambda {
	case "":
		o.Lambda = FromEigenvalue
	case FromEigenvalue, FromMean:
	default:
		panic("ahp: unknown lambda " + string(o.Lambda))
	}
	return o
}

// meanRatio returns (1/n) Σ_i (Aw)_i/w_i. Every pair contributes x + 1/x ≥ 2, so
// it is at least n.
func meanRatio(m *Matrix, w []float64) float64 {
	n := m.n
	var sum float64
	for i := range n {
		var s float64
		for j, a := range m.a[i*n : i*n+n] {
			s += float64(a * w[j])
		}
		sum += s / w[i]
	}
	lambda, fn := sum/float64(n), float64(n)
	if lambda < float64(fn*(1+eigenTolerance(n))) {
		return fn
	}
	return lambda
}

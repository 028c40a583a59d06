package mcda

import (
	"math"
	"slices"
	"sync"

	"gonum.org/v1/gonum/mat"

	"veche/internal/mcda/exact"
)

var topsis = Method{
	Name:    "topsis",
	Aliases: []string{"technique-for-order-preference-by-similarity-to-ideal-solution"},
	Title:   "TOPSIS",
	Formula: "C_i = D⁻_i/(D⁺_i + D⁻_i), D⁺² = Σ_j w_j²(r_ij − r⁺_j)², D⁻² = Σ_j w_j²(r_ij − r⁻_j)²; ½ when both are 0",
	Source:  "Hwang & Yoon 1981, Multiple Attribute Decision Making, ch. 3",
	Choose:  "to reward closeness to the best on everything and distance from the worst, with strengths and weaknesses traded off less freely than in a sum",
	Beware:  "with ideals from the data, adding or removing an alternative can reorder the others; the scale normalisation with ideals = scale is free of that",
	Live:    LiveDistance,
	within:  func(Parameters) (lo, hi float64, ok bool) { return 0, 1, true },
	Parameters: []Parameter{
		normalizationParameter(NormVector, NormMinMax, NormSum, NormMax, NormScale, NormNone),
		{Name: "ideals", Doc: "the best and worst found in the data, or the ends of the criteria's scales", Default: "data", Choices: []string{"data", "scale"}},
		{Name: "metric", Doc: "how distances on the criteria are joined", Default: "euclidean", Choices: []string{"euclidean", "manhattan", "chebyshev"}},
	},
	// With Manhattan distances D⁺ + D⁻ is the same for all, and the order is that of the weighted sum, wherever the ideals lie.
	reversalFree: func(p Parameters) bool {
		n := Normalization(p["normalization"])
		return (p["ideals"] == "scale" || p["metric"] == "manhattan") && (n == NormScale || n == NormNone)
	},
	prepare: prepareTOPSIS,
}

// topsisScorer reads g(x), the scores in the shape the normalisation needs (the problem's own slice when every column is taken as it stands), and keeps
// per column what turns a difference of g into a difference of normalised scores.
type topsisScorer struct {
	prepared
	g           []float64 // m×n
	best, worst []float64 // n, in g's units
	unit        []float64 // n, 1/|divisor|
	metric      string

	squares     sync.Once
	plus, minus []float64 // m×n squared unweighted distances, for Batch and SquaredDistances
}

func prepareTOPSIS(p *Problem, set Parameters) (Scorer, error) {
	fs, columns, err := fit(p, Normalization(set["normalization"]))
	if err != nil {
		return nil, err
	}
	n := len(fs)
	s := &topsisScorer{prepared: prepare(p), g: p.Scores, metric: set["metric"],
		best: make([]float64, n), worst: make([]float64, n), unit: make([]float64, n)}
	if slices.ContainsFunc(fs, func(f transform) bool { return f.shape != identity }) {
		s.g = make([]float64, len(p.Scores))
		parallel(s.m, func(lo, hi int) {
			for k := lo * n; k < hi*n; k++ {
				s.g[k] = fs[k%n].g(p.Scores[k])
			}
		})
	}
	for j := range fs {
		f, lo, hi := &fs[j], columns[j].lo, columns[j].hi
		s.unit[j] = 1 / math.Abs(f.divisor)
		if set["ideals"] == "scale" {
			if lo, hi, err = scaleEnds(p, j, f); err != nil {
				return nil, err
			}
		} else if f.flat(lo, hi) {
			s.unit[j] = 0 // or rounding would be a distance
		}
		s.best[j], s.worst[j] = hi, lo
		if f.divisor < 0 {
			s.best[j], s.worst[j] = lo, hi
		}
	}
	return s, nil
}

// scaleEnds returns the smallest and largest g on criterion j's scale. A score beyond it is an error: past the ideal, better would be farther away.
func scaleEnds(p *Problem, j int, f *transform) (lo, hi float64, err error) {
	c := &p.Criteria[j]
	if c.Scale == nil {
		return 0, 0, &DataError{Criterion: c.ID, Reason: Because("ideals from the scale need the criterion's Min and Max")}
	}
	for i, id := range p.Alternatives {
		if x := p.At(i, j); x < c.Scale.Min || x > c.Scale.Max {
			return 0, 0, &DataError{id, c.ID, Because("the score %g lies outside the scale %g to %g, whose ends are the ideals", x, c.Scale.Min, c.Scale.Max)}
		}
	}
	switch {
	case f.shape == deviation:
		return 0, max(f.g(c.Scale.Min), f.g(c.Scale.Max)), nil
	case f.shape == reciprocal && c.Scale.Min <= 0:
		return 0, 0, &DataError{Criterion: c.ID, Reason: Because("a cost scale that begins at %g has no finite ideal under this normalisation; use min-max, vector or scale", c.Scale.Min)}
	}
	a, b := f.g(c.Scale.Min), f.g(c.Scale.Max)
	return min(a, b), max(a, b), nil
}

func (s *topsisScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	if alone(s.m) {
		s.closeness(dst, 0, weights)
	} else {
		parallel(s.m, func(lo, hi int) { s.closeness(dst[lo:hi], lo, weights) })
	}
	return dst
}

// closeness fills dst with C of the alternatives from first on. Euclidean distances are taken of eight rows at a time where the processor can, else of three: it
// works on their six sums at once, and reads what belongs to the columns once for the three.
func (s *topsisScorer) closeness(dst []float64, first int, weights []float64) {
	if s.metric != "euclidean" {
		for i := range dst {
			dst[i] = ratio(s.distances(first+i, weights))
		}
		return
	}
	n := len(weights)
	unit, best, worst, g := s.unit[:n], s.best[:n], s.worst[:n], s.g[first*n:]
	if vectors && len(dst) >= 8 && n <= mostColumns {
		var room [mostColumns]float64
		var sums [16]float64
		u := room[:n]
		for j, w := range weights {
			u[j] = w * unit[j]
		}
		for len(dst) >= 8 {
			eightRows(&sums, g, u, best, worst)
			for k := range 8 {
				dst[k] = ratioOfSquares(sums[k], sums[8+k])
			}
			dst, g, first = dst[8:], g[8*n:], first+8
		}
	}
	for len(dst) >= 3 {
		a, b, c := g[:n], g[n:2*n], g[2*n:3*n]
		a, b, c = a[:n], b[:n], c[:n]
		var plusA, minusA, plusB, minusB, plusC, minusC float64
		for j, w := range weights {
			u, top, bottom := w*unit[j], best[j], worst[j]
			p, q := u*(a[j]-top), u*(a[j]-bottom)
			plusA += float64(p * p)
			minusA += float64(q * q)
			p, q = u*(b[j]-top), u*(b[j]-bottom)
			plusB += float64(p * p)
			minusB += float64(q * q)
			p, q = u*(c[j]-top), u*(c[j]-bottom)
			plusC += float64(p * p)
			minusC += float64(q * q)
		}
		dst[0], dst[1], dst[2] = ratioOfSquares(plusA, minusA), ratioOfSquares(plusB, minusB), ratioOfSquares(plusC, minusC)
		dst, g, first = dst[3:], g[3*n:], first+3
	}
	for i := range dst {
		dst[i] = ratioOfSquares(s.squaredDistances(first+i, weights))
	}
}

// mostColumns is of how many criteria eight rows are taken at a time: what that needs lies on the stack.
const mostColumns = 64

// squaredDistances are D⁺² and D⁻² of alternative i under the weights.
func (s *topsisScorer) squaredDistances(i int, weights []float64) (plus, minus float64) {
	n := len(weights)
	g, unit, best, worst := s.g[i*n:(i+1)*n], s.unit[:n], s.best[:n], s.worst[:n]
	for j, x := range g {
		u := weights[j] * unit[j]
		p, q := u*(x-best[j]), u*(x-worst[j])
		plus += float64(p * p)
		minus += float64(q * q)
	}
	return plus, minus
}

// distances are D⁺ and D⁻ of alternative i under the weights.
func (s *topsisScorer) distances(i int, weights []float64) (plus, minus float64) {
	g := s.g[i*s.n : (i+1)*s.n]
	switch s.metric {
	case "euclidean":
		plus, minus = s.squaredDistances(i, weights)
		plus, minus = math.Sqrt(plus), math.Sqrt(minus)
	case "manhattan":
		for j, x := range g {
			u := weights[j] * s.unit[j]
			plus += float64(u * math.Abs(x-s.best[j]))
			minus += float64(u * math.Abs(x-s.worst[j]))
		}
	case "chebyshev":
		for j, x := range g {
			u := weights[j] * s.unit[j]
			plus = max(plus, u*math.Abs(x-s.best[j]))
			minus = max(minus, u*math.Abs(x-s.worst[j]))
		}
	}
	return plus, minus
}

// ratioOfSquares is [ratio] of the square roots, written D⁻²/(D⁻² + √(D⁺²D⁻²)) to save one of them where the product neither overflows nor vanishes.
func ratioOfSquares(plus, minus float64) float64 {
	if product := plus * minus; product > 1e-290 && product < 1e300 {
		return minus / (minus + math.Sqrt(product))
	}
	return ratio(math.Sqrt(plus), math.Sqrt(minus))
}

// ratio is D⁻/(D⁺+D⁻), ½ when there is no distance at all.
func ratio(plus, minus float64) float64 {
	if plus+minus == 0 {
		return 0.5
	}
	return minus / (plus + minus)
}

func (s *topsisScorer) SquaredDistances() (plus, minus []float64, ok bool) {
	if s.metric != "euclidean" {
		return nil, nil, false
	}
	s.squares.Do(func() {
		s.plus, s.minus = make([]float64, len(s.g)), make([]float64, len(s.g))
		for k, x := range s.g {
			j := k % s.n
			p, q := s.unit[j]*(x-s.best[j]), s.unit[j]*(x-s.worst[j])
			s.plus[k], s.minus[k] = p*p, q*q
		}
	})
	return s.plus, s.minus, true
}

func (s *topsisScorer) Batch(dst, weights *mat.Dense) {
	if !s.batch(dst, weights, ratioOfSquares) {
		oneByOne(s, dst, weights)
	}
}

// keys fills dst like Batch with κ = D⁻²/(D⁺² + D⁻²) instead of C, for [BatchRanks]. κ needs no root and grows with C, and d ln κ ≤ 2.42·d ln C: what is apart
// in κ is apart in C. With D⁺ = z·D⁻, C = 1/(1+z) and κ = 1/(1+z²), the ratio of the two is 2z(1+z)/(1+z²), largest at z = 1+√2.
func (s *topsisScorer) keys(dst, weights *mat.Dense) bool {
	return s.batch(dst, weights, nil)
}

// batch multiplies the squared weights with the squared distances and fills dst with f(D⁺², D⁻²), or the keys when f is nil. ok is false, and nothing done,
// where that is no gain: for few vectors, and where the distances do not fit into the processor's cache.
func (s *topsisScorer) batch(dst, weights *mat.Dense, f func(plus, minus float64) float64) (ok bool) {
	k, _ := weights.Dims()
	if s.metric != "euclidean" || k < 8 || s.m*s.n > 1<<16 {
		return false
	}
	room := s.borrow(2*s.m*k + k*s.n + s.m*s.n)
	defer s.release(room)
	rest := *room
	part := func(size int) (x []float64) {
		x, rest = rest[:size], rest[size:]
		return x
	}
	plus, minus, squared, columns := part(k*s.m), part(k*s.m), part(k*s.n), part(s.n*s.m)
	for q := range k {
		for j, w := range weights.RawRowView(q) {
			squared[q*s.n+j] = w * w
		}
	}
	away, back, _ := s.SquaredDistances()
	turn(columns, away, s.n)
	exact.Product(plus, squared, columns, k, s.n, s.m)
	turn(columns, back, s.n)
	exact.Product(minus, squared, columns, k, s.n, s.m)
	const small = 1e-280 // below it digits may be lost
	for q := range k {
		row, plus, minus := dst.RawRowView(q), plus[q*s.m:][:s.m], minus[q*s.m:][:s.m]
		row = row[:len(plus)]
		minus = minus[:len(plus)]
		for i := range row {
			p, n := plus[i], minus[i]
			if p < small || n < small {
				p, n = s.squaredDistances(i, weights.RawRowView(q))
			}
			switch {
			case f != nil:
				row[i] = f(p, n)
			case n == 0:
				row[i] = 0
				if p == 0 {
					row[i] = 0.5
				}
			default:
				row[i] = n / (p + n)
			}
		}
	}
	return true
}

// Contributions splits C_i over the criteria in proportion to their parts of the distance from the anti-ideal: w_j²(r_ij − r⁻_j)²/D⁻² of it for the
// Euclidean metric, the linear parts for Manhattan, all of it to the criterion that makes the maximum for Chebyshev (shared when several do). When D⁺ and D⁻
// are both 0 it is split by the weights.
func (s *topsisScorer) Contributions(dst, weights []float64) []float64 {
	dst = sized(dst, s.m*s.n)
	mustLen(weights, s.n)
	parallel(s.m, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			s.contribute(dst[i*s.n:(i+1)*s.n], i, weights)
		}
	})
	return dst
}

// contribute fills row with the contributions to alternative i's score.
func (s *topsisScorer) contribute(row []float64, i int, weights []float64) {
	var total, largest float64
	for j := range row {
		d := weights[j] * s.unit[j] * math.Abs(s.g[i*s.n+j]-s.worst[j])
		if s.metric == "euclidean" {
			d *= d
		}
		row[j] = d
		largest = max(largest, d)
		total += d
	}
	if s.metric == "chebyshev" {
		total = 0
		for j, d := range row {
			row[j] = 0
			if largest > 0 && d == largest {
				row[j] = 1
				total++
			}
		}
	}
	score := ratio(s.distances(i, weights))
	if total == 0 { // at the anti-ideal: the score is 0, or ½ when all are alike
		copy(row, weights)
		total = 1
	}
	for j := range row {
		row[j] *= score / total
	}
}

// Trace: Hwang & Yoon's steps. The tables show normalised scores in the published form, a cost as it stands with the smallest as its ideal.
func (s *topsisScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	r, best, worst := make([]float64, len(s.g)), make([]float64, s.n), make([]float64, s.n)
	for k, x := range s.g {
		r[k] = s.unit[k%s.n] * x
	}
	for j := range s.n {
		best[j], worst[j] = weights[j]*s.unit[j]*s.best[j], weights[j]*s.unit[j]*s.worst[j]
	}
	t := s.outputs(weights)
	plus, minus := t.Values[0].Values, t.Values[1].Values
	t.add(s.p, "Normalised decision matrix", "r_ij", r)
	t.add(s.p, "Weighted normalised decision matrix", "v_ij", weighted(r, weights))
	t.addRows(s.p, "Ideal and anti-ideal", "v_j", []string{"A⁺", "A⁻"}, best, worst)
	t.addColumns(s.p, "Separation and closeness", "", []string{"D⁺", "D⁻", "C"}, plus, minus, s.Scores(nil, weights))
	return t
}

func (s *topsisScorer) outputs(weights []float64) *Trace {
	mustLen(weights, s.n)
	plus, minus := make([]float64, s.m), make([]float64, s.m)
	for i := range s.m {
		plus[i], minus[i] = s.distances(i, weights)
	}
	return &Trace{Values: []Series{{Name: "d_plus", Title: "D⁺", Values: plus, Step: true}, {Name: "d_minus", Title: "D⁻", Values: minus, Step: true}}}
}

package mcda

import (
	"fmt"
	"math"
	"sync"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"
)

var topsis = Method{
	Name:    "topsis",
	Aliases: []string{"technique-for-order-preference-by-similarity-to-ideal-solution"},
	Title:   "TOPSIS",
	Formula: "C_i = D⁻_i/(D⁺_i + D⁻_i), D⁺² = Σ_j w_j²(r_ij − r⁺_j)², D⁻² = Σ_j w_j²(r_ij − r⁻_j)²; ½ when both are 0",
	Source:  "Hwang & Yoon 1981, Multiple Attribute Decision Making, ch. 3",
	Choose:  "to reward closeness to the best on everything and distance from the worst, with strengths and weaknesses traded off less freely than in a sum",
	Beware:  "with ideals from the data, adding or removing an alternative can reorder the others; the scale normalisation with ideals = scale is free of that",
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
	fs, err := transforms(p, Normalization(set["normalization"]))
	if err != nil {
		return nil, err
	}
	m, n := p.Dims()
	s := &topsisScorer{prepared: prepare(p), g: p.Scores, metric: set["metric"],
		best: make([]float64, n), worst: make([]float64, n), unit: make([]float64, n)}
	for j := range fs {
		if fs[j].shape != identity {
			s.g = make([]float64, m*n)
			for k, x := range p.Scores {
				s.g[k] = fs[k%n].g(x)
			}
			break
		}
	}
	for j := range fs {
		f := &fs[j]
		s.unit[j] = 1 / math.Abs(f.divisor)
		lo, hi := math.Inf(1), math.Inf(-1)
		if set["ideals"] == "scale" {
			if lo, hi, err = scaleEnds(p, j, f); err != nil {
				return nil, err
			}
		} else {
			for i := range m {
				lo, hi = min(lo, s.g[i*n+j]), max(hi, s.g[i*n+j])
			}
			if f.flat(lo, hi) {
				s.unit[j] = 0 // or rounding would be a distance
			}
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
		return 0, 0, &DataError{Criterion: c.ID, Reason: "ideals from the scale need the criterion's Min and Max"}
	}
	for i, id := range p.Alternatives {
		if x := p.At(i, j); x < c.Scale.Min || x > c.Scale.Max {
			return 0, 0, &DataError{id, c.ID, fmt.Sprintf("the score %g lies outside the scale %g to %g, whose ends are the ideals", x, c.Scale.Min, c.Scale.Max)}
		}
	}
	switch {
	case f.shape == deviation:
		return 0, max(f.g(c.Scale.Min), f.g(c.Scale.Max)), nil
	case f.shape == reciprocal && c.Scale.Min <= 0:
		return 0, 0, &DataError{Criterion: c.ID, Reason: fmt.Sprintf("a cost scale that begins at %g has no finite ideal under this normalisation; use min-max, vector or scale", c.Scale.Min)}
	}
	a, b := f.g(c.Scale.Min), f.g(c.Scale.Max)
	return min(a, b), max(a, b), nil
}

func (s *topsisScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	for i := range dst {
		dst[i] = s.closeness(i, weights)
	}
	return dst
}

// closeness is C_i under the weights.
func (s *topsisScorer) closeness(i int, weights []float64) float64 {
	return ratio(s.distances(i, weights))
}

// distances are D⁺ and D⁻ of alternative i under the weights.
func (s *topsisScorer) distances(i int, weights []float64) (plus, minus float64) {
	g := s.g[i*s.n : (i+1)*s.n]
	best, worst, unit := s.best[:len(g)], s.worst[:len(g)], s.unit[:len(g)]
	weights = weights[:len(g)]
	switch s.metric {
	case "euclidean":
		for j, x := range g {
			c := weights[j] * unit[j]
			p, q := c*(x-best[j]), c*(x-worst[j])
			plus += p * p
			minus += q * q
		}
		plus, minus = math.Sqrt(plus), math.Sqrt(minus)
	case "manhattan":
		for j, x := range g {
			c := weights[j] * unit[j]
			plus += c * math.Abs(x-best[j])
			minus += c * math.Abs(x-worst[j])
		}
	case "chebyshev":
		for j, x := range g {
			c := weights[j] * unit[j]
			plus = max(plus, c*math.Abs(x-best[j]))
			minus = max(minus, c*math.Abs(x-worst[j]))
		}
	}
	return plus, minus
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
	k, _ := weights.Dims()
	plus, minus, ok := s.SquaredDistances()
	if !ok {
		oneByOne(s, dst, weights)
		return
	}
	squared := mat.NewDense(k, s.n, nil)
	squared.MulElem(weights, weights)
	far := make([]float64, k*s.m)
	general := func(data []float64, rows, cols int) blas64.General {
		return blas64.General{Rows: rows, Cols: cols, Stride: cols, Data: data}
	}
	blas64.Gemm(blas.NoTrans, blas.Trans, 1, squared.RawMatrix(), general(plus, s.m, s.n), 0, dst.RawMatrix())
	blas64.Gemm(blas.NoTrans, blas.Trans, 1, squared.RawMatrix(), general(minus, s.m, s.n), 0, general(far, k, s.m))
	for r := range k {
		row := dst.RawRowView(r)
		for i, p := range row {
			row[i] = ratio(math.Sqrt(p), math.Sqrt(far[r*s.m+i]))
		}
	}
}

// Contributions splits C_i over the criteria in proportion to their parts of the distance from the anti-ideal: w_j²(r_ij − r⁻_j)²/D⁻² of it for the
// Euclidean metric, the linear parts for Manhattan, all of it to the criterion that makes the maximum for Chebyshev (shared when several do). When D⁺ and D⁻
// are both 0 it is split by the weights.
func (s *topsisScorer) Contributions(dst, weights []float64) []float64 {
	dst = sized(dst, s.m*s.n)
	mustLen(weights, s.n)
	for i := range s.m {
		row := dst[i*s.n : (i+1)*s.n]
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
		score := s.closeness(i, weights)
		if total == 0 { // at the anti-ideal: the score is 0, or ½ when all are alike
			copy(row, weights)
			total = 1
		}
		for j := range row {
			row[j] *= score / total
		}
	}
	return dst
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
	plus, minus := make([]float64, s.m), make([]float64, s.m)
	for i := range s.m {
		plus[i], minus[i] = s.distances(i, weights)
	}
	t := new(Trace)
	t.add(s.p, "Normalised decision matrix", "r_ij", r)
	t.add(s.p, "Weighted normalised decision matrix", "v_ij", weighted(r, weights))
	t.addRows(s.p, "Ideal and anti-ideal", "v_j", []string{"A⁺", "A⁻"}, best, worst)
	t.addColumns(s.p, "Separation and closeness", "", []string{"D⁺", "D⁻", "C"}, plus, minus, s.Scores(nil, weights))
	t.Values = []Series{{Name: "d_plus", Title: "D⁺", Values: plus, Step: true}, {Name: "d_minus", Title: "D⁻", Values: minus, Step: true}}
	return t
}

package mcda

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"veche/internal/mcda/exact"
)

var weightedSum = Method{
	Name:    "weighted-sum",
	Aliases: []string{"saw", "mavt", "wsm", "weightedsum", "simple-additive-weighting"},
	Title:   "Weighted sum",
	Formula: "S_i = Σ_j w_j·r_ij, r the normalised score, or the value of the criterion's own value function",
	Source:  "Fishburn 1967; Hwang & Yoon 1981, Multiple Attribute Decision Making (SAW); Keeney & Raiffa 1976 (additive value)",
	Choose:  "the plainest rule: a weakness is made good by a strength at the rate the weights say",
	Beware:  "a heavy strength hides a fatal weakness; min-max, max, sum and vector depend on the set of alternatives, scale and value functions do not",
	Live:    LiveSum,
	within:  onScale,
	Parameters: []Parameter{
		normalizationParameter(NormMinMax, NormMax, NormSum, NormVector, NormScale, NormNone),
	},
	reversalFree: func(p Parameters) bool {
		n := Normalization(p["normalization"])
		return n == NormScale || n == NormNone
	},
	prepare: func(p *Problem, set Parameters) (Scorer, error) {
		fs, err := valueTransforms(p, Normalization(set["normalization"]))
		if err != nil {
			return nil, err
		}
		r := apply(nil, p, fs)
		return newLinear(p, r, func(t *Trace, w []float64) {
			t.add(p, "Normalised decision matrix", "r_ij", r)
			t.add(p, "Weighted normalised decision matrix", "w_j·r_ij", weighted(r, w))
		}), nil
	},
}

// valueTransforms are the normalisation's transforms, with a criterion's own value function where it has one.
func valueTransforms(p *Problem, how Normalization) ([]transform, error) {
	fs := make([]transform, len(p.Criteria))
	for j := range fs {
		if v := p.Criteria[j].Value; v != nil {
			fs[j] = transform{shape: byValue, value: v, divisor: 1}
			continue
		}
		f, err := p.usable(j, how)
		if err != nil {
			return nil, err
		}
		fs[j] = f
	}
	return fs, nil
}

// linear is any score of the form Σ_j w_j·v_ij.
type linear struct {
	prepared
	values []float64 // m×n
	signed bool      // some value is negative
	trace  func(t *Trace, weights []float64)
}

// newLinear makes a scorer of the m×n values; trace adds the method's tables.
func newLinear(p *Problem, values []float64, trace func(t *Trace, weights []float64)) *linear {
	return &linear{prepared: prepare(p), values: values, signed: slices.ContainsFunc(values, func(v float64) bool { return v < 0 }), trace: trace}
}

func (s *linear) Values() []float64 { return s.values }

func (s *linear) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	t := new(Trace)
	s.trace(t, weights)
	return t
}

// cancelled is the part of the size of its terms that a sum may have from rounding alone; then it is 0, and ties with others that are.
const cancelled = 1e-15

func (s *linear) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	if alone(s.m) {
		s.sums(dst, 0, weights)
	} else {
		parallel(s.m, func(lo, hi int) { s.sums(dst[lo:hi], lo, weights) })
	}
	return dst
}

// sums fills dst with the scores of the alternatives from first on.
func (s *linear) sums(dst []float64, first int, weights []float64) {
	values := s.values[first*s.n : (first+len(dst))*s.n]
	if !s.signed {
		exact.RowProducts(dst, weights, values)
		return
	}
	for i := range dst {
		var sum, size float64
		for j, v := range values[i*s.n : (i+1)*s.n] {
			x := float64(weights[j] * v)
			sum += x
			size += math.Abs(x)
		}
		if dst[i] = sum; math.Abs(sum) <= cancelled*size {
			dst[i] = 0
		}
	}
}

func (s *linear) Batch(dst, weights *mat.Dense) {
	from, to := weights.RawMatrix(), dst.RawMatrix()
	if s.signed || from.Rows < 8 || from.Stride != from.Cols || to.Stride != to.Cols {
		oneByOne(s, dst, weights)
		return
	}
	columns := s.borrow(s.n * s.m)
	defer s.release(columns)
	turn(*columns, s.values, s.n)
	exact.Product(to.Data[:to.Rows*to.Cols], from.Data[:from.Rows*from.Cols], *columns, from.Rows, s.n, s.m)
}

func (s *linear) Contributions(dst, weights []float64) []float64 {
	dst = sized(dst, s.m*s.n)
	mustLen(weights, s.n)
	parallel(s.m, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			row := dst[i*s.n : (i+1)*s.n]
			for j, v := range s.values[i*s.n : (i+1)*s.n] {
				row[j] = weights[j] * v
			}
		}
	})
	return dst
}

// turn fills dst (n×m) with the columns of x (m×n).
func turn(dst, x []float64, n int) {
	m := len(x) / n
	for i := range m {
		for j, v := range x[i*n : (i+1)*n] {
			dst[j*m+i] = v
		}
	}
}

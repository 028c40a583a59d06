package mcda

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/blas/blas64"
)

// Normalization makes the columns of a problem comparable. Every normalisation here turns a criterion so that more is better: after it, a cost or a
// target behaves as a benefit.
//
//	name     benefit                cost                   target t, with d = |x − t|
//	min-max  (x − min)/(max − min)  (max − x)/(max − min)  1 − d/max d … scaled by the range of d
//	max      x/max                  min/x                  1 − d/max d
//	sum      x/Σx                   (1/x)/Σ(1/x)           1 − d/Σd
//	vector   x/√Σx²                 1 − x/√Σx²             1 − d/√Σd²
//	scale    (x − Min)/(Max − Min)  (Max − x)/(Max − Min)  1 − d/(largest d on the scale)
//	none     x                      −x                     −d
//
// min, max and the sums run over the alternatives; Min and Max are the criterion's fixed scale. Definitions: Hwang & Yoon 1981 ch. 2 (vector, max as their
// linear scale transformation with the reciprocal form for costs), Çelen 2014 for the family. max and sum are ratios: they refuse negative scores, and a
// zero cost, whose reciprocal does not exist. A constant column is inert; where its formula would be 0/0 every alternative gets 1.
type Normalization string

const (
	NormVector Normalization = "vector"
	NormMinMax Normalization = "min-max"
	NormMax    Normalization = "max"
	NormSum    Normalization = "sum"
	NormScale  Normalization = "scale"
	NormNone   Normalization = "none"
)

// Normalizations lists every normalisation by name.
func Normalizations() []Normalization {
	return []Normalization{NormVector, NormMinMax, NormMax, NormSum, NormScale, NormNone}
}

// transform is a normalisation of one column worked out for its data: r(x) = lift + (g(x) − origin)/divisor. Every normalisation has this form, so methods
// that only need differences of r (TOPSIS) use the divisor alone and read the scores where they lie. An infinite divisor marks an inert column.
type transform struct {
	shape                 shape
	lift, origin, divisor float64
	t                     float64       // the target, for deviation
	value                 ValueFunction // for byValue
}

// inert gives every alternative the same full value.
func inert() transform { return transform{lift: 1, divisor: math.Inf(1)} }

type shape uint8

const (
	identity   shape = iota // g(x) = x
	reciprocal              // g(x) = 1/x
	deviation               // g(x) = |x − t|
	byValue                 // g(x) = the value function at x
)

func (f *transform) g(x float64) float64 {
	switch f.shape {
	case reciprocal:
		return 1 / x
	case deviation:
		return math.Abs(x - f.t)
	case byValue:
		return f.value.At(x)
	}
	return x
}

func (f *transform) at(x float64) float64 { return f.lift + (f.g(x)-f.origin)/f.divisor }

// flat reports whether values of g from lo to hi differ by no more than rounding, as tied scores do: means of experts' answers that should be equal may
// not be to the last bit, and a division by their range would make that bit a whole criterion.
func (f *transform) flat(lo, hi float64) bool {
	return hi-lo <= tieTolerance*(math.Abs(f.t)+max(math.Abs(lo), math.Abs(hi)))
}

// apply fills dst (m×n, or nil to allocate) with the transformed scores.
func apply(dst []float64, p *Problem, fs []transform) []float64 {
	dst = sized(dst, len(p.Scores))
	n := len(fs)
	for k, x := range p.Scores {
		dst[k] = fs[k%n].at(x)
	}
	return dst
}

func transforms(p *Problem, how Normalization) ([]transform, error) {
	fs := make([]transform, len(p.Criteria))
	for j := range fs {
		f, err := p.usable(j, how)
		if err != nil {
			return nil, err
		}
		fs[j] = f
	}
	return fs, nil
}

// usable is transform with a check that its numbers stay within floating point.
func (p *Problem) usable(j int, how Normalization) (transform, error) {
	f, err := p.transform(j, how)
	if err == nil && (f.divisor == 0 || math.IsNaN(f.divisor) || math.IsInf(1/f.divisor, 0) || math.IsInf(f.origin, 0)) {
		err = &DataError{Criterion: p.Criteria[j].ID, Reason: fmt.Sprintf("its scores are too small or too large for the %s normalisation", how)}
	}
	return f, err
}

// transform works out normalisation how for column j.
func (p *Problem) transform(j int, how Normalization) (transform, error) {
	c := &p.Criteria[j]
	f := transform{divisor: 1}
	less := c.Sense != Benefit // less of g is better
	if c.Sense == Target {
		f.shape, f.t = deviation, c.Target
	}
	ratio := c.Sense != Target && (how == NormMax || how == NormSum)
	if ratio {
		if err := p.refuse(j, func(x float64) bool { return x < 0 }, "scores of 0 or more", how); err != nil {
			return f, err
		}
	}
	lo, hi, sum, norm := p.column(j, &f)
	if ratio && less && hi > 0 {
		if err := p.refuse(j, func(x float64) bool { return x == 0 }, "costs above 0 (0 has no reciprocal)", how); err != nil {
			return f, err
		}
		f.shape = reciprocal
		_, hi, sum, _ = p.column(j, &f)
		less = false // less cost is more of its reciprocal
	}
	switch how {
	case NormNone:
	case NormScale:
		if c.Scale == nil {
			return f, &DataError{Criterion: c.ID, Reason: "the scale normalisation needs the criterion's Min and Max"}
		}
		lo, hi = c.Scale.Min, c.Scale.Max
		if c.Sense == Target {
			lo, hi = 0, max(c.Target-lo, hi-c.Target)
		}
		f.divisor, f.origin = hi-lo, lo
	case NormMinMax:
		if f.flat(lo, hi) {
			return inert(), nil
		}
		f.divisor, f.origin = hi-lo, lo
	case NormMax:
		f.divisor = hi
	case NormSum:
		f.divisor = sum
	case NormVector:
		f.divisor = norm
	default:
		return f, &ParameterError{Name: "normalization", Value: string(how), Reason: "no such normalisation"}
	}
	if f.divisor == 0 {
		return inert(), nil
	}
	if less {
		f.divisor = -f.divisor
		switch how {
		case NormMinMax, NormScale:
			f.origin = hi
		case NormNone:
		default:
			f.lift = 1
		}
	}
	return f, nil
}

// Strengths returns w_j·r_ij (m×n), r the min-max score: where each alternative is strong, for explaining a score that is no sum over the criteria.
func (p *Problem) Strengths(weights []float64) []float64 {
	n := len(p.Criteria)
	mustLen(weights, n)
	strengths := make([]float64, len(p.Scores))
	for j := range p.Criteria {
		f, err := p.usable(j, NormMinMax)
		if err != nil {
			continue // a range beyond floating point tells nothing apart
		}
		for k := j; k < len(strengths); k += n {
			strengths[k] = weights[j] * f.at(p.Scores[k])
		}
	}
	return strengths
}

// refuse returns an error that names the first alternative whose score on criterion j is bad for the normalisation.
func (p *Problem) refuse(j int, bad func(x float64) bool, needs string, how Normalization) error {
	for i, id := range p.Alternatives {
		if x := p.At(i, j); bad(x) {
			return &DataError{id, p.Criteria[j].ID, fmt.Sprintf("the %s normalisation needs %s, this is %g; use min-max, vector or scale", how, needs, x)}
		}
	}
	return nil
}

// column returns the smallest, largest, summed and Euclidean size of g over column j.
func (p *Problem) column(j int, f *transform) (lo, hi, sum, norm float64) {
	m, n := p.Dims()
	if f.shape == identity {
		norm = blas64.Nrm2(blas64.Vector{N: m, Data: p.Scores[j:], Inc: n})
	}
	lo, hi = math.Inf(1), math.Inf(-1)
	var squares float64
	for i := range m {
		g := f.g(p.Scores[i*n+j])
		lo, hi = min(lo, g), max(hi, g)
		sum += g
		squares += g * g
	}
	if f.shape != identity {
		norm = math.Sqrt(squares)
	}
	return lo, hi, sum, norm
}

// sized returns dst when it has n elements, a new slice when it is nil, and panics otherwise.
func sized(dst []float64, n int) []float64 {
	if dst == nil {
		return make([]float64, n)
	}
	if len(dst) != n {
		panic(fmt.Sprintf("mcda: destination has %d elements, needs %d", len(dst), n))
	}
	return dst
}

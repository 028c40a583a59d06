package mcda

import (
	"fmt"
	"math"
	"slices"
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
	fs, _, err := fit(p, how)
	return fs, err
}

// fit is transforms with what it found in the columns of g, reading the scores row by row: twice when a cost needs its reciprocals, else once.
func fit(p *Problem, how Normalization) ([]transform, []column, error) {
	fs := make([]transform, len(p.Criteria))
	for j := range fs {
		fs[j] = plain(&p.Criteria[j])
	}
	columns := p.columns(fs)
	again := false
	for j := range fs {
		if err := p.invert(j, how, &fs[j], columns[j]); err != nil {
			return nil, nil, err
		}
		again = again || fs[j].shape == reciprocal
	}
	if again {
		columns = p.columns(fs)
	}
	for j := range fs {
		if err := p.finish(j, how, &fs[j], columns[j]); err != nil {
			return nil, nil, err
		}
	}
	return fs, columns, nil
}

// usable works out normalisation how for column j. Its numbers stay within floating point, or it is an error.
func (p *Problem) usable(j int, how Normalization) (transform, error) {
	f := plain(&p.Criteria[j])
	c := p.column(j, &f)
	if err := p.invert(j, how, &f, c); err != nil {
		return f, err
	}
	if f.shape == reciprocal {
		c = p.column(j, &f)
	}
	return f, p.finish(j, how, &f, c)
}

// plain takes a criterion's scores as they stand, or as distances from its target.
func plain(c *Criterion) transform {
	if c.Sense == Target {
		return transform{shape: deviation, t: c.Target, divisor: 1}
	}
	return transform{divisor: 1}
}

// invert makes f the reciprocal where the normalisation takes that of a cost, whose column is c. It refuses scores that the ratio normalisations cannot take.
func (p *Problem) invert(j int, how Normalization, f *transform, c column) error {
	if f.shape == deviation || how != NormMax && how != NormSum {
		return nil
	}
	if c.lo < 0 {
		return p.refuse(j, func(x float64) bool { return x < 0 }, "scores of 0 or more", how)
	}
	if p.Criteria[j].Sense != Cost || c.hi == 0 {
		return nil
	}
	if c.lo == 0 {
		return p.refuse(j, func(x float64) bool { return x == 0 }, "costs above 0 (0 has no reciprocal)", how)
	}
	f.shape = reciprocal
	return nil
}

// finish works out f from what c says of its g.
func (p *Problem) finish(j int, how Normalization, f *transform, c column) error {
	k := &p.Criteria[j]
	less := k.Sense != Benefit && f.shape != reciprocal // less of g is better
	lo, hi := c.lo, c.hi
	switch how {
	case NormNone:
	case NormScale:
		if k.Scale == nil {
			return &DataError{Criterion: k.ID, Reason: "the scale normalisation needs the criterion's Min and Max"}
		}
		lo, hi = k.Scale.Min, k.Scale.Max
		if k.Sense == Target {
			lo, hi = 0, max(k.Target-lo, hi-k.Target)
		}
		f.divisor, f.origin = hi-lo, lo
	case NormMinMax:
		if f.flat(lo, hi) {
			*f = inert()
			return nil
		}
		f.divisor, f.origin = hi-lo, lo
	case NormMax:
		f.divisor = hi
	case NormSum:
		f.divisor = c.sum
	case NormVector:
		f.divisor = c.norm
	default:
		return &ParameterError{Name: "normalization", Value: string(how), Reason: "no such normalisation"}
	}
	if f.divisor == 0 {
		*f = inert()
		return nil
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
	if math.IsNaN(f.divisor) || math.IsInf(1/f.divisor, 0) || math.IsInf(f.origin, 0) {
		return &DataError{Criterion: k.ID, Reason: "its scores are too small or too large for the %s normalisation", Args: []any{how}}
	}
	return nil
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
			return &DataError{id, p.Criteria[j].ID, "the %s normalisation needs %s, this is %g; use min-max, vector or scale", []any{how, Phrase(needs), x}}
		}
	}
	return nil
}

// column is the smallest, largest, summed and Euclidean size of g over a column.
type column struct{ lo, hi, sum, norm float64 }

// add takes in one more g; norm is the sum of squares until all are in.
func (c *column) add(g float64) {
	if g < c.lo {
		c.lo = g
	}
	if g > c.hi {
		c.hi = g
	}
	c.sum += g
	c.norm += float64(g * g)
}

// columns returns the column of every criterion's g in one reading of the rows.
func (p *Problem) columns(fs []transform) []column {
	m, n := p.Dims()
	parts := make([]column, chunks(m)*n)
	asTheyStand := !slices.ContainsFunc(fs, func(f transform) bool { return f.shape != identity })
	parallel(m, func(lo, hi int) {
		part := parts[lo/chunk*n:][:n]
		for j := range part {
			part[j] = column{lo: math.Inf(1), hi: math.Inf(-1)}
		}
		for rest := p.Scores[lo*n : hi*n]; len(rest) > 0; rest = rest[n:] {
			row := rest[:len(part)]
			if asTheyStand {
				for j := range part {
					part[j].add(row[j])
				}
				continue
			}
			for j := range part {
				part[j].add(fs[j].g(row[j]))
			}
		}
	})
	all := parts[:n]
	for k, part := range parts[n:] {
		c := &all[k%n]
		c.lo, c.hi, c.sum, c.norm = min(c.lo, part.lo), max(c.hi, part.hi), c.sum+part.sum, c.norm+part.norm
	}
	for j := range all {
		all[j].norm = p.norm(j, &fs[j], all[j])
	}
	return all
}

// column is [Problem.columns] for one criterion.
func (p *Problem) column(j int, f *transform) column {
	m, n := p.Dims()
	c := column{lo: math.Inf(1), hi: math.Inf(-1)}
	for i := range m {
		c.add(f.g(p.Scores[i*n+j]))
	}
	c.norm = p.norm(j, f, c)
	return c
}

// norm is √Σg² over column j, where c.norm holds Σg². Where that has vanished or overflowed, the squares are taken of g over its largest magnitude.
func (p *Problem) norm(j int, f *transform, c column) float64 {
	if c.norm > 1e-280 && !math.IsInf(c.norm, 0) {
		return math.Sqrt(c.norm)
	}
	m, n := p.Dims()
	size := max(math.Abs(c.lo), math.Abs(c.hi))
	if size == 0 || math.IsInf(size, 0) {
		return size
	}
	var squares float64
	for i := range m {
		x := f.g(p.Scores[i*n+j]) / size
		squares += float64(x * x)
	}
	return size * math.Sqrt(squares)
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

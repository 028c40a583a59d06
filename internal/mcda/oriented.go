package mcda

import (
	"math"

	"veche/internal/mcda/exact"
)

// oriented returns the scores with every target criterion as the cost |x − t| it is, and which columns are costs. A column whose scores differ by rounding
// only is made constant, so that no formula makes a difference of it. Where nothing changes it is the problem's own slice.
func oriented(p *Problem) (x []float64, cost []bool) {
	n := len(p.Criteria)
	x, cost = p.Scores, make([]bool, n)
	own := func() {
		if &x[0] == &p.Scores[0] {
			x = append([]float64(nil), p.Scores...)
		}
	}
	for j := range p.Criteria {
		c := &p.Criteria[j]
		cost[j] = c.Sense != Benefit
		if c.Sense == Target {
			own()
			for k := j; k < len(x); k += n {
				if x[k] = math.Abs(p.Scores[k] - c.Target); Tied(p.Scores[k], c.Target) {
					x[k] = 0 // on target but for rounding
				}
			}
		}
		lo, hi := extent(x, j, n)
		if f := (transform{t: c.Target}); lo != hi && (Tied(lo, hi) || c.Sense == Target && f.flat(lo, hi)) {
			own()
			for k := j; k < len(x); k += n {
				x[k] = lo
			}
		}
	}
	return x, cost
}

// beneficial is oriented with targets as benefits: the largest distance from the target less the alternative's own. It suits the ratio methods, which have no
// place for a cost of 0.
func beneficial(p *Problem) (x []float64, cost []bool) {
	x, cost = oriented(p)
	n := len(p.Criteria)
	for j := range p.Criteria {
		if p.Criteria[j].Sense != Target {
			continue
		}
		cost[j] = false
		_, far := extent(x, j, n)
		for k := j; k < len(x); k += n {
			x[k] = far - x[k]
		}
	}
	return x, cost
}

// extent returns the smallest and largest value of column j of n.
func extent(x []float64, j, n int) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for k := j; k < len(x); k += n {
		lo, hi = min(lo, x[k]), max(hi, x[k])
	}
	return lo, hi
}

// columnSum returns the sum of column j of n.
func columnSum(x []float64, j, n int) float64 {
	var sum float64
	for k := j; k < len(x); k += n {
		sum += x[k]
	}
	return sum
}

// columnNorm returns the Euclidean length of column j of n.
func columnNorm(x []float64, j, n int) float64 {
	c := column{lo: math.Inf(1), hi: math.Inf(-1)}
	for k := j; k < len(x); k += n {
		c.add(x[k])
	}
	if c.norm > 1e-280 && !math.IsInf(c.norm, 0) {
		return math.Sqrt(c.norm)
	}
	size := max(math.Abs(c.lo), math.Abs(c.hi))
	if size == 0 {
		return 0
	}
	var squares float64
	for k := j; k < len(x); k += n {
		part := x[k] / size
		squares += float64(part * part)
	}
	return size * math.Sqrt(squares)
}

// demand returns an error that names the first score that is not as the method needs it; it may look at the criterion.
func (p *Problem) demand(method, needs string, ok func(c *Criterion, x float64) bool) error {
	n := len(p.Criteria)
	for k, x := range p.Scores {
		if c := &p.Criteria[k%n]; !ok(c, x) {
			return &DataError{p.Alternatives[k/n], c.ID, "%s needs %s, this is %g", []any{Phrase(method), Phrase(needs), x}}
		}
	}
	return nil
}

// demandRatios refuses scores that cannot be divided: negative ones, and costs of 0.
func (p *Problem) demandRatios(method string) error {
	return p.demand(method, "scores of 0 or more and costs above 0 (a cost is divided by)", func(c *Criterion, x float64) bool {
		return c.Sense == Target || x > 0 || x == 0 && c.Sense == Benefit
	})
}

// demandPositive refuses scores that are not above 0, and target criteria.
func (p *Problem) demandPositive(method string) error {
	if err := p.refuseTargets(method); err != nil {
		return err
	}
	return p.demand(method, "scores above 0", func(_ *Criterion, x float64) bool { return x > 0 })
}

// demandNonNegative refuses negative scores.
func (p *Problem) demandNonNegative(method string) error {
	return p.demand(method, "scores of 0 or more", func(c *Criterion, x float64) bool { return x >= 0 || c.Sense == Target })
}

func (p *Problem) refuseTargets(method string) error {
	for _, c := range p.Criteria {
		if c.Sense == Target {
			return &DataError{Criterion: c.ID, Reason: "%s multiplies and divides scores, and a distance to a target of 0 cannot be: choose another method, or score nearness to the target as a benefit", Args: []any{Phrase(method)}}
		}
	}
	return nil
}

// shares returns x with every column divided by its sum; a column that is all 0 stays.
func shares(p *Problem, x []float64) ([]float64, error) {
	return divided(p, x, columnSum, "sum")
}

// unitVectors returns x with every column divided by its Euclidean length; a column that is all 0 stays.
func unitVectors(p *Problem, x []float64) []float64 {
	n := len(p.Criteria)
	r := make([]float64, len(x))
	for j := range n {
		norm := columnNorm(x, j, n)
		for k := j; k < len(x) && norm > 0; k += n {
			r[k] = x[k] / norm
		}
	}
	return r
}

// ratios returns x/max for a benefit and min/x for a cost, 1 for a column of nothing but 0; x must suit (see demandRatios).
func ratios(p *Problem) []float64 {
	x, cost := beneficial(p)
	n := len(p.Criteria)
	r := make([]float64, len(x))
	for j := range n {
		lo, hi := extent(x, j, n)
		for k := j; k < len(x); k += n {
			switch {
			case hi == 0:
				r[k] = 1
			case cost[j]:
				r[k] = lo / x[k]
			default:
				r[k] = x[k] / hi
			}
		}
	}
	return r
}

// logarithms returns ln r_ij. The error names a ratio too small to have one.
func logarithms(p *Problem, r []float64) ([]float64, error) {
	logs := make([]float64, len(r))
	n := len(p.Criteria)
	for k, x := range r {
		if logs[k] = exact.Log(x); math.IsInf(logs[k], 0) {
			return nil, &DataError{p.Alternatives[k/n], p.Criteria[k%n].ID, "the score is too small beside the largest of its criterion", nil}
		}
	}
	return logs, nil
}

func divided(p *Problem, x []float64, by func(x []float64, j, n int) float64, what string) ([]float64, error) {
	n := len(p.Criteria)
	r := make([]float64, len(x))
	for j := range n {
		d := by(x, j, n)
		if math.IsInf(1/d, 0) && d != 0 || math.IsInf(d, 0) {
			return nil, &DataError{Criterion: p.Criteria[j].ID, Reason: "the %s of its scores is too small or too large to divide by", Args: []any{Phrase(what)}}
		}
		for k := j; k < len(x); k += n {
			if d != 0 {
				r[k] = x[k] / d
			}
		}
	}
	return r, nil
}

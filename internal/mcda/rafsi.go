package mcda

import (
	"math"
)

var rafsi = Method{
	Name:    "rafsi",
	Aliases: []string{"ranking-of-alternatives-through-functional-mapping"},
	Title:   "RAFSI",
	Formula: "V_i = Σ_j w_j·ŝ_ij, s the score carried from Min … Max of its criterion to n1 … nk in a straight line; ŝ = s/(n1 + nk) for a benefit, " +
		"n1·nk/((n1 + nk)·s) for a cost",
	Source: "Žižović, Pamučar, Albijanić, Chatterjee & Pribićević 2020, Mathematics 8(6):1015",
	Choose: "when the list of alternatives will change and the ideal and the worst score of every criterion can be stated: only they matter, and nk says how many times the ideal outdoes the worst",
	Beware: "needs Min and Max of every criterion (the anti-ideal and the ideal); a cost gains little until it is near its Min, for its score is divided by, so differences among good costs count more than among bad ones",
	Needs:  Needs{Scale: true},
	Parameters: []Parameter{
		{Name: "n1", Doc: "what the worse end of a benefit's scale is carried to", Default: "1", Min: 0.01, Max: 1000},
		{Name: "nk", Doc: "what the better end is carried to: how many times n1 the ideal is worth; above n1", Default: "6", Min: 0.01, Max: 1000},
	},
	within: func(set Parameters) (lo, hi float64, ok bool) {
		n1, nk := set.Number("n1"), set.Number("nk")
		return n1 / (n1 + nk), nk / (n1 + nk), true
	},
	reversalFree: func(Parameters) bool { return true },
	prepare:      prepareRAFSI,
}

// prepareRAFSI takes a target as the cost |x − t|, from 0 to the farther end of its scale.
func prepareRAFSI(p *Problem, set Parameters) (Scorer, error) {
	n1, nk := set.Number("n1"), set.Number("nk")
	if n1 >= nk {
		return nil, &ParameterError{"rafsi", "nk", set["nk"], "must be above n1, which is %g", []any{n1}}
	}
	m, n := p.Dims()
	mapped, r := make([]float64, m*n), make([]float64, m*n)
	for j := range n {
		c := &p.Criteria[j]
		if c.Scale == nil {
			return nil, &DataError{Criterion: c.ID, Reason: "RAFSI needs the criterion's Min and Max, its worst and its ideal score"}
		}
		lo, hi := c.Scale.Min, c.Scale.Max
		if c.Sense == Target {
			lo, hi = 0, max(hi-c.Target, c.Target-lo)
		}
		for k := j; k < m*n; k += n {
			x := p.Scores[k]
			if x < c.Scale.Min || x > c.Scale.Max {
				return nil, &DataError{p.Alternatives[k/n], c.ID, "the score %g lies outside the scale %g to %g, which RAFSI maps", []any{x, c.Scale.Min, c.Scale.Max}}
			}
			if c.Sense == Target {
				x = math.Abs(x - c.Target)
			}
			mapped[k] = n1 + float64((nk-n1)*((x-lo)/(hi-lo)))
			if r[k] = mapped[k] / (n1 + nk); c.Sense != Benefit {
				r[k] = n1 * nk / (n1 + nk) / mapped[k]
			}
		}
	}
	return newLinear(p, r, func(t *Trace, w []float64) {
		t.add(p, "Standardised decision matrix", "s_ij", mapped)
		t.add(p, "Normalised decision matrix", "ŝ_ij", r)
		t.add(p, "Weighted normalised decision matrix", "w_j·ŝ_ij", weighted(r, w))
	}), nil
}

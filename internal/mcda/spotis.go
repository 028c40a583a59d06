package mcda

import (
	"math"
)

var spotis = Method{
	Name:    "spotis",
	Aliases: []string{"stable-preference-ordering-towards-ideal-solution"},
	Title:   "SPOTIS",
	Formula: "P_i = Σ_j w_j·d_ij, d = |x − s*|/(Max − Min), s* the good end of the criterion's scale or its target; balanced: d = (1 − α)|x − s*|/(Max − Min) + α|x − e|/(Max − Min), e the expected score",
	Source:  "Dezert, Tchamova, Han & Tacnet 2020, 23rd International Conference on Information Fusion; balanced: Shekhovtsov, Dezert & Sałabun 2025",
	Choose:  "when the list of alternatives will change: scores depend on the scales alone, so nothing that is added or removed can reorder the others",
	Beware:  "lower is better; needs Min and Max of every criterion; with α above 0 an alternative beyond the expected scores is marked down for it, and can stand below one that is nowhere better",
	Needs:   Needs{Scale: true},

	LowerIsBetter: true,
	Parameters: []Parameter{
		{Name: "alpha", Doc: "the share of the distance from the expected scores, the column Target of benefit and cost criteria; 0 is plain SPOTIS, above it the balanced one", Default: "0", Min: 0, Max: 1},
	},
	reversalFree:    func(Parameters) bool { return true },
	breaksDominance: func(set Parameters) bool { return set.Number("alpha") > 0 },
	prepare: func(p *Problem, set Parameters) (Scorer, error) {
		m, n := p.Dims()
		alpha := set.Number("alpha")
		ideal, expected := make([]float64, n), make([]float64, n)
		d, toIdeal, toExpected := make([]float64, m*n), make([]float64, m*n), make([]float64, m*n)
		for j := range n {
			c := &p.Criteria[j]
			if c.Scale == nil {
				return nil, &DataError{Criterion: c.ID, Reason: "SPOTIS needs the criterion's Min and Max"}
			}
			ideal[j] = map[Sense]float64{Benefit: c.Scale.Max, Cost: c.Scale.Min, Target: c.Target}[c.Sense]
			if expected[j] = ideal[j]; c.Expected != nil {
				expected[j] = *c.Expected
			}
			for k := j; k < m*n; k += n {
				x := p.Scores[k]
				if x < c.Scale.Min || x > c.Scale.Max {
					return nil, &DataError{p.Alternatives[k/n], c.ID, "the score %g lies outside the scale %g to %g, whose ends SPOTIS measures from", []any{x, c.Scale.Min, c.Scale.Max}}
				}
				size := c.Scale.Max - c.Scale.Min
				toIdeal[k], toExpected[k] = math.Abs(x-ideal[j])/size, math.Abs(x-expected[j])/size
				d[k] = float64((1-alpha)*toIdeal[k]) + float64(alpha*toExpected[k])
			}
		}
		return newLinear(p, d, func(t *Trace, w []float64) {
			if alpha == 0 {
				t.addRows(p, "Ideal solution point", "s*_j", []string{"ISP"}, ideal)
				t.add(p, "Normalised distances", "d_ij", d)
			} else {
				t.addRows(p, "Ideal and expected solution points", "", []string{"ISP", "ESP"}, ideal, expected)
				t.add(p, "Normalised distances to the ideal", "d(ISP)", toIdeal)
				t.add(p, "Normalised distances to the expected", "d(ESP)", toExpected)
				t.add(p, "Balanced distances", "d_ij", d)
			}
			t.add(p, "Weighted distances", "w_j·d_ij", weighted(d, w))
		}), nil
	},
}

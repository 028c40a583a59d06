package mcda

import (
	"math"

	"veche/internal/mcda/exact"
)

var electreNetFlow = Method{
	Name:    "electre-net-flow",
	Aliases: []string{"electre-netflow", "net-concordance"},
	Title:   "ELECTRE with net concordance and discordance",
	Formula: "C_a = Σ_b (C(a,b) − C(b,a)), C the weight of the criteria where a is at least as good; D_a = Σ_b (D(a,b) − D(b,a)), " +
		"D(a,b) = max_j w_j(r_bj − r_aj) over max_j w_j|r_aj − r_bj|; the score is the mean of the places by C, most first, and by D, least first",
	Source: "van Delft & Nijkamp 1977, Multi-criteria Analysis and Regional Decision-making; Hwang & Yoon 1981 (the indices); worked in Çelikbilek 2018",
	Choose: "for a complete order from the comparisons in pairs of ELECTRE, without thresholds to choose",
	Beware: "the discordance of a pair sees only its largest difference, and the mean of two places hides when they disagree: look at both; the order of two " +
		"alternatives can depend on the others",
	LowerIsBetter: true,
	Needs:         Needs{Most: mostKept},
	Parameters:    []Parameter{normalizationParameter(NormVector, NormMinMax, NormScale)},
	prepare: func(p *Problem, set Parameters) (Scorer, error) {
		fs, err := transforms(p, Normalization(set["normalization"]))
		if err != nil {
			return nil, err
		}
		r := graded(p)
		for k := range r {
			j := k % len(fs)
			if r[k] /= math.Abs(fs[j].divisor); math.IsInf(r[k], 0) {
				return nil, &DataError{Criterion: p.Criteria[j].ID, Reason: Because("its scores are too large for its scale")}
			}
		}
		return &electreNetFlowScorer{prepared: prepare(p), r: r}, nil
	},
}

type electreNetFlowScorer struct {
	prepared
	r []float64 // m×n, normalised but for a constant of each column, which differences do not see; more is better
}

func (s *electreNetFlowScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	room := s.borrow(2 * s.m)
	c, d := (*room)[:s.m], (*room)[s.m:]
	s.net(c, d, weights)
	for a := range dst {
		dst[a] = (s.place(c, a, 1) + s.place(d, a, -1)) / 2
	}
	s.release(room)
	return dst
}

// net fills c and d (m) with the net concordances and discordances.
func (s *electreNetFlowScorer) net(c, d, weights []float64) {
	clear(c)
	clear(d)
	total := exact.Sum(weights)
	for a := range s.m {
		for b := range a {
			cab, cba, dab, dba := s.pair(a, b, weights)
			c[a], c[b] = c[a]+(cab-cba)/total, c[b]+(cba-cab)/total
			d[a], d[b] = d[a]+(dab-dba), d[b]+(dba-dab)
		}
	}
}

// pair returns the weight of the criteria on which a is at least as good as b, and b as a, and the discordances D(a,b) and D(b,a).
func (s *electreNetFlowScorer) pair(a, b int, weights []float64) (cab, cba, dab, dba float64) {
	ra, rb := s.r[a*s.n:(a+1)*s.n], s.r[b*s.n:(b+1)*s.n]
	for j, w := range weights {
		gain := w * (ra[j] - rb[j])
		if gain >= 0 {
			cab += w
		}
		if gain <= 0 {
			cba += w
		}
		dab, dba = max(dab, -gain), max(dba, gain)
	}
	if largest := max(dab, dba); largest > 0 {
		dab, dba = dab/largest, dba/largest
	}
	return cab, cba, dab, dba
}

// place returns 1 and the number of alternatives whose net value is above a's (sign 1) or below it (−1). Net values are sums of m terms in −1 … 1 that
// cancel, so rounding is of the order of m, not of the value.
func (s *electreNetFlowScorer) place(net []float64, a int, sign float64) float64 {
	place, rounding := 1.0, tieTolerance*float64(s.m)
	for _, x := range net {
		if sign*(x-net[a]) > rounding {
			place++
		}
	}
	return place
}

func (s *electreNetFlowScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	concordance, discordance := s.square(math.NaN()), s.square(math.NaN())
	total := exact.Sum(weights)
	for a := range s.m {
		for b := range a {
			cab, cba, dab, dba := s.pair(a, b, weights)
			concordance[a*s.m+b], concordance[b*s.m+a] = cab/total, cba/total
			discordance[a*s.m+b], discordance[b*s.m+a] = dab, dba
		}
	}
	c, d, byC, byD := make([]float64, s.m), make([]float64, s.m), make([]float64, s.m), make([]float64, s.m)
	s.net(c, d, weights)
	for a := range s.m {
		byC[a], byD[a] = s.place(c, a, 1), s.place(d, a, -1)
	}
	t := new(Trace)
	t.addPairs(s.p, "Concordance", "C(a,b)", concordance)
	t.addPairs(s.p, "Discordance", "D(a,b)", discordance)
	t.addColumns(s.p, "Net concordance and discordance", "", []string{"C", "D", "place by C", "place by D"}, c, d, byC, byD)
	t.Values = []Series{{Name: "net_concordance", Title: "Net concordance", Values: c}, {Name: "net_discordance", Title: "Net discordance", Values: d}}
	return t
}

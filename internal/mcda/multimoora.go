package mcda

import (
	"math"

	"veche/internal/mcda/exact"
)

var multimoora = Method{
	Name:    "multimoora",
	Aliases: []string{"multi-moora"},
	Title:   "MULTIMOORA",
	Formula: "ratio system y_i, reference point z_i and full multiplicative form U_i = Π_benefits r_ij^(w_j)/Π_costs r_ij^(w_j); a dominates b when it is ahead in more of the three than behind; score = (wins + ½ draws)/(m − 1)",
	Source:  "Brauers & Zavadskas 2010, Technological and Economic Development of Economy 16(1):5–24; dominance theory: Brauers & Zavadskas 2011",
	Choose:  "three views at once, each with another way to trade off; no single one decides",
	Beware:  "scores must be above 0; the papers put the dominance theory in words: counting wins is how it is done here; the majority of three can be circular, then those alternatives tie or stand by their number of wins",
	Ordinal: true,
	Needs:   Needs{Most: mostTimed, Positive: true, NoTarget: true},
	prepare: func(p *Problem, _ Parameters) (Scorer, error) {
		if err := p.demandPositive("MULTIMOORA"); err != nil {
			return nil, err
		}
		r, cost := mooraRatios(p)
		signed := make([]float64, len(r))
		logs, err := logarithms(p, r)
		if err != nil {
			return nil, err
		}
		for k, x := range r {
			signed[k] = x
			if cost[k%p.n()] {
				signed[k], logs[k] = -x, -logs[k]
			}
		}
		return &multimooraScorer{prepare(p), r, newLinear(p, signed, nil), newReference(p, r, cost), newLinear(p, logs, nil)}, nil
	},
}

type multimooraScorer struct {
	prepared
	r         []float64
	ratio     *linear
	reference *referenceScorer
	logs      *linear
}

// views fills the three parts: ratio system, reference point (lower is better), logarithm of the full multiplicative form.
func (s *multimooraScorer) views(y, z, u, weights []float64) {
	s.ratio.Scores(y, weights)
	s.reference.Scores(z, weights)
	s.logs.Scores(u, weights)
}

func (s *multimooraScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	room := s.borrow(3 * s.m)
	defer s.release(room)
	y, z, u := (*room)[:s.m], (*room)[s.m:2*s.m], (*room)[2*s.m:]
	s.views(y, z, u, weights)
	for i := range dst {
		dst[i] = 0
	}
	for a := range dst {
		for b := range a {
			votes := ahead(y[a]-y[b]) + preferred(z[b], z[a]) + ahead(u[a]-u[b])
			switch {
			case votes > 0:
				dst[a]++
			case votes < 0:
				dst[b]++
			default:
				dst[a], dst[b] = dst[a]+0.5, dst[b]+0.5
			}
		}
	}
	for i := range dst {
		dst[i] /= float64(s.m - 1)
	}
	return dst
}

// preferred is 1 when a is above b by more than rounding, −1 when below, else 0.
func preferred(a, b float64) int {
	switch {
	case Tied(a, b):
		return 0
	case a > b:
		return 1
	}
	return -1
}

// ahead is preferred for a difference of sums of the size of 1, or of logarithms.
func ahead(d float64) int {
	switch {
	case math.Abs(d) <= tieTolerance:
		return 0
	case d > 0:
		return 1
	}
	return -1
}

func (s *multimooraScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	y, z, u := make([]float64, s.m), make([]float64, s.m), make([]float64, s.m)
	s.views(y, z, u, weights)
	for i, l := range u {
		u[i] = exact.Exp(l)
	}
	ids := s.p.Alternatives
	t := new(Trace)
	t.add(s.p, "Normalised decision matrix", "x*_ij", s.r)
	t.add(s.p, "Weighted normalised decision matrix, costs negative", "±w_j·x*_ij", weighted(s.ratio.values, weights))
	t.addRows(s.p, "Reference point", "r_j", []string{"r"}, s.reference.best)
	t.add(s.p, "Weighted distances from the reference point", "w_j·|r_j − x*_ij|", weighted(s.reference.gap, weights))
	t.addColumns(s.p, "The three parts", "", []string{"y", "z", "U"}, y, z, u)
	t.addColumns(s.p, "Their ranks", "", []string{"y", "z", "U"}, Rank(y, ids, false).Ranks, Rank(z, ids, true).Ranks, Rank(u, ids, false).Ranks)
	t.Values = []Series{{Name: "ratio", Title: "Ratio system y", Values: y}, {Name: "reference_point", Title: "Reference point z", Values: z}, {Name: "full_multiplicative", Title: "Full multiplicative form U", Values: u}}
	return t
}

package mcda

import "veche/internal/mcda/exact"

var waspas = Method{
	Name:    "waspas",
	Aliases: []string{"weighted-aggregated-sum-product-assessment"},
	Title:   "WASPAS",
	Formula: "Q_i = λ·Σ_j w_j·r_ij + (1 − λ)·Π_j r_ij^(w_j), r = x/max, for a cost min/x",
	Source:  "Zavadskas, Turskis, Antucheviciene & Zakarevicius 2012, Elektronika ir Elektrotechnika 122(6):3–6",
	Choose:  "to weigh the sum, which forgives a weakness, against the product, which does not",
	Beware:  "scores must be above 0; depends on the best scores among the alternatives",
	Needs:   Needs{Positive: true, NoTarget: true},
	Parameters: []Parameter{
		{Name: "lambda", Doc: "the share of the sum; the rest is the product's", Default: "0.5", Min: 0, Max: 1},
	},
	prepare: func(p *Problem, set Parameters) (Scorer, error) {
		if err := p.demandPositive("WASPAS"); err != nil {
			return nil, err
		}
		fs, err := transforms(p, NormMax)
		if err != nil {
			return nil, err
		}
		r := apply(nil, p, fs)
		logs, err := logarithms(p, r)
		if err != nil {
			return nil, err
		}
		return &waspasScorer{prepare(p), newLinear(p, r, nil), newLinear(p, logs, nil), set.Number("lambda")}, nil
	},
}

type waspasScorer struct {
	prepared
	sum, logs *linear
	lambda    float64
}

func (s *waspasScorer) Scores(dst, weights []float64) []float64 {
	dst = s.sum.Scores(dst, weights)
	logs := s.borrow(s.m)
	defer s.release(logs)
	s.logs.Scores(*logs, weights)
	for i, l := range *logs {
		dst[i] = float64(s.lambda*dst[i]) + float64((1-s.lambda)*exact.Exp(l))
	}
	return dst
}

func (s *waspasScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	powers := weighted(s.logs.values, weights)
	for k, l := range powers {
		powers[k] = exact.Exp(l)
	}
	q1, q2 := s.sum.Scores(nil, weights), s.logs.Scores(nil, weights)
	for i, l := range q2 {
		q2[i] = exact.Exp(l)
	}
	t := new(Trace)
	t.add(s.p, "Normalised decision matrix", "r_ij", s.sum.values)
	t.add(s.p, "Weighted normalised decision matrix for the sum", "w_j·r_ij", weighted(s.sum.values, weights))
	t.add(s.p, "Weighted normalised decision matrix for the product", "r_ij^(w_j)", powers)
	t.addColumns(s.p, "Relative importance", "", []string{"Q⁽¹⁾", "Q⁽²⁾", "Q"}, q1, q2, s.Scores(nil, weights))
	t.Values = []Series{{Name: "wsm", Title: "Q⁽¹⁾", Values: q1}, {Name: "wpm", Title: "Q⁽²⁾", Values: q2}}
	return t
}

package mcda

import (
	"gonum.org/v1/gonum/mat"

	"veche/internal/mcda/exact"
)

var weightedProduct = Method{
	Name:    "weighted-product",
	Aliases: []string{"wpm", "weightedproduct", "weighted-product-model"},
	Title:   "Weighted product",
	Formula: "P_i = Π_j r_ij^(w_j), a cost to the power −w_j; R(a/b) = P_a/P_b",
	Source:  "Bridgman 1922, Dimensional Analysis; Miller & Starr 1969; Triantaphyllou 2000, Multi-Criteria Decision Making Methods (WPM)",
	Choose:  "when ratios of scores mean something: no normalisation is needed, units cancel, and adding or removing an alternative reorders nothing",
	Beware:  "scores must be above 0; a score near 0 on any criterion pulls the whole product down",
	Live:    LiveProduct,
	Needs:   Needs{Positive: true, NoTarget: true},
	Parameters: []Parameter{
		normalizationParameter(NormNone, NormMax, NormSum),
	},
	reversalFree: func(Parameters) bool { return true },
	prepare: func(p *Problem, set Parameters) (Scorer, error) {
		if err := p.demandPositive("the weighted product"); err != nil {
			return nil, err
		}
		how := Normalization(set["normalization"])
		r := p.Scores
		if how != NormNone {
			fs, err := transforms(p, how)
			if err != nil {
				return nil, err
			}
			r = apply(nil, p, fs)
		}
		logs, err := logarithms(p, r)
		if err != nil {
			return nil, err
		}
		for k := range logs {
			if how == NormNone && p.Criteria[k%p.n()].Sense == Cost {
				logs[k] = -logs[k]
			}
		}
		return &productScorer{prepared: prepare(p), r: r, logs: newLinear(p, logs, nil)}, nil
	},
}

// productScorer is exp(Σ_j w_j·ln r_ij).
type productScorer struct {
	prepared
	r    []float64
	logs *linear
}

func (s *productScorer) Values() []float64 { return s.logs.values }

func (s *productScorer) Scores(dst, weights []float64) []float64 {
	dst = s.logs.Scores(dst, weights)
	for i, l := range dst {
		dst[i] = exact.Exp(l)
	}
	return dst
}

func (s *productScorer) Batch(dst, weights *mat.Dense) {
	s.logs.Batch(dst, weights)
	for r := range weights.RawMatrix().Rows {
		for i, l := range dst.RawRowView(r) {
			dst.Set(r, i, exact.Exp(l))
		}
	}
}

// mostPairs is the number of alternatives up to which a trace shows tables of all pairs.
const mostPairs = 100

func (s *productScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	powers := weighted(s.logs.values, weights)
	for k, l := range powers {
		powers[k] = exact.Exp(l)
	}
	scores := s.Scores(nil, weights)
	t := new(Trace)
	t.add(s.p, "Scores", "r_ij", s.r)
	t.add(s.p, "Powers", "r_ij^(±w_j)", powers)
	if s.m <= mostPairs {
		ratios := make([]float64, 0, s.m*s.m)
		for _, a := range scores {
			for _, b := range scores {
				ratios = append(ratios, a/b)
			}
		}
		t.addPairs(s.p, "Ratios", "R(a/b)", ratios)
	}
	logs := make([]float64, s.m)
	for i, x := range scores {
		logs[i] = exact.Log10(x)
	}
	t.Values = []Series{{Name: "log10", Title: "log₁₀ P", Values: logs, Step: true}}
	return t
}

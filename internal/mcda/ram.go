package mcda

import "veche/internal/mcda/exact"

var ram = Method{
	Name:    "ram",
	Aliases: []string{"root-assessment-method"},
	Title:   "RAM",
	Formula: "RI_i = (2 + S⁺_i)^(1/(2 + S⁻_i)), S⁺ and S⁻ the weighted sums of x/Σx over benefits and over costs",
	Source:  "Sotoudeh-Anvari 2023, Journal of Cleaner Production 423:138695 (root assessment method)",
	Choose:  "to let benefits make good costs only in part: the costs are the root that is taken of the benefits",
	Beware:  "all scores lie close together, between about 1.26 and 1.73: look at ranks and differences, not at sizes; depends on the set of alternatives",
	Needs:   Needs{Ratio: true},
	prepare: func(p *Problem, _ Parameters) (Scorer, error) {
		if err := p.demandNonNegative("RAM"); err != nil {
			return nil, err
		}
		x, cost := oriented(p)
		r, err := shares(p, x)
		if err != nil {
			return nil, err
		}
		return &ramScorer{coprasScorer{prepare(p), r, cost}}, nil
	},
}

type ramScorer struct{ parts coprasScorer }

func (s *ramScorer) Dims() (m, n int) { return s.parts.Dims() }

func (s *ramScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.parts.m)
	mustLen(weights, s.parts.n)
	minus := s.parts.borrow(s.parts.m)
	defer s.parts.release(minus)
	s.parts.sums(dst, *minus, weights)
	for i, c := range *minus {
		dst[i] = exact.Pow(2+dst[i], 1/(2+c))
	}
	return dst
}

func (s *ramScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.parts.n)
	plus, minus := make([]float64, s.parts.m), make([]float64, s.parts.m)
	s.parts.sums(plus, minus, weights)
	t := new(Trace)
	t.add(s.parts.p, "Normalised decision matrix", "r_ij", s.parts.r)
	t.add(s.parts.p, "Weighted normalised decision matrix", "y_ij", weighted(s.parts.r, weights))
	t.addColumns(s.parts.p, "Sums and root", "", []string{"S⁺", "S⁻", "RI"}, plus, minus, s.Scores(nil, weights))
	t.Values = []Series{{Name: "s_plus", Title: "S⁺", Values: plus, Step: true}, {Name: "s_minus", Title: "S⁻", Values: minus, Step: true}}
	return t
}

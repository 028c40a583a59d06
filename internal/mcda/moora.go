package mcda

import "math"

var moora = Method{
	Name:    "moora",
	Aliases: []string{"moora-ratio", "ratio-system"},
	Title:   "MOORA, ratio system",
	Formula: "y_i = Σ_benefits w_j·r_ij − Σ_costs w_j·r_ij, r = x/√Σx²",
	Source:  "Brauers & Zavadskas 2006, Control and Cybernetics 35(2):445–469",
	Choose:  "a sum of benefits less a sum of costs, with a normalisation that takes zeros and negative scores",
	Beware:  "costs weigh by their size and not by their range: a cost that hardly varies lowers all scores alike; depends on the set of alternatives",
	prepare: func(p *Problem, _ Parameters) (Scorer, error) {
		r, cost := mooraRatios(p)
		signed := make([]float64, len(r))
		for k, x := range r {
			signed[k] = x
			if cost[k%p.n()] {
				signed[k] = -x
			}
		}
		return newLinear(p, signed, func(t *Trace, w []float64) {
			t.add(p, "Normalised decision matrix", "x*_ij", r)
			t.add(p, "Weighted normalised decision matrix, costs negative", "±w_j·x*_ij", weighted(signed, w))
		}), nil
	},
}

var mooraReference = Method{
	Name:    "moora-reference",
	Aliases: []string{"moora-reference-point", "reference-point"},
	Title:   "MOORA, reference point",
	Formula: "y_i = max_j w_j·|r*_j − r_ij|, r = x/√Σx², r* the best on each criterion",
	Source:  "Brauers & Zavadskas 2006, Control and Cybernetics 35(2):445–469",
	Choose:  "to minimise the worst shortfall from the best: no criterion may be far behind",
	Beware:  "lower is better; only the largest shortfall counts, so ties and coarse rankings are common",

	LowerIsBetter: true,
	prepare: func(p *Problem, _ Parameters) (Scorer, error) {
		r, cost := mooraRatios(p)
		return newReference(p, r, cost), nil
	},
}

// n is the number of criteria.
func (p *Problem) n() int { return len(p.Criteria) }

func mooraRatios(p *Problem) (r []float64, cost []bool) {
	x, cost := oriented(p)
	return unitVectors(p, x), cost
}

// referenceScorer is max_j w_j·gap_ij.
type referenceScorer struct {
	prepared
	r, best, gap []float64
}

func newReference(p *Problem, r []float64, cost []bool) *referenceScorer {
	s := &referenceScorer{prepared: prepare(p), r: r, best: make([]float64, p.n()), gap: make([]float64, len(r))}
	for j := range s.best {
		lo, hi := extent(r, j, s.n)
		if s.best[j] = hi; cost[j] {
			s.best[j] = lo
		}
		for k := j; k < len(r); k += s.n {
			if !Tied(s.best[j], r[k]) {
				s.gap[k] = math.Abs(s.best[j] - r[k])
			}
		}
	}
	return s
}

func (s *referenceScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	for i := range dst {
		dst[i] = 0
		for j, g := range s.gap[i*s.n : (i+1)*s.n] {
			dst[i] = max(dst[i], weights[j]*g)
		}
	}
	return dst
}

// Shares is the score itself.
func (s *referenceScorer) Shares() []Share { return []Share{{1, s.gap, true, OfOne}} }

func (s *referenceScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	t := new(Trace)
	t.add(s.p, "Normalised decision matrix", "x*_ij", s.r)
	t.addRows(s.p, "Reference point", "r_j", []string{"r"}, s.best)
	t.add(s.p, "Weighted distances from the reference point", "w_j·|r_j − x*_ij|", weighted(s.gap, weights))
	return t
}

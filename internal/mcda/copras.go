package mcda

import "math"

var copras = Method{
	Name:    "copras",
	Aliases: []string{"complex-proportional-assessment"},
	Title:   "COPRAS",
	Formula: "Q_i = S⁺_i + ΣS⁻/(S⁻_i·Σ_k 1/S⁻_k), S⁺ and S⁻ the weighted sums of x/Σx over benefits and over costs; score N_i = Q_i/max Q; without costs Q = S⁺",
	Source:  "Zavadskas, Kaklauskas & Sarka 1994, Technological and Economic Development of Economy 1(3):131–139",
	Choose:  "when costs count in proportion: half the costs is worth twice as much",
	Beware:  "the worth of a low cost depends on the costs of all the others, so adding an alternative can reorder the rest; costs of 0 share all of ΣS⁻ among themselves",
	Needs:   Needs{Ratio: true},
	prepare: func(p *Problem, _ Parameters) (Scorer, error) {
		if err := p.demandNonNegative("COPRAS"); err != nil {
			return nil, err
		}
		x, cost := oriented(p)
		r, err := shares(p, x)
		if err != nil {
			return nil, err
		}
		return &coprasScorer{prepare(p), r, cost}, nil
	},
}

type coprasScorer struct {
	prepared
	r    []float64
	cost []bool
}

// sums fills plus with S⁺ and minus with S⁻.
func (s *coprasScorer) sums(plus, minus, weights []float64) {
	for i := range plus {
		plus[i], minus[i] = 0, 0
		for j, r := range s.r[i*s.n : (i+1)*s.n] {
			if s.cost[j] {
				minus[i] += float64(weights[j] * r)
			} else {
				plus[i] += float64(weights[j] * r)
			}
		}
	}
}

// significance turns S⁻ into ΣS⁻/(S⁻_i·Σ_k 1/S⁻_k), with its limit where some S⁻ are 0: these share ΣS⁻ equally.
func significance(minus []float64) {
	var sum, reciprocals float64
	zeros := 0
	least := math.Inf(1)
	for _, x := range minus {
		sum += x
		least = min(least, x)
		if x == 0 {
			zeros++
		}
	}
	if sum == 0 {
		return
	}
	for _, x := range minus {
		reciprocals += least / x
	}
	for i, x := range minus {
		switch {
		case zeros == 0:
			minus[i] = sum * (least / x) / reciprocals
		case x == 0:
			minus[i] = sum / float64(zeros)
		default:
			minus[i] = 0
		}
	}
}

func (s *coprasScorer) quality(q, weights []float64) (best float64) {
	minus := s.borrow(s.m)
	defer s.release(minus)
	s.sums(q, *minus, weights)
	significance(*minus)
	for i, x := range *minus {
		q[i] += x
		best = max(best, q[i])
	}
	return best
}

func (s *coprasScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	best := s.quality(dst, weights)
	for i := range dst {
		if best > 0 {
			dst[i] /= best
		} else {
			dst[i] = 1 // nothing but zeros: all are alike
		}
	}
	return dst
}

func (s *coprasScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	plus, minus, q := make([]float64, s.m), make([]float64, s.m), make([]float64, s.m)
	s.sums(plus, minus, weights)
	s.quality(q, weights)
	n := s.Scores(nil, weights)
	t := new(Trace)
	t.add(s.p, "Normalised decision matrix", "x̄_ij", s.r)
	t.add(s.p, "Weighted normalised decision matrix", "x̂_ij", weighted(s.r, weights))
	t.addColumns(s.p, "Sums, significance and utility degree", "", []string{"S⁺", "S⁻", "Q", "N"}, plus, minus, q, n)
	t.Values = []Series{{Name: "s_plus", Title: "S⁺", Values: plus, Step: true}, {Name: "s_minus", Title: "S⁻", Values: minus, Step: true}, {Name: "q", Title: "Q", Values: q, Step: true}, {Name: "utility", Title: "N", Values: n, Step: true}}
	return t
}

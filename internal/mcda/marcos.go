package mcda

import "math"

var marcos = Method{
	Name:    "marcos",
	Aliases: []string{"measurement-of-alternatives-and-ranking-according-to-compromise-solution"},
	Title:   "MARCOS",
	Formula: "f(K_i) = (K⁺ + K⁻)/(1 + (1 − f(K⁺))/f(K⁺) + (1 − f(K⁻))/f(K⁻)), K⁺ = S_i/S_ai, K⁻ = S_i/S_aai, S_i = Σ_j w_j·r_ij, r = x/x_ai, for a cost x_ai/x",
	Source:  "Stević, Pamučar, Puška & Chatterjee 2020, Computers & Industrial Engineering 140:106231",
	Choose:  "to place every alternative between an ideal and an anti-ideal by ratios",
	Beware:  "K⁺ and K⁻ are the same sum over two constants, so the order is that of the ratio-normalised weighted sum; costs must be above 0",
	Needs:   Needs{Ratio: true},
	prepare: func(p *Problem, _ Parameters) (Scorer, error) {
		if err := p.demandRatios("MARCOS"); err != nil {
			return nil, err
		}
		r, worst := ratios(p), make([]float64, p.n())
		for j := range worst {
			worst[j], _ = extent(r, j, p.n())
		}
		return &marcosScorer{prepare(p), r, worst, newLinear(p, r, nil)}, nil
	},
}

type marcosScorer struct {
	prepared
	r, worst []float64
	sums     *linear
}

// ends returns S of the ideal and of the anti-ideal alternative.
func (s *marcosScorer) ends(weights []float64) (ideal, anti float64) {
	for j, w := range weights {
		ideal += w
		anti += float64(w * s.worst[j])
	}
	return ideal, anti
}

// factor is f(K)/S: with f(K⁺) = K⁻/(K⁺ + K⁻) and f(K⁻) = K⁺/(K⁺ + K⁻) the formula is S·(a + b)/(a² + ab + b²), a and b the ideal's and the anti-ideal's S.
func (s *marcosScorer) factor(weights []float64) float64 {
	a, b := s.ends(weights)
	return (a + b) / (float64(a*a) + float64(a*b) + float64(b*b))
}

func (s *marcosScorer) Values() []float64 { return s.sums.values }

func (s *marcosScorer) Scores(dst, weights []float64) []float64 {
	return scaleBy(s.sums.Scores(dst, weights), s.factor(weights))
}

func (s *marcosScorer) Contributions(dst, weights []float64) []float64 {
	return scaleBy(s.sums.Contributions(dst, weights), s.factor(weights))
}

func (s *marcosScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	ideal, anti := s.ends(weights)
	sums := s.sums.Scores(nil, weights)
	rows := append(append([]string{"AAI"}, s.p.Alternatives...), "AI")
	ones := make([]float64, s.n)
	for j := range ones {
		ones[j] = 1
	}
	r := append(append(append([]float64(nil), s.worst...), s.r...), ones...)
	t := new(Trace)
	t.table(Table{Name: "Normalised extended matrix", Symbol: "n_ij", Rows: rows, Column: criteriaIDs(s.p), Values: r})
	t.table(Table{Name: "Weighted extended matrix", Symbol: "v_ij", Rows: rows, Column: criteriaIDs(s.p), Values: weighted(r, weights)})
	plus := append([]float64(nil), sums...)
	scaleBy(plus, 1/ideal)
	f := s.Scores(nil, weights)
	if !math.IsInf(ideal/anti, 0) {
		minus := append([]float64(nil), sums...)
		scaleBy(minus, 1/anti)
		t.addColumns(s.p, "Utility degrees and function", "", []string{"S", "K⁻", "K⁺", "f(K)"}, sums, minus, plus, f)
		t.Values = []Series{{Name: "s", Title: "S", Values: sums, Step: true}, {Name: "k_minus", Title: "K⁻", Values: minus}, {Name: "k_plus", Title: "K⁺", Values: plus}}
		return t
	}
	t.addColumns(s.p, "Utility degrees and function", "", []string{"S", "K⁺", "f(K)"}, sums, plus, f).Note = "The anti-ideal is 0 on every criterion that counts: K⁻ has no value, f(K) is its limit."
	t.Values = []Series{{Name: "s", Title: "S", Values: sums, Step: true}, {Name: "k_plus", Title: "K⁺", Values: plus}}
	return t
}

package mcda

var aras = Method{
	Name:    "aras",
	Aliases: []string{"additive-ratio-assessment"},
	Title:   "ARAS",
	Formula: "K_i = S_i/S_0, S_i = Σ_j w_j·x̄_ij, x̄ = x/Σx (costs as 1/x) over the alternatives and the optimal one, 0",
	Source:  "Zavadskas & Turskis 2010, Technological and Economic Development of Economy 16(2):159–172",
	Choose:  "when the score should say which share of an ideal alternative is reached",
	Beware:  "costs must be above 0; with the optimum from the data, adding an alternative can reorder the rest",
	Needs:   Needs{Ratio: true},
	Parameters: []Parameter{
		{Name: "optimal", Doc: "the optimal alternative: the best found in the data, or the good ends of the criteria's scales", Default: "data", Choices: []string{"data", "scale"}},
	},
	prepare: func(p *Problem, set Parameters) (Scorer, error) {
		if err := p.demandRatios("ARAS"); err != nil {
			return nil, err
		}
		m, n := p.Dims()
		x, cost := beneficial(p)
		all := append(make([]float64, n, (m+1)*n), x...) // the optimal alternative first
		for j := range n {
			lo, hi := extent(x, j, n)
			if set["optimal"] == "scale" {
				var err error
				if lo, hi, err = optimalEnds(p, j, lo, hi); err != nil {
					return nil, err
				}
			}
			all[j] = hi
			if cost[j] && hi > 0 {
				all[j] = lo
				for k := j; k < len(all); k += n {
					all[k] = 1 / all[k]
				}
			}
		}
		r, err := shares(p, all)
		if err != nil {
			return nil, err
		}
		for k := range r {
			if all[k%n] == 0 {
				r[k] = 1 // a column of nothing but 0 is reached by all
			}
		}
		return &arasScorer{prepared: prepare(p), r: r[n:], optimal: r[:n], sums: newLinear(p, r[n:], nil)}, nil
	},
}

// optimalEnds are the ends of criterion j's scale in ARAS's terms.
func optimalEnds(p *Problem, j int, lo, hi float64) (float64, float64, error) {
	c := &p.Criteria[j]
	switch {
	case c.Scale == nil:
		return 0, 0, &DataError{Criterion: c.ID, Reason: Because("the optimum from the scale needs the criterion's Min and Max")}
	case hi > c.Scale.Max && c.Sense == Benefit || lo < c.Scale.Min && c.Sense == Cost:
		return 0, 0, &DataError{Criterion: c.ID, Reason: Because("a score is better than the good end of the scale, which is the optimum")}
	case c.Sense == Benefit && c.Scale.Max <= 0:
		return 0, 0, &DataError{Criterion: c.ID, Reason: Because("ARAS divides by the sum with the optimal score: the scale's maximum must be above 0")}
	case c.Sense == Target:
		return lo, hi, nil // the target itself is the optimum only when an alternative reaches it
	case c.Sense == Cost && c.Scale.Min <= 0:
		return 0, 0, &DataError{Criterion: c.ID, Reason: Because("ARAS divides by the optimal cost: the scale's minimum must be above 0")}
	}
	return c.Scale.Min, c.Scale.Max, nil
}

// arasScorer is Σ_j w_j·r_ij/Σ_j w_j·optimal_j.
type arasScorer struct {
	prepared
	r, optimal []float64
	sums       *linear
}

func (s *arasScorer) best(weights []float64) float64 {
	var sum float64
	for j, r := range s.optimal {
		sum += float64(weights[j] * r)
	}
	return sum
}

func (s *arasScorer) Values() []float64 { return s.sums.values }

func (s *arasScorer) Scores(dst, weights []float64) []float64 {
	return scaleBy(s.sums.Scores(dst, weights), 1/s.best(weights))
}

func (s *arasScorer) Contributions(dst, weights []float64) []float64 {
	return scaleBy(s.sums.Contributions(dst, weights), 1/s.best(weights))
}

func scaleBy(x []float64, factor float64) []float64 {
	for i := range x {
		x[i] *= factor
	}
	return x
}

func (s *arasScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	t := new(Trace)
	rows := append([]string{"optimal"}, s.p.Alternatives...)
	all := append(append([]float64(nil), s.optimal...), s.r...)
	t.table(Table{Name: "Normalised decision matrix", Symbol: "x̄_ij", Rows: rows, Column: criteriaIDs(s.p), Values: all})
	t.table(Table{Name: "Weighted normalised decision matrix", Symbol: "x̂_ij", Rows: rows, Column: criteriaIDs(s.p), Values: weighted(all, weights)})
	sums, k := s.sums.Scores(nil, weights), s.Scores(nil, weights)
	t.table(Table{Name: "Optimality function and utility degree", Rows: rows, Column: []string{"S", "K"}, Values: interleave(append([]float64{s.best(weights)}, sums...), append([]float64{1}, k...))})
	t.Values = []Series{{Name: "s", Title: "S", Values: sums, Step: true}, {Name: "utility", Title: "K", Values: k, Step: true}}
	return t
}

// interleave returns columns of equal length as one table, row by row.
func interleave(columns ...[]float64) []float64 {
	var out []float64
	for i := range columns[0] {
		for _, c := range columns {
			out = append(out, c[i])
		}
	}
	return out
}

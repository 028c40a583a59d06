package mcda

import (
	"math"
)

var fuzzyTOPSIS = Method{
	Name:    "fuzzy-topsis",
	Aliases: []string{"ftopsis", "fuzzytopsis", "chen-topsis"},
	Title:   "Fuzzy TOPSIS",
	Formula: "CC_i = d⁻_i/(d⁺_i + d⁻_i), d the sums over the criteria of vertex distances √(⅓Σ(v − v*)²) of the weighted normalised fuzzy scores from the ideal (1,1,1) and from (0,0,0); r = (l, m, u)/max u, for a cost min l/(u, m, l); with trapezoids (a, b, c, d) the same over four numbers, √(¼Σ(v − v*)²)",
	Source:  "Chen 2000, Fuzzy Sets and Systems 114(1):1–9; ideals from the data: Chen, Lin & Huang 2006, International Journal of Production Economics 102:289–301",
	Choose:  "when experts answer in words that stand for triangular or trapezoidal fuzzy numbers on the Scale sheet",
	Beware:  "with the ideals at 0 and 1 all coefficients move together with the size of the weights: compare them within one study only; crisp scores are taken as (x, x, x), and with crisp weights too it is the max-normalised weighted sum; a criterion of weight 0 takes no part",
	Fuzzy:   true,
	Needs:   Needs{Ratio: true, NoTarget: true},
	Parameters: []Parameter{
		{Name: "ideals", Doc: "the fuzzy ideals: (1,1,1) and (0,0,0), or the largest u (d) and the least l (a) of each criterion's weighted scores", Default: "unit", Choices: []string{"unit", "data"}},
	},
	prepare: prepareFuzzyTOPSIS,
}

type fuzzyTOPSISScorer struct {
	prepared
	r          []Fuzzy // m×n
	weight     []Fuzzy // n, at the crisp weights crisp; nil: the weights are crisp
	crisp      []float64
	unit       bool
	trapezoids bool
}

func prepareFuzzyTOPSIS(p *Problem, set Parameters) (Scorer, error) {
	m, n := p.Dims()
	for _, c := range p.Criteria {
		if c.Sense == Target {
			return nil, &DataError{Criterion: c.ID, Reason: "fuzzy TOPSIS has no target criteria: choose another method, or score nearness to the target as a benefit"}
		}
	}
	x := p.Fuzzy
	if x == nil {
		x = make([]Fuzzy, m*n)
		scores, _ := oriented(p)
		for k, v := range scores {
			x[k] = crispFuzzy(v)
		}
	}
	s := &fuzzyTOPSISScorer{prepared: prepare(p), r: make([]Fuzzy, m*n), unit: set["ideals"] == "unit", trapezoids: p.trapezoidal()}
	for j := range n {
		c := &p.Criteria[j]
		least, largest := math.Inf(1), 0.0
		for i := range m {
			v := x[i*n+j]
			switch {
			case v[0] < 0 || v[0] == 0 && c.Sense == Cost:
				return nil, &DataError{p.Alternatives[i], c.ID, "fuzzy TOPSIS needs scores of 0 or more and costs above 0, this begins at %g", []any{v[0]}}
			}
			least, largest = min(least, v[0]), max(largest, v[3])
		}
		for k := j; k < m*n; k += n {
			v := x[k]
			switch {
			case largest == 0:
				s.r[k] = crispFuzzy(1)
			case c.Sense == Cost:
				s.r[k] = Fuzzy{least / v[3], least / v[2], least / v[1], least / v[0]}
			default:
				s.r[k] = Fuzzy{v[0] / largest, v[1] / largest, v[2] / largest, v[3] / largest}
			}
		}
	}
	return s, s.takeWeights()
}

// takeWeights keeps the criteria's fuzzy weights when all have one, in shares of the largest when that is above 1.
func (s *fuzzyTOPSISScorer) takeWeights() error {
	largest, sum := 1.0, 0.0
	for _, c := range s.p.Criteria {
		w := c.FuzzyWeight
		if w == nil {
			s.weight, s.crisp = nil, nil
			return nil
		}
		if !w.ordered() || w[0] < 0 {
			return &DataError{Criterion: c.ID, Reason: "the fuzzy weight %v is not a fuzzy number of 0 or more", Args: []any{*w}}
		}
		s.weight, s.crisp = append(s.weight, *w), append(s.crisp, w.Centroid())
		largest, sum = max(largest, w[3]), sum+w.Centroid()
	}
	for j := range s.weight {
		for k := range s.weight[j] {
			s.weight[j][k] /= largest
		}
		if s.crisp[j] /= sum; sum == 0 {
			return &DataError{Reason: "all fuzzy weights are 0"}
		}
	}
	return nil
}

// fuzzyWeight is criterion j's weight as a fuzzy number: its own, as many times larger as its crisp weight was made, but never beyond 1.
func (s *fuzzyTOPSISScorer) fuzzyWeight(j int, weights []float64) Fuzzy {
	w := weights[j]
	if s.weight == nil || s.crisp[j] == 0 {
		return crispFuzzy(w)
	}
	factor := w / s.crisp[j]
	if math.Abs(factor-1) < 1e-9 {
		factor = 1 // not moved
	}
	t := s.weight[j]
	return Fuzzy{min(1, factor*t[0]), min(1, factor*t[1]), min(1, factor*t[2]), min(1, factor*t[3])}
}

// ideals returns the ideal and anti-ideal of criterion j.
func (s *fuzzyTOPSISScorer) ideals(j int, w Fuzzy) (best, worst float64) {
	if s.unit {
		return 1, 0
	}
	best, worst = 0, math.Inf(1)
	for k := j; k < len(s.r); k += s.n {
		v := w.times(s.r[k])
		best, worst = max(best, v[3]), min(worst, v[0])
	}
	return best, worst
}

func (s *fuzzyTOPSISScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	room := s.borrow(2 * s.m)
	defer s.release(room)
	plus, minus := (*room)[:s.m], (*room)[s.m:]
	s.distances(plus, minus, weights)
	for i := range dst {
		dst[i] = ratio(plus[i], minus[i])
	}
	return dst
}

func (s *fuzzyTOPSISScorer) distances(plus, minus, weights []float64) {
	mustLen(weights, s.n)
	clear(plus)
	clear(minus)
	for j := range s.n {
		if weights[j] == 0 {
			continue
		}
		w := s.fuzzyWeight(j, weights)
		best, worst := s.ideals(j, w)
		for i := range plus {
			v := w.times(s.r[i*s.n+j])
			plus[i] += v.vertex(best, s.trapezoids)
			minus[i] += v.vertex(worst, s.trapezoids)
		}
	}
}

func (s *fuzzyTOPSISScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	plus, minus := make([]float64, s.m), make([]float64, s.m)
	s.distances(plus, minus, weights)
	names, numbers := []string{" l", " m", " u"}, func(f Fuzzy) []float64 { return []float64{f[0], f[1], f[3]} }
	if s.trapezoids {
		names, numbers = []string{" a", " b", " c", " d"}, func(f Fuzzy) []float64 { return f[:] }
	}
	var columns []string
	var r, v, w []float64
	for _, c := range s.p.Criteria {
		for _, name := range names {
			columns = append(columns, c.ID+name)
		}
	}
	for k, x := range s.r {
		r, v = append(r, numbers(x)...), append(v, numbers(s.fuzzyWeight(k%s.n, weights).times(x))...)
	}
	for j := range s.n {
		w = append(w, numbers(s.fuzzyWeight(j, weights))...)
	}
	ids := s.p.Alternatives
	t := new(Trace)
	t.table(Table{Name: "Fuzzy weights", Symbol: "w̃_j", Rows: []string{"w"}, Column: columns, Values: w})
	t.table(Table{Name: "Normalised fuzzy decision matrix", Symbol: "r̃_ij", Rows: ids, Column: columns, Values: r})
	t.table(Table{Name: "Weighted normalised fuzzy decision matrix", Symbol: "ṽ_ij", Rows: ids, Column: columns, Values: v})
	t.addColumns(s.p, "Distances and closeness", "", []string{"d⁺", "d⁻", "CC"}, plus, minus, s.Scores(nil, weights))
	t.Values = []Series{{Name: "d_plus", Title: "d⁺", Values: plus, Step: true}, {Name: "d_minus", Title: "d⁻", Values: minus, Step: true}}
	return t
}

package mcda

import "math"

var ocra = Method{
	Name:    "ocra",
	Aliases: []string{"operational-competitiveness-rating"},
	Title:   "OCRA",
	Formula: "P_i = (Ī_i + Ō_i) − min, I_i = Σ_costs w_j(max x_j − x_ij)/min x_j, O_i = Σ_benefits w_j(x_ij − min x_j)/min x_j, Ī = I − min I, Ō = O − min O",
	Source:  "Parkan 1994, Managerial and Decision Economics 15(3):201–221; as in Işık & Adalı 2016",
	Choose:  "to compare units that turn inputs into outputs, each measured from the weakest unit",
	Beware:  "distances are in shares of the smallest score: a criterion whose smallest score is near 0 swamps the others",
	Needs:   Needs{Positive: true, NoTarget: true},
	prepare: func(p *Problem, _ Parameters) (Scorer, error) {
		if err := p.demandPositive("OCRA"); err != nil {
			return nil, err
		}
		x, cost := oriented(p)
		m, n := p.Dims()
		v := make([]float64, m*n)
		for j := range n {
			lo, hi := extent(x, j, n)
			if math.IsInf(hi/lo, 0) {
				return nil, &DataError{Criterion: p.Criteria[j].ID, Reason: Because("its smallest score is too small for OCRA to divide by")}
			}
			for k := j; k < m*n; k += n {
				if v[k] = (x[k] - lo) / lo; cost[j] {
					v[k] = (hi - x[k]) / lo
				}
			}
		}
		sums := newLinear(p, v, nil)
		sums.signed = true // sums in one order only: the least is subtracted, and rounding must not be left of equal ones
		return &ocraScorer{prepare(p), sums, cost}, nil
	},
}

type ocraScorer struct {
	prepared
	v    *linear
	cost []bool
}

func (s *ocraScorer) Values() []float64 { return s.v.values }

func (s *ocraScorer) Scores(dst, weights []float64) []float64 {
	dst = s.v.Scores(dst, weights)
	lo := dst[s.least(dst)]
	for i := range dst {
		dst[i] -= lo
	}
	return dst
}

// least is the index of the smallest of x.
func (s *ocraScorer) least(x []float64) int {
	k := 0
	for i, v := range x {
		if v < x[k] {
			k = i
		}
	}
	return k
}

// Contributions are the differences from the alternative whose score is 0.
func (s *ocraScorer) Contributions(dst, weights []float64) []float64 {
	dst = s.v.Contributions(dst, weights)
	sums := s.borrow(s.m)
	defer s.release(sums)
	k := s.least(s.v.Scores(*sums, weights))
	base := append([]float64(nil), dst[k*s.n:(k+1)*s.n]...)
	for i := range dst {
		dst[i] -= base[i%s.n]
	}
	return dst
}

func (s *ocraScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	in, out := make([]float64, s.m), make([]float64, s.m)
	w := weighted(s.v.values, weights)
	for k, x := range w {
		if s.cost[k%s.n] {
			in[k/s.n] += x
		} else {
			out[k/s.n] += x
		}
	}
	linearly := func(x []float64) []float64 {
		lo := x[s.least(x)]
		y := make([]float64, len(x))
		for i := range x {
			y[i] = x[i] - lo
		}
		return y
	}
	in2, out2 := linearly(in), linearly(out)
	t := new(Trace)
	t.add(s.p, "Weighted distances from the weakest", "w_j·(x − min)/min, costs w_j·(max − x)/min", w)
	t.addColumns(s.p, "Ratings of inputs and outputs", "", []string{"I", "Ī", "O", "Ō", "P"}, in, in2, out, out2, s.Scores(nil, weights))
	t.Values = []Series{{Name: "input", Title: "Ī", Values: in2, Step: true}, {Name: "output", Title: "Ō", Values: out2, Step: true}}
	return t
}

package mcda

import (
	"fmt"
	"math"
	"slices"
)

var probid = Method{
	Name:    "probid",
	Aliases: []string{"preference-ranking-on-the-basis-of-ideal-average-distance"},
	Title:   "PROBID",
	Formula: "P_i = 1/(1 + R²) + S_i(avg), R = Σ_k (1/k)·S_i(k) over the better half of the m ideals ÷ Σ_k S_i(k)/(m − k + 1) over the worse half, S_i(k) the distance from the k-th best score on every criterion",
	Source:  "Wang, Rangaiah & Wang 2021, Industrial & Engineering Chemistry Research 60(30):11216–11230",
	Choose:  "to compare with the whole field, from the best through the average to the worst, instead of its two ends",
	Beware:  "distance from the average is rewarded in both directions, so an alternative that is better everywhere can score less; depends on the set of alternatives",
	Needs:   Needs{Most: mostTimed},

	breaksDominance: func(Parameters) bool { return true },
	prepare: func(p *Problem, _ Parameters) (Scorer, error) {
		x, cost := oriented(p)
		r := unitVectors(p, x)
		m, n := p.Dims()
		s := &probidScorer{prepared: prepare(p), r: r, ideals: make([]float64, m*n), average: make([]float64, n)}
		column := make([]float64, m)
		for j := range n {
			for i := range column {
				column[i] = r[i*n+j]
			}
			slices.Sort(column)
			if !cost[j] {
				slices.Reverse(column)
			}
			var sum float64
			for k, v := range column {
				s.ideals[k*n+j] = v
				sum += v
			}
			if s.average[j] = sum / float64(m); Tied(column[0], column[m-1]) {
				s.average[j] = column[0]
			}
		}
		return s, nil
	},
}

type probidScorer struct {
	prepared
	r, ideals []float64 // m×n; ideals row k holds the k-th best of every column
	average   []float64
}

func (s *probidScorer) distance(i int, to, weights []float64) float64 {
	var squares float64
	for j, r := range s.r[i*s.n : (i+1)*s.n] {
		if Tied(r, to[j]) {
			continue
		}
		d := weights[j] * (r - to[j])
		squares += float64(d * d)
	}
	return math.Sqrt(squares)
}

// halves returns the weighted sums of the distances from the better and from the worse ideals; with an odd number the middle one is in both.
func (s *probidScorer) halves(i int, weights []float64) (better, worse float64) {
	for k := range s.m {
		d := s.distance(i, s.ideals[k*s.n:(k+1)*s.n], weights)
		if 2*k < s.m {
			better += d / float64(k+1)
		}
		if 2*(k+1) > s.m {
			worse += d / float64(s.m-k)
		}
	}
	return better, worse
}

func (s *probidScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	for i := range dst {
		better, worse := s.halves(i, weights)
		dst[i] = s.distance(i, s.average, weights) + 0.5
		if better+worse > 0 { // 1/(1 + R²) with R = better/worse
			dst[i] += worse*worse/(float64(better*better)+float64(worse*worse)) - 0.5
		}
	}
	return dst
}

func (s *probidScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	better, worse, average := make([]float64, s.m), make([]float64, s.m), make([]float64, s.m)
	for i := range s.m {
		better[i], worse[i] = s.halves(i, weights)
		average[i] = s.distance(i, s.average, weights)
	}
	rows := make([]string, s.m)
	for k := range rows {
		rows[k] = fmt.Sprintf("A(%d)", k+1)
	}
	t := new(Trace)
	t.add(s.p, "Normalised decision matrix", "F_ij", s.r)
	t.add(s.p, "Weighted normalised decision matrix", "v_ij", weighted(s.r, weights))
	t.table(Table{Name: "Ideal solutions, best first", Symbol: "A(k)", Rows: rows, Column: criteriaIDs(s.p), Values: weighted(s.ideals, weights)})
	t.addRows(s.p, "Average solution", "Ā", []string{"Ā"}, weighted(s.average, weights))
	t.addColumns(s.p, "Distances and performance", "", []string{"S(pos-ideal)", "S(neg-ideal)", "S(avg)", "P"}, better, worse, average, s.Scores(nil, weights))
	t.Values = []Series{{Name: "s_pos", Title: "S(pos-ideal)", Values: better, Step: true}, {Name: "s_neg", Title: "S(neg-ideal)", Values: worse, Step: true}, {Name: "s_avg", Title: "S(avg)", Values: average, Step: true}}
	return t
}

package mcda

import (
	"fmt"
	"math"
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
		s := &probidScorer{prepared: prepare(p), r: r, ideals: make([]placed, n), average: make([]float64, n)}
		for j := range n {
			c := placeColumn(r, m, n, j)
			if !cost[j] {
				c.reverse()
			}
			s.ideals[j] = c
			var sum float64
			for _, v := range c.sorted {
				sum += v
			}
			if s.average[j] = sum / float64(m); Tied(c.sorted[0], c.sorted[m-1]) {
				s.average[j] = c.sorted[0]
			}
		}
		return s, nil
	},
}

type probidScorer struct {
	prepared
	r       []float64 // m×n
	ideals  []placed  // n, the best first
	average []float64
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

// halves returns the weighted sums of the distances from the better and from the worse ideals; with an odd number the middle one is in both. The ideals are
// gone through some at a time, and column by column.
func (s *probidScorer) halves(i int, weights []float64) (better, worse float64) {
	var some [512]float64
	for from := 0; from < s.m; from += len(some) {
		squares := some[:min(len(some), s.m-from)]
		clear(squares)
		for j, w := range weights {
			ideals, r := &s.ideals[j], s.r[i*s.n+j]
			column := ideals.sorted[from : from+len(squares)]
			tied, after := min(max(int(ideals.lo[i])-from, 0), len(squares)), min(max(int(ideals.hi[i])-from, 0), len(squares))
			add(squares[:tied], column[:tied], r, w)
			add(squares[after:], column[after:], r, w)
		}
		for k, square := range squares {
			k += from
			d := math.Sqrt(square)
			if 2*k < s.m {
				better += d / float64(k+1)
			}
			if 2*(k+1) > s.m {
				worse += d / float64(s.m-k)
			}
		}
	}
	return better, worse
}

// add adds (w·(r − x_k))² to the k-th square.
func add(squares, x []float64, r, w float64) {
	for k, v := range x[:len(squares)] {
		d := w * (r - v)
		squares[k] += float64(d * d)
	}
}

func (s *probidScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	if alonePairs(s.m) {
		s.perform(dst, weights, 0, s.m)
	} else {
		s.share(dst, weights)
	}
	return dst
}

func (s *probidScorer) share(dst, weights []float64) {
	parallelPairs(s.m, func(lo, hi int) { s.perform(dst, weights, lo, hi) })
}

func (s *probidScorer) perform(dst, weights []float64, lo, hi int) {
	for i := lo; i < hi; i++ {
		better, worse := s.halves(i, weights)
		dst[i] = s.distance(i, s.average, weights) + 0.5
		if better+worse > 0 { // 1/(1 + R²) with R = better/worse
			dst[i] += worse*worse/(float64(better*better)+float64(worse*worse)) - 0.5
		}
	}
}

func (s *probidScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	better, worse, average := make([]float64, s.m), make([]float64, s.m), make([]float64, s.m)
	for i := range s.m {
		better[i], worse[i] = s.halves(i, weights)
		average[i] = s.distance(i, s.average, weights)
	}
	rows := make([]string, s.m)
	ideals := make([]float64, s.m*s.n)
	for k := range rows {
		rows[k] = fmt.Sprintf("A(%d)", k+1)
		for j := range s.n {
			ideals[k*s.n+j] = s.ideals[j].sorted[k]
		}
	}
	t := new(Trace)
	t.add(s.p, "Normalised decision matrix", "F_ij", s.r)
	t.add(s.p, "Weighted normalised decision matrix", "v_ij", weighted(s.r, weights))
	t.table(Table{Name: "Ideal solutions, best first", Symbol: "A(k)", Rows: rows, Column: criteriaIDs(s.p), Values: weighted(ideals, weights)})
	t.addRows(s.p, "Average solution", "Ā", []string{"Ā"}, weighted(s.average, weights))
	t.addColumns(s.p, "Distances and performance", "", []string{"S(pos-ideal)", "S(neg-ideal)", "S(avg)", "P"}, better, worse, average, s.Scores(nil, weights))
	t.Values = []Series{{Name: "s_pos", Title: "S(pos-ideal)", Values: better, Step: true}, {Name: "s_neg", Title: "S(neg-ideal)", Values: worse, Step: true}, {Name: "s_avg", Title: "S(avg)", Values: average, Step: true}}
	return t
}

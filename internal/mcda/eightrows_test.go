package mcda

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Eight rows at a time have the same bits as one by one, for every number of columns, whatever the numbers are.
func TestEightRows(t *testing.T) {
	if !vectors {
		t.Skip("NOT CHECKED: eight rows at a time, which this processor has no instructions for")
	}
	rng := rand.New(rand.NewPCG(8, 20))
	figure := func() float64 {
		switch rng.IntN(12) {
		case 0:
			return 0
		case 1:
			return math.Copysign(0, -1)
		case 2:
			return math.SmallestNonzeroFloat64 * float64(rng.IntN(100))
		case 3:
			return math.MaxFloat64 * (rng.Float64() - 0.5)
		case 4:
			return float64(rng.IntN(10))
		}
		return (rng.Float64() - 0.5) * math.Pow(10, float64(rng.IntN(40)-20))
	}
	for n := 1; n <= 70; n++ {
		for range 40 {
			s := &topsisScorer{g: make([]float64, 8*n), unit: make([]float64, n), best: make([]float64, n), worst: make([]float64, n), metric: "euclidean"}
			weights, u := make([]float64, n), make([]float64, n)
			for k := range s.g {
				s.g[k] = figure()
			}
			for j := range n {
				s.unit[j], s.best[j], s.worst[j], weights[j] = figure(), figure(), figure(), rng.Float64()
				u[j] = weights[j] * s.unit[j]
			}
			var sums [16]float64
			eightRows(&sums, s.g, u, s.best, s.worst)
			for k := range 8 {
				plus, minus := s.squaredDistances(k, weights)
				if same := func(a, b float64) bool {
					return math.Float64bits(a) == math.Float64bits(b) || math.IsNaN(a) && math.IsNaN(b)
				}; !same(plus, sums[k]) || !same(minus, sums[8+k]) {
					t.Fatalf("%d columns, row %d: %v and %v, one by one %v and %v", n, k, sums[k], sums[8+k], plus, minus)
				}
			}
		}
	}
}

// Scores of any number of rows have the bits that rows have one by one.
func TestClosenessRowByRow(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 21))
	for m := 2; m < 60; m++ {
		n := 1 + rng.IntN(mostColumns+4)
		p := &Problem{Scores: make([]float64, m*n), Alternatives: make([]string, m), Criteria: make([]Criterion, n)}
		weights := make([]float64, n)
		for k := range p.Scores {
			p.Scores[k] = 1 + 9*rng.Float64()
		}
		for i := range p.Alternatives {
			p.Alternatives[i] = string(rune('a' + i))
		}
		for j := range p.Criteria {
			p.Criteria[j] = Criterion{ID: string(rune('A' + j)), Sense: Sense(j % 2)}
			weights[j] = 1 / float64(n)
		}
		method, _ := Lookup("topsis")
		prepared, err := method.Prepare(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		s := prepared.(*topsisScorer)
		for i, c := range s.Scores(nil, weights) {
			if want := ratioOfSquares(s.squaredDistances(i, weights)); math.Float64bits(c) != math.Float64bits(want) {
				t.Fatalf("%d × %d: row %d has %v, by itself %v", m, n, i, c, want)
			}
		}
	}
}

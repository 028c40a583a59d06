package robust_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"veche/internal/mcda"
)

// prepare is Method.Prepare of a method by name; it fails the test on an error.
func prepare(tb testing.TB, method string, p *mcda.Problem, set map[string]string) mcda.Scorer {
	tb.Helper()
	m, ok := mcda.Lookup(method)
	if !ok {
		tb.Fatalf("no method %s", method)
	}
	s, err := m.Prepare(p, set)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func emptyProblem(m, n int) *mcda.Problem {
	p := &mcda.Problem{Scores: make([]float64, m*n)}
	for i := range m {
		p.Alternatives = append(p.Alternatives, fmt.Sprintf("a%04d", i))
	}
	for j := range n {
		p.Criteria = append(p.Criteria, mcda.Criterion{ID: fmt.Sprintf("c%d", j)})
	}
	return p
}

// uniformProblem has scores uniform in [0, 1).
func uniformProblem(m, n int, seed uint64) *mcda.Problem {
	rng := rand.New(rand.NewPCG(seed, 0))
	p := emptyProblem(m, n)
	for k := range p.Scores {
		p.Scores[k] = rng.Float64()
	}
	return p
}

func equalWeights(n int) []float64 {
	w := make([]float64, n)
	for j := range w {
		w[j] = 1 / float64(n)
	}
	return w
}

// lowerIsBetter reports what a method by name says of its scores.
func lowerIsBetter(method string) bool {
	m, ok := mcda.Lookup(method)
	return ok && m.LowerIsBetter
}

package mcda

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A cost, a target and a value function each decide in their own way.
func TestDominates(t *testing.T) {
	p := &Problem{
		Alternatives: []string{"a", "b", "c", "d", "e"},
		Criteria: []Criterion{{ID: "benefit"}, {ID: "cost", Sense: Cost}, {ID: "target", Sense: Target, Target: 5},
			{ID: "value", Value: ValueFunction{{0, 0}, {5, 1}, {10, 0}}}},
		Scores: []float64{
			3, 2, 5, 5,
			3, 2, 4, 5, // farther from the target than a
			3, 2, 6, 5, // as far as b, on the other side
			2, 1, 5, 5, // worse benefit than a, better cost
			3, 2, 5, 9, // past the best value
		},
	}
	want := [][]int{nil, {0}, {0}, nil, {0}}
	for b, by := range p.Dominators() {
		if !slices.Equal(by, want[b]) {
			t.Errorf("%s is dominated by %v, want %v", p.Alternatives[b], by, want[b])
		}
	}
	for i := range p.Alternatives {
		if p.Dominates(i, i) {
			t.Errorf("%s dominates itself", p.Alternatives[i])
		}
	}
}

// What dominates is never behind under any weights, in a method that keeps dominance.
func TestDominanceIsKept(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	method, _ := Lookup("weighted-sum")
	seen := 0
	for range 200 {
		p := &Problem{Alternatives: []string{"a", "b", "c", "d", "e", "f"}, Criteria: []Criterion{{ID: "1"}, {ID: "2", Sense: Cost}, {ID: "3"}}}
		for range 18 {
			p.Scores = append(p.Scores, float64(1+random.IntN(4)))
		}
		s, err := method.Prepare(p, map[string]string{"normalization": "min-max"})
		if err != nil {
			t.Fatal(err)
		}
		w := []float64{random.Float64(), random.Float64(), random.Float64()}
		w, _, _ = NormalizeWeights(w, []string{"1", "2", "3"})
		scores := s.Scores(nil, w)
		for b, by := range p.Dominators() {
			for _, a := range by {
				seen++
				if scores[a] < scores[b]-1e-12 {
					t.Fatalf("%v dominates %v and scores %g, less than %g", p.Row(a), p.Row(b), scores[a], scores[b])
				}
			}
		}
	}
	if seen < 100 {
		t.Fatalf("only %d pairs dominated", seen)
	}
}

package prepared

import (
	"math"
	"math/rand/v2"
	"testing"

	"veche/internal/mcda"
)

func example() *Problem {
	return &Problem{Method: "weighted-sum", Parameters: map[string]string{"normalization": "max"}, Problem: &mcda.Problem{
		Alternatives: []string{"A", "B", "C"}, Criteria: []mcda.Criterion{{ID: "X"}, {ID: "Y"}, {ID: "Z", Sense: mcda.Cost}},
		Scores: []float64{8, 2, 3, 6, 7, 5, 4, 4, 1.1},
	}}
}

// A turn is where the leader changes: just before it the leader leads, just beyond it the one it names does.
func TestTurns(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	seen := 0
	for range 60 {
		p := example()
		for k := range p.Problem.Scores {
			p.Problem.Scores[k] = 1 + 9*rng.Float64()
		}
		p.Method = []string{"weighted-sum", "topsis", "vikor"}[rng.IntN(3)]
		if p.Method != "weighted-sum" {
			p.Parameters = nil
		}
		r, err := p.Prepare()
		if err != nil {
			t.Fatal(err)
		}
		weights := []float64{0.2, 0.3, 0.5}
		locked := []bool{rng.IntN(4) == 0, false, false}
		leads := func(w []float64, i int) bool { // alone or shared
			scores, order, ranks := make([]float64, 3), make([]int32, 3), make([]float64, 3)
			r.Rank(w, scores, order, ranks)
			return ranks[i] == 1
		}
		now, w := 0, make([]float64, 3)
		for !leads(weights, now) {
			now++
		}
		for _, turn := range r.Turns(weights, locked) {
			seen++
			step := 1e-9
			if !turn.Exact {
				step = 1e-5 // bisected to [robust.Accuracy]
			}
			if !turn.Up {
				step = -step
			}
			if r.Move(w, weights, turn.Criterion, turn.At-step, locked); !leads(w, now) {
				t.Errorf("%s: before %v another leads", p.Method, turn)
			}
			if r.Move(w, weights, turn.Criterion, turn.At+step, locked); !leads(w, turn.Leader) {
				t.Errorf("%s: beyond %v it does not lead", p.Method, turn)
			}
			if locked[turn.Criterion] {
				t.Errorf("a locked weight moves: %v", turn)
			}
		}
	}
	if seen < 30 {
		t.Errorf("only %d turns in 60 problems", seen)
	}
}

// A moved weight goes where it is sent, locked ones stay, the sum stays 1.
func TestMove(t *testing.T) {
	r, err := example().Prepare()
	if err != nil {
		t.Fatal(err)
	}
	w := make([]float64, 3)
	r.Move(w, []float64{0.2, 0.3, 0.5}, 1, 0.45, []bool{true, false, false})
	if math.Abs(w[0]-0.2) > 1e-15 || math.Abs(w[1]-0.45) > 1e-15 || math.Abs(w[2]-0.35) > 1e-15 {
		t.Errorf("weights are %v", w)
	}
}

// What is no problem is refused, not a panic.
func TestRefused(t *testing.T) {
	for _, text := range []string{"", "{}", `{"method":"topsis"}`, `{"method":"topsis","problem":{"Alternatives":["A"],"Criteria":[{"ID":"X"}],"Scores":[]}}`,
		`{"method":"none","problem":{}}`, `{"method":"topsis","problem":{"Alternatives":["A","B"],"Criteria":[{"ID":"X","Sense":7}],"Scores":[1,2]}}`,
		`{"method":"topsis","sharing":"odd","problem":{"Alternatives":["A","B"],"Criteria":[{"ID":"X"}],"Scores":[1,2]}}`} {
		if _, err := Read([]byte(text)); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}

func FuzzRead(f *testing.F) {
	data, err := example().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"method":"topsis","problem":{"Alternatives":["A","B"],"Criteria":[{"ID":"X"}],"Scores":[1,2]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Read(data)
		if err != nil {
			return
		}
		m, n := r.Dims()
		weights := make([]float64, n)
		for j := range weights {
			weights[j] = 1 / float64(n)
		}
		r.Rank(weights, make([]float64, m), make([]int32, m), make([]float64, m))
	})
}

package robust_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"veche/internal/mcda/robust"
)

func TestPath(t *testing.T) {
	for _, c := range []struct {
		name    string
		weights []float64
		j       int
		locked  []bool
		rng     robust.Interval
		at      float64
		want    []float64
	}{
		{"proportions", []float64{0.5, 0.3, 0.2}, 0, nil, robust.Interval{Lo: 0, Hi: 1}, 0.25, []float64{0.25, 0.45, 0.3}},
		{"others 0: equal shares", []float64{1, 0, 0}, 0, nil, robust.Interval{Lo: 0, Hi: 1}, 0.5, []float64{0.5, 0.25, 0.25}},
		{"locked stays", []float64{0.5, 0.25, 0.125, 0.125}, 0, []bool{false, true, false, false}, robust.Interval{Lo: 0, Hi: 0.75}, 0.25, []float64{0.25, 0.25, 0.25, 0.25}},
		{"own lock ignored", []float64{0.5, 0.5}, 0, []bool{true, false}, robust.Interval{Lo: 0, Hi: 1}, 0.25, []float64{0.25, 0.75}},
		{"locked zero takes nothing", []float64{0.5, 0.5, 0}, 0, []bool{false, false, true}, robust.Interval{Lo: 0, Hi: 1}, 0, []float64{0, 1, 0}},
		{"all others locked", []float64{0.5, 0.5}, 0, []bool{false, true}, robust.Interval{Lo: 0.5, Hi: 0.5}, 0.9, []float64{0.5, 0.5}},
		{"one criterion", []float64{1}, 0, nil, robust.Interval{Lo: 1, Hi: 1}, 0, []float64{1}},
		{"beyond the end", []float64{0.5, 0.5}, 1, nil, robust.Interval{Lo: 0, Hi: 1}, 7, []float64{0, 1}},
	} {
		p := robust.NewPath(c.weights, c.j, c.locked)
		if got := p.Range(); got != c.rng {
			t.Errorf("%s: range %v, want %v", c.name, got, c.rng)
		}
		got := p.Weights(nil, c.at)
		for k := range got {
			if math.Abs(got[k]-c.want[k]) > 1e-15 {
				t.Errorf("%s: weights %v, want %v", c.name, got, c.want)
				break
			}
		}
	}
}

// TestPathKeepsSum: on the whole range the weights are ≥ 0 and sum to 1, and the present weight gives the present weights.
func TestPathKeepsSum(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 1000 {
		n := 1 + rng.IntN(6)
		weights, locked := someWeights(rng, n)
		p := robust.NewPath(weights, rng.IntN(n), locked)
		for k, w := range p.Weights(nil, p.Now()) {
			if math.Abs(w-weights[k]) > 1e-15 {
				t.Fatalf("at the present weight %v, want %v", p.Weights(nil, p.Now()), weights)
			}
		}
		r := p.Range()
		got := p.Weights(nil, r.Lo+(r.Hi-r.Lo)*rng.Float64())
		var sum float64
		for _, w := range got {
			sum += w
		}
		if math.Abs(sum-1) > 1e-14 || slices.Min(got) < 0 {
			t.Fatalf("weights %v", got)
		}
	}
}

func TestPanics(t *testing.T) {
	p := uniformProblem(3, 2, 1)
	s := prepare(t, "saw", p, nil)
	for name, f := range map[string]func(){
		"criterion":   func() { robust.NewPath([]float64{1}, 1, nil) },
		"locks":       func() { robust.NewPath([]float64{1}, 0, make([]bool, 2)) },
		"destination": func() { robust.NewPath([]float64{1}, 0, nil).Weights(make([]float64, 2), 0) },
		"weights":     func() { robust.LeaderStability(s, p.Alternatives, false, []float64{1}, 0, nil) },
		"identifiers": func() { robust.LeaderStability(s, nil, false, []float64{0.5, 0.5}, 0, nil) },
	} {
		func() {
			defer func() {
				if r, ok := recover().(string); !ok || r[:8] != "robust: " {
					t.Errorf("%s: recovered %v, want a message that begins with robust:", name, r)
				}
			}()
			f()
		}()
	}
}

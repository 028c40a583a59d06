package mcda_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"veche/internal/mcda"
)

// naiveTauB counts the pairs.
func naiveTauB(x, y []float64) (float64, bool) {
	var concordant, discordant, onlyX, onlyY float64
	for i := range x {
		for k := range i {
			switch a, b := x[i]-x[k], y[i]-y[k]; {
			case a == 0 && b == 0:
			case a == 0:
				onlyX++
			case b == 0:
				onlyY++
			case (a > 0) == (b > 0):
				concordant++
			default:
				discordant++
			}
		}
	}
	d := math.Sqrt((concordant + discordant + onlyX) * (concordant + discordant + onlyY))
	if d == 0 {
		return 0, false
	}
	return (concordant - discordant) / d, true
}

// naiveSpearman counts the values below and beside each for its mid-rank.
func naiveSpearman(x, y []float64) (float64, bool) {
	n := float64(len(x))
	rank := func(x []float64, i int) float64 {
		r := 0.5
		for _, v := range x {
			if v < x[i] {
				r++
			} else if v == x[i] {
				r += 0.5
			}
		}
		return r - (n+1)/2
	}
	var rs, rr, ss float64
	for i := range x {
		r, s := rank(x, i), rank(y, i)
		rs, rr, ss = rs+r*s, rr+r*r, ss+s*s
	}
	if rr == 0 || ss == 0 {
		return 0, false
	}
	return rs / math.Sqrt(rr*ss), true
}

func TestCorrelationsNaive(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 8))
	undefined := 0
	for range 3000 {
		n, levels := rng.IntN(30), 1+rng.IntN(12)
		x, y := make([]float64, n), make([]float64, n)
		for i := range x {
			x[i], y[i] = float64(rng.IntN(levels)), float64(rng.IntN(levels))-3
			if levels == 12 {
				x[i], y[i] = rng.NormFloat64(), rng.NormFloat64()
			}
		}
		for name, f := range map[string][2]func(x, y []float64) (float64, bool){
			"TauB": {mcda.TauB, naiveTauB}, "Spearman": {mcda.Spearman, naiveSpearman},
		} {
			got, ok := f[0](x, y)
			want, defined := f[1](x, y)
			if ok != defined || math.Abs(got-want) > 1e-14 {
				t.Fatalf("%s(%v, %v) = %v, %v, want %v, %v", name, x, y, got, ok, want, defined)
			}
			if !ok {
				undefined++
			}
			if back, _ := f[0](y, x); back != got {
				t.Fatalf("%s is not symmetric: %v, %v", name, got, back)
			}
		}
	}
	if undefined < 20 {
		t.Errorf("only %d undefined cases", undefined)
	}
}

func TestCorrelationsKnown(t *testing.T) {
	up, down := []float64{1, 2, 2, 4}, []float64{9, 3, 3, 1}
	for _, c := range []struct {
		name     string
		x, y     []float64
		tau, rho float64
		ok       bool
	}{
		{"same order with ties", up, up, 1, 1, true},
		{"opposite order with ties", up, down, -1, -1, true},
		// Spearman .9: vectors.json, ranksim-salabun2020; one discordant pair of ten.
		{"Sałabun & Urbaniak 2020", []float64{1, 2, 3, 4, 5}, []float64{1, 3, 2, 4, 5}, 0.8, 0.9, true},
		{"signed zeros tie", []float64{0, math.Copysign(0, -1), 1}, []float64{1, 1, 2}, 1, 1, true},
		{"infinite scores", []float64{math.Inf(-1), 0, math.Inf(1)}, []float64{1, 2, 3}, 1, 1, true},
		{"constant", []float64{1, 1, 1}, []float64{1, 2, 3}, 0, 0, false},
		{"not a number", []float64{1, 2, math.NaN()}, []float64{1, 2, 3}, 0, 0, false},
		{"one", []float64{1}, []float64{1}, 0, 0, false},
		{"none", nil, nil, 0, 0, false},
	} {
		if tau, ok := mcda.TauB(c.x, c.y); tau != c.tau || ok != c.ok {
			t.Errorf("%s: tau-b %v, %v, want %v, %v", c.name, tau, ok, c.tau, c.ok)
		}
		if rho, ok := mcda.Spearman(c.x, c.y); rho != c.rho || ok != c.ok {
			t.Errorf("%s: rho %v, %v, want %v, %v", c.name, rho, ok, c.rho, c.ok)
		}
	}
}

func ExampleTauB() {
	science, business := []float64{1, 2, 3, 4, 5}, []float64{2, 1, 3, 5, 4}
	tau, ok := mcda.TauB(science, business)
	fmt.Println(tau, ok)
	// Output: 0.6 true
}

func ExampleSpearman() {
	science, business := []float64{1, 2, 3, 4, 5}, []float64{2, 1, 3, 5, 4}
	rho, ok := mcda.Spearman(science, business)
	fmt.Println(rho, ok)
	// Output: 0.8 true
}

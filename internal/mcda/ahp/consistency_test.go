package ahp_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"veche/internal/mcda/ahp"
)

// For n = 3 everything is a function of ε = ln(a_12 a_23/a_13): the geometric priorities leave ε/3 on each pair, so GCI = ε²/3; Koczkodaj's index is 1 − e^−|ε|.
func TestConsistencyOfThree(t *testing.T) {
	rnd := rand.New(rand.NewPCG(17, 18))
	for range 100 {
		a, b, c := math.Exp(rnd.NormFloat64()), math.Exp(rnd.NormFloat64()), math.Exp(rnd.NormFloat64())
		m, err := ahp.FromUpper(3, []float64{a, b, c})
		if err != nil {
			t.Fatal(err)
		}
		e := math.Log(a * c / b)
		index, triad := ahp.Koczkodaj(m)
		w := ahp.Prioritize(m, ahp.Options{Prioritization: ahp.Geometric}).Weights
		near(t, "GCI, Koczkodaj", []float64{ahp.GCI(m, w), index}, []float64{e * e / 3, 1 - math.Exp(-math.Abs(e))}, 1e-13)
		if triad != [3]int{0, 1, 2} {
			t.Fatalf("triad %v", triad)
		}
	}
}

// The thresholds are what the paper derives them from: GCI = 2n/(n−2)·CI of nearly consistent judgements, at CR = 0.10.
func TestGCILimit(t *testing.T) {
	rnd := rand.New(rand.NewPCG(19, 20))
	for n := 3; n <= 9; n++ {
		m := ahp.NewMatrix(n)
		for i := range n {
			for j := i + 1; j < n; j++ {
				m.Set(i, j, math.Exp(1e-3*rnd.NormFloat64()))
			}
		}
		r := ahp.Prioritize(m, ahp.Options{Prioritization: ahp.Geometric})
		k := 2 * float64(n) / float64(n-2)
		near(t, "GCI/CI", []float64{ahp.GCI(m, r.Weights) / r.CI / k}, []float64{1}, 1e-3)
		ri, _ := ahp.AlonsoLamata.At(n)
		near(t, "limit", []float64{ahp.GCILimit(n)}, []float64{0.1 * ri * k}, 0.006)
	}
	for _, n := range []int{1, 2} {
		m := ahp.NewMatrix(n)
		index, _ := ahp.Koczkodaj(m)
		near(t, "n ≤ 2", []float64{ahp.GCI(m, make([]float64, n)), ahp.GCILimit(n), index}, []float64{0, 0, 0}, 0)
	}
	panics(t, map[string]func(){"GCI": func() { ahp.GCI(ahp.NewMatrix(3), []float64{1}) }})
}

// Koczkodaj, Herman & Orlowski 1997 (as in the documentation of R's pmr): of the four triads 5 against 2·3 is worst, 1 − 5/6.
func TestKoczkodaj(t *testing.T) {
	m, err := ahp.FromUpper(4, []float64{2, 5, 4, 3, 1.9, 0.7})
	if err != nil {
		t.Fatal(err)
	}
	index, triad := ahp.Koczkodaj(m)
	near(t, "index", []float64{index}, []float64{1. / 6}, 1e-15)
	if triad != [3]int{0, 1, 2} {
		t.Errorf("triad %v", triad)
	}
	m.Set(2, 3, 9) // now 1.9 against 3·9
	if index, triad = ahp.Koczkodaj(m); triad != [3]int{1, 2, 3} || math.Abs(index-(1-1.9/27)) > 1e-15 {
		t.Errorf("index %v, triad %v", index, triad)
	}
	if index, triad = ahp.Koczkodaj(ahp.NewMatrix(6)); index != 0 || triad != [3]int{} {
		t.Errorf("consistent: %v, %v", index, triad)
	}
}

package robust_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"veche/internal/mcda/robust"
)

// TestDistributions draws from every kind and compares mean and variance with the closed formulas of a textbook (of the logit-normal with numbers integrated once by the
// trapezium rule), and reads back what it writes.
func TestDistributions(t *testing.T) {
	for text, want := range map[string][2]float64{
		"normal(11.7; 2.5)":       {11.7, 6.25},
		"N(11,7; 2,5)":            {11.7, 6.25},
		"lognormal(0.1; 0.5)":     {math.Exp(0.1 + 0.125), (math.Exp(0.25) - 1) * math.Exp(0.2+0.25)},
		"U(2, 5)":                 {3.5, 9. / 12},
		"triangular(1; 2; 6)":     {3, (1 + 4 + 36 - 2 - 6 - 12) / 18.},
		"beta(3; 57)":             {0.05, 3 * 57 / (60. * 60 * 61)},
		"beta(0.5; 0.5)":          {0.5, 0.125},
		"logit-normal(-2.9; 0.3)": {0.054164, 0.00024233},
		"равн(1; 3)":              {2, 1. / 3},
		"normal(4; 0)":            {4, 0},
		"LN(0; 0)":                {1, 0},
		"triangular(2; 2; 2)":     {2, 0},
	} {
		d, meant, err := robust.ParseDistribution(text)
		if !meant || err != nil {
			t.Fatalf("%s: %v, %v", text, meant, err)
		}
		if again, _, err := robust.ParseDistribution(d.String()); err != nil || again.String() != d.String() {
			t.Errorf("%s reads back as %v, %v", d, again, err)
		}
		rng := rand.New(rand.NewPCG(7, 7))
		const draws = 200_000
		var sum, squares float64
		for range draws {
			x := d.Draw(rng)
			sum, squares = sum+x, squares+x*x
		}
		mean := sum / draws
		variance := squares/draws - mean*mean
		error := 5 * math.Sqrt(want[1]/draws)
		if math.Abs(mean-want[0]) > error+1e-5 || math.Abs(variance-want[1]) > 0.03*want[1]+1e-9 || math.Abs(d.Mean()-want[0]) > 1e-4 {
			t.Errorf("%s: mean %v (says %v), variance %v, want %v", text, mean, d.Mean(), variance, want)
		}
	}
	for text, meant := range map[string]bool{"normal(1)": true, "normal(1; -1)": true, "beta(0; 2)": true, "uniform(3; 1)": true, "normal(1; 2": true, "N(a; 2)": true, "7": false, "good (new)": false, "(1; 2; 3)": false} {
		if d, got, err := robust.ParseDistribution(text); d != nil || got != meant || meant != (err != nil) {
			t.Errorf("%q: %v, %v, %v", text, d, got, err)
		}
	}
}

func FuzzParseDistribution(f *testing.F) {
	f.Add("normal(11.7; 2.5)")
	f.Add("бета(3; 57)")
	f.Fuzz(func(t *testing.T, text string) {
		d, _, err := robust.ParseDistribution(text)
		if d == nil || err != nil {
			return
		}
		if x := d.Mean(); math.IsNaN(x) || math.IsInf(x, 0) {
			t.Errorf("%q has the mean %v", text, x)
		}
		if again, _, err := robust.ParseDistribution(d.String()); err != nil || again.String() != d.String() {
			t.Errorf("%q reads back as %v, %v", text, again, err)
		}
	})
}

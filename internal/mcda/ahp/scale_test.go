package ahp_test

import (
	"math"
	"testing"

	"veche/internal/mcda/ahp"
)

// The degrees 1 … 9 of the published scales: Salo & Hämäläinen 1997, whose weights run 0.50, 0.55, … 0.90, and Goepel 2019.
func TestJudgementScales(t *testing.T) {
	for s, want := range map[ahp.JudgementScale][]float64{
		"":                     {1, 2, 3, 4, 5, 6, 7, 8, 9},
		ahp.SaatyScale:         {1, 2, 3, 4, 5, 6, 7, 8, 9},
		ahp.BalancedScale:      {50. / 50, 55. / 45, 60. / 40, 65. / 35, 70. / 30, 75. / 25, 80. / 20, 85. / 15, 90. / 10},
		ahp.GeometricScale:     {1, 2, 4, 8, 16, 32, 64, 128, 256},
		ahp.PowerScale:         {1, 4, 9, 16, 25, 36, 49, 64, 81},
		ahp.InverseLinearScale: {9. / 9, 9. / 8, 9. / 7, 9. / 6, 9. / 5, 9. / 4, 9. / 3, 9. / 2, 9},
	} {
		got := make([]float64, 9)
		for i := range got {
			got[i] = s.Apply(float64(i + 1))
		}
		near(t, string(s), got, want, 1e-13)
	}
	for _, s := range ahp.JudgementScales() {
		if s.Apply(1) != 1 {
			t.Errorf("%s: equal is %v", s, s.Apply(1))
		}
		before := 0.0
		for y := -math.Log(9); y <= math.Log(9); y += 0.01 {
			x := math.Exp(y)
			c := s.Apply(x)
			if c <= before || math.Abs(c*s.Apply(1/x)-1) > 1e-13 || !ahp.ValidRatio(c) {
				t.Fatalf("%s: c(%v) = %v after %v, c(1/x) = %v", s, x, c, before, s.Apply(1/x))
			}
			before = c
		}
		if got, ok := ahp.ParseJudgementScale(string(s)); !ok || got != s {
			t.Errorf("%q is not its own name", s)
		}
	}
	if s, ok := ahp.ParseJudgementScale("Inverse_linear"); !ok || s != ahp.InverseLinearScale {
		t.Errorf("%q, %t", s, ok)
	}
	if s, ok := ahp.ParseJudgementScale(""); !ok || s != ahp.SaatyScale {
		t.Errorf("%q, %t", s, ok)
	}
	if _, ok := ahp.ParseJudgementScale("x"); ok {
		t.Error("an unknown name is accepted")
	}
	for x, want := range map[float64]bool{1. / 9: true, 9: true, 1: true, 9.1: false, 0.11: false, 0: false, -1: false, math.NaN(): false, math.Inf(1): false} {
		if ahp.ValidIntensity(x) != want {
			t.Errorf("ValidIntensity(%v) is %t", x, !want)
		}
	}
	panics(t, map[string]func(){
		"intensity": func() { ahp.PowerScale.Apply(10) },
		"NaN":       func() { ahp.PowerScale.Apply(math.NaN()) },
		"scale":     func() { ahp.JudgementScale("x").Apply(2) },
	})
}

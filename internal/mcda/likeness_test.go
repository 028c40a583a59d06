package mcda_test

import (
	"math"
	"testing"

	"veche/internal/mcda"
)

// TestCompare: two neighbours exchanged at the top and at the bottom of five, worked by hand from the papers' formulas. WS tells the two apart (1 − ½·¼ − ¼·⅓ = .7917
// at the top, 1 − 1/16·⅓ − 1/32·¼ = .9714 at the bottom), as the example of Sałabun & Urbaniak 2020 is made to show; Spearman's rho does not (1 − 6·2/120 = .9).
func TestCompare(t *testing.T) {
	reference := []float64{1, 2, 3, 4, 5}
	for _, c := range []struct {
		other             []float64
		ws, weighted      float64
		footrule, kendall float64
	}{
		{[]float64{2, 1, 3, 4, 5}, 1 - 0.5/4 - 0.25/3, 1 - 6*(9.+9)/720, 2, 1},
		{[]float64{1, 2, 3, 5, 4}, 1 - 1./16/3 - 1./32/4, 1 - 6*(3.+3)/720, 2, 1},
		{[]float64{5, 4, 3, 2, 1}, 1 - 0.5 - 0.25*2/3 - 1./16*2/3 - 1./32, -1, 12, 10},
		{reference, 1, 1, 0, 0},
	} {
		l := mcda.Compare(reference, c.other)
		if math.Abs(l.WS-c.ws) > 1e-12 || math.Abs(l.Weighted-c.weighted) > 1e-12 || l.Footrule != c.footrule || l.Kendall != c.kendall {
			t.Errorf("%v: %+v", c.other, l)
		}
		if tau := 1 - 2*c.kendall/10; math.Abs(l.TauB-tau) > 1e-12 {
			t.Errorf("%v: tau-b %v, want %v", c.other, l.TauB, tau)
		}
	}
	if l := mcda.Compare([]float64{1.5, 1.5}, []float64{1, 2}); !math.IsNaN(l.TauB) || l.Moved != 2 {
		t.Errorf("one tie of all: %+v", l)
	}
	if l := mcda.Compare([]float64{1}, []float64{1}); !math.IsNaN(l.WS) {
		t.Errorf("one alternative: %+v", l)
	}
}

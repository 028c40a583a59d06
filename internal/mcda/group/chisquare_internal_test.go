package group

import (
	"math"
	"testing"
)

// With an even number of degrees of freedom the tail is a Poisson sum, with an odd one an error function and a sum (Abramowitz & Stegun 1964, 26.4.4, 26.4.5).
func TestChiSquareTail(t *testing.T) {
	closed := func(x float64, freedom int) float64 {
		if freedom%2 == 0 {
			term, sum := 1.0, 1.0
			for k := 1; k < freedom/2; k++ {
				term *= x / 2 / float64(k)
				sum += term
			}
			return math.Exp(-x/2) * sum
		}
		root := math.Sqrt(x)
		term, sum := root, 0.0
		for k := 1; k <= (freedom-1)/2; k++ {
			sum += term
			term *= x / float64(2*k+1)
		}
		return math.Erfc(root/math.Sqrt2) + math.Sqrt(2/math.Pi)*math.Exp(-x/2)*sum
	}
	for freedom := 1; freedom <= 60; freedom++ {
		for x := 0.01; x < 200; x *= 1.1 {
			got, want := chiSquareTail(x, freedom), closed(x, freedom)
			if math.Abs(got-want) > 1e-12*want+3e-15 {
				t.Errorf("P(χ²(%d) ≥ %g) = %v, want %v", freedom, x, got, want)
			}
		}
	}
	// Critical values: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4.
	for _, c := range []struct {
		freedom int
		x, p    float64
	}{{1, 3.841, 0.05}, {5, 11.070, 0.05}, {10, 23.209, 0.01}, {30, 59.703, 0.001}, {100, 124.342, 0.05}} {
		if got := chiSquareTail(c.x, c.freedom); math.Abs(got-c.p) > 5e-5 {
			t.Errorf("P(χ²(%d) ≥ %g) = %v, want %g", c.freedom, c.x, got, c.p)
		}
	}
	for _, freedom := range []int{1, 2, 1000, 100_000} {
		if p := chiSquareTail(0, freedom); p != 1 {
			t.Errorf("P(χ²(%d) ≥ 0) = %v", freedom, p)
		}
		if p := chiSquareTail(float64(freedom), freedom); !(p > 0.3 && p < 0.6) {
			t.Errorf("P(χ²(%d) ≥ %d) = %v", freedom, freedom, p)
		}
		if p := chiSquareTail(1e6, freedom); p != 0 {
			t.Errorf("P(χ²(%d) ≥ 10⁶) = %v", freedom, p)
		}
	}
}

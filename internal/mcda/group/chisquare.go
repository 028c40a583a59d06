package group

import (
	"math"

	"veche/internal/mcda/exact"
)

// chiSquareTail returns P(X ≥ x) for X of the chi-square distribution with the given degrees of freedom: the upper incomplete gamma ratio Q(freedom/2, x/2),
// below the mean by the series of its complement, above it by Legendre's continued fraction (Abramowitz & Stegun 1964, 26.4.19, 6.5.29, 6.5.31), evaluated
// as Lentz 1976 does (Applied Optics 15(3):668–671).
func chiSquareTail(x float64, freedom int) float64 {
	a, z := float64(float64(freedom)/2), float64(x/2)
	if !(z > 0) {
		return 1
	}
	front := exact.Exp(float64(a*exact.Log(z)) - z - logGamma(a)) // zᵃ·e^−z/Γ(a)
	if z < a+1 {
		term := 1 / a
		sum := term
		for k := 1.0; term > 1e-17*sum; k++ {
			term = float64(term * (z / (a + k)))
			sum += term
		}
		return max(0, 1-float64(front*sum))
	}
	b := z + 1 - a
	c, d := math.Inf(1), 1/b
	f := d
	for k := 1.0; k < 1e6; k++ {
		by := float64(k * (a - k))
		b += 2
		d = 1 / (float64(by*d) + b)
		c = b + by/c
		f *= c * d
		if math.Abs(float64(c*d)-1) < 1e-16 {
			break
		}
	}
	return front * f
}

// logGamma returns ln Γ(a), a > 0, by Stirling's series at a + k ≥ 15 and the recurrence down from it (Abramowitz & Stegun 1964, 6.1.41, 6.1.15).
func logGamma(a float64) float64 {
	product := 1.0
	for ; a < 15; a++ {
		product *= a
	}
	s := 1 / float64(a*a)
	series := (1.0/12 - float64(s*(1.0/360-float64(s*(1.0/1260-float64(s*(1.0/1680-float64(s*(1.0/1188-float64(s*691/360360)))))))))) / a
	const halfLog2Pi = 0.918938533204672741780329736405617639861
	return float64((a-0.5)*exact.Log(a)) - a + halfLog2Pi + series - exact.Log(product)
}

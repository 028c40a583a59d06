package exact

import (
	"math"
	"math/rand/v2"
)

// Normal draws from the normal distribution of mean 0 and deviation 1, by the polar method (Marsaglia & Bray 1964, SIAM Review 6:260–264). The second number that the method
// makes is thrown away, so that a draw depends on the generator alone.
func Normal(rng *rand.Rand) float64 {
	for {
		u, v := float64(2*float64(rng.Float64()))-1, float64(2*float64(rng.Float64()))-1
		s := float64(u*u) + float64(v*v)
		if s > 0 && s < 1 {
			return u * math.Sqrt(-2*Log(s)/s)
		}
	}
}

// Gamma draws from the gamma distribution of the given shape (above 0) and scale 1 (Marsaglia & Tsang 2000, ACM Transactions on Mathematical Software 26:363–372).
func Gamma(rng *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return Gamma(rng, shape+1) * Pow(1-float64(rng.Float64()), 1/shape)
	}
	d := shape - 1./3
	c := 1 / math.Sqrt(9*d)
	for {
		x := Normal(rng)
		v := 1 + float64(c*x)
		if v <= 0 {
			continue
		}
		v = float64(v*v) * v
		if Log(1-float64(rng.Float64())) < float64(0.5*x*x)+d-float64(d*v)+float64(d*Log(v)) {
			return d * v
		}
	}
}

package exact

import "math"

// Pow returns xʸ, as e^(y·ln|x|) with the logarithm and its product with y carried as pairs of numbers, of some 65 bits.
//
// ln x = k·ln 2 + 2·artanh(s), s = (m−1)/(m+1), for x = 2ᵏ·m with √½ < m < √2; artanh(s) = s + s³/3 + s⁵/5 + …, twelve terms at |s| < 0.1716.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case y == 1:
		return x
	case x != x || y != y:
		return math.NaN()
	case x == 0 || math.IsInf(x, 0) || math.IsInf(y, 0):
		return powEdge(x, y)
	}
	sign := 1.0
	if x < 0 {
		whole, odd := parity(y)
		if !whole {
			return math.NaN()
		}
		if odd {
			sign = -1
		}
		if x = -x; x == 1 {
			return sign
		}
	}
	hi, lo := logPair(x)
	switch rough := y * hi; {
	case rough > 710:
		return sign * math.Inf(1)
	case rough < -746:
		return sign * 0
	case math.Abs(rough) < 0x1p-60:
		return sign
	}
	e, rest := product(y, hi)
	e, rest = fastSum(e, rest+float64(y*lo))
	p, k := expPair(e, rest)
	if k >= 1024 {
		return sign * (scale(p, k-1) * 2) // it may overflow
	}
	return sign * scale(p, k)
}

// logPair returns ln x as a pair, x > 0 and finite.
func logPair(x float64) (hi, lo float64) {
	k, f, _ := reduced(x) // m − 1 is f, without rounding
	below, belowRest := sum(2, f)
	s := f / below
	p, q := product(s, below)
	sRest := ((f - p) - q - float64(s*belowRest)) / below
	z, zRest := product(s, s)
	zRest += float64(2 * float64(s*sRest))
	tail := 1.0 / 25
	for d := 23.0; d >= 5; d -= 2 {
		tail = 1/d + float64(z*tail)
	}
	// s³/3 + s⁵·tail, the first as a pair
	cube, cubeRest := product(z, s)
	cubeRest += float64(z*sRest) + float64(zRest*s)
	const third, thirdRest = 1.0 / 3, 1.0/3 - 0x1.5555555555555p-2
	c, cRest := product(cube, third)
	cRest += float64(cube*thirdRest) + float64(cubeRest*third) + float64(cube*float64(z*tail))
	a, aRest := fastSum(s, c)
	aRest += sRest + cRest
	// k·ln 2 in two parts, of which the first is exact
	b, bRest := sum(float64(k*ln2Hi), 2*a)
	t, tRest := product(k, ln2Lo)
	b, more := sum(b, t)
	const beyond = ln2Lo - 0x1.a39ef35793c76p-33 // what ln2Lo has beyond one number
	return fastSum(b, more+bRest+float64(2*aRest)+tRest+float64(k*beyond))
}

// parity reports whether y is whole, and whether it is odd.
func parity(y float64) (whole, odd bool) {
	if math.Abs(y) >= 1<<53 {
		return true, false
	}
	if y != math.Trunc(y) {
		return false, false
	}
	return true, int64(y)&1 == 1
}

// powEdge is xʸ where x is 0 or infinite or y is infinite.
func powEdge(x, y float64) float64 {
	if math.IsInf(y, 0) {
		switch size := math.Abs(x); {
		case size == 1:
			return 1
		case size > 1 == (y > 0):
			return math.Inf(1)
		}
		return 0
	}
	size := math.Inf(1)
	if x == 0 == (y > 0) {
		size = 0
	}
	if _, odd := parity(y); odd && math.Signbit(x) {
		return -size
	}
	return size
}

// Cbrt returns the cube root: a start good to 5 % from a third of the exponent, two steps of Halley's iteration, and one whose square is without rounding
// because the root is cut to 26 bits (as in FreeBSD's s_cbrt.c).
func Cbrt(x float64) float64 {
	if x == 0 || x != x || math.IsInf(x, 0) {
		return x
	}
	m, e := math.Frexp(math.Abs(x))
	for ; e%3 != 0; e++ {
		m /= 2
	}
	t := math.Float64frombits(math.Float64bits(m)/3 + 0x2a9f7893<<32)
	for range 2 {
		cube := float64(t * t * t)
		t *= (cube + float64(2*m)) / (float64(2*cube) + m)
	}
	t, _ = halves(t)
	r := m / (t * t)
	t += float64(t * ((r - t) / (float64(2*t) + r)))
	return math.Copysign(math.Ldexp(t, e/3), x)
}

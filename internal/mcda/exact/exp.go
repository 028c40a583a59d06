package exact

import (
	"math"
	"math/big"
)

// ln 2 as a sum of which the first part has 32 bits, so that its product with an exponent is exact.
const (
	ln2Hi = 0x1.62e42feep-1
	ln2Lo = math.Ln2 - ln2Hi

	ln2Rest = math.Ln2 - 0x1.62e42fefa39efp-1 // what ln 2 has beyond one number
)

const (
	expMost  = 7.09782712893383973096e+02  // above it eˣ overflows
	expLeast = -7.45133219101941108420e+02 // below it eˣ is less than half of the smallest number
)

// steps is the number of intervals that an octave of Exp is cut into.
const steps = 128

// powers holds 2^(j/steps) as pairs of numbers.
var powers = func() (t [steps][2]float64) {
	const precision = 160
	root := new(big.Float).SetPrec(precision).SetInt64(2)
	for n := 1; n < steps; n *= 2 {
		root.Sqrt(root)
	}
	power := new(big.Float).SetPrec(precision).SetInt64(1)
	for j := range t {
		t[j][0], _ = power.Float64()
		t[j][1], _ = new(big.Float).Sub(power, big.NewFloat(t[j][0])).Float64()
		power.Mul(power, root)
	}
	return t
}()

// Exp returns eˣ. The method is that of Tang 1989 (Table-driven implementation of the exponential function, ACM TOMS 15(2)): x = (k + j/128)·ln 2 + r with
// |r| ≤ ln 2/256, the power of two from a table, and five terms of the series of eʳ.
func Exp(x float64) float64 {
	if !(math.Abs(x) < 708) {
		return expEdge(x)
	}
	// expPair without a rest and without a case apart.
	shifted := float64(x*(steps*math.Log2E)) + round
	whole := shifted - round
	n := int32(math.Float64bits(shifted))
	r := (x - float64(whole*(ln2Hi/steps))) - float64(whole*(ln2Lo/steps))
	t := &powers[n&(steps-1)]
	y := t[0] + (t[1] + float64(t[0]*expSeries(r)))
	return math.Float64frombits(math.Float64bits(y) + uint64(n>>7)<<52)
}

// round, added to a number below 2⁵¹, leaves no place behind its units.
const round = 0x1.8p52

// expEdge is Exp for numbers near or beyond the ends of its range.
func expEdge(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > expMost:
		return math.Inf(1)
	case x < expLeast:
		return 0
	}
	return scale(expPair(x, 0))
}

// expSeries returns eʳ − 1, |r| ≤ ln 2/256.
func expSeries(r float64) float64 {
	square := float64(r * r)
	return r + float64(square*((1.0/2+float64(r*(1.0/6)))+float64(square*(1.0/24+float64(r*(1.0/120))))))
}

// Exp2 returns 2ˣ.
func Exp2(x float64) float64 {
	switch {
	case x != x:
		return x
	case x >= 1024:
		return math.Inf(1)
	case x < -1075:
		return 0
	}
	k := nearest(x)
	hi, lo := product(x-k, math.Ln2)
	y, more := expPair(hi, lo+float64((x-k)*ln2Rest))
	return scale(y, int(k)+more)
}

// expPair returns e^(x+rest) as y·2ᵏ, 0.99 < y < 2.
func expPair(x, rest float64) (y float64, k int) {
	shifted := float64(x*(steps*math.Log2E)) + round
	whole := shifted - round
	n := int(int32(math.Float64bits(shifted)))
	r := (x - float64(whole*(ln2Hi/steps))) - (float64(whole*(ln2Lo/steps)) - rest)
	t := &powers[n&(steps-1)]
	return t[0] + (t[1] + float64(t[0]*expSeries(r))), n >> 7
}

// nearest rounds to a whole number, halves away from 0; |x| is less than 2⁵¹.
func nearest(x float64) float64 { return float64(int64(x + math.Copysign(0.5, x))) }

// scale returns y·2ᵏ, ½ < y ≤ 2; the caller has made sure that it does not overflow.
func scale(y float64, k int) float64 {
	if k >= -1021 {
		return math.Float64frombits(math.Float64bits(y) + uint64(k)<<52)
	}
	return math.Float64frombits(math.Float64bits(y)+uint64(k+1000)<<52) * 0x1p-1000
}

// halved returns 2⁻ᵏ, |k| < 1000.
func halved(k float64) float64 { return math.Float64frombits(uint64(1023-int(k)) << 52) }

// Expm1 returns eˣ − 1, close also where x is near 0. The method is that of FreeBSD's msun (s_expm1.c): for x = k·ln 2 + r it takes R₁(r²) with
// r·(eʳ+1)/(eʳ−1) = 2 + r²/6·R₁, carries what the reduction of x has rounded away, and joins 2ᵏ and −1 in the order that loses least.
func Expm1(x float64) float64 {
	const (
		q1 = -3.33333333333331316428e-02 // of 2ⁱ·Qᵢ, for a polynomial in r²/2
		q2 = 1.58730158725481460165e-03
		q3 = -7.93650757867487942473e-05
		q4 = 4.00821782732936239552e-06
		q5 = -2.01099218183624371326e-07
	)
	switch {
	case x != x || math.Abs(x) < 0x1p-54:
		return x
	case x > expMost:
		return math.Inf(1)
	case x < -56*math.Ln2:
		return -1
	}
	var k, lost float64
	r := x
	if math.Abs(x) > math.Ln2/2 {
		k = nearest(float64(x * math.Log2E))
		hi, lo := x-float64(k*ln2Hi), float64(k*ln2Lo)
		r = hi - lo
		lost = (hi - r) - lo
	}
	half := 0.5 * r
	z := float64(r * half)
	r1 := 1 + float64(z*(q1+float64(z*(q2+float64(z*(q3+float64(z*(q4+float64(z*q5)))))))))
	t := 3 - float64(r1*half)
	e := float64(z * ((r1 - t) / (6 - float64(r*t))))
	if k == 0 {
		return r - (float64(r*e) - z)
	}
	e = float64(r*(e-lost)) - lost - z // eʳ − 1 = r − e
	switch {
	case k == -1:
		return float64(0.5*(r-e)) - 0.5
	case k == 1 && r < -0.25:
		return -2 * (e - (r + 0.5))
	case k == 1:
		return 1 + float64(2*float64(r-e))
	case k <= -2 || k > 56:
		return scale(1-(e-r), int(k)) - 1
	case k < 20:
		return scale((1-halved(k))-(e-r), int(k))
	}
	return scale(1+(r-(e+halved(k))), int(k))
}

package exact

import "math"

// Log returns the natural logarithm. The method is that of FreeBSD's msun (e_log.c): x = 2ᵏ·(1+f) with √½ < 1+f < √2, and for s = f/(2+f)
// ln(1+f) = ln(1+s) − ln(1−s) = 2s + s·R(s²), whose error is below 2⁻⁵⁸.
func Log(x float64) float64 {
	k, f, ok := reduced(x)
	if !ok {
		return logSpecial(x)
	}
	half := float64(0.5 * f * f)
	return float64(k*ln2Hi) - ((half - (logTail(f, half) + float64(k*ln2Lo))) - f)
}

// Log2 returns the binary logarithm. It is whole at powers of two.
func Log2(x float64) float64 {
	const (
		hi = 0x1.71547652p0
		lo = math.Log2E - hi
	)
	k, f, ok := reduced(x)
	if !ok {
		return logSpecial(x)
	}
	top, rest := logParts(f)
	return joined(k, float64(top*hi), float64((rest+top)*lo)+float64(rest*hi))
}

// Log10 returns the decimal logarithm. It is whole at powers of ten.
func Log10(x float64) float64 {
	const (
		hi     = 0x1.bcb7b152p-2
		lo     = math.Log10E - hi
		log2Hi = 0x1.34413509f6p-2
		log2Lo = math.Ln2/math.Ln10 - log2Hi
	)
	k, f, ok := reduced(x)
	if !ok {
		return logSpecial(x)
	}
	top, rest := logParts(f)
	return joined(float64(k*log2Hi), float64(top*hi), float64(k*log2Lo)+(float64((rest+top)*lo)+float64(rest*hi)))
}

// reduced splits x > 0 into 2ᵏ·(1+f) with √½ < 1+f < √2; ok is false for what has no logarithm or an infinite one.
func reduced(x float64) (k, f float64, ok bool) {
	bits := math.Float64bits(x)
	exponent := -1023
	if bits-1<<52 >= (2047-1)<<52 { // 0, subnormal, negative, infinite, NaN
		if !(x > 0 && x <= math.MaxFloat64) {
			return 0, 0, false
		}
		bits, exponent = math.Float64bits(x*0x1p52), exponent-52
	}
	const halfRoot = 0x3fe6a09e667f3bcd // √½
	bits += 0x3ff<<52 - halfRoot
	exponent += int(bits >> 52)
	return float64(exponent), math.Float64frombits(bits&(1<<52-1)+halfRoot) - 1, true
}

func logSpecial(x float64) float64 {
	switch {
	case x == 0:
		return math.Inf(-1)
	case x < 0:
		return math.NaN()
	}
	return x // +Inf, NaN
}

// logTail returns s·(f²/2 + R(s²)), s = f/(2+f), half = f²/2: so that ln(1+f) = f − (half − logTail).
func logTail(f, half float64) float64 {
	const (
		l1 = 6.666666666666735130e-01
		l2 = 3.999999999940941908e-01
		l3 = 2.857142874366239149e-01
		l4 = 2.222219843214978396e-01
		l5 = 1.818357216161805012e-01
		l6 = 1.531383769920937332e-01
		l7 = 1.479819860511658591e-01
	)
	s := f / (2 + f)
	z := s * s
	w := z * z
	odd := float64(z * (l1 + float64(w*(l3+float64(w*(l5+float64(w*l7)))))))
	even := float64(w * (l2 + float64(w*(l4+float64(w*l6)))))
	return float64(s * (half + (odd + even)))
}

// logParts returns ln(1+f) in two parts, the first of 21 bits: its product with a constant of 32 bits is exact (FreeBSD's e_log2.c).
func logParts(f float64) (top, rest float64) {
	half := float64(0.5 * f * f)
	top = math.Float64frombits(math.Float64bits(f-half) &^ (1<<32 - 1))
	return top, (f - top) - half + logTail(f, half)
}

// joined returns a + b + c, |a| ≥ |b| or a = 0, c small.
func joined(a, b, c float64) float64 {
	w := a + b
	return w + (c + ((a - w) + b))
}

// Log1p returns ln(1+x), close also where x is near 0. The method is that of FreeBSD's msun (s_log1p.c): the logarithm of u = 1+x rounded, and what the
// rounding took from it over u.
func Log1p(x float64) float64 {
	const far, near = math.Sqrt2 - 1, math.Sqrt2/2 - 1
	switch {
	case x != x || x == math.Inf(1) || math.Abs(x) < 0x1p-54:
		return x
	case x <= -1:
		return logSpecial(x + 1)
	case near < x && x < far:
		half := float64(0.5 * x * x)
		return x - (half - logTail(x, half))
	}
	u := 1 + x
	lost := x - (u - 1)
	if x >= 1 {
		lost = 1 - (u - x)
	}
	k, f, _ := reduced(u)
	half := float64(0.5 * f * f)
	return float64(k*ln2Hi) - ((half - (logTail(f, half) + (float64(k*ln2Lo) + lost/u))) - f)
}

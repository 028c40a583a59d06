package exact_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"testing"

	"veche/internal/mcda/exact"
)

// The oracle: the functions' series in 220 bits.

const bits = 220

func big0(x float64) *big.Float { return new(big.Float).SetPrec(bits).SetFloat64(x) }

func bigExp(x *big.Float) *big.Float {
	// e^x = (e^(x/2^40))^(2^40)
	small := new(big.Float).SetPrec(bits).SetMantExp(x, -40)
	sum, term := big0(1), big0(1)
	for k := 1; k < 20; k++ {
		term.Quo(term.Mul(term, small), big0(float64(k)))
		sum.Add(sum, term)
	}
	for range 40 {
		sum.Mul(sum, sum)
	}
	return sum
}

func artanh(s *big.Float) *big.Float {
	square := new(big.Float).SetPrec(bits).Mul(s, s)
	sum, power := new(big.Float).SetPrec(bits).Set(s), new(big.Float).SetPrec(bits).Set(s)
	for d := 3.0; d < 90; d += 2 {
		power.Mul(power, square)
		sum.Add(sum, new(big.Float).Quo(power, big0(d)))
	}
	return sum
}

func ratioOf(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(bits).Quo(a, b) }

func bigLog(x *big.Float) *big.Float {
	m := new(big.Float).SetPrec(bits)
	e := x.MantExp(m)
	if m.Cmp(big0(math.Sqrt2/2)) < 0 {
		m.Mul(m, big0(2))
		e--
	}
	one := big0(1)
	l := artanh(ratioOf(new(big.Float).SetPrec(bits).Sub(m, one), new(big.Float).SetPrec(bits).Add(m, one)))
	ln2 := artanh(ratioOf(one, big0(3)))
	return l.Mul(big0(2), l.Add(l, ln2.Mul(ln2, big0(float64(e)))))
}

func bigAtan(x float64) *big.Float {
	t := big0(x)
	for range 6 { // arctan t = 2·arctan(t/(1+√(1+t²)))
		root := new(big.Float).SetPrec(bits).Mul(t, t)
		root.Sqrt(root.Add(root, big0(1)))
		t.Quo(t, root.Add(root, big0(1)))
	}
	square := new(big.Float).SetPrec(bits).Mul(t, t)
	sum, power := new(big.Float).SetPrec(bits).Set(t), new(big.Float).SetPrec(bits).Set(t)
	for k := 1; k < 40; k++ {
		power.Neg(power.Mul(power, square))
		sum.Add(sum, new(big.Float).Quo(power, big0(float64(2*k+1))))
	}
	return sum.Mul(sum, big0(64))
}

// ulps is the distance of got from want in units of want's last place.
func ulps(got float64, want *big.Float) float64 {
	nearest, _ := want.Float64()
	unit := math.Nextafter(math.Abs(nearest), math.Inf(1)) - math.Abs(nearest)
	if math.IsInf(nearest, 0) || math.IsInf(unit, 0) {
		unit = 0x1p971
	}
	if math.IsInf(got, 0) {
		return math.Inf(1)
	}
	d := new(big.Float).SetPrec(bits).Sub(big0(got), want)
	d.Quo(d, big0(unit))
	u, _ := d.Float64()
	return math.Abs(u)
}

// draws is a number of random arguments: ten times as many where everything is checked.
func draws(n int) int {
	if os.Getenv("VECHE_CI") == "1" {
		return 10 * n
	}
	return n
}

func TestWithinOneUnitInTheLastPlace(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	between := func(lo, hi float64) float64 { return lo + rng.Float64()*(hi-lo) }
	anySize := func() float64 { return math.Exp2(between(-1074, 1024)) }
	near := func(x float64) float64 { return x * (1 + math.Exp2(between(-53, -1))*(2*rng.Float64()-1)) }
	pick := func(f ...func() float64) float64 { return f[rng.IntN(len(f))]() }
	one := big0(1)
	for _, c := range []struct {
		name string
		most float64
		draw func() float64
		got  func(x float64) float64
		want func(x float64) *big.Float
	}{
		{"Exp", 1, func() float64 {
			return pick(func() float64 { return between(-745, 709.7) }, func() float64 { return between(-2, 2) }, func() float64 { return near(1e-5) })
		}, exact.Exp, func(x float64) *big.Float { return bigExp(big0(x)) }},
		{"Exp2", 1, func() float64 {
			return pick(func() float64 { return between(-1074, 1023.9) }, func() float64 { return between(-2, 2) })
		}, exact.Exp2,
			func(x float64) *big.Float {
				ln2 := artanh(ratioOf(one, big0(3)))
				return bigExp(ln2.Mul(ln2, big0(2*x)))
			}},
		{"Expm1", 1, func() float64 {
			return pick(func() float64 { return between(-40, 709) }, func() float64 { return between(-2, 2) }, func() float64 { return near(1e-9) })
		}, exact.Expm1, func(x float64) *big.Float {
			e := bigExp(big0(x))
			return e.Sub(e, one)
		}},
		{"Log", 1, func() float64 {
			return pick(anySize, func() float64 { return near(1) }, func() float64 { return between(0, 10) })
		}, exact.Log, func(x float64) *big.Float { return bigLog(big0(x)) }},
		{"Log2", 1, func() float64 { return pick(anySize, func() float64 { return near(1) }) }, exact.Log2, func(x float64) *big.Float {
			return ratioOf(bigLog(big0(x)), bigLog(big0(2)))
		}},
		{"Log10", 1, func() float64 { return pick(anySize, func() float64 { return near(1) }) }, exact.Log10, func(x float64) *big.Float {
			return ratioOf(bigLog(big0(x)), bigLog(big0(10)))
		}},
		{"Log1p", 1, func() float64 {
			return pick(func() float64 { return math.Exp2(between(-100, 1024)) }, func() float64 { return between(-1, 1) }, func() float64 { return near(1e-10) }, func() float64 { return -math.Exp2(between(-60, 0)) })
		}, exact.Log1p, func(x float64) *big.Float { return bigLog(new(big.Float).SetPrec(bits).Add(one, big0(x))) }},
		{"Atan", 1, func() float64 {
			return pick(func() float64 { return between(-3, 3) }, func() float64 { return math.Exp2(between(-40, 60)) }, func() float64 { return near(1) })
		}, exact.Atan, bigAtan},
	} {
		t.Run(c.name, func(t *testing.T) {
			var worst, at float64
			for range draws(400) {
				x := c.draw()
				if x == 0 {
					continue
				}
				if u := ulps(c.got(x), c.want(x)); u > worst {
					worst, at = u, x
				}
			}
			t.Logf("worst %.3f ulp, at %v", worst, at)
			if worst > c.most {
				t.Errorf("%s(%v) = %v is %g units in the last place off", c.name, at, c.got(at), worst)
			}
		})
	}
}

func TestPowAndCbrt(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var worst, worstX, worstY float64
	for k := range draws(800) {
		x := math.Exp2(rng.Float64()*20 - 10)
		y := 700 / math.Log(x) * (2*rng.Float64() - 1)
		switch k % 4 {
		case 0:
			x, y = 1+(rng.Float64()-0.5)/1e3, rng.NormFloat64()*1e5
		case 1:
			x, y = rng.Float64(), rng.Float64()
		case 2:
			x, y = math.Exp2(rng.Float64()*2090-1070), rng.Float64()*2-1
		}
		want := bigLog(big0(x))
		want = bigExp(want.Mul(want, big0(y)))
		if size, _ := want.Float64(); size == 0 || math.IsInf(size, 0) {
			continue
		}
		if u := ulps(exact.Pow(x, y), want); u > worst {
			worst, worstX, worstY = u, x, y
		}
	}
	t.Logf("worst %.3f ulp, at %v^%v", worst, worstX, worstY)
	if worst > 1 {
		t.Errorf("Pow(%v, %v) = %v is %g units in the last place off", worstX, worstY, exact.Pow(worstX, worstY), worst)
	}
	for range draws(2000) {
		x := math.Exp2(rng.Float64()*2098 - 1074)
		r := exact.Cbrt(x)
		cube := func(t float64) *big.Float {
			return new(big.Float).SetPrec(bits).Mul(new(big.Float).SetPrec(bits).Mul(big0(t), big0(t)), big0(t))
		}
		if cube(math.Nextafter(r, 0)).Cmp(big0(x)) > 0 || cube(math.Nextafter(r, math.Inf(1))).Cmp(big0(x)) < 0 {
			t.Fatalf("Cbrt(%v) = %v is more than a unit in the last place off", x, r)
		}
		if exact.Cbrt(-x) != -r {
			t.Fatalf("Cbrt(%v) = %v, Cbrt(%v) = %v", x, r, -x, exact.Cbrt(-x))
		}
	}
	for k := range 1000 {
		if x := float64(k); exact.Cbrt(x*x*x) != x || exact.Pow(x, 2) != x*x || exact.Pow(x, 3) != x*x*x || exact.Pow(-x, 3) != -x*x*x {
			t.Errorf("%v: the cube's root is %v, the square %v, the cube %v", x, exact.Cbrt(x*x*x), exact.Pow(x, 2), exact.Pow(x, 3))
		}
	}
	for k := -300; k <= 300; k++ {
		if x := math.Pow10(k); exact.Log10(x) != float64(k) || k >= 0 && k <= 22 && exact.Pow(10, float64(k)) != x {
			t.Errorf("10^%d: its logarithm is %v, the power %v", k, exact.Log10(x), exact.Pow(10, float64(k)))
		}
	}
	for k := -1074; k <= 1023; k++ {
		if x := math.Ldexp(1, k); exact.Log2(x) != float64(k) || exact.Exp2(float64(k)) != x || exact.Pow(2, float64(k)) != x {
			t.Errorf("2^%d: its logarithm is %v, the powers %v and %v", k, exact.Log2(x), exact.Exp2(float64(k)), exact.Pow(2, float64(k)))
		}
	}
}

// The special cases are those of the math package.
func TestSpecialCases(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	edges := []float64{0, math.Copysign(0, -1), 1, -1, inf, -inf, nan, 0.5, -0.5, 2, -2, 3, -3, 1e308, -1e308, 5e-324, -5e-324, 1e-310, math.MaxFloat64, -math.MaxFloat64, 1 << 53, 1<<53 + 2,
		-(1 << 53), 1e300, 709, 709.782712893385, -745.1332191019411, -745.13321910194122, -745.14, 1024, 1023.9999999999999, -1074, -1075, -1075.1, -1076, 1e-17, -1e-17, -40, 0.9999999999999999,
		1.0000000000000002, 4.5, -4.5}
	// Finite results are compared above: the assembly of some machines has wrong ones, for subnormal numbers for instance.
	same := func(got, want float64) bool {
		switch {
		case math.IsNaN(got) || math.IsNaN(want):
			return math.IsNaN(got) && math.IsNaN(want)
		case got == 0 || want == 0 || math.IsInf(got, 0) || math.IsInf(want, 0):
			return got == want && math.Signbit(got) == math.Signbit(want)
		}
		return math.Abs(got-want) <= 0.1*math.Abs(want)
	}
	for _, f := range []struct {
		name      string
		got, want func(float64) float64
	}{
		{"Exp", exact.Exp, math.Exp}, {"Exp2", exact.Exp2, math.Exp2}, {"Expm1", exact.Expm1, math.Expm1}, {"Log", exact.Log, math.Log}, {"Log2", exact.Log2, math.Log2},
		{"Log10", exact.Log10, math.Log10}, {"Log1p", exact.Log1p, math.Log1p}, {"Cbrt", exact.Cbrt, math.Cbrt}, {"Atan", exact.Atan, math.Atan},
	} {
		for _, x := range edges {
			if got, want := f.got(x), f.want(x); !same(got, want) && math.Abs(x) > 0x1p-1022 {
				t.Errorf("%s(%v) = %v, want %v", f.name, x, got, want)
			}
		}
	}
	for _, x := range edges {
		for _, y := range edges {
			if got, want := exact.Pow(x, y), math.Pow(x, y); !same(got, want) {
				t.Errorf("Pow(%v, %v) = %v, want %v", x, y, got, want)
			}
		}
	}
}

// Seeds give the draws that math/rand/v2 gives, but for what math.Exp and math.Log differ by.
func TestExponential(t *testing.T) {
	ours, theirs := rand.New(rand.NewPCG(5, 6)), rand.New(rand.NewPCG(5, 6))
	var mean, squares float64
	const draws = 1_000_000
	for k := range draws {
		x, y := exact.Exponential(ours), theirs.ExpFloat64()
		if math.Abs(x-y) > 1e-14*y {
			t.Fatalf("draw %d is %v, that of math/rand/v2 %v", k, x, y)
		}
		mean += x / draws
		squares += x * x / draws
	}
	if math.Abs(mean-1) > 0.005 || math.Abs(squares-2) > 0.02 {
		t.Errorf("mean %v and mean square %v, want 1 and 2", mean, squares)
	}
}

var sink float64

func BenchmarkFunctions(b *testing.B) {
	for _, f := range []struct {
		name string
		f    func(float64) float64
	}{
		{"exp", exact.Exp}, {"math.Exp", math.Exp}, {"expm1", exact.Expm1}, {"math.Expm1", math.Expm1}, {"log", exact.Log}, {"math.Log", math.Log}, {"log1p", exact.Log1p}, {"math.Log1p", math.Log1p},
		{"log2", exact.Log2}, {"math.Log2", math.Log2}, {"cbrt", exact.Cbrt}, {"math.Cbrt", math.Cbrt}, {"pow", func(x float64) float64 { return exact.Pow(x, 0.7) }},
		{"math.Pow", func(x float64) float64 { return math.Pow(x, 0.7) }},
	} {
		b.Run(f.name, func(b *testing.B) {
			x := 0.1
			for b.Loop() {
				sink += f.f(x)
				x += 0.001
				if x > 5 {
					x = 0.1
				}
			}
		})
	}
}

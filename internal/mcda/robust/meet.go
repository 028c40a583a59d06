package robust

import (
	"cmp"
	"math"

	"veche/internal/mcda"
)

// meetings tells in which order alternatives a and b stand along a path: stretches appended to dst, which is empty, that cover its range, each beginning where the one before ends, in
// another order. Weights at which the two only touch, alone, are left out.
type meetings interface {
	meet(a, b int, dst []Stretch) []Stretch
}

// solve picks the solution for the scorer's form.
func solve(s mcda.Scorer, path *Path, lower bool) (_ meetings, exact bool) {
	if l, ok := s.(mcda.LinearScorer); ok {
		return newLinearMeetings(l, path, lower), true
	}
	if d, ok := s.(mcda.DistanceScorer); ok && !lower {
		if plus, minus, ok := d.SquaredDistances(); ok {
			if path.disjoint() {
				return newQuadratic(plus, minus, path), true
			}
			return newQuartic(plus, minus, path), true
		}
	}
	if r, ok := s.(mcda.ShareScorer); ok {
		return newShares(r, path, lower), true
	}
	return newNumeric(s, path, lower), false
}

// linearMeetings: on each piece of the path the difference of two values is linear in t, so those at the knots say everything.
type linearMeetings struct {
	path   *Path
	m      int
	lower  bool
	scores []float64 // knots × m: they say what is tied
	values []float64 // knots × m: Σ_j w_j·v_ij, of which the score may be a function
}

func newLinearMeetings(s mcda.LinearScorer, path *Path, lower bool) *linearMeetings {
	m, n := s.Dims()
	l := &linearMeetings{path: path, m: m, lower: lower, scores: make([]float64, len(path.knots)*m), values: make([]float64, len(path.knots)*m)}
	v := s.Values()
	for k := range path.knots {
		w := path.knots[k].weights
		s.Scores(l.scores[k*m:][:m], w)
		for i := range m {
			var sum float64
			for j, x := range v[i*n : (i+1)*n] {
				sum += float64(w[j] * x)
			}
			l.values[k*m+i] = sum
		}
	}
	return l
}

func (l *linearMeetings) meet(a, b int, dst []Stretch) []Stretch {
	var before int // the order at the knot before, and how far apart they were
	var apart float64
	for k := range l.path.knots {
		scores, values := l.scores[k*l.m:], l.values[k*l.m:]
		now, size := signOf(difference(scores[a], scores[b], l.lower)), math.Abs(values[a]-values[b])
		if k > 0 {
			lo, hi := l.path.knots[k-1].t, l.path.knots[k].t
			dst = turn(dst, lo, cmp.Or(before, now))
			if before*now < 0 {
				dst = turn(dst, lo+float64((hi-lo)*(apart/(apart+size))), now)
			}
		}
		before, apart = now, size
	}
	return until(dst, l.path.Range().Hi)
}

// difference is how far score a is ahead of score b: 0 when they are tied.
func difference(a, b float64, lower bool) float64 {
	switch {
	case mcda.Tied(a, b):
		return 0
	case lower:
		return b - a
	}
	return a - b
}

func signOf(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// noise is the relative size under which a difference of two sums of products is rounding, and the scores behind it are tied.
const noise = 1e-12

// less is a − b, 0 when that is rounding. a, b ≥ 0.
func less(a, b float64) float64 {
	if d := a - b; math.Abs(d) > float64(noise*max(a, b)) {
		return d
	}
	return 0
}

// squares are an alternative's squared distances on one piece of the path, with x from 0 to 1 along it: D² = (1−x)²·lo + 2x(1−x)·mid + x²·hi. lo and hi are
// those at its ends and mid = Σ_k w_k(0)·w_k(1)·d_k, so all are ≥ 0.
type squares struct{ lo, mid, hi float64 }

// pole are an alternative's squared distances to the ideal and from the anti-ideal, divided by the largest of the six numbers: only their ratio counts.
type pole struct{ plus, minus squares }

// poles are those of all alternatives on the piece between two knots.
func poles(plus, minus []float64, from, to *knot) []pole {
	n := len(from.weights)
	lo, mid, hi := make([]float64, n), make([]float64, n), make([]float64, n)
	for j, a := range from.weights {
		b := to.weights[j]
		lo[j], mid[j], hi[j] = a*a, a*b, b*b
	}
	along := func(row []float64) (s squares) {
		for j, d := range row {
			s.lo += float64(lo[j] * d)
			s.mid += float64(mid[j] * d)
			s.hi += float64(hi[j] * d)
		}
		return s
	}
	all := make([]pole, len(plus)/n)
	for i := range all {
		a, b := along(plus[i*n:(i+1)*n]), along(minus[i*n:(i+1)*n])
		if size := max(a.lo, a.mid, a.hi, b.lo, b.mid, b.hi); size > 0 {
			a, b = squares{a.lo / size, a.mid / size, a.hi / size}, squares{b.lo / size, b.mid / size, b.hi / size}
		}
		all[i] = pole{a, b}
	}
	return all
}

// quadratic: a is ahead of b where D⁻_a²·D⁺_b² > D⁻_b²·D⁺_a². On a path of one piece without mixed terms both sides are sums of x⁴, x²(1−x)² and (1−x)⁴,
// and with u = x²/(1−x)² the condition is A·u² + B·u + C > 0. Where its discriminant vanishes a and b touch and keep their order. The root x = √u/(1+√u).
type quadratic struct {
	poles    []pole
	from, to float64
}

func newQuadratic(plus, minus []float64, path *Path) *quadratic {
	from, to := &path.knots[0], &path.knots[1]
	return &quadratic{poles(plus, minus, from, to), from.t, to.t}
}

func (q *quadratic) weight(u float64) float64 {
	return q.from + float64((q.to-q.from)*portion(math.Sqrt(u)))
}

func (q *quadratic) meet(i, k int, dst []Stretch) []Stretch {
	a, b := &q.poles[i], &q.poles[k]
	A := less(float64(a.minus.hi*b.plus.hi), float64(b.minus.hi*a.plus.hi))
	B := less(float64(a.minus.hi*b.plus.lo)+float64(a.minus.lo*b.plus.hi), float64(b.minus.hi*a.plus.lo)+float64(b.minus.lo*a.plus.hi))
	C := less(float64(a.minus.lo*b.plus.lo), float64(b.minus.lo*a.plus.lo))
	sign, roots, count := positiveRoots(A, B, C)
	dst = turn(dst, q.from, sign)
	for _, u := range roots[:count] {
		sign = -sign
		dst = turn(dst, q.weight(u), sign)
	}
	return until(dst, q.to)
}

// portion is x = u/(1 + u), which goes from 0 to 1.
func portion(u float64) float64 {
	if math.IsInf(u, 1) {
		return 1
	}
	return u / (1 + u)
}

// positiveRoots are those of A·u² + B·u + C where it changes its sign, ascending, and the sign as u → 0. By Descartes' rule the signs of A, B, C tell how
// many there are, so that only the case of two needs the discriminant.
func positiveRoots(A, B, C float64) (start int, roots [2]float64, count int) {
	start = signOf(cmp.Or(C, B, A))
	switch {
	case A != 0 && C != 0 && (A > 0) != (C > 0):
		roots[0], count = positiveRoot(A, B, C), 1
	case A != 0 && C != 0:
		if B != 0 && (B > 0) != (A > 0) {
			if disc := float64(B*B) - float64(4*A*C); disc > noise*B*B {
				s := (math.Abs(B) + math.Sqrt(disc)) / 2
				roots[0], roots[1], count = math.Abs(C)/s, s/math.Abs(A), 2
			}
		}
	case A == 0 && signOf(B)*signOf(C) < 0:
		roots[0], count = -C/B, 1
	case C == 0 && signOf(A)*signOf(B) < 0:
		roots[0], count = -B/A, 1
	}
	return start, roots, count
}

// positiveRoot is the one positive root of A·u² + B·u + C when A and C have opposite signs, without cancellation.
func positiveRoot(A, B, C float64) float64 {
	root := math.Sqrt(float64(B*B) - float64(4*A*C))
	if (B > 0) == (A > 0) && B != 0 {
		return 2 * math.Abs(C) / (math.Abs(B) + root)
	}
	return (math.Abs(B) + root) / (2 * math.Abs(A))
}

package robust

import (
	"math"

	"veche/internal/mcda"
)

// meetings tells where along a path alternatives a and b meet. sign is +1 when a is ahead at the start of the range, −1 when behind, 0 when the two are tied
// all along; at the weights appended to at, ascending and inside the range, they change places.
type meetings interface {
	meet(a, b int, at []float64) (sign int, _ []float64)
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

func (l *linearMeetings) meet(a, b int, at []float64) (sign int, _ []float64) {
	start, last := 0, 0 // the first sign that is not 0, and the last
	var before float64  // how far apart they were at the knot before
	for k := range l.path.knots {
		scores, values := l.scores[k*l.m:], l.values[k*l.m:]
		now := signOf(difference(scores[a], scores[b], l.lower))
		apart := math.Abs(values[a] - values[b])
		switch {
		case now == 0:
			apart = 0
		case last == 0:
			start, last = now, now
		case now != last:
			lo, hi := l.path.knots[k-1].t, l.path.knots[k].t
			at = append(at, lo+float64((hi-lo)*(before/(before+apart))))
			last = now
		}
		before = apart
	}
	return start, at
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
// and with u = x²/(1−x)² the condition is A·u² + B·u + C > 0. By Descartes' rule the signs of A, B, C tell how many positive roots there are, so that only the
// case of two needs the discriminant: where it vanishes a and b touch and keep their order. The root x = √u/(1+√u).
type quadratic struct {
	poles    []pole
	from, to float64
}

func newQuadratic(plus, minus []float64, path *Path) *quadratic {
	from, to := &path.knots[0], &path.knots[1]
	return &quadratic{poles(plus, minus, from, to), from.t, to.t}
}

func (q *quadratic) weight(u float64) float64 {
	root := math.Sqrt(u)
	if math.IsInf(root, 1) {
		return q.to
	}
	return q.from + float64((q.to-q.from)*(root/(1+root)))
}

func (q *quadratic) meet(i, k int, at []float64) (sign int, _ []float64) {
	a, b := &q.poles[i], &q.poles[k]
	A := less(float64(a.minus.hi*b.plus.hi), float64(b.minus.hi*a.plus.hi))
	B := less(float64(a.minus.hi*b.plus.lo)+float64(a.minus.lo*b.plus.hi), float64(b.minus.hi*a.plus.lo)+float64(b.minus.lo*a.plus.hi))
	C := less(float64(a.minus.lo*b.plus.lo), float64(b.minus.lo*a.plus.lo))
	start := C // the sign as u → 0
	if start == 0 {
		start = B
	}
	if start == 0 {
		start = A
	}
	switch {
	case A != 0 && C != 0 && (A > 0) != (C > 0):
		at = append(at, q.weight(positiveRoot(A, B, C)))
	case A != 0 && C != 0:
		if B != 0 && (B > 0) != (A > 0) {
			if disc := float64(B*B) - float64(4*A*C); disc > noise*B*B {
				s := (math.Abs(B) + math.Sqrt(disc)) / 2
				at = append(at, q.weight(math.Abs(C)/s), q.weight(s/math.Abs(A)))
			}
		}
	case A == 0 && signOf(B)*signOf(C) < 0:
		at = append(at, q.weight(-C/B))
	case C == 0 && signOf(A)*signOf(B) < 0:
		at = append(at, q.weight(-B/A))
	}
	return signOf(start), at
}

// positiveRoot is the one positive root of A·u² + B·u + C when A and C have opposite signs, without cancellation.
func positiveRoot(A, B, C float64) float64 {
	root := math.Sqrt(float64(B*B) - float64(4*A*C))
	if (B > 0) == (A > 0) && B != 0 {
		return 2 * math.Abs(C) / (math.Abs(B) + root)
	}
	return (math.Abs(B) + root) / (2 * math.Abs(A))
}

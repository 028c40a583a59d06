package robust

import (
	"math"

	"veche/internal/mcda"
)

// meetings tells where along a path the leader meets a rival. sign is +1 when the leader is ahead at the start of the range, −1 when behind, 0 when the two
// are tied all along; at the weights appended to at, ascending and inside the range, they change places.
type meetings func(rival int, at []float64) (sign int, _ []float64)

// solve picks the solution for the scorer's form.
func solve(s mcda.Scorer, path *Path, lower bool, leader int) (meet meetings, exact bool) {
	if l, ok := s.(mcda.LinearScorer); ok {
		return linearMeetings(l, path, lower, leader), true
	}
	if d, ok := s.(mcda.DistanceScorer); ok && !lower {
		if plus, minus, ok := d.SquaredDistances(); ok {
			q := newDistances(plus, minus, path)
			if q.locked {
				return q.quarticMeetings(leader), true
			}
			return q.quadraticMeetings(leader), true
		}
	}
	return numericMeetings(s, path, lower, leader), false
}

// linearMeetings: the difference of two scores is linear in t, so its values at both ends of the range say everything.
func linearMeetings(s mcda.Scorer, path *Path, lower bool, leader int) meetings {
	r := path.Range()
	weights := path.Weights(nil, r.Lo)
	start := s.Scores(nil, weights)
	end := s.Scores(nil, path.Weights(weights, r.Hi))
	return func(b int, at []float64) (int, []float64) {
		d0, d1 := difference(start[leader], start[b], lower), difference(end[leader], end[b], lower)
		if signOf(d0)*signOf(d1) < 0 {
			at = append(at, r.Lo+(r.Hi-r.Lo)*(d0/(d0-d1)))
		}
		if d0 == 0 {
			d0 = d1
		}
		return signOf(d0), at
	}
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
	if d := a - b; math.Abs(d) > noise*math.Max(a, b) {
		return d
	}
	return 0
}

// squares are an alternative's squared distances along a path, D² = t²·p + (F−t)²·q + l: p from the moving criterion, q from those that follow, l from the
// locked ones. All are ≥ 0.
type squares struct{ p, q, l float64 }

// pole are an alternative's squared distances to the ideal and from the anti-ideal, divided by the largest of the six numbers: only their ratio counts.
type pole struct{ plus, minus squares }

// distances are the poles of all alternatives along one path.
type distances struct {
	path   *Path
	poles  []pole
	locked bool // some weight is locked
}

func newDistances(plus, minus []float64, path *Path) *distances {
	n := len(path.share)
	follow, fixed := make([]float64, n), make([]float64, n)
	d := &distances{path: path, poles: make([]pole, len(plus)/n)}
	for k, share := range path.share {
		follow[k], fixed[k] = share*share, path.fixed[k]*path.fixed[k]
		d.locked = d.locked || fixed[k] > 0
	}
	along := func(row []float64) squares {
		s := squares{p: row[path.j]}
		for k, x := range row {
			s.q += follow[k] * x
		}
		if d.locked {
			for k, x := range row {
				s.l += fixed[k] * x
			}
		}
		return s
	}
	for i := range d.poles {
		row := i * n
		a, b := along(plus[row:row+n]), along(minus[row:row+n])
		if size := max(a.p, a.q, a.l, b.p, b.q, b.l); size > 0 {
			a, b = squares{a.p / size, a.q / size, a.l / size}, squares{b.p / size, b.q / size, b.l / size}
		}
		d.poles[i] = pole{a, b}
	}
	return d
}

// quadraticMeetings: a is ahead of b where D⁻_a²·D⁺_b² > D⁻_b²·D⁺_a². Without locked weights both sides are sums of t⁴, t²(F−t)² and (F−t)⁴, and with
// u = t²/(F−t)² the condition is A·u² + B·u + C > 0. By Descartes' rule the signs of A, B, C tell how many positive roots there are, so that only the case of
// two needs the discriminant: where it vanishes a and b touch and keep their order. The root t = F·√u/(1+√u).
func (d *distances) quadraticMeetings(leader int) meetings {
	a := d.poles[leader]
	weight := func(u float64) float64 {
		root := math.Sqrt(u)
		if math.IsInf(root, 1) {
			return d.path.free
		}
		return d.path.free * (root / (1 + root))
	}
	return func(rival int, at []float64) (int, []float64) {
		b := d.poles[rival]
		A := less(a.minus.p*b.plus.p, b.minus.p*a.plus.p)
		B := less(a.minus.p*b.plus.q+a.minus.q*b.plus.p, b.minus.p*a.plus.q+b.minus.q*a.plus.p)
		C := less(a.minus.q*b.plus.q, b.minus.q*a.plus.q)
		start := C // the sign as u → 0
		if start == 0 {
			start = B
		}
		if start == 0 {
			start = A
		}
		switch {
		case A != 0 && C != 0 && signOf(A) != signOf(C):
			at = append(at, weight(positiveRoot(A, B, C)))
		case A != 0 && C != 0:
			if signOf(B) == -signOf(A) {
				if disc := B*B - 4*A*C; disc > noise*B*B {
					q := (math.Abs(B) + math.Sqrt(disc)) / 2
					at = append(at, weight(math.Abs(C)/q), weight(q/math.Abs(A)))
				}
			}
		case A == 0 && signOf(B)*signOf(C) < 0:
			at = append(at, weight(-C/B))
		case C == 0 && signOf(A)*signOf(B) < 0:
			at = append(at, weight(-B/A))
		}
		return signOf(start), at
	}
}

// positiveRoot is the one positive root of A·u² + B·u + C when A and C have opposite signs, without cancellation.
func positiveRoot(A, B, C float64) float64 {
	root := math.Sqrt(B*B - 4*A*C)
	if (B > 0) == (A > 0) && B != 0 {
		return 2 * math.Abs(C) / (math.Abs(B) + root)
	}
	return (math.Abs(B) + root) / (2 * math.Abs(A))
}

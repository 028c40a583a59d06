package robust

import (
	"math"

	"veche/internal/mcda"
)

// line is a linear function on one piece of a path, by its values at the ends; x from 0 to 1 along it.
type line struct{ lo, hi float64 }

func (l line) at(x float64) float64 { return float64((1-x)*l.lo) + float64(x*l.hi) }

// bend is a stretch of a piecewise linear function, from the end of the one before up to to; the last ends at 1.
type bend struct {
	to float64
	line
}

// outer appends to dst the larger of two piecewise linear functions at every x, with sign −1 the smaller. It takes O(len(f) + len(g)).
func outer(dst, f, g []bend, sign float64) []bend {
	begin := len(dst)
	add := func(to float64, l line) {
		if last := len(dst) - 1; last >= begin && dst[last].line == l {
			dst[last].to = to
		} else {
			dst = append(dst, bend{to, l})
		}
	}
	var from float64
	for from < 1 {
		a, b := f[0].line, g[0].line
		to := min(f[0].to, g[0].to)
		before, after := float64(sign*(a.at(from)-b.at(from))), float64(sign*(a.at(to)-b.at(to)))
		switch {
		case before >= 0 && after >= 0:
			add(to, a)
		case before <= 0 && after <= 0:
			add(to, b)
		default:
			if before < 0 {
				a, b = b, a
			}
			x := min(to, from+float64((to-from)*(before/(before-after))))
			if x > from {
				add(x, a)
			}
			if x < to {
				add(to, b)
			}
		}
		if f[0].to == to {
			f = f[1:]
		}
		if g[0].to == to {
			g = g[1:]
		}
		from = to
	}
	return dst
}

// envelope grows by one function after the other.
type envelope struct {
	sign         float64
	bends, spare []bend
}

func (e *envelope) take(f []bend) {
	if len(e.bends) == 0 {
		e.bends = append(e.bends, f...)
		return
	}
	e.spare = outer(e.spare[:0], e.bends, f, e.sign)
	e.bends, e.spare = e.spare, e.bends
}

// extent is the least and the largest value of all alternatives.
type extent struct{ least, most line }

// at is how far apart they are.
func (e *extent) at(x float64) float64 { return max(0, less(e.most.at(x), e.least.at(x))) }

// spread is the extent of S and of R, each linear up to to.
type spread struct {
	to   float64
	s, r extent
}

// regretPiece holds S, R and their ranges between two knots of a path.
type regretPiece struct {
	from, to float64 // the weights at its ends
	s        []line
	r        [][]bend
	spreads  []spread
}

// regretful solves VIKOR (Opricovic & Tzeng 2004). Between two knots S is linear in t for every alternative, and R = max_j w_j·d_j, the least and the largest S and R
// are linear in pieces. Q_a < Q_b where
//
//	v·(S_b − S_a)·(R⁻ − R*) + (1 − v)·(R_b − R_a)·(S⁻ − S*) > 0,
//
// so where none of the six bends both factors of either product are linear, and a and b change places at the roots of a quadratic. Where all are alike by S or by R
// that range is 1: the difference beside it is 0.
type regretful struct {
	v      float64
	turned bool // higher is better, which no method of this form says
	pieces []regretPiece
}

func newRegretful(s mcda.RegretScorer, path *Path, lower bool) *regretful {
	m, n := s.Dims()
	d, v := s.Regrets()
	q := &regretful{v: v, turned: !lower}
	for k := range path.knots[1:] {
		q.pieces = append(q.pieces, newRegretPiece(d, m, n, &path.knots[k], &path.knots[k+1]))
	}
	return q
}

func newRegretPiece(d []float64, m, n int, from, to *knot) regretPiece {
	p := regretPiece{from: from.t, to: to.t, s: make([]line, m), r: make([][]bend, m)}
	r, leastS, mostS, leastR, mostR := envelope{sign: 1}, envelope{sign: -1}, envelope{sign: 1}, envelope{sign: -1}, envelope{sign: 1}
	one := make([]bend, 1) // a function that is a line
	straight := func(l line) []bend {
		one[0] = bend{1, l}
		return one
	}
	var room []bend // for several alternatives
	for i := range m {
		r.bends = r.bends[:0]
		for j, x := range d[i*n : (i+1)*n] {
			l := line{float64(from.weights[j] * x), float64(to.weights[j] * x)}
			p.s[i].lo += l.lo
			p.s[i].hi += l.hi
			r.take(straight(l))
		}
		if len(room)+len(r.bends) > cap(room) {
			room = make([]bend, 0, max(1<<10, len(r.bends)))
		}
		room = append(room, r.bends...)
		p.r[i] = room[len(room)-len(r.bends):]
		leastS.take(straight(p.s[i]))
		mostS.take(straight(p.s[i]))
		leastR.take(p.r[i])
		mostR.take(p.r[i])
	}
	if m > 0 {
		p.spreads = spreads(leastS.bends, mostS.bends, leastR.bends, mostR.bends)
	}
	return p
}

// spreads are the differences of most and least.
func spreads(leastS, mostS, leastR, mostR []bend) (all []spread) {
	var from float64
	for from < 1 {
		to := min(leastS[0].to, mostS[0].to, leastR[0].to, mostR[0].to)
		extent := func(least, most line) extent {
			if e := (extent{least, most}); e.at(from) > 0 || e.at(to) > 0 {
				return e
			}
			return extent{line{0, 0}, line{1, 1}}
		}
		all = append(all, spread{to, extent(leastS[0].line, mostS[0].line), extent(leastR[0].line, mostR[0].line)})
		for _, e := range []*[]bend{&leastS, &mostS, &leastR, &mostR} {
			if (*e)[0].to == to {
				*e = (*e)[1:]
			}
		}
		from = to
	}
	return all
}

func (q *regretful) meet(a, b int, dst []Stretch) []Stretch {
	if q.turned {
		a, b = b, a
	}
	for k := range q.pieces {
		p := &q.pieces[k]
		ra, rb, ranges := p.r[a], p.r[b], p.spreads
		weight := func(x float64) float64 { return p.from + float64((p.to-p.from)*x) }
		var from float64
		for from < 1 {
			to := min(ra[0].to, rb[0].to, ranges[0].to)
			sign, roots, count := positiveRoots(q.condition(p.s[a], p.s[b], ra[0].line, rb[0].line, &ranges[0], from, to))
			if sign != 0 || to-from > separation || len(dst) == 0 {
				dst = turn(dst, weight(from), sign)
			}
			for _, u := range roots[:count] {
				sign = -sign
				dst = turn(dst, weight(from+float64((to-from)*share(u))), sign)
			}
			if ra[0].to == to {
				ra = ra[1:]
			}
			if rb[0].to == to {
				rb = rb[1:]
			}
			if ranges[0].to == to {
				ranges = ranges[1:]
			}
			from = to
		}
	}
	return until(dst, q.pieces[len(q.pieces)-1].to)
}

// condition gives the coefficients of A·u² + B·u + C, whose sign is that of a's lead before b, between from, where u = 0, and to, where u → ∞: u = x/(1 − x) with x
// from 0 to 1 on the way.
func (q *regretful) condition(sa, sb, ra, rb line, apart *spread, from, to float64) (A, B, C float64) {
	sa0, sb0, sa1, sb1 := sa.at(from), sb.at(from), sa.at(to), sb.at(to)
	ra0, rb0, ra1, rb1 := ra.at(from), rb.at(from), ra.at(to), rb.at(to)
	s0, s1, r0, r1 := less(sb0, sa0), less(sb1, sa1), less(rb0, ra0), less(rb1, ra1)
	ds0, ds1, dr0, dr1 := float64(q.v*apart.r.at(from)), float64(q.v*apart.r.at(to)), float64((1-q.v)*apart.s.at(from)), float64((1-q.v)*apart.s.at(to))
	sum := func(x, y, size float64) float64 {
		if d := x + y; math.Abs(d) > float64(noise*size) {
			return d
		}
		return 0
	}
	ms0, ms1, mr0, mr1 := max(sa0, sb0), max(sa1, sb1), max(ra0, rb0), max(ra1, rb1)
	C = sum(float64(ds0*s0), float64(dr0*r0), float64(ds0*ms0)+float64(dr0*mr0))
	B = sum(float64(ds0*s1)+float64(ds1*s0), float64(dr0*r1)+float64(dr1*r0), float64(ds0*ms1)+float64(ds1*ms0)+float64(dr0*mr1)+float64(dr1*mr0))
	A = sum(float64(ds1*s1), float64(dr1*r1), float64(ds1*ms1)+float64(dr1*mr1))
	return A, B, C
}

package robust

import (
	"math"
	"slices"

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

// outer appends to dst, which is empty, the larger of two piecewise linear functions at every x, with sign −1 the smaller. It takes O(len(f) + len(g)).
func outer(dst, f, g []bend, sign float64) []bend {
	add := func(to float64, l line) {
		if last := len(dst) - 1; last >= 0 && dst[last].line == l {
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
		f, g = past(f, to), past(g, to)
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

// span is what a share is measured by: the difference of two linear functions, up to to.
type span struct {
	to          float64
	most, least line
}

func (s *span) at(x float64) float64 { return max(0, less(s.most.at(x), s.least.at(x))) }

// sharePiece is a share between two knots of a path: F of each alternative, and D.
type sharePiece struct {
	values [][]bend
	spans  []span
}

// shares solves scores that are sums of two shares (see [mcda.ShareScorer]): VIKOR (Opricovic & Tzeng 2004), EDAS (Keshavarz Ghorabaee et al. 2015), and the reference
// point of MOORA, which has one. Between two knots F, a sum or a maximum, and D, a largest or a range, are linear in pieces for all alternatives, and a's score is
// above b's where
//
//	p·(F_a − F_b)·D' + p'·(F'_a − F'_b)·D > 0,
//
// so where none of them bends both factors of either product are linear, and a and b change places at the roots of a quadratic. Where a D is 0 all along, the difference
// beside it is 0, and it is taken for 1.
type shares struct {
	parts  [2]float64 // p and p', with the sign turned where lower is better
	knots  []knot
	pieces [][2]sharePiece
}

func newShares(s mcda.ShareScorer, path *Path, lower bool) *shares {
	m, n := s.Dims()
	q := &shares{knots: path.knots, pieces: make([][2]sharePiece, len(path.knots)-1)}
	var of []mcda.Share
	for _, share := range s.Shares() {
		if share.Part != 0 {
			of = append(of, share)
		}
	}
	if len(of) == 1 {
		of[0].Of = mcda.OfOne // what is the same for all alternatives makes no difference
	}
	for k, share := range of {
		if q.parts[k] = share.Part; lower {
			q.parts[k] = -share.Part
		}
	}
	for p := range q.pieces {
		for k := range 2 {
			if k < len(of) {
				q.pieces[p][k] = newSharePiece(&of[k], m, n, &path.knots[p], &path.knots[p+1])
			} else {
				nothing := []bend{{1, line{0, 0}}}
				q.pieces[p][k] = sharePiece{slices.Repeat([][]bend{nothing}, m), []span{unit(1)}}
			}
		}
	}
	return q
}

// unit is a span of 1.
func unit(to float64) span { return span{to, line{1, 1}, line{0, 0}} }

func newSharePiece(share *mcda.Share, m, n int, from, to *knot) sharePiece {
	p := sharePiece{values: make([][]bend, m)}
	f, least, most := envelope{sign: 1}, envelope{sign: -1}, envelope{sign: 1}
	one := make([]bend, 1)
	var room []bend // for several alternatives
	for i := range m {
		f.bends = f.bends[:0]
		var sum line
		for j, x := range share.Values[i*n : (i+1)*n] {
			l := line{float64(from.weights[j] * x), float64(to.weights[j] * x)}
			if share.Largest {
				one[0] = bend{1, l}
				f.take(one)
			} else {
				sum.lo += l.lo
				sum.hi += l.hi
			}
		}
		if !share.Largest {
			f.bends = append(f.bends, bend{1, sum})
		}
		if len(room)+len(f.bends) > cap(room) {
			room = make([]bend, 0, max(1<<10, len(f.bends)))
		}
		room = append(room, f.bends...)
		p.values[i] = room[len(room)-len(f.bends):]
		if share.Of == mcda.OfRange {
			least.take(p.values[i])
		}
		if share.Of != mcda.OfOne {
			most.take(p.values[i])
		}
	}
	if share.Of != mcda.OfRange {
		least.bends = []bend{{1, line{0, 0}}}
	}
	if len(most.bends) == 0 {
		most.bends = []bend{{1, line{1, 1}}}
	}
	p.spans = spans(least.bends, most.bends)
	return p
}

// spans are the differences of most and least.
func spans(least, most []bend) (all []span) {
	var from float64
	for from < 1 && len(least) > 0 {
		s := span{min(least[0].to, most[0].to), most[0].line, least[0].line}
		to := s.to
		if s.at(from) == 0 && s.at(to) == 0 {
			s = unit(to)
		}
		all = append(all, s)
		least, most = past(least, to), past(most, to)
		from = to
	}
	return all
}

// past leaves the bend that ends at x behind.
func past(f []bend, x float64) []bend {
	if f[0].to == x {
		return f[1:]
	}
	return f
}

func (q *shares) meet(a, b int, dst []Stretch) []Stretch {
	for k := range q.pieces {
		lo, hi := q.knots[k].t, q.knots[k+1].t
		weight := func(x float64) float64 { return lo + float64((hi-lo)*x) }
		first, second := &q.pieces[k][0], &q.pieces[k][1]
		fa, fb, ga, gb, d, e := first.values[a], first.values[b], second.values[a], second.values[b], first.spans, second.spans
		var from float64
		for from < 1 {
			to := min(fa[0].to, fb[0].to, ga[0].to, gb[0].to, d[0].to, e[0].to)
			sign, roots, count := positiveRoots(q.condition(&fa[0].line, &fb[0].line, &ga[0].line, &gb[0].line, &d[0], &e[0], from, to))
			if sign != 0 || to-from > separation || len(dst) == 0 {
				dst = turn(dst, weight(from), sign)
			}
			for _, u := range roots[:count] {
				sign = -sign
				dst = turn(dst, weight(from+float64((to-from)*portion(u))), sign)
			}
			fa, fb, ga, gb = past(fa, to), past(fb, to), past(ga, to), past(gb, to)
			if d[0].to == to {
				d = d[1:]
			}
			if e[0].to == to {
				e = e[1:]
			}
			from = to
		}
	}
	return until(dst, q.knots[len(q.knots)-1].t)
}

// condition gives the coefficients of A·u² + B·u + C, whose sign is that of a's lead before b, between from, where u = 0, and to, where u → ∞: u = x/(1 − x) with x
// from 0 to 1 on the way.
func (q *shares) condition(fa, fb, ga, gb *line, d, e *span, from, to float64) (A, B, C float64) {
	difference := func(a, b *line, x float64) (apart, size float64) {
		y, z := a.at(x), b.at(x)
		return less(y, z), max(y, z)
	}
	f0, sizeF0 := difference(fa, fb, from)
	f1, sizeF1 := difference(fa, fb, to)
	g0, sizeG0 := difference(ga, gb, from)
	g1, sizeG1 := difference(ga, gb, to)
	p, r := q.parts[0], q.parts[1]
	w, x, y, z := float64(p*f0), float64(p*f1), float64(r*g0), float64(r*g1)
	switch least, most := min(w, x, y, z), max(w, x, y, z); { // one is ahead on both
	case least >= 0:
		return 0, 0, most
	case most <= 0:
		return 0, 0, least
	}
	e0, e1, d0, d1 := float64(p*e.at(from)), float64(p*e.at(to)), float64(r*d.at(from)), float64(r*d.at(to))
	sum := func(x, y, size float64) float64 {
		if z := x + y; math.Abs(z) > float64(noise*size) {
			return z
		}
		return 0
	}
	E0, E1, D0, D1 := math.Abs(e0), math.Abs(e1), math.Abs(d0), math.Abs(d1)
	C = sum(float64(e0*f0), float64(d0*g0), float64(E0*sizeF0)+float64(D0*sizeG0))
	B = sum(float64(e0*f1)+float64(e1*f0), float64(d0*g1)+float64(d1*g0), float64(E0*sizeF1)+float64(E1*sizeF0)+float64(D0*sizeG1)+float64(D1*sizeG0))
	A = sum(float64(e1*f1), float64(d1*g1), float64(E1*sizeF1)+float64(D1*sizeG1))
	return A, B, C
}

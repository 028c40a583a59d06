package robust

import "math"

// quartic is a polynomial of degree 4 on an interval by its Bernstein coefficients, each with the sum of the absolute terms that made it, which bounds its
// rounding. The number of sign changes among the coefficients is at least the number of roots inside the interval, and odd with it (Descartes' rule in
// Bernstein form): 0 means none, 1 means exactly one. Halving the interval separates roots (Lane & Riesenfeld 1981, BIT 21:112–117).
type quartic struct{ c, terms [5]float64 }

// product multiplies two squared distances. No coefficient of theirs is a difference.
func product(a, b squares) [5]float64 {
	return [5]float64{
		a.lo * b.lo,
		(float64(a.lo*b.mid) + float64(a.mid*b.lo)) / 2,
		(float64(a.lo*b.hi) + float64(4*a.mid*b.mid) + float64(a.hi*b.lo)) / 6,
		(float64(a.mid*b.hi) + float64(a.hi*b.mid)) / 2,
		a.hi * b.hi,
	}
}

func (f *quartic) sign(k int) int {
	if math.Abs(f.c[k]) <= noise*f.terms[k] {
		return 0
	}
	return signOf(f.c[k])
}

// signs returns the first and the last sign that is not 0, and the number of changes between neighbours.
func (f *quartic) signs() (start, end, changes int) {
	for k := range f.c {
		s := f.sign(k)
		if s == 0 {
			continue
		}
		if start == 0 {
			start = s
		} else if s != end {
			changes++
		}
		end = s
	}
	return start, end, changes
}

// halves splits the interval in the middle (de Casteljau).
func (f *quartic) halves() (left, right quartic) {
	split := func(c [5]float64) (l, r [5]float64) {
		for k := range c {
			l[k], r[4-k] = c[0], c[4-k]
			for i := range 4 - k {
				c[i] = (c[i] + c[i+1]) / 2
			}
		}
		return l, r
	}
	left.c, right.c = split(f.c)
	left.terms, right.terms = split(f.terms)
	return left, right
}

// separation is the part of a piece within which two crossings of one pair are no longer told apart.
const separation = 1e-11

// tracker walks over the pieces of a path from left to right and notes where a and b change places.
type tracker struct {
	a, b     *pole
	from, to float64 // the weights at the ends of the piece
	all      []Stretch
}

func (s *squares) value(x float64) float64 {
	y := 1 - x
	return float64(y*y*s.lo) + float64(2*x*y*s.mid) + float64(x*x*s.hi)
}

// ahead is D⁻_a²·D⁺_b² − D⁻_b²·D⁺_a² at x, from sums without cancellation.
func (w *tracker) ahead(x float64) float64 {
	return float64(w.a.minus.value(x)*w.b.plus.value(x)) - float64(w.b.minus.value(x)*w.a.plus.value(x))
}

func (w *tracker) turn(x float64, sign int) {
	if len(w.all) == 0 {
		x = 0
	}
	w.all = turn(w.all, w.from+float64((w.to-w.from)*x), sign)
}

func (w *tracker) walk(f *quartic, lo, hi float64) {
	start, end, changes := f.signs()
	if start == 0 {
		return // no telling here
	}
	if changes >= 2 && hi-lo > separation {
		mid := lo + float64((hi-lo)/2)
		left, right := f.halves()
		w.walk(&left, lo, mid)
		w.walk(&right, mid, hi)
		return
	}
	w.turn(lo, start)
	if start != end {
		w.turn(w.root(start, lo, hi), end)
	}
}

// root finds the one change of sign between lo, where the sign is start, and hi: regula falsi with halved end values (Illinois), every fourth step a
// bisection.
func (w *tracker) root(start int, lo, hi float64) float64 {
	flo, fhi := w.ahead(lo), w.ahead(hi)
	kept := 0
	for step := 0; hi-lo > 1e-15*hi; step++ {
		mid := lo + float64((hi-lo)/2)
		if mid <= lo || mid >= hi {
			break
		}
		t := mid
		if step%4 != 3 && signOf(flo) == start && signOf(fhi) == -start {
			if x := lo + float64((hi-lo)*(flo/(flo-fhi))); lo < x && x < hi {
				t = x
			}
		}
		switch y := w.ahead(t); {
		case y == 0:
			return t
		case signOf(y) == start:
			lo, flo = t, y
			if kept > 0 {
				fhi /= 2
			}
			kept = 1
		default:
			hi, fhi = t, y
			if kept < 0 {
				flo /= 2
			}
			kept = -1
		}
	}
	return lo + float64((hi-lo)/2)
}

// quartics: with weights at both ends of a piece D² has a mixed term, and D⁻_a²·D⁺_b² − D⁻_b²·D⁺_a² is of degree 4 in t on each.
type quartics struct {
	path   *Path
	pieces [][]pole
}

func newQuartic(plus, minus []float64, path *Path) *quartics {
	q := &quartics{path: path}
	for k := range path.knots[1:] {
		q.pieces = append(q.pieces, poles(plus, minus, &path.knots[k], &path.knots[k+1]))
	}
	return q
}

func (q *quartics) meet(i, k int, dst []Stretch) []Stretch {
	w := tracker{all: dst}
	for p, piece := range q.pieces {
		w.a, w.b = &piece[i], &piece[k]
		w.from, w.to = q.path.knots[p].t, q.path.knots[p+1].t
		better, worse := product(w.a.minus, w.b.plus), product(w.b.minus, w.a.plus)
		var f quartic
		for k := range f.c {
			f.c[k], f.terms[k] = better[k]-worse[k], better[k]+worse[k]
		}
		if start, _, _ := f.signs(); start == 0 {
			w.turn(0, 0)
		} else {
			w.walk(&f, 0, 1)
		}
	}
	return until(w.all, w.to)
}

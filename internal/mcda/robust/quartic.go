package robust

import "math"

// quartic is a polynomial of degree 4 on an interval by its Bernstein coefficients, each with the sum of the absolute terms that made it, which bounds its
// rounding. The number of sign changes among the coefficients is at least the number of roots inside the interval, and odd with it (Descartes' rule in
// Bernstein form): 0 means none, 1 means exactly one. Halving the interval separates roots (Lane & Riesenfeld 1981, BIT 21:112–117).
type quartic struct{ c, terms [5]float64 }

// bernstein returns D² as a polynomial of degree 2 on [0, F]: no coefficient is a difference.
func (s squares) bernstein(free float64) [3]float64 {
	f := free * free
	return [3]float64{f*s.q + s.l, s.l, f*s.p + s.l}
}

// product multiplies two polynomials of degree 2.
func product(a, b [3]float64) [5]float64 {
	return [5]float64{
		a[0] * b[0],
		(a[0]*b[1] + a[1]*b[0]) / 2,
		(a[0]*b[2] + 4*a[1]*b[1] + a[2]*b[0]) / 6,
		(a[1]*b[2] + a[2]*b[1]) / 2,
		a[2] * b[2],
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

// separation is the width at which two crossings of one pair are no longer told apart.
const separation = 1e-11

// tracker walks over the range from left to right and notes where the leader and a rival change places.
type tracker struct {
	lead, rival pole
	free        float64
	sign, start int
	at          []float64
}

// ahead is D⁻_a²·D⁺_b² − D⁻_b²·D⁺_a² at t, from sums without cancellation.
func (w *tracker) ahead(t float64) float64 {
	x, y := t*t, (w.free-t)*(w.free-t)
	value := func(s squares) float64 { return x*s.p + y*s.q + s.l }
	return value(w.lead.minus)*value(w.rival.plus) - value(w.rival.minus)*value(w.lead.plus)
}

func (w *tracker) walk(f *quartic, lo, hi float64) {
	start, end, changes := f.signs()
	if start == 0 {
		return // tied here
	}
	if changes >= 2 && hi-lo > separation {
		mid := lo + (hi-lo)/2
		left, right := f.halves()
		w.walk(&left, lo, mid)
		w.walk(&right, mid, hi)
		return
	}
	switch {
	case w.sign == 0:
		w.start = start
	case w.sign != start:
		w.at = append(w.at, lo)
	}
	if start != end {
		w.at = append(w.at, w.root(start, lo, hi))
	}
	w.sign = end
}

// root finds the one change of sign between lo, where the sign is start, and hi: regula falsi with halved end values (Illinois), every fourth step a
// bisection.
func (w *tracker) root(start int, lo, hi float64) float64 {
	flo, fhi := w.ahead(lo), w.ahead(hi)
	kept := 0
	for step := 0; hi-lo > 1e-15*hi; step++ {
		mid := lo + (hi-lo)/2
		if mid <= lo || mid >= hi {
			break
		}
		t := mid
		if step%4 != 3 && signOf(flo) == start && signOf(fhi) == -start {
			if x := lo + (hi-lo)*(flo/(flo-fhi)); lo < x && x < hi {
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
	return lo + (hi-lo)/2
}

// quarticMeetings: with locked weights D² = t²·p + (F−t)²·q + l, and D⁻_a²·D⁺_b² − D⁻_b²·D⁺_a² is of degree 4 in t.
func (d *distances) quarticMeetings(leader int) meetings {
	free := d.path.free
	lead := d.poles[leader]
	leadPlus, leadMinus := lead.plus.bernstein(free), lead.minus.bernstein(free)
	return func(b int, at []float64) (int, []float64) {
		rival := d.poles[b]
		better := product(leadMinus, rival.plus.bernstein(free))
		worse := product(rival.minus.bernstein(free), leadPlus)
		var f quartic
		for k := range f.c {
			f.c[k], f.terms[k] = better[k]-worse[k], better[k]+worse[k]
		}
		w := tracker{lead: lead, rival: rival, free: free, at: at}
		w.walk(&f, 0, free)
		return w.start, w.at
	}
}

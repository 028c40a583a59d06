package robust

import (
	"math"
	"testing"
)

// TestMeetingsExhaustive takes every pair whose eight squared distances are whole numbers from 0 to 3, and compares both solutions of the TOPSIS condition
// with whole-number arithmetic: the sign at the start, the number of crossings (no crossing at a double root), and that each is a root.
func TestMeetingsExhaustive(t *testing.T) {
	var doubles, twos, ends int
	path := NewPath([]float64{0.5, 0.5}, 0, nil)
	var v [8]int
	for code := range 1 << 16 {
		for k := range v {
			v[k] = code >> (2 * k) & 3
		}
		sa, pa, za, qa, sb, pb, zb, qb := v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]
		A, B, C := sa*pb-sb*pa, sa*qb+za*pb-sb*qa-zb*pa, za*qb-zb*qa
		disc := B*B - 4*A*C
		changes, last, start := 0, 0, 0
		for _, x := range []int{C, B, A} {
			if x == 0 {
				continue
			}
			if last == 0 {
				start = x
			} else if (x > 0) != (last > 0) {
				changes++
			}
			last = x
		}
		if changes == 2 && disc <= 0 {
			changes = 0
			if disc == 0 {
				doubles++
			}
		}
		if changes == 2 {
			twos++
		}
		if (A == 0) != (C == 0) {
			ends++
		}
		plus := []float64{float64(pa), float64(qa), float64(pb), float64(qb)}
		minus := []float64{float64(sa), float64(za), float64(sb), float64(zb)}
		for name, solved := range map[string]meetings{"quadratic": newQuadratic(plus, minus, path), "quartic": newQuartic(plus, minus, path)} {
			sign, at := met(solved)
			if sign != signOf(float64(start)) || len(at) != changes {
				t.Fatalf("%s: %v: sign %d, crossings %v; A, B, C = %d, %d, %d, want sign of %d and %d crossings", name, v, sign, at, A, B, C, start, changes)
			}
			before := 0.0
			for _, x := range at {
				a, b, c := float64(A)*x*x*x*x, float64(B)*x*x*(1-x)*(1-x), float64(C)*(1-x)*(1-x)*(1-x)*(1-x)
				if x <= before || x >= 1 || math.Abs(a+b+c) > 1e-12*(math.Abs(a)+math.Abs(b)+math.Abs(c)) {
					t.Fatalf("%s: %v: crossings %v are not ascending roots of %d, %d, %d: %g", name, v, at, A, B, C, a+b+c)
				}
				before = x
			}
		}
	}
	t.Logf("%d double roots, %d with two roots, %d tied at one end", doubles, twos, ends)
	if doubles < 10 || twos < 10 || ends < 1000 {
		t.Error("the cases the test is for are missing")
	}
}

// met is who is ahead first of 0 and 1, and where they change places.
func met(solved meetings) (sign int, at []float64) {
	all := solved.meet(0, 1, nil)
	for t := range changes(all) {
		at = append(at, t)
	}
	return all[0].Sign, at
}

// TestMeetingsHuge: squared distances near the limits of floating point do not overflow.
func TestMeetingsHuge(t *testing.T) {
	path := NewPath([]float64{0.5, 0.5}, 0, nil)
	plus := []float64{1e300, 0, 0, 1e300}
	minus := []float64{0, 1e300, 1e300, 0}
	for _, scale := range []float64{1, 1e-300, 1e-320 / 1e-300 * 1e-300} {
		p, q := make([]float64, 4), make([]float64, 4)
		for k := range p {
			p[k], q[k] = plus[k]*scale, minus[k]*scale
		}
		for _, solved := range []meetings{newQuadratic(p, q, path), newQuartic(p, q, path)} {
			if sign, at := met(solved); sign != 1 || len(at) != 1 || math.Abs(at[0]-0.5) > 1e-12 {
				t.Errorf("scale %g: sign %d, crossings %v, want 1 and one at 0.5", scale, sign, at)
			}
		}
	}
}

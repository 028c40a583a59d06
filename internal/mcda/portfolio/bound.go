package portfolio

import "math"

// bound fills the reduced values under the multipliers and returns the bound they give. A synergy with a fixed member is counted exactly.
func (s *search) bound(mult []float64) float64 {
	m := s.m
	r := s.r
	copy(r, m.p.Values)
	u := 0.0
	for k := range m.rows {
		lambda := mult[k]
		if lambda == 0 {
			continue
		}
		row := &m.rows[k]
		lambda /= row.unit
		u += float64(lambda * row.rhs)
		for j, i := range row.idx {
			r[i] -= float64(lambda * row.a[j])
		}
	}
	split := mult[len(m.rows):]
	for k := range m.syn {
		y := &m.syn[k]
		switch a, b := s.x[y.A], s.x[y.B]; {
		case a == 0 || b == 0:
		case a == 1:
			r[y.B] += y.Value
		case b == 1:
			r[y.A] += y.Value
		case y.Value > 0:
			r[y.A] += split[k]
			r[y.B] += y.Value - split[k]
		default:
			u += split[k]
			r[y.A] -= split[k]
			r[y.B] -= split[k]
		}
	}
	for i, x := range s.x {
		if x == 1 || x == free && r[i] > 0 {
			u += r[i]
		}
	}
	return u
}

// gradient fills the subgradient of the bound at its maximiser: the multipliers descend against it. It returns its squared length, without what would push
// a multiplier out of its range.
func (s *search) gradient(mult []float64) {
	m := s.m
	takes := func(i int) bool { return s.x[i] == 1 || s.x[i] == free && s.r[i] > 0 }
	for k := range m.rows {
		row := &m.rows[k]
		g := row.rhs
		for j, i := range row.idx {
			if x := s.x[i]; x == 1 || x == free && s.r[i] > 0 {
				g -= row.a[j]
			}
		}
		s.grad[k] = g / row.unit
	}
	split := s.grad[len(m.rows):]
	for k := range m.syn {
		y := &m.syn[k]
		if s.x[y.A] != free || s.x[y.B] != free {
			split[k] = 0
			continue
		}
		a, b := 0.0, 0.0
		if takes(y.A) {
			a = 1
		}
		if takes(y.B) {
			b = 1
		}
		if y.Value > 0 {
			split[k] = a - b
		} else {
			split[k] = 1 - a - b
		}
	}
	for k, g := range s.grad {
		if mult[k] <= 0 && g > 0 || k >= len(m.rows) && g < 0 && mult[k] >= math.Abs(m.syn[k-len(m.rows)].Value) {
			s.grad[k] = 0
		}
	}
}

// step moves the multipliers against the direction and back into their ranges.
func (s *search) step(mult []float64, size float64) {
	rows := len(s.m.rows)
	for k, d := range s.dir {
		if d == 0 {
			continue
		}
		v := max(mult[k]-float64(size*d), 0)
		if k >= rows {
			v = min(v, math.Abs(s.m.syn[k-rows].Value))
		}
		mult[k] = v
	}
}

// reduce fixes every free alternative whose other choice the bound rules out, and what follows; false when nothing of use is left.
func (s *search) reduce(u float64) (alive, fixed bool) {
	slackness := u - s.lower - s.m.tol
	before := len(s.trail)
	for i, x := range s.x {
		if x != free {
			continue
		}
		if r := s.r[i]; r >= slackness {
			s.fix(int32(i), 1)
		} else if -r >= slackness {
			s.fix(int32(i), 0)
		}
	}
	fixed = len(s.trail) > before
	return s.propagate(), fixed
}

// tighten lowers the bound of a node by a few subgradient steps with deflection (Camerini, Fratta & Maffioli 1975) of Polyak's length, fixing alternatives on
// the way. mult ends as the best multipliers, r as their reduced values. alive is false when the node holds nothing of use.
func (s *search) tighten(mult []float64, steps int) (least float64, alive bool) {
	least = math.Inf(1)
	best := s.kept
	theta, since := 1.0, 0
	clear(s.dir)
	for step := range steps {
		u := s.bound(mult)
		if !s.worth(u) {
			return u, false
		}
		alive, fixed := s.reduce(u)
		if !alive {
			return u, false
		}
		if fixed {
			u = s.bound(mult)
			if !s.worth(u) {
				return u, false
			}
		}
		if u < least-float64(1e-12*s.m.unit) {
			least, since = u, 0
			copy(best, mult)
		} else if since++; since >= 4 {
			theta, since = theta/2, 0
		}
		for i := range s.mean {
			take := 0.0
			if s.r[i] > 0 {
				take = 1
			}
			if step == 0 {
				s.mean[i] = take
			} else {
				s.mean[i] += float64((take - s.mean[i]) * 0.2)
			}
		}
		if step == steps-1 {
			break
		}
		s.gradient(mult)
		if !s.descend(mult, theta*(u-s.lower)) {
			break
		}
	}
	copy(mult, best)
	s.bound(mult)
	return least, true
}

// descend takes one deflected step that would lower the bound by `by` if the subgradient were its gradient; false when it is zero.
func (s *search) descend(mult []float64, by float64) bool {
	dot, dd := 0.0, 0.0
	for k, g := range s.grad {
		dot += float64(g * s.dir[k])
		dd += float64(s.dir[k] * s.dir[k])
	}
	beta := 0.0
	if dot < 0 && dd > 0 {
		beta = -1.5 * dot / dd
	}
	norm := 0.0
	for k, g := range s.grad {
		s.dir[k] = g + float64(beta*s.dir[k])
		norm += float64(s.dir[k] * s.dir[k])
	}
	if norm < 1e-18 {
		return false
	}
	s.step(mult, by/norm)
	return true
}

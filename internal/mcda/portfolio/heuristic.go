package portfolio

import "math"

// root finds good multipliers for the whole problem, and good sets on the way: a dive along the reduced values every so often, improved by exchanges.
func (s *search) root(steps int) {
	mult := s.levels[0]
	best := make([]float64, len(mult))
	least := math.Inf(1)
	theta, since := 1.0, 0
	for step := range steps {
		if (step%16 == 0 || s.due(step)) && s.out() {
			break
		}
		u := s.bound(mult)
		if u < least {
			if u < least-float64(1e-4*max(math.Abs(least), 1e-9*s.m.unit)) {
				since = 0
			}
			least = u
			copy(best, mult)
		} else if since++; since >= 20 {
			theta, since = theta*0.7, 0
			copy(mult, best)
			u = s.bound(mult)
			clear(s.dir)
		}
		if step < 10 || step%50 == 0 {
			s.dive()
			u = s.bound(mult)
		}
		if !s.worth(least) || theta < 1e-5 {
			break
		}
		s.gradient(mult)
		target := s.floor
		if len(s.best) > 0 {
			target = max(least-float64(0.02*max(math.Abs(least), 1e-9*s.m.unit)), s.best[0].value)
		}
		if !s.descend(mult, theta*max(u-target, 1e-9*s.m.unit)) {
			break
		}
	}
	copy(mult, best)
	s.above = min(s.above, least)
	s.bound(mult)
	s.dive()
}

// dive builds a set by taking alternatives of the highest reduced value as long as the rules allow, and offers it.
func (s *search) dive() {
	trail, low := s.mark()
	defer s.undo(trail, low)
	for k, i := range s.decreasing() {
		if s.x[i] != free {
			continue
		}
		if k%1024 == 1023 && s.out() {
			return
		}
		first := int8(1)
		if s.r[i] <= 0 && s.m.p.Values[i] <= 0 {
			first = 0
		}
		t, l := s.mark()
		s.fix(i, first)
		if s.propagate() {
			continue
		}
		s.undo(t, l)
		s.fix(i, 1-first)
		if !s.propagate() {
			return
		}
	}
	s.offer(s.x)
}

// load is the activity of every row under a full assignment.
func (s *search) load(x []int8) []float64 {
	load := make([]float64, len(s.m.rows))
	for i, in := range x {
		if in == 1 {
			for _, u := range s.m.uses[i] {
				load[u.row] += u.a
			}
		}
	}
	return load
}

// marginal is by how much the value changes when i changes sides.
func (s *search) marginal(x []int8, i int) float64 {
	d := s.m.p.Values[i]
	for _, k := range s.m.ofs[i] {
		y := &s.m.syn[k]
		if x[y.A+y.B-i] == 1 {
			d += y.Value
		}
	}
	if x[i] == 1 {
		return -d
	}
	return d
}

// exchangeLimit is the number of alternatives above which exchanges of two are not tried.
const exchangeLimit = 1000

// polish improves a feasible assignment by adding, leaving out and exchanging single alternatives until none of these helps. Leaving out what adds nothing
// counts as help: it saves money. Pinned alternatives are held by their rules.
func (s *search) polish(x []int8) {
	load := s.load(x)
	flip := func(i int) {
		sign := 1.0
		if x[i] == 1 {
			sign = -1
		}
		x[i] = 1 - x[i]
		for _, u := range s.m.uses[i] {
			load[u.row] += float64(sign * u.a)
		}
	}
	fits := func(is ...int) bool {
		for _, i := range is {
			for _, u := range s.m.uses[i] {
				if load[u.row] > s.m.rows[u.row].rhs {
					return false
				}
			}
		}
		return true
	}
	for changed := true; changed; {
		changed = false
		for i := range x {
			if i%1024 == 1023 && s.out() {
				return // what it is now obeys the rules too
			}
			d := s.marginal(x, i)
			if d > s.m.tol || x[i] == 1 && d > -s.m.tol {
				if flip(i); fits(i) {
					changed = true
				} else {
					flip(i)
				}
			}
		}
		if changed || len(x) > exchangeLimit || s.want > 1 && len(s.best) > 0 {
			continue
		}
		for i := range x {
			if x[i] != 1 {
				continue
			}
			d := s.marginal(x, i)
			flip(i)
			improved := false
			for j := range x {
				if j == i || x[j] == 1 || d+s.marginal(x, j) <= s.m.tol {
					continue
				}
				if flip(j); fits(i, j) {
					improved = true
					break
				}
				flip(j)
			}
			if improved {
				changed = true
			} else {
				flip(i)
			}
		}
	}
}

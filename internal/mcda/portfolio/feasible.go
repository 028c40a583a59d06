package portfolio

import "math"

// tableauLimit is the largest number of entries of the tableau with which feasibility is decided; larger problems search without it.
const tableauLimit = 4 << 20

// feasibility decides whether any set obeys the rows, without looking at values: depth first, with a linear program at every node.
type feasibility struct {
	s       *search
	t       []float64 // rows × alternatives
	lo, hi  []float64 // of alternatives, then of the rows' slacks
	at      []float64 // values of all variables
	basic   []int     // by row: the basic variable
	column  []int     // by column of the tableau: the nonbasic variable
	gain    []float64
	bounded bool // the linear program is small enough to be used
}

func newFeasibility(s *search) *feasibility {
	n, rows := s.m.n, len(s.m.rows)
	f := &feasibility{s: s, bounded: n*rows <= tableauLimit}
	if f.bounded {
		f.t, f.basic, f.column, f.gain = make([]float64, n*rows), make([]int, rows), make([]int, n), make([]float64, n)
		f.lo, f.hi, f.at = make([]float64, n+rows), make([]float64, n+rows), make([]float64, n+rows)
	}
	return f
}

// find searches below what is fixed. On true x holds a set; on false there is none, unless the search was stopped.
func (f *feasibility) find() bool {
	s := f.s
	s.nodes++
	if s.due(s.nodes) && s.out() {
		return false
	}
	if !s.propagate() {
		return false
	}
	branch, least := int32(-1), math.Inf(1)
	first := int8(1)
	if f.bounded {
		if !f.relaxation() {
			return false
		}
	}
	for i, x := range s.x {
		if x != free {
			continue
		}
		value := 0.5
		if f.bounded {
			value = f.at[i]
		}
		if d := math.Abs(value - 0.5); d < least {
			branch, least, first = int32(i), d, int8(math.Round(value))
		}
	}
	if branch < 0 {
		return true
	}
	if f.bounded && least >= 0.5-1e-9 { // whole numbers: a set, if the rows say so too
		trail, low := s.mark()
		for i := range s.x {
			if s.x[i] == free {
				s.fix(int32(i), int8(math.Round(f.at[i])))
			}
		}
		if s.propagate() {
			return true
		}
		s.undo(trail, low)
	}
	for _, to := range [2]int8{first, 1 - first} {
		trail, low := s.mark()
		s.fix(branch, to)
		if f.find() {
			return true
		}
		s.undo(trail, low)
		if s.stopped != Proven {
			return false
		}
	}
	return false
}

// relaxation finds a point of the linear relaxation under what is fixed, in at; false when there is none. It is the first phase of the simplex method with
// bounded variables (Dantzig 1955): the sum of infeasibilities goes down until nothing lowers it. When that takes too many steps it gives up and says that
// there is a point, which is never wrong.
func (f *feasibility) relaxation() bool {
	s, m := f.s, f.s.m
	n, rows := m.n, len(m.rows)
	clear(f.t)
	for i, x := range s.x {
		f.lo[i], f.hi[i] = 0, 1
		if x != free {
			f.lo[i], f.hi[i] = float64(x), float64(x)
		}
		f.at[i], f.column[i] = f.lo[i], i
	}
	for k := range m.rows {
		row := &m.rows[k]
		f.basic[k] = n + k
		f.lo[n+k], f.hi[n+k] = 0, math.Inf(1)
		sum := row.rhs / row.unit
		for j, i := range row.idx {
			a := row.a[j] / row.unit
			f.t[k*n+int(i)] = a
			sum -= float64(a * f.at[i])
		}
		f.at[n+k] = sum
	}
	const eps = 1e-9
	for step := range 50 * (n + rows) {
		worst := 0.0
		clear(f.gain)
		for k, b := range f.basic {
			sign := 0.0
			if f.at[b] < f.lo[b]-eps {
				sign = 1
				worst += f.lo[b] - f.at[b]
			} else if f.at[b] > f.hi[b]+eps {
				sign = -1
				worst += f.at[b] - f.hi[b]
			}
			if sign != 0 {
				for j, t := range f.t[k*n : (k+1)*n] {
					f.gain[j] += float64(sign * t)
				}
			}
		}
		if worst == 0 {
			return true
		}
		enter, up := f.entering(step > 10*(n+rows))
		if enter < 0 {
			return false
		}
		f.pivot(enter, up)
	}
	return true
}

// entering chooses the nonbasic variable whose move lowers the infeasibility fastest, or the first one that does where cycling is to be feared; −1: none does.
func (f *feasibility) entering(first bool) (column int, up bool) {
	column = -1
	most := 1e-9
	for j, v := range f.column {
		g := f.gain[j]
		rises := g < 0 && f.at[v] < f.hi[v]-1e-12
		falls := g > 0 && f.at[v] > f.lo[v]+1e-12
		if (rises || falls) && math.Abs(g) > most {
			column, up = j, rises
			if most = math.Abs(g); first {
				return column, up
			}
		}
	}
	return column, up
}

// pivot moves a nonbasic variable until it or a basic one meets a bound, and exchanges the two.
func (f *feasibility) pivot(enter int, up bool) {
	n := len(f.column)
	v := f.column[enter]
	sign := 1.0
	if !up {
		sign = -1
	}
	length, leave, to := f.hi[v]-f.lo[v], -1, 0.0
	const eps = 1e-9
	for k, b := range f.basic {
		rate := -sign * f.t[k*n+enter] // of the basic variable
		if math.Abs(rate) < eps {
			continue
		}
		var bound float64
		switch x := f.at[b]; {
		case rate > 0 && x < f.lo[b]-eps:
			bound = f.lo[b]
		case rate > 0 && x <= f.hi[b]+eps:
			bound = f.hi[b]
		case rate < 0 && x > f.hi[b]+eps:
			bound = f.hi[b]
		case rate < 0 && x >= f.lo[b]-eps:
			bound = f.lo[b]
		default:
			continue // it moves away from its bounds
		}
		if math.IsInf(bound, 0) {
			continue
		}
		if reach := max((bound-f.at[b])/rate, 0); reach < length {
			length, leave, to = reach, k, bound
		}
	}
	for k, b := range f.basic {
		f.at[b] -= float64(sign * length * f.t[k*n+enter])
	}
	f.at[v] += float64(sign * length)
	if leave < 0 {
		return // from one bound to the other
	}
	out := f.basic[leave]
	f.at[out] = to
	row := f.t[leave*n : (leave+1)*n]
	p := row[enter]
	for j := range row {
		row[j] /= p
	}
	row[enter] = 1 / p
	for k := range f.basic {
		if k == leave {
			continue
		}
		other := f.t[k*n : (k+1)*n]
		if c := other[enter]; c != 0 {
			for j := range other {
				other[j] -= float64(c * row[j])
			}
			other[enter] = -c / p
		}
	}
	f.basic[leave], f.column[enter] = v, out
}

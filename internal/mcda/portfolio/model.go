package portfolio

import (
	"math"
	"slices"
)

// row is one linear constraint Σ a_k·x(idx_k) ≤ rhs.
type row struct {
	idx  []int32
	a    []float64
	rhs  float64 // with its slack
	unit float64 // mean |a|: a multiplier is kept per unit, so that all multipliers are values
	most float64 // the largest |a|
}

// use is a row's coefficient on one alternative.
type use struct {
	row int32
	a   float64
}

// model is a problem made ready for the search: parallel synergies joined, every constraint a row.
type model struct {
	p      *Problem
	n      int
	syn    []Synergy
	rows   []row
	budget int       // the row of the budget, before that of its cardinality; −1: none
	uses   [][]use   // by alternative
	ofs    [][]int32 // synergies by alternative
	unit   float64   // the scale of values, for tolerances
	tol    float64   // bounds closer than this to a value are equal to it
}

func newModel(p *Problem) *model {
	m := &model{p: p, n: len(p.Values), budget: -1}
	m.joinSynergies()
	if !math.IsInf(p.Budget, 1) && p.Costs != nil {
		budget := wholeBudget(p.Costs, p.Budget)
		r := row{rhs: budget + slack(budget)}
		for i, c := range p.Costs {
			if c > 0 {
				r.idx, r.a = append(r.idx, int32(i)), append(r.a, c)
			}
		}
		m.budget = len(m.rows)
		m.addRow(r)
		m.addRow(m.cardinality())
	}
	for _, rule := range p.Rules {
		sum := make(map[int]float64, len(rule.Members))
		for k, i := range rule.Members {
			sum[i] += rule.Coefficients[k]
		}
		r := row{rhs: rule.Max + rule.slack()}
		for _, i := range rule.Members {
			if a := sum[i]; a != 0 {
				r.idx, r.a = append(r.idx, int32(i)), append(r.a, a)
				sum[i] = 0
			}
		}
		m.addRow(r)
	}
	m.uses = make([][]use, m.n)
	for k := range m.rows {
		for j, i := range m.rows[k].idx {
			m.uses[i] = append(m.uses[i], use{int32(k), m.rows[k].a[j]})
		}
	}
	m.ofs = make([][]int32, m.n)
	for k, s := range m.syn {
		m.ofs[s.A] = append(m.ofs[s.A], int32(k))
		m.ofs[s.B] = append(m.ofs[s.B], int32(k))
	}
	for _, v := range p.Values {
		m.unit += math.Abs(v)
	}
	for _, s := range m.syn {
		m.unit += math.Abs(s.Value)
	}
	if m.unit == 0 {
		m.unit = 1 // a question of feasibility alone
	}
	m.tol = 1e-10 * m.unit
	return m
}

// wholeBudget is the budget without what no set of costs can use: where all costs are multiples of 10, 1, 0.1 … 0.0001, so is what they add to. The bound
// then has no part of a unit to give away.
func wholeBudget(costs []float64, budget float64) float64 {
	for _, perUnit := range []float64{0.1, 1, 10, 100, 1000, 10000} {
		whole := true
		for _, c := range costs {
			x := float64(c * perUnit)
			if math.Abs(x-math.Round(x)) > 1e-15*x || x > 1e9 {
				whole = false
				break
			}
		}
		if whole {
			return min(budget, math.Floor((budget+slack(budget))*perUnit)/perUnit)
		}
	}
	return budget
}

// joinSynergies adds up those of the same pair and drops what is zero.
func (m *model) joinSynergies() {
	at := make(map[[2]int]int, len(m.p.Synergies))
	for _, s := range m.p.Synergies {
		pair := [2]int{min(s.A, s.B), max(s.A, s.B)}
		k, seen := at[pair]
		if !seen {
			k = len(m.syn)
			at[pair] = k
			m.syn = append(m.syn, Synergy{A: pair[0], B: pair[1]})
		}
		m.syn[k].Value += s.Value
	}
	m.syn = slices.DeleteFunc(m.syn, func(s Synergy) bool { return s.Value == 0 })
}

func (m *model) addRow(r row) {
	for _, a := range r.a {
		r.unit += math.Abs(a)
		r.most = max(r.most, math.Abs(a))
	}
	if len(r.a) > 0 {
		r.unit /= float64(len(r.a))
	} else {
		r.unit = 1
	}
	m.rows = append(m.rows, r)
}

// cardinality is the implied row Σ x ≤ the number of cheapest alternatives the budget pays for. Where values follow costs closely it closes most of the gap
// that the budget alone leaves (Martello & Toth 1997).
func (m *model) cardinality() row {
	costs := slices.Clone(m.p.Costs)
	slices.Sort(costs)
	k, sum := 0, 0.0
	for k < len(costs) && Fits(sum+costs[k], m.p.Budget) {
		sum += costs[k]
		k++
	}
	r := row{rhs: float64(k) + slack(float64(k))}
	for i := range m.n {
		r.idx, r.a = append(r.idx, int32(i)), append(r.a, 1)
	}
	return r
}

// value of a full assignment.
func (m *model) value(x []int8) float64 {
	v := 0.0
	for i, in := range x {
		if in == 1 {
			v += m.p.Values[i]
		}
	}
	for _, s := range m.syn {
		if x[s.A] == 1 && x[s.B] == 1 {
			v += s.Value
		}
	}
	return v
}

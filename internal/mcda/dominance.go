package mcda

import "math"

// Dominates reports whether alternative a dominates b: at least as good on every criterion and better on at least one, whatever the weights (Pareto). Good is
// what the criterion's sense says, or its value function where it has one; scores that differ by rounding only ([Tied]) are equal. O(n).
func (p *Problem) Dominates(a, b int) bool {
	better := false
	for j := range p.Criteria {
		x, y := p.Worth(a, j), p.Worth(b, j)
		switch {
		case Tied(x, y):
		case x < y:
			return false
		default:
			better = true
		}
	}
	return better
}

// NeverBehind reports whether alternative a is at least as good as b on every criterion: it dominates b, or equals it. O(n).
func (p *Problem) NeverBehind(a, b int) bool {
	for j := range p.Criteria {
		if x, y := p.Worth(a, j), p.Worth(b, j); x < y && !Tied(x, y) {
			return false
		}
	}
	return true
}

// Worth is how good alternative i is on criterion j, for comparing alternatives on it: more is better. It is the score with its sign, the distance from the
// target negated, or the value function's value.
func (p *Problem) Worth(i, j int) float64 {
	c, x := &p.Criteria[j], p.At(i, j)
	switch {
	case c.Value != nil:
		return c.Value.At(x)
	case c.Sense == Cost:
		return -x
	case c.Sense == Target:
		return -math.Abs(x - c.Target)
	}
	return x
}

// Dominators returns for each of the m alternatives those that dominate it, in the problem's order; none for the Pareto-optimal ones. O(m²·n).
func (p *Problem) Dominators() [][]int {
	m, _ := p.Dims()
	by := make([][]int, m)
	for b := range by {
		for a := range m {
			if a != b && p.Dominates(a, b) {
				by[b] = append(by[b], a)
			}
		}
	}
	return by
}

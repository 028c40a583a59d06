package portfolio

import (
	"fmt"
	"math"
	"slices"

	"veche/internal/mcda"
)

// Synergy is what a pair of alternatives is worth together beyond the sum of the two: a gain, or a loss when negative.
type Synergy struct {
	A, B  int
	Value float64
}

// Rule is a linear rule Σ Coefficients[k]·x(Members[k]) ≤ Max. Make it with [AtLeast], [AtMost], [Requires], [Excludes], [In] or [Out].
type Rule struct {
	Members      []int
	Coefficients []float64
	Max          float64
}

func counted(members []int, each, limit float64) Rule {
	r := Rule{Members: slices.Clone(members), Coefficients: make([]float64, len(members)), Max: limit}
	for k := range r.Coefficients {
		r.Coefficients[k] = each
	}
	return r
}

// AtMost chooses at most k of the members.
func AtMost(members []int, k int) Rule { return counted(members, 1, float64(k)) }

// AtLeast chooses at least k of the members.
func AtLeast(members []int, k int) Rule { return counted(members, -1, -float64(k)) }

// Requires chooses a only together with b.
func Requires(a, b int) Rule { return Rule{[]int{a, b}, []float64{1, -1}, 0} }

// Excludes chooses at most one of a and b.
func Excludes(a, b int) Rule { return AtMost([]int{a, b}, 1) }

// In chooses i.
func In(i int) Rule { return AtLeast([]int{i}, 1) }

// Out leaves i out.
func Out(i int) Rule { return AtMost([]int{i}, 0) }

// Holds reports whether a set, by alternative, obeys the rule.
func (r *Rule) Holds(chosen []bool) bool {
	sum := 0.0
	for k, i := range r.Members {
		if chosen[i] {
			sum += r.Coefficients[k]
		}
	}
	return sum <= r.Max+r.slack()
}

// Problem is a choice of a set among n alternatives.
type Problem struct {
	Values    []float64 // n
	Costs     []float64 // n, 0 or more; nil: nothing costs
	Budget    float64   // +Inf: none
	Synergies []Synergy
	Rules     []Rule
}

// Most bounds values, costs and synergies, so that sums of them stay exact enough.
const Most = 1e15

// Validate reports the first thing that makes the problem none: a number that is not finite, a negative cost or budget, a synergy of an alternative with
// itself. Indices out of range and unequal lengths are the caller's bug and panic.
func (p *Problem) Validate() error {
	n := len(p.Values)
	if p.Costs != nil && len(p.Costs) != n {
		panic(fmt.Sprintf("portfolio: %d costs for %d alternatives", len(p.Costs), n))
	}
	finite := func(x float64) bool { return math.Abs(x) <= Most } // false for NaN
	for i, v := range p.Values {
		if !finite(v) {
			return mcda.Refuse("the value of alternative %d is %g", i+1, v)
		}
	}
	for i, c := range p.Costs {
		if !finite(c) || c < 0 {
			return mcda.Refuse("the cost of alternative %d is %g", i+1, c)
		}
	}
	if math.IsNaN(p.Budget) || p.Budget < 0 {
		return mcda.Refuse("the budget is %g", p.Budget)
	}
	for k, s := range p.Synergies {
		if s.A < 0 || s.A >= n || s.B < 0 || s.B >= n {
			panic(fmt.Sprintf("portfolio: synergy of %d and %d among %d alternatives", s.A, s.B, n))
		}
		if s.A == s.B || !finite(s.Value) {
			return mcda.Refuse("synergy %d is of %d and %d with value %g", k+1, s.A+1, s.B+1, s.Value)
		}
	}
	for _, r := range p.Rules {
		if len(r.Members) != len(r.Coefficients) {
			panic("portfolio: a rule with unequal members and coefficients")
		}
		for _, i := range r.Members {
			if i < 0 || i >= n {
				panic(fmt.Sprintf("portfolio: a rule on alternative %d of %d", i, n))
			}
		}
	}
	return nil
}

// slack is by how much a sum may exceed a limit and be taken for equal: costs of 0.1, 0.2 and 0.3 fit a budget of 0.6, whatever the unit of money.
func slack(limit float64) float64 { return float64(1e-12 * math.Abs(limit)) }

// slack is that of the limit or, where that is nothing beside them, of what is added up.
func (r *Rule) slack() float64 {
	most := math.Abs(r.Max)
	for _, a := range r.Coefficients {
		most = max(most, math.Abs(a))
	}
	return slack(most)
}

// Fits reports whether a cost is within a budget, or exceeds it by rounding only.
func Fits(cost, budget float64) bool { return cost <= budget+slack(budget) }

// Set is a set of alternatives with what it costs and is worth.
type Set struct {
	Chosen  []bool  // by alternative
	Value   float64 // of the alternatives and their synergies
	Synergy float64 // the part of the value that is synergy
	Cost    float64
}

// Members lists the chosen alternatives.
func (s *Set) Members() []int {
	var members []int
	for i, in := range s.Chosen {
		if in {
			members = append(members, i)
		}
	}
	return members
}

// Measure says what a set costs and is worth.
func (p *Problem) Measure(chosen []bool) Set {
	s := Set{Chosen: slices.Clone(chosen)}
	for i, in := range chosen {
		if in {
			s.Value += p.Values[i]
			if p.Costs != nil {
				s.Cost += p.Costs[i]
			}
		}
	}
	for _, y := range p.Synergies {
		if chosen[y.A] && chosen[y.B] {
			s.Synergy += y.Value
		}
	}
	s.Value += s.Synergy
	return s
}

// Feasible reports whether a set fits the budget and obeys every rule.
func (p *Problem) Feasible(chosen []bool) bool {
	cost := 0.0
	for i, in := range chosen {
		if in && p.Costs != nil {
			cost += p.Costs[i]
		}
	}
	if !Fits(cost, p.Budget) {
		return false
	}
	return !slices.ContainsFunc(p.Rules, func(r Rule) bool { return !r.Holds(chosen) })
}

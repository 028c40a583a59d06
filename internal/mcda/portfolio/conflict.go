package portfolio

import (
	"context"
	"math"
	"slices"
	"time"
)

// Clash is a smallest set of demands that cannot hold together: without any one of them the others can.
type Clash struct {
	Rules  []int // in increasing order
	Budget bool  // the budget is one of them
	Proven bool  // that the others can hold without any one of them was decided in time; otherwise some of them may not be needed
	Least  bool  // no fewer demands clash
}

// exhaustive is how many sets of demands are tried for a smaller clash.
const exhaustive = 3000

// Conflict finds an irreducible infeasible set of rules of a problem that no set obeys (Chinneck & Dravnieks 1991): demands are left out one by one, and stay
// out when the rest still clash. Then smaller sets are looked for, one size after the other, as far as that takes few trials. ok is false when the rules can hold.
func Conflict(ctx context.Context, p *Problem, limit time.Duration) (c Clash, ok bool) {
	deadline := until(limit)
	decided := true
	// possible reports whether the demands can hold; the last one is the budget. What is not decided in time counts as possible: it stays in the clash.
	possible := func(in []int) bool {
		q := Problem{Values: make([]float64, len(p.Values)), Costs: p.Costs, Budget: math.Inf(1)}
		for _, k := range in {
			if k == len(p.Rules) {
				q.Budget = p.Budget
			} else {
				q.Rules = append(q.Rules, p.Rules[k])
			}
		}
		s := newSearch(ctx, newModel(&q), Options{TimeLimit: left(deadline)})
		found := newFeasibility(s).find()
		if s.stopped != Proven {
			decided = false
		}
		return found || s.stopped != Proven
	}
	var core []int
	for k := range p.Rules {
		core = append(core, k)
	}
	if !math.IsInf(p.Budget, 1) {
		core = append(core, len(p.Rules))
	}
	if possible(core) {
		return Clash{}, false
	}
	all := slices.Clone(core)
	for k := len(core) - 1; k >= 0; k-- {
		rest := slices.Delete(slices.Clone(core), k, k+1)
		if !possible(rest) {
			core = rest
		}
	}
	c.Least = decided
	for size := 1; size < len(core) && c.Least; size++ {
		if combinations(len(all), size) > exhaustive {
			c.Least = false
			break
		}
		if smaller := firstSubset(all, size, func(in []int) bool { return !possible(in) }); smaller != nil {
			core = smaller
			break
		}
	}
	c.Proven, c.Least = decided, c.Least && decided
	for _, k := range core {
		if k == len(p.Rules) {
			c.Budget = true
		} else {
			c.Rules = append(c.Rules, k)
		}
	}
	return c, true
}

// combinations is n over k, or something above [exhaustive].
func combinations(n, k int) int {
	c := 1
	for i := range k {
		c = c * (n - i) / (i + 1)
		if c > exhaustive {
			return c
		}
	}
	return c
}

// firstSubset finds the first subset of a size, in lexicographic order, of which is is true; nil when there is none.
func firstSubset(of []int, size int, is func([]int) bool) []int {
	var pick func(from int, chosen []int) []int
	pick = func(from int, chosen []int) []int {
		if len(chosen) == size {
			if is(chosen) {
				return slices.Clone(chosen)
			}
			return nil
		}
		for k := from; k < len(of); k++ {
			if got := pick(k+1, append(chosen, of[k])); got != nil {
				return got
			}
		}
		return nil
	}
	return pick(0, make([]int, 0, size))
}

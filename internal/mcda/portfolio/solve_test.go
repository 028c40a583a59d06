package portfolio_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"veche/internal/ci"
	"veche/internal/mcda/portfolio"
)

func solve(p *portfolio.Problem) *portfolio.Result {
	return portfolio.Solve(context.Background(), p, portfolio.Options{})
}

// The example of the issue: a 2-digit rounding of the inputs allows the last digit of the values.
func TestWorkedExample(t *testing.T) {
	p := &portfolio.Problem{Values: []float64{26.93, 18.50, 22.65, 18.85, 13.07}, Costs: []float64{40, 30, 50, 35, 20}, Budget: 110}
	r := solve(p)
	if got := r.Sets[0].Members(); !r.Optimal() || !slices.Equal(got, []int{0, 1, 3}) || math.Abs(r.Sets[0].Value-64.3) > 0.05 {
		t.Errorf("without synergies: %v worth %g, want 1, 2, 4 worth 64.3", got, r.Sets[0].Value)
	}
	p.Synergies = []portfolio.Synergy{{0, 2, 6}, {2, 3, 5}, {1, 4, 4}}
	r = solve(p)
	if got := r.Sets[0].Members(); !r.Optimal() || !slices.Equal(got, []int{0, 2, 4}) || math.Abs(r.Sets[0].Value-68.7) > 0.05 || r.Sets[0].Synergy != 6 {
		t.Errorf("with synergies: %v worth %g, want 1, 3, 5 worth 68.7", got, r.Sets[0].Value)
	}
}

func TestSolveAgainstEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	infeasible, rules := 0, 0
	instances := ci.Some(500, 120)
	for k := range instances {
		n := 4 + rng.IntN(15)
		if !ci.Full() {
			n = min(n, 14)
		}
		s := shape{n: n, synergies: rng.IntN(2 * n), rules: rng.IntN(6), share: 0.15 + 0.6*rng.Float64(), correlated: k%5 == 0, whole: k%3 == 0, negative: rng.Float64()}
		p := random(rng, s)
		if k%10 == 0 {
			for i := range p.Values {
				p.Values[i] -= 25 // some are worth less than nothing
			}
		}
		rules += len(p.Rules)
		best := math.Inf(-1)
		enumerate(p, func(_ uint, value, _ float64) { best = max(best, value) })
		r := solve(p)
		if math.IsInf(best, -1) {
			infeasible++
			if !r.Infeasible() {
				t.Fatalf("instance %d: no set obeys the rules, but found %+v (%s)", k, r.Sets, r.Stopped)
			}
			continue
		}
		if !r.Optimal() || math.Abs(r.Sets[0].Value-best) > 1e-9*(1+math.Abs(best)) {
			t.Fatalf("instance %d %+v: found %+v, enumeration gives %g", k, s, r, best)
		}
		if !p.Feasible(r.Sets[0].Chosen) {
			t.Fatalf("instance %d: the optimum breaks a rule", k)
		}
	}
	t.Logf("%d instances, %d rules, %d without a feasible set", instances, rules, infeasible)
	if infeasible == 0 {
		t.Error("no instance was infeasible: that case is not tested")
	}
}

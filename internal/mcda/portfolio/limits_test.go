package portfolio_test

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"veche/internal/ci"
	"veche/internal/mcda/portfolio"
)

// A search that is stopped says why, and its bound holds: no set is worth more than it.
func TestStoppedSearch(t *testing.T) {
	p := random(rand.New(rand.NewPCG(1, 1)), shape{n: 200, share: 1. / 3, correlated: true}) // costs of many digits: no proof in sensible time
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r := portfolio.Solve(ctx, p, portfolio.Options{})
	if r.Stopped != portfolio.Interrupted || r.Optimal() || r.Infeasible() {
		t.Errorf("cancelled before it began: %+v", r)
	}
	r = portfolio.Solve(context.Background(), p, portfolio.Options{TimeLimit: 200 * time.Millisecond})
	if r.Stopped != portfolio.TimeLimit || len(r.Sets) == 0 {
		t.Fatalf("stopped %q with %d sets", r.Stopped, len(r.Sets))
	}
	// The linear relaxation of the budget alone, by ratio: no set is worth more; the bound must not be above it by more than rounding.
	order := make([]int, len(p.Values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(math.Copysign(1, p.Values[b]/p.Costs[b]-p.Values[a]/p.Costs[a])) })
	relaxed, left := 0.0, p.Budget
	for _, i := range order {
		share := min(1, left/p.Costs[i])
		relaxed += share * p.Values[i]
		left -= share * p.Costs[i]
	}
	if best := r.Sets[0].Value; r.Bound < best || r.Bound > relaxed*(1+1e-3) || r.Gap() <= 0 || r.Gap() > 0.01 {
		t.Errorf("best %g, bound %g, relaxation %g, gap %g", best, r.Bound, relaxed, r.Gap())
	}
}

// The bound of a stopped search is never below the optimum: small problems stopped after a few nodes.
func TestBoundHolds(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	stopped := 0
	for range 60 {
		p := random(rng, shape{n: 14, synergies: 40, rules: 3, share: 0.4, negative: 0.5})
		best := math.Inf(-1)
		enumerate(p, func(_ uint, value, _ float64) { best = max(best, value) })
		ctx, cancel := context.WithDeadline(context.Background(), time.Now().Add(time.Duration(rng.IntN(300))*time.Microsecond))
		r := portfolio.Solve(ctx, p, portfolio.Options{})
		cancel()
		if r.Stopped != portfolio.Proven {
			stopped++
		}
		if r.Bound < best-1e-9 {
			t.Errorf("bound %g below the optimum %g (%s)", r.Bound, best, r.Stopped)
		}
	}
	if stopped == 0 {
		t.Log("no search was stopped: this machine is too fast for the deadlines")
	}
}

// Tens of thousands of alternatives, rules and synergies: the time limit is kept, and memory stays in proportion.
func TestLargeProblem(t *testing.T) {
	ci.Long(t, "20,000 alternatives and 50,000 synergies")
	rng := rand.New(rand.NewPCG(3, 1))
	p := random(rng, shape{n: 20_000, synergies: 50_000, share: 0.3, negative: 0.3})
	for range 200 {
		p.Rules = append(p.Rules, portfolio.AtMost(rng.Perm(len(p.Values))[:500], 100), portfolio.AtLeast(rng.Perm(len(p.Values))[:500], 20))
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	r := portfolio.Solve(context.Background(), p, portfolio.Options{TimeLimit: time.Second})
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	t.Logf("%s, gap %g, %d nodes, %v, %d MB allocated", r.Stopped, r.Gap(), r.Nodes, took, (after.TotalAlloc-before.TotalAlloc)>>20)
	if took > 30*time.Second {
		t.Errorf("a limit of one second took %v", took)
	}
	if after.Sys-before.Sys > 1<<30 {
		t.Errorf("it took %d MB", (after.Sys-before.Sys)>>20)
	}
}

// Nothing to choose from, nothing that pays, and rules on nothing.
func TestDegenerate(t *testing.T) {
	for name, c := range map[string]struct {
		p          portfolio.Problem
		value      float64
		infeasible bool
	}{
		"no alternatives":            {p: portfolio.Problem{Budget: 1}},
		"no budget":                  {p: portfolio.Problem{Values: []float64{1, -2, 3}, Budget: math.Inf(1)}, value: 4},
		"nothing affordable":         {p: portfolio.Problem{Values: []float64{1, 2}, Costs: []float64{5, 6}, Budget: 4}},
		"a budget of 0":              {p: portfolio.Problem{Values: []float64{1, 2}, Costs: []float64{5, 0}}, value: 2},
		"all values 0":               {p: portfolio.Problem{Values: []float64{0, 0}, Costs: []float64{5, 6}, Budget: 20}},
		"a rule on nothing":          {p: portfolio.Problem{Values: []float64{1}, Budget: 1, Rules: []portfolio.Rule{portfolio.AtLeast(nil, 1)}}, infeasible: true},
		"a budget met to a rounding": {p: portfolio.Problem{Values: []float64{1, 1, 1}, Costs: []float64{0.1, 0.2, 0.3}, Budget: 0.6}, value: 3},
		"two synergies of a pair":    {p: portfolio.Problem{Values: []float64{1, 1}, Budget: math.Inf(1), Synergies: []portfolio.Synergy{{0, 1, 2}, {1, 0, 3}}}, value: 7},
		"a member named twice":       {p: portfolio.Problem{Values: []float64{1, 1}, Budget: math.Inf(1), Rules: []portfolio.Rule{portfolio.AtMost([]int{0, 0}, 1)}}, value: 1},
		"a loss that must be taken":  {p: portfolio.Problem{Values: []float64{1, 1}, Budget: math.Inf(1), Synergies: []portfolio.Synergy{{0, 1, -9}}, Rules: []portfolio.Rule{portfolio.In(0), portfolio.In(1)}}, value: -7},
	} {
		r := solve(&c.p)
		if r.Infeasible() != c.infeasible || !c.infeasible && math.Abs(r.Sets[0].Value-c.value) > 1e-12 {
			t.Errorf("%s: %+v", name, r)
		}
	}
	for name, p := range map[string]portfolio.Problem{
		"value": {Values: []float64{math.NaN()}}, "cost": {Values: []float64{1}, Costs: []float64{-1}}, "budget": {Values: []float64{1}, Budget: -1}, "budget NaN": {Budget: math.NaN()},
		"synergy": {Values: []float64{1, 2}, Synergies: []portfolio.Synergy{{0, 1, math.Inf(1)}}}, "pair": {Values: []float64{1, 2}, Synergies: []portfolio.Synergy{{1, 1, 1}}},
	} {
		if p.Validate() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// A limit holds to about 1e-12 of itself, in any unit of money: the best set is the best of those that cost no more in exact arithmetic of the costs as they are
// written, and one that costs 1e-9 more, or 1e-11, is none; a sum that rounding alone puts beyond the budget is one.
func TestBudgetHoldsInAnyUnit(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	for k := range ci.Some(6000, 1500) {
		n := 1 + rng.IntN(7)
		unit := int64(math.Pow10(rng.IntN(4)))
		power := rng.IntN(21) - 12
		p := portfolio.Problem{Values: make([]float64, n), Costs: make([]float64, n)}
		exact, sum := make([]*big.Rat, n), new(big.Rat)
		written := func(whole int64) (*big.Rat, float64) { // 1234 as 1.234e-5
			text := fmt.Sprintf("%de%d", whole, power)
			x, ok := new(big.Rat).SetString(text)
			f, err := strconv.ParseFloat(text, 64)
			if !ok || err != nil {
				t.Fatal(text)
			}
			return x, f
		}
		for i := range n {
			p.Values[i] = 1 + rng.Float64()
			exact[i], p.Costs[i] = written((1 + rng.Int64N(999)) * unit)
			if rng.IntN(2) == 0 {
				sum.Add(sum, exact[i])
			}
		}
		off := []float64{0, 1e-9, -1e-9, 1e-11, -1e-11, 4e-10, -4e-10, 1e-3, -1e-3}[k%9] // of the budget
		budget := new(big.Rat).Mul(sum, new(big.Rat).Add(big.NewRat(1, 1), new(big.Rat).SetFloat64(off)))
		p.Budget, _ = budget.Float64()
		best := 0.0
		for set := range 1 << n {
			cost, value := new(big.Rat), 0.0
			for i := range n {
				if set>>i&1 == 1 {
					cost.Add(cost, exact[i])
					value += p.Values[i]
				}
			}
			if cost.Cmp(budget) <= 0 {
				best = max(best, value)
			}
		}
		if r := solve(&p); r.Infeasible() || math.Abs(r.Sets[0].Value-best) > 1e-9 {
			t.Errorf("costs %v, budget %v (%g off a sum): worth %v, not %g", p.Costs, p.Budget, off, r.Sets, best)
		}
	}
}

// The corners against all choices of n − 1 tight demands.
func TestCornersAgainstEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	for k := range 200 {
		n := 2 + rng.IntN(3)
		var demands []portfolio.HalfSpace
		switch k % 3 {
		case 0:
			lo, hi := make([]float64, n), make([]float64, n)
			for j := range lo {
				a, b := rng.Float64(), rng.Float64()
				lo[j], hi[j] = min(a, b)/2, max(a, b)
			}
			demands = portfolio.Within(lo, hi)
		case 1:
			demands = portfolio.Order(rng.Perm(n), n)
		default:
			for range 1 + rng.IntN(3) {
				h := make(portfolio.HalfSpace, n)
				for j := range h {
					h[j] = rng.NormFloat64()
				}
				demands = append(demands, h)
			}
		}
		got, none, err := portfolio.Corners(n, demands, 1000)
		if err != nil {
			t.Fatal(err)
		}
		want := tightPoints(n, demands)
		if none != (len(want) == 0) || len(got) != len(want) {
			t.Fatalf("instance %d: %v, enumeration gives %v", k, got, want)
		}
		for _, w := range want {
			if !slices.ContainsFunc(got, func(g []float64) bool { return distance(g, w) < 1e-7 }) {
				t.Fatalf("instance %d: %v is missing from %v", k, w, got)
			}
		}
	}
	if got, _, _ := portfolio.Corners(4, portfolio.Order([]int{2, 0, 3, 1}, 4), 10); len(got) != 4 {
		t.Errorf("an order of 4 has %d corners, want 4: 1, ½ ½, ⅓ ⅓ ⅓, ¼ ¼ ¼ ¼", len(got))
	}
	if _, _, err := portfolio.Corners(12, portfolio.Within(slices.Repeat([]float64{0.05}, 12), slices.Repeat([]float64{0.12}, 12)), 100); err == nil {
		t.Error("more corners than allowed were no error")
	}
}

func distance(a, b []float64) float64 {
	d := 0.0
	for j := range a {
		d = max(d, math.Abs(a[j]-b[j]))
	}
	return d
}

// tightPoints solves every system of Σ w = 1 and n − 1 demands taken as equations, and keeps the points that obey all.
func tightPoints(n int, demands []portfolio.HalfSpace) [][]float64 {
	all := slices.Clone(demands)
	for j := range n {
		h := make(portfolio.HalfSpace, n)
		h[j] = 1
		all = append(all, h)
	}
	var points [][]float64
	var pick func(from int, chosen []int)
	pick = func(from int, chosen []int) {
		if len(chosen) < n-1 {
			for k := from; k < len(all); k++ {
				pick(k+1, append(chosen, k))
			}
			return
		}
		a := make([][]float64, n)
		a[0] = append(slices.Repeat([]float64{1}, n), 1)
		for r, k := range chosen {
			a[r+1] = append(slices.Clone(all[k]), 0)
		}
		for c := range n { // Gauss
			best := c
			for r := c; r < n; r++ {
				if math.Abs(a[r][c]) > math.Abs(a[best][c]) {
					best = r
				}
			}
			if math.Abs(a[best][c]) < 1e-9 {
				return
			}
			a[c], a[best] = a[best], a[c]
			for r := range n {
				if f := a[r][c] / a[c][c]; r != c {
					for j := range a[r] {
						a[r][j] -= f * a[c][j]
					}
				}
			}
		}
		w := make([]float64, n)
		for c := range w {
			w[c] = a[c][n] / a[c][c]
		}
		for _, h := range all {
			sum := 0.0
			for j := range h {
				sum += h[j] * w[j]
			}
			if sum < -1e-9 {
				return
			}
		}
		if !slices.ContainsFunc(points, func(p []float64) bool { return distance(p, w) < 1e-7 }) {
			points = append(points, w)
		}
	}
	pick(0, nil)
	return points
}

// Whole costs and values that follow them, budgets alone and pins: the lists of pairs against a table over all budgets, the textbook's way.
func TestKnapsackAgainstTable(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	for k := range 60 {
		p := random(rng, shape{n: 20 + rng.IntN(60), share: 0.1 + 0.8*rng.Float64(), correlated: k%2 == 0, whole: true})
		if k%3 == 0 {
			p.Rules = append(p.Rules, portfolio.In(0), portfolio.Out(1))
		}
		if k%5 == 0 {
			p.Costs[2], p.Values[3] = 0, -1
		}
		most := int(p.Budget)
		table := make([]float64, most+1)
		fixed, room := 0.0, most
		for i, v := range p.Values {
			c := int(p.Costs[i])
			if len(p.Rules) > 0 && i == 0 {
				fixed, room = v, most-c
				continue
			}
			if len(p.Rules) > 0 && i == 1 {
				continue
			}
			for b := most; b >= c; b-- {
				table[b] = max(table[b], table[b-c]+v)
			}
		}
		r := solve(p)
		if room < 0 {
			if !r.Infeasible() {
				t.Errorf("instance %d: the pin does not fit", k)
			}
			continue
		}
		if want := fixed + table[room]; !r.Optimal() || math.Abs(r.Sets[0].Value-want) > 1e-9*want || !p.Feasible(r.Sets[0].Chosen) {
			t.Errorf("instance %d: %g, the table gives %g", k, r.Sets[0].Value, want)
		}
	}
}

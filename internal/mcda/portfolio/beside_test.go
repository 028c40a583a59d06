package portfolio_test

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"veche/internal/mcda/portfolio"
)

// listed is a set of the enumeration.
type listed struct {
	mask        uint
	value, cost float64
}

func list(p *portfolio.Problem) []listed {
	var all []listed
	enumerate(p, func(mask uint, value, cost float64) { all = append(all, listed{mask, value, cost}) })
	return all
}

func maskOf(chosen []bool) (mask uint) {
	for i, in := range chosen {
		if in {
			mask |= 1 << i
		}
	}
	return mask
}

// The next best sets are those of the enumeration that cannot be improved by adding one alternative and hold none that is worth nothing.
func TestNextBestSets(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 1))
	for k := range 150 {
		n := 4 + rng.IntN(8)
		p := random(rng, shape{n: n, synergies: rng.IntN(n), rules: rng.IntN(4), share: 0.2 + 0.5*rng.Float64(), negative: 0.3})
		all := list(p)
		values := map[uint]float64{}
		for _, s := range all {
			values[s.mask] = s.value
		}
		all = slices.DeleteFunc(all, func(s listed) bool {
			for i := range n {
				v, ok := values[s.mask^1<<i]
				if ok && (v > s.value+1e-9 && s.mask>>i&1 == 0 || v > s.value-1e-9 && s.mask>>i&1 == 1) {
					return true
				}
			}
			return false
		})
		slices.SortFunc(all, func(a, b listed) int { return cmp.Compare(b.value, a.value) })
		const want = 5
		r := portfolio.Solve(context.Background(), p, portfolio.Options{Sets: want})
		if len(r.Sets) != min(want, len(all)) {
			t.Fatalf("instance %d: %d sets, enumeration has %d", k, len(r.Sets), len(all))
		}
		for j, s := range r.Sets {
			if math.Abs(s.Value-all[j].value) > 1e-9 || maskOf(s.Chosen) != all[j].mask {
				t.Fatalf("instance %d: set %d is %b worth %g, enumeration gives %b worth %g", k, j, maskOf(s.Chosen), s.Value, all[j].mask, all[j].value)
			}
		}
	}
}

// With Every they are simply the best of the enumeration: a part of a better set is a set too.
func TestEveryNextBestSet(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 2))
	for k := range 150 {
		n := 4 + rng.IntN(8)
		p := random(rng, shape{n: n, synergies: rng.IntN(n), rules: rng.IntN(4), share: 0.2 + 0.5*rng.Float64(), negative: 0.3})
		all := list(p)
		slices.SortFunc(all, func(a, b listed) int { return cmp.Compare(b.value, a.value) })
		const want = 5
		r := portfolio.Solve(context.Background(), p, portfolio.Options{Sets: want, Every: true})
		if len(r.Sets) != min(want, len(all)) || len(all) > 0 && !r.Optimal() {
			t.Fatalf("instance %d: %d sets, enumeration has %d", k, len(r.Sets), len(all))
		}
		seen := map[uint]bool{}
		for j, s := range r.Sets {
			if mask := maskOf(s.Chosen); math.Abs(s.Value-all[j].value) > 1e-9 || seen[mask] {
				t.Fatalf("instance %d: set %d is %b worth %g, enumeration gives %b worth %g", k, j, mask, s.Value, all[j].mask, all[j].value)
			} else {
				seen[mask] = true
			}
		}
	}
}

func TestFrontierAgainstEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 1))
	for k := range 60 {
		n := 4 + rng.IntN(8)
		p := random(rng, shape{n: n, synergies: rng.IntN(n), rules: rng.IntN(4), share: 0.2 + 0.8*rng.Float64(), negative: 0.3, whole: k%2 == 0})
		all := list(p)
		slices.SortFunc(all, func(a, b listed) int { return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(b.value, a.value)) })
		var want []listed
		for _, s := range all {
			if len(want) == 0 || s.value > want[len(want)-1].value+1e-7 {
				want = append(want, s)
			}
		}
		c := portfolio.Frontier(context.Background(), p, p.Budget, 10000, 0)
		if !c.Exact || len(c.Points) != len(want) {
			t.Fatalf("instance %d: exact %v, %d points, enumeration has %d", k, c.Exact, len(c.Points), len(want))
		}
		for j, pt := range c.Points {
			if math.Abs(pt.Set.Value-want[j].value) > 1e-7 || math.Abs(pt.Budget-want[j].cost) > 1e-6 {
				t.Fatalf("instance %d: point %d is %g for %g, enumeration gives %g for %g", k, j, pt.Set.Value, pt.Budget, want[j].value, want[j].cost)
			}
		}
	}
}

// A clash is irreducible, and when it says so of least size: both are checked by enumeration over all sets of demands.
func TestConflictAgainstEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(10, 1))
	clashes := 0
	for k := range 300 {
		n := 3 + rng.IntN(5)
		p := random(rng, shape{n: n, rules: 3 + rng.IntN(4), share: 0.05 + 0.2*rng.Float64()})
		possible := func(set uint) bool {
			q := *p
			q.Rules = nil
			for j := range p.Rules {
				if set>>j&1 == 1 {
					q.Rules = append(q.Rules, p.Rules[j])
				}
			}
			if set>>len(p.Rules)&1 == 0 {
				q.Budget = math.Inf(1)
			}
			found := false
			enumerate(&q, func(uint, float64, float64) { found = true })
			return found
		}
		everything := uint(1)<<(len(p.Rules)+1) - 1
		c, ok := portfolio.Conflict(context.Background(), p, 0)
		if ok == possible(everything) {
			t.Fatalf("instance %d: clash %v, but enumeration says possible %v", k, ok, possible(everything))
		}
		if !ok {
			continue
		}
		clashes++
		var set uint
		for _, j := range c.Rules {
			set |= 1 << j
		}
		if c.Budget {
			set |= 1 << len(p.Rules)
		}
		size := func(s uint) (k int) {
			for ; s > 0; s &= s - 1 {
				k++
			}
			return k
		}
		if possible(set) {
			t.Fatalf("instance %d: %+v can hold", k, c)
		}
		for j := range len(p.Rules) + 1 {
			if set>>j&1 == 1 && !possible(set&^(1<<j)) {
				t.Fatalf("instance %d: %+v clashes without demand %d too", k, c, j)
			}
		}
		for other := range everything {
			if size(other) < size(set) && !possible(other) {
				t.Fatalf("instance %d: %+v is not the least: %b clashes", k, c, other)
			}
		}
		if !c.Proven || !c.Least {
			t.Fatalf("instance %d: %+v should be proven the least", k, c)
		}
	}
	if clashes < 30 {
		t.Errorf("only %d clashes", clashes)
	}
}

func TestRobustAgainstEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 1))
	largest := 0
	for k := range 100 {
		n := 4 + rng.IntN(8)
		p := random(rng, shape{n: n, synergies: rng.IntN(n), rules: rng.IntN(4), share: 0.2 + 0.5*rng.Float64(), negative: 0.3, whole: true})
		values := make([][]float64, 2+rng.IntN(4))
		for e := range values {
			values[e] = make([]float64, n)
			for i := range values[e] {
				values[e][i] = math.Round(p.Values[i] + 30*rng.Float64())
			}
		}
		var masks []uint
		var worth [][]float64
		enumerate(p, func(mask uint, value, _ float64) {
			v := make([]float64, len(values))
			for i := range n {
				if mask>>i&1 == 1 {
					value -= p.Values[i]
					for e := range v {
						v[e] += values[e][i]
					}
				}
			}
			for e := range v {
				v[e] += value // what remains are the synergies
			}
			masks = append(masks, mask)
			worth = append(worth, v)
		})
		var want []uint
		core := make([]float64, n)
		for a := range masks {
			beaten := false
			for b := range masks {
				all, some := true, false
				for e := range worth[a] {
					all = all && worth[b][e] >= worth[a][e]-1e-9
					some = some || worth[b][e] > worth[a][e]+1e-9
				}
				beaten = beaten || all && some
			}
			if !beaten {
				want = append(want, masks[a])
				for i := range n {
					if masks[a]>>i&1 == 1 {
						core[i]++
					}
				}
			}
		}
		r := portfolio.Robust(context.Background(), p, values, portfolio.RobustOptions{})
		var got []uint
		for _, c := range r.Sets {
			got = append(got, maskOf(c.Chosen))
		}
		slices.Sort(got)
		slices.Sort(want)
		if !r.Complete || !slices.Equal(got, want) {
			t.Fatalf("instance %d: %b, enumeration gives %b", k, got, want)
		}
		largest = max(largest, len(want))
		if len(want) == 0 {
			continue
		}
		for i, c := range r.Index() {
			if math.Abs(c-core[i]/float64(len(want))) > 1e-12 {
				t.Fatalf("instance %d: core index of %d is %g, enumeration gives %g", k, i, c, core[i]/float64(len(want)))
			}
		}
	}
	t.Logf("up to %d non-dominated sets", largest)
}

package portfolio_test

import (
	"math"
	"math/rand/v2"

	"veche/internal/mcda/portfolio"
)

// shape is what a random problem is like.
type shape struct {
	n, synergies, rules int
	share               float64 // the budget's share of the whole cost
	correlated          bool    // values follow costs
	whole               bool    // costs are whole numbers
	negative            float64 // share of synergies that are losses
}

// random makes a problem of every kind of rule: groups' minimum and maximum, prerequisites, exclusions, counts over lists, pins.
func random(rng *rand.Rand, s shape) *portfolio.Problem {
	p := &portfolio.Problem{Values: make([]float64, s.n), Costs: make([]float64, s.n)}
	total := 0.0
	for i := range s.n {
		c := 10 + 90*rng.Float64()
		if s.whole {
			c = math.Round(c)
		}
		p.Costs[i] = c
		p.Values[i] = 5 + 45*rng.Float64()
		if s.correlated {
			p.Values[i] = c/2 + 10
		}
		total += c
	}
	p.Budget = s.share * total
	for range s.synergies {
		a := rng.IntN(s.n)
		b := (a + 1 + rng.IntN(s.n-1)) % s.n
		v := 1 + 11*rng.Float64()
		if rng.Float64() < s.negative {
			v = -v
		}
		p.Synergies = append(p.Synergies, portfolio.Synergy{A: a, B: b, Value: v})
	}
	groups := 5
	for range s.rules {
		var members []int
		g := rng.IntN(groups)
		for i := range s.n {
			if i%groups == g {
				members = append(members, i)
			}
		}
		a := rng.IntN(s.n)
		b := (a + 1 + rng.IntN(s.n-1)) % s.n
		switch rng.IntN(7) {
		case 0:
			p.Rules = append(p.Rules, portfolio.AtLeast(members, 1+rng.IntN(2)))
		case 1:
			p.Rules = append(p.Rules, portfolio.AtMost(members, 1+rng.IntN(3)))
		case 2:
			p.Rules = append(p.Rules, portfolio.Requires(a, b))
		case 3:
			p.Rules = append(p.Rules, portfolio.Excludes(a, b))
		case 4:
			all := rng.Perm(s.n)[:1+rng.IntN(s.n)]
			p.Rules = append(p.Rules, portfolio.AtMost(all, rng.IntN(len(all)+1)))
		case 5:
			all := rng.Perm(s.n)[:1+rng.IntN(s.n)]
			p.Rules = append(p.Rules, portfolio.AtLeast(all, rng.IntN(max(len(all)/3, 1)+1)))
		case 6:
			if rng.IntN(2) == 0 {
				p.Rules = append(p.Rules, portfolio.In(a))
			} else {
				p.Rules = append(p.Rules, portfolio.Out(a))
			}
		}
	}
	return p
}

// enumerate lists every feasible set with its value: the second implementation. Each rule is read from its members and numbers anew.
func enumerate(p *portfolio.Problem, each func(mask uint, value, cost float64)) {
	n := len(p.Values)
	for mask := range uint(1) << n {
		value, cost := 0.0, 0.0
		for i := range n {
			if mask>>i&1 == 1 {
				value += p.Values[i]
				cost += p.Costs[i]
			}
		}
		if cost > p.Budget+1e-9*p.Budget {
			continue
		}
		ok := true
		for _, r := range p.Rules {
			sum := 0.0
			for k, i := range r.Members {
				if mask>>i&1 == 1 {
					sum += r.Coefficients[k]
				}
			}
			ok = ok && sum <= r.Max+1e-9
		}
		if !ok {
			continue
		}
		for _, y := range p.Synergies {
			if mask>>y.A&1 == 1 && mask>>y.B&1 == 1 {
				value += y.Value
			}
		}
		each(mask, value, cost)
	}
}

package portfolio

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// knapsackStates bounds the memory of [search.knapsack].
const knapsackStates = 2 << 20

// state is an undominated set of the alternatives looked at so far.
type state struct {
	cost, value float64
	last        int32 // in the chain of chosen alternatives; −1: none
}

// link is one chosen alternative and the link before it.
type link struct{ before, alternative int32 }

// knapsack solves a problem that has a budget and nothing else that is not decided yet: undominated pairs of cost and value, alternative by alternative in
// the order of value per cost (Nemhauser & Ullmann 1969), without those whose linear bound is not above the best set known. Where values follow costs closely
// branch and bound has nothing to go by, and this has. It is false when the problem is another one, or there are too many states.
func (s *search) knapsack() bool {
	if s.want > 1 || len(s.m.syn) > 0 || s.m.budget < 0 {
		return false
	}
	for k := range s.m.rows {
		row := &s.m.rows[k]
		if k == s.m.budget || k == s.m.budget+1 { // the second is implied by the first
			continue
		}
		if slices.ContainsFunc(row.idx, func(i int32) bool { return s.x[i] == free }) {
			return false
		}
	}
	var items []int32
	base, room := 0.0, s.m.rows[s.m.budget].rhs
	for i, x := range s.x {
		switch v, c := s.m.p.Values[i], s.m.p.Costs[i]; {
		case x == 1:
			base += v
			room -= c
		case x == free && v > 0:
			items = append(items, int32(i))
		}
	}
	value := func(k int) float64 { return s.m.p.Values[items[k]] }
	cost := func(k int) float64 { return s.m.p.Costs[items[k]] }
	slices.SortFunc(items, func(a, b int32) int { // by value per cost, without dividing by 0
		return cmp.Or(cmp.Compare(s.m.p.Values[b]*s.m.p.Costs[a], s.m.p.Values[a]*s.m.p.Costs[b]), cmp.Compare(a, b))
	})
	values, costs := make([]float64, len(items)+1), make([]float64, len(items)+1) // of the first k
	for k := range items {
		values[k+1], costs[k+1] = values[k]+value(k), costs[k]+cost(k)
	}
	// rest is the most that alternatives from k on can add with money left.
	rest := func(k int, left float64) float64 {
		end := k + sort.Search(len(items)-k, func(j int) bool { return costs[k+j+1]-costs[k] > left })
		most := values[end] - values[k]
		if end < len(items) {
			most += (left - (costs[end] - costs[k])) * value(end) / cost(end)
		}
		return most
	}
	now, next := []state{{0, base, -1}}, []state(nil)
	var chain []link
	for k := range items {
		if s.due(k) && s.out() || len(chain) > knapsackStates {
			return false
		}
		next = next[:0]
		best := math.Inf(-1)
		add := func(t state, take bool) {
			if t.value <= best || t.cost > room || t.value+rest(k+1, room-t.cost) <= s.lower+s.m.tol {
				return
			}
			best = t.value
			if take {
				chain = append(chain, link{t.last, items[k]})
				t.last = int32(len(chain) - 1)
			}
			next = append(next, t)
		}
		a, b := 0, 0 // without the alternative, with it
		for a < len(now) || b < len(now) {
			if b == len(now) || a < len(now) && (now[a].cost < now[b].cost+cost(k) || now[a].cost == now[b].cost+cost(k) && now[a].value >= now[b].value+value(k)) {
				add(now[a], false)
				a++
			} else {
				t := now[b]
				add(state{t.cost + cost(k), t.value + value(k), t.last}, true)
				b++
			}
		}
		now, next = next, now
	}
	if len(now) == 0 {
		return true // nothing is better than what is known
	}
	x := slices.Clone(s.x)
	for i := range x {
		if x[i] == free {
			x[i] = 0
		}
	}
	for at := now[len(now)-1].last; at >= 0; at = chain[at].before {
		x[chain[at].alternative] = 1
	}
	s.offer(x)
	return true
}

package group_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"veche/internal/mcda/group"
)

// TestChanceTables: Friedman's χ²_r = m(n−1)W and its exact probabilities, from S. Siegel 1956, Nonparametric Statistics, table N (after Friedman 1937, tables V
// and VI), for n = 3 and 4 items and m experts.
func TestChanceTables(t *testing.T) {
	for _, c := range []struct {
		n, m int
		p    map[float64]float64 // by χ²_r
	}{
		{3, 2, map[float64]float64{0: 1, 1: 0.833, 3: 0.5, 4: 0.167}},
		{3, 3, map[float64]float64{0: 1, 0.667: 0.944, 2: 0.528, 2.667: 0.361, 4.667: 0.194, 6: 0.028}},
		{3, 4, map[float64]float64{0: 1, 0.5: 0.931, 1.5: 0.653, 2: 0.431, 3.5: 0.273, 4.5: 0.125, 6: 0.069, 6.5: 0.042, 8: 0.0046}},
		{4, 2, map[float64]float64{5.4: 0.167, 6: 0.042}},
		{4, 3, map[float64]float64{7.4: 0.033, 8.2: 0.017, 9: 0.0017}},
	} {
		seen := map[float64]bool{}
		rng := rand.New(rand.NewPCG(3, uint64(c.n*c.m)))
		for range 4000 {
			ranks := make([][]float64, c.m)
			for e := range ranks {
				for _, i := range rng.Perm(c.n) {
					ranks[e] = append(ranks[e], float64(i+1))
				}
			}
			w, _ := group.KendallW(ranks)
			for x, p := range c.p {
				if math.Abs(w.ChiSquare-x) < 1e-3 && !seen[x] {
					seen[x] = true
					if got := group.ChanceOf(ranks, 1); got.By != group.ByEnumeration || math.Abs(got.P-p) > 6e-4 {
						t.Errorf("%d experts, %d items, χ² %v: %+v, the table has %v", c.m, c.n, x, got, p)
					}
				}
			}
		}
		if len(seen) != len(c.p) {
			t.Errorf("%d experts, %d items: only %v came up", c.m, c.n, seen)
		}
	}
}

// TestChanceAgainstAllOrders: with ties, the share of all orders of all experts, looked at one by one.
func TestChanceAgainstAllOrders(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for range 30 {
		n, m := 3+rng.IntN(2), 2+rng.IntN(2)
		ranks := make([][]float64, m)
		for e := range ranks {
			marks := make([]float64, n)
			for i := range marks {
				marks[i] = float64(1 + rng.IntN(4))
			}
			ranks[e] = group.MidRanks(marks)
		}
		at, ok := group.KendallW(ranks)
		if !ok {
			continue
		}
		orders := permutations(n)
		hits, all := 0, 0
		var walk func(e int, so [][]float64)
		walk = func(e int, so [][]float64) {
			if e == m {
				w, _ := group.KendallW(so)
				if all++; w.W >= at.W-1e-9 {
					hits++
				}
				return
			}
			for _, o := range orders {
				r := make([]float64, n)
				for i, k := range o {
					r[i] = ranks[e][k]
				}
				walk(e+1, append(so[:e:e], r))
			}
		}
		walk(0, make([][]float64, 0, m))
		if got := group.ChanceOf(ranks, 1); got.By != group.ByEnumeration || math.Abs(got.P-float64(hits)/float64(all)) > 1e-12 {
			t.Errorf("%v: %+v, of all orders %d of %d", ranks, got, hits, all)
		}
	}
}

func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{{}}
	}
	var out [][]int
	for _, p := range permutations(n - 1) {
		for k := range n {
			q := append(append(append([]int{}, p[:k]...), n-1), p[k:]...)
			out = append(out, q)
		}
	}
	return out
}

// TestChanceDrawn: drawn orders agree with the exact probability, are the same for the same seed, and large panels say that they are approximated.
func TestChanceDrawn(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	draw := func(m, n int) [][]float64 {
		ranks := make([][]float64, m)
		for e := range ranks {
			for _, i := range rng.Perm(n) {
				ranks[e] = append(ranks[e], float64(i+1))
			}
		}
		return ranks
	}
	ranks := draw(6, 9)
	got, again := group.ChanceOf(ranks, 7), group.ChanceOf(ranks, 7)
	c, _ := group.KendallW(ranks)
	if got != again || got.By != group.ByPermutation || got.Draws != 10000 || got.Seed != 7 || math.Abs(got.P-c.P) > 0.06 {
		t.Errorf("%+v, then %+v; chi-square %v", got, again, c.P)
	}
	if got := group.ChanceOf(draw(60, 30), 7); got.By != group.ByChiSquare {
		t.Errorf("60 experts on 30: %+v", got)
	}
}

package group_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"veche/internal/mcda"
	"veche/internal/mcda/group"
)

// randomPanel is m experts in three blocs who see n items with a common view, their bloc's and their own.
func randomPanel(m, n int) *group.Panel {
	random := rand.New(rand.NewPCG(1, 2))
	p := &group.Panel{BlocWeights: []float64{0.4, 0.35, 0.25}}
	common := make([]float64, 4*n)
	for k := range common {
		common[k] = random.Float64()
	}
	for e := range m {
		x := make([]float64, n)
		for i := range x {
			x[i] = 0.1 + common[i] + common[(1+e%3)*n+i] + random.Float64()
		}
		p.Priorities, p.Bloc = append(p.Priorities, x), append(p.Bloc, e%3)
	}
	return p
}

// BenchmarkAgreement measures the figures of a panel and of the panel without each expert: from sums, and plainly, from the definitions for every panel anew.
func BenchmarkAgreement(b *testing.B) {
	for _, m := range []int{100, 5000} {
		p := randomPanel(m, 60)
		b.Run(fmt.Sprintf("%dx60", m), func(b *testing.B) {
			for b.Loop() {
				tally, err := group.NewTally(p)
				if err != nil {
					b.Fatal(err)
				}
				if f := tally.All(); f.Experts != m || len(tally.Without()) != m {
					b.Fatal(f)
				}
			}
		})
	}
	p := randomPanel(100, 60)
	b.Run("100x60-plain", func(b *testing.B) {
		for b.Loop() {
			for out := -1; out < 100; out++ {
				plainFigures(p, out)
			}
		}
	})
}

// plainFigures are S*, W and mean tau-b of the panel without one expert, from the definitions.
func plainFigures(p *group.Panel, out int) (sStar, w, tau float64) {
	var ps, ranks [][]float64
	for k, x := range p.Priorities {
		if k != out {
			ps, ranks = append(ps, x), append(ranks, group.MidRanks(x))
		}
	}
	c, err := group.ConsensusOf(ps, nil)
	if err != nil {
		panic(err)
	}
	kendall, _ := group.KendallW(ranks)
	pairs := 0
	for a := range ps {
		for b := range a {
			if t, ok := mcda.TauB(ps[a], ps[b]); ok {
				tau, pairs = tau+t, pairs+1
			}
		}
	}
	return c.SStar, kendall.W, tau / float64(pairs)
}

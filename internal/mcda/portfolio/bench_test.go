package portfolio_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"veche/internal/mcda/portfolio"
)

// BenchmarkSelect proves optima of 20 seeded instances of each shape and reports the median and the longest time, and how many were proven within 10 s.
func BenchmarkSelect(b *testing.B) {
	for _, c := range []struct {
		name string
		shape
	}{
		{"60x100", shape{n: 60, synergies: 100, rules: 5, share: 1. / 3, negative: 0.2}},
		{"60x100gains", shape{n: 60, synergies: 100, rules: 5, share: 1. / 3}},
		{"60x100losses", shape{n: 60, synergies: 100, rules: 5, share: 1. / 3, negative: 1}},
		{"60x100correlated", shape{n: 60, synergies: 100, rules: 5, share: 1. / 3, negative: 0.2, correlated: true, whole: true}},
		{"60x500dense", shape{n: 60, synergies: 500, rules: 5, share: 1. / 3, negative: 0.2}},
		{"200x0", shape{n: 200, share: 1. / 3}},
		{"200x0correlated", shape{n: 200, share: 1. / 3, correlated: true, whole: true}},
		{"200x0rules", shape{n: 200, rules: 5, share: 1. / 3}},
		{"200x300", shape{n: 200, synergies: 300, rules: 5, share: 1. / 3, negative: 0.2}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for range b.N {
				var times []time.Duration
				var nodes []int
				proven := 0
				for seed := range uint64(20) {
					p := random(rand.New(rand.NewPCG(seed, 60)), c.shape)
					start := time.Now()
					r := portfolio.Solve(context.Background(), p, portfolio.Options{TimeLimit: 5 * time.Second})
					times = append(times, time.Since(start))
					nodes = append(nodes, r.Nodes)
					if r.Stopped == portfolio.Proven {
						proven++
					}
				}
				slices.Sort(times)
				slices.Sort(nodes)
				b.ReportMetric(times[10].Seconds()*1000, "median-ms")
				b.ReportMetric(times[19].Seconds()*1000, "max-ms")
				b.ReportMetric(float64(nodes[10]), "median-nodes")
				b.ReportMetric(float64(nodes[19]), "max-nodes")
				b.ReportMetric(float64(proven), "proven")
			}
		})
	}
}

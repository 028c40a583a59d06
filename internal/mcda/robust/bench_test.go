package robust_test

import (
	"context"
	"testing"

	"veche/internal/mcda/robust"
)

// BenchmarkLeaderStability moves each weight of a problem in turn: what the explorer asks for after every change.
func BenchmarkLeaderStability(b *testing.B) {
	for _, c := range []struct {
		name   string
		method string
		m, n   int
		locks  int
	}{
		{"weighted-sum/37x9", "weighted-sum", 37, 9, 0},
		{"topsis/37x9", "topsis", 37, 9, 0},
		{"weighted-sum/1000x20", "weighted-sum", 1000, 20, 0},
		{"topsis/1000x20", "topsis", 1000, 20, 0},
		{"topsis-locked/1000x20", "topsis", 1000, 20, 5},
		{"vikor/37x9", "vikor", 37, 9, 0},
		{"vikor/1000x20", "vikor", 1000, 20, 0},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := uniformProblem(c.m, c.n, 1)
			s := prepare(b, c.method, p, nil)
			weights, locked := equalWeights(c.n), make([]bool, c.n)
			for k := range c.locks {
				locked[k] = true
			}
			for b.Loop() {
				for j := range c.n {
					robust.LeaderStability(s, p.Alternatives, lowerIsBetter(c.method), weights, j, locked)
				}
			}
		})
	}
}

func BenchmarkAcceptability(b *testing.B) {
	for _, method := range []string{"weighted-sum", "topsis"} {
		b.Run(method+"/37x9/10000", func(b *testing.B) {
			p := uniformProblem(37, 9, 1)
			s := prepare(b, method, p, map[string]string{})
			for b.Loop() {
				if _, err := robust.Acceptability(context.Background(), s, false, equalWeights(9), 0.2, 5, 10_000, 1); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkStability finds all intervals and all crossings of all pairs for every criterion: 100×12 are 59,400 quadratics.
func BenchmarkStability(b *testing.B) {
	for _, c := range []struct {
		name, method string
		m, n         int
		how          robust.Sharing
		locks        int
	}{
		{"topsis/100x12", "topsis", 100, 12, robust.Proportional, 0},
		{"topsis-locked/100x12", "topsis", 100, 12, robust.Proportional, 2},
		{"topsis-equal/100x12", "topsis", 100, 12, robust.Equal, 0},
		{"weighted-sum/100x12", "weighted-sum", 100, 12, robust.Proportional, 0},
		{"vikor/100x12", "vikor", 100, 12, robust.Proportional, 0},
		{"edas/100x12", "edas", 100, 12, robust.Proportional, 0},
		{"moora-reference/100x12", "moora-reference", 100, 12, robust.Proportional, 0},
		{"vikor-locked/100x12", "vikor", 100, 12, robust.Proportional, 2},
		{"vikor-equal/100x12", "vikor", 100, 12, robust.Equal, 0},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := uniformProblem(c.m, c.n, 1)
			locked := make([]bool, c.n)
			for k := range c.locks {
				locked[k] = true
			}
			question := robust.Case{Scorer: prepare(b, c.method, p, nil), IDs: p.Alternatives, Weights: equalWeights(c.n), Lower: lowerIsBetter(c.method), Shortlist: 10}
			crossings := 0
			for b.Loop() {
				paths := make([]*robust.Path, c.n)
				for j := range paths {
					paths[j] = robust.NewMove(question.Weights, []int{j}, locked, c.how)
				}
				crossings = 0
				for _, s := range question.Sweeps(paths) {
					crossings += len(s.Crossings)
				}
			}
			b.ReportMetric(float64(crossings), "crossings")
		})
	}
}

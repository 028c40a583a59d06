package mcda_test

import (
	"fmt"
	"testing"

	"veche/internal/mcda"
)

// BenchmarkRescore is what a slider costs: the scores of a prepared problem under new weights. It allocates nothing.
func BenchmarkRescore(b *testing.B) {
	for _, name := range []string{"weighted-sum", "topsis"} {
		for _, m := range []int{1000, 100_000} {
			b.Run(fmt.Sprintf("%s/%dx20", name, m), func(b *testing.B) {
				s, err := lookup(b, name).Prepare(randomProblem(m, 20), nil)
				if err != nil {
					b.Fatal(err)
				}
				w, dst := make([]float64, 20), make([]float64, m)
				for j := range w {
					w[j] = 0.05
				}
				b.ReportAllocs()
				for b.Loop() {
					s.Scores(dst, w)
				}
			})
		}
	}
}

func BenchmarkTauB(b *testing.B) {
	p := randomProblem(10_000, 2)
	x, y := make([]float64, 10_000), make([]float64, 10_000)
	for i := range x {
		x[i], y[i] = p.At(i, 0), p.At(i, 1)
	}
	for b.Loop() {
		mcda.TauB(x, y)
	}
}

package robustness

import (
	"math/rand/v2"
	"testing"
)

// All pairs that change places are found, and each once.
func TestOvertakings(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 16))
	for range 2000 {
		m := 1 + random.IntN(9)
		keep := random.Perm(m + 1)[:m]
		before, after := make([]float64, m+1), make([]float64, m)
		for k := range before {
			before[k] = float64(random.IntN(6))
		}
		for k := range after {
			after[k] = float64(random.IntN(6))
		}
		for _, lower := range []bool{false, true} {
			found := map[[2]int]int{}
			for _, pair := range overtakings(lower, before, after, keep) {
				found[pair]++
			}
			for a, i := range keep {
				for b, k := range keep {
					overtaken := before[i] != before[k] && (before[i] > before[k]) != lower && after[b] != after[a] && (after[b] > after[a]) != lower
					if n := found[[2]int{a, b}]; overtaken && n != 1 || n > 1 {
						t.Fatalf("%v to %v, kept %v: %d is overtaken by %d, found %d times", before, after, keep, a, b, n)
					}
				}
			}
		}
	}
}

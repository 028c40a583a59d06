package robustness

import (
	"math/rand/v2"
	"testing"
)

// A row that is overtaken, however little, is among those that are looked at.
func TestMayBeOvertaken(t *testing.T) {
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
			may := mayBeOvertaken(lower, before, after, keep)
			for a, i := range keep {
				for b, k := range keep {
					if before[i] != before[k] && (before[i] > before[k]) != lower && after[b] != after[a] && (after[b] > after[a]) != lower && !may[a] {
						t.Fatalf("%v to %v, kept %v: %d is overtaken by %d", before, after, keep, a, b)
					}
				}
			}
		}
	}
}

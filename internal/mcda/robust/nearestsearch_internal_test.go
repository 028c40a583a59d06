package robust

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The value at a place is the one that sorting puts there, with equals and NaN among them.
func TestLargest(t *testing.T) {
	random := rand.New(rand.NewPCG(16, 3))
	for range 20_000 {
		values := make([]float64, 1+random.IntN(30))
		kinds := 1 + random.IntN(2*len(values))
		for k := range values {
			if values[k] = float64(random.IntN(kinds)); random.IntN(40) == 0 {
				values[k] = []float64{math.NaN(), math.Inf(1), math.Inf(-1)}[random.IntN(3)]
			}
		}
		sorted := slices.Sorted(slices.Values(values))
		place := 1 + random.IntN(len(values))
		want := sorted[len(sorted)-place]
		if got := largest(slices.Clone(values), place); got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Fatalf("place %d of %v: %v, not %v", place, values, got, want)
		}
	}
}

package zipxml

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// A plain decimal is what strconv makes of it, to the bit.
func TestPlainDecimals(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 30))
	for range 200_000 {
		text := fmt.Sprintf("%.*f", r.IntN(12), (r.Float64()-0.3)*math.Pow(10, float64(r.IntN(18))))
		got, ok := ParseNumber([]byte(text))
		var want float64
		if _, err := fmt.Sscan(text, &want); err != nil || !ok || math.Float64bits(got) != math.Float64bits(want) {
			t.Fatalf("%s: %v, want %v", text, got, want)
		}
	}
}

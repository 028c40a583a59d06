package mcda

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// scored is a scorer whose scores are given.
type scored []float64

func (s scored) Trace([]float64) *Trace            { return nil }
func (s scored) Dims() (m, n int)                  { return len(s), 1 }
func (s scored) Scores(dst, _ []float64) []float64 { return append(dst[:0], s...) }

// The first ranks are those of the whole ranking, and all of them are there: among equal scores, nearly equal ones, chains of these, ascending and descending ones.
func TestTopRanks(t *testing.T) {
	rng := rand.New(rand.NewPCG(29, 11))
	var top Top
	one := mat.NewDense(1, 1, []float64{1})
	for trial := range 3000 {
		m := 1 + rng.IntN(400)
		scores := make(scored, m)
		kind := trial % 7
		for i := range scores {
			switch kind {
			case 0:
				scores[i] = rng.Float64() - 0.5
			case 1: // few values
				scores[i] = float64(rng.IntN(5))
			case 2: // chains of what is nearly equal, some of it tied
				scores[i] = 0.7 * (1 + 0.6e-12*float64(rng.IntN(40)))
			case 3:
				scores[i] = float64(i)
			case 4:
				scores[i] = -float64(i)
			case 5: // around the tolerance, with both signs
				scores[i] = float64(1-2*rng.IntN(2)) * (3 + 3e-12*rng.Float64()*float64(rng.IntN(3)))
			case 6: // zeros and what is next to nothing
				scores[i] = float64(rng.IntN(3)-1) * math.SmallestNonzeroFloat64 * float64(rng.IntN(3))
			}
		}
		most, lower := 1+rng.IntN(m+3), rng.IntN(2) == 0
		want := Rank(scores, nil, lower)
		has := map[int32]int32{}
		calls := 0
		top.Ranks(scores, one, lower, most, func(k int, who, ranks []int32) {
			calls++
			for k, i := range who {
				if _, twice := has[i]; twice {
					t.Fatalf("kind %d: alternative %d is there twice", kind, i)
				}
				has[i] = ranks[k]
			}
		})
		if calls != 1 {
			t.Fatalf("%d calls for one vector of weights", calls)
		}
		for i, rank := range want.Ranks {
			if within := rank <= float64(min(most, m)); within != (has[int32(i)] > 0) || within && int32(rank) != has[int32(i)] {
				t.Fatalf("kind %d, %d of %d: alternative %d has rank %v, and here %d", kind, most, m, i, rank, has[int32(i)])
			}
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("NaN was ranked")
		}
	}()
	top.Ranks(scored{1, 2, math.NaN(), 3, 4, 5, 6, 7, 8, 9}, one, false, 1, func(int, []int32, []int32) {})
}

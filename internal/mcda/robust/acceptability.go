package robust

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/mat"

	"veche/internal/mcda"
)

// Acceptability draws weights around the present ones and returns how often each alternative takes each of the first places: an m×places table, row i
// column r−1 being P(alternative i has rank r). A draw multiplies every weight by a number uniform in [1 − spread, 1 + spread] and divides by the sum, so a
// weight of 0 stays 0. Tied alternatives share the best of their places, as the ranking shows them: with ties the column of a place may sum to
// more or less than 1, while a row over all m places sums to 1.
//
// The figures depend on the seed, not on the machine: each block of draws has its own PCG stream. The standard error of an entry p is √(p(1−p)/draws).
// Rank acceptability: Lahdelma & Salminen 2001, SMAA-2, Operations Research 49(3):444–454, here with weights local to the present ones.
//
// weights are n numbers ≥ 0 of sum 1. The error is the context's, or names a spread outside 0 to 1, a number of draws under 1, or places outside 1 to m.
func Acceptability(ctx context.Context, s mcda.Scorer, lower bool, weights []float64, spread float64, places, draws int, seed uint64) ([][]float64, error) {
	m, n := s.Dims()
	if len(weights) != n {
		panic(fmt.Sprintf("robust: %d weights for %d criteria", len(weights), n))
	}
	switch {
	case !(spread >= 0 && spread <= 1):
		return nil, fmt.Errorf("the spread of the weights is %g, it must be from 0 to 1", spread)
	case draws < 1:
		return nil, fmt.Errorf("the number of draws is %d, it must be at least 1", draws)
	case places < 1 || places > m:
		return nil, fmt.Errorf("the number of places is %d, it must be from 1 to %d", places, m)
	}
	draw := func(rng *rand.Rand, dst []float64) { around(rng, dst, weights, spread) }
	counts, err := countPlaces(ctx, s, lower, draw, places, draws, seed)
	if err != nil {
		return nil, err
	}
	table := make([][]float64, m)
	for i := range table {
		table[i] = make([]float64, places)
		for r := range table[i] {
			table[i][r] = float64(counts[i*places+r]) / float64(draws)
		}
	}
	return table, nil
}

// around draws weights within ±spread of each weight and scales them to sum 1.
func around(rng *rand.Rand, dst, weights []float64, spread float64) {
	for {
		var sum float64
		for k, w := range weights {
			dst[k] = w * (1 + spread*(2*rng.Float64()-1))
			sum += dst[k]
		}
		if sum > 0 {
			for k := range dst {
				dst[k] /= sum
			}
			return
		}
	}
}

// countPlaces counts, over draws of weights, how often each alternative has each rank up to places (m×places). Blocks of draws are shared out to
// the processors; block b draws from the PCG stream (seed, b), so who does it does not matter.
func countPlaces(ctx context.Context, s mcda.Scorer, lower bool, draw func(*rand.Rand, []float64), places, draws int, seed uint64) ([]int, error) {
	m, n := s.Dims()
	blocks := (draws + block - 1) / block
	total := make([]int, m*places)
	var next atomic.Int64
	var mutex sync.Mutex
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), blocks) {
		workers.Go(func() {
			counts := make([]int, m*places)
			weights, ranks := mat.NewDense(block, n, nil), make([]int32, block*m)
			step := max(1, min(block, 1<<15/m)) // between looks at whether to stop
			for b := int(next.Add(1)) - 1; b < blocks && ctx.Err() == nil; b = int(next.Add(1)) - 1 {
				rows := min(block, draws-b*block)
				rng := rand.New(rand.NewPCG(seed, uint64(b)))
				for k := range rows {
					draw(rng, weights.RawRowView(k))
				}
				for from := 0; from < rows && ctx.Err() == nil; from += step {
					to := min(rows, from+step)
					mcda.BatchRanks(s, ranks[from*m:to*m], weights.Slice(from, to, 0, n).(*mat.Dense), lower)
				}
				for row := ranks[:rows*m]; len(row) > 0; row = row[m:] {
					at := -1
					for _, rank := range row[:m] {
						if int(rank) <= places {
							counts[at+int(rank)]++
						}
						at += places
					}
				}
			}
			mutex.Lock()
			defer mutex.Unlock()
			for k, c := range counts {
				total[k] += c
			}
		})
	}
	workers.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return total, nil
}

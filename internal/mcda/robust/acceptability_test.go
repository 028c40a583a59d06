package robust_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
)

func accept(tb testing.TB, s mcda.Scorer, weights []float64, spread float64, places, draws int, seed uint64) [][]float64 {
	tb.Helper()
	table, err := robust.Acceptability(context.Background(), s, false, weights, spread, places, draws, seed)
	if err != nil {
		tb.Fatal(err)
	}
	return table
}

// TestAcceptabilityNaive draws again one by one, with the ranking counted pair by pair.
func TestAcceptabilityNaive(t *testing.T) {
	const draws, m, n = 20_000, 6, 4
	weights := []float64{0.4, 0.3, 0.2, 0.1}
	for _, method := range []string{"weighted-sum", "topsis"} {
		p := uniformProblem(m, n, 9)
		s := prepare(t, method, p, nil)
		got := accept(t, s, weights, 0.6, m, draws, 1)
		rng := rand.New(rand.NewPCG(99, 99))
		var want [m][m]float64
		w := make([]float64, n)
		for range draws {
			for inside := false; !inside; { // uniform on the simplex, until it lies within the bounds
				var sum float64
				for j := range w {
					w[j] = -math.Log(1 - rng.Float64())
					sum += w[j]
				}
				inside = true
				for j := range w {
					w[j] /= sum
					inside = inside && math.Abs(w[j]-weights[j]) <= 0.6*weights[j]
				}
			}
			scores := s.Scores(nil, w)
			for i := range m {
				rank := 0
				for k := range m {
					if scores[k] > scores[i] {
						rank++
					}
				}
				want[i][rank] += 1. / draws
			}
		}
		spreads := 0
		for i := range m {
			var row float64
			for r := range m {
				a, b := got[i][r], want[i][r]
				row += a
				if a > 0.01 && a < 0.99 {
					spreads++
				}
				if se := math.Sqrt(2 * math.Max(b*(1-b), 1./draws) / draws); math.Abs(a-b) > 5*se {
					t.Errorf("%s: P(%d has rank %d) = %g, one by one %g ± %g", method, i, r+1, a, b, se)
				}
			}
			if math.Abs(row-1) > 1e-12 {
				t.Errorf("%s: row %d sums to %g", method, i, row)
			}
		}
		if spreads < 6 {
			t.Errorf("%s: only %d entries lie inside (0, 1): the test is too easy", method, spreads)
		}
	}
}

// TestAcceptabilityReproducible: the same seed gives the same table for any number of processors, another seed another one.
func TestAcceptabilityReproducible(t *testing.T) {
	s := prepare(t, "topsis", uniformProblem(10, 5, 2), nil)
	w := equalWeights(5)
	a := accept(t, s, w, 0.5, 10, 3001, 42)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if b := accept(t, s, w, 0.5, 10, 3001, 42); !reflect.DeepEqual(a, b) {
		t.Error("one processor gives another table")
	}
	if b := accept(t, s, w, 0.5, 10, 3001, 43); reflect.DeepEqual(a, b) {
		t.Error("another seed gives the same table")
	}
	for i, row := range accept(t, s, w, 0.5, 3, 3001, 42) {
		if !reflect.DeepEqual(row, a[i][:3]) {
			t.Errorf("first places of row %d: %v, want %v", i, row, a[i][:3])
		}
	}
}

func TestAcceptabilityEnds(t *testing.T) {
	p := uniformProblem(5, 3, 4)
	copy(p.Row(3), p.Row(1)) // duplicates share every rank
	s := prepare(t, "saw", p, nil)
	w := []float64{0.5, 0.5, 0}
	ranks := mcda.Rank(s.Scores(nil, w), nil, false).Ranks
	for i, row := range accept(t, s, w, 0, 5, 10, 1) {
		if row[int(ranks[i])-1] != 1 {
			t.Errorf("no spread: alternative %d of rank %v has %v", i, ranks[i], row)
		}
	}
	table := accept(t, s, w, 1, 5, 2000, 1)
	if !reflect.DeepEqual(table[1], table[3]) {
		t.Errorf("duplicates differ: %v, %v", table[1], table[3])
	}
	if lower, err := robust.Acceptability(context.Background(), s, true, w, 0, 5, 1, 1); err != nil || lower[slowest(ranks)][0] != 1 {
		t.Errorf("lower is better: %v, %v", lower, err)
	}
}

func slowest(ranks []float64) (last int) {
	for i, r := range ranks {
		if r > ranks[last] {
			last = i
		}
	}
	return last
}

func TestAcceptabilityErrors(t *testing.T) {
	s := prepare(t, "saw", uniformProblem(5, 3, 4), nil)
	w := equalWeights(3)
	for _, c := range []struct {
		spread        float64
		places, draws int
		says          string
	}{
		{-0.1, 1, 1, "spread"}, {1.5, 1, 1, "spread"}, {math.NaN(), 1, 1, "spread"}, {0.1, 0, 1, "places"}, {0.1, 6, 1, "places"}, {0.1, 1, 0, "draws"},
	} {
		_, err := robust.Acceptability(context.Background(), s, false, w, c.spread, c.places, c.draws, 1)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: error %v", c, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := robust.Acceptability(ctx, s, false, w, 0.1, 1, 1<<40, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
}

package mcda_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"veche/internal/mcda"
)

func TestRank(t *testing.T) {
	e := 1e-13 // of a score of 1: a tie
	for _, c := range []struct {
		name                           string
		scores                         []float64
		ids                            []string
		lower                          bool
		order                          []int
		competition, dense, fractional []float64
	}{
		{"no ties", []float64{0.2, 0.9, 0.5}, nil, false, []int{1, 2, 0}, []float64{3, 1, 2}, []float64{3, 1, 2}, []float64{3, 1, 2}},
		{"lower is better", []float64{0.2, 0.9, 0.5}, nil, true, []int{0, 2, 1}, []float64{1, 3, 2}, []float64{1, 3, 2}, []float64{1, 3, 2}},
		{"tie in the middle", []float64{4, 7, 7, 9}, nil, false, []int{3, 1, 2, 0}, []float64{4, 2, 2, 1}, []float64{3, 2, 2, 1}, []float64{4, 2.5, 2.5, 1}},
		{"by identifier", []float64{7, 7, 9}, []string{"b", "a", "z"}, false, []int{2, 1, 0}, []float64{2, 2, 1}, []float64{2, 2, 1}, []float64{2.5, 2.5, 1}},
		{"rounding is a tie, by identifier", []float64{1, 1 + e, 0.5}, []string{"a", "b", "c"}, false, []int{0, 1, 2}, []float64{1, 1, 3}, []float64{1, 1, 2}, []float64{1.5, 1.5, 3}},
		{"more than rounding", []float64{1, 1 + 1e-11}, nil, false, []int{1, 0}, []float64{2, 1}, []float64{2, 1}, []float64{2, 1}},
		{"all tied", []float64{3, 3, 3}, nil, false, []int{0, 1, 2}, []float64{1, 1, 1}, []float64{1, 1, 1}, []float64{2, 2, 2}},
		{"zeros", []float64{0, 0, -1}, nil, false, []int{0, 1, 2}, []float64{1, 1, 3}, []float64{1, 1, 2}, []float64{1.5, 1.5, 3}},
		// The first of a run decides: a third score within the tolerance of the second only begins the next run.
		{"no chains", []float64{1, 1 - 0.9e-12, 1 - 1.8e-12}, nil, false, []int{0, 1, 2}, []float64{1, 1, 3}, []float64{1, 1, 2}, []float64{1.5, 1.5, 3}},
		{"no chains, whatever their order", []float64{1 - 0.9e-12, 1, 1 - 1.8e-12}, nil, false, []int{0, 1, 2}, []float64{1, 1, 3}, []float64{1, 1, 2}, []float64{1.5, 1.5, 3}},
	} {
		r := mcda.Rank(c.scores, c.ids, c.lower)
		if !reflect.DeepEqual(r.Order, c.order) {
			t.Errorf("%s: order %v, want %v", c.name, r.Order, c.order)
		}
		for _, w := range []struct {
			ties mcda.Ties
			want []float64
		}{{mcda.Dense, c.dense}, {mcda.Fractional, c.fractional}, {mcda.Competition, c.competition}} {
			r.Number(w.ties)
			if !reflect.DeepEqual(r.Ranks, w.want) {
				t.Errorf("%s: %s ranks %v, want %v", c.name, w.ties, r.Ranks, w.want)
			}
		}
	}
}

// TestRankReuses: ranking into the same value allocates nothing.
func TestRankReuses(t *testing.T) {
	scores := []float64{3, 1, 2, 2, 5}
	r := mcda.Rank(scores, nil, false)
	if n := testing.AllocsPerRun(100, func() { r.Rank(scores, nil, false) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleRanking_Number() {
	scores := []float64{0.7, 0.9, 0.7, 0.4}
	r := mcda.Rank(scores, []string{"lidar", "fusion", "batteries", "drones"}, false)
	fmt.Println(r.Order, r.Ranks)
	r.Number(mcda.Fractional)
	fmt.Println(r.Ranks)
	// Output:
	// [1 2 0 3] [2 1 2 4]
	// [2.5 1 2.5 4]
}

// TestSameRowsTie: rows that are the same tie also where their terms cancel to nothing, wherever among the rows they stand.
func TestSameRowsTie(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	for range 500 {
		n := 3 + rng.IntN(6)
		row, w := make([]float64, n), make([]float64, n)
		var sum, total float64
		for j := range n - 1 {
			row[j], w[j] = float64(rng.IntN(9)-4)/4, float64(1+rng.IntN(12))
			sum, total = sum+w[j]*row[j], total+w[j]
		}
		row[n-1], w[n-1] = -sum/3, 3 // the weighted sum is 0, but for rounding
		for j := range w {
			w[j] /= total + 3
		}
		p := table(strings.Repeat("b", n), row, row, row, row, row, row, row)
		for _, v := range variants() {
			s, err := v.Prepare(p, v.set)
			if err != nil {
				continue // no scales here, and negative scores
			}
			batch := mat.NewDense(1, 7, nil)
			mcda.Batch(s, batch, mat.NewDense(1, n, w))
			for _, scores := range [][]float64{s.Scores(nil, w), batch.RawRowView(0)} {
				for i, rank := range mcda.Rank(scores, nil, v.LowerIsBetter).Ranks {
					if rank != 1 {
						t.Fatalf("%v: row %d has rank %v of scores %v", v, i, rank, scores)
					}
				}
			}
		}
	}
}

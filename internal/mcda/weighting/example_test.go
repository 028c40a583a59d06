package weighting_test

import (
	"fmt"

	"veche/internal/mcda/weighting"
)

// The car of Rezaei 2015: style outweighs quality 2 times and price 8 times, quality outweighs price 5 times.
func ExampleBestWorst() {
	b, err := weighting.BestWorst("nonlinear", 2, 0, []float64{8, 2, 1}, []float64{1, 5, 8})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("weights %.3f, ξ %.2f, ratio %.3f; input-based %.3f against %.3f\n", b.Weights, b.Xi, b.Consistency, b.InputConsistency, *b.Threshold)
	// Output:
	// weights [0.071 0.339 0.590], ξ 0.26, ratio 0.058; input-based 0.036 against 0.131
}

func ExampleRanksOf() {
	ranks, given := weighting.RanksOf([]float64{50, 100, 20})
	w, err := weighting.FromRanks("roc", ranks)
	fmt.Printf("ranks %v, given as ranks: %v, weights %.2f, error %v\n", ranks, given, w, err)
	// Output:
	// ranks [2 1 3], given as ranks: false, weights [0.28 0.61 0.11], error <nil>
}

package mcda_test

import (
	"fmt"

	"veche/internal/mcda"
)

func Example() {
	problem := &mcda.Problem{
		Alternatives: []string{"fusion", "sensors", "batteries"},
		Criteria:     []mcda.Criterion{{ID: "impact"}, {ID: "cost", Sense: mcda.Cost}},
		Scores: []float64{
			9, 80,
			6, 20,
			7, 30,
		},
	}
	method, _ := mcda.Lookup("topsis")
	scorer, err := method.Prepare(problem, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	weights, _, _ := mcda.NormalizeWeights([]float64{3, 2}, []string{"impact", "cost"})
	scores := scorer.Scores(nil, weights)
	ranking := mcda.Rank(scores, problem.Alternatives, method.LowerIsBetter)
	for _, i := range ranking.Order {
		fmt.Printf("%v %s %.3f\n", ranking.Ranks[i], problem.Alternatives[i], scores[i])
	}
	// Output:
	// 1 batteries 0.692
	// 2 sensors 0.662
	// 3 fusion 0.338
}

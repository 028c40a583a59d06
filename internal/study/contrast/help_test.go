package contrast

import (
	"testing"

	"veche/internal/mcda"
	"veche/internal/study"
)

func number(x float64) *float64 { return &x }

// worked is three technologies measured on a two-level tree, of the scale 0 to 10.
func worked() *study.Study {
	s := &study.Study{
		Title:    "Small",
		Source:   study.Source{File: "small.xlsx"},
		Settings: study.Settings{Method: "weighted-sum", Parameters: map[string]string{"normalization": "scale"}},
		Criteria: []study.Criterion{
			{Code: "C1", Name: "Merit", Weight: number(0.6)},
			{Code: "C11", Name: "Impact", Parent: "C1", Weight: number(0.75), Min: number(0), Max: number(10)},
			{Code: "C12", Name: "Novelty", Parent: "C1", Weight: number(0.25), Min: number(0), Max: number(10)},
			{Code: "C2", Name: "Price", Sense: mcda.Cost, Weight: number(0.4), Min: number(0), Max: number(10)},
		},
		Technologies: []study.Technology{{ID: "T1", Name: "One"}, {ID: "T2", Name: "Two"}, {ID: "T3", Name: "Три"}},
	}
	for t, row := range [][3]float64{{7, 5, 4}, {4, 9, 3}, {7, 7, 5}} {
		for k, v := range row {
			s.Evidence.Add(study.Measurement{Technology: int32(t), Criterion: int32(k + 1), Value: v})
		}
	}
	return s
}

func evaluated(t *testing.T, s *study.Study) *study.Outcome {
	t.Helper()
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

package main

import (
	"strconv"
	"strings"

	"veche/internal/mcda"
	"veche/internal/study"
)

// portfolio makes the study of projects.csv and weights.csv.
func portfolio(projects, weights [][]string) (*study.Study, error) {
	budget := 5.0
	s := &study.Study{
		Title:    "A portfolio of twelve projects (Lourenço, Morton & Bana e Costa 2012)",
		Settings: study.Settings{Method: "weighted-sum", Budget: &budget, Parameters: map[string]string{"normalization": "none"}},
		Rules:    []study.Rule{{Kind: study.GroupMin, Subject: []string{study.Every}, Value: 1}},
	}
	low, high := 0.0, 100.0
	for _, row := range weights[1:] {
		weight, err := strconv.ParseFloat(row[1], 64)
		if err != nil {
			return nil, err
		}
		s.Criteria = append(s.Criteria, study.Criterion{Code: row[0], Name: "Benefit " + strings.TrimPrefix(row[0], "B"), Sense: mcda.Benefit, Weight: &weight, Min: &low, Max: &high})
	}
	for t, row := range projects[1:] {
		cost, err := strconv.ParseFloat(row[2], 64)
		if err != nil {
			return nil, err
		}
		s.Technologies = append(s.Technologies, study.Technology{ID: row[0], Name: "Project " + strings.TrimLeft(row[0], "P0"), Group: "Department " + row[1], Cost: &cost})
		for c := range s.Criteria {
			value, err := strconv.ParseFloat(row[3+c], 64)
			if err != nil {
				return nil, err
			}
			s.Evidence.Add(study.Measurement{Technology: int32(t), Criterion: int32(c), Value: value})
		}
	}
	return s, nil
}

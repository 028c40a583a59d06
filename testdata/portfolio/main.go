// Command portfolio writes testdata/portfolio.xlsx; see SOURCE.md.
package main

import (
	"log"
	"strconv"
	"strings"

	"veche/internal/mcda"
	"veche/internal/study"
	"veche/testdata/example"
)

func main() {
	log.SetFlags(0)
	budget := 5.0
	s := &study.Study{
		Title:    "A portfolio of twelve projects (Lourenço, Morton & Bana e Costa 2012)",
		Settings: study.Settings{Method: "weighted-sum", Budget: &budget, Parameters: map[string]string{"normalization": "none"}},
		Rules:    []study.Rule{{Kind: study.GroupMin, Subject: []string{study.Every}, Value: 1}},
	}
	low, high := 0.0, 100.0
	for _, row := range example.Rows("testdata/portfolio/weights.csv")[1:] {
		weight := number(row[1])
		s.Criteria = append(s.Criteria, study.Criterion{Code: row[0], Name: "Benefit " + strings.TrimPrefix(row[0], "B"), Sense: mcda.Benefit, Weight: &weight, Min: &low, Max: &high})
	}
	for t, row := range example.Rows("testdata/portfolio/projects.csv")[1:] {
		cost := number(row[2])
		s.Technologies = append(s.Technologies, study.Technology{ID: row[0], Name: "Project " + strings.TrimLeft(row[0], "P0"), Group: "Department " + row[1], Cost: &cost})
		for c := range s.Criteria {
			s.Evidence = append(s.Evidence, study.Measurement{Technology: int32(t), Criterion: int32(c), Value: number(row[3+c])})
		}
	}
	example.Write("testdata/portfolio.xlsx", s, nil)
}

func number(text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		log.Fatal(err)
	}
	return x
}

// Command portfolio writes testdata/portfolio.xlsx; see SOURCE.md.
package main

import (
	"encoding/csv"
	"log"
	"os"
	"strconv"
	"strings"

	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/workbook"
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
	for _, row := range read("weights.csv") {
		weight := number(row[1])
		s.Criteria = append(s.Criteria, study.Criterion{Code: row[0], Name: "Benefit " + strings.TrimPrefix(row[0], "B"), Sense: mcda.Benefit, Weight: &weight, Min: &low, Max: &high})
	}
	for t, row := range read("projects.csv") {
		cost := number(row[2])
		s.Technologies = append(s.Technologies, study.Technology{ID: row[0], Name: "Project " + strings.TrimLeft(row[0], "P0"), Group: "Department " + row[1], Cost: &cost})
		for c := range s.Criteria {
			s.Evidence = append(s.Evidence, study.Measurement{Technology: int32(t), Criterion: int32(c), Value: number(row[3+c])})
		}
	}
	data, err := workbook.WriteStudy(s)
	if err != nil {
		log.Fatal(err)
	}
	if err := workbook.WriteFile("testdata/portfolio.xlsx", data, true); err != nil {
		log.Fatal(err)
	}
}

// read gives the rows below the header.
func read(name string) [][]string {
	in, err := os.Open("testdata/portfolio/" + name)
	if err != nil {
		log.Fatal(err)
	}
	defer in.Close()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		log.Fatal(err)
	}
	return rows[1:]
}

func number(text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		log.Fatal(err)
	}
	return x
}

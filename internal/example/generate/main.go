// Command generate writes the example studies that the product carries from the public data beside them, whose SOURCE.md files say where they come from and
// what was done to them. It runs by go generate ./internal/example, in that folder.
package main

import (
	"encoding/csv"
	"fmt"
	"log"
	"os"

	"veche/internal/study"
	"veche/internal/workbook"
)

func main() {
	log.SetFlags(0)
	for name, make := range map[string]func() (*study.Study, error){
		"horizon-scan":      func() (*study.Study, error) { return from(horizonScan, "horizon-scan/scores_long.csv") },
		"science-fields":    func() (*study.Study, error) { return from(scienceFields, "science-fields/one_country_matrix.csv") },
		"research-networks": func() (*study.Study, error) { return from(researchNetworks, "research-networks/links.csv") },
		"portfolio": func() (*study.Study, error) {
			weights, err := rows("portfolio/weights.csv")
			if err != nil {
				return nil, err
			}
			return from(func(projects [][]string) (*study.Study, error) { return portfolio(projects, weights) }, "portfolio/projects.csv")
		},
	} {
		if err := write(name+".xlsx", make); err != nil {
			log.Fatalf("%s: %v", name, err)
		}
	}
}

// from makes a study of the rows of a CSV file.
func from(make func([][]string) (*study.Study, error), path string) (*study.Study, error) {
	records, err := rows(path)
	if err != nil {
		return nil, err
	}
	return make(records)
}

// rows are the records of a CSV file, the header first.
func rows(path string) ([][]string, error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	records, err := csv.NewReader(in).ReadAll()
	if err == nil && len(records) == 0 {
		err = fmt.Errorf("%s is empty", path)
	}
	return records, err
}

// write writes a study as a workbook, over an earlier one.
func write(path string, make func() (*study.Study, error)) error {
	s, err := make()
	if err != nil {
		return err
	}
	data, err := workbook.WriteStudy(s)
	if err != nil {
		return err
	}
	return workbook.WriteFile(path, data, true)
}

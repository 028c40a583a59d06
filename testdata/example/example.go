// Package example is what the generators of the example studies share. They run from the top of the project.
package example

import (
	"encoding/csv"
	"log"
	"os"

	"veche/internal/study"
	"veche/internal/workbook"
)

// Rows returns the records of a CSV file, the header first. It ends the program when the file cannot be read.
func Rows(path string) [][]string {
	in, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer in.Close()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		log.Fatal(err)
	}
	return rows
}

// Write writes the study as the workbook, over an earlier one. It ends the program on an error, that of making the study included.
func Write(path string, s *study.Study, err error) {
	if err != nil {
		log.Fatal(err)
	}
	data, err := workbook.WriteStudy(s)
	if err != nil {
		log.Fatal(err)
	}
	if err := workbook.WriteFile(path, data, true); err != nil {
		log.Fatal(err)
	}
}

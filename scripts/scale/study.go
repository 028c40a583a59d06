package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// sheet is one of the study's, line by line.
type sheet struct {
	name string
	line func(int) []any // from 0, in turn; nil after the last
}

// sheets are a study of so many technologies with a measured value on each criterion, three decimals each. The same numbers give the same study.
func sheets(rows, columns int) []sheet {
	random := rand.New(rand.NewPCG(20, 26))
	code := func(j int) string { return fmt.Sprintf("C%02d", j+1) }
	id := func(i int) string { return fmt.Sprintf("T%07d", i+1) }
	setting := [][]any{{"Key", "Value"}, {"Title", "A large horizon scan"}, {"Method", "topsis"}, {"Shortlist", 100}}
	criteria := [][]any{{"Code", "Criterion", "Sense", "Weight"}}
	evidence := []any{"Technology"}
	for j := range columns {
		sense := "benefit"
		if j%5 == 4 {
			sense = "cost"
		}
		criteria = append(criteria, []any{code(j), fmt.Sprintf("Criterion %d", j+1), sense, 1 + j%4})
		evidence = append(evidence, code(j))
	}
	all := func(lines [][]any) func(int) []any {
		return func(k int) []any {
			if k >= len(lines) {
				return nil
			}
			return lines[k]
		}
	}
	return []sheet{
		{"Study", all(setting)},
		{"Criteria", all(criteria)},
		{"Technologies", func(i int) []any {
			switch {
			case i == 0:
				return []any{"ID", "Technology", "Group"}
			case i > rows:
				return nil
			}
			return []any{id(i - 1), fmt.Sprintf("Technology of direction %d, number %d", 1+i%40, i), fmt.Sprintf("Direction %d", 1+i%40)}
		}},
		{"Evidence", func(i int) []any {
			switch {
			case i == 0:
				return evidence
			case i > rows:
				return nil
			}
			line := []any{id(i - 1)}
			for range columns {
				line = append(line, float64(1+random.IntN(999_999))/1000)
			}
			return line
		}},
	}
}

// makeText writes the study as files of text in a folder, which is made.
func makeText(folder string, rows, columns int) error {
	if err := os.Mkdir(folder, 0o755); err != nil {
		return err
	}
	for _, sheet := range sheets(rows, columns) {
		f, err := os.Create(filepath.Join(folder, sheet.name+".csv"))
		if err != nil {
			return err
		}
		w := csv.NewWriter(f)
		var fields []string
		for n := 0; ; n++ {
			line := sheet.line(n)
			if line == nil {
				break
			}
			fields = fields[:0]
			for _, x := range line {
				if number, ok := x.(float64); ok {
					fields = append(fields, strconv.FormatFloat(number, 'f', 3, 64))
				} else {
					fields = append(fields, fmt.Sprint(x))
				}
			}
			if err := w.Write(fields); err != nil {
				return err
			}
		}
		w.Flush()
		if err := errors.Join(w.Error(), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// makeStudy writes the study as a workbook.
func makeStudy(path string, rows, columns int) error {
	f := excelize.NewFile()
	defer f.Close()
	for k, sheet := range sheets(rows, columns) {
		if k == 0 {
			if err := f.SetSheetName("Sheet1", sheet.name); err != nil {
				return err
			}
		} else if _, err := f.NewSheet(sheet.name); err != nil {
			return err
		}
		w, err := f.NewStreamWriter(sheet.name)
		if err != nil {
			return err
		}
		for n := 0; ; n++ {
			line := sheet.line(n)
			if line == nil {
				break
			}
			if err := w.SetRow(fmt.Sprintf("A%d", n+1), line); err != nil {
				return err
			}
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return f.SaveAs(path)
}

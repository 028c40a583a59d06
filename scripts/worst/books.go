package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/xuri/excelize/v2"

	"veche/internal/live"
	"veche/internal/live/load/fleet"
	"veche/internal/live/service"
	"veche/internal/study"
	"veche/internal/workbook"
)

// recipient is whom a copy is encrypted to; nobody has its key.
const recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"

// saved makes a workbook of the study that stands in a folder.
func saved(file func(string) string) error {
	s, issues, err := workbook.Read(file("STUDY"))
	if err != nil {
		return err
	}
	if err := issues.Err(); err != nil {
		return err
	}
	data, err := workbook.WriteStudy(s)
	if err != nil {
		return err
	}
	return os.WriteFile(file("SAVED"), data, 0o600)
}

// book writes a workbook that was not made for the program: sheets of rows.
func book(path string, sheets int, rows func(sheet int, put func(row int, cells ...any) error) error) error {
	f := excelize.NewFile()
	defer f.Close()
	for k := range sheets {
		name := fmt.Sprint("Sheet", k+1)
		if _, err := f.NewSheet(name); err != nil {
			return err
		}
		w, err := f.NewStreamWriter(name)
		if err != nil {
			return err
		}
		if err := rows(k, func(row int, cells ...any) error { return w.SetRow(fmt.Sprint("A", row), cells) }); err != nil {
			return err
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return f.SaveAs(path)
}

// grid is a sheet of things in rows that experts in columns scored.
func grid(path string, things, experts int) error {
	random := source()
	return book(path, 1, func(_ int, put func(int, ...any) error) error {
		head := []any{"Technology"}
		for e := range experts {
			head = append(head, fmt.Sprint("Expert ", e+1))
		}
		if err := put(1, head...); err != nil {
			return err
		}
		for i := range things {
			row := []any{fmt.Sprint("technology ", i+1)}
			for range experts {
				row = append(row, 1+random.IntN(9))
			}
			if err := put(i+2, row...); err != nil {
				return err
			}
		}
		return nil
	})
}

// list is a sheet with a row for each score of an expert.
func list(path string, experts, things, criteria int) error {
	random := source()
	return book(path, 1, func(_ int, put func(int, ...any) error) error {
		if err := put(1, "Expert", "Technology", "Criterion", "Score"); err != nil {
			return err
		}
		row := 1
		for e := range experts {
			for i := range things {
				for c := range criteria {
					row++
					if err := put(row, fmt.Sprint("Expert ", e+1), fmt.Sprint("technology ", i+1), fmt.Sprint("criterion ", c+1), 1+random.IntN(9)); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}

// matrices are reciprocal, of the same n criteria, on a sheet for each expert.
func matrices(path string, experts, n int) error {
	random := source()
	return book(path, experts, func(e int, put func(int, ...any) error) error {
		of := make([][]any, n)
		head := []any{fmt.Sprint("Expert ", e+1)}
		for i := range n {
			head = append(head, fmt.Sprint("criterion ", i+1))
			of[i] = make([]any, n+1)
			of[i][0], of[i][i+1] = head[i+1], 1
		}
		for i := range n {
			for j := i + 1; j < n; j++ {
				x := 1 + random.IntN(9)
				of[i][j+1], of[j][i+1] = x, 1/float64(x)
			}
		}
		if err := put(1, head...); err != nil {
			return err
		}
		for i := range n {
			if err := put(i+2, of[i]...); err != nil {
				return err
			}
		}
		return nil
	})
}

// ballots makes a live panel of so many experts who have all scored 50 technologies on 10 criteria, its round closed, and beside it the workbook it was made of.
func ballots(experts int) func(file func(string) string) error {
	return func(file func(string) string) error {
		ctx := context.Background()
		data, err := fleet.Study(experts, 50, 10)
		if err != nil {
			return err
		}
		if err := os.WriteFile(file("BOOK"), data, 0o600); err != nil {
			return err
		}
		st, err := service.Open(ctx, file("PANEL"), "")
		if err != nil {
			return err
		}
		defer st.Close()
		house := live.NewHouse(st, live.Options{Quota: live.Quota{Answers: 1 << 20}})
		defer house.Close()
		p, links, err := house.Create(ctx, live.New{Kind: live.Open, File: workbook.FormFile{Name: "book.xlsx", Data: data}, Language: "en"})
		if err != nil {
			return err
		}
		chair, err := service.Chair(p)
		if err != nil {
			return err
		}
		if _, err := p.OpenRound(ctx, chair, p.State().Control, time.Time{}); err != nil {
			return err
		}
		asked, err := p.Questions(ctx, chair)
		if err != nil {
			return err
		}
		for k, l := range links {
			if l.Roles[0] != live.Expert {
				continue
			}
			a, err := p.As(l.Person)
			if err != nil {
				return err
			}
			if err := p.Consent(ctx, a); err != nil {
				return err
			}
			answers := map[live.Question]live.Answer{}
			for i, q := range asked {
				answers[q] = live.Answer{State: study.Given, Value: float64(1 + (i*7+k*3)%10)}
			}
			if _, err := p.Save(ctx, a, live.Save{Round: p.State().Current().ID, Answers: answers}); err != nil {
				return err
			}
		}
		_, err = p.CloseRound(ctx, chair, p.State().Control)
		return err
	}
}

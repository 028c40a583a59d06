package shortlist

import (
	"bytes"
	"testing"
	"veche/internal/study"
	"veche/internal/workbook/write"
	"veche/internal/xlsx"

	"github.com/xuri/excelize/v2"
)

// book is a workbook to be: rows of cells by sheet name, in order.
type book []sheetRows

type sheetRows struct {
	name string
	rows [][]any
}

// plain is a small valid study; tests change a cell of it.
func plain() book {
	return book{
		{"Study", [][]any{{"Key", "Value"}, {"title", "Plain"}, {"method", "weighted-sum"}, {"normalization", "scale"}}},
		{"Criteria", [][]any{{"Code", "Criterion", "Parent", "Sense", "Weight", "Min", "Max"}, {"C1", "Impact", nil, "benefit", 0.6, 1, 10}, {"C2", "Price", nil, "cost", 0.4, 1, 10}}},
		{"Technologies", [][]any{{"ID", "Technology"}, {"T1", "Heat pumps"}, {"T2", "Batteries"}, {"T3", "Ветер"}}},
		{"Scores", [][]any{
			{"Expert", "Technology", "Criterion", "Score"},
			{"E1", "T1", "C1", 8}, {"E1", "T1", "C2", 3}, {"E1", "T2", "C1", 5}, {"E1", "T2", "C2", 2}, {"E1", "T3", "C1", 9}, {"E1", "T3", "C2", 9},
		}},
	}
}

// linked is plain with links, which measure a criterion of their own.
func linked() book {
	b := plain().set("Criteria", "E2", 0.4).set("Criteria", "H1", "Links")
	for k, v := range []any{"C4", "Together", nil, "benefit", 0.2, 0, 1, "плотность"} {
		b.set("Criteria", write.At(k+1, 4), v)
	}
	return append(b, sheetRows{"Связи", [][]any{{"Проект", "Технология", "Период", "Партнёр", "Блок", "Регион", "Обязательства"},
		{"P1", "T1", 2024, "Институт", "наука", "Томск", "1 000,5"},
		{"P1", "T1", 2024, "Завод", "бизнес", nil, nil},
		{"P1", "T1", 2024, "Министерство", "государство", nil, "н/д"},
		{"P2", "T1", 2023, "институт ", nil, nil, 0},
		{"P2", "T1", 2023, "Завод", nil, nil, 3},
		{"P3", "T2", 2023, "Завод", nil, "Омск", 5},
		{"P4", "T2", 2024, "Фонд", "бизнес", nil, 5},
	}})
}

// set puts a value into a cell, given as "D14", of a sheet, widening the sheet as needed.
func (b book) set(sheet, ref string, value any) book {
	col, row, err := excelize.CellNameToCoordinates(ref)
	if err != nil {
		panic(err)
	}
	for k := range b {
		if b[k].name != sheet {
			continue
		}
		for len(b[k].rows) < row {
			b[k].rows = append(b[k].rows, nil)
		}
		for len(b[k].rows[row-1]) < col {
			b[k].rows[row-1] = append(b[k].rows[row-1], nil)
		}
		b[k].rows[row-1][col-1] = value
		return b
	}
	panic("no sheet " + sheet)
}

func (b book) bytes(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for k, s := range b {
		if k == 0 {
			if err := f.SetSheetName("Sheet1", s.name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := f.NewSheet(s.name); err != nil {
			t.Fatal(err)
		}
		for n, row := range s.rows {
			for c, v := range row {
				ref, err := excelize.CoordinatesToCellName(c+1, n+1)
				if err != nil {
					t.Fatal(err)
				}
				if v != nil {
					err = f.SetCellValue(s.name, ref, v)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func apply(t testing.TB, s *study.Study, actions ...study.Action) *study.Study {
	t.Helper()
	for _, a := range actions {
		next, err := study.Apply(s, a)
		if err != nil {
			t.Fatalf("%v: %v", a, err)
		}
		s = next
	}
	return s
}

func evaluated(t testing.TB, s *study.Study, actions ...study.Action) *study.Outcome {
	t.Helper()
	o, err := study.Evaluate(apply(t, s, actions...))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// savedCells reads a workbook's values by sheet, row and column, and fails on any formula without a saved value and any error cell.
func savedCells(t *testing.T, data []byte) map[string]map[[2]int]any {
	t.Helper()
	b, err := xlsx.Open(data, xlsx.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[[2]int]any{}
	for k, s := range b.Sheets() {
		all[s.Name] = map[[2]int]any{}
		if err := b.Cells(k, func(c xlsx.Cell) error {
			if (c.HasFormula && !c.Cached) || c.Kind == xlsx.Error {
				t.Errorf("%s!%s: formula %q without a value, or the error %q", s.Name, c.Ref(), c.Formula, c.Text)
			}
			switch c.Kind {
			case xlsx.Number:
				all[s.Name][[2]int{c.Row, c.Col}] = c.Number
			case xlsx.Text:
				all[s.Name][[2]int{c.Row, c.Col}] = c.Text
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

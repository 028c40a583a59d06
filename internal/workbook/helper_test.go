package workbook

import (
	"testing"
	"veche/internal/study"
	"veche/internal/xlsx"
)

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

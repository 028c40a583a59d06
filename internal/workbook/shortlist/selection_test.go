package shortlist

import (
	"bytes"
	"testing"
	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/study"
	"veche/internal/study/selection"
	"veche/internal/workbook"
	"veche/internal/workbook/write"

	"github.com/xuri/excelize/v2"
)

// The Selection sheet follows the ones and zeros: what another set costs and is worth, and which rules it breaks, is recalculated by LibreOffice and compared
// with the engine.
func TestSelectionRecalculatedByLibreOffice(t *testing.T) {
	ci.Office(t)
	s, _ := workbook.ReadBytes("portfolio.xlsx", example.Portfolio)
	s = apply(t, s, study.SetSynergy{A: "P04", B: "P10", Value: 12}, study.SetSynergy{A: "P03", B: "P12", Value: -5}, study.AddRule{Rule: "requires", Subject: "P10", Object: "P08"},
		study.AddRule{Rule: "excludes", Subject: "P01", Object: "P02"}, study.SetPin{Technology: "P11", Pin: "out"})
	o := evaluated(t, s)
	sel, err := selection.NewSelector(o, 0)
	if err != nil {
		t.Fatal(err)
	}
	data := mustExport(t, o)
	other := make([]bool, len(o.Rows))
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	head := 0
	rows, err := f.GetRows("Selection")
	if err != nil {
		t.Fatal(err)
	}
	for n, row := range rows {
		if len(row) > 3 && row[0] == "Chosen" {
			head = n + 1
		}
	}
	for k := range other {
		other[k] = k%2 == 1 || k == 0 || k == 4
		one := 0
		if other[k] {
			one = 1
		}
		if err := f.SetCellValue("Selection", write.At(selChosen, head+1+k), one); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	want := sel.Portfolio.Measure(other)
	cells := savedCells(t, ci.Recalculate(t, map[string][]byte{"selection": b.Bytes()})["selection"])["Selection"]
	spent, value := cells[[2]int{head - 3, selName}].(float64), cells[[2]int{head - 2, selName}].(float64)
	if !near9(spent, want.Cost) || !near9(value, want.Value) {
		t.Errorf("the sheet says %g worth %g, the engine %g worth %g", spent, value, want.Cost, want.Value)
	}
	if got := cells[[2]int{head - 3, selGroup}]; got != "over the budget" {
		t.Errorf("spending %g of 5 it says %v", spent, got)
	}
	states := 0
	for at, v := range cells {
		if at[1] != selID {
			continue
		}
		for d := range sel.Demands {
			if v != sel.Words(&sel.Demands[d], 0) {
				continue
			}
			states++
			state := "broken"
			if sel.Holds(d, other) {
				state = "met"
			}
			if got := cells[[2]int{at[0], selRate}]; got != state {
				t.Errorf("%v: %v, want %s", v, got, state)
			}
		}
	}
	if states != len(sel.Demands) {
		t.Errorf("%d rules on the sheet, want %d", states, len(sel.Demands))
	}
}

func near9(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }

package shortlist

import (
	"strings"
	"testing"

	"veche/internal/workbook"
)

// Links measured as a criterion: the sheet Scores says where it comes from, and the sheet Network has its figures. T1 has three partners all tied, T3 no links.
func TestNetworkOfMeasuredLinks(t *testing.T) {
	s, _ := workbook.ReadBytes("book.xlsx", linked().bytes(t))
	o := evaluated(t, s)
	cells := savedCells(t, mustExport(t, o))
	note := ""
	for _, v := range cells["Scores"] {
		if text, ok := v.(string); ok && strings.Contains(text, "C4 is measured from Links: Density.") {
			note = text
		}
	}
	if note == "" {
		t.Error("the sheet Scores does not say where C4 comes from")
	}
	// On the Network sheet: T1 with 2 projects, 3 partners, 3 ties, density 1; T3 with none, its shares blank.
	sheet := cells["Network"]
	for row := 1; row < 60; row++ {
		switch sheet[[2]int{row, 1}] {
		case "T1":
			if sheet[[2]int{row, 3}] != 2. || sheet[[2]int{row, 4}] != 3. || sheet[[2]int{row, 5}] != 3. || sheet[[2]int{row, 6}] != 1. {
				t.Errorf("row %d: %v %v %v %v", row, sheet[[2]int{row, 3}], sheet[[2]int{row, 4}], sheet[[2]int{row, 5}], sheet[[2]int{row, 6}])
			}
		case "T3":
			if sheet[[2]int{row, 3}] != 0. || sheet[[2]int{row, 6}] != nil {
				t.Errorf("row %d: %v %v", row, sheet[[2]int{row, 3}], sheet[[2]int{row, 6}])
			}
		}
	}
}

package ods

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"veche/internal/xlsx"
)

// TestBothFormats holds both readers against the same sheets, saved in both
// formats by LibreOffice.
func TestBothFormats(t *testing.T) {
	file := func(name string) []byte {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	want, err := xlsx.Open(file("features.xlsx"), xlsx.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Open(file("features.ods"), xlsx.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for k, sheet := range want.Sheets() {
		if s := got.Sheets()[k]; s.Name != sheet.Name || s.Hidden != sheet.Hidden {
			t.Fatalf("sheet %d is %v, want %v", k, s, sheet)
		}
		cells := func(read func(int, func(xlsx.Cell) error) error) (out []string) {
			if err := read(k, func(c xlsx.Cell) error {
				if c.Kind == xlsx.Blank && !c.HasFormula {
					return nil // stored by one of them only
				}
				c.Number, _ = strconv.ParseFloat(strconv.FormatFloat(c.Number, 'g', 15, 64), 64) // LibreOffice stores no more; a time of day it stores by its seconds
				c.Formula = strings.ReplaceAll(c.Formula, ";", ",")
				out = append(out, show(c))
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			return out
		}
		a, b := cells(want.Cells), cells(got.Cells)
		total += len(a)
		for i := range max(len(a), len(b)) {
			if i >= len(a) || i >= len(b) || a[i] != b[i] {
				t.Fatalf("%s: .xlsx %q\n.ods %q", sheet.Name, a[min(i, len(a)):], b[min(i, len(b)):])
			}
		}
		if a, b := cells(want.Covered), cells(got.Covered); fmt.Sprint(a) != fmt.Sprint(b) {
			t.Errorf("%s: covered %q and %q", sheet.Name, a, b)
		}
		mergedA, errA := want.Merged(k)
		mergedB, errB := got.Merged(k)
		if fmt.Sprint(mergedA, errA) != fmt.Sprint(mergedB, errB) {
			t.Errorf("%s: merged %v, %v and %v, %v", sheet.Name, mergedA, errA, mergedB, errB)
		}
		notes := func(read func(int) ([]xlsx.Comment, error)) (out []string) {
			all, err := read(k)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range all {
				out = append(out, c.Ref()+" "+c.Text) // LibreOffice knows no authors of notes that came from .xlsx
			}
			return out
		}
		if a, b := notes(want.Comments), notes(got.Comments); fmt.Sprint(a) != fmt.Sprint(b) || sheet.Name == "Values" && len(a) != 2 {
			t.Errorf("%s: notes %q and %q", sheet.Name, a, b)
		}
	}
	if total < 60 || got.Date1904() {
		t.Errorf("%d cells, 1904 is %v", total, got.Date1904())
	}
	tables, err := got.Tables(3)
	if err != nil || len(tables) != 1 || tables[0].Name != "Panel" || tables[0].Range != (xlsx.Range{Row1: 1, Col1: 1, Row2: 4, Col2: 2}) {
		t.Errorf("tables are %v, %v", tables, err)
	}
	if counts, err := want.Counts(); err != nil || fmt.Sprint(counts) != fmt.Sprint(got.Counts()) {
		t.Errorf("counts are %v and %v, %v", counts, got.Counts(), err)
	}
}

package workbook

import (
	"fmt"
	"strings"
	"testing"

	"veche/internal/study"
)

// A row of data above the header is said, on every sheet with rows about what the study names, and a title, a year or a scale above it is not.
func TestRowsAboveHeader(t *testing.T) {
	for sheet, above := range map[string][]any{
		"Scores": {"E1", "T2", "C1", 4}, "Evidence": {"T1", 3}, "Links": {"P9", "T1", "2024", "Org", 5}, "Synergies": {"T1", "T3", 0.2},
	} {
		for _, note := range []bool{false, true} {
			b := wider()
			for k := range b {
				if b[k].name == sheet {
					row := above
					if note {
						row = []any{"Answers of", 2024, "1–10"}
					}
					b[k].rows = append([][]any{row}, b[k].rows...)
				}
			}
			_, issues := b.read(t)
			said := false
			for _, i := range issues {
				said = said || i.Code == "W-CELLS-UNREAD" && i.Place.Sheet == sheet && strings.HasSuffix(i.Place.Cell, "1")
			}
			if said == note || issues.Err() != nil {
				t.Errorf("%s, a note %v: said %v, %v", sheet, note, said, issues)
			}
		}
	}
}

// Names with commas between them are said to be that, wherever a list of names stands.
func TestCommaLists(t *testing.T) {
	for _, c := range []struct {
		sheet, ref string
		value      string
	}{{"Rules", "B2", "T1, T2"}, {"Rules", "B2", "Heat pumps,Batteries"}, {"Study", "B7", "T1, T2"}} {
		b := wider().set("Study", "A7", "excluded technologies").set(c.sheet, c.ref, c.value)
		_, issues := b.read(t)
		said := false
		for _, i := range issues {
			said = said || i.Severity == study.Error && i.Place.Sheet == c.sheet && i.Place.Cell == c.ref && strings.Contains(fmt.Sprint(i.Remedy), "semicolon")
		}
		if !said {
			t.Errorf("%s!%s %q: %v", c.sheet, c.ref, c.value, issues)
		}
	}
}

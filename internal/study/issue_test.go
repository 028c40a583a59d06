package study

import (
	"slices"
	"testing"
	"veche/internal/language"
)

// What many cells of a sheet have in common is said once, with the cells.
func TestIssueLines(t *testing.T) {
	at := func(sheet, cell, message string) Issue {
		return Errorf("E-REF-UNKNOWN", Place{File: "s.xlsx", Sheet: sheet, Cell: cell}, "", language.M("Correct it."), "%s", message)
	}
	issues := Issues{at("Scores", "C2", "No C1."), at("Scores", "C3", "No C2."), at("Scores", "C4", "No C1."), at("Evidence", "B1", "No C1.")}
	want := []string{"E-REF-UNKNOWN  s.xlsx Scores!C2  No C1. Correct it. (also C4)", "E-REF-UNKNOWN  s.xlsx Scores!C3  No C2. Correct it.", "E-REF-UNKNOWN  s.xlsx Evidence!B1  No C1. Correct it."}
	if got := issues.Lines(language.English); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for _, cell := range []string{"C5", "C6", "C7", "C8", "C9", "C10", "C11", "C12", "C13"} {
		issues = append(issues, at("Scores", cell, "No C1."))
	}
	if got := issues.Lines(language.English); len(got) != 3 || got[0] != "E-REF-UNKNOWN  s.xlsx Scores!C2  No C1. Correct it. (also C4, C5, C6, C7, C8, C9, C10, C11 and 2 more cells)" {
		t.Errorf("%q", got)
	}
	// Without a cell nothing is dropped.
	if got := (Issues{at("", "", "Odd."), at("", "", "Odd.")}).Lines(language.English); len(got) != 2 {
		t.Errorf("%q", got)
	}
}

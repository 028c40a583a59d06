package workbook

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/example"
	"veche/internal/study"
)

// saved writes a study that came from original into a new file and reads that; what was written is read back and compared by Save itself.
func saved(t *testing.T, original []byte, s *study.Study) (*study.Study, *excelize.File) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "new.xlsx")
	if _, err := SaveAs(&Output{Path: path, Kinds: []string{".xlsx"}}, original, s); err != nil {
		t.Fatal(err)
	}
	again, issues, err := Read(path)
	if err != nil || issues.Err() != nil {
		t.Fatal(err, issues)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return again, f
}

// A changed row says who changed it and what it was; a new one stands at the end; one taken back leaves a blank row; nothing else of the study changes.
func TestSaveJudgementRows(t *testing.T) {
	s, _ := ReadBytes("fields.xlsx", example.ScienceFields)
	if len(s.Judgements) != 54 {
		t.Fatalf("the example has %d judgements", len(s.Judgements))
	}
	first := s.Judgements[0]
	e, a, b := s.Experts[first.Expert].ID, s.Criteria[first.A].Code, s.Criteria[first.B].Code
	second := s.Judgements[1]
	edited := apply(t, s, study.SetJudgement{Expert: e, A: b, B: a, Value: 7},
		study.ClearJudgement{Expert: s.Experts[second.Expert].ID, A: s.Criteria[second.A].Code, B: s.Criteria[second.B].Code})
	again, f := saved(t, example.ScienceFields, edited)
	if len(again.Judgements) != 53 || again.Evidence.Len() != s.Evidence.Len() || len(again.Experts) != len(s.Experts) {
		t.Errorf("%d judgements are read back", len(again.Judgements))
	}
	rows, err := f.GetRows("Pairwise")
	if err != nil {
		t.Fatal(err)
	}
	at := first.Origin.Row - 1
	text := strings.Join(rows[at], "|")
	was, _ := intensityCells(first.Value, nil)
	if !strings.Contains(text, "|B|7|") || !strings.Contains(text, fmt.Sprintf("Veche (%s ", was)) {
		t.Errorf("the changed row is %q", text)
	}
	if gone := strings.Trim(strings.Join(rows[second.Origin.Row-1], ""), " "); gone != "" {
		t.Errorf("the row taken back holds %q", gone)
	}
	// Given again it is a new judgement, at the end.
	again, _ = saved(t, example.ScienceFields, apply(t, edited, study.SetJudgement{Expert: e, A: s.Criteria[second.A].Code, B: s.Criteria[second.B].Code, Value: 2}))
	if len(again.Judgements) != 54 {
		t.Errorf("%d judgements are read back", len(again.Judgements))
	}
}

// Judgements of a study that has none make a sheet; a tree's below a parent name it.
func TestSaveFirstJudgements(t *testing.T) {
	original := listed().set("Study", "B3", "equal").bytes(t)
	s, issues := ReadBytes("b.xlsx", original)
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	edited := apply(t, s, study.SetJudgement{Expert: "E2", A: "C11", B: "C12", Value: 1.0 / 3}, study.SetJudgement{Expert: "E1", A: "C1", B: "C3", Value: 4})
	again, f := saved(t, original, edited)
	if got := ratios(again); got != "E2:C11/C12=0.3333 E1:C1/C3=4" {
		t.Error(got)
	}
	rows, _ := f.GetRows("Pairwise")
	if got := fmt.Sprint(rows); got != "[[Expert A B Preferred Intensity Parent Source] [E2 C11 C12 B 3 C1 Veche] [E1 C1 C3 A 4  Veche]]" {
		t.Error(got)
	}
	all := apply(t, edited, study.SetJudgement{Expert: "E1", A: "C1", B: "C2", Value: 2}, study.SetWeighting{Weighting: "ahp"})
	if _, err := study.Weigh(all); err != nil {
		t.Fatal(err)
	}
	if again, _ = saved(t, original, all); again.Settings.Weighting != "ahp" {
		t.Errorf("the weighting is %q", again.Settings.Weighting)
	}
}

// In a square matrix the cell above the diagonal is written, and a number in the one below follows.
func TestSaveJudgementsInSquares(t *testing.T) {
	head := []any{nil, "C1", "C2", "C3"}
	original := listed(square("Pairwise E1", head, []any{"C1", 1, 3, "1/5"}, []any{"C2", 1.0 / 3, 1, nil}, []any{"C3", nil, 1.0 / 7, 1}),
		square("Pairwise E2 C1", []any{nil, "C12", "C11"}, []any{"C12", 1, 2}, []any{"C11", nil, 1})).bytes(t)
	s, issues := ReadBytes("b.xlsx", original)
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	if got := ratios(s); got != "E1:C1/C2=3 E1:C1/C3=0.2 E1:C2/C3=7 E2:C12/C11=2" {
		t.Fatal(got)
	}
	edited := apply(t, s, study.SetJudgement{Expert: "E1", A: "C2", B: "C1", Value: 6}, study.SetJudgement{Expert: "E1", A: "C2", B: "C3", Value: 5},
		study.ClearJudgement{Expert: "E1", A: "C1", B: "C3"}, study.SetJudgement{Expert: "E2", A: "C11", B: "C12", Value: 4})
	again, f := saved(t, original, edited)
	if got := ratios(again); got != "E1:C1/C2=0.1667 E1:C2/C3=5 E2:C12/C11=0.25" {
		t.Error(got)
	}
	for _, k := range f.GetSheetList() {
		if k == "Pairwise" {
			t.Error("a sheet was added")
		}
	}
	if v, _ := f.GetCellValue("Pairwise E1", "B3"); v != "6" {
		t.Errorf("the cell below the diagonal holds %q", v)
	}
	// The pair taken back can be given again, into its cell.
	again, _ = saved(t, original, apply(t, edited, study.SetJudgement{Expert: "E1", A: "C1", B: "C3", Value: 9}))
	if got := ratios(again); got != "E1:C1/C2=0.1667 E1:C1/C3=9 E1:C2/C3=5 E2:C12/C11=0.25" {
		t.Error(got)
	}
}

// Whatever is judged, changed and taken back, in whichever shape it stood, the file reads back with it: Save refuses to write anything else.
func TestSaveRandomJudgements(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	head := []any{nil, "C1", "C2", "C3"}
	original := listed(square("Pairwise E1", head, []any{"C1", 1, 3, "1/5"}, []any{"C2", nil, 1, nil}, []any{"C3", nil, nil, 1}),
		sheetRows{"Pairwise", [][]any{{"Expert", "A", "B", "Preferred", "Intensity"}, {"E2", "C1", "C2", "B", 3}, {"E3", "C3", "C2", "=", 1}, {"E3", "C1", "C3", "A", 2}}}).set("Study", "B3", "equal").bytes(t)
	s, issues := ReadBytes("b.xlsx", original)
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	codes := []string{"C1", "C2", "C3"}
	for range 30 {
		for range 3 {
			a, b := r.IntN(3), r.IntN(3)
			var action study.Action = study.SetJudgement{Expert: fmt.Sprintf("E%d", 1+r.IntN(4)), A: codes[a], B: codes[b], Value: []float64{1, 2, 9, 1.0 / 3, 1.0 / 7}[r.IntN(5)]}
			if set := action.(study.SetJudgement); r.IntN(3) == 0 {
				action = study.ClearJudgement{Expert: set.Expert, A: set.A, B: set.B}
			}
			if next, err := study.Apply(s, action); err == nil {
				s = next
			}
		}
		saved(t, original, s)
	}
}

// Answers of a survey are not written over.
func TestSaveLeavesSurveysAlone(t *testing.T) {
	original := listed(sheetRows{"Survey", [][]any{{"Expert", "C1 vs C2", "C1 vs C3", "C2 vs C3"}, {"E1", 3, "1/2", 4}, {"E2", 2, 1, 5}, {"E3", 3, 1, 5}}}).bytes(t)
	s, issues := ReadBytes("b.xlsx", original)
	if issues.Err() != nil || len(s.Judgements) != 9 {
		t.Fatalf("not read as a survey: %d judgements, %v", len(s.Judgements), issues)
	}
	_, err := SaveAs(&Output{Path: filepath.Join(t.TempDir(), "n.xlsx"), Kinds: []string{".xlsx"}}, original, apply(t, s, study.SetJudgement{Expert: "E1", A: "C1", B: "C2", Value: 5}))
	if err == nil || !strings.Contains(err.Error(), "survey") {
		t.Errorf("saved over a survey: %v", err)
	}
}

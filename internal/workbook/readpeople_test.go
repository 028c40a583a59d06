package workbook

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"veche/internal/study"
)

// The ways people write headers, names, numbers and senses that can mean one thing only.
func TestAsPeopleWrite(t *testing.T) {
	b := book{
		{"Study", [][]any{{"Key", "Value"}, {"title", "People"}, {"weighting", "equal"}}},
		{"Criteria", [][]any{{"Code", "Criterion (full name)", "Sense (max or min)"}, {"C1", "Impact", "Чем больше, тем лучше"}, {"C2", "Price", "lower is better"}}},
		{"Technologies", [][]any{{"ID*", "Technology"}, {"T1", "Wind power"}, {"T2", "Solar: thermal"}}},
		{"Scores", [][]any{{"Expert", "Technology", "C1 Impact", "C2 – Price (mln)"}, {"E1", "T1. Wind power", "'7", "0.25"}, {"E1", "T2 (Solar: thermal)", "7,5", "1.5"}}},
	}
	b[3].rows[0][3] = "C2 – Price"
	s, issues := b.read(t)
	if len(issues) > 0 || len(s.Scores) != 4 {
		t.Fatalf("%d scores\n%v", len(s.Scores), issues)
	}
	for k, want := range []float64{7, 0.25, 7.5, 1.5} {
		if got := s.Scores[k].Value; math.Abs(got-want) > 1e-15 {
			t.Errorf("score %d: %v, want %v", k, got, want)
		}
	}
	if s.Criteria[0].Sense.String() != "benefit" || s.Criteria[1].Sense.String() != "cost" {
		t.Error(s.Criteria)
	}
	// 1½ would be 11/2 when taken apart, and a code with another thing's name is neither.
	for _, c := range []struct {
		row, col int
		v        any
		code, at string
	}{{1, 2, "1¼²", "E-CELL-MARKED", "Scores!C2"}, {1, 1, "T1 Solar: thermal", "E-REF-UNKNOWN", "Scores!B2"}, {0, 2, "С1", "W-REF-SPELLING", "Scores!C1"}} { // the last with a Cyrillic С
		old := b[3].rows[c.row][c.col]
		b[3].rows[c.row][c.col] = c.v
		_, issues := b.read(t)
		if len(issues) == 0 || issues[0].Code != c.code || issues[0].Place.String() != "book.xlsx "+c.at {
			t.Errorf("%v: %v", c.v, issues)
		}
		b[3].rows[c.row][c.col] = old
	}
}

// A matrix may say 1/strong, and a sheet that is named after an expert only is asked about.
func TestReciprocalTerms(t *testing.T) {
	scale := sheetRows{"Scale", [][]any{{"Term", "Value"}, {"strong", 5}, {"rather", "2; 3; 4"}}}
	s, issues := listed(scale, square("Pairwise E1", []any{nil, "C1", "C2", "C3"}, []any{"C1", 1, "1/strong", "1/rather"}, []any{"C2", nil, 1, "strong"}, []any{"C3"})).read(t)
	if len(issues) > 0 || ratios(s) != "E1:C1/C2=0.2 E1:C1/C3=0.3333 E1:C2/C3=5" {
		t.Fatalf("%s\n%v", ratios(s), issues)
	}
	if f := s.Judgements[1].Fuzzy; f == nil || *f != [3]float64{0.25, 1.0 / 3, 0.5} {
		t.Errorf("%v", f)
	}
	for name, want := range map[string]string{"E1": "call it Pairwise E1", "Matrix of Anna": "call it Pairwise Anna", "Notes": ""} {
		_, issues := listed(square(name, []any{nil, "C1", "C2"}, []any{"C1", 1, 3}, []any{"C2", nil, 1})).read(t)
		if w := ofCode(issues, "W-SHEET-UNKNOWN"); len(w) != 1 || !strings.Contains(w[0].Message.String(), want) || want == "" && strings.Contains(w[0].Message.String(), "call it") {
			t.Errorf("%s: %v", name, issues)
		}
	}
}

// In a folder, what cannot be read is said alone: what it holds is not reported as missing.
func TestUnreadableTextIsNotMissing(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"Study.csv": "Key,Value\n", "Criteria.csv": "\xff\x00\xff", "Technologies.csv": "ID,Technology\nT1,Wind\nT2,Sun\n"} {
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	_, issues, err := Read(dir)
	must(t, err)
	if len(issues) != 1 || issues[0].Code != "E-TEXT-BINARY" || issues[0].Severity != study.Error {
		t.Error(issues)
	}
}

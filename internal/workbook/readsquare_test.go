package workbook

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"veche/internal/study"
	"veche/internal/workbook/write"
)

// listed is a study with a tree, technologies and experts, to which judgements are added on sheets of their own.
func listed(sheets ...sheetRows) book {
	return append(book{
		{"Study", [][]any{{"Key", "Value"}, {"title", "Listed"}, {"weighting", "ahp"}}},
		{"Criteria", [][]any{{"Code", "Criterion", "Parent", "Sense"}, {"C1", "Impact", nil, nil}, {"C2", "Price", nil, "cost"}, {"C3", "Time", nil, "cost"}, {"C11", "Energy security", "C1", "benefit"}, {"C12", "Jobs", "C1", "benefit"}}},
		{"Technologies", [][]any{{"ID", "Technology"}, {"T1", "Heat pumps"}, {"T2", "Batteries"}, {"T3", "Wind"}}},
		{"Experts", [][]any{{"ID", "Name"}, {"E1", "Anna"}, {"E2", "Anna Maria"}, {"E3", "Boris"}, {"E4", "Boris"}}},
		{"Scores", [][]any{{"Expert", "Technology", "C12", "C3"}, {"E1", "T1", 1, 2}, {"E1", "T2", 4, 3}}},
	}, sheets...)
}

func square(name string, rows ...[]any) sheetRows { return sheetRows{name, rows} }

// ratios writes judgements as "C1/C2=3" in order.
func ratios(s *study.Study) string {
	var out []string
	for _, j := range s.Judgements {
		out = append(out, fmt.Sprintf("%s:%s/%s=%.4g", s.Experts[j.Expert].ID, s.Criteria[j.A].Code, s.Criteria[j.B].Code, j.Value))
	}
	for _, c := range s.Comparisons {
		out = append(out, fmt.Sprintf("%s:%s:%s/%s=%.4g", s.Experts[c.Expert].ID, s.Criteria[c.Criterion].Code, s.Technologies[c.A].ID, s.Technologies[c.B].ID, c.Value))
	}
	return strings.Join(out, " ")
}

func codes(issues study.Issues) string {
	var out []string
	for _, i := range issues {
		out = append(out, i.Code)
	}
	return strings.Join(out, " ")
}

func TestSquareMatrices(t *testing.T) {
	head := []any{nil, "C1", "C2", "C3"}
	for _, c := range []struct {
		name  string
		book  book
		want  string
		codes string
	}{
		{"upper triangle", listed(square("Pairwise E1", head, []any{"C1", 1, 3, "1/5"}, []any{"C2", nil, 1, 7}, []any{"C3", nil, nil, 1})), "E1:C1/C2=3 E1:C1/C3=0.2 E1:C2/C3=7", ""},
		{"codes across, names down", listed(square("Pairwise E1", []any{nil, "C2", "C1"}, []any{"Impact", 4, 1}, []any{"Price", 1})), "E1:C2/C1=0.25", ""},
		{"both triangles, rounded", listed(square("Pairwise E1", head, []any{"C1", 1, 3, 0.2}, []any{"C2", 0.33, 1, 7}, []any{"C3", 5, 0.14, 1})), "E1:C1/C2=3 E1:C1/C3=0.2 E1:C2/C3=7", "W-SNAP W-SNAP"},
		{"rounded above", listed(square("Pairwise E1", head, []any{"C1", 1, 0.111, nil}, []any{"C2", 9, nil, nil}, []any{"C3", nil, nil, nil})), "E1:C1/C2=0.1111", "W-SNAP"},
		{"lower triangle only", listed(square("Pairwise E1", head, []any{"C1", "x"}, []any{"C2", 4}, []any{"C3", "n/a", 2})), "E1:C1/C2=0.25 E1:C2/C3=0.5", ""},
		{"names, an offset, a column of weights", listed(square("Pairwise E1", []any{"Matrix of E1"}, nil, []any{nil, nil, nil, "Time", "Impact", "Weight"}, []any{nil, nil, "Impact", 3, 1, 0.7}, []any{nil, nil, "Time", 1, nil, 0.3}, []any{nil, nil, "CR", 0.01})),
			"E1:C3/C1=0.3333", "W-COLUMN-UNKNOWN"},
		{"below a parent", listed(square("Pairwise Anna C1", []any{nil, "C11", "C12"}, []any{"C11", 1, 2}, []any{"C12", nil, 1})), "E1:C11/C12=2", ""},
		{"the longer name", listed(square("Pairwise Anna Maria Impact", []any{nil, "C11", "C12"}, []any{"C11", 1, 2}, []any{"C12", nil, 1})), "E2:C11/C12=2", ""},
		{"a parent's name of two words", listed(square("Pairwise E3 Energy security", []any{nil, "T1", "T3"}, []any{"T1", 1, 6}, []any{"T3", nil, 1})), "E3:C11:T1/T3=6", ""},
		{"the goal", listed(square("Pairwise E3 goal", []any{nil, "C1", "C2"}, []any{"C1", 1, 6}, []any{"C2", nil, 1})), "E3:C1/C2=6", ""},
		{"Russian", listed(square("Парные сравнения E2 C2", []any{nil, "T1", "T2", "T3"}, []any{"T1", 1, "0,5", 3}, []any{"T2", nil, 1, nil}, []any{"T3"})), "E2:C2:T1/T2=0.5 E2:C2:T1/T3=3", ""},
		{"two experts", listed(square("pairwise e1", []any{nil, "C1", "C2"}, []any{"C1", 1, 2}, []any{"C2"}), square("Pairwise_E2", []any{nil, "C1", "C2"}, []any{"C1", 1, 4}, []any{"C2"})), "E1:C1/C2=2 E2:C1/C2=4", ""},
		{"experts nobody listed", listed(square("Pairwise Vera Pavlova C1", []any{nil, "C11", "C12"}, []any{"C11", 1, 2}, []any{"C12"})).without("Experts"), "Vera Pavlova:C11/C12=2", ""},
	} {
		s, issues := c.book.read(t)
		if got := ratios(s); got != c.want || codes(issues) != c.codes {
			t.Errorf("%s: %s, want %s\n%v", c.name, got, c.want, issues)
		}
	}
	// The judgement stands where it was typed, and weighs.
	s, _ := listed(square("Pairwise E1", head, []any{"C1", 1, 3, 9}, []any{"C2", nil, 1, 3}, []any{"C3"}), square("Pairwise E1 C1", []any{nil, "C11", "C12"}, []any{"C11", 1, 1}, []any{"C12"})).read(t)
	if at := s.Place(s.Judgements[2].Origin).String(); at != "book.xlsx Pairwise E1!D3" {
		t.Error(at)
	}
	w, err := study.Weigh(s)
	if err != nil || math.Abs(w.Local[0]-9.0/13) > 1e-9 || math.Abs(w.Local[1]-3.0/13) > 1e-9 {
		t.Errorf("weights %v, %v", w, err)
	}
}

func TestPlantedFaultsOfMatrices(t *testing.T) {
	of := func(name string, rows ...[]any) book { return listed(square(name, rows...)) }
	with := func(v any) book {
		return of("Pairwise E1", []any{nil, "C1", "C2"}, []any{"C1", 1, v}, []any{"C2", nil, 1})
	}
	for _, c := range []plantedFault{
		{"a contradiction", "E-MATRIX-RECIPROCAL", "Pairwise E1!B3", of("Pairwise E1", []any{nil, "C1", "C2"}, []any{"C1", 1, 3}, []any{"C2", 0.2, 1}), "0.2 here is not the reciprocal of 3 in C2"},
		{"both above 1", "E-MATRIX-RECIPROCAL", "Pairwise E1!B3", of("Pairwise E1", []any{nil, "C1", "C2"}, []any{"C1", 1, 3}, []any{"C2", 3, 1}), "C2"},
		{"1/8 for 1/9", "E-MATRIX-RECIPROCAL", "Pairwise E1!B3", of("Pairwise E1", []any{nil, "C1", "C2"}, []any{"C1", 1, 9}, []any{"C2", 0.125, 1}), "upper triangle is enough"},
		{"beyond 9", "E-JUDGEMENT-RANGE", "Pairwise E1!C2", with(10), "outside 1/9 to 9"},
		{"below 1/9", "E-JUDGEMENT-RANGE", "Pairwise E1!C2", with(0.1), "outside 1/9 to 9"},
		{"zero", "E-JUDGEMENT-RANGE", "Pairwise E1!C2", with(0), "1/2 to 1/9"},
		{"negative", "E-JUDGEMENT-SIGN", "Pairwise E1!C2", with(-3), "1/2 to 1/9"},
		{"text", "E-NUMBER", "Pairwise E1!C2", with("more"), "not a number"},
		{"1/3 as a day", "E-DATE", "Pairwise E1!C2", with(time.Date(2024, 1, 3, 0, 0, 0, 0, time.UTC)), "3 January 2024: 1/3 was typed"},
		{"1/7 as a month", "E-DATE", "Pairwise E1!C2", with(time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)), "1/7 again"},
		{"another date", "E-DATE", "Pairwise E1!C2", with(time.Date(2026, 7, 12, 0, 0, 0, 0, time.UTC)), "date"},
		{"no saved value", "E-NO-CACHE", "Pairwise E1!C2", with(formula("1/3")), "=1/3"},
		{"the diagonal", "E-MATRIX-DIAGONAL", "Pairwise E1!B2", of("Pairwise E1", []any{nil, "C1", "C2"}, []any{"C1", 2, 3}, []any{"C2", nil, 1}), "compared with itself"},
		{"a code across only", "E-MATRIX-SHAPE", "Pairwise E1!D1", of("Pairwise E1", []any{nil, "C1", "C2", "C3"}, []any{"C1", 1, 3}, []any{"C2", nil, 1}), "not in the first column"},
		{"a code down only", "E-MATRIX-SHAPE", "Pairwise E1!A4", of("Pairwise E1", []any{nil, "C1", "C2"}, []any{"C1", 1, 3}, []any{"C2", nil, 1}, []any{"C3"}), "not in the first row"},
		{"a code twice", "E-HEADER-DUPLICATE", "Pairwise E1!D1", of("Pairwise E1", []any{nil, "C1", "C2", "Price"}, []any{"C1", 1, 3}, []any{"C2", nil, 1}), "stands here and in C1"},
		{"a criterion of another level", "E-PAIR-SIBLINGS", "Pairwise E1!C1", of("Pairwise E1", []any{nil, "C1", "C11"}, []any{"C1", 1, 3}, []any{"C11", nil, 1}), "same parent"},
		{"another parent", "E-PAIR-PARENT", "Pairwise E1 C1!A1", of("Pairwise E1 C1", []any{nil, "C1", "C2"}, []any{"C1", 1, 3}, []any{"C2", nil, 1}), "not below"},
		{"technologies on nothing", "E-PAIR-PARENT", "Pairwise E1", of("Pairwise E1", []any{nil, "T1", "T2"}, []any{"T1", 1, 3}, []any{"T2", nil, 1}), "on which criterion"},
		{"technologies on a parent", "E-PAIR-PARENT", "Pairwise E1 C1!A1", of("Pairwise E1 C1", []any{nil, "T1", "T2"}, []any{"T1", 1, 3}, []any{"T2", nil, 1}), "criteria below it"},
		{"an unknown expert", "E-REF-UNKNOWN", "Pairwise E9!A1", of("Pairwise E9", []any{nil, "C1", "C2"}, []any{"C1", 1, 3}, []any{"C2", nil, 1}), "Experts"},
		{"an unknown parent", "E-REF-UNKNOWN", "Pairwise E1 C7", of("Pairwise E1 C7", []any{nil, "C1", "C2"}, []any{"C1", 1, 3}, []any{"C2", nil, 1}), "did you mean C1"},
		{"two experts of that name", "E-REF-UNKNOWN", "Pairwise Boris!A1", of("Pairwise Boris", []any{nil, "C1", "C2"}, []any{"C1", 1, 3}, []any{"C2", nil, 1}), "name of several"},
		{"a pair that Pairwise has too", "E-PAIR-DUPLICATE", "Pairwise E1!C2", append(with(3), sheetRows{"Pairwise", [][]any{{"Expert", "A", "B", "Preferred", "Intensity"}, {"E1", "C2", "C1", "A", 3}}}), "Pairwise!B2"},
	} {
		c.check(t)
	}
	b := of("Pairwise Anna C1", []any{nil, "C11", "C12"}, []any{"C11", 1, 3}, []any{"C12", nil, 1}).set("Experts", "B3", "Anna C1")
	plantedFault{"a name of two meanings", "E-SHEET-AMBIGUOUS", "Pairwise Anna C1", b, "by the expert's ID"}.check(t)
	// A mistyped code, in both lines and in one.
	if _, issues := of("Pairwise E1", []any{nil, "C1", "C2", "С4x"}, []any{"C1", 1, 3}, []any{"C2", nil, 1}, []any{"С4x"}).read(t); codes(issues.Errors()) != "E-REF-UNKNOWN E-REF-UNKNOWN" {
		t.Error(issues)
	}
	if _, issues := with(3).set("Pairwise E1", "A4", "x").read(t); len(issues) > 0 {
		t.Error("a note below", issues)
	}
	// Sheets that are nearly matrices.
	b = append(listed(), square("Pairwize E1", []any{"a"}))
	if _, issues := b.read(t); codes(issues) != "W-SHEET-UNKNOWN" || !strings.Contains(issues[0].Message.String(), "did you mean Pairwise E1?") {
		t.Error(issues)
	}
}

// A matrix says what its pairs say in the long shape, whatever triangle they stand in.
func TestMatrixEqualsLongShape(t *testing.T) {
	names := []string{"C1", "C2", "C3"}
	rapid.Check(t, func(rt *rapid.T) {
		rows := [][]any{{nil, "C1", "C2", "C3"}, {"C1", nil, nil, nil}, {"C2", nil, nil, nil}, {"C3", nil, nil, nil}}
		long := [][]any{{"Expert", "A", "B", "Preferred", "Intensity"}}
		for i := range names {
			for j := i + 1; j < len(names); j++ {
				k := rapid.IntRange(1, 9).Draw(rt, "intensity")
				forA := rapid.Bool().Draw(rt, "A")
				where := rapid.IntRange(0, 3).Draw(rt, "upper, lower, both, neither")
				up, low, preferred := any(k), any(fmt.Sprintf("1/%d", k)), "A"
				if !forA {
					up, low, preferred = low, up, "B"
				}
				if where == 0 || where == 2 {
					rows[i+1][j+1] = up
				}
				if where == 1 || where == 2 {
					rows[j+1][i+1] = low
				}
				if where < 3 {
					long = append(long, []any{"E1", names[i], names[j], preferred, k})
				}
			}
		}
		a, issues := listed(square("Pairwise E1", rows...)).read(t)
		b, also := listed(sheetRows{"Pairwise", long}).read(t)
		if len(issues)+len(also) > 0 || ratios(a) != ratios(b) {
			rt.Fatalf("%s, in the long shape %s\n%v%v", ratios(a), ratios(b), issues, also)
		}
	})
}

func TestHiddenAndVolatileCells(t *testing.T) {
	f, err := excelize.OpenReader(strings.NewReader(string(plain().bytes(t))))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, row := range []int{3, 5, 6} {
		if err := f.SetRowVisible("Scores", row, false); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetColVisible("Criteria", "G", false); err != nil {
		t.Fatal(err)
	}
	data, err := write.Pack(f)
	if err != nil {
		t.Fatal(err)
	}
	s, issues := ReadBytes("book.xlsx", data)
	if len(s.Scores) != 6 || codes(issues) != "W-HIDDEN W-HIDDEN" {
		t.Fatal(issues)
	}
	if i := issues[0]; i.Place.String() != "book.xlsx Criteria!G2" || !strings.Contains(i.Message.String(), "columns are read all the same: G") {
		t.Error(i)
	}
	if i := issues[1]; i.Place.String() != "book.xlsx Scores!A3" || !strings.Contains(i.Message.String(), "3, 5–6") {
		t.Error(i)
	}
	for formula, want := range map[string]bool{"RAND()": true, "IF(RANDBETWEEN(0,1)>0,1,2)": true, "YEAR(TODAY())": true, "1/3": false, "BRAND(1)": false, `"RAND"`: false} {
		if random(formula) != want {
			t.Errorf("%s: %v", formula, !want)
		}
	}
	if got := spans([]int{1, 3, 4, 5, 9, 10}).String(); got != "1, 3–5, 9–10" {
		t.Error(got)
	}
	var odd []int
	for k := range 15 {
		odd = append(odd, 2*k)
	}
	if got := spans(odd).String(); !strings.HasSuffix(got, "18 and 5 more") {
		t.Error(got)
	}
}

func TestMergedHeaders(t *testing.T) {
	wide := listed()
	wide[4].rows = [][]any{{"Answers of the first round"}, {"Expert", "Technology", "Scores"}, {nil, nil, "C11", "C12", "C2", "C3"}, {"E1", "T1", 1, 2, 3, 4}, {"E1", "T2", 4, 3, 2, 1}}
	merge := func(b book, ranges ...[3]string) (*study.Study, study.Issues) {
		f, err := excelize.OpenReader(strings.NewReader(string(b.bytes(t))))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for _, r := range ranges {
			if err := f.MergeCell(r[0], r[1], r[2]); err != nil {
				t.Fatal(err)
			}
		}
		data, err := write.Pack(f)
		if err != nil {
			t.Fatal(err)
		}
		return ReadBytes("book.xlsx", data)
	}
	s, issues := merge(wide, [3]string{"Scores", "A1", "F1"}, [3]string{"Scores", "A2", "A3"}, [3]string{"Scores", "B2", "B3"}, [3]string{"Scores", "C2", "F2"})
	if len(s.Scores) != 8 || codes(issues) != "W-HEADER-MERGED" || !strings.Contains(issues[0].Message.String(), "rows 2 to 3") {
		t.Errorf("%v, %v", s.Scores, issues)
	}
	// A header over two columns counts for the first.
	b := listed()
	b[4].rows = [][]any{{"Expert", nil, "Technology", "C11", "C12", "C2", "C3"}, {"E1", "note", "T1", 1, 2, 3, 4}, {"E1", nil, "T2", 4, 3, 2, 1}}
	if s, issues := merge(b, [3]string{"Scores", "A1", "B1"}); len(s.Scores) != 8 || codes(issues) != "W-HEADER-MERGED" || issues[0].Value != "Expert" {
		t.Errorf("%v, %v", s.Scores, issues)
	}
	// Without the merge, there is only a gap, and what stands under it is said not to be read.
	if _, issues := b.read(t); codes(issues) != "W-COLUMN-NAMELESS" {
		t.Error(issues)
	}
	if !slices.ContainsFunc(func() study.Issues { _, i := wide.read(t); return i }(), func(i study.Issue) bool { return i.Code == "E-COLUMN-MISSING" }) {
		t.Error("a header in two rows that are not merged was guessed")
	}
}

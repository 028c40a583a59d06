package workbook

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"veche/internal/study"
	"veche/internal/xlsx"
)

// surveyForm reads one of the real workbooks in testdata/forms (see SOURCE.md there).
func surveyForm(t *testing.T, name string) (*study.Study, study.Issues, *xlsx.Book) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "forms", name))
	if err != nil {
		t.Fatal(err)
	}
	s, issues := ReadBytes(name, data)
	book, err := xlsx.Open(data, xlsx.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return s, issues, book
}

func ofCode(issues study.Issues, code string) (out study.Issues) {
	for _, i := range issues {
		if i.Code == code {
			out = append(out, i)
		}
	}
	return out
}

// A row for each respondent: every judgement is compared with a naive reading of the same cells.
func TestWideForm(t *testing.T) {
	s, issues, book := surveyForm(t, "wide_177_respondents.xlsx")
	if issues.Err() != nil || !s.CriteriaOnly || len(s.Technologies) != 0 || s.Settings.Weighting != "ahp" {
		t.Fatalf("%v", issues)
	}
	var names []string
	for _, c := range s.Criteria {
		names = append(names, c.Code)
	}
	if got := strings.Join(names, " "); got != "BL ST GP QL BB" {
		t.Error(got)
	}
	// The naive reading: columns B to K, rows from 3 on.
	heads := map[int]string{}
	want := map[string]float64{}
	blank, impossible, rounded := 0, 0, 0
	rows := map[int]bool{}
	given := map[[2]int]bool{}
	ids := map[int]string{}
	err := book.Cells(0, func(c xlsx.Cell) error {
		switch {
		case c.Row == 1 && c.Col >= 2 && c.Col <= 11:
			heads[c.Col] = c.Text
		case c.Row >= 3 && c.Col == 1:
			ids[c.Row] = text(c)
		case c.Row >= 3 && c.Col <= 11 && c.Kind == xlsx.Number:
			rows[c.Row] = true
			given[[2]int{c.Row, c.Col}] = true
			v := c.Number
			if v < 0.105 {
				impossible++
				return nil
			}
			for k := 1.0; k <= 9; k++ {
				if d := math.Abs(v - 1/k); v < 1 && d <= 0.005 {
					if d > 1e-9 {
						rounded++
					}
					v = 1 / k
				}
			}
			want[fmt.Sprintf("%s %s", ids[c.Row], heads[c.Col])] = v
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for row := range ids {
		for col := 2; col <= 11; col++ {
			if !given[[2]int{row, col}] {
				blank++
			}
		}
	}
	// 177 respondents with 30 blanks: one of them answered nothing at all.
	if len(ids) != 177 || len(rows) != 176 || blank != 30 || impossible != 21 || rounded != 13 {
		t.Fatalf("the file changed: %d IDs, %d rows, %d blanks, %d impossible, %d rounded", len(ids), len(rows), blank, impossible, rounded)
	}
	if len(s.Experts) != 176 || len(s.Judgements) != 1770-30-21 || len(want) != len(s.Judgements) {
		t.Errorf("%d experts, %d judgements, want %d", len(s.Experts), len(s.Judgements), len(want))
	}
	for _, j := range s.Judgements {
		key := fmt.Sprintf("%s %s vs %s", s.Experts[j.Expert].ID, s.Criteria[j.A].Code, s.Criteria[j.B].Code)
		if v, ok := want[key]; !ok || math.Abs(v-j.Value) > 1e-9 {
			t.Errorf("%s: %v, want %v", key, j.Value, v)
		}
	}
	if w := ofCode(issues, "W-SURVEY-MISSING"); len(w) != 1 || !strings.Contains(w[0].Message.String(), "20 of 1760 judgements are missing, of 5 experts") {
		t.Error(w)
	}
	if w := ofCode(issues, "W-SURVEY-ROW"); len(w) != 1 || !strings.Contains(w[0].Message.String(), ": 2, 54.") { // "all", and respondent 52
		t.Error(w)
	}
	w := ofCode(issues, "W-SNAP")
	if len(w) != 3 || !strings.Contains(w[0].Message.String(), "0.111, 0.11 were read as 1/9 in 5 cells") || w[0].Cell != "C3" || !strings.Contains(w[1].Message.String(), "0.14 was read as 1/7 in 5 cells") || !strings.Contains(w[2].Message.String(), "0.33 was read as 1/3 in 3 cells") {
		t.Error(w)
	}
	w = ofCode(issues, "W-JUDGEMENT-RANGE")
	cells := 0
	for _, i := range w {
		cells += strings.Count(i.Message.String()[strings.Index(i.Message.String(), "missing:"):], ",") + 1
	}
	if !slices.ContainsFunc(w, func(i study.Issue) bool { return i.Cell == "D60" && strings.HasPrefix(i.Value, "0.0102") }) || cells != 21 {
		t.Errorf("%d cells: %v", cells, w)
	}
	weights, err := study.Weigh(s)
	if err != nil {
		t.Fatal(err)
	}
	// Who compared too little to have weights of their own still counts, pair by pair, in the panel's.
	if apart := ofCode(weights.Warnings, "W-PAIR-DISCONNECTED"); len(weights.Nodes)+len(apart) != 176+1 || len(apart) != 1 {
		t.Errorf("%d nodes, %v", len(weights.Nodes), apart)
	}
	sum := 0.0
	for _, x := range weights.Global {
		sum += x
	}
	if math.Abs(sum-1) > 1e-12 || weights.Global[3] < 0.4 { // QL leads by far
		t.Error(weights.Global)
	}
	if _, err := study.Evaluate(s); err == nil || !strings.Contains(err.Error(), "E-SURVEY-RANK") {
		t.Error(err)
	}
	s.Settings.Weighting = "entropy"
	if _, err := study.Weigh(s); err == nil || !strings.Contains(err.Error(), "E-SURVEY-RANK") {
		t.Error(err)
	}
}

// The other two are networks, which have no tree of criteria; where the judgements are random formulas, that is said too.
func TestNetworkForms(t *testing.T) {
	for name, want := range map[string]struct{ at, says, volatile string }{
		"pair_rows_expert_columns.xlsx": {"votes!A4", "12 of 12 elements are compared with respect to more than one, or to themselves, as Cluster2 to Cluster1 (A2), Alternatives (A4)", ""},
		"votes_volatile_formulas.xlsx":  {"votes!A20", "14 of 14 elements are compared with respect to more than one, or to themselves, as n1-1 to n1-1 (A2), n1-2 (A20)", "504 cells hold formulas"},
	} {
		s, issues, _ := surveyForm(t, name)
		errs := issues.Errors()
		if len(errs) != 1 || errs[0].Code != "E-SURVEY-NETWORK" || errs[0].Place.String() != name+" "+want.at || !strings.Contains(errs[0].Message.String(), want.says) || errs[0].Remedy.IsZero() {
			t.Errorf("%s: %v", name, errs)
		}
		w := ofCode(issues, "W-VOLATILE")
		if (len(w) == 1) != (want.volatile != "") || want.volatile != "" && !strings.Contains(w[0].Message.String(), want.volatile) {
			t.Errorf("%s: %v", name, w)
		}
		if len(s.Judgements) > 0 {
			t.Errorf("%s: judgements of a network were read", name)
		}
	}
}

// What stands in those networks with respect to one element is a survey like any other: only its saved values are read.
func TestSavedValuesOfVolatileFormulas(t *testing.T) {
	_, _, book := surveyForm(t, "votes_volatile_formulas.xlsx")
	rows := [][]any{{nil, "User 1", "User 2"}}
	var row []any
	saved := map[string]float64{}
	sheet := slices.IndexFunc(book.Sheets(), func(s xlsx.Sheet) bool { return s.Name == "votes" })
	if err := book.Cells(sheet, func(c xlsx.Cell) error {
		if c.Row >= 5 && c.Row <= 10 { // n2-1 to n2-4 wrt n1-1
			if c.Col == 1 {
				row = []any{c.Text}
				rows = append(rows, row)
			} else {
				saved[fmt.Sprintf("User %d %s", c.Col-1, rows[len(rows)-1][0])] = c.Number
				rows[len(rows)-1] = append(rows[len(rows)-1], c.Number)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	s, issues := book1(rows...).read(t)
	if issues.Err() != nil || len(s.Judgements) != 12 || len(s.Criteria) != 4 {
		t.Fatalf("%v %v", s.Judgements, issues)
	}
	for _, j := range s.Judgements {
		key := fmt.Sprintf("%s %s vs %s wrt n1-1", s.Experts[j.Expert].ID, s.Criteria[j.A].Code, s.Criteria[j.B].Code)
		if v, ok := saved[key]; !ok || math.Abs(v-j.Value) > 1e-9 || j.Parent != "" {
			t.Errorf("%s: %v, want %v", key, j.Value, v)
		}
	}
}

// book1 is a bare survey on one sheet.
func book1(rows ...[]any) book { return book{{"Answers", rows}} }

func TestBareSurveys(t *testing.T) {
	for _, c := range []struct {
		name        string
		book        book
		want, codes string
	}{
		{"wide", book1([]any{"Expert", "a vs b", "b VS. c"}, []any{"Ann", 3, 0.5}, []any{"Bob", "1/3", nil}), "Ann:a/b=3 Ann:b/c=0.5 Bob:a/b=0.3333", "W-SURVEY-MISSING W-SURVEY"},
		{"Russian, below parents", book1([]any{"Отметка времени", "ФИО", "К1 против К2", "К11 против К12 относительно К1"}, []any{"1.2.2024", "Анна", 3, "0,33"}), "Анна:К1/К2=3 Анна:К11/К12=0.3333", "W-COLUMN-UNKNOWN W-SNAP W-SURVEY"},
		{"nobody's name", book1([]any{"a vs b", "a vs c"}, []any{3, 4}, []any{5, 6}), "R1:a/b=3 R1:a/c=4 R2:a/b=5 R2:a/c=6", "W-SURVEY-EXPERTS W-SURVEY"},
		{"rounds", book1([]any{"ID", "Round", "a vs b", "a vs c"}, []any{"E1", "one", 3, 4}, []any{"E1", "two", 5, 6}), "E1:a/b=3 E1:a/c=4 E1:a/b=5 E1:a/c=6", "W-SURVEY"},
		{"a title above", book1([]any{"Survey of 2024"}, nil, []any{nil, "a vs b", "a vs c"}, []any{7, 3, 4}), "7:a/b=3 7:a/c=4", "W-SURVEY"},
		{"a pair a row", book1([]any{"Pair", "Ann", "Bob", "Mean"}, []any{"a vs b", 3, 0.2, 1.6}, []any{"a versus c", nil, 2, 2}), "Ann:a/b=3 Bob:a/b=0.2 Bob:a/c=2", "W-COLUMN-UNKNOWN W-SURVEY-MISSING W-SURVEY"},
		{"two columns and a parent", book1([]any{"A", "B", "Parent", "Ann", "Bob"}, []any{"a", "b", "goal", 3, 4}, []any{"x", "y", "a", 5, 6}), "Ann:a/b=3 Bob:a/b=4 Ann:x/y=5 Bob:x/y=6", "W-SURVEY"},
		{"what all is compared for", book1([]any{"Pair", "Ann"}, []any{"a vs b wrt Best buy", 3}, []any{"x vs y wrt a", 5}), "Ann:a/b=3 Ann:x/y=5", "W-SURVEY"},
		{"matrices", book{square("Pairwise Ann Lee", []any{nil, "a", "b"}, []any{"a", 1, 3}, []any{"b"}), square("Pairwise Bob", []any{nil, "a", "b"}, []any{"a", 1, nil}, []any{"b", 5})}, "Ann Lee:a/b=3 Bob:a/b=0.2", "W-SURVEY"},
		{"a sheet named Pairwise, and experts", book{{"Pairwise", [][]any{{"ID", "a vs b", "a vs c"}, {"E2", 3, 4}}}, {"Experts", [][]any{{"ID", "Bloc"}, {"E1", "x"}, {"E2", "x"}}}}, "E2:a/b=3 E2:a/c=4", "W-SURVEY"},
	} {
		s, issues := c.book.read(t)
		if got := ratios(s); got != c.want || codes(issues) != c.codes || !s.CriteriaOnly {
			t.Errorf("%s: %s, want %s\n%v", c.name, got, c.want, issues)
		}
		if _, err := study.Weigh(s); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if _, err := study.Evaluate(s); err == nil {
			t.Errorf("%s was ranked", c.name)
		}
	}
	s, _ := book1([]any{"Pair", "Ann"}, []any{"a vs b wrt Best buy", 3}, []any{"x vs y wrt a", 5}).read(t)
	if got := fmt.Sprint(s.Parents(), len(s.Leaves())); got != "[ a] 3" {
		t.Errorf("the tree: %s", got)
	}
}

func TestPlantedFaultsOfSurveys(t *testing.T) {
	wide := func(rows ...[]any) book { return book1(append([][]any{{"Expert", "a vs b", "a vs c"}}, rows...)...) }
	pairs := func(rows ...[]any) book { return book1(append([][]any{{"Pair", "Ann", "Bob"}}, rows...)...) }
	for _, c := range []plantedFault{
		{"text", "E-NUMBER", "Answers!C2", wide([]any{"Ann", 3, "less"}), "not a number"},
		{"a day", "E-DATE", "Answers!C2", wide([]any{"Ann", 3, time.Date(2024, 1, 5, 0, 0, 0, 0, time.UTC)}), "1/5 was typed"},
		{"no saved value", "E-NO-CACHE", "Answers!B2", wide([]any{"Ann", formula("1/3"), 3}), "=1/3"},
		{"a row of nobody", "E-CELL-BLANK", "Answers!A3", wide([]any{"Ann", 3, 4}, []any{nil, 3, 4}), "Expert"},
		{"a respondent twice", "E-ROW-DUPLICATE", "Answers!A3", wide([]any{"Ann", 3, 4}, []any{"ann", 3, 4}), "row 2"},
		{"another scale", "E-JUDGEMENT-SCALE", "Answers!B2", wide([]any{"Ann", 30, 40}, []any{"Bob", 55, 65}), "4 of 4"},
		{"a pair a row, out of range", "E-JUDGEMENT-RANGE", "Answers!C3", pairs([]any{"a vs b", 1, 2}, []any{"a vs c", 1, 12}), "outside"},
		{"a row without a pair", "E-SURVEY-PAIR", "Answers!A4", pairs([]any{"a vs b", 1, 2}, []any{"a vs c", 1, 2}, []any{"b or c", 1, 2}), "names no pair"},
		{"a pair twice", "E-PAIR-DUPLICATE", "Answers!B4", book1([]any{"Pair", "Ann"}, []any{"a vs b", 1}, []any{"a vs c", 2}, []any{"b vs a", 2}), "Answers!B2"},
		{"a pair of one", "E-PAIR-SAME", "Answers!A3", pairs([]any{"a vs b", 1, 2}, []any{"a vs a", 1, 2}), "with itself"},
		{"no experts", "E-SURVEY-EXPERTS", "Answers!B1", book1([]any{"a vs b", 1}, []any{"a vs c", 2}), "whose judgements"},
		{"an expert twice", "E-HEADER-DUPLICATE", "Answers!C1", book1([]any{"Pair", "Ann", "ann"}, []any{"a vs b", 1, 2}, []any{"a vs c", 1, 2}), "B1"},
		{"a network", "E-SURVEY-NETWORK", "Answers!A3", pairs([]any{"a vs b wrt x", 1, 2}, []any{"a vs b wrt y", 1, 2}), "2 of 2 elements"},
		{"an expert who is not listed", "E-REF-UNKNOWN", "Answers!A2", append(wide([]any{"Anm", 3, 4}), sheetRows{"Experts", [][]any{{"ID"}, {"Ann"}}}), "did you mean Ann"},
		{"experts are listed, and nobody is named", "E-COLUMN-MISSING", "Answers!A1", append(book1([]any{"a vs b", "a vs c"}, []any{3, 4}), sheetRows{"Experts", [][]any{{"ID"}, {"Ann"}}}), "says who answered"},
		{"a lost sheet Criteria", "E-SHEET-MISSING", "Criteria", append(book{{"Study", [][]any{{"Key", "Value"}, {"title", "x"}}}, {"Technologies", [][]any{{"ID", "Technology"}, {"T1", "x"}, {"T2", "y"}}}}, wide([]any{"Ann", 3, 4})...), "veche new"},
	} {
		if c.name == "a lost sheet Criteria" {
			_, issues := c.book.read(t)
			if len(ofCode(issues, c.code)) == 0 || ofCode(issues, "W-SURVEY") != nil {
				t.Errorf("%s: %v", c.name, issues)
			}
			continue
		}
		c.check(t)
	}
	if _, issues := pairs([]any{"a vs a2 wrt b", 1, 2}, []any{"b vs b2 wrt a", 1, 2}).read(t); codes(issues.Errors()) != "E-TREE-CYCLE E-TREE-CYCLE" {
		t.Error(issues)
	}
	// An impossible value is no judgement, and not a reason to lose the others.
	s, issues := wide([]any{"Ann", 3, 0.0102}, []any{"Bob", 0.0102, 2}).read(t)
	if w := ofCode(issues, "W-JUDGEMENT-RANGE"); ratios(s) != "Ann:a/b=3 Bob:a/c=2" || len(w) != 1 || w[0].Cell != "C2" || !strings.Contains(w[0].Message.String(), "C2, B3") {
		t.Errorf("%s\n%v", ratios(s), issues)
	}
}

func TestSurveysInStudies(t *testing.T) {
	for _, c := range []struct {
		name        string
		sheet       sheetRows
		want, codes string
	}{
		{"wide, by code and name", square("Answers", []any{"Expert", "C1 vs Price", "C11 : Jobs", "Note"}, []any{"Anna", 3, "1/2", "x"}), "E1:C1/C2=3 E1:C11/C12=0.5", "W-COLUMN-UNKNOWN"},
		{"technologies", square("Ответы", []any{"Эксперт", "T1 vs T2 wrt C11", "T1 vs T3 wrt C2"}, []any{"E3", 3, 4}), "E3:C11:T1/T2=3 E3:C2:T1/T3=4", ""},
		{"a pair a row", square("Answers", []any{"Pair", "E1", "E2", "E9"}, []any{"C1 vs C2", 3, 4, 5}, []any{"T1 vs T2 wrt C2", 5, 6, 7}), "E1:C1/C2=3 E2:C1/C2=4 E1:C2:T1/T2=5 E2:C2:T1/T2=6", "E-REF-UNKNOWN"},
		{"two columns", square("Answers", []any{"A", "B", "E1"}, []any{"C1", "C2", 3}, []any{"C1", "C9", 3}), "E1:C1/C2=3", "E-REF-UNKNOWN"},
		{"the sheet Pairwise", square("Pairwise", []any{"Expert", "C1 vs C2", "C1 vs C3"}, []any{"E1", 3, 4}), "E1:C1/C2=3 E1:C1/C3=4", ""},
		{"a mistyped name", square("Answers", []any{"Expert", "C1 vs C2", "C1 vs C3", "C1 vs Prise"}, []any{"E1", 3, 4, 5}), "E1:C1/C2=3 E1:C1/C3=4", "E-REF-UNKNOWN"},
		{"siblings of others", square("Answers", []any{"Expert", "C1 vs C2", "C1 vs C11"}, []any{"E1", 3, 4}), "E1:C1/C2=3", "E-PAIR-SIBLINGS"},
		{"notes that look like pairs", square("Notes", []any{"AHP vs TOPSIS", "good vs bad", "Q1: why", "Q2: how"}, []any{1, 2, 3, 4}), "", "W-SHEET-UNKNOWN"},
	} {
		s, issues := listed(c.sheet).read(t)
		if got := ratios(s); got != c.want || codes(issues) != c.codes {
			t.Errorf("%s: %s, want %s\n%v", c.name, got, c.want, issues)
		}
	}
}

// The three shapes and the long one say the same.
func TestShapesAreEqual(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		names := []string{"C1", "C2", "C3"}
		wide := [][]any{{"Expert"}}
		rows := [][]any{{"Pair", "E1", "E2"}}
		columns := [][]any{{"A", "B", "E1", "E2"}}
		long := [][]any{{"Expert", "A", "B", "Preferred", "Intensity"}}
		answers := [2][]any{{"E1"}, {"E2"}}
		for i := range names {
			for j := i + 1; j < len(names); j++ {
				a, b := names[i], names[j]
				if rapid.Bool().Draw(rt, "turned") {
					a, b = b, a
				}
				wide[0] = append(wide[0], a+" vs "+b)
				row, column := []any{a + " vs " + b}, []any{a, b}
				for e := range answers {
					k := rapid.IntRange(1, 9).Draw(rt, "intensity")
					v, preferred := any(float64(k)), "A"
					if rapid.Bool().Draw(rt, "for B") {
						v, preferred = 1/float64(k), "B"
					}
					if i == 0 && j == 1 && e == 1 {
						v = nil
					} else {
						long = append(long, []any{fmt.Sprintf("E%d", e+1), a, b, preferred, k})
					}
					answers[e] = append(answers[e], v)
					row, column = append(row, v), append(column, v)
				}
				rows, columns = append(rows, row), append(columns, column)
			}
		}
		wide = append(wide, answers[0], answers[1])
		sorted := func(s *study.Study) []string {
			got := strings.Fields(ratios(s))
			slices.Sort(got)
			return got
		}
		s, issues := listed(sheetRows{"Pairwise", long}).read(t)
		if len(issues) > 0 {
			rt.Fatal(issues)
		}
		for _, shape := range [][][]any{wide, rows, columns} {
			other, issues := listed(sheetRows{"Answers", shape}).read(t)
			if issues.Err() != nil || !slices.Equal(sorted(s), sorted(other)) {
				rt.Fatalf("%v\nthe long shape says %v\n%v", sorted(other), sorted(s), issues)
			}
		}
	})
}

package workbook

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/ci"
	"veche/internal/mcda"
	"veche/internal/study"
)

// compared is a study whose technologies are only compared: C1 has the leaves C11 and C12, and one technology is called Price, as a criterion is.
func compared(rows ...[]any) book {
	return book{
		{"Study", [][]any{{"Key", "Value"}, {"title", "Compared"}, {"weighting", "маи"}}},
		{"Criteria", [][]any{{"Code", "Criterion", "Parent", "Sense"}, {"C1", "Impact", nil, nil}, {"C11", "Economy", "C1", "benefit"}, {"C12", "Price", "C1", "cost"}}},
		{"Technologies", [][]any{{"ID", "Technology"}, {"T1", "Heat pumps"}, {"T2", "Price"}, {"T3", "Economy"}}},
		{"Pairwise", append([][]any{{"Round", "Expert", "Parent", "A", "B", "Preferred", "Intensity"}}, rows...)},
	}
}

func TestComparisons(t *testing.T) {
	s, issues := compared(
		[]any{"one", "E1", "C11", "T1", "T2", "A", 3},
		[]any{"one", "E1", nil, "Economy", "Price", "B", 2},       // criteria: Parent is blank
		[]any{"two", "E1", "economy", "Economy", "Price", "B", 5}, // technologies: Parent is a leaf
		[]any{"two", "E2", "C12", "heat pumps", "T3", "T3", "2; 3; 4"},
		[]any{nil, "E2", "C1", "C11", "C12", "=", nil},
	).read(t)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	at := func(row int32) study.Origin { return study.Origin{Sheet: 4, Row: row, Col: 4} }
	if want := []study.Comparison{
		{Value: 3, Round: 0, Expert: 0, Criterion: 1, A: 0, B: 1, Origin: at(2)},
		{Value: 0.2, Round: 1, Expert: 0, Criterion: 1, A: 2, B: 1, Origin: at(4)},
		{Value: 1. / 3, Round: 1, Expert: 1, Criterion: 2, A: 0, B: 2, Fuzzy: &mcda.Triangle{0.25, 1. / 3, 0.5}, Origin: at(5)},
	}; !reflect.DeepEqual(s.Comparisons, want) {
		t.Errorf("comparisons %+v", s.Comparisons)
	}
	if want := []study.Judgement{
		{Value: 0.5, Round: 0, Expert: 0, Parent: "C1", A: 1, B: 2, Origin: at(3)},
		{Value: 1, Round: -1, Expert: 1, Parent: "C1", A: 1, B: 2, Origin: at(6)},
	}; !reflect.DeepEqual(s.Judgements, want) {
		t.Errorf("judgements %+v", s.Judgements)
	}
	// The Russian sheet.
	b := compared([]any{nil, "Э1", "C11", "T1", "T3", "Б", 4})
	b[3] = sheetRows{"Парные сравнения", append([][]any{{"Тур", "Эксперт", "Родитель", "А", "Б", "Важнее", "Сила"}}, b[3].rows[1:]...)}
	if s, issues := b.read(t); len(issues) > 0 || len(s.Comparisons) != 1 || s.Comparisons[0].Value != 0.25 {
		t.Errorf("%+v, %v", s.Comparisons, issues)
	}
}

func TestPlantedFaultsOfComparisons(t *testing.T) {
	row := func(parent, a, b, preferred, intensity any) []any {
		return []any{nil, "E1", parent, a, b, preferred, intensity}
	}
	for _, c := range []plantedFault{
		{"no criterion", "E-PAIR-PARENT", "Pairwise!C2", compared(row(nil, "T1", "T2", "A", 3)), "the criterion they are compared on is missing"},
		{"the goal for a criterion", "E-PAIR-PARENT", "Pairwise!C2", compared(row("goal", "T1", "T2", "A", 3)), "code in the column Parent"},
		{"a criterion above others", "E-PAIR-PARENT", "Pairwise!C2", compared(row("C1", "T1", "T2", "A", 3)), "C1 has criteria below it"},
		{"a criterion that is not there", "E-PAIR-PARENT", "Pairwise!C2", compared(row("Econmy", "T1", "T2", "A", 3)), "did you mean Economy"},
		{"a criterion and a technology", "E-PAIR-MIXED", "Pairwise!E2", compared(row("C11", "C12", "T2", "A", 3)), `"C12" is a criterion and "T2" a technology`},
		{"a technology and a criterion", "E-PAIR-MIXED", "Pairwise!E2", compared(row(nil, "T1", "C11", "A", 3)), `"C11" is a criterion and "T1" a technology`},
		{"an unknown technology", "E-REF-UNKNOWN", "Pairwise!E2", compared(row("C11", "T1", "T9", "A", 3)), "is not in Technologies"},
		{"an unknown technology without a criterion", "E-REF-UNKNOWN", "Pairwise!D2", compared(row(nil, "Т1a", "T2", "A", 3)), "is not in Technologies"},
		{"a technology with itself", "E-PAIR-SAME", "Pairwise!E2", compared(row("C11", "T1", "Heat pumps", "A", 3)), "another technology"},
		{"one of them twice", "E-PAIR-DUPLICATE", "Pairwise!D3", compared(row("C11", "T1", "T2", "A", 3), row("Economy", "T2", "T1", "B", 2)), "on C11 at book.xlsx Pairwise!D2"},
		{"an intensity beyond the scale", "E-INTENSITY", "Pairwise!G2", compared(row("C11", "T1", "T2", "A", 10)), "outside 1 to 9"},
		{"nobody preferred", "E-PREFERRED", "Pairwise!F2", compared(row("C11", "T1", "T2", "C11", 3)), "which of T1 and T2 is preferred"},
		{"only criteria are compared", "E-SHEET-MISSING", "Scores", compared(row(nil, "C11", "C12", "A", 3)), "compare the technologies"},
		{"leaves as if they were parents", "E-PAIR-PARENT", "Pairwise!C2", compared(row("C11", "C11", "C12", "A", 3), row("C11", "T1", "T2", "A", 3)), "not below"},
	} {
		c.check(t)
	}
	// The same pair on another criterion, in another round or by another expert is no duplicate; what names nothing is reported once for each name.
	if s, issues := compared([]any{"1", "E1", "C11", "T1", "T2", "A", 3}, []any{"1", "E1", "C12", "T1", "T2", "A", 3}, []any{"2", "E1", "C11", "T1", "T2", "A", 3}, []any{"1", "E2", "C11", "T2", "T1", "A", 3}).read(t); len(issues) > 0 || len(s.Comparisons) != 4 {
		t.Errorf("%+v, %v", s.Comparisons, issues)
	}
	for parent, sheet := range map[any]string{"C11": "Technologies", nil: "Criteria"} {
		_, issues := compared(row(parent, "X", "Y", "A", 3), row("C11", "T1", "T2", "A", 3)).read(t)
		if errs := issues.Errors(); len(errs) != 2 || errs[0].Code != "E-REF-UNKNOWN" || !strings.Contains(errs[1].Message.String(), sheet) {
			t.Errorf("%v: %v", parent, issues)
		}
	}
}

// rich has everything the sheets carry.
func rich() book {
	return book{
		{"Study", [][]any{{"Key", "Value"}, {"title", "Rich"}, {"method", "ТОПСИС"}, {"weighting", "прямые"}, {"metric", "manhattan"}, {"normalization", "вектор"}, {"round", "все"}, {"shortlist", 2}, {"budget", 10},
			{"threshold", 0.5}, {"seed", 7}, {"language", "ru"}, {"excluded technologies", "T4"}, {"excluded experts", "E3"}, {"competence", "самооценка"}, {"levels", "все вместе"}}},
		{"Criteria", [][]any{{"Code", "Criterion", "Parent", "Sense", "Weight", "Unit", "Min", "Max", "Target", "Value", "Preference", "Q", "P", "Sigma", "Veto", "Links"},
			{"C1", "Impact", nil, nil, "high"},
			{"C11", "Economy", "C1", "benefit", "0.5; 0.6; 0.8", "points", 0, 10, nil, "0:0; 10:1", "V-shape", 0, 2, nil, "3 + 0.5g"},
			{"C12", "Society", "C1", "benefit", 0.4, nil, 0, 10, nil, nil, "type V", "5%", "10%", nil, nil},
			{"C2", "Price", nil, "cost", 3, "mln", nil, nil, nil, nil, "VI", nil, nil, 1.5, nil},
			{"C3", "Year", nil, "target", "(2, 3, 4)", nil, 2020, 2050, 2030, nil, nil, "0,5 + 0,1g", "2g - 1", nil, nil},
			{"C4", "Compared", nil, "benefit", 1}, {"C5", "Compared too", nil, "benefit", 1}, {"C6", "Third", nil, "cost", 1}, {"C7", "Fourth", nil, "benefit", 1},
			{"C8", "Together", nil, "benefit", 1, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, "density; e-i"}}},
		{"Links", [][]any{{"Project", "Technology", "Period", "Partner", "Bloc", "Region", "Commitment"}, {"P1", "T1", 2024, "Institute", "science", "North", 2.5}, {"P1", "T1", 2024, "Works", "industry", nil, nil}, {7, "T2", "2023 Q1", "Works", nil, nil, 0}}},
		{"Technologies", [][]any{{"ID", "Technology", "Group", "Cost", "Pin", "Preference", "Note"}, {"T1", "Heat pumps", "Energy", 5, "in", 0.2, "a note"}, {"T2", "C11", nil, nil, nil, nil, nil}, {"T3", "Society", nil, nil, "out", 0, nil},
			{"T4", "Fourth", nil, 2, nil, nil, nil}}},
		{"Argumentation", [][]any{{"Source", "High", "Medium", "Low"}, {"theory", 0.4, 0.3, 0.2}, {"experience", 0.6, 0.4, 0.2}}},
		{"Competence", [][]any{{"Expert", "Familiarity", "theory", "experience"}, {"E1", 7.5, "high", "M"}, {"E2", nil, "средняя", nil}}},
		{"Experts", [][]any{{"ID", "Name", "Organisation", "Bloc", "Weight", "Conflicts"}, {"E1", "Ann", "X", "science", 2, "T3; Fourth"}, {"E2", nil, nil, "state", nil}, {"E3", nil, nil, "state", nil}}},
		{"Blocs", [][]any{{"Bloc", "Weight"}, {"science", 0.6}, {"state", 0.4}}},
		{"Scale", [][]any{{"Term", "Value"}, {"seven", 7}, {"high", "6; 7; 9"}, {"low", "0,5; 1; 1,5"}}},
		{"Evidence", [][]any{{"Technology", "C2", "C3"}, {"T1", "1; 2; 4", 2030}, {"T2", 3, 2035}, {"T3", "high", 2040}, {"T4", 4, nil}}},
		{"Scores", [][]any{{"Round", "Expert", "Technology", "Criterion", "Score"}, {"b", "E1", "T1", "C11", "high"}, {"b", "E1", "T1", "C12", "4; 5; 7"}, {"b", "E1", "T2", "C11", "seven"}, {"b", "E1", "T2", "C12", "(4, 5, 7)"},
			{"a", "E2", "T3", "C11", "low"}, {"a", "E2", "T3", "C12", 3.25}, {"a", "E3", "T3", "C11", "n/a"}, {"a", "E3", "T3", "C12", nil}}},
		{"Pairwise", [][]any{{"Round", "Expert", "Parent", "A", "B", "Preferred", "Intensity"}, {"c", "E1", "C7", "C11", "Society", "B", "2; 3; 4"}, {"b", "E1", "C1", "C11", "C12", "B", 2.7}, {"b", "E1", nil, "C1", "C2", "B", "0.3; 0.7; 7"},
			{"b", "E1", "C4", "T1", "T2", "A", "high"}, {"b", "E1", "C5", "T1", "T2", "=", 1}, {"a", "E2", "C5", "T1", "T2", "=", "1; 1; 1"}, {"a", "E2", nil, "C2", "C3", "A", 1.41}, {"a", "E2", "C6", "T1", "T3", "B", "0,26; 0,34; 0,47"}}},
	}
}

// unplaced is the study without the cells its data stood in.
func unplaced(s *study.Study) *study.Study {
	c := *s
	c.Source, c.Sheets, c.Called, c.Settings.Origins = study.Source{}, nil, nil, nil
	clear := func(list any) any {
		v := reflect.ValueOf(list)
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(out, v)
		for k := range out.Len() {
			for _, name := range []string{"Origin", "WeightAt", "LinksAt"} {
				if f := out.Index(k).FieldByName(name); f.IsValid() {
					f.SetZero()
				}
			}
		}
		return out.Interface()
	}
	c.Criteria, c.Technologies = clear(s.Criteria).([]study.Criterion), clear(s.Technologies).([]study.Technology)
	c.Experts, c.Blocs, c.Terms = clear(s.Experts).([]study.Expert), clear(s.Blocs).([]study.Bloc), clear(s.Terms).([]study.Term)
	c.Scores, c.Evidence = clear(s.Scores).([]study.Score), study.Measured(clear(slices.Collect(s.Evidence.All())).([]study.Measurement)...)
	c.Links.Rows, c.Links.Partners = clear(s.Links.Rows).([]study.Link), clear(s.Links.Partners).([]study.Partner)
	c.Judgements, c.Comparisons = clear(s.Judgements).([]study.Judgement), clear(s.Comparisons).([]study.Comparison)
	return &c
}

// Everything that is read is written and read again.
func TestRichRoundTrip(t *testing.T) {
	s, issues := rich().read(t)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	if len(s.Scores) != 8 || s.Evidence.Len() != 7 || len(s.Judgements) != 3 || len(s.Comparisons) != 5 || len(s.Terms) != 5 || strings.Join(s.Rounds, "") != "bac" || s.Technologies[2].Prior == nil {
		t.Fatalf("not all was read: %+v", s)
	}
	written, err := WriteStudy(s)
	if err != nil {
		t.Fatal(err)
	}
	again, issues := ReadBytes("again.xlsx", written)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	a, b := reflect.ValueOf(*unplaced(s)), reflect.ValueOf(*unplaced(again))
	for k := range a.NumField() {
		if !reflect.DeepEqual(a.Field(k).Interface(), b.Field(k).Interface()) {
			t.Errorf("%s: read\n%+v\nread back\n%+v", a.Type().Field(k).Name, a.Field(k), b.Field(k))
		}
	}
	if twice, err := WriteStudy(again); err != nil || !bytes.Equal(twice, written) {
		t.Errorf("written again it differs, %v", err)
	}
}

// Saving a session leaves the new kinds of data as they are.
func TestSaveKeepsRichData(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rich.xlsx")
	if err := os.WriteFile(path, rich().bytes(t), 0o600); err != nil {
		t.Fatal(err)
	}
	s, _, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Save(path, apply(t, s, study.SetParameter{Name: "metric", Value: "chebyshev"}), s.Source.SHA256); err != nil {
		t.Fatal(err)
	}
	again, issues, err := Read(path)
	if err != nil || len(issues) > 0 {
		t.Fatal(err, issues)
	}
	if again.Settings.Parameters["metric"] != "chebyshev" {
		t.Errorf("settings %+v", again.Settings)
	}
	again.Settings = s.Settings
	if !reflect.DeepEqual(unplaced(again), unplaced(s)) {
		t.Error("something else changed")
	}
}

// What any reciprocal was made of is found again, so that a judgement for B is written as it was typed.
func TestInverse(t *testing.T) {
	ci.Check(t, func(t *rapid.T) {
		x := 1 / rapid.Float64Range(1, 9).Draw(t, "intensity")
		if got := inverse(x); 1/got != x {
			t.Fatalf("1/%v is not %v", got, x)
		}
	})
	for _, whole := range []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 2.5, 1.46, 1.51} {
		if got := inverse(1 / whole); got != whole {
			t.Errorf("1/%v is written as %v", whole, got)
		}
	}
}

func TestRussianNames(t *testing.T) {
	for w, name := range aliases {
		if word(w) != w || mcda.FoldName(name) != name {
			t.Errorf("%q is never found, or %q is no name", w, name)
		}
	}
	s, issues := plain().set("Study", "B3", "Взвешенная  Сумма").set("Study", "B4", "Мин-Макс").set("Study", "A5", "веса").set("Study", "B5", "Равные").set("Study", "A6", "агрегирование").set("Study", "B6", "Усечённое").read(t)
	if set := s.Settings; len(issues) > 0 || set.Method != "weighted-sum" || set.Parameters["normalization"] != "min-max" || set.Weighting != "equal" || set.Aggregation != "trimmed" {
		t.Errorf("%+v, %v", set, issues)
	}
	for typed, want := range map[string]string{"Лучший–худший": "best-worst", "энтропия": "entropy", "СКО": "std", "Нечёткий МАИ": "fuzzy-ahp", "центроид рангов": "roc", "critic": "critic", "ПРОМЕТЕЙ II": "promethee2"} {
		if got := alias(typed); got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
	plantedFault{"a parameter twice", "E-KEY-DUPLICATE", "Study!A6", plain().set("Study", "B3", "topsis").set("Study", "B4", "vector").set("Study", "A5", "metric").set("Study", "B5", "euclidean").set("Study", "A6", "Metric").set("Study", "B6", "manhattan"), "row 5"}.check(t)
}

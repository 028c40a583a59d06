package workbook

import (
	"bytes"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/workbook/write"
)

// withStyle is the book's bytes with one of Excel's own number formats on a cell.
func withStyle(t *testing.T, b book, sheet, cell string, format int) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(b.bytes(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	style, err := f.NewStyle(&excelize.Style{NumFmt: format})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle(sheet, cell, cell, style); err != nil {
		t.Fatal(err)
	}
	data, err := write.Pack(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// withScale adds a Scale sheet: one crisp term and two fuzzy ones.
func withScale(b book) book {
	return append(b, sheetRows{"Scale", [][]any{{"Term", "Value"}, {"seven", 7}, {"high", "6; 7; 9"}, {"strongly", "(2, 3, 4)"}, {"low", "0,1; 0,2; 0,3"}}})
}

func near12(a, b float64) bool { return math.Abs(a-b) <= 1e-12 }

func TestParseFuzzy(t *testing.T) {
	for text, want := range map[string][]float64{
		"0.7; 0.9; 1": {0.7, 0.9, 1}, "5; 6; 7; 8": {5, 6, 7, 8}, "(0,7; 0,8; 0,8; 0,9)": {0.7, 0.8, 0.8, 0.9}, "(1, 2, 3, 4)": {1, 2, 3, 4}, "0,7; 0,9; 1": {0.7, 0.9, 1}, "(0.7; 0.9; 1)": {0.7, 0.9, 1}, "(0.7, 0.9, 1)": {0.7, 0.9, 1}, "(0.7,0.9,1)": {0.7, 0.9, 1}, "(7, 8, 9)": {7, 8, 9},
		"[1;1;1]": {1, 1, 1}, "1/4; 1/3; 1/2": {0.25, 1. / 3, 0.5}, "70%; 90%; 100%": {0.7, 0.9, 1}, " 6;7 ;\u00a08 ": {6, 7, 8}, "（6；7；8）": {6, 7, 8}, "−1; 0; 1": {-1, 0, 1},
	} {
		if got, _, meant, f := parseFuzzy(text); !meant || f != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v, %v", text, got, meant, f)
		}
	}
	for _, text := range []string{"7, 8, 9", "0.7, 0.9, 1", "7", "(7)", "", "high", "high; low", "see (a)", "(7; 8; 9", "7,5"} {
		if got, _, meant, f := parseFuzzy(text); meant && f == nil {
			t.Errorf("%q: %v", text, got)
		}
	}
	for text, says := range map[string]string{"6; 7": "not three", "6; 7; 8; 9; 10": "not three", "6; 8; 7; 9": "order", "6; x; 8": "not three", "8; 7; 6": "order", "(0,7, 0,9, 1)": "not three", "(0,7, 9)": "not three"} {
		if _, _, meant, f := parseFuzzy(text); !meant || f == nil || f.code != "E-FUZZY" || !strings.Contains(f.message.String(), says) || f.remedy.IsZero() {
			t.Errorf("%q: %v, %v", text, meant, f)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		l := rapid.Float64Range(-1e6, 1e6).Draw(t, "l")
		m := rapid.Float64Range(l, 1e7).Draw(t, "m")
		want := []float64{l, m, rapid.Float64Range(m, 1e8).Draw(t, "u")}
		if rapid.Bool().Draw(t, "trapezoid") {
			want = []float64{l, m, rapid.Float64Range(m, want[2]).Draw(t, "c"), want[2]}
		}
		if got, _, _, f := parseFuzzy(formatFuzzy(want)); f != nil || !slices.Equal(got, want) {
			t.Fatalf("%v read back as %v, %v", want, got, f)
		}
		if c, u := centroid(fuzzyOf(want)), want[len(want)-1]; len(want) == 3 && math.Abs(c-(l+m+u)/3) > 1e-7 || c < l-1e-7 || c > u+1e-7 {
			t.Fatalf("the centroid of %v is %v", want, c)
		}
	})
}

func TestFuzzyWeights(t *testing.T) {
	for typed, want := range map[string][]float64{"0.7; 0.9; 1": {0.7, 0.9, 1}, "(0,7; 0,9; 1)": {0.7, 0.9, 1}, "high": {6, 7, 9}, "Low": {0.1, 0.2, 0.3}} {
		s, issues := withScale(plain()).set("Criteria", "E2", typed).read(t)
		c := &s.Criteria[0]
		if issues.Err() != nil || !slices.Equal(c.Fuzzy, want) || !near12(*c.Weight, (want[0]+want[1]+want[2])/3) {
			t.Errorf("%q: %v %v, %v", typed, c.Weight, c.Fuzzy, issues)
		}
		if s.Criteria[1].Fuzzy != nil || len(s.Terms) != 4 {
			t.Errorf("%q: C2 %v, terms %v", typed, s.Criteria[1].Fuzzy, s.Terms)
		}
	}
	if s, issues := withScale(plain()).set("Criteria", "E2", "seven").read(t); issues.Err() != nil || *s.Criteria[0].Weight != 7 || s.Criteria[0].Fuzzy != nil {
		t.Errorf("a crisp term: %v, %v", s.Criteria[0].Weight, issues)
	}
}

func TestFuzzyScores(t *testing.T) {
	b := withScale(plain()).set("Scores", "D2", "high").set("Scores", "D3", "4; 5; 7").set("Scores", "D4", "(4, 5, 7)").set("Scores", "D5", "seven").set("Scores", "D6", "н/д")
	s, issues := b.read(t)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	var terms []int32
	for _, a := range s.Scores {
		terms = append(terms, a.Term)
	}
	if want := []int32{2, 5, 5, 0, 0, 0}; !reflect.DeepEqual(terms, want) {
		t.Errorf("terms %v, want %v", terms, want)
	}
	if !near12(s.Scores[0].Value, 22./3) || !near12(s.Scores[1].Value, 16./3) || s.Scores[1].Value != s.Scores[2].Value || s.Scores[3].Value != 7 || s.Scores[4].State != study.Abstained {
		t.Errorf("scores %+v", s.Scores)
	}
	typed := s.Terms[4]
	if len(s.Terms) != 5 || typed.Name != "" || !reflect.DeepEqual(typed.Values, []float64{4, 5, 7}) || s.Place(typed.Origin).Cell != "D3" {
		t.Errorf("terms %+v", s.Terms)
	}
	if size := reflect.TypeFor[study.Score]().Size(); size > 40 {
		t.Errorf("a score takes %d bytes", size)
	}
	// Wide, in Russian, with evidence.
	b = book{
		{"Исследование", [][]any{{"Параметр", "Значение"}, {"метод", "взвешенная сумма"}}},
		{"Критерии", [][]any{{"Код", "Критерий", "Направленность", "Вес"}, {"К1", "Вклад", "выгода", "0,5; 0,6; 0,7"}, {"К2", "Срок", "затраты", 0.4}}},
		{"Технологии", [][]any{{"Код", "Технология", "Предпочтение"}, {"Т1", "Насосы", "0,25"}, {"Т2", "Батареи", nil}}},
		{"Шкала", [][]any{{"Термин", "Значение"}, {"высоко", "7; 9; 10"}}},
		{"Показатели", [][]any{{"Технология", "К2"}, {"Т1", "2,5; 3; 3,5"}, {"Т2", 4}}},
		{"Оценки", [][]any{{"Эксперт", "Технология", "К1"}, {"Э1", "Т1", "Высоко"}, {"Э1", "Т2", "5; 5; 5"}}},
	}
	s, issues = b.read(t)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	if s.Settings.Method != "weighted-sum" || !slices.Equal(s.Criteria[0].Fuzzy, []float64{0.5, 0.6, 0.7}) || *s.Technologies[0].Prior != 0.25 || s.Technologies[1].Prior != nil {
		t.Errorf("%+v %+v %+v", s.Settings, s.Criteria, s.Technologies)
	}
	if e := slices.Collect(s.Evidence.All()); e[0].Term != 2 || e[0].Value != 3 || e[1].Term != 0 || s.Scores[0].Term != 1 || s.Scores[1].Term != 3 || s.Scores[1].Value != 5 {
		t.Errorf("evidence %+v, scores %+v", s.Evidence, s.Scores)
	}
	o, err := study.Evaluate(s)
	if err != nil || !near12(o.Problem.At(0, 0), 26./3) || o.Problem.At(0, 1) != 3 {
		t.Errorf("crisp methods take the centroid: %v, %v", o.Problem.Scores, err)
	}
}

func TestFuzzyIntensities(t *testing.T) {
	for _, c := range []struct {
		preferred, intensity any
		want                 mcda.Triangle
	}{
		{"A", "2; 3; 4", mcda.Triangle{2, 3, 4}}, {"B", "2; 3; 4", mcda.Triangle{0.25, 1. / 3, 0.5}}, {"A", "strongly", mcda.Triangle{2, 3, 4}}, {"C2", "Strongly", mcda.Triangle{0.25, 1. / 3, 0.5}},
		{"A", "(0.26,0.34,0.47)", mcda.Triangle{0.26, 0.34, 0.47}}, {"=", "(1, 1, 1)", mcda.Triangle{1, 1, 1}}, {"=", "1/2; 1; 2", mcda.Triangle{0.5, 1, 2}}, {"A", "8; 9; 12", mcda.Triangle{8, 9, 12}},
	} {
		s, issues := withScale(judged([]any{"E1", nil, "C1", "C2", c.preferred, c.intensity})).read(t)
		if len(issues) > 0 || len(s.Judgements) != 1 || s.Judgements[0].Fuzzy == nil || *s.Judgements[0].Fuzzy != c.want || s.Judgements[0].Value != c.want[1] {
			t.Errorf("%v %v: %+v, %v", c.preferred, c.intensity, s.Judgements, issues)
		}
	}
	s, issues := withScale(judged([]any{"E1", nil, "C1", "C2", "B", "seven"})).read(t)
	if len(issues) > 0 || s.Judgements[0].Fuzzy != nil || s.Judgements[0].Value != 1./7 {
		t.Errorf("a crisp term: %+v, %v", s.Judgements, issues)
	}
}

func TestPlantedFaultsOfFuzzyNumbers(t *testing.T) {
	intensity := func(preferred, intensity any) book {
		return withScale(judged([]any{"E1", nil, "C1", "C2", preferred, intensity}))
	}
	scale := func(value any) book {
		return append(plain(), sheetRows{"Scale", [][]any{{"Term", "Value"}, {"high", value}}})
	}
	for _, c := range []plantedFault{
		{"a weight out of order", "E-FUZZY", "Criteria!E2", plain().set("Criteria", "E2", "0.9; 0.7; 1"), "not in order"},
		{"a weight of two numbers", "E-FUZZY", "Criteria!E2", plain().set("Criteria", "E2", "0.7; 0.9"), "6; 7; 8"},
		{"a weight with commas alone", "E-NUMBER", "Criteria!E2", plain().set("Criteria", "E2", "0.7, 0.9, 1"), "not a number"},
		{"a negative fuzzy weight", "E-WEIGHT-NEGATIVE", "Criteria!E2", plain().set("Criteria", "E2", "-0.1; 0.9; 1"), "0 or more"},
		{"an unknown term for a weight", "E-NUMBER", "Criteria!E2", withScale(plain()).set("Criteria", "E2", "hihg"), "did you mean high"},
		{"the upper end of a score beyond the scale", "E-SCORE-RANGE", "Scores!D2", plain().set("Scores", "D2", "8; 9; 11"), "11 is above the maximum 10"},
		{"the lower end of a score below the scale", "E-SCORE-RANGE", "Scores!D2", plain().set("Scores", "D2", "(0.5, 2, 3)"), "0.5 is below the minimum 1"},
		{"a term below the scale", "E-SCORE-RANGE", "Scores!D2", withScale(plain()).set("Scores", "D2", "low"), "Enter 1 to 10"},
		{"a score of five numbers", "E-FUZZY", "Scores!D2", plain().set("Scores", "D2", "6; 7; 8; 9; 10"), "not three or four numbers"},
		{"a term out of order", "E-FUZZY", "Scale!B2", scale("6; 8; 7"), "not in order"},
		{"a term of two numbers", "E-FUZZY", "Scale!B2", scale("6; 8"), "not three or four numbers"},
		{"a term without a number", "E-TERM", "Scale!B2", scale("much"), "three or four separated by semicolons"},
		{"a term out of order over three columns", "E-FUZZY", "Scale!B2", append(plain(), sheetRows{"Scale", [][]any{{"Term", "Value", "m", "u"}, {"high", 6, 8, 7}}}), "not in order"},
		{"a fuzzy intensity of 0", "E-INTENSITY", "Pairwise!F2", intensity("A", "0; 1; 2"), "above 0"},
		{"a fuzzy intensity out of order", "E-FUZZY", "Pairwise!F2", intensity("A", "3; 2; 4"), "not in order"},
		{"equals, but unevenly", "E-INTENSITY", "Pairwise!F2", intensity("=", "1; 1; 3"), "not even"},
		{"equals, but strongly", "E-INTENSITY", "Pairwise!F2", intensity("=", "strongly"), "not even"},
		{"a negative preference for a technology", "E-PRIOR", "Technologies!C2", plain().set("Technologies", "C1", "Preference").set("Technologies", "C2", -1), "0 or more"},
		{"text for a preference for a technology", "E-NUMBER", "Technologies!C3", plain().set("Technologies", "C1", "Предпочтение").set("Technologies", "C3", "usual"), "not a number"},
	} {
		c.check(t)
	}
	if _, issues := plain().set("Scores", "D2", "(1,234; 2; 3)").read(t); len(issues) != 1 || issues[0].Code != "E-NUMBER-MARK" || issues[0].Cell != "D2" {
		t.Errorf("a thousand or a decimal comma: %v", issues)
	}
}

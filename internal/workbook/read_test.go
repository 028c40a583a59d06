package workbook

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/study/panel"
)

// book is a workbook to be: rows of cells by sheet name, in order.
type book []sheetRows

type sheetRows struct {
	name string
	rows [][]any
}

// plain is a small valid study; tests change a cell of it.
func plain() book {
	return book{
		{"Study", [][]any{{"Key", "Value"}, {"title", "Plain"}, {"method", "weighted-sum"}, {"normalization", "scale"}}},
		{"Criteria", [][]any{{"Code", "Criterion", "Parent", "Sense", "Weight", "Min", "Max"}, {"C1", "Impact", nil, "benefit", 0.6, 1, 10}, {"C2", "Price", nil, "cost", 0.4, 1, 10}}},
		{"Technologies", [][]any{{"ID", "Technology"}, {"T1", "Heat pumps"}, {"T2", "Batteries"}, {"T3", "Ветер"}}},
		{"Scores", [][]any{
			{"Expert", "Technology", "Criterion", "Score"},
			{"E1", "T1", "C1", 8}, {"E1", "T1", "C2", 3}, {"E1", "T2", "C1", 5}, {"E1", "T2", "C2", 2}, {"E1", "T3", "C1", 9}, {"E1", "T3", "C2", 9},
		}},
	}
}

// set puts a value into a cell, given as "D14", of a sheet, widening the sheet as needed.
func (b book) set(sheet, ref string, value any) book {
	col, row, err := excelize.CellNameToCoordinates(ref)
	if err != nil {
		panic(err)
	}
	for k := range b {
		if b[k].name != sheet {
			continue
		}
		for len(b[k].rows) < row {
			b[k].rows = append(b[k].rows, nil)
		}
		for len(b[k].rows[row-1]) < col {
			b[k].rows[row-1] = append(b[k].rows[row-1], nil)
		}
		b[k].rows[row-1][col-1] = value
		return b
	}
	panic("no sheet " + sheet)
}

func (b book) without(sheet string) book {
	return slices.DeleteFunc(b, func(s sheetRows) bool { return s.name == sheet })
}

// formula is a cell with a formula and no saved value.
type formula string

func (b book) bytes(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for k, s := range b {
		if k == 0 {
			if err := f.SetSheetName("Sheet1", s.name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := f.NewSheet(s.name); err != nil {
			t.Fatal(err)
		}
		for n, row := range s.rows {
			for c, v := range row {
				ref, err := excelize.CoordinatesToCellName(c+1, n+1)
				if err != nil {
					t.Fatal(err)
				}
				if x, ok := v.(formula); ok {
					err = f.SetCellFormula(s.name, ref, string(x))
				} else if v != nil {
					err = f.SetCellValue(s.name, ref, v)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (b book) read(t testing.TB) (*study.Study, study.Issues) {
	t.Helper()
	return ReadBytes("book.xlsx", b.bytes(t))
}

func TestReadPlain(t *testing.T) {
	s, issues := plain().read(t)
	if len(issues) > 0 {
		t.Fatalf("issues in a valid workbook:\n%v", issues)
	}
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	if got := o.Rows[0].Technology.Name; got != "Heat pumps" || s.Technologies[2].Name != "Ветер" {
		t.Errorf("first %s, third technology %s", got, s.Technologies[2].Name)
	}
	if at := s.Place(s.Scores[3].Origin); at.String() != "book.xlsx Scores!D5" {
		t.Errorf("the fourth score came from %v", at)
	}
}

// plantedFault is a book with one fault, and what is said of it.
type plantedFault struct {
	name, code, place string
	book              book
	says              string
}

// check makes sure that the fault gives exactly one error, with its code, place and a cure.
func (c plantedFault) check(t *testing.T) {
	t.Run(c.name, func(t *testing.T) {
		_, issues := c.book.read(t)
		errs := issues.Errors()
		if len(errs) != 1 {
			t.Fatalf("%d errors, want one:\n%v", len(errs), errs)
		}
		i := errs[0]
		if at := strings.TrimPrefix(i.Place.String(), "book.xlsx "); i.Code != c.code || at != c.place {
			t.Errorf("got %s at %s, want %s at %s", i.Code, at, c.code, c.place)
		}
		if i.Remedy.IsZero() || !strings.Contains(i.String(), c.says) {
			t.Errorf("%q does not say %q with a remedy", i, c.says)
		}
	})
}

func TestPlantedFaults(t *testing.T) {
	for _, c := range []plantedFault{
		{"score above the scale", "E-SCORE-RANGE", "Scores!D2", plain().set("Scores", "D2", 12), "Enter 1 to 10"},
		{"score below the scale", "E-SCORE-RANGE", "Scores!D2", plain().set("Scores", "D2", 0), "below the minimum 1"},
		{"unknown technology", "E-REF-UNKNOWN", "Scores!B3", plain().set("Scores", "B3", "T1З"), "did you mean"},
		{"unknown criterion", "E-REF-UNKNOWN", "Scores!C3", plain().set("Scores", "C3", "Speed"), "Criteria"},
		{"duplicate header", "E-HEADER-DUPLICATE", "Scores!E1", plain().set("Scores", "E1", "Score"), "D1"},
		{"missing sheet", "E-SHEET-MISSING", "Criteria", plain().without("Criteria"), "Критерии"},
		{"no scores at all", "E-SHEET-MISSING", "Scores", plain().without("Scores"), "Evidence"},
		{"missing column", "E-COLUMN-MISSING", "Technologies!A1", plain().set("Technologies", "B1", nil), "Технология"},
		{"no header", "E-HEADER-MISSING", "Technologies!A1", plain().set("Technologies", "A1", nil).set("Technologies", "B1", nil), "ID"},
		{"text for a number", "E-NUMBER", "Scores!D4", plain().set("Scores", "D4", "high"), "n/a"},
		{"list for a number", "E-NUMBER", "Scores!D4", plain().set("Scores", "D4", "7, 8, 9"), "not a number"},
		{"true for a number", "E-NUMBER", "Scores!D4", plain().set("Scores", "D4", true), "TRUE"},
		{"formula without a value", "E-NO-CACHE", "Scores!D4", plain().set("Scores", "D4", formula("1/C4")), "=1/C4"},
		{"unknown parent", "E-TREE-PARENT", "Criteria!A2", plain().set("Criteria", "C2", "C7"), "C7"},
		{"circle of parents", "E-TREE-CYCLE", "Criteria!A4", plain().set("Criteria", "A4", "C3").set("Criteria", "B4", "Loop").set("Criteria", "C4", "C3"), "C3 → C3"},
		{"a weight missing among siblings", "E-WEIGHT-MISSING", "Criteria!E3", plain().set("Criteria", "E3", nil), "C2"},
		{"a negative weight", "E-WEIGHT-NEGATIVE", "Criteria!E3", plain().set("Criteria", "E3", -0.4), "0 or more"},
		{"all weights zero", "E-WEIGHT-ZERO", "Criteria!E2", plain().set("Criteria", "E2", 0).set("Criteria", "E3", 0), "above 0"},
		{"groups of weights by different conventions", "E-WEIGHT-SUM", "Criteria!E4", plain().set("Criteria", "A4", "C11").set("Criteria", "C4", "C1").set("Criteria", "D4", "max").set("Criteria", "E4", 0.8).
			set("Criteria", "A5", "C12").set("Criteria", "C5", "C1").set("Criteria", "D5", "max").set("Criteria", "E5", 0.5).set("Scores", "C2", "C11").set("Scores", "C4", "C11").set("Scores", "C6", "C11"), "add to 1.3"},
		{"scale upside down", "E-SCALE", "Criteria!F2", plain().set("Criteria", "F2", 20), "maximum 10"},
		{"unknown sense", "E-SENSE", "Criteria!D2", plain().set("Criteria", "D2", "good"), "benefit"},
		{"no sense", "E-SENSE", "Criteria!D2", plain().set("Criteria", "D2", nil), "benefit"},
		{"target without a target", "E-TARGET", "Criteria!A2", plain().set("Criteria", "D2", "target"), "best value"},
		{"duplicate criterion", "E-CODE-DUPLICATE", "Criteria!A4", plain().set("Criteria", "A4", "c1").set("Criteria", "D4", "cost"), "row 2"},
		{"duplicate technology", "E-CODE-DUPLICATE", "Technologies!A5", plain().set("Technologies", "A5", "T2"), "row 3"},
		{"an answer twice", "E-SCORE-DUPLICATE", "Scores!D8", plain().set("Scores", "A8", "E1").set("Scores", "B8", "Heat pumps").set("Scores", "C8", "C1").set("Scores", "D8", 8), "Scores!D2"},
		{"blank technology", "E-CELL-BLANK", "Scores!B3", plain().set("Scores", "B3", nil), "blank"},
		{"unknown method", "E-METHOD", "Study!B3", plain().set("Study", "B3", "oracle"), "topsis"},
		{"unknown normalisation", "E-SETTING", "Study!B4", plain().set("Study", "B4", "magic"), "min-max"},
		{"mistyped key", "E-KEY-UNKNOWN", "Study!A4", plain().set("Study", "A4", "normalizaton"), "did you mean normalization"},
		{"key twice", "E-KEY-DUPLICATE", "Study!A5", plain().set("Study", "A5", "Метод").set("Study", "B5", "topsis"), "row 3"},
		{"a round that is not there", "E-SETTING", "Study!B5", plain().set("Study", "A5", "shortlist").set("Study", "B5", "ten"), "number"},
		{"a sheet twice", "E-SHEET-DUPLICATE", "Оценки", append(plain(), sheetRows{"Оценки", [][]any{{"Эксперт"}}}), "rename one"},
		{"a sheet named for a matrix without one", "E-MATRIX-SHAPE", "Pairwise E1!A1", append(plain(), sheetRows{"Pairwise E1", [][]any{{nil, "C1"}}}), "first column"},
	} {
		c.check(t)
	}
}

func TestEmptyAndForeignFiles(t *testing.T) {
	for name, data := range map[string]string{"E-FILE-EMPTY": "", "E-FILE-FORMAT": "id;name\n1;2\n"} {
		_, issues := ReadBytes("f.xlsx", []byte(data))
		if len(issues) != 1 || issues[0].Code != name || issues[0].File != "f.xlsx" {
			t.Errorf("%s: %v", name, issues)
		}
	}
	data := plain().bytes(t)
	if _, issues := ReadBytes("f.xlsx", data[:len(data)/2]); issues.Err() == nil {
		t.Error("half a file was read without error")
	}
	if _, _, err := Read(filepath.Join(t.TempDir(), "none.xlsx")); err == nil || !os.IsNotExist(err) {
		t.Errorf("a missing file: %v", err)
	}
}

func TestNumbersAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]float64{"7": 7, " 7 ": 7, "7,5": 7.5, "7.5": 7.5, "\u00a07\u00a0": 7, "1e1": 10, "+4": 4} {
		s, issues := plain().set("Scores", "D2", typed).read(t)
		if len(issues) > 0 || s.Scores[0].Value != want || s.Scores[0].State != study.Given {
			t.Errorf("%q: %v, %v", typed, s.Scores, issues)
		}
	}
	for typed, want := range map[any]study.State{nil: study.Missing, "": study.Missing, "  ": study.Missing, "n/a": study.Abstained, "Н/Д": study.Abstained, "DK": study.Abstained, "не  знаю": study.Abstained, "–": study.Abstained} {
		s, issues := plain().set("Scores", "D2", typed).read(t)
		if issues.Err() != nil || s.Scores[0].State != want {
			t.Errorf("%q: state %v, want %v; %v", typed, s.Scores[0].State, want, issues)
		}
	}
	if _, issues := plain().set("Criteria", "G2", "1,000").read(t); !slices.ContainsFunc(issues, func(i study.Issue) bool { return i.Code == "E-NUMBER-MARK" }) {
		t.Errorf("1,000: %v", issues)
	}
}

// The Russian names of sheets, columns, keys and senses, a title above the header, NBSPs, ё and е, wide scores.
func TestReadRussian(t *testing.T) {
	b := book{
		{"Исследование", [][]any{{"Параметр", "Значение"}, {"Название", "Выбор"}, {"метод", "topsis"}, {"Нормировка", "Мин-макс"}, {"агрегирование", "медиана"}, {"Тур", "второй"}}},
		{"КРИТЕРИИ", [][]any{{"Приоритеты"}, {}, {"Код*", "Критерий", "Направленность", "Вес", "Цель"}, {"К1", "Вклад", "выгода", "60%", nil}, {"К2", "Стоимость", "затраты", "0,3", nil}, {"К3", "Срок", "цель", 0.1, 5}}},
		{"Технологии", [][]any{{"Код", "Технология", "Направление"}, {"Т1", "Тёплые насосы", "Энергия"}, {"Т2", "Батареи", nil}}},
		{"Эксперты", [][]any{{"Код", "ФИО", "Блок", "Вес"}, {"Э1", nil, "наука", nil}, {"Э2", nil, "бизнес", nil}}},
		{"Оценки", [][]any{{"Тур", "Эксперт", "Технология", "К1", "К2", "К3"},
			{"первый", "Э1", "Т1", 1, 1, 1}, {"второй", "Э1", "Теплые\u00a0насосы", 8, 3, 4}, {"второй", "Э2", "Т1", "н/д", 4, 6}, {"второй", "Э1", "Т2", "7,5", 5, 5}, {"второй", "Э2", "батареи", 6, nil, 5}}},
	}
	s, issues := b.read(t)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	want := []float64{8, 3.5, 5, 6.75, 5, 5}
	if !slices.Equal(o.Problem.Scores, want) {
		t.Errorf("scores %v, want %v", o.Problem.Scores, want)
	}
	if c := s.Criteria[2]; c.Sense != mcda.Target || *c.Target != 5 || *s.Criteria[0].Weight != 0.6 || *s.Criteria[1].Weight != 0.3 {
		t.Errorf("criteria %+v", s.Criteria)
	}
	if o.Parameters["normalization"] != "min-max" || o.Round != "второй" || s.Technologies[0].Group != "Энергия" {
		t.Errorf("%v, round %q", o.Parameters, o.Round)
	}
}

func TestEvidenceAndValueFunctions(t *testing.T) {
	b := plain().without("Scores")
	b = append(b, sheetRows{"Evidence", [][]any{{"Technology", "C1", "C2", "Whence"}, {"T1", 2, 3, "a"}, {"Batteries", 4, nil, "b"}, {"T3", 6, 5, "c"}}})
	b = b.set("Criteria", "H1", "Value").set("Criteria", "H2", "1:0; 5,5:0,8; 10:1")
	s, issues := b.read(t)
	if issues.Err() != nil || len(issues) != 1 || issues[0].Code != "W-COLUMN-UNKNOWN" || issues[0].Cell != "D1" {
		t.Fatalf("issues %v", issues)
	}
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Rows) != 2 || len(o.Unranked) != 1 || o.Unranked[0].Reason.String() != "no answer on C2" {
		t.Errorf("ranked %d, unranked %v", len(o.Rows), o.Unranked)
	}
	if f := s.Criteria[0].Value; !reflect.DeepEqual(f, mcda.ValueFunction{{Score: 1}, {Score: 5.5, Value: 0.8}, {Score: 10, Value: 1}}) {
		t.Errorf("value function %v", f)
	}
	for text, says := range map[string]string{"1:0": "two points", "5:0; 1:1": "increase", "a:b; 1:1": "pair"} {
		if _, issues := b.set("Criteria", "H2", text).read(t); len(issues.Errors()) != 1 || !strings.Contains(issues[0].Message.String(), says) {
			t.Errorf("%q: %v", text, issues)
		}
	}
}

// judged adds a Pairwise sheet to the plain study.
func judged(rows ...[]any) book {
	b := plain().set("Study", "A5", "weighting").set("Study", "B5", "ahp")
	return append(b, sheetRows{"Pairwise", append([][]any{{"Expert", "Parent", "A", "B", "Preferred", "Intensity"}}, rows...)})
}

func TestPairwise(t *testing.T) {
	for _, c := range []struct {
		preferred, intensity any
		want                 float64
	}{{"A", 3, 3}, {"B", 4, 0.25}, {"=", nil, 1}, {"=", 1, 1}, {"Б", "2,5", 0.4}, {"А", 1.41, 1.41}, {"C2", 5, 0.2}, {"impact", 5, 5}, {"A", 1 / (1.0 / 9), 9}} {
		s, issues := judged([]any{"E1", nil, "C1", "C2", c.preferred, c.intensity}).read(t)
		if len(issues) > 0 || len(s.Judgements) != 1 || s.Judgements[0].Value != c.want {
			t.Errorf("%v %v: %v, %v", c.preferred, c.intensity, s.Judgements, issues)
		}
	}
	for _, c := range []struct {
		row         []any
		code, place string
	}{
		{[]any{"E1", nil, "C1", "C2", "maybe", 3}, "E-PREFERRED", "Pairwise!E2"},
		{[]any{"E1", nil, "C1", "C2", "A", 10}, "E-INTENSITY", "Pairwise!F2"},
		{[]any{"E1", nil, "C1", "C2", "A", 0.5}, "E-INTENSITY", "Pairwise!F2"},
		{[]any{"E1", nil, "C1", "C2", "=", 3}, "E-INTENSITY", "Pairwise!F2"},
		{[]any{"E1", nil, "C1", "C2", "A", nil}, "E-INTENSITY", "Pairwise!F2"},
		{[]any{"E1", nil, "C1", "C1", "A", 3}, "E-PAIR-SAME", "Pairwise!D2"},
		{[]any{"E1", "C2", "C1", "C2", "A", 3}, "E-PAIR-PARENT", "Pairwise!B2"},
		{[]any{"E1", nil, "C1", "C9", "A", 3}, "E-REF-UNKNOWN", "Pairwise!D2"},
	} {
		_, issues := judged(c.row).read(t)
		if errs := issues.Errors(); len(errs) != 1 || errs[0].Code != c.code || errs[0].Place.String() != "book.xlsx "+c.place {
			t.Errorf("%v: %v, want %s at %s", c.row, issues, c.code, c.place)
		}
	}
	_, issues := judged([]any{"E1", nil, "C1", "C2", "A", 3}, []any{"E1", nil, "C2", "C1", "A", 3}).read(t)
	if errs := issues.Errors(); len(errs) != 1 || errs[0].Code != "E-PAIR-DUPLICATE" {
		t.Errorf("a pair twice: %v", issues)
	}
}

func TestTerms(t *testing.T) {
	b := append(plain(), sheetRows{"Шкала", [][]any{{"Термин", "Значение"}, {"высоко", 9}, {"низко", "(1; 2; 3)"}}})
	s, issues := b.set("Scores", "D2", "Высоко").read(t)
	if len(issues) > 0 || s.Scores[0].Value != 9 || s.Scores[0].Term != 0 {
		t.Errorf("%v, %v", s.Scores, issues)
	}
	s, issues = b.set("Scores", "D2", "низко").read(t)
	if len(issues) > 0 || s.Scores[0].Value != 2 || s.Scores[0].Term != 2 {
		t.Errorf("a fuzzy term: %v, %v", s.Scores, issues)
	}
	if _, issues := b.set("Scores", "D2", "высокоо").read(t); issues.Err() == nil || !strings.Contains(issues[0].Remedy.String(), "высоко?") {
		t.Errorf("a mistyped term: %v", issues)
	}
}

// What WriteStudy writes reads back as the same study, for the real examples.
func TestWriteStudyRoundTrip(t *testing.T) {
	ci.Sequential(t)
	for name, data := range map[string][]byte{"horizon-scan": example.HorizonScan, "science-fields": example.ScienceFields, "research-networks": example.ResearchNetworks} {
		s, issues := ReadBytes(name, data)
		if len(issues) > 0 {
			t.Fatalf("%s: %v", name, issues)
		}
		written, err := WriteStudy(s)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(written, data) {
			t.Errorf("%s: the file in testdata is not what WriteStudy writes of it; run go run ./testdata/%s", name, name)
		}
		again, _ := ReadBytes(name, written)
		again.Source = s.Source
		if !reflect.DeepEqual(again, s) {
			t.Errorf("%s: differs after a round trip", name)
		}
	}
}

func TestHorizonScanIsWhole(t *testing.T) {
	s, issues := ReadBytes("h.xlsx", example.HorizonScan)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	var states [3]int
	for _, a := range s.Scores {
		states[a.State]++
	}
	// ../shared/data/README.md: 4,662 answers, 98 blank, 89 "DK", 49 experts, 37 technologies, 9 criteria, two rounds.
	got := fmt.Sprint(len(s.Scores), states, len(s.Experts), len(s.Technologies), len(s.Criteria), s.Rounds)
	if want := "4662 [4475 98 89] 49 37 9 [before after]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"1/3", "0,5", "25%", "1 000,5", "7, 8, 9", "1e5", "−3", "1,234", "0,5 + 0,1g", "10%", "(1; 2; 3)", "(0.7, 0.9, 1)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, _, ok := parseNumber(s)
		if ok && (v != v || v > 1e308 || v < -1e308) {
			t.Errorf("%q read as %v", s, v)
		}
		if h, _, ok := parseThreshold(s); ok && (math.IsNaN(h.At(1)) || math.IsInf(h.At(1), 0)) {
			t.Errorf("%q read as %v", s, h)
		}
		if x, _, meant, f := parseFuzzy(s); meant && f == nil && !slices.IsSorted(x) {
			t.Errorf("%q read as %v", s, x)
		}
		if fn, _, err := parseValueFunction(s); err == nil && len(fn) < 2 {
			t.Errorf("%q: %v", s, fn)
		}
	})
}

// Any change to the bytes of a valid workbook gives issues or a study, never a panic.
func FuzzReadBytes(f *testing.F) {
	f.Add(plain().bytes(f))
	f.Add(judged([]any{"E1", nil, "C1", "C2", "A", 3}).bytes(f))
	f.Add(listed(square("Pairwise E1", []any{nil, "C1", "C2"}, []any{"C1", 1, 3}, []any{"C2", 0.33, 1})).bytes(f))
	f.Add(book1([]any{"Expert", "a vs b", "a vs c"}, []any{"Ann", 3, 0.11}).bytes(f))
	f.Add(book1([]any{"Pair", "Ann"}, []any{"a vs b", 3}, []any{"a vs c", 0.2}).bytes(f))
	f.Add(append(plain(), sheetRows{"Experts", [][]any{{"ID", "Bloc", "Weight", "Conflicts"}, {"E1", "a", 2, "T2; T3"}}},
		sheetRows{"Competence", [][]any{{"Expert", "Familiarity", "theory"}, {"E1", 7, "high"}}}, sheetRows{"Argumentation", [][]any{{"Source", "High", "Medium", "Low"}, {"theory", 1, 0.5, 0.1}}}).bytes(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, issues := ReadBytes("fuzz.xlsx", data); issues.Err() == nil {
			_, _ = panel.Assess(s)
			_, _ = study.Evaluate(s)
			_, _ = study.Weigh(s)
		}
	})
}

// What is said of a study names a sheet as its file calls it, or would call it in the language of its others.
func TestPlacesCallSheetsAsTheFileDoes(t *testing.T) {
	b := plain()
	for k := range b {
		switch b[k].name {
		case "Study":
			b[k].name = "Исследование"
		case "Criteria":
			b[k].name = "Критерии"
		case "Technologies":
			b[k].name = "Технологии"
		}
	}
	s, issues := ReadBytes("b.xlsx", b.bytes(t))
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	for sheet, want := range map[string]string{"Criteria": "Критерии", "Links": "Связи", "Technologies": "Технологии"} {
		if got := s.On(sheet).Sheet; got != want {
			t.Errorf("%s is called %s, want %s", sheet, got, want)
		}
	}
	_, err := s.Collaboration()
	if said := language.Of(err).In(language.Russian); !strings.Contains(said, "b.xlsx Связи") {
		t.Errorf("of links that are missing it says %s", said)
	}
	english, _ := ReadBytes("b.xlsx", plain().bytes(t))
	if got := english.On("Links"); got.Sheet != "Links" {
		t.Errorf("in an English file Links is called %s", got.Sheet)
	}
}

package workbook

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// unanswered is a study's workbook without a sheet.
func unanswered(t testing.TB, data []byte, sheet string) []byte {
	t.Helper()
	key := Digest(data) + sheet // the same bytes again, for formsOf
	made, _ := unansweredMade.LoadOrStore(key, changedBook(t, data, func(f *excelize.File) { must(t, f.DeleteSheet(sheet)) }))
	return made.([]byte)
}

var unansweredMade sync.Map

// changedBook is a workbook that excelize changed.
func changedBook(t testing.TB, data []byte, change func(*excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(f)
	var out bytes.Buffer
	must(t, f.Write(&out))
	return out.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// formsOf are a workbook's forms by expert.
func formsOf(t testing.TB, name string, data []byte, o FormOptions) map[string][]byte {
	t.Helper()
	key := fmt.Sprint(name, o, Digest(data))
	if all, ok := formsMade.Load(key); ok {
		return maps.Clone(all.(map[string][]byte))
	}
	all := newForms(t, name, data, o)
	formsMade.Store(key, all)
	return maps.Clone(all)
}

// formsMade are forms that several tests begin with; nobody changes their bytes.
var formsMade sync.Map

func newForms(t testing.TB, name string, data []byte, o FormOptions) map[string][]byte {
	t.Helper()
	s, issues := ReadUnanswered(name, data)
	if err := issues.Err(); err != nil {
		t.Fatal(err)
	}
	forms, err := Forms(s, o)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, f := range forms {
		all[f.Expert] = f.Data
	}
	return all
}

func TestFormsAreTheSameBytes(t *testing.T) {
	a, b := newForms(t, "s.xlsx", example.HorizonScan, FormOptions{}), newForms(t, "s.xlsx", example.HorizonScan, FormOptions{})
	if len(a) != 49 {
		t.Errorf("%d forms, want 49", len(a))
	}
	for e := range a {
		if !bytes.Equal(a[e], b[e]) {
			t.Fatalf("the form of %s differs between two runs", e)
		}
	}
}

// A form shows the questions and counts answers; only the answers are unlocked; what it is known by is out of sight.
func TestFormLayout(t *testing.T) {
	tree := book{
		{"Study", [][]any{{"Key", "Value"}, {"title", "Выбор"}, {"weighting", "ahp"}, {"language", "ru"}, {"excluded experts", "E3"}, {"excluded technologies", "T3"}}},
		{"Criteria", [][]any{{"Code", "Criterion", "Parent", "Sense", "Unit", "Min", "Max"}, {"G", "Польза"}, {"C1", "Вклад", "G", "benefit", "балл", 1, 5}, {"C2", "Готовность", "G", "benefit", nil, 0.5, 9},
			{"C3", "Цена", nil, "cost", "млн"}, {"C4", "Измерено", nil, "cost"}}},
		{"Technologies", [][]any{{"ID", "Technology", "Group"}, {"T1", "=1+1", "Энергия"}, {"T2", "Батареи", "Энергия"}, {"T3", "Ветер", "Энергия"}}},
		{"Experts", [][]any{{"ID", "Name"}, {"E1", "Иванова"}, {"E2", "Петров"}, {"E3", "Сидоров"}}},
		{"Evidence", [][]any{{"Technology", "C4"}, {"T1", 1}, {"T2", 2}, {"T3", 3}}},
	}
	forms := formsOf(t, "выбор.xlsx", tree.bytes(t), FormOptions{Round: "1"})
	if len(forms) != 2 || forms["E1"] == nil || forms["E2"] == nil {
		t.Fatalf("%d forms, want those of E1 and E2", len(forms))
	}
	f, err := excelize.OpenReader(bytes.NewReader(forms["E1"]))
	must(t, err)
	defer f.Close()
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Прочти меня", "Оценки", "Парные сравнения", "_meta"}) {
		t.Fatalf("sheets %q", got)
	}
	for _, s := range f.WorkBook.Sheets.Sheet {
		if (s.Name == metaSheet) != (s.State == "veryHidden") {
			t.Errorf("sheet %s is %q", s.Name, s.State)
		}
	}
	for cell, want := range map[string]string{"D4": "C1", "E4": "C2", "F4": "C3", "G4": "Комментарий", "D5": "Вклад", "D6": "1–5; балл; 5 — лучше всего", "E6": "0,5–9; 9 — лучше всего", "F6": "млн; чем меньше, тем лучше",
		"A7": "T1", "B7": "=1+1", "A8": "T2", "A9": "", "A3": "Отвечено: 0 из 6"} {
		if got, _ := f.GetCellValue("Оценки", cell); got != want {
			t.Errorf("Оценки!%s is %q, want %q", cell, got, want)
		}
	}
	for k, want := range [][]string{{"G", "Польза", "", "C3", "Цена"}, {"G", "Польза", "", "C4", "Измерено"}, {"C3", "Цена", "", "C4", "Измерено"}, {"C1", "Вклад", "", "C2", "Готовность", "", "G"}} {
		rows, err := f.GetRows("Парные сравнения")
		must(t, err)
		if !slices.Equal(rows[formHead+k], want) {
			t.Errorf("pair %d is %q, want %q", k, rows[formHead+k], want)
		}
	}
	for _, c := range []struct {
		sheet, cell string
		locked      bool
	}{{"Оценки", "D7", false}, {"Оценки", "F8", false}, {"Оценки", "A7", true}, {"Оценки", "B7", true}, {"Оценки", "D4", true}, {"Парные сравнения", "C5", false}, {"Парные сравнения", "F5", false}, {"Парные сравнения", "A5", true}} {
		id, err := f.GetCellStyle(c.sheet, c.cell)
		must(t, err)
		style, err := f.GetStyle(id)
		must(t, err)
		if locked := style.Protection == nil || style.Protection.Locked; locked != c.locked {
			t.Errorf("%s!%s locked: %v", c.sheet, c.cell, locked)
		}
	}
	validations, err := f.GetDataValidations("Оценки")
	must(t, err)
	if len(validations) != 3 || validations[0].Formula1 != `"1,2,3,4,5,н/д"` || !strings.Contains(validations[1].Formula1, "E7>=0.5") {
		t.Errorf("validations %+v", validations)
	}
	must(t, f.SetCellValue("Оценки", "D7", 3))
	must(t, f.SetCellValue("Оценки", "E7", "н/д"))
	if got, err := f.CalcCellValue("Оценки", "A3"); err != nil || got != "Отвечено: 2 из 6" {
		t.Errorf("progress %q, %v", got, err)
	}
}

// LibreOffice counts the answers as the form says, and what it saves is still a form.
func TestFormProgressByLibreOffice(t *testing.T) {
	ci.Office(t)
	data, err := Template("ru")
	must(t, err)
	data = changedBook(t, data, func(f *excelize.File) {
		must(t, f.SetCellValue("Исследование", "B4", "ahp"))
		must(t, f.DeleteSheet("Оценки"))
		must(t, f.DeleteSheet("Парные сравнения"))
	})
	form := changedBook(t, formsOf(t, "s.xlsx", data, FormOptions{Lang: "ru"})["E1"], func(f *excelize.File) {
		for cell, v := range map[string]any{"C5": "=", "C6": "А", "F6": 5, "C7": "Б"} { // the last without an intensity
			must(t, f.SetCellValue("Парные сравнения", cell, v))
		}
		must(t, f.SetCellValue("Оценки", "D7", 3))
		must(t, f.SetCellValue("Оценки", "E8", "высоко"))
	})
	saved := ci.Recalculate(t, map[string][]byte{"E1": form})["E1"]
	f, err := excelize.OpenReader(bytes.NewReader(saved))
	must(t, err)
	defer f.Close()
	for sheet, cells := range map[string]map[string]string{"Прочти меня": {"A10": "Оценки. Отвечено: 2 из 6", "A13": "Парные сравнения. Отвечено: 2 из 3"}, "Оценки": {"A3": "Отвечено: 2 из 6"}, "Парные сравнения": {"A3": "Отвечено: 2 из 3"}} {
		for cell, want := range cells {
			if got, _ := f.GetCellValue(sheet, cell); got != want {
				t.Errorf("%s!%s is %q, want %q", sheet, cell, got, want)
			}
		}
	}
	c, err := Collect(FormFile{"s.xlsx", data}, []FormFile{{"E1.xlsx", saved}})
	must(t, err)
	if r := c.Forms[0]; r.Answered != 4 || r.Unmerged != 1 || r.Blank != 4 || r.Result != FormPartly {
		t.Errorf("%+v\n%v", r, c.Issues)
	}
	if errs := c.Issues.Errors(); len(errs) != 1 || errs[0].Place.String() != "E1.xlsx Парные сравнения!F7" {
		t.Errorf("errors\n%v", errs)
	}
	if _, err := c.Workbook(); err != nil {
		t.Error(err)
	}
}

func TestFormsRefuse(t *testing.T) {
	s, _ := ReadBytes("scan.xlsx", example.HorizonScan)
	for name, c := range map[string]struct {
		change func(*study.Study)
		want   string
	}{
		"several rounds": {func(s *study.Study) { s.Settings.Round = "all" }, "--round"},
		"no round":       {func(s *study.Study) { s.Settings.Round = "" }, "--round"},
		"no experts":     {func(s *study.Study) { s.Experts = nil }, "no experts"},
		"nothing to ask": {func(s *study.Study) {
			for k := range s.Criteria {
				s.Evidence.Add(study.Measurement{Criterion: int32(k)})
			}
		}, "nothing"},
	} {
		changed := *s
		c.change(&changed)
		if _, err := Forms(&changed, FormOptions{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", name, err, c.want)
		}
	}
}

func TestFormFileNames(t *testing.T) {
	taken := map[string]bool{}
	for _, c := range [][2]string{{"E01", "E01.xlsx"}, {"e01", "e01-2.xlsx"}, {"a/b:c", "a_b_c.xlsx"}, {"CON", "_CON.xlsx"}, {"nul.x", "_nul.x.xlsx"}, {"..", "_.xlsx"}, {"Иванова И. И.", "Иванова И. И.xlsx"},
		{`a\b:c`, "a_b_c-2.xlsx"}, {"-rf", "_-rf.xlsx"}, {strings.Repeat("я", 90), strings.Repeat("я", 60) + ".xlsx"}} {
		if got := formFile(c[0], taken); got != c[1] {
			t.Errorf("%q is %q, want %q", c[0], got, c[1])
		}
	}
}

func TestFormMetaRoundTrip(t *testing.T) {
	s, _ := ReadBytes("scan.xlsx", example.HorizonScan)
	for e, data := range formsOf(t, "scan.xlsx", example.HorizonScan, FormOptions{Round: " before "}) {
		bookOf, err := xlsx.Open(data, xlsx.DefaultLimits())
		must(t, err)
		m, err := readMeta(bookOf)
		must(t, err)
		want := questionsOf(s)
		if m.expert != e || m.round != "before" || m.sha256 != digest(example.HorizonScan) || fmt.Sprint(m.questions) != fmt.Sprint(want) || m.structure != want.hash() {
			t.Fatalf("%s: %+v", e, m)
		}
	}
}

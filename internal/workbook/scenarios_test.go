package workbook

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/example"
	"veche/internal/mcda/robust"
	"veche/internal/study"
)

// scores are what a scenario gives each technology, by ID, and how it was made.
func scenarioOutcome(t testing.TB, s *study.Study) map[string]float64 {
	t.Helper()
	o := evaluated(t, s)
	all := map[string]float64{}
	for _, r := range o.Rows {
		all[s.Technologies[o.Technology[r.Index]].ID] = r.Score
	}
	return all
}

// Scenarios that were kept stand in the saved workbook, and are the same when it is opened again: to the bit, whatever they differ in, twice over.
func TestScenariosAreSaved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fields.xlsx")
	if err := os.WriteFile(path, example.ScienceFields, 0o640); err != nil {
		t.Fatal(err)
	}
	s, _, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	s = apply(t, s, study.KeepScenario{Name: "as it was"},
		study.SetWeight{Criterion: "TOP1", Weight: 0.5}, study.KeepScenario{Name: "Top papers"},
		study.SetMethod{Method: "vikor"}, study.SetParameter{Name: "v", Value: "0.3"}, study.Lock{Criterion: "TOP1", Locked: true}, study.SetSharing{Rule: string(robust.Equal)}, study.KeepScenario{Name: "Осторожный"},
		study.ResetWeights{}, study.SetMethod{Method: "weighted-sum"}, study.SetParameter{Name: "normalization", Value: "max"},
		study.ExcludeTechnology{Technology: "S02", Excluded: true}, study.ExcludeExpert{Expert: "E6", Excluded: true}, study.KeepScenario{Name: "without"},
		study.UseScenario{Name: "Top papers"})
	for round := range 2 {
		if _, err := Save(path, s, s.Source.SHA256); err != nil {
			t.Fatal(err)
		}
		again, issues, err := Read(path)
		if err != nil || issues.Err() != nil {
			t.Fatal(err, issues)
		}
		if len(again.Kept) != len(s.Kept) {
			t.Fatalf("round %d: %d scenarios of %d", round, len(again.Kept), len(s.Kept))
		}
		for k, was := range s.Kept {
			now := again.Kept[k]
			if now.Name != was.Name || !reflect.DeepEqual(scenarioOutcome(t, now.Of), scenarioOutcome(t, was.Of)) {
				t.Errorf("round %d: %s gives %v, gave %v", round, now.Name, scenarioOutcome(t, now.Of), scenarioOutcome(t, was.Of))
			}
			if !reflect.DeepEqual(now.Of.Locked, was.Of.Locked) && len(now.Of.Locked)+len(was.Of.Locked) > 0 {
				t.Errorf("%s: locked %v, were %v", now.Name, now.Of.Locked, was.Of.Locked)
			}
		}
		if o := again.Kept[2-round].Of; o.Sharing != robust.Equal || o.Settings.Method != "vikor" || o.Settings.Parameters["v"] != "0.3" {
			t.Errorf("%+v, %v", o.Settings, o.Sharing)
		}
		if s = again; round == 0 { // and one that is forgotten goes
			s = apply(t, s, study.DropScenario{Name: "as it was"})
		}
	}
	if data, err := WriteStudy(s); err != nil {
		t.Error(err)
	} else if again, issues := ReadBytes("copy.xlsx", data); issues.Err() != nil || len(again.Kept) != len(s.Kept) {
		t.Error(issues, len(again.Kept))
	} else {
		for k := range s.Kept {
			if a, b := scenarioOutcome(t, again.Kept[k].Of), scenarioOutcome(t, s.Kept[k].Of); !reflect.DeepEqual(a, b) {
				t.Errorf("%s: %v, was %v", s.Kept[k].Name, a, b)
			}
		}
	}
}

// In a Russian workbook the sheet and its columns are Russian, an ID of digits stays one, and scenarios may be typed.
func TestScenariosOfARussianStudy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "выбор.xlsx")
	if err := os.WriteFile(path, selectionBook(t, nil), 0o640); err != nil {
		t.Fatal(err)
	}
	s, issues, err := Read(path)
	if err != nil || issues.Err() != nil {
		t.Fatal(err, issues)
	}
	s = apply(t, s, study.ExcludeTechnology{Technology: "T2", Excluded: true}, study.KeepScenario{Name: "без T2"}, study.ExcludeTechnology{Technology: "T2"})
	if _, err := Save(path, s, s.Source.SHA256); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if rows := cellsOf(t, data, "Сценарии"); len(rows) != 2 || strings.Join(rows[0], "|") != "Сценарий|Параметр|Критерий|Значение" || strings.Join(rows[1], "|") != "без T2|excluded technologies||T2" {
		t.Errorf("%q", rows)
	}
	typed, issues := ReadBytes("выбор.xlsx", selectionBook(t, map[string][][]any{"Сценарии": {{"Сценарий", "Параметр", "Критерий", "Значение"},
		{"Скромный", "бюджет", nil, "40,5"}, {"Без денег", "бюджет", nil, nil}, {"скромный", "метод", nil, "topsis"}, {"Скромный", "вес", "Вклад", 1}}}))
	if len(issues) > 0 || len(typed.Kept) != 2 {
		t.Fatal(issues, len(typed.Kept))
	}
	modest, free := typed.Kept[0].Of.Settings, typed.Kept[1].Of.Settings
	if modest.Budget == nil || *modest.Budget != 40.5 || modest.Method != "topsis" || free.Budget != nil || *typed.Settings.Budget != 100.5 || typed.Settings.Method == "topsis" {
		t.Errorf("%+v, %+v, %+v", modest, free, typed.Settings)
	}
}

// What a scenario cannot have is refused with its cell, and is no scenario of the study's.
func TestScenariosThatAreNone(t *testing.T) {
	for _, c := range []struct {
		key, criterion, value any
		code, cell            string
	}{
		{"вес", "C9", 0.5, "E-REF-UNKNOWN", "C2"}, {"вес", "C1", "много", "E-NUMBER", "D2"}, {"вес", "C1", nil, "E-CELL-BLANK", "D2"}, {"вес", "C1", -1, "E-SETTING", "A2"},
		{"метод", nil, "никакой", "E-METHOD", "D2"}, {"метдо", nil, "topsis", "E-KEY-UNKNOWN", "B2"}, {"название", nil, "Другое", "E-KEY-UNKNOWN", "B2"},
		{"распределение", nil, "как-нибудь", "E-SETTING", "D2"}, {"исключённые технологии", nil, "T9", "E-REF-UNKNOWN", "D2"}, {"бюджет", nil, -5, "E-SETTING", "D2"},
	} {
		_, issues := ReadBytes("выбор.xlsx", selectionBook(t, map[string][][]any{"Сценарии": {{"Сценарий", "Параметр", "Критерий", "Значение"}, {"А", c.key, c.criterion, c.value}}}))
		found := ofCode(issues, c.code)
		if len(found) != 1 || found[0].Cell != c.cell || found[0].Sheet != "Сценарии" {
			t.Errorf("%v %v %v: want %s at %s: %v", c.key, c.criterion, c.value, c.code, c.cell, issues)
		}
	}
}

// cellsOf are the texts of a sheet's cells, row by row.
func cellsOf(t testing.TB, data []byte, name string) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

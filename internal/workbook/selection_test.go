package workbook

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/study"
	"veche/internal/workbook/write"
)

// sheets makes a workbook of a small study and further sheets.
func selectionBook(t testing.TB, sheets map[string][][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	all := map[string][][]any{
		"Исследование": {{"Параметр", "Значение"}, {"название", "Выбор"}, {"бюджет", "100,5"}},
		"Критерии":     {{"Код", "Критерий", "Направленность"}, {"C1", "Вклад", "выгода"}},
		"Технологии":   {{"Код", "Технология", "Направление", "Стоимость", "Фиксация"}, {"T1", "Один", "Энергетика", 40, "вкл"}, {"T2", "Два", "Энергетика", 30}, {"T3", "Три", "Здоровье", "50", "исключить"}, {"T4", "Четыре", "Здоровье", 0}},
		"Показатели":   {{"Технология", "C1"}, {"T1", 5}, {"T2", 4}, {"T3", 3}, {"T4", 2}},
	}
	for name, rows := range sheets {
		all[name] = rows
	}
	for name, rows := range all {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for n, row := range rows {
			if err := f.SetSheetRow(name, write.At(1, n+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadRulesAndSynergies(t *testing.T) {
	s, issues := ReadBytes("выбор.xlsx", selectionBook(t, map[string][][]any{
		"Правила": {{"Правило", "Субъект", "Объект", "Значение", "Примечание"},
			{"группа минимум", "все", nil, 1, "по каждому направлению"}, {"Группа-Максимум", "здоровье", nil, 1}, {"требует", "Два", "T1"}, {"исключает", "t1; t4"}, {"не менее", "Энергетика", nil, "1"}, {"не более", "*", nil, 3}},
		"Синергия": {{"А", "Б", "Синергия"}, {"T1", "Два", "1,5"}, {"T4", "T1", -2}},
	}))
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	want := []study.Rule{
		{Kind: study.GroupMin, Subject: []string{"*"}, Value: 1}, {Kind: study.GroupMax, Subject: []string{"Здоровье"}, Value: 1}, {Kind: study.Requires, Subject: []string{"T2"}, Object: []string{"T1"}},
		{Kind: study.Excludes, Subject: []string{"T1", "T4"}}, {Kind: study.AtLeast, Subject: []string{"Энергетика"}, Value: 1}, {Kind: study.AtMost, Subject: []string{"*"}, Value: 3}}
	plain := func(s *study.Study) ([]study.Rule, []study.Synergy, []string) {
		var rules []study.Rule
		var synergies []study.Synergy
		var pins []string
		for _, r := range s.Rules {
			r.Origin = study.Origin{}
			rules = append(rules, r)
		}
		for _, y := range s.Synergies {
			y.Origin = study.Origin{}
			synergies = append(synergies, y)
		}
		for _, tech := range s.Technologies {
			pins = append(pins, tech.Pin)
		}
		return rules, synergies, pins
	}
	rules, synergies, pins := plain(s)
	if !reflect.DeepEqual(rules, want) {
		t.Errorf("rules %+v", rules)
	}
	if !reflect.DeepEqual(synergies, []study.Synergy{{A: 0, B: 1, Value: 1.5}, {A: 3, B: 0, Value: -2}}) || !reflect.DeepEqual(pins, []string{"in", "", "out", ""}) || *s.Settings.Budget != 100.5 {
		t.Errorf("synergies %+v, pins %v, budget %v", synergies, pins, s.Settings.Budget)
	}
	written, err := WriteStudy(s)
	if err != nil {
		t.Fatal(err)
	}
	again, issues := ReadBytes("again.xlsx", written)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	if r, y, p := plain(again); !reflect.DeepEqual(r, rules) || !reflect.DeepEqual(y, synergies) || !reflect.DeepEqual(p, pins) {
		t.Errorf("read again: %+v %+v %v", r, y, p)
	}
}

func TestRulesAndSynergiesNameTheirCells(t *testing.T) {
	_, issues := ReadBytes("выбор.xlsx", selectionBook(t, map[string][][]any{
		"Исследование": {{"Параметр", "Значение"}, {"бюджет", -1}},
		"Технологии":   {{"Код", "Технология", "Стоимость"}, {"T1", "Один", -40}, {"T2", "Два", "дорого"}, {"T3", "Три", 1}, {"T4", "Четыре", 2}},
		"Rules": {{"Rule", "Subject", "Object", "Value"}, {"atleast", "T1", nil, 1}, {"at-least", "T9", nil, 1}, {"at-most", "T1", nil, -1}, {"at-most", "T1", nil, 1.5}, {"requires", "T1", nil},
			{"group-max", "Energy", nil, 1}, {"excludes", "T1", "T2", 3}, {"at-most", "T1", "T2", 3}, {"requires", nil, "T1"}, {"at-least", "T1", nil, "много"}},
		"Synergies": {{"A", "B", "Synergy"}, {"T1", "T1", 1}, {"T1", "T2", nil}, {"T1", "T2", "x"}, {"T1", "T2", 3}, {"T2", "T1", 4}, {"T1", "T7", 4}},
	}))
	got := map[string]string{}
	for _, i := range issues {
		got[i.Sheet+"!"+i.Cell] = i.Code
	}
	want := map[string]string{"Исследование!B2": "E-SETTING", "Технологии!C2": "E-COST", "Технологии!C3": "E-NUMBER",
		"Rules!A2": "E-RULE", "Rules!B3": "E-REF-UNKNOWN", "Rules!D4": "E-RULE", "Rules!D5": "E-RULE", "Rules!C6": "E-RULE", "Rules!B7": "E-REF-UNKNOWN", "Rules!D8": "E-RULE", "Rules!C9": "E-RULE",
		"Rules!B10": "E-RULE", "Rules!D11": "E-NUMBER",
		"Synergies!B2": "E-SYNERGY", "Synergies!C3": "E-CELL-BLANK", "Synergies!C4": "E-NUMBER", "Synergies!A6": "E-SYNERGY", "Synergies!B7": "E-REF-UNKNOWN"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// Save writes pins, rules, synergies and the budget where they belong, and leaves notes in place.
func TestSaveSelection(t *testing.T) {
	path := filepath.Join(t.TempDir(), "выбор.xlsx")
	data := selectionBook(t, map[string][][]any{
		"Технологии": {{"Код", "Технология", "Стоимость"}, {"T1", "Один", 40}, {"T2", "Два", 30}, {"T3", "Три", 50}, {"T4", "Четыре", 1}},
		"Правила":    {{"Примечание", "Правило", "Субъект", "Объект", "Значение"}, {"первое", "требует", "T2", "T1"}, {"второе", "не более", "*", nil, 3}, {"третье", "исключает", "T3", "T4"}}})
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	s, issues, err := Read(path)
	if err != nil || len(issues) > 0 {
		t.Fatal(err, issues)
	}
	changed := apply(t, s, study.RemoveRule{Number: 1}, study.AddRule{Rule: "at-least", Subject: "T1; T3", Value: 1}, study.SetPin{Technology: "T2", Pin: "out"}, study.SetSynergy{A: "T1", B: "T4", Value: 2.5},
		study.SetSetting{Name: "budget", Value: "77.5"})
	if _, err := Save(path, changed, s.Source.SHA256); err != nil {
		t.Fatal(err)
	}
	again, issues, err := Read(path)
	if err != nil || len(issues) > 0 {
		t.Fatal(err, issues)
	}
	if !reflect.DeepEqual(ruleRows(again), ruleRows(changed)) || !reflect.DeepEqual(synergyRows(again), synergyRows(changed)) || again.Technologies[1].Pin != "out" || *again.Settings.Budget != 77.5 {
		t.Errorf("rules %v, synergies %v, pin %q, budget %v", ruleRows(again), synergyRows(again), again.Technologies[1].Pin, again.Settings.Budget)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	notes, err := f.GetCols("Правила")
	if err != nil {
		t.Fatal(err)
	}
	if want := [][]string{{"Примечание", "второе", "третье"}, {"Правило", "не более", "исключает", "at-least"}, {"Субъект", "*", "T3", "T1; T3"}, {"Объект", "", "T4"}, {"Значение", "3", "", "1"}}; !reflect.DeepEqual(trimmed(notes), want) {
		t.Errorf("rules are saved as %q", notes)
	}
}

// trimmed drops the blanks at the ends of columns.
func trimmed(columns [][]string) [][]string {
	for k, c := range columns {
		for len(c) > 0 && c[len(c)-1] == "" {
			c = c[:len(c)-1]
		}
		columns[k] = c
	}
	return columns
}

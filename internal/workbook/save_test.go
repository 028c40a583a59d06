package workbook

import (
	"bytes"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/example"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/workbook/write"
	"veche/internal/xlsx"
)

func apply(t testing.TB, s *study.Study, actions ...study.Action) *study.Study {
	t.Helper()
	for _, a := range actions {
		next, err := study.Apply(s, a)
		if err != nil {
			t.Fatalf("%v: %v", a, err)
		}
		s = next
	}
	return s
}

func TestSaveKeepsEverythingElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fields.xlsx")
	if err := os.WriteFile(path, example.ScienceFields, 0o640); err != nil {
		t.Fatal(err)
	}
	s, _, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	moved := apply(t, s, study.SetWeight{Criterion: "TOP1", Weight: 0.5}, study.SetMethod{Method: "weighted-sum"}, study.SetParameter{Name: "normalization", Value: "max"},
		study.ExcludeTechnology{Technology: "S02", Excluded: true}, study.ExcludeExpert{Expert: "E6", Excluded: true, Note: "ill; back\nin May: late"})
	now, err := Save(path, moved, s.Source.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	again, issues, err := Read(path)
	if err != nil || issues.Err() != nil {
		t.Fatal(err, issues)
	}
	if again.Source.SHA256 != now {
		t.Error("Save returned another digest than the file has")
	}
	a, b := evaluated(t, moved), evaluated(t, again)
	if len(a.Rows) != 13 || len(a.Rows) != len(b.Rows) {
		t.Fatalf("%d and %d rows, want 13", len(a.Rows), len(b.Rows))
	}
	for k := range a.Rows {
		if a.Rows[k].Technology.ID != b.Rows[k].Technology.ID || math.Abs(a.Rows[k].Score-b.Rows[k].Score) > 1e-12 {
			t.Errorf("place %d: %s %v in the session, %s %v from the file", k+1, a.Rows[k].Technology.ID, a.Rows[k].Score, b.Rows[k].Technology.ID, b.Rows[k].Score)
		}
	}
	if again.Settings.Weighting != "direct" || again.Settings.Method != "weighted-sum" || again.Settings.Parameters["normalization"] != "max" || !again.Excluded.Experts["E6"] ||
		again.Excluded.Why["E6"] != "ill, back in May: late" {
		t.Errorf("settings %+v", again.Settings)
	}
	if len(again.Judgements) != len(s.Judgements) || again.Evidence.Len() != s.Evidence.Len() || again.Title != s.Title {
		t.Error("something else was lost")
	}
	if info, err := os.Stat(path); err != nil || (runtime.GOOS != "windows" && info.Mode().Perm() != 0o640) {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	// A second save goes on from the first; one that expects the old file is refused and changes nothing.
	if _, err := Save(path, moved, now); err != nil {
		t.Error(err)
	}
	before, _ := os.ReadFile(path)
	if _, err := Save(path, moved, s.Source.SHA256); err == nil || !strings.Contains(err.Error(), "changed by someone else") {
		t.Errorf("a changed file was overwritten: %v", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("a refused save changed the file")
	}
}

// A key that is added to a Russian sheet has its Russian name, and reads back.
func TestSaveNamesKeysInRussian(t *testing.T) {
	b := plain()
	for k := range b {
		if b[k].name == "Study" {
			b[k].name = "Исследование"
		}
	}
	original := b.bytes(t)
	s, issues := ReadBytes("b.xlsx", original)
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	saved, err := Updated("b.xlsx", original, apply(t, s, study.SetSetting{Name: "budget", Value: "12"}, study.ExcludeTechnology{Technology: "T3", Excluded: true}))
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(saved))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("Исследование")
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, row := range rows {
		keys = append(keys, row[0])
	}
	if said := strings.Join(keys, ", "); !strings.Contains(said, "бюджет") || !strings.Contains(said, "исключённые технологии") || strings.Contains(said, "budget") {
		t.Errorf("the keys are %s", said)
	}
	again, issues := ReadBytes("b.xlsx", saved)
	if issues.Err() != nil || *again.Settings.Budget != 12 || !again.Excluded.Technologies["T3"] {
		t.Errorf("%v: %+v, %v", issues, again.Settings, again.Excluded)
	}
}

// A weight takes the place of a text that stands inside its cell, as some programs write texts; a number beside such a text is a cell that no reader takes.
func TestSaveOverTextInTheCell(t *testing.T) {
	data, err := os.ReadFile("../tui/testdata/longnames.xlsx") // its weights are texts: 25%
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "longnames.xlsx")
	if err := os.WriteFile(path, data, 0o640); err != nil {
		t.Fatal(err)
	}
	s, _, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	moved := apply(t, s, study.SetWeight{Criterion: "C1", Weight: 0.5})
	if _, err := Save(path, moved, s.Source.SHA256); err != nil {
		t.Fatal(err)
	}
	again, issues, err := Read(path)
	if err != nil || issues.Err() != nil {
		t.Fatal(err, issues)
	}
	for k, want := range evaluated(t, moved).Global {
		if got := evaluated(t, again).Global[k]; math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: saved %v, read %v", moved.Criteria[k].Code, want, got)
		}
	}
}

// Weights of a tree that has no Weight column, formulas in it, a Russian sheet and a title above the header.
func TestSaveFindsItsPlace(t *testing.T) {
	b := plain().set("Criteria", "E1", nil).set("Criteria", "E2", nil).set("Criteria", "E3", nil)
	for k := range b {
		if b[k].name == "Criteria" {
			b[k].name = "Критерии"
			b[k].rows = append([][]any{{"Наши критерии"}, nil}, b[k].rows...)
		}
	}
	for name, original := range map[string][]byte{"no column": b.bytes(t), "a formula": plain().set("Criteria", "E2", formula("1-E3")).bytes(t)} {
		if name == "a formula" { // give the formula a saved value, as Excel would
			f, err := excelize.OpenReader(bytes.NewReader(original))
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellValue("Criteria", "E2", 0.6); err != nil {
				t.Fatal(err)
			}
			original, err = write.Pack(f)
			if err != nil {
				t.Fatal(err)
			}
		}
		s, issues := ReadBytes("b.xlsx", original)
		if issues.Err() != nil {
			t.Fatalf("%s: %v", name, issues)
		}
		path := filepath.Join(t.TempDir(), "new.xlsx")
		moved := apply(t, s, study.SetWeight{Criterion: "C1", Weight: 0.375})
		if _, err := SaveAs(&Output{Path: path, Kinds: []string{".xlsx"}}, original, moved); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		again, _, err := Read(path)
		if err != nil {
			t.Fatal(err)
		}
		if w := again.Criteria[0].Weight; w == nil || *w != 0.375 {
			t.Errorf("%s: weight %v, want 0.375", name, w)
		}
		if _, err := SaveAs(&Output{Path: path, Kinds: []string{".xlsx"}}, original, moved); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: an existing file was overwritten: %v", name, err)
		}
	}
}

func TestWriteFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.xlsx")
	if err := WriteFile(path, []byte("one"), false); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, []byte("two"), false); !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), "--force") {
		t.Errorf("overwrote, or said %v", err)
	}
	if err := WriteFile(path, []byte("three"), true); err != nil {
		t.Fatal(err)
	}
	if data, _ := os.ReadFile(path); string(data) != "three" {
		t.Errorf("the file holds %q", data)
	}
	if err := WriteFile(filepath.Join(folder, "none", "a.xlsx"), nil, false); err == nil {
		t.Error("wrote into a folder that does not exist")
	}
	if err := WriteFile(folder, nil, true); err == nil {
		t.Error("replaced a folder")
	}
	if runtime.GOOS != "windows" {
		link := filepath.Join(folder, "link.xlsx")
		if err := os.Symlink(path, link); err != nil {
			t.Fatal(err)
		}
		if err := WriteFile(link, []byte("four"), true); err != nil {
			t.Fatal(err)
		}
		if data, _ := os.ReadFile(path); string(data) != "four" {
			t.Error("a link was replaced instead of its file")
		}
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".*")); len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
}

// The template is a valid study in both languages, without a warning, that ranks as it stands.
func TestTemplate(t *testing.T) {
	for _, lang := range []string{"en", "ru"} {
		data, err := Template(lang)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := Template(lang); !bytes.Equal(data, again) {
			t.Errorf("%s: two templates differ", lang)
		}
		s, issues := ReadBytes("template.xlsx", data)
		if len(issues) > 0 {
			t.Fatalf("%s: %v", lang, issues)
		}
		if o := evaluated(t, s); len(o.Rows) != 3 || len(s.Judgements) == 0 || s.Evidence.Len() == 0 || len(s.Terms) == 0 || len(s.Blocs) == 0 {
			t.Errorf("%s: %d rows", lang, len(o.Rows))
		}
		if p := s.Criteria[2].Preference; p.Function != mcda.Linear || *p.Q != (mcda.Threshold{Constant: 2}) || *p.P != (mcda.Threshold{Constant: 2, Slope: 0.1}) || len(s.Terms[3].Values) != 3 {
			t.Errorf("%s: preference %+v, terms %v", lang, p, s.Terms)
		}
		if _, err := study.Evaluate(apply(t, s, study.SetWeighting{Weighting: "ahp"})); err != nil {
			t.Errorf("%s: its judgements: %v", lang, err)
		}
		b, err := xlsx.Open(data, xlsx.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if want := []string{"en", "Read me", "ru", "Прочти меня"}; b.Sheets()[0].Name != want[1] && b.Sheets()[0].Name != want[3] {
			t.Errorf("%s: first sheet %q", lang, b.Sheets()[0].Name)
		}
	}
	if _, err := Template("fr"); err == nil {
		t.Error("a French template")
	}
}

package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/text"
)

// A list printed as CSV in Russian is what a Russian Excel opens in columns (a byte order mark, semicolons), its numbers have a decimal point as everywhere in
// CSV, and they are the figures of the English list; a sheet written so is read back by our own reader to the same ranking.
func TestRussianCSV(t *testing.T) {
	folder := t.TempDir()
	for _, l := range []language.Language{language.English, language.Russian} {
		study := filepath.Join(folder, l.Code())
		if err := os.Mkdir(study, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, table := range map[string]*report.Table{
			"Study.csv":        {Columns: []report.Column{{Head: "Key"}, {Head: "Value"}}, Rows: [][]report.Cell{{report.Text("title"), report.Text("Энергия; тепло")}, {report.Text("language"), report.Text("ru")}}},
			"Criteria.csv":     {Columns: []report.Column{{Head: "Code"}, {Head: "Criterion"}, {Head: "Sense"}, {Head: "Weight"}}, Rows: [][]report.Cell{{report.Text("C1"), report.Text("Польза"), report.Text("benefit"), report.Number(0.4, 1)}, {report.Text("C2"), report.Text("Цена"), report.Text("cost"), report.Number(0.6, 1)}}},
			"Technologies.csv": {Columns: []report.Column{{Head: "ID"}, {Head: "Technology"}}, Rows: [][]report.Cell{{report.Text("T1"), report.Text("Насосы")}, {report.Text("T2"), report.Text("Ветер, море")}, {report.Text("T3"), report.Text("Солнце")}}},
			"Evidence.csv": {Columns: []report.Column{{Head: "Technology"}, {Head: "C1"}, {Head: "C2"}}, Rows: [][]report.Cell{{report.Text("T1"), report.Number(1.250, 3), report.Number(980.5, 1)},
				{report.Text("T2"), report.Number(2.375, 3), report.Number(1012.125, 3)}, {report.Text("T3"), report.Number(0.0625, 4), report.Number(640.75, 2)}}},
		} {
			var b bytes.Buffer
			if err := text.Write(&b, table, "csv", l, false); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(study, name), b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	ranked := func(study, lang string) [][]string {
		said := printed(t, "rank", filepath.Join(folder, study), "--format", "csv", "--lang", lang, "-q")
		bare, marked := strings.CutPrefix(said, "\ufeff")
		if marked != (lang == "ru") {
			t.Errorf("--lang %s: byte order mark %t", lang, marked)
		}
		r := csv.NewReader(strings.NewReader(bare))
		if lang == "ru" {
			r.Comma = ';'
		}
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows[1:]
	}
	want := ranked("en", "en")
	if len(want) != 3 || !strings.Contains(strings.Join(want[0], " "), "0.") {
		t.Fatalf("%v", want)
	}
	for _, study := range []string{"en", "ru"} {
		if got := ranked(study, "ru"); !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%s: %v, want %v", study, got, want)
		}
	}
}

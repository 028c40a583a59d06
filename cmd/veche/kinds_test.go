package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"veche/internal/mcda"
	"veche/internal/study"
)

// ofEveryKind writes the sheets of a small study as a workbook and as folders of CSV and TSV; the paths are by kind.
func ofEveryKind(t *testing.T, of map[string][][]string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	var book sheets
	for sheet, rows := range of {
		var cells [][]any
		for _, row := range rows {
			var line []any
			for _, v := range row {
				line = append(line, v)
			}
			cells = append(cells, line)
		}
		book = append(book, struct {
			name string
			rows [][]any
		}{sheet, cells})
	}
	paths := map[string]string{"xlsx": book.write(t), "csv": filepath.Join(dir, "csv"), "tsv": filepath.Join(dir, "tsv")}
	for kind, mark := range map[string]string{"csv": ",", "tsv": "\t"} {
		if err := os.Mkdir(paths[kind], 0o700); err != nil {
			t.Fatal(err)
		}
		for sheet, rows := range of {
			var text strings.Builder
			for _, row := range rows {
				text.WriteString(strings.Join(row, mark) + "\n")
			}
			if err := os.WriteFile(filepath.Join(paths[kind], sheet+"."+kind), []byte(text.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return paths
}

func measuredSheets(cost string, settings ...string) map[string][][]string {
	keys := [][]string{{"Key", "Value"}, {"weighting", "equal"}}
	for k := 0; k < len(settings); k += 2 {
		keys = append(keys, settings[k:k+2])
	}
	return map[string][][]string{
		"Study": keys, "Criteria": {{"Code", "Criterion", "Sense", "Min", "Max", "Limits"}, {"C1", "Reach", "benefit", "0", "10", "5"}, {"C2", "Effort", "cost", "0", "10", "5"}},
		"Technologies": {{"ID", "Technology", "Cost"}, {"T1", "One", "20"}, {"T2", "Two", cost}, {"T3", "Three", "30"}},
		"Evidence":     {{"Technology", "C1", "C2"}, {"T1", "2", "5"}, {"T2", "9", "1"}, {"T3", "4", "4"}},
	}
}

// A cost that is not known is none, however it is left open and in whatever file: under a budget it is asked for by its cell, and without one it is said that it is
// missing. The best technology is the one without a cost, so that taken for 0 it would be chosen.
func TestUnknownCostOfEveryKind(t *testing.T) {
	for _, typed := range []string{"", " ", "-", "–", "n/a", "N/A", "н/д", "нет данных", "…", "?"} {
		for kind, path := range ofEveryKind(t, measuredSheets(typed)) {
			var out, problems bytes.Buffer
			if code := run([]string{"select", path, "--budget", "40", "--format", "json"}, strings.NewReader(""), &out, &problems); code == 0 || !strings.Contains(problems.String(), "C3") {
				t.Errorf("%q as %s under a budget: %d %s%s", typed, kind, code, out.String(), problems.String())
			}
			out.Reset()
			problems.Reset()
			if code := run([]string{"select", path, "--most", "1"}, strings.NewReader(""), &out, &problems); code != 0 || !strings.Contains(problems.String(), "W-COST-MISSING") {
				t.Errorf("%q as %s without a budget: %d %s%s", typed, kind, code, out.String(), problems.String())
			}
		}
	}
}

// What a file says of a setting is not judged where the command line says otherwise, and is refused by its cell where it does not: every setting that has names to
// choose from, and every parameter of every method.
func TestOverridesOfEveryKind(t *testing.T) {
	tried := 0
	try := func(method, key, valid string) {
		t.Helper()
		tried++
		settings := []string{key, "no such thing"}
		if method != "" {
			settings = append(settings, "method", method)
		}
		for kind, path := range ofEveryKind(t, measuredSheets("10", settings...)) {
			says := func(args ...string) (code int, said string) {
				var out, problems bytes.Buffer
				code = run(append([]string{"rank", path, "--format", "csv"}, args...), strings.NewReader(""), &out, &problems)
				return code, problems.String()
			}
			if code, said := says(); code != exitIssues || !strings.Contains(said, "!B3") {
				t.Errorf("%s of %s as %s is not refused by its cell: %d %s", key, method, kind, code, said)
			}
			if code, said := says("--set", key+"="+valid); code != exitDone || strings.Contains(said, "!B3") {
				t.Errorf("%s of %s as %s, given as %s: %s", key, method, kind, valid, said)
			}
		}
	}
	for _, x := range study.SettingsTable() {
		if x.Kind == study.SettingName && x.Name != "competence" && x.Name != "weighting" && x.Choices != nil {
			try("", x.Name, x.Choices()[0])
		}
	}
	for _, m := range mcda.Methods() {
		for _, p := range m.Parameters {
			if p.Default != "" {
				try(m.Name, p.Name, fmt.Sprint(p.Default))
			}
		}
	}
	if tried < 20 {
		t.Errorf("only %d were tried", tried)
	}
}

package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Workbooks, forms, seals and journals of the first edition are read, and give its figures (testdata/edition-0.1.0/SOURCE.md).
func TestFirstEdition(t *testing.T) {
	const folder = "../../testdata/edition-0.1.0"
	at := func(name string) string { return filepath.Join(folder, name) }
	said := func(code int, args ...string) string {
		t.Helper()
		var out, problems bytes.Buffer
		if got := run(args, strings.NewReader(""), &out, &problems); got != code {
			t.Errorf("veche %s ends with %d, not %d\n%s", strings.Join(args, " "), got, code, problems.String())
		}
		return out.String()
	}
	figures := func(want string, args ...string) {
		t.Helper()
		data, err := os.ReadFile(at(want))
		if err != nil {
			t.Fatal(err)
		}
		sameFigures(t, want, said(exitDone, append(args, "--format", "csv", "-q")...), string(data))
	}
	for _, name := range []string{"en", "ru", "science-fields", "portfolio", "sealed-en", "sealed-ru"} {
		figures(name+".csv", "rank", at(name+".xlsx"))
	}
	for _, name := range []string{"science-fields", "portfolio"} {
		figures(name+"-weights.csv", "weights", at(name+".xlsx"))
	}
	figures("journal.csv", "replay", at("science-fields.xlsx"), at("journal.jsonl"))

	for _, lang := range []string{"en", "ru"} {
		figures("merged-"+lang+".csv", "rank", at("merged-"+lang+".xlsx"), "--round", "2")
		merged := filepath.Join(t.TempDir(), "merged.xlsx")
		said(exitDone, "collect", at(lang+".xlsx"), at("forms-"+lang+"2"), "-o", merged, "-q")
		figures("merged-"+lang+".csv", "rank", merged, "--round", "2")
		if text := said(exitIssues, "check", at("shortlist-"+lang+".xlsx")); !strings.Contains(text, "E-FILE-SHORTLIST") {
			t.Errorf("a shortlist of the first edition is taken for %s", text)
		}
		// The seal that went into the minutes is the seal of these weights still.
		data, err := os.ReadFile(at("sealed-" + lang + ".txt"))
		if err != nil {
			t.Fatal(err)
		}
		seal := data[bytes.Index(data, []byte("sha256:")):]
		seal = seal[:bytes.IndexByte(seal, '\n')]
		again := filepath.Join(t.TempDir(), "sealed.xlsx")
		if text := said(exitDone, "lock", at("sealed-"+lang+".xlsx"), "--force", "-o", again, "--lang", "en"); !strings.Contains(text, string(seal)) {
			t.Errorf("sealed anew, the weights have another seal than %s:\n%s", seal, text)
		}
		if text := said(exitDone, "check", at("sealed-"+lang+".xlsx"), "--format", "json"); strings.Contains(text, "SEAL") {
			t.Errorf("the seal is said to be broken:\n%s", text)
		}
	}

	var was, is selectionFigures
	data, err := os.ReadFile(at("portfolio-select.json"))
	if err != nil {
		t.Fatal(err)
	}
	for text, into := range map[string]*selectionFigures{string(data): &was, said(exitDone, "select", at("portfolio.xlsx"), "--format", "json", "-q"): &is} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Join(was.Chosen, " ") != strings.Join(is.Chosen, " ") || !near(was.Value, is.Value) || !near(was.Spent, is.Spent) || len(was.Chosen) == 0 {
		t.Errorf("selected are %+v, were %+v", is, was)
	}
}

type selectionFigures struct {
	Chosen       []string `json:"chosen"`
	Value, Spent float64
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-12*max(1, math.Abs(a), math.Abs(b)) }

// sameFigures compares tables but for their headings: numbers to their last digits, for the arithmetic became one for all machines after the first edition.
func sameFigures(t *testing.T, name, got, want string) {
	t.Helper()
	rows := func(text string) [][]string {
		all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		return all
	}
	a, b := rows(got), rows(want)
	if len(a) != len(b) || len(b) < 2 {
		t.Errorf("%s: %d rows, were %d", name, len(a), len(b))
		return
	}
	for k := 1; k < len(b); k++ {
		if len(a[k]) != len(b[k]) {
			t.Errorf("%s, row %d: %q, was %q", name, k+1, a[k], b[k])
			continue
		}
		for c := range b[k] {
			x, err1 := strconv.ParseFloat(a[k][c], 64)
			y, err2 := strconv.ParseFloat(b[k][c], 64)
			if a[k][c] != b[k][c] && !(err1 == nil && err2 == nil && near(x, y)) {
				t.Errorf("%s, row %d: %q, was %q", name, k+1, a[k][c], b[k][c])
			}
		}
	}
}

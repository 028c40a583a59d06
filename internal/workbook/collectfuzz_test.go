package workbook

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"veche/internal/ci"
	"veche/internal/study"
	"veche/internal/workbook/write"
)

// collectable is a small study without answers and a filled form of its expert E1.
func collectable(t testing.TB) (data, form []byte) {
	b := book{
		{"Study", [][]any{{"Key", "Value"}, {"title", "Fuzz"}, {"weighting", "ahp"}, {"round", "1"}}},
		{"Criteria", [][]any{{"Code", "Criterion", "Sense", "Min", "Max"}, {"C1", "Impact", "benefit", 1, 9}, {"C2", "Price", "cost"}, {"C3", "Time", "cost"}}},
		{"Technologies", [][]any{{"ID", "Technology"}, {"T1", "Wind"}, {"T2", "Solar"}}},
		{"Experts", [][]any{{"ID", "Name"}, {"E1", "Anna"}, {"E2", "Boris"}}},
		{"Scale", [][]any{{"Term", "Value"}, {"high", 8}, {"rather", "6; 7; 8"}}},
	}
	data = b.bytes(t)
	return data, changedBook(t, formsOf(t, "study.xlsx", data, FormOptions{})["E1"], func(x *excelize.File) {
		for cell, v := range map[string]any{"C7": 4, "D7": 5, "E7": 6, "C8": 7, "D8": 8, "E8": 9} {
			must(t, x.SetCellValue("Scores", cell, v))
		}
		for cell, v := range map[string]any{"C5": "A", "F5": 3, "C6": "=", "C7": "B", "F7": 5} {
			must(t, x.SetCellValue("Pairwise", cell, v))
		}
	})
}

// editedForm changes cells of a filled form at will. Nothing is lost without an error, nothing is merged that does not stand in the form, and what is written
// reads back as the merged study.
func editedForm(data, form []byte) func(*rapid.T) {
	values := rapid.OneOf(
		rapid.SampledFrom([]any{nil, 1, 5, 9, 10, -1, 0.5, true, "C1", "C2", "C3", "T1", "T2", "Wind", "Solar", "Impact", "Time", "A", "B", "=", "n/a", "н/д", "high", "rather", "6; 7; 8", "8; 7; 6", "1/3", "7,5", "ID", "Technology",
			"Preferred", "Criterion", "E2", "2", "see my letter"}),
		rapid.Map(rapid.StringN(0, 12, -1), func(s string) any { return s }))
	return func(t *rapid.T) {
		edits := rapid.IntRange(0, 8).Draw(t, "edits")
		x, err := excelize.OpenReader(bytes.NewReader(form))
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		for range edits {
			sheet := rapid.SampledFrom([]string{"Scores", "Scores", "Scores", "Pairwise", "Pairwise", metaSheet}).Draw(t, "sheet")
			cell := write.At(rapid.IntRange(1, 8).Draw(t, "column"), rapid.IntRange(4, 10).Draw(t, "row"))
			if err := x.SetCellValue(sheet, cell, values.Draw(t, cell)); err != nil {
				t.Fatal(err)
			}
		}
		cells := map[string]string{}
		for _, sheet := range x.GetSheetList() {
			rows, err := x.GetRows(sheet, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			for n, row := range rows {
				for k, v := range row {
					cells["form.xlsx "+sheet+"!"+write.At(k+1, n+1)] = v
				}
			}
		}
		var changed bytes.Buffer
		if err := x.Write(&changed); err != nil {
			t.Fatal(err)
		}
		c, err := Collect(FormFile{"study.xlsx", data}, []FormFile{{"form.xlsx", changed.Bytes()}})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range c.Forms {
			if r.Asked != r.Answered+r.Abstained+r.Blank+r.Unmerged {
				t.Errorf("%+v does not add up", r)
			}
			if r.Unmerged > 0 && c.Issues.Err() == nil {
				t.Errorf("%+v, and no error", r)
			}
		}
		unread := map[string]bool{}
		for _, x := range c.Study.Unread {
			unread[c.Study.Place(x.Origin).String()] = true
		}
		for k := range c.Study.Scores {
			a := &c.Study.Scores[k]
			place := c.Study.Place(a.Origin).String()
			if text := cells[place]; (a.State == study.Missing) != (clean(text) == "" || unread[place]) {
				t.Errorf("%s holds %q, read as %v", c.Study.Place(a.Origin), text, *a)
			} else if v, _, ok := parseNumber(text); ok && a.State == study.Given && v != a.Value {
				t.Errorf("%s holds %q, read as %v", c.Study.Place(a.Origin), text, a.Value)
			}
		}
		for _, c.long = range []int{mostLong, 0} { // with a row for each answer, and for each technology of an expert
			if _, err := c.Workbook(); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestEditedForms(t *testing.T) { ci.Check(t, editedForm(collectable(t))) }

func FuzzCollect(f *testing.F) { f.Fuzz(rapid.MakeFuzz(editedForm(collectable(f)))) }

// FuzzTyped reads what people type where more than a number may stand. What is understood can be written and read again; no name of an expert leads out of
// the folder of the forms.
func FuzzTyped(f *testing.F) {
	for _, seed := range []string{"6; 7; 8", "0,5 + 0,1g", "10%", "0:0; 50:0.8; 100:1", "⅓", "../E1", "con", "E1.", "BL vs ST", "A vs B wrt C", "Pairwise E1 C1", "1/high", "v-shape", "T1. Wind"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if x, _, meant, fault := parseFuzzy(typed); meant && fault == nil {
			if again, _, _, fault := parseFuzzy(formatFuzzy(x)); fault != nil || !slices.Equal(again, x) {
				t.Errorf("%q: %v, again %v %v", typed, x, again, fault)
			}
		}
		if x, _, ok := parseThreshold(typed); ok {
			if again, _, ok := parseThreshold(fmt.Sprint(formatThreshold(&x))); ok && again != x {
				t.Errorf("%q: %v, again %v", typed, x, again)
			}
		}
		if v, _, err := parseValueFunction(typed); err == nil {
			if again, _, err := parseValueFunction(FormatValueFunction(v)); err != nil || len(again) != len(v) {
				t.Errorf("%q: %v, again %v %v", typed, v, again, err)
			}
		}
		file := formFile(typed, map[string]bool{})
		if filepath.Base(file) != file || strings.ContainsAny(file, `/\:*?"<>|`) || len([]rune(file)) > 70 || strings.HasPrefix(file, ".") || !strings.HasSuffix(file, ".xlsx") {
			t.Errorf("%q: a form named %q", typed, file)
		}
		parsePreference(typed)
		matrixOf(typed)
		near(typed, []string{"Scores", "Pairwise"})
		x := newIndex()
		x.add(0, "T1", "Wind")
		x.add(1, "T2", typed)
		x.find(typed)
	})
}

// FuzzCollectBytes collects whatever bytes come back as a form: workbooks of both kinds, cut, changed or packed anew, and text under several names. Nothing is lost
// without an error, and what is written can be read.
func FuzzCollectBytes(f *testing.F) {
	data, form := collectable(f)
	for _, name := range []string{"E1.xlsx", "E1.ods", "E1.csv", "E1.tsv"} {
		f.Add(name, form)
		f.Add(name, odsOf(f, form))
		f.Add(name, textOf(f, form, "Scores", ','))
		f.Add(name, textOf(f, form, "Pairwise", '\t'))
		f.Add(name, form[:len(form)/2])
	}
	f.Fuzz(func(t *testing.T, name string, bytes []byte) {
		c, err := CollectAs(FormFile{"study.xlsx", data}, []FormFile{{name, bytes}}, CollectOptions{Expert: "E1", Round: "1"})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range c.Forms {
			if r.Asked != r.Answered+r.Abstained+r.Blank+r.Unmerged || (r.Unmerged > 0 || r.Result == FormRefused) && c.Issues.Err() == nil {
				t.Errorf("%+v, %v", r, c.Issues)
			}
		}
		if len(c.Study.Scores) == 0 && len(c.Study.Judgements) == 0 {
			return
		}
		out, err := c.Workbook()
		if err != nil {
			t.Fatal(err)
		}
		if s, _ := ReadBytes("out.xlsx", out); len(s.Scores) != len(c.Study.Scores) || len(s.Judgements) != len(c.Study.Judgements) {
			t.Errorf("%d scores and %d judgements, were %d and %d", len(s.Scores), len(s.Judgements), len(c.Study.Scores), len(c.Study.Judgements))
		}
	})
}

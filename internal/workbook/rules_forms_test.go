package workbook

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/study"
)

// filledForm is a study without answers, in which E1 has a conflict of interest on T3, and the whole answers of E1 by cell.
func filledForm(t *testing.T) (data, empty []byte, answers map[string]any) {
	b := book{
		{"Study", [][]any{{"Key", "Value"}, {"title", "Kinds"}, {"weighting", "ahp"}, {"round", "1"}}},
		{"Criteria", [][]any{{"Code", "Criterion", "Sense", "Min", "Max"}, {"C1", "Impact", "benefit", 1, 9}, {"C2", "Share", "benefit", 0, 100}}},
		{"Technologies", [][]any{{"ID", "Technology"}, {"T1", "Wind"}, {"T2", "Solar"}, {"T3", "Tide"}}},
		{"Experts", [][]any{{"ID", "Name", "Conflicts"}, {"E1", "Anna", "T3"}, {"E2", "Boris", nil}}},
	}
	data = b.bytes(t)
	return data, formsOf(t, "study.xlsx", data, FormOptions{})["E1"], map[string]any{"Scores!C7": 7, "Scores!D7": 70, "Scores!C8": 8, "Scores!D8": 80, "Pairwise!C5": "A", "Pairwise!F5": 3}
}

// returned is the form with answers, as a kind of file; what stands in a file of text is one sheet.
func returned(t *testing.T, kind, name string, form []byte, answers map[string]any, edits ...func(*excelize.File) error) FormFile {
	data := changedBook(t, form, func(f *excelize.File) {
		for at, v := range answers {
			sheet, ref, _ := strings.Cut(at, "!")
			must(t, f.SetCellValue(sheet, ref, v))
		}
		for _, e := range edits {
			must(t, e(f))
		}
	})
	switch kind {
	case "ods":
		return FormFile{name + ".ods", odsOf(t, data)}
	case "csv":
		return FormFile{name + ".csv", textOf(t, data, "Scores", ',')}
	case "tsv":
		return FormFile{name + ".tsv", textOf(t, data, "Scores", '\t')}
	}
	return FormFile{name + ".xlsx", data}
}

// figuresOfForm are the scores that were merged: T1/C1.
func figuresOfForm(c *Collection) map[string]float64 {
	got := map[string]float64{}
	for _, a := range c.Study.Scores {
		if a.State == study.Given {
			got[c.Study.Technologies[a.Technology].ID+"/"+c.Study.Criteria[a.Criterion].Code] = a.Value
		}
	}
	return got
}

var scoreCells = map[string]string{"C7": "T1/C1", "D7": "T1/C2", "C8": "T2/C1", "D8": "T2/C2"}

// Rules of the collecting loop, each over the kinds of files and the cells of a form. An answer that cannot be read stays asked and known; comments, and texts
// beside the answers, are collected with what they are about; forms that complete each other are merged, and those that contradict each other are not; what is
// answered in spite of a conflict of interest is said and not asked for; a form without its hidden sheet is read for whom it is said to be.
func TestRulesOfForms(t *testing.T) {
	data, form, answers := filledForm(t)
	collect := func(files ...FormFile) *Collection {
		c, err := CollectAs(FormFile{"study.xlsx", data}, files, CollectOptions{Expert: "E1", Round: "1"})
		must(t, err)
		return c
	}
	report := func(c *Collection) FormReport {
		return c.Forms[slices.IndexFunc(c.Forms, func(r FormReport) bool { return r.Expert == "E1" })]
	}
	said := func(c *Collection, code string) bool { return len(ofCode(c.Issues, code)) > 0 }
	turn := 0
	each := func(kinds []string, do func(kind, cell string)) {
		for _, kind := range kinds {
			for _, cell := range []string{"C7", "D7", "C8", "D8"} {
				if turn++; ci.Full() || turn%7 == 0 {
					do(kind, cell)
				}
			}
		}
	}
	whole := func(got map[string]float64, but string) string {
		for cell, what := range scoreCells {
			if v, ok := got[what]; cell != but && (!ok || fmt.Sprint(v) != fmt.Sprint(answers["Scores!"+cell])) {
				return fmt.Sprintf("%s is %v (%v)", what, v, ok)
			}
		}
		if _, read := got[scoreCells[but]]; read {
			return scoreCells[but] + " is read"
		}
		return ""
	}
	with := func(cell string, v any) map[string]any {
		out := map[string]any{}
		for at, was := range answers {
			out[at] = was
		}
		out["Scores!"+cell] = v
		return out
	}
	for _, typed := range []string{"7-8", "x", "good", "7 or 8", "7¹", "1/0"} {
		each([]string{"xlsx", "ods", "csv", "tsv"}, func(kind, cell string) { // refused answers
			c := collect(returned(t, kind, "E1", form, with(cell, typed)))
			r := report(c)
			if wrong := whole(figuresOfForm(c), cell); wrong != "" || r.Unmerged != 1 || len(c.Study.Unread) != 1 || r.Asked != r.Answered+r.Abstained+r.Blank+r.Unmerged {
				t.Errorf("%s %s %q: %s, %+v, %d unread", kind, cell, typed, wrong, r, len(c.Study.Unread))
			}
		})
	}
	each([]string{"xlsx"}, func(kind, cell string) { // comments
		c := collect(returned(t, kind, "E1", form, answers, func(f *excelize.File) error {
			return f.AddComment("Scores", excelize.Comment{Cell: cell, Author: "Anna", Paragraph: []excelize.RichTextRun{{Text: "a guess"}}})
		}))
		technology, criterion, _ := strings.Cut(scoreCells[cell], "/")
		if !slices.ContainsFunc(c.Notes, func(n Note) bool {
			return n.Technology == technology && n.Criterion == criterion && strings.Contains(n.Text, "a guess")
		}) || whole(figuresOfForm(c), "") != "" {
			t.Errorf("%s: %+v", cell, c.Notes)
		}
	})
	each([]string{"xlsx", "ods", "csv", "tsv"}, func(kind, cell string) { // text beside the answers
		c := collect(returned(t, kind, "E1", form, with("G"+cell[1:], "beside "+cell)))
		if !slices.ContainsFunc(c.Notes, func(n Note) bool { return strings.Contains(n.Text, "beside "+cell) }) || whole(figuresOfForm(c), "") != "" {
			t.Errorf("%s G%s: %+v", kind, cell[1:], c.Notes)
		}
	})
	each([]string{"xlsx", "ods"}, func(kind, cell string) { // two forms
		half, other := map[string]any{"Scores!" + cell: answers["Scores!"+cell]}, with(cell, nil)
		c := collect(returned(t, kind, "235-E1", form, half), returned(t, kind, "236-E1", form, other))
		if wrong := whole(figuresOfForm(c), ""); wrong != "" || c.Issues.Err() != nil {
			t.Errorf("%s, halves at %s: %s %v", kind, cell, wrong, c.Issues)
		}
		c = collect(returned(t, kind, "235-E1", form, answers), returned(t, kind, "236-E1", form, with(cell, 1)))
		if twice := ofCode(c.Issues, "E-FORM-TWICE"); len(twice) != 1 || !strings.Contains(fmt.Sprint(twice), cell) || len(figuresOfForm(c)) > 0 {
			t.Errorf("%s, contradiction at %s: %v", kind, cell, c.Issues)
		}
	})
	each([]string{"xlsx", "ods", "csv", "tsv"}, func(kind, cell string) { // a conflict of interest, in row 9
		conflicting := cell[:1] + "9"
		c := collect(returned(t, kind, "E1", form, with(conflicting, 5)))
		asked := map[string]int{"xlsx": 5, "ods": 5, "csv": 4, "tsv": 4}[kind] // four scores, and a pair where its sheet is there
		if r := report(c); !said(c, "W-FORM-INTEREST") || r.Asked != asked || r.Answered != len(c.Study.Scores)-1+len(c.Study.Judgements) {
			t.Errorf("%s %s: %+v %v", kind, conflicting, r, c.Issues)
		}
	})
	each([]string{"xlsx", "ods"}, func(kind, cell string) { // pasted
		file := returned(t, kind, "form", form, with(cell, nil), func(f *excelize.File) error { return f.DeleteSheet("_meta") })
		c := collect(file)
		if wrong := whole(figuresOfForm(c), cell); wrong != "" || !said(c, "W-FORM-PASTED") {
			t.Errorf("%s: %s %v", kind, wrong, c.Issues)
		}
		c, err := Collect(FormFile{"study.xlsx", data}, []FormFile{file})
		if must(t, err); len(ofCode(c.Issues, "E-FORM-PASTED")) != 1 || len(figuresOfForm(c)) > 0 {
			t.Errorf("%s, of nobody: %v", kind, c.Issues)
		}
	})
}

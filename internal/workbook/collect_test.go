package workbook

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/study"
	"veche/internal/workbook/write"
)

// said are the answers of one round, by expert, then technology and criterion: a number, "n/a", or nil for blank.
func said(s *study.Study, round string) map[string]map[[2]string]any {
	all := map[string]map[[2]string]any{}
	for k := range s.Scores {
		a := &s.Scores[k]
		if s.Rounds[a.Round] != round {
			continue
		}
		e := s.Experts[a.Expert].ID
		if all[e] == nil {
			all[e] = map[[2]string]any{}
		}
		all[e][[2]string{s.Technologies[a.Technology].ID, s.Criteria[a.Criterion].Code}] = scoreCell(s, a)
	}
	return all
}

// fill fills in the Scores sheet of a form of the horizon scan by excelize: technologies T01 … from row 7, criteria C1 … from column C.
func fill(t testing.TB, form []byte, answers map[[2]string]any, more ...func(*excelize.File)) []byte {
	return changedBook(t, form, func(f *excelize.File) {
		for q, v := range answers {
			if v != nil {
				must(t, f.SetCellValue("Scores", scanCell(q[0], q[1]), v))
			}
		}
		for _, m := range more {
			m(f)
		}
	})
}

func scanCell(technology, criterion string) string {
	var row, col int
	fmt.Sscanf(technology, "T%d", &row)
	fmt.Sscanf(criterion, "C%d", &col)
	return write.At(col+2, row+formFirst-1)
}

// scanFiles are the filled forms of all 49 experts for one round.
func scanFiles(t testing.TB, empty []byte, s *study.Study, round string) []FormFile {
	answers := said(s, round)
	var files []FormFile
	forms := formsOf(t, "scan.xlsx", empty, FormOptions{Round: round})
	for _, e := range s.Experts {
		files = append(files, FormFile{e.ID + ".xlsx", fill(t, forms[e.ID], answers[e.ID])})
	}
	return files
}

// sameRanking compares two outcomes to the bit.
func sameRanking(t *testing.T, want, got *study.Outcome) {
	t.Helper()
	if len(want.Rows) != len(got.Rows) {
		t.Fatalf("%d rows, want %d", len(got.Rows), len(want.Rows))
	}
	for k := range want.Rows {
		w, g := &want.Rows[k], &got.Rows[k]
		if w.Technology.ID != g.Technology.ID || w.Rank != g.Rank || w.Score != g.Score || w.Raters != g.Raters {
			t.Fatalf("row %d: %s rank %d score %v of %d, want %s rank %d score %v of %d", k+1, g.Technology.ID, g.Rank, g.Score, g.Raters, w.Technology.ID, w.Rank, w.Score, w.Raters)
		}
	}
	if fmt.Sprint(want.Global) != fmt.Sprint(got.Global) {
		t.Fatalf("weights %v, want %v", got.Global, want.Global)
	}
}

// checkScan collects filled forms and compares the merged study, in memory and as written, with the original.
func checkScan(t *testing.T, empty []byte, original *study.Study, round string, files []FormFile) {
	t.Helper()
	c, err := Collect(FormFile{"scan.xlsx", empty}, files)
	must(t, err)
	if err := c.Issues.Err(); err != nil {
		t.Fatal(err)
	}
	data, err := c.Workbook()
	must(t, err)
	again, err := c.Workbook()
	must(t, err)
	if digest(data) != digest(again) {
		t.Error("the merged workbook differs between two runs")
	}
	s, issues := ReadBytes("merged.xlsx", data)
	if len(issues) > 0 {
		t.Fatalf("issues of the merged workbook:\n%v", issues)
	}
	want := evaluated(t, original, study.SetRound{Round: round})
	sameRanking(t, want, evaluated(t, c.Study, study.SetRound{Round: round}))
	sameRanking(t, want, evaluated(t, s, study.SetRound{Round: round}))

	// What was asked then is now as it was; the rest was asked in the forms and left blank.
	was := said(original, round)
	is := said(s, round)
	for _, e := range original.Experts {
		if len(is[e.ID]) != 333 {
			t.Fatalf("%s has %d answers, want 37 × 9", e.ID, len(is[e.ID]))
		}
		for q, v := range is[e.ID] {
			if v != was[e.ID][q] {
				t.Fatalf("%s on %v: %v, want %v", e.ID, q, v, was[e.ID][q])
			}
		}
	}
	for k := range c.Study.Scores {
		a := &c.Study.Scores[k]
		if got, want := c.Study.Place(a.Origin).String(), fmt.Sprintf("%s.xlsx Scores!%s", c.Study.Experts[a.Expert].ID, scanCell(c.Study.Technologies[a.Technology].ID, c.Study.Criteria[a.Criterion].Code)); got != want {
			t.Fatalf("origin %s, want %s", got, want)
		}
	}
	written, err := c.Workbook()
	must(t, err)
	changedBook(t, written, func(f *excelize.File) {
		rows, err := f.GetRows("Scores")
		must(t, err)
		if got := strings.Join(rows[0], " "); got != "Round Expert Technology Criterion Score Source" {
			t.Errorf("columns %q", got)
		}
		if row := rows[1]; row[5] != "E01.xlsx Scores!C7" {
			t.Errorf("source %q", row[5])
		}
		report, err := f.GetRows("Collected")
		must(t, err)
		if len(report) < 50 || report[1][0] != "E01" || report[49][0] != "E49" {
			t.Errorf("the report has %d rows", len(report))
		}
	})
}

func TestHorizonScanThroughForms(t *testing.T) {
	ci.Long(t, "49 forms, filled in and collected")
	original, _ := ReadBytes("scan.xlsx", example.HorizonScan)
	empty := unanswered(t, example.HorizonScan, "Scores")
	checkScan(t, empty, original, "before", scanFiles(t, empty, original, "before"))
}

// The same with the forms filled in by openpyxl, on a copy whose columns and rows it also moves.
func TestHorizonScanThroughFormsByOpenpyxl(t *testing.T) {
	interpreter := ci.Python()
	if interpreter == "" {
		ci.Without(t, "forms filled in by openpyxl, which is not installed")
	}
	ci.Long(t, "forms filled in by openpyxl")
	original, _ := ReadBytes("scan.xlsx", example.HorizonScan)
	empty := unanswered(t, example.HorizonScan, "Scores")
	folder := t.TempDir()
	answers := map[string]map[string]any{}
	for e, form := range formsOf(t, "scan.xlsx", empty, FormOptions{Round: "before"}) {
		must(t, os.WriteFile(filepath.Join(folder, e+".xlsx"), form, 0o644))
		answers[e] = map[string]any{}
	}
	for e, all := range said(original, "before") {
		for q, v := range all {
			answers[e][q[0]+" "+q[1]] = v
		}
	}
	raw, err := json.Marshal(answers)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(folder, "answers.json"), raw, 0o644))
	const script = `
import json, os, sys, openpyxl
folder = sys.argv[1]
for expert, answers in json.load(open(os.path.join(folder, "answers.json"))).items():
    path = os.path.join(folder, expert + ".xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["Scores"]
    head = {c.value: c.column for c in sheet[4]}
    for row in range(7, sheet.max_row + 1):
        for code, column in head.items():
            value = answers.get("%s %s" % (sheet.cell(row, 1).value, code))
            if value is not None:
                sheet.cell(row, column).value = value
    book.save(path)
`
	if text, err := exec.Command(interpreter, "-c", script, folder).CombinedOutput(); err != nil {
		t.Fatalf("openpyxl: %v\n%s", err, text)
	}
	var files []FormFile
	for _, e := range original.Experts {
		data, err := os.ReadFile(filepath.Join(folder, e.ID+".xlsx"))
		must(t, err)
		files = append(files, FormFile{e.ID + ".xlsx", data})
	}
	checkScan(t, empty, original, "before", files)
}

// Every fault is reported where it is; what is not touched by it is merged.
func TestPlantedFaultsInForms(t *testing.T) {
	ci.Long(t, "every fault planted in a form of 333 cells")
	original, _ := ReadBytes("scan.xlsx", example.HorizonScan)
	empty := unanswered(t, example.HorizonScan, "Scores")
	forms := formsOf(t, "scan.xlsx", empty, FormOptions{Round: "before"})
	full := map[[2]string]any{} // an expert who answers all with 1 … 5
	for r := 1; r <= 37; r++ {
		for c := 1; c <= 9; c++ {
			full[[2]string{fmt.Sprintf("T%02d", r), fmt.Sprintf("C%d", c)}] = 1 + (r*c)%5
		}
	}
	set := func(cell string, v any) func(*excelize.File) {
		return func(f *excelize.File) { must(t, f.SetCellValue("Scores", cell, v)) }
	}
	older := changedBook(t, empty, func(f *excelize.File) { // C9 was not there, C8 had another scale, T37 another name
		must(t, f.RemoveRow("Criteria", 10))
		must(t, f.SetCellValue("Criteria", "F9", 10))
	})
	more := changedBook(t, empty, func(f *excelize.File) {
		must(t, f.SetCellValue("Technologies", "A39", "T38"))
		must(t, f.SetCellValue("Technologies", "B39", "Time travel"))
	})
	other := changedBook(t, empty, func(f *excelize.File) {
		must(t, f.SetCellValue("Study", "B2", "Another study"))
		must(t, f.RemoveRow("Technologies", 38))
	})
	oldForms, moreForms, otherForms := formsOf(t, "scan.xlsx", older, FormOptions{Round: "before"}), formsOf(t, "scan.xlsx", more, FormOptions{Round: "before"}), formsOf(t, "scan.xlsx", other, FormOptions{Round: "before"})
	var fulls = func(m map[[2]string]any, skip ...string) map[[2]string]any {
		out := map[[2]string]any{}
		for q, v := range m {
			if !slices.Contains(skip, q[0]) && !slices.Contains(skip, q[1]) {
				out[q] = v
			}
		}
		return out
	}
	whole := fill(t, forms["E20"], full)
	damaged := fill(t, forms["E16"], full)
	// Each fault: the file, what is wrong with it as code and place, how many of the 333 questions are merged.
	for name, c := range map[string]struct {
		data   []byte
		expert string
		errors []string
		warns  []string
		merged int
	}{
		"text":     {fill(t, forms["E01"], full, set("D9", "good")), "E01", []string{"E-NUMBER text.xlsx Scores!D9"}, nil, 332},
		"date":     {fill(t, forms["E01"], full, set("D9", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))), "E01", []string{"E-DATE date.xlsx Scores!D9"}, nil, 332},
		"range":    {fill(t, forms["E01"], full, set("K43", 6)), "E01", []string{"E-SCORE-RANGE range.xlsx Scores!K43"}, nil, 332},
		"formula":  {fill(t, forms["E01"], full, set("C7", nil), func(f *excelize.File) { must(t, f.SetCellFormula("Scores", "C7", "1+1")) }), "E01", []string{"E-NO-CACHE formula.xlsx Scores!C7"}, nil, 332},
		"column":   {fill(t, forms["E01"], full, func(f *excelize.File) { must(t, f.RemoveCol("Scores", "E")) }), "E01", []string{"E-FORM-COLUMN column.xlsx Scores!A4"}, nil, 333 - 37},
		"row":      {fill(t, forms["E01"], full, func(f *excelize.File) { must(t, f.RemoveRow("Scores", 10)) }), "E01", []string{"E-FORM-ROW row.xlsx Scores!A4"}, nil, 333 - 9},
		"renamed":  {fill(t, forms["E01"], full, set("B10", "Nothing of the kind")), "E01", []string{"E-FORM-NAME renamed.xlsx Scores!B10"}, nil, 333 - 9},
		"swapped":  {fill(t, forms["E01"], full, set("A10", "T05"), set("A11", "T04")), "E01", []string{"E-FORM-NAME swapped.xlsx Scores!B10", "E-FORM-NAME swapped.xlsx Scores!B11"}, nil, 333 - 18},
		"heading":  {fill(t, forms["E01"], full, set("C4", "C2"), set("D4", "C1")), "E01", []string{"E-FORM-NAME heading.xlsx Scores!C5", "E-FORM-NAME heading.xlsx Scores!D5"}, nil, 333 - 74},
		"twin row": {fill(t, forms["E01"], full, set("A10", "T05")), "E01", []string{"E-FORM-NAME twin row.xlsx Scores!B10", "E-ROW-DUPLICATE twin row.xlsx Scores!A11", "E-FORM-ROW twin row.xlsx Scores!A4"}, nil, 333 - 18},
		"no id":    {fill(t, forms["E01"], full, set("A10", nil), set("B10", nil)), "E01", []string{"E-CELL-BLANK no id.xlsx Scores!C10", "E-FORM-ROW no id.xlsx Scores!A4"}, nil, 333 - 9},
		"typo":     {fill(t, forms["E01"], full, set("A10", "Т4x")), "E01", []string{"E-REF-UNKNOWN typo.xlsx Scores!A10", "E-FORM-ROW typo.xlsx Scores!A4"}, nil, 333 - 9},
		"no codes": {fill(t, forms["E01"], full, func(f *excelize.File) { must(t, f.RemoveRow("Scores", 4)) }), "E01", []string{"E-FORM-SHEET no codes.xlsx Scores!A1"}, nil, 0},
		"no sheet": {fill(t, forms["E01"], full, func(f *excelize.File) { must(t, f.DeleteSheet("Scores")) }), "E01", []string{"E-FORM-SHEET no sheet.xlsx Scores (Оценки)"}, nil, 0},
		"older":    {fill(t, oldForms["E01"], fulls(full, "C9")), "E01", []string{"E-FORM-SCALE older.xlsx Scores!J4"}, []string{"W-FORM-OLD older.xlsx"}, 7 * 37},
		"newer":    {fill(t, moreForms["E01"], full, set("C44", 3)), "E01", []string{"E-FORM-GONE newer.xlsx Scores!A44"}, []string{"W-FORM-OLD newer.xlsx"}, 333},
		"foreign":  {fill(t, otherForms["E01"], fulls(full, "T37")), "", []string{"E-FORM-STUDY foreign.xlsx"}, nil, 0},
		"cut":      {damaged[:len(damaged)*2/3], "", []string{"E-FILE-DAMAGED cut.xlsx"}, nil, 0},
		"xls":      {append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 2048)...), "", []string{"E-FILE-FORMAT xls.xlsx"}, nil, 0},
		"no form":  {example.ScienceFields, "", []string{"E-FORM-UNKNOWN no form.xlsx"}, nil, 0},
		"unknown":  {changedBook(t, forms["E01"], func(f *excelize.File) { must(t, f.SetCellValue("_meta", "B4", "E99")) }), "", []string{"E-FORM-EXPERT unknown.xlsx _meta"}, nil, 0},
		"meddled":  {changedBook(t, forms["E01"], func(f *excelize.File) { must(t, f.SetCellValue("_meta", "D7", "0")) }), "", []string{"E-FORM-META meddled.xlsx _meta"}, nil, 0},
		"from 2.0": {changedBook(t, forms["E01"], func(f *excelize.File) { must(t, f.SetCellValue("_meta", "B1", "2")) }), "", []string{"E-FORM-VERSION from 2.0.xlsx"}, nil, 0},
		"blanks": {fill(t, forms["E01"], full, func(f *excelize.File) {
			for _, cell := range []string{"C7", "D7", "C8", "D8", "K43"} {
				must(t, f.SetCellValue("Scores", cell, nil))
			}
		}), "E01", nil, []string{"W-FORM-BLANK blanks.xlsx Scores!C7"}, 333},
		"extra": {fill(t, forms["E01"], full, set("L4", "Comment"), set("L9", "see my letter")), "E01", nil, []string{"W-FORM-NOTE extra.xlsx Scores!L9"}, 333},
		"moved": {fill(t, forms["E01"], full, func(f *excelize.File) {
			must(t, f.InsertRows("Scores", 1, 3))
			must(t, f.InsertCols("Scores", "A", 2))
			must(t, f.SetSheetName("Scores", "Мои ответы"))
			must(t, f.InsertCols("Мои ответы", "F", 1))
		}), "E01", nil, nil, 333},
	} {
		t.Run(name, func(t *testing.T) {
			col, err := Collect(FormFile{"scan.xlsx", empty}, []FormFile{{name + ".xlsx", c.data}, {"E20.xlsx", whole}})
			must(t, err)
			var errs, warns []string
			for _, i := range col.Issues {
				text := i.Code + " " + i.Place.String()
				switch {
				case i.Severity == study.Error:
					errs = append(errs, text)
				case i.Code != "W-FORM-NONE":
					warns = append(warns, text)
				}
				if i.Remedy.IsZero() && i.Code != "E-FILE-FORMAT" {
					t.Errorf("%s has no remedy", i)
				}
			}
			slices.Sort(errs)
			slices.Sort(c.errors)
			if !slices.Equal(errs, c.errors) || !slices.Equal(warns, c.warns) {
				t.Errorf("issues\n%v\nwant %q and %q", col.Issues, c.errors, c.warns)
			}
			merged := map[string]int{}
			for _, a := range col.Study.Scores {
				if a.State != study.Missing || name == "blanks" { // the others were lost, not left blank
					merged[col.Study.Experts[a.Expert].ID]++
				}
				e := col.Study.Experts[a.Expert].ID
				want := full[[2]string{col.Study.Technologies[a.Technology].ID, col.Study.Criteria[a.Criterion].Code}]
				if a.State == study.Given && a.Value != float64(want.(int)) {
					t.Fatalf("%s: %v, want %v", e, a, want)
				}
			}
			if merged["E20"] != 333 || merged["E01"] != c.merged || len(merged) > 2 {
				t.Errorf("merged %v, want E20 333 and E01 %d", merged, c.merged)
			}
			data, err := col.Workbook()
			must(t, err)
			if _, issues := ReadBytes("out.xlsx", data); issues.Err() != nil {
				t.Error(issues)
			}
			for _, r := range col.Forms {
				switch {
				case r.Expert == "E01" && c.expert == "E01":
					want := FormMerged
					if c.errors != nil && c.merged > 0 {
						want = FormPartly
					} else if c.errors != nil {
						want = FormRefused
					}
					if r.Result != want || r.Asked-r.Unmerged != c.merged {
						t.Errorf("report %+v", r)
					}
				case slices.Contains(r.Files, name+".xlsx") && r.Result != FormRefused:
					t.Errorf("report %+v", r)
				case r.Expert == "E02" && r.Result != FormMissing:
					t.Errorf("report %+v", r)
				}
			}
		})
	}
	_ = original
}

// Two files of one expert are used once when they say the same, and not at all when they differ.
func TestTwoFormsOfOneExpert(t *testing.T) {
	empty := unanswered(t, example.HorizonScan, "Scores")
	form := formsOf(t, "scan.xlsx", empty, FormOptions{Round: "before"})["E01"]
	a := fill(t, form, map[[2]string]any{{"T01", "C1"}: 3, {"T02", "C2"}: "n/a"})
	same := fill(t, form, map[[2]string]any{{"T01", "C1"}: 3, {"T02", "C2"}: "н/д"}) // in other words
	b := fill(t, form, map[[2]string]any{{"T01", "C1"}: 4, {"T02", "C2"}: "n/a", {"T03", "C3"}: 1})

	c, err := Collect(FormFile{"scan.xlsx", empty}, []FormFile{{"a.xlsx", a}, {"same.xlsx", same}})
	must(t, err)
	if c.Issues.Err() != nil || len(c.Study.Scores) != 333 || c.Forms[0].Result != FormMerged || !slices.ContainsFunc(c.Issues, func(i study.Issue) bool { return i.Code == "W-FORM-TWICE" && i.File == "same.xlsx" }) {
		t.Errorf("%d answers, %+v\n%v", len(c.Study.Scores), c.Forms[0], c.Issues)
	}
	c, err = Collect(FormFile{"scan.xlsx", empty}, []FormFile{{"a.xlsx", a}, {"b.xlsx", b}})
	must(t, err)
	errs := c.Issues.Errors()
	if len(errs) != 1 || errs[0].Code != "E-FORM-TWICE" || errs[0].Place.String() != "b.xlsx Scores!C7" || len(c.Study.Scores) != 0 || c.Forms[0].Result != FormRefused {
		t.Fatalf("%d answers, %+v\n%v", len(c.Study.Scores), c.Forms[0], c.Issues)
	}
	for _, want := range []string{"a.xlsx", "b.xlsx", "Scores!C7 (3, 4)", "1 cell:"} {
		if !strings.Contains(errs[0].Message.String(), want) {
			t.Errorf("%q lacks %q", errs[0].Message, want)
		}
	}
}

// Collecting the same form again changes nothing; another answer of the same expert in the same round is an error; blank cells are filled in.
func TestAnswersAlreadyInTheStudy(t *testing.T) {
	empty := unanswered(t, example.HorizonScan, "Scores")
	form := formsOf(t, "scan.xlsx", empty, FormOptions{Round: "before"})["E01"]
	collect := func(studyData, form []byte) (*Collection, []byte) {
		c, err := Collect(FormFile{"scan.xlsx", studyData}, []FormFile{{"E01.xlsx", form}})
		must(t, err)
		data, err := c.Workbook()
		must(t, err)
		return c, data
	}
	half := map[[2]string]any{{"T01", "C1"}: 3, {"T02", "C2"}: "n/a"}
	_, once := collect(empty, fill(t, form, half))
	c, twice := collect(once, fill(t, form, half))
	if c.Issues.Err() != nil || len(c.Study.Scores) != 333 || c.Forms[0].Result != FormKnown {
		t.Errorf("%d answers, %+v\n%v", len(c.Study.Scores), c.Forms[0], c.Issues)
	}
	if s, issues := ReadBytes("twice.xlsx", twice); len(issues) > 0 || len(s.Scores) != 333 {
		t.Errorf("%d answers\n%v", len(s.Scores), issues)
	}
	half[[2]string{"T03", "C3"}] = 5
	c, more := collect(once, fill(t, form, half))
	if c.Issues.Err() != nil || len(c.Study.Scores) != 333 || c.Forms[0].Result != FormMerged {
		t.Errorf("%d answers, %+v\n%v", len(c.Study.Scores), c.Forms[0], c.Issues)
	}
	s, _ := ReadBytes("more.xlsx", more)
	if got := said(s, "before")["E01"]; got[[2]string{"T03", "C3"}] != 5.0 || got[[2]string{"T01", "C1"}] != 3.0 {
		t.Error("the blank cell was not filled in")
	}
	half[[2]string{"T01", "C1"}] = 2
	c, _ = collect(once, fill(t, form, half))
	errs := c.Issues.Errors()
	if len(errs) != 1 || errs[0].Code != "E-FORM-CONFLICT" || errs[0].Place.String() != "E01.xlsx Scores!C7" || c.Forms[0].Result != FormRefused {
		t.Fatalf("%+v\n%v", c.Forms[0], c.Issues)
	}
	if got := said(c.Study, "before")["E01"]; got[[2]string{"T03", "C3"}] != nil || got[[2]string{"T01", "C1"}] != 3.0 {
		t.Error("a refused form changed the study")
	}
}

// Judgements come back with the weights they had, in forms of either language, from experts with their pairs in any order.
func TestJudgementsThroughForms(t *testing.T) {
	original, _ := ReadBytes("fields.xlsx", example.ScienceFields)
	empty := unanswered(t, example.ScienceFields, "Pairwise")
	for _, lang := range []string{"en", "ru"} {
		sheet, a, b := "Pairwise", "A", "B"
		if lang == "ru" {
			sheet, a, b = "Парные сравнения", "А", "Б"
		}
		forms := formsOf(t, "fields.xlsx", empty, FormOptions{Lang: lang})
		var files []FormFile
		for e, x := range original.Experts {
			files = append(files, FormFile{x.ID + ".xlsx", changedBook(t, forms[x.ID], func(f *excelize.File) {
				rows, err := f.GetRows(sheet)
				must(t, err)
				for n := formHead; n < len(rows); n++ {
					for _, j := range original.Judgements {
						ca, cb, value := original.Criteria[j.A].Code, original.Criteria[j.B].Code, j.Value
						if int(j.Expert) != e || ca != rows[n][0] && cb != rows[n][0] || ca != rows[n][3] && cb != rows[n][3] {
							continue
						}
						if e%2 == 1 { // as if someone turned the pair round
							must(t, f.SetSheetRow(sheet, write.At(1, n+1), &[]any{rows[n][3], rows[n][4], nil, rows[n][0], rows[n][1]}))
							rows[n][0], rows[n][3] = rows[n][3], rows[n][0]
						}
						if ca != rows[n][0] {
							value = 1 / value
						}
						preferred, intensity := intensityCells(value, nil)
						must(t, f.SetCellValue(sheet, write.At(pairPreferred, n+1), map[string]string{"A": a, "B": b, "=": "="}[preferred]))
						if preferred != "=" {
							must(t, f.SetCellValue(sheet, write.At(pairIntensity, n+1), intensity))
						}
					}
				}
			})})
		}
		c, err := Collect(FormFile{"fields.xlsx", empty}, files)
		must(t, err)
		if len(c.Issues) > 0 || len(c.Study.Judgements) != len(original.Judgements) {
			t.Fatalf("%d judgements, want %d\n%v", len(c.Study.Judgements), len(original.Judgements), c.Issues)
		}
		data, err := c.Workbook()
		must(t, err)
		s, issues := ReadBytes("merged.xlsx", data)
		if len(issues) > 0 {
			t.Fatal(issues)
		}
		want, got := evaluated(t, original), evaluated(t, s)
		for k := range want.Rows {
			if w, g := &want.Rows[k], &got.Rows[k]; w.Technology.ID != g.Technology.ID || w.Rank != g.Rank || max(w.Score-g.Score, g.Score-w.Score) > 1e-14 { // 1/(1/x)
				t.Fatalf("%s: row %d: %s %v, want %s %v", lang, k, g.Technology.ID, g.Score, w.Technology.ID, w.Score)
			}
		}
	}
}

func TestFaultsInPairs(t *testing.T) {
	empty := unanswered(t, example.ScienceFields, "Pairwise")
	form := formsOf(t, "fields.xlsx", empty, FormOptions{})["E1"]
	for name, c := range map[string]struct {
		cells map[string]any
		want  string // the error, or ""
		n     int    // judgements merged
	}{
		"equal":        {map[string]any{"C5": "="}, "", 1},
		"don't know":   {map[string]any{"C5": "n/a"}, "", 0},
		"no intensity": {map[string]any{"C5": "A", "C6": "B", "F6": 3}, "E-INTENSITY E1.xlsx Pairwise!F5", 1},
		"no choice":    {map[string]any{"F5": 4, "C6": "B", "F6": 3}, "E-PREFERRED E1.xlsx Pairwise!C5", 1},
		"fraction":     {map[string]any{"C5": "A", "F5": 1.0 / 3, "C6": "B", "F6": 3}, "E-INTENSITY E1.xlsx Pairwise!F5", 1},
		"other name":   {map[string]any{"B5": "Height", "C5": "A", "F5": 3, "C6": "B", "F6": 3}, "E-FORM-NAME E1.xlsx Pairwise!B5", 1},
		"other pair":   {map[string]any{"D5": "SHARE", "C6": "B", "F6": 3}, "E-REF-UNKNOWN E1.xlsx Pairwise!A5", 1},
		"no heading":   {map[string]any{"C4": "?", "C6": "B", "F6": 3}, "E-FORM-COLUMN E1.xlsx Pairwise!A4", 0},
	} {
		col, err := Collect(FormFile{"fields.xlsx", empty}, []FormFile{{"E1.xlsx", changedBook(t, form, func(f *excelize.File) {
			for cell, v := range c.cells {
				must(t, f.SetCellValue("Pairwise", cell, v))
			}
		})}})
		must(t, err)
		first := ""
		if errs := col.Issues.Errors(); len(errs) > 0 {
			first = errs[0].Code + " " + errs[0].Place.String()
		}
		if first != c.want || len(col.Study.Judgements) != c.n {
			t.Errorf("%s: %q and %d judgements, want %q and %d\n%v", name, first, len(col.Study.Judgements), c.want, c.n, col.Issues)
		}
	}
}

// A study with a column for each criterion, Russian sheets, fuzzy terms and a note keeps all that.
func TestCollectIntoOtherShapes(t *testing.T) {
	b := book{
		{"Исследование", [][]any{{"Параметр", "Значение"}, {"название", "Выбор"}, {"метод", "fuzzy-topsis"}, {"тур", "2"}}},
		{"Критерии", [][]any{{"Код", "Критерий", "Направленность", "Мин", "Макс"}, {"К1", "Вклад", "выгода", 1, 9}, {"К2", "Цена", "затраты"}}},
		{"Технологии", [][]any{{"Код", "Технология"}, {"Т1", "Ветер"}, {"Т2", "Солнце"}}},
		{"Эксперты", [][]any{{"Код", "ФИО"}, {"007", "Иванова"}, {"8", "Петров"}}},
		{"Шкала", [][]any{{"Термин", "Значение"}, {"высоко", "5; 7; 9"}, {"низко", 2}}},
		{"Оценки", [][]any{{"Тур", "Эксперт", "Технология", "К1", "Комментарий"}, {1, "007", "Т1", 4, "сохрани меня"}, {1, "007", "Т2", 5}}},
		{"Связи", [][]any{{"Проект", "Технология", "Период", "Партнёр"}, {"П1", "Т1", 2024, "НИИ"}}},
	}
	data := b.bytes(t)
	forms := formsOf(t, "выбор.xlsx", data, FormOptions{})
	f7 := changedBook(t, forms["007"], func(f *excelize.File) {
		for cell, v := range map[string]any{"C7": "высоко", "D7": "1; 2; 3", "C8": "низко", "D8": "н/д"} {
			must(t, f.SetCellValue("Scores", cell, v))
		}
	})
	c, err := Collect(FormFile{"выбор.xlsx", data}, []FormFile{{"007.xlsx", f7}})
	must(t, err)
	merged, err := c.Workbook()
	must(t, err)
	s, issues := ReadBytes("выбор.xlsx", merged)
	if issues.Err() != nil || len(s.Scores) != 8 || !slices.Equal(s.Rounds, []string{"1", "2"}) {
		t.Fatalf("%d scores in rounds %q\n%v", len(s.Scores), s.Rounds, issues)
	}
	var got []any
	for k := range s.Scores[4:] {
		got = append(got, scoreCell(s, &s.Scores[4+k]))
	}
	if fmt.Sprint(got) != "[высоко 1; 2; 3 2 n/a]" {
		t.Errorf("answers %v", got)
	}
	changedBook(t, merged, func(f *excelize.File) {
		rows, err := f.GetRows("Оценки")
		must(t, err)
		want := [][]string{{"Тур", "Эксперт", "Технология", "К1", "Комментарий", "Источник", "К2"}, {"1", "007", "Т1", "4", "сохрани меня"}, {"1", "007", "Т2", "5"},
			{"2", "007", "Т1", "высоко", "", "007.xlsx Scores: К1 C7, К2 D7", "1; 2; 3"}, {"2", "007", "Т2", "2", "", "007.xlsx Scores: К1 C8, К2 D8", "n/a"}}
		if fmt.Sprint(rows) != fmt.Sprint(want) {
			t.Errorf("rows %q, want %q", rows, want)
		}
		if v, _ := f.GetCellValue("Связи", "A2"); v != "П1" {
			t.Error("a sheet that is not read was lost")
		}
		if v, _ := f.GetCellValue("Собрано", "A2"); v != "007" {
			t.Error("the report is missing")
		}
	})
}

package workbook

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/study"
	"veche/internal/workbook/write"
)

// answeredForms are the forms of the horizon scan and answers to all of their questions.
func answeredForms(t testing.TB) (empty []byte, forms map[string][]byte, full map[[2]string]any) {
	empty = unanswered(t, example.HorizonScan, "Scores")
	forms = formsOf(t, "scan.xlsx", empty, FormOptions{Round: "before"})
	full = map[[2]string]any{}
	for r := 1; r <= 37; r++ {
		for c := 1; c <= 9; c++ {
			full[[2]string{fmt.Sprintf("T%02d", r), fmt.Sprintf("C%d", c)}] = 1 + (r*c)%5
		}
	}
	return empty, forms, full
}

// What experts, mail programs and spreadsheets do to forms: what comes back of it, and where it is reported. Each merged answer is the one given.
func TestDirtyForms(t *testing.T) {
	ci.Sequential(t)
	empty, forms, full := answeredForms(t)
	on := func(change func(f *excelize.File) error) []byte {
		return fill(t, forms["E01"], full, func(f *excelize.File) { must(t, change(f)) })
	}
	encrypted := append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 2040)...)
	for k, u := range utf16.Encode([]rune("EncryptedPackage")) {
		encrypted[1152+2*k] = byte(u)
	}
	whole := fill(t, forms["E01"], full)
	other := fill(t, forms["E01"], full, func(f *excelize.File) { must(t, f.SetCellValue("Scores", "C7", 1)) })
	half := fill(t, forms["E01"], map[[2]string]any{{"T01", "C1"}: full[[2]string{"T01", "C1"}]})
	for name, c := range map[string]struct {
		files  []FormFile
		issues string // codes with places, sorted, without who sent nothing
		merged int    // answers of E01, given or blank
		result string // of E01
	}{
		"rows inserted":     {[]FormFile{{"a.xlsx", on(func(f *excelize.File) error { return f.InsertRows("Scores", 12, 3) })}}, "", 333, FormMerged},
		"rows sorted":       {[]FormFile{{"a.xlsx", on(func(f *excelize.File) error { return turned(f, 7, 43) })}}, "", 333, FormMerged},
		"columns swapped":   {[]FormFile{{"a.xlsx", on(func(f *excelize.File) error { return swapColumns(f, "C", "E", 4, 43) })}}, "", 333, FormMerged},
		"renamed":           {[]FormFile{{"a.xlsx", on(func(f *excelize.File) error { return f.SetSheetName("Scores", "Ivan's answers") })}}, "", 333, FormMerged},
		"names wiped":       {[]FormFile{{"a.xlsx", on(func(f *excelize.File) error { return wipe(f, "B", 7, 43) })}}, "", 333, FormMerged},
		"ids wiped":         {[]FormFile{{"a.xlsx", on(func(f *excelize.File) error { return wipe(f, "A", 7, 43) })}}, "", 333, FormMerged},
		"names moved alone": {[]FormFile{{"a.xlsx", on(func(f *excelize.File) error { return swapCells(f, "B9", "B10") })}}, "E-FORM-NAME a.xlsx Scores!B10 E-FORM-NAME a.xlsx Scores!B9", 333 - 18, FormPartly},
		"hidden":            {[]FormFile{{"a.xlsx", on(func(f *excelize.File) error { return f.SetRowVisible("Scores", 10, false) })}}, "W-HIDDEN a.xlsx Scores!A10", 333, FormMerged},
		"hidden sheet":      {[]FormFile{{"a.xlsx", on(func(f *excelize.File) error { return f.SetSheetVisible("Scores", false) })}}, "W-SHEET-HIDDEN a.xlsx Scores", 333, FormMerged},
		"cells merged":      {[]FormFile{{"a.xlsx", on(func(f *excelize.File) error { return mergeAnswers(f, "C7", "D8") })}}, "W-FORM-BLANK a.xlsx Scores!D7 W-FORM-MERGED a.xlsx Scores!C7", 333, FormMerged},
		"a note below":      {[]FormFile{{"a.xlsx", on(func(f *excelize.File) error { return f.SetCellValue("Scores", "A46", "I know little of T05") })}}, "W-FORM-EXTRA a.xlsx Scores!A46", 333, FormMerged},
		"a note beside":     {[]FormFile{{"a.xlsx", on(func(f *excelize.File) error { return f.SetCellValue("Scores", "M20", "not sure") })}}, "W-FORM-EXTRA a.xlsx Scores!M20", 333, FormMerged},
		"a sheet added":     {[]FormFile{{"a.xlsx", on(func(f *excelize.File) error { return addSheet(f, "Letter", "Dear colleagues") })}}, "W-FORM-EXTRA a.xlsx Letter!A1", 333, FormMerged},
		"two sheets":        {[]FormFile{{"a.xlsx", on(twoSheets("Scores"))}}, "W-FORM-EXTRA a.xlsx Scores (2)", 333, FormMerged},
		"which sheet":       {[]FormFile{{"a.xlsx", on(twoSheets("Mine"))}}, "E-FORM-SHEET a.xlsx Scores (2)", 0, FormRefused},
		"other's name":      {[]FormFile{{"E02.xlsx", whole}}, "E-FORM-FILE E02.xlsx", 0, FormMissing},
		"a copy":            {[]FormFile{{"E01.xlsx", whole}, {"E01 (1).xlsx", whole}}, "W-FORM-TWICE E01 (1).xlsx", 333, FormMerged},
		"two that differ":   {[]FormFile{{"E01.xlsx", whole}, {"E01 (1).xlsx", other}}, "E-FORM-TWICE E01 (1).xlsx Scores!C7", 0, FormRefused},
		"the empty one too": {[]FormFile{{"E01.xlsx", forms["E01"]}, {"E01 - final.xlsx", whole}}, "W-FORM-TWICE E01.xlsx", 333, FormMerged},
		"half and whole":    {[]FormFile{{"E01.xlsx", half}, {"E01 - final.xlsx", whole}}, "W-FORM-TWICE E01 - final.xlsx", 333, FormMerged},
		"cut, and again":    {[]FormFile{{"E01.xlsx", whole[:len(whole)/2]}, {"E01 (1).xlsx", whole}}, "E-FILE-DAMAGED E01.xlsx", 333, FormMerged},
		"nothing":           {[]FormFile{{"a.xlsx", forms["E01"]}}, "W-FORM-BLANK a.xlsx Scores!C7", 333, FormBlank},
		"zero bytes":        {[]FormFile{{"E01.xlsx", nil}}, "E-FILE-EMPTY E01.xlsx", 0, FormRefused},
		"encrypted":         {[]FormFile{{"E01.xlsx", encrypted}}, "E-FILE-FORMAT E01.xlsx", 0, FormRefused},
		"a web page":        {[]FormFile{{"E01.xlsx", []byte("<html><body>Sign in</body></html>")}}, "E-FILE-FORMAT E01.xlsx", 0, FormRefused},
		"text":              {[]FormFile{{"E01.csv", []byte("ID;Technology;C1\nT01;x;3\n")}}, "E-FILE-FORMAT E01.csv", 0, FormRefused},
		"open in Excel":     {[]FormFile{{"~$E01.xlsx", []byte("\x05user")}, {"E01.xlsx", whole}}, "W-FORM-LOCK ~$E01.xlsx", 333, FormMerged},
		"the study itself":  {[]FormFile{{"scan.xlsx", empty}}, "E-FORM-UNKNOWN scan.xlsx", 0, FormMissing},
		"words": {[]FormFile{{"a.xlsx", on(func(f *excelize.File) error {
			for cell, v := range map[string]any{"C7": " 1 ", "C8": "1,0", "C9": "не знаю", "C10": "?", "C11": "4 - good", "C12": true, "C13": 0, "C14": "N/A"} {
				if err := f.SetCellValue("Scores", cell, v); err != nil {
					return err
				}
			}
			return nil
		})}}, "E-NUMBER a.xlsx Scores!C12 E-SCORE-RANGE a.xlsx Scores!C13 W-NUMBER-REMARK a.xlsx Scores!C11", 333 - 2, FormPartly},
	} {
		t.Run(name, func(t *testing.T) {
			before := make([]string, len(c.files))
			for k, f := range c.files {
				before[k] = digest(f.Data)
			}
			col, err := Collect(FormFile{"scan.xlsx", empty}, append(c.files, FormFile{"E20.xlsx", fill(t, forms["E20"], full)}))
			must(t, err)
			var issues []string
			for _, i := range col.Issues {
				if i.Code != "W-FORM-NONE" {
					issues = append(issues, i.Code+" "+i.Place.String())
				}
				if i.Remedy.IsZero() {
					t.Errorf("%s has no remedy", i)
				}
			}
			slices.Sort(issues)
			if got := strings.Join(issues, " "); got != c.issues {
				t.Errorf("issues %s\nwant   %s\n%v", got, c.issues, col.Issues)
			}
			merged := map[string]int{}
			for _, a := range col.Study.Scores {
				e := col.Study.Experts[a.Expert].ID
				merged[e]++
				if want := full[[2]string{col.Study.Technologies[a.Technology].ID, col.Study.Criteria[a.Criterion].Code}]; a.State == study.Given && a.Value != float64(want.(int)) && name != "words" {
					t.Fatalf("%s: %v, want %v", e, a, want)
				}
			}
			for _, x := range col.Study.Unread {
				merged[col.Study.Experts[x.Expert].ID]--
			}
			if merged["E20"] != 333 || merged["E01"] != c.merged || len(merged) > 2 {
				t.Errorf("merged %v, want E20 333 and E01 %d", merged, c.merged)
			}
			at := slices.IndexFunc(col.Forms, func(r FormReport) bool { return r.Expert == "E01" && (r.Asked > 0 || c.merged == 0) })
			if at < 0 || col.Forms[at].Result != c.result {
				t.Errorf("%+v", col.Forms)
			}
			data, err := col.Workbook()
			must(t, err)
			if _, found := ReadBytes("out.xlsx", data); found.Err() != nil {
				t.Error(found)
			}
			for k, f := range c.files {
				if digest(f.Data) != before[k] {
					t.Errorf("%s was changed", f.Name)
				}
			}
		})
	}
}

// turned puts rows in the opposite order, cell by cell, as sorting does.
func turned(f *excelize.File, first, last int) error {
	for a, b := first, last; a < b; a, b = a+1, b-1 {
		for col := 1; col <= 11; col++ {
			if err := swapCells(f, write.At(col, a), write.At(col, b)); err != nil {
				return err
			}
		}
	}
	return nil
}

func swapColumns(f *excelize.File, a, b string, first, last int) error {
	for row := first; row <= last; row++ {
		if err := swapCells(f, fmt.Sprint(a, row), fmt.Sprint(b, row)); err != nil {
			return err
		}
	}
	return nil
}

// swapCells swaps two cells of Scores that hold numbers or text.
func swapCells(f *excelize.File, a, b string) error {
	x, err := f.GetCellValue("Scores", a)
	if err != nil {
		return err
	}
	y, err := f.GetCellValue("Scores", b)
	if err != nil {
		return err
	}
	for cell, v := range map[string]string{a: y, b: x} {
		var value any = v
		var n int
		if _, err := fmt.Sscanf(v, "%d", &n); err == nil && fmt.Sprint(n) == v {
			value = n
		}
		if err := f.SetCellValue("Scores", cell, value); err != nil {
			return err
		}
	}
	return nil
}

func wipe(f *excelize.File, col string, first, last int) error {
	for row := first; row <= last; row++ {
		if err := f.SetCellValue("Scores", fmt.Sprint(col, row), nil); err != nil {
			return err
		}
	}
	return nil
}

// mergeAnswers merges C7:D8 as a spreadsheet does: only the first answer stays.
func mergeAnswers(f *excelize.File, first, last string) error {
	for _, cell := range []string{"D7", "C8", "D8"} {
		if err := f.SetCellValue("Scores", cell, nil); err != nil {
			return err
		}
	}
	return f.MergeCell("Scores", first, last)
}

func addSheet(f *excelize.File, name, text string) error {
	if _, err := f.NewSheet(name); err != nil {
		return err
	}
	return f.SetCellValue(name, "A1", text)
}

// twoSheets copies the answers to a second sheet and names the first.
func twoSheets(first string) func(f *excelize.File) error {
	return func(f *excelize.File) error {
		from, err := f.GetSheetIndex("Scores")
		if err != nil {
			return err
		}
		to, err := f.NewSheet("Scores (2)")
		if err != nil {
			return err
		}
		if err := f.CopySheet(from, to); err != nil {
			return err
		}
		return f.SetSheetName("Scores", first)
	}
}

// A form that stands beside most is of another round: it is merged there, and said.
func TestFormOfAnotherRound(t *testing.T) {
	empty, forms, full := answeredForms(t)
	late := formsOf(t, "scan.xlsx", empty, FormOptions{Round: "after"})
	c, err := Collect(FormFile{"scan.xlsx", empty}, []FormFile{{"E01.xlsx", fill(t, forms["E01"], full)}, {"E02.xlsx", fill(t, forms["E02"], full)}, {"E03.xlsx", fill(t, late["E03"], full)}})
	must(t, err)
	w := ofCode(c.Issues, "W-FORM-ROUND")
	if len(w) != 1 || w[0].File != "E03.xlsx" || !strings.Contains(w[0].Message.String(), "round after, while most are of round before") || c.Forms[2].Result != FormMerged {
		t.Errorf("%v\n%+v", w, c.Forms[:3])
	}
}

// What to ask names each form's own problems, and nobody else's.
func TestAsk(t *testing.T) {
	empty, forms, full := answeredForms(t)
	bad := func(e, cell string) FormFile {
		return FormFile{e + ".xlsx", fill(t, forms[e], full, func(f *excelize.File) { must(t, f.SetCellValue("Scores", cell, "good")) })}
	}
	c, err := Collect(FormFile{"scan.xlsx", empty}, []FormFile{bad("E02", "C7"), bad("E01", "D8")})
	must(t, err)
	for k, want := range []string{"T02/C2: \"good\" is not a number.", "T01/C1: \"good\" is not a number.", "No form of E03 came back."} {
		if ask := c.Ask(c.Forms[k]); len(ask) != 1 || ask[0].Message.String() != want {
			t.Errorf("%s: %v, want %s", c.Forms[k].Expert, ask, want)
		}
	}
}

// LibreOffice opens forms, counts the answers, and saves them: the ranking is the original's to the bit. What it makes of a form in other formats is told apart.
// converted is what LibreOffice is asked for; of text, the second sheet, in UTF-8.
func converted(format string) string {
	if format == "csv" {
		return "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
	}
	return format
}

func TestHorizonScanThroughFormsByLibreOffice(t *testing.T) {
	ci.Office(t)
	original, _ := ReadBytes("scan.xlsx", example.HorizonScan)
	empty := unanswered(t, example.HorizonScan, "Scores")
	files := scanFiles(t, empty, original, "before")
	in := map[string][]byte{}
	for k := range files {
		in[strings.TrimSuffix(files[k].Name, ".xlsx")] = files[k].Data
	}
	for name, data := range ci.Recalculate(t, in) {
		k := slices.IndexFunc(files, func(f FormFile) bool { return f.Name == name+".xlsx" })
		files[k].Data = data
		given := 0
		for _, v := range said(original, "before")[name] {
			if v != nil {
				given++
			}
		}
		changedBook(t, data, func(f *excelize.File) {
			if got, _ := f.GetCellValue("Scores", "A3"); got != fmt.Sprintf("Answered: %d of 333", given) {
				t.Errorf("%s counts %q, want %d", name, got, given)
			}
		})
	}
	checkScan(t, empty, original, "before", files)

	folder := t.TempDir()
	must(t, os.WriteFile(filepath.Join(folder, "E01.xlsx"), in["E01"], 0o644))
	for format, what := range map[string]string{"ods": "", "xls": ".xls", "csv": "text", "pdf": "PDF"} {
		if text, err := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.Join(folder, "profile"), "--headless", "--convert-to", converted(format), "--outdir", folder, filepath.Join(folder, "E01.xlsx")).CombinedOutput(); err != nil {
			t.Fatalf("soffice: %v\n%s", err, text)
		}
		data, err := os.ReadFile(filepath.Join(folder, map[bool]string{true: "E01-Scores.csv", false: "E01." + format}[format == "csv"]))
		must(t, err)
		c, err := Collect(FormFile{"scan.xlsx", empty}, []FormFile{{map[bool]string{true: "E01.csv", false: "E01.xlsx"}[format == "csv"], data}, files[1]})
		must(t, err)
		errs := c.Issues.Errors()
		if format == "ods" { // which is read as the form it is
			if len(errs) != 0 || c.Forms[0].Result != FormMerged || c.Forms[1].Result != FormMerged {
				t.Errorf("%s: %v, %v", format, errs, c.Forms)
			}
			continue
		}
		if format == "csv" { // whose it is must be said
			said, err := CollectAs(FormFile{"scan.xlsx", empty}, []FormFile{{"E01.csv", data}, files[1]}, CollectOptions{Expert: "E01"})
			must(t, err)
			if len(errs) != 1 || errs[0].Code != "E-FORM-PASTED" || said.Issues.Err() != nil || said.Forms[0].Result != FormMerged {
				t.Errorf("%s: %v, %v", format, errs, said.Issues)
			}
			continue
		}
		if len(errs) != 1 || errs[0].Code != "E-FILE-FORMAT" || errs[0].File != "E01.xlsx" || !strings.Contains(errs[0].Message.String(), what) || c.Forms[0].Result != FormRefused || c.Forms[1].Result != FormMerged {
			t.Errorf("%s: %v", format, errs)
		}
	}
}

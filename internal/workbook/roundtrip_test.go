package workbook

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/study"
)

// office saves files in a format by LibreOffice, all of them at once: the files in one folder; it returns the folder.
func office(t *testing.T, folder, format string, paths []string) string {
	t.Helper()
	out := filepath.Join(folder, "as-"+strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, format[:min(4, len(format))]))
	must(t, os.MkdirAll(out, 0o755))
	args := append([]string{"-env:UserInstallation=file://" + filepath.Join(folder, "profile"), "--headless", "--convert-to", format, "--outdir", out}, paths...)
	if text, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
	return out
}

// byOpenpyxl opens and saves workbooks by openpyxl, into a folder.
func byOpenpyxl(t *testing.T, folder string, paths []string) string {
	t.Helper()
	python := ci.Python()
	if python == "" {
		ci.Without(t, "workbooks saved by openpyxl, which is not installed")
	}
	out := filepath.Join(folder, "as-openpyxl")
	must(t, os.MkdirAll(out, 0o755))
	const script = "import openpyxl, os, sys\nfor p in sys.argv[2:]:\n    openpyxl.load_workbook(p).save(os.path.join(sys.argv[1], os.path.basename(p)))\n"
	if text, err := exec.Command(python, append([]string{"-c", script, out}, paths...)...).CombinedOutput(); err != nil {
		t.Fatalf("openpyxl: %v\n%s", err, text)
	}
	return out
}

// endless is a study of numbers with more digits than spreadsheets keep; digits > 0 rounds them to so many.
func endless(digits int) book {
	of := func(x float64) float64 {
		if digits > 0 {
			x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
		}
		return x
	}
	b := measuredStudy()
	for k, c := range []string{"B2", "C2", "D2", "B3", "C3", "D3", "B4", "C4", "D4"} {
		b = b.with("Evidence!"+c, of(math.Pow(math.Pi, float64(1+k%5))/float64(3+k)))
	}
	return b.with("Criteria!D2", of(1.0/3), "Criteria!D3", of(0.1+0.2), "Criteria!D4", of(math.Sqrt2))
}

// stored is the endless study as it was saved: with all digits, or with 15.
func stored(t *testing.T, whole, got *study.Study) *study.Study {
	t.Helper()
	if got.Evidence.Len() > 0 && slices.Collect(got.Evidence.All())[0].Value == slices.Collect(whole.Evidence.All())[0].Value {
		return whole
	}
	rounded, _ := ReadBytes("endless.xlsx", endless(15).bytes(t))
	return rounded
}

// sameFigures makes sure that two studies rank the same to the bit.
func sameFigures(t *testing.T, what string, want, got *study.Study) {
	t.Helper()
	a, err := study.Evaluate(want)
	must(t, err)
	b, err := study.Evaluate(got)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	if len(a.Rows) != len(b.Rows) || !slices.Equal(a.Weights.Global, b.Weights.Global) {
		t.Errorf("%s: %d and %d technologies, weights %v and %v", what, len(a.Rows), len(b.Rows), a.Weights.Global, b.Weights.Global)
		return
	}
	for k := range a.Rows {
		if x, y := a.Rows[k], b.Rows[k]; x.Technology.ID != y.Technology.ID || x.Score != y.Score || x.Rank != y.Rank {
			t.Errorf("%s: %s with %v, was %s with %v", what, y.Technology.ID, y.Score, x.Technology.ID, x.Score)
			return
		}
	}
}

// Every example, the studies of the first edition, and one of endless numbers, saved by LibreOffice as .xlsx, .ods and a folder of CSV, and by openpyxl, rank to the
// bit the same; where a number has more than 15 digits, as the numbers do that are stored: some versions of LibreOffice keep 15 of them.
func TestStudiesSavedByOthers(t *testing.T) {
	ci.Office(t)
	folder := t.TempDir()
	in := filepath.Join(folder, "in")
	must(t, os.MkdirAll(in, 0o755))
	studies := map[string][]byte{"endless": endless(0).bytes(t), "judged": judgedStudy().bytes(t), "wider": wider().bytes(t)}
	for _, name := range example.Names() {
		studies[name], _ = example.Named(name)
	}
	for _, name := range []string{"en", "ru", "merged-en", "merged-ru"} {
		data, err := os.ReadFile("../../testdata/edition-0.1.0/" + name + ".xlsx")
		must(t, err)
		studies[name] = data
	}
	var paths []string
	for name, data := range studies {
		path := filepath.Join(in, name+".xlsx")
		must(t, os.WriteFile(path, data, 0o600))
		paths = append(paths, path)
	}
	slices.Sort(paths)
	saved := map[string]string{"LibreOffice .xlsx": office(t, folder, "xlsx:Calc MS Excel 2007 XML", paths), "LibreOffice .ods": office(t, folder, "ods", paths), "openpyxl": byOpenpyxl(t, folder, paths)}
	for name, data := range studies {
		want, _ := ReadBytes(name+".xlsx", data)
		for how, out := range saved {
			ending := ".xlsx"
			if strings.HasSuffix(how, ".ods") {
				ending = ".ods"
			}
			got, issues, err := Read(filepath.Join(out, name+ending))
			must(t, err)
			if issues.Err() != nil {
				t.Errorf("%s by %s: %v", name, how, issues)
				continue
			}
			oracle := want
			if name == "endless" {
				oracle = stored(t, want, got)
			}
			sameFigures(t, name+" by "+how, oracle, got)
		}
	}
	text := office(t, folder, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", paths)
	files, err := filepath.Glob(filepath.Join(text, "*.csv"))
	must(t, err)
	for name, data := range studies {
		of := filepath.Join(folder, "csv-"+name)
		must(t, os.MkdirAll(of, 0o755))
		for _, f := range files {
			if sheet, ok := strings.CutPrefix(filepath.Base(f), name+"-"); ok {
				must(t, os.Rename(f, filepath.Join(of, sheet)))
			}
		}
		got, issues, err := Read(of)
		must(t, err)
		if issues.Err() != nil {
			t.Errorf("%s as CSV: %v", name, issues)
			continue
		}
		want, _ := ReadBytes(name+".xlsx", data)
		if name == "endless" {
			want = stored(t, want, got)
		}
		sameFigures(t, name+" as CSV", want, got)
	}
}

// A filled form saved by LibreOffice as .xlsx and .ods and by openpyxl gives the answers it was filled in with.
func TestFormsSavedByOthers(t *testing.T) {
	ci.Office(t)
	folder := t.TempDir()
	data, form := spelledForm(t)
	form = changedBook(t, form, func(x *excelize.File) {
		for cell, v := range map[string]any{"C7": "7,5", "D7": 0.1 + 0.2, "E7": "не знаю"} {
			must(t, x.SetCellValue("Scores", cell, v))
		}
		must(t, x.SetCellValue("Pairwise", "F5", 3))
		must(t, x.AddComment("Scores", excelize.Comment{Cell: "C8", Author: "Anna", Paragraph: []excelize.RichTextRun{{Text: "by our own figures"}}}))
	})
	path := filepath.Join(folder, "E1.xlsx")
	must(t, os.WriteFile(path, form, 0o600))
	answers := func(file string) (map[string]int, int) {
		t.Helper()
		data2, err := os.ReadFile(file)
		must(t, err)
		c, err := Collect(FormFile{"study.xlsx", data}, []FormFile{{filepath.Base(file), data2}})
		must(t, err)
		if err := c.Issues.Err(); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for k := range c.Study.Scores { // as many digits as are kept
			a := &c.Study.Scores[k]
			a.Value, _ = strconv.ParseFloat(strconv.FormatFloat(a.Value, 'g', 15, 64), 64)
		}
		return answersOf(c.Study), len(c.Notes)
	}
	want, notes := answers(path)
	if notes != 1 || len(want) != 9 {
		t.Fatalf("%d notes, %v", notes, want)
	}
	for _, file := range []string{filepath.Join(office(t, folder, "xlsx:Calc MS Excel 2007 XML", []string{path}), "E1.xlsx"), filepath.Join(office(t, folder, "ods", []string{path}), "E1.ods"), filepath.Join(byOpenpyxl(t, folder, []string{path}), "E1.xlsx")} {
		got, n := answers(file)
		if n != notes || len(got) != len(want) {
			t.Errorf("%s: %d notes, %v, want %v", file, n, got, want)
		}
		for q := range want {
			if got[q] != want[q] {
				t.Errorf("%s: no %s in %v", file, q, got)
			}
		}
	}
}

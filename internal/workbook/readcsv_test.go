package workbook

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"veche/internal/study"
	"veche/internal/xlsx"
)

// folder writes files and reads them as a study.
func folder(t testing.TB, files map[string]string) (*study.Study, study.Issues) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "study")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, issues, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s, issues
}

// plainText is the study of plain as files of text.
func plainText() map[string]string {
	return map[string]string{
		"Study.csv":        "Key,Value\ntitle,Plain\nmethod,weighted-sum\nnormalization,scale\n",
		"Criteria.csv":     "Code,Criterion,Parent,Sense,Weight,Min,Max\nC1,Impact,,benefit,0.6,1,10\nC2,Price,,cost,0.4,1,10\n",
		"Technologies.csv": "ID,Technology\nT1,Heat pumps\nT2,Batteries\nT3,Ветер\n",
		"Scores.csv":       "Expert,Technology,Criterion,Score\nE1,T1,C1,8\nE1,T1,C2,3\nE1,T2,C1,5\nE1,T2,C2,2\nE1,T3,C1,9\nE1,T3,C2,9\n",
	}
}

func changed(name, data string) map[string]string {
	files := plainText()
	files[name] = data
	return files
}

// A folder of text is the same study as the workbook, in every encoding and with every separator.
func TestTextEqualsWorkbook(t *testing.T) {
	want, _ := plain().read(t)
	want.Source, want.Sheets, want.Called = study.Source{}, nil, nil
	utf16 := func(e unicode.Endianness) func(string) string {
		return func(s string) string {
			out, err := unicode.UTF16(e, unicode.UseBOM).NewEncoder().String(s)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
	}
	replace := func(old, new string) func(string) string {
		return func(s string) string { return strings.ReplaceAll(s, old, new) }
	}
	for name, encode := range map[string]func(string) string{
		"UTF-8":         func(s string) string { return s },
		"BOM":           func(s string) string { return "\ufeff" + s },
		"UTF-16LE":      utf16(unicode.LittleEndian),
		"UTF-16BE":      utf16(unicode.BigEndian),
		"windows-1251":  func(s string) string { out, _ := charmap.Windows1251.NewEncoder().String(s); return out },
		"CRLF":          replace("\n", "\r\n"),
		"CR":            replace("\n", "\r"),
		"tabs":          replace(",", "\t"),
		"decimal comma": func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, ",", ";"), "0.", "0,") },
		"quoted": func(s string) string {
			return `"` + strings.ReplaceAll(strings.ReplaceAll(strings.TrimSuffix(s, "\n"), ",", `","`), "\n", "\"\n\"") + `"`
		},
		"no last line end": func(s string) string { return strings.TrimSuffix(s, "\n") },
		"blank cells":      replace("\n", ",,\n"),
	} {
		files := map[string]string{}
		for file, data := range plainText() {
			files[file] = encode(data)
		}
		s, issues := folder(t, files)
		if warned := ofCode(issues, "W-ENCODING"); len(issues) != len(warned) || (len(warned) == 1) != (name == "windows-1251") {
			t.Errorf("%s: %v", name, issues)
			continue
		}
		s.Source, s.Sheets, s.Called, s.Warnings = study.Source{}, nil, nil, nil
		if a, b := unplaced(s), unplaced(want); !reflect.DeepEqual(a, b) {
			t.Errorf("%s:\n%+v, want\n%+v", name, a, b)
		}
	}
	// Russian names, .tsv, a file that says its separator, and one that the folder's study does not need.
	s, issues := folder(t, map[string]string{
		"Исследование.csv": "sep=;\nПараметр;Значение\nНазвание;Выбор\n", "Критерии.tsv": "Код\tКритерий\tНаправленность\nК1\tВклад\tвыгода\nК2\tЦена\tзатраты\n",
		"Технологии.csv": "Код;Технология\nТ1;Ветер\nТ2;Солнце\n", "оценки.CSV": "Эксперт;Технология;К1;К2\nЭ1;Т1;7,5;н/д\nЭ2;Т1;8;3,25\nЭ2;Т2;1;2\n", "notes.txt": "x", "Парные сравнения Э2.csv": ";К1;К2\nК1;1;1/3\nК2;3;1\n",
	})
	if len(issues) > 0 || s.Title != "Выбор" || s.Scores[0].Value != 7.5 || s.Scores[1].State != study.Abstained || s.Scores[3].Value != 3.25 || ratios(s) != "Э2:К1/К2=0.3333" {
		t.Errorf("%+v %v", s.Scores, issues)
	}
	if at := s.Place(s.Scores[3].Origin).String(); at != "study оценки.CSV!D3" {
		t.Error(at)
	}
}

// A study is named by its folder or by its Study file; one file alone may be a survey.
func TestWaysToNameText(t *testing.T) {
	dir := t.TempDir()
	for name, data := range plainText() {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a, _, err := Read(filepath.Join(dir, "Study.csv"))
	if err != nil || len(a.Scores) != 6 {
		t.Fatal(err)
	}
	b, _, err := Read(dir)
	if err != nil || !reflect.DeepEqual(a, b) || len(b.Source.SHA256) != 64 {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "Scores.csv"), []byte(strings.Replace(plainText()["Scores.csv"], "8", "7", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if b, _, _ = Read(dir); a.Source.SHA256 == b.Source.SHA256 {
		t.Error("another study has the same digest")
	}
	if _, _, err := Read(t.TempDir()); err == nil || !strings.Contains(err.Error(), "Study.csv") {
		t.Errorf("an empty folder: %v", err)
	}
	if _, issues := ReadBytes("Scores.csv", []byte(plainText()["Scores.csv"])); codes(issues) != "E-SHEET-MISSING E-SHEET-MISSING E-SHEET-MISSING" || !strings.Contains(issues[0].Remedy.String(), "name the folder") {
		t.Error(issues)
	}
	s, issues := ReadBytes("answers.csv", []byte("Expert;a vs b;a vs c\nAnn;3;0,33\n"))
	if ratios(s) != "Ann:a/b=3 Ann:a/c=0.3333" || codes(issues) != "W-SNAP W-SURVEY" || issues[0].Place.String() != "answers.csv answers!C2" {
		t.Error(ratios(s), issues)
	}
}

func TestPlantedFaultsOfText(t *testing.T) {
	for _, c := range []struct {
		name, code, place string
		files             map[string]string
		says              string
	}{
		{"out of scale", "E-SCORE-RANGE", "Scores.csv!D3", changed("Scores.csv", "Expert,Technology,Criterion,Score\nE1,T1,C1,8\nE1,T1,C2,30\n"), "Enter 1 to 10"},
		{"the line where a record begins", "E-SCORE-RANGE", "Scores.csv!D5", changed("Scores.csv", "Expert,Technology,Criterion,Score,Comment\nE1,T1,C1,8,\"two\nlines\"\n\nE1,T1,C2,30,\n"), "30"},
		{"an open quotation mark", "E-TEXT-QUOTE", "Scores.csv!A3", changed("Scores.csv", "Expert,Technology,Criterion,Score\nE1,T1,C1,8\n\"E1,T1,C2,3\n"), "never closed"},
		{"text after a quotation mark", "E-TEXT-QUOTE", "Scores.csv!B2", changed("Scores.csv", "Expert,Technology,Criterion,Score\nE1,\"T\"1,C1,8\n"), "double those inside"},
		{"a number with thousands", "E-NUMBER", "Scores.csv!D2", changed("Scores.csv", "Expert,Technology,Criterion,Score\nE1,T1,C1,\"1,2,3\"\n"), "not a number"},
		{"not text", "E-TEXT-BINARY", "Scores.csv", changed("Scores.csv", "Expert\x00,"), "not text"},
		{"half of UTF-16", "E-TEXT-BINARY", "Scores.csv", changed("Scores.csv", "\xff\xfeE\x00x"), "UTF-16"},
		{"an empty file", "E-FILE-EMPTY", "Scores.csv", changed("Scores.csv", " \n"), "empty"},
		{"a web page", "E-FILE-FORMAT", "Scores.csv", changed("Scores.csv", "<html><table></table></html>"), "web page"},
		{"a workbook named .csv", "E-FILE-FORMAT", "Notes.csv", changed("Notes.csv", string(plain().bytes(t))), "end in .xlsx"},
		{"a long line", "E-TEXT-LIMIT", "Scores.csv!XFD2", changed("Scores.csv", "Expert,Technology,Criterion,Score\n"+strings.Repeat(",", 20000)), "16384 columns"},
		{"a long field", "E-TEXT-LIMIT", "Scores.csv!A2", changed("Scores.csv", "Expert,Technology,Criterion,Score\n"+strings.Repeat("x", 2<<20)), "1048576 bytes"},
		{"two files of a sheet", "E-SHEET-DUPLICATE", "Scores.tsv", changed("Scores.tsv", "Expert\tTechnology"), "same sheet"},
	} {
		_, issues := folder(t, c.files)
		errs := issues.Errors()
		if i := slices.IndexFunc(errs, func(i study.Issue) bool { return i.Code == c.code }); i < 0 || errs[i].Place.String() != "study "+c.place || !strings.Contains(errs[i].String(), c.says) || errs[i].Remedy.IsZero() {
			t.Errorf("%s: %v, want %s at %s", c.name, errs, c.code, c.place)
		}
	}
	if _, issues := folder(t, changed("Scorse.csv", "a,b,c\n1,2,3\n")); codes(issues) != "W-SHEET-UNKNOWN" || !strings.Contains(issues[0].Message.String(), "did you mean Scores?") {
		t.Error(issues)
	}
}

func TestSeparator(t *testing.T) {
	for text, want := range map[string]rune{
		"A,B\n1,2": ',', "A;B\n1,5;2,5\n3,5;1,5": ';', "A\tB\n1,5\t2": '\t', "Scores, first round\nA;B;C\n1;2;3\n": ';', "A;B\n\"x, y, z\";\"u, v\"\n": ';', "A": ',', "": ',',
		"sep=|\nA|B": '|', "SEP=;\r\nA;B": ';', "A;Comment\n1;good, but slow\n2;fast, cheap\n3;x": ';', "\n\nA;B\n": ';', "Note\nA\tB\tC\n": '\t',
	} {
		if got, _ := separator(text, false); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got, _ := separator("A", true); got != '\t' {
		t.Errorf("%q", got)
	}
}

// cells reads all cells of text by [textFiles].
func cells(text string, comma rune) (map[[2]int]string, error) {
	files := &textFiles{name: "f", sheets: []textSheet{{name: "s", text: text, comma: comma}}}
	out := map[[2]int]string{}
	last := [2]int{}
	err := files.Cells(0, func(c xlsx.Cell) error {
		at := [2]int{c.Row, c.Col}
		if c.Row < last[0] || c.Row == last[0] && c.Col <= last[1] {
			return fmt.Errorf("%v comes after %v", at, last)
		}
		out[at], last = c.Text, at
		return nil
	})
	return out, err
}

// Text that encoding/csv writes is read back cell by cell, each record on the line where it begins.
func TestTextCells(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		field := rapid.StringOfN(rapid.SampledFrom([]rune("ab,;\t\"\n я1.")), 0, 6, -1)
		records := rapid.SliceOfN(rapid.SliceOfN(field, 1, 4), 1, 5).Draw(rt, "records")
		comma := rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(rt, "comma")
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma = comma
		want := map[[2]int]string{}
		for _, r := range records {
			line := 1 + strings.Count(b.String(), "\n")
			if err := w.Write(r); err != nil {
				rt.Fatal(err)
			}
			w.Flush()
			for k, f := range r {
				if strings.TrimSpace(f) != "" {
					want[[2]int{line, k + 1}] = f
				}
			}
		}
		got, err := cells(b.String(), comma)
		if err != nil || !maps.Equal(got, want) {
			rt.Fatalf("%q: %v, want %v, %v", b.String(), got, want, err)
		}
	})
}

// Any bytes give a study or issues. Where encoding/csv reads the same text strictly, the fields are the same.
func FuzzReadText(f *testing.F) {
	for _, s := range plainText() {
		f.Add([]byte(s))
	}
	for _, s := range []string{"", "a", "\"", "\"\"\"\n", "a;b\r\n\"x\r\ny\";1,5\r", "\xff\xfea\x00,\x00b\x00", "\xcf\xf0\xe8;1\n", "sep=;\na;b", "Expert,a vs b,a vs c\nAnn,3,0.33\n", "Pair,Ann\na vs b,3\na vs c,1/3\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"Scores.csv", "Pairwise E1.csv"} {
			s, issues := ReadBytes(name, data)
			if issues.Err() == nil {
				_, _ = study.Weigh(s)
			}
			for _, i := range issues {
				if i.Code == "" || i.Message.IsZero() || i.Remedy.IsZero() {
					t.Errorf("%+v", i)
				}
			}
		}
		text, _, wrong := decode(data)
		if wrong != nil || strings.Contains(text, "\r") {
			return
		}
		comma, skip := separator(text, false)
		if skip > 0 {
			return
		}
		want := map[[2]int]string{}
		r := csv.NewReader(strings.NewReader(text))
		r.Comma, r.FieldsPerRecord = comma, -1
		for {
			record, err := r.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				return // what encoding/csv refuses, such as a quotation mark within a field
			}
			for k, field := range record {
				if strings.TrimSpace(field) != "" {
					line, _ := r.FieldPos(0)
					want[[2]int{line, k + 1}] = field
				}
			}
		}
		got, err := cells(text, comma)
		if err != nil && !strings.Contains(err.Error(), "E-TEXT-LIMIT") || err == nil && !maps.Equal(got, want) {
			t.Errorf("%q: %v, want %v, %v", text, got, want, err)
		}
	})
}

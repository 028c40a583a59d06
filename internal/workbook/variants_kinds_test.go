package workbook

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"veche/internal/study"
)

// variant is one thing that people do to a file, and what must come of it.
type variant struct {
	name string
	file source1
	want expectation
}

// source1 is a file of some kind.
type source1 func(*testing.T) (*study.Study, study.Issues)

// expectation says what is wrong with what was read, "" for nothing.
type expectation func(*study.Study, study.Issues) string

// xl is a workbook, changed.
func xl(b book, edits ...func(*excelize.File) error) source1 {
	return func(t *testing.T) (*study.Study, study.Issues) {
		t.Helper()
		return ReadBytes("book.xlsx", changedBook(t, b.bytes(t), func(f *excelize.File) {
			for _, e := range edits {
				must(t, e(f))
			}
		}))
	}
}

// texts is a folder of files of text.
func texts(files map[string]string) source1 {
	return func(t *testing.T) (*study.Study, study.Issues) { return folder(t, files) }
}

// bare is one file of text.
func bareText(name, text string) source1 {
	return func(t *testing.T) (*study.Study, study.Issues) {
		path := filepath.Join(t.TempDir(), name)
		must(t, os.WriteFile(path, []byte(text), 0o600))
		s, issues, err := Read(path)
		must(t, err)
		return s, issues
	}
}

// refused wants an error that names the cell and says the words.
func refused(at string, words ...string) expectation {
	return func(_ *study.Study, issues study.Issues) string {
		for _, i := range issues {
			if i.Severity != study.Error || !strings.Contains(i.Place.File+" "+i.Place.Sheet+"!"+i.Place.Cell+"|", at) {
				continue
			}
			said := strings.ToLower(fmt.Sprint(i))
			if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(said, strings.ToLower(w)) }) {
				return ""
			}
		}
		return fmt.Sprintf("not refused at %s (%q)", at, words)
	}
}

// says wants no error, and an issue with the code and words.
func says(code string, words ...string) expectation {
	return func(_ *study.Study, issues study.Issues) string {
		if err := issues.Err(); err != nil {
			return "refused"
		}
		for _, i := range issues {
			said := fmt.Sprint(i)
			if strings.HasPrefix(i.Code, code) && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(said, w) }) {
				return ""
			}
		}
		return fmt.Sprintf("%s is not said (%q)", code, words)
	}
}

// silent wants neither errors nor warnings.
func silent(_ *study.Study, issues study.Issues) string {
	if len(issues) > 0 {
		return "not silent"
	}
	return ""
}

// reads wants no error and these figures, by what they are: a score or measurement T1/C1, the weight C1, the cost T1$, the bloc's weight B:Name, the expert's E:ID,
// a judgement E1:C1>C2.
func reads(figures map[string]float64) expectation {
	return func(s *study.Study, issues study.Issues) string {
		if issues.Err() != nil {
			return "refused"
		}
		got := figuresOf(s)
		for _, k := range slices.Sorted(func(yield func(string) bool) {
			for k := range figures {
				if !yield(k) {
					return
				}
			}
		}) {
			if v, ok := got[k]; !ok && !math.IsNaN(figures[k]) || ok && math.Abs(v-figures[k]) > 1e-9*math.Max(1, math.Abs(v)) || ok && math.IsNaN(figures[k]) {
				return fmt.Sprintf("%s is %v (%v), not %v", k, v, ok, figures[k])
			}
		}
		return ""
	}
}

// figuresOf is all figures of a study by what they are.
func figuresOf(s *study.Study) map[string]float64 {
	got := map[string]float64{}
	put := func(k string, x *float64) {
		if x != nil {
			got[k] = *x
		}
	}
	for _, c := range s.Criteria {
		put(c.Code, c.Weight)
	}
	for _, t := range s.Technologies {
		put(t.ID+"$", t.Cost)
	}
	for _, b := range s.Blocs {
		put("B:"+b.Name, b.Weight)
	}
	for _, e := range s.Experts {
		put("E:"+e.ID, e.Weight)
	}
	for m := range s.Evidence.All() {
		got[s.Technologies[m.Technology].ID+"/"+s.Criteria[m.Criterion].Code] = m.Value
	}
	for _, a := range s.Scores {
		if a.State == study.Given {
			got[s.Technologies[a.Technology].ID+"/"+s.Criteria[a.Criterion].Code+"/"+s.Experts[a.Expert].ID] = a.Value
		}
	}
	for _, j := range s.Judgements {
		got[s.Experts[j.Expert].ID+":"+s.Criteria[j.A].Code+">"+s.Criteria[j.B].Code] = j.Value
		got[s.Experts[j.Expert].ID+":"+s.Criteria[j.B].Code+">"+s.Criteria[j.A].Code] = 1 / j.Value
	}
	put("budget", s.Settings.Budget)
	got["technologies"], got["criteria"], got["experts"] = float64(len(s.Technologies)), float64(len(s.Criteria)), float64(len(s.Experts))
	return got
}

// both wants all of them, or says what the first that fails says; either wants one of them.
func allOf(all ...expectation) expectation {
	return func(s *study.Study, issues study.Issues) string {
		for _, e := range all {
			if wrong := e(s, issues); wrong != "" {
				return wrong
			}
		}
		return ""
	}
}

func either(all ...expectation) expectation {
	return func(s *study.Study, issues study.Issues) string {
		var wrong []string
		for _, e := range all {
			w := e(s, issues)
			if w == "" {
				return ""
			}
			wrong = append(wrong, w)
		}
		return strings.Join(wrong, ", and ")
	}
}

// measuredStudy is a study of evidence: three criteria and three technologies with costs.
func measuredStudy() book {
	return book{
		{"Study", [][]any{{"Key", "Value"}, {"title", "Case"}}},
		{"Criteria", [][]any{{"Code", "Criterion", "Sense", "Weight"}, {"C1", "Impact", "benefit", 0.5}, {"C2", "Cost", "cost", 0.3}, {"C3", "Ready", "benefit", 0.2}}},
		{"Technologies", [][]any{{"ID", "Technology", "Cost"}, {"T1", "Alpha", 10}, {"T2", "Beta", 20}, {"T3", "Gamma", 30}}},
		{"Evidence", [][]any{{"Technology", "C1", "C2", "C3"}, {"T1", 7, 30, 5}, {"T2", 5, 10, 9}, {"T3", 9, 50, 2}}},
	}
}

// scoredStudy is a study of two experts' scores in the wide shape, on 0 to 10.
func scoredStudy() book {
	return book{
		{"Study", [][]any{{"Key", "Value"}, {"title", "Case"}}},
		{"Criteria", [][]any{{"Code", "Criterion", "Sense", "Weight", "Min", "Max"}, {"C1", "Impact", "benefit", 0.5, 0, 10}, {"C2", "Ready", "benefit", 0.5, 0, 10}}},
		{"Technologies", [][]any{{"ID", "Technology"}, {"T1", "Alpha"}, {"T2", "Beta"}, {"T12", "Gamma"}}},
		{"Experts", [][]any{{"ID", "Name", "Bloc"}, {"E1", "Anna", "science"}, {"E2", "Boris", "state"}}},
		{"Blocs", [][]any{{"Bloc", "Weight"}, {"science", 0.6}, {"state", 0.4}}},
		{"Scores", [][]any{{"Expert", "Technology", "C1", "C2"}, {"E1", "T1", 8, 3}, {"E1", "T2", 5, 2}, {"E1", "T12", 9, 9}, {"E2", "T1", 6, 4}, {"E2", "T2", 7, 7}, {"E2", "T12", 1, 10}}},
	}
}

// russianStudy is a study in Russian sheets.
func russianStudy() book {
	return book{
		{"Исследование", [][]any{{"Параметр", "Значение"}, {"название", "Опыт"}}},
		{"Критерии", [][]any{{"Код", "Критерий", "Направленность", "Вес"}, {"К1", "Влияние", "выгода", 0.6}, {"К2", "Стоимость", "затраты", 0.4}}},
		{"Технологии", [][]any{{"Код", "Технология", "Стоимость"}, {"Т1", "Лазер", 10}, {"Т2", "Робот", 20}, {"Т3", "Геном", 30}}},
		{"Показатели", [][]any{{"Технология", "К1", "К2"}, {"Т1", 7, 30}, {"Т2", 5, 10}, {"Т3", 9, 50}}},
	}
}

// judgedStudy has judgements of three criteria.
func judgedStudy() book {
	b := measuredStudy()
	b[0].rows = append(b[0].rows, []any{"weighting", "ahp"})
	return append(b, sheetRows{"Pairwise", [][]any{{"Expert", "A", "B", "Preferred", "Intensity"}, {"E1", "C1", "C2", "A", 3}, {"E1", "C1", "C3", "A", 5}, {"E1", "C2", "C3", "A", 2}}})
}

// set sets several cells of a book: sheet!cell and value by turns.
func (b book) with(values ...any) book {
	for k := 0; k < len(values); k += 2 {
		sheet, ref, _ := strings.Cut(values[k].(string), "!")
		b.set(sheet, ref, values[k+1])
	}
	return b
}

// format gives cells a number format.
func format(format string, cells ...string) func(*excelize.File) error {
	return styled(&excelize.Style{CustomNumFmt: &format}, cells...)
}

func struck(cells ...string) func(*excelize.File) error {
	return styled(&excelize.Style{Font: &excelize.Font{Strike: true}}, cells...)
}

func styled(style *excelize.Style, cells ...string) func(*excelize.File) error {
	return func(f *excelize.File) error {
		id, err := f.NewStyle(style)
		for _, c := range cells {
			sheet, ref, _ := strings.Cut(c, "!")
			if err == nil {
				err = f.SetCellStyle(sheet, ref, ref, id)
			}
		}
		return err
	}
}

// runs sets a cell to runs: a text and how it is set ("", super, sub, strike, bold) by turns.
func runs(cell string, parts ...string) func(*excelize.File) error {
	return func(f *excelize.File) error {
		var out []excelize.RichTextRun
		for k := 0; k < len(parts); k += 2 {
			font := &excelize.Font{}
			switch parts[k+1] {
			case "super":
				font.VertAlign = "superscript"
			case "sub":
				font.VertAlign = "subscript"
			case "strike":
				font.Strike = true
			case "bold":
				font.Bold = true
			}
			out = append(out, excelize.RichTextRun{Text: parts[k], Font: font})
		}
		sheet, ref, _ := strings.Cut(cell, "!")
		return f.SetCellRichText(sheet, ref, out)
	}
}

func merge(sheet, from, to string) func(*excelize.File) error {
	return func(f *excelize.File) error { return f.MergeCell(sheet, from, to) }
}

func csvStudy(changes ...string) map[string]string {
	files := map[string]string{
		"Study.csv":        "Key,Value\ntitle,Case\n",
		"Criteria.csv":     "Code,Criterion,Sense,Weight\nC1,Impact,benefit,0.5\nC2,Cost,cost,0.3\nC3,Ready,benefit,0.2\n",
		"Technologies.csv": "ID,Technology,Cost\nT1,Alpha,10\nT2,Beta,20\nT3,Gamma,30\n",
		"Evidence.csv":     "Technology,C1,C2,C3\nT1,7,30,5\nT2,5,10,9\nT3,9,50,2\n",
	}
	for k := 0; k < len(changes); k += 2 {
		files[changes[k]] = changes[k+1]
	}
	return files
}

func encoded(files map[string]string, page *charmap.Charmap) map[string]string {
	out := map[string]string{}
	for name, text := range files {
		e, err := page.NewEncoder().String(text)
		if err != nil {
			panic(err)
		}
		out[name] = e
	}
	return out
}

func utf16Of(text string, order unicode.Endianness, bom unicode.BOMPolicy) string {
	out, err := unicode.UTF16(order, bom).NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	return out
}

type figs = map[string]float64

func (b book) shifted(sheet string, rows ...[]any) book {
	for k := range b {
		if b[k].name == sheet {
			b[k].rows = append(slices.Clone(rows), b[k].rows...)
		}
	}
	return b
}

func (b book) appended(sheet string, rows ...[]any) book {
	for k := range b {
		if b[k].name == sheet {
			b[k].rows = append(b[k].rows, rows...)
		}
	}
	return b
}

// cell is what a cell of a book holds, as text.
func (b book) cell(at string) string {
	sheet, ref, _ := strings.Cut(at, "!")
	col, row, err := excelize.CellNameToCoordinates(ref)
	if err != nil {
		panic(err)
	}
	for _, s := range b {
		if s.name == sheet {
			return fmt.Sprint(s.rows[row-1][col-1])
		}
	}
	panic(at)
}

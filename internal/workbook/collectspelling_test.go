package workbook

import (
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/study"
)

// formPlaces are where a figure may stand in a form: scores on a scale of 1 to 9, on no scale, on 0 to 100, and the intensity of a pair.
func formPlaces() []placed {
	score := func(criterion int32) func(*study.Study) (float64, bool) {
		return func(s *study.Study) (float64, bool) {
			for _, a := range s.Scores {
				if a.Technology == 0 && a.Criterion == criterion && a.State == study.Given {
					return a.Value, true
				}
			}
			return 0, false
		}
	}
	nine := map[string]float64{"1.250": 1.25, "1,250": 1.25}
	hundred := map[string]float64{"1.250": 1.25, "1,250": 1.25}
	strength := map[string]float64{"1.250": 1.25, "1,250": 1.25, "n/a": 0, "-": 0, "–": 0, "не знаю": 0}
	return []placed{
		{"form: score on 1–9", "Scores", "C7", score(0), nine},
		{"form: score on no scale", "Scores", "D7", score(1), nil},
		{"form: score on 0–100", "Scores", "E7", score(2), hundred},
		{"form: intensity", "Pairwise", "F5", func(s *study.Study) (float64, bool) {
			for _, j := range s.Judgements {
				if j.A == 0 && j.B == 1 {
					return j.Value, true
				}
			}
			return 0, false
		}, strength},
	}
}

// spelledForm is a study without answers and a filled form of its expert E1, the cells to be spelled left blank.
func spelledForm(t testing.TB) (data, form []byte) {
	b := book{
		{"Study", [][]any{{"Key", "Value"}, {"title", "Kinds"}, {"weighting", "ahp"}, {"round", "1"}}},
		{"Criteria", [][]any{{"Code", "Criterion", "Sense", "Min", "Max"}, {"C1", "Impact", "benefit", 1, 9}, {"C2", "Price", "cost", nil, nil}, {"C3", "Share", "benefit", 0, 100}}},
		{"Technologies", [][]any{{"ID", "Technology"}, {"T1", "Wind"}, {"T2", "Solar"}}},
		{"Experts", [][]any{{"ID", "Name"}, {"E1", "Anna"}, {"E2", "Boris"}}},
	}
	data = b.bytes(t)
	return data, changedBook(t, formsOf(t, "study.xlsx", data, FormOptions{})["E1"], func(x *excelize.File) {
		for cell, v := range map[string]any{"C8": 7, "D8": 8, "E8": 9} {
			must(t, x.SetCellValue("Scores", cell, v))
		}
		for cell, v := range map[string]any{"C5": "A", "C6": "=", "C7": "B", "F7": 5} {
			must(t, x.SetCellValue("Pairwise", cell, v))
		}
	})
}

// Whatever spelling stands in whatever cell of a form of whatever kind of file: what was meant is read, or the cell is named.
func TestFormFiguresOfEveryKind(t *testing.T) {
	data, empty := spelledForm(t)
	file := func(as string, form []byte, sheet string) FormFile {
		switch as {
		case "ods":
			return FormFile{"E1.ods", odsOf(t, form)}
		case "csv":
			return FormFile{"E1.csv", textOf(t, form, sheet, ',')}
		case "csv;":
			return FormFile{"E1.csv", textOf(t, form, sheet, ';')}
		case "tsv":
			return FormFile{"E1.tsv", textOf(t, form, sheet, '\t')}
		}
		return FormFile{"E1.xlsx", form}
	}
	kinds := []string{"xlsx", "ods", "csv", "csv;", "tsv"}
	for turn, kind := range kinds {
		for n, p := range formPlaces() {
			for k, w := range amounts {
				if !ci.Full() && (k+n)%(5*len(kinds)) != turn {
					continue
				}
				form := changedBook(t, empty, func(x *excelize.File) { must(t, x.SetCellValue(p.sheet, p.ref, w.text)) })
				c, err := CollectAs(FormFile{"study.xlsx", data}, []FormFile{file(kind, form, p.sheet)}, CollectOptions{Expert: "E1", Round: "1"})
				must(t, err)
				if kind != "xlsx" && kind != "ods" {
					for k := range c.Issues { // the sheet of a text is the file
						c.Issues[k].Place.Sheet = p.sheet
					}
				}
				scaled := map[string][2]float64{"C7": {1, 9}, "E7": {0, 100}, "F5": {1, 9}}
				w := w
				if x, ok := p.is[w.text]; ok {
					w.want, w.none = x, x == 0
				}
				if ends, ok := scaled[p.ref]; ok && (w.want < ends[0] || w.want > ends[1]) {
					w.must = false
				}
				if wrong := p.judge(w, c.Study, c.Issues, p.ref); wrong != "" && !(p.ref == "F5" && w.none && wrong == "read as 1" && w.text == "=") {
					t.Errorf("%s, %s, %q: %s\n%v", kind, p.name, w.text, wrong, c.Issues)
				}
				at := slices.IndexFunc(c.Forms, func(r FormReport) bool { return r.Expert == "E1" })
				if r := c.Forms[at]; r.Asked == 0 || r.Asked != r.Answered+r.Abstained+r.Blank+r.Unmerged || r.Unmerged > 0 && c.Issues.Err() == nil {
					t.Errorf("%s, %s, %q: %+v", kind, p.name, w.text, r)
				}
			}
		}
	}
}

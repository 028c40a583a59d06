package workbook

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/example"
)

// The forms of a later round say what the panel said before, name nobody, and come back as other forms do.
func TestFeedbackInForms(t *testing.T) {
	ci.Sequential(t)
	s, issues := ReadBytes("horizon-scan.xlsx", example.HorizonScan)
	must(t, issues.Err())
	someone := regexp.MustCompile(`\bE[0-9][0-9]\b`)
	for _, lang := range []string{"en", "ru"} {
		name := feedbackSheet[0]
		if lang == "ru" {
			name = feedbackSheet[1]
		}
		forms, err := Forms(s, FormOptions{Round: "third", Lang: lang})
		must(t, err)
		first, err := Forms(s, FormOptions{Round: "before", Lang: lang})
		must(t, err)
		if strings.Contains(fmt.Sprint(savedCells(t, first[0].Data)), name) {
			t.Error("the first round has feedback")
		}
		var files []FormFile
		for k, form := range forms {
			if !ci.Full() && k%7 != 0 && form.Expert != "E40" { // one in seven in the plain run
				continue
			}
			cells := savedCells(t, form.Data)[name]
			if len(cells) == 0 {
				t.Fatalf("the form of %s says nothing of the round before", form.Expert)
			}
			for at, v := range cells {
				if text := fmt.Sprint(v); someone.MatchString(text) {
					t.Errorf("the form of %s names somebody at %v: %s", form.Expert, at, text)
				}
			}
			if form.Expert == "E40" {
				files = append(files, FormFile{form.File, changedBook(t, form.Data, func(f *excelize.File) {
					sheet := scoresSheet.Name
					if lang == "ru" {
						sheet = scoresSheet.Russian
					}
					must(t, f.SetCellValue(sheet, scanCell("T01", "C1"), 5))
				})})
			}
		}
		c, err := Collect(FormFile{"horizon-scan.xlsx", example.HorizonScan}, files)
		must(t, err)
		for _, i := range c.Issues {
			if strings.HasPrefix(i.Code, "E-") || i.Code == "W-FORM-EXTRA" {
				t.Errorf("%s", i)
			}
		}
		if n := len(c.Study.Scores); n <= len(s.Scores) {
			t.Errorf("%d scores after collecting, %d before", n, len(s.Scores))
		}
	}
}

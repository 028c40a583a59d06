package workbook

import (
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/study"
)

// Every sheet of the template says what it is for, has an example row, and explains the columns that must be filled in; in both languages it is a study
// without a fault.
func TestTemplateExplainsItself(t *testing.T) {
	for _, ru := range []bool{false, true} {
		w := templateWriter{ru: ru}
		for _, spec := range templateSheets() {
			if spec.Needed == "" {
				t.Errorf("the sheet %s does not say whether it is needed", spec.Name)
			}
			if len(w.examples(spec)) == 0 {
				t.Errorf("the template has no example row on %s", spec.Name)
			}
			for _, c := range spec.Columns {
				if c.Required && c.Help == "" && spec != &expertsSheet {
					t.Errorf("the column %s.%s does not say what stands in it", spec.Name, c.Name)
				}
			}
		}
	}
	for _, lang := range []string{"en", "ru"} {
		data, err := Template(lang)
		must(t, err)
		s, issues := ReadBytes("template.xlsx", data)
		if len(issues) > 0 {
			t.Fatalf("%s: %v", lang, issues)
		}
		if _, err := study.Evaluate(s); err != nil {
			t.Error(err)
		}
		changedBook(t, data, func(f *excelize.File) {
			name := (templateWriter{ru: lang == "ru"}).pick(scoresSheet.Name, scoresSheet.Russian)
			drops, err := f.GetDataValidations(name)
			must(t, err)
			if len(drops) != 3 { // expert, technology, criterion
				t.Errorf("%s has %d drop-downs", name, len(drops))
			}
			comments, err := f.GetComments((templateWriter{ru: lang == "ru"}).pick(studySheet.Name, studySheet.Russian))
			must(t, err)
			if len(comments) != 2+8 { // both columns, eight settings
				t.Errorf("%d comments on the settings", len(comments))
			}
		})
	}
}

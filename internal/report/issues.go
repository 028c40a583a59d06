package report

import (
	"veche/internal/language"
	"veche/internal/study"
)

// Issues has a row for each; its headings are names of data.
func Issues(issues study.Issues, l language.Language) *Table {
	t := &Table{}
	for _, name := range []string{"Severity", "Code", "File", "Sheet", "Cell", "Value", "Message", "Remedy"} {
		t.Add(name, false)
	}
	for _, i := range issues {
		t.Rows = append(t.Rows, []Cell{Text(string(i.Severity)), Text(i.Code), Text(i.File), Text(i.Sheet), Text(i.Cell), Text(i.Value), Text(i.Message.In(l)), Text(i.Remedy.In(l))})
	}
	return t
}

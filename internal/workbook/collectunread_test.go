package workbook

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// An answer that could not be read keeps the file, sheet and cell it came from, as every other one does; a formula without its value is one of them, not a blank.
func TestUnreadSource(t *testing.T) {
	data, form, _ := filledForm(t)
	file := returned(t, "xlsx", "back", form, map[string]any{"Scores!C7": 8, "Scores!D7": "восемь", "Scores!C8": 12345}, func(f *excelize.File) error {
		if err := f.SetCellValue("Scores", "D8", nil); err != nil {
			return err
		}
		return f.SetCellFormula("Scores", "D8", "C7+1")
	})
	c, err := CollectAs(FormFile{"study.xlsx", data}, []FormFile{file}, CollectOptions{Expert: "E1", Round: "1"})
	must(t, err)
	written, err := c.Workbook()
	must(t, err)
	f, err := excelize.OpenReader(bytes.NewReader(written))
	must(t, err)
	defer f.Close()
	rows, err := f.GetRows("Scores")
	must(t, err)
	source, unread := slices.Index(rows[0], "Source"), 0
	for _, r := range rows[1:] {
		if at := slices.IndexFunc(r, func(cell string) bool { return strings.HasPrefix(cell, unreadMarks[0]) }); at >= 0 {
			unread++
		}
		if source >= len(r) || !strings.HasPrefix(r[source], "back.xlsx Scores!") {
			t.Errorf("%q came from elsewhere", r)
		}
	}
	if source < 0 || unread != 3 {
		t.Errorf("%d unread: %q", unread, rows)
	}
	for _, x := range c.Study.Unread {
		if at := c.Study.Place(x.Origin); at.File != "back.xlsx" || at.Sheet != "Scores" || at.Cell == "" {
			t.Errorf("%q came from %s", x.Text, at)
		}
	}
	if !slices.ContainsFunc(rows, func(r []string) bool { return slices.Contains(r, "unreadable: =C7+1") }) {
		t.Errorf("the formula is lost: %q", rows)
	}
}

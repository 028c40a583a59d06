package xlsx

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// TestExcelize reads what the library that writes our workbooks has written.
func TestExcelize(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	style := func(s excelize.Style) int {
		id, err := f.NewStyle(&s)
		check(err)
		return id
	}
	custom := `yyyy\-mm\-dd`
	check(f.SetSheetName("Sheet1", "Оценки"))
	check(f.SetCellValue("Оценки", "A1", "Технология"))
	check(f.SetCellValue("Оценки", "B1", 7.25))
	check(f.SetCellValue("Оценки", "C1", true))
	// The library writes such an escape as it is, so every reader, it too, finds an A.
	check(f.SetCellValue("Оценки", "D1", "_x0041_ <&>\n"))
	check(f.SetCellRichText("Оценки", "E1", []excelize.RichTextRun{{Text: "rich ", Font: &excelize.Font{Bold: true}}, {Text: "text"}}))
	check(f.SetCellValue("Оценки", "A2", time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)))
	check(f.SetCellValue("Оценки", "B2", 0.5))
	check(f.SetCellStyle("Оценки", "B2", "B2", style(excelize.Style{NumFmt: 10})))
	check(f.SetCellValue("Оценки", "C2", 0.5))
	check(f.SetCellStyle("Оценки", "C2", "C2", style(excelize.Style{NumFmt: 12})))
	check(f.SetCellValue("Оценки", "D2", 100))
	check(f.SetCellStyle("Оценки", "D2", "D2", style(excelize.Style{CustomNumFmt: &custom})))
	check(f.SetCellFormula("Оценки", "E2", "B2*2"))
	check(f.SetCellValue("Оценки", "A3", "under"))
	check(f.SetRowVisible("Оценки", 3, false))
	check(f.SetColVisible("Оценки", "E", false))
	check(f.MergeCell("Оценки", "A5", "C6"))
	_, err := f.NewSheet("_meta")
	check(err)
	check(f.SetSheetVisible("_meta", false, true))
	w, err := f.NewStreamWriter("_meta")
	check(err)
	check(w.SetRow("B2", []any{excelize.Cell{Formula: "1/4", Value: 0.25}, "text", nil, 5}))
	check(w.Flush())
	buf, err := f.WriteToBuffer()
	check(err)

	b, err := Open(buf.Bytes(), Limits{})
	check(err)
	var got []string
	for i, s := range b.Sheets() {
		check(b.Cells(i, func(c Cell) error {
			if c.Kind != Blank || c.HasFormula {
				got = append(got, s.Name+" "+show(c))
			}
			return nil
		}))
	}
	want := []string{
		`Оценки A1 text "Технология"`, `Оценки B1 number 7.25`, `Оценки C1 bool 1`, `Оценки D1 text "A <&>\n"`, `Оценки E1 text "rich text" hidden`,
		`Оценки A2 number 45351.5 date`, `Оценки B2 number 0.5 percent`, `Оценки C2 number 0.5 fraction`, `Оценки D2 number 100 date`, `Оценки E2 blank =B2*2 uncached hidden`,
		`Оценки A3 text "under" hidden`,
		`_meta B2 number 0.25 =1/4`, `_meta C2 text "text"`, `_meta E2 number 5`,
	}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("got\n%q, want\n%q", got, want)
	}
	if s := b.Sheets(); s[0].Hidden || !s[1].Hidden || len(s[0].Merged) != 1 || s[0].Merged[0] != (Range{5, 1, 6, 3}) {
		t.Errorf("sheets are %+v", s)
	}
}

// compareWithExcelize reads every sheet of data with both and compares kind,
// value and formula of every cell. Where excelize is used as the oracle, it is
// asked cell by cell for the raw value.
func compareWithExcelize(t *testing.T, data []byte) (cells int) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := Open(data, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range b.Sheets() {
		mine := make(map[string]string)
		err := b.Cells(i, func(c Cell) error {
			cells++
			raw, err := f.GetCellValue(s.Name, c.Ref(), excelize.Options{RawCellValue: true})
			if err != nil {
				return err
			}
			value := c.Text
			switch c.Kind {
			case Number:
				x, err := strconv.ParseFloat(raw, 64)
				if err != nil || x != c.Number {
					t.Errorf("%s!%s: %s, excelize has %q", s.Name, c.Ref(), show(c), raw)
				}
				value = raw
			case Bool:
				value = strconv.Itoa(int(c.Number))
			}
			if value != raw {
				t.Errorf("%s!%s: %s, excelize has %q", s.Name, c.Ref(), show(c), raw)
			}
			formula, err := f.GetCellFormula(s.Name, c.Ref())
			if err != nil {
				return err
			}
			if c.HasFormula != (formula != "") || c.HasFormula && c.Formula != "shared" && c.Formula != formula {
				t.Errorf("%s!%s: %s, excelize has formula %q", s.Name, c.Ref(), show(c), formula)
			}
			if value != "" {
				mine[c.Ref()] = value
			}
			return nil
		})
		if err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		rows, err := f.GetRows(s.Name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, value := range row {
				if name := CellName(r+1, c+1); value != mine[name] {
					t.Errorf("%s!%s: excelize has %q, we have %q", s.Name, name, value, mine[name])
				}
			}
		}
	}
	return cells
}

func TestRealForms(t *testing.T) {
	files, err := filepath.Glob("testdata/*.xlsx")
	if err != nil || len(files) != 3 {
		t.Fatalf("testdata has %v, %v", files, err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Logf("%d cells", compareWithExcelize(t, readFile(t, path)))
		})
	}
}

// TestManyWritten compares on a large sheet written by both writers of
// excelize.
func TestManyWritten(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for r := 1; r <= 60; r++ {
		for c := 1; c <= 40; c += 1 + r%3 {
			var v any = float64(r*c) / 7
			switch (r + c) % 5 {
			case 0:
				v = fmt.Sprintf("текст %d", r*c%11)
			case 1:
				v = r%2 == 0
			case 2:
				v = r - c
			}
			if err := f.SetCellValue("Sheet1", CellName(r, c), v); err != nil {
				t.Fatal(err)
			}
		}
	}
	f.NewSheet("Stream")
	w, err := f.NewStreamWriter("Stream")
	if err != nil {
		t.Fatal(err)
	}
	for r := 1; r <= 200; r += 3 {
		if err := w.SetRow(CellName(r, 1+r%4), []any{r, float64(r) / 3, "s", nil, true, fmt.Sprint("t", r)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if n := compareWithExcelize(t, buf.Bytes()); n < 1000 {
		t.Errorf("only %d cells", n)
	}
}

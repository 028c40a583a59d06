package xlsx

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"veche/internal/zipxml"
)

func TestCounts(t *testing.T) {
	p := plain(xmlHead + `<worksheet ` + mainNS + `><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" s="1"/><c r="D1"><f>1</f></c><c r="E1" t="str"><v/></c></row>` +
		`<row r="2"><c r="A2"><v>1</v></c><c r="B2"/><c r="C2" t="inlineStr"><is/></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`)
	p = p.with("xl/workbook.xml", workbookXML(`<sheet name="Chart" sheetId="1" r:id="rId2"/><sheet name="Scores" sheetId="2" r:id="rId1"/><sheet name="Macros" sheetId="3" r:id="rId3"/><sheet name="Dialog" sheetId="4" r:id="rId4"/>`))
	p = p.with("xl/_rels/workbook.xml.rels", relsXML("worksheet worksheets/sheet1.xml", "chartsheet chartsheets/sheet1.xml", "xlMacrosheet macrosheets/sheet1.xml", "dialogsheet dialogsheets/sheet1.xml"))
	b, err := Open(p.zip(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	// Held are A1, D1 and C2; B1 and A2 lie under A1:B2.
	want := []Count{{"Chart", "chartsheet", 0, 0}, {"Scores", "worksheet", 3, 2}, {"Macros", "xlMacrosheet", 0, 0}, {"Dialog", "dialogsheet", 0, 0}}
	if got, err := b.Counts(); err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

// TestCover compares with looking at every range for every cell.
func TestCover(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	under := 0
	for range 300 {
		var merged []Range
		for range random.IntN(6) {
			r := Range{1 + random.IntN(8), 1 + random.IntN(8), 0, 0}
			r.Row2, r.Col2 = r.Row1+random.IntN(4), r.Col1+random.IntN(4)
			if random.IntN(10) == 0 {
				r.Row2, r.Col2 = zipxml.MaxRow, zipxml.MaxCol
			}
			merged = append(merged, r)
		}
		c := newCover(merged)
		for row := 1; row <= 14; row += 1 + random.IntN(2) {
			for _, col := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, zipxml.MaxCol} {
				want := slices.ContainsFunc(merged, func(m Range) bool {
					return row >= m.Row1 && row <= m.Row2 && col >= m.Col1 && col <= m.Col2 && (row != m.Row1 || col != m.Col1)
				})
				if want {
					under++
				}
				if got := c.covers(row, col); got != want {
					t.Fatalf("%s under %v: %v, want %v", CellName(row, col), merged, got, want)
				}
			}
		}
	}
	if under < 1000 {
		t.Errorf("only %d cells lay under a range", under)
	}
}

// TestReadingWithin reads one sheet from within the reading of another.
func TestReadingWithin(t *testing.T) {
	p := plain(worksheet(`<row><c><v>1</v></c><c><v>2</v></c></row>`)).with("xl/worksheets/sheet2.xml", worksheet(`<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>`))
	p = p.with("xl/workbook.xml", workbookXML(`<sheet name="A" sheetId="1" r:id="rId1"/><sheet name="B" sheetId="2" r:id="rId2"/>`)).with("xl/_rels/workbook.xml.rels", relsXML("worksheet worksheets/sheet1.xml", "worksheet worksheets/sheet2.xml"))
	b, err := Open(p.zip(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	err = b.Cells(0, func(c Cell) error {
		got = append(got, show(c))
		return b.Cells(1, func(c Cell) error { got = append(got, show(c)); return nil })
	})
	inner := `A1 text "a" B1 text "b"`
	if want := `[A1 number 1 ` + inner + ` B1 number 2 ` + inner + `]`; err != nil || fmt.Sprint(got) != want {
		t.Errorf("got %v, %v, want %s", got, err, want)
	}
}

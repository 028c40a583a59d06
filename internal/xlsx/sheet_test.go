package xlsx

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// show writes a cell on one line.
func show(c Cell) string {
	s := c.Ref() + " " + c.Kind.String()
	switch c.Kind {
	case Number, Bool:
		s += fmt.Sprintf(" %v", c.Number)
	case Text, Error:
		s += fmt.Sprintf(" %q", c.Text)
	}
	if c.HasFormula {
		s += " =" + c.Formula
	}
	if !c.Cached {
		s += " uncached"
	}
	if c.Format != General {
		s += " " + c.Format.String()
	}
	if c.Hidden {
		s += " hidden"
	}
	return s
}

func TestCellValues(t *testing.T) {
	for _, tt := range []struct{ cell, want string }{
		{`<c r="A1"><v>1.5</v></c>`, `A1 number 1.5`},
		{`<c r="A1" t="n"><v> -2E-3 </v></c>`, `A1 number -0.002`},
		{`<c r="A1"><v>1<!-- x -->2</v></c>`, `A1 number 12`},
		{`<c r="A1"><v><![CDATA[7]]></v></c>`, `A1 number 7`},
		{`<c r="A1"/>`, `A1 blank`},
		{`<c r="A1"><v/></c>`, `A1 blank`},
		{`<c r="A1" t="s"/>`, `A1 blank`},
		{`<c r="A1" t="s"><v></v></c>`, `A1 blank`},
		{`<c r="A1" t="b"><v/></c>`, `A1 blank`},
		{`<c r="A1" t="d"><v/></c>`, `A1 blank`},
		{`<c r="A1" t="inlineStr"><v/><is><t>a</t></is></c>`, `A1 text "a"`},
		{`<c r="" s="" t=""><v>1</v></c>`, `A1 number 1`},
		{`<c r="A1" t="inlineStr"/>`, `A1 blank`},
		{`<c r="A1" t="s"><v>1</v></c>`, `A1 text "beta"`},
		{`<c r="A1" t="str"><v> kept </v></c>`, `A1 text " kept "`},
		{`<c r="A1" t="str"><v/></c>`, `A1 text ""`},
		{`<c r="A1" t="inlineStr"><is><t>in &amp; line</t></is></c>`, `A1 text "in & line"`},
		{`<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>rich </t></r><r><t>text</t></r><rPh sb="0" eb="1"><t>no</t></rPh><phoneticPr fontId="1"/></is></c>`, `A1 text "rich text"`},
		{`<c r="A1" t="b"><v>1</v></c>`, `A1 bool 1`},
		{`<c r="A1" t="b"><v>0</v></c>`, `A1 bool 0`},
		{`<c r="A1" t="e"><v>#DIV/0!</v></c>`, `A1 error "#DIV/0!"`},
		{`<c r="A1" t="d"><v>2024-02-29</v></c>`, `A1 number 45351 date`},
		{`<c r="A1" t="d"><v>2024-02-29T12:00:00</v></c>`, `A1 number 45351.5 date`},
		{`<c r="A1" t="d"><v>2024-02-29T18:00:00.000Z</v></c>`, `A1 number 45351.75 date`},
		{`<c r="A1" t="d"><v>06:00:00</v></c>`, `A1 number 0.25 date`},
		// What Excel 15 and 16 store of times in strict workbooks.
		{`<c r="A1" t="d"><v>PT6H</v></c>`, `A1 number 0.25 date`},
		{`<c r="A1" t="d"><v>PT0H11M15.000S</v></c>`, `A1 number 0.0078125 date`},
		{`<c r="A1" t="d"><v>P1DT12H</v></c>`, `A1 number 1.5 date`},
		{`<c r="A1" t="d"><v>-PT6H0M0S</v></c>`, `A1 number -0.25 date`},
		{`<c r="A1" s="1"><v>-5</v></c>`, `A1 number -5 date`},
		// Serial 1 is 1 January 1900, 59 is 28 February, 61 is 1 March.
		{`<c r="A1" t="d"><v>1900-01-01</v></c>`, `A1 number 1 date`},
		{`<c r="A1" t="d"><v>1900-02-28</v></c>`, `A1 number 59 date`},
		{`<c r="A1" t="d"><v>1900-03-01</v></c>`, `A1 number 61 date`},
		{`<c r="A1" s="1"><v>45351</v></c>`, `A1 number 45351 date`},
		{`<c r="A1" s="2"><v>0.5</v></c>`, `A1 number 0.5 percent`},
		{`<c r="A1" s="3"><v>0.5</v></c>`, `A1 number 0.5 fraction`},
		{`<c r="A1" s="4"><v>1</v></c>`, `A1 number 1 date`},
		{`<c r="A1" s="5"><v>1</v></c>`, `A1 number 1`},
		{`<c r="A1"><f>B1*2</f><v>4</v></c>`, `A1 number 4 =B1*2`},
		{`<c r="A1"><f>=B1*2</f><v>4</v></c>`, `A1 number 4 =B1*2`},
		{`<c r="A1"><f>1/C4</f></c>`, `A1 blank =1/C4 uncached`},
		{`<c r="A1"><f>1/C4</f><v></v></c>`, `A1 blank =1/C4 uncached`},
		{`<c r="A1" t="str"><f>""</f><v></v></c>`, `A1 text "" =""`},
		{`<c r="A1" t="str"><f>""</f></c>`, `A1 blank ="" uncached`},
		{`<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>`, `A1 error "#DIV/0!" =1/0`},
		{`<c r="A1"><f t="shared" si="0"/><v>3</v></c>`, `A1 number 3 =shared`},
		{`<c r="A1"><f t="shared" si="0" ref="A1:A2">B1</f><v>3</v></c>`, `A1 number 3 =B1`},
		{`<c r="A1"><f t="dataTable" ref="A1:A2"/><v>3</v></c>`, `A1 number 3 =dataTable`},
		{`<c r="A1"><v>3</v><f>B1</f></c>`, `A1 number 3 =B1`},
		{`<c r="A1"><v>3</v><extLst><ext uri="x"><y xmlns="z">t</y></ext></extLst></c>`, `A1 number 3`},
		{`<c r="A1" cm="1" vm="2" ph="1"><x xmlns="other">9</x><v>3</v></c>`, `A1 number 3`},
	} {
		cells := mustRead(t, `<row r="1">`+tt.cell+`</row>`)
		if len(cells) != 1 || show(cells[0]) != tt.want {
			t.Errorf("%s gives %v, want %s", tt.cell, shows(cells), tt.want)
		}
	}
}

func shows(cells []Cell) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = show(c)
	}
	return out
}

func TestDate1904(t *testing.T) {
	p := plain(worksheet(`<row><c t="d"><v>1904-01-02</v></c></row>`))
	p = p.with("xl/workbook.xml", strings.Replace(p[2].body, "<workbookPr/>", `<workbookPr date1904="1"/>`, 1))
	b, err := Open(p.zip(), Limits{})
	if err != nil || !b.Date1904() {
		t.Fatalf("Date1904 is not seen: %v", err)
	}
	cells, err := readAll(p.zip(), Limits{})
	if err != nil || show(cells[0]) != "A1 number 1 date" {
		t.Errorf("got %v, %v", shows(cells), err)
	}
	p = plain(worksheet(`<row><c t="d"><v>1899-12-29</v></c></row>`))
	cells, err = readAll(p.zip(), Limits{})
	if err != nil || show(cells[0]) != "A1 number -2 date" {
		t.Errorf("got %v, %v", shows(cells), err)
	}
}

func TestPlaces(t *testing.T) {
	for _, tt := range []struct{ rows, want string }{
		{``, ``},
		{`<row r="1"/><row r="5"/>`, ``},
		{`<row r="2"><c r="B2"/><c r="D2"/></row><row r="7"><c r="XFD7"/></row>`, `B2 D2 XFD7`},
		{`<row><c/><c/></row><row><c/></row>`, `A1 B1 A2`},
		{`<row r="3"><c r="C3"/><c/><c r="G3"/></row><row><c/></row>`, `C3 D3 G3 A4`},
		{`<row r="1048576"><c r="A1048576"/></row>`, `A1048576`},
		{` <row r="1"> <c r="A1"> <v>1</v> </c> </row> `, `A1`},
		{`<x xmlns="other"><row><c/></row></x><row r="2"><c/><y xmlns="other"/></row>`, `A2`},
	} {
		cells := mustRead(t, tt.rows)
		var refs []string
		for _, c := range cells {
			refs = append(refs, c.Ref())
		}
		if got := strings.Join(refs, " "); got != tt.want {
			t.Errorf("%s gives %q, want %q", tt.rows, got, tt.want)
		}
	}
}

func TestBadCells(t *testing.T) {
	for _, tt := range []struct {
		rows  string
		words []string
	}{
		{`<row r="2"/><row r="1"/>`, []string{"row 1 comes after row 2"}},
		{`<row r="2"/><row r="2"/>`, []string{"row 2 comes after row 2"}},
		{`<row r="0"/>`, []string{`numbered "0"`}},
		{`<row r="-1"/>`, []string{`numbered "-1"`}},
		{`<row r="1.5"/>`, []string{`numbered "1.5"`}},
		{`<row r=""/>`, []string{`numbered ""`}},
		{`<row r=".0"/>`, []string{`numbered ".0"`}},
		{`<row r="1048577"/>`, []string{"beyond the limit of 1048576"}},
		{`<row r="1048576"/><row/>`, []string{"beyond the limit"}},
		{`<row r="1"><c r="B1"/><c r="A1"/></row>`, []string{"Scores!A1", "after cell B1"}},
		{`<row r="1"><c r="B1"/><c r="B1"/></row>`, []string{"Scores!B1", "twice"}},
		{`<row r="1"><c r="A2"/></row>`, []string{"Scores!A2", "stands in row 1"}},
		{`<row r="1"><c r="A0"/></row>`, []string{`the reference "A0"`}},
		{`<row r="1"><c r="1A"/></row>`, []string{`the reference "1A"`}},
		{`<row r="1"><c r="$A$1"/></row>`, []string{`the reference "$A$1"`}},
		{`<row r="1"><c r="XFE1"/></row>`, []string{`the reference "XFE1"`}},
		{`<row r="1"><c r="XFD1"/><c/></row>`, []string{"column 16385"}},
		{`<row r="1"><c r="A1" r="B1"/></row>`, []string{`"r" is given twice`}},
		{`<row r="1"><c r="A1"><v>1,5</v></c></row>`, []string{"Scores!A1", `"1,5" is not a number`}},
		{`<row r="1"><c r="A1"><v>NaN</v></c></row>`, []string{"is not a number"}},
		{`<row r="1"><c r="A1"><v>0x1p3</v></c></row>`, []string{"is not a number"}},
		{`<row r="1"><c r="A1"><v>1_0</v></c></row>`, []string{"is not a number"}},
		{`<row r="1"><c r="A1"><v>1e999</v></c></row>`, []string{"is not a number"}},
		{`<row r="1"><c r="C1" t="s"><v>2</v></c></row>`, []string{"Scores!C1", "shared string 2 of 2"}},
		{`<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`, []string{"index of a shared string"}},
		{`<row r="1"><c r="A1" t="b"><v>2</v></c></row>`, []string{"is not a boolean"}},
		{`<row r="1"><c r="A1" t="e"><v></v></c></row>`, []string{"error value without its name"}},
		{`<row r="1"><c r="A1" t="d"><v>29.02.2024</v></c></row>`, []string{"is not a date"}},
		{`<row r="1"><c r="A1" t="d"><v>2023-02-29</v></c></row>`, []string{"is not a date"}},
		{`<row r="1"><c r="A1" t="z"><v>1</v></c></row>`, []string{`unknown cell type "z"`}},
		{`<row r="1"><c r="A1" t="z"/></row>`, []string{`unknown cell type "z"`}},
		{`<row r="1"><c r="A1"><is><t>1</t></is></c></row>`, []string{"inline text"}},
		{`<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>`, []string{"unexpected element <v>"}},
		{`<row r="1"><c r="A1"><f>1</f><f>2</f></c></row>`, []string{"unexpected element <f>"}},
		{`<row r="1"><c r="A1" t="inlineStr"><is/><is/></c></row>`, []string{"unexpected element <is>"}},
		{`<row r="1"><c r="A1"><v><b/>1</v></c></row>`, []string{"unexpected element <b>"}},
		{`<row r="1"><c r="A1">5</c></row>`, []string{"Scores!A1", `unexpected text "5"`}},
		{`<row r="1">5</row>`, []string{`unexpected text "5"`}},
		{`<row r="1"><row r="2"/></row>`, []string{"unexpected element <row>"}},
		{`<c r="A1"/>`, []string{"unexpected element <c>"}},
		{`<row r="1"><c r="A1" s="6"/></row>`, []string{"Scores!A1", "style 6 of 6"}},
		{`<row r="1"><c r="A1" s="x"/></row>`, []string{`the style "x"`}},
		{`<row r="1" hidden="yes"/>`, []string{`hidden="yes"`}},
		{`<mc:AlternateContent xmlns:mc="` + nsCompat + `"/>`, []string{"<AlternateContent>"}},
		{`<row xmlns="" r="1"/>`, []string{"unexpected element <row>"}},
		{`<row r="1"><c r="A1"><v>&#x1B;</v></c></row>`, []string{"not well-formed", "illegal character"}},
		{"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>\xff</v></c></row>", []string{"not well-formed", "UTF-8"}},
		{`<row r="1"><c r="A1"><v>&x;</v></c></row>`, []string{"not well-formed"}},
		{`<row r="1"></c></row>`, []string{"not well-formed"}},
	} {
		_, err := readAll(plain(worksheet(tt.rows)).zip(), Limits{})
		t.Run(tt.rows, func(t *testing.T) { wantDamage(t, err, append(tt.words, "xl/worksheets/sheet1.xml")...) })
	}
}

func TestBadSheets(t *testing.T) {
	open, end := xmlHead+`<worksheet `+mainNS+`>`, `</worksheet>`
	for name, tt := range map[string]struct{ xml, word string }{
		"empty":            {"", "the part is empty"},
		"only a head":      {xmlHead, "the part is empty"},
		"other root":       {xmlHead + `<chartsheet ` + mainNS + `/>`, "the root element is <chartsheet>"},
		"no namespace":     {xmlHead + `<worksheet><sheetData/></worksheet>`, "the root element"},
		"no table":         {open + end, "no table of cells"},
		"two tables":       {open + `<sheetData/><sheetData/>` + end, "two tables"},
		"row outside":      {open + `<sheetData/><row r="1"/>` + end, "unexpected element <row>"},
		"text outside":     {open + `<sheetData/>x` + end, `unexpected text "x"`},
		"text after":       {open + `<sheetData/>` + end + "x", "text outside the root"},
		"second root":      {open + `<sheetData/>` + end + `<worksheet/>`, "second root"},
		"late columns":     {open + `<sheetData/><cols/>` + end, "column definitions after"},
		"bad columns":      {open + `<cols><col min="0" max="2" hidden="1"/></cols><sheetData/>` + end, "column definition"},
		"reversed columns": {open + `<cols><col min="3" max="2" hidden="1"/></cols><sheetData/>` + end, "column definition"},
		"bad merge":        {open + `<sheetData/><mergeCells><mergeCell ref="A1:ZZZZ1"/></mergeCells>` + end, "merged range"},
		"doctype":          {xmlHead + `<!DOCTYPE worksheet [<!ENTITY a "b">]>` + open[len(xmlHead):] + `<sheetData/>` + end, "DOCTYPE"},
		"directive inside": {open + `<sheetData/><!ELEMENT x>` + end, "DOCTYPE"},
		"UTF-16":           {"\xff\xfe<\x00?\x00", "UTF-16 is not supported"},
		"windows-1251":     {strings.Replace(open, "UTF-8", "windows-1251", 1) + `<sheetData/>` + end, `encoding "windows-1251"`},
		"unclosed":         {open + `<sheetData>`, "ends too early"},
		"wrong end":        {open + `<sheetData></worksheet>`, "not well-formed"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readAll(plain(tt.xml).zip(), Limits{})
			wantDamage(t, err, "Scores", "sheet1.xml", tt.word)
		})
	}
}

func TestHiddenAndMerged(t *testing.T) {
	xml := xmlHead + `<worksheet ` + mainNS + `><cols><col min="1" max="1" width="9"/><col min="2" max="3" hidden="1"/><col min="16000" max="99999" hidden="true"/></cols><sheetData>` +
		`<row r="1"><c r="A1"/><c r="B1"/><c r="C1"/><c r="D1"/><c r="XFD1"/></row><row r="2" hidden="1"><c r="A2"/></row><row r="3" hidden="0"><c r="A3"/></row></sheetData>` +
		`<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="B5:A4"/></mergeCells></worksheet>`
	data := plain(xml).zip()
	cells, err := readAll(data, Limits{})
	want := []string{"A1 blank", "B1 blank hidden", "C1 blank hidden", "D1 blank", "XFD1 blank hidden", "A2 blank hidden", "A3 blank"}
	if err != nil || !slices.Equal(shows(cells), want) {
		t.Errorf("got %v, %v, want %v", shows(cells), err, want)
	}
	b, err := Open(data, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if b.Sheets()[0].Merged != nil {
		t.Error("merged ranges are known before the sheet is read")
	}
	ranges := []Range{{1, 1, 1, 3}, {4, 1, 5, 2}}
	if got, err := b.Merged(0); err != nil || !slices.Equal(got, ranges) {
		t.Errorf("Merged gives %v, %v, want %v", got, err, ranges)
	}
	if got := b.Sheets()[0].Merged; !slices.Equal(got, ranges) {
		t.Errorf("Sheets gives merged %v, want %v", got, ranges)
	}
}

func TestYieldError(t *testing.T) {
	b, err := Open(plain(worksheet(`<row><c/><c/><c/></row>`)).zip(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	mine := &DamageError{Reason: "mine"}
	n := 0
	err = b.Cells(0, func(Cell) error {
		if n++; n == 2 {
			return mine
		}
		return nil
	})
	if err != error(mine) || n != 2 || mine.Sheet != "" {
		t.Errorf("Cells returns %v after %d cells", err, n)
	}
	if b.Sheets()[0].Merged != nil {
		t.Error("a read that was stopped counts as complete")
	}
	// The sheet can be read anew.
	n = 10
	if err := b.Cells(0, func(Cell) error { n++; return nil }); err != nil || n != 13 {
		t.Errorf("second read: %v, %d", err, n)
	}
}

func TestNoSuchSheet(t *testing.T) {
	b, err := Open(plain(worksheet(``)).zip(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if r := recover(); r != "xlsx: no sheet 1, there are 1" {
			t.Errorf("panic %v", r)
		}
	}()
	b.Cells(1, nil)
}

func TestStrictNamespace(t *testing.T) {
	rep := strings.NewReplacer(nsMain, nsMainStrict, nsRel, nsRelStrict)
	var p parts
	for _, e := range plain(worksheet(`<row r="1"><c r="A1" t="s" s="1"><v>0</v></c><c r="B1" t="d" s="1"><v>2024-02-29</v></c></row>`)) {
		p = append(p, entry{e.name, rep.Replace(e.body)})
	}
	cells, err := readAll(p.zip(), Limits{})
	want := []string{`A1 text "alpha" date`, "B1 number 45351 date"}
	if err != nil || !slices.Equal(shows(cells), want) {
		t.Errorf("got %v, %v, want %v", shows(cells), err, want)
	}
}

func TestPrefixedNamespace(t *testing.T) {
	xml := `<x:worksheet xmlns:x="` + nsMain + `"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>`
	cells, err := readAll(plain("\uFEFF"+xml).zip(), Limits{})
	if err != nil || len(cells) != 1 || cells[0].Number != 5 {
		t.Errorf("got %v, %v", shows(cells), err)
	}
}

func TestErrorIsNotMisplaced(t *testing.T) {
	// An error after a cell must not be blamed on it.
	_, err := readAll(plain(worksheet(`<row r="1"><c r="A1"><v>1</v></c></row><row r="1"/>`)).zip(), Limits{})
	var d *DamageError
	if !errors.As(err, &d) || d.Sheet != "Scores" || d.Ref != "" || d.Part != "xl/worksheets/sheet1.xml" {
		t.Errorf("got %#v", d)
	}
}

// What the sheets are may be asked while one of them is read; the race detector looks.
func TestSheetsWhileRead(t *testing.T) {
	b, err := Open(plain(worksheet(`<row r="1"><c r="A1"><v>1</v></c></row>`)).zip(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	read := make(chan error)
	go func() { read <- b.Cells(0, func(Cell) error { return nil }) }()
	for range 100 {
		if sheets := b.Sheets(); len(sheets) != 1 {
			t.Fatal(sheets)
		}
	}
	if err := <-read; err != nil {
		t.Error(err)
	}
}

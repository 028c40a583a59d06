package ods

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"veche/internal/xlsx"
)

// styles by which cells of the tests are set and shown.
const someStyles = `
<number:percentage-style style:name="N1"><number:number number:decimal-places="0"/><number:text>%</number:text></number:percentage-style>
<number:date-style style:name="N2"><number:day/><number:text>.</number:text><number:month/></number:date-style>
<number:number-style style:name="N3"><number:fraction number:denominator-value="3"/></number:number-style>
<number:text-style style:name="N4"><number:text-content/></number:text-style>
<number:number-style style:name="N5"><number:number number:display-factor="1000000"/><number:text> млн</number:text></number:number-style>
<number:number-style style:name="N6"><number:number/><number:text>%</number:text></number:number-style>
<number:currency-style style:name="N7P0"><number:currency-symbol>€</number:currency-symbol><number:text> </number:text><number:number/></number:currency-style>
<number:currency-style style:name="N7"><number:text>-</number:text><number:number/><number:text> debt</number:text><style:map style:condition="value()&gt;=0" style:apply-style-name="N7P0"/></number:currency-style>
<number:number-style style:name="N8"><number:number><number:embedded-text number:position="3">kilo</number:embedded-text></number:number></number:number-style>
<number:boolean-style style:name="N9"><number:boolean/></number:boolean-style>
<style:style style:name="truth" style:family="table-cell" style:data-style-name="N9"/>
<style:style style:name="percent" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="date" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="third" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="text" style:family="table-cell" style:data-style-name="N4"/>
<style:style style:name="millions" style:family="table-cell" style:data-style-name="N5"/>
<style:style style:name="quasi" style:family="table-cell" style:data-style-name="N6"/>
<style:style style:name="money" style:family="table-cell" style:data-style-name="N7"/>
<style:style style:name="kilo" style:family="table-cell" style:data-style-name="N8"/>
<style:style style:name="struck" style:family="table-cell"><style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>
<style:style style:name="child" style:family="table-cell" style:parent-style-name="Struck and money"/>
<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="-33% 58%"/></style:style>
<style:style style:name="T3" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="T4" style:family="text"><style:text-properties style:text-line-through-style="none" style:text-position="0% 100%"/></style:style>
<style:style style:name="T5" style:family="text"><style:text-properties fo:font-weight="bold" xmlns:fo="x"/></style:style>
<style:style style:name="flat" style:family="table-row"><style:table-row-properties style:row-height="0cm"/></style:style>
<style:style style:name="thin" style:family="table-column"><style:table-column-properties style:column-width="0in"/></style:style>
<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>`

const someCommonStyles = `
<number:currency-style style:name="N7"><number:number/><number:text> common</number:text></number:currency-style>
<style:style style:name="Struck and money" style:family="table-cell" style:data-style-name="N7" style:parent-style-name="Struck"/>
<style:style style:name="Struck" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="never" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>`

func TestCellValues(t *testing.T) {
	number := func(attrs, x string) string {
		return `<table:table-cell ` + attrs + ` office:value-type="float" office:value="` + x + `"><text:p>shown</text:p></table:table-cell>`
	}
	text := func(p string) string {
		return `<table:table-cell office:value-type="string">` + p + `</table:table-cell>`
	}
	for _, tt := range []struct{ cells, want string }{
		{number("", "1.5"), `A1 number 1.5`},
		{number("", "-2E-3"), `A1 number -0.002`},
		{`<table:table-cell/>`, ``},
		{`<table:table-cell office:value-type="void"/>`, ``},
		{`<table:table-cell table:style-name="percent" table:number-columns-repeated="3"/>` + number("", "1"), `D1 number 1`},
		{`<table:table-cell office:value-type="percentage" office:value="0.7"/>`, `A1 number 0.7 percent`},
		{`<table:table-cell office:value-type="currency" office:currency="USD" office:value="7"/>`, `A1 number 7 with "USD"`},
		{`<table:table-cell office:value-type="boolean" office:boolean-value="true"/><table:table-cell office:value-type="boolean" office:boolean-value="false"/>`, `A1 bool 1; B1 bool 0`},
		{`<table:table-cell table:formula="of:=TRUE()" office:value-type="float" office:value="1"><text:p>TRUE</text:p></table:table-cell>`, `A1 bool 1 =TRUE()`},
		{`<table:table-cell office:value-type="float" office:value="0" table:style-name="truth"/><table:table-cell office:value-type="float" office:value="2" table:style-name="truth"/>`, `A1 bool 0; B1 number 2`},
		{`<table:table-cell office:value-type="date" office:date-value="2024-02-29"/>`, `A1 number 45351 date`},
		{`<table:table-cell office:value-type="date" office:date-value="2024-02-29T18:00:00"/>`, `A1 number 45351.75 date`},
		{`<table:table-cell office:value-type="date" office:date-value="1899-12-29T12:00:00"/>`, `A1 number -0.5 date`},
		{`<table:table-cell office:value-type="time" office:time-value="PT06H00M00S"/>`, `A1 number 0.25 date`},
		{`<table:table-cell office:value-type="time" office:time-value="PT30H00M00.000000000S"/>`, `A1 number 1.25 date`},

		{text(`<text:p>жук</text:p>`), `A1 text "жук"`},
		{text(`<text:p>a</text:p><text:p/><text:p>b</text:p>`), `A1 text "a\n\nb"`},
		{text(`<text:p>  a  <text:s/> b <text:s text:c="2"/>c<text:tab/>d<text:line-break/>e  </text:p>`), `A1 text "a   b   c\td\ne "`},
		{text(`<text:p>a <text:span> b</text:span> <text:a xlink:href="x" xmlns:xlink="y">link</text:a></text:p>`), `A1 text "a b link"`},
		{text(`<text:p>7<text:sheet-name>S</text:sheet-name></text:p>`), `A1 text "7S"`},
		{text(`<text:p>字<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>かん</text:ruby-text></text:ruby></text:p>`), `A1 text "字漢"`},
		{text(`<text:p>a&#x9B;&#x7f;_x0041_</text:p>`), `A1 text "a_x0041_"`},
		{text(`<text:list><text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>`), `A1 text "one\ntwo"`},
		{text(``), `A1 text ""`},
		{`<table:table-cell office:value-type="string" office:string-value=" true "><text:p>shown</text:p></table:table-cell>`, `A1 text " true "`},
		{`<table:table-cell><text:p>untyped</text:p></table:table-cell>`, `A1 text "untyped"`},
		{text(`<draw:frame xmlns:draw="d"><draw:text-box><text:p>picture</text:p></draw:text-box></draw:frame><text:p>a</text:p>`), `A1 text "a"`},

		{`<table:table-cell table:formula="of:=[.B1]*2" office:value-type="float" office:value="4"/>`, `A1 number 4 =B1*2`},
		{`<table:table-cell table:formula="of:=SUM([.A1:.A3];[$'It.s'.B1])&amp;&quot;[.x]&quot;" office:value-type="string" office:string-value=""/>`, `A1 text "" =SUM(A1:A3;$'It!s'!B1)&"[.x]"`},
		{`<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>`, `A1 text "" =""`},
		{`<table:table-cell table:formula="of:=1/[.C4]"/>`, `A1 blank =1/C4 uncached`},
		{`<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>`, `A1 error "#DIV/0!" =1/0`},
		{`<table:table-cell table:formula="oooc:=1/0" office:value-type="float" office:value="0"><text:p>Err:502</text:p></table:table-cell>`, `A1 error "Err:502" =1/0`},
		{`<table:table-cell office:value-type="string" calcext:value-type="error"/>`, `A1 error "#VALUE!"`},
		{text(`<text:p>#N/A</text:p>`), `A1 text "#N/A"`},

		{number(`table:style-name="percent"`, "0.7"), `A1 number 0.7 percent`},
		{number(`table:style-name="date"`, "1"), `A1 number 1 date`},
		{number(`table:style-name="third"`, "0.5"), `A1 number 0.5 fraction`},
		{number(`table:style-name="text"`, "5"), `A1 number 5 text`},
		{number(`table:style-name="millions"`, "5"), `A1 number 5 /1000^2 with "млн"`},
		{number(`table:style-name="quasi"`, "70"), `A1 number 70 with "%"`},
		{number(`table:style-name="money"`, "5"), `A1 number 5 with "€"`},
		{number(`table:style-name="money"`, "-5"), `A1 number -5 with "debt"`},
		{number(`table:style-name="kilo"`, "5"), `A1 number 5 with "kilo"`},
		{number(`table:style-name="child"`, "5"), `A1 number 5 with "common" marks 4/4 ""`},
		{number(`table:style-name="never"`, "5"), `A1 number 5 marks 4/4 ""`},
		{number(`table:style-name="none"`, "5"), `A1 number 5`},

		{number(`table:style-name="struck"`, "5"), `A1 number 5 marks 4/4 ""`},
		{`<table:table-cell table:style-name="struck" office:value-type="string"><text:p>a <text:span text:style-name="T4">b</text:span></text:p></table:table-cell>`, `A1 text "a b" marks 0/4 "a "`},
		{text(`<text:p>7<text:span text:style-name="T1">1</text:span></text:p>`), `A1 text "71" marks 0/1 "1"`},
		{text(`<text:p>CO<text:span text:style-name="T2">2</text:span></text:p>`), `A1 text "CO2" marks 0/2 "2"`},
		{text(`<text:p><text:span text:style-name="T3">5<text:span text:style-name="T1">1</text:span></text:span> 8</text:p>`), `A1 text "51 8" marks 0/5 "51"`},
		{text(`<text:p><text:span text:style-name="T3">5 <text:span text:style-name="T4">8</text:span></text:span></text:p>`), `A1 text "5 8" marks 0/4 "5 "`},
		{text(`<text:p>7<text:span text:style-name="T5">1</text:span></text:p>`), `A1 text "71"`},

		{number(`table:number-columns-repeated="3"`, "1"), `A1 number 1; B1 number 1; C1 number 1`},
		{number(`table:number-columns-spanned="2"`, "1") + `<table:covered-table-cell office:value-type="float" office:value="2"/>`, `A1 number 1; B1 number 2`},
	} {
		data := zipped("styles.xml", commonStyles(someCommonStyles), "content.xml", document(someStyles, sheetOf("S", `<table:table-row>`+tt.cells+`</table:table-row>`)))
		_, cells, err := read(data, xlsx.Limits{})
		if err != nil || shows(cells) != tt.want {
			t.Errorf("%s\n is %s, %v\nwant %s", tt.cells, shows(cells), err, tt.want)
		}
	}
}

func TestPlaces(t *testing.T) {
	const cell = `<table:table-cell office:value-type="float" office:value="1"/>`
	for _, tt := range []struct{ rows, want string }{
		{``, ``},
		{`<table:table-row>` + cell + `</table:table-row><table:table-row/><table:table-row><table:table-cell/>` + cell + `</table:table-row>`, `A1 number 1; B3 number 1`},
		{`<table:table-row table:number-rows-repeated="3">` + cell + `<table:table-cell table:number-columns-repeated="2"/>` + cell + `</table:table-row><table:table-row>` + cell + `</table:table-row>`,
			`A1 number 1; D1 number 1; A2 number 1; D2 number 1; A3 number 1; D3 number 1; A4 number 1`},
		{`<table:table-row table:number-rows-repeated="1048575"/><table:table-row><table:table-cell table:number-columns-repeated="16383"/>` + cell + `</table:table-row>`, `XFD1048576 number 1`},
		{`<table:table-header-rows><table:table-row>` + cell + `</table:table-row></table:table-header-rows><table:table-row-group><table:table-rows><table:table-row>` + cell + `</table:table-row></table:table-rows></table:table-row-group>`, `A1 number 1; A2 number 1`},
		{`<table:table-row table:visibility="collapse">` + cell + `</table:table-row><table:table-row table:visibility="filter">` + cell + `</table:table-row><table:table-row table:style-name="flat">` + cell + `</table:table-row><table:table-row table:visibility="visible">` + cell + `</table:table-row>`,
			`A1 number 1 hidden; A2 number 1 hidden; A3 number 1 hidden; A4 number 1`},
		{`<table:table-row-group table:display="false"><table:table-row>` + cell + `</table:table-row></table:table-row-group><table:table-row>` + cell + `</table:table-row>`, `A1 number 1 hidden; A2 number 1`},
		{`<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/><table:table-column table:style-name="thin"/><table:table-column/><table:table-row><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="5"/></table:table-row>`,
			`A1 number 1; B1 number 1; C1 number 1 hidden; D1 number 1 hidden; E1 number 1`},
		{`<table:table-column table:default-cell-style-name="percent"/><table:table-column table:default-cell-style-name="date"/><table:table-row>` + cell + cell + cell + `</table:table-row><table:table-row table:default-cell-style-name="third">` + cell + `</table:table-row>`,
			`A1 number 1 percent; B1 number 1 date; C1 number 1; A2 number 1 fraction`},
		{`<table:shapes><draw:frame xmlns:draw="d"><table:table table:name="x"><table:table-row>` + cell + `</table:table-row></table:table></draw:frame></table:shapes><table:table-row><text:soft-page-break/>` + cell + `</table:table-row>`, `A1 number 1`},
	} {
		_, cells, err := read(zipped("content.xml", document(someStyles, sheetOf("S", tt.rows))), xlsx.Limits{})
		if err != nil || shows(cells) != tt.want {
			t.Errorf("%s\n is %s, %v\nwant %s", tt.rows, shows(cells), err, tt.want)
		}
	}
}

func TestBroken(t *testing.T) {
	row := func(cells string) string { return sheetOf("S", `<table:table-row>`+cells+`</table:table-row>`) }
	for _, tt := range []struct {
		sheets string
		want   []string
	}{
		{row(`<table:table-cell/><table:table-cell office:value-type="float" office:value="1,5"/>`), []string{"S!B1", "“1,5” is not a number"}},
		{row(`<table:table-cell office:value-type="float"/>`), []string{"is not a number"}},
		{row(`<table:table-cell office:value-type="float" office:value="NaN"/>`), []string{"is not a number"}},
		{row(`<table:table-cell office:value-type="float" office:value="1e999"/>`), []string{"is not a number"}},
		{row(`<table:table-cell office:value-type="date" office:date-value="29.02.2024"/>`), []string{"is not a date"}},
		{row(`<table:table-cell office:value-type="date" office:date-value="2023-02-29"/>`), []string{"is not a date"}},
		{row(`<table:table-cell office:value-type="time" office:time-value="P1M"/>`), []string{"is not a time"}},
		{row(`<table:table-cell office:value-type="boolean" office:boolean-value="ja"/>`), []string{"is not a boolean"}},
		{row(`<table:table-cell office:value-type="matrix"/>`), []string{"unknown value type"}},
		{row(`<table:row/>`), []string{"unexpected element <row>"}},
		{row(`<table:table-cell><text:unknown/></table:table-cell>`), []string{"unexpected element <unknown>"}},
		{row(`words`), []string{"unexpected text"}},
		{sheetOf("", ""), []string{"a sheet has no name"}},
		{sheetOf("a", "") + sheetOf("A", ""), []string{"two sheets are named"}},
		{sheetOf("S", `<text:p>lost</text:p>`), []string{"unexpected element <p>"}},
		{sheetOf("S", `<table:table-cell/>`), []string{"unexpected element <table-cell>"}},
		{`<table:unknown/>`, []string{"no sheets"}},
		{sheetOf("S", "") + `<table:calculation-settings/>`, []string{"after the sheets"}},
	} {
		_, _, err := read(zipped("content.xml", document("", tt.sheets)), xlsx.Limits{})
		wantDamage(t, err, tt.want...)
	}
	for _, lim := range []struct {
		lim  xlsx.Limits
		want string
	}{
		{xlsx.Limits{Cells: 2}, "more than 2 cells"}, {xlsx.Limits{Rows: 1}, "row 2 is beyond"}, {xlsx.Limits{Cols: 1}, "goes beyond the sheet"}, {xlsx.Limits{Text: 2}, "a text is longer than 2"}, {xlsx.Limits{Merged: 1}, "more than 1 merged"},
		{xlsx.Limits{Comments: 1}, "more than 1 comments"}, {xlsx.Limits{Styles: 3}, "more than 3 styles"}, {xlsx.Limits{Entries: 1}, "more than 1 sheets"}, {xlsx.Limits{File: 99}, "larger than 99"}, {xlsx.Limits{Depth: 6}, "nested deeper"},
	} {
		cell := `<table:table-cell office:value-type="string" table:number-columns-spanned="2"><office:annotation><text:p>x</text:p></office:annotation><text:p>abc</text:p></table:table-cell><table:covered-table-cell office:value-type="boolean" office:boolean-value="true"/>`
		_, _, err := read(zipped("content.xml", document(someStyles, sheetOf("S", `<table:table-row table:number-rows-repeated="2">`+cell+`</table:table-row>`)+sheetOf("T", ""))), lim.lim)
		wantDamage(t, err, lim.want)
	}
}

func TestBeside(t *testing.T) {
	rows := `<table:table-row><table:table-cell office:value-type="float" office:value="1" table:number-columns-spanned="2" table:number-rows-spanned="2"><office:annotation><dc:creator>Ivanov</dc:creator><dc:date>2024-01-01T00:00:00</dc:date><text:p>not <text:span>sure</text:span></text:p><text:p>of it</text:p></office:annotation></table:table-cell>` +
		`<table:covered-table-cell office:value-type="float" office:value="2"/></table:table-row><table:table-row><table:covered-table-cell table:number-columns-repeated="2"/><table:table-cell><office:annotation><text:p>alone</text:p></office:annotation></table:table-cell></table:table-row>`
	sheets := `<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>` +
		sheetOf("It's one", rows) + `<table:table table:name="Two" table:style-name="gone"/>` + sheetOf("'file:///other.ods'#$Sheet1", rows) +
		`<table:database-ranges><table:database-range table:name="Panel" table:target-range-address="$'It''s one'.$A$1:$'It''s one'.$C$9"/><table:database-range table:name="plain" table:target-range-address="Two.B2:.C3" table:contains-header="false"/>` +
		`<table:database-range table:name="__Anonymous_Sheet_DB__0" table:target-range-address="Two.A1:Two.B2"/><table:database-range table:name="lost" table:target-range-address="#REF!"/></table:database-ranges>`
	b, cells, err := read(zipped("content.xml", document(someStyles, sheets)), xlsx.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if shows(cells) != "A1 number 1; B1 number 2" || !b.Date1904() {
		t.Errorf("cells are %s, 1904 is %v", shows(cells), b.Date1904())
	}
	if got := fmt.Sprint(b.Sheets()); got != "[{It's one false [{1 1 2 2}]} {Two true []}]" {
		t.Errorf("sheets are %s", got)
	}
	if got := fmt.Sprint(b.Unread()); got != "[{'file:///other.ods'#$Sheet1 linked}]" {
		t.Errorf("unread is %s", got)
	}
	comments, _ := b.Comments(0)
	if got := fmt.Sprint(comments); got != "[{1 1 Ivanov not sure\nof it} {2 3  alone}]" {
		t.Errorf("comments are %s", got)
	}
	one, _ := b.Tables(0)
	two, _ := b.Tables(1)
	if got := fmt.Sprint(one, two); got != "[{Panel {1 1 9 3} 1 0}] [{plain {2 2 3 3} 0 0}]" {
		t.Errorf("tables are %s", got)
	}
	var covered []string
	stop := errors.New("stop")
	if err := b.Covered(0, func(c xlsx.Cell) error { covered = append(covered, c.Ref()); return stop }); err != stop || strings.Join(covered, " ") != "B1" {
		t.Errorf("covered are %v, %v", covered, err)
	}
	if got := fmt.Sprint(b.Counts()); got != "[{It's one worksheet 1 1} {Two worksheet 0 0} {'file:///other.ods'#$Sheet1 linked 0 0}]" {
		t.Errorf("counts are %s", got)
	}
}

func TestNotRead(t *testing.T) {
	content := document("", sheetOf("S", ""))
	entry := `<manifest:manifest` + declared + `><manifest:file-entry manifest:full-path="content.xml">%s</manifest:file-entry></manifest:manifest>`
	for _, tt := range []struct {
		data []byte
		want string
	}{
		{zipped("META-INF/manifest.xml", fmt.Sprintf(entry, ""), "content.xml", content), ""},
		{zipped("META-INF/manifest.xml", fmt.Sprintf(entry, "<manifest:encryption-data/>"), "content.xml", "\x00secret"), "encrypted"},
		{zipped("content.xml", strings.NewReplacer("office:spreadsheet", "office:text").Replace(content)), "zip"},
		{[]byte("table"), "unknown"},
	} {
		_, err := Open(tt.data, xlsx.Limits{})
		var f *xlsx.FormatError
		if errors.As(err, &f); tt.want == "" && err != nil || tt.want != "" && (f == nil || f.What != tt.want) {
			t.Errorf("%.60q: %v, want %q", tt.data, err, tt.want)
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, tt := range []struct{ s, want string }{
		{"Sheet1.A1:Sheet1.C3", "Sheet1 {1 1 3 3} true"},
		{"$Sheet1.$A$1:.$C$3", "Sheet1 {1 1 3 3} true"},
		{"'a.b''c:d'.C3:.A1", "a.b'c:d {1 1 3 3} true"},
		{"Sheet1.B2", "Sheet1 {2 2 2 2} true"},
		{"", " {0 0 0 0} false"}, {"A1", " {0 0 0 0} false"}, {"'a.A1", " {0 0 0 0} false"}, {"S.A1:S.B2:S.C3", " {0 0 0 0} false"}, {"S.A0", " {0 0 0 0} false"},
	} {
		sheet, r, ok := parseAddress(tt.s)
		if !ok {
			sheet = ""
		}
		if got := fmt.Sprint(sheet, " ", r, " ", ok); got != tt.want {
			t.Errorf("%q is %s, want %s", tt.s, got, tt.want)
		}
	}
}

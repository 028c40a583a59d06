package xlsx

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestTables(t *testing.T) {
	table := func(attrs string) string {
		return xmlHead + `<table ` + mainNS + ` id="1" name="T" displayName="Panel" ` + attrs + `><autoFilter ref="A1:B3"/><tableColumns count="1"><tableColumn id="1" name="a"/></tableColumns></table>`
	}
	for _, tt := range []struct{ part, want string }{
		{table(`ref="A1:C5"`), "[{Panel {1 1 5 3} 1 0}]"},
		{table(`ref="A1:C5" totalsRowCount="1"`), "[{Panel {1 1 5 3} 1 1}]"},
		{table(`ref="A1:C5" headerRowCount="0" totalsRowShown="0"`), "[{Panel {1 1 5 3} 0 0}]"},
		{table(``), "a table has the range"},
		{table(`ref="A1:C5" totalsRowCount="9"`), "totalsRowCount"},
		{table(`ref="A1:C5"`)[:150], "ends too early"},
		{"<x/>", "the root element is <x>"},
	} {
		p := plain(worksheet("")).with("xl/worksheets/_rels/sheet1.xml.rels", relsXML("table ../tables/table1.xml", "drawing ../drawings/none.xml", "table ../tables/none.xml")).with("xl/tables/table1.xml", tt.part)
		b, err := Open(p.zip(), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		tables, err := b.Tables(0)
		if strings.HasPrefix(tt.want, "[") {
			if err != nil || fmt.Sprint(tables) != tt.want {
				t.Errorf("%s: %v, %v", tt.part, tables, err)
			}
			continue
		}
		wantDamage(t, err, "Scores", "xl/tables/table1.xml", tt.want)
	}
	b, err := Open(plain(worksheet("")).zip(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if tables, err := b.Tables(0); tables != nil || err != nil {
		t.Errorf("a sheet without relationships: %v, %v", tables, err)
	}
}

func TestComments(t *testing.T) {
	notes := xmlHead + `<comments ` + mainNS + `><authors><author>Ivanov</author><author/><author>tc={1}</author></authors><commentList>` +
		`<comment ref="C4" authorId="0"><text><r><rPr><b/></rPr><t>Ivanov:</t></r><r><t xml:space="preserve">
not sure_x0009_of this</t></r></text></comment>` +
		`<comment ref="B2" authorId="1"><text><t>plain</t></text></comment>` +
		`<comment ref="B3" authorId="9" shapeId="0"><text/></comment>` +
		`<comment ref="D4" authorId="2"><text><t>[Threaded comment]</t></text></comment>` +
		`<comment ref="E4" authorId="2"><text><t>[Threaded comment] alone</t></text></comment></commentList></comments>`
	threads := xmlHead + `<ThreadedComments xmlns="` + nsThreaded + `"><threadedComment ref="D4" dT="2024-01-01T00:00:00.00" personId="{P}" id="{A}"><text>too high</text></threadedComment>` +
		`<threadedComment ref="D4" personId="{Q}" id="{B}" parentId="{A}"><text>agreed</text><mentions/></threadedComment></ThreadedComments>`
	people := xmlHead + `<personList xmlns="` + nsThreaded + `"><person displayName="Petrov" id="{P}" userId="x" providerId="None"/></personList>`
	p := plain(worksheet("")).
		with("xl/worksheets/_rels/sheet1.xml.rels", relsXML("comments ../comments1.xml", "threadedComment ../threadedComments/threadedComment1.xml")).
		with("xl/comments1.xml", notes).with("xl/threadedComments/threadedComment1.xml", threads).with("xl/persons/person.xml", people)
	read := func(p parts, lim Limits) ([]Comment, error) {
		b, err := Open(p.zip(), lim)
		if err != nil {
			t.Fatal(err)
		}
		return b.Comments(0)
	}
	got, err := read(p, Limits{})
	want := `B2||plain;B3||;C4|Ivanov|not sure` + "\t" + `of this;D4|Petrov|too high;D4||agreed;E4|tc={1}|[Threaded comment] alone;`
	var s strings.Builder
	for _, c := range got {
		fmt.Fprintf(&s, "%s|%s|%s;", c.Ref(), c.Author, c.Text)
	}
	if err != nil || s.String() != want {
		t.Errorf("comments are %q, %v\nwant %q", s.String(), err, want)
	}
	_, err = read(p, Limits{Comments: 4})
	wantDamage(t, err, "more than 4 comments")
	_, err = read(p, Limits{Strings: 200})
	wantDamage(t, err, "the comments take more than 200 bytes")
	_, err = read(p.with("xl/comments1.xml", notes[:len(notes)-30]), Limits{})
	wantDamage(t, err, "Scores", "xl/comments1.xml", "ends too early")
	_, err = read(p.with("xl/threadedComments/threadedComment1.xml", strings.Replace(threads, "D4", "D0", 1)), Limits{})
	wantDamage(t, err, "Scores", `the reference "D0"`)
	_, err = read(p.with("xl/persons/person.xml", "<personList/>"), Limits{})
	wantDamage(t, err, "the root element is <personList>")
}

func TestCovered(t *testing.T) {
	p := plain(xmlHead + `<worksheet ` + mainNS + `><sheetData><row><c><v>1</v></c><c><v>2</v></c><c/><c><f>A1</f></c></row><row><c><v>3</v></c><c><v>4</v></c></row></sheetData>` +
		`<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="B2:B3"/></mergeCells></worksheet>`)
	b, err := Open(p.zip(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var refs []string
	if err := b.Covered(0, func(c Cell) error { refs = append(refs, c.Ref()); return nil }); err != nil || strings.Join(refs, " ") != "B1 D1" {
		t.Errorf("covered are %v, %v", refs, err)
	}
	stop := errors.New("stop")
	if err := b.Covered(0, func(Cell) error { return stop }); err != stop {
		t.Errorf("the error of the function became %v", err)
	}
}

// A sheet that the workbook lists without a part held macros; it is left out and
// told.
func TestUnread(t *testing.T) {
	p := plain(worksheet(`<row><c><v>1</v></c></row>`)).
		with("xl/workbook.xml", workbookXML(`<sheet name="Module" sheetId="2" r:id=""/><sheet name="Scores" sheetId="1" r:id="rId1"/><sheet name="Chart" sheetId="3" r:id="rId2"/>`)).
		with("xl/_rels/workbook.xml.rels", relsXML("worksheet worksheets/sheet1.xml", "chartsheet chartsheets/sheet1.xml"))
	b, err := Open(p.zip(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if s := b.Sheets(); len(s) != 1 || s[0].Name != "Scores" {
		t.Errorf("sheets are %v", s)
	}
	if got := fmt.Sprint(b.Unread()); got != "[{Module module} {Chart chartsheet}]" {
		t.Errorf("left out are %s", got)
	}
	counts, err := b.Counts()
	if err != nil || fmt.Sprint(counts) != "[{Module module 0 0} {Scores worksheet 1 0} {Chart chartsheet 0 0}]" {
		t.Errorf("counts are %v, %v", counts, err)
	}
}

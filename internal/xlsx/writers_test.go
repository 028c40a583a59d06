package xlsx

import "testing"

// Seen in public workbooks of several programs: fonts and styles in alternatives for some programs, which count as one each; a text where a value stands; a sheet
// with a state of its own.
func TestHabitsOfWriters(t *testing.T) {
	const font = `<mc:AlternateContent><mc:Choice Requires="hs" xmlns:hs="urn:hs"><font hs:extension="1"><strike/></font><font/></mc:Choice><mc:Fallback><font><vertAlign val="superscript"/></font></mc:Fallback></mc:AlternateContent>`
	const xf = `<mc:AlternateContent><mc:Choice Requires="hs" xmlns:hs="urn:hs"><xf/><xf/></mc:Choice><mc:Fallback><xf numFmtId="14" fontId="1"/></mc:Fallback></mc:AlternateContent><mc:AlternateContent><mc:Choice Requires="hs" xmlns:hs="urn:hs"><xf/></mc:Choice></mc:AlternateContent>`
	styles := xmlHead + `<styleSheet ` + mainNS + ` xmlns:mc="` + nsCompat + `"><fonts><font/>` + font + `<font><strike/></font></fonts><cellXfs><xf/>` + xf + `<xf fontId="2"/></cellXfs></styleSheet>`
	p := plain(worksheet(`<row><c s="1"><v>7</v></c><c s="2"><v>8</v></c><c t="inlineStr"><v>nine &amp; a half</v></c><c t="inlineStr"><f>A1</f><v>x</v></c></row>`)).
		with("xl/workbook.xml", workbookXML(`<sheet name="A" state="show" sheetId="1" r:id="rId1"/>`)).
		with("xl/_rels/workbook.xml.rels", relsXML("worksheet worksheets/sheet1.xml", "styles styles.xml")).with("xl/styles.xml", styles)
	cells, err := readAll(p.zip(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if len(cells) != 4 {
		t.Fatalf("%v", cells)
	}
	for k, want := range []Cell{{Kind: Number, Number: 7, Format: Date, Marks: Superscript}, {Kind: Number, Number: 8, Marks: Struck}, {Kind: Text, Text: "nine & a half", Cached: true}, {Kind: Text, Text: "x", Cached: true}} {
		c := cells[k]
		if c.Kind != want.Kind || c.Number != want.Number || c.Format != want.Format || c.Marks != want.Marks || c.Text != want.Text {
			t.Errorf("%s: %+v, want %+v", c.Ref(), c, want)
		}
	}
	b, err := Open(p.zip(), Limits{})
	if err != nil || b.Sheets()[0].Hidden {
		t.Errorf("%v", err)
	}
	both := plain(worksheet(`<row><c t="inlineStr"><v>5</v><is><t>8</t></is></c></row>`))
	if _, err := readAll(both.zip(), Limits{}); err == nil {
		t.Error("a cell with two texts is read")
	}
}

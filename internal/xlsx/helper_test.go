package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainNS    = `xmlns="` + nsMain + `"`
	relsNS    = `xmlns="` + nsPackageRels + `"`
	relPrefix = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// entry is a file of a zip archive.
type entry struct{ name, body string }

// parts is a workbook as its parts, in the order of the archive.
type parts []entry

// with returns the parts with one replaced or added.
func (p parts) with(name, body string) parts {
	out := slices.Clone(p)
	for i := range out {
		if out[i].name == name {
			out[i].body = body
			return out
		}
	}
	return append(out, entry{name, body})
}

func (p parts) without(name string) parts {
	return slices.DeleteFunc(slices.Clone(p), func(e entry) bool { return e.name == name })
}

func (p parts) zip() []byte {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, e := range p {
		f, err := w.Create(e.name)
		if err == nil {
			_, err = f.Write([]byte(e.body))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

// plain returns a workbook of one sheet, "Scores", with a table of shared
// strings "alpha" and "beta", and six styles: general, date (built-in), percent,
// fraction, a custom date and a custom number.
func plain(sheetXML string) parts {
	return parts{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="` + nsContentTypes + `"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"_rels/.rels", xmlHead + `<Relationships ` + relsNS + `><Relationship Id="rId1" Type="` + relPrefix + `officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", workbookXML(`<sheet name="Scores" sheetId="1" r:id="rId1"/>`)},
		{"xl/_rels/workbook.xml.rels", relsXML("worksheet worksheets/sheet1.xml", "sharedStrings sharedStrings.xml", "styles styles.xml")},
		{"xl/sharedStrings.xml", xmlHead + `<sst ` + mainNS + ` count="2" uniqueCount="2"><si><t>alpha</t></si><si><t>beta</t></si></sst>`},
		{"xl/styles.xml", xmlHead + `<styleSheet ` + mainNS + `><numFmts count="2"><numFmt numFmtId="164" formatCode="dd\.mm\.yyyy"/><numFmt numFmtId="165" formatCode="0.00"/></numFmts>` +
			`<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>` +
			`<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="12"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`},
		{"xl/worksheets/sheet1.xml", sheetXML},
	}
}

func workbookXML(sheets string) string {
	return xmlHead + `<workbook ` + mainNS + ` xmlns:r="` + nsRel + `"><workbookPr/><sheets>` + sheets + `</sheets></workbook>`
}

// relsXML makes relationships rId1, rId2 ... of lines "kind target".
func relsXML(lines ...string) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships ` + relsNS + `>`)
	for i, l := range lines {
		kind, target, _ := strings.Cut(l, " ")
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s%s" Target="%s"/>`, i+1, relPrefix, kind, target)
	}
	return b.String() + `</Relationships>`
}

// worksheet wraps rows in a sheet.
func worksheet(rows string) string {
	return xmlHead + `<worksheet ` + mainNS + `><sheetData>` + rows + `</sheetData></worksheet>`
}

// readAll opens data and reads every sheet.
func readAll(data []byte, lim Limits) ([]Cell, error) {
	b, err := Open(data, lim)
	if err != nil {
		return nil, err
	}
	var cells []Cell
	for i := range b.Sheets() {
		if err := b.Cells(i, func(c Cell) error { cells = append(cells, c); return nil }); err != nil {
			return cells, err
		}
	}
	return cells, nil
}

// mustRead reads rows of a plain workbook.
func mustRead(t *testing.T, rows string) []Cell {
	t.Helper()
	cells, err := readAll(plain(worksheet(rows)).zip(), Limits{})
	if err != nil {
		t.Fatalf("%s: %v", rows, err)
	}
	return cells
}

// wantDamage fails unless err is a DamageError whose text holds every one of
// the words.
func wantDamage(t *testing.T, err error, words ...string) {
	t.Helper()
	var d *DamageError
	if !errors.As(err, &d) {
		t.Fatalf("error is %v, want a DamageError with %q", err, words)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q lacks %q", err, w)
		}
	}
}

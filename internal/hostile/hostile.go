// Package hostile makes workbooks that a reader of untrusted files must survive: each is refused with a clear error, or read exactly. They are made when
// a test asks for them and are not kept. See SOURCE.md.
package hostile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
)

// File is one hostile workbook.
type File struct {
	Name string
	Make func() []byte
	// Error is a part of the reader's message. Where it is empty the file is sound, for all its size, and must be read exactly: so many cells, with the
	// sum of their numbers and the bytes of their texts.
	Error string
	Cells int
	Sum   float64
	Bytes int64
}

const (
	main      = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	rels      = "http://schemas.openxmlformats.org/package/2006/relationships"
	officeRel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	head      = `<?xml version="1.0" encoding="UTF-8"?>`
	open      = head + `<worksheet xmlns="` + main + `">`
	mib       = 1 << 20

	sheetPart   = "xl/worksheets/sheet1.xml"
	stringsPart = "xl/sharedStrings.xml"
	stylesPart  = "xl/styles.xml"
)

func relations(lines ...string) piece {
	var b strings.Builder
	for i, l := range lines {
		kind, target, _ := strings.Cut(l, " ")
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>`, i+1, officeRel, kind, target)
	}
	return once(head + `<Relationships xmlns="` + rels + `">` + b.String() + `</Relationships>`)
}

// book is a workbook of one sheet; the parts given replace or follow its own.
func book(parts ...part) []byte {
	all := []part{
		{name: "_rels/.rels", pieces: []piece{relations("officeDocument xl/workbook.xml")}},
		{name: "xl/workbook.xml", pieces: []piece{once(head + `<workbook xmlns="` + main + `" xmlns:r="` + officeRel + `"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`)}},
		{name: "xl/_rels/workbook.xml.rels", pieces: []piece{relations("worksheet worksheets/sheet1.xml", "sharedStrings sharedStrings.xml", "styles styles.xml")}},
		{name: stringsPart, pieces: []piece{once(head + `<sst xmlns="` + main + `"><si><t>alpha</t></si></sst>`)}},
		{name: stylesPart, pieces: []piece{once(head + `<styleSheet xmlns="` + main + `"><cellXfs><xf/></cellXfs></styleSheet>`)}},
		{name: sheetPart, pieces: []piece{once(open + `<sheetData/></worksheet>`)}},
	}
	own := len(all)
next:
	for _, p := range parts {
		for i := range own {
			if all[i].name == p.name {
				all[i] = p
				continue next
			}
		}
		all = append(all, p)
	}
	return archive(all)
}

// table is a workbook whose sheet has these rows.
func table(rows ...piece) []byte {
	rows = append(append([]piece{once(open + "<sheetData>")}, rows...), once("</sheetData></worksheet>"))
	return book(part{name: sheetPart, pieces: rows})
}

// around is a workbook that has these pieces between the start of its sheet and its table, which is empty.
func around(pieces ...piece) []byte {
	return book(part{name: sheetPart, pieces: append(append([]piece{once(open)}, pieces...), once("<sheetData/></worksheet>"))})
}

// in is a workbook with a part of one repeated text inside.
func in(name, before, text string, n int, after string) []byte {
	return book(part{name: name, pieces: []piece{once(head + before), {text, n}, once(after)}})
}

// numbered writes rows by a function of their numbers.
func numbered(n int, row func(b *strings.Builder, r int)) piece {
	var b strings.Builder
	for r := 1; r <= n; r++ {
		row(&b, r)
	}
	return once(b.String())
}

func attributes(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// Files returns the corpus.
func Files() []File {
	return slices.Concat(bombs(), endless(), allowed(), circles(), lies(), cells(), cuts())
}

// bombs are kilobytes that unpack to gigabytes.
func bombs() []File {
	return []File{
		{Name: "bomb in text", Make: func() []byte { return around(once("<x>"), piece{"a", 1000 * mib}, once("</x>")) }, Error: "text is longer"},
		{Name: "bomb of white space", Make: func() []byte { return around(piece{" ", 1000 * mib}) }, Error: "text is longer"},
		{Name: "bomb of foreign elements", Make: func() []byte {
			return around(once(`<x xmlns="x">`), piece{"<y>" + strings.Repeat("z", 1000) + "</y>", mib}, once("</x>"))
		}, Error: "too much for its size"},
		{Name: "bomb in a part that is not read", Make: func() []byte {
			return book(part{name: "xl/media/image1.png", pieces: []piece{{"\x00", 1000 * mib}}}, part{name: sheetPart, pieces: []piece{once(open + `<sheetData><row><c><v>7</v></c></row></sheetData></worksheet>`)}})
		}, Cells: 1, Sum: 7},
		{Name: "bomb after the root", Make: func() []byte {
			return book(part{name: sheetPart, pieces: []piece{once(open + `<sheetData/></worksheet>`), {"\n", 1000 * mib}}})
		}, Error: "text is longer"},
		{Name: "300 MB attribute", Make: func() []byte { return around(once(`<x a="`), piece{"a", 300 * mib}, once(`"/>`)) }, Error: "attribute is longer"},
		{Name: "300 MB attribute of a cell", Make: func() []byte { return table(once(`<row><c r="`), piece{"A", 300 * mib}, once(`1"/></row>`)) }, Error: "attribute is longer"},
		{Name: "300 MB attribute full of brackets", Make: func() []byte { return around(once(`<x a="`), piece{">'", 150 * mib}, once(`"/>`)) }, Error: "attribute is longer"},
		{Name: "comment", Make: func() []byte { return around(once("<!--"), piece{"<a>", 100 * mib}, once("-->")) }, Error: "tag is longer"},
		{Name: "comment of dashes", Make: func() []byte { return around(once("<!--"), piece{" -", 100 * mib}, once("-->")) }, Error: "tag is longer"},
		{Name: "instruction", Make: func() []byte { return around(once("<?a "), piece{"<a>", 100 * mib}, once("?>")) }, Error: "tag is longer"},
		{Name: "CDATA", Make: func() []byte { return around(once("<x><![CDATA["), piece{"<a>", 100 * mib}, once("]]></x>")) }, Error: "text is longer"},
		{Name: "CDATA in pieces", Make: func() []byte {
			return table(once(`<row><c t="str"><v>`), piece{"<![CDATA[aaaaaaaaaaaaaaaaaaaaaaaaaaaaa]]>", mib}, once(`</v></c></row>`))
		}, Error: "text is longer"},
		{Name: "many attributes", Make: func() []byte { return around(once("<x" + attributes(80_000, " a%d=''") + "/>")) }, Error: "more than 250 attributes"},
		{Name: "attributed tags", Make: func() []byte { return around(piece{"<x" + attributes(250, " a%d=''") + "/>", 40_000}) }, Error: "too many XML elements"},
		{Name: "prefixed attributes", Make: func() []byte {
			return around(once(`<x xmlns="x"`+attributes(98, " xmlns:p%02d='u'")+">"), piece{"<x" + attributes(250, " p00:a%d=''") + "/>", 40_000}, once("</x>"))
		}, Error: "too many XML elements"},
		{Name: "namespaces", Make: func() []byte { return around(once(`<x xmlns="x"` + attributes(200, " xmlns:p%d='u'") + "/>")) }, Error: "namespace declarations"},
		{Name: "long names, nested", Make: func() []byte { return around(piece{"<" + strings.Repeat("a", 900_000) + ">", 90}) }, Error: "name is longer"},
		{Name: "elements", Make: func() []byte { return around(piece{"<x/>", 100 * mib}) }, Error: "too many XML elements"},
		{Name: "comments", Make: func() []byte { return around(piece{"<!---->", 50 * mib}) }, Error: "too many XML elements"},
		{Name: "CDATA sections", Make: func() []byte { return around(once("<x>"), piece{"<![CDATA[]]>", 50 * mib}, once("</x>")) }, Error: "too many XML elements"},
		{Name: "entities", Make: func() []byte { return around(once("<x>"), piece{"&#x1F600;", 100 * mib}, once("</x>")) }, Error: "text is longer"},
		{Name: "entity expansion", Make: func() []byte {
			return book(part{name: sheetPart, pieces: []piece{once(head + `<!DOCTYPE worksheet [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>` + open[len(head):] + `<sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>`)}})
		}, Error: "DOCTYPE"},
		{Name: "external entity", Make: func() []byte {
			return book(part{name: stringsPart, pieces: []piece{once(head + `<!DOCTYPE sst SYSTEM "file:///etc/passwd"><sst xmlns="` + main + `"/>`)}})
		}, Error: "DOCTYPE"},
		{Name: "deep", Make: func() []byte { return around(piece{"<x>", 10 * mib}) }, Error: "nested deeper"},
		{Name: "deep inside a formula", Make: func() []byte {
			return table(once(`<row><c><f>`), piece{"<x>", mib}, piece{"</x>", mib}, once(`</f></c></row>`))
		}, Error: "unexpected element <x>"},
		{Name: "formula of brackets", Make: func() []byte {
			return table(once(`<row><c><f>`), piece{"(", 900_000}, piece{")", 900_000}, once(`</f><v>1</v></c></row>`))
		}, Error: "text is longer"},
	}
}

// endless are tables without end, and much of everything.
func endless() []File {
	return []File{
		{Name: "a million rows", Make: func() []byte { return table(piece{"<row><c><v>2.5</v></c></row>", mib}) }, Cells: mib, Sum: 2.5 * mib},
		{Name: "a million numbered rows", Make: func() []byte {
			return table(numbered(mib, func(b *strings.Builder, r int) {
				fmt.Fprintf(b, `<row r="%d"><c r="C%d"><v>%d</v></c></row>`, r, r, r%10)
			}))
		}, Cells: mib, Sum: sumOfDigits(mib)},
		{Name: "a row too many", Make: func() []byte { return table(piece{"<row/>", mib + 1}) }, Error: "row 1048577 is beyond"},
		{Name: "five million empty rows", Make: func() []byte { return table(piece{"<row/>", 5_000_000}) }, Error: "row 1048577 is beyond"},
		{Name: "five million empty rows, all row 1", Make: func() []byte { return table(piece{`<row r="1"/>`, 5_000_000}) }, Error: "row 1 comes after row 1"},
		{Name: "XFD on thousands of rows", Make: func() []byte {
			return table(numbered(20_000, func(b *strings.Builder, r int) {
				fmt.Fprintf(b, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, 50*r, 50*r)
			}))
		}, Cells: 20_000, Sum: 20_000},
		{Name: "columns", Make: func() []byte { return table(once("<row>"), piece{"<c/>", 16_385}, once("</row>")) }, Error: "column 16385"},
		{Name: "all columns of many rows", Make: func() []byte { return table(piece{"<row>" + strings.Repeat("<c/>", 16_384) + "</row>", 1000}) }, Error: "more than 5000000 cells"},
		{Name: "one huge string a thousand times", Make: func() []byte {
			return book(
				part{name: stringsPart, pieces: []piece{once(head + `<sst xmlns="` + main + `"><si><t>`), {"я", 500_000}, once(`</t></si></sst>`)}},
				part{name: sheetPart, pieces: []piece{once(open + `<sheetData>`), {`<row><c t="s"><v>0</v></c></row>`, 1000}, once(`</sheetData></worksheet>`)}})
		}, Cells: 1000, Bytes: 1000 * 1_000_000},
		{Name: "huge inline strings", Make: func() []byte {
			return table(piece{`<row><c t="inlineStr"><is><t>` + strings.Repeat("a", mib) + `</t></is></c></row>`, 500})
		}, Error: "too much for its size"},
		{Name: "shared strings", Make: func() []byte {
			return in(stringsPart, `<sst xmlns="`+main+`">`, "<si><t>"+strings.Repeat("abcdefgh", 100_000)+"</t></si>", 200, "</sst>")
		}, Error: "the shared strings take more than"},
		{Name: "empty strings", Make: func() []byte { return in(stringsPart, `<sst xmlns="`+main+`">`, "<si/>", 20*mib, "</sst>") }, Error: "the shared strings take more than"},
		{Name: "long string of runs", Make: func() []byte {
			return in(stringsPart, `<sst xmlns="`+main+`"><si>`, "<r><t>abcdefgh</t></r>", mib, "</si></sst>")
		}, Error: "text is longer"},
		{Name: "cell styles", Make: func() []byte {
			return in(stylesPart, `<styleSheet xmlns="`+main+`"><cellXfs>`, "<xf/>", 200_000, "</cellXfs></styleSheet>")
		}, Error: "cell styles"},
		{Name: "column definitions", Make: func() []byte {
			return around(once("<cols>"), piece{`<col min="1" max="16384" hidden="1"/>`, 200_000}, once("</cols>"))
		}, Error: "column definitions"},
		{Name: "merged ranges", Make: func() []byte {
			return around(once("<mergeCells>"), piece{`<mergeCell ref="A1:B1"/>`, 300_000}, once("</mergeCells>"))
		}, Error: "merged ranges"},
		{Name: "overlapping merged ranges", Make: func() []byte {
			return book(part{name: sheetPart, pieces: []piece{once(open + "<sheetData>"), {"<row><c><v>1</v></c><c><v>1</v></c></row>", 100_000}, once("</sheetData><mergeCells>"),
				{`<mergeCell ref="A1:XFD1048576"/>`, 100_000}, once("</mergeCells></worksheet>")}})
		}, Cells: 200_000, Sum: 200_000},
		{Name: "sheets", Make: func() []byte {
			return in("xl/workbook.xml", `<workbook xmlns="`+main+`"><sheets>`, "<sheet/>", 200_000, "</sheets></workbook>")
		}, Error: "no name"},
		{Name: "relationships", Make: func() []byte {
			return in("_rels/.rels", `<Relationships xmlns="`+rels+`">`, "<Relationship/>", 200_000, "</Relationships>")
		}, Error: "relationships"},

		{Name: "numbers of a megabyte", Make: func() []byte {
			return table(piece{"<row><c><v>" + strings.Repeat("9", 300) + "e-300" + "</v></c><c><v>0.25" + strings.Repeat("0", 1_000_000) + "</v></c></row>", 60})
		}, Cells: 120, Sum: 75},
		{Name: "an index of a megabyte", Make: func() []byte { return table(once(`<row><c t="s"><v>`), piece{"0", 1_000_000}, once("</v></c></row>")) }, Error: "index of a shared string"},
		{Name: "a date of a megabyte", Make: func() []byte {
			return table(once(`<row><c t="d"><v>2024-01-01T00:00:00.`), piece{"0", 1_000_000}, once("</v></c></row>"))
		}, Cells: 1, Sum: 45_292},
		{Name: "a cell type of a megabyte", Make: func() []byte { return table(once(`<row><c t="`), piece{"n", 900_000}, once(`"/></row>`)) }, Error: "unknown cell type"},
		{Name: "number formats of a megabyte", Make: func() []byte {
			return in(stylesPart, `<styleSheet xmlns="`+main+`"><numFmts>`, `<numFmt numFmtId="164" formatCode="`+strings.Repeat("[h]", 300_000)+`"/>`, 500, "</numFmts></styleSheet>")
		}, Error: "too much for its size"},
		{Name: "deep in the shared strings", Make: func() []byte { return in(stringsPart, `<sst xmlns="`+main+`"><si>`, "<r>", mib, "") }, Error: "unexpected element <r>"},
		{Name: "deep in the workbook", Make: func() []byte {
			return in("xl/workbook.xml", `<workbook xmlns="`+main+`">`, "<extLst>", mib, "")
		}, Error: "nested deeper"},
		{Name: "escapes", Make: func() []byte {
			return table(piece{`<row><c t="inlineStr"><is><t>` + strings.Repeat("_x0041_", 140_000) + `</t></is></c></row>`, 100})
		}, Cells: 100, Bytes: 100 * 140_000},
		{Name: "two thousand sheets", Make: func() []byte { return sheets(2000, `<row><c><v>1</v></c></row>`) }, Cells: 2000, Sum: 2000},
		{Name: "two thousand sheets of one packed text", Make: func() []byte {
			return overlapping(2000, piece{"<row><c><v>1</v></c></row>", 100_000})
		}, Error: "for its size"},
		{Name: "ten sheets of one packed text", Make: func() []byte { return overlapping(10, piece{"<row><c><v>1</v></c></row>", 1000}) }, Cells: 10_000, Sum: 10_000},
	}
}

// allowed is what the format allows, though hardly anybody writes it.
func allowed() []File {
	return []File{
		{Name: "prefixes", Make: func() []byte {
			return book(part{name: sheetPart, pieces: []piece{once(head + `<x:worksheet xmlns:x="` + main + `"><x:sheetData>`), {"<x:row><x:c><x:v>1</x:v></x:c></x:row>", 1000}, once(`</x:sheetData></x:worksheet>`)}})
		}, Cells: 1000, Sum: 1000},
		{Name: "strict namespaces, byte order mark", Make: func() []byte {
			return book(part{name: sheetPart, pieces: []piece{once("\uFEFF" + head + `<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData>`), {"<row><c><v>1</v></c></row>", 1000}, once(`</sheetData></worksheet>`)}})
		}, Cells: 1000, Sum: 1000},
		{Name: "phonetic runs", Make: func() []byte {
			return table(piece{`<row><c t="inlineStr"><is><t>漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh><phoneticPr fontId="1"/></is></c></row>`, 1000})
		}, Cells: 1000, Bytes: 6000},
		{Name: "shared formulas", Make: func() []byte {
			return table(once(`<row><c><f t="shared" si="0" ref="A1:A1000">B1</f><v>1</v></c></row>`), piece{`<row><c><f t="shared" si="0"/><v>1</v></c></row>`, 999})
		}, Cells: 1000, Sum: 1000},
		{Name: "UTF-16", Make: func() []byte {
			return book(part{name: sheetPart, pieces: []piece{once("\xff\xfe<\x00w\x00o\x00r\x00k\x00")}})
		}, Error: "UTF-16"},
		{Name: "alternate content in place of rows", Make: func() []byte {
			return table(once(`<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x"><row><c><v>1</v></c></row></mc:Choice></mc:AlternateContent>`))
		}, Error: "unexpected element <AlternateContent>"},
	}
}

// circles are relations that lead round.
func circles() []File {
	return []File{
		{Name: "a sheet without its part", Make: func() []byte {
			return book(part{name: "xl/_rels/workbook.xml.rels", pieces: []piece{relations("worksheet worksheets/none.xml")}})
		}, Error: "missing from the file"},
		{Name: "a sheet outside the file", Make: func() []byte {
			return book(part{name: "xl/_rels/workbook.xml.rels", pieces: []piece{once(head + `<Relationships xmlns="` + rels + `"><Relationship Id="rId1" Type="` + officeRel + `/worksheet" Target="file:///etc/passwd" TargetMode="External"/></Relationships>`)}})
		}, Error: "no part in the file"},
		{Name: "an absolute target", Make: func() []byte {
			return book(part{name: "xl/_rels/workbook.xml.rels", pieces: []piece{relations("worksheet /xl/worksheets/sheet1.xml")}}, part{name: sheetPart, pieces: []piece{once(open + `<sheetData><row><c><v>7</v></c></row></sheetData></worksheet>`)}})
		}, Cells: 1, Sum: 7},
		{Name: "the sheet is the workbook", Make: func() []byte {
			return book(part{name: "xl/_rels/workbook.xml.rels", pieces: []piece{relations("worksheet workbook.xml")}})
		}, Error: "the root element is <workbook>"},
		{Name: "the workbook is its relationships", Make: func() []byte {
			return book(part{name: "_rels/.rels", pieces: []piece{relations("officeDocument _rels/.rels")}})
		}, Error: "the root element is <Relationships>"},
		{Name: "the strings are the sheet", Make: func() []byte {
			return book(part{name: "xl/_rels/workbook.xml.rels", pieces: []piece{relations("worksheet worksheets/sheet1.xml", "sharedStrings worksheets/sheet1.xml")}})
		}, Error: "the root element is <worksheet>"},
		{Name: "one part for two sheets", Make: func() []byte {
			return book(part{name: "xl/workbook.xml", pieces: []piece{once(head + `<workbook xmlns="` + main + `" xmlns:r="` + officeRel + `"><sheets><sheet name="A" sheetId="1" r:id="rId1"/><sheet name="B" sheetId="2" r:id="rId1"/></sheets></workbook>`)}})
		}, Error: "two sheets have the part"},
		{Name: "out of the archive", Make: func() []byte {
			return book(part{name: "xl/_rels/workbook.xml.rels", pieces: []piece{relations("worksheet ../../../../etc/passwd")}})
		}, Error: "missing from the file"},
	}
}

// lies are what the archive says of itself and is not so.
func lies() []File {
	return []File{
		{Name: "70,000 entries", Make: func() []byte {
			var parts []part
			for i := range 70_000 {
				parts = append(parts, part{name: fmt.Sprintf("x/%d", i), header: func(h *zip.FileHeader) { h.Method = zip.Store }})
			}
			return book(parts...)
		}, Error: "more than 10000 entries"},
		{Name: "size too small", Make: func() []byte { return lie(func(h *zip.FileHeader) { h.UncompressedSize64 = 10 }) }, Error: "broken or cut short"},
		{Name: "size too large", Make: func() []byte { return lie(func(h *zip.FileHeader) { h.UncompressedSize64 *= 2 }) }, Error: "broken or cut short"},
		{Name: "zip64 size of an exabyte", Make: func() []byte { return lie(func(h *zip.FileHeader) { h.UncompressedSize64 = 1 << 60 }) }, Error: "broken or cut short"},
		{Name: "zip64 packed size of an exabyte", Make: func() []byte { return lie(func(h *zip.FileHeader) { h.CompressedSize64 = 1 << 60 }) }, Cells: 1000, Sum: 1000},
		{Name: "zip64 size of almost 2 to the 64", Make: func() []byte { return lie(func(h *zip.FileHeader) { h.UncompressedSize64 = 1<<64 - 2 }) }, Error: "broken or cut short"},
		{Name: "zip64 directory elsewhere", Make: func() []byte { return zip64End(1<<40, 1<<62) }, Error: "no readable directory"},
		{Name: "zip64 directory of 2 to the 60 entries", Make: func() []byte { return zip64End(0, 1<<60) }, Error: "no readable directory"},
		{Name: "checksum", Make: func() []byte { return lie(func(h *zip.FileHeader) { h.CRC32++ }) }, Error: "checksum"},
		{Name: "unknown method", Make: func() []byte { return lie(func(h *zip.FileHeader) { h.Method = 99 }) }, Error: "unknown method"},
		{Name: "two entries of one name", Make: func() []byte { return book(part{name: "XL/Worksheets/Sheet1.xml", pieces: []piece{once(open)}}) }, Error: "two entries"},
	}
}

// cells are faults of single rows and cells.
func cells() []File {
	var files []File
	for _, c := range []struct{ name, rows, err string }{
		{"string index of -1", `<row><c t="s"><v>-1</v></c></row>`, "index of a shared string"},
		{"string index too large", `<row><c t="s"><v>1</v></c></row>`, "shared string 1 of 1"},
		{"string index of 2 to the 32", `<row><c t="s"><v>4294967296</v></c></row>`, "index of a shared string"},
		{"string index of 2 to the 64", `<row><c t="s"><v>18446744073709551616</v></c></row>`, "index of a shared string"},
		{"row 0", `<row r="0"><c r="A0"/></row>`, `numbered "0"`},
		{"row -1", `<row r="-1"/>`, `numbered "-1"`},
		{"row of 2 to the 32 and 1", `<row r="4294967297"/>`, "numbered"},
		{"cell in row 0", `<row r="1"><c r="A0"/></row>`, `reference "A0"`},
		{"duplicate cell", `<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>`, "stored twice"},
		{"cells out of order", `<row r="1"><c r="B1"/><c r="A1"/></row>`, "comes after cell B1"},
		{"duplicate row", `<row r="2"/><row r="2"/>`, "row 2 comes after row 2"},
		{"rows out of order", `<row r="2"/><row r="1"/>`, "row 1 comes after row 2"},
		{"cell of another row", `<row r="1"><c r="A2"/></row>`, "stands in row 1"},
		{"column beyond XFD", `<row r="1"><c r="XFE1"/></row>`, `reference "XFE1"`},
		{"style too large", `<row r="1"><c r="A1" s="1"/></row>`, "style 1 of 1"},
		{"style of -1", `<row r="1"><c r="A1" s="-1"/></row>`, `style "-1"`},
		{"number beyond all", `<row r="1"><c r="A1"><v>1e400</v></c></row>`, "not a number"},
	} {
		files = append(files, File{Name: c.name, Make: func() []byte { return table(once(c.rows)) }, Error: c.err})
	}
	return files
}

// cuts are a sheet and a file cut at every tenth of their lengths.
func cuts() []File {
	var files []File
	var b strings.Builder
	for r := range 3000 {
		fmt.Fprintf(&b, `<row r="%d"><c r="A%d" t="inlineStr"><is><t>text %d</t></is></c><c r="B%d"><v>%d.5</v></c></row>`, r+1, r+1, r, r+1, r)
	}
	sheet := open + "<sheetData>" + b.String() + "</sheetData></worksheet>"
	for i := range 10 {
		files = append(files,
			File{Name: fmt.Sprintf("sheet cut at %d tenths", i), Make: func() []byte {
				return book(part{name: sheetPart, pieces: []piece{once(sheet[:len(sheet)*i/10])}})
			}, Error: "the part"},
			File{Name: fmt.Sprintf("file cut at %d tenths", i), Make: func() []byte {
				data := book(part{name: sheetPart, pieces: []piece{once(sheet)}})
				return data[:len(data)*i/10]
			}, Error: "the file is"})
	}
	return files
}

// sheets is a workbook of n sheets with the same rows.
func sheets(n int, rows string) []byte {
	var list strings.Builder
	var related []string
	var parts []part
	for k := range n {
		fmt.Fprintf(&list, `<sheet name="S%d" sheetId="%d" r:id="rId%d"/>`, k, k+1, k+1)
		related = append(related, fmt.Sprintf("worksheet worksheets/s%04d.xml", k))
		parts = append(parts, part{name: fmt.Sprintf("xl/worksheets/s%04d.xml", k), pieces: []piece{once(open + "<sheetData>" + rows + "</sheetData></worksheet>")}})
	}
	return book(append(parts,
		part{name: "xl/workbook.xml", pieces: []piece{once(head + `<workbook xmlns="` + main + `" xmlns:r="` + officeRel + `"><sheets>` + list.String() + `</sheets></workbook>`)}},
		part{name: "xl/_rels/workbook.xml.rels", pieces: []piece{relations(related...)}})...)
}

// overlapping is a workbook of n sheets whose entries of the directory all lead to the same packed bytes (Fifield 2019, "A better zip bomb").
func overlapping(n int, rows piece) []byte {
	one := part{name: "xl/worksheets/s0000.xml", pieces: []piece{once(open + "<sheetData>"), rows, once("</sheetData></worksheet>")}}
	packed, crc, size := one.pack()
	data := sheets(n, "")
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		panic(err)
	}
	var parts []part
	for _, f := range in.File {
		if strings.HasPrefix(f.Name, "xl/worksheets/s0") || strings.HasPrefix(f.Name, "xl/worksheets/s1") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			panic(err)
		}
		var body strings.Builder
		if _, err := io.Copy(&body, r); err != nil {
			panic(err)
		}
		parts = append(parts, part{name: f.Name, pieces: []piece{once(body.String())}})
	}
	data = archive(append(parts, one))
	// The directory's last record is the one sheet's; it is written again for the others under their names.
	end := bytes.LastIndex(data, []byte("PK\x05\x06"))
	last := bytes.LastIndex(data[:end], []byte("PK\x01\x02"))
	record, tail := bytes.Clone(data[last:end]), bytes.Clone(data[end:])
	if binary.LittleEndian.Uint32(record[16:]) != crc || binary.LittleEndian.Uint32(record[20:]) != uint32(len(packed)) || binary.LittleEndian.Uint32(record[24:]) != uint32(size) {
		panic("hostile: the last record of the directory is another one")
	}
	out := bytes.Clone(data[:last])
	for k := range n {
		copy(record[46:], fmt.Sprintf("xl/worksheets/s%04d.xml", k))
		out = append(out, record...)
	}
	count := uint16(len(parts) + n)
	binary.LittleEndian.PutUint16(tail[8:], count)
	binary.LittleEndian.PutUint16(tail[10:], count)
	binary.LittleEndian.PutUint32(tail[12:], binary.LittleEndian.Uint32(tail[12:])+uint32((n-1)*len(record)))
	return append(out, tail...)
}

func sumOfDigits(n int) (sum float64) {
	for i := 1; i <= n; i++ {
		sum += float64(i % 10)
	}
	return sum
}

// lie is a sound workbook of some cells but for the sheet's header in the archive.
func lie(header func(*zip.FileHeader)) []byte {
	return book(part{name: sheetPart, pieces: []piece{once(open + "<sheetData>"), {"<row><c><v>1</v></c></row>", 1000}, once("</sheetData></worksheet>")}, header: header})
}

// zip64End is a workbook whose end record refers to a zip64 one (APPNOTE 4.3.14), which puts the directory at an offset and gives it so many entries.
func zip64End(offset, entries uint64) []byte {
	data := table()
	end := bytes.LastIndex(data, []byte("PK\x05\x06"))
	tail := bytes.Clone(data[end:])
	at := uint64(end)
	record := binary.LittleEndian.AppendUint32(nil, 0x06064b50)
	record = binary.LittleEndian.AppendUint64(record, 44)
	record = binary.LittleEndian.AppendUint32(record, 45|45<<16)
	record = binary.LittleEndian.AppendUint64(record, 0) // disks
	for _, v := range []uint64{entries, entries, 46 * entries, offset} {
		record = binary.LittleEndian.AppendUint64(record, v)
	}
	record = binary.LittleEndian.AppendUint32(record, 0x07064b50)
	record = binary.LittleEndian.AppendUint32(record, 0)
	record = binary.LittleEndian.AppendUint64(record, at)
	record = binary.LittleEndian.AppendUint32(record, 1)
	copy(tail[8:20], bytes.Repeat([]byte{0xff}, 12)) // see the zip64 record
	return append(append(data[:end:end], record...), tail...)
}

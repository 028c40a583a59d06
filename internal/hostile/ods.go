package hostile

import (
	"archive/zip"
	"fmt"
	"slices"
	"strings"
)

// The parts of an OpenDocument spreadsheet, with the namespaces that matter.
const (
	odsContent = "content.xml"
	odsStyles  = "styles.xml"
	odsSpaces  = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"` +
		` xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"`
	odsOpen  = head + `<office:document-content` + odsSpaces + `>`
	odsBody  = `<office:body><office:spreadsheet>`
	odsClose = `</office:spreadsheet></office:body></office:document-content>`
	odsSheet = `<table:table table:name="S">`
)

// odsFile is a spreadsheet of these parts.
func odsFile(parts ...part) []byte {
	all := []part{{name: "mimetype", pieces: []piece{once("application/vnd.oasis.opendocument.spreadsheet")}}}
	return archive(append(all, parts...))
}

// odsTable is a spreadsheet whose sheet has these rows, or whatever else stands among them.
func odsTable(rows ...piece) []byte {
	pieces := append([]piece{once(odsOpen + odsBody + odsSheet)}, rows...)
	return odsFile(part{name: odsContent, pieces: append(pieces, once("</table:table>"+odsClose))})
}

// odsCell writes a cell of a number.
func odsCell(x string) string {
	return `<table:table-cell office:value-type="float" office:value="` + x + `"><text:p>` + x + `</text:p></table:table-cell>`
}

func odsRow(cells string) string { return `<table:table-row>` + cells + `</table:table-row>` }

// ODSFiles returns the corpus of hostile OpenDocument spreadsheets.
func ODSFiles() []File {
	return slices.Concat(odsBombs(), odsRepeats(), odsMuch(), odsMisplaced(), odsCuts())
}

// odsRepeated is a row of one cell, each said to be repeated.
func odsRepeated(rows, cols int, cell string) piece {
	return once(fmt.Sprintf(`<table:table-row table:number-rows-repeated="%d">`, rows) + strings.Replace(cell, "<table:table-cell", fmt.Sprintf(`<table:table-cell table:number-columns-repeated="%d"`, cols), 1) + `</table:table-row>`)
}

// odsBombs are kilobytes that unpack to gigabytes.
func odsBombs() []File {
	one := odsRow(odsCell("1"))
	return []File{
		{Name: "bomb in text", Make: func() []byte { return odsTable(once("<x>"), piece{"a", 1000 * mib}, once("</x>")) }, Error: "text is longer"},
		{Name: "bomb of white space", Make: func() []byte { return odsTable(piece{" ", 1000 * mib}) }, Error: "text is longer"},
		{Name: "bomb of foreign elements", Make: func() []byte {
			return odsTable(once(`<x xmlns="x">`), piece{"<y>" + strings.Repeat("z", 1000) + "</y>", mib}, once("</x>"))
		}, Error: "when unpacked"},
		{Name: "bomb in a part that is not read", Make: func() []byte {
			return odsFile(part{name: "Pictures/1.png", pieces: []piece{{"\x00", 1000 * mib}}}, part{name: odsContent, pieces: []piece{once(odsOpen + odsBody + odsSheet + one + "</table:table>" + odsClose)}})
		}, Cells: 1, Sum: 1},
		{Name: "bomb in a cell", Make: func() []byte {
			return odsTable(once(`<table:table-row><table:table-cell office:value-type="string"><text:p>`), piece{"<text:s/>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", mib}, once(`</text:p></table:table-cell></table:table-row>`))
		}, Error: "text is longer"},
		{Name: "bomb of paragraphs", Make: func() []byte {
			return odsTable(once(`<table:table-row><table:table-cell office:value-type="string">`), piece{"<text:p>" + strings.Repeat("a", 100_000) + "</text:p>", 4000}, once(`</table:table-cell></table:table-row>`))
		}, Error: "text is longer"},
		{Name: "a billion spaces", Make: func() []byte {
			return odsTable(once(`<table:table-row><table:table-cell office:value-type="string"><text:p>`), piece{`<text:s text:c="999999"/>`, 1000}, once(`</text:p></table:table-cell></table:table-row>`))
		}, Error: "text is longer"},
		{Name: "an exabyte of spaces", Make: func() []byte {
			return odsTable(once(`<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="999999999999999999"/></text:p></table:table-cell></table:table-row>`))
		}, Error: "has c="},
		{Name: "300 MB attribute", Make: func() []byte {
			return odsTable(once(`<table:table-row><table:table-cell office:value-type="string" office:string-value="`), piece{"a", 300 * mib}, once(`"/></table:table-row>`))
		}, Error: "attribute is longer"},
		{Name: "many attributes", Make: func() []byte { return odsTable(once("<x" + attributes(80_000, " a%d=''") + "/>")) }, Error: "more than 250 attributes"},
		{Name: "deep", Make: func() []byte { return odsTable(piece{"<x>", 10 * mib}) }, Error: "nested deeper"},
		{Name: "deep spans", Make: func() []byte {
			return odsTable(once(`<table:table-row><table:table-cell><text:p>`), piece{"<text:span>", mib})
		}, Error: "nested deeper"},
		{Name: "deep groups of rows", Make: func() []byte { return odsTable(piece{"<table:table-row-group>", mib}) }, Error: "nested deeper"},
		{Name: "elements", Make: func() []byte { return odsTable(piece{"<x/>", 100 * mib}) }, Error: "too many XML elements"},
		{Name: "entity expansion", Make: func() []byte {
			return odsFile(part{name: odsContent, pieces: []piece{once(head + `<!DOCTYPE office [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>` + odsOpen[len(head):] + odsBody + odsSheet + "</table:table>" + odsClose)}})
		}, Error: "DOCTYPE"},
		{Name: "external entity in the styles", Make: func() []byte {
			return odsFile(part{name: odsStyles, pieces: []piece{once(head + `<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>`)}}, part{name: odsContent, pieces: []piece{once(odsOpen + odsBody + odsSheet + one + "</table:table>" + odsClose)}})
		}, Error: "DOCTYPE"},
	}
}

// odsRepeats are rows and cells said to stand a million times.
func odsRepeats() []File {
	one := odsRow(odsCell("1"))
	return []File{
		{Name: "a million columns", Make: func() []byte { return odsTable(odsRepeated(1, 1_000_000, odsCell("1"))) }, Error: "beyond the limit of 16384"},
		{Name: "a million columns of a million rows", Make: func() []byte { return odsTable(odsRepeated(1_000_000, 1_000_000, odsCell("1"))) }, Error: "beyond the limit of 16384"},
		{Name: "all columns of all rows", Make: func() []byte { return odsTable(odsRepeated(1_048_576, 16_384, odsCell("1"))) }, Error: "more than 5000000 cells"},
		{Name: "a million rows of one cell", Make: func() []byte { return odsTable(odsRepeated(1_000_000, 1, odsCell("2.5"))) }, Cells: 1_000_000, Sum: 2_500_000},
		{Name: "five million cells", Make: func() []byte { return odsTable(odsRepeated(1000, 5000, odsCell("1"))) }, Cells: 5_000_000, Sum: 5_000_000},
		{Name: "rows beyond the last", Make: func() []byte {
			return odsTable(odsRepeated(1_048_576, 1, `<table:table-cell></table:table-cell>`), once(one))
		}, Error: "row 1048577 is beyond"},
		{Name: "repetitions beyond all numbers", Make: func() []byte {
			return odsTable(once(`<table:table-row table:number-rows-repeated="99999999999999999999999"/>` + one))
		}, Error: "is beyond the limit of 1048576"},
		{Name: "empty repetitions beyond all numbers", Make: func() []byte {
			return odsTable(once(one + `<table:table-row table:number-rows-repeated="99999999999999999999999"><table:table-cell table:number-columns-repeated="99999999999999999999999"/></table:table-row>`))
		}, Cells: 1, Sum: 1},
		{Name: "repeated 0 times", Make: func() []byte { return odsTable(once(`<table:table-row table:number-rows-repeated="0"/>`)) }, Error: "number-rows-repeated"},
		{Name: "repeated -1 times", Make: func() []byte {
			return odsTable(once(`<table:table-row><table:table-cell table:number-columns-repeated="-1"/></table:table-row>`))
		}, Error: "number-columns-repeated"},
		{Name: "a million empty rows of formats", Make: func() []byte {
			return odsTable(piece{`<table:table-row table:style-name="r"><table:table-cell table:style-name="a" table:number-columns-repeated="1024"/></table:table-row>`, mib})
		}, Cells: 0},
		{Name: "a row of huge texts a million times", Make: func() []byte {
			return odsTable(once(`<table:table-row table:number-rows-repeated="1000">`), piece{`<table:table-cell office:value-type="string"><text:p>` + strings.Repeat("a", 1_000_000) + `</text:p></table:table-cell>`, 60}, once(`</table:table-row>`))
		}, Error: "a row that is repeated holds more"},
		{Name: "one huge text in all columns", Make: func() []byte {
			return odsTable(once(`<table:table-row><table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>`), piece{"a", 1_000_000}, once(`</text:p></table:table-cell></table:table-row>`))
		}, Cells: 16_384, Bytes: 16_384_000_000},
		{Name: "comments in a million rows", Make: func() []byte {
			return odsTable(odsRepeated(1_000_000, 1, `<table:table-cell><office:annotation><text:p>x</text:p></office:annotation></table:table-cell>`))
		}, Error: "more than 200000 comments"},
		{Name: "comments of a megabyte", Make: func() []byte {
			return odsTable(piece{odsRow(`<table:table-cell><office:annotation><text:p>` + strings.Repeat("a", 1_000_000) + `</text:p></office:annotation></table:table-cell>`), 150})
		}, Error: "the comments take more than"},
		{Name: "merged ranges in a million rows", Make: func() []byte {
			return odsTable(odsRepeated(1_000_000, 1, strings.Replace(odsCell("1"), "office:value-type", `table:number-columns-spanned="2" office:value-type`, 1)))
		}, Error: "more than 200000 merged ranges"},
		{Name: "a merged range of a billion rows", Make: func() []byte {
			return odsTable(once(odsRow(strings.Replace(odsCell("1"), "office:value-type", `table:number-rows-spanned="999999999" office:value-type`, 1))))
		}, Error: "goes beyond the sheet"},
	}
}

// odsMuch is much of everything.
func odsMuch() []File {
	one := odsRow(odsCell("1"))
	return []File{
		{Name: "a million rows", Make: func() []byte { return odsTable(piece{one, mib}) }, Cells: mib, Sum: mib},
		{Name: "a million columns in pieces", Make: func() []byte {
			return odsTable(once("<table:table-row>"), piece{odsCell("1"), mib}, once("</table:table-row>"))
		}, Error: "column 16385"},
		{Name: "column definitions", Make: func() []byte {
			return odsTable(piece{`<table:table-column table:number-columns-repeated="3" table:visibility="collapse"/>`, 500_000}, piece{one, 100_000})
		}, Cells: 100_000, Sum: 100_000},
		{Name: "styles", Make: func() []byte {
			return odsFile(part{name: odsContent, pieces: []piece{once(odsOpen + "<office:automatic-styles>"), {`<style:style style:name="a" style:family="table-cell"/>`, 200_000}, once("</office:automatic-styles></office:document-content>")}})
		}, Error: "more than 70000 styles"},
		{Name: "styles that are each other's parents", Make: func() []byte {
			return odsFile(part{name: odsStyles, pieces: []piece{once(head + `<office:document-styles` + odsSpaces + `><office:styles><style:style style:name="a" style:family="table-cell" style:parent-style-name="b"/><style:style style:name="b" style:family="table-cell" style:parent-style-name="a"/></office:styles></office:document-styles>`)}},
				part{name: odsContent, pieces: []piece{once(odsOpen + odsBody + odsSheet), {odsRow(strings.Replace(odsCell("1"), "office:value-type", `table:style-name="a" office:value-type`, 1)), 100_000}, once("</table:table>" + odsClose)}})
		}, Cells: 100_000, Sum: 100_000},
		{Name: "names of styles that there are not", Make: func() []byte {
			var b strings.Builder
			for k := range 300_000 {
				fmt.Fprintf(&b, `<table:table-row><table:table-cell table:style-name="x%d" office:value-type="float" office:value="1"/></table:table-row>`, k)
			}
			return odsTable(once(b.String()))
		}, Cells: 300_000, Sum: 300_000},
		{Name: "conditions", Make: func() []byte {
			return odsFile(part{name: odsContent, pieces: []piece{once(odsOpen + `<office:automatic-styles><number:number-style style:name="n">`), {`<style:map style:condition="value()&gt;=0" style:apply-style-name="n"/>`, 300_000},
				once(`</number:number-style></office:automatic-styles>` + odsBody + odsSheet + one + "</table:table>" + odsClose)}})
		}, Cells: 1, Sum: 1},
		{Name: "two thousand sheets", Make: func() []byte {
			var b strings.Builder
			for k := range 2000 {
				fmt.Fprintf(&b, `<table:table table:name="S%d">%s</table:table>`, k, one)
			}
			return odsFile(part{name: odsContent, pieces: []piece{once(odsOpen + odsBody + b.String() + odsClose)}})
		}, Cells: 2000, Sum: 2000},
		{Name: "nine hundred sheets of a thousand rows", Make: func() []byte {
			pieces := []piece{once(odsOpen + odsBody)}
			for k := range 900 {
				pieces = append(pieces, once(fmt.Sprintf(`<table:table table:name="S%d">`, k)), piece{one, 1000}, once("</table:table>"))
			}
			return odsFile(part{name: odsContent, pieces: append(pieces, once(odsClose))})
		}, Cells: 900_000, Sum: 900_000},
		{Name: "sheets", Make: func() []byte {
			var b strings.Builder
			for k := range 20_000 {
				fmt.Fprintf(&b, `<table:table table:name="S%d"/>`, k)
			}
			return odsFile(part{name: odsContent, pieces: []piece{once(odsOpen + odsBody + b.String() + odsClose)}})
		}, Error: "more than 10000 sheets"},
		{Name: "database ranges", Make: func() []byte {
			return odsFile(part{name: odsContent, pieces: []piece{once(odsOpen + odsBody + odsSheet + one + `</table:table><table:database-ranges>`), {`<table:database-range table:name="r" table:target-range-address="S.A1:S.B2"/>`, 100_000}, once(`</table:database-ranges>` + odsClose)}})
		}, Error: "database ranges"},
	}
}

// odsMisplaced has what has no place where it stands, and what is there twice.
func odsMisplaced() []File {
	one := odsRow(odsCell("1"))
	return []File{
		{Name: "a row outside of a sheet", Make: func() []byte {
			return odsFile(part{name: odsContent, pieces: []piece{once(odsOpen + odsBody + odsSheet + `</table:table>` + one + odsClose)}})
		}, Error: "unexpected element <table-row>"},
		{Name: "a table in a cell", Make: func() []byte {
			return odsTable(once(odsRow(`<table:table-cell><table:table table:name="T">` + one + `</table:table></table:table-cell>`)))
		}, Error: "unexpected element <table>"},
		{Name: "a row in an extension", Make: func() []byte { return odsTable(once(`<table:unknown>` + one + `</table:unknown>`)) }, Error: "unexpected element <table-row>"},
		{Name: "two spreadsheets", Make: func() []byte {
			return odsFile(part{name: odsContent, pieces: []piece{once(odsOpen + odsBody + odsSheet + `</table:table></office:spreadsheet><office:spreadsheet>` + odsClose)}})
		}, Error: "two spreadsheets"},
		{Name: "two sheets of one name", Make: func() []byte {
			return odsFile(part{name: odsContent, pieces: []piece{once(odsOpen + odsBody + odsSheet + `</table:table>` + strings.Replace(odsSheet, `"S"`, `"s"`, 1) + `</table:table>` + odsClose)}})
		}, Error: "two sheets are named"},
		{Name: "two contents", Make: func() []byte {
			content := []piece{once(odsOpen + odsBody + odsSheet + one + "</table:table>" + odsClose)}
			return odsFile(part{name: odsContent, pieces: content}, part{name: "Content.xml", pieces: content})
		}, Error: "two entries"},
		{Name: "no content", Make: func() []byte { return odsFile() }, Error: "the part is missing"},
		{Name: "no sheets", Make: func() []byte {
			return odsFile(part{name: odsContent, pieces: []piece{once(odsOpen + odsBody + odsClose)}})
		}, Error: "has no sheets"},
		{Name: "a number that is none", Make: func() []byte { return odsTable(once(odsRow(odsCell("1,5")))) }, Error: "is not a number"},
		{Name: "a date of a megabyte", Make: func() []byte {
			return odsTable(once(`<table:table-row><table:table-cell office:value-type="date" office:date-value="2024-01-01T00:00:00.`), piece{"0", 900_000}, once(`"/></table:table-row>`))
		}, Cells: 1, Sum: 45_292},
		{Name: "UTF-16", Make: func() []byte { return odsFile(part{name: odsContent, pieces: []piece{once("\xff\xfe<\x00o\x00")}}) }, Error: "UTF-16"},
		{Name: "70,000 entries", Make: func() []byte {
			var parts []part
			for i := range 70_000 {
				parts = append(parts, part{name: fmt.Sprintf("x/%d", i), header: func(h *zip.FileHeader) { h.Method = zip.Store }})
			}
			return odsFile(parts...)
		}, Error: "more than 10000 entries"},
	}
}

// odsCuts are content and a file cut at every tenth of their lengths.
func odsCuts() []File {
	var files []File
	var rows strings.Builder
	for r := range 3000 {
		rows.WriteString(odsRow(odsCell(fmt.Sprint(r)) + `<table:table-cell office:value-type="string"><text:p>text</text:p></table:table-cell>`))
	}
	content := odsOpen + odsBody + odsSheet + rows.String() + "</table:table>" + odsClose
	for i := range 10 {
		files = append(files,
			File{Name: fmt.Sprintf("content cut at %d tenths", i), Make: func() []byte {
				return odsFile(part{name: odsContent, pieces: []piece{once(content[:len(content)*i/10])}})
			}, Error: "the part"},
			File{Name: fmt.Sprintf("spreadsheet cut at %d tenths", i), Make: func() []byte {
				data := odsFile(part{name: odsContent, pieces: []piece{once(content)}})
				return data[:len(data)*i/10]
			}, Error: cutError(i)})
	}
	return files
}

func cutError(tenths int) string {
	if tenths == 0 {
		return "not an OpenDocument spreadsheet"
	}
	return "no readable directory"
}

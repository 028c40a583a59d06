package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"strconv"
	"strings"
	"testing"

	"veche/internal/xlsx"
)

// odsOf is a workbook's cells as an OpenDocument spreadsheet, written the plain way: numbers, texts, truths, formulas with their values, dates and percents.
func odsOf(t testing.TB, data []byte) []byte {
	t.Helper()
	b, err := xlsx.Open(data, xlsx.DefaultLimits())
	must(t, err)
	var content strings.Builder
	content.WriteString(`<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" office:version="1.2">` +
		`<office:automatic-styles><style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>`)
	for k, s := range b.Sheets() {
		style := ""
		if s.Hidden {
			style = ` table:style-name="gone"`
		}
		fmt.Fprintf(&content, `<table:table table:name="%s"%s>`, html.EscapeString(s.Name), style)
		row, col := 0, 0
		must(t, b.Cells(k, func(c xlsx.Cell) error {
			if c.Row != row {
				if row > 0 {
					content.WriteString("</table:table-row>")
				}
				if gap := c.Row - row - 1; gap > 0 {
					fmt.Fprintf(&content, `<table:table-row table:number-rows-repeated="%d"><table:table-cell/></table:table-row>`, gap)
				}
				content.WriteString("<table:table-row>")
				row, col = c.Row, 0
			}
			if gap := c.Col - col - 1; gap > 0 {
				fmt.Fprintf(&content, `<table:table-cell table:number-columns-repeated="%d"/>`, gap)
			}
			col = c.Col
			number := strconv.FormatFloat(c.Number, 'g', -1, 64)
			value := ""
			switch {
			case c.Kind == xlsx.Number && c.Format == xlsx.Date:
				value = ` office:value-type="date" office:date-value="2026-01-02"`
			case c.Kind == xlsx.Number && c.Format == xlsx.Percent:
				value = ` office:value-type="percentage" office:value="` + number + `"`
			case c.Kind == xlsx.Number:
				value = ` office:value-type="float" office:value="` + number + `"`
			case c.Kind == xlsx.Bool:
				value = fmt.Sprintf(` office:value-type="boolean" office:boolean-value="%v"`, c.Number != 0)
			case c.Kind == xlsx.Text:
				value = ` office:value-type="string"`
			}
			if c.HasFormula {
				value = ` table:formula="of:=[.A1]"` + value
			}
			text := ""
			if c.Kind == xlsx.Text {
				for _, line := range strings.Split(c.Text, "\n") {
					text += "<text:p>" + odsSpaces(html.EscapeString(line)) + "</text:p>"
				}
			}
			fmt.Fprintf(&content, `<table:table-cell%s>%s</table:table-cell>`, value, text)
			return nil
		}))
		if row > 0 {
			content.WriteString("</table:table-row>")
		}
		content.WriteString("</table:table>")
	}
	content.WriteString("</office:spreadsheet></office:body></office:document-content>")
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range [][2]string{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
		{"META-INF/manifest.xml", `<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`},
		{"content.xml", content.String()}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part[0], Method: map[bool]uint16{true: zip.Store, false: zip.Deflate}[part[0] == "mimetype"]})
		must(t, err)
		_, err = w.Write([]byte(part[1]))
		must(t, err)
	}
	must(t, z.Close())
	return out.Bytes()
}

// odsSpaces writes spaces that would be folded into one as elements, which OpenDocument does.
func odsSpaces(line string) string {
	var b strings.Builder
	before := ' '
	for _, c := range line {
		switch {
		case c == ' ' && before == ' ':
			b.WriteString("<text:s/>")
		case c == '\t':
			b.WriteString("<text:tab/>")
		default:
			b.WriteRune(c)
		}
		before = c
	}
	return b.String()
}

// textOf is a sheet of a workbook as it is saved as text, with its numbers in full.
func textOf(t testing.TB, data []byte, sheet string, comma rune) []byte {
	t.Helper()
	b, err := xlsx.Open(data, xlsx.DefaultLimits())
	must(t, err)
	var out strings.Builder
	for k, s := range b.Sheets() {
		if s.Name != sheet {
			continue
		}
		row, col := 1, 1
		must(t, b.Cells(k, func(c xlsx.Cell) error {
			for ; row < c.Row; row, col = row+1, 1 {
				out.WriteString("\n")
			}
			for ; col < c.Col; col++ {
				out.WriteRune(comma)
			}
			field := text(c)
			if c.Kind == xlsx.Text {
				field = c.Text
			}
			if strings.ContainsAny(field, "\"\n") || strings.ContainsRune(field, comma) {
				field = `"` + strings.ReplaceAll(field, `"`, `""`) + `"`
			}
			out.WriteString(field)
			return nil
		}))
	}
	return []byte(out.String() + "\n")
}

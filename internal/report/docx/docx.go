// Package docx renders documents of package report as Office Open XML text (.docx, ECMA-376 and ISO/IEC 29500), for Word, LibreOffice and whatever reads them: real
// headings, so that the navigation pane works; tables whose heads repeat and whose rows are not cut; a signature table that holds together; page numbers; the
// language of the text.
//
// [Write] makes a document of its own look. [Fill] fills an office's own letterhead instead. The same document gives the same bytes.
package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/report"
)

// part is one file of the package.
type part struct {
	name string
	data []byte
}

// Write renders a document. The error is a figure's that could not be drawn.
func Write(d *report.Document) ([]byte, error) {
	b := &body{l: d.Language, styles: ownStyles(), numbering: true}
	b.front(d)
	for k := range d.Sections {
		b.section(&d.Sections[k])
	}
	if b.err != nil {
		return nil, b.err
	}
	b.WriteString(`<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:headerReference w:type="first" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/><w:footerReference w:type="first" r:id="rId6"/>` +
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>`)
	rels := `<Relationship Id="rId1" Type="` + relation + `styles" Target="styles.xml"/><Relationship Id="rId2" Type="` + relation + `numbering" Target="numbering.xml"/><Relationship Id="rId3" Type="` + relation + `settings" Target="settings.xml"/>` +
		`<Relationship Id="rId4" Type="` + relation + `header" Target="header1.xml"/><Relationship Id="rId5" Type="` + relation + `header" Target="header2.xml"/><Relationship Id="rId6" Type="` + relation + `footer" Target="footer1.xml"/>` + b.relations()
	parts := []part{
		{"[Content_Types].xml", []byte(contentTypes)},
		{"_rels/.rels", []byte(xmlHead + `<Relationships xmlns="` + packageRelations + `"><Relationship Id="rId1" Type="` + relation + `officeDocument" Target="word/document.xml"/>` +
			`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="` + relation + `extended-properties" Target="docProps/app.xml"/></Relationships>`)},
		{"docProps/core.xml", core(d)},
		{"docProps/app.xml", []byte(xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Veche</Application></Properties>`)},
		{"word/document.xml", []byte(xmlHead + `<w:document ` + spaces + `><w:body>` + b.String() + `</w:body></w:document>`)},
		{"word/_rels/document.xml.rels", []byte(xmlHead + `<Relationships xmlns="` + packageRelations + `">` + rels + `</Relationships>`)},
		{"word/styles.xml", styles(d.Language)},
		{"word/numbering.xml", b.lists()},
		{"word/settings.xml", []byte(xmlHead + `<w:settings ` + spaces + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="` + tag(d.Language) + `"/></w:settings>`)},
		{"word/header1.xml", []byte(xmlHead + `<w:hdr ` + spaces + `><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>` + run(brief(d.Title, 110), "") + `</w:p></w:hdr>`)},
		{"word/header2.xml", []byte(xmlHead + `<w:hdr ` + spaces + `><w:p><w:pPr><w:pStyle w:val="Header"/><w:pBdr><w:bottom w:val="nil"/></w:pBdr></w:pPr></w:p></w:hdr>`)},
		{"word/footer1.xml", []byte(xmlHead + `<w:ftr ` + spaces + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` + run(d.Date, "") + `<w:r><w:tab/></w:r>` + field("PAGE", "1") + run(" / ", "") + field("NUMPAGES", "1") + `</w:p></w:ftr>`)},
	}
	parts = append(parts, b.media...)
	return pack(parts)
}

// pack writes parts as a zip file that depends on them only.
func pack(parts []part) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(p.data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// core are the properties a file manager shows.
func core(d *report.Document) []byte {
	return []byte(xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		`<dc:title>` + escape(d.Title) + `</dc:title><dc:subject>` + escape(d.Kind) + `</dc:subject><dc:creator>` + escape(strings.TrimSpace("Veche "+d.Version)) + `</dc:creator><cp:keywords>` + escape(d.Hash) + `</cp:keywords><dc:language>` + tag(d.Language) + `</dc:language></cp:coreProperties>`)
}

// tag is a language as Word names it.
func tag(l language.Language) string { return l.Either("en-GB", "ru-RU") }

// brief cuts a text that would not fit.
func brief(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return strings.TrimRight(string(r[:most-1]), " ,;") + "…"
	}
	return text
}

// field is a field that Word works out, with what it shows until then.
func field(code, shown string) string {
	return fmt.Sprintf(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> %s </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>%s</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`, code, shown)
}

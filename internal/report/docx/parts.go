package docx

import (
	"fmt"
	"strings"

	"veche/internal/language"
)

const (
	xmlHead          = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	relation         = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships"
	wordSpace        = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	spaces           = `xmlns:w="` + wordSpace + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` + drawingSpaces
	drawingSpaces    = `xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`
	wordType         = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

var contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` +
	override("document", "document.main") + override("styles", "styles") + override("numbering", "numbering") + override("settings", "settings") + override("header1", "header") + override("header2", "header") + override("footer1", "footer") +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`

func override(name, kind string) string {
	return `<Override PartName="/word/` + name + `.xml" ContentType="` + wordType + kind + `+xml"/>`
}

// style is one of the looks of a paragraph.
type style struct {
	name       string // as Word has it: the names of its own are known to every Word by whatever is shown
	id         string
	based      string
	next       string
	paragraph  string // properties
	characters string
}

// typeface is a name that office programs know.
type typeface = string

// font is one that every office has, and that LibreOffice replaces by one of the same widths.
const font typeface = "Times New Roman"

var looks = []style{
	{"heading 1", "Heading1", "Normal", "Normal", `<w:keepNext/><w:keepLines/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="0"/>`, `<w:b/><w:sz w:val="30"/>`},
	{"heading 2", "Heading2", "Normal", "Normal", `<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="1"/>`, `<w:b/><w:sz w:val="24"/>`},
	{"Title", "Title", "Normal", "Normal", `<w:keepNext/><w:keepLines/><w:spacing w:before="0" w:after="120"/><w:jc w:val="center"/>`, `<w:b/><w:sz w:val="36"/>`},
	{"Subtitle", "Subtitle", "Normal", "Normal", `<w:keepNext/><w:keepLines/><w:spacing w:before="0" w:after="200"/><w:jc w:val="center"/>`, `<w:sz w:val="26"/>`},
	{"Veche lead", "VecheLead", "Normal", "Normal", ``, `<w:sz w:val="28"/>`},
	{"Veche note", "VecheNote", "Normal", "Normal", ``, `<w:color w:val="404040"/><w:sz w:val="20"/>`},
	{"Veche caveat", "VecheCaveat", "Normal", "Normal", `<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="404040"/></w:pBdr><w:ind w:left="284"/>`, ``},
	{"caption", "Caption", "Normal", "Normal", `<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="80"/>`, `<w:b/><w:sz w:val="22"/>`},
	{"Veche list", "VecheList", "Normal", "", `<w:spacing w:after="60"/>`, ``},
	{"Veche cell", "VecheCell", "Normal", "", `<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>`, `<w:sz w:val="20"/>`},
	{"Veche signature", "VecheSignature", "Normal", "", `<w:spacing w:before="240" w:after="0"/>`, ``},
	{"header", "Header", "Normal", "", `<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="808080"/></w:pBdr><w:spacing w:after="0"/>`, `<w:color w:val="404040"/><w:sz w:val="18"/>`},
	{"footer", "Footer", "Normal", "", `<w:tabs><w:tab w:val="right" w:pos="9922"/></w:tabs><w:spacing w:after="0"/>`, `<w:color w:val="404040"/><w:sz w:val="18"/>`},
}

// ownStyles are the identifiers by names, in a document of our own.
func ownStyles() map[string]string {
	ids := map[string]string{}
	for _, s := range looks {
		ids[s.name] = s.id
	}
	return ids
}

func (s *style) xml() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/>`, s.id, s.name)
	if s.based != "" {
		fmt.Fprintf(&b, `<w:basedOn w:val="%s"/>`, s.based)
	}
	if s.next != "" {
		fmt.Fprintf(&b, `<w:next w:val="%s"/>`, s.next)
	}
	b.WriteString(`<w:qFormat/>`)
	if s.paragraph != "" {
		b.WriteString(`<w:pPr>` + s.paragraph + `</w:pPr>`)
	}
	if s.characters != "" {
		b.WriteString(`<w:rPr>` + s.characters + `</w:rPr>`)
	}
	b.WriteString(`</w:style>`)
	return b.String()
}

func styles(l language.Language) []byte {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:styles ` + spaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="` + font + `" w:hAnsi="` + font + `" w:eastAsia="` + font + `" w:cs="` + font + `"/><w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="` + tag(l) + `" w:eastAsia="` + tag(l) + `" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/></w:pPr></w:style>` +
		`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>` +
		`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`)
	for k := range looks {
		b.WriteString(looks[k].xml())
	}
	b.WriteString(`</w:styles>`)
	return []byte(b.String())
}

// lists are the two kinds of list, and an instance for every ordered one, which begins at 1.
func (b *body) lists() []byte {
	var s strings.Builder
	s.WriteString(xmlHead + `<w:numbering ` + spaces + `>`)
	level := func(id int, format, text, font string) {
		fmt.Fprintf(&s, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="454" w:hanging="454"/></w:pPr>%s</w:lvl></w:abstractNum>`, id, format, text, font)
	}
	level(0, "bullet", "–", "")
	level(1, "decimal", "%1.", "")
	s.WriteString(`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`)
	for k := range b.ordered {
		fmt.Fprintf(&s, `<w:num w:numId="%d"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, k+2)
	}
	s.WriteString(`</w:numbering>`)
	return []byte(s.String())
}

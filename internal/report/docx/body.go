package docx

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"
	"unicode/utf8"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/safe"
)

// body is the text of a document under way.
type body struct {
	strings.Builder
	l         language.Language
	styles    map[string]string // identifiers by names
	numbering bool              // lists are numbered by Word; else the numbers are text
	ordered   int               // ordered lists so far
	media     []part
	images    []string // relationships of the media
	err       error
}

// escape makes a text safe to stand in XML, without what turns or hides text and what XML cannot hold.
func escape(text string) string {
	text = safe.Text(text)
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\n' || r == '\t' || r == '\r':
			b.WriteByte(' ')
		case r < ' ' || r == 0xfffe || r == 0xffff || r == utf8.RuneError:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// run is a text with properties of its characters.
func run(text, properties string) string {
	if text == "" {
		return ""
	}
	if properties != "" {
		properties = `<w:rPr>` + properties + `</w:rPr>`
	}
	return `<w:r>` + properties + `<w:t xml:space="preserve">` + escape(text) + `</w:t></w:r>`
}

// para is a paragraph of a style, by its name; more are further properties, in the order the standard asks for.
func (b *body) para(style, more, runs string) {
	b.WriteString(`<w:p>`)
	if style != "" || more != "" {
		b.WriteString(`<w:pPr>`)
		if style != "" {
			b.WriteString(`<w:pStyle w:val="` + b.styles[style] + `"/>`)
		}
		b.WriteString(more + `</w:pPr>`)
	}
	b.WriteString(runs + `</w:p>`)
}

// front is what stands above the sections.
func (b *body) front(d *report.Document) {
	if d.Kind != "" {
		b.para("Title", "", run(d.Kind, ""))
		b.para("Subtitle", "", run(d.Title, ""))
	} else {
		b.para("Title", "", run(d.Title, ""))
	}
	b.facts(d.Facts)
}

// section renders a section: its blocks, then its details.
func (b *body) section(s *report.Section) {
	more := ""
	if s.Page && b.Len() > 0 && s.Title != "" {
		more = `<w:pageBreakBefore/>`
	}
	if s.Title != "" {
		b.para("heading 1", more, run(s.Title, ""))
	}
	for _, blocks := range [][]report.Block{s.Blocks, s.Details} {
		for k, x := range blocks {
			b.block(x, k+1 < len(blocks))
		}
	}
}

var tones = map[report.Tone]string{report.Plain: "", report.Lead: "Veche lead", report.Note: "Veche note", report.Caveat: "Veche caveat"}

func (b *body) block(x report.Block, _ bool) {
	switch x := x.(type) {
	case report.Paragraph:
		b.para(tones[x.Tone], "", run(x.Text, ""))
	case report.Heading:
		b.para("heading 2", "", run(x.Text, ""))
	case report.List:
		b.list(x)
	case report.Facts:
		b.facts(x)
	case *report.Table:
		b.table(x)
	case *report.Figure:
		b.figure(x)
	case report.Signatures:
		b.signatures(x)
	case report.PageBreak:
		b.para("", "", `<w:r><w:br w:type="page"/></w:r>`)
	default:
		b.err = fmt.Errorf("docx: there is no way to render a %T", x)
	}
}

func (b *body) list(l report.List) {
	number := 1
	if l.Ordered {
		b.ordered++
		number = b.ordered + 1
	}
	for k, item := range l.Items {
		mark := ""
		more := fmt.Sprintf(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>`, number)
		if !b.numbering {
			more = `<w:ind w:left="454" w:hanging="454"/>`
			if mark = "–"; l.Ordered {
				mark = fmt.Sprintf("%d.", k+1)
			}
			mark = run(mark, "") + `<w:r><w:tab/></w:r>`
		}
		name := item.Name
		if name != "" && item.Text != "" {
			name += " "
		}
		b.para("Veche list", more, mark+run(name, `<w:b/>`)+run(item.Text, ""))
	}
}

// lines to write on.
var (
	longLine  = strings.Repeat("_", 72)
	shortLine = strings.Repeat("_", 40)
)

func (b *body) facts(facts report.Facts) {
	for _, f := range facts {
		text := f.Text
		switch {
		case text == "" && !f.Blank:
			continue
		case text == "" && f.Name == "":
			text = longLine
		case text == "":
			text = shortLine
		}
		name := f.Name
		if name != "" {
			name += ": "
		}
		b.para("Veche list", `<w:keepLines/>`, run(name, `<w:b/>`)+run(text, ""))
	}
}

// emu are English Metric Units in a twentieth of a point, by which drawings are measured.
const emu = 635

// figure sets a drawing with its title, and the description for who cannot see it. One that cannot be drawn is its values.
func (b *body) figure(f *report.Figure) {
	if f.PNG == nil {
		b.para("caption", "", run(f.Title, ""))
		b.para("Veche note", "", run(f.Description, ""))
		if f.Data != nil {
			b.table(f.Data)
		}
		return
	}
	data, err := f.PNG(2)
	if err != nil {
		b.err = err
		return
	}
	size, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		b.err = err
		return
	}
	width := textWidth * emu
	height := width * size.Height / max(size.Width, 1)
	if tallest := 12_500 * emu; height > tallest {
		width, height = width*tallest/height, tallest
	}
	n := len(b.media) + 1
	name := fmt.Sprintf("word/media/veche%d.png", n)
	id := fmt.Sprintf("rIdVeche%d", n)
	b.media = append(b.media, part{name, data})
	b.images = append(b.images, id)
	b.para("caption", "", run(f.Title, ""))
	b.para("", "", fmt.Sprintf(`<w:r><w:drawing %s><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="%s" descr="%s"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>`+
		`<pic:nvPicPr><pic:cNvPr id="%d" name="%s"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
		drawingSpaces+` xmlns:r="`+strings.TrimSuffix(relation, "/")+`"`, width, height, n, escape(f.Key), escape(f.Description), n, escape(f.Key), id, width, height))
}

// relations are those of the drawings.
func (b *body) relations() string {
	var s strings.Builder
	for k, id := range b.images {
		fmt.Fprintf(&s, `<Relationship Id="%s" Type="%simage" Target="media/veche%d.png"/>`, id, relation, k+1)
	}
	return s.String()
}

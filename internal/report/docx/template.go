package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/zipxml"
)

// placeholder is what a letterhead has in place of a text: {{title}}.
var placeholder = regexp.MustCompile(`\{\{\s*([\pL_]+)\s*\}\}`)

// AllSections is the placeholder for the sections of the document one after the other.
const AllSections = "sections"

// most a letterhead may cost: it is a page or two with a coat of arms.
const (
	mostFile    = 32 << 20
	mostPart    = 64 << 20
	mostTotal   = 128 << 20
	mostEntries = 2000
)

// letterhead is an office's own document that is being filled.
type letterhead struct {
	parts []part
}

func (t *letterhead) part(name string) *part {
	k := slices.IndexFunc(t.parts, func(p part) bool { return strings.EqualFold(p.name, name) })
	if k < 0 {
		return nil
	}
	return &t.parts[k]
}

// open reads a letterhead within bounds: what of it is XML that will be changed is checked to be well-formed and of the format.
func open(data []byte) (*letterhead, error) {
	limits := zipxml.DefaultLimits()
	limits.File, limits.Entries, limits.Part, limits.Total = mostFile, mostEntries, mostPart, mostTotal
	limits = limits.Filled()
	wrong := func(err error) error {
		return language.Errorf("the letterhead cannot be read: %v. Open it in Word or LibreOffice and save it as a Word document (.docx)", err)
	}
	checked, err := zipxml.OpenArchive(data, &limits, []string{wordSpace})
	if err != nil {
		return nil, wrong(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, wrong(err)
	}
	t := &letterhead{}
	left := int64(mostTotal)
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, wrong(err)
		}
		content, err := io.ReadAll(io.LimitReader(r, min(left, mostPart)+1))
		r.Close()
		if left -= int64(len(content)); err == nil && (left < 0 || len(content) > mostPart) {
			err = language.Errorf("it is larger than a letterhead can be")
		}
		if err != nil {
			return nil, wrong(err)
		}
		t.parts = append(t.parts, part{f.Name, content})
	}
	if t.part("word/document.xml") == nil || t.part("word/styles.xml") == nil || t.part("[Content_Types].xml") == nil {
		return nil, wrong(language.Errorf("it is no Word document"))
	}
	for _, p := range t.parts {
		if root := rootOf(p.name); root != "" {
			err := checked.Read(p.name, func(part *zipxml.Part) error {
				return part.Document(root, wordSpace, func(*zipxml.Element) error { return part.Skip() })
			})
			if err != nil {
				return nil, wrong(err)
			}
			if !bytes.Contains(p.data, []byte(`xmlns:w="`+wordSpace+`"`)) {
				return nil, wrong(language.Errorf("it is not written as Word and LibreOffice do"))
			}
		}
	}
	return t, nil
}

// rootOf is the root element of a part that text stands in, or styles; "" for others.
func rootOf(name string) string {
	dir, file := path.Split(strings.ToLower(name))
	switch {
	case dir != "word/" || path.Ext(file) != ".xml":
		return ""
	case file == "document.xml":
		return "document"
	case file == "styles.xml":
		return "styles"
	case strings.HasPrefix(file, "header"):
		return "hdr"
	case strings.HasPrefix(file, "footer"):
		return "ftr"
	}
	return ""
}

// Placeholders lists what a letterhead asks for, each once, in order.
func Placeholders(data []byte) ([]string, error) {
	t, err := open(data)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, p := range t.parts {
		if root := rootOf(p.name); root == "" || root == "styles" {
			continue
		}
		paragraphs, err := scan(p.data)
		if err != nil {
			return nil, err
		}
		for _, par := range paragraphs {
			for _, m := range placeholder.FindAllStringSubmatch(par.text(), -1) {
				if name := strings.ToLower(m[1]); !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
	}
	return names, nil
}

// Fill fills an office's own letterhead: the placeholders of texts, {{title}}, {{kind}}, {{date}} and those of [report.Document.Fields], wherever they stand, also where
// Word has cut them into pieces; and {{minutes}} or the key of another section, or {{sections}} for all, in a paragraph of its own. Everything else stays as it is.
// The error names what of the letterhead cannot be filled.
func Fill(data []byte, d *report.Document) ([]byte, error) {
	t, err := open(data)
	if err != nil {
		return nil, err
	}
	b := &body{l: d.Language}
	if b.styles, err = t.addStyles(); err != nil {
		return nil, err
	}
	texts := map[string]string{"title": d.Title, "kind": d.Kind, "date": d.Date, "version": d.Version, "sha256": d.Hash}
	for name, text := range d.Fields {
		texts[name] = text
	}
	filled := false
	for k := range t.parts {
		p := &t.parts[k]
		root := rootOf(p.name)
		if root == "" || root == "styles" {
			continue
		}
		changed, some, err := b.fill(p.data, texts, d, root == "document")
		if err != nil {
			return nil, err
		}
		p.data, filled = changed, filled || some
	}
	if !filled {
		return nil, language.Errorf("the letterhead has no placeholder, such as {{title}} or {{minutes}}: there is nowhere to put the document")
	}
	if b.err != nil {
		return nil, b.err
	}
	if err := t.addImages(b); err != nil {
		return nil, err
	}
	return pack(t.parts)
}

// paragraph is one of a part, with the pieces of its text.
type paragraph struct {
	from, to int // of the whole element
	pieces   []piece
	inner    bool // it stands in a text box within another
}

// piece is the text of a w:t element: where its content stands, and what it says.
type piece struct {
	from, to int
	said     string
}

func (p *paragraph) text() string {
	var b strings.Builder
	for _, x := range p.pieces {
		b.WriteString(x.said)
	}
	return b.String()
}

// scan finds the paragraphs of a part that has been checked.
func scan(data []byte) ([]paragraph, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	var done, stack []paragraph
	inText := false
	for {
		at := int(d.InputOffset())
		token, err := d.RawToken()
		if err == io.EOF {
			return done, nil
		}
		if err != nil {
			return nil, err
		}
		switch x := token.(type) {
		case xml.StartElement:
			switch {
			case x.Name.Space == "w" && x.Name.Local == "p":
				stack = append(stack, paragraph{from: at, inner: len(stack) > 0})
			case x.Name.Space == "w" && x.Name.Local == "t" && len(stack) > 0:
				inText = true
				top := &stack[len(stack)-1]
				top.pieces = append(top.pieces, piece{from: int(d.InputOffset()), to: int(d.InputOffset())})
			}
		case xml.CharData:
			if inText {
				top := &stack[len(stack)-1]
				last := &top.pieces[len(top.pieces)-1]
				last.to, last.said = int(d.InputOffset()), last.said+string(x)
			}
		case xml.EndElement:
			switch {
			case x.Name.Space == "w" && x.Name.Local == "t":
				inText = false
			case x.Name.Space == "w" && x.Name.Local == "p" && len(stack) > 0:
				top := stack[len(stack)-1]
				top.to = int(d.InputOffset())
				stack = stack[:len(stack)-1]
				done = append(done, top)
			}
		}
	}
}

// edit replaces what stands between two places.
type edit struct {
	from, to int
	by       string
}

// fill replaces the placeholders of a part. Sections may stand where whole says so.
func (b *body) fill(data []byte, texts map[string]string, d *report.Document, whole bool) (out []byte, some bool, err error) {
	paragraphs, err := scan(data)
	if err != nil {
		return nil, false, err
	}
	var edits []edit
	for k := range paragraphs {
		p := &paragraphs[k]
		text := p.text()
		found := placeholder.FindAllStringSubmatchIndex(text, -1)
		if found == nil {
			continue
		}
		some = true
		if alone := placeholder.FindString(strings.TrimSpace(text)); len(found) == 1 && alone == strings.TrimSpace(text) {
			name := strings.ToLower(text[found[0][2]:found[0][3]])
			if _, isText := texts[name]; !isText && whole && !p.inner {
				xml, err := b.filling(name, d)
				if err != nil {
					return nil, false, err
				}
				edits = append(edits, edit{p.from, p.to, xml})
				continue
			}
		}
		more, err := replaced(p, text, found, texts)
		if err != nil {
			return nil, false, err
		}
		edits = append(edits, more...)
	}
	slices.SortFunc(edits, func(x, y edit) int { return x.from - y.from })
	at := 0
	for _, e := range edits {
		out = append(append(out, data[at:e.from]...), e.by...)
		at = e.to
	}
	return append(out, data[at:]...), some, nil
}

// filling are the sections that a placeholder stands for.
func (b *body) filling(name string, d *report.Document) (string, error) {
	b.Reset()
	if name == AllSections {
		for k := range d.Sections {
			b.section(&d.Sections[k])
		}
	} else if s := d.Section(name); s != nil {
		section := *s
		section.Page = false
		b.section(&section)
	} else {
		return "", unknown(name, d)
	}
	b.para("", "", "") // a cell of a table must end so
	text := b.String()
	b.Reset()
	return text, nil
}

func unknown(name string, d *report.Document) error {
	if slices.Contains(report.Keys(), name) {
		return language.Errorf("the letterhead asks for {{%s}}, and the document has no such section: name it with --sections", name)
	}
	known := []string{"title", "kind", "date"}
	for _, k := range []string{"number", "place", "body", "chair", "secretary"} {
		if _, ok := d.Fields[k]; ok {
			known = append(known, k)
		}
	}
	return language.Errorf("the letterhead has the placeholder {{%s}}, which is not known; there are %s, %s and %s, sections in a paragraph of their own", name, strings.Join(known, ", "), strings.Join(report.Keys(), ", "), AllSections)
}

// replaced puts texts in the place of placeholders: the text into the piece in which one begins, what of it stands in others goes.
func replaced(p *paragraph, text string, found [][]int, texts map[string]string) ([]edit, error) {
	said := make([]string, len(p.pieces))
	start := 0
	type span struct {
		from, to int
		by       string
	}
	var spans []span
	for _, f := range found {
		name := strings.ToLower(text[f[2]:f[3]])
		by, ok := texts[name]
		if !ok {
			if slices.Contains(report.Keys(), name) || name == AllSections {
				return nil, language.Errorf("the letterhead has {{%s}} among other text, in a text box or at the edge of the page: give it a paragraph of its own", name)
			}
			return nil, unknown(name, &report.Document{})
		}
		spans = append(spans, span{f[0], f[1], by})
	}
	var edits []edit
	for k, x := range p.pieces {
		end := start + len(x.said)
		var b strings.Builder
		at := start
		touched := false
		for _, s := range spans {
			if s.to <= start || s.from >= end {
				continue
			}
			touched = true
			b.WriteString(text[at:max(at, min(s.from, end))])
			if s.from >= start {
				b.WriteString(s.by)
			}
			at = min(s.to, end)
		}
		b.WriteString(text[at:end])
		if said[k] = b.String(); touched {
			edits = append(edits, edit{x.from, x.to, escape(said[k])})
		}
		start = end
	}
	return edits, nil
}

var (
	styleElement = regexp.MustCompile(`(?s)<w:style\s[^>]*>.*?</w:style>`)
	styleID      = regexp.MustCompile(`w:styleId="([^"]*)"`)
	styleName    = regexp.MustCompile(`<w:name\s+w:val="([^"]*)"`)
)

// addStyles adds the looks that the letterhead does not have, and returns the identifiers by names. A look it has stays the office's own.
func (t *letterhead) addStyles() (map[string]string, error) {
	p := t.part("word/styles.xml")
	ids, taken, normal := map[string]string{}, map[string]bool{}, ""
	for _, s := range styleElement.FindAllString(string(p.data), -1) {
		id, name := styleID.FindStringSubmatch(s), styleName.FindStringSubmatch(s)
		if id == nil {
			continue
		}
		taken[strings.ToLower(id[1])] = true
		head, _, _ := strings.Cut(s, ">")
		if !strings.Contains(head, `w:type="paragraph"`) {
			continue
		}
		if name != nil {
			ids[name[1]] = id[1]
		}
		if strings.Contains(head, `w:default="1"`) {
			normal = id[1]
		}
	}
	var more strings.Builder
	for _, s := range looks {
		if _, there := ids[s.name]; there {
			continue
		}
		for n := 1; taken[strings.ToLower(s.id)]; n++ {
			s.id = "Veche" + s.id + strconv.Itoa(n)
		}
		s.based, s.next = normal, ""
		taken[strings.ToLower(s.id)], ids[s.name] = true, s.id
		more.WriteString(s.xml())
	}
	at := bytes.LastIndex(p.data, []byte("</w:styles>"))
	if at < 0 {
		return nil, language.Errorf("the letterhead cannot be read: %v. Open it in Word or LibreOffice and save it as a Word document (.docx)", errors.New("word/styles.xml"))
	}
	p.data = slices.Concat(p.data[:at], []byte(more.String()), p.data[at:])
	return ids, nil
}

// addImages adds the drawings, their relationships and their type.
func (t *letterhead) addImages(b *body) error {
	if len(b.media) == 0 {
		return nil
	}
	for _, m := range b.media {
		if t.part(m.name) != nil {
			return language.Errorf("the letterhead was filled before: take the office's own")
		}
	}
	t.parts = append(t.parts, b.media...)
	const name = "word/_rels/document.xml.rels"
	rels := t.part(name)
	if rels == nil {
		t.parts = append(t.parts, part{name, []byte(xmlHead + `<Relationships xmlns="` + packageRelations + `"></Relationships>`)})
		rels = &t.parts[len(t.parts)-1]
	}
	if at := bytes.LastIndex(rels.data, []byte("</Relationships>")); at >= 0 {
		rels.data = slices.Concat(rels.data[:at], []byte(b.relations()), rels.data[at:])
	}
	types := t.part("[Content_Types].xml")
	if at := bytes.Index(types.data, []byte("<Override")); at >= 0 && !bytes.Contains(bytes.ToLower(types.data), []byte(`extension="png"`)) {
		types.data = slices.Concat(types.data[:at], []byte(`<Default Extension="png" ContentType="image/png"/>`), types.data[at:])
	}
	return nil
}

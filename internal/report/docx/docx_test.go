package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/language"
	"veche/internal/report"
)

// hostile are names as somebody may have typed or planted them.
var hostile = []string{"<script>alert(1)</script>", "]]>", "=cmd|' /C calc'!A0", "a\u202eb", "x\x01y & \"z\"", strings.Repeat("длинное", 43)}

func sample() *report.Document {
	t := &report.Table{Note: "The list"}
	t.Add("Rank", true)
	t.Add("Technology", false)
	for k, name := range hostile {
		t.Row(report.Count(k+1), report.Text(name))
	}
	return &report.Document{Title: hostile[0], Kind: "Minutes", Language: language.Russian, Date: "28 ноября 2026 г.", Version: "test", Fields: map[string]string{"number": "5 & 6"},
		Sections: []report.Section{{Key: report.KeyMinutes, Title: "Протокол", Page: true, Blocks: []report.Block{report.Paragraph{Text: "Lead", Tone: report.Lead}, report.Heading{Text: "Повестка"},
			report.List{Ordered: true, Items: []report.Item{{Text: "one"}, {Name: "two", Text: "of it"}}}, report.Facts{{Name: "Place", Blank: true}, {Blank: true}, {Name: "Gone"}}, t,
			report.PageBreak{}, report.Signatures{{Role: "Председатель", Name: "Иванов"}, {Role: "Секретарь"}}}}}}
}

// unpacked are the parts of a package, each well-formed XML.
func unpacked(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(content)
		if strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels") {
			d := xml.NewDecoder(bytes.NewReader(content))
			for {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", f.Name, err)
				}
			}
		}
	}
	return parts
}

// said is the text of a document.
func said(document string) string {
	var b strings.Builder
	d := xml.NewDecoder(strings.NewReader(document))
	for {
		token, err := d.Token()
		if err != nil {
			return b.String()
		}
		if x, ok := token.(xml.CharData); ok {
			b.Write(x)
			b.WriteByte('\n')
		}
	}
}

func TestWrite(t *testing.T) {
	data, err := Write(sample())
	if err != nil {
		t.Fatal(err)
	}
	again, _ := Write(sample())
	if !bytes.Equal(data, again) {
		t.Error("the same document gives other bytes")
	}
	document := unpacked(t, data)["word/document.xml"]
	text := said(document)
	for _, name := range []string{hostile[0], hostile[1], hostile[2], "ab", "xy & \"z\"", hostile[5], strings.Repeat("_", 72), "Иванов"} {
		if !strings.Contains(text, name) {
			t.Errorf("%q is not in the text", name)
		}
	}
	if strings.Contains(document, "<script") || strings.Contains(text, "\u202e") || strings.Contains(text, "Gone") {
		t.Error("a name is markup, or turns the text round; or a fact that nobody knows is shown")
	}
	for _, want := range []string{`<w:pStyle w:val="Heading1"/>`, `<w:pStyle w:val="Heading2"/>`, `<w:tblHeader/>`, `<w:pageBreakBefore/>`, `<w:br w:type="page"/>`, `<w:keepNext/>`} {
		if !strings.Contains(document, want) {
			t.Errorf("no %s", want)
		}
	}
	if rows, whole := strings.Count(document, "<w:tr>"), strings.Count(document, "<w:cantSplit/>"); rows != whole {
		t.Errorf("%d rows, %d of them are not cut", rows, whole)
	}
}

// letter makes a letterhead of our own writing whose body is given.
func letter(t testing.TB, body string) []byte {
	t.Helper()
	data, err := Write(&report.Document{Title: "x"})
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var parts []part
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, _ := io.ReadAll(r)
		if f.Name == "word/document.xml" {
			content = []byte(xmlHead + `<w:document ` + spaces + `><w:body>` + body + `<w:sectPr/></w:body></w:document>`)
		}
		parts = append(parts, part{f.Name, content})
	}
	out, err := pack(parts)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestFill(t *testing.T) {
	head := `<w:p><w:r><w:t>No {{num</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>ber</w:t></w:r><w:r><w:t>}} of {{ Date }}</w:t></w:r></w:p>`
	data, err := Fill(letter(t, head+`<w:p><w:r><w:t>{{minutes}}</w:t></w:r></w:p><w:p><w:r><w:t>stays</w:t></w:r></w:p>`), sample())
	if err != nil {
		t.Fatal(err)
	}
	document := unpacked(t, data)["word/document.xml"]
	joined := strings.ReplaceAll(said(document), "\n", "")
	for _, want := range []string{"No 5 & 6 of 28 ноября 2026 г.", "Протокол", "Повестка", "stays", hostile[0]} {
		if !strings.Contains(joined, want) {
			t.Errorf("%q is not in %q", want, joined)
		}
	}
	if strings.Contains(joined, "{{") || strings.Contains(document, "<script") {
		t.Error("a placeholder stays, or a name is markup")
	}
	for body, want := range map[string]string{
		`<w:p><w:r><w:t>{{minuts}}</w:t></w:r></w:p>`:      "not known",
		`<w:p><w:r><w:t>see {{minutes}}</w:t></w:r></w:p>`: "paragraph of its own",
		`<w:p><w:r><w:t>{{firmness}}</w:t></w:r></w:p>`:    "no such section",
		`<w:p/>`: "no placeholder",
	} {
		if _, err := Fill(letter(t, body), sample()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", body, err)
		}
	}
	if _, err := Fill([]byte("PK"), sample()); err == nil {
		t.Error("a letterhead that is none is filled")
	}
}

func FuzzFill(f *testing.F) {
	f.Add(letter(f, `<w:p><w:r><w:t>{{title}} {{da</w:t></w:r><w:r><w:t>te}}</w:t></w:r></w:p><w:p><w:r><w:t>{{minutes}}</w:t></w:r></w:p>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if out, err := Fill(data, sample()); err == nil {
			unpacked(t, out)
		}
	})
}

// Word's text opens in LibreOffice and in python3-docx, with its headings and its table.
func TestOpensElsewhere(t *testing.T) {
	ci.Long(t, "that LibreOffice and python3-docx open the minutes")
	ci.Need(t, "soffice")
	data, err := Write(sample())
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "minutes.docx")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	const script = `import docx, sys
d = docx.Document(sys.argv[1])
print([p.text for p in d.paragraphs if p.style.name == 'Heading 1'], len(d.tables), d.core_properties.title)`
	out, err := exec.Command("/usr/bin/python3", "-c", script, path).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "['Протокол'] 2 <script>") {
		t.Errorf("python3-docx: %v %s", err, out)
	}
	if out, err := exec.Command("soffice", "-env:UserInstallation=file://"+folder+"/profile", "--headless", "--convert-to", "pdf", "--outdir", folder, path).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	if pdf, err := os.ReadFile(filepath.Join(folder, "minutes.pdf")); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Errorf("LibreOffice made no PDF: %v", err)
	}
}

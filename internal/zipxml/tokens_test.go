package zipxml

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// events writes the tokens of a document one a line, adjacent texts as one.
// White space in attributes is written as spaces, which encoding/xml leaves.
type events struct {
	lines  []string
	inText bool
}

func (e *events) add(kind, text string) {
	if kind == "text" && e.inText {
		e.lines[len(e.lines)-1] += text
		return
	}
	if e.inText = kind == "text"; !e.inText || text != "" {
		e.lines = append(e.lines, kind+" "+text)
	} else {
		e.inText = false
	}
}

func (e *events) start(space, local string, attrs []string) {
	e.add("start", strings.NewReplacer("\n", " ", "\t", " ", "\r", " ").Replace("{"+space+"}"+local+" "+strings.Join(attrs, "|"))) // a namespace is an attribute's value too
}

func ourEvents(doc io.Reader) ([]string, error) {
	lim := DefaultLimits()
	p := new(Part)
	p.reset("p", doc, &lim, nil)
	p.spend, p.Credit = func(int) bool { return true }, func() {}
	var e events
	for {
		t, err := p.Next()
		if err == io.EOF {
			return e.lines, nil
		}
		if err != nil {
			return nil, err
		}
		switch t {
		case StartTag:
			var attrs []string
			for _, a := range p.El.Attrs {
				attrs = append(attrs, "{"+a.Space+"}"+string(a.Local)+"="+string(a.Value))
			}
			e.start(p.El.Space, string(p.El.Local), attrs)
		case EndTag:
			e.add("end", "")
		case CharData:
			e.add("text", string(p.Data))
		}
	}
}

func standardEvents(doc string) ([]string, error) {
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(doc, "\uFEFF")))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	var e events
	for depth := 0; ; {
		t, err := d.Token()
		if err == io.EOF {
			return e.lines, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
			var attrs []string
			for _, a := range t.Attr {
				if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
					a.Name.Space = nsXMLNS
				}
				attrs = append(attrs, "{"+a.Name.Space+"}"+a.Name.Local+"="+a.Value)
			}
			e.start(t.Name.Space, t.Name.Local, attrs)
		case xml.EndElement:
			depth--
			e.add("end", "")
		case xml.CharData:
			if depth > 0 {
				e.add("text", string(t))
			}
		}
	}
}

// sameTokens fails unless the document is refused or gives the tokens that
// encoding/xml gives. It reports whether the document was read.
func sameTokens(t *testing.T, doc string) bool {
	t.Helper()
	got, err := ourEvents(strings.NewReader(doc))
	slow, slowErr := ourEvents(iotest.OneByteReader(strings.NewReader(doc)))
	if (err == nil) != (slowErr == nil) || err != nil && err.Error() != slowErr.Error() || !slices.Equal(got, slow) {
		t.Fatalf("%q gives %q, %v, byte by byte %q, %v", doc, got, err, slow, slowErr)
	}
	if err != nil {
		return false
	}
	want, err := standardEvents(doc)
	if err != nil {
		t.Fatalf("%q gives %q, but encoding/xml %v", doc, got, err)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%q gives\n%q, encoding/xml\n%q", doc, got, want)
	}
	return true
}

var documents = []string{
	`<a/>`,
	"\uFEFF" + `<?xml version="1.0" encoding='utf-8' standalone="yes"?>` + "\r\n<a b='1' c = \"2\"\n/>\n<!-- x -->",
	`<?xml version='1.0'?><?pi x?><a>b&amp;&lt;&gt;&apos;&quot;&#65;&#x1F600;<![CDATA[<&>]]]]>c<!-- - -->d<?p?></a>`,
	"<a>\r\n\r\r\n&#13;&#10;\t</a>",
	"<a b='\r\n\t&#10;&#9;\"'/>",
	`<a xmlns="u"><b xmlns="v"><c/><d xmlns=""><e/></d><c/></b><b/></a>`,
	`<x:a xmlns:x="u" xmlns="v"><b x:c="1" c="2"/><x:b xmlns:x="w" x:c=""><x:d/></x:b><x:e/></x:a>`,
	`<a xmlns:x="u" xml:space="preserve"> <x:b xmlns:y="v" y:c="1" x:c="1"/> </a>`,
	`<a><b></b ><b
/></a>`,
	`<a.b-c_1 d.e-f_1=""/>`,
	"<a/>\n \r\n",
	"<a>ж\u00a0€😀\uFFFD\u0080]] ]>></a>",
}

func TestTokens(t *testing.T) {
	for _, doc := range documents {
		if !sameTokens(t, doc) {
			_, err := ourEvents(strings.NewReader(doc))
			t.Errorf("%q gives %v", doc, err)
		}
	}
	// Long constructs reach over the ends of the buffer.
	for _, n := range []int{bufferSize - 10, bufferSize, 2*bufferSize + 1, 1 << 20} {
		for _, s := range []string{"a", "ж", "&amp;", "\r\n", "]"} {
			long := strings.Repeat(s, n/len(s))
			for _, doc := range []string{"<a>" + long + "</a>", "<a b='" + long[:len(long)-len(s)*20] + "'/>", "<a><!--" + long[:len(long)-len(s)*20] + "--><b/></a>", "<a><![CDATA[" + long + "]]></a>"} {
				ours, err := ourEvents(strings.NewReader(doc))
				if err != nil {
					t.Fatalf("%d of %q: %v", n, s, err)
				}
				want, err := standardEvents(doc)
				if err != nil || !slices.Equal(ours, want) {
					t.Fatalf("%d of %q: not as encoding/xml, %v", n, s, err)
				}
			}
		}
	}
}

// FuzzTokens compares the tokenizer with encoding/xml: an error, or the same
// tokens.
func FuzzTokens(f *testing.F) {
	for _, doc := range documents {
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc string) { sameTokens(t, doc) })
}

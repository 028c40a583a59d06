package xlsx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// The main namespace, transitional and strict (ISO/IEC 29500).
const (
	nsMain       = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsMainStrict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
	nsRel        = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsRelStrict  = "http://purl.oclc.org/ooxml/officeDocument/relationships"
	nsCompat     = "http://schemas.openxmlformats.org/markup-compatibility/2006"
)

func isMain(n xml.Name) bool { return n.Space == nsMain || n.Space == nsMainStrict }

// part is one XML part being read: a decoder that gives only what matters and
// fails at whatever is not a well-formed document within the limits.
type part struct {
	name  string
	close func() error
	spend func(nodes int) bool // counts against the limit; false beyond it
	dec   *xml.Decoder
	lim   *Limits
	depth int
	root  bool              // the root element was seen
	seen  map[xml.Name]bool // the attributes of one element
	buf   []byte            // for a text that is used at once
}

func newPart(name string, src io.Reader, lim *Limits) *part {
	p := &part{name: name, lim: lim}
	p.dec = xml.NewDecoder(newGuard(src, lim))
	p.dec.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		switch strings.ToLower(label) {
		case "utf8", "us-ascii", "ascii":
			return in, nil // what is not UTF-8 in it, the decoder reports
		}
		return nil, p.damage("the encoding %q is not supported, only UTF-8", shown(label))
	}
	return p
}

func (p *part) damage(format string, args ...any) error {
	return damagef(p.name, format, args...)
}

// next returns the next StartElement, EndElement or CharData, or io.EOF at the
// end of a complete document. A CharData is valid until the next call. The
// text outside the root element is checked and not returned.
func (p *part) next() (xml.Token, error) {
	for {
		tok, err := p.dec.Token()
		if err != nil {
			return nil, p.failure(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if !p.spend(2 + len(t.Attr)) {
				return nil, p.tooMany()
			}
			if p.depth == 0 && p.root {
				return nil, p.damage("a second root element <%s>", shown(t.Name.Local))
			}
			p.root = true
			if p.depth++; p.depth > p.lim.Depth {
				return nil, p.damage("elements are nested deeper than %d", p.lim.Depth)
			}
			if err := p.distinct(t.Attr); err != nil {
				return nil, err
			}
		case xml.EndElement:
			p.depth--
		case xml.CharData:
			if p.depth == 0 {
				if !p.root {
					t = bytes.TrimPrefix(t, []byte("\uFEFF"))
				}
				if !isSpace(t) {
					return nil, p.damage("text outside the root element")
				}
				continue
			}
		case xml.Directive:
			return nil, p.damage("%v", errDirective)
		default:
			if !p.spend(1) { // a comment or processing instruction
				return nil, p.tooMany()
			}
			continue
		}
		return tok, nil
	}
}

func (p *part) tooMany() error {
	return p.damage("the file has too many XML elements for its size")
}

// failure turns an error of the decoder into a DamageError, or passes io.EOF
// when it is the proper end.
func (p *part) failure(err error) error {
	if err == io.EOF {
		if p.root {
			return io.EOF
		}
		return p.damage("the part is empty")
	}
	var known *DamageError
	if errors.As(err, &known) {
		return known
	}
	d := damagef(p.name, "")
	d.cause = err
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"):
		d.Reason = "the part ends too early"
	case errors.As(err, &syntax):
		d.Reason = "not well-formed XML: " + shorten(syntax.Msg, 200)
	default:
		d.Reason = unpackReason(err)
	}
	return d
}

// distinct fails when an attribute is given twice, which the decoder lets pass.
func (p *part) distinct(attrs []xml.Attr) error {
	if len(attrs) > p.lim.Attrs {
		return p.damage("an element has more than %d attributes", p.lim.Attrs)
	}
	if len(attrs) > 32 {
		if p.seen == nil {
			p.seen = make(map[xml.Name]bool)
		}
		clear(p.seen)
		for i := range attrs {
			if p.seen[attrs[i].Name] {
				return p.damage("attribute %q is given twice", shown(attrs[i].Name.Local))
			}
			p.seen[attrs[i].Name] = true
		}
		return nil
	}
	for i := range attrs {
		for j := range i {
			if attrs[i].Name == attrs[j].Name {
				return p.damage("attribute %q is given twice", shown(attrs[i].Name.Local))
			}
		}
	}
	return nil
}

// document reads a whole part whose root must be the named element of the main
// namespace (or, where space is not empty, of that one), calling each for
// every child of the root. The part is read to its end, so that its checksum is
// verified.
func (p *part) document(root, space string, each func(xml.StartElement) error) error {
	tok, err := p.next()
	if err != nil {
		return err
	}
	el, _ := tok.(xml.StartElement) // nothing else comes before the root
	if el.Name.Local != root || space == "" && !isMain(el.Name) || space != "" && el.Name.Space != space {
		return p.damage("the root element is <%s> of %q, not <%s>", shown(el.Name.Local), shown(el.Name.Space), root)
	}
	if err := p.children(each); err != nil {
		return err
	}
	tok, err = p.next()
	if err == io.EOF {
		return nil
	}
	if err == nil {
		return p.damage("unexpected %T after the root element", tok)
	}
	return err
}

// children calls each for every child of the element just entered and returns
// after its end tag. The function must read the child to its end, by children,
// text or skip. Text between the children must be white space.
func (p *part) children(each func(xml.StartElement) error) error {
	for {
		tok, err := p.next()
		if err != nil {
			return p.early(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if err := each(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		case xml.CharData:
			if !isSpace(t) {
				return p.damage("unexpected text %q", shown(string(t[:min(len(t), 240)])))
			}
		}
	}
}

// text appends the text of the element just entered to dst and returns after
// its end tag. It fails at a child element and beyond Limits.Text.
func (p *part) text(dst []byte) ([]byte, error) {
	for {
		tok, err := p.next()
		if err != nil {
			return dst, p.early(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			return dst, p.damage("unexpected element <%s> in text", shown(t.Name.Local))
		case xml.EndElement:
			return dst, nil
		case xml.CharData:
			if len(dst)+len(t) > p.lim.Text {
				return dst, p.damage("a text is longer than %d bytes", p.lim.Text)
			}
			dst = append(dst, t...)
		}
	}
}

// skip reads on to the end of the element just entered.
func (p *part) skip() error {
	for outer := p.depth - 1; p.depth > outer; {
		if _, err := p.next(); err != nil {
			return p.early(err)
		}
	}
	return nil
}

// early makes an end of file inside an element an error. The strict decoder
// reports it itself; this keeps the promise should it ever not.
func (p *part) early(err error) error {
	if err == io.EOF {
		return p.damage("the part ends too early")
	}
	return err
}

func isSpace(b []byte) bool {
	for _, c := range b {
		if c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}

// attr returns the value of an attribute without a namespace.
func attr(el xml.StartElement, name string) (string, bool) {
	for i := range el.Attr {
		if el.Attr[i].Name.Local == name && el.Attr[i].Name.Space == "" {
			return el.Attr[i].Value, true
		}
	}
	return "", false
}

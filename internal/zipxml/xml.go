package zipxml

import (
	"bytes"
	"errors"
	"io"
	"strings"
)

const (
	nsXML   = "http://www.w3.org/XML/1998/namespace"
	nsXMLNS = "http://www.w3.org/2000/xmlns/"
)

// Token is what [Part.Next] has read.
type Token uint8

const (
	StartTag Token = iota // see Part.El
	EndTag
	CharData // see Part.Data
)

// Element is a start tag. It is valid until the next token is read.
type Element struct {
	Space string // the namespace
	NS    uint8  // its number among those that the reader knows, from 1; 0 for another one
	Local []byte
	Attrs []Attribute
}

// Attribute is one of an element.
type Attribute struct {
	Space        string // "" without a prefix
	NS           uint8  // as of an element
	Local, Value []byte
}

// Is reports an element of a namespace and its name in it.
func (el *Element) Is(ns uint8, name string) bool { return el.NS == ns && string(el.Local) == name }

// Raw returns the value of an attribute without a namespace.
func (el *Element) Raw(name string) ([]byte, bool) {
	for i := range el.Attrs {
		if a := &el.Attrs[i]; string(a.Local) == name && a.Space == "" {
			return a.Value, true
		}
	}
	return nil, false
}

// In returns the value of an attribute of a known namespace, given by its number.
func (el *Element) In(ns uint8, name string) ([]byte, bool) {
	for i := range el.Attrs {
		if a := &el.Attrs[i]; a.NS == ns && string(a.Local) == name {
			return a.Value, true
		}
	}
	return nil, false
}

// Attr is Raw as a string.
func (el *Element) Attr(name string) (string, bool) {
	v, ok := el.Raw(name)
	return string(v), ok
}

const (
	maxBindings = 100 // namespace declarations in force at once
	maxName     = 255 // the bytes of a name, and of a namespace
)

// Part is one XML part being read: a parser that gives only what matters and
// fails at whatever is not a well-formed document within the limits, with its
// namespaces declared. Of XML 1.0 with namespaces it refuses every <!
// declaration: a part has no use for a DOCTYPE, and entities are the classic
// attack. White space in attributes is normalised; entities are the five of XML.
type Part struct {
	scanner
	Name   string
	close  func() error
	spend  func(nodes int) bool // counts against the limit; false beyond it
	Credit func()               // for a cell
	Lim    *Limits
	spaces []string // the namespaces that the reader knows

	El   Element // of the last startTag
	Data []byte  // of the last CharData, until the next call

	begun   bool      // something was read
	root    bool      // the root element was seen
	single  bool      // the last start tag ended with />: its end comes next
	open    []byte    // the names of the open elements
	starts  []int     // where each of them starts
	bound   []binding // the innermost last
	base    int       // how many of bound there are up to the default namespace; 0 without one
	sorted  []Attribute
	Scratch []byte // for a text that is used at once
}

// reset begins a part, keeping the memory of the one before.
func (p *Part) reset(name string, src io.Reader, lim *Limits, spaces []string) {
	*p = Part{scanner: p.scanner, Name: name, Lim: lim, spaces: spaces, El: Element{Attrs: p.El.Attrs[:0]}, open: p.open[:0], starts: p.starts[:0], bound: p.bound[:0], Scratch: p.Scratch[:0]}
	p.scanner.reset(src)
}

func (p *Part) Damage(format string, args ...any) error {
	return Damagef(p.Name, format, args...)
}

func (p *Part) syntax(what string, args ...any) error { return p.malformed(Wrongf(what, args...)) }

func (p *Part) malformed(wrong Wrong) error { return p.Damage("not well-formed XML: %s", wrong) }

func (p *Part) tooMany() error {
	return p.Damage("the file has too many XML elements for its size")
}

// Next returns the next token, or io.EOF at the end of a complete document. The
// text outside the root element is checked and not returned.
func (p *Part) Next() (Token, error) {
	if p.single {
		p.single = false
		p.leave()
		return EndTag, nil
	}
	if !p.begun {
		if err := p.begin(); err != nil {
			return 0, err
		}
	}
	for {
		if p.r == p.w && !p.more() {
			return 0, p.ended()
		}
		if p.buf[p.r] != '<' {
			if ok, err := p.readText(); ok || err != nil {
				return CharData, err
			}
			continue
		}
		for p.w-p.r < 2 {
			if !p.more() {
				return 0, p.ended()
			}
		}
		switch p.buf[p.r+1] {
		case '/':
			return EndTag, p.readEnd()
		case '?':
			if err := p.readInstruction(); err != nil {
				return 0, err
			}
		case '!':
			if ok, err := p.readBang(); ok || err != nil {
				return CharData, err
			}
		default:
			return StartTag, p.readStart()
		}
	}
}

// ended says why there is no more input: io.EOF is returned at the end of a
// complete document only.
func (p *Part) ended() error {
	if p.err != io.EOF {
		var known *DamageError
		if errors.As(p.err, &known) {
			return known.of(p.Name)
		}
		d := unpackReason(p.err).Damage(p.Name)
		d.cause = p.err
		return d
	}
	switch {
	case len(p.starts) > 0 || p.r < p.w:
		return p.Damage("the part ends too early")
	case !p.root:
		return p.Damage("the part is empty")
	}
	return io.EOF
}

// begin takes what may stand only at the very start: a byte order mark and the
// XML declaration.
func (p *Part) begin() error {
	p.begun = true
	for p.w < len("\uFEFF<?xml ") && p.more() {
	}
	b := p.buf[:p.w]
	if bytes.HasPrefix(b, []byte("\xFF\xFE")) || bytes.HasPrefix(b, []byte("\xFE\xFF")) {
		return p.Damage("the encoding UTF-16 is not supported, only UTF-8")
	}
	if bytes.HasPrefix(b, []byte("\uFEFF")) {
		p.r = len("\uFEFF")
		b = b[p.r:]
	}
	if !bytes.HasPrefix(b, []byte("<?xml")) || len(b) > 5 && classes[b[5]]&isName != 0 {
		return nil
	}
	b, err := p.upTo("?>", p.Lim.Tag, "tag")
	if err != nil {
		return err
	}
	if err := p.readAttrs(b[len("<?xml"):]); err != nil {
		return err
	}
	for i, a := range p.El.Attrs {
		switch name, value := string(a.Local), string(a.Value); {
		case (name == "version") != (i == 0) || name == "encoding" && i != 1:
			return p.syntax("invalid XML declaration")
		case name == "version" && value != "1.0":
			return p.syntax("unsupported version %s", Shown(value))
		case name == "encoding":
			switch strings.ToLower(value) {
			case "utf-8", "utf8", "us-ascii", "ascii": // what is not UTF-8 in it will be noticed
			default:
				return p.Damage("the encoding %q is not supported, only UTF-8", Shown(value))
			}
		case name == "version":
		case name != "standalone" || value != "yes" && value != "no" || i != len(p.El.Attrs)-1:
			return p.syntax("invalid XML declaration")
		}
	}
	if len(p.El.Attrs) == 0 {
		return p.syntax("invalid XML declaration")
	}
	return nil
}

// upTo reads the construct at hand up to its end mark, which is left off.
func (p *Part) upTo(mark string, limit int, what string) ([]byte, error) {
	skip := 2 // the mark of <!--> is not whole
	if what == "comment" {
		skip, what = len("<!--"), "tag"
	}
	for from := skip; ; {
		b := p.buf[p.r:p.w]
		if len(b) > from {
			if i := bytes.Index(b[from:], []byte(mark)); i >= 0 {
				end := from + i
				if end+len(mark) > limit {
					return nil, p.tooLong(what, limit)
				}
				p.r += end + len(mark)
				return b[:end], nil
			}
			from = max(skip, len(b)-len(mark)+1)
		}
		if len(b) > limit {
			return nil, p.tooLong(what, limit)
		}
		if !p.more() {
			return nil, p.ended()
		}
	}
}

func (p *Part) tooLong(what string, limit int) error {
	return p.Damage("an XML %s is longer than %d bytes", what, limit)
}

// readText reads up to the next tag. It reports whether there is text within
// the root element.
func (p *Part) readText() (bool, error) {
	for from := 0; ; {
		b := p.buf[p.r:p.w]
		i := bytes.IndexByte(b[from:], '<')
		if i < 0 {
			if from = len(b); from <= p.Lim.Run && p.more() {
				continue
			}
			b = p.buf[p.r:p.w] // more has moved it
		} else {
			from, b = from+i, b[:from+i]
		}
		if from > p.Lim.Run {
			return false, p.tooLong("text", p.Lim.Run)
		}
		if i < 0 && p.err != io.EOF {
			return false, p.ended()
		}
		p.r += from
		if len(p.starts) == 0 {
			if !IsSpace(b) {
				if _, wrong := decode(b, inText); wrong.Text != "" {
					return false, p.malformed(wrong)
				}
				return false, p.Damage("text outside the root element")
			}
			return false, nil
		}
		var wrong Wrong
		if p.Data, wrong = decode(b, inText); wrong.Text != "" {
			return false, p.malformed(wrong)
		}
		return true, nil
	}
}

// readInstruction passes over a processing instruction.
func (p *Part) readInstruction() error {
	b, err := p.upTo("?>", p.Lim.Tag, "tag")
	if err != nil {
		return err
	}
	if !p.spend(2) {
		return p.tooMany()
	}
	i := nameEnd(b, len("<?"))
	target := string(b[len("<?"):i])
	switch {
	case target == "":
		return p.syntax("expected target name after <?")
	case strings.EqualFold(target, "xml"):
		return p.syntax("an XML declaration that is not at the start")
	case i < len(b) && spaceEnd(b, i) == i || strings.Contains(target, ":"):
		return p.syntax("invalid processing instruction %s", Shown(target))
	}
	if _, wrong := decode(b, inCDATA); wrong.Text != "" {
		return p.malformed(wrong)
	}
	return nil
}

// readBang reads a comment or a CDATA section. It reports whether it was the
// latter.
func (p *Part) readBang() (bool, error) {
	const comment, cdata = "<!--", "<![CDATA["
	for p.w-p.r < len(cdata) && p.more() {
	}
	b := p.buf[p.r:p.w]
	if !p.spend(2) {
		return false, p.tooMany()
	}
	switch {
	case bytes.HasPrefix(b, []byte(comment)):
		b, err := p.upTo("--", p.Lim.Tag, "comment")
		if err != nil {
			return false, err
		}
		if _, wrong := decode(b[len(comment):], inCDATA); wrong.Text != "" {
			return false, p.malformed(wrong)
		}
		if p.r == p.w && !p.more() {
			return false, p.Damage("the part ends too early")
		}
		if p.buf[p.r] != '>' {
			return false, p.syntax(`invalid sequence "--" not allowed in comments`)
		}
		p.r++
		return false, nil
	case bytes.HasPrefix(b, []byte(cdata)):
		if len(p.starts) == 0 {
			return false, p.Damage("text outside the root element")
		}
		b, err := p.upTo("]]>", p.Lim.Run+len(cdata)+len("]]>"), "text")
		if err != nil {
			return false, err
		}
		var wrong Wrong
		if p.Data, wrong = decode(b[len(cdata):], inCDATA); wrong.Text != "" {
			return false, p.malformed(wrong)
		}
		return true, nil
	case len(b) < len(cdata) && (strings.HasPrefix(comment, string(b)) || strings.HasPrefix(cdata, string(b))):
		return false, p.ended()
	}
	return false, p.Damage("a DOCTYPE or other <! declaration is not allowed")
}

// tag reads the tag at hand, without its brackets.
func (p *Part) tag() ([]byte, error) {
	for {
		b := p.buf[p.r:p.w]
		end := tagEnd(b)
		if end >= p.Lim.Tag || end < 0 && len(b) > p.Lim.Tag {
			return nil, p.Damage("an XML tag or attribute is longer than %d bytes", p.Lim.Tag)
		}
		if end >= 0 {
			p.r += end + 1
			return b[1:end], nil
		}
		if !p.more() {
			return nil, p.ended()
		}
	}
}

func (p *Part) readEnd() error {
	if len(p.starts) == 0 {
		return p.syntax("unexpected end tag")
	}
	name := p.open[p.starts[len(p.starts)-1]:]
	// The hot path: </name>.
	if n := len(name) + 3; p.w-p.r >= n && p.buf[p.r+n-1] == '>' && bytes.Equal(p.buf[p.r+2:p.r+n-1], name) {
		p.r += n
		p.leave()
		return nil
	}
	t, err := p.tag()
	if err != nil {
		return err
	}
	i := nameEnd(t, 1)
	if !bytes.Equal(t[1:i], name) || spaceEnd(t, i) != len(t) {
		return p.syntax("element <%s> closed by <%s>", Shown(string(name)), Shown(string(t)))
	}
	p.leave()
	return nil
}

// leave closes the innermost element.
func (p *Part) leave() {
	depth := len(p.starts)
	p.open = p.open[:p.starts[depth-1]]
	p.starts = p.starts[:depth-1]
	for n := len(p.bound); n > 0 && p.bound[n-1].depth == depth; n-- {
		if b := &p.bound[n-1]; b.prefix == "" {
			p.base = b.outer
		}
		p.bound = p.bound[:n-1]
	}
}

func (p *Part) readStart() error {
	t, err := p.tag()
	if err != nil {
		return err
	}
	if n := len(t); n > 0 && t[n-1] == '/' {
		p.single = true
		t = t[:n-1]
	}
	i := nameEnd(t, 0)
	if i == 0 {
		return p.syntax("expected element name after <")
	}
	name := t[:i]
	if i > maxName {
		return p.tooLong("name", maxName)
	}
	if len(p.starts) == 0 && p.root {
		return p.Damage("a second root element <%s>", Shown(string(name)))
	}
	p.root = true
	if len(p.starts) == p.Lim.Depth {
		return p.Damage("elements are nested deeper than %d", p.Lim.Depth)
	}
	p.starts = append(p.starts, len(p.open))
	p.open = append(p.open, name...)
	if err := p.readAttrs(t[i:]); err != nil {
		return err
	}
	// Many attributes cost more than their number: they are compared with each
	// other.
	if n := len(p.El.Attrs); !p.spend(2 + n + n*n/32) {
		return p.tooMany()
	}
	return p.resolve(name)
}

// readAttrs reads the attributes of a tag into p.el, their names as they are.
func (p *Part) readAttrs(t []byte) error {
	attrs := p.El.Attrs[:0]
	for i := 0; ; {
		j := spaceEnd(t, i)
		if j == len(t) {
			p.El.Attrs = attrs
			return nil
		}
		k := nameEnd(t, j)
		if j == i || k == j {
			return p.syntax("expected attribute name in element")
		}
		name := t[j:k]
		if k = spaceEnd(t, k); k == len(t) || t[k] != '=' {
			return p.syntax("attribute name without = in element")
		}
		if k = spaceEnd(t, k+1); k == len(t) || t[k] != '"' && t[k] != '\'' {
			return p.syntax("unquoted or missing attribute value in element")
		}
		n := bytes.IndexByte(t[k+1:], t[k])
		if n < 0 {
			return p.syntax("unquoted or missing attribute value in element")
		}
		value, wrong := decode(t[k+1:k+1+n], inAttr)
		if wrong.Text != "" {
			return p.malformed(wrong)
		}
		if len(attrs) == p.Lim.Attrs {
			return p.Damage("an element has more than %d attributes", p.Lim.Attrs)
		}
		attrs = append(attrs, Attribute{Local: name, Value: value})
		i = k + n + 2
	}
}

package xlsx

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"
)

// The main namespace, transitional and strict (ISO/IEC 29500).
const (
	nsMain       = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsMainStrict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
	nsRel        = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsRelStrict  = "http://purl.oclc.org/ooxml/officeDocument/relationships"
	nsCompat     = "http://schemas.openxmlformats.org/markup-compatibility/2006"
	nsXML        = "http://www.w3.org/XML/1998/namespace"
	nsXMLNS      = "http://www.w3.org/2000/xmlns/"
)

// token is what part.next has read.
type token uint8

const (
	startTag token = iota // see part.el
	endTag
	charData // see part.data
)

// element is a start tag. It is valid until the next token is read.
type element struct {
	space string // the namespace
	main  bool   // the main one
	local []byte
	attrs []attribute
}

type attribute struct {
	space        string // "" without a prefix
	local, value []byte
}

// is reports an element of the main namespace.
func (el *element) is(name string) bool { return el.main && string(el.local) == name }

// raw returns the value of an attribute without a namespace.
func (el *element) raw(name string) ([]byte, bool) {
	for i := range el.attrs {
		if a := &el.attrs[i]; string(a.local) == name && a.space == "" {
			return a.value, true
		}
	}
	return nil, false
}

func (el *element) attr(name string) (string, bool) {
	v, ok := el.raw(name)
	return string(v), ok
}

// binding is a namespace declaration in force.
type binding struct {
	prefix, space string
	main          bool
	depth         int // of the element that declares it
	outer         int // of a default namespace: part.base before
}

const (
	maxBindings = 100 // namespace declarations in force at once
	maxName     = 255 // the bytes of a name, and of a namespace
)

// part is one XML part being read: a parser that gives only what matters and
// fails at whatever is not a well-formed document within the limits, with its
// namespaces declared. Of XML 1.0 with namespaces it refuses every <!
// declaration: a part has no use for a DOCTYPE, and entities are the classic
// attack. White space in attributes is normalised; entities are the five of XML.
type part struct {
	scanner
	name   string
	close  func() error
	spend  func(nodes int) bool // counts against the limit; false beyond it
	credit func()               // for a cell
	lim    *Limits

	el   element // of the last startTag
	data []byte  // of the last charData, until the next call

	begun   bool      // something was read
	root    bool      // the root element was seen
	single  bool      // the last start tag ended with />: its end comes next
	open    []byte    // the names of the open elements
	starts  []int     // where each of them starts
	bound   []binding // the innermost last
	base    int       // how many of bound there are up to the default namespace; 0 without one
	sorted  []attribute
	scratch []byte // for a text that is used at once
}

// reset begins a part, keeping the memory of the one before.
func (p *part) reset(name string, src io.Reader, lim *Limits) {
	*p = part{scanner: p.scanner, name: name, lim: lim, el: element{attrs: p.el.attrs[:0]}, open: p.open[:0], starts: p.starts[:0], bound: p.bound[:0], scratch: p.scratch[:0]}
	p.scanner.reset(src)
}

func (p *part) damage(format string, args ...any) error {
	return damagef(p.name, format, args...)
}

func (p *part) syntax(what string) error {
	return p.damage("not well-formed XML: %s", what)
}

func (p *part) tooMany() error {
	return p.damage("the file has too many XML elements for its size")
}

// next returns the next token, or io.EOF at the end of a complete document. The
// text outside the root element is checked and not returned.
func (p *part) next() (token, error) {
	if p.single {
		p.single = false
		p.leave()
		return endTag, nil
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
				return charData, err
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
			return endTag, p.readEnd()
		case '?':
			if err := p.readInstruction(); err != nil {
				return 0, err
			}
		case '!':
			if ok, err := p.readBang(); ok || err != nil {
				return charData, err
			}
		default:
			return startTag, p.readStart()
		}
	}
}

// ended says why there is no more input: io.EOF is returned at the end of a
// complete document only.
func (p *part) ended() error {
	if p.err != io.EOF {
		var known *DamageError
		if errors.As(p.err, &known) {
			return known
		}
		d := damagef(p.name, "%s", unpackReason(p.err))
		d.cause = p.err
		return d
	}
	switch {
	case len(p.starts) > 0 || p.r < p.w:
		return p.damage("the part ends too early")
	case !p.root:
		return p.damage("the part is empty")
	}
	return io.EOF
}

// begin takes what may stand only at the very start: a byte order mark and the
// XML declaration.
func (p *part) begin() error {
	p.begun = true
	for p.w < len("\uFEFF<?xml ") && p.more() {
	}
	b := p.buf[:p.w]
	if bytes.HasPrefix(b, []byte("\xFF\xFE")) || bytes.HasPrefix(b, []byte("\xFE\xFF")) {
		return p.damage("the encoding UTF-16 is not supported, only UTF-8")
	}
	if bytes.HasPrefix(b, []byte("\uFEFF")) {
		p.r = len("\uFEFF")
		b = b[p.r:]
	}
	if !bytes.HasPrefix(b, []byte("<?xml")) || len(b) > 5 && classes[b[5]]&isName != 0 {
		return nil
	}
	b, err := p.upTo("?>", p.lim.Tag, "tag")
	if err != nil {
		return err
	}
	if err := p.readAttrs(b[len("<?xml"):]); err != nil {
		return err
	}
	for i, a := range p.el.attrs {
		switch name, value := string(a.local), string(a.value); {
		case (name == "version") != (i == 0) || name == "encoding" && i != 1:
			return p.syntax("invalid XML declaration")
		case name == "version" && value != "1.0":
			return p.syntax("unsupported version " + shown(value))
		case name == "encoding":
			switch strings.ToLower(value) {
			case "utf-8", "utf8", "us-ascii", "ascii": // what is not UTF-8 in it will be noticed
			default:
				return p.damage("the encoding %q is not supported, only UTF-8", shown(value))
			}
		case name == "version":
		case name != "standalone" || value != "yes" && value != "no" || i != len(p.el.attrs)-1:
			return p.syntax("invalid XML declaration")
		}
	}
	if len(p.el.attrs) == 0 {
		return p.syntax("invalid XML declaration")
	}
	return nil
}

// upTo reads the construct at hand up to its end mark, which is left off.
func (p *part) upTo(mark string, limit int, what string) ([]byte, error) {
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

func (p *part) tooLong(what string, limit int) error {
	return p.damage("an XML %s is longer than %d bytes", what, limit)
}

// readText reads up to the next tag. It reports whether there is text within
// the root element.
func (p *part) readText() (bool, error) {
	for from := 0; ; {
		b := p.buf[p.r:p.w]
		i := bytes.IndexByte(b[from:], '<')
		if i < 0 {
			if from = len(b); from <= p.lim.Run && p.more() {
				continue
			}
			b = p.buf[p.r:p.w] // more has moved it
		} else {
			from, b = from+i, b[:from+i]
		}
		if from > p.lim.Run {
			return false, p.tooLong("text", p.lim.Run)
		}
		if i < 0 && p.err != io.EOF {
			return false, p.ended()
		}
		p.r += from
		if len(p.starts) == 0 {
			if !isSpace(b) {
				if _, wrong := decode(b, inText); wrong != "" {
					return false, p.syntax(wrong)
				}
				return false, p.damage("text outside the root element")
			}
			return false, nil
		}
		var wrong string
		if p.data, wrong = decode(b, inText); wrong != "" {
			return false, p.syntax(wrong)
		}
		return true, nil
	}
}

// readInstruction passes over a processing instruction.
func (p *part) readInstruction() error {
	b, err := p.upTo("?>", p.lim.Tag, "tag")
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
		return p.syntax("invalid processing instruction " + shown(target))
	}
	if _, wrong := decode(b, inCDATA); wrong != "" {
		return p.syntax(wrong)
	}
	return nil
}

// readBang reads a comment or a CDATA section. It reports whether it was the
// latter.
func (p *part) readBang() (bool, error) {
	const comment, cdata = "<!--", "<![CDATA["
	for p.w-p.r < len(cdata) && p.more() {
	}
	b := p.buf[p.r:p.w]
	if !p.spend(2) {
		return false, p.tooMany()
	}
	switch {
	case bytes.HasPrefix(b, []byte(comment)):
		b, err := p.upTo("--", p.lim.Tag, "comment")
		if err != nil {
			return false, err
		}
		if _, wrong := decode(b[len(comment):], inCDATA); wrong != "" {
			return false, p.syntax(wrong)
		}
		if p.r == p.w && !p.more() {
			return false, p.damage("the part ends too early")
		}
		if p.buf[p.r] != '>' {
			return false, p.syntax(`invalid sequence "--" not allowed in comments`)
		}
		p.r++
		return false, nil
	case bytes.HasPrefix(b, []byte(cdata)):
		if len(p.starts) == 0 {
			return false, p.damage("text outside the root element")
		}
		b, err := p.upTo("]]>", p.lim.Run+len(cdata)+len("]]>"), "text")
		if err != nil {
			return false, err
		}
		var wrong string
		if p.data, wrong = decode(b[len(cdata):], inCDATA); wrong != "" {
			return false, p.syntax(wrong)
		}
		return true, nil
	case len(b) < len(cdata) && (strings.HasPrefix(comment, string(b)) || strings.HasPrefix(cdata, string(b))):
		return false, p.ended()
	}
	return false, p.damage("a DOCTYPE or other <! declaration is not allowed")
}

// tag reads the tag at hand, without its brackets.
func (p *part) tag() ([]byte, error) {
	for {
		b := p.buf[p.r:p.w]
		end := tagEnd(b)
		if end >= p.lim.Tag || end < 0 && len(b) > p.lim.Tag {
			return nil, p.tooLong("tag or attribute", p.lim.Tag)
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

func (p *part) readEnd() error {
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
		return p.syntax("element <" + shown(string(name)) + "> closed by <" + shown(string(t)) + ">")
	}
	p.leave()
	return nil
}

// leave closes the innermost element.
func (p *part) leave() {
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

func (p *part) readStart() error {
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
		return p.damage("a second root element <%s>", shown(string(name)))
	}
	p.root = true
	if len(p.starts) == p.lim.Depth {
		return p.damage("elements are nested deeper than %d", p.lim.Depth)
	}
	p.starts = append(p.starts, len(p.open))
	p.open = append(p.open, name...)
	if err := p.readAttrs(t[i:]); err != nil {
		return err
	}
	// Many attributes cost more than their number: they are compared with each
	// other.
	if n := len(p.el.attrs); !p.spend(2 + n + n*n/32) {
		return p.tooMany()
	}
	return p.resolve(name)
}

// readAttrs reads the attributes of a tag into p.el, their names as they are.
func (p *part) readAttrs(t []byte) error {
	attrs := p.el.attrs[:0]
	for i := 0; ; {
		j := spaceEnd(t, i)
		if j == len(t) {
			p.el.attrs = attrs
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
		if wrong != "" {
			return p.syntax(wrong)
		}
		if len(attrs) == p.lim.Attrs {
			return p.damage("an element has more than %d attributes", p.lim.Attrs)
		}
		attrs = append(attrs, attribute{local: name, value: value})
		i = k + n + 2
	}
}

// resolve finds the namespaces of the element just read and of its attributes.
func (p *part) resolve(name []byte) error {
	el := &p.el
	for i := range el.attrs {
		if a := &el.attrs[i]; bytes.HasPrefix(a.local, []byte("xmlns")) {
			if err := p.declare(a); err != nil {
				return err
			}
		}
	}
	prefix, local, err := p.split(name)
	if err != nil {
		return err
	}
	el.local, el.space, el.main = local, "", false
	if b, err := p.lookup(prefix); err != nil {
		return err
	} else if b != nil {
		el.space, el.main = b.space, b.main
	}
	for i := range el.attrs {
		a := &el.attrs[i]
		if a.space != "" || bytes.IndexByte(a.local, ':') < 0 {
			continue
		}
		if prefix, a.local, err = p.split(a.local); err != nil {
			return err
		}
		b, err := p.lookup(prefix)
		if err != nil {
			return err
		}
		a.space = b.space
	}
	return p.distinct(el.attrs)
}

// split cuts a name into its prefix and the rest.
func (p *part) split(name []byte) (prefix, local []byte, err error) {
	i := bytes.IndexByte(name, ':')
	if i < 0 {
		return nil, name, nil
	}
	prefix, local = name[:i], name[i+1:]
	if nameEnd(local, 0) != len(local) || len(local) == 0 || bytes.IndexByte(local, ':') >= 0 {
		return nil, nil, p.syntax("invalid name " + shown(string(name)))
	}
	return prefix, local, nil
}

// declare takes a namespace declaration, if the attribute is one.
func (p *part) declare(a *attribute) error {
	prefix := ""
	if len(a.local) > len("xmlns") {
		if a.local[len("xmlns")] != ':' {
			return nil
		}
		_, local, err := p.split(a.local)
		if err != nil {
			return err
		}
		prefix = string(local)
		a.local = local
	}
	if a.space = nsXMLNS; len(a.value) > maxName {
		return p.tooLong("namespace", maxName)
	}
	b := binding{prefix: prefix, depth: len(p.starts)}
	switch string(a.value) {
	case nsMain:
		b.space, b.main = nsMain, true
	case nsMainStrict:
		b.space, b.main = nsMainStrict, true
	default:
		b.space = string(a.value)
	}
	if (prefix == "xml") != (b.space == nsXML) || prefix == "xmlns" || b.space == nsXMLNS || prefix != "" && b.space == "" {
		return p.syntax("invalid namespace declaration of " + shown(string(a.local)))
	}
	if len(p.bound) == maxBindings {
		return p.damage("more than %d namespace declarations are in force", maxBindings)
	}
	if prefix == "" {
		b.outer, p.base = p.base, len(p.bound)+1
	}
	p.bound = append(p.bound, b)
	return nil
}

var xmlBinding = binding{prefix: "xml", space: nsXML}

// lookup returns what a prefix is bound to; nil for no prefix where there is no
// default namespace.
func (p *part) lookup(prefix []byte) (*binding, error) {
	if len(prefix) == 0 {
		if p.base == 0 {
			return nil, nil
		}
		return &p.bound[p.base-1], nil
	}
	for i := len(p.bound) - 1; i >= 0; i-- {
		if p.bound[i].prefix == string(prefix) {
			if !p.spend((len(p.bound) - i) / 8) {
				return nil, p.tooMany()
			}
			return &p.bound[i], nil
		}
	}
	if string(prefix) == "xml" {
		return &xmlBinding, nil
	}
	return nil, p.syntax("undeclared namespace prefix " + shown(string(prefix)))
}

// distinct fails when an attribute is given twice.
func (p *part) distinct(attrs []attribute) error {
	twice := func(a *attribute) error {
		return p.damage("attribute %q is given twice", shown(string(a.local)))
	}
	if len(attrs) > 16 {
		p.sorted = append(p.sorted[:0], attrs...)
		slices.SortFunc(p.sorted, func(a, b attribute) int {
			return cmp.Or(bytes.Compare(a.local, b.local), strings.Compare(a.space, b.space))
		})
		for i := range p.sorted[1:] {
			if a, b := &p.sorted[i], &p.sorted[i+1]; bytes.Equal(a.local, b.local) && a.space == b.space {
				return twice(a)
			}
		}
		return nil
	}
	for i := range attrs {
		for j := range i {
			if a, b := &attrs[i], &attrs[j]; bytes.Equal(a.local, b.local) && a.space == b.space {
				return twice(a)
			}
		}
	}
	return nil
}

// document reads a whole part whose root must be the named element of the main
// namespace (or, where space is not empty, of that one), calling each for
// every child of the root. The part is read to its end, so that its checksum is
// verified.
func (p *part) document(root, space string, each func(*element) error) error {
	return p.rooted(root, space, func(*element) error { return nil }, each)
}

// rooted is document with a look at the root element first.
func (p *part) rooted(root, space string, first, each func(*element) error) error {
	if _, err := p.next(); err != nil { // nothing but a start tag comes before the root
		return err
	}
	if el := &p.el; string(el.local) != root || space == "" && !el.main || space != "" && el.space != space {
		return p.damage("the root element is <%s> of %q, not <%s>", shown(string(el.local)), shown(el.space), root)
	}
	if err := first(&p.el); err != nil {
		return err
	}
	if err := p.children(each); err != nil {
		return err
	}
	t, err := p.next()
	if err == io.EOF {
		return nil
	}
	if err == nil {
		return p.damage("unexpected token %d after the root element", t)
	}
	return err
}

// children calls each for every child of the element just entered and returns
// after its end tag. The function must read the child to its end, by children,
// child, text or skip. Text between the children must be white space.
func (p *part) children(each func(*element) error) error {
	for {
		more, err := p.child()
		if err != nil || !more {
			return err
		}
		if err := each(&p.el); err != nil {
			return err
		}
	}
}

// child enters the next child of an element, or returns false after the end tag
// of that element. Text before the child must be white space.
func (p *part) child() (bool, error) {
	for {
		t, err := p.next()
		switch {
		case err != nil:
			return false, err
		case t == startTag:
			return true, nil
		case t == endTag:
			return false, nil
		case !isSpace(p.data):
			return false, p.damage("unexpected text %q", shown(string(p.data[:min(len(p.data), 240)])))
		}
	}
}

// text appends the text of the element just entered to dst and returns after
// its end tag. It fails at a child element and beyond Limits.Text.
func (p *part) text(dst []byte) ([]byte, error) {
	for {
		t, err := p.next()
		switch {
		case err != nil:
			return dst, err
		case t == startTag:
			return dst, p.damage("unexpected element <%s> in text", shown(string(p.el.local)))
		case t == endTag:
			return dst, nil
		case len(dst)+len(p.data) > p.lim.Text:
			return dst, p.damage("a text is longer than %d bytes", p.lim.Text)
		}
		dst = append(dst, p.data...)
	}
}

// skip reads on to the end of the element just entered.
func (p *part) skip() error {
	for depth := 1; depth > 0; {
		switch t, err := p.next(); {
		case err != nil:
			return err
		case t == startTag:
			depth++
		case t == endTag:
			depth--
		}
	}
	return nil
}

func isSpace(b []byte) bool { return spaceEnd(b, 0) == len(b) }

func trimSpace(b []byte) []byte {
	b = b[spaceEnd(b, 0):]
	for n := len(b); n > 0 && isSpace(b[n-1:]); n-- {
		b = b[:n-1]
	}
	return b
}

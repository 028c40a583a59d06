package zipxml

import "io"

// Document reads a whole part whose root must be the named element of one of the
// known namespaces (or, where space is not empty, of that one), calling each for
// every child of the root. The part is read to its end, so that its checksum is
// verified.
func (p *Part) Document(root, space string, each func(*Element) error) error {
	return p.Rooted(root, space, func(*Element) error { return nil }, each)
}

// Rooted is document with a look at the root element first.
func (p *Part) Rooted(root, space string, first, each func(*Element) error) error {
	if _, err := p.Next(); err != nil { // nothing but a start tag comes before the root
		return err
	}
	if el := &p.El; string(el.Local) != root || space == "" && el.NS == 0 || space != "" && el.Space != space {
		return p.Damage("the root element is <%s> of %q, not <%s>", Shown(string(el.Local)), Shown(el.Space), root)
	}
	if err := first(&p.El); err != nil {
		return err
	}
	if err := p.Children(each); err != nil {
		return err
	}
	t, err := p.Next()
	if err == io.EOF {
		return nil
	}
	if err == nil {
		return p.Damage("unexpected token %d after the root element", t)
	}
	return err
}

// Children calls each for every child of the element just entered and returns
// after its end tag. The function must read the child to its end, by children,
// child, text or skip. Text between the children must be white space.
func (p *Part) Children(each func(*Element) error) error {
	for {
		more, err := p.Child()
		if err != nil || !more {
			return err
		}
		if err := each(&p.El); err != nil {
			return err
		}
	}
}

// Child enters the next child of an element, or returns false after the end tag
// of that element. Text before the child must be white space.
func (p *Part) Child() (bool, error) {
	for {
		t, err := p.Next()
		switch {
		case err != nil:
			return false, err
		case t == StartTag:
			return true, nil
		case t == EndTag:
			return false, nil
		case !IsSpace(p.Data):
			return false, p.Damage("unexpected text %q", Shown(string(p.Data[:min(len(p.Data), 240)])))
		}
	}
}

// Text appends the text of the element just entered to dst and returns after
// its end tag. It fails at a child element and beyond Limits.Text.
func (p *Part) Text(dst []byte) ([]byte, error) {
	for {
		t, err := p.Next()
		switch {
		case err != nil:
			return dst, err
		case t == StartTag:
			return dst, p.Damage("unexpected element <%s> in text", Shown(string(p.El.Local)))
		case t == EndTag:
			return dst, nil
		case len(dst)+len(p.Data) > p.Lim.Text:
			return dst, p.Damage("a text is longer than %d bytes", p.Lim.Text)
		}
		dst = append(dst, p.Data...)
	}
}

// Skip reads on to the end of the element just entered.
func (p *Part) Skip() error {
	for depth := 1; depth > 0; {
		switch t, err := p.Next(); {
		case err != nil:
			return err
		case t == StartTag:
			depth++
		case t == EndTag:
			depth--
		}
	}
	return nil
}

func IsSpace(b []byte) bool { return spaceEnd(b, 0) == len(b) }

func TrimSpace(b []byte) []byte {
	b = b[spaceEnd(b, 0):]
	for n := len(b); n > 0 && IsSpace(b[n-1:]); n-- {
		b = b[:n-1]
	}
	return b
}

// Stray refuses an element that has no place where it stands. To skip it would
// be to lose what it holds.
func (p *Part) Stray(el *Element) error {
	return p.Damage("unexpected element <%s>", Shown(string(el.Local)))
}

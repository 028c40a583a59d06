package zipxml

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// resolve finds the namespaces of the element just read and of its attributes.
func (p *Part) resolve(name []byte) error {
	el := &p.El
	for i := range el.Attrs {
		if a := &el.Attrs[i]; bytes.HasPrefix(a.Local, []byte("xmlns")) {
			if err := p.declare(a); err != nil {
				return err
			}
		}
	}
	prefix, local, err := p.split(name)
	if err != nil {
		return err
	}
	el.Local, el.Space, el.NS = local, "", 0
	if b, err := p.lookup(prefix); err != nil {
		return err
	} else if b != nil {
		el.Space, el.NS = b.space, b.ns
	}
	for i := range el.Attrs {
		a := &el.Attrs[i]
		if a.Space != "" || bytes.IndexByte(a.Local, ':') < 0 {
			continue
		}
		if prefix, a.Local, err = p.split(a.Local); err != nil {
			return err
		}
		b, err := p.lookup(prefix)
		if err != nil {
			return err
		}
		a.Space, a.NS = b.space, b.ns
	}
	return p.distinct(el.Attrs)
}

// split cuts a name into its prefix and the rest.
func (p *Part) split(name []byte) (prefix, local []byte, err error) {
	i := bytes.IndexByte(name, ':')
	if i < 0 {
		return nil, name, nil
	}
	prefix, local = name[:i], name[i+1:]
	if nameEnd(local, 0) != len(local) || len(local) == 0 || bytes.IndexByte(local, ':') >= 0 {
		return nil, nil, p.syntax("invalid name %s", Shown(string(name)))
	}
	return prefix, local, nil
}

// declare takes a namespace declaration, if the attribute is one.
func (p *Part) declare(a *Attribute) error {
	prefix := ""
	if len(a.Local) > len("xmlns") {
		if a.Local[len("xmlns")] != ':' {
			return nil
		}
		_, local, err := p.split(a.Local)
		if err != nil {
			return err
		}
		prefix = string(local)
		a.Local = local
	}
	if a.Space = nsXMLNS; len(a.Value) > maxName {
		return p.tooLong("namespace", maxName)
	}
	b := binding{prefix: prefix, depth: len(p.starts)}
	if k := slices.Index(p.spaces, string(a.Value)); k >= 0 {
		b.space, b.ns = p.spaces[k], uint8(k+1)
	} else {
		b.space = string(a.Value)
	}
	if (prefix == "xml") != (b.space == nsXML) || prefix == "xmlns" || b.space == nsXMLNS || prefix != "" && b.space == "" {
		return p.syntax("invalid namespace declaration of %s", Shown(string(a.Local)))
	}
	if len(p.bound) == maxBindings {
		return p.Damage("more than %d namespace declarations are in force", maxBindings)
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
func (p *Part) lookup(prefix []byte) (*binding, error) {
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
	return nil, p.syntax("undeclared namespace prefix %s", Shown(string(prefix)))
}

// distinct fails when an attribute is given twice.
func (p *Part) distinct(attrs []Attribute) error {
	twice := func(a *Attribute) error {
		return p.Damage("attribute %q is given twice", Shown(string(a.Local)))
	}
	if len(attrs) > 16 {
		p.sorted = append(p.sorted[:0], attrs...)
		slices.SortFunc(p.sorted, func(a, b Attribute) int {
			return cmp.Or(bytes.Compare(a.Local, b.Local), strings.Compare(a.Space, b.Space))
		})
		for i := range p.sorted[1:] {
			if a, b := &p.sorted[i], &p.sorted[i+1]; bytes.Equal(a.Local, b.Local) && a.Space == b.Space {
				return twice(a)
			}
		}
		return nil
	}
	for i := range attrs {
		for j := range i {
			if a, b := &attrs[i], &attrs[j]; bytes.Equal(a.Local, b.Local) && a.Space == b.Space {
				return twice(a)
			}
		}
	}
	return nil
}

// binding is a namespace declaration in force.
type binding struct {
	prefix, space string
	ns            uint8
	depth         int // of the element that declares it
	outer         int // of a default namespace: part.base before
}

package ods

import (
	"bytes"
	"strings"

	"veche/internal/xlsx"
	"veche/internal/zipxml"
)

// styles are those of the file by their names: the common ones, of styles.xml,
// and the automatic ones, of content.xml.
type styles struct {
	named, automatic scope
	fonts            map[styleKey]fontProperties // as far as they were asked for
	n                int
}

// scope holds styles whose names are all different.
type scope struct {
	all     map[styleKey]*namedStyle
	numbers map[string]*numberStyle
}

func newScope() scope {
	return scope{make(map[styleKey]*namedStyle), make(map[string]*numberStyle)}
}

type styleKey struct{ family, name string }

// namedStyle is what a style says itself; the rest is its parent's.
type namedStyle struct {
	scope     *scope
	parent    string
	data      string // the number style
	hasData   bool
	font      fontProperties
	vanishing bool // of a row or column: of no height or width
	invisible bool // of a sheet
}

// fontProperties are those of text that change what it means. Each is given or
// not: what is not is inherited.
type fontProperties struct {
	placed, raised, lowered bool
	lined, struck           bool
}

// over returns the marks of text with these properties inside of text with
// marks m.
func (f fontProperties) over(m xlsx.Marks) xlsx.Marks {
	if f.placed {
		m &^= xlsx.Superscript | xlsx.Subscript
		if f.raised {
			m |= xlsx.Superscript
		}
		if f.lowered {
			m |= xlsx.Subscript
		}
	}
	if f.lined {
		m &^= xlsx.Struck
		if f.struck {
			m |= xlsx.Struck
		}
	}
	return m
}

// look is what a cell's style says of its value.
type look struct {
	numbers *numberStyle // nil for none
	font    xlsx.Marks
}

const maxParents = 50 // a chain of styles is followed no further; it may go round

// chain calls each with a style, its parent and so on, the default style of the
// family last, until it returns false. Parents are common styles.
func (s *styles) chain(family, name string, each func(*namedStyle) bool) {
	st := s.automatic.all[styleKey{family, name}]
	for range maxParents {
		if st == nil {
			st = s.named.all[styleKey{family, name}]
		}
		if st == nil {
			break
		}
		if !each(st) {
			return
		}
		name, st = st.parent, nil
	}
	if st := s.named.all[styleKey{family, defaultStyle}]; st != nil {
		each(st)
	}
}

// defaultStyle is what the style is kept by that holds for a family where no
// other does; a name has no such character.
const defaultStyle = "\x00"

// font returns the marks of text of a style within text with marks m.
func (s *styles) font(family, name string, m xlsx.Marks) xlsx.Marks {
	key := styleKey{family, name}
	f, known := s.fonts[key]
	if !known {
		s.chain(family, name, func(st *namedStyle) bool {
			if !f.placed && st.font.placed {
				f.placed, f.raised, f.lowered = true, st.font.raised, st.font.lowered
			}
			if !f.lined && st.font.lined {
				f.lined, f.struck = true, st.font.struck
			}
			return !f.placed || !f.lined
		})
		if len(s.fonts) < maxFonts {
			s.fonts[key] = f
		}
	}
	return f.over(m)
}

// maxFonts bounds what is kept of names, defined or not.
const maxFonts = 10_000

// look returns the number of what a cell's style says.
func (b *Book) look(name string) int {
	l := look{font: b.styles.font("table-cell", name, 0)}
	b.styles.chain("table-cell", name, func(st *namedStyle) bool {
		if st.hasData {
			if l.numbers = st.scope.numbers[st.data]; l.numbers == nil {
				l.numbers = b.styles.named.numbers[st.data]
			}
		}
		return !st.hasData
	})
	k, ok := b.lookOf[l]
	if !ok {
		k = len(b.looks)
		b.looks, b.lookOf[l] = append(b.looks, l), k
	}
	return k
}

// readNamedStyles reads styles.xml. Its automatic styles are those of page
// headers, which are not read.
func (b *Book) readNamedStyles(p *zipxml.Part) error {
	return p.Document("document-styles", spaces[office-1], func(el *zipxml.Element) error {
		if el.Is(office, "styles") {
			return b.readStyles(p, &b.styles.named)
		}
		return p.Skip()
	})
}

// readStyles reads the children of office:styles or office:automatic-styles.
func (b *Book) readStyles(p *zipxml.Part, in *scope) error {
	return p.Children(func(el *zipxml.Element) error {
		switch {
		case el.Is(style, "style"), el.Is(style, "default-style"):
			return b.readStyle(p, el, in)
		case el.NS == number && bytes.HasSuffix(el.Local, []byte("-style")):
			return b.readNumberStyle(p, el, in)
		}
		return p.Skip()
	})
}

// countStyle bounds the styles.
func (b *Book) countStyle(p *zipxml.Part) error {
	if b.styles.n++; b.styles.n > b.lim.Styles {
		return p.Damage("more than %d styles", b.lim.Styles)
	}
	return nil
}

// styleName reads an attribute that names a style. A name is not kept beyond 255
// bytes: styles are compared by it, and by nothing else.
func styleName(el *zipxml.Element, ns uint8, attr string) string {
	v, _ := el.In(ns, attr)
	return string(v[:min(len(v), 255)])
}

func (b *Book) readStyle(p *zipxml.Part, el *zipxml.Element, in *scope) error {
	if err := b.countStyle(p); err != nil {
		return err
	}
	family, name := styleName(el, style, "family"), styleName(el, style, "name")
	if el.Is(style, "default-style") {
		name = defaultStyle
	}
	st := &namedStyle{scope: in, parent: styleName(el, style, "parent-style-name")}
	if _, st.hasData = el.In(style, "data-style-name"); st.hasData {
		st.data = styleName(el, style, "data-style-name")
	}
	err := p.Children(func(el *zipxml.Element) error {
		switch {
		case el.Is(style, "text-properties"):
			st.font = readFont(el)
		case el.Is(style, "table-row-properties"):
			v, ok := el.In(style, "row-height")
			st.vanishing = ok && isNothing(v)
		case el.Is(style, "table-column-properties"):
			v, ok := el.In(style, "column-width")
			st.vanishing = ok && isNothing(v)
		case el.Is(style, "table-properties"):
			v, _ := el.In(table, "display")
			st.invisible = string(v) == "false"
		}
		return p.Skip()
	})
	switch family {
	case "table-cell", "text", "paragraph", "table-row", "table-column", "table":
		in.all[styleKey{family, name}] = st
	}
	return err
}

// readFont reads style:text-properties (OpenDocument 1.2, part 1, 20.384
// style:text-position, 20.367 style:text-line-through-style).
func readFont(el *zipxml.Element) (f fontProperties) {
	if v, ok := el.In(style, "text-position"); ok {
		f.placed = true
		place, _, _ := strings.Cut(strings.TrimSpace(string(v[:min(len(v), 60)])), " ")
		percent, isPercent := zipxml.ParseNumber([]byte(strings.TrimSuffix(place, "%")))
		f.raised = place == "super" || isPercent && percent > 0
		f.lowered = place == "sub" || isPercent && percent < 0
	}
	for _, attr := range [...]string{"text-line-through-style", "text-line-through-type"} {
		if v, ok := el.In(style, attr); ok {
			f.lined, f.struck = true, f.struck || string(v) != "none"
			if string(v) == "none" {
				f.struck = false
				break
			}
		}
	}
	return f
}

// isNothing reports a length of less than a point, such as 0cm.
func isNothing(length []byte) bool {
	n := len(length)
	for n > 0 && (length[n-1] < '0' || length[n-1] > '9') && length[n-1] != '.' {
		n--
	}
	x, ok := zipxml.ParseNumber(length[:min(n, 60)])
	if !ok {
		return false
	}
	points := map[string]float64{"pt": 1, "in": 72, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12, "px": 0.75}
	return x*points[string(length[n:])] < 0.8
}

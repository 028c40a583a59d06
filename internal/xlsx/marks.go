package xlsx

import "veche/internal/zipxml"

// Marks say how the text of a cell is set, as far as that changes what is
// meant: 7 with a raised 1 is no 71, and a struck figure is no longer said.
// Bold, italic, underlined and coloured text is text like any other.
type Marks uint8

const (
	Superscript Marks = 1 << iota
	Subscript
	Struck
)

// richMarks is what the runs of a rich text say about its marks. Runs of white
// space alone say nothing.
type richMarks struct {
	some   Marks  // of the runs with properties of their own: what any of them is
	all    Marks  // what all of them are
	plain  bool   // some run has no properties: it takes the font of its cell
	own    bool   // some run has its own
	marked string // the first run that is raised, lowered or struck by its own properties
	first  string // the first run without properties
}

// add takes a run and its properties.
func (m *richMarks) add(text []byte, own bool, marks Marks) {
	if zipxml.IsSpace(text) {
		return
	}
	if !own {
		if !m.plain {
			m.plain, m.first = true, string(text[:min(len(text), maxMarked)])
		}
		return
	}
	if !m.own {
		m.own, m.all = true, marks
	}
	m.all &= marks
	if m.some == 0 && marks != 0 {
		m.marked = string(text[:min(len(text), maxMarked)])
	}
	m.some |= marks
}

// maxMarked bounds the text that is kept of a marked run.
const maxMarked = 400

// matters reports whether the runs say anything that the cell's font does not.
func (m *richMarks) matters() bool { return m.own }

// mark sets the marks of a cell from its font and, for a rich text, its runs.
func (c *Cell) mark(font Marks, runs *richMarks) {
	switch {
	case runs == nil || !runs.own:
		if font != 0 && c.Kind != Blank {
			c.Marks, c.Whole, c.Marked = font, font, c.Text
		}
	case runs.plain:
		c.Marks, c.Whole = runs.some|font, runs.all&font
		if c.Marked = runs.marked; c.Marked == "" && font != 0 {
			c.Marked = runs.first
		}
	default:
		c.Marks, c.Whole, c.Marked = runs.some, runs.all, runs.marked
	}
}

// fontMarks reads the children of a <font> or <rPr>.
func fontMarks(p *zipxml.Part) (m Marks, err error) {
	err = p.Children(func(el *zipxml.Element) error {
		if el.NS == 0 {
			return p.Skip()
		}
		val, given := el.Attr("val")
		switch string(el.Local) {
		case "vertAlign":
			switch val {
			case "superscript":
				m |= Superscript
			case "subscript":
				m |= Subscript
			}
		case "strike":
			if on, ok := zipxml.ParseBool(val); !given || ok && on {
				m |= Struck
			}
		}
		return p.Skip()
	})
	return m, err
}

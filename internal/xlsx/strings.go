package xlsx

import "encoding/xml"

// stringCost is what a shared string costs beyond its bytes: its header and
// the rounding of its allocation.
const stringCost = 24

// readStrings reads the table of shared strings.
func readStrings(p *part) ([]string, error) {
	var table []string
	var cost int64
	var buf []byte
	err := p.document("sst", "", func(el xml.StartElement) error {
		if !isMain(el.Name) || el.Name.Local != "si" {
			return p.skip()
		}
		var err error
		if buf, err = p.richText(buf[:0]); err != nil {
			return err
		}
		if cost += int64(len(buf)) + stringCost; cost > p.lim.Strings {
			return p.damage("the shared strings take more than %d bytes", p.lim.Strings)
		}
		table = append(table, string(buf))
		return nil
	})
	return table, err
}

// richText appends the clean text of the <si> or <is> just entered: its <t>,
// or the <t> of its runs <r> one after another. The phonetic runs <rPh> of East
// Asian text are reading aids and are left out.
func (p *part) richText(dst []byte) ([]byte, error) {
	add := func() error {
		var err error
		if p.buf, err = p.text(p.buf[:0]); err != nil {
			return err
		}
		if dst = appendClean(dst, p.buf); len(dst) > p.lim.Text {
			return p.damage("a text is longer than %d bytes", p.lim.Text)
		}
		return nil
	}
	err := p.children(func(el xml.StartElement) error {
		switch {
		case !isMain(el.Name):
			return p.foreign(el)
		case el.Name.Local == "t":
			return add()
		case el.Name.Local == "r":
			return p.children(func(el xml.StartElement) error {
				switch {
				case !isMain(el.Name):
					return p.foreign(el)
				case el.Name.Local == "t":
					return add()
				case el.Name.Local == "rPr":
					return p.skip()
				}
				return p.stray(el)
			})
		case el.Name.Local == "rPh" || el.Name.Local == "phoneticPr" || el.Name.Local == "extLst":
			return p.skip()
		}
		return p.stray(el)
	})
	return dst, err
}

// foreign skips an element of an extension's namespace where cells or their
// text are expected. Alternate content is refused: it could hold cells that
// other programs show.
func (p *part) foreign(el xml.StartElement) error {
	if el.Name.Space == nsCompat || el.Name.Space == "" {
		return p.stray(el)
	}
	return p.skip()
}

// stray refuses an element that has no place where it stands. To skip it would
// be to lose what it holds.
func (p *part) stray(el xml.StartElement) error {
	return p.damage("unexpected element <%s>", shown(el.Name.Local))
}

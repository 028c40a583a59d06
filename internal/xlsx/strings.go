package xlsx

import "strings"

// stringCost is what a shared string costs beyond its bytes: its header and
// the rounding of its allocation.
const stringCost = 24

// readStrings reads the table of shared strings.
func readStrings(p *part) ([]string, error) {
	var table []string
	var cost int64
	var buf []byte
	var store packer
	err := p.document("sst", "", func(el *element) error {
		if !el.is("si") {
			return p.skip()
		}
		var err error
		if buf, err = p.richText(buf[:0]); err != nil {
			return err
		}
		if cost += int64(len(buf)) + stringCost; cost > p.lim.Strings {
			return p.damage("the shared strings take more than %d bytes", p.lim.Strings)
		}
		table = append(table, store.pack(buf))
		return nil
	})
	return table, err
}

// packer makes many small strings of few allocations.
type packer struct{ b strings.Builder }

func (k *packer) pack(text []byte) string {
	const block = 16 << 10
	if len(text) > block/8 {
		return string(text)
	}
	if k.b.Cap()-k.b.Len() < len(text) {
		k.b.Reset()
		k.b.Grow(block)
	}
	start := k.b.Len()
	k.b.Write(text)
	return k.b.String()[start:]
}

// richText appends the clean text of the <si> or <is> just entered: its <t>,
// or the <t> of its runs <r> one after another. The phonetic runs <rPh> of East
// Asian text are reading aids and are left out.
func (p *part) richText(dst []byte) ([]byte, error) {
	for inRun := false; ; {
		more, err := p.child()
		if err != nil {
			return dst, err
		}
		el := &p.el
		switch {
		case !more && inRun:
			inRun = false
		case !more:
			return dst, nil
		case !el.main:
			err = p.foreign(el)
		case string(el.local) == "t":
			if p.scratch, err = p.text(p.scratch[:0]); err == nil {
				if dst = appendClean(dst, p.scratch); len(dst) > p.lim.Text {
					err = p.damage("a text is longer than %d bytes", p.lim.Text)
				}
			}
		case string(el.local) == "r" && !inRun:
			inRun = true
		case string(el.local) == "rPr" && inRun:
			err = p.skip()
		case (string(el.local) == "rPh" || string(el.local) == "phoneticPr" || string(el.local) == "extLst") && !inRun:
			err = p.skip()
		default:
			err = p.stray(el)
		}
		if err != nil {
			return dst, err
		}
	}
}

// foreign skips an element of an extension's namespace where cells or their
// text are expected. Alternate content is refused: it could hold cells that
// other programs show.
func (p *part) foreign(el *element) error {
	if el.space == nsCompat || el.space == "" {
		return p.stray(el)
	}
	return p.skip()
}

// stray refuses an element that has no place where it stands. To skip it would
// be to lose what it holds.
func (p *part) stray(el *element) error {
	return p.damage("unexpected element <%s>", shown(string(el.local)))
}

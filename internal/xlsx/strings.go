package xlsx

import (
	"strings"

	"veche/internal/zipxml"
)

// What a shared string costs beyond its bytes: its header and the rounding of
// its allocation; and what is kept of its runs.
const (
	stringCost = 24
	runsCost   = 160
)

// readStrings reads the table of shared strings, and what the runs of rich ones
// say by their index in it.
func readStrings(p *zipxml.Part) ([]string, map[int]*richMarks, error) {
	var table []string
	runs := make(map[int]*richMarks)
	var cost int64
	var buf []byte
	var store packer
	err := p.Document("sst", "", func(el *zipxml.Element) error {
		if !is(el, "si") {
			return p.Skip()
		}
		var err error
		var marks richMarks
		if buf, err = richText(p, buf[:0], &marks); err != nil {
			return err
		}
		if marks.matters() {
			runs[len(table)] = &marks
			cost += runsCost + int64(len(marks.marked)+len(marks.first))
		}
		if cost += int64(len(buf)) + stringCost; cost > p.Lim.Strings {
			return p.Damage("the shared strings take more than %d bytes", p.Lim.Strings)
		}
		table = append(table, store.pack(buf))
		return nil
	})
	return table, runs, err
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
// or the <t> of its runs <r> one after another; and adds to marks what these
// say. The phonetic runs <rPh> of East Asian text are reading aids and are left
// out.
func richText(p *zipxml.Part, dst []byte, marks *richMarks) ([]byte, error) {
	var own bool    // the run at hand has properties
	var ofRun Marks // what they say
	var from int    // where it starts in dst
	for inRun := false; ; {
		more, err := p.Child()
		if err != nil {
			return dst, err
		}
		el := &p.El
		switch {
		case !more && inRun:
			inRun = false
			marks.add(dst[from:], own, ofRun)
		case !more:
			return dst, nil
		case el.NS == 0:
			err = foreign(p, el)
		case string(el.Local) == "t":
			if p.Scratch, err = p.Text(p.Scratch[:0]); err == nil {
				if dst = appendClean(dst, p.Scratch); len(dst) > p.Lim.Text {
					err = p.Damage("a text is longer than %d bytes", p.Lim.Text)
				}
			}
			marks.plain = marks.plain || !inRun
		case string(el.Local) == "r" && !inRun:
			inRun, own, ofRun, from = true, false, 0, len(dst)
		case string(el.Local) == "rPr" && inRun:
			own = true
			ofRun, err = fontMarks(p)
		case (string(el.Local) == "rPh" || string(el.Local) == "phoneticPr" || string(el.Local) == "extLst") && !inRun:
			err = p.Skip()
		default:
			err = p.Stray(el)
		}
		if err != nil {
			return dst, err
		}
	}
}

// foreign skips an element of an extension's namespace where cells or their
// text are expected. Alternate content is refused: it could hold cells that
// other programs show.
func foreign(p *zipxml.Part, el *zipxml.Element) error {
	if el.Space == nsCompat || el.Space == "" {
		return p.Stray(el)
	}
	return p.Skip()
}

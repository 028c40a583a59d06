package xlsx

import "strings"

// What a shared string costs beyond its bytes: its header and the rounding of
// its allocation; and what is kept of its runs.
const (
	stringCost = 24
	runsCost   = 160
)

// readStrings reads the table of shared strings, and what the runs of rich ones
// say by their index in it.
func readStrings(p *part) ([]string, map[int]*richMarks, error) {
	var table []string
	runs := make(map[int]*richMarks)
	var cost int64
	var buf []byte
	var store packer
	err := p.document("sst", "", func(el *element) error {
		if !el.is("si") {
			return p.skip()
		}
		var err error
		var marks richMarks
		if buf, err = p.richText(buf[:0], &marks); err != nil {
			return err
		}
		if marks.matters() {
			runs[len(table)] = &marks
			cost += runsCost + int64(len(marks.marked)+len(marks.first))
		}
		if cost += int64(len(buf)) + stringCost; cost > p.lim.Strings {
			return p.damage("the shared strings take more than %d bytes", p.lim.Strings)
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
func (p *part) richText(dst []byte, marks *richMarks) ([]byte, error) {
	var own bool    // the run at hand has properties
	var ofRun Marks // what they say
	var from int    // where it starts in dst
	for inRun := false; ; {
		more, err := p.child()
		if err != nil {
			return dst, err
		}
		el := &p.el
		switch {
		case !more && inRun:
			inRun = false
			marks.add(dst[from:], own, ofRun)
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
			marks.plain = marks.plain || !inRun
		case string(el.local) == "r" && !inRun:
			inRun, own, ofRun, from = true, false, 0, len(dst)
		case string(el.local) == "rPr" && inRun:
			own = true
			ofRun, err = p.fontMarks()
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

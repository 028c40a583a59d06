package tui

import (
	"fmt"
	"slices"
	"strings"

	"veche/internal/mcda/robust"

	"veche/internal/tui/draw"
)

// weightsPane is the sliders: one criterion a row.
type weightsPane struct {
	*weightsScreen
	size
	offset int // first criterion shown
}

func (p *weightsPane) SetSize(w, h int) {
	p.w, p.h = w, h
	p.reveal()
}

func (p *weightsPane) Rows(w int) (least, good, most int) {
	n := len(p.listed())
	return 2 + min(n, draw.AtLeast(w)), 2 + n, 2 + 2*n
}

// pitch is how many rows a slider takes: two where all fit so.
func (p *weightsPane) pitch() int {
	if p.h >= 2+2*len(p.listed()) {
		return 2
	}
	return 1
}

// visible is how many criteria are on the screen at once.
func (p *weightsPane) visible() int {
	n := len(p.listed())
	if p.pitch() == 2 {
		return n
	}
	return min(max(p.h-2, 1), n)
}

// reveal scrolls so that the cursor is seen.
func (p *weightsPane) reveal() {
	v, at := p.visible(), slices.Index(p.listed(), p.at)
	p.offset = min(max(p.offset, at-v+1), at)
	p.scroll(0)
}

func (p *weightsPane) scroll(by int) {
	p.offset = max(min(p.offset+by, len(p.listed())-p.visible()), 0)
}

// columns are the widths of the name and of the slider, and where the slider begins.
func (p *weightsPane) columns() (name, slider, at int) {
	longest := 0
	for k := range p.nodes {
		longest = max(longest, p.indent(k)+draw.Cells(p.names[k]))
	}
	flexible := p.w - 2 - 1 - 1 - p.weightWidth() - 2 // cursor, gap, gap, per cent, lock
	name = min(longest, max(flexible-10, flexible*11/20))
	slider = min(flexible-name, 40)
	return name, slider, 2 + name + 1
}

// indent is where a node's name begins, after the sign that folds it.
func (p *weightsPane) indent(k int) int {
	if !p.deep() {
		return 0
	}
	return 2 * (p.nodes[k].depth + 1)
}

// under finds the node at a row of the pane, −1 when there is none.
func (p *weightsPane) under(y int) int {
	y--
	pitch := p.pitch()
	k := p.offset + y/pitch
	if y < 0 || y%pitch != 0 || k >= min(p.offset+p.visible(), len(p.listed())) {
		return -1
	}
	return p.listed()[k]
}

// onSlider reports whether a column of the pane is on the sliders.
func (p *weightsPane) onSlider(x int) bool {
	_, w, at := p.columns()
	return x >= at && x < at+w
}

// weightAt is the whole per cent a column of the pane stands for; beyond the ends it goes on at the same rate.
func (p *weightsPane) weightAt(x int) float64 {
	_, w, at := p.columns()
	points := float64(x-at) / float64(max(w-1, 1)) * p.scale * 100
	return min(max(float64(int(points+0.5)), 0), 100) / 100
}

func (p *weightsPane) View() string {
	remark := p.t(textWeightsRemark, p.g.Loaded, p.span("0", p.lang.Percent(p.scale)))
	lines := []string{p.heading(p.focus == inWeights, p.t(textWeights), remark, p.w)}
	nameW, sliderW, _ := p.columns()
	shown, write := p.weightsShown()
	list := p.listed()
	for k := p.offset; k < min(p.offset+p.visible(), len(list)); k++ {
		if k > p.offset && p.pitch() == 2 {
			lines = append(lines, "")
		}
		at := list[k]
		n := &p.nodes[at]
		mark, style := "  ", p.th.Away
		if at == p.at {
			mark = p.g.Cursor + " "
			if p.focus == inWeights {
				style = p.th.Cursor
			}
		}
		points := 0
		for _, c := range n.columns {
			points += shown[c]
		}
		line := style.Render(mark+draw.Left(p.label(at, nameW), nameW, "")) + " " + p.slider(n, sliderW) + " " + style.Render(draw.Right(write(points), p.weightWidth()))
		if p.fixed(n) {
			line += p.th.Locked.Render(" " + p.t(textLockSign))
		}
		lines = append(lines, line)
	}
	if len(lines) < p.h-1 {
		lines = append(lines, "")
	}
	return draw.Pad(append(lines, p.footer()), p.h)
}

// label is a node's name in at most w cells, with the sign that folds it.
func (p *weightsPane) label(k, w int) string {
	in := p.indent(k)
	if in == 0 {
		return p.nodeRoll.label(k, w, p.g.Ellipsis)
	}
	sign := " "
	if p.nodes[k].leaf < 0 {
		if sign = p.g.Open; p.folded[k] {
			sign = p.g.Folded
		}
	}
	return draw.Spaces(in-2) + sign + " " + p.nodeRoll.label(k, w-in, p.g.Ellipsis)
}

// footer says that the weights add up, how the others follow, and which criteria are out of sight.
func (p *weightsPane) footer() string {
	parts := []string{p.t(textSum)}
	if v, n := p.visible(), len(p.listed()); v < n {
		parts = append(parts, p.t(textShown, p.span(fmt.Sprint(p.offset+1), fmt.Sprint(p.offset+v)), n))
	}
	locked := 0
	for _, on := range p.locked {
		if on {
			locked++
		}
	}
	if locked > 0 {
		parts = append(parts, p.t(textLockedCount, locked))
	}
	if p.out.SharingInForce() == robust.Equal {
		parts = append(parts, p.t(textOthersEqual))
	} else {
		parts = append(parts, p.t(textOthersShare))
	}
	line := "  " + parts[0]
	for _, more := range parts[1:] {
		if draw.Cells(line)+3+draw.Cells(more) <= p.w {
			line += "   " + more
		}
	}
	return p.th.Dim.Render(draw.Cut(line, p.w, p.g.Ellipsis))
}

// slider draws a node's weight over w cells, with the place it had when loaded.
func (p *weightsPane) slider(n *node, w int) string {
	at := func(weight float64) int {
		return min(max(int(weight/p.scale*float64(w-1)+0.5), 0), w-1)
	}
	knob, loaded := at(n.total(p.out.Global)), at(n.total(p.loaded.Global))
	fill, track := p.th.Fill, p.th.Track
	if p.fixed(n) {
		fill = p.th.Dim
	}
	var b strings.Builder
	run := func(from, to int, glyph string, style func(...string) string) {
		if to > from {
			b.WriteString(style(strings.Repeat(glyph, to-from)))
		}
	}
	switch {
	case loaded < knob:
		run(0, loaded, p.g.Fill, fill.Render)
		b.WriteString(p.th.Loaded.Render(p.g.Loaded))
		run(loaded+1, knob, p.g.Fill, fill.Render)
	default:
		run(0, knob, p.g.Fill, fill.Render)
	}
	b.WriteString(p.th.Knob.Render(p.g.Knob))
	if loaded > knob {
		run(knob+1, loaded, p.g.Track, track.Render)
		b.WriteString(p.th.Loaded.Render(p.g.Loaded))
		run(loaded+1, w, p.g.Track, track.Render)
	} else {
		run(knob+1, w, p.g.Track, track.Render)
	}
	return b.String()
}

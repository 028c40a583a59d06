package tui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
)

// weightsPanel is the sliders: one criterion a row.
type weightsPanel struct {
	*weightsScreen
	w, h   int
	offset int // first criterion shown
}

func (p *weightsPanel) SetSize(w, h int) {
	p.w, p.h = w, h
	p.reveal()
}

func (p *weightsPanel) rows(w int) heights {
	n := len(p.crit)
	return heights{2 + min(n, atLeast(w)), 2 + n, 2 + 2*n}
}

func (p *weightsPanel) ShortHelp() []key.Binding {
	return []key.Binding{keys.Less, keys.Step, keys.Exact, keys.Lock, keys.Reset}
}
func (p *weightsPanel) FullHelp() [][]key.Binding { return [][]key.Binding{p.ShortHelp()} }

// pitch is how many rows a slider takes: two where all fit so.
func (p *weightsPanel) pitch() int {
	if p.h >= 2+2*len(p.crit) {
		return 2
	}
	return 1
}

// visible is how many criteria are on the screen at once.
func (p *weightsPanel) visible() int {
	if p.pitch() == 2 {
		return len(p.crit)
	}
	return min(max(p.h-2, 1), len(p.crit))
}

// reveal scrolls so that the cursor is seen.
func (p *weightsPanel) reveal() {
	v := p.visible()
	p.offset = min(max(p.offset, p.leaf-v+1), p.leaf)
	p.offset = max(min(p.offset, len(p.crit)-v), 0)
}

func (p *weightsPanel) scroll(by int) { p.offset = max(min(p.offset+by, len(p.crit)-p.visible()), 0) }

// columns are the widths of the name and of the slider, and where the slider begins.
func (p *weightsPanel) columns() (name, slider, at int) {
	longest := 0
	for _, c := range p.crit {
		longest = max(longest, cells(c))
	}
	flexible := p.w - 2 - 1 - 1 - 4 - 2 // cursor, gap, gap, per cent, lock
	name = min(longest, max(flexible-10, flexible*11/20))
	slider = min(flexible-name, 40)
	return name, slider, 2 + name + 1
}

// under finds the criterion at a row of the panel, −1 when there is none.
func (p *weightsPanel) under(y int) int {
	y--
	pitch := p.pitch()
	k := p.offset + y/pitch
	if y < 0 || y%pitch != 0 || k >= min(p.offset+p.visible(), len(p.crit)) {
		return -1
	}
	return k
}

// onSlider reports whether a column of the panel is on the sliders.
func (p *weightsPanel) onSlider(x int) bool {
	_, w, at := p.columns()
	return x >= at && x < at+w
}

// weightAt is the whole per cent a column of the panel stands for; beyond the ends it goes on at the same rate.
func (p *weightsPanel) weightAt(x int) float64 {
	_, w, at := p.columns()
	points := float64(x-at) / float64(max(w-1, 1)) * p.scale * 100
	return min(max(float64(int(points+0.5)), 0), 100) / 100
}

func (p *weightsPanel) View() string {
	remark := p.t(textWeightsRemark, p.g.loaded, p.span("0", percent(p.scale)))
	lines := []string{p.heading(p.focus == inWeights, p.t(textWeights), remark, p.w)}
	nameW, sliderW, _ := p.columns()
	shown := percents(p.out.Global)
	end := min(p.offset+p.visible(), len(p.crit))
	for k := p.offset; k < end; k++ {
		if k > p.offset && p.pitch() == 2 {
			lines = append(lines, "")
		}
		mark, style := "  ", p.th.Away
		if k == p.leaf {
			mark = p.g.cursor + " "
			if p.focus == inWeights {
				style = p.th.Cursor
			}
		}
		line := style.Render(mark+left(p.criterion(k, nameW), nameW, "")) + " " + p.slider(k, sliderW) + " " + style.Render(right(fmt.Sprintf("%d%%", shown[k]), 4))
		if p.locked[k] {
			line += p.th.Locked.Render(" " + p.t(textLockSign))
		}
		lines = append(lines, line)
	}
	if len(lines) < p.h-1 {
		lines = append(lines, "")
	}
	return pad(append(lines, p.footer()), p.h)
}

// footer says that the weights add up, how the others follow, and which criteria are out of sight.
func (p *weightsPanel) footer() string {
	parts := []string{p.t(textSum)}
	if v := p.visible(); v < len(p.crit) {
		parts = append(parts, p.t(textShown, p.span(fmt.Sprint(p.offset+1), fmt.Sprint(p.offset+v)), len(p.crit)))
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
	parts = append(parts, p.t(textOthersShare))
	line := "  " + parts[0]
	for _, more := range parts[1:] {
		if cells(line)+3+cells(more) <= p.w {
			line += "   " + more
		}
	}
	return p.th.Dim.Render(cut(line, p.w, p.g.ellipsis))
}

// slider draws a criterion's weight over w cells, with the place it had when loaded.
func (p *weightsPanel) slider(k, w int) string {
	at := func(weight float64) int {
		return min(max(int(weight/p.scale*float64(w-1)+0.5), 0), w-1)
	}
	knob, loaded := at(p.out.Global[k]), at(p.loaded.Global[k])
	fill, track := p.th.Fill, p.th.Track
	if p.locked[k] {
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
		run(0, loaded, p.g.fill, fill.Render)
		b.WriteString(p.th.Loaded.Render(p.g.loaded))
		run(loaded+1, knob, p.g.fill, fill.Render)
	default:
		run(0, knob, p.g.fill, fill.Render)
	}
	b.WriteString(p.th.Knob.Render(p.g.knob))
	if loaded > knob {
		run(knob+1, loaded, p.g.track, track.Render)
		b.WriteString(p.th.Loaded.Render(p.g.loaded))
		run(loaded+1, w, p.g.track, track.Render)
	} else {
		run(knob+1, w, p.g.track, track.Render)
	}
	return b.String()
}

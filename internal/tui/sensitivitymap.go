package tui

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// twoWayPanel is who leads while two weights move.
type twoWayPanel struct {
	*sensitivityScreen
	w, h int
}

func (p *twoWayPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *twoWayPanel) rows(int) heights {
	if len(p.crit) < 2 {
		return heights{0, 0, 0}
	}
	return heights{6, 8, 9}
}

// grid is the size of the map in a panel of w×h.
func (p *twoWayPanel) grid(w, h int) (int, int) { return min(max(w-6, 5), 48), max(min(h-3, 7), 0) }

func (p *twoWayPanel) View() string {
	if len(p.crit) < 2 {
		return ""
	}
	m := p.twoWay.value
	second := p.secondLeaf()
	title := p.t(textTwoWay, p.criterion(p.leaf, max(p.w/3, 8)), p.g.times, p.criterion(second, max(p.w/3, 8)))
	lines := []string{p.heading(false, title, "", p.w)}
	if !p.twoWay.known() || m == nil || m.leaf != p.leaf {
		w, h := p.grid(p.w, p.h)
		return pad(append(lines, p.th.Stale.Render(p.waiting(w*h))), p.h)
	}
	count := map[int]int{}
	for _, row := range m.leader {
		for _, t := range row {
			if t >= 0 {
				count[t]++
			}
		}
	}
	leaders := make([]int, 0, len(count))
	for t := range count {
		leaders = append(leaders, t)
	}
	slices.SortFunc(leaders, func(a, b int) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	letters := map[int]string{}
	spare := 'a'
	for _, t := range leaders {
		if letters[t] = p.letter(t); letters[t] == "" {
			letters[t] = string(spare)
			spare++
		}
	}
	inks := p.all[inSweep].(*sweepPanel).inks()
	h := len(m.leader)
	for y, row := range m.leader {
		u := m.highest - (m.highest-m.lower)*float64(y)/float64(max(h-1, 1))
		var b strokes
		b.add(&p.th.Dim, right(tenths(math.Round(100*u))+"%", 4)+" ")
		for x, t := range row {
			now := x == int((p.out.Global[m.leaf]-m.lo)/(m.hi-m.lo)*float64(len(row)-1)+0.5) && y == int((m.highest-p.out.Global[m.second])/(m.highest-m.lower)*float64(h-1)+0.5)
			switch {
			case t < 0:
				b.add(nil, " ")
			case now:
				b.add(&p.th.Knob, p.g.knob)
			case p.letter(t) != "":
				b.add(inks[int(p.letter(t)[0]-'A')%len(inks)], letters[t])
			default:
				b.add(nil, letters[t])
			}
		}
		lines = append(lines, b.String())
	}
	width := len(m.leader[0])
	lines = append(lines, p.th.Dim.Render("     "+left(tenths(math.Round(100*m.lo))+"%", width-5, "")+right(tenths(math.Round(100*m.hi))+"%", 5)))
	var names []string
	for _, t := range leaders {
		if p.letter(t) == "" {
			names = append(names, letters[t]+" "+p.tech[t])
		}
	}
	text := p.t(textMapLegend, p.g.knob)
	if len(names) > 0 {
		text = strings.Join(names, "  ") + "  " + text
	}
	return pad(append(lines, p.th.Dim.Render(cut(text, p.w, p.g.ellipsis))), p.h)
}

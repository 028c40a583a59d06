package tui

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"veche/internal/tui/draw"
)

// twoWayPane is who leads while two weights move.
type twoWayPane struct {
	*sensitivityScreen
	size
}

func (p *twoWayPane) Rows(int) (least, good, most int) {
	if len(p.crit) < 2 {
		return 0, 0, 0
	}
	return 6, 8, 9
}

// grid is the size of the map in a pane of w×h.
func (p *twoWayPane) grid(w, h int) (int, int) { return min(max(w-6, 5), 48), max(min(h-3, 7), 0) }

func (p *twoWayPane) View() string {
	if len(p.crit) < 2 {
		return ""
	}
	m := p.twoWay.value
	second := p.secondLeaf()
	each := max((p.w-4-draw.Cells(p.t(textTwoWay, "", p.g.Times, "")))/2, 8)
	title := p.t(textTwoWay, p.criterion(p.leaf, each), p.g.Times, p.criterion(second, each))
	lines := []string{p.heading(false, title, "", p.w)}
	if !p.twoWay.known() || m == nil || m.leaf != p.leaf {
		w, h := p.grid(p.w, p.h)
		return draw.Pad(append(lines, p.th.Stale.Render(p.waiting(w*h))), p.h)
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
	inks := p.sweep.inks()
	h := len(m.leader)
	for y, row := range m.leader {
		u := m.highest - (m.highest-m.lower)*float64(y)/float64(max(h-1, 1))
		var b draw.Strokes
		b.Add(&p.th.Dim, draw.Right(p.lang.Tenths(math.Round(100*u))+"%", 4)+" ")
		for x, t := range row {
			now := x == int((p.out.Global[m.leaf]-m.lo)/(m.hi-m.lo)*float64(len(row)-1)+0.5) && y == int((m.highest-p.out.Global[m.second])/(m.highest-m.lower)*float64(h-1)+0.5)
			switch {
			case t < 0:
				b.Add(nil, " ")
			case now:
				b.Add(&p.th.Knob, p.g.Knob)
			case p.letter(t) != "":
				b.Add(inks[int(p.letter(t)[0]-'A')%len(inks)], letters[t])
			default:
				b.Add(nil, letters[t])
			}
		}
		lines = append(lines, b.String())
	}
	width := len(m.leader[0])
	lines = append(lines, p.th.Dim.Render("     "+draw.Left(p.lang.Tenths(math.Round(100*m.lo))+"%", width-5, "")+draw.Right(p.lang.Tenths(math.Round(100*m.hi))+"%", 5)))
	var names []string
	for _, t := range leaders {
		if p.letter(t) == "" {
			names = append(names, letters[t]+" "+p.tag(t))
		}
	}
	text := p.t(textMapLegend, p.g.Knob)
	if len(names) > 0 {
		text = strings.Join(names, "  ") + "  " + text
	}
	return draw.Pad(append(lines, p.th.Dim.Render(draw.Cut(text, p.w, p.g.Ellipsis))), p.h)
}

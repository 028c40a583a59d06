package tui

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"veche/internal/mcda/robust"

	"veche/internal/tui/draw"
)

// keepsPane is how far each weight may go.
type keepsPane struct {
	*sensitivityScreen
	size
}

func (p *keepsPane) SetSize(w, h int) {
	p.w, p.h = w, h
	_, shown := p.shown()
	p.offset = min(max(p.offset, p.leaf-shown+1), p.leaf)
	p.offset = max(min(p.offset, len(p.crit)-shown), 0)
}

func (p *keepsPane) Rows(int) (least, good, most int) {
	n := len(p.crit)
	if p.host.width() < 80 {
		return 3, 3 + min(n, 6), 3 + n
	}
	return 3 + min(n, 5), 3 + 2*min(n, 8), 3 + 2*n
}

// shown is how many rows a criterion has, and how many criteria fit.
func (p *keepsPane) shown() (per, n int) {
	room := p.h - 2
	per = 2
	if room < 2*len(p.crit) {
		per = 1
	}
	return per, max(min(room/per, len(p.crit)), 1)
}

// under is the criterion at a row of the pane.
func (p *keepsPane) under(y int) (leaf int, ok bool) {
	per, n := p.shown()
	k := (y - 1) / per
	if y < 1 || k >= n || p.offset+k >= len(p.crit) {
		return 0, false
	}
	return p.offset + k, true
}

// intervals are those that are chosen to be shown.
func (p *keepsPane) intervals(s *robust.Sweep) []robust.Interval {
	return [][]robust.Interval{s.Leader, s.Shortlist, s.Order}[p.interval]
}

// close is how near, in points, the nearer end of the interval is; infinite when neither end is one of an order's.
func (p *keepsPane) close(s *robust.Sweep) float64 {
	v := robust.Around(p.intervals(s), s.Weight)
	near := math.Inf(1)
	if v.Lo > s.Range.Lo {
		near = min(near, s.Weight-v.Lo)
	}
	if v.Hi < s.Range.Hi {
		near = min(near, v.Hi-s.Weight)
	}
	return 100 * near
}

// fragile is under how many points an interval's end is called close.
const fragile = 5

func (p *keepsPane) View() string {
	title := p.t([]string{textKeepsLeader, textKeepsShortlist, textKeepsOrder}[p.interval])
	remark := ""
	if len(p.sweeps.value) > 0 && p.sweeps.fresh(p.session) {
		remark = p.t(textGridded)
		if p.sweeps.value[0].Exact {
			remark = p.t(textExact)
		}
	}
	lines := []string{p.heading(false, title, remark, p.w)}
	per, n := p.shown()
	spans := 0
	for k := range p.crit {
		if s := p.sweepOf(k); s != nil && p.intervals(s) != nil {
			spans = max(spans, draw.Cells(p.inwards(robust.Around(p.intervals(s), s.Weight), s)))
		}
	}
	name := max(p.w-2-p.weightWidth()-2-spans-2, 6)
	shown, write := p.weightsShown()
	weakest, least := -1, math.Inf(1)
	for k := range p.crit {
		if s := p.sweepOf(k); s != nil && p.intervals(s) != nil && p.close(s) < least {
			weakest, least = k, p.close(s)
		}
	}
	for k := p.offset; k < min(p.offset+n, len(p.crit)); k++ {
		mark, style := "  ", p.th.Away
		if k == p.leaf {
			mark, style = p.g.Cursor+" ", p.th.Cursor
		}
		text, flag := p.th.Stale.Render(draw.Right(p.g.Ellipsis, spans)), ""
		s := p.sweepOf(k)
		if s != nil && p.intervals(s) == nil {
			text = draw.Right("-", spans)
		} else if s != nil {
			v := robust.Around(p.intervals(s), s.Weight)
			text = draw.Right(p.inwards(v, s), spans)
			if p.close(s) < fragile {
				flag = p.th.Warning.Render(" !")
			}
		}
		lines = append(lines, style.Render(mark+draw.Left(p.criterion(k, name), name, "")+draw.Right(write(shown[k]), p.weightWidth()+1))+" "+text+flag)
		if per == 2 {
			lines = append(lines, "  "+p.track(s, p.w-4))
		}
	}
	last := ""
	switch {
	case p.sweeps.known() && p.sweeps.fresh(p.session) && p.sweeps.value == nil:
		last = p.t(textTooSlow)
	case weakest >= 0:
		room := p.w - 2 - draw.Cells(p.t(textFragile, "", p.lang.Tenths(least)))
		last = p.t(textFragile, p.criterion(weakest, max(room, 8)), p.lang.Tenths(least))
	case p.sweeps.fresh(p.session):
		last = p.t(textNothingFragile)
	}
	if n < len(p.crit) {
		last = p.t(textShown, p.span(strconv.Itoa(p.offset+1), strconv.Itoa(p.offset+n)), len(p.crit)) + "  " + last
	}
	return draw.Pad(append(lines, "  "+p.th.Dim.Render(draw.Cut(last, p.w-2, p.g.Ellipsis))), p.h)
}

// inwards writes an interval in per cent, rounded inwards.
func (p *keepsPane) inwards(v robust.Interval, s *robust.Sweep) string {
	lo, hi := ceilTenth(100*v.Lo), floorTenth(100*v.Hi)
	if lo > hi { // narrower than a tenth
		lo, hi = 100*v.Lo, 100*v.Hi
	}
	return p.span(p.lang.Tenths(lo), p.lang.Tenths(hi)) + "%"
}

// track draws where the interval lies between 0 and 100 per cent.
func (p *keepsPane) track(s *robust.Sweep, w int) string {
	if w < 5 || s == nil {
		return ""
	}
	at := func(t float64) int { return min(max(int(t*float64(w-1)+0.5), 0), w-1) }
	var b draw.Strokes
	list := p.intervals(s)
	for x := range w {
		in := slices.ContainsFunc(list, func(v robust.Interval) bool { return x >= at(v.Lo) && x <= at(v.Hi) })
		switch {
		case x == at(s.Weight):
			b.Add(&p.th.Knob, p.g.Knob)
		case in:
			b.Add(&p.th.Fill, p.g.Fill)
		default:
			b.Add(&p.th.Track, p.g.BarTrack)
		}
	}
	return b.String()
}

// acceptabilityPane is how often each of the first has which rank when all weights are drawn.
type acceptabilityPane struct {
	*sensitivityScreen
	size
}

func (p *acceptabilityPane) Rows(int) (least, good, most int) { return 5, 8, 10 }

func (p *acceptabilityPane) View() string {
	lines := []string{p.heading(false, fitting(p.w-4, p.t(textAcceptability, grouped(drawCount), p.seed()), p.t(textAcceptabilityS)), "", p.w)}
	if !p.accept.known() {
		text := p.waiting(drawCount)
		if p.accept.err != nil {
			text = p.told(p.accept.err)
		}
		return draw.Pad(append(lines, p.th.Stale.Render(draw.Cut(text, p.w, p.g.Ellipsis))), p.h)
	}
	a := p.accept.value
	const column = 5
	names := p.w - 4*column
	head := draw.Spaces(names)
	for k := range 4 {
		text := p.t(textNumber, k+1)
		if k == 3 {
			text += "+"
		}
		head += draw.Right(text, column)
	}
	lines = append(lines, p.th.Dim.Render(head))
	style := p.th.Away
	if !p.accept.fresh(p.session) {
		style = p.th.Stale
	}
	for k := range min(len(p.out.Rows), p.h-3) {
		r := &p.out.Rows[k]
		if r.Index >= len(a.Ranks) {
			break
		}
		ranks := a.Ranks[r.Index]
		shares := make([]float64, 4)
		for i, x := range ranks {
			shares[min(i, 3)] += x
		}
		line := draw.Left(p.name(p.of(r), names-1), names-1, "") + " "
		for i, whole := range percents(shares) {
			text := strconv.Itoa(whole)
			switch {
			case whole == 0 && shares[i] > 0:
				text = "<1"
			case whole == 100 && shares[i] < 1-1e-9: // of adding up
				text = ">99"
			}
			line += draw.Right(text, column)
		}
		lines = append(lines, style.Render(line))
	}
	last := fitting(p.w, p.t(textDrawnNear, p.g.PlusMinus), p.t(textDrawnNearS, p.g.PlusMinus))
	if n := len(lines) - 2; n < len(p.out.Rows) {
		shown := p.t(textShown, p.span("1", strconv.Itoa(n)), len(p.out.Rows)) + "  "
		last = fitting(p.w, shown+p.t(textDrawnNear, p.g.PlusMinus), shown+p.t(textDrawnNearS, p.g.PlusMinus))
	}
	return draw.Pad(append(lines, p.th.Dim.Render(draw.Cut(last, p.w, p.g.Ellipsis))), p.h)
}

// crossingsPane lists where the lines cross.
type crossingsPane struct {
	*sensitivityScreen
	size
}

func (p *crossingsPane) Rows(w int) (least, good, most int) {
	n := 1
	if p.chart.value != nil {
		n = max((len(p.chart.value.crossings)+p.per(w)-1)/p.per(w), 1)
	}
	return 2, 1 + min(n, 6), 1 + n
}

// per is how many crossings stand beside each other.
func (p *crossingsPane) per(w int) int { return max(w/44, 1) }

// first is the first crossing shown: the next to the right of the cursor is in sight.
func (p *crossingsPane) first(c *chart) int {
	shown := (p.h - 1) * p.per(p.w)
	next := slices.IndexFunc(c.crossings, func(m meeting) bool { return m.at > p.cursor })
	if next < 0 {
		next = len(c.crossings) - 1
	}
	from := max(min(next-shown/2, len(c.crossings)-shown), 0)
	return from
}

// under is the crossing at a cell of the pane, nil for none.
func (p *crossingsPane) under(x, y int) *meeting {
	c := p.chart.value
	if c == nil || y < 1 || y >= p.h {
		return nil
	}
	per := p.per(p.w)
	rows := min((len(c.crossings)-p.first(c)+per-1)/per, p.h-1)
	if k := p.first(c) + min(x/(p.w/per), per-1)*rows + y - 1; rows > 0 && k < len(c.crossings) && y-1 < rows {
		return &c.crossings[k]
	}
	return nil
}

func (p *crossingsPane) View() string {
	lines := []string{p.heading(false, p.t(textCrossings), p.t(textCrossingsRemark), p.w)}
	c := p.chart.value
	if c == nil || c.leaf != p.leaf {
		return draw.Pad(append(lines, p.th.Stale.Render(p.t(textWorking))), p.h)
	}
	if len(c.crossings) == 0 {
		return draw.Pad(append(lines, p.th.Dim.Render(draw.Cut(p.t(textNoCrossings), p.w, p.g.Ellipsis))), p.h)
	}
	per := p.per(p.w)
	from := p.first(c)
	rows := min((len(c.crossings)-from+per-1)/per, p.h-1)
	width := p.w / per
	for y := range rows {
		line := ""
		for k := range per {
			i := from + k*rows + y
			if i >= len(c.crossings) {
				break
			}
			line += draw.Left(p.one(&c.crossings[i], width-2), width, "")
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return draw.Pad(lines, p.h)
}

// one is a crossing: the weight, the two by letter and name, and whether the first place changes.
func (p *crossingsPane) one(m *meeting, w int) string {
	mark, style := " ", p.th.Away
	if math.Abs(m.at-p.cursor) < 1e-9 {
		mark, style = p.g.Cursor, p.th.Cursor
	}
	at := draw.Right(p.bound(m.at), 6)
	end := ""
	if m.first {
		end = " <-" + p.t(textNumber, 1)
	}
	room := w - 1 - 6 - 2 - 3 - draw.Cells(end)
	a, b := p.named(m.a, (room+1)/2), p.named(m.b, room/2)
	return style.Render(mark+at+"  "+draw.Left(a, (room+1)/2, "")+" = "+draw.Left(b, room/2, "")) + p.th.Warning.Render(end)
}

// named is a technology with its letter before it.
func (p *crossingsPane) named(tech, w int) string {
	if l := p.letter(tech); l != "" {
		return l + " " + p.name(tech, w-2)
	}
	return p.name(tech, w)
}

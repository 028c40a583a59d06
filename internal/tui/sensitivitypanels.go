package tui

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"veche/internal/mcda/robust"
)

// sweepPanel is the chart: scores against the weight of the criterion under the cursor.
type sweepPanel struct {
	*sensitivityScreen
	w, h int
}

func (p *sweepPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *sweepPanel) rows(w int) heights {
	if w < 80 && p.root.w < 80 {
		return heights{9, 12, 24}
	}
	return heights{14, 19, 30}
}

// labels is how wide the scores beside the chart are.
func (p *sweepPanel) labels() int {
	widest := 4
	for _, k := range []int{0, len(p.out.Rows) - 1} {
		widest = max(widest, cells(p.score(p.out.Rows[k].Score)))
	}
	return widest
}

// plotWidth is how many columns the chart has in a panel w wide.
func (p *sweepPanel) plotWidth(w int) int { return max(w-p.labels()-3, 10) }

// weightAt is the weight at a column of the panel, on a whole per cent.
func (p *sweepPanel) weightAt(x int) (float64, bool) {
	lo, hi := p.extentOf(p.path())
	k := x - p.labels() - 2
	n := p.plotWidth(p.w)
	if k < 0 || k >= n {
		return 0, false
	}
	return math.Round(100*(lo+(hi-lo)*float64(k)/float64(n-1))) / 100, true
}

// inks are the lines' colours, over and over.
func (p *sweepPanel) inks() []*lipgloss.Style {
	return []*lipgloss.Style{&p.th.Fill, &p.th.Up, &p.th.Loaded, &p.th.Down, &p.th.Strong, &p.th.Dim}
}

func (p *sweepPanel) View() string {
	title := p.t(textSweep, p.criterion(p.leaf, max(p.w/3, 12)))
	remark := p.t(textSweepRemark)
	if long := p.t(textSweepLong, p.crit[p.leaf]); cells(long)+cells(remark)+8 < p.w {
		title = long
	}
	lines := []string{p.heading(false, title, remark, p.w)}
	c := p.chart.value
	if !p.chart.known() || c == nil || c.leaf != p.leaf || len(c.at) == 0 {
		return pad(append(lines, p.th.Stale.Render(p.waiting(p.plotWidth(p.w)))), p.h)
	}
	legend := p.legend(c)
	height := max(p.h-1-2-len(legend), 3)
	low, high := math.Inf(1), math.Inf(-1)
	for _, line := range c.scores {
		low, high = min(low, slices.Min(line)), max(high, slices.Max(line))
	}
	if high == low {
		low, high = low-0.5, high+0.5
	}
	row := func(v float64) int {
		y := int((high-v)/(high-low)*float64(height-1) + 0.5)
		if p.out.Method.LowerIsBetter { // the best on top
			y = height - 1 - y
		}
		return y
	}
	n := len(c.at)
	grid := make([][]rune, height) // letters, 0: nothing
	for y := range grid {
		grid[y] = make([]rune, n)
	}
	for k, line := range c.scores {
		for x, v := range line {
			cell := &grid[row(v)][x]
			if *cell != 0 {
				*cell = '*'
			} else {
				*cell = rune('A' + k)
			}
		}
	}
	lo, hi := c.at[0], c.at[n-1]
	column := func(t float64) int {
		if hi == lo {
			return 0
		}
		return min(max(int((t-lo)/(hi-lo)*float64(n-1)+0.5), 0), n-1)
	}
	now, cursor := column(p.out.Global[p.leaf]), column(p.cursor)
	inks := p.inks()
	fresh := p.chart.fresh(p.session)
	w := p.labels()
	for y := range height {
		label := ""
		if y%max(height/4, 2) == 0 {
			v := high - (high-low)*float64(y)/float64(height-1)
			if p.out.Method.LowerIsBetter {
				v = low + (high-low)*float64(y)/float64(height-1)
			}
			label = p.score(v)
		}
		var b strokes
		b.add(&p.th.Dim, right(label, w)+" "+p.g.box[5])
		for x, r := range grid[y] {
			switch {
			case r == '*':
				b.add(&p.th.Strong, "*")
			case r != 0 && fresh:
				b.add(inks[int(r-'A')%len(inks)], string(r))
			case r != 0:
				b.add(&p.th.Stale, string(r))
			case x == now:
				b.add(&p.th.Loaded, ":")
			case x == cursor:
				b.add(&p.th.Track, p.g.box[5])
			default:
				b.add(nil, " ")
			}
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	lines = append(lines, p.th.Dim.Render(spaces(w+1)+p.g.box[2]+strings.Repeat(p.g.box[4], n)), p.th.Dim.Render(p.axis(lo, hi, n, cursor, w+2)))
	return pad(append(lines, legend...), p.h)
}

// axis writes per cents under the chart, and ^ under the cursor.
func (p *sweepPanel) axis(lo, hi float64, n, cursor, from int) string {
	step := 20.0
	for _, s := range []float64{20, 10, 5, 2, 1} {
		if step = s; (hi-lo)*100/s >= 4 {
			break
		}
	}
	line := []rune(strings.Repeat(" ", from+n+3))
	put := func(x int, text string) {
		for k, r := range text {
			if at := from + x + k; at >= 0 && at < len(line) {
				line[at] = r
			}
		}
	}
	for v := math.Ceil(lo*100/step-1e-9) * step; v <= hi*100+1e-9 && hi > lo; v += step {
		text := strconv.Itoa(int(v + 0.5))
		x := int((v/100-lo)/(hi-lo)*float64(n-1)+0.5) - len(text)/2
		if v+step > hi*100+1e-9 {
			text += "%"
		}
		put(min(x, n-len(text)+1), text)
	}
	put(cursor, "^")
	return strings.TrimRight(string(line), " ")
}

// legend names the lines, in as many columns as fit.
func (p *sweepPanel) legend(c *chart) []string {
	per := max(p.w/30, 1)
	if p.w < 60 {
		per = 2
	}
	width := p.w / per
	inks := p.inks()
	var lines []string
	for k := 0; k < len(c.lines); k += per {
		var b strings.Builder
		for i := k; i < min(k+per, len(c.lines)); i++ {
			b.WriteString(inks[i%len(inks)].Render(string(rune('A'+i))) + " " + left(p.name(c.lines[i], width-4), width-2, ""))
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return lines
}

// keepsPanel is how far each weight may go.
type keepsPanel struct {
	*sensitivityScreen
	w, h int
}

func (p *keepsPanel) SetSize(w, h int) {
	p.w, p.h = w, h
	_, shown := p.shown()
	p.offset = min(max(p.offset, p.leaf-shown+1), p.leaf)
	p.offset = max(min(p.offset, len(p.crit)-shown), 0)
}

func (p *keepsPanel) rows(int) heights {
	n := len(p.crit)
	if p.root.w < 80 {
		return heights{3, 3 + min(n, 6), 3 + n}
	}
	return heights{3 + min(n, 5), 3 + 2*min(n, 8), 3 + 2*n}
}

// shown is how many rows a criterion has, and how many criteria fit.
func (p *keepsPanel) shown() (per, n int) {
	room := p.h - 2
	per = 2
	if room < 2*len(p.crit) {
		per = 1
	}
	return per, max(min(room/per, len(p.crit)), 1)
}

// under is the criterion at a row of the panel.
func (p *keepsPanel) under(y int) (leaf int, ok bool) {
	per, n := p.shown()
	k := (y - 1) / per
	if y < 1 || k >= n || p.offset+k >= len(p.crit) {
		return 0, false
	}
	return p.offset + k, true
}

// intervals are those that are chosen to be shown.
func (p *keepsPanel) intervals(s *robust.Sweep) []robust.Interval {
	return [][]robust.Interval{s.Leader, s.Shortlist, s.Order}[p.interval]
}

// close is how near, in points, the nearer end of the interval is; infinite when neither end is one of an order's.
func (p *keepsPanel) close(s *robust.Sweep) float64 {
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

func (p *keepsPanel) View() string {
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
			spans = max(spans, cells(p.inwards(robust.Around(p.intervals(s), s.Weight), s)))
		}
	}
	name := max(p.w-2-6-spans-2, 6)
	whole := percents(p.out.Global)
	weakest, least := -1, math.Inf(1)
	for k := range p.crit {
		if s := p.sweepOf(k); s != nil && p.intervals(s) != nil && p.close(s) < least {
			weakest, least = k, p.close(s)
		}
	}
	for k := p.offset; k < min(p.offset+n, len(p.crit)); k++ {
		mark, style := "  ", p.th.Away
		if k == p.leaf {
			mark, style = p.g.cursor+" ", p.th.Cursor
		}
		text, flag := p.th.Stale.Render(right(p.g.ellipsis, spans)), ""
		s := p.sweepOf(k)
		if s != nil && p.intervals(s) == nil {
			text = right("-", spans)
		} else if s != nil {
			v := robust.Around(p.intervals(s), s.Weight)
			text = right(p.inwards(v, s), spans)
			if p.close(s) < fragile {
				flag = p.th.Warning.Render(" !")
			}
		}
		lines = append(lines, style.Render(mark+left(p.criterion(k, name), name, "")+right(strconv.Itoa(whole[k])+"%", 5))+" "+text+flag)
		if per == 2 {
			lines = append(lines, "  "+p.track(s, p.w-4))
		}
	}
	last := ""
	switch {
	case p.sweeps.known() && p.sweeps.fresh(p.session) && p.sweeps.value == nil:
		last = p.t(textTooSlow)
	case weakest >= 0:
		last = p.t(textFragile, p.criterion(weakest, max(p.w-30, 8)), tenths(least))
	case p.sweeps.fresh(p.session):
		last = p.t(textNothingFragile)
	}
	if n < len(p.crit) {
		last = p.t(textShown, p.span(strconv.Itoa(p.offset+1), strconv.Itoa(p.offset+n)), len(p.crit)) + "  " + last
	}
	return pad(append(lines, "  "+p.th.Dim.Render(cut(last, p.w-2, p.g.ellipsis))), p.h)
}

// inwards writes an interval in per cent, rounded inwards.
func (p *keepsPanel) inwards(v robust.Interval, s *robust.Sweep) string {
	lo, hi := ceilTenth(100*v.Lo), floorTenth(100*v.Hi)
	if lo > hi { // narrower than a tenth
		lo, hi = 100*v.Lo, 100*v.Hi
	}
	return p.span(tenths(lo), tenths(hi)) + "%"
}

// track draws where the interval lies between 0 and 100 per cent.
func (p *keepsPanel) track(s *robust.Sweep, w int) string {
	if w < 5 || s == nil {
		return ""
	}
	at := func(t float64) int { return min(max(int(t*float64(w-1)+0.5), 0), w-1) }
	var b strokes
	list := p.intervals(s)
	for x := range w {
		in := slices.ContainsFunc(list, func(v robust.Interval) bool { return x >= at(v.Lo) && x <= at(v.Hi) })
		switch {
		case x == at(s.Weight):
			b.add(&p.th.Knob, p.g.knob)
		case in:
			b.add(&p.th.Fill, p.g.fill)
		default:
			b.add(&p.th.Track, p.g.barTrack)
		}
	}
	return b.String()
}

// acceptabilityPanel is how often each of the first has which rank when all weights are drawn.
type acceptabilityPanel struct {
	*sensitivityScreen
	w, h int
}

func (p *acceptabilityPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *acceptabilityPanel) rows(int) heights { return heights{5, 8, 10} }

func (p *acceptabilityPanel) View() string {
	lines := []string{p.heading(false, p.t(textAcceptability, grouped(drawCount), p.seed()), "", p.w)}
	if !p.accept.known() {
		text := p.waiting(drawCount)
		if p.accept.err != nil {
			text = p.told(p.accept.err)
		}
		return pad(append(lines, p.th.Stale.Render(cut(text, p.w, p.g.ellipsis))), p.h)
	}
	a := p.accept.value
	const column = 5
	names := p.w - 4*column
	head := spaces(names)
	for k := range 4 {
		text := "#" + strconv.Itoa(k+1)
		if k == 3 {
			text += "+"
		}
		head += right(text, column)
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
		line := left(p.tech[p.of(r)], names-1, p.g.ellipsis) + " "
		for i, whole := range percents(shares) {
			text := strconv.Itoa(whole)
			switch {
			case whole == 0 && shares[i] > 0:
				text = "<1"
			case whole == 100 && shares[i] < 1-1e-9: // of adding up
				text = ">99"
			}
			line += right(text, column)
		}
		lines = append(lines, style.Render(line))
	}
	return pad(append(lines, p.th.Dim.Render(cut(p.t(textDrawnNear, p.g.plusMinus), p.w, p.g.ellipsis))), p.h)
}

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

// crossingsPanel lists where the lines cross.
type crossingsPanel struct {
	*sensitivityScreen
	w, h int
}

func (p *crossingsPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *crossingsPanel) rows(w int) heights {
	n := 1
	if p.chart.value != nil {
		n = max((len(p.chart.value.crossings)+p.per(w)-1)/p.per(w), 1)
	}
	return heights{2, 1 + min(n, 6), 1 + n}
}

// per is how many crossings stand beside each other.
func (p *crossingsPanel) per(w int) int { return max(w/44, 1) }

// first is the first crossing shown: the next to the right of the cursor is in sight.
func (p *crossingsPanel) first(c *chart) int {
	shown := (p.h - 1) * p.per(p.w)
	next := slices.IndexFunc(c.crossings, func(m meeting) bool { return m.at > p.cursor })
	if next < 0 {
		next = len(c.crossings) - 1
	}
	from := max(min(next-shown/2, len(c.crossings)-shown), 0)
	return from
}

// under is the crossing at a cell of the panel, nil for none.
func (p *crossingsPanel) under(x, y int) *meeting {
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

func (p *crossingsPanel) View() string {
	lines := []string{p.heading(false, p.t(textCrossings), p.t(textCrossingsRemark), p.w)}
	c := p.chart.value
	if c == nil || c.leaf != p.leaf {
		return pad(append(lines, p.th.Stale.Render(p.t(textWorking))), p.h)
	}
	if len(c.crossings) == 0 {
		return pad(append(lines, p.th.Dim.Render(cut(p.t(textNoCrossings), p.w, p.g.ellipsis))), p.h)
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
			line += left(p.one(&c.crossings[i], width-2), width, "")
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return pad(lines, p.h)
}

// one is a crossing: the weight, the two by letter and name, and whether the first place changes.
func (p *crossingsPanel) one(m *meeting, w int) string {
	mark, style := " ", p.th.Away
	if math.Abs(m.at-p.cursor) < 1e-9 {
		mark, style = p.g.cursor, p.th.Cursor
	}
	at := right(percent(m.at), 6)
	end := ""
	if m.first {
		end = " <-#1"
	}
	room := w - 1 - 6 - 2 - 3 - cells(end)
	a, b := p.named(m.a, (room+1)/2), p.named(m.b, room/2)
	return style.Render(mark+at+"  "+left(a, (room+1)/2, "")+" = "+left(b, room/2, "")) + p.th.Warning.Render(end)
}

// named is a technology with its letter before it.
func (p *crossingsPanel) named(tech, w int) string {
	if l := p.letter(tech); l != "" {
		return cut(l+" "+p.tech[tech], w, p.g.ellipsis)
	}
	return p.name(tech, w)
}

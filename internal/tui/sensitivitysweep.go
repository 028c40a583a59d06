package tui

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"veche/internal/tui/draw"
)

// sweepPane is the chart: scores against the weight of the criterion under the cursor.
type sweepPane struct {
	*sensitivityScreen
	size
}

func (p *sweepPane) Rows(w int) (least, good, most int) {
	if w < 80 && p.host.width() < 80 {
		return 9, 12, 24
	}
	return 14, 19, 30
}

// labels is how wide the scores beside the chart are.
func (p *sweepPane) labels() int {
	widest := 4
	for _, k := range []int{0, len(p.out.Rows) - 1} {
		widest = max(widest, draw.Cells(p.score(p.out.Rows[k].Score)))
	}
	return widest
}

// plotWidth is how many columns the chart has in a pane w wide.
func (p *sweepPane) plotWidth(w int) int { return max(w-p.labels()-3, 10) }

// weightAt is the weight at a column of the pane, on a whole per cent.
func (p *sweepPane) weightAt(x int) (float64, bool) {
	lo, hi := p.extentOf(p.path())
	k := x - p.labels() - 2
	n := p.plotWidth(p.w)
	if k < 0 || k >= n {
		return 0, false
	}
	return math.Round(100*(lo+(hi-lo)*float64(k)/float64(n-1))) / 100, true
}

// inks are the lines' colours, over and over.
func (p *sweepPane) inks() []*lipgloss.Style {
	return []*lipgloss.Style{&p.th.Fill, &p.th.Up, &p.th.Loaded, &p.th.Down, &p.th.Strong, &p.th.Dim}
}

func (p *sweepPane) View() string {
	title := p.t(textSweep, p.criterion(p.leaf, max(p.w/3, 12)))
	remark := p.t(textSweepRemark)
	if long := p.t(textSweepLong, p.crit[p.leaf]); draw.Cells(long)+draw.Cells(remark)+8 < p.w {
		title = long
	}
	lines := []string{p.heading(false, title, remark, p.w)}
	c := p.chart.value
	if !p.chart.known() || c == nil || c.leaf != p.leaf || len(c.at) == 0 {
		return draw.Pad(append(lines, p.th.Stale.Render(p.waiting(p.plotWidth(p.w)))), p.h)
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
		var b draw.Strokes
		b.Add(&p.th.Dim, draw.Right(label, w)+" "+p.g.Box[5])
		for x, r := range grid[y] {
			switch {
			case r == '*':
				b.Add(&p.th.Strong, "*")
			case r != 0 && fresh:
				b.Add(inks[int(r-'A')%len(inks)], string(r))
			case r != 0:
				b.Add(&p.th.Stale, string(r))
			case x == now:
				b.Add(&p.th.Loaded, ":")
			case x == cursor:
				b.Add(&p.th.Track, p.g.Box[5])
			default:
				b.Add(nil, " ")
			}
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	lines = append(lines, p.th.Dim.Render(draw.Spaces(w+1)+p.g.Box[2]+strings.Repeat(p.g.Box[4], n)), p.th.Dim.Render(p.axis(lo, hi, n, cursor, w+2)))
	return draw.Pad(append(lines, legend...), p.h)
}

// axis writes per cents under the chart, and ^ under the cursor.
func (p *sweepPane) axis(lo, hi float64, n, cursor, from int) string {
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
func (p *sweepPane) legend(c *chart) []string {
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
			b.WriteString(inks[i%len(inks)].Render(string(rune('A'+i))) + " " + draw.Left(p.name(c.lines[i], width-4), width-2, ""))
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return lines
}

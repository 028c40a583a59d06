package tui

import (
	"math"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"veche/internal/study"
	"veche/internal/study/contrast"

	"veche/internal/tui/draw"
)

// contrastPane is the two that are compared and, criterion by criterion, what sets them apart.
type contrastPane struct {
	*whyScreen
	size
}

func (p *contrastPane) SetSize(w, h int) {
	p.w, p.h = w, h
	k, v := p.place(), p.visible()
	p.offset = min(max(p.offset, k-v+1), k)
	p.offset = max(min(p.offset, len(p.crit)-v), 0)
}

func (p *contrastPane) Rows(w int) (least, good, most int) {
	p.w = w
	n, around := len(p.crit), p.top()+2+len(p.notes())
	return around + min(n, 4), around + n, around + n
}

// top is how many rows stand above the table: the pair, and a blank one.
func (p *contrastPane) top() int {
	if p.w >= 76 {
		return 2
	}
	return 3
}

// overA reports whether a cell of the rows above the table is A's.
func (p *contrastPane) overA(x, y int) bool {
	if p.top() == 3 {
		return y == 0
	}
	return x < (p.w-draw.Cells(p.lead()))/2
}

// visible is how many criteria are shown at once.
func (p *contrastPane) visible() int { return max(min(p.h-p.top()-2-len(p.notes()), len(p.crit)), 1) }

// lead says by how much A is ahead.
func (p *contrastPane) lead() string {
	c := p.contrast()
	switch {
	case c.Incomparable:
		return p.t(textIncomparable)
	case c.Lead == 0:
		return p.t(textLevel)
	}
	text := p.t(textLeadBy, p.score(math.Abs(c.Lead)))
	if c.Lead < 0 {
		text = p.t(textBehindBy, p.score(math.Abs(c.Lead)))
	}
	if p.relation(c.A.Score, c.B.Score) != "" {
		text += " (" + p.t(textNearTie) + ")"
	}
	return text
}

// pair is the rows above the table.
func (p *contrastPane) pair() []string {
	c := p.contrast()
	side := func(letter string, r *study.Row, w int) string {
		score := " " + p.score(r.Score)
		head := p.t(textNumber, r.Rank) + " "
		return p.th.Strong.Render(letter) + "  " + head + draw.Left(p.name(p.of(r), w-3-draw.Cells(head)-draw.Cells(score))+score, w-3-draw.Cells(head), "")
	}
	lead := p.lead()
	if p.top() == 3 {
		return []string{side(p.t("A"), c.A, p.w-2-draw.Cells(lead)) + "  " + lead, side(p.t("B"), c.B, p.w), ""}
	}
	room := p.w - draw.Cells(lead) - 4
	return []string{side(p.t("A"), c.A, (room+1)/2) + "  " + side(p.t("B"), c.B, room/2) + "  " + lead, ""}
}

// layout is the widths of the table's columns; 0: not shown.
type contrastGrid struct{ name, weight, raw, score, diff, half int }

func (p *contrastPane) grid() contrastGrid {
	c := p.contrast()
	g := contrastGrid{weight: 5, diff: draw.Cells(p.difference(-math.Abs(c.Lead))) + 2}
	names := 0
	for k, part := range c.Parts {
		names = max(names, draw.Cells(p.crit[k]))
		g.raw = max(g.raw, draw.Cells(p.lang.Figure(part.RawA))+2, draw.Cells(p.lang.Figure(part.RawB))+2)
		g.score = max(g.score, draw.Cells(p.score(part.A))+2, draw.Cells(p.score(part.B))+2)
		g.diff = max(g.diff, draw.Cells(p.difference(part.A-part.B))+2, draw.Cells(p.lang.Significant(part.RawA-part.RawB, 3))+3)
	}
	g.raw, g.score = max(g.raw, draw.Cells(p.t(textRawOf, p.t("A")))+2), max(g.score, draw.Cells(p.score(c.A.Score))+2)
	const bars = 13
	least := 1 + min(names, 12) + g.diff + 1 + bars
	both := p.w >= least+g.weight+2*g.raw+2*g.score
	switch {
	case both:
	case p.raw:
		g.score = 0
	default:
		g.raw = 0
	}
	if p.w < least+g.weight+2*g.raw+2*g.score {
		g.raw, g.score = 0, 0
	}
	rest := p.w - 1 - g.weight - 2*g.raw - 2*g.score - g.diff - 1
	g.name = min(max(rest-2*draw.Cells(p.t(textABetter))-1, 12), names)
	if rest-g.name < bars {
		g.name = max(rest-bars, 6)
	}
	g.half = max((rest-g.name-1)/2, 3)
	return g
}

// measure is how long a part's bar is, signed, and its difference in words.
func (p *contrastPane) measure(part contrast.Part) (length float64, text string) {
	if !p.raw {
		text = p.difference(part.A - part.B)
		if part.Crossed() {
			text += "*"
		}
		return part.Ahead, text
	}
	text = p.lang.Significant(part.RawA-part.RawB, 3)
	if part.RawA > part.RawB {
		text = "+" + text
	}
	if lo, hi := p.extent(part.Column); hi > lo {
		length = float64(part.Better) * math.Abs(part.RawA-part.RawB) / (hi - lo)
	}
	return length, text
}

func (p *contrastPane) View() string {
	c, g := p.contrast(), p.grid()
	lines := append(p.pair(), p.header(g))
	longest := 0.0
	for _, part := range c.Parts {
		length, _ := p.measure(part)
		longest = max(longest, math.Abs(length))
	}
	shown, write := p.weightsShown()
	for k := p.offset; k < min(p.offset+p.visible(), len(c.Parts)); k++ {
		lines = append(lines, p.line(c.Parts[k], g, write(shown[c.Parts[k].Column]), longest))
	}
	name := p.t(textTotal)
	if !p.out.Additive() {
		name = p.t(textScoreLine)
	}
	total := " " + draw.Left(name, g.name, "") + draw.Spaces(g.weight+2*g.raw)
	if g.score > 0 {
		total += draw.Right(p.score(c.A.Score), g.score) + draw.Right(p.score(c.B.Score), g.score)
	}
	total = p.th.Strong.Render(total) + p.favours(draw.Right(p.difference(c.A.Score-c.B.Score), g.diff), c.Lead)
	if hidden := len(c.Parts) - p.visible(); hidden > 0 {
		total += "  " + p.th.Dim.Render(p.t(textShown, p.span(strconv.Itoa(p.offset+1), strconv.Itoa(p.offset+p.visible())), len(c.Parts)))
	}
	return draw.Pad(append(append(lines, total), p.notes()...), p.h)
}

func (p *contrastPane) header(g contrastGrid) string {
	line := " " + draw.Left(p.t(textCriterionColumn), g.name, p.g.Ellipsis) + draw.Right(p.t(textWeightColumn), g.weight)
	if g.raw > 0 {
		line += draw.Right(p.t(textRawOf, p.t("A")), g.raw) + draw.Right(p.t(textRawOf, p.t("B")), g.raw)
	}
	if g.score > 0 {
		line += draw.Right(p.t("A"), g.score) + draw.Right(p.t("B"), g.score)
	}
	line += draw.Right(p.t("A-B"), g.diff) + " "
	b, a := p.t(textBBetter), p.t(textABetter)
	if max(draw.Cells(a), draw.Cells(b)) > g.half {
		a, b = p.t("A"), p.t("B")
	}
	return p.th.Dim.Render(line + draw.Right(b, g.half) + p.g.Box[5] + a)
}

func (p *contrastPane) line(part contrast.Part, g contrastGrid, weight string, longest float64) string {
	mark, style := " ", p.th.Away
	if part.Column == p.leaf {
		mark, style = p.g.Cursor, p.th.Cursor
	}
	text := mark + draw.Left(p.criterion(part.Column, g.name), g.name, "") + draw.Right(weight, g.weight)
	if g.raw > 0 {
		text += draw.Right(p.lang.Figure(part.RawA), g.raw) + draw.Right(p.lang.Figure(part.RawB), g.raw)
	}
	if g.score > 0 {
		text += draw.Right(p.score(part.A), g.score) + draw.Right(p.score(part.B), g.score)
	}
	length, difference := p.measure(part)
	sign := 0
	if strings.HasSuffix(difference, "*") { // the sign hangs over the column
		sign = 1
	}
	return style.Render(text) + p.favours(draw.Right(difference, g.diff+sign), length) + draw.Spaces(1-sign) + p.diverging(length, longest, g.half)
}

// diverging is a bar to the right of an axis for what favours A, to the left for what favours B.
func (p *contrastPane) diverging(length, longest float64, half int) string {
	n := 0
	if longest > 0 {
		n = int(math.Abs(length)/longest*float64(half) + 0.5)
	}
	if n == 0 && length != 0 {
		n = 1
	}
	axis := p.th.Track.Render(p.g.Box[5])
	if length < 0 {
		return draw.Spaces(half-n) + p.th.Down.Render(strings.Repeat(p.g.Bar, n)) + axis
	}
	return draw.Spaces(half) + axis + p.th.Up.Render(strings.Repeat(p.g.Bar, n))
}

// favours colours a text by whom it favours.
func (r *room) favours(text string, ahead float64) string {
	style := lipgloss.NewStyle()
	switch {
	case ahead > 0:
		style = r.th.Up
	case ahead < 0:
		style = r.th.Down
	}
	return style.Render(text)
}

// notes say what the parts are not.
func (p *contrastPane) notes() []string {
	c := p.contrast()
	var lines []string
	say := func(text string) {
		for _, line := range draw.WrapTo(text, p.w-1, 2, p.g.Ellipsis) {
			lines = append(lines, p.th.Dim.Render(" "+line))
		}
	}
	if !p.out.Additive() {
		say(p.t(textNotAdditive))
	}
	for _, part := range c.Parts {
		if part.Crossed() && !p.raw {
			say(p.t(textCrossed, p.out.Method.Title))
			break
		}
	}
	return lines
}

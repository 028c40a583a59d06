package tui

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"veche/internal/study"

	"veche/internal/tui/draw"
)

// whyPane sets #1 against #2, or against the technology chosen with Enter, criterion by criterion.
type whyPane struct {
	*room
	size
}

func (p *whyPane) Rows(int) (least, good, most int) {
	n := len(p.crit)
	return 5 + min(n, 4) + 3, 6 + n + 5, 6 + n + 6
}

func (p *whyPane) View() string {
	a, b := p.against()
	lines := []string{p.heading(false, p.t(textWhy, a.Rank, b.Rank), "", p.w)}
	if p.h >= 14 {
		lines = append(lines, "")
	}
	const columnW = 8
	names := p.w - 2 - 3*columnW
	tech := p.w - 2 - 2 - columnW - 4
	for _, side := range []struct {
		letter string
		row    *study.Row
	}{{p.t("A"), a}, {p.t("B"), b}} {
		lines = append(lines, "  "+p.th.Strong.Render(side.letter)+" "+draw.Left(p.placed(side.row, tech+4), tech+4, "")+draw.Right(p.score(side.row.Score), columnW))
	}
	lines = append(lines, "  "+p.th.Dim.Render(draw.Spaces(names)+draw.Right(p.t("A"), columnW)+draw.Right(p.t("B"), columnW)+draw.Right(p.t("A-B"), columnW)))
	columns := p.out.Why(a, b)
	words := p.words(a, b, columns)
	room := p.h - len(lines) - 1 - len(words)
	spaced := room > len(columns)
	shown, hidden := columns, 0
	if room < len(columns) {
		keep := max(room-1, 2)
		shown = append(slices.Clone(columns[:(keep+1)/2]), columns[len(columns)-keep/2:]...)
		hidden = len(columns) - len(shown)
	}
	for k, j := range shown {
		if hidden > 0 && k == (len(shown)+1)/2 {
			lines = append(lines, "  "+p.th.Dim.Render(draw.Cut(p.t(textBetween, hidden), p.w-2, p.g.Ellipsis)))
		}
		x, y := a.Reasons[j], b.Reasons[j]
		lines = append(lines, "  "+draw.Left(p.criterion(j, names), names, "")+draw.Right(p.score(x), columnW)+draw.Right(p.score(y), columnW)+p.signed(x-y, p.out.Ahead(a, b, j), columnW))
	}
	name := p.t(textTotal)
	if !p.out.Additive() {
		name = p.t(textScoreLine)
	}
	total := "  " + p.th.Strong.Render(draw.Left(name, names, "")+draw.Right(p.score(a.Score), columnW)+draw.Right(p.score(b.Score), columnW)) + p.signed(a.Score-b.Score, p.better(a.Score, b.Score), columnW)
	lines = append(lines, total)
	if spaced {
		lines = append(lines, "")
	}
	return draw.Pad(append(lines, words...), p.h)
}

// signed is a difference, coloured by whom it favours.
func (p *whyPane) signed(difference, ahead float64, w int) string {
	text := draw.Right(p.difference(difference), w)
	switch {
	case ahead > 0:
		return p.th.Up.Render(text)
	case ahead < 0:
		return p.th.Down.Render(text)
	}
	return text
}

// words say the same in a sentence or two.
func (p *whyPane) words(a, b *study.Row, columns []int) []string {
	var wins, loses []string
	var won, lost float64
	for _, j := range columns {
		switch d := p.out.Ahead(a, b, j); {
		case d > 0:
			wins, won = append(wins, p.crit[j]), won+d
		case d < 0:
			loses, lost = append([]string{p.crit[j]}, loses...), lost+d
		}
	}
	lead := p.better(a.Score, b.Score)
	var text string
	switch {
	case len(wins) == 0 && len(loses) == 0:
		text = p.t(textWhyEqual)
	case len(loses) == 0:
		text = p.t(textWhyAll, p.listed(wins, 2, p.g.Ellipsis), p.difference(won))
	default:
		text = p.t(textWhyBoth, p.listed(wins, 2, p.g.Ellipsis), p.difference(won), p.listed(loses, 2, p.g.Ellipsis), p.difference(lost))
	}
	if !p.out.Additive() {
		text += " " + p.t(textNotAdditive)
	}
	switch {
	case p.out.Incomparable(a, b):
		text += " " + p.t(textLeadIncomparable)
	case p.relation(a.Score, b.Score) == "=":
		text += " " + p.t(textLeadLevel)
	case p.relation(a.Score, b.Score) != "":
		text += " " + p.t(textLead, p.score(math.Abs(lead))) + ", " + p.t(textNearTie)
	default:
		text += " " + p.t(textLead, p.score(math.Abs(lead)))
	}
	var lines []string
	for _, line := range draw.WrapTo(text+".", p.w-2, 5, p.g.Ellipsis) {
		lines = append(lines, "  "+line)
	}
	return lines
}

// listed joins names: "Cost and Risk", "Cost, Risk and 3 more".
func (r *room) listed(names []string, most int, tail string) string {
	short := make([]string, len(names))
	for k, n := range names {
		short[k] = draw.Cut(n, 24, tail)
	}
	switch {
	case len(short) == 0:
		return r.t(textNothing)
	case len(short) == 1:
		return short[0]
	case len(short) == 2:
		return short[0] + " " + r.t(textAnd) + " " + short[1]
	}
	return strings.Join(short[:most], ", ") + " " + r.t(textAnd) + " " + r.t(textMore, len(short)-most)
}

// flipsPane is which single move of a weight would cost #1 its place.
type flipsPane struct {
	*room
	size
}

func (p *flipsPane) Rows(int) (least, good, most int) {
	flips, _ := p.flips()
	n := len(flips)
	if n == 0 {
		return 3, 4, 4
	}
	return 4, 2 + min(n, 7), 3 + n
}

// flip is one weight beyond which #1 changes.
type flip struct {
	leaf   int
	up     bool
	at     float64 // per cent, as [inwards] has it
	by     float64 // points to go
	leader int     // technology
}

// flips are the changes of #1, nearest first; known is false while some are being worked out.
func (r *room) flips() (all []flip, known bool) {
	known = true
	for k := range r.crit {
		st := r.stable(k)
		if st == nil {
			known = false
			continue
		}
		if r.locked[k] {
			continue
		}
		if f := st.Below; f != nil {
			all = append(all, flip{k, false, inwards(f.At, st.Weight), 100 * (st.Weight - f.At), r.out.Prepared.Technology[f.Leader]})
		}
		if f := st.Above; f != nil {
			all = append(all, flip{k, true, inwards(f.At, st.Weight), 100 * (f.At - st.Weight), r.out.Prepared.Technology[f.Leader]})
		}
	}
	slices.SortStableFunc(all, func(a, b flip) int { return cmp.Compare(a.by, b.by) })
	return all, known
}

func (p *flipsPane) View() string {
	flips, known := p.flips()
	remark := p.method()
	if !known {
		remark = p.unsteady()
	}
	if p.h < 6 && len(flips) > p.h-2 {
		return draw.Pad(p.brief(flips, known), p.h)
	}
	lines := []string{p.heading(false, p.t(textFlips), remark, p.w)}
	if len(flips) == 0 {
		text := p.t(textNoFlip)
		if !known {
			text = p.unsteady()
		}
		for _, line := range draw.Wrap(text, p.w-2) {
			lines = append(lines, p.th.Dim.Render("  "+line))
		}
		return draw.Pad(lines, p.h)
	}
	names := 0
	for _, c := range p.crit {
		names = max(names, draw.Cells(c))
	}
	names = min(names, max(10, (p.w-2)/3))
	shown := min(len(flips), p.h-2)
	for _, f := range flips[:shown] {
		way, style := p.t(textBelowAt), p.th.Down
		if f.up {
			way, style = p.t(textAboveAt), p.th.Up
		}
		move := style.Render(draw.Left(way, max(draw.Cells(p.t(textAboveAt)), draw.Cells(p.t(textBelowAt))), ""))
		at := draw.Right(p.lang.Fixed(f.at, 1)+"%", 6)
		used := 2 + names + 1 + draw.Cells(p.t(textAboveAt)) + 1 + 6 + 2 + draw.Cells(p.g.Arrow) + 1
		line := "  " + draw.Left(p.criterion(f.leaf, names), names, "") + " " + move + " " + at + "  " + p.g.Arrow + " " + p.name(f.leader, p.w-used)
		lines = append(lines, line)
	}
	least := p.t(textLeastMove, p.points(flips[0]), p.criterion(flips[0].leaf, 20))
	if hidden := len(flips) - shown; hidden > 0 {
		least += "   " + p.t(textMoreFlips, hidden)
	}
	if len(lines)+2 <= p.h {
		lines = append(lines, "")
	}
	lines = append(lines, "  "+p.th.Dim.Render(draw.Cut(least, p.w-2, p.g.Ellipsis)))
	return draw.Pad(lines, p.h)
}

// points is how far a weight must move, with its sign, in points.
func (p *flipsPane) points(f flip) string {
	by := ceilTenth(f.by)
	if by <= 0 { // at once
		return p.lang.Tenths(0)
	}
	if f.up {
		return "+" + p.lang.Tenths(by)
	}
	return "-" + p.lang.Tenths(by)
}

// method says how the changes were found.
func (p *flipsPane) method() string {
	for _, st := range p.stability {
		if st != nil && !st.Exact {
			return p.t(textGridded)
		}
	}
	return p.t(textExact)
}

// brief is the pane in a few lines: the lead, and the nearest changes as a sentence.
func (p *flipsPane) brief(flips []flip, known bool) []string {
	a, b := &p.out.Rows[0], &p.out.Rows[1]
	first := p.t(textLeads, p.score(math.Abs(a.Score-b.Score)))
	switch {
	case p.out.Incomparable(a, b):
		first = p.t(textLeadIncomparable)
	case a.Rank == b.Rank:
		first = p.t(textSharedFirst, p.out.First())
	case p.relation(a.Score, b.Score) != "":
		first += " " + p.g.Dash + " " + p.t(textNearTie)
	}
	lines := []string{draw.Cut(first+".", p.w, p.g.Ellipsis)}
	if !known {
		return append(lines, p.th.Stale.Render(p.unsteady()))
	}
	var parts []string
	for _, f := range flips {
		sign := "<"
		if f.up {
			sign = ">"
		}
		parts = append(parts, fmt.Sprintf("%s %s %s%%", p.criterion(f.leaf, 18), sign, p.lang.Tenths(f.at)))
	}
	for n := len(parts); n > 0; n-- { // as many as fit
		text := p.t(textItFlips, strings.Join(parts[:n], ", "))
		if n < len(parts) {
			text += p.t(textAndMore, len(parts)-n)
		}
		wrapped := draw.Wrap(text, p.w)
		if len(wrapped) <= p.h-1 || n == 1 {
			return append(lines, wrapped...)
		}
	}
	return lines
}

// drawsPane is how often who leads when all weights are uncertain at once.
type drawsPane struct {
	*room
	size
}

func (p *drawsPane) Rows(int) (least, good, most int) { return 5, 6, 8 }

func (p *drawsPane) View() string {
	fresh := p.draws.fresh(p.session)
	remark := ""
	if !fresh {
		remark = p.waiting(drawCount)
	}
	lines := []string{p.heading(false, fitting(p.w-4, p.t(textDraws, grouped(drawCount), p.seed()), p.t(textDrawsS, grouped(drawCount))), remark, p.w)}
	type chance struct {
		tech int
		p    float64
	}
	var all []chance
	for i, x := range p.draws.value.first {
		if x > 0 {
			all = append(all, chance{p.draws.value.of[i], x})
		}
	}
	slices.SortStableFunc(all, func(a, b chance) int { return cmp.Compare(b.p, a.p) })
	shown := min(len(all), p.h-2)
	names := 0
	for _, c := range all[:shown] {
		names = max(names, draw.Cells(p.tech[c.tech]))
	}
	const barLeast = 8
	names = min(names, p.w-2-1-6-1-barLeast)
	barW := min(p.w-2-names-1-6-1, 30)
	for _, c := range all[:shown] {
		share := p.lang.Whole(c.p)
		switch {
		case c.p < 0.005:
			share = "<1%"
		case c.p < 1 && c.p >= 0.995: // never certain by rounding
			share = ">99%"
		}
		text := draw.Left(p.name(c.tech, names), names, "") + " " + draw.Right(share, 5)
		if !fresh {
			lines = append(lines, "  "+p.th.Stale.Render(text)+"  "+p.bar(c.p, barW, p.th.Stale))
			continue
		}
		lines = append(lines, "  "+text+"  "+p.bar(c.p, barW, p.th.Bar))
	}
	if !p.draws.known() {
		lines = append(lines, "  "+p.th.Stale.Render(p.waiting(drawCount)))
	}
	remark = fitting(p.w-2, p.t(textDrawsRemark, p.g.PlusMinus), p.t(textDrawsRemarkS, p.g.PlusMinus))
	return draw.Pad(append(lines, p.th.Dim.Render(draw.Cut("  "+remark, p.w, p.g.Ellipsis))), p.h)
}

package tui

import (
	"slices"
	"strconv"
	"strings"

	"veche/internal/mcda/portfolio"
	"veche/internal/study/selection"

	"veche/internal/tui/draw"
)

// budgetPane is the budget, and how much of it is spent.
type budgetPane struct {
	*shortlistScreen
	size
}

func (p *budgetPane) Rows(int) (least, good, most int) { return 1, 1, 1 }

func (p *budgetPane) View() string {
	set := p.shown()
	b, ok := p.budget()
	if !ok {
		text := p.t(textNoBudgetYet)
		if p.stride() == 0 {
			text = p.t(textNoCostsShort)
		} else if set != nil {
			costs := textSetCosts
			if p.lacksCosts(set) {
				costs = textSetCostsPart
			}
			cost := p.t(costs, p.lang.Amount(set.Cost))
			text = fitting(p.w, text+"   "+cost, p.t(textNoBudgetShort)+"   "+cost, cost)
		}
		return draw.Cut(text, p.w, p.g.Ellipsis)
	}
	text := p.th.Strong.Render(p.t(textBudgetIs, p.lang.Amount(b)))
	if set == nil {
		return text
	}
	text += "   " + p.t(textUsedLeft, p.lang.Amount(set.Cost), p.lang.Amount(b-set.Cost))
	share := 0.0
	if b > 0 {
		share = set.Cost / b
	}
	style := p.th.Bar
	if share > 1+1e-12 {
		style = p.th.Warning
	}
	if room := min(p.w-draw.Cells(text)-5, 48); room >= 6 {
		text += "   [" + p.room.bar(share, room, style) + "]"
	}
	return draw.Cut(text, p.w, p.g.Ellipsis)
}

// setPane is the technologies by rank, with what is chosen.
type setPane struct {
	*shortlistScreen
	size
}

func (p *setPane) SetSize(w, h int) {
	p.w, p.h = w, h
	v := p.visible()
	if p.rowOf(p.chosen) != nil {
		k := int(p.row[p.chosen])
		p.offset = min(max(p.offset, k-v+1), k)
	}
	p.offset = max(min(p.offset, len(p.out.Rows)-v), 0)
}

func (p *setPane) Rows(int) (least, good, most int) {
	n := len(p.out.Rows)
	return 2 + min(n, 6), 2 + min(n, 14), 2 + n
}

// visible is how many technologies are shown.
func (p *setPane) visible() int { return max(min(p.h-2, len(p.out.Rows)), 1) }

// under is the technology at a row of the pane.
func (p *setPane) under(y int) (tech int, ok bool) {
	k := p.offset + y - 2
	if y < 2 || y >= 2+p.visible() || k >= len(p.out.Rows) {
		return 0, false
	}
	return p.techOf(k), true
}

// points are a few budgets of the frontier to show beside the list: the present one in the middle.
func (p *setPane) points(room int) []portfolio.Point {
	sel := p.complete()
	if sel == nil || len(sel.Frontier.Points) < 2 || room < 12 {
		return nil
	}
	n := min(room/7, len(sel.Frontier.Points), 6)
	all := sel.Frontier.Points
	now := 0
	if b, ok := p.budget(); ok {
		now = max(sel.Frontier.At(b), 0)
	}
	from := max(min(now-n/2, len(all)-n), 0)
	return all[from : from+n]
}

// setGrid is the widths of the list's columns, with the gap before each; 0: not shown. points are the budgets shown beside it.
type setGrid struct {
	rank, name, score, cost, ratio, pin int
	points                              []portfolio.Point
}

const pointW = 7 // of a budget beside the list

func (p *setPane) grid(sel *selection.Selection) setGrid {
	g := setGrid{rank: max(len(strconv.Itoa(len(p.tech))), 2), score: draw.Cells(p.t(textScore)) + 2, pin: 5}
	names := 8
	for k := range p.out.Rows {
		g.score = max(g.score, draw.Cells(p.score(p.out.Rows[k].Score))+2)
		names = max(names, draw.Cells(p.tech[p.techOf(k)]))
	}
	if p.stride() > 0 {
		g.cost = draw.Cells(p.t(textCostHead)) + 2
		g.ratio = draw.Cells(p.t(textRatioHead)) + 2
		for k := range p.out.Rows {
			g.cost, g.ratio = max(g.cost, draw.Cells(p.cost(k))+2), max(g.ratio, draw.Cells(p.ratio(sel, k))+2)
		}
	}
	const least = 14 // of a name: what is said of it goes first
	if p.w-g.fixed() < least {
		g.ratio = 0
	}
	g.name = max(min(names, p.w-g.fixed()), 6)
	g.points = p.points(p.w - g.fixed() - g.name - 1)
	return g
}

// fixed is what stands beside the name.
func (g *setGrid) fixed() int { return 1 + 4 + g.rank + 1 + g.score + g.cost + g.ratio + g.pin }

// cost is what the technology of a row costs, "-" where that is not known.
func (p *setPane) cost(k int) string {
	if c := p.out.Rows[k].Technology.Cost; c != nil {
		return p.lang.Amount(*c)
	}
	return "-"
}

// ratio is its value per unit of cost, "-" where there is none.
func (p *setPane) ratio(sel *selection.Selection, k int) string {
	if c := p.out.Rows[k].Technology.Cost; c != nil && *c > 0 && sel != nil && k < len(sel.Portfolio.Values) {
		return p.lang.Figure3(sel.Portfolio.Values[k] / *c)
	}
	return "-"
}

func (p *setPane) View() string {
	sel := p.now()
	title := p.t(textBest)
	if p.byRank {
		title = p.t(textTakenByRank)
	}
	remark := ""
	if v := p.visible(); v < len(p.out.Rows) {
		remark = p.t(textShown, p.span(strconv.Itoa(p.offset+1), strconv.Itoa(p.offset+v)), len(p.out.Rows))
	}
	g := p.grid(sel)
	head := draw.Spaces(5) + draw.Right(p.t(textNumbers), g.rank) + " " + draw.Left(p.t(textTechnology), g.name, p.g.Ellipsis) + draw.Right(p.t(textScore), g.score)
	if g.cost > 0 {
		head += draw.Right(p.t(textCostHead), g.cost)
	}
	if g.ratio > 0 {
		head += draw.Right(p.t(textRatioHead), g.ratio)
	}
	head += draw.Right(p.t(textPinHead), g.pin)
	for _, point := range g.points {
		head += draw.Right(p.lang.Amount(point.Budget), pointW)
	}
	lines := []string{p.heading(true, title, remark, p.w), p.th.Dim.Render(draw.Cut(head, p.w, ""))}
	for k := p.offset; k < min(p.offset+p.visible(), len(p.out.Rows)); k++ {
		lines = append(lines, p.line(sel, k, &g))
	}
	return draw.Pad(lines, p.h)
}

// line draws one technology of the list.
func (p *setPane) line(sel *selection.Selection, k int, g *setGrid) string {
	r, tech, set := &p.out.Rows[k], p.techOf(k), p.shown()
	mark, style := " ", p.th.Away
	if tech == p.chosen {
		mark, style = p.g.Cursor, p.th.Cursor
	}
	in := set != nil && k < len(set.Chosen) && set.Chosen[k]
	box, boxStyle := "[ ] ", p.th.Away
	if in {
		box = "[x] "
	}
	switch {
	case !p.fresh():
		boxStyle = p.th.Stale
	case in:
		boxStyle = p.th.Up
	}
	line := style.Render(mark) + boxStyle.Render(box) +
		style.Render(draw.Right(strconv.Itoa(r.Rank), g.rank)+" "+draw.Left(p.name(tech, g.name), g.name, "")+draw.Right(p.score(r.Score), g.score))
	if g.cost > 0 {
		line += draw.Right(p.cost(k), g.cost)
	}
	if g.ratio > 0 {
		line += draw.Right(p.ratio(sel, k), g.ratio)
	}
	pin := p.g.Same
	switch p.study().Technologies[tech].Pin {
	case "in":
		pin = p.t(textPinIn)
	case "out":
		pin = p.t(textPinOut)
	}
	line += p.th.Loaded.Render(draw.Right(pin, g.pin))
	for _, point := range g.points {
		text := p.g.Same
		if k < len(point.Set.Chosen) && point.Set.Chosen[k] {
			text = "x"
		}
		line += draw.Right(text, pointW)
	}
	return line
}

// whyOutPane says why the technology under the cursor is in or out.
type whyOutPane struct {
	*shortlistScreen
	size
}

func (p *whyOutPane) Rows(w int) (least, good, most int) {
	return 3, min(max(1+len(draw.Wrap(p.text(), w)), 4), 7), 8
}

func (p *whyOutPane) text() string {
	if fault := p.fault(); fault != "" {
		return fault + " " + p.t(textGiveBudget)
	}
	sel, row := p.now(), p.rowOf(p.chosen)
	if sel == nil {
		return p.t(textWorking)
	}
	if row == nil {
		return p.t(textNotRankedHere)
	}
	k := int(p.row[p.chosen])
	pin := p.study().Technologies[p.chosen].Pin
	if k >= len(sel.Best.Chosen) {
		return p.t(textWorking)
	}
	if sel.Best.Chosen[k] {
		text := p.t(textIsIn)
		if pin == "in" {
			text = p.t(textIsPinnedIn)
		}
		if r := sel.Robust; r != nil && r.Index != nil && pin == "" {
			text += " " + p.t(textCoreIndex, r.Describe(p.lang), p.lang.Percent(r.Index[k]))
		}
		return text
	}
	if pin == "out" {
		return p.t(textIsPinnedOut)
	}
	full := p.complete()
	if full == nil {
		return p.t(textWorking)
	}
	for i := range full.Out {
		if full.Out[i].Row == k {
			return draw.Clean(p.sentences(full).WhyOut(&full.Out[i]))
		}
	}
	if p.whyNot.known() && p.whyNot.fresh(p.session) && p.whyNot.value.Row == k {
		return draw.Clean(p.sentences(full).WhyOut(&p.whyNot.value))
	}
	return p.t(textWorking)
}

func (p *whyOutPane) View() string {
	title := ""
	if row := p.rowOf(p.chosen); row != nil {
		what := textWhyIn
		if sel := p.now(); sel != nil && int(p.row[p.chosen]) < len(sel.Best.Chosen) && !sel.Best.Chosen[p.row[p.chosen]] {
			what = textWhyOutOf
		}
		title = fitting(p.w-4, p.t(what, p.tech[p.chosen], row.Rank), p.t(what, p.tag(p.chosen), row.Rank), p.t(what, p.id(p.chosen), row.Rank))
	}
	return draw.Pad(append([]string{p.heading(false, title, "", p.w)}, draw.Sentences(p.text(), p.w, p.h-1, p.g.Ellipsis)...), p.h)
}

// rulesPane is what the set must obey.
type rulesPane struct {
	*shortlistScreen
	size
}

func (p *rulesPane) Rows(int) (least, good, most int) {
	n := 1
	if sel := p.now(); sel != nil {
		n = max(len(sel.Demands), 1)
	}
	return 2, 1 + min(n, 5), 1 + n
}

func (p *rulesPane) View() string {
	sel, set := p.now(), p.shown()
	if sel == nil || set == nil || len(set.Chosen) != len(sel.Rows) {
		return draw.Pad([]string{p.heading(false, p.t(textRules), "", p.w)}, p.h)
	}
	broken := sel.Broken(set.Chosen)
	lines := []string{p.heading(false, p.t(textRules), p.t(textRulesMet, len(sel.Demands)-len(broken), len(sel.Demands)), p.w)}
	if len(sel.Demands) == 0 {
		lines = append(lines, p.th.Dim.Render(draw.Cut(p.t(textNoRules), p.w, p.g.Ellipsis)))
	}
	order := make([]int, len(sel.Demands))
	for d := range order {
		order[d] = d
	}
	slices.SortStableFunc(order, func(a, b int) int { // what is broken first
		return boolInt(slices.Contains(broken, b)) - boolInt(slices.Contains(broken, a))
	})
	for _, d := range order {
		mark, style := "[ok] ", p.th.Up
		if slices.Contains(broken, d) {
			mark, style = "[no] ", p.th.Warning
		}
		lines = append(lines, style.Render(mark)+draw.Cut(draw.Clean(sel.Words(&sel.Demands[d], p.lang)), p.w-5, p.g.Ellipsis))
	}
	return draw.Pad(lines, p.h)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// setsPane sets the sets beside each other.
type setsPane struct {
	*shortlistScreen
	size
}

func (p *setsPane) Rows(int) (least, good, most int) { return 4, 7, 9 }

func (p *setsPane) View() string {
	lines := []string{p.heading(false, p.t(textSets), "", p.w)}
	sel := p.now()
	if sel == nil {
		return draw.Pad(lines, p.h)
	}
	type row struct {
		name string
		set  *portfolio.Set
	}
	rows := []row{{p.t(textSetBest), &sel.Best}, {p.t(textSetByRank), &sel.ByRank}}
	for k := range sel.Next {
		rows = append(rows, row{p.t(textSetNext, k+2), &sel.Next[k]})
	}
	const nameW = 12
	if p.w < 40 { // too narrow for columns: a line says a set, the next what differs, by identifiers
		for _, r := range rows {
			line := p.worth(r.set.Value) + "  " + p.lang.Amount(r.set.Cost)
			lines = append(lines, draw.Cut(draw.Left(r.name, nameW, p.g.Ellipsis)+line, p.w, p.g.Ellipsis))
			var parts []string
			adds, drops := sel.Differs(r.set.Chosen)
			for _, k := range adds {
				parts = append(parts, "+ "+p.id(p.techOf(k)))
			}
			for _, k := range drops {
				parts = append(parts, "- "+p.id(p.techOf(k)))
			}
			if len(parts) > 0 {
				lines = append(lines, draw.Cut("  "+strings.Join(parts, "  "), p.w, p.g.Ellipsis))
			}
		}
		return draw.Pad(lines, p.h)
	}
	valueW, costW := draw.Cells(p.t(textValueHead))+2, draw.Cells(p.t(textCostHead))+2
	for _, r := range rows {
		valueW, costW = max(valueW, draw.Cells(p.worth(r.set.Value))+2), max(costW, draw.Cells(p.lang.Amount(r.set.Cost))+2)
	}
	lines = append(lines, p.th.Dim.Render(draw.Cut(draw.Left(p.t(textSetHead), nameW, "")+draw.Right(p.t(textValueHead), valueW)+draw.Right(p.t(textCostHead), costW)+"  "+p.t(textDiffers), p.w, p.g.Ellipsis)))
	for _, r := range rows {
		adds, drops := sel.Differs(r.set.Chosen)
		each := (p.w-nameW-valueW-costW-6)/max(len(adds)+len(drops), 1) - 2 // a sign or a comma, and a space
		var parts []string
		if len(adds) > 0 {
			parts = append(parts, "+ "+p.namesOf(adds, each))
		}
		if len(drops) > 0 {
			parts = append(parts, "- "+p.namesOf(drops, each))
		}
		if len(parts) == 0 {
			parts = []string{"-"}
		}
		lines = append(lines, draw.Cut(draw.Left(r.name, nameW, p.g.Ellipsis)+draw.Right(p.worth(r.set.Value), valueW)+draw.Right(p.lang.Amount(r.set.Cost), costW)+"  "+strings.Join(parts, "  "), p.w, p.g.Ellipsis))
	}
	return draw.Pad(lines, p.h)
}

// namesOf are the technologies of rows, each in as many cells where that is more than a tag.
func (p *setsPane) namesOf(rows []int, each int) string {
	var names []string
	for _, k := range rows {
		tag := p.tag(p.techOf(k))
		if each > draw.Cells(tag) {
			tag = p.name(p.techOf(k), each)
		}
		names = append(names, tag)
	}
	return strings.Join(names, ", ")
}

// firmPane says how firm the set is when the weights are not sure.
type firmPane struct {
	*shortlistScreen
	size
}

func (p *firmPane) text() string {
	if p.fault() != "" {
		return "-"
	}
	sel := p.complete()
	if sel == nil {
		return p.t(textWorking)
	}
	return draw.Clean(strings.Join(p.sentences(sel).UnderWeights(), " "))
}

func (p *firmPane) Rows(w int) (least, good, most int) {
	n := 1 + max(len(draw.Wrap(p.text(), w)), 1)
	return 3, min(n, 6), n
}

func (p *firmPane) View() string {
	return draw.Pad(append([]string{p.heading(false, p.t(textFirm), "", p.w)}, draw.Sentences(p.text(), p.w, p.h-1, p.g.Ellipsis)...), p.h)
}

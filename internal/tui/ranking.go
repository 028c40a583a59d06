package tui

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"veche/internal/tui/draw"
)

// rankingPane is the list of technologies, best first, with the unranked ones at its end.
type rankingPane struct {
	*weightsScreen
	size
	offset  int // first item shown
	items   []item
	matches int // technologies that pass the filter
	madeOf  int // state and filter the items are of
	madeFor string

	order  order // of the list; ranks stay true
	madeIn order
	places []int // by technology, its place among the names, once it has been asked for

	longest, rankW, ratersW int // cells of the longest name, of a rank and of the raters column (0: none)
}

// order is how the list of technologies is sorted.
type order uint8

const (
	byRank   order = iota
	byChange       // the largest rise first, the largest fall last
	byName
	orders // their number
)

// item is a line of the list: a technology, or the line below the shortlist.
type item struct {
	tech int // −1: the shortlist's line
	row  int // of the outcome; −1: unranked
}

func (p *rankingPane) SetSize(w, h int) {
	p.w, p.h = w, h
	p.refill()
	p.offset = max(min(p.offset, len(p.items)-p.visible()), 0)
}

func (p *rankingPane) Rows(w int) (least, good, most int) {
	p.refill()
	n := len(p.items)
	return 3 + min(n, draw.AtLeast(w)), 3 + min(n, 12), 4 + n
}

// refill makes the items anew when the state or the filter has changed.
func (p *rankingPane) refill() {
	if p.madeOf == p.gen && p.madeFor == p.query && p.madeIn == p.order && p.items != nil {
		return
	}
	p.madeOf, p.madeFor, p.madeIn = p.gen, p.query, p.order
	p.items, p.matches = p.items[:0], 0
	shortlist := p.out.Listed()
	passed := func(tech int) bool {
		ok := p.passes(tech)
		if ok {
			p.matches++
		}
		return ok
	}
	for k := range p.out.Rows {
		if k == shortlist && k > 0 && len(p.items) > 0 && p.order == byRank {
			p.items = append(p.items, item{-1, -1})
		}
		if t := p.techOf(k); passed(t) {
			p.items = append(p.items, item{t, k})
		}
	}
	for _, u := range p.out.Unranked {
		if passed(u.Technology) {
			p.items = append(p.items, item{u.Technology, -1})
		}
	}
	p.sort()
	most := 0
	for _, n := range p.out.Raters {
		most = max(most, n)
	}
	p.ratersW = 0
	if most > 0 {
		p.ratersW = 1 + max(len(strconv.Itoa(most)), 2)
	}
	p.rankW = max(len(strconv.Itoa(len(p.tech))), 2)
	if p.longest == 0 {
		for _, name := range p.tech {
			p.longest = max(p.longest, draw.Cells(name))
		}
	}
}

// sort puts the items into the order asked for; they come by rank.
func (p *rankingPane) sort() {
	switch p.order {
	case byChange:
		change := func(i item) int {
			places, ok := p.moved(i.tech)
			if !ok {
				return math.MinInt // new or unranked: last
			}
			return places
		}
		slices.SortStableFunc(p.items, func(a, b item) int { return cmp.Compare(change(b), change(a)) })
	case byName:
		if p.places == nil {
			names, order := make([]string, len(p.tech)), make([]int, len(p.tech))
			for t, name := range p.tech {
				names[t], order[t] = draw.Fold(name), t
			}
			slices.SortStableFunc(order, func(a, b int) int { return strings.Compare(names[a], names[b]) })
			p.places = make([]int, len(order))
			for place, t := range order {
				p.places[t] = place
			}
		}
		slices.SortFunc(p.items, func(a, b item) int { return cmp.Compare(p.places[a.tech], p.places[b.tech]) })
	}
}

// reorder sorts the list another way and says so.
func (p *rankingPane) reorder(to order) {
	if p.order = to % orders; p.order == byRank {
		p.say(textOrderRank)
	} else if p.order == byChange {
		p.say(textOrderChange)
	} else {
		p.say(textOrderName)
	}
	p.refill()
	p.reveal()
}

// heads is the order that a cell of the header stands for.
func (p *rankingPane) heads(x int) order {
	g := p.grid()
	switch {
	case x < 1+g.rank+1:
		return byRank
	case x <= 1+g.rank+1+g.delta:
		return byChange
	case x <= 1+g.rank+1+g.delta+1+g.name:
		return byName
	}
	return byRank
}

// passes reports whether a technology passes the filter: by name, identifier or group.
func (p *rankingPane) passes(tech int) bool {
	if p.query == "" {
		return true
	}
	t := &p.study().Technologies[tech]
	return strings.Contains(draw.Fold(p.tech[tech]), p.query) || strings.Contains(draw.Fold(t.ID), p.query) || strings.Contains(draw.Fold(draw.Clean(t.Group)), p.query)
}

// visible is how many items are on the screen at once.
func (p *rankingPane) visible() int { return max(p.h-3, 1) }

// index is the place of the chosen technology in the list, −1 when it is filtered out.
func (p *rankingPane) index() int {
	p.refill()
	return slices.IndexFunc(p.items, func(i item) bool { return i.tech == p.chosen })
}

// reveal scrolls so that the chosen technology is seen.
func (p *rankingPane) reveal() {
	if k := p.index(); k >= 0 {
		p.offset = min(max(p.offset, k-p.visible()+1), k)
	}
	p.scroll(0)
}

func (p *rankingPane) scroll(by int) {
	p.refill()
	p.offset = max(min(p.offset+by, len(p.items)-p.visible()), 0)
}

// move goes some technologies up or down from the chosen one.
func (p *rankingPane) move(by int) {
	p.refill()
	k := p.index()
	switch {
	case p.matches == 0:
		return
	case k < 0:
		k, by = 0, 0
	}
	k = min(max(k+by, 0), len(p.items)-1)
	if p.items[k].tech < 0 { // the shortlist's line has technologies on both sides
		if by < 0 {
			k--
		} else {
			k++
		}
		if k >= len(p.items) {
			k -= 2
		}
	}
	p.chosen = p.items[max(k, 0)].tech
	p.reveal()
}

// under finds the item at a row of the pane.
func (p *rankingPane) under(y int) (item, bool) {
	p.refill()
	k := p.offset + y - 2
	if y < 2 || y >= 2+p.visible() || k >= len(p.items) || p.items[k].tech < 0 {
		return item{}, false
	}
	return p.items[k], true
}

// grid is the widths of the ranking's columns; 0: not shown.
type grid struct{ rank, delta, name, score, bar, raters int }

func (p *rankingPane) grid() grid {
	g := grid{rank: p.rankW, delta: p.rankW + 1}
	first, last := p.out.Rows[0].Score, p.out.Rows[len(p.out.Rows)-1].Score
	g.score = max(draw.Cells(p.score(first)), draw.Cells(p.score(last)), 5)
	if p.w >= 44 {
		g.raters = p.ratersW
	}
	flexible := p.w - (1 + g.rank + 1 + g.delta + 1) - (1 + g.score + 1) - g.raters - 1
	least := 6
	if flexible >= 40 {
		least = 8
	}
	g.bar = min(max(flexible-p.longest, least), 24)
	if flexible < 18 {
		g.bar = 0
	}
	g.name = flexible - g.bar
	return g
}

// share is how long a score's bar is, as a share of the longest.
func (p *rankingPane) share(score float64) float64 {
	best, worst := p.out.Rows[0].Score, p.out.Rows[len(p.out.Rows)-1].Score
	switch {
	case best == worst:
		return 1
	case p.out.Method.LowerIsBetter || min(best, worst) < 0:
		return (score - worst) / (best - worst)
	}
	return score / best
}

func (p *rankingPane) View() string {
	p.refill()
	lines := []string{p.title(), p.header()}
	v := p.visible()
	for k := p.offset; k < min(p.offset+v, len(p.items)); k++ {
		lines = append(lines, p.line(k))
	}
	if p.matches == 0 {
		lines = append(lines, p.th.Dim.Render(draw.Cut("  "+p.t(textNoMatch), p.w, p.g.Ellipsis)))
	}
	return draw.Pad(append(lines, p.legend()), p.h)
}

func (p *rankingPane) title() string {
	remark := ""
	if now := p.tau.value; p.tau.fresh(p.session) && now.ok {
		remark = p.t(textTau, now.of)
		if long := p.t(textTauLong, now.of); p.w >= draw.Cells(p.t(textRanking))+draw.Cells(long)+8 {
			remark = long
		}
	}
	if p.query != "" {
		remark = p.t(textFiltered, p.query, p.matches, len(p.tech))
	}
	return p.heading(p.focus == inRanking, p.t(textRanking), remark, p.w)
}

func (p *rankingPane) header() string {
	g := p.grid()
	score := p.t(textScore)
	if p.out.Method.LowerIsBetter {
		score = p.t(textScoreLow)
	}
	line := draw.Right(p.t(textNumbers), 1+g.rank) + draw.Right("+-", 1+g.delta) + " " + draw.Left(p.t(textTechnology), g.name, p.g.Ellipsis)
	room := g.score + 1
	if short := room - draw.Cells(score); short < 0 { // a long heading takes from the name's column
		line = draw.Cut(line, draw.Cells(line)+short, "")
	}
	line += " " + draw.Right(score, max(room-1, draw.Cells(score)-1))
	if g.raters > 0 {
		line += draw.Spaces(p.w-g.raters-draw.Cells(line)) + draw.Right(p.t(textRaters), g.raters)
	}
	return p.th.Dim.Render(draw.Cut(line, p.w, ""))
}

// line draws one item.
func (p *rankingPane) line(k int) string {
	it, g := p.items[k], p.grid()
	if it.tech < 0 {
		text := p.t(textShortlistLine, p.out.Listed())
		rule := strings.Repeat(p.g.Rule+" ", p.w)
		return p.th.Dim.Render(draw.Left(draw.Cut(rule, 1+g.rank+1+g.delta, "")+" "+text+" "+rule, p.w, ""))
	}
	mark, style := " ", p.th.Away
	if it.tech == p.chosen {
		mark = p.g.Cursor
		if p.focus == inRanking {
			style = p.th.Cursor
		}
	}
	if p.flash[it.tech] {
		style = p.th.Changed
	}
	if it.row < 0 {
		u := p.out.Unranked[slices.IndexFunc(p.out.Unranked, func(u unranked) bool { return u.Technology == it.tech })]
		reason := draw.Clean(p.t(textNotRanked, u.Reason))
		name := draw.Left(p.name(it.tech, g.name), g.name, "")
		return style.Render(mark) + p.th.Dim.Render(draw.Right("-", g.rank)+draw.Spaces(1+g.delta)+" "+name+" "+draw.Cut(reason, p.w-(4+g.rank+g.delta+g.name), p.g.Ellipsis))
	}
	row := &p.out.Rows[it.row]
	sign := " "
	if it.row > 0 && p.order == byRank {
		if s := p.relation(row.Score, p.out.Rows[it.row-1].Score); s != "" {
			sign = s
		}
	}
	line := style.Render(mark+draw.Right(strconv.Itoa(row.Rank), g.rank)) + " " + p.delta(it.tech, g.delta) + " " +
		style.Render(draw.Left(p.name(it.tech, g.name), g.name, "")+" "+draw.Right(p.score(row.Score), g.score)) + p.th.Near.Render(sign)
	if g.bar > 0 {
		line += " " + p.bar(p.share(row.Score), g.bar, p.th.Bar)
	}
	if g.raters > 0 {
		line += p.th.Dim.Render(draw.Right(strconv.Itoa(row.Raters), g.raters))
	}
	return line
}

// delta is the change of rank since loading, in w cells.
func (p *rankingPane) delta(tech, w int) string {
	switch places, ok := p.moved(tech); {
	case !ok:
		return p.th.Near.Render(draw.Right(p.t(textNew), w))
	case places > 0:
		return p.th.Up.Render(draw.Right("+"+strconv.Itoa(places), w))
	case places < 0:
		return p.th.Down.Render(draw.Right(strconv.Itoa(places), w))
	}
	return p.th.Dim.Render(draw.Right(p.g.Same, w))
}

// technologies counts the technologies among the first n items.
func (p *rankingPane) technologies(n int) int {
	if k := slices.IndexFunc(p.items[:n], func(i item) bool { return i.tech < 0 }); k >= 0 {
		n--
	}
	return n
}

// legend says what is out of sight, how many are unranked, and what the signs mean, as far as there is room.
func (p *rankingPane) legend() string {
	var parts []string
	if v := p.visible(); v < len(p.items) && p.matches > 0 {
		first, last := p.technologies(p.offset), p.technologies(min(p.offset+v, len(p.items)))
		parts = append(parts, p.t(textShown, p.span(strconv.Itoa(first+1), strconv.Itoa(last)), p.matches))
	}
	if n := len(p.out.Unranked); n > 0 {
		parts = append(parts, p.t(textUnranked, n))
	}
	parts = append(parts, p.t(textNearLegend, p.lang.Figure(p.near)), p.t(textDeltaLegend))
	line := parts[0]
	for k, more := range parts[1:] {
		if k == len(parts)-3 && draw.Cells(line)+3+draw.Cells(more) > p.w {
			more = p.t(textNearLegendShort, p.lang.Figure(p.near))
		}
		if draw.Cells(line)+3+draw.Cells(more) <= p.w {
			line += "   " + more
		}
	}
	return p.th.Dim.Render(draw.Cut(line, p.w, p.g.Ellipsis))
}

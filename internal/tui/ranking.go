package tui

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// rankingPanel is the list of technologies, best first, with the unranked ones at its end.
type rankingPanel struct {
	*weightsScreen
	w, h    int
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

func (p *rankingPanel) SetSize(w, h int) {
	p.w, p.h = w, h
	p.refill()
	p.offset = max(min(p.offset, len(p.items)-p.visible()), 0)
}

func (p *rankingPanel) rows(w int) heights {
	p.refill()
	n := len(p.items)
	return heights{3 + min(n, atLeast(w)), 3 + min(n, 12), 4 + n}
}

// refill makes the items anew when the state or the filter has changed.
func (p *rankingPanel) refill() {
	if p.madeOf == p.gen && p.madeFor == p.query && p.madeIn == p.order && p.items != nil {
		return
	}
	p.madeOf, p.madeFor, p.madeIn = p.gen, p.query, p.order
	p.items, p.matches = p.items[:0], 0
	shortlist := p.study().Settings.Shortlist
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
			p.longest = max(p.longest, cells(name))
		}
	}
}

// sort puts the items into the order asked for; they come by rank.
func (p *rankingPanel) sort() {
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
				names[t], order[t] = fold(name), t
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
func (p *rankingPanel) reorder(to order) {
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
func (p *rankingPanel) heads(x int) order {
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
func (p *rankingPanel) passes(tech int) bool {
	if p.query == "" {
		return true
	}
	t := &p.study().Technologies[tech]
	return strings.Contains(fold(p.tech[tech]), p.query) || strings.Contains(fold(t.ID), p.query) || strings.Contains(fold(clean(t.Group)), p.query)
}

// visible is how many items are on the screen at once.
func (p *rankingPanel) visible() int { return max(p.h-3, 1) }

// index is the place of the chosen technology in the list, −1 when it is filtered out.
func (p *rankingPanel) index() int {
	p.refill()
	return slices.IndexFunc(p.items, func(i item) bool { return i.tech == p.chosen })
}

// reveal scrolls so that the chosen technology is seen.
func (p *rankingPanel) reveal() {
	if k := p.index(); k >= 0 {
		p.offset = min(max(p.offset, k-p.visible()+1), k)
	}
	p.scroll(0)
}

func (p *rankingPanel) scroll(by int) {
	p.refill()
	p.offset = max(min(p.offset+by, len(p.items)-p.visible()), 0)
}

// move goes some technologies up or down from the chosen one.
func (p *rankingPanel) move(by int) {
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

// under finds the item at a row of the panel.
func (p *rankingPanel) under(y int) (item, bool) {
	p.refill()
	k := p.offset + y - 2
	if y < 2 || y >= 2+p.visible() || k >= len(p.items) || p.items[k].tech < 0 {
		return item{}, false
	}
	return p.items[k], true
}

// grid is the widths of the ranking's columns; 0: not shown.
type grid struct{ rank, delta, name, score, bar, raters int }

func (p *rankingPanel) grid() grid {
	g := grid{rank: p.rankW, delta: p.rankW + 1}
	first, last := p.out.Rows[0].Score, p.out.Rows[len(p.out.Rows)-1].Score
	g.score = max(cells(p.score(first)), cells(p.score(last)), 5)
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
func (p *rankingPanel) share(score float64) float64 {
	best, worst := p.out.Rows[0].Score, p.out.Rows[len(p.out.Rows)-1].Score
	switch {
	case best == worst:
		return 1
	case p.out.Method.LowerIsBetter || min(best, worst) < 0:
		return (score - worst) / (best - worst)
	}
	return score / best
}

func (p *rankingPanel) View() string {
	p.refill()
	lines := []string{p.title(), p.header()}
	v := p.visible()
	for k := p.offset; k < min(p.offset+v, len(p.items)); k++ {
		lines = append(lines, p.line(k))
	}
	if p.matches == 0 {
		lines = append(lines, p.th.Dim.Render(cut("  "+p.t(textNoMatch), p.w, p.g.ellipsis)))
	}
	return pad(append(lines, p.legend()), p.h)
}

func (p *rankingPanel) title() string {
	remark := ""
	if now := p.tau.value; p.tau.fresh(p.session) && now.ok {
		remark = p.t(textTau, now.of)
		if long := p.t(textTauLong, now.of); p.w >= cells(p.t(textRanking))+cells(long)+8 {
			remark = long
		}
	}
	if p.query != "" {
		remark = p.t(textFiltered, p.query, p.matches, len(p.tech))
	}
	return p.heading(p.focus == inRanking, p.t(textRanking), remark, p.w)
}

func (p *rankingPanel) header() string {
	g := p.grid()
	score := p.t(textScore)
	if p.out.Method.LowerIsBetter {
		score = p.t(textScoreLow)
	}
	line := right("#", 1+g.rank) + right("+-", 1+g.delta) + " " + left(p.t(textTechnology), g.name, p.g.ellipsis)
	room := g.score + 1
	if short := room - cells(score); short < 0 { // a long heading takes from the name's column
		line = cut(line, cells(line)+short, "")
	}
	line += " " + right(score, max(room-1, cells(score)-1))
	if g.raters > 0 {
		line += spaces(p.w-g.raters-cells(line)) + right(p.t(textRaters), g.raters)
	}
	return p.th.Dim.Render(cut(line, p.w, ""))
}

// line draws one item.
func (p *rankingPanel) line(k int) string {
	it, g := p.items[k], p.grid()
	if it.tech < 0 {
		text := p.t(textShortlistLine, p.study().Settings.Shortlist)
		rule := strings.Repeat(p.g.rule+" ", p.w)
		return p.th.Dim.Render(left(cut(rule, 1+g.rank+1+g.delta, "")+" "+text+" "+rule, p.w, ""))
	}
	mark, style := " ", p.th.Away
	if it.tech == p.chosen {
		mark = p.g.cursor
		if p.focus == inRanking {
			style = p.th.Cursor
		}
	}
	if p.flash[it.tech] {
		style = p.th.Changed
	}
	if it.row < 0 {
		u := p.out.Unranked[slices.IndexFunc(p.out.Unranked, func(u unranked) bool { return u.Technology == it.tech })]
		reason := p.t(textNotRanked, p.reason(u.Reason))
		name := left(p.tech[it.tech], g.name, p.g.ellipsis)
		return style.Render(mark) + p.th.Dim.Render(right("-", g.rank)+spaces(1+g.delta)+" "+name+" "+cut(reason, p.w-(4+g.rank+g.delta+g.name), p.g.ellipsis))
	}
	row := &p.out.Rows[it.row]
	sign := " "
	if it.row > 0 && p.order == byRank {
		if s := p.relation(row.Score, p.out.Rows[it.row-1].Score); s != "" {
			sign = s
		}
	}
	line := style.Render(mark+right(strconv.Itoa(row.Rank), g.rank)) + " " + p.delta(it.tech, g.delta) + " " +
		style.Render(left(p.tech[it.tech], g.name, p.g.ellipsis)+" "+right(p.score(row.Score), g.score)) + p.th.Near.Render(sign)
	if g.bar > 0 {
		line += " " + p.bar(p.share(row.Score), g.bar, p.th.Bar)
	}
	if g.raters > 0 {
		line += p.th.Dim.Render(right(strconv.Itoa(row.Raters), g.raters))
	}
	return line
}

// delta is the change of rank since loading, in w cells.
func (p *rankingPanel) delta(tech, w int) string {
	switch places, ok := p.moved(tech); {
	case !ok:
		return p.th.Near.Render(right(p.t(textNew), w))
	case places > 0:
		return p.th.Up.Render(right("+"+strconv.Itoa(places), w))
	case places < 0:
		return p.th.Down.Render(right(strconv.Itoa(places), w))
	}
	return p.th.Dim.Render(right(p.g.same, w))
}

// technologies counts the technologies among the first n items.
func (p *rankingPanel) technologies(n int) int {
	if k := slices.IndexFunc(p.items[:n], func(i item) bool { return i.tech < 0 }); k >= 0 {
		n--
	}
	return n
}

// legend says what is out of sight, how many are unranked, and what the signs mean, as far as there is room.
func (p *rankingPanel) legend() string {
	var parts []string
	if v := p.visible(); v < len(p.items) && p.matches > 0 {
		first, last := p.technologies(p.offset), p.technologies(min(p.offset+v, len(p.items)))
		parts = append(parts, p.t(textShown, p.span(strconv.Itoa(first+1), strconv.Itoa(last)), p.matches))
	}
	if n := len(p.out.Unranked); n > 0 {
		parts = append(parts, p.t(textUnranked, n))
	}
	parts = append(parts, p.t(textNearLegend, number(p.near)), p.t(textDeltaLegend))
	line := parts[0]
	for k, more := range parts[1:] {
		if k == len(parts)-3 && cells(line)+3+cells(more) > p.w {
			more = p.t(textNearLegendShort, number(p.near))
		}
		if cells(line)+3+cells(more) <= p.w {
			line += "   " + more
		}
	}
	return p.th.Dim.Render(cut(line, p.w, p.g.ellipsis))
}

package tui

import (
	"math"
	"slices"
	"strconv"

	"charm.land/lipgloss/v2"

	"veche/internal/study"
	"veche/internal/study/panel"

	"veche/internal/tui/draw"
)

// blocLeast is the least width of the blocs' column: a space and five letters.
const blocLeast = 6

// placesPane is the matrix: the place each expert, or bloc, gives each technology; or the weight of each criterion.
type placesPane struct {
	*panelScreen
	size
}

func (p *placesPane) SetSize(w, h int) {
	p.w, p.h = w, h
	k, v := p.cursor(), p.visible()
	p.offset = min(max(p.offset, k-v+1), k)
	p.offset = max(min(p.offset, p.rowsShown()-v), 0)
}

func (p *placesPane) Rows(int) (least, good, most int) {
	n := p.rowsShown()
	if p.now() == nil {
		return 1, 1, 1
	}
	return 4 + min(n, 5), 4 + min(n, 16), 4 + n
}

// visible is how many rows the matrix shows, beside its heading, names and the two last lines.
func (p *placesPane) visible() int { return max(min(p.h-4, p.rowsShown()), 1) }

// placesGrid is what the columns hold and how wide they are.
type placesGrid struct {
	names        []string
	id, bloc     int
	cell, tail   int
	from, number int // columns shown
}

func (p *placesPane) grid(r *panel.Report) placesGrid {
	var g placesGrid
	list, which := p.techRoll, []int(nil) // the columns are these of the list
	if p.weighted() {
		var names, codes []string
		for k, i := range r.Weights[0].Criteria {
			names, codes = append(names, draw.Clean(r.Study.Criteria[i].Title())), append(codes, draw.Clean(r.Study.Criteria[i].Code))
			which = append(which, k)
		}
		list = newRoll(names, codes, false)
	} else {
		for _, t := range p.technologies() {
			which = append(which, r.Technologies[t].Technology)
		}
	}
	n := len(which)
	for e := range r.Study.Experts {
		g.id = max(g.id, draw.Cells(draw.Clean(r.Study.Experts[e].ID)))
	}
	if len(r.Blocs) > 0 {
		g.bloc = blocLeast
	}
	g.id = min(max(g.id, 4, draw.Cells(p.t(textPanelRow))-g.bloc+1, draw.Cells(p.t(textSpreadRow))-g.bloc+1), 14)
	if p.blocs {
		g.id, g.bloc = 16, 0
	}
	g.cell, g.tail = 5, 10
	if p.w >= 100 || n <= 6 && p.w >= 76 {
		g.cell = 7
	}
	if p.weighted() {
		g.cell = max(g.cell, 7)
	}
	room := p.w - 2 - g.id - g.bloc - g.tail
	if g.bloc > 0 { // whole names of blocs where the columns leave room
		longest := 0
		for _, b := range r.Blocs {
			longest = max(longest, draw.Cells(draw.Clean(b.Name)))
		}
		more := max(min(min(longest, 14)+1-g.bloc, room-n*g.cell), 0)
		g.bloc, room = g.bloc+more, room-more
	}
	g.cell = max(g.cell, min(room/max(n, 1), 14))
	g.number = min(max(room/g.cell, 1), n)
	for _, k := range which {
		g.names = append(g.names, list.label(k, g.cell-1, p.g.Ellipsis))
	}
	p.column = max(min(p.column, len(g.names)-g.number), 0)
	g.from = p.column
	return g
}

func (p *placesPane) View() string {
	r := p.now()
	if r == nil {
		return ""
	}
	g := p.grid(r)
	title := textPlaces
	switch {
	case p.blocs && p.weighted():
		title = textWeightsByBloc
	case p.blocs:
		title = textPlacesByBloc
	case p.weighted():
		title = textWeightsByExpert
	}
	remark := ""
	if g.number < len(g.names) {
		remark = p.g.Sides + " " + p.t(textShown, p.span(strconv.Itoa(g.from+1), strconv.Itoa(g.from+g.number)), len(g.names))
	}
	if n := p.rowsShown(); p.visible() < n {
		rows := p.g.UpDown + " " + p.t(textShown, p.span(strconv.Itoa(p.offset+1), strconv.Itoa(p.offset+p.visible())), n)
		if remark != "" {
			remark += "   "
		}
		remark += rows
	}
	if !p.report.fresh(p.session) {
		remark = p.t(textWorking)
	}
	lines := []string{p.heading(true, p.t(title), remark, p.w)}
	head := draw.Spaces(2) + draw.Left(p.t(textWho), g.id, "")
	if g.bloc > 0 {
		head += draw.Left(" "+p.t(textBloc), g.bloc, "")
	}
	for _, name := range g.names[g.from : g.from+g.number] {
		head += draw.Right(draw.Cut(name, g.cell-1, p.g.Ellipsis), g.cell)
	}
	end := p.t(textTauHead)
	if p.weighted() {
		end = p.t(textCR)
	}
	lines = append(lines, p.th.Dim.Render(head+draw.Right(end, 7)))
	for k := p.offset; k < min(p.offset+p.visible(), p.rowsShown()); k++ {
		if p.blocs {
			lines = append(lines, p.blocRow(r, g, k))
		} else {
			lines = append(lines, p.expertRow(r, g, p.order()[k]))
		}
	}
	return draw.Pad(append(lines, p.foot(r, g)...), p.h)
}

// mark is the start of a row.
func (p *placesPane) mark(on bool) (string, lipgloss.Style) {
	if on {
		return p.g.Cursor + " ", p.th.Cursor
	}
	return "  ", p.th.Away
}

func (p *placesPane) expertRow(r *panel.Report, g placesGrid, e int) string {
	x := &r.Experts[e]
	mark, style := p.mark(e == p.expert)
	line := mark + draw.Left(draw.Clean(r.Study.Experts[e].ID), g.id, p.g.Ellipsis)
	if g.bloc > 0 {
		line += draw.Left(" "+draw.Clean(r.Study.Experts[e].Bloc), g.bloc, p.g.Ellipsis)
	}
	if x.Excluded {
		return style.Render(line) + p.th.Dim.Render(" "+p.t(textIsExcluded))
	}
	line = style.Render(line)
	if p.weighted() {
		w := &r.Weights[0]
		k := slices.IndexFunc(w.Experts, func(own panel.ExpertWeights) bool { return own.Expert == e })
		if k < 0 {
			return line + p.th.Dim.Render("  "+p.t(textNoJudgements))
		}
		own := w.Experts[k]
		for _, x := range own.Weights[g.from : g.from+g.number] {
			line += draw.Right(p.lang.Fixed(100*x, 1), g.cell)
		}
		if own.CR != nil {
			text := draw.Right(p.lang.Fixed(*own.CR, 3), 7)
			if *own.CR > study.ConsistencyLimit {
				text += p.th.Warning.Render(" !")
			}
			line += text
		}
		return line
	}
	if x.Rank == nil {
		return line + p.th.Dim.Render("  "+p.t(textNoAnswers))
	}
	complete := x.Judged == len(r.Technologies)
	order := p.technologies()
	for _, t := range order[g.from : g.from+g.number] {
		rank := x.Rank[t]
		text := p.g.Same
		if rank > 0 {
			text = p.lang.Shortest(rank)
		}
		away := complete && rank > 0 && r.Technologies[t].Rank > 0 && math.Abs(rank-float64(r.Technologies[t].Rank)) >= 3
		switch {
		case away && g.cell >= 7:
			line += p.th.Warning.Render(draw.Right("["+text+"]", g.cell))
		case away:
			line += p.th.Warning.Render(draw.Right(text, g.cell))
		default:
			line += draw.Right(text, g.cell)
		}
	}
	return line + p.tau(x.TauB)
}

// tau writes an expert's tau-b with the panel: !! below 0.3, ! below 0.5.
func (p *placesPane) tau(tau *float64) string {
	if tau == nil {
		return draw.Right("-", 7)
	}
	text := draw.Right(p.lang.Fixed(*tau, 2), 7)
	switch {
	case *tau < 0.3:
		text += p.th.Warning.Render(" !!")
	case *tau < 0.5:
		text += p.th.Warning.Render(" !")
	}
	return text
}

func (p *placesPane) blocRow(r *panel.Report, g placesGrid, k int) string {
	b := &r.Blocs[k]
	mark, style := p.mark(k == p.bloc)
	line := style.Render(mark + draw.Left(draw.Clean(b.Name), g.id, p.g.Ellipsis))
	if p.weighted() {
		w := &r.Weights[0]
		if k >= len(w.Blocs) || w.Blocs[k] == nil {
			return line + p.th.Dim.Render("  "+p.t(textNoJudgements))
		}
		for _, x := range w.Blocs[k][g.from : g.from+g.number] {
			line += draw.Right(p.lang.Fixed(100*x, 1), g.cell)
		}
		return line
	}
	if b.Rank == nil {
		return line + p.th.Dim.Render("  "+p.t(textNoOwnRanking))
	}
	order := p.technologies()
	for _, t := range order[g.from : g.from+g.number] {
		text := p.g.Same
		if b.Rank[t] > 0 {
			text = strconv.Itoa(b.Rank[t])
		}
		line += draw.Right(text, g.cell)
	}
	return line + p.tau(b.TauB)
}

// foot is the panel's own line, and how far apart the places are.
func (p *placesPane) foot(r *panel.Report, g placesGrid) []string {
	label := func(text string) string { return "  " + draw.Left(p.t(text), g.id+g.bloc, "") }
	first, second := p.th.Strong.Render(label(textPanelRow)), p.th.Dim.Render(label(textSpreadRow))
	if p.weighted() {
		w := &r.Weights[0]
		for j := g.from; j < g.from+g.number; j++ {
			least, most := 1.0, 0.0
			for _, own := range w.Experts {
				least, most = min(least, own.Weights[j]), max(most, own.Weights[j])
			}
			group := 0.0
			if w.Group != nil {
				group = w.Group[j]
			}
			first += p.th.Strong.Render(draw.Right(p.lang.Fixed(100*group, 1), g.cell))
			second += p.th.Dim.Render(draw.Right(p.lang.Fixed(100*max(most-least, 0), 1), g.cell))
		}
		return []string{first, second}
	}
	for _, t := range p.technologies()[g.from : g.from+g.number] {
		tech := &r.Technologies[t]
		rank, spread := p.g.Same, p.g.Same
		if tech.Rank > 0 {
			rank = strconv.Itoa(tech.Rank)
		}
		if tech.Experts > 1 {
			spread = p.lang.Tenths(tech.Most - tech.Least)
		}
		first += p.th.Strong.Render(draw.Right(rank, g.cell))
		second += p.th.Dim.Render(draw.Right(spread, g.cell))
	}
	return []string{first, second}
}

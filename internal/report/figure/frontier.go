package figure

import (
	"math"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/portfolio"
	"veche/internal/report"
	"veche/internal/study/selection"
)

// Frontier draws the best value that each budget buys, with the budget in force and the best set under it.
func Frontier(s *selection.Selection, l language.Language) *report.Figure {
	points := s.Frontier.Points
	var found []portfolio.Point
	for _, p := range points {
		if p.Found {
			found = append(found, p)
		}
	}
	if len(found) < 2 {
		return nil
	}
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	hiX, hiY := s.Best.Cost, s.Best.Value
	for _, p := range found {
		hiX, hiY = max(hiX, p.Budget), max(hiY, p.Set.Value)
	}
	budget := s.Study.Settings.Budget
	if budget != nil {
		hiX = max(hiX, min(*budget, 1.3*hiX))
	}
	xs, dx := ticks(0, hiX, 6)
	ys, dy := ticks(0, max(hiY, 1e-9), 5)
	const top, bottom = 16.0, 330.0
	c := &canvas{width: width}
	lefts := 12.0
	for _, v := range ys {
		lefts = max(lefts, measure(shown(v, dy, l), small)+8)
	}
	sx, sy := scale{0, xs[len(xs)-1], lefts, width - 40}, scale{0, ys[len(ys)-1], bottom, top + 14}
	for _, v := range ys {
		c.line(lefts, sy.at(v), width-40, sy.at(v), 1, grid)
		c.text(lefts-6, sy.at(v)+small*0.35, small, end, quiet, shown(v, dy, l))
	}
	for _, v := range xs {
		text := shown(v, dx, l)
		if sx.at(v)+measure(text, small)/2 <= width {
			c.text(sx.at(v), bottom+small+6, small, middle, quiet, text)
		}
	}
	c.text(0, small, small, start, quiet, say("Value"))
	c.text(width-40, bottom+2*small+12, small, end, quiet, say("Budget"))
	if budget != nil && *budget <= sx.hi {
		x := sx.at(*budget)
		c.dashes(x, top+14, x, bottom, 1.2, ink)
		text := say("budget %s", report.Styled(*budget, report.Amount).Shown(l))
		if w := measure(text, small); x+6+w <= width {
			c.text(x+6, bottom-8, small, start, ink, text)
		} else {
			c.text(x-6, bottom-8, small, end, ink, text)
		}
	}
	if without := s.Frontier.Without; len(without) > 0 {
		c.steps(without, sx, sy, 1.2, pale, s.Frontier.Exact)
	}
	c.steps(found, sx, sy, 2, accent, s.Frontier.Exact)
	for _, p := range found {
		c.disc(sx.at(p.Budget), sy.at(p.Set.Value), 2.6, accent)
	}
	c.mark(3, sx.at(s.Best.Cost), sy.at(s.Best.Value), 5.5, warm)
	entries := []entry{{say("the best set now, cost %s, value %s", report.Styled(s.Best.Cost, report.Amount).Shown(l), report.Styled(s.Best.Value, report.Amount).Shown(l)), func(x, y float64) { c.mark(3, x, y, 5, warm) }},
		{say("the best value each budget buys"), func(x, y float64) { c.line(x-6, y, x+8, y, 2, accent) }}}
	if len(s.Frontier.Without) > 0 {
		entries = append(entries, entry{say("without synergies"), func(x, y float64) { c.line(x-6, y, x+8, y, 1.2, pale) }})
	}
	c.height = c.legend(0, bottom+2*small+22, entries) + 2
	t := &report.Table{}
	t.AddAll(true, "Budget", "Value", "Cost")
	t.Add("Members", false)
	t.Translate(l)
	for _, p := range found {
		t.Row(report.Styled(p.Budget, report.Amount), report.Styled(p.Set.Value, report.Amount), report.Styled(p.Set.Cost, report.Amount), report.Text(strings.Join(s.IDs(p.Set.Members()), ", ")))
	}
	return made("frontier", say("What a budget buys"), say("The best value rises over %d budgets, from %s to %s.", len(found), report.Styled(found[0].Set.Value, report.Amount).Shown(l), report.Styled(found[len(found)-1].Set.Value, report.Amount).Shown(l)), c, t)
}

// steps draws value against budget: in steps where every rise is a point, else straight from point to point.
func (c *canvas) steps(points []portfolio.Point, sx, sy scale, thick float64, r role, exact bool) {
	var line []point
	for _, p := range points {
		if !p.Found || math.IsNaN(p.Set.Value) || p.Budget > sx.hi {
			continue
		}
		x, y := sx.at(p.Budget), sy.at(p.Set.Value)
		if exact && len(line) > 0 {
			line = append(line, point{x, line[len(line)-1].y})
		}
		line = append(line, point{x, y})
	}
	if len(line) > 1 {
		c.path(thick, r, line...)
	}
}

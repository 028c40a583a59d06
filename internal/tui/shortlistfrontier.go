package tui

import (
	"veche/internal/mcda/portfolio"
	"veche/internal/study/selection"

	"veche/internal/tui/draw"
)

// frontierPane is the best value against the budget.
type frontierPane struct {
	*shortlistScreen
	size
}

func (p *frontierPane) Rows(int) (least, good, most int) { return 5, 11, 24 }

// points are those shown: all, or as many as fit, the present budget among them.
func (p *frontierPane) points() (points []portfolio.Point, now int) {
	sel := p.complete()
	if sel == nil {
		return nil, -1
	}
	all := sel.Frontier.Points
	now = -1
	if b, ok := p.budget(); ok {
		now = sel.Frontier.At(b)
	}
	room := max(p.h-3, 1)
	if len(all) <= room {
		return all, now
	}
	from := max(min(now-room/2, len(all)-room), 0)
	return all[from : from+room], now - from
}

// under is the point at a row of the pane.
func (p *frontierPane) under(y int) (portfolio.Point, bool) {
	points, _ := p.points()
	if y < 1 || y > len(points) {
		return portfolio.Point{}, false
	}
	return points[y-1], true
}

func (p *frontierPane) View() string {
	lines := []string{p.heading(false, p.t(textFrontier), "", p.w)}
	sel := p.complete()
	switch {
	case p.fault() != "":
		return draw.Pad(append(lines, p.th.Dim.Render("-")), p.h)
	case sel == nil:
		return draw.Pad(append(lines, p.th.Stale.Render(draw.Cut(p.t(textWorking), p.w, p.g.Ellipsis))), p.h)
	case len(sel.Frontier.Points) == 0:
		why := textNoFrontier
		if p.stride() != 0 {
			why = textCostUnknown
		}
		return draw.Pad(append(lines, draw.WrapTo(p.t(why), p.w, p.h-1, p.g.Ellipsis)...), p.h)
	}
	points, now := p.points()
	moneyW, valueW := 4, 5
	top := 0.0
	for _, point := range sel.Frontier.Points {
		moneyW, valueW = max(moneyW, draw.Cells(p.lang.Amount(point.Budget))), max(valueW, draw.Cells(p.worth(point.Set.Value)))
		top = max(top, point.Set.Value)
	}
	for k, point := range points {
		mark, style := " ", p.th.Away
		if k == now {
			mark, style = p.g.Cursor, p.th.Cursor
		}
		value := p.worth(point.Set.Value)
		if !point.Found {
			value = "-"
		}
		text := mark + draw.Right(p.lang.Amount(point.Budget), moneyW) + "  " + draw.Right(value, valueW)
		if !point.Proven {
			text += "?"
		} else {
			text += " "
		}
		share := 0.0
		if top > 0 && point.Found {
			share = point.Set.Value / top
		}
		lines = append(lines, style.Render(text)+" "+p.room.bar(share, max(min(p.w-draw.Cells(text)-2, 40), 4), p.th.Bar))
	}
	return draw.Pad(append(lines, "", p.th.Dim.Render(draw.Cut(p.next(sel), p.w, p.g.Ellipsis))), p.h)
}

// next says what the next step of the budget buys.
func (p *frontierPane) next(sel *selection.Selection) string {
	b, ok := p.budget()
	if !ok {
		return p.t(textClickBudget)
	}
	for _, point := range sel.Frontier.Points {
		if !portfolio.Fits(point.Budget, b) && point.Set.Value > sel.Best.Value+1e-12 {
			return p.t(textNextBuys, p.lang.Amount(point.Budget-b), p.worth(point.Set.Value-sel.Best.Value))
		}
	}
	return p.t(textNothingMore)
}

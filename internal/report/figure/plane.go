package figure

import (
	"math"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study"
)

// Plane draws the GAIA plane: technologies as points, criteria as arrows towards those that are good on them, the weights as the decision stick.
func Plane(o *study.Outcome, l language.Language) *report.Figure {
	p := o.Plane()
	if p == nil {
		return nil
	}
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	const size, pad = 470.0, 44.0
	c := &canvas{width: width, height: size}
	farthest := 1e-9
	for _, t := range p.Technologies {
		farthest = max(farthest, math.Hypot(t[0], t[1]))
	}
	arrow := 1e-9
	for _, a := range p.Criteria {
		arrow = max(arrow, math.Hypot(a[0], a[1]))
	}
	cx, cy, radius := width/2, size/2, size/2-pad
	at := func(v [2]float64, unit float64) point { return point{cx + v[0]/unit*radius, cy - v[1]/unit*radius} }
	c.line(cx-radius, cy, cx+radius, cy, 1, grid)
	c.line(cx, cy-radius, cx, cy+radius, 1, grid)
	var taken []drawnBox
	along := func(q point) { // a label does not stand on a line
		for k := range 40 {
			t := float64(k) / 40
			x, y := cx+(q.x-cx)*t, cy+(q.y-cy)*t
			taken = append(taken, drawnBox{x - 2, y - 2, x + 2, y + 2})
		}
	}
	for k := range o.Rows {
		q := at(p.Technologies[o.Rows[k].Index], farthest)
		taken = append(taken, drawnBox{q.x - 4, q.y - 4, q.x + 4, q.y + 4})
	}
	for _, a := range p.Criteria {
		q := at(a, arrow)
		c.line(cx, cy, q.x, q.y, 1.6, accent)
		c.mark(1, q.x, q.y, 3, accent)
		along(q)
	}
	stick := at(p.Stick, arrow)
	c.line(cx, cy, stick.x, stick.y, 3.5, warm)
	c.disc(stick.x, stick.y, 5, warm)
	along(stick)
	for j, a := range p.Criteria {
		taken = c.beside(at(a, arrow), plain(o.Problem.Criteria[j].ID), accent, taken)
	}
	for k := range o.Rows {
		r := &o.Rows[k]
		q := at(p.Technologies[r.Index], farthest)
		colour := quiet
		if k < o.Listed() {
			colour = ink
		}
		c.disc(q.x, q.y, 3.4, colour)
		taken = c.beside(q, plain(r.Technology.ID), colour, taken)
	}
	y := c.legend(0, size+2, []entry{
		{say("technology; dark: on the shortlist"), func(x, y float64) { c.disc(x, y, 3.4, ink) }},
		{say("criterion: points to those that are good on it"), func(x, y float64) { c.line(x-6, y, x+7, y, 1.6, accent); c.mark(1, x+6, y, 3, accent) }},
		{say("the weights: what lies far along it ranks high"), func(x, y float64) { c.line(x-6, y, x+6, y, 3.5, warm) }}})
	basis := say("Made of PROMETHEE's net flows with the study's thresholds.")
	if !p.Own {
		basis = say("Made of PROMETHEE's net flows with the study's thresholds; the ranking itself is by another method.")
	}
	c.height = c.note(0, y, say("The plane keeps %s of what tells the technologies apart.", percent(p.Share, 0, l)), basis) + 4
	t := &report.Table{}
	t.AddAll(false, "ID", "Name")
	t.AddAll(true, "u", "v")
	t.Translate(l)
	for k := range o.Rows {
		v := p.Technologies[o.Rows[k].Index]
		t.Row(report.Text(o.Rows[k].Technology.ID), report.Text(o.Rows[k].Technology.Name), report.Number(v[0], 3), report.Number(v[1], 3))
	}
	for j, i := range o.Leaves {
		t.Row(report.Text(o.Study.Criteria[i].Code), report.Text(o.Study.Criteria[i].Name), report.Number(p.Criteria[j][0], 3), report.Number(p.Criteria[j][1], 3))
	}
	return made("plane", say("The plane of technologies and criteria"), say("Technologies near each other have like profiles; criteria that point the same way agree. The plane keeps %s of the differences.", percent(p.Share, 0, l)), c, t)
}

// drawnBox is a place that is taken.
type drawnBox struct{ x1, y1, x2, y2 float64 }

// beside writes a label near a point where nothing stands yet; where there is no such place it is left out, the table has it.
func (c *canvas) beside(p point, text string, r role, taken []drawnBox) []drawnBox {
	text = cut(text, small, 110)
	w, h := measure(text, small), small*1.1
	for _, d := range []point{{8, 0}, {-8 - w, 0}, {-w / 2, -h + 1}, {-w / 2, h - 1}, {7, -h + 3}, {7, h - 3}, {-7 - w, -h + 3}, {-7 - w, h - 3}} {
		b := drawnBox{p.x + d.x - 1, p.y + d.y - h/2, p.x + d.x + w + 1, p.y + d.y + h/2}
		if b.x1 < 0 || b.y1 < 0 || b.x2 > c.width || b.y2 > c.height {
			continue
		}
		free := true
		for _, t := range taken {
			if min(b.x2, t.x2) > max(b.x1, t.x1) && min(b.y2, t.y2) > max(b.y1, t.y1) && !(t.x1 <= p.x && p.x <= t.x2 && t.y1 <= p.y && p.y <= t.y2 && t.x2-t.x1 < 10) {
				free = false
				break
			}
		}
		if free {
			c.text(p.x+d.x, p.y+d.y+small*0.35, small, start, r, text)
			return append(taken, b)
		}
	}
	return taken
}

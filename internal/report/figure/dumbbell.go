package figure

import (
	"math"

	"veche/internal/language"
	"veche/internal/report"
)

// Pair is one thing's value before and after; NaN where it has none.
type Pair struct {
	ID, Name      string
	Before, After float64
}

// Dumbbell draws values before and after, a line between them: names say what the two are, unit what is measured. Less is drawn to the right where it is better.
func Dumbbell(key, title, description, unit string, names [2]string, pairs []Pair, decimals int, lessIsBetter bool, l language.Language) *report.Figure {
	drawn := pairs[:min(len(pairs), mostRows)]
	lo, hi := math.Inf(1), math.Inf(-1)
	var labels []string
	for _, p := range drawn {
		labels = append(labels, titled(p.ID, p.Name))
		for _, x := range []float64{p.Before, p.After} {
			if !math.IsNaN(x) {
				lo, hi = min(lo, x), max(hi, x)
			}
		}
	}
	if len(drawn) == 0 || lo > hi {
		return nil
	}
	if lo == hi {
		lo, hi = lo-1, hi+1
	}
	values, _ := ticks(lo, hi, 5)
	c := &canvas{width: width}
	column := labelWidth(labels, 120, 270)
	rows := c.rows(labels, 0, column, 4, 24)
	frame := len(c.items)
	sc := scale{lo: min(lo, values[0]), hi: max(hi, values[len(values)-1]), from: column + 20, to: width - 130}
	if lessIsBetter { // places begin at 1, not at a round number below
		sc.lo, sc.hi = sc.hi, lo
	}
	y := c.axis(sc, 4, rows.bottom, unit, func(x float64, d int) string { return shown(x, max(d, 0), l) })
	c.items = append(c.items[frame:len(c.items):len(c.items)], c.items[:frame]...)
	for k, p := range drawn {
		mid := rows.middles[k]
		had, has := !math.IsNaN(p.Before), !math.IsNaN(p.After)
		if had && has {
			c.line(sc.at(p.Before), mid, sc.at(p.After), mid, 2.5, soft)
		}
		text := ""
		if had {
			c.disc(sc.at(p.Before), mid, 5, quiet)
			c.disc(sc.at(p.Before), mid, 3, paper)
			text = shown(p.Before, decimals, l)
		} else {
			text = "–"
		}
		if has {
			c.disc(sc.at(p.After), mid, 5, accent)
			text += " → " + shown(p.After, decimals, l)
		} else {
			text += " → –"
		}
		c.text(width, mid+small*0.35, small, end, ink, text)
	}
	y = c.legend(0, y, []entry{{names[0], func(x, y float64) { c.disc(x, y, 5, quiet); c.disc(x, y, 3, paper) }}, {names[1], func(x, y float64) { c.disc(x, y, 5, accent) }}})
	c.height = c.note(0, y, left(len(drawn), len(pairs), l)) + 4
	t := &report.Table{}
	t.AddAll(false, "ID", "Name")
	t.Translate(l)
	t.AddAll(true, names[0], names[1])
	for _, p := range pairs {
		line := []report.Cell{report.Text(p.ID), report.Text(p.Name)}
		for _, x := range []float64{p.Before, p.After} {
			if math.IsNaN(x) {
				line = append(line, report.Unknown())
			} else {
				line = append(line, report.Number(x, decimals))
			}
		}
		t.Row(line...)
	}
	return made(key, title, description, c, t)
}

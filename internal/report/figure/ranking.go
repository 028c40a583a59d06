package figure

import (
	"math"
	"strings"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study"
)

// mostRows is how many technologies a chart shows.
const mostRows = 40

// Ranking draws the technologies in order: their scores stacked of what each criterion gives where the method's score splits so, else the scores alone. The
// line below the last of the shortlist is drawn.
func Ranking(o *study.Outcome, l language.Language) *report.Figure {
	if len(o.Rows) == 0 {
		return nil
	}
	return ranked(o, o.Rows[:min(len(o.Rows), max(mostRows, min(o.Listed(), 2*mostRows)))], "ranking", language.Say(l, "The ranking"), l)
}

// Shortlist draws the same for those on the list, or the first ten where no line is drawn, and the next three.
func Shortlist(o *study.Outcome, l language.Language) *report.Figure {
	n := o.Listed()
	if n <= 0 {
		n = 10
	}
	if len(o.Rows) == 0 {
		return nil
	}
	return ranked(o, o.Rows[:min(len(o.Rows), min(n, mostRows)+3)], "shortlist", language.Say(l, "The list and the next below it"), l)
}

// ranked draws the first rows of a ranking.
func ranked(o *study.Outcome, shownRows []study.Row, key, title string, l language.Language) *report.Figure {
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	var labels []string
	for k := range shownRows {
		labels = append(labels, shown(float64(shownRows[k].Rank), 0, l)+".  "+label(shownRows[k].Technology))
	}
	c := &canvas{width: width}
	column := labelWidth(labels, 120, 270)
	r := c.rows(labels, 0, column, 4, 24)
	s := scoreScale(o, shownRows)
	s.from, s.to = column+14, width-12-measure(shown(-0.1234, o.Decimals(), l), small)
	axis := say("%s: score", language.Say(l, o.Method.Title))
	if o.Method.LowerIsBetter {
		axis = say("%s: score, lower is better", language.Say(l, o.Method.Title))
	}
	frame := len(c.items)
	y := c.axis(s, 4, r.bottom, axis, func(x float64, d int) string { return shown(x, d, l) })
	c.items = append(c.items[frame:len(c.items):len(c.items)], c.items[:frame]...) // the grid lies below
	for k := range shownRows {
		row, mid := &shownRows[k], r.middles[k]
		if row.Contributions != nil {
			c.stack(o, row, s, mid)
		} else {
			c.line(s.at(s.lo), mid, s.at(row.Score), mid, 1.5, soft)
			c.disc(s.at(row.Score), mid, 4.5, accent)
		}
		c.text(width, mid+small*0.35, small, end, ink, shown(row.Score, o.Decimals(), l))
	}
	if n := o.Listed(); n > 0 && n < len(shownRows) {
		at := r.middles[n-1] + r.heights[n-1]/2
		c.dashes(0, at, width, at, 1, ink)
	}
	if o.Additive() {
		var entries []entry
		for j, i := range o.Leaves {
			entries = append(entries, entry{called(&o.Study.Criteria[i]), func(x, y float64) { c.rect(x-5, y-5, 11, 11, series(j)) }})
		}
		y = c.legend(0, y+4, entries)
	}
	if n := o.Listed(); n > 0 && n < len(shownRows) {
		y = c.note(0, y, say("The broken line ends the shortlist of %d.", n))
	}
	c.height = c.note(0, y, left(len(shownRows), len(o.Rows), l)) + 4
	description := first(o, l)
	if o.Additive() {
		description = joined(description, say("Each bar is made of what the criteria give to the score."))
	}
	return made(key, title, description, c, rankingData(o, l))
}

// first says who is first, and who next: that a place is shared, and that the method leaves the two incomparable.
func first(o *study.Outcome, l language.Language) string {
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	a, b := &o.Rows[0], &o.Rows[1]
	score := func(r *study.Row) string { return shown(r.Score, o.Decimals(), l) }
	switch n := o.First(); {
	case n > 1:
		var ids []string
		for k := range o.Rows[:min(n, 4)] {
			ids = append(ids, o.Rows[k].Technology.ID)
		}
		if n > len(ids) {
			ids = append(ids, say("and %d more", n-len(ids)))
		}
		return say("The first place, with the score %s, is shared: %s; %d technologies are ranked.", score(a), strings.Join(ids, ", "), len(o.Rows))
	case o.Incomparable(a, b):
		return say("%s has the best score, %s, then %s with %s, which %s leaves incomparable with it; %d technologies are ranked.", a.Technology.ID, score(a), b.Technology.ID, score(b),
			language.M(o.Method.Title), len(o.Rows))
	}
	return say("%s leads with the score %s, then %s with %s; %d technologies are ranked.", a.Technology.ID, score(a), b.Technology.ID, score(b), len(o.Rows))
}

// scoreScale spans the scores shown, and 0 where parts are stacked or the scores stand on both sides of it.
func scoreScale(o *study.Outcome, shownRows []study.Row) scale {
	lo, hi := math.Inf(1), math.Inf(-1)
	for k := range shownRows {
		lo, hi = min(lo, shownRows[k].Score), max(hi, shownRows[k].Score)
		var below, above float64
		for _, x := range shownRows[k].Contributions {
			below, above = below+min(x, 0), above+max(x, 0)
		}
		if shownRows[k].Contributions != nil {
			lo, hi = min(lo, below, 0), max(hi, above, 0)
		}
	}
	if lo > 0 && lo < hi/2 {
		lo = 0
	}
	if hi == lo {
		lo, hi = min(0, lo), max(hi, lo+1)
	}
	values, _ := ticks(lo, hi, 5)
	return scale{lo: min(lo, values[0]), hi: max(hi, values[len(values)-1])}
}

// stack draws one bar of contributions, those below 0 to the left of it, with the criterion's code where it fits.
func (c *canvas) stack(o *study.Outcome, row *study.Row, s scale, mid float64) {
	const half = 9.0
	below, above := 0.0, 0.0
	for j, x := range row.Contributions {
		from := above
		if x < 0 {
			from = below
		}
		a, b := s.at(from), s.at(from+x)
		if x < 0 {
			below += x
		} else {
			above += x
		}
		a, b = min(a, b), max(a, b)
		if b-a < 0.05 {
			continue
		}
		c.rect(a, mid-half, b-a, 2*half, series(j))
		if code := plain(o.Problem.Criteria[j].ID); measure(code, small)+4 <= b-a {
			c.text((a+b)/2, mid+small*0.35, small, middle, onSeries(j), code)
		}
		if b-a > 3 {
			c.line(b, mid-half, b, mid+half, 1, paper)
		}
	}
	if below < 0 { // the sum is not the end of the bar
		c.line(s.at(row.Score), mid-half-2, s.at(row.Score), mid+half+2, 2.5, ink)
	}
}

func rankingData(o *study.Outcome, l language.Language) *report.Table {
	t := &report.Table{}
	t.Add("Rank", true)
	t.Add("ID", false)
	t.Add("Technology", false)
	t.Add("Score", true)
	t.Translate(l)
	if o.Additive() {
		for _, c := range o.Problem.Criteria {
			t.Add(c.ID, true)
		}
	}
	for k := range o.Rows {
		r := &o.Rows[k]
		cells := []report.Cell{report.Count(r.Rank), report.Text(r.Technology.ID), report.Text(r.Technology.Name), report.Number(r.Score, 4)}
		for _, x := range r.Contributions {
			cells = append(cells, report.Number(x, 4))
		}
		t.Row(cells...)
	}
	return t
}

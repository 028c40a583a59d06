package figure

import (
	"cmp"
	"slices"

	"veche/internal/language"
	"veche/internal/mcda/robust"
	"veche/internal/report"
	"veche/internal/study/robustness"
)

// Stability draws, for every criterion and group of criteria, how far its weight can move alone while the leader leads, and while the shortlist stays: the
// narrowest first.
func Stability(r *robustness.Report, l language.Language) *report.Figure {
	if len(r.Stability) == 0 {
		return nil
	}
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	s := r.Outcome.Study
	all := slices.Clone(r.Stability)
	slack := func(n *robustness.NodeStability) float64 {
		v := robust.Around(n.Leader, n.Weight)
		slack := 2.0
		if v.Lo > n.Range.Lo {
			slack = min(slack, n.Weight-v.Lo)
		}
		if v.Hi < n.Range.Hi {
			slack = min(slack, v.Hi-n.Weight)
		}
		return slack
	}
	slices.SortStableFunc(all, func(a, b robustness.NodeStability) int { return cmp.Compare(slack(&a), slack(&b)) })
	drawn := all[:min(len(all), mostRows)]
	var labels []string
	for k := range drawn {
		labels = append(labels, called(&s.Criteria[drawn[k].Criterion]))
	}
	c := &canvas{width: width}
	column := labelWidth(labels, 120, 270)
	lined := slices.ContainsFunc(drawn, func(n robustness.NodeStability) bool { return n.Shortlist != nil })
	rows := c.rows(labels, 0, column, 4, 30)
	frame := len(c.items)
	sc := scale{lo: 0, hi: 1, from: column + 14, to: width - 110}
	y := c.axis(sc, 4, rows.bottom, say("Weight, %"), func(x float64, _ int) string { return shown(100*x, 0, l) })
	c.items = append(c.items[frame:len(c.items):len(c.items)], c.items[:frame]...)
	for k := range drawn {
		n, mid := &drawn[k], rows.middles[k]
		for _, v := range n.Leader {
			c.rect(sc.at(v.Lo), mid-8, max(1.5, sc.at(v.Hi)-sc.at(v.Lo)), 16, soft)
		}
		for _, v := range n.Shortlist {
			c.rect(sc.at(v.Lo), mid-3, max(1.5, sc.at(v.Hi)-sc.at(v.Lo)), 6, accent)
		}
		c.line(sc.at(n.Weight), mid-11, sc.at(n.Weight), mid+11, 2.5, ink)
		v := robust.Around(n.Leader, n.Weight)
		c.text(width, mid+small*0.35, small, end, ink, shown(100*v.Lo, 1, l)+"–"+percent(v.Hi, 1, l))
	}
	entries := []entry{{say("the leader leads"), func(x, y float64) { c.rect(x-6, y-6, 14, 12, soft) }}}
	if lined {
		entries = append(entries, entry{say("the shortlist stays"), func(x, y float64) { c.rect(x-6, y-3, 14, 6, accent) }})
	}
	entries = append(entries, entry{say("the weight now"), func(x, y float64) { c.line(x, y-7, x, y+7, 2.5, ink) }})
	y = c.legend(0, y+2, entries)
	c.height = c.note(0, y, say("Each weight moves alone, the others follow. At the right: the interval around the present weight in which the leader leads."), left(len(drawn), len(all), l)) + 4
	first := &drawn[0]
	v := robust.Around(first.Leader, first.Weight)
	description := say("The leader depends most on %s: it leads from %s to %s of its weight, which is now %s.", called(&s.Criteria[first.Criterion]), percent(v.Lo, 1, l), percent(v.Hi, 1, l), percent(first.Weight, 1, l))
	if slack(first) > 1 {
		description = say("The leader leads whatever single weight moves, however far.")
	}
	return made("stability", say("How far each weight can move"), description, c, stabilityData(r, all, l))
}

func stabilityData(r *robustness.Report, all []robustness.NodeStability, l language.Language) *report.Table {
	t := &report.Table{}
	t.AddAll(false, "Criterion", "Name")
	t.AddAll(true, "Weight", "The leader leads from", "to", "The shortlist stays from", "to")
	t.Translate(l)
	for k := range all {
		n := &all[k]
		x := &r.Outcome.Study.Criteria[n.Criterion]
		v := robust.Around(n.Leader, n.Weight)
		line := []report.Cell{report.Text(x.Code), report.Text(x.Name), report.Percent(n.Weight, 1), report.Percent(v.Lo, 1), report.Percent(v.Hi, 1)}
		if n.Shortlist == nil {
			line = append(line, report.Unknown(), report.Unknown())
		} else {
			v = robust.Around(n.Shortlist, n.Weight)
			line = append(line, report.Percent(v.Lo, 1), report.Percent(v.Hi, 1))
		}
		t.Row(line...)
	}
	return t
}

// mostPlaces is how many places a heat table of acceptabilities tells apart.
const mostPlaces = 12

// Acceptability draws how often each technology takes each of the first places under the drawn weights.
func Acceptability(r *robustness.Report, l language.Language) *report.Figure {
	if r.Draws == nil || len(r.Draws.Ranks) == 0 {
		return nil
	}
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	o := r.Outcome
	places := min(mostPlaces, len(r.Draws.Ranks[0]))
	drawn := o.Rows[:min(len(o.Rows), max(mostRows/2, min(o.Listed()+5, mostRows)))]
	c := &canvas{width: width}
	at := func(i, j int) float64 { return r.Draws.Ranks[drawn[i].Index][j] }
	h := cells{text: func(i, j int) string {
		switch x := at(i, j); {
		case x == 0:
			return ""
		case x < 0.01:
			return "<1"
		}
		return shown(100*at(i, j), 0, l)
	}, shade: at, after: map[int]bool{}}
	for k := range drawn {
		h.labels = append(h.labels, label(drawn[k].Technology))
	}
	for j := range places {
		h.heads = append(h.heads, shown(float64(j+1), 0, l))
	}
	if n := o.Listed(); n > 0 && n < len(drawn) {
		h.after[n-1] = true
	}
	y := c.cells(h, 2)
	c.height = c.note(0, y, say("Columns are places. In the cells: in how many of 100 draws the technology takes the place, under %d weights drawn %s.", r.Draws.Draws, r.Options.InWords(l.Code())),
		left(len(drawn), len(o.Rows), l)) + 4
	first := o.Rows[0]
	description := say("%s takes the first place in %s of the draws.", first.Technology.ID, percent(r.Draws.Ranks[first.Index][0], 0, l))
	t := &report.Table{}
	t.AddAll(false, "ID", "Technology")
	t.Translate(l)
	for j := range places {
		t.Add(shown(float64(j+1), 0, l), true)
	}
	for k := range o.Rows {
		line := []report.Cell{report.Text(o.Rows[k].Technology.ID), report.Text(o.Rows[k].Technology.Name)}
		for j := range places {
			line = append(line, report.Percent(r.Draws.Ranks[o.Rows[k].Index][j], 1))
		}
		t.Row(line...)
	}
	return made("acceptability", say("Who takes which place under drawn weights"), description, c, t)
}

package figure

import (
	"cmp"
	"math"
	"slices"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study/panel"
)

// Camps draws how far each expert's own order is the panel's (Kendall's tau-b), camp by camp where there are camps, with the sign of the expert's bloc.
func Camps(r *panel.Report, l language.Language) *report.Figure {
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	var experts []int
	for k := range r.Experts {
		if r.Experts[k].TauB != nil && !r.Experts[k].Excluded {
			experts = append(experts, k)
		}
	}
	if len(experts) < 2 {
		return nil
	}
	camps := r.Agreement != nil && len(r.Agreement.Camps) > 1
	camp := func(k int) int {
		if !camps || r.Experts[k].Cluster < 0 {
			return math.MaxInt
		}
		return r.Experts[k].Cluster
	}
	slices.SortStableFunc(experts, func(a, b int) int {
		return cmp.Or(cmp.Compare(camp(a), camp(b)), cmp.Compare(*r.Experts[b].TauB, *r.Experts[a].TauB))
	})
	drawn := experts[:min(len(experts), 2*mostRows)]
	lowest := 0.0
	for _, k := range drawn {
		lowest = min(lowest, *r.Experts[k].TauB)
	}
	values, _ := ticks(lowest, 1, 5)
	c := &canvas{width: width}
	var labels []string
	for _, k := range drawn {
		e := &r.Study.Experts[r.Experts[k].Expert]
		labels = append(labels, e.ID)
	}
	column := labelWidth(labels, 120, 270)
	sc := scale{lo: values[0], hi: 1, from: column + 14, to: width - 60}
	y, from := 4.0, 0
	axisFrom := len(c.items)
	for from < len(drawn) {
		to := from + 1
		for to < len(drawn) && camp(drawn[to]) == camp(drawn[from]) {
			to++
		}
		if camps {
			text := say("In no camp")
			if n := camp(drawn[from]); n != math.MaxInt {
				text = say("Camp %d", n+1)
			}
			c.text(0, y+body+4, body, start, accent, text)
			y += lineHeight(body) + 8
		}
		rows := c.rows(labels[from:to], 0, column, y, 20)
		for k := from; k < to; k++ {
			e := &r.Experts[drawn[k]]
			c.line(sc.at(max(0, sc.lo)), rows.middles[k-from], sc.at(*e.TauB), rows.middles[k-from], 1.2, soft)
			c.mark(max(0, e.Bloc), sc.at(*e.TauB), rows.middles[k-from], 4.5, voiceRole(max(0, e.Bloc)))
			c.text(width, rows.middles[k-from]+small*0.35, small, end, ink, shown(*e.TauB, 2, l))
		}
		y = rows.bottom + 4
		from = to
	}
	content := append([]item(nil), c.items[axisFrom:]...)
	c.items = c.items[:axisFrom]
	bottom := c.axis(sc, 4, y, say("Tau-b with the panel's order: 1 is the same order, 0 none in common"), func(x float64, d int) string { return shown(x, d, l) })
	c.items = append(c.items, content...)
	y = bottom
	if len(r.Blocs) > 1 {
		var entries []entry
		for k := range r.Blocs {
			entries = append(entries, entry{r.Blocs[k].Name, func(x, y float64) { c.mark(k, x, y, 4.5, voiceRole(k)) }})
		}
		y = c.legend(0, y, entries)
	}
	c.height = c.note(0, y, left(len(drawn), len(experts), l)) + 4
	description := say("Tau-b of %d experts with the panel, from %s to %s.", len(experts), shown(extreme(r, experts, math.Min), 2, l), shown(extreme(r, experts, math.Max), 2, l))
	if camps {
		description = joined(description, say("They stand in %d camps.", len(r.Agreement.Camps)))
	}
	t := &report.Table{}
	t.AddAll(false, "Expert", "Bloc")
	t.AddAll(true, "Camp", "Tau-b with the panel")
	t.Translate(l)
	for _, k := range experts {
		e := &r.Experts[k]
		bloc, place := "", report.Unknown()
		if e.Bloc >= 0 {
			bloc = r.Blocs[e.Bloc].Name
		}
		if camps && e.Cluster >= 0 {
			place = report.Count(e.Cluster + 1)
		}
		t.Row(report.Text(r.Study.Experts[e.Expert].ID), report.Text(bloc), place, report.Number(*e.TauB, 3))
	}
	return made("camps", say("How near each expert is to the panel"), description, c, t)
}

func extreme(r *panel.Report, experts []int, pick func(a, b float64) float64) float64 {
	x := *r.Experts[experts[0]].TauB
	for _, k := range experts {
		x = pick(x, *r.Experts[k].TauB)
	}
	return x
}

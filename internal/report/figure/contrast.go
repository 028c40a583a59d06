package figure

import (
	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study"
	"veche/internal/study/contrast"
)

// Contrast draws what sets one technology above another, criterion by criterion: to the right what speaks for the first, to the left for the second.
func Contrast(o *study.Outcome, x *contrast.Contrast, l language.Language) *report.Figure {
	if len(x.Parts) == 0 || len(x.Parts) > 2*mostRows {
		return nil
	}
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	var labels []string
	lo, hi := 0.0, 0.0
	for _, p := range x.Parts {
		labels = append(labels, called(&o.Study.Criteria[o.Leaves[p.Column]]))
		lo, hi = min(lo, p.Ahead), max(hi, p.Ahead)
	}
	if lo == hi {
		hi = lo + 1
	}
	values, _ := ticks(lo, hi, 5)
	c := &canvas{width: width}
	column := labelWidth(labels, 120, 270)
	const top = 44.0
	sc := scale{lo: min(lo, values[0]), hi: max(hi, values[len(values)-1]), from: column + 20, to: width - 150}
	zero := sc.at(0)
	rows := c.rows(labels, 0, column, top, 24)
	frame := len(c.items)
	y := c.axis(sc, top, rows.bottom, say("By how much of the score"), func(v float64, d int) string { return shown(v, d, l) })
	c.items = append(c.items[frame:len(c.items):len(c.items)], c.items[:frame]...)
	c.centred(0, 18, small, start, warm, wrap("← "+label(x.B.Technology), small, width/2-12, 2)...)
	c.centred(width, 18, small, end, accent, wrap(label(x.A.Technology)+" →", small, width/2-12, 2)...)
	c.line(zero, top, zero, rows.bottom, 1.5, ink)
	for k, p := range x.Parts {
		mid := rows.middles[k]
		r := accent
		if p.Ahead < 0 {
			r = warm
		}
		c.rect(min(zero, sc.at(p.Ahead)), mid-7, max(0.5, max(zero, sc.at(p.Ahead))-min(zero, sc.at(p.Ahead))), 14, r)
		c.text(width, mid+small*0.35, small, end, ink, report.Styled(p.RawA, report.Digits4).Shown(l)+" : "+report.Styled(p.RawB, report.Digits4).Shown(l))
	}
	c.height = c.note(0, y, say("At the right: the scores of the two, in the criterion's own unit.")) + 4
	t := &report.Table{}
	t.AddAll(false, "Criterion", "Name")
	t.Translate(l)
	t.AddAll(true, x.A.Technology.ID, x.B.Technology.ID, say("For the first"))
	for _, p := range x.Parts {
		criterion := &o.Study.Criteria[o.Leaves[p.Column]]
		t.Row(report.Text(criterion.Code), report.Text(criterion.Name), report.Styled(p.RawA, report.Digits4), report.Styled(p.RawB, report.Digits4), report.Number(p.Ahead, 4))
	}
	return made("contrast", say("%s against %s", x.A.Technology.ID, x.B.Technology.ID), say("What each of %d criteria says for %s and for %s.", len(x.Parts), x.A.Technology.ID, x.B.Technology.ID), c, t)
}

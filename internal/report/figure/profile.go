package figure

import (
	"cmp"
	"math"
	"slices"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/report"
	"veche/internal/study"
)

// mostLines is how many lines can be told apart in one chart.
const mostLines = 8

// lineRoles are the colours of lines that stand beside each other.
var lineRoles = []role{accent, ink, warm, series(4), series(6), quiet, series(2), series(0)}

// listed are the rows of the shortlist, or the first few where there is none, at most so many.
func listed(o *study.Outcome, most int) []study.Row {
	n := 5
	if k := o.Listed(); k > 0 {
		n = k
	}
	return o.Rows[:min(n, most, len(o.Rows))]
}

// span is a criterion's axis: from the worst to the best, as its scale has them or else the ranked technologies.
type span struct{ worst, best float64 }

func spans(o *study.Outcome) []span {
	m, n := o.Problem.Dims()
	all := make([]span, n)
	for j := range n {
		c := &o.Problem.Criteria[j]
		lo, hi := math.Inf(1), math.Inf(-1)
		for i := range m {
			lo, hi = min(lo, o.Problem.At(i, j)), max(hi, o.Problem.At(i, j))
		}
		if c.Scale != nil {
			lo, hi = c.Scale.Min, c.Scale.Max
		}
		switch c.Sense {
		case mcda.Cost:
			all[j] = span{hi, lo}
		case mcda.Target: // the farther end is the worst
			all[j] = span{hi, c.Target}
			if c.Target-lo > hi-c.Target {
				all[j].worst = lo
			}
		default:
			all[j] = span{lo, hi}
		}
	}
	return all
}

// good is where a score lies on its axis, from 0 to 1.
func (s span) good(x float64, target bool) float64 {
	if s.best == s.worst {
		return 1
	}
	if target {
		return max(0, 1-math.Abs(x-s.best)/math.Abs(s.worst-s.best))
	}
	return max(0, min(1, (x-s.worst)/(s.best-s.worst)))
}

// Profile draws the shortlist over the criteria as lines: each criterion's axis runs from its worst, below, to its best.
func Profile(o *study.Outcome, l language.Language) *report.Figure {
	n := len(o.Leaves)
	if n < 2 || n > 24 || len(o.Rows) < 2 {
		return nil
	}
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	rows, axes := listed(o, mostLines), spans(o)
	const top, bottom, right = 34.0, 300.0, 210.0
	c := &canvas{width: width}
	x := func(j int) float64 { return 40 + (width-right-60)*float64(j)/float64(n-1) }
	step := (width - right - 60) / float64(n-1)
	for j := range n {
		c.line(x(j), top, x(j), bottom, 1, grid)
		code := cut(o.Problem.Criteria[j].ID, small, step-6)
		c.text(x(j), bottom+small+20, small, middle, ink, code)
		for k, v := range []float64{axes[j].best, axes[j].worst} {
			text := l.Figure(v)
			if measure(text, small) <= step-6 {
				c.text(x(j), []float64{top - 8, bottom + small + 4}[k], small, middle, quiet, text)
			}
		}
	}
	type ending struct {
		row int
		y   float64
	}
	var ends []ending
	for k := range rows {
		var line []point
		for j := range n {
			v := axes[j].good(o.Problem.At(rows[k].Index, j), o.Problem.Criteria[j].Sense == mcda.Target)
			line = append(line, point{x(j), bottom - v*(bottom-top)})
		}
		c.path(1.8, lineRoles[k%len(lineRoles)], line...)
		for _, p := range line {
			c.mark(k, p.x, p.y, 3.6, lineRoles[k%len(lineRoles)])
		}
		ends = append(ends, ending{k, line[n-1].y})
	}
	slices.SortStableFunc(ends, func(a, b ending) int { return cmp.Compare(a.y, b.y) })
	ys := make([]float64, len(ends))
	for k := range ends {
		ys[k] = ends[k].y
	}
	for k, y := range apart(ys, lineHeight(small)*2+2, top, bottom) {
		e := ends[k]
		r := lineRoles[e.row%len(lineRoles)]
		c.line(x(n-1)+5, e.y, x(n-1)+16, y, 0.8, pale)
		c.mark(e.row, x(n-1)+22, y, 3.6, r)
		c.centred(x(n-1)+30, y, small, start, ink, wrap(label(rows[e.row].Technology), small, width-x(n-1)-30, 2)...)
	}
	y := c.note(0, bottom+small+30, say("Each axis runs from the worst, below, to the best, of its scale or of the ranked technologies."))
	var entries []entry
	for _, i := range o.Leaves {
		if name := called(&o.Study.Criteria[i]); name != o.Study.Criteria[i].Code {
			entries = append(entries, entry{name, func(x, y float64) {}})
		}
	}
	c.height = c.legend(-16, y+4, entries) + 2
	return made("profile", say("Profiles of the shortlist"), say("How %d technologies stand on %d criteria, a line for each.", len(rows), n), c, profileData(o, rows, l))
}

// ProfileTable is the same as a heat table: what stands out is better on the criterion, the scores stand in the cells.
func ProfileTable(o *study.Outcome, l language.Language) *report.Figure {
	n := len(o.Leaves)
	if n < 1 || n > 40 || len(o.Rows) == 0 {
		return nil
	}
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	rows, axes := listed(o, 2*mostLines+4), spans(o)
	c := &canvas{width: width}
	h := cells{text: func(i, j int) string { return report.Styled(o.Problem.At(rows[i].Index, j), report.Digits4).Shown(l) },
		shade: func(i, j int) float64 {
			return axes[j].good(o.Problem.At(rows[i].Index, j), o.Problem.Criteria[j].Sense == mcda.Target)
		}}
	for k := range rows {
		h.labels = append(h.labels, label(rows[k].Technology))
	}
	for _, criterion := range o.Problem.Criteria {
		h.heads = append(h.heads, criterion.ID)
	}
	y := c.cells(h, 2)
	c.height = c.note(0, y, say("The more a cell stands out, the better on the criterion, whichever way it counts; the scores are in its own unit.")) + 4
	return made("profile-table", say("The shortlist by criterion"), say("The scores of %d technologies on %d criteria.", len(rows), n), c, profileData(o, rows, l))
}

func profileData(o *study.Outcome, rows []study.Row, l language.Language) *report.Table {
	t := &report.Table{}
	t.AddAll(false, "ID", "Technology")
	t.Translate(l)
	for _, i := range o.Leaves {
		head := o.Study.Criteria[i].Code
		if unit := o.Study.Criteria[i].Unit; unit != "" {
			head += ", " + unit
		}
		t.Add(head, true)
	}
	for k := range rows {
		line := []report.Cell{report.Text(rows[k].Technology.ID), report.Text(rows[k].Technology.Name)}
		for j := range o.Leaves {
			line = append(line, report.Styled(o.Problem.At(rows[k].Index, j), report.Digits4))
		}
		t.Row(line...)
	}
	return t
}

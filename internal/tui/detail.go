package tui

import (
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"

	"veche/internal/tui/draw"
)

type unranked = study.Unranked

// historyPane is the rank of the first four technologies after each of the last actions.
type historyPane struct {
	*room
	size
}

func (p *historyPane) Rows(int) (least, good, most int) {
	n := 1 + min(4, len(p.out.Rows))
	return n, n, n
}

func (p *historyPane) View() string {
	top := min(4, len(p.out.Rows))
	title := p.t(textHistory, top)
	lines := []string{p.heading(false, title, p.t(textHistoryRemark, p.g.Arrow), p.w)}
	names := 0
	for k := range top {
		names = max(names, draw.Cells(p.tech[p.techOf(k)]))
	}
	names = min(names, max(p.w/2, 12), p.w-16)
	width := 2
	for _, m := range p.past[:p.done()+1] {
		for k := range top {
			width = max(width, 1+len(strconv.Itoa(int(m.ranks[p.techOf(k)]))))
		}
	}
	n := min((p.w-2-names)/width, p.done()+1)
	for k := range top {
		tech := p.techOf(k)
		var b strings.Builder
		var was int32 = -1
		for i, m := range p.past[p.done()+1-n : p.done()+1] {
			rank := m.ranks[tech]
			text, style := strconv.Itoa(int(rank)), p.th.Dim
			switch {
			case rank == 0:
				text = "-"
			case i == 0 || was <= 0 || rank == was:
			case rank < was:
				style = p.th.Up
			default:
				style = p.th.Down
			}
			if i == n-1 && style.GetForeground() == p.th.Dim.GetForeground() {
				style = p.th.Away
			}
			b.WriteString(style.Render(draw.Right(text, width)))
			was = rank
		}
		lines = append(lines, "  "+draw.Left(p.name(tech, names), names, "")+b.String())
	}
	return draw.Pad(lines, p.h)
}

// criterionPane is what is known of the criterion under the cursor.
type criterionPane struct {
	*weightsScreen
	size
}

func (p *criterionPane) Rows(w int) (least, good, most int) {
	n := 1 + len(p.facts(w))
	return 5, n, n
}

func (p *criterionPane) View() string {
	lines := []string{p.heading(false, p.t(textCriterion, p.node().name), "", p.w)}
	return draw.Pad(append(lines, p.facts(p.w)...), p.h)
}

// facts are the pane's lines, the most useful first.
func (p *criterionPane) facts(w int) []string {
	n := p.node()
	c := &p.study().Criteria[n.criterion]
	var lines []string
	say := func(label, value string) { lines = append(lines, "  "+p.labelled(label, value, w-2)) }
	if draw.Cells(p.t(textCriterion, n.name)) > w-4 {
		for _, line := range draw.WrapTo(n.name, w-2, 2, p.g.Ellipsis) {
			lines = append(lines, "  "+line)
		}
	}
	keeps := func() {
		if st := p.stability[p.at]; st != nil {
			say(p.t(textKeepsLabel), p.keeps(st))
		} else {
			lines = append(lines, "  "+p.th.Stale.Render(draw.Cut(p.t(textKeepsLabel)+" "+p.unsteady(), w-2, p.g.Ellipsis)))
		}
	}
	if n.leaf < 0 {
		say(p.t(textBranch, len(n.columns)), p.lang.Percent(n.total(p.out.Global)))
		keeps()
		if p.out.Additive() {
			first := &p.out.Rows[0]
			say(p.t(textShare), p.t(textOf, p.score(n.total(first.Contributions)), p.score(first.Score)))
		}
		return append(lines, "  "+p.th.Dim.Render(draw.Cut(p.t(textFoldHint), w-2, p.g.Ellipsis)))
	}
	sense := map[mcda.Sense]string{mcda.Benefit: p.t(textBenefit), mcda.Cost: p.t(textCost)}[c.Sense]
	if c.Sense == mcda.Target && c.Target != nil {
		sense = p.t(textTarget, p.lang.Figure(*c.Target))
	}
	if unit := draw.Clean(c.Unit); unit != "" {
		say(p.t(textUnit), unit+"   "+sense)
	} else {
		lines = append(lines, "  "+draw.Cut(sense, w-2, p.g.Ellipsis))
	}
	lo, hi := p.extent(p.leaf)
	scale := ""
	if c.Min != nil && c.Max != nil {
		scale = "   " + p.t(textScale, p.span(p.lang.Figure(*c.Min), p.lang.Figure(*c.Max)))
	}
	extent := p.span(p.lang.Figure(lo), p.lang.Figure(hi))
	spread := extent + "   " + p.t(textSpread, p.lang.Figure(hi-lo))
	say(p.t(textRange), fitting(w-3-draw.Cells(p.t(textRange)), spread+scale, extent+scale, spread))
	keeps()
	if v := c.Value; v != nil {
		say(p.t(textValue), p.t(textValuePoints, len(v), p.lang.Figure(v.At(lo)), p.lang.Figure(lo), p.lang.Figure(v.At(hi)), p.lang.Figure(hi)))
	} else if n := p.out.Parameters["normalization"]; n != "" {
		say(p.t(textNormalization), language.Value(n).In(p.lang))
	}
	first := &p.out.Rows[0]
	if p.out.Additive() {
		say(p.t(textShare), p.t(textOf, p.score(first.Contributions[p.leaf]), p.score(first.Score)))
	}
	if given, blank, unknown, evidence := p.answers(-1, p.leaf); evidence > 0 {
		if says := c.FromLinks(); says != "" {
			say(p.t(textFromLinks), says)
		} else {
			say(p.t(textAnswers), p.t(textEvidence))
		}
	} else {
		say(p.t(textAnswers), p.tally(given, blank, unknown))
	}
	if c.Parent != "" {
		if k := p.study().Criterion(c.Parent); k >= 0 {
			say(p.t(textBelow), draw.Clean(p.study().Criteria[k].Name))
		}
	}
	return lines
}

// extent is the smallest and largest score of a column.
func (r *room) extent(leaf int) (lo, hi float64) {
	if known, ok := r.extents[leaf]; ok && r.extentsOf == r.out.Problem {
		return known[0], known[1]
	}
	defer func() {
		if r.extentsOf != r.out.Problem {
			r.extents, r.extentsOf = map[int][2]float64{}, r.out.Problem
		}
		r.extents[leaf] = [2]float64{lo, hi}
	}()
	m, _ := r.out.Problem.Dims()
	lo = r.out.Problem.At(0, leaf)
	hi = lo
	for i := 1; i < m; i++ {
		x := r.out.Problem.At(i, leaf)
		lo, hi = min(lo, x), max(hi, x)
	}
	return lo, hi
}

// answers adds up what the panel said in one row of the problem (−1: all) on one criterion (−1: all).
func (r *room) answers(row, leaf int) (given, blank, unknown, evidence int) {
	if row < 0 { // the same at all weights, and long to count
		key := leaf
		if known, ok := r.counts[key]; ok && r.countsOf == r.out.Problem {
			return known[0], known[1], known[2], known[3]
		}
		defer func() {
			if r.countsOf != r.out.Problem {
				r.counts, r.countsOf = map[int][4]int{}, r.out.Problem
			}
			r.counts[key] = [4]int{given, blank, unknown, evidence}
		}()
	}
	n := len(r.out.Leaves)
	from, to := 0, len(r.out.Raters)
	if row >= 0 {
		from, to = row, row+1
	}
	first, last := 0, n
	if leaf >= 0 {
		first, last = leaf, leaf+1
	}
	for i := from; i < to; i++ {
		for j := first; j < last; j++ {
			c := r.out.Cell(i, j)
			given += c.Answers
			blank += c.Missing
			unknown += c.Abstained
			if c.Evidence {
				evidence++
			}
		}
	}
	return given, blank, unknown, evidence
}

func (r *room) tally(given, blank, unknown int) string {
	return r.t(textTally, grouped(given), grouped(blank), grouped(unknown))
}

// selectedPane is what is known of the technology under the cursor.
type selectedPane struct {
	*room
	size
}

func (p *selectedPane) Rows(w int) (least, good, most int) {
	facts, scores := p.facts(w)
	n := 1 + len(facts)
	most = n
	if len(scores) > 0 {
		most += 1 + len(scores)
	}
	return min(n, 6), n, most
}

func (p *selectedPane) View() string {
	lines := []string{p.heading(false, p.t(textSelected), draw.Clean(p.study().Technologies[p.chosen].ID), p.w)}
	facts, scores := p.facts(p.w)
	lines = append(lines, facts...)
	if len(scores) > 0 && len(lines)+3 <= p.h {
		lines = append(append(lines, ""), scores...)
	}
	return draw.Pad(lines, p.h)
}

// facts are the pane's lines, and the technology's scores by criterion for where there is room.
func (p *selectedPane) facts(w int) (facts, scores []string) {
	t := &p.study().Technologies[p.chosen]
	for _, line := range draw.WrapTo(p.tech[p.chosen], w-2, 3, p.g.Ellipsis) {
		facts = append(facts, "  "+p.th.Strong.Render(line))
	}
	say := func(label, value string) { facts = append(facts, "  "+p.labelled(label, value, w-2)) }
	row := p.rowOf(p.chosen)
	if row != nil {
		line := p.t(textPlace, row.Rank, len(p.out.Rows), p.score(row.Score))
		if row.Raters > 0 {
			line += "   " + p.t(textRatersOf, row.Raters)
		}
		facts = append(facts, "  "+draw.Cut(line, w-2, p.g.Ellipsis))
	} else {
		for _, u := range p.out.Unranked {
			if u.Technology == p.chosen {
				for _, line := range draw.WrapTo(draw.Clean(p.t(textNotRanked, u.Reason)), w-2, 3, p.g.Ellipsis) {
					facts = append(facts, "  "+p.th.Warning.Render(line))
				}
			}
		}
	}
	if g := draw.Clean(t.Group); g != "" {
		for k, line := range draw.WrapTo(g, w-2-draw.Cells(p.t(textGroup))-1, 2, p.g.Ellipsis) {
			if k == 0 {
				say(p.t(textGroup), line)
			} else {
				facts = append(facts, draw.Spaces(3+draw.Cells(p.t(textGroup)))+line)
			}
		}
	}
	if t.Cost != nil {
		say(p.t(textTechCost), p.lang.Figure(*t.Cost))
	}
	if t.Pin != "" {
		say(p.t(textPin), draw.Clean(t.Pin))
	}
	if row != nil {
		if given, blank, unknown, _ := p.answers(row.Index, -1); given+blank+unknown > 0 {
			say(p.t(textAnswers), p.tally(given, blank, unknown))
		}
	}
	if note := draw.Clean(t.Note); note != "" {
		for k, line := range draw.WrapTo(p.t(textNote)+" "+note, w-2, 3, p.g.Ellipsis) {
			if k == 0 {
				line = p.th.Dim.Render(p.t(textNote)) + strings.TrimPrefix(line, p.t(textNote))
			}
			facts = append(facts, "  "+line)
		}
	}
	if at := p.study().Place(t.Origin); at.Cell != "" {
		say(p.t(textRow), at.Sheet+"!"+at.Cell)
	}
	if row != nil {
		scores = p.scores(row, w)
	}
	return facts, scores
}

// scores is a small table: every criterion's score of the technology, and how many answered.
func (p *selectedPane) scores(row *study.Row, w int) []string {
	n := len(p.out.Leaves)
	names := 0
	for _, c := range p.crit {
		names = max(names, draw.Cells(c))
	}
	const scoreW, eachW = 9, 6
	answered := false
	for j := range n {
		c := p.out.Cell(row.Index, j)
		answered = answered || c.Answers+c.Missing+c.Abstained > 0
	}
	counts := 0
	if answered && w >= 40 {
		counts = 3 * eachW
	}
	names = min(names, w-2-scoreW-counts)
	if names < 6 {
		return nil
	}
	head := "  " + draw.Spaces(names) + draw.Right(p.t(textScoreGiven), scoreW)
	if counts > 0 {
		head += draw.Right(p.t(textGiven), eachW) + draw.Right(p.t(textBlank), eachW) + draw.Right(p.t(textUnknown), eachW)
	}
	lines := []string{p.th.Dim.Render(head)}
	for j := range n {
		c := p.out.Cell(row.Index, j)
		line := "  " + draw.Left(p.criterion(j, names), names, "") + draw.Right(p.lang.Figure(c.Value), scoreW)
		switch {
		case counts > 0 && c.Evidence:
			line += draw.Right(p.t(textEvidence), counts)
		case counts > 0:
			line += draw.Right(strconv.Itoa(c.Answers), eachW) + draw.Right(strconv.Itoa(c.Missing), eachW) + draw.Right(strconv.Itoa(c.Abstained), eachW)
		}
		lines = append(lines, line)
	}
	return lines
}

package tui

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"veche/internal/study"
)

// agreementPanel is the figures: W, S*, tau-b, what lies between blocs, and each bloc's own.
type agreementPanel struct {
	*panelScreen
	w, h int
}

func (p *agreementPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *agreementPanel) rows(w int) heights {
	if p.root.w < 120 {
		return heights{1, 1, 1}
	}
	n := 1 + len(p.lines())
	return heights{min(n, 4), n, n}
}

func (p *agreementPanel) View() string {
	r := p.now()
	if r == nil {
		text := p.t(textWorking)
		if p.report.gen > 0 {
			text = p.told(p.report.err)
		}
		return pad(wrapTo(text, p.w, p.h, p.g.ellipsis), p.h)
	}
	if p.h == 1 {
		return p.brief(r)
	}
	return pad(append([]string{p.heading(false, p.t(textAgreement), "", p.w)}, p.lines()...), p.h)
}

// brief is the figures on one line.
func (p *agreementPanel) brief(r *study.PanelReport) string {
	var parts []string
	f := r.Figures()
	switch {
	case f != nil && f.HasW:
		parts = append(parts, p.t(textKendallW, f.W, f.Experts, probability(f.P)))
	case r.Agreement != nil && r.Agreement.TauB != nil:
		parts = append(parts, p.t(textMeanTau, *r.Agreement.TauB, r.Agreement.TauPairs))
	}
	for _, b := range r.Blocs {
		if b.Own.HasW {
			mark := ""
			if b.Own.W < 0.6 {
				mark = " !"
			}
			parts = append(parts, cut(clean(b.Name), 12, p.g.ellipsis)+fmt.Sprintf(" %.2f", b.Own.W)+mark)
		}
	}
	parts = append(parts, p.th.Strong.Render(r.Finding().In(p.lang)))
	line := parts[0]
	for _, more := range parts[1:] {
		if cells(line)+3+cells(more) <= p.w {
			line += "   " + more
		}
	}
	return cut(line, p.w, p.g.ellipsis)
}

// probability writes a p value.
func probability(p float64) string {
	if p < 0.001 {
		return "p<0.001"
	}
	return fmt.Sprintf("p=%.2g", p)
}

func (p *agreementPanel) lines() []string {
	r := p.now()
	if r == nil {
		return nil
	}
	var lines []string
	row := func(label string, value string) {
		lines = append(lines, left(label, max(p.w-9, 8), p.g.ellipsis)+right(value, 8))
	}
	f := r.Figures()
	if f != nil && f.HasW {
		row(p.t(textKendallLong, f.Experts, probability(f.P)), fmt.Sprintf("%.2f", f.W))
		row(p.t(textConsensus), fmt.Sprintf("%.2f", f.SStar))
	}
	if a := r.Agreement; a != nil {
		if a.TauB != nil {
			row(p.t(textTauPairs, a.TauPairs), fmt.Sprintf("%.2f", *a.TauB))
		}
		if a.Alpha != nil {
			row(p.t(textAlpha), fmt.Sprintf("%.2f", *a.Alpha))
		}
	}
	if f != nil && f.HasBetween {
		row(p.t(textBetweenBlocs), percentOf(f.Between))
	}
	for _, b := range r.Blocs {
		label := "  " + clean(b.Name) + " (" + strconv.Itoa(len(b.Members)) + ")"
		switch {
		case b.Own.HasW:
			row(label, fmt.Sprintf("%.2f", b.Own.W))
		case b.TauB != nil:
			row(label+" "+p.t(textWithPanel), fmt.Sprintf("%.2f", *b.TauB))
		default:
			row(label, "-")
		}
	}
	if r.Seal != nil {
		lines = append(lines, p.th.Dim.Render(cut(clean(r.Seal.Sentence(p.lang)), p.w, p.g.ellipsis)))
	}
	return lines
}

func percentOf(share float64) string { return strconv.Itoa(int(100*share+0.5)) + "%" }

// placesPanel is the matrix: the place each expert, or bloc, gives each technology; or the weight of each criterion.
type placesPanel struct {
	*panelScreen
	w, h int
}

func (p *placesPanel) SetSize(w, h int) {
	p.w, p.h = w, h
	k, v := p.cursor(), p.visible()
	p.offset = min(max(p.offset, k-v+1), k)
	p.offset = max(min(p.offset, p.rowsShown()-v), 0)
}

func (p *placesPanel) rows(int) heights {
	n := p.rowsShown()
	if p.now() == nil {
		return heights{1, 1, 1}
	}
	return heights{4 + min(n, 5), 4 + min(n, 16), 4 + n}
}

// visible is how many rows the matrix shows, beside its heading, names and the two last lines.
func (p *placesPanel) visible() int { return max(min(p.h-4, p.rowsShown()), 1) }

// placesGrid is what the columns hold and how wide they are.
type placesGrid struct {
	names        []string
	id, bloc     int
	cell, tail   int
	from, number int // columns shown
}

func (p *placesPanel) grid(r *study.PanelReport) placesGrid {
	var g placesGrid
	if p.weighted() {
		w := &r.Weights[0]
		for _, i := range w.Criteria {
			g.names = append(g.names, clean(r.Study.Criteria[i].Title()))
		}
	} else {
		for _, t := range p.technologies() {
			g.names = append(g.names, p.tech[r.Technologies[t].Technology])
		}
	}
	for e := range r.Study.Experts {
		g.id = max(g.id, cells(clean(r.Study.Experts[e].ID)))
	}
	if len(r.Blocs) > 0 {
		g.bloc = 5
	}
	g.id = min(max(g.id, 4, cells(p.t(textPanelRow))-g.bloc+1, cells(p.t(textSpreadRow))-g.bloc+1), 14)
	if p.blocs {
		g.id, g.bloc = 16, 0
	}
	g.cell, g.tail = 5, 10
	if p.w >= 100 || len(g.names) <= 6 && p.w >= 76 {
		g.cell = 7
	}
	if p.weighted() {
		g.cell = max(g.cell, 7)
	}
	room := p.w - 2 - g.id - g.bloc - g.tail
	g.cell = max(g.cell, min(room/max(len(g.names), 1), 14))
	g.number = min(max(room/g.cell, 1), len(g.names))
	p.column = max(min(p.column, len(g.names)-g.number), 0)
	g.from = p.column
	return g
}

func (p *placesPanel) View() string {
	r := p.now()
	if r == nil {
		return ""
	}
	g := p.grid(r)
	title := textPlaces
	switch {
	case p.blocs && p.weighted():
		title = textWeightsByBloc
	case p.blocs:
		title = textPlacesByBloc
	case p.weighted():
		title = textWeightsByExpert
	}
	remark := ""
	if g.number < len(g.names) {
		remark = p.t(textShown, p.span(strconv.Itoa(g.from+1), strconv.Itoa(g.from+g.number)), len(g.names)) + " " + p.g.sides
	}
	if !p.report.fresh(p.session) {
		remark = p.t(textWorking)
	}
	lines := []string{p.heading(true, p.t(title), remark, p.w)}
	head := spaces(2) + left(p.t(textWho), g.id, "")
	if g.bloc > 0 {
		head += left(" "+p.t(textBloc), g.bloc, "")
	}
	for _, name := range g.names[g.from : g.from+g.number] {
		head += right(cut(name, g.cell-1, ""), g.cell)
	}
	end := p.t(textTauHead)
	if p.weighted() {
		end = p.t(textCR)
	}
	lines = append(lines, p.th.Dim.Render(head+right(end, 7)))
	for k := p.offset; k < min(p.offset+p.visible(), p.rowsShown()); k++ {
		if p.blocs {
			lines = append(lines, p.blocRow(r, g, k))
		} else {
			lines = append(lines, p.expertRow(r, g, p.order()[k]))
		}
	}
	return pad(append(lines, p.foot(r, g)...), p.h)
}

// mark is the start of a row.
func (p *placesPanel) mark(on bool) (string, lipgloss.Style) {
	if on {
		return p.g.cursor + " ", p.th.Cursor
	}
	return "  ", p.th.Away
}

func (p *placesPanel) expertRow(r *study.PanelReport, g placesGrid, e int) string {
	x := &r.Experts[e]
	mark, style := p.mark(e == p.expert)
	line := mark + left(clean(r.Study.Experts[e].ID), g.id, p.g.ellipsis)
	if g.bloc > 0 {
		line += left(" "+clean(r.Study.Experts[e].Bloc), g.bloc, "")
	}
	if x.Excluded {
		return style.Render(line) + p.th.Dim.Render(" "+p.t(textIsExcluded))
	}
	line = style.Render(line)
	if p.weighted() {
		w := &r.Weights[0]
		k := slices.IndexFunc(w.Experts, func(own study.ExpertWeights) bool { return own.Expert == e })
		if k < 0 {
			return line + p.th.Dim.Render("  "+p.t(textNoJudgements))
		}
		own := w.Experts[k]
		for _, x := range own.Weights[g.from : g.from+g.number] {
			line += right(fmt.Sprintf("%.1f", 100*x), g.cell)
		}
		if own.CR != nil {
			text := right(fmt.Sprintf("%.3f", *own.CR), 7)
			if *own.CR > study.ConsistencyLimit {
				text += p.th.Warning.Render(" !")
			}
			line += text
		}
		return line
	}
	if x.Rank == nil {
		return line + p.th.Dim.Render("  "+p.t(textNoAnswers))
	}
	complete := x.Judged == len(r.Technologies)
	order := p.technologies()
	for _, t := range order[g.from : g.from+g.number] {
		rank := x.Rank[t]
		text := p.g.same
		if rank > 0 {
			text = strconv.FormatFloat(rank, 'f', -1, 64)
		}
		away := complete && rank > 0 && r.Technologies[t].Rank > 0 && math.Abs(rank-float64(r.Technologies[t].Rank)) >= 3
		switch {
		case away && g.cell >= 7:
			line += p.th.Warning.Render(right("["+text+"]", g.cell))
		case away:
			line += p.th.Warning.Render(right(text, g.cell))
		default:
			line += right(text, g.cell)
		}
	}
	return line + p.tau(x.TauB)
}

// tau writes an expert's tau-b with the panel: !! below 0.3, ! below 0.5.
func (p *placesPanel) tau(tau *float64) string {
	if tau == nil {
		return right("-", 7)
	}
	text := right(fmt.Sprintf("%.2f", *tau), 7)
	switch {
	case *tau < 0.3:
		text += p.th.Warning.Render(" !!")
	case *tau < 0.5:
		text += p.th.Warning.Render(" !")
	}
	return text
}

func (p *placesPanel) blocRow(r *study.PanelReport, g placesGrid, k int) string {
	b := &r.Blocs[k]
	mark, style := p.mark(k == p.bloc)
	line := style.Render(mark + left(clean(b.Name), g.id, p.g.ellipsis))
	if p.weighted() {
		w := &r.Weights[0]
		if k >= len(w.Blocs) || w.Blocs[k] == nil {
			return line + p.th.Dim.Render("  "+p.t(textNoJudgements))
		}
		for _, x := range w.Blocs[k][g.from : g.from+g.number] {
			line += right(fmt.Sprintf("%.1f", 100*x), g.cell)
		}
		return line
	}
	if b.Rank == nil {
		return line + p.th.Dim.Render("  "+p.t(textNoOwnRanking))
	}
	order := p.technologies()
	for _, t := range order[g.from : g.from+g.number] {
		text := p.g.same
		if b.Rank[t] > 0 {
			text = strconv.Itoa(b.Rank[t])
		}
		line += right(text, g.cell)
	}
	return line + p.tau(b.TauB)
}

// foot is the panel's own line, and how far apart the places are.
func (p *placesPanel) foot(r *study.PanelReport, g placesGrid) []string {
	label := func(text string) string { return "  " + left(p.t(text), g.id+g.bloc, "") }
	first, second := p.th.Strong.Render(label(textPanelRow)), p.th.Dim.Render(label(textSpreadRow))
	if p.weighted() {
		w := &r.Weights[0]
		for j := g.from; j < g.from+g.number; j++ {
			least, most := 1.0, 0.0
			for _, own := range w.Experts {
				least, most = min(least, own.Weights[j]), max(most, own.Weights[j])
			}
			group := 0.0
			if w.Group != nil {
				group = w.Group[j]
			}
			first += p.th.Strong.Render(right(fmt.Sprintf("%.1f", 100*group), g.cell))
			second += p.th.Dim.Render(right(fmt.Sprintf("%.1f", 100*max(most-least, 0)), g.cell))
		}
		return []string{first, second}
	}
	for _, t := range p.technologies()[g.from : g.from+g.number] {
		tech := &r.Technologies[t]
		rank, spread := p.g.same, p.g.same
		if tech.Rank > 0 {
			rank = strconv.Itoa(tech.Rank)
		}
		if tech.Experts > 1 {
			spread = strconv.FormatFloat(math.Round(10*(tech.Most-tech.Least))/10, 'f', -1, 64)
		}
		first += p.th.Strong.Render(right(rank, g.cell))
		second += p.th.Dim.Render(right(spread, g.cell))
	}
	return []string{first, second}
}

// onePanel is the expert under the cursor against the others.
type onePanel struct {
	*panelScreen
	w, h int
}

func (p *onePanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *onePanel) rows(w int) heights {
	if p.now() == nil {
		return heights{0, 0, 0}
	}
	n := 1 + len(p.lines(w))
	return heights{min(n, 3), n, n}
}

func (p *onePanel) View() string {
	r := p.now()
	if r == nil {
		return ""
	}
	title := ""
	switch {
	case p.blocs && p.bloc < len(r.Blocs):
		title = clean(r.Blocs[p.bloc].Name)
	case p.expert < len(r.Study.Experts):
		title = p.t(textAgainstOthers, clean(r.Study.Experts[p.expert].ID))
	}
	return pad(append([]string{p.heading(false, title, "", p.w)}, p.lines(p.w)...), p.h)
}

func (p *onePanel) lines(w int) []string {
	r := p.now()
	if r == nil {
		return nil
	}
	if p.blocs {
		return p.blocLines(r, w)
	}
	if p.expert >= len(r.Experts) {
		return nil
	}
	e, x := &r.Experts[p.expert], &r.Study.Experts[p.expert]
	var lines []string
	who := strings.TrimSpace(clean(x.Name) + "  " + clean(x.Organisation))
	if who != "" {
		lines = append(lines, cut(who, w, p.g.ellipsis))
	}
	var facts []string
	if e.TauB != nil {
		facts = append(facts, p.t(textTauWith, *e.TauB))
	}
	if c := &e.Coverage; c.Asked > 0 {
		facts = append(facts, p.t(textCovered, c.Answered, c.Asked, c.Abstained))
	}
	if e.Coverage.Judged > 0 {
		facts = append(facts, p.t(textComparisons, e.Coverage.Judged))
	}
	if e.Coverage.Conflicts > 0 {
		facts = append(facts, p.t(textConflicts, e.Coverage.Conflicts))
	}
	if len(facts) > 0 {
		lines = append(lines, wrapTo(strings.Join(facts, "   "), w, 2, p.g.ellipsis)...)
	}
	return append(lines, p.againstOthers(r, w)...)
}

// againstOthers are the expert's weights beside the mean of the others'.
func (p *onePanel) againstOthers(r *study.PanelReport, w int) []string {
	if len(r.Weights) == 0 {
		return nil
	}
	all := &r.Weights[0]
	k := slices.IndexFunc(all.Experts, func(own study.ExpertWeights) bool { return own.Expert == p.expert })
	if k < 0 || len(all.Experts) < 2 {
		return nil
	}
	others := make([]float64, len(all.Criteria))
	for i, own := range all.Experts {
		if i == k {
			continue
		}
		for j, x := range own.Weights {
			others[j] += x / float64(len(all.Experts)-1)
		}
	}
	mine, theirs := percents(all.Experts[k].Weights), percents(others)
	name := func(j int) string { return clean(r.Study.Criteria[all.Criteria[j]].Title()) }
	if w >= 64 { // on a line or two
		var parts []string
		for j := range all.Criteria {
			parts = append(parts, fmt.Sprintf("%s %d (%d)", cut(name(j), 18, p.g.ellipsis), mine[j], theirs[j]))
		}
		return wrapTo(p.t(textWeightsOthers)+" "+strings.Join(parts, ", ")+".", w, 3, p.g.ellipsis)
	}
	lines := []string{p.th.Dim.Render(left(p.t(textWeights), max(w-16, 8), "") + right(clean(r.Study.Experts[p.expert].ID), 7) + right(p.t(textOthers), 8))}
	for j := range all.Criteria {
		lines = append(lines, left(name(j), max(w-16, 8), p.g.ellipsis)+right(strconv.Itoa(mine[j]), 7)+right(strconv.Itoa(theirs[j]), 8))
	}
	return lines
}

func (p *onePanel) blocLines(r *study.PanelReport, w int) []string {
	if p.bloc >= len(r.Blocs) {
		return nil
	}
	b := &r.Blocs[p.bloc]
	lines := []string{p.t(textBlocFacts, percentOf(b.Weight), len(b.Members))}
	if b.TauB != nil {
		lines[0] += "   " + p.t(textTauWith, *b.TauB)
	}
	if b.Leader >= 0 {
		lines = append(lines, cut(p.t(textBlocLeads, p.tech[r.Technologies[b.Leader].Technology]), w, p.g.ellipsis))
	}
	if c := b.Change; c != nil && !c.Impossible && c.Leader >= 0 {
		lines = append(lines, cut(p.t(textBlocWithout, p.tech[r.Technologies[c.Leader].Technology]), w, p.g.ellipsis))
	}
	return lines
}

// findingPanel says what the figures show together, in sentences.
type findingPanel struct {
	*panelScreen
	w, h int
}

func (p *findingPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *findingPanel) text() string {
	if r := p.now(); r != nil {
		return clean(strings.Join(r.Sentences(p.lang), " "))
	}
	return ""
}

func (p *findingPanel) rows(w int) heights {
	if p.now() == nil {
		return heights{0, 0, 0}
	}
	n := 1 + len(wrap(p.text(), w))
	return heights{min(n, 3), n, n}
}

func (p *findingPanel) View() string {
	r := p.now()
	if r == nil {
		return ""
	}
	return pad(append([]string{p.heading(false, capital(r.Finding().In(p.lang)), p.t(textYCopies), p.w)}, wrapTo(p.text(), p.w, p.h-1, p.g.ellipsis)...), p.h)
}

// contestedPanel lists the technologies the experts place farthest apart.
type contestedPanel struct {
	*panelScreen
	w, h int
}

func (p *contestedPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *contestedPanel) rows(int) heights {
	r := p.now()
	if r == nil {
		return heights{0, 0, 0}
	}
	n := 1 + max(len(r.Contested()), 1)
	return heights{min(n, 3), min(n, 7), n}
}

func (p *contestedPanel) View() string {
	r := p.now()
	if r == nil {
		return ""
	}
	lines := []string{p.heading(false, p.t(textContested), "", p.w)}
	list := r.Contested()
	if len(list) == 0 {
		return pad(append(lines, wrapTo(p.t(textNoPlaces), p.w, p.h-1, p.g.ellipsis)...), p.h)
	}
	for _, t := range list[:min(len(list), p.h-1)] {
		tech := &r.Technologies[t]
		text := p.t(textFromTo, p.span(tenths(tech.Least), tenths(tech.Most)))
		lines = append(lines, left(p.tech[tech.Technology], max(p.w-cells(text)-1, 8), p.g.ellipsis)+" "+text)
	}
	return pad(lines, p.h)
}

// blocPlacesPanel is the mean place each bloc gives each technology, on a line from first to last.
type blocPlacesPanel struct {
	*panelScreen
	w, h int
}

func (p *blocPlacesPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *blocPlacesPanel) rows(int) heights {
	r := p.now()
	if r == nil || len(r.Blocs) < 2 || !p.placed(r) {
		return heights{0, 0, 0}
	}
	n := 1 + len(r.Technologies)
	return heights{min(n, 5), min(n, 12), n}
}

// placed reports whether blocs place technologies at all.
func (p *blocPlacesPanel) placed(r *study.PanelReport) bool {
	return slices.ContainsFunc(r.Technologies, func(t study.PanelTechnology) bool {
		return slices.ContainsFunc(t.BlocMean, func(x *float64) bool { return x != nil })
	})
}

func (p *blocPlacesPanel) View() string {
	r := p.now()
	if r == nil || len(r.Blocs) < 2 || !p.placed(r) {
		return ""
	}
	letters := blocLetters(r)
	var legend []string
	for k, b := range r.Blocs {
		legend = append(legend, letters[k]+" "+clean(b.Name))
	}
	lines := []string{p.heading(false, p.t(textBlocPlaces), strings.Join(legend, "  ")+"  * "+p.t(textSeveral), p.w)}
	names := 0
	for _, t := range p.technologies() {
		names = max(names, cells(p.tech[r.Technologies[t].Technology]))
	}
	names = min(names, p.w/4)
	room := p.w - names - 2 - 12
	n := len(r.Technologies)
	for _, t := range p.technologies()[:min(n, p.h-1)] {
		tech := &r.Technologies[t]
		places := make([]string, room)
		for k, mean := range tech.BlocMean {
			if mean == nil {
				continue
			}
			x := min(max(int((*mean-1)/float64(max(n-1, 1))*float64(room-1)+0.5), 0), room-1)
			if places[x] != "" {
				places[x] = "*"
			} else {
				places[x] = letters[k]
			}
		}
		var b strokes
		for _, text := range places {
			if text == "" {
				b.add(&p.th.Track, p.g.barTrack)
			} else {
				b.add(&p.th.Strong, text)
			}
		}
		lines = append(lines, left(p.tech[tech.Technology], names, p.g.ellipsis)+"  "+b.String()+"  "+p.th.Dim.Render(p.t(textGap, tenths(tech.Gap))))
	}
	return pad(lines, p.h)
}

// blocLetters are the blocs' first letters, or numbers where two are the same.
func blocLetters(r *study.PanelReport) []string {
	var all []string
	seen := map[string]bool{}
	for _, b := range r.Blocs {
		letter := "?"
		for _, c := range clean(b.Name) {
			letter = strings.ToUpper(string(c))
			break
		}
		if seen[letter] || cells(letter) != 1 {
			letter = strconv.Itoa(len(all) + 1)
		}
		seen[letter] = true
		all = append(all, letter)
	}
	return all
}

// roundsPanel says what changed from round to round.
type roundsPanel struct {
	*panelScreen
	w, h int
}

func (p *roundsPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *roundsPanel) lines(w int) []string {
	r := p.now()
	if r == nil {
		return nil
	}
	var lines []string
	for k := range r.Rounds {
		c := &r.Rounds[k]
		lines = append(lines, p.th.Strong.Render(cut(clean(r.Study.Rounds[c.From])+" "+p.g.arrow+" "+clean(r.Study.Rounds[c.To])+": "+study.StoppingIn(c.Verdict, p.lang), w, p.g.ellipsis)))
		var facts []string
		if c.Tau != nil {
			facts = append(facts, p.t(textRoundTau, *c.Tau, c.Common))
		}
		facts = append(facts, p.t(textRoundRepeated, c.Repeated, c.Asked))
		lines = append(lines, cut(strings.Join(facts, "   "), w, p.g.ellipsis))
		lines = append(lines, wrap(clean(c.Sentence(r.Study, p.lang)), w)...)
	}
	return lines
}

func (p *roundsPanel) rows(w int) heights {
	n := len(p.lines(w))
	if n == 0 {
		return heights{0, 0, 0}
	}
	return heights{min(1+n, 4), 1 + n, 1 + n}
}

func (p *roundsPanel) View() string {
	lines := p.lines(p.w)
	if len(lines) == 0 {
		return ""
	}
	return pad(append([]string{p.heading(false, p.t(textRounds), "", p.w)}, lines...), p.h)
}

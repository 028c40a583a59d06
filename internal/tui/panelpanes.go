package tui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"veche/internal/study/panel"

	"veche/internal/tui/draw"
)

// agreementPane is the figures: W, S*, tau-b, what lies between blocs, and each bloc's own.
type agreementPane struct {
	*panelScreen
	size
}

func (p *agreementPane) Rows(w int) (least, good, most int) {
	if p.host.width() < 120 {
		return 1, 1, 1
	}
	n := 1 + len(p.lines())
	return min(n, 4), n, n
}

func (p *agreementPane) View() string {
	r := p.now()
	if r == nil {
		text := p.t(textWorking)
		if p.report.gen > 0 {
			text = p.told(p.report.err)
		}
		return draw.Pad(draw.WrapTo(text, p.w, p.h, p.g.Ellipsis), p.h)
	}
	if p.h == 1 {
		return p.brief(r)
	}
	return draw.Pad(append([]string{p.heading(false, p.t(textAgreement), "", p.w)}, p.lines()...), p.h)
}

// brief is the figures on one line.
func (p *agreementPane) brief(r *panel.Report) string {
	var parts []string
	f := r.Figures()
	switch {
	case f != nil && f.HasW:
		parts = append(parts, p.t(textKendallW, f.W, f.Experts, p.probability(f.P)))
	case r.Agreement != nil && r.Agreement.TauB != nil:
		parts = append(parts, p.t(textMeanTau, *r.Agreement.TauB, r.Agreement.TauPairs))
	}
	for _, b := range r.Blocs {
		if b.Own.HasW {
			mark := ""
			if b.Own.W < 0.6 {
				mark = " !"
			}
			parts = append(parts, draw.Cut(draw.Clean(b.Name), 12, p.g.Ellipsis)+" "+p.lang.Fixed(b.Own.W, 2)+mark)
		}
	}
	parts = append(parts, p.th.Strong.Render(r.Finding().In(p.lang)))
	line := parts[0]
	for _, more := range parts[1:] {
		if draw.Cells(line)+3+draw.Cells(more) <= p.w {
			line += "   " + more
		}
	}
	return draw.Cut(line, p.w, p.g.Ellipsis)
}

// probability writes a p value.
func (x *session) probability(p float64) string {
	if p < 0.001 {
		return "p<" + x.lang.Fixed(0.001, 3)
	}
	return "p=" + x.lang.Significant(p, 2)
}

func (p *agreementPane) lines() []string {
	r := p.now()
	if r == nil {
		return nil
	}
	var lines []string
	row := func(label string, value string) {
		lines = append(lines, draw.Left(label, max(p.w-9, 8), p.g.Ellipsis)+draw.Right(value, 8))
	}
	f := r.Figures()
	if f != nil && f.HasW {
		row(p.t(textKendallLong, f.Experts, p.probability(f.P)), p.lang.Fixed(f.W, 2))
		row(p.t(textConsensus), p.lang.Fixed(f.SStar, 2))
	}
	if a := r.Agreement; a != nil {
		if a.TauB != nil {
			row(p.t(textTauPairs, a.TauPairs), p.lang.Fixed(*a.TauB, 2))
		}
		if a.Alpha != nil {
			row(p.t(textAlpha), p.lang.Fixed(*a.Alpha, 2))
		}
	}
	if f != nil && f.HasBetween {
		row(p.t(textBetweenBlocs), p.lang.Whole(f.Between))
	}
	for _, b := range r.Blocs {
		label := "  " + draw.Clean(b.Name) + " (" + strconv.Itoa(len(b.Members)) + ")"
		switch {
		case b.Own.HasW:
			row(label, p.lang.Fixed(b.Own.W, 2))
		case b.TauB != nil:
			row(fitting(p.w-9, label+" "+p.t(textWithPanel), label+" "+p.t(textTauHead)), p.lang.Fixed(*b.TauB, 2))
		default:
			row(label, "-")
		}
	}
	if r.Seal != nil {
		lines = append(lines, p.th.Dim.Render(draw.Cut(draw.Clean(r.Seal.Sentence(p.lang)), p.w, p.g.Ellipsis)))
	}
	return lines
}

// onePane is the expert under the cursor against the others.
type onePane struct {
	*panelScreen
	size
}

func (p *onePane) Rows(w int) (least, good, most int) {
	if p.now() == nil {
		return 0, 0, 0
	}
	n := 1 + len(p.lines(w))
	return min(n, 3), n, n
}

func (p *onePane) View() string {
	r := p.now()
	if r == nil {
		return ""
	}
	title := ""
	switch {
	case p.blocs && p.bloc < len(r.Blocs):
		title = draw.Clean(r.Blocs[p.bloc].Name)
	case p.expert < len(r.Study.Experts):
		title = p.t(textAgainstOthers, draw.Clean(r.Study.Experts[p.expert].ID))
	}
	return draw.Pad(append([]string{p.heading(false, title, "", p.w)}, p.lines(p.w)...), p.h)
}

func (p *onePane) lines(w int) []string {
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
	who := strings.TrimSpace(draw.Clean(x.Name) + "  " + draw.Clean(x.Organisation))
	if who != "" {
		lines = append(lines, draw.Cut(who, w, p.g.Ellipsis))
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
		lines = append(lines, draw.WrapTo(strings.Join(facts, "   "), w, 2, p.g.Ellipsis)...)
	}
	return append(lines, p.againstOthers(r, w)...)
}

// againstOthers are the expert's weights beside the mean of the others'.
func (p *onePane) againstOthers(r *panel.Report, w int) []string {
	if len(r.Weights) == 0 {
		return nil
	}
	all := &r.Weights[0]
	k := slices.IndexFunc(all.Experts, func(own panel.ExpertWeights) bool { return own.Expert == p.expert })
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
	name := func(j int) string { return draw.Clean(r.Study.Criteria[all.Criteria[j]].Title()) }
	if w >= 64 { // on a line or two
		var parts []string
		for j := range all.Criteria {
			parts = append(parts, fmt.Sprintf("%s %d (%d)", draw.Cut(name(j), 18, p.g.Ellipsis), mine[j], theirs[j]))
		}
		return draw.WrapTo(p.t(textWeightsOthers)+" "+strings.Join(parts, ", ")+".", w, 3, p.g.Ellipsis)
	}
	lines := []string{p.th.Dim.Render(draw.Left(p.t(textWeights), max(w-16, 8), "") + draw.Right(draw.Clean(r.Study.Experts[p.expert].ID), 7) + draw.Right(p.t(textOthers), 8))}
	for j := range all.Criteria {
		lines = append(lines, draw.Left(name(j), max(w-16, 8), p.g.Ellipsis)+draw.Right(strconv.Itoa(mine[j]), 7)+draw.Right(strconv.Itoa(theirs[j]), 8))
	}
	return lines
}

func (p *onePane) blocLines(r *panel.Report, w int) []string {
	if p.bloc >= len(r.Blocs) {
		return nil
	}
	b := &r.Blocs[p.bloc]
	facts := p.t(textBlocFacts, p.lang.Whole(b.Weight), len(b.Members))
	if b.TauB != nil {
		facts += "   " + p.t(textTauWith, *b.TauB)
	}
	lines := draw.WrapTo(facts, w, 2, p.g.Ellipsis)
	if b.Leader >= 0 {
		lines = append(lines, draw.Cut(p.t(textBlocLeads, p.tech[r.Technologies[b.Leader].Technology]), w, p.g.Ellipsis))
	}
	if c := b.Change; c != nil && !c.Impossible && c.Leader >= 0 {
		lines = append(lines, draw.Cut(p.t(textBlocWithout, p.tech[r.Technologies[c.Leader].Technology]), w, p.g.Ellipsis))
	}
	return lines
}

// findingPane says what the figures show together, in sentences.
type findingPane struct {
	*panelScreen
	size
}

func (p *findingPane) text() string {
	if r := p.now(); r != nil {
		return draw.Clean(strings.Join(r.Sentences(p.lang), " "))
	}
	return ""
}

func (p *findingPane) Rows(w int) (least, good, most int) {
	if p.now() == nil {
		return 0, 0, 0
	}
	n := 1 + len(draw.Wrap(p.text(), w))
	return min(n, 4), n, n
}

func (p *findingPane) View() string {
	r := p.now()
	if r == nil {
		return ""
	}
	return draw.Pad(append([]string{p.heading(false, capital(r.Finding().In(p.lang)), p.t(textYCopies), p.w)}, draw.Sentences(p.text(), p.w, p.h-1, p.g.Ellipsis)...), p.h)
}

// contestedPane lists the technologies the experts place farthest apart.
type contestedPane struct {
	*panelScreen
	size
}

func (p *contestedPane) Rows(int) (least, good, most int) {
	r := p.now()
	if r == nil {
		return 0, 0, 0
	}
	n := 1 + max(len(r.Contested()), 1)
	return min(n, 3), min(n, 7), n
}

func (p *contestedPane) View() string {
	r := p.now()
	if r == nil {
		return ""
	}
	lines := []string{p.heading(false, p.t(textContested), "", p.w)}
	list := r.Contested()
	if len(list) == 0 {
		return draw.Pad(append(lines, draw.WrapTo(p.t(textNoPlaces), p.w, p.h-1, p.g.Ellipsis)...), p.h)
	}
	for _, t := range list[:min(len(list), p.h-1)] {
		tech := &r.Technologies[t]
		text := p.t(textFromTo, p.span(p.lang.Tenths(tech.Least), p.lang.Tenths(tech.Most)))
		lines = append(lines, draw.Left(p.name(tech.Technology, max(p.w-draw.Cells(text)-1, 8)), max(p.w-draw.Cells(text)-1, 8), "")+" "+text)
	}
	return draw.Pad(lines, p.h)
}

// roundsPane says what changed from round to round.
type roundsPane struct {
	*panelScreen
	size
}

func (p *roundsPane) lines(w int) []string {
	r := p.now()
	if r == nil {
		return nil
	}
	var lines []string
	for k := range r.Rounds {
		c := &r.Rounds[k]
		lines = append(lines, p.th.Strong.Render(draw.Cut(draw.Clean(r.Study.Rounds[c.From])+" "+p.g.Arrow+" "+draw.Clean(r.Study.Rounds[c.To])+": "+panel.StoppingIn(c.Verdict, p.lang), w, p.g.Ellipsis)))
		var facts []string
		if c.Tau != nil {
			facts = append(facts, p.t(textRoundTau, *c.Tau, c.Common))
		}
		facts = append(facts, p.t(textRoundRepeated, c.Repeated, c.Asked))
		lines = append(lines, draw.Cut(strings.Join(facts, "   "), w, p.g.Ellipsis))
		lines = append(lines, draw.Wrap(draw.Clean(c.Sentence(r.Study, p.lang)), w)...)
	}
	return lines
}

func (p *roundsPane) Rows(w int) (least, good, most int) {
	n := len(p.lines(w))
	if n == 0 {
		return 0, 0, 0
	}
	return min(1+n, 4), 1 + n, 1 + n
}

func (p *roundsPane) View() string {
	lines := p.lines(p.w)
	if len(lines) == 0 {
		return ""
	}
	return draw.Pad(append([]string{p.heading(false, p.t(textRounds), "", p.w)}, lines...), p.h)
}

package tui

import (
	"fmt"

	"veche/internal/mcda/ahp"
	"veche/internal/study"
)

// consistencyPanel says how far the judgements contradict each other.
type consistencyPanel struct {
	*pairwiseScreen
	w, h int
}

func (p *consistencyPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *consistencyPanel) rows(int) heights {
	if !p.possible() {
		return heights{0, 0, 0}
	}
	return heights{2, 5, 6}
}

func (p *consistencyPanel) View() string {
	if !p.possible() {
		return ""
	}
	d := p.now()
	title := p.t(textConsistency)
	if d.Node == nil || d.Node.AHP == nil {
		text := p.t(textTooFew, len(d.Apart)-1)
		if d.Node != nil {
			text = p.t(textTwoAgree)
		}
		return pad(append([]string{p.heading(false, title, "", p.w)}, wrap(text, p.w)...), p.h)
	}
	r := d.Node.AHP
	n := len(d.Criteria)
	limit := fmt.Sprintf("%s %.3f  %s %.2f", p.t(textCR), r.CR, p.t(textLimit), study.ConsistencyLimit)
	verdict, style := p.t(textWithin), p.th.Up
	if r.CR > study.ConsistencyLimit {
		verdict, style = p.t(textOver), p.th.Warning
	}
	if p.h < 4 {
		lines := []string{p.heading(false, title, limit+"  "+verdict, p.w)}
		return pad(append(lines, p.advice(d, p.h-1)...), p.h)
	}
	lines := []string{p.heading(false, title, "", p.w)}
	lines = append(lines, p.th.Dim.Render(cut(fmt.Sprintf("%s %.3f   CI %.3f   RI %.3f (%s)", p.t(textLambda), r.LambdaMax, r.CI, r.RandomIndex, r.RI), p.w, p.g.ellipsis)),
		limit+"   "+style.Render(verdict), p.gauge(r.CR),
		p.th.Dim.Render(cut(fmt.Sprintf("GCI %.3f  %s %.3f   K %.3f", d.Node.GCI, p.t(textLimit), ahp.GCILimit(n), d.Node.Koczkodaj), p.w, p.g.ellipsis)))
	if !p.arranged.shows(inReconsider) {
		lines = append(lines, p.advice(d, p.h-len(lines))...)
	}
	return pad(lines, p.h)
}

// gauge draws the ratio against its limit, which stands at two thirds.
func (p *consistencyPanel) gauge(cr float64) string {
	w := min(p.w-2, 34)
	limit := w * 2 / 3
	n := min(int(cr/study.ConsistencyLimit*float64(limit)+0.5), w)
	var b strokes
	for k := range w {
		switch {
		case k == limit:
			b.add(&p.th.Loaded, p.g.box[5])
		case k < n && n > limit:
			b.add(&p.th.Warning, p.g.bar)
		case k < n:
			b.add(&p.th.Bar, p.g.bar)
		default:
			b.add(&p.th.Track, p.g.barTrack)
		}
	}
	return "[" + b.String() + "]"
}

// advice is the judgements to reconsider as sentences.
func (p *consistencyPanel) advice(d *study.Judged, n int) []string {
	var lines []string
	for k, a := range d.Advice {
		if len(lines) == n {
			break
		}
		text := p.t(textAdvice, p.below(a.I), p.below(a.J), study.Ratio(a.Given), p.g.arrow, study.Ratio(a.Suggested), a.CR)
		if k == 0 {
			text += "   " + p.t(textFApplies)
		}
		lines = append(lines, cut(text, p.w, p.g.ellipsis))
	}
	return lines
}

// reconsiderPanel is the judgements whose change would lower the ratio most.
type reconsiderPanel struct {
	*pairwiseScreen
	w, h int
}

func (p *reconsiderPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *reconsiderPanel) rows(int) heights {
	if !p.possible() {
		return heights{0, 0, 0}
	}
	n := 2 + max(len(p.now().Advice), 1)
	return heights{min(n, 4), n, n}
}

func (p *reconsiderPanel) View() string {
	if !p.possible() {
		return ""
	}
	d := p.now()
	lines := []string{p.heading(false, p.t(textLeastConsistent), "", p.w)}
	if len(d.Advice) == 0 {
		text := textNothingToFix
		if d.Node == nil {
			text = textTooFewShort
		}
		return pad(append(lines, p.th.Dim.Render(cut(p.t(text), p.w, p.g.ellipsis))), p.h)
	}
	const number = 9
	names := p.w - 3*number - 1
	lines = append(lines, p.th.Dim.Render(" "+left(p.t(textPairColumn), names, "")+right(p.t(textGivenColumn), number)+right(p.t(textImpliedColumn), number)+right(p.t(textCRIf), number)))
	i, j := p.pair()
	for _, a := range d.Advice {
		mark, style := " ", p.th.Away
		if a.I == i && a.J == j {
			mark, style = p.g.cursor, p.th.Cursor
		}
		half := (names - 4) / 2
		pair := cut(p.below(a.I), half, p.g.ellipsis) + " - " + cut(p.below(a.J), half, p.g.ellipsis)
		lines = append(lines, style.Render(mark+left(pair, names, p.g.ellipsis)+right(study.Ratio(a.Given), number)+right(ratio2(a.Implied), number)+right(fmt.Sprintf("%.3f", a.CR), number)))
	}
	return pad(lines, p.h)
}

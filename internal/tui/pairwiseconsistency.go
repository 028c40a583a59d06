package tui

import (
	"veche/internal/mcda/ahp"
	"veche/internal/study"

	"veche/internal/tui/draw"
)

// consistencyPane says how far the judgements contradict each other.
type consistencyPane struct {
	*pairwiseScreen
	size
}

func (p *consistencyPane) Rows(int) (least, good, most int) {
	if !p.possible() {
		return 0, 0, 0
	}
	return 2, 5, 6
}

func (p *consistencyPane) View() string {
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
		return draw.Pad(append([]string{p.heading(false, title, "", p.w)}, draw.Wrap(text, p.w)...), p.h)
	}
	r := d.Node.AHP
	n := len(d.Criteria)
	limit := p.t(textCR) + " " + p.lang.Fixed(r.CR, 3) + "  " + p.t(textLimit) + " " + p.lang.Fixed(study.ConsistencyLimit, 2)
	verdict, style := p.t(textWithin), p.th.Up
	if r.CR > study.ConsistencyLimit {
		verdict, style = p.t(textOver), p.th.Warning
	}
	if p.h < 4 {
		lines := []string{p.heading(false, title, limit+"  "+verdict, p.w)}
		return draw.Pad(append(lines, p.advice(d, p.h-1)...), p.h)
	}
	lines := []string{p.heading(false, title, "", p.w)}
	lines = append(lines, p.th.Dim.Render(draw.Cut(p.t(textLambda)+" "+p.lang.Fixed(r.LambdaMax, 3)+"   CI "+p.lang.Fixed(r.CI, 3)+"   RI "+p.lang.Fixed(r.RandomIndex, 3)+" ("+p.named(string(r.RI))+")", p.w, p.g.Ellipsis)),
		limit+"   "+style.Render(verdict), p.gauge(r.CR),
		p.th.Dim.Render(draw.Cut("GCI "+p.lang.Fixed(d.Node.GCI, 3)+"  "+p.t(textLimit)+" "+p.lang.Fixed(ahp.GCILimit(n), 3)+"   K "+p.lang.Fixed(d.Node.Koczkodaj, 3), p.w, p.g.Ellipsis)))
	if !p.arranged.Shows(inReconsider) {
		lines = append(lines, p.advice(d, p.h-len(lines))...)
	}
	return draw.Pad(lines, p.h)
}

// gauge draws the ratio against its limit, which stands at two thirds.
func (p *consistencyPane) gauge(cr float64) string {
	w := min(p.w-2, 34)
	limit := w * 2 / 3
	n := min(int(cr/study.ConsistencyLimit*float64(limit)+0.5), w)
	var b draw.Strokes
	for k := range w {
		switch {
		case k == limit:
			b.Add(&p.th.Loaded, p.g.Box[5])
		case k < n && n > limit:
			b.Add(&p.th.Warning, p.g.Bar)
		case k < n:
			b.Add(&p.th.Bar, p.g.Bar)
		default:
			b.Add(&p.th.Track, p.g.BarTrack)
		}
	}
	return "[" + b.String() + "]"
}

// advice is the judgements to reconsider as sentences.
func (p *consistencyPane) advice(d *study.Judged, n int) []string {
	var lines []string
	for k, a := range d.Advice {
		if len(lines) == n {
			break
		}
		text := p.t(textAdvice, p.below(a.I), p.below(a.J), study.Ratio(a.Given), p.g.Arrow, study.Ratio(a.Suggested), a.CR)
		if k == 0 {
			text += "   " + p.t(textFApplies)
		}
		lines = append(lines, draw.Cut(text, p.w, p.g.Ellipsis))
	}
	return lines
}

// reconsiderPane is the judgements whose change would lower the ratio most.
type reconsiderPane struct {
	*pairwiseScreen
	size
}

func (p *reconsiderPane) Rows(int) (least, good, most int) {
	if !p.possible() {
		return 0, 0, 0
	}
	n := 2 + max(len(p.now().Advice), 1)
	return min(n, 4), n, n
}

func (p *reconsiderPane) View() string {
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
		return draw.Pad(append(lines, p.th.Dim.Render(draw.Cut(p.t(text), p.w, p.g.Ellipsis))), p.h)
	}
	const number = 9
	names := p.w - 3*number - 1
	lines = append(lines, p.th.Dim.Render(" "+draw.Left(p.t(textPairColumn), names, "")+draw.Right(p.t(textGivenColumn), number)+draw.Right(p.t(textImpliedColumn), number)+draw.Right(p.t(textCRIf), number)))
	i, j := p.pair()
	for _, a := range d.Advice {
		mark, style := " ", p.th.Away
		if a.I == i && a.J == j {
			mark, style = p.g.Cursor, p.th.Cursor
		}
		half := (names - 4) / 2
		pair := draw.Cut(p.below(a.I), half, p.g.Ellipsis) + " - " + draw.Cut(p.below(a.J), half, p.g.Ellipsis)
		lines = append(lines, style.Render(mark+draw.Left(pair, names, p.g.Ellipsis)+draw.Right(study.Ratio(a.Given).In(p.lang), number)+draw.Right(p.ratio2(a.Implied), number)+draw.Right(p.lang.Fixed(a.CR, 3), number)))
	}
	return draw.Pad(lines, p.h)
}

package tui

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"veche/internal/study/contrast"

	"veche/internal/tui/draw"
)

// wordsPane says the contrast in sentences.
type wordsPane struct {
	*whyScreen
	size
}

func (p *wordsPane) Rows(w int) (least, good, most int) {
	n := 1 + len(draw.Wrap(p.words(draw.Clean), w))
	return min(n, 5), n, n
}

func (p *wordsPane) View() string {
	remark := p.t(textYCopies)
	if !p.contrast().Complete {
		remark = p.waiting(gridSize * len(p.crit))
	}
	lines := []string{p.heading(false, p.t(textInWords), remark, p.w)}
	return draw.Pad(append(lines, p.lines(p.w, p.h-1)...), p.h)
}

// lines are the words in at most n lines: with identifiers, as the panes beside it show them, in place of names that begin alike where these do not fit, then as many sentences as do.
func (p *wordsPane) lines(w, n int) []string {
	text := p.words(draw.Clean)
	if p.techRoll.alike && len(draw.Wrap(text, w)) > n {
		text = p.words(nil)
	}
	return draw.Sentences(text, w, n, p.g.Ellipsis)
}

// needsPane is what the lower of the two needs on one criterion alone.
type needsPane struct {
	*whyScreen
	size
}

func (p *needsPane) Rows(w int) (least, good, most int) {
	n := 1 + len(p.lines(w, 99))
	return min(n, 2), n, n
}

func (p *needsPane) View() string {
	c := p.contrast()
	who := p.t("B")
	if c.Lead < 0 {
		who = p.t("A")
	}
	title := p.t(textNeeds, who)
	if long := p.t(textNeedsLong, who); p.w >= draw.Cells(long)+8 {
		title = long
	}
	lines := p.lines(p.w, p.h-1)
	return draw.Pad(append([]string{p.heading(false, title, p.unsaid(lines), p.w)}, lines...), p.h)
}

// unsaid is what the lines shown leave out: that there are more of them, or else what the sign behind a value means.
func (p *needsPane) unsaid(shown []string) string {
	if all := p.lines(p.w, 99); len(all) > len(shown) && len(shown) > 0 {
		if p.t(textBeyond) == ansi.Strip(all[len(shown)]) {
			return p.t(textBeyond)
		}
		return p.g.Ellipsis
	}
	return ""
}

// lines are at most n lines of needs, the easiest first, in as many columns as fit.
func (p *needsPane) lines(w, n int) []string {
	c := p.contrast()
	switch {
	case !c.Complete:
		return []string{p.th.Stale.Render("  " + p.waiting(gridSize*len(p.crit)))}
	case p.out.Problem.Fuzzy != nil:
		return draw.Wrap(p.t(textNeedsFuzzy), w)
	case c.Needs == nil && p.relation(c.A.Score, c.B.Score) != "=":
		return []string{draw.Cut(p.t(textNeedsLarge), w, p.g.Ellipsis)}
	case c.Needs == nil:
		return []string{draw.Cut(p.t(textNeedsLevel), w, p.g.Ellipsis)}
	}
	var cellsOf []string
	var never []string
	widest := 0
	for _, need := range contrast.Easiest(c.Needs) {
		if !need.Possible {
			never = append(never, p.criterion(need.Criterion, 24))
			continue
		}
		text := p.criterion(need.Criterion, 18) + " " + p.lang.Figure(need.From) + " " + p.g.Arrow + " " + need.Shown(p.lang)
		if need.Beyond {
			text += "!"
		}
		cellsOf = append(cellsOf, text)
		widest = max(widest, draw.Cells(text))
	}
	var lines []string
	per := max((w+3)/(widest+3), 1)
	for k := 0; k < len(cellsOf) && len(lines) < n; k += per {
		var b strings.Builder
		for _, text := range cellsOf[k:min(k+per, len(cellsOf))] {
			b.WriteString(draw.Left(text, widest+3, ""))
		}
		lines = append(lines, draw.Cut(strings.TrimRight(b.String(), " "), w, p.g.Ellipsis))
	}
	if len(never) > 0 && len(lines) < n {
		text := p.t(textNeverEnough, strings.Join(never, ", "))
		if len(cellsOf) == 0 {
			text = p.t(textNeverAny)
		}
		for _, line := range draw.WrapTo(text, w, n-len(lines), p.g.Ellipsis) {
			lines = append(lines, p.th.Dim.Render(line))
		}
	}
	for _, need := range c.Needs {
		if need.Beyond && need.Possible && len(lines) < n {
			lines = append(lines, p.th.Dim.Render(draw.Cut(p.t(textBeyond), w, p.g.Ellipsis)))
			break
		}
	}
	return lines
}

// standingPane says who is dominated: no weights whatever put them first.
type standingPane struct {
	*whyScreen
	size
}

func (p *standingPane) Rows(w int) (least, good, most int) {
	n := 1 + len(p.lines(w))
	return 4, min(n, 8), n
}

func (p *standingPane) View() string {
	return draw.Pad(append([]string{p.heading(false, p.t(textStanding), "", p.w)}, p.lines(p.w)...), p.h)
}

func (p *standingPane) lines(w int) []string {
	c := p.contrast()
	better := [2]int{}
	for _, part := range c.Parts {
		switch part.Better {
		case 1:
			better[0]++
		case -1:
			better[1]++
		}
	}
	var lines []string
	switch {
	case c.ADominates:
		lines = append(lines, p.t(textADominates, p.t("A"), p.t("B")))
	case c.BDominates:
		lines = append(lines, p.t(textADominates, p.t("B"), p.t("A")))
	default:
		lines = append(lines, p.t(textNoDominance, better[0], better[1], len(c.Parts)))
	}
	if !p.stands.known() {
		return append(lines, p.th.Stale.Render(p.t(textWorking)))
	}
	if p.stands.value == nil {
		return append(lines, draw.Wrap(p.t(textTooMany), w)...)
	}
	var dominated []string
	rows := p.stands.value
	if p.stands.fresh(p.session) {
		for k, by := range rows {
			if len(by) == 0 {
				continue
			}
			who := func(name string) string {
				if len(by) > 1 {
					return p.t(textByOthers, name, len(by)-1)
				}
				return name
			}
			room := max((w-len("   ()")-draw.Cells(who("")))/2, 8) // of each name
			dominated = append(dominated, "  "+p.name(p.techOf(k), room)+" ("+who(p.name(p.of(by[0]), room))+")")
		}
	}
	lines = append(lines, p.t(textNotDominated, len(rows)-len(dominated), len(rows)))
	if len(dominated) == 0 {
		return lines
	}
	lines = append(lines, p.t(textDominated))
	for _, text := range dominated {
		lines = append(lines, draw.Cut(text, w, p.g.Ellipsis))
	}
	return lines
}

// buildUpPane stacks the parts of A's score end to end.
type buildUpPane struct {
	*whyScreen
	size
}

func (p *buildUpPane) Rows(int) (least, good, most int) {
	n := 1 + len(p.crit)
	return min(n, 5), n, n
}

func (p *buildUpPane) View() string {
	a, _ := p.rowsAB()
	remark, name := "", 40
	if n := p.h - 1; n < len(p.crit) && p.out.Additive() {
		remark = p.t(textShown, p.span("1", strconv.Itoa(max(n, 0))), len(p.crit))
		name = min(name, p.w-draw.Cells(p.t(textBuildUp, "")+remark)-7)
	}
	lines := []string{p.heading(false, p.t(textBuildUp, p.name(p.of(a), name)), remark, p.w)}
	if !p.out.Additive() {
		return draw.Pad(append(lines, draw.Wrap(p.t(textNoBuildUp), p.w)...), p.h)
	}
	// The largest first, each where the one before it ended; negative ones come back.
	c := p.contrast()
	parts := append([]contrast.Part(nil), c.Parts...)
	slices.SortStableFunc(parts, func(x, y contrast.Part) int { return cmp.Compare(math.Abs(y.A), math.Abs(x.A)) })
	names := 0
	low, high, sum := 0.0, 0.0, 0.0
	for _, part := range parts {
		names = max(names, draw.Cells(p.crit[part.Column]))
		sum += part.A
		low, high = min(low, sum), max(high, sum)
	}
	names = min(names, max(p.w/3, 12))
	room := p.w - names - 1 - draw.Cells(p.score(high)) - 2
	if high == low || room < 8 {
		return draw.Pad(lines, p.h)
	}
	at := func(x float64) int { return int((x-low)/(high-low)*float64(room) + 0.5) }
	sum = 0
	for _, part := range parts {
		from, to := at(min(sum, sum+part.A)), at(max(sum, sum+part.A))
		sum += part.A
		style := p.th.Bar
		if part.A < 0 {
			style = p.th.Down
		}
		lines = append(lines, draw.Left(p.criterion(part.Column, names), names, "")+" "+draw.Spaces(from)+style.Render(strings.Repeat(p.g.Bar, max(to-from, 0)))+" "+p.score(part.A))
	}
	return draw.Pad(lines, p.h)
}

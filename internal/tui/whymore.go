package tui

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"veche/internal/study/contrast"
)

// wordsPanel says the contrast in sentences.
type wordsPanel struct {
	*whyScreen
	w, h int
}

func (p *wordsPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *wordsPanel) rows(w int) heights {
	n := 1 + len(wrap(p.words(), w))
	return heights{min(n, 5), n, n}
}

func (p *wordsPanel) View() string {
	remark := p.t(textYCopies)
	if !p.contrast().Complete {
		remark = p.waiting(gridSize * len(p.crit))
	}
	lines := []string{p.heading(false, p.t(textInWords), remark, p.w)}
	return pad(append(lines, wrapTo(p.words(), p.w, p.h-1, p.g.ellipsis)...), p.h)
}

// needsPanel is what the lower of the two needs on one criterion alone.
type needsPanel struct {
	*whyScreen
	w, h int
}

func (p *needsPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *needsPanel) rows(w int) heights {
	n := 1 + len(p.lines(w, 99))
	return heights{min(n, 2), n, n}
}

func (p *needsPanel) View() string {
	c := p.contrast()
	who := "B"
	if c.Lead < 0 {
		who = "A"
	}
	title := p.t(textNeeds, who)
	if long := p.t(textNeedsLong, who); p.w >= cells(long)+8 {
		title = long
	}
	return pad(append([]string{p.heading(false, title, "", p.w)}, p.lines(p.w, p.h-1)...), p.h)
}

// lines are at most n lines of needs, the easiest first, in as many columns as fit.
func (p *needsPanel) lines(w, n int) []string {
	c := p.contrast()
	switch {
	case !c.Complete:
		return []string{p.th.Stale.Render("  " + p.waiting(gridSize*len(p.crit)))}
	case p.out.Problem.Fuzzy != nil:
		return wrap(p.t(textNeedsFuzzy), w)
	case c.Needs == nil && p.relation(c.A.Score, c.B.Score) != "=":
		return []string{cut(p.t(textNeedsLarge), w, p.g.ellipsis)}
	case c.Needs == nil:
		return []string{cut(p.t(textNeedsLevel), w, p.g.ellipsis)}
	}
	var cellsOf []string
	var never []string
	widest := 0
	for _, need := range contrast.Easiest(c.Needs) {
		if !need.Possible {
			never = append(never, p.criterion(need.Criterion, 24))
			continue
		}
		text := p.criterion(need.Criterion, 18) + " " + number(need.From) + " " + p.g.arrow + " " + need.Shown()
		if need.Beyond {
			text += "!"
		}
		cellsOf = append(cellsOf, text)
		widest = max(widest, cells(text))
	}
	var lines []string
	per := max((w+3)/(widest+3), 1)
	for k := 0; k < len(cellsOf) && len(lines) < n; k += per {
		var b strings.Builder
		for _, text := range cellsOf[k:min(k+per, len(cellsOf))] {
			b.WriteString(left(text, widest+3, ""))
		}
		lines = append(lines, cut(strings.TrimRight(b.String(), " "), w, p.g.ellipsis))
	}
	if len(never) > 0 && len(lines) < n {
		text := p.t(textNeverEnough, strings.Join(never, ", "))
		if len(cellsOf) == 0 {
			text = p.t(textNeverAny)
		}
		for _, line := range wrapTo(text, w, n-len(lines), p.g.ellipsis) {
			lines = append(lines, p.th.Dim.Render(line))
		}
	}
	for _, need := range c.Needs {
		if need.Beyond && need.Possible && len(lines) < n {
			lines = append(lines, p.th.Dim.Render(cut(p.t(textBeyond), w, p.g.ellipsis)))
			break
		}
	}
	return lines
}

// standingPanel says who is dominated: no weights whatever put them first.
type standingPanel struct {
	*whyScreen
	w, h int
}

func (p *standingPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *standingPanel) rows(w int) heights {
	n := 1 + len(p.lines(w))
	return heights{4, min(n, 8), n}
}

func (p *standingPanel) View() string {
	return pad(append([]string{p.heading(false, p.t(textStanding), "", p.w)}, p.lines(p.w)...), p.h)
}

func (p *standingPanel) lines(w int) []string {
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
		lines = append(lines, p.t(textADominates, "A", "B"))
	case c.BDominates:
		lines = append(lines, p.t(textADominates, "B", "A"))
	default:
		lines = append(lines, p.t(textNoDominance, better[0], better[1], len(c.Parts)))
	}
	if !p.stands.known() {
		return append(lines, p.th.Stale.Render(p.t(textWorking)))
	}
	if p.stands.value == nil {
		return append(lines, wrap(p.t(textTooMany), w)...)
	}
	var dominated []string
	rows := p.stands.value
	if p.stands.fresh(p.session) {
		for k, by := range rows {
			if len(by) == 0 {
				continue
			}
			who := p.tech[p.of(by[0])]
			if len(by) > 1 {
				who = p.t(textByOthers, who, len(by)-1)
			}
			dominated = append(dominated, "  "+p.tech[p.techOf(k)]+" ("+who+")")
		}
	}
	lines = append(lines, p.t(textNotDominated, len(rows)-len(dominated), len(rows)))
	if len(dominated) == 0 {
		return lines
	}
	lines = append(lines, p.t(textDominated))
	for _, text := range dominated {
		lines = append(lines, cut(text, w, p.g.ellipsis))
	}
	return lines
}

// buildUpPanel stacks the parts of A's score end to end.
type buildUpPanel struct {
	*whyScreen
	w, h int
}

func (p *buildUpPanel) SetSize(w, h int) { p.w, p.h = w, h }

func (p *buildUpPanel) rows(int) heights {
	n := 1 + len(p.crit)
	return heights{min(n, 5), n, n}
}

func (p *buildUpPanel) View() string {
	a, _ := p.rowsAB()
	lines := []string{p.heading(false, p.t(textBuildUp, p.name(p.of(a), 40)), "", p.w)}
	if !p.out.Additive() {
		return pad(append(lines, wrap(p.t(textNoBuildUp), p.w)...), p.h)
	}
	// The largest first, each where the one before it ended; negative ones come back.
	c := p.contrast()
	parts := append([]contrast.Part(nil), c.Parts...)
	slices.SortStableFunc(parts, func(x, y contrast.Part) int { return cmp.Compare(math.Abs(y.A), math.Abs(x.A)) })
	names := 0
	low, high, sum := 0.0, 0.0, 0.0
	for _, part := range parts {
		names = max(names, cells(p.crit[part.Column]))
		sum += part.A
		low, high = min(low, sum), max(high, sum)
	}
	names = min(names, max(p.w/3, 12))
	room := p.w - names - 1 - cells(p.score(high)) - 2
	if high == low || room < 8 {
		return pad(lines, p.h)
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
		lines = append(lines, left(p.criterion(part.Column, names), names, "")+" "+spaces(from)+style.Render(strings.Repeat(p.g.bar, max(to-from, 0)))+" "+p.score(part.A))
	}
	return pad(lines, p.h)
}

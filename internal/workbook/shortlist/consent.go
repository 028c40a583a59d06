package shortlist

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study"
	"veche/internal/study/panel"
	"veche/internal/workbook/write"
)

const (
	consentLast   = 12 // the last column that sentences run to
	mostContested = 12 // technologies listed
)

// reading is the export's language as the study knows it.
func (l tongue) reading() language.Language { return language.Language(l) }

// wide puts a sentence over the sheet's width and returns the next row.
func (e *exporter) wide(s *write.Sheet, row int, text string, l write.Look) int {
	s.Put(row, 1, text, l)
	s.Merges = append(s.Merges, [2]string{write.At(1, row), write.At(consentLast, row)})
	return row + 1
}

// defined is a figure's cell value, a dash where it is not defined.
func (e *exporter) defined(s *write.Sheet, row, col int, x *float64, l write.Look) {
	if x == nil {
		s.Put(row, col, "–", write.Right)
		return
	}
	s.Put(row, col, *x, l)
}

func someFigure(x float64, defined bool) *float64 {
	if !defined {
		return nil
	}
	return &x
}

// consentBlock is what the figures show together, and the figures, none of them alone; it returns the next free row.
func (e *exporter) consentBlock(s *write.Sheet, row int) int {
	r := e.panel
	lines := r.Sentences(e.reading())
	for k, line := range lines {
		l := write.Wrap
		if k == 0 {
			l = write.StrongWrap
		}
		row = e.wide(s, row, line, l)
	}
	if r.Seal != nil {
		row = e.wide(s, row, r.Seal.Sentence(e.reading()), write.Wrap)
	}
	row++
	f := r.Figures()
	for col, h := range []string{"", "Figure", "Its value", "What it is"} {
		if h != "" {
			h = e.say(h)
		}
		s.Put(row, 1+col, write.OrNil(h), write.Head)
	}
	for col := 5; col <= consentLast; col++ {
		s.Put(row, col, nil, write.Head)
	}
	s.Rows[row-1][2].Look = write.HeadNumber
	line := func(name string, x *float64, what string) {
		row++
		s.Put(row, 2, name, write.Strong)
		e.defined(s, row, 3, x, write.Three)
		s.Put(row, 4, what, write.Wrap)
		s.Merges = append(s.Merges, [2]string{write.At(4, row), write.At(consentLast, row)})
	}
	a := r.Agreement
	line(e.say("Consensus S*"), someFigure(f.SStar, f.Experts > 1), e.say("how alike the shares are, by entropy (%s)", report.OrdersOf(r, e.reading())))
	p := ""
	if f.HasW {
		p = ", p " + e.number("%.2g", f.P) + ", " + panel.ChanceIn(e.reading(), f.Chance)
	}
	line(e.say("Kendall's W"), someFigure(f.W, f.HasW), e.say("how alike the orders are: 1 the same, 0 unrelated")+p)
	if a != nil {
		line(e.say("Mean tau-b"), a.TauB, e.say("over pairs of experts, on what both judged: %d pairs", a.TauPairs))
		line(e.say("Krippendorff's alpha"), a.Alpha, e.say("how alike the scores are: 1 the same, 0 as by chance; questions with two answers or more: %d", a.Units))
	} else {
		line(e.say("Mean tau-b"), someFigure(f.TauB, f.HasTauB), e.say("over all pairs of experts"))
	}
	line(e.say("Between blocs"), someFigure(f.Between, f.HasBetween), e.say("the share of the disagreement that lies between blocs and not inside them"))
	return row + 2
}

// insideBlock is how far each bloc agrees with itself, and the panel without it.
func (e *exporter) insideBlock(s *write.Sheet, row int) int {
	r := e.panel
	if len(r.Blocs) < 2 {
		return row
	}
	s.Put(row, 1, e.say("Inside the blocs"), write.Strong)
	row++
	for k, h := range []string{"", "Bloc", "Weight", "Experts", "S*", "W", "S* without it", "W without it"} {
		if h != "" {
			h = e.say(h)
		}
		s.Put(row, 1+k, write.OrNil(h), write.HeadNumber)
	}
	s.Rows[row-1][1].Look = write.Head
	s.Put(row, 9, e.say("First without it"), write.Head)
	for col := 10; col <= consentLast; col++ {
		s.Put(row, col, nil, write.Head)
	}
	for k := range r.Blocs {
		b := &r.Blocs[k]
		row++
		s.Put(row, 2, b.Name, write.Wrap)
		s.Put(row, 3, b.Weight, write.Two)
		s.Put(row, 4, len(b.Members), write.Whole)
		e.defined(s, row, 5, someFigure(b.Own.SStar, b.Own.Experts > 1), write.Three)
		e.defined(s, row, 6, someFigure(b.Own.W, b.Own.HasW), write.Three)
		e.defined(s, row, 7, someFigure(b.Without.SStar, b.Without.Experts > 1), write.Three)
		e.defined(s, row, 8, someFigure(b.Without.W, b.Without.HasW), write.Three)
		if b.Change != nil && b.Change.Leader >= 0 {
			t := e.ofPanel(b.Change.Leader)
			s.Put(row, 9, t.ID+" "+t.Name, write.Wrap)
			s.Span(row, 9, consentLast)
		}
	}
	return row + 2
}

// ofPanel is a technology by its place in the report.
func (e *exporter) ofPanel(k int) *study.Technology {
	return &e.o.Study.Technologies[e.panel.Technologies[k].Technology]
}

// contestedBlock lists the technologies whose places differ most between experts.
func (e *exporter) contestedBlock(s *write.Sheet, row int) int {
	r := e.panel
	list := r.Contested()
	if len(list) == 0 || r.Agreement == nil {
		return row
	}
	shown := list[:min(len(list), mostContested)]
	s.Put(row, 1, e.say("The most contested technologies: %d of %d", len(shown), len(list)), write.Strong)
	row = e.wide(s, row+1, e.say("Places in the experts' own orders, made of their own answers under these weights and stretched to all technologies where an expert judged only some; the widest spread first."), write.Note)
	blocs := r.Blocs
	if len(blocs) < 2 || len(blocs) > 4 {
		blocs = nil
	}
	heads := []string{e.say("ID"), e.say("Technology"), e.say("Rank"), e.say("Experts"), e.say("From"), e.say("To"), e.say("Mean"), e.say("Spread")}
	for _, b := range blocs {
		heads = append(heads, b.Name)
	}
	missing := slices.ContainsFunc(r.Technologies, func(t panel.Technology) bool { return t.Low != nil })
	if missing {
		heads = append(heads, e.say("If missing were worst–best"))
	}
	for k, h := range heads {
		l := write.HeadNumber
		if k < 2 {
			l = write.Head
		}
		s.Put(row, 1+k, h, l)
	}
	for _, k := range shown {
		row++
		t := &r.Technologies[k]
		s.Put(row, 1, e.ofPanel(k).ID, write.Strong)
		s.Put(row, 2, e.ofPanel(k).Name, write.Wrap)
		if t.Rank > 0 {
			s.Put(row, 3, t.Rank, write.Whole)
		} else {
			s.Put(row, 3, "–", write.Right)
		}
		s.Put(row, 4, t.Experts, write.Whole)
		for n, x := range []float64{t.Least, t.Most, t.Mean} {
			s.Put(row, 5+n, x, write.One)
		}
		s.Put(row, 8, t.Spread, write.Two)
		for b := range blocs {
			e.defined(s, row, 9+b, t.BlocMean[b], write.One)
		}
		if missing && t.Low != nil && t.High != nil {
			s.Put(row, 9+len(blocs), fmt.Sprintf("%d–%d", t.Low.Rank, t.High.Rank), write.Right)
		}
	}
	return row + 2
}

// readingsBlock is the ranking by the other ways of joining the experts.
func (e *exporter) readingsBlock(s *write.Sheet, row int) int {
	r := e.panel
	if len(r.Readings) == 0 {
		return row
	}
	s.Put(row, 1, e.say("Other ways to join the experts"), write.Strong)
	row = e.wide(s, row+1, e.say("All together or by blocs, with competence and without, judgements joined or priorities: the same answers, joined otherwise. τ-b is with the ranking of this workbook."), write.Note)
	for k, h := range []string{"", "Levels", "Competence", "Judgements", "τ-b", "First places"} {
		if h != "" {
			h = e.say(h)
		}
		s.Put(row, 1+k, write.OrNil(h), write.Head)
	}
	s.Rows[row-1][4].Look = write.HeadNumber
	for col := 7; col <= consentLast; col++ {
		s.Put(row, col, nil, write.Head)
	}
	for _, one := range r.Readings {
		row++
		l := write.Wrap
		if one.InForce {
			l = write.Strong
			s.Put(row, 1, "►", write.Strong)
		}
		s.Put(row, 2, e.say(one.Levels), l)
		s.Put(row, 3, e.say(one.Competence), l)
		s.Put(row, 4, write.OrNil(one.Group), l)
		e.defined(s, row, 5, one.TauB, write.Two)
		var order []int
		for k, rank := range one.Rank {
			if rank > 0 {
				order = append(order, k)
			}
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(one.Rank[a], one.Rank[b]) })
		var ids []string
		for _, k := range order[:min(len(order), 6)] {
			ids = append(ids, e.ofPanel(k).ID)
		}
		s.Put(row, 6, strings.Join(ids, ", "), write.Plain)
	}
	return row + 2
}

// roundsBlock compares each round with the next.
func (e *exporter) roundsBlock(s *write.Sheet, row int) int {
	r := e.panel
	if len(r.Rounds) == 0 {
		return row
	}
	s.Put(row, 1, e.say("From round to round"), write.Strong)
	row++
	for k := range r.Rounds {
		row = e.wide(s, row, r.Rounds[k].Sentence(e.o.Study, e.reading()), write.Wrap)
	}
	heads := []string{"", "Rounds", "Experts", "Pairs", "Asked again", "τ-b", "Rho", "Unchanged", "Std dev", "Range of half", "Alpha"}
	for k, h := range heads {
		if h != "" {
			h = e.say(h)
		}
		s.Put(row, 1+k, write.OrNil(h), write.HeadNumber)
	}
	s.Rows[row-1][1].Look = write.Head
	for k := range r.Rounds {
		c := &r.Rounds[k]
		row++
		from, to := e.o.Study.Rounds[c.From], e.o.Study.Rounds[c.To]
		arrow := func(format string, a, b float64) string { return e.number(format, a) + " → " + e.number(format, b) }
		s.Put(row, 2, from+" → "+to, write.Wrap)
		s.Put(row, 3, fmt.Sprintf("%d → %d", c.Experts[0], c.Experts[1]), write.Right)
		s.Put(row, 4, c.Asked, write.Whole)
		s.Put(row, 5, c.Repeated, write.Whole)
		e.defined(s, row, 6, c.Tau, write.Three)
		e.defined(s, row, 7, c.Rho, write.Three)
		share, ok := c.Movement.Share()
		e.defined(s, row, 8, someFigure(share, ok), write.Share)
		s.Put(row, 9, arrow("%.2f", c.MeanSD[0], c.MeanSD[1]), write.Right)
		s.Put(row, 10, arrow("%.2f", c.MeanIQR[0], c.MeanIQR[1]), write.Right)
		if c.Alpha[0] != nil && c.Alpha[1] != nil {
			s.Put(row, 11, arrow("%.2f", *c.Alpha[0], *c.Alpha[1]), write.Right)
		} else {
			s.Put(row, 11, "–", write.Right)
		}
	}
	return row + 2
}

// judgementsBlock is every expert's weights beside the panel's, how consistent they are, and what the expert could look at again.
func (e *exporter) judgementsBlock(s *write.Sheet, row int) int {
	r := e.panel
	for k := range r.Weights {
		a := &r.Weights[k]
		n := len(a.Criteria)
		if n > 6 { // what does not fit the page stands in veche weights
			continue
		}
		s.Put(row, 1, e.say("Weights %s", e.o.Study.Below(a.Parent)), write.Strong)
		row++
		if r.Agreement != nil || k > 0 { // else it was said above
			for _, line := range a.Sentences(e.reading()) {
				row = e.wide(s, row, line, write.Wrap)
			}
		}
		row = e.wide(s, row, e.say("CR says how consistent an expert is with themselves (up to 0.10), GCCI how near to the panel (up to %s). The last column names the fewest judgements to talk over. It is advice: nothing was changed.", e.number("%.2f", a.Limit)), write.Note)
		s.Put(row, 1, e.say("Whose"), write.Head)
		s.Put(row, 2, e.say("To talk over"), write.Head)
		for j, i := range a.Criteria {
			s.Put(row, 3+j, e.o.Study.Criteria[i].Code, write.HeadNumber)
		}
		for j, h := range []string{"CR", "GCCI"} {
			s.Put(row, 3+n+j, h, write.HeadNumber)
		}
		line := func(whose string, weights []float64, l write.Look) {
			row++
			s.Put(row, 1, whose, l)
			for j, x := range weights {
				s.Put(row, 3+j, x, write.Three)
			}
		}
		line(e.say("Panel"), a.Group, write.Strong)
		for b, w := range a.Blocs {
			if w != nil {
				line(r.Blocs[b].Name, w, write.Plain)
			}
		}
		for i := range a.Experts {
			x := &a.Experts[i]
			line(e.o.Study.Experts[x.Expert].ID, x.Weights, write.Wrap)
			e.defined(s, row, 3+n, x.CR, write.Three)
			e.defined(s, row, 4+n, x.GCCI, write.Three)
			var advice []string
			for _, m := range x.Nearer[:min(len(x.Nearer), 3)] {
				code := func(i int) string { return e.o.Study.Criteria[a.Criteria[i]].Code }
				advice = append(advice, fmt.Sprintf("%s/%s %s → %s", code(m.I), code(m.J), study.Ratio(m.Given), study.Ratio(m.Suggested)))
			}
			s.Put(row, 2, write.OrNil(strings.Join(advice, ", ")), write.Wrap)
		}
		row += 2
	}
	return row
}

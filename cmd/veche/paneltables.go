package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/group"
	"veche/internal/study"
	"veche/internal/study/panel"
)

// panelPrinter makes tables of a report.
type panelPrinter struct {
	r    *panel.Report
	s    *study.Study
	lang language.Language
}

func (p *panelPrinter) say(text string, args ...any) string {
	return language.Say(p.lang, text, args...)
}

// definedCell is a figure that may not be defined.
func definedCell(x *float64, decimals int) cell {
	if x == nil {
		return text("–")
	}
	return number(*x, decimals)
}

func count(n int) cell { return cell{shown: fmt.Sprint(n), data: fmt.Sprint(n), isNum: true} }

func (p *panelPrinter) technology(k int) string {
	if k < 0 {
		return ""
	}
	return p.s.Technologies[p.r.Technologies[k].Technology].ID
}

// agreement is the figures, none of them alone, and what they show together.
func (p *panelPrinter) agreement() *table {
	t := &table{title: p.s.Title, note: p.say("The panel: ") + p.r.Finding().In(p.lang)}
	if p.r.Round != "" {
		t.note += fmt.Sprintf(p.say(", round %s"), p.r.Round)
	}
	t.column(p.say("Agreement"), left)
	t.column(p.say("Figure"), right)
	t.column(p.say("What it is"), left)
	row := func(name string, x *float64, decimals int, what string) {
		t.rows = append(t.rows, []cell{text(name), definedCell(x, decimals), text(what)})
	}
	f := p.r.Figures()
	if f == nil {
		f = &group.Figures{}
	}
	complete := fmt.Sprintf(p.say("of %d experts"), f.Experts)
	a := p.r.Agreement
	switch {
	case a != nil && len(a.Block) == 0:
		complete = p.say("too few experts judged the same technologies")
	case a != nil:
		complete = fmt.Sprintf(p.say("of %d experts and %d technologies with complete orders"), f.Experts, len(a.Items))
	}
	row(p.say("Consensus S*"), some(f.SStar, f.Experts > 1), 3, p.say("how alike the shares are, by entropy; ")+complete)
	significance := ""
	if f.HasW {
		significance = fmt.Sprintf("; p %.2g, %s", f.P, panel.ChanceIn(p.lang, f.Chance))
	}
	row(p.say("Kendall's W"), some(f.W, f.HasW), 3, p.say("how alike the orders are")+significance)
	if a != nil {
		row(p.say("Mean tau-b"), a.TauB, 3, fmt.Sprintf(p.say("over %d pairs of experts, of what both judged"), a.TauPairs))
		row(p.say("Krippendorff's alpha"), a.Alpha, 3, fmt.Sprintf(p.say("of the scores, over %d questions with two answers or more"), a.Units))
	} else {
		row(p.say("Mean tau-b"), some(f.TauB, f.HasTauB), 3, p.say("over all pairs of experts"))
	}
	row(p.say("Between blocs"), some(f.Between, f.HasBetween), 3, p.say("share of the disagreement that lies between blocs, not inside"))
	t.after = p.r.Sentences(p.lang)
	if a != nil && a.Sampled > 0 {
		t.after = append(t.after, fmt.Sprintf(p.say("Camps were looked for among %d experts drawn at random (seed %d)."), a.Sampled, p.s.Settings.Seed))
	}
	if done := p.r.WhatIf; done[0] < done[1] && p.r.Outcome != nil {
		t.after = append(t.after, fmt.Sprintf(p.say("The ranking without an expert was worked out for the %d experts farthest from the panel, of %d."), done[0], done[1]))
	}
	if list := p.r.Remind(); len(list) > 0 {
		t.after = append(t.after, p.remind(list))
	}
	if p.r.Seal != nil {
		t.after = append(t.after, p.r.Seal.Sentence(p.lang))
	}
	return t
}

// remind says who owes answers.
func (p *panelPrinter) remind(list []int) string {
	const shown = 10
	var words []string
	for _, e := range list[:min(len(list), shown)] {
		c := &p.r.Experts[e].Coverage
		owed := fmt.Sprint(c.Missing)
		if c.Silent() {
			owed = p.say("all‹owed›")
		}
		words = append(words, fmt.Sprintf("%s (%s)", p.s.Experts[e].ID, owed))
	}
	if len(list) > shown {
		words = append(words, fmt.Sprintf(p.say("and %d more"), len(list)-shown))
	}
	return p.say("To remind (answers left blank): ") + strings.Join(words, ", ") + "."
}

// blocs is how each bloc agrees with itself and with the panel.
func (p *panelPrinter) blocs() *table {
	if len(p.r.Blocs) == 0 {
		return nil
	}
	t := &table{note: p.say("blocs")}
	for _, h := range []string{"Bloc"} {
		t.column(p.say(h), left)
	}
	for _, h := range []string{"Weight", "Experts‹count›", "S*", "W", "S* without", "W without", "Tau-b with panel"} {
		t.column(p.say(h), right)
	}
	t.column(p.say("Puts first"), left)
	t.column(p.say("Without it first is"), left)
	for k := range p.r.Blocs {
		b := &p.r.Blocs[k]
		own, without := figuresOf(&b.Own), figuresOf(&b.Without)
		leader := ""
		if b.Change != nil {
			leader = p.technology(b.Change.Leader)
		}
		t.rows = append(t.rows, []cell{text(b.Name), number(b.Weight, 3), count(len(b.Members)), definedCell(own.SStar, 3), definedCell(own.KendallW, 3), definedCell(without.SStar, 3), definedCell(without.KendallW, 3),
			definedCell(b.TauB, 2), text(p.technology(b.Leader)), text(leader)})
	}
	return t
}

// technologies is how far the experts' places for each technology lie apart.
func (p *panelPrinter) technologies() *table {
	if len(p.r.Technologies) == 0 || p.r.Agreement == nil {
		return nil
	}
	t := &table{note: p.say("technologies, the most contested first; places in the experts' own orders")}
	t.column(p.say("ID"), left)
	t.column(p.say("Technology"), left)
	for _, h := range []string{"Rank", "Experts‹count›", "From", "To", "Mean", "Spread"} {
		t.column(p.say(h), right)
	}
	const columns = 4 // blocs that fit a line
	blocs := p.r.Blocs
	if len(blocs) < 2 || len(blocs) > columns {
		blocs = nil
	}
	for _, b := range blocs {
		t.column(b.Name, right)
	}
	missing := slices.ContainsFunc(p.r.Technologies, func(t panel.Technology) bool { return t.Low != nil })
	conflicts := slices.ContainsFunc(p.r.Technologies, func(t panel.Technology) bool { return t.Conflicts > 0 })
	if missing {
		t.column(p.say("If missing were worst–best"), right)
	}
	if conflicts {
		t.column(p.say("Conflicts"), right)
	}
	for _, k := range p.r.Contested() {
		x := &p.r.Technologies[k]
		rank := text("–")
		if x.Rank > 0 {
			rank = count(x.Rank)
		}
		row := []cell{text(p.technology(k)), text(p.s.Technologies[x.Technology].Name), rank, count(x.Experts), number(x.Least, 1), number(x.Most, 1), number(x.Mean, 1), number(x.Spread, 2)}
		for b := range blocs {
			row = append(row, definedCell(x.BlocMean[b], 1))
		}
		if missing {
			span := ""
			if x.Low != nil && x.High != nil {
				span = fmt.Sprintf("%d–%d", x.Low.Rank, x.High.Rank)
			}
			row = append(row, text(span))
		}
		if conflicts {
			row = append(row, count(x.Conflicts))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// experts is who has answered what, and who stands apart.
func (p *panelPrinter) experts() *table {
	t := &table{note: p.say("experts, those who stand apart most first")}
	t.column(p.say("Expert"), left)
	blocs := len(p.r.Blocs) > 0
	if blocs {
		t.column(p.say("Bloc"), left)
	}
	scores, judged, conflicts := false, false, false
	for k := range p.r.Experts {
		c := &p.r.Experts[k].Coverage
		scores, judged, conflicts = scores || c.Asked > 0, judged || c.Judged > 0, conflicts || c.Conflicts > 0
	}
	type column struct {
		name string
		show bool
		cell func(x *panel.Expert) cell
	}
	competence := p.s.CompetenceKind() != study.CompetenceOff
	without := func(x *panel.Expert, of func(figuresJSON) *float64) cell {
		if x.Without == nil {
			return text("–")
		}
		return definedCell(of(figuresOf(x.Without)), 3)
	}
	camps := p.r.Agreement != nil && len(p.r.Agreement.Camps) > 0
	columns := []column{
		{"Answered", scores, func(x *panel.Expert) cell { return count(x.Coverage.Answered) }},
		{"Asked", scores, func(x *panel.Expert) cell { return count(x.Coverage.Asked) }},
		{"Don't know", scores, func(x *panel.Expert) cell { return count(x.Coverage.Abstained) }},
		{"Comparisons", judged, func(x *panel.Expert) cell { return count(x.Coverage.Judged) }},
		{"Conflicts", conflicts, func(x *panel.Expert) cell { return count(x.Coverage.Conflicts) }},
		{"Competence", competence, func(x *panel.Expert) cell { return number(x.Competence, 3) }},
		{"Tau-b", p.r.Figures() != nil, func(x *panel.Expert) cell { return definedCell(x.TauB, 2) }},
		{"S* without", p.r.Figures() != nil, func(x *panel.Expert) cell { return without(x, func(f figuresJSON) *float64 { return f.SStar }) }},
		{"W without", p.r.Figures() != nil, func(x *panel.Expert) cell { return without(x, func(f figuresJSON) *float64 { return f.KendallW }) }},
		{"Camp", camps, func(x *panel.Expert) cell {
			if x.Cluster < 0 {
				return text("–")
			}
			return count(x.Cluster + 1)
		}},
		{"Without: first", p.r.Outcome != nil, func(x *panel.Expert) cell { return p.without(x.Change) }},
	}
	columns = slices.DeleteFunc(columns, func(c column) bool { return !c.show })
	for _, c := range columns {
		t.column(p.say(c.name), right)
	}
	order := p.r.Apart()
	for k := range p.r.Experts {
		if !slices.Contains(order, k) {
			order = append(order, k)
		}
	}
	const most = 60 // rows to read; csv and json have them all
	for _, k := range order {
		x := &p.r.Experts[k]
		id := p.s.Experts[x.Expert].ID
		if x.Excluded {
			id += p.say(" (excluded)")
		}
		row := []cell{text(id)}
		if blocs {
			row = append(row, text(p.s.Experts[x.Expert].Bloc))
		}
		for _, c := range columns {
			row = append(row, c.cell(x))
		}
		t.rows = append(t.rows, row)
	}
	if len(t.rows) > most {
		t.long = most
	}
	return t
}

// without says what leaving an expert out does to the first place.
func (p *panelPrinter) without(c *panel.Change) cell {
	switch {
	case c == nil:
		return text("")
	case c.Impossible:
		return text(p.say("no ranking"))
	}
	leader := p.technology(c.Leader)
	if c.NewLeader {
		leader += " !"
	}
	return text(leader)
}

// weights is every expert's weights beside the panel's, and how consistent they are.
func (p *panelPrinter) weights() *table {
	if len(p.r.Weights) == 0 {
		return nil
	}
	t := &table{note: p.say("weights: GCI how consistent with themselves, GCCI with the panel")}
	t.column(p.say("Below"), left)
	t.column(p.say("Whose"), left)
	t.column(p.say("Weights"), left)
	for _, h := range []string{"CR", "GCI", "GCCI"} {
		t.column(h, right)
	}
	t.column(p.say("To reconsider"), left)
	for k := range p.r.Weights {
		a := &p.r.Weights[k]
		code := func(i int) string { return p.s.Criteria[a.Criteria[i]].Code }
		list := func(w []float64) string {
			var words []string
			for i, x := range w {
				words = append(words, fmt.Sprintf("%s %.3f", code(i), x))
			}
			return strings.Join(words, ", ")
		}
		t.rows = append(t.rows, []cell{text(a.Parent), text(p.say("panel")), text(list(a.Group)), text(""), text(""), text(""), text("")})
		for b, w := range a.Blocs {
			if w != nil {
				t.rows = append(t.rows, []cell{text(a.Parent), text(p.say("bloc ") + p.r.Blocs[b].Name), text(list(w)), text(""), text(""), text(""), text("")})
			}
		}
		for i := range a.Experts {
			e := &a.Experts[i]
			var advice []string
			for _, n := range e.Nearer {
				advice = append(advice, fmt.Sprintf("%s/%s %s → %s", code(n.I), code(n.J), study.Ratio(n.Given), study.Ratio(n.Suggested)))
			}
			t.rows = append(t.rows, []cell{text(a.Parent), text(p.s.Experts[e.Expert].ID), text(list(e.Weights)), definedCell(e.CR, 3), definedCell(e.GCI, 3), definedCell(e.GCCI, 3), text(strings.Join(advice, ", "))})
		}
		for _, line := range a.Sentences(p.lang) {
			if p.r.Agreement != nil {
				t.after = append(t.after, p.s.Below(a.Parent)+": "+line)
			}
		}
		if a.Process != nil {
			moved := 0
			for _, n := range a.Moves {
				if n > 0 {
					moved++
				}
			}
			t.after = append(t.after, fmt.Sprintf(p.say("Dong's consensus process (θ %.1f, GCCI up to %.2f) would take %d steps and move %d experts. It is advice: nothing was changed."), panel.ConsensusTheta, a.Limit, len(a.Process.Steps), moved))
		}
	}
	return t
}

// readings is the ranking by the other ways to join the experts.
func (p *panelPrinter) readings() *table {
	if len(p.r.Readings) == 0 {
		return nil
	}
	t := &table{note: p.say("other ways to join the experts")}
	for _, h := range []string{"Levels", "Competence", "Judgements"} {
		t.column(p.say(h), left)
	}
	t.column(p.say("Tau-b"), right)
	t.column(p.say("First"), left)
	t.column("", left)
	for _, one := range p.r.Readings {
		now := ""
		if one.InForce {
			now = p.say("in force")
		}
		first := ""
		if one.Rank != nil {
			first = strings.Join(p.first(one.Rank, 5), ", ")
		}
		t.rows = append(t.rows, []cell{text(p.term(one.Levels)), text(p.term(one.Competence)), text(one.Group), definedCell(one.TauB, 2), text(first), text(now)})
	}
	return t
}

func (p *panelPrinter) term(name string) string {
	if name == study.LevelsBlocs {
		name += "‹levels›"
	}
	return p.say(name)
}

// first are the best n of a ranking.
func (p *panelPrinter) first(ranks []int, n int) []string {
	var order []int
	for k, rank := range ranks {
		if rank > 0 {
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(ranks[a], ranks[b]) })
	var ids []string
	for _, k := range order[:min(n, len(order))] {
		ids = append(ids, p.technology(k))
	}
	return ids
}

// rounds is what changed from round to round.
func (p *panelPrinter) rounds() *table {
	if len(p.r.Rounds) == 0 {
		return nil
	}
	t := &table{note: p.say("from round to round")}
	for _, h := range []string{"From", "To‹round›"} {
		t.column(p.say(h), left)
	}
	for _, h := range []string{"Experts‹count›", "Common technologies", "Asked again", "Of pairs", "Tau-b", "Rho",
		"Unchanged", "SD", "IQR", "Alpha"} {
		t.column(p.say(h), right)
	}
	t.column(p.say("Verdict"), left)
	two := func(a, b *float64, decimals int) cell {
		return text(definedCell(a, decimals).shown + " → " + definedCell(b, decimals).shown)
	}
	for k := range p.r.Rounds {
		c := &p.r.Rounds[k]
		unchanged := text("–")
		if share, ok := c.Movement.Share(); ok {
			unchanged = text(fmt.Sprintf("%.0f%% of %d", 100*share, c.Movement.Pairs))
			if p.lang == language.Russian {
				unchanged = text(fmt.Sprintf("%.0f %% из %d", 100*share, c.Movement.Pairs))
			}
		}
		t.rows = append(t.rows, []cell{text(p.s.Rounds[c.From]), text(p.s.Rounds[c.To]), text(fmt.Sprintf("%d → %d", c.Experts[0], c.Experts[1])), count(c.Common), count(c.Repeated), count(c.Asked),
			definedCell(c.Tau, 3), definedCell(c.Rho, 3), unchanged, two(&c.MeanSD[0], &c.MeanSD[1], 3), two(&c.MeanIQR[0], &c.MeanIQR[1], 2), two(c.Alpha[0], c.Alpha[1], 3), text(panel.StoppingIn(c.Verdict, p.lang))})
		t.after = append(t.after, c.Sentence(p.s, p.lang))
	}
	return t
}

// cells is how many answers each technology has on each criterion.
func (p *panelPrinter) cells() *table {
	t := &table{note: p.say("answers given")}
	t.column(p.say("ID"), left)
	t.column(p.say("Technology"), left)
	for _, i := range p.s.Leaves() {
		t.column(p.s.Criteria[i].Code, right)
	}
	for k := range p.r.Technologies {
		x := &p.r.Technologies[k]
		row := []cell{text(p.technology(k)), text(p.s.Technologies[x.Technology].Name)}
		for _, n := range x.Cells {
			row = append(row, count(n))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"veche/internal/language"
	"veche/internal/mcda/group"

	"veche/internal/report/contract"
	"veche/internal/study"
	"veche/internal/study/panel"
)

// panelPrinter makes tables of a report.
type Panel struct {
	R    *panel.Report
	S    *study.Study
	Lang language.Language
}

// PanelTables are the names of tables that can be asked for alone, the experts' first.
func PanelTables() []string {
	return []string{"experts", "technologies", "blocs", "weights", "readings", "rounds", "cells"}
}

// Tables are what is said of a panel, or one table of it by name; a table there is nothing for is nil.
func (p *Panel) Tables(which string) []*Table {
	switch which {
	case "experts":
		return []*Table{p.Experts()}
	case "technologies":
		return []*Table{p.Technologies()}
	case "blocs":
		return []*Table{p.Blocs()}
	case "weights":
		return []*Table{p.Weights()}
	case "readings":
		return []*Table{p.Readings()}
	case "rounds":
		return []*Table{p.Rounds()}
	case "cells":
		return []*Table{p.Cells()}
	}
	return []*Table{p.Agreement(), p.Blocs(), p.Technologies(), p.Experts(), p.Weights(), p.Readings(), p.Rounds()}
}

func (p *Panel) say(text string, args ...any) string {
	return language.Say(p.Lang, text, args...)
}

func (p *Panel) technology(k int) string {
	if k < 0 {
		return ""
	}
	return p.S.Technologies[p.R.Technologies[k].Technology].ID
}

// OrdersOf says of how many experts and technologies the figures of agreement are, and how many of these places rest on part of the criteria.
func OrdersOf(r *panel.Report, l language.Language) string {
	experts := 0
	if f := r.Figures(); f != nil {
		experts = f.Experts
	}
	a := r.Agreement
	switch {
	case a == nil:
		return language.Say(l, "experts: %d", experts)
	case len(a.Block) == 0:
		return language.Say(l, "too few experts judged the same technologies")
	}
	text := language.Say(l, "experts: %d, technologies: %d, with complete orders", experts, len(a.Items))
	if a.Part > 0 {
		text += language.Say(l, "; places by part of the criteria: %d of %d", a.Part, len(a.Block)*len(a.Items))
	}
	return text
}

// agreement is the figures, none of them alone, and what they show together.
func (p *Panel) Agreement() *Table {
	t := &Table{Title: p.S.Title, Note: p.say("The panel: ") + p.R.Finding().In(p.Lang)}
	if p.R.Round != "" {
		t.Note += p.say(", round %s", p.R.Round)
	}
	t.Add(p.say("Agreement"), false)
	t.Add(p.say("Figure"), true)
	t.Add(p.say("What it is"), false)
	row := func(name string, x *float64, decimals int, what string) {
		t.Rows = append(t.Rows, []Cell{Text(name), Defined(x, decimals), Text(what)})
	}
	f := p.R.Figures()
	if f == nil {
		f = &group.Figures{}
	}
	a := p.R.Agreement
	row(p.say("Consensus S*"), contract.Some(f.SStar, f.Experts > 1), 3, p.say("how alike the shares are, by entropy (%s)", OrdersOf(p.R, p.Lang)))
	significance := ""
	if f.HasW {
		significance = "; p " + p.Lang.Number("%.2g", f.P) + ", " + panel.ChanceIn(p.Lang, f.Chance)
	}
	row(p.say("Kendall's W"), contract.Some(f.W, f.HasW), 3, p.say("how alike the orders are")+significance)
	if a != nil {
		row(p.say("Mean tau-b"), a.TauB, 3, p.say("over %d pairs of experts, of what both judged", a.TauPairs))
		row(p.say("Krippendorff's alpha"), a.Alpha, 3, p.say("of the scores, over %d questions with two answers or more", a.Units))
	} else {
		row(p.say("Mean tau-b"), contract.Some(f.TauB, f.HasTauB), 3, p.say("over all pairs of experts"))
	}
	row(p.say("Between blocs"), contract.Some(f.Between, f.HasBetween), 3, p.say("share of the disagreement that lies between blocs, not inside"))
	t.After = p.R.Sentences(p.Lang)
	if a != nil && a.Sampled > 0 {
		t.After = append(t.After, p.say("Camps were looked for among %d experts drawn at random (seed %d).", a.Sampled, p.S.Settings.Seed))
	}
	if done := p.R.WhatIf; done[0] < done[1] && p.R.Outcome != nil {
		t.After = append(t.After, p.say("The ranking without an expert was worked out for the %d experts farthest from the panel, of %d.", done[0], done[1]))
	}
	if list := p.R.Remind(); len(list) > 0 {
		t.After = append(t.After, p.remind(list))
	}
	if p.R.Seal != nil {
		t.After = append(t.After, p.R.Seal.Sentence(p.Lang))
	}
	return t
}

// remind says who owes answers.
func (p *Panel) remind(list []int) string {
	const shown = 10
	var words []string
	for _, e := range list[:min(len(list), shown)] {
		c := &p.R.Experts[e].Coverage
		owed := fmt.Sprint(c.Owed())
		if c.Silent() {
			owed = p.say("all‹owed›")
		}
		words = append(words, fmt.Sprintf("%s (%s)", p.S.Experts[e].ID, owed))
	}
	if len(list) > shown {
		words = append(words, p.say("and %d more", len(list)-shown))
	}
	for _, e := range list {
		if c := &p.R.Experts[e].Coverage; c.Unread+c.Unjudged > 0 {
			return p.say("To remind (answers left blank or unreadable): ") + strings.Join(words, ", ") + "."
		}
	}
	return p.say("To remind (answers left blank): ") + strings.Join(words, ", ") + "."
}

// blocs is how each bloc agrees with itself and with the panel.
func (p *Panel) Blocs() *Table {
	if len(p.R.Blocs) == 0 {
		return nil
	}
	t := &Table{Note: p.say("blocs")}
	for _, h := range []string{"Bloc"} {
		t.Add(p.say(h), false)
	}
	for _, h := range []string{"Weight", "Experts‹count›", "S*", "W", "S* without", "W without", "Tau-b with panel"} {
		t.Add(p.say(h), true)
	}
	t.Add(p.say("Puts first"), false)
	t.Add(p.say("Without it first is"), false)
	for k := range p.R.Blocs {
		b := &p.R.Blocs[k]
		own, without := contract.OfFigures(&b.Own), contract.OfFigures(&b.Without)
		leader := ""
		if b.Change != nil {
			leader = p.technology(b.Change.Leader)
		}
		t.Rows = append(t.Rows, []Cell{Text(b.Name), Number(b.Weight, 3), Count(len(b.Members)), Defined(own.SStar, 3), Defined(own.KendallW, 3), Defined(without.SStar, 3), Defined(without.KendallW, 3),
			Defined(b.TauB, 2), Text(p.technology(b.Leader)), Text(leader)})
	}
	return t
}

// technologies is how far the experts' places for each technology lie apart.
func (p *Panel) Technologies() *Table {
	if len(p.R.Technologies) == 0 || p.R.Agreement == nil {
		return nil
	}
	t := &Table{Note: p.say("technologies, the most contested first; places in the experts' own orders")}
	t.Add(p.say("ID"), false)
	t.Add(p.say("Technology"), false)
	for _, h := range []string{"Rank", "Experts‹count›", "From", "To", "Mean", "Spread"} {
		t.Add(p.say(h), true)
	}
	const columns = 4 // blocs that fit a line
	blocs := p.R.Blocs
	if len(blocs) < 2 || len(blocs) > columns {
		blocs = nil
	}
	for _, b := range blocs {
		t.Add(b.Name, true)
	}
	missing := slices.ContainsFunc(p.R.Technologies, func(t panel.Technology) bool { return t.Low != nil })
	conflicts := slices.ContainsFunc(p.R.Technologies, func(t panel.Technology) bool { return t.Conflicts > 0 })
	if missing {
		t.Add(p.say("If missing were worst–best"), true)
	}
	if conflicts {
		t.Add(p.say("Conflicts"), true)
	}
	for _, k := range p.R.Contested() {
		x := &p.R.Technologies[k]
		rank := Text("–")
		if x.Rank > 0 {
			rank = Count(x.Rank)
		}
		row := []Cell{Text(p.technology(k)), Text(p.S.Technologies[x.Technology].Name), rank, Count(x.Experts), Number(x.Least, 1), Number(x.Most, 1), Number(x.Mean, 1), Number(x.Spread, 2)}
		for b := range blocs {
			row = append(row, Defined(x.BlocMean[b], 1))
		}
		if missing {
			span := ""
			if x.Low != nil && x.High != nil {
				span = fmt.Sprintf("%d–%d", x.Low.Rank, x.High.Rank)
			}
			row = append(row, Text(span))
		}
		if conflicts {
			row = append(row, Count(x.Conflicts))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// experts is who has answered what, and who stands apart.
func (p *Panel) Experts() *Table {
	t := &Table{Note: p.say("experts, those who stand apart most first")}
	t.Add(p.say("Expert"), false)
	blocs := len(p.R.Blocs) > 0
	if blocs {
		t.Add(p.say("Bloc"), false)
	}
	scores, judged, conflicts, unread := false, false, false, false
	for k := range p.R.Experts {
		c := &p.R.Experts[k].Coverage
		unread = unread || c.Unread+c.Unjudged > 0
		scores, judged, conflicts = scores || c.Asked > 0, judged || c.Judged > 0, conflicts || c.Conflicts > 0
	}
	type column struct {
		name string
		show bool
		cell func(x *panel.Expert) Cell
	}
	competence := p.S.CompetenceKind() != study.CompetenceOff
	without := func(x *panel.Expert, of func(contract.Figures) *float64) Cell {
		if x.Without == nil {
			return Text("–")
		}
		return Defined(of(contract.OfFigures(x.Without)), 3)
	}
	camps := p.R.Agreement != nil && len(p.R.Agreement.Camps) > 0
	columns := []column{
		{"Answered", scores, func(x *panel.Expert) Cell { return Count(x.Coverage.Answered) }},
		{"Asked", scores, func(x *panel.Expert) Cell { return Count(x.Coverage.Asked) }},
		{"Don't know", scores, func(x *panel.Expert) Cell { return Count(x.Coverage.Abstained) }},
		{"Unreadable", unread, func(x *panel.Expert) Cell { return Count(x.Coverage.Unread + x.Coverage.Unjudged) }},
		{"Comparisons", judged, func(x *panel.Expert) Cell { return Count(x.Coverage.Judged) }},
		{"Conflicts", conflicts, func(x *panel.Expert) Cell { return Count(x.Coverage.Conflicts) }},
		{"Competence", competence, func(x *panel.Expert) Cell { return Number(x.Competence, 3) }},
		{"Tau-b", p.R.Figures() != nil, func(x *panel.Expert) Cell { return Defined(x.TauB, 2) }},
		{"S* without", p.R.Figures() != nil, func(x *panel.Expert) Cell {
			return without(x, func(f contract.Figures) *float64 { return f.SStar })
		}},
		{"W without", p.R.Figures() != nil, func(x *panel.Expert) Cell {
			return without(x, func(f contract.Figures) *float64 { return f.KendallW })
		}},
		{"Camp", camps, func(x *panel.Expert) Cell {
			if x.Cluster < 0 {
				return Text("–")
			}
			return Count(x.Cluster + 1)
		}},
		{"Without: first", p.R.Outcome != nil, func(x *panel.Expert) Cell { return p.without(x.Change) }},
	}
	columns = slices.DeleteFunc(columns, func(c column) bool { return !c.show })
	for _, c := range columns {
		t.Add(p.say(c.name), true)
	}
	order := p.R.Apart()
	for k := range p.R.Experts {
		if !slices.Contains(order, k) {
			order = append(order, k)
		}
	}
	const most = 60 // rows to read; csv and json have them all
	for _, k := range order {
		x := &p.R.Experts[k]
		id := p.S.Experts[x.Expert].ID
		if x.Excluded {
			id += p.say(" (excluded)")
		}
		row := []Cell{Text(id)}
		if blocs {
			row = append(row, Text(p.S.Experts[x.Expert].Bloc))
		}
		for _, c := range columns {
			row = append(row, c.cell(x))
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) > most {
		t.Long = most
	}
	return t
}

// without says what leaving an expert out does to the first place.
func (p *Panel) without(c *panel.Change) Cell {
	switch {
	case c == nil:
		return Text("")
	case c.Impossible:
		return Text(p.say("no ranking"))
	}
	leader := p.technology(c.Leader)
	if c.NewLeader {
		leader += " !"
	}
	return Text(leader)
}

// weights is every expert's weights beside the panel's, and how consistent they are.
func (p *Panel) Weights() *Table {
	if len(p.R.Weights) == 0 {
		return nil
	}
	t := &Table{Note: p.say("weights: GCI how consistent with themselves, GCCI with the panel")}
	t.Add(p.say("Below"), false)
	t.Add(p.say("Whose"), false)
	t.Add(p.say("Weights"), false)
	for _, h := range []string{"CR", "GCI", "GCCI"} {
		t.Add(h, true)
	}
	t.Add(p.say("To reconsider"), false)
	for k := range p.R.Weights {
		a := &p.R.Weights[k]
		code := func(i int) string { return p.S.Criteria[a.Criteria[i]].Code }
		list := func(w []float64) string {
			var words []string
			for i, x := range w {
				words = append(words, code(i)+" "+p.Lang.Fixed(x, 3))
			}
			return strings.Join(words, ", ")
		}
		t.Rows = append(t.Rows, []Cell{Text(a.Parent), Text(p.say("panel")), Text(list(a.Group)), Text(""), Text(""), Text(""), Text("")})
		for b, w := range a.Blocs {
			if w != nil {
				t.Rows = append(t.Rows, []Cell{Text(a.Parent), Text(p.say("bloc ") + p.R.Blocs[b].Name), Text(list(w)), Text(""), Text(""), Text(""), Text("")})
			}
		}
		for i := range a.Experts {
			e := &a.Experts[i]
			var advice []string
			for _, n := range e.Nearer {
				advice = append(advice, fmt.Sprintf("%s/%s %s → %s", code(n.I), code(n.J), study.Ratio(n.Given).In(p.Lang), study.Ratio(n.Suggested).In(p.Lang)))
			}
			t.Rows = append(t.Rows, []Cell{Text(a.Parent), Text(p.S.Experts[e.Expert].ID), Text(list(e.Weights)), Defined(e.CR, 3), Defined(e.GCI, 3), Defined(e.GCCI, 3), Text(strings.Join(advice, ", "))})
		}
		for _, line := range a.Sentences(p.Lang) {
			if p.R.Agreement != nil {
				t.After = append(t.After, p.S.Below(a.Parent).In(p.Lang)+": "+line)
			}
		}
		if a.Process != nil {
			moved := 0
			for _, n := range a.Moves {
				if n > 0 {
					moved++
				}
			}
			t.After = append(t.After, p.say("Dong's consensus process (θ %.1f, GCCI up to %.2f): steps %d, experts moved %d. It is advice: nothing was changed.", panel.ConsensusTheta, a.Limit, len(a.Process.Steps), moved))
		}
	}
	return t
}

// readings is the ranking by the other ways to join the experts.
func (p *Panel) Readings() *Table {
	if len(p.R.Readings) == 0 {
		return nil
	}
	t := &Table{Note: p.say("other ways to join the experts")}
	for _, h := range []string{"Levels", "Competence", "Judgements"} {
		t.Add(p.say(h), false)
	}
	t.Add(p.say("Tau-b"), true)
	t.Add(p.say("First"), false)
	t.Add("", false)
	for _, one := range p.R.Readings {
		now := ""
		if one.InForce {
			now = p.say("in force")
		}
		first := ""
		if one.Rank != nil {
			first = strings.Join(p.first(one.Rank, 5), ", ")
		}
		t.Rows = append(t.Rows, []Cell{Text(p.term(one.Levels)), Text(p.term(one.Competence)), Text(one.Group), Defined(one.TauB, 2), Text(first), Text(now)})
	}
	return t
}

func (p *Panel) term(name string) string {
	if name == study.LevelsBlocs {
		name += "‹levels›"
	}
	return p.say(name)
}

// first are the best n of a ranking.
func (p *Panel) first(ranks []int, n int) []string {
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
func (p *Panel) Rounds() *Table {
	if len(p.R.Rounds) == 0 {
		return nil
	}
	t := &Table{Note: p.say("from round to round")}
	for _, h := range []string{"From", "To‹round›"} {
		t.Add(p.say(h), false)
	}
	for _, h := range []string{"Experts‹count›", "Common technologies", "Asked again", "Of pairs", "Tau-b", "Rho",
		"Unchanged", "SD", "IQR", "Alpha"} {
		t.Add(p.say(h), true)
	}
	t.Add(p.say("Verdict"), false)
	two := func(a, b *float64, decimals int) Cell {
		return Text(Defined(a, decimals).Shown(p.Lang) + " → " + Defined(b, decimals).Shown(p.Lang))
	}
	for k := range p.R.Rounds {
		c := &p.R.Rounds[k]
		unchanged := Text("–")
		if share, ok := c.Movement.Share(); ok {
			unchanged = Text(language.Say(p.Lang, "%.0f%% of %d", 100*share, c.Movement.Pairs))
		}
		t.Rows = append(t.Rows, []Cell{Text(p.S.Rounds[c.From]), Text(p.S.Rounds[c.To]), Text(fmt.Sprintf("%d → %d", c.Experts[0], c.Experts[1])), Count(c.Common), Count(c.Repeated), Count(c.Asked),
			Defined(c.Tau, 3), Defined(c.Rho, 3), unchanged, two(&c.MeanSD[0], &c.MeanSD[1], 3), two(&c.MeanIQR[0], &c.MeanIQR[1], 2), two(c.Alpha[0], c.Alpha[1], 3), Text(panel.StoppingIn(c.Verdict, p.Lang))})
		t.After = append(t.After, c.Sentence(p.S, p.Lang))
	}
	return t
}

// cells is how many answers each technology has on each criterion.
func (p *Panel) Cells() *Table {
	t := &Table{Note: p.say("answers given")}
	t.Add(p.say("ID"), false)
	t.Add(p.say("Technology"), false)
	for _, i := range p.S.Leaves() {
		t.Add(p.S.Criteria[i].Code, true)
	}
	for k := range p.R.Technologies {
		x := &p.R.Technologies[k]
		row := []Cell{Text(p.technology(k)), Text(p.S.Technologies[x.Technology].Name)}
		for _, n := range x.Cells {
			row = append(row, Count(n))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

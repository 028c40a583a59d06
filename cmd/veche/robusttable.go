package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/robust"
	"veche/internal/study"
	"veche/internal/study/robustness"
)

// robustTables are a report's parts as tables, those asked for.
func robustTables(r *robustness.Report, parts []string, lang string) []*table {
	var tables []*table
	for _, part := range robustness.Parts() {
		if parts != nil && !slices.Contains(parts, part) {
			continue
		}
		var t *table
		switch part {
		case robustness.PartVerdicts:
			t = verdictTable(r, lang)
		case robustness.PartStability:
			t = stabilityTable(r, lang)
		case robustness.PartNearest:
			t = nearestTable(r, lang)
		case robustness.PartReversal:
			t = reversalTable(r, lang)
		case robustness.PartMethods:
			t = methodsTable(r, lang)
		case robustness.PartWithout:
			t = withoutTable(r, lang)
		case robustness.PartInfluence:
			t = influenceTable(r, lang)
		case robustness.PartCorrelations:
			t = correlationTable(r, lang)
		}
		if t != nil {
			tables = append(tables, t)
		}
	}
	if len(tables) > 0 {
		tables[0].title = r.Outcome.Study.Title
	}
	return tables
}

// columns adds several, right for numbers.
func (t *table) columns(a align, names ...string) {
	for _, name := range names {
		t.column(name, a)
	}
}

// verdictTable is who is how surely on the shortlist, or first.
func verdictTable(r *robustness.Report, lang string) *table {
	o, a := r.Outcome, r.Draws
	t := &table{note: r.Sentence(lang)}
	t.column("Rank", right)
	t.columns(left, "ID", "Technology")
	t.columns(right, "P(first)", "±")
	if a.Listed != nil {
		t.columns(right, "P(shortlist)", "±")
	}
	t.column("Confidence", right)
	if r.Verdicts != nil {
		t.column("Verdict", left)
	}
	for _, row := range o.Rows {
		i := row.Index
		first := a.Ranks[i][0]
		cells := []cell{number(float64(row.Rank), 0), text(row.Technology.ID), text(row.Technology.Name), number(first, 3), number(a.StandardError(first), 3)}
		if a.Listed != nil {
			cells = append(cells, number(a.Listed[i], 3), number(a.StandardError(a.Listed[i]), 3))
		}
		if c := a.Confidence[i]; math.IsNaN(c) {
			cells = append(cells, text(""))
		} else {
			cells = append(cells, number(c, 2))
		}
		if r.Verdicts != nil {
			cells = append(cells, text(r.Verdicts[i].InWords(lang)))
		}
		t.rows = append(t.rows, cells)
	}
	return t
}

// stabilityTable is how far the weight of each node can go.
func stabilityTable(r *robustness.Report, lang string) *table {
	s := r.Outcome.Study
	t := &table{note: inLang(lang, "How far each weight can move alone, the others sharing (%s)", inLang(lang, string(r.Sharing)))}
	if r.Stability == nil {
		t.note = inLang(lang, "How far each weight can move alone: left out, this method would take minutes")
		return t
	}
	t.columns(left, "Criterion", "Name")
	t.column("Weight", right)
	for _, what := range []string{"Leader", "Shortlist", "Order"} {
		t.columns(right, what+" from", what+" to")
	}
	t.column("Crossings", right)
	t.column("Solved", left)
	for _, st := range r.Stability {
		c := &s.Criteria[st.Criterion]
		row := []cell{text(c.Code), text(c.Name), number(st.Weight, 4)}
		for _, keeps := range [][]robust.Interval{st.Leader, st.Shortlist, st.Order} {
			if keeps == nil {
				row = append(row, text(""), text(""))
				continue
			}
			v := robust.Around(keeps, st.Weight)
			row = append(row, number(v.Lo, 4), number(v.Hi, 4))
		}
		solved := inLang(lang, "exactly")
		if !st.Exact {
			solved = inLang(lang, "to %g", robust.Accuracy)
		}
		t.rows = append(t.rows, append(row, number(float64(len(st.Crossings)), 0), text(solved)))
	}
	return t
}

// nearestRivals is how many rivals of the leader are printed, and how many on either side of the line.
const nearestRivals = 5

// nearestTable is the smallest changes that matter.
func nearestTable(r *robustness.Report, lang string) *table {
	o := r.Outcome
	t := &table{note: inLang(lang, "The smallest changes of the weights: all that is moved, and the largest part of itself that a weight changes by")}
	if r.Nearest == nil {
		t.note = inLang(lang, "The smallest changes of the weights: left out, this method would take minutes")
		return t
	}
	t.columns(left, "ID", "Technology", "Event")
	t.columns(right, "Moved", "Part")
	t.columns(left, "Solved", "How")
	count := map[string]int{}
	list := slices.Clone(r.Nearest)
	order := []string{robustness.EventLead, robustness.EventLeave, robustness.EventEnter}
	slices.SortStableFunc(list, func(a, b robustness.NearestChange) int {
		size := func(n robustness.NearestChange) float64 {
			if n.L1.Weights == nil {
				return math.Inf(1)
			}
			return n.L1.Size
		}
		return cmp.Or(cmp.Compare(slices.Index(order, a.What), slices.Index(order, b.What)), cmp.Compare(size(a), size(b)))
	})
	for _, n := range list {
		if count[n.What]++; count[n.What] > nearestRivals {
			continue
		}
		row := o.Rows[n.Row]
		if n.L1.Weights == nil {
			solved := "never"
			if !n.L1.Exact {
				solved = "none found"
			}
			t.rows = append(t.rows, []cell{text(row.Technology.ID), text(row.Technology.Name), text(inLang(lang, n.What)), text(""), text(""), text(inLang(lang, solved)), text("")})
			continue
		}
		solved := "exactly"
		switch {
		case !n.L1.Exact:
			solved = "found; less may do"
		case n.L1.Shared:
			solved = "exactly; only level with another"
		}
		solved = inLang(lang, solved)
		part := text("")
		if n.Relative.Weights != nil {
			part = number(n.Relative.Size, 4)
		}
		t.rows = append(t.rows, []cell{text(row.Technology.ID), text(row.Technology.Name), text(inLang(lang, n.What)), number(n.L1.Size/2, 4), part, text(solved), text(changeInWords(o, n.L1.Weights))})
	}
	return t
}

// changeInWords lists the weights that change by half a point or more, the largest change first.
func changeInWords(o *study.Outcome, weights []float64) string {
	var columns []int
	for j, w := range weights {
		if math.Abs(w-o.Global[j]) >= 0.0005 {
			columns = append(columns, j)
		}
	}
	slices.SortStableFunc(columns, func(a, b int) int {
		return cmp.Compare(math.Abs(weights[b]-o.Global[b]), math.Abs(weights[a]-o.Global[a]))
	})
	const most = 4
	var words []string
	for k, j := range columns {
		if k == most {
			words = append(words, "…")
			break
		}
		words = append(words, fmt.Sprintf("%s %.1f→%.1f%%", o.Study.Criteria[o.Leaves[j]].Code, 100*o.Global[j], 100*weights[j]))
	}
	return strings.Join(words, ", ")
}

// reversalTable is every change of the set of technologies that reorders others.
func reversalTable(r *robustness.Report, lang string) *table {
	o := r.Outcome
	t := &table{note: inLang(lang, "Rank reversal: changes of the set that reorder others, %d", len(r.Reversals))}
	switch {
	case !r.Checked:
		t.note = inLang(lang, "Rank reversal: left out, this method would take minutes")
	case r.Reversals == nil && r.ReversalFree:
		t.note = inLang(lang, "Rank reversal: none, and with these settings there can be none")
	case r.Reversals == nil:
		t.note = inLang(lang, "Rank reversal: none found by leaving out, copying or worsening a technology")
	}
	if r.Reversals == nil {
		return t
	}
	t.columns(left, "Change", "Leader changes")
	t.column("Pairs", right)
	t.column("Now behind", left)
	for _, v := range r.Reversals {
		const most = 5
		var pairs []string
		for k, p := range v.Swapped {
			if k == most {
				pairs = append(pairs, "…")
				break
			}
			pairs = append(pairs, o.Problem.Alternatives[p[0]]+" < "+o.Problem.Alternatives[p[1]])
		}
		leader := ""
		if v.Leader {
			leader = inLang(lang, "yes")
		}
		t.rows = append(t.rows, []cell{text(v.InWords(o.Problem.Alternatives[v.Row], lang)), text(leader), number(float64(len(v.Swapped)), 0), text(strings.Join(pairs, ", "))})
	}
	return t
}

// methodsTable is the rank of each technology over the methods.
func methodsTable(r *robustness.Report, lang string) *table {
	o, m := r.Outcome, r.Methods
	leaders := map[int]int{}
	for _, v := range m.Methods {
		leaders[v.Leader]++
	}
	t := &table{note: inLang(lang, "Ranks by %d methods and variants under these weights; %s is first by %d of them", len(m.Methods), o.Rows[0].Technology.ID, leaders[o.Rows[0].Index])}
	t.column("Rank", right)
	t.columns(left, "ID", "Technology")
	t.columns(right, "Best", "Median", "Worst", "First by")
	for _, row := range o.Rows {
		i := row.Index
		t.rows = append(t.rows, []cell{number(float64(row.Rank), 0), text(row.Technology.ID), text(row.Technology.Name),
			number(m.Least[i], 0), number(m.Median[i], 1), number(m.Most[i], 0), number(float64(leaders[i]), 0)})
	}
	return t
}

// withoutTable is the ranking without each expert and bloc.
func withoutTable(r *robustness.Report, lang string) *table {
	if len(r.Without) == 0 {
		return nil
	}
	t := &table{note: inLang(lang, "Without one expert, or one bloc")}
	t.column("Without", left)
	t.column("tau-b", right)
	t.columns(left, "Leader", "Enter", "Leave")
	t.column("Largest move", right)
	list := slices.Clone(r.Without)
	slices.SortStableFunc(list, func(a, b robustness.Absence) int { return cmp.Compare(a.TauB, b.TauB) })
	for _, a := range list {
		who := a.Expert
		if a.Bloc != "" {
			who = inLang(lang, "bloc %s", a.Bloc)
		}
		if a.Err != nil {
			t.rows = append(t.rows, []cell{text(who), text(""), text(inLang(lang, "no ranking")), text(""), text(""), text("")})
			continue
		}
		tau := text("")
		if a.TauBKnown {
			tau = number(a.TauB, 3)
		}
		t.rows = append(t.rows, []cell{text(who), tau, text(a.Leader), text(strings.Join(a.Entered, ", ")), text(strings.Join(slices.Concat(a.Left, a.Unranked), ", ")), number(float64(a.Moved), 0)})
	}
	return t
}

// influenceTable is what weights do.
func influenceTable(r *robustness.Report, lang string) *table {
	s := r.Outcome.Study
	t := &table{note: inLang(lang, "Weights and what they do: a criterion on which technologies are alike tells them apart little, whatever it weighs")}
	t.columns(left, "Criterion", "Name")
	t.columns(right, "Weight", "Effect")
	t.column("Note", left)
	for _, v := range r.Influences {
		c := &s.Criteria[r.Outcome.Leaves[v.Column]]
		note := ""
		if v.Inert {
			note = inLang(lang, "inert: all the same")
		}
		t.rows = append(t.rows, []cell{text(c.Code), text(c.Name), number(v.Weight, 4), number(v.Effective, 4), text(note)})
	}
	return t
}

// mostCorrelations are printed, the strongest first.
const mostCorrelations = 10

// correlationTable is which criteria say the same, and which pull apart.
func correlationTable(r *robustness.Report, lang string) *table {
	if len(r.Correlations) == 0 {
		return nil
	}
	o := r.Outcome
	t := &table{note: inLang(lang, "Criteria that say the same (+) or pull apart (−), the strongest of %d pairs", len(r.Correlations))}
	t.columns(left, "A", "B")
	t.columns(right, "Pearson", "Spearman")
	list := slices.Clone(r.Correlations)
	slices.SortStableFunc(list, func(a, b robustness.Correlation) int { return cmp.Compare(math.Abs(b.Pearson), math.Abs(a.Pearson)) })
	for _, v := range list[:min(len(list), mostCorrelations)] {
		a, b := &o.Study.Criteria[o.Leaves[v.A]], &o.Study.Criteria[o.Leaves[v.B]]
		t.rows = append(t.rows, []cell{text(a.Code + " " + a.Name), text(b.Code + " " + b.Name), number(v.Pearson, 3), number(v.Spearman, 3)})
	}
	return t
}

// needsTable is what b needs to draw level with a.
func needsTable(o *study.Outcome, a, b int, lang string) *table {
	s := o.Study
	t := &table{title: s.Title, note: inLang(lang, "%s needs, one criterion at a time, to draw level with %s", o.Problem.Alternatives[b], o.Problem.Alternatives[a])}
	t.column("Criterion", left)
	t.column("Name", left)
	t.column("Now", right)
	t.column("Needs", right)
	t.column("Change", right)
	t.column("Possible", left)
	for _, n := range robustness.Needs(o, a, b) {
		c := &s.Criteria[o.Leaves[n.Criterion]]
		possible := inLang(lang, "yes")
		switch {
		case n.Possible:
		case n.Bounded:
			possible = inLang(lang, "no, not even at the end of the scale")
		default:
			possible = inLang(lang, "no, tried up to here")
		}
		t.rows = append(t.rows, []cell{text(c.Code), text(c.Name), number(n.From, 4), number(n.To, 4), number(n.To-n.From, 4), text(possible)})
	}
	return t
}

// inLang is a text in the language of the output, formatted with its arguments.
func inLang(lang, text string, args ...any) string {
	l, _ := language.Named(lang)
	return language.Say(l, text, args...)
}

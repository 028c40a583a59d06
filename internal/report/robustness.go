package report

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"veche/internal/language"
	"veche/internal/mcda/robust"

	"veche/internal/study"
	"veche/internal/study/robustness"
)

// robustTables are a report's parts as tables, those asked for.
func Robustness(r *robustness.Report, parts []string, lang language.Language) []*Table {
	var tables []*Table
	for _, part := range robustness.Parts() {
		if parts != nil && !slices.Contains(parts, part) {
			continue
		}
		var t *Table
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
			t.Translate(lang)
			tables = append(tables, t)
		}
	}
	if len(tables) > 0 {
		tables[0].Title = r.Outcome.Study.Title
	}
	return tables
}

// verdictTable is who is how surely on the shortlist, or first.
func verdictTable(r *robustness.Report, lang language.Language) *Table {
	o, a := r.Outcome, r.Draws
	t := &Table{Note: r.Sentence(lang.Code())}
	t.Add("Rank", true)
	t.AddAll(false, "ID", "Technology")
	t.AddAll(true, "P(first)", "±")
	if a.Listed != nil {
		t.AddAll(true, "P(shortlist)", "±")
	}
	t.Add("Confidence", true)
	if r.Verdicts != nil {
		t.Add("Verdict", false)
	}
	line := func(cells []Cell, row *study.Row) []Cell {
		i := row.Index
		first := a.Ranks[i][0]
		cells = append(cells, Number(float64(row.Rank), 0), Text(row.Technology.ID), Text(row.Technology.Name), Number(first, 3), Number(a.StandardError(first), 3))
		if a.Listed != nil {
			cells = append(cells, Number(a.Listed[i], 3), Number(a.StandardError(a.Listed[i]), 3))
		}
		if c := a.Confidence[i]; math.IsNaN(c) {
			cells = append(cells, Text(""))
		} else {
			cells = append(cells, Number(c, 2))
		}
		if r.Verdicts != nil {
			cells = append(cells, Text(r.Verdicts[i].InWords(lang.Code())))
		}
		return cells
	}
	t.Lines = func(yield func([]Cell) bool) { // the rows of a million take 1.6 GB
		var cells []Cell
		for k := range o.Rows {
			if cells = line(cells[:0], &o.Rows[k]); !yield(cells) {
				return
			}
		}
	}
	return t
}

// stabilityTable is how far the weight of each node can go.
func stabilityTable(r *robustness.Report, lang language.Language) *Table {
	s := r.Outcome.Study
	t := &Table{Note: say(lang, "How far each weight can move alone, the others sharing (%s)", say(lang, string(r.Sharing)))}
	if r.Stability == nil {
		t.Note = say(lang, "How far each weight can move alone: left out, this method would take minutes")
		return t
	}
	t.AddAll(false, "Criterion", "Name")
	t.Add("Weight", true)
	for _, what := range []string{"Leader", "Shortlist", "Order"} {
		t.AddAll(true, what+" from", what+" to")
	}
	t.Add("Crossings", true)
	t.Add("Solved", false)
	for _, st := range r.Stability {
		c := &s.Criteria[st.Criterion]
		row := []Cell{Text(c.Code), Text(c.Name), Number(st.Weight, 4)}
		for _, keeps := range [][]robust.Interval{st.Leader, st.Shortlist, st.Order} {
			if keeps == nil {
				row = append(row, Text(""), Text(""))
				continue
			}
			v := robust.Around(keeps, st.Weight)
			row = append(row, Number(v.Lo, 4), Number(v.Hi, 4))
		}
		solved := say(lang, "exactly")
		if !st.Exact {
			solved = say(lang, "to %g", robust.Accuracy)
		}
		t.Rows = append(t.Rows, append(row, Number(float64(st.Crossed), 0), Text(solved)))
	}
	return t
}

// nearestRivals is how many rivals of the leader are printed, and how many on either side of the line.
const nearestRivals = 5

// nearestTable is the smallest changes that matter.
func nearestTable(r *robustness.Report, lang language.Language) *Table {
	o := r.Outcome
	t := &Table{Note: say(lang, "The smallest changes of the weights: all that is moved, and the largest part of itself that a weight changes by")}
	if r.Nearest == nil {
		t.Note = say(lang, "The smallest changes of the weights: left out, this method would take minutes")
		return t
	}
	t.AddAll(false, "ID", "Technology", "Event")
	t.AddAll(true, "Moved", "Part")
	t.AddAll(false, "Solved", "How")
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
			t.Rows = append(t.Rows, []Cell{Text(row.Technology.ID), Text(row.Technology.Name), Text(say(lang, n.What)), Text(""), Text(""), Text(say(lang, solved)), Text("")})
			continue
		}
		solved := "exactly"
		switch {
		case !n.L1.Exact:
			solved = "found; less may do"
		case n.L1.Shared:
			solved = "exactly; only level with another"
		}
		solved = say(lang, solved)
		part := Text("")
		if n.Relative.Weights != nil {
			part = Number(n.Relative.Size, 4)
		}
		t.Rows = append(t.Rows, []Cell{Text(row.Technology.ID), Text(row.Technology.Name), Text(say(lang, n.What)), Number(n.L1.Size/2, 4), part, Text(solved), Text(changeInWords(o, n.L1.Weights, lang))})
	}
	return t
}

// changeInWords lists the weights that change by half a point or more, the largest change first.
func changeInWords(o *study.Outcome, weights []float64, l language.Language) string {
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
		words = append(words, o.Study.Criteria[o.Leaves[j]].Code+" "+l.Fixed(100*o.Global[j], 1)+"→"+l.Fixed(100*weights[j], 1)+"%")
	}
	return strings.Join(words, ", ")
}

// reversalTable is every change of the set of technologies that reorders others.
func reversalTable(r *robustness.Report, lang language.Language) *Table {
	o := r.Outcome
	t := &Table{Note: say(lang, "Rank reversal: changes of the set that reorder others, %d", len(r.Reversals))}
	switch {
	case !r.Checked:
		t.Note = say(lang, "Rank reversal: left out, this method would take minutes")
	case r.Reversals == nil && r.ReversalFree:
		t.Note = say(lang, "Rank reversal: none, and with these settings there can be none")
	case r.Reversals == nil:
		t.Note = say(lang, "Rank reversal: none found by leaving out, copying or worsening a technology")
	}
	if r.Reversals == nil {
		return t
	}
	t.AddAll(false, "Change", "Leader changes")
	t.Add("Pairs", true)
	t.Add("Now behind", false)
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
			leader = say(lang, "yes")
		}
		t.Rows = append(t.Rows, []Cell{Text(v.InWords(o.Problem.Alternatives[v.Row], lang.Code())), Text(leader), Number(float64(len(v.Swapped)), 0), Text(strings.Join(pairs, ", "))})
	}
	return t
}

// methodsTable is the rank of each technology over the methods.
func methodsTable(r *robustness.Report, lang language.Language) *Table {
	o, m := r.Outcome, r.Methods
	leaders := map[int]int{}
	for _, v := range m.Methods {
		leaders[v.Leader]++
	}
	t := &Table{Note: say(lang, "Ranks by %d methods and variants under these weights; %s is first by %d of them", len(m.Methods), o.Rows[0].Technology.ID, leaders[o.Rows[0].Index])}
	t.Add("Rank", true)
	t.AddAll(false, "ID", "Technology")
	t.AddAll(true, "Best", "Median", "Worst", "First by")
	for _, row := range o.Rows {
		i := row.Index
		t.Rows = append(t.Rows, []Cell{Number(float64(row.Rank), 0), Text(row.Technology.ID), Text(row.Technology.Name),
			Number(m.Least[i], 0), Number(m.Median[i], 1), Number(m.Most[i], 0), Number(float64(leaders[i]), 0)})
	}
	return t
}

// withoutTable is the ranking without each expert and bloc.
func withoutTable(r *robustness.Report, lang language.Language) *Table {
	if len(r.Without) == 0 {
		return nil
	}
	t := &Table{Note: say(lang, "Without one expert, or one bloc")}
	t.Add("Without", false)
	t.Add("tau-b", true)
	t.AddAll(false, "Leader", "Enter", "Leave")
	t.Add("Largest move", true)
	list := slices.Clone(r.Without)
	slices.SortStableFunc(list, func(a, b robustness.Absence) int { return cmp.Compare(a.TauB, b.TauB) })
	for _, a := range list {
		who := a.Expert
		if a.Bloc != "" {
			who = say(lang, "bloc %s", a.Bloc)
		}
		if a.Err != nil {
			t.Rows = append(t.Rows, []Cell{Text(who), Text(""), Text(say(lang, "no ranking")), Text(""), Text(""), Text("")})
			continue
		}
		tau := Text("")
		if a.TauBKnown {
			tau = Number(a.TauB, 3)
		}
		t.Rows = append(t.Rows, []Cell{Text(who), tau, Text(a.Leader), Text(strings.Join(a.Entered, ", ")), Text(strings.Join(slices.Concat(a.Left, a.Unranked), ", ")), Number(float64(a.Moved), 0)})
	}
	return t
}

// influenceTable is what weights do.
func influenceTable(r *robustness.Report, lang language.Language) *Table {
	s := r.Outcome.Study
	t := &Table{Note: say(lang, "Weights and what they do: a criterion on which technologies are alike tells them apart little, whatever it weighs")}
	t.AddAll(false, "Criterion", "Name")
	t.AddAll(true, "Weight", "Effect")
	t.Add("Note", false)
	for _, v := range r.Influences {
		c := &s.Criteria[r.Outcome.Leaves[v.Column]]
		note := ""
		if v.Inert {
			note = say(lang, "inert: all the same")
		}
		t.Rows = append(t.Rows, []Cell{Text(c.Code), Text(c.Name), Number(v.Weight, 4), Number(v.Effective, 4), Text(note)})
	}
	return t
}

// mostCorrelations are printed, the strongest first.
const mostCorrelations = 10

// correlationTable is which criteria say the same, and which pull apart.
func correlationTable(r *robustness.Report, lang language.Language) *Table {
	if len(r.Correlations) == 0 {
		return nil
	}
	o := r.Outcome
	t := &Table{Note: say(lang, "Criteria that say the same (+) or pull apart (−), the strongest pairs of %d", len(r.Correlations))}
	t.AddAll(false, "A", "B")
	t.AddAll(true, "Pearson", "Spearman")
	list := slices.Clone(r.Correlations)
	slices.SortStableFunc(list, func(a, b robustness.Correlation) int { return cmp.Compare(math.Abs(b.Pearson), math.Abs(a.Pearson)) })
	for _, v := range list[:min(len(list), mostCorrelations)] {
		a, b := &o.Study.Criteria[o.Leaves[v.A]], &o.Study.Criteria[o.Leaves[v.B]]
		t.Rows = append(t.Rows, []Cell{Text(a.Code + " " + a.Name), Text(b.Code + " " + b.Name), Number(v.Pearson, 3), Number(v.Spearman, 3)})
	}
	return t
}

// needsTable is what b needs to draw level with a.
func Needs(o *study.Outcome, a, b int, lang language.Language) *Table {
	s := o.Study
	t := &Table{Title: s.Title, Note: say(lang, "%s needs, one criterion at a time, to draw level with %s", o.Problem.Alternatives[b], o.Problem.Alternatives[a])}
	t.Add("Criterion", false)
	t.Add("Name", false)
	t.Add("Now", true)
	t.Add("Needs", true)
	t.Add("Change", true)
	t.Add("Possible", false)
	for _, n := range robustness.Needs(o, a, b) {
		c := &s.Criteria[o.Leaves[n.Criterion]]
		possible := say(lang, "yes")
		switch {
		case n.Possible:
		case n.Bounded:
			possible = say(lang, "no, not even at the end of the scale")
		default:
			possible = say(lang, "no, tried up to here")
		}
		t.Rows = append(t.Rows, []Cell{Text(c.Code), Text(c.Name), Number(n.From, 4), Number(n.To, 4), Number(n.To-n.From, 4), Text(possible)})
	}
	t.Translate(lang)
	return t
}

// inLang is a text in the language of the output, formatted with its arguments.
func say(lang language.Language, text string, args ...any) string {
	return language.Say(lang, text, args...)
}

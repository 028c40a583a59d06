package shortlist

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"veche/internal/mcda/robust"
	"veche/internal/study/robustness"
	"veche/internal/workbook/write"
)

// robustness is what can be had in seconds of how firm the ranking is.
func (e *exporter) robustness() (*robustness.Report, error) {
	return robustness.Assess(context.Background(), e.o, robustness.Options{Sharing: e.o.SharingInForce(), Parts: robustness.QuickParts(e.o, robustness.DrawOptions{})})
}

// lang is the language as study's words have it.
func (e *exporter) lang() string {
	if e.tongue == inRuss {
		return "ru"
	}
	return "en"
}

// Columns of the Sensitivity sheet that hold texts; those between the name and them hold numbers.
const (
	robustWords = 11
	robustMore  = 12
	robustLast  = 13
)

// sensitivity is how firm the ranking is: who is how surely on the shortlist, how far weights can move, the smallest changes that matter, what else reorders.
func (e *exporter) sensitivity(r *robustness.Report) *write.Sheet {
	s := write.NewSheet(e.sheet("Sensitivity"))
	s.Put(1, 1, e.say("How firm the ranking is"), write.Title)
	says := e.say("Worked out when this file was written; this sheet does not follow edits.")
	if r.Draws != nil {
		says = r.Sentence(e.lang()) + " " + says
	}
	s.Put(2, 1, says, write.Note)
	s.Merges = append(s.Merges, [2]string{write.At(1, 2), write.At(robustMore, 2)})
	s.Widths[1], s.Widths[2] = 8, 60
	for col := 3; col < robustWords; col++ {
		s.Widths[col] = 9.7
	}
	s.Widths[robustWords], s.Widths[robustMore], s.Widths[robustLast] = 24, 26, 14
	row := 4
	if r.Draws != nil {
		row = e.verdictBlock(s, row, r)
	}
	if e.stable != nil {
		row = e.roomBlock(s, row, r)
	}
	if r.Nearest != nil {
		row = e.nearestBlock(s, row, r)
	}
	if row > 4 {
		last := robustMore
		if e.again() {
			last = robustLast
		}
		s.Area = write.Area{LastCol: last, LastRow: row - 1} // what follows is for the screen
	}
	if r.Checked {
		row = e.reversalBlock(s, row, r)
	}
	if len(r.Without) > 0 {
		row = e.withoutBlock(s, row, r)
	}
	if r.Influences != nil {
		e.influenceBlock(s, row, r)
	}
	s.Freeze = [2]int{2, 0}
	return s
}

// robustBlock writes a block's title, note and heads, and returns the row of the heads. wide are the columns of texts, each with the last one it spans.
func (e *exporter) robustBlock(s *write.Sheet, row int, title, note string, heads map[int]string, wide map[int]int) int {
	s.Put(row, 1, title, write.Strong)
	if note != "" {
		row++
		s.Put(row, 1, note, write.Note)
		s.Merges = append(s.Merges, [2]string{write.At(1, row), write.At(robustMore, row)})
	}
	row++
	last := 0
	for col := range heads {
		last = max(last, col)
	}
	for col := 1; col <= last; col++ {
		h := heads[col]
		if h == "" { // the band goes on where a study has no such column, or a text spans it
			s.Put(row, col, nil, write.HeadNumber)
			continue
		}
		look := write.HeadWrap
		if col > 2 && col < robustWords && wide[col] == 0 {
			look = write.HeadNumber
		}
		s.Put(row, col, h, look)
		for k := col + 1; k <= wide[col]; k++ {
			s.Put(row, k, nil, look)
		}
		s.Span(row, col, wide[col])
	}
	return row
}

// texts writes texts that span columns.
func texts(s *write.Sheet, row int, wide map[int]int, at map[int]any) {
	for col := 1; col <= robustLast; col++ {
		if text, ok := at[col]; ok {
			s.Put(row, col, text, write.Wrap)
			s.Span(row, col, wide[col])
		}
	}
}

// verdictBlock is how surely each technology belongs where it stands.
func (e *exporter) verdictBlock(s *write.Sheet, row int, r *robustness.Report) int {
	a := r.Draws
	heads := map[int]string{1: e.say("ID"), 2: e.say("Technology"), 3: e.say("Rank"), 4: e.say("Share first")}
	if a.Listed != nil {
		heads[5], heads[6] = e.say("Share on the shortlist"), "±"
	}
	note := e.say("%d random sets of weights, %s; seed %d. ± is the standard error of the share left of it.", a.Draws, r.Options.InWords(e.lang()), int(r.Options.Seed))
	if r.Methods != nil {
		heads[7], heads[8], heads[9], heads[10] = e.say("Best rank"), e.say("Median rank"), e.say("Worst rank"), e.say("First by")
		note += " " + e.say("The ranks to the right are those by %d methods and variants under the same weights.", len(r.Methods.Methods))
	}
	if r.Verdicts != nil {
		heads[robustWords] = e.say("Verdict")
		note += " " + e.say("Firmly in: on the shortlist in 95 % of the draws or more; in: in 80 % or more; out: outside now and in at most 20 %; contested: the others.")
	}
	if e.partial() {
		note += " " + e.say("Shown are the first %d of %d technologies.", len(e.order), len(e.all))
	}
	row = e.robustBlock(s, row, e.say("How sure each place is"), note, heads, nil)
	leaders := map[int]int{}
	if r.Methods != nil {
		for _, m := range r.Methods.Methods {
			leaders[m.Leader]++
		}
	}
	for _, line := range e.o.Rows[:len(e.order)] {
		row++
		i := line.Index
		s.Put(row, 1, line.Technology.ID, write.Strong)
		s.Put(row, 2, line.Technology.Name, write.Wrap)
		s.Put(row, 3, line.Rank, write.Whole)
		s.Put(row, 4, a.Ranks[i][0], write.Share)
		if a.Listed != nil {
			s.Put(row, 5, a.Listed[i], write.Share)
			s.Put(row, 6, a.StandardError(a.Listed[i]), write.Share)
		}
		if r.Methods != nil {
			s.Put(row, 7, r.Methods.Least[i], write.Whole)
			s.Put(row, 8, r.Methods.Median[i], write.General)
			s.Put(row, 9, r.Methods.Most[i], write.Whole)
			s.Put(row, 10, leaders[i], write.Whole)
		}
		if r.Verdicts != nil {
			s.Put(row, robustWords, r.Verdicts[i].InWords(e.lang()), write.Plain)
		}
	}
	return row + 2
}

// roomBlock is how far each weight can move: where first place holds and who takes it on either side, where the shortlist and the whole order hold.
func (e *exporter) roomBlock(s *write.Sheet, row int, r *robustness.Report) int {
	heads := map[int]string{1: e.say("Code"), 2: e.say("Criterion"), 3: e.say("Weight"), 4: e.say("first from"), 5: e.say("to"), 6: e.say("Room"), robustWords: e.say("below that comes first"), robustMore: e.say("above that comes first")}
	sweeps := map[int]*robust.Sweep{}
	for k := range r.Stability {
		sweeps[r.Stability[k].Criterion] = r.Stability[k].Sweep
	}
	listed := slices.ContainsFunc(r.Stability, func(st robustness.NodeStability) bool { return st.Shortlist != nil })
	ordered := slices.ContainsFunc(r.Stability, func(st robustness.NodeStability) bool { return st.Order != nil })
	if listed {
		heads[7], heads[8] = e.say("shortlist from"), e.say("to")
	}
	if ordered {
		heads[9], heads[10] = e.say("order from"), e.say("to")
	}
	if e.again() {
		heads[robustLast] = e.say("First again within")
	}
	row = e.robustBlock(s, row, e.say("How far each weight can move"),
		e.sharing("%s keeps first place while one weight moves within its bounds and the others keep their proportions. Room is the least move of the weight that ends this; criteria with the least room stand first.",
			"%s keeps first place while one weight moves within its bounds and the others share the change equally. Room is the least move of the weight that ends this; criteria with the least room stand first.", e.o.Rows[0].Technology.Name)+e.locked()+
			" "+e.how(), heads, nil)
	spans := func(sweep *robust.Sweep) {
		if sweep == nil {
			return
		}
		for k, keeps := range [][]robust.Interval{sweep.Shortlist, sweep.Order} {
			if keeps != nil {
				v := robust.Around(keeps, sweep.Weight)
				s.Put(row, 7+2*k, v.Lo, write.Share)
				s.Put(row, 8+2*k, v.Hi, write.Share)
			}
		}
	}
	for _, j := range e.byRoom() {
		row++
		st := &e.stable[j]
		c := &e.o.Study.Criteria[e.o.Leaves[j]]
		s.Put(row, 1, c.Code, write.Strong)
		s.Put(row, 2, c.Name, write.Wrap)
		s.Put(row, 3, st.Weight, write.Share)
		s.Put(row, 4, kept(st).Lo, write.Share)
		s.Put(row, 5, kept(st).Hi, write.Share)
		if r := room(st); math.IsInf(r, 1) {
			s.Put(row, 6, e.say("any"), write.Right)
		} else {
			s.Put(row, 6, r, write.Share)
		}
		spans(sweeps[e.o.Leaves[j]])
		s.Put(row, robustWords, e.leaderID(st.Below), write.Wrap)
		s.Put(row, robustMore, e.leaderID(st.Above), write.Wrap)
		var back []string
		for _, keep := range st.Keeps {
			if !keep.Contains(st.Weight) {
				back = append(back, e.number("%.1f", 100*keep.Lo)+"–"+e.number("%.1f", 100*keep.Hi)+" %")
			}
		}
		s.Put(row, robustLast, write.OrNil(strings.Join(back, "; ")), write.Wrap)
	}
	for _, st := range r.Stability { // groups of criteria move as a whole
		if st.Leaf {
			continue
		}
		row++
		c := &e.o.Study.Criteria[st.Criterion]
		v := robust.Around(st.Leader, st.Weight)
		s.Put(row, 1, c.Code, write.Strong)
		s.Put(row, 2, e.say("%s (all below it)", c.Name), write.Wrap)
		s.Put(row, 3, st.Weight, write.Share)
		s.Put(row, 4, v.Lo, write.Share)
		s.Put(row, 5, v.Hi, write.Share)
		spans(st.Sweep)
	}
	return row + 2
}

// again reports that some weight, moved further, gives first place back.
func (e *exporter) again() bool {
	return slices.ContainsFunc(e.stable, func(st robust.Stability) bool { return len(st.Keeps) > 1 })
}

// onSensitivity is how many of each kind the blocks below list.
const onSensitivity = 4

// nearestBlock is the smallest changes of the weights that matter.
func (e *exporter) nearestBlock(s *write.Sheet, row int, r *robustness.Report) int {
	const happens, how = 6, robustWords
	wide := map[int]int{happens: robustWords - 1, how: robustMore}
	row = e.robustBlock(s, row, e.say("The smallest changes of the weights that matter"),
		e.say("Moved is the weight taken from some criteria and given to others; Part the largest part of itself by which a weight must change when that is to be least. Exact: nothing smaller does it; else a smaller change may exist."),
		map[int]string{1: e.say("ID"), 2: e.say("Technology"), 3: e.say("Moved"), 4: e.say("Part"), 5: e.say("Exact"), happens: e.say("What happens"), how: e.say("Weights, from → to")}, wide)
	what := map[string]string{robustness.EventLead: e.say("it takes first place"), robustness.EventEnter: e.say("it enters the shortlist"), robustness.EventLeave: e.say("it leaves the shortlist")}
	for _, event := range []string{robustness.EventLead, robustness.EventLeave, robustness.EventEnter} {
		var list []robustness.NearestChange
		for _, n := range r.Nearest {
			if n.What == event && n.L1.Weights != nil {
				list = append(list, n)
			}
		}
		slices.SortStableFunc(list, func(a, b robustness.NearestChange) int { return cmp.Compare(a.L1.Size, b.L1.Size) })
		for _, n := range list[:min(len(list), onSensitivity)] {
			row++
			t := e.o.Rows[n.Row].Technology
			s.Put(row, 1, t.ID, write.Strong)
			s.Put(row, 2, t.Name, write.Wrap)
			s.Put(row, 3, n.L1.Size/2, write.Share)
			if n.Relative.Weights != nil {
				s.Put(row, 4, n.Relative.Size, write.Share)
			}
			exact := e.say("no")
			if n.L1.Exact {
				exact = e.say("yes")
			}
			s.Put(row, 5, exact, write.Right)
			texts(s, row, wide, map[int]any{happens: what[event], how: e.changed(n.L1.Weights)})
		}
	}
	return row + 2
}

// changed lists the weights that change, the largest change first.
func (e *exporter) changed(weights []float64) string {
	var columns []int
	by := func(j int) float64 { return math.Abs(weights[j] - e.o.Global[j]) }
	for j := range weights {
		if by(j) >= 0.0005 {
			columns = append(columns, j)
		}
	}
	slices.SortStableFunc(columns, func(a, b int) int { return cmp.Compare(by(b), by(a)) })
	var words []string
	for _, j := range columns {
		words = append(words, e.o.Study.Criteria[e.o.Leaves[j]].Code+" "+e.number("%.1f", 100*e.o.Global[j])+" → "+e.number("%.1f", 100*weights[j])+" %")
	}
	return strings.Join(words, "; ")
}

// reversalBlock is every change of the set of technologies that reorders others.
func (e *exporter) reversalBlock(s *write.Sheet, row int, r *robustness.Report) int {
	title := e.say("Rank reversal")
	switch {
	case len(r.Reversals) == 0 && r.ReversalFree:
		e.robustBlock(s, row, title, e.say("None, and with this method and settings there can be none: adding or removing a technology does not reorder the others."), nil, nil)
		return row + 3
	case len(r.Reversals) == 0:
		e.robustBlock(s, row, title, e.say("None was found: each technology was left out, copied, and joined by one a little worse, and the others kept their order."), nil, nil)
		return row + 3
	}
	const leader, pairsAt = 4, 6
	wide := map[int]int{leader: 5, pairsAt: robustMore}
	row = e.robustBlock(s, row, title, e.say("Each technology was left out, copied, and joined by one a little worse. These changes reorder others: of each pair the first is now above the second and would be below."),
		map[int]string{2: e.say("Change"), 3: e.say("Pairs"), leader: e.say("First place"), pairsAt: e.say("Reordered")}, wide)
	id := func(i int) string { return e.o.Problem.Alternatives[i] }
	for _, v := range r.Reversals {
		row++
		s.Put(row, 2, v.InWords(id(v.Row), e.lang()), write.Wrap)
		s.Put(row, 3, len(v.Swapped), write.Whole)
		first := ""
		if v.Leader {
			first = e.say("changes")
		}
		var pairs []string
		for k, p := range v.Swapped {
			if k == onSensitivity {
				pairs = append(pairs, "…")
				break
			}
			pairs = append(pairs, id(p[0])+", "+id(p[1]))
		}
		texts(s, row, wide, map[int]any{leader: write.OrNil(first), pairsAt: strings.Join(pairs, "; ")})
	}
	return row + 2
}

// withoutBlock is what the ranking is without one expert or bloc, the largest difference first.
func (e *exporter) withoutBlock(s *write.Sheet, row int, r *robustness.Report) int {
	const leader, moves = 5, robustWords
	wide := map[int]int{leader: robustWords - 1, moves: robustMore}
	row = e.robustBlock(s, row, e.say("Without one expert, or one bloc"),
		e.say("Kendall's τ-b with the ranking as it stands: 1 is the same order. Blocs first, then the experts whose absence changes most: %d of %d.", min(len(r.Without), 2*onSensitivity), len(r.Without)),
		map[int]string{1: e.say("Without"), 3: e.say("τ-b"), 4: e.say("Largest move"), leader: e.say("First place"), moves: e.say("Enter (+) and leave (−) the shortlist")}, wide)
	list := slices.Clone(r.Without)
	slices.SortStableFunc(list, func(a, b robustness.Absence) int {
		return cmp.Or(cmp.Compare(len(b.Bloc), 0)-cmp.Compare(len(a.Bloc), 0), cmp.Compare(a.TauB, b.TauB))
	})
	for _, a := range list[:min(len(list), 2*onSensitivity)] {
		row++
		who := a.Expert
		if a.Bloc != "" {
			who = e.say("bloc %s", a.Bloc)
		}
		s.Put(row, 1, who, write.Strong)
		if a.Err != nil {
			texts(s, row, wide, map[int]any{leader: e.say("no ranking of its own")})
			continue
		}
		if a.TauBKnown {
			s.Put(row, 3, a.TauB, write.Two)
		}
		s.Put(row, 4, a.Moved, write.Whole)
		var changes []string
		for _, id := range a.Entered {
			changes = append(changes, "+"+id)
		}
		for _, id := range slices.Concat(a.Left, a.Unranked) {
			changes = append(changes, "−"+id)
		}
		texts(s, row, wide, map[int]any{leader: e.o.Study.Technologies[e.o.Study.Technology(a.Leader)].Name, moves: write.OrNil(strings.Join(changes, " "))})
	}
	return row + 2
}

// alike is the correlation from which two criteria are named as saying the same, or the opposite.
const alike = 0.8

// influenceBlock is what weights do, and which criteria go together.
func (e *exporter) influenceBlock(s *write.Sheet, row int, r *robustness.Report) {
	const along, across = 5, robustWords
	wide := map[int]int{along: robustWords - 1, across: robustMore}
	row = e.robustBlock(s, row, e.say("Weights and what they do"),
		e.say("Effect is a criterion's share of what tells the technologies apart: its weight times the standard deviation of the min-max scores. Criteria that go together have a correlation of 0.8 or more, opposite ones of −0.8 or less."),
		map[int]string{1: e.say("Code"), 2: e.say("Criterion"), 3: e.say("Weight"), 4: e.say("Effect"), along: e.say("Goes together with"), across: e.say("Pulls against")}, wide)
	together := map[int][]robustness.Correlation{} // by column, in order: few of the pairs that there are
	for _, p := range r.Correlations {
		if math.Abs(p.Pearson) >= alike {
			together[p.A], together[p.B] = append(together[p.A], p), append(together[p.B], p)
		}
	}
	for _, v := range r.Influences {
		row++
		c := &e.o.Study.Criteria[e.o.Leaves[v.Column]]
		s.Put(row, 1, c.Code, write.Strong)
		s.Put(row, 2, c.Name, write.Wrap)
		s.Put(row, 3, v.Weight, write.Share)
		s.Put(row, 4, v.Effective, write.Share)
		if v.Inert {
			texts(s, row, wide, map[int]any{along: e.say("all have the same score: it moves nothing")})
			continue
		}
		var with, against []string
		for _, p := range together[v.Column] {
			other := p.B
			if p.B == v.Column {
				other = p.A
			}
			text := e.o.Study.Criteria[e.o.Leaves[other]].Code + " " + e.number("%.2f", p.Pearson)
			if p.Pearson > 0 {
				with = append(with, text)
			} else {
				against = append(against, text)
			}
		}
		texts(s, row, wide, map[int]any{along: write.OrNil(strings.Join(with, "; ")), across: write.OrNil(strings.Join(against, "; "))})
	}
}

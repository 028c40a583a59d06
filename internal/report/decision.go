package report

import (
	"cmp"
	"math"
	"slices"

	"veche/internal/study"
	"veche/internal/study/robustness"
)

const (
	firstShown = 10 // technologies named where no line is drawn
	liftedBy   = 2  // criteria named for each
	nextShown  = 3  // technologies named below the line
)

// Listed are the rows of the shortlist, those that share the last place on it included; the first few where no line is drawn.
func Listed(o *study.Outcome) []*study.Row {
	var rows []*study.Row
	for k := range o.Rows {
		r := &o.Rows[k]
		if n := o.Study.Settings.Shortlist; n > 0 && r.Rank > n || n <= 0 && k >= firstShown {
			break
		}
		rows = append(rows, r)
	}
	return rows
}

// Lifted are the columns on which a technology's score, by weight, lies most above the mean of all ranked ones, the farthest first; at most so many. Scores are
// compared by what they are worth from 0, the worst of those ranked, to 1, the best, whatever the method.
func Lifted(o *study.Outcome, r *study.Row, most int) []int {
	m, n := o.Problem.Dims()
	strengths := o.Problem.Strengths(o.Global)
	above := make([]float64, n)
	var columns []int
	for j := range n {
		var sum float64
		for i := range m {
			sum += strengths[i*n+j]
		}
		above[j] = strengths[r.Index*n+j] - sum/float64(m)
		if above[j] > 1e-9 {
			columns = append(columns, j)
		}
	}
	slices.SortStableFunc(columns, func(a, b int) int { return cmp.Compare(above[b], above[a]) })
	return columns[:min(most, len(columns))]
}

// Decision is the shortlist in order, why each is on it, and the line below it.
func (f *Findings) Decision() *Section {
	o := f.Outcome
	s := &Section{Key: KeyDecision, Title: f.t("Decision")}
	listed := Listed(o)
	if n := o.Study.Settings.Shortlist; n > 0 {
		s.say(Paragraph{Text: f.t("The shortlist: %d of %d technologies.", len(listed), len(o.Rows)), Tone: Lead})
		if len(listed) > n {
			s.say(f.p("The list was to have %d; technologies that share the last place on it are all on it.", n))
		}
	} else {
		s.say(Paragraph{Text: f.t("%d technologies were ranked; no line was drawn for a shortlist.", len(o.Rows)), Tone: Lead})
		s.say(f.p("The first %d of them:", len(listed)))
	}
	list := List{Ordered: true}
	for _, r := range listed {
		list.Items = append(list.Items, Item{named(r.Technology), f.why(r)})
	}
	s.say(list, f.line(listed), f.nextBelow(listed), f.budgeted(listed))
	s.detail(f.Figures["ranking"])
	s.detail(captioned(Ranking(o, o.Outputs(), f.Language), f.t("All technologies in order: %s", MethodOf(o, f.Language))))
	return s
}

// why says in a breath what puts a technology on the list, how firm its place is, and what it costs.
func (f *Findings) why(r *study.Row) string {
	var names []string
	for _, j := range Lifted(f.Outcome, r, liftedBy) {
		names = append(names, f.Outcome.Study.Criteria[f.Outcome.Leaves[j]].Title())
	}
	text := ""
	if len(names) > 0 {
		text = f.t("Stands out on: %s.", f.and(names))
	}
	join := func(more string) {
		if text != "" {
			text += " "
		}
		text += more
	}
	if f.Robust != nil && f.Robust.Verdicts != nil {
		join(f.t(placeIn[f.Robust.Verdicts[r.Index]]))
	}
	if c := r.Technology.Cost; c != nil {
		join(f.t("Cost: %s.", f.Language.Amount(*c)))
	}
	return text
}

var placeIn = map[robustness.Verdict]string{
	robustness.VerdictFirm: "A firm place.", robustness.VerdictIn: "A fairly firm place.",
	robustness.VerdictContested: "A contested place.", robustness.VerdictOut: "Outside the list.",
}

// line says where the shortlist ends and how near the next one is.
func (f *Findings) line(listed []*study.Row) Block {
	o := f.Outcome
	if o.Study.Settings.Shortlist <= 0 {
		return nil
	}
	if len(listed) == len(o.Rows) {
		return f.p("All that were ranked are on the list: there is no line to draw.")
	}
	in, out := listed[len(listed)-1], &o.Rows[len(listed)]
	if o.Method.Ordinal {
		return f.p("The line runs between %s, the last on the list, and %s, the first below it.", named(in.Technology), named(out.Technology))
	}
	p := f.p("The line runs between %s, the last on the list, and %s, the first below it: %s against %s.", named(in.Technology), named(out.Technology), f.score(in.Score), f.score(out.Score))
	if o.NearTie(in, out) {
		p.Text += " " + f.t("That is a near tie.")
	}
	return p
}

// nextBelow names the first technologies below the line and how far they are behind the last on the list.
func (f *Findings) nextBelow(listed []*study.Row) Block {
	o := f.Outcome
	if o.Study.Settings.Shortlist <= 0 || o.Method.Ordinal || len(listed)+1 >= len(o.Rows) {
		return nil
	}
	last := listed[len(listed)-1]
	var parts []string
	for k := len(listed); k < min(len(listed)+nextShown, len(o.Rows)); k++ {
		parts = append(parts, f.t("%s (%s behind)", named(o.Rows[k].Technology), f.score(math.Abs(o.Rows[k].Score-last.Score))))
	}
	return f.p("Nearest below the line: %s.", f.and(parts))
}

// budgeted says whether the shortlist is what the budget and the rules allow.
func (f *Findings) budgeted(listed []*study.Row) Block {
	c := f.Selection
	if c == nil || f.Outcome.Study.Settings.Shortlist <= 0 {
		return nil
	}
	same := true
	for k := range c.Rows {
		same = same && c.Best.Chosen[k] == slices.ContainsFunc(listed, func(r *study.Row) bool { return r.Technology.ID == c.Rows[k].Technology.ID })
	}
	if same {
		return f.p("The list is also the best set that the budget and the rules allow.")
	}
	return Paragraph{Text: f.t("Under the budget and the rules the best set is another: see “%s”.", f.t(titleSet)), Tone: Caveat}
}

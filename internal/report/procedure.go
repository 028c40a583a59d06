package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
)

// Procedure is how it was decided: who judged what by which criteria, what was left out, and how scores became an order.
func (f *Findings) Procedure() *Section {
	o := f.Outcome
	s := &Section{Key: KeyProcedure, Title: f.t("How it was decided")}
	s.say(f.who()...)
	s.say(Paragraph{Text: strings.TrimSpace(f.t("Each technology was judged on %d criterion.|Each technology was judged on %d criteria.", len(o.Leaves)) + " " + f.joined())}, f.weighed())
	s.say(f.weights())
	s.say(f.leftOut()...)
	s.detail(captioned(Criteria(o, f.Language), f.t("Criteria, their scales and weights")))
	s.detail(Heading{f.t("Method")}, f.method())
	if f.Figures["weights-by-bloc"] != nil || len(o.Weights.Nodes) > 0 {
		s.detail(Heading{f.t("Weights")}, f.Figures["weights-by-bloc"])
		for _, t := range Weights(o.Study, o.Weights, f.Language)[1:] {
			s.detail(untitled(t))
		}
	}
	return s
}

// weights is what the criteria weigh, the heaviest first; nil where all weigh the same, which was said.
func (f *Findings) weights() *Table {
	o := f.Outcome
	t := &Table{Note: f.t("Criteria and their weights")}
	t.Add("Criterion", false)
	t.Add("Weight", true)
	columns := make([]int, len(o.Leaves))
	for j := range columns {
		columns[j] = j
	}
	slices.SortStableFunc(columns, func(a, b int) int { return cmp.Compare(o.Global[b], o.Global[a]) })
	if mcda.Tied(o.Global[columns[0]], o.Global[columns[len(columns)-1]]) {
		return nil
	}
	for _, j := range columns {
		c := &o.Study.Criteria[o.Leaves[j]]
		t.Row(Text(c.Title()), Percent(o.Global[j], 1))
	}
	t.Translate(f.Language)
	return t
}

// who says who was asked and who answered.
func (f *Findings) who() []Block {
	o, st := f.Outcome, f.Outcome.Study
	var blocks []Block
	if n := len(st.Experts); n > 0 {
		text := f.t("Experts on the panel: %d.", n)
		if len(st.Scores) > 0 {
			text += " " + f.t("Their scores that count: %d, from %d experts.", Answers(o), Answering(o))
		}
		if f.Panel != nil && len(f.Panel.Blocs) > 1 {
			var parts []string
			for _, b := range f.Panel.Blocs {
				parts = append(parts, fmt.Sprintf("%s %d", b.Name, len(b.Members)))
			}
			text += " " + f.t("By bloc: %s.", strings.Join(parts, ", "))
		}
		blocks = append(blocks, Paragraph{Text: text})
	} else {
		blocks = append(blocks, f.p("No experts were asked: the technologies are judged by measured evidence."))
	}
	switch {
	case len(st.Rounds) > 1:
		blocks = append(blocks, f.p("Rounds: %s. What counts here: %s.", strings.Join(st.Rounds, ", "), o.Round))
	case o.Round != "":
		blocks = append(blocks, f.p("Round: %s.", o.Round))
	}
	return blocks
}

// joined says how answers became one score.
func (f *Findings) joined() string {
	o := f.Outcome
	evidence, text := Measured(o), ""
	if len(o.Study.Scores) > 0 && evidence < len(o.Leaves) {
		text = f.t("A technology's score on a criterion is what the experts' scores give together: %s.", f.t(o.AggregationInForce()))
	}
	if evidence > 0 && len(o.Study.Experts) > 0 {
		text = strings.TrimSpace(text + " " + f.t("Criteria judged by measured evidence: %d.", evidence))
	}
	return text
}

// weighed says where the weights come from and what makes an order of the scores.
func (f *Findings) weighed() Block {
	o := f.Outcome
	text := f.t("Weights of the criteria: %s.", WeightingOf(o, f.Language)) + " "
	if o.Method.Live == mcda.LiveSum {
		return Paragraph{Text: text + f.t("A technology's place follows from the sum of its points over the criteria, each counted by its weight (%s).", f.t(o.Method.Title))}
	}
	return Paragraph{Text: text + f.t("The places follow from the method %s.", f.t(o.Method.Title))}
}

// leftOut says what does not count, and why.
func (f *Findings) leftOut() []Block {
	o, st := f.Outcome, f.Outcome.Study
	var blocks []Block
	if conflicts := len(st.Conflicts()); conflicts > 0 {
		var parts []string
		for k := range st.Experts {
			x := &st.Experts[k]
			var ids []string
			for _, t := range x.Conflicts {
				ids = append(ids, st.Technologies[t].ID)
			}
			if len(ids) > 0 {
				parts = append(parts, fmt.Sprintf("%s (%s)", x.ID, strings.Join(ids, ", ")))
			}
		}
		blocks = append(blocks, f.p("Conflicts of interest declared: %d. The answers concerned are kept and do not count: %s.", conflicts, strings.Join(parts, "; ")))
	} else if len(st.Experts) > 0 {
		blocks = append(blocks, f.p("No conflict of interest is on record."))
	}
	if text := expertsLeftOut(st, f.Language); text != "" {
		blocks = append(blocks, Paragraph{Text: text})
	}
	if len(o.Unranked) > 0 {
		list := List{}
		for _, u := range o.Unranked {
			list.Items = append(list.Items, Item{named(&st.Technologies[u.Technology]), language.CapitalLetter(u.Reason.In(f.Language)) + "."})
		}
		blocks = append(blocks, f.p("Not ranked: %d.", len(o.Unranked)), list)
	}
	return blocks
}

// expertsLeftOut says whose answers do not count, and why where somebody said so; "" when all do.
func expertsLeftOut(s *study.Study, l language.Language) string {
	if out := LeftOut(s); out != "" {
		return language.Say(l, "Experts whose answers were left out: %s.", out)
	}
	return ""
}

// LeftOut names the excluded experts, each with the reason in brackets where somebody gave one.
func LeftOut(s *study.Study) string {
	out := sortedSet(s.Excluded.Experts)
	for k, id := range out {
		if why := s.Excluded.Why[id]; why != "" {
			out[k] = fmt.Sprintf("%s (%s)", id, why)
		}
	}
	return strings.Join(out, ", ")
}

func sortedSet(set map[string]bool) []string {
	var all []string
	for name, in := range set {
		if in {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// method is the method in the field's terms.
func (f *Findings) method() Facts {
	o := f.Outcome
	facts := Facts{
		{Name: f.t("Method"), Text: f.t(o.Method.Title)}, {Name: f.t("Formula"), Text: f.t(o.Method.Formula)}, {Name: f.t("Source"), Text: o.Method.Source},
		{Name: f.t("Parameters"), Text: SettingsOf(o, f.Language)}, {Name: f.t("Free of rank reversal"), Text: ReversalOf(o, f.Language)},
	}
	if how := o.AggregationInForce(); how != "" {
		facts = append(facts, Fact{Name: f.t("Aggregation of scores"), Text: f.t(how)})
	}
	facts = append(facts, ConsistencyOf(o, f.Language)...)
	return slices.DeleteFunc(facts, func(x Fact) bool { return x.Text == "" })
}

// Criteria is what technologies are judged on, and what it weighs.
func Criteria(o *study.Outcome, l language.Language) *Table {
	t := &Table{Note: language.Say(l, "Criteria and their weights")}
	t.AddAll(false, "Code", "Criterion", "Sense")
	st := o.Study
	at := func(j int) *study.Criterion { return &st.Criteria[o.Leaves[j]] }
	has := func(is func(c *study.Criterion) bool) bool {
		for j := range o.Leaves {
			if is(at(j)) {
				return true
			}
		}
		return false
	}
	parents, units := has(func(c *study.Criterion) bool { return c.Parent != "" }), has(func(c *study.Criterion) bool { return c.Unit != "" })
	scales := has(func(c *study.Criterion) bool { return c.Min != nil && c.Max != nil })
	if parents {
		t.Add("Parent", false)
	}
	if units {
		t.Add("Unit", false)
	}
	if scales {
		t.Add("Scale", false)
	}
	t.Add("Weight", true)
	for j := range o.Leaves {
		c := at(j)
		row := []Cell{Text(c.Code), Text(c.Title()), Text(senseIn(c, l))}
		if parents {
			name := ""
			if k := st.Criterion(c.Parent); k >= 0 {
				name = st.Criteria[k].Title()
			}
			row = append(row, Text(name))
		}
		if units {
			row = append(row, Text(c.Unit))
		}
		if scales {
			span := ""
			if c.Min != nil && c.Max != nil {
				span = Styled(*c.Min, Amount).Shown(l) + "–" + Styled(*c.Max, Amount).Shown(l)
			}
			row = append(row, Text(span))
		}
		weight := Percent(o.Global[j], 1)
		weight.From = placeOf(st, c.WeightAt)
		t.Rows = append(t.Rows, append(row, weight))
	}
	t.Translate(l)
	return t
}

func placeOf(st *study.Study, o study.Origin) []study.Place {
	if o == (study.Origin{}) {
		return nil
	}
	return []study.Place{st.Place(o)}
}

// senseIn says which direction of a criterion is good.
func senseIn(c *study.Criterion, l language.Language) string {
	switch {
	case c.Sense == mcda.Cost:
		return language.Say(l, "less is better")
	case c.Sense == mcda.Target && c.Target != nil:
		return language.Say(l, "best at %s", Styled(*c.Target, Amount).Shown(l))
	}
	return language.Say(l, "more is better")
}

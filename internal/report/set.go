package report

import (
	"veche/internal/language"
	"veche/internal/study/selection"
)

const titleSet = "The set under the budget"

// Set is the best set under the budget and the rules, and what stands beside it; nil where there is nothing to select by.
func (f *Findings) Set() *Section {
	c := f.Selection
	s := &Section{Key: KeySet, Title: f.t(titleSet)}
	if c == nil {
		s.say(Paragraph{Text: f.NoSelection.In(f.Language), Tone: Caveat})
		if len(s.Blocks) == 0 {
			return nil
		}
		return s
	}
	w := f.selection()
	s.say(Paragraph{Text: w.BestSet(), Tone: Lead}, chosen(c, f.Language), Paragraph{Text: w.RankAlone()})
	if len(c.Demands) > 0 {
		rules := List{}
		for d := range c.Demands {
			text := f.t("kept")
			if !c.Holds(d, c.Best.Chosen) {
				text = f.t("broken")
			}
			rules.Items = append(rules.Items, Item{Text: language.CapitalLetter(c.Words(&c.Demands[d], f.Language)) + ": " + text + "."})
		}
		s.say(Paragraph{Text: w.RulesMet()}, rules)
	}
	for k := range c.Out {
		s.say(Paragraph{Text: w.WhyOut(&c.Out[k])})
	}
	s.detail(f.Figures["frontier"], captioned(Selection(c, f.Language), f.t("All technologies, chosen and not")))
	for k := range c.Next {
		s.detail(Paragraph{Text: w.NextBest(k)})
	}
	for _, line := range w.UnderWeights() {
		s.detail(Paragraph{Text: line})
	}
	s.detail(Frontier(c, f.Language))
	return s
}

// chosen are the members of the best set.
func chosen(c *selection.Selection, l language.Language) *Table {
	all := Selection(c, l)
	t := &Table{Note: language.Say(l, "Chosen technologies"), Columns: all.Columns[1:]}
	for k, row := range all.Rows {
		if c.Best.Chosen[k] {
			t.Rows = append(t.Rows, row[1:])
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

// Frontier is the best value at each budget; nil without costs.
func Frontier(c *selection.Selection, l language.Language) *Table {
	f := &c.Frontier
	if len(f.Points) < 2 {
		return nil
	}
	t := &Table{Note: selectionWords(c, l).Steps()}
	t.AddAll(true, "Budget", "Value")
	if len(f.Without) == len(f.Points) {
		t.Add("Value without synergies", true)
	}
	t.Add("Chosen", false)
	t.Add("Proven", false)
	for k, p := range f.Points {
		row := []Cell{amount(p.Budget), Number(p.Set.Value, c.Decimals())}
		if len(f.Without) == len(f.Points) {
			row = append(row, Number(f.Without[k].Set.Value, c.Decimals()))
		}
		proven := language.Say(l, "yes")
		if !p.Proven {
			proven = language.Say(l, "no")
		}
		t.Rows = append(t.Rows, append(row, Text(joinIDs(c, p.Set.Members())), Text(proven)))
	}
	t.Translate(l)
	return t
}

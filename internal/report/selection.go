package report

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"veche/internal/language"

	"veche/internal/study/selection"
)

func Selection(c *selection.Selection, l language.Language) *Table {
	s := c.Study
	t := &Table{Title: s.Title, Note: fmt.Sprintf("%s (%s)", language.Say(l, c.Method.Title), c.ParametersIn(l))}
	group, cost, pin := false, false, false
	for _, r := range c.Rows {
		group, cost, pin = group || r.Technology.Group != "", cost || r.Technology.Cost != nil, pin || r.Technology.Pin != ""
	}
	t.Add("Chosen", false)
	t.Add("Rank", true)
	t.Add("ID", false)
	t.Add("Technology", false)
	if group {
		t.Add("Group", false)
	}
	t.Add("Value", true)
	if cost {
		t.Add("Cost", true)
		t.Add("Value/cost", true)
	}
	if pin {
		t.Add("Pin", false)
	}
	index := c.Robust != nil && c.Robust.Index != nil
	if index {
		t.Add("Core index", true)
		t.Add("Verdict", false)
	}
	for k, r := range c.Rows {
		mark := "-"
		if c.Best.Chosen[k] {
			mark = "x"
		}
		row := []Cell{Mark(mark), Number(float64(r.Rank), 0), Text(r.Technology.ID), Text(r.Technology.Name)}
		if group {
			row = append(row, Text(r.Technology.Group))
		}
		value := c.Portfolio.Values[k]
		row = append(row, Number(value, 4))
		if cost {
			price, rate := Text(""), Text("")
			if x := r.Technology.Cost; x != nil {
				price = amount(*x)
				if *x > 0 {
					rate = Number(value / *x, 4)
				}
			}
			row = append(row, price, rate)
		}
		if pin {
			row = append(row, Text(selection.Word(l, r.Technology.Pin)))
		}
		if index {
			row = append(row, Number(c.Robust.Index[k], 2), Text(selection.Word(l, string(c.Robust.Verdict(k)))))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Translate(l)
	return t
}

// figureCell is an amount with as many decimals as it has, up to four.
func amount(x float64) Cell {
	return Styled(x, Amount)
}

// selectionWords says a selection in a language, numbers with its decimal sign.
func selectionWords(c *selection.Selection, l language.Language) selection.Words {
	return selection.Words{Selection: c, Language: l}
}

func joinIDs(c *selection.Selection, rows []int) string { return strings.Join(c.IDs(rows), ", ") }

// SelectionLines is what stands beside the set, in sentences.
func SelectionLines(c *selection.Selection, l language.Language) []string {
	w := selectionWords(c, l)
	lines := []string{w.BestSet(), w.RankAlone()}
	for k := range c.Next {
		lines = append(lines, w.NextBest(k))
	}
	if len(c.Demands) > 0 {
		lines = append(lines, w.RulesMet())
		for d := range c.Demands {
			mark := "  ok  "
			if !c.Holds(d, c.Best.Chosen) {
				mark = "  --  "
			}
			lines = append(lines, mark+c.Words(&c.Demands[d], l))
		}
	}
	for k := range c.Out {
		lines = append(lines, w.WhyOut(&c.Out[k]))
	}
	if c.Dividend.Any {
		lines = append(lines, w.Collaboration())
	}
	lines = append(lines, w.UnderWeights()...)
	return append(lines, FrontierLines(c, l)...)
}

// frontierShown is how many budgets are printed; JSON has all.
const frontierShown = 12

func FrontierLines(c *selection.Selection, l language.Language) []string {
	f := &c.Frontier
	if len(f.Points) < 2 {
		return nil
	}
	lines := []string{selectionWords(c, l).Steps()}
	every := (len(f.Points) + frontierShown - 1) / frontierShown
	now := -1 // the step the budget stands on
	if b := c.Study.Settings.Budget; b != nil {
		now = f.At(*b)
	}
	last := len(f.Points) - 1
	widest := 0
	for _, p := range f.Points {
		widest = max(widest, len(l.Amount(p.Budget)))
	}
	for k, p := range f.Points {
		if k%every != 0 && k != now && k != last {
			continue
		}
		bar := strings.Repeat("#", int(math.Round(30*max(p.Set.Value, 0)/max(f.Points[last].Set.Value, math.SmallestNonzeroFloat64))))
		mark := ""
		if k == now {
			mark = " <"
		}
		if !p.Proven {
			mark += " ?"
		}
		lines = append(lines, fmt.Sprintf("  %*s  %9s  %s%s", widest, l.Amount(p.Budget), l.Fixed(p.Set.Value, 4), bar, mark))
	}
	return slices.Clip(lines)
}

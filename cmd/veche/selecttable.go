package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/study/selection"
)

// printSelection prints the set and what stands beside it. As CSV it is one row a technology.
func printSelection(w io.Writer, c *selection.Selection, f studyFlags) error {
	lang := cmp.Or(f.lang, c.Study.Settings.Language)
	l, _ := language.Named(lang)
	t := selectionTable(c, l)
	t.translate(lang)
	if f.format != "csv" {
		t.after = selectionLines(c, l)
	}
	return t.print(w, f.format, f.plain)
}

func selectionTable(c *selection.Selection, l language.Language) *table {
	s := c.Study
	t := &table{title: s.Title, note: fmt.Sprintf("%s (%s)", c.Method.Title, c.ParametersInWords())}
	group, cost, pin := false, false, false
	for _, r := range c.Rows {
		group, cost, pin = group || r.Technology.Group != "", cost || r.Technology.Cost != nil, pin || r.Technology.Pin != ""
	}
	t.column("Chosen", left)
	t.column("Rank", right)
	t.column("ID", left)
	t.column("Technology", left)
	if group {
		t.column("Group", left)
	}
	t.column("Value", right)
	if cost {
		t.column("Cost", right)
		t.column("Value/cost", right)
	}
	if pin {
		t.column("Pin", left)
	}
	index := c.Robust != nil && c.Robust.Index != nil
	if index {
		t.column("Core index", right)
		t.column("Verdict", left)
	}
	for k, r := range c.Rows {
		mark := "-"
		if c.Best.Chosen[k] {
			mark = "x"
		}
		row := []cell{{shown: mark, data: mark, isNum: true}, number(float64(r.Rank), 0), text(r.Technology.ID), text(r.Technology.Name)}
		if group {
			row = append(row, text(r.Technology.Group))
		}
		value := c.Portfolio.Values[k]
		row = append(row, number(value, 4))
		if cost {
			price, rate := text(""), text("")
			if x := r.Technology.Cost; x != nil {
				price = figureCell(*x)
				if *x > 0 {
					rate = number(value / *x, 4)
				}
			}
			row = append(row, price, rate)
		}
		if pin {
			row = append(row, text(selection.Word(l, r.Technology.Pin)))
		}
		if index {
			row = append(row, number(c.Robust.Index[k], 2), text(selection.Word(l, string(c.Robust.Verdict(k)))))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// figureCell is an amount with as many decimals as it has, up to four.
func figureCell(x float64) cell {
	c := number(x, 4)
	c.shown = selection.Amount(x)
	return c
}

// selectionLines is what stands beside the set, in sentences.
func selectionLines(c *selection.Selection, l language.Language) []string {
	w := selection.Words{Selection: c, Language: l}
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
	return append(lines, frontierLines(c, l)...)
}

// frontierShown is how many budgets are printed; JSON has all.
const frontierShown = 12

func frontierLines(c *selection.Selection, l language.Language) []string {
	f := &c.Frontier
	if len(f.Points) < 2 {
		return nil
	}
	lines := []string{selection.Words{Selection: c, Language: l}.Steps()}
	every := (len(f.Points) + frontierShown - 1) / frontierShown
	now := -1 // the step the budget stands on
	if b := c.Study.Settings.Budget; b != nil {
		for k, p := range f.Points {
			if p.Budget <= *b*(1+1e-9) {
				now = k
			}
		}
	}
	last := len(f.Points) - 1
	widest := 0
	for _, p := range f.Points {
		widest = max(widest, len(selection.Amount(p.Budget)))
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
		lines = append(lines, fmt.Sprintf("  %*s  %9s  %s%s", widest, selection.Amount(p.Budget), shown(p.Set.Value, 4), bar, mark))
	}
	return slices.Clip(lines)
}

package workbook

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/language"
	"veche/internal/study/selection"
)

// selectionColumns are the columns of the Selection sheet.
const (
	selChosen = iota + 1
	selRank
	selID
	selName
	selGroup
	selValue
	selCost
	selRate
	selPin
	selByRank
	selIndex
	selVerdict
)

// selected is the selection the sheet shows: the one given, or one made when the study has a budget or rules. What cannot be selected leaves no sheet.
func (e *exporter) selected() *selection.Selection {
	if e.x.Selection != nil {
		return e.x.Selection
	}
	if s := e.o.Study; s.Settings.Budget == nil && len(s.Rules) == 0 {
		return nil
	}
	chosen, err := selection.Select(context.Background(), e.o, selection.Options{NextBest: 3})
	if err != nil || chosen.Result.Stopped != "" { // the same study must give the same bytes, and a search that ran out of time may end otherwise next time
		return nil
	}
	return chosen
}

// selection is the sheet of the best set under the budget and rules: what is chosen, with a column of ones and zeros to try other sets, and what stands beside it. Nil when there is
// nothing to select by.
func (e *exporter) selection() *exportSheet {
	c := e.selected()
	if c == nil {
		return nil
	}
	s := newExportSheet(e.sheet("Selection"))
	l := language.English
	if e.tongue == inRuss {
		l = language.Russian
	}
	w := selection.Words{Selection: c, Language: l, Comma: e.tongue == inRuss}
	s.put(1, 1, e.say("What to choose"), lookTitle)
	row := 2
	sentence := func(text string, how look) {
		s.put(row, 1, text, how)
		s.merges = append(s.merges, [2]string{at(1, row), at(selVerdict, row)})
		row++
	}
	sentence(w.BestSet(), lookWrap)
	sentence(w.RankAlone(), lookWrap)
	if c.Dividend.Any {
		sentence(w.Collaboration(), lookWrap)
	}
	for _, text := range w.UnderWeights() {
		sentence(text, lookWrap)
	}
	sentence(e.say("A 1 is chosen, a 0 is not: change them to try another set. Sums and rules follow; values are those of the ranking as exported and do not follow edited weights."), lookNote)
	totals := row + 1
	head := totals + 4
	first, last := head+1, head+len(c.Rows)
	e.selectionTotals(s, c, totals, first, last)
	e.selectionRows(s, c, head)
	row = last + 2
	row = e.selectionSynergies(s, c, row, first)
	row = e.selectionRules(s, c, row, first, l)
	e.selectionValue(s, c, totals, first, last, row)
	if len(c.Out)+len(c.Next) > 0 {
		s.put(row, 1, e.say("Beside the best set"), lookStrong)
		row++
		for k := range c.Next {
			sentence(w.NextBest(k), lookWrap)
		}
		for k := range c.Out {
			sentence(w.WhyOut(&c.Out[k]), lookWrap)
		}
		row++
	}
	e.selectionFrontier(s, c, row, w.Steps())
	s.widths[selChosen], s.widths[selRank], s.widths[selID] = 10, 8, 13
	s.fit(selName, head, 20, 42)
	s.fit(selGroup, head, 8, 24)
	for col := selValue; col <= selRate; col++ {
		s.widths[col] = 11
	}
	s.widths[selPin], s.widths[selByRank], s.widths[selIndex], s.widths[selVerdict] = 9, 10, 9, 13
	return s
}

// chosenRange is the column of ones and zeros.
func chosenRange(first, last int) string { return pin(selChosen, first) + ":" + pin(selChosen, last) }

// selectionTotals heads the sheet with what the ones cost and are worth. Their formulas are filled in by selectionValue, when the synergies have their rows.
func (e *exporter) selectionTotals(s *exportSheet, c *selection.Selection, row, first, last int) {
	costs := pin(selCost, first) + ":" + pin(selCost, last)
	s.put(row, selID, e.say("Budget"), lookStrong)
	s.put(row+1, selID, e.say("Spent"), lookStrong)
	s.formula(row+1, selName, fmt.Sprintf("SUMPRODUCT(%s,%s)", chosenRange(first, last), costs), c.Best.Cost, lookGeneral)
	if b := c.Study.Settings.Budget; b != nil {
		s.put(row, selName, *b, lookGeneral)
		s.formula(row+1, selGroup, fmt.Sprintf(`IF(%s<=%s*(1+1E-9),%s,%s)`, at(selName, row+1), at(selName, row), quoted(e.say("within the budget")), quoted(e.say("over the budget"))), e.say("within the budget"), lookPlain)
	} else {
		s.put(row, selName, e.say("none"), lookRight)
	}
	s.put(row+2, selID, e.say("Value"), lookStrong)
}

// selectionValue is the value of the ones: their own and that of the synergies on rows up to below.
func (e *exporter) selectionValue(s *exportSheet, c *selection.Selection, row, first, last, below int) {
	formula := fmt.Sprintf("SUMPRODUCT(%s,%s:%s)", chosenRange(first, last), pin(selValue, first), pin(selValue, last))
	if n := len(c.Portfolio.Synergies); n > 0 {
		start := last + 4 // under the heading of the synergies
		formula += fmt.Sprintf("+SUM(%s:%s)", pin(selCost, start), pin(selCost, start+n-1))
	}
	s.formula(row+2, selName, formula, c.Best.Value, lookScore)
}

func (e *exporter) selectionRows(s *exportSheet, c *selection.Selection, head int) {
	e.heads(s, head, "Chosen", "Rank", "ID", "Technology", "Group", "Value", "Cost", "Value per cost", "Pin", "By rank", "Core index", "Verdict")
	for _, col := range []int{selRank, selValue, selCost, selRate, selIndex} {
		s.rows[head-1][col-1].look = lookHeadNumber
	}
	verdicts := map[string]string{"core": e.say("core"), "borderline": e.say("borderline"), "out": e.say("out")}
	pins := map[string]string{"in": e.say("pinned in"), "out": e.say("pinned out")}
	grouped, pinned := false, false
	for k, r := range c.Rows {
		row := head + 1 + k
		t := r.Technology
		one := 0
		if c.Best.Chosen[k] {
			one = 1
		}
		s.put(row, selChosen, one, lookTick)
		s.put(row, selRank, r.Rank, lookWhole)
		s.put(row, selID, t.ID, lookStrong)
		s.put(row, selName, t.Name, lookWrap)
		s.put(row, selGroup, orNil(t.Group), lookWrap)
		s.put(row, selValue, c.Portfolio.Values[k], lookScore)
		if t.Cost != nil {
			s.put(row, selCost, *t.Cost, lookGeneral)
			if *t.Cost > 0 {
				s.formula(row, selRate, at(selValue, row)+"/"+at(selCost, row), c.Portfolio.Values[k] / *t.Cost, lookScore)
			}
		}
		s.put(row, selPin, orNil(pins[t.Pin]), lookPlain)
		if c.ByRank.Chosen[k] {
			s.put(row, selByRank, e.say("yes"), lookPlain)
		}
		if c.Robust != nil && c.Robust.Index != nil {
			s.put(row, selIndex, c.Robust.Index[k], lookTwo)
			s.put(row, selVerdict, verdicts[string(c.Robust.Verdict(k))], lookPlain)
		}
		grouped, pinned = grouped || t.Group != "", pinned || t.Pin != ""
	}
	if !grouped {
		s.hidden = append(s.hidden, selGroup)
	}
	if !pinned {
		s.hidden = append(s.hidden, selPin)
	}
	s.before = func(f *excelize.File) error {
		v := excelize.NewDataValidation(true)
		v.Sqref = at(selChosen, head+1) + ":" + at(selChosen, head+len(c.Rows))
		if err := v.SetDropList([]string{"1", "0"}); err != nil {
			return err
		}
		return f.AddDataValidation(s.name, v)
	}
}

// selectionSynergies lists the synergies with what of them the ones bring, from a row on, and returns the next free row.
func (e *exporter) selectionSynergies(s *exportSheet, c *selection.Selection, row, first int) int {
	if len(c.Portfolio.Synergies) == 0 {
		return row
	}
	s.put(row, selID, e.say("Synergies"), lookStrong)
	for k, h := range []string{"A", "B", "", "Synergy", "In the set"} {
		if h != "" {
			s.put(row+1, selID+k, e.say(h), map[bool]look{true: lookHeadNumber, false: lookHead}[k > 2])
		}
	}
	row += 2
	for _, y := range c.Portfolio.Synergies {
		s.put(row, selID, c.Rows[y.A].Technology.ID, lookStrong)
		s.put(row, selName, c.Rows[y.B].Technology.ID, lookStrong)
		s.put(row, selValue, y.Value, lookScore)
		now := 0.0
		if c.Best.Chosen[y.A] && c.Best.Chosen[y.B] {
			now = y.Value
		}
		s.formula(row, selCost, fmt.Sprintf("%s*%s*%s", at(selValue, row), at(selChosen, first+y.A), at(selChosen, first+y.B)), now, lookScore)
		row++
	}
	return row + 1
}

// mostTerms is how many cells a rule's formula adds up; beyond them its state is a value.
const mostTerms = 250

// selectionRules lists the demands with whether the ones obey them.
func (e *exporter) selectionRules(s *exportSheet, c *selection.Selection, row, first int, l language.Language) int {
	if len(c.Demands) == 0 {
		return row
	}
	s.put(row, selID, e.say("Rules"), lookStrong)
	row++
	met, broken := e.say("met"), e.say("broken")
	for d := range c.Demands {
		demand, rule := &c.Demands[d], &c.Portfolio.Rules[d]
		state := broken
		if c.Holds(d, c.Best.Chosen) {
			state = met
		}
		s.put(row, selID, c.Words(demand, l), lookPlain)
		if len(rule.Members) <= mostTerms {
			var terms strings.Builder
			for k, i := range rule.Members {
				if rule.Coefficients[k] < 0 {
					terms.WriteString("-")
				} else if k > 0 {
					terms.WriteString("+")
				}
				terms.WriteString(at(selChosen, first+i))
			}
			if terms.Len() == 0 {
				terms.WriteString("0")
			}
			s.formula(row, selRate, fmt.Sprintf("IF(%s<=%g,%s,%s)", terms.String(), math.Round(rule.Max), quoted(met), quoted(broken)), state, lookPlain)
		} else {
			s.put(row, selRate, state, lookPlain)
		}
		if demand.At.Cell != "" {
			s.put(row, selByRank, demand.At.Sheet+"!"+demand.At.Cell, lookPlain)
		}
		row++
	}
	return row + 1
}

// selectionFrontier is the table and the curve of the value against the budget.
func (e *exporter) selectionFrontier(s *exportSheet, c *selection.Selection, row int, steps string) {
	f := &c.Frontier
	if len(f.Points) < 2 {
		return
	}
	s.put(row, 1, steps, lookStrong)
	row++
	for _, h := range []struct {
		col  int
		text string
		look look
	}{{selID, "Budget", lookHeadNumber}, {selName, "Set", lookHead}, {selValue, "Value", lookHeadNumber}, {selCost, "Spent", lookHeadNumber}, {selRate, "Without synergies", lookHeadNumber}} {
		if h.col != selRate || f.Without != nil {
			s.put(row, h.col, e.say(h.text), h.look)
		}
	}
	for col := selName + 1; col < selValue; col++ {
		s.put(row, col, nil, lookHead)
	}
	start := row + 1
	for k, p := range f.Points {
		row++
		s.put(row, selID, p.Budget, lookGeneral)
		s.put(row, selName, strings.Join(c.IDs(p.Set.Members()), ", "), lookWrap)
		s.put(row, selValue, p.Set.Value, lookScore)
		s.put(row, selCost, p.Set.Cost, lookGeneral)
		if f.Without != nil && f.Without[k].Found {
			s.put(row, selRate, f.Without[k].Set.Value, lookScore)
		}
	}
	end := row
	ref := func(col int) string { return e.ref("Selection", pin(col, start)+":"+pin(col, end)) }
	line := func(col int, name, color string) excelize.ChartSeries {
		return excelize.ChartSeries{Name: e.ref("Selection", pin(col, start-1)), Categories: ref(selID), Values: ref(col),
			Line:   excelize.LineOptions{Type: excelize.LineSolid, Width: 1.75, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}},
			Marker: excelize.ChartMarker{Symbol: "circle", Size: 5, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}}}
	}
	series := []excelize.ChartSeries{line(selValue, "Value", "2F5D8A")}
	if f.Without != nil {
		series = append(series, line(selRate, "Without synergies", "B06A2C"))
	}
	axis := excelize.Font{Size: 9, Color: "333333"}
	chart := &excelize.Chart{Type: excelize.Scatter, Series: series,
		Title:  excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: e.say("Value against budget"), Font: &excelize.Font{Bold: true, Size: 11, Color: "1F3244"}}}},
		Legend: excelize.ChartLegend{Position: map[bool]string{true: "bottom", false: "none"}[len(series) > 1]},
		XAxis:  excelize.ChartAxis{Font: axis, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: e.say("Budget"), Font: &axis}}}}, YAxis: excelize.ChartAxis{Font: axis, MajorGridLines: true},
		Dimension: excelize.ChartDimension{Width: 620, Height: 300}, Format: excelize.GraphicOptions{AltText: e.say("Value against budget")}}
	before := s.before
	s.before = func(f *excelize.File) error {
		if before != nil {
			if err := before(f); err != nil {
				return err
			}
		}
		return f.AddChart(s.name, at(selID, end+2), chart)
	}
}

package shortlist

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/language"
	"veche/internal/study/selection"
	"veche/internal/workbook/write"
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
func (e *exporter) selection() *write.Sheet {
	c := e.selected()
	if c == nil {
		return nil
	}
	s := write.NewSheet(e.sheet("Selection"))
	l := language.English
	if e.tongue == inRuss {
		l = language.Russian
	}
	w := selection.Words{Selection: c, Language: l}
	s.Put(1, 1, e.say("What to choose"), write.Title)
	row := 2
	sentence := func(text string, how write.Look) {
		s.Put(row, 1, text, how)
		s.Merges = append(s.Merges, [2]string{write.At(1, row), write.At(selVerdict, row)})
		row++
	}
	sentence(w.BestSet(), write.Wrap)
	sentence(w.RankAlone(), write.Wrap)
	if c.Dividend.Any {
		sentence(w.Collaboration(), write.Wrap)
	}
	for _, text := range w.UnderWeights() {
		sentence(text, write.Wrap)
	}
	sentence(e.say("A 1 is chosen, a 0 is not: change them to try another set. Sums and rules follow; values are those of the ranking as exported and do not follow edited weights."), write.Note)
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
		s.Put(row, 1, e.say("Beside the best set"), write.Strong)
		row++
		for k := range c.Next {
			sentence(w.NextBest(k), write.Wrap)
		}
		for k := range c.Out {
			sentence(w.WhyOut(&c.Out[k]), write.Wrap)
		}
		row++
	}
	e.selectionFrontier(s, c, row, w.Steps())
	s.Widths[selChosen], s.Widths[selRank], s.Widths[selID] = 10, 8, 13
	s.Fit(selName, head, 20, 42)
	s.Fit(selGroup, head, 8, 24)
	for col := selValue; col <= selRate; col++ {
		s.Widths[col] = 11
	}
	s.Widths[selPin], s.Widths[selByRank], s.Widths[selIndex], s.Widths[selVerdict] = 9, 10, 9, 13
	return s
}

// chosenRange is the column of ones and zeros.
func chosenRange(first, last int) string {
	return write.Pin(selChosen, first) + ":" + write.Pin(selChosen, last)
}

// selectionTotals heads the sheet with what the ones cost and are worth. Their formulas are filled in by selectionValue, when the synergies have their rows.
func (e *exporter) selectionTotals(s *write.Sheet, c *selection.Selection, row, first, last int) {
	costs := write.Pin(selCost, first) + ":" + write.Pin(selCost, last)
	s.Put(row, selID, e.say("Budget"), write.Strong)
	s.Put(row+1, selID, e.say("Spent"), write.Strong)
	s.Formula(row+1, selName, fmt.Sprintf("SUMPRODUCT(%s,%s)", chosenRange(first, last), costs), c.Best.Cost, write.General)
	if b := c.Study.Settings.Budget; b != nil {
		s.Put(row, selName, *b, write.General)
		s.Formula(row+1, selGroup, fmt.Sprintf(`IF(%s<=%s*(1+1E-12),%s,%s)`, write.At(selName, row+1), write.At(selName, row), quoted(e.say("within the budget")), quoted(e.say("over the budget"))), e.say("within the budget"), write.Plain)
	} else {
		s.Put(row, selName, e.say("none"), write.Right)
	}
	s.Put(row+2, selID, e.say("Value"), write.Strong)
}

// selectionValue is the value of the ones: their own and that of the synergies on rows up to below.
func (e *exporter) selectionValue(s *write.Sheet, c *selection.Selection, row, first, last, below int) {
	formula := fmt.Sprintf("SUMPRODUCT(%s,%s:%s)", chosenRange(first, last), write.Pin(selValue, first), write.Pin(selValue, last))
	if n := len(c.Portfolio.Synergies); n > 0 {
		start := last + 4 // under the heading of the synergies
		formula += fmt.Sprintf("+SUM(%s:%s)", write.Pin(selCost, start), write.Pin(selCost, start+n-1))
	}
	s.Formula(row+2, selName, formula, c.Best.Value, write.Score)
}

func (e *exporter) selectionRows(s *write.Sheet, c *selection.Selection, head int) {
	e.heads(s, head, "Chosen", "Rank", "ID", "Technology", "Group", "Value", "Cost", "Value per cost", "Pin", "By rank", "Core index", "Verdict")
	for _, col := range []int{selRank, selValue, selCost, selRate, selIndex} {
		s.Rows[head-1][col-1].Look = write.HeadNumber
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
		s.Put(row, selChosen, one, write.Tick)
		s.Put(row, selRank, r.Rank, write.Whole)
		s.Put(row, selID, t.ID, write.Strong)
		s.Put(row, selName, t.Name, write.Wrap)
		s.Put(row, selGroup, write.OrNil(t.Group), write.Wrap)
		s.Put(row, selValue, c.Portfolio.Values[k], write.Score)
		if t.Cost != nil {
			s.Put(row, selCost, *t.Cost, write.General)
			if *t.Cost > 0 {
				s.Formula(row, selRate, write.At(selValue, row)+"/"+write.At(selCost, row), c.Portfolio.Values[k] / *t.Cost, write.Score)
			}
		}
		s.Put(row, selPin, write.OrNil(pins[t.Pin]), write.Plain)
		if c.ByRank.Chosen[k] {
			s.Put(row, selByRank, e.say("yes"), write.Plain)
		}
		if c.Robust != nil && c.Robust.Index != nil {
			s.Put(row, selIndex, c.Robust.Index[k], write.Two)
			s.Put(row, selVerdict, verdicts[string(c.Robust.Verdict(k))], write.Plain)
		}
		grouped, pinned = grouped || t.Group != "", pinned || t.Pin != ""
	}
	if !grouped {
		s.Hidden = append(s.Hidden, selGroup)
	}
	if !pinned {
		s.Hidden = append(s.Hidden, selPin)
	}
	s.Before = func(f *excelize.File) error {
		v := excelize.NewDataValidation(true)
		v.Sqref = write.At(selChosen, head+1) + ":" + write.At(selChosen, head+len(c.Rows))
		if err := v.SetDropList([]string{"1", "0"}); err != nil {
			return err
		}
		return f.AddDataValidation(s.Name, v)
	}
}

// selectionSynergies lists the synergies with what of them the ones bring, from a row on, and returns the next free row.
func (e *exporter) selectionSynergies(s *write.Sheet, c *selection.Selection, row, first int) int {
	if len(c.Portfolio.Synergies) == 0 {
		return row
	}
	s.Put(row, selID, e.say("Synergies"), write.Strong)
	for k, h := range []string{"A", "B", "", "Synergy", "In the set"} {
		if h != "" {
			s.Put(row+1, selID+k, e.say(h), map[bool]write.Look{true: write.HeadNumber, false: write.Head}[k > 2])
		}
	}
	row += 2
	for _, y := range c.Portfolio.Synergies {
		s.Put(row, selID, c.Rows[y.A].Technology.ID, write.Strong)
		s.Put(row, selName, c.Rows[y.B].Technology.ID, write.Strong)
		s.Put(row, selValue, y.Value, write.Score)
		now := 0.0
		if c.Best.Chosen[y.A] && c.Best.Chosen[y.B] {
			now = y.Value
		}
		s.Formula(row, selCost, fmt.Sprintf("%s*%s*%s", write.At(selValue, row), write.At(selChosen, first+y.A), write.At(selChosen, first+y.B)), now, write.Score)
		row++
	}
	return row + 1
}

// mostTerms is how many cells a rule's formula adds up; beyond them its state is a value.
const mostTerms = 250

// selectionRules lists the demands with whether the ones obey them.
func (e *exporter) selectionRules(s *write.Sheet, c *selection.Selection, row, first int, l language.Language) int {
	if len(c.Demands) == 0 {
		return row
	}
	s.Put(row, selID, e.say("Rules"), write.Strong)
	row++
	met, broken := e.say("met"), e.say("broken")
	for d := range c.Demands {
		demand, rule := &c.Demands[d], &c.Portfolio.Rules[d]
		state := broken
		if c.Holds(d, c.Best.Chosen) {
			state = met
		}
		s.Put(row, selID, c.Words(demand, l), write.Plain)
		if len(rule.Members) <= mostTerms {
			var terms strings.Builder
			for k, i := range rule.Members {
				if rule.Coefficients[k] < 0 {
					terms.WriteString("-")
				} else if k > 0 {
					terms.WriteString("+")
				}
				terms.WriteString(write.At(selChosen, first+i))
			}
			if terms.Len() == 0 {
				terms.WriteString("0")
			}
			s.Formula(row, selRate, fmt.Sprintf("IF(%s<=%g,%s,%s)", terms.String(), math.Round(rule.Max), quoted(met), quoted(broken)), state, write.Plain)
		} else {
			s.Put(row, selRate, state, write.Plain)
		}
		if demand.At.Cell != "" {
			s.Put(row, selByRank, demand.At.Sheet+"!"+demand.At.Cell, write.Plain)
		}
		row++
	}
	return row + 1
}

// selectionFrontier is the table and the curve of the value against the budget.
func (e *exporter) selectionFrontier(s *write.Sheet, c *selection.Selection, row int, steps string) {
	f := &c.Frontier
	if len(f.Points) < 2 {
		return
	}
	s.Put(row, 1, steps, write.Strong)
	row++
	for _, h := range []struct {
		col  int
		text string
		look write.Look
	}{{selID, "Budget", write.HeadNumber}, {selName, "Set", write.Head}, {selValue, "Value", write.HeadNumber}, {selCost, "Spent", write.HeadNumber}, {selRate, "Without synergies", write.HeadNumber}} {
		if h.col != selRate || f.Without != nil {
			s.Put(row, h.col, e.say(h.text), h.look)
		}
	}
	for col := selName + 1; col < selValue; col++ {
		s.Put(row, col, nil, write.Head)
	}
	start := row + 1
	for k, p := range f.Points {
		row++
		s.Put(row, selID, p.Budget, write.General)
		s.Put(row, selName, strings.Join(c.IDs(p.Set.Members()), ", "), write.Wrap)
		s.Put(row, selValue, p.Set.Value, write.Score)
		s.Put(row, selCost, p.Set.Cost, write.General)
		if f.Without != nil && f.Without[k].Found {
			s.Put(row, selRate, f.Without[k].Set.Value, write.Score)
		}
	}
	end := row
	ref := func(col int) string { return e.ref("Selection", write.Pin(col, start)+":"+write.Pin(col, end)) }
	line := func(col int, name, color string) excelize.ChartSeries {
		return excelize.ChartSeries{Name: e.ref("Selection", write.Pin(col, start-1)), Categories: ref(selID), Values: ref(col),
			Line:   excelize.LineOptions{Type: excelize.LineSolid, Width: 1.75, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}},
			Marker: excelize.ChartMarker{Symbol: "circle", Size: 5, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}}}
	}
	series := []excelize.ChartSeries{line(selValue, "Value", "2F5D8A")}
	if f.Without != nil {
		series = append(series, line(selRate, "Without synergies", "B06A2C"))
	}
	axis := *lettering(false)
	chart := &excelize.Chart{Type: excelize.Scatter, Series: series,
		Title:  titled(e.say("Value against budget")),
		Legend: excelize.ChartLegend{Position: map[bool]string{true: "bottom", false: "none"}[len(series) > 1], Font: lettering(false)},
		XAxis:  excelize.ChartAxis{Font: axis, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: e.say("Budget"), Font: &axis}}}}, YAxis: excelize.ChartAxis{Font: axis, MajorGridLines: true},
		Dimension: excelize.ChartDimension{Width: 620, Height: 300}, Format: excelize.GraphicOptions{AltText: e.say("Value against budget")}}
	s.Together = append(s.Together, [2]int{end + 1, end + 18})
	s.Put(end+18, 1, nil, write.Plain) // the chart ends here
	before := s.Before
	s.Before = func(f *excelize.File) error {
		if before != nil {
			if err := before(f); err != nil {
				return err
			}
		}
		return f.AddChart(s.Name, write.At(selID, end+2), chart)
	}
}

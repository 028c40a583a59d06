package shortlist

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/workbook"
	"veche/internal/workbook/write"
)

// Columns of the Criteria sheet of an export.
const (
	colCode = iota + 1
	colCriterion
	colParent
	colSense
	colWeight
	colShare
	colGlobal
	colUnit
	colMin
	colMax
	colTarget
	colValue
	colCheck
	colExported // the share as exported, which the banner compares; not printed
)

// criteria lists the tree with the weights to edit. Every other sheet takes the global weights from here.
func (e *exporter) criteria() *write.Sheet {
	s := write.NewSheet(e.sheet("Criteria"))
	st := e.o.Study
	e.heads(s, 1, "Code", "Criterion", "Parent", "Sense", "Weight", "Share", "Global weight", "Unit", "Min", "Max", "Target", "Value", "Check")
	for _, col := range []int{colWeight, colShare, colGlobal, colMin, colMax, colTarget} {
		s.Rows[0][col-1].Look = write.HeadNumber
	}
	local := st.LocalWeights(e.o.Global)
	global := make([]float64, len(st.Criteria))
	last := len(st.Criteria) + 1
	rowOf := map[string]int{}
	for i, c := range st.Criteria {
		rowOf[c.Code] = i + 2
	}
	var weigh func(i int) float64
	weigh = func(i int) float64 {
		if p := st.Criteria[i].Parent; p != "" {
			return local[i] * weigh(rowOf[p]-2)
		}
		return local[i]
	}
	for i, c := range st.Criteria {
		row := i + 2
		global[i] = weigh(i)
		s.Put(row, colCode, c.Code, write.Strong)
		s.Put(row, colCriterion, c.Name, write.Wrap)
		s.Put(row, colParent, write.OrNil(c.Parent), write.Plain)
		leaf := slices.Index(e.o.Leaves, i)
		if leaf >= 0 {
			s.Put(row, colSense, e.say(c.Sense.String()), write.Plain)
			e.leafRow[leaf] = row
		}
		input := write.Input
		if e.c == nil {
			input = write.Score
		}
		s.Put(row, colWeight, local[i], input)
		siblings := "SUM(" + cellRuns(colWeight, st.Children(c.Parent), 2) + ")"
		s.Formula(row, colShare, fmt.Sprintf("IF(%s>0,N(%s)/%s,0)", siblings, write.At(colWeight, row), siblings), local[i], write.Share)
		product := write.At(colShare, row)
		if c.Parent != "" {
			product += "*" + write.At(colGlobal, rowOf[c.Parent])
		}
		s.Formula(row, colGlobal, product, global[i], write.Share)
		s.Put(row, colUnit, write.OrNil(c.Unit), write.Wrap)
		s.Put(row, colMin, write.NumberOrNil(c.Min), write.General)
		s.Put(row, colMax, write.NumberOrNil(c.Max), write.General)
		s.Put(row, colTarget, write.NumberOrNil(c.Target), write.General)
		s.Put(row, colValue, write.OrNil(workbook.FormatValueFunction(c.Value)), write.Wrap)
		weight := write.At(colWeight, row)
		s.Formula(row, colCheck, fmt.Sprintf(`IF(NOT(ISNUMBER(%s)),%s,IF(%s<0,%s,IF(%s<=0,%s,%s)))`, weight, quoted(e.say("enter a number of 0 or more")), weight,
			quoted(e.say("negative weight")), siblings, quoted(e.say("all weights of the group are 0")), quoted(e.say("ok"))), e.say("ok"), write.Plain)
		if e.c != nil {
			s.Put(row, colExported, local[i], write.Share)
		}
	}
	if e.c != nil {
		s.Put(1, colExported, e.say("As exported"), write.HeadNumber)
	}
	s.Put(last+1, colExported, e.say("to correct"), write.Note)
	s.Formula(last+1, colCheck, fmt.Sprintf("SUMPRODUCT(--(%s<>%s))", write.Down(colCheck, 2, last), quoted(e.say("ok"))), 0, write.Note)
	if e.c != nil {
		s.Put(last+2, colExported, e.say("scores to correct"), write.Note)
		s.Formula(last+2, colCheck, fmt.Sprintf("%d-COUNT(%s)", len(e.order)*len(e.o.Leaves), e.scoreCells(scoreCol)), 0, write.Note)
	}
	s.Put(last+3, colCode, e.weightsNote(), write.Note)
	s.Merges = append(s.Merges, [2]string{write.At(colCode, last+3), write.At(colValue, last+3)})
	e.criteriaWidths(s, last)
	s.Area = write.Area{LastCol: colValue, LastRow: last + 3}
	s.Freeze, s.TitleRows = [2]int{2, 1}, 1
	s.Table, s.Filter = "VecheCriteria", write.At(colCode, 1)+":"+write.At(colCheck, last)
	if e.c == nil {
		return s
	}
	s.Before = func(f *excelize.File) error {
		v := excelize.NewDataValidation(true)
		v.Sqref = write.At(colWeight, 2) + ":" + write.At(colWeight, last)
		if err := v.SetRange(0, 1e6, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween); err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleStop, e.say("Weight"), e.say("Enter a number of 0 or more."))
		v.SetInput(e.say("Weight"), e.say("A number of 0 or more; only the proportions among siblings matter."))
		if err := f.AddDataValidation(s.Name, v); err != nil {
			return err
		}
		wrong, err := f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "A02020"}})
		if err != nil {
			return err
		}
		return f.SetConditionalFormat(s.Name, write.At(colCheck, 2)+":"+write.At(colCheck, last), []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: fmt.Sprintf("$%s<>%s", write.At(colCheck, 2), quoted(e.say("ok"))), Format: &wrong}})
	}
	return s
}

// criteriaWidths sets the columns of the Criteria sheet and hides those that no criterion fills.
func (e *exporter) criteriaWidths(s *write.Sheet, last int) {
	s.Fit(colCode, 1, 8, 16)
	s.Fit(colCriterion, 1, 18, 44)
	s.Fit(colUnit, 1, 9, 26)
	s.Fit(colValue, 1, 8, 26)
	for _, col := range []int{colMin, colMax, colTarget} {
		s.Widths[col] = 9
	}
	s.Widths[colParent], s.Widths[colSense], s.Widths[colWeight], s.Widths[colShare], s.Widths[colGlobal], s.Widths[colCheck], s.Widths[colExported] = 11, 16, 11, 11, 12, 26, 24
	for _, col := range []int{colParent, colUnit, colMin, colMax, colTarget, colValue} { // what no criterion has
		if !slices.ContainsFunc(s.Rows[1:last], func(row []write.Cell) bool { return row[col-1].Value != nil }) {
			s.Hidden = append(s.Hidden, col)
		}
	}
}

// weightsNote says what editing the weights does.
func (e *exporter) weightsNote() string {
	note := e.say("Edit the weights in the framed yellow column. They count in proportion within each group of criteria with the same parent and need not add to 1; ranks, order and shortlist follow. The rest is protected against slips, without a password.")
	if e.partial() {
		note += " " + e.say("Only the first %d technologies follow.", len(e.order))
	}
	if e.c == nil {
		return e.say("The weights in force. This ranking is given as values: it does not follow edits here.")
	}
	return note
}

// faults counts the weights and scores that cannot be used: where there is any, there is no ranking.
func (e *exporter) faults() string { return "(" + e.badWeights() + "+" + e.badScores() + ")" }

// badWeights is the cell that counts the weights that cannot be used, badScores that of the scores that are missing or no numbers.
func (e *exporter) badWeights() string {
	return e.ref("Criteria", write.Pin(colCheck, len(e.o.Study.Criteria)+2))
}

func (e *exporter) badScores() string {
	return e.ref("Criteria", write.Pin(colCheck, len(e.o.Study.Criteria)+3))
}

// cellRuns lists a column's cells for some items as ranges: "E2:E4,E7".
func cellRuns(col int, items []int, first int) string {
	var runs []string
	for k := 0; k < len(items); {
		end := k
		for end+1 < len(items) && items[end+1] == items[end]+1 {
			end++
		}
		runs = append(runs, write.Down(col, first+items[k], first+items[end]))
		k = end + 1
	}
	return strings.Join(runs, ",")
}

// heads writes a row of headings.
func (e *exporter) heads(s *write.Sheet, row int, names ...string) {
	for k, name := range names {
		s.Put(row, k+1, e.say(name), write.HeadWrap)
	}
}

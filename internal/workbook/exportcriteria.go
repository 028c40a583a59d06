package workbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
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
)

// criteria lists the tree with the weights to edit. Every other sheet takes the global weights from here.
func (e *exporter) criteria() *exportSheet {
	s := newExportSheet(e.sheet("Criteria"))
	st := e.o.Study
	e.heads(s, 1, "Code", "Criterion", "Parent", "Sense", "Weight", "Share", "Global weight", "Unit", "Min", "Max", "Target", "Value", "Check")
	for _, col := range []int{colWeight, colShare, colGlobal, colMin, colMax, colTarget} {
		s.rows[0][col-1].look = lookHeadNumber
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
		s.put(row, colCode, c.Code, lookStrong)
		s.put(row, colCriterion, c.Name, lookWrap)
		s.put(row, colParent, orNil(c.Parent), lookPlain)
		leaf := slices.Index(e.o.Leaves, i)
		if leaf >= 0 {
			s.put(row, colSense, e.say(c.Sense.String()), lookPlain)
			e.leafRow[leaf] = row
		}
		input := lookInput
		if e.c == nil {
			input = lookScore
		}
		s.put(row, colWeight, local[i], input)
		siblings := "SUM(" + cellRuns(colWeight, st.Children(c.Parent), 2) + ")"
		s.formula(row, colShare, fmt.Sprintf("IF(%s>0,N(%s)/%s,0)", siblings, at(colWeight, row), siblings), local[i], lookShare)
		product := at(colShare, row)
		if c.Parent != "" {
			product += "*" + at(colGlobal, rowOf[c.Parent])
		}
		s.formula(row, colGlobal, product, global[i], lookShare)
		s.put(row, colUnit, orNil(c.Unit), lookWrap)
		s.put(row, colMin, numberOrNil(c.Min), lookGeneral)
		s.put(row, colMax, numberOrNil(c.Max), lookGeneral)
		s.put(row, colTarget, numberOrNil(c.Target), lookGeneral)
		s.put(row, colValue, orNil(formatValueFunction(c.Value)), lookWrap)
		weight := at(colWeight, row)
		s.formula(row, colCheck, fmt.Sprintf(`IF(NOT(ISNUMBER(%s)),%s,IF(%s<0,%s,IF(%s<=0,%s,%s)))`, weight, quoted(e.say("enter a number of 0 or more")), weight,
			quoted(e.say("negative weight")), siblings, quoted(e.say("all weights of the group are 0")), quoted(e.say("ok"))), e.say("ok"), lookPlain)
	}
	s.put(last+1, colGlobal, e.say("to correct"), lookNote)
	s.formula(last+1, colCheck, fmt.Sprintf("SUMPRODUCT(--(%s<>%s))", down(colCheck, 2, last), quoted(e.say("ok"))), 0, lookNote)
	note := e.say("Edit the weights in the framed yellow column. They count in proportion within each group of criteria with the same parent and need not add to 1; ranks, order and shortlist follow. The rest is protected against slips, without a password.")
	if e.c == nil {
		note = e.say("The weights in force. This ranking is given as values: it does not follow edits here.")
	}
	s.put(last+2, colCode, note, lookNote)
	s.merges = append(s.merges, [2]string{at(colCode, last+2), at(colCheck, last+2)})
	s.fit(colCode, 1, 8, 16)
	s.fit(colCriterion, 1, 18, 44)
	s.fit(colUnit, 1, 9, 26)
	s.fit(colValue, 1, 8, 26)
	for _, col := range []int{colMin, colMax, colTarget} {
		s.widths[col] = 9
	}
	s.widths[colParent], s.widths[colSense], s.widths[colWeight], s.widths[colShare], s.widths[colGlobal], s.widths[colCheck] = 11, 16, 11, 11, 12, 26
	for _, col := range []int{colParent, colUnit, colMin, colMax, colTarget, colValue} { // what no criterion has
		if !slices.ContainsFunc(s.rows[1:last], func(row []exportCell) bool { return row[col-1].value != nil }) {
			s.hidden = append(s.hidden, col)
		}
	}
	s.freeze, s.titleRows = [2]int{2, 1}, 1
	s.table, s.filter = "VecheCriteria", at(colCode, 1)+":"+at(colCheck, last)
	if e.c == nil {
		return s
	}
	s.before = func(f *excelize.File) error {
		v := excelize.NewDataValidation(true)
		v.Sqref = at(colWeight, 2) + ":" + at(colWeight, last)
		if err := v.SetRange(0, 1e6, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween); err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleStop, e.say("Weight"), e.say("Enter a number of 0 or more."))
		v.SetInput(e.say("Weight"), e.say("A number of 0 or more; only the proportions among siblings matter."))
		if err := f.AddDataValidation(s.name, v); err != nil {
			return err
		}
		wrong, err := f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "A02020"}})
		if err != nil {
			return err
		}
		return f.SetConditionalFormat(s.name, at(colCheck, 2)+":"+at(colCheck, last), []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: fmt.Sprintf("$%s<>%s", at(colCheck, 2), quoted(e.say("ok"))), Format: &wrong}})
	}
	return s
}

// faults is the cell that counts the weights that cannot be used.
func (e *exporter) faults() string {
	return e.ref("Criteria", pin(colCheck, len(e.o.Study.Criteria)+2))
}

// cellRuns lists a column's cells for some items as ranges: "E2:E4,E7".
func cellRuns(col int, items []int, first int) string {
	var runs []string
	for k := 0; k < len(items); {
		end := k
		for end+1 < len(items) && items[end+1] == items[end]+1 {
			end++
		}
		runs = append(runs, down(col, first+items[k], first+items[end]))
		k = end + 1
	}
	return strings.Join(runs, ",")
}

// heads writes a row of headings.
func (e *exporter) heads(s *exportSheet, row int, names ...string) {
	for k, name := range names {
		s.put(row, k+1, e.say(name), lookHeadWrap)
	}
}

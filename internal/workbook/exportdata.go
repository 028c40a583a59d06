package workbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/study"
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
	s := newExportSheet("Criteria")
	st := e.o.Study
	s.heads(1, "Code", "Criterion", "Parent", "Sense", "Weight", "Share", "Global weight", "Unit", "Min", "Max", "Target", "Value", "Check")
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
			s.put(row, colSense, c.Sense.String(), lookPlain)
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
		if c.Value != nil {
			s.put(row, colValue, formatValueFunction(c.Value), lookWrap)
		}
		weight := at(colWeight, row)
		s.formula(row, colCheck, fmt.Sprintf(`IF(NOT(ISNUMBER(%s)),"enter a number of 0 or more",IF(%s<0,"negative weight",IF(%s<=0,"all weights of the group are 0","ok")))`, weight, weight, siblings), "ok", lookPlain)
	}
	s.put(last+1, colGlobal, "to correct", lookNote)
	s.formula(last+1, colCheck, fmt.Sprintf(`SUMPRODUCT(--(%s<>"ok"))`, down(colCheck, 2, last)), 0, lookNote)
	note := "Edit the weights in the yellow column. They count in proportion within each group of criteria with the same parent and need not add to 1; ranks, order and shortlist follow."
	if e.c == nil {
		note = "The weights in force. This ranking is given as values: it does not follow edits here."
	}
	s.put(last+2, colCode, note, lookNote)
	s.merges = append(s.merges, [2]string{at(colCode, last+2), at(colCheck, last+2)})
	s.fit(colCode, 1, 8, 16)
	s.fit(colCriterion, 1, 18, 44)
	s.fit(colUnit, 1, 8, 26)
	s.fit(colValue, 1, 8, 26)
	s.widths[colParent], s.widths[colSense], s.widths[colWeight], s.widths[colShare], s.widths[colGlobal], s.widths[colCheck] = 10, 12, 10, 10, 10, 24
	s.freeze, s.titleRows = [2]int{2, 1}, 1
	if e.c == nil {
		return s
	}
	s.before = func(f *excelize.File) error {
		v := excelize.NewDataValidation(true)
		v.Sqref = at(colWeight, 2) + ":" + at(colWeight, last)
		if err := v.SetRange(0, 1e6, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween); err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleStop, "Weight", "Enter a number of 0 or more.")
		v.SetInput("Weight", "A number of 0 or more; only the proportions among siblings matter.")
		return f.AddDataValidation(s.name, v)
	}
	return s
}

// Where the scores stand on the Scores sheet.
const (
	scoreHead  = 2 // rows of header: codes, names
	scoreFirst = scoreHead + 1
	scoreCol   = 3 // the first criterion's column
)

// scores is the matrix that is ranked, with the number of answers behind every score.
func (e *exporter) scores() *exportSheet {
	s := newExportSheet("Scores")
	o, st := e.o, e.o.Study
	n := len(o.Leaves)
	answered := slices.ContainsFunc(o.Cells, func(c study.Cell) bool { return !c.Evidence })
	s.put(1, 1, "ID", lookHead)
	s.put(1, 2, "Technology", lookHead)
	s.put(2, 1, nil, lookHead)
	s.put(2, 2, nil, lookHead)
	for j, i := range o.Leaves {
		s.put(1, scoreCol+j, st.Criteria[i].Code, lookHeadNumber)
		s.put(2, scoreCol+j, st.Criteria[i].Name, lookHeadNumber)
		s.widths[scoreCol+j] = 12
		if answered {
			s.put(1, scoreCol+n+2+j, "n "+st.Criteria[i].Code, lookHeadNumber)
			s.put(2, scoreCol+n+2+j, nil, lookHeadNumber)
			s.widths[scoreCol+n+2+j] = float64(max(6, len(st.Criteria[i].Code)+4))
		}
	}
	if answered {
		s.put(1, scoreCol+n+1, "Raters", lookHeadNumber)
		s.put(2, scoreCol+n+1, "experts", lookHeadNumber)
		s.widths[scoreCol+n] = 2
	}
	for k, i := range e.order {
		row := scoreFirst + k
		t := &st.Technologies[o.Technology[i]]
		s.put(row, 1, t.ID, lookStrong)
		s.put(row, 2, t.Name, lookWrap)
		for j := range n {
			s.put(row, scoreCol+j, o.Problem.At(i, j), lookScore)
			if answered {
				s.put(row, scoreCol+n+2+j, o.Cell(i, j).Answers, lookWhole)
			}
		}
		if answered {
			s.put(row, scoreCol+n+1, o.Raters[i], lookWhole)
		}
	}
	if e.rankingColumns().group > 0 {
		s.put(1, e.groupColumn(), "Group", lookHead)
		s.put(2, e.groupColumn(), nil, lookHead)
		for k, i := range e.order {
			s.put(scoreFirst+k, e.groupColumn(), orNil(st.Technologies[o.Technology[i]].Group), lookPlain)
		}
		s.fit(e.groupColumn(), 2, 10, 30)
	}
	row := scoreFirst + len(e.order) + 1
	if len(o.Unranked) > 0 {
		s.put(row, 1, "Not ranked: an empty place is never counted as zero", lookStrong)
		for k, u := range o.Unranked {
			t := &st.Technologies[u.Technology]
			s.put(row+1+k, 1, t.ID, lookPlain)
			s.put(row+1+k, 2, t.Name, lookWrap)
			s.put(row+1+k, scoreCol, u.Reason, lookPlain)
		}
		row += len(o.Unranked) + 2
	}
	note := "Measured values as given."
	if answered {
		note = fmt.Sprintf("Each score is the %s of the answers given%s; n is their number. Blank answers and “don't know” are left out.", o.AggregationInForce(), inRound(o))
	}
	s.put(row, 1, note, lookNote)
	s.merges = append(s.merges, [2]string{at(1, row), at(scoreCol+n-1, row)})
	s.fit(1, 3, 8, 16)
	s.fit(2, 3, 20, 44)
	s.freeze, s.titleRows = [2]int{2, scoreHead}, scoreHead
	return s
}

// faults is the cell that counts the weights that cannot be used.
func (e *exporter) faults() string { return "Criteria!" + pin(colCheck, len(e.o.Study.Criteria)+2) }

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

func inRound(o *study.Outcome) string {
	if o.Round == "" {
		return ""
	}
	return " in round " + o.Round
}

// audit says what the ranking was made of, so that it can be made again.
func (e *exporter) audit() *exportSheet {
	s := newExportSheet("Audit")
	o, st := e.o, e.o.Study
	s.heads(1, "What", "Value")
	row := 2
	add := func(what, value string) {
		if value != "" {
			s.put(row, 1, what, lookStrong)
			s.put(row, 2, value, lookWrap)
			row++
		}
	}
	add("Study", st.Title)
	add("Input file", e.input())
	add("Input SHA-256", st.Source.SHA256)
	add("Program", "Veche "+e.x.Version)
	add("Method", o.Method.Title)
	add("Formula", o.Method.Formula)
	add("Source", o.Method.Source)
	add("Parameters", o.ParametersInWords())
	reversal := "no: adding or removing a technology can reorder the others"
	if o.Method.ReversalFree(o.Parameters) {
		reversal = "yes: adding or removing a technology cannot reorder the others"
	}
	add("Free of rank reversal", reversal)
	add("Weights", weightingInWords(o))
	for _, n := range o.Weights.Nodes {
		if n.Expert == "" && n.Bloc == "" && n.AHP != nil {
			add("Consistency "+st.Below(n.Parent), fmt.Sprintf("CR %.4f (λmax %.4f, random index %s, %s priorities)", n.AHP.CR, n.AHP.LambdaMax, n.AHP.RI, n.AHP.Prioritization))
		}
	}
	add("Aggregation of scores", o.AggregationInForce())
	add("Round", o.Round)
	add("Technologies", fmt.Sprintf("%d ranked, %d not ranked", len(o.Rows), len(o.Unranked)))
	if len(st.Experts) > 0 {
		add("Experts", fmt.Sprintf("%d, of whom %d excluded", len(st.Experts), len(st.Excluded.Experts)))
	}
	add("Seed", fmt.Sprint(st.Settings.Seed))
	for k, a := range e.x.Actions {
		add(fmt.Sprintf("Change %d", k+1), a.String())
	}
	if len(e.x.Actions) == 0 {
		add("Changes", "none: the study as read")
	}
	s.widths[1], s.widths[2] = 38, 110
	s.freeze, s.titleRows = [2]int{0, 1}, 1
	return s
}

// issues lists the warnings that travel with the ranking.
func (e *exporter) issues() *exportSheet {
	s := newExportSheet("Issues")
	s.heads(1, "Code", "Where", "What", "What to do")
	for k, i := range e.o.Warnings {
		s.put(k+2, 1, i.Code, lookStrong)
		s.put(k+2, 2, i.Place.String(), lookWrap)
		s.put(k+2, 3, i.Message, lookWrap)
		s.put(k+2, 4, i.Remedy, lookWrap)
	}
	s.widths[1], s.widths[2], s.widths[3], s.widths[4] = 16, 34, 60, 50
	s.freeze, s.titleRows = [2]int{0, 1}, 1
	return s
}

// sentence joins clauses with a full stop.
func sentence(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ") + "."
}

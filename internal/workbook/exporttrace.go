package workbook

import (
	"fmt"
	"math"

	"veche/internal/mcda"
)

// values writes the results of a method that is not written as formulas, and every intermediate table of its calculation.
func (e *exporter) values(s *exportSheet) {
	s.put(2, 1, "This method's calculation is given as values, not as formulas: editing weights here does not recompute it.", lookAlert)
	p := e.calc
	rows := make([]int, len(e.o.Rows)) // of the problem's row, its place
	for k, r := range e.o.Rows {
		rows[r.Index] = k
	}
	if e.o.Additive() {
		e.block(s, p.contributions, "Contributions", "What each criterion gives to the score.")
	} else {
		e.block(s, p.contributions, "Strengths", "Weights times min-max scores: where each technology is strong. The score is no sum of them.")
	}
	e.block(s, p.final, "Scores and ranks", "As computed by Veche. "+e.o.Method.Formula+". "+e.o.Method.Source+". Settings: "+e.o.ParametersInWords()+".", "Score", "Rounded", "Rank", "Place")
	for k, i := range e.order {
		r := &e.o.Rows[rows[i]]
		for j, x := range r.Reasons {
			s.put(p.contributions+k, 3+j, x, lookScore)
		}
		row := p.final + k
		s.put(row, p.score, r.Score, lookFine)
		s.put(row, p.rounded, round10(r.Score), lookFine)
		s.put(row, p.rank, r.Rank, lookWhole)
		s.put(row, p.spot, rows[i]+1, lookWhole)
	}
	e.trace(s, p.final+len(e.order)+2)
}

// mostTraced bounds the cells of the intermediate tables on the sheet.
const mostTraced = 200_000

// trace writes the method's intermediate tables below each other from a row on.
func (e *exporter) trace(s *exportSheet, row int) {
	trace := e.o.Trace()
	cells := 0
	for k := range trace.Tables {
		t := &trace.Tables[k]
		if cells += len(t.Values); cells > mostTraced {
			s.put(row, 1, fmt.Sprintf("%d more tables are too large for this sheet; veche rank --trace prints them.", len(trace.Tables)-k), lookNote)
			return
		}
		row = e.traced(s, row, k+1, t)
	}
	if set := trace.Set; set != nil {
		s.put(row, 1, capitalised(set.Name), lookStrong)
		for _, i := range set.Members {
			row++
			t := &e.o.Study.Technologies[e.o.Technology[i]]
			s.put(row, 1, t.ID, lookPlain)
			s.put(row, 2, t.Name, lookPlain)
		}
		s.put(row+1, 1, set.Note, lookNote)
	}
}

// traced writes one table and returns the row after it.
func (e *exporter) traced(s *exportSheet, row, number int, t *mcda.Table) int {
	title := fmt.Sprintf("Step %d. %s", number, t.Name)
	if t.Symbol != "" {
		title += " " + t.Symbol
	}
	s.put(row, 1, title, lookStrong)
	if t.Note != "" {
		row++
		s.put(row, 1, t.Note, lookNote)
	}
	row++
	for c, head := range t.Column {
		s.put(row, 3+c, head, lookHeadNumber)
	}
	s.put(row, 1, "", lookHead)
	s.put(row, 2, "", lookHead)
	for r, id := range t.Rows {
		s.put(row+1+r, 1, id, lookPlain)
		if k := e.o.Study.Technology(id); k >= 0 {
			s.put(row+1+r, 2, e.o.Study.Technologies[k].Name, lookPlain)
		} else if k := e.o.Study.Criterion(id); k >= 0 {
			s.put(row+1+r, 2, e.o.Study.Criteria[k].Name, lookPlain)
		}
		for c := range t.Column {
			if x := t.Values[r*len(t.Column)+c]; !math.IsNaN(x) {
				s.put(row+1+r, 3+c, x, lookFine)
			}
		}
	}
	return row + len(t.Rows) + 2
}

// capitalised makes the first letter a capital; names of sets are plain ASCII.
func capitalised(name string) string { return string(name[0]-'a'+'A') + name[1:] }

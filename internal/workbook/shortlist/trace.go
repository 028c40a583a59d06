package shortlist

import (
	"math"
	"unicode"
	"unicode/utf8"

	"veche/internal/mcda"
	"veche/internal/workbook/write"
)

// values writes the results of a method that is not written as formulas, and every intermediate table of its calculation.
func (e *exporter) values(s *write.Sheet) {
	s.Put(2, 1, e.say("This method's calculation is given as values, not as formulas: editing weights here does not recompute it."), write.Alert)
	p := e.calc
	rows := make([]int, len(e.o.Rows)) // of the problem's row, its place
	for k, r := range e.o.Rows {
		rows[r.Index] = k
	}
	if e.o.Additive() {
		e.block(s, p.contributions, e.say("Contributions"), e.say("What each criterion gives to the score."))
	} else {
		e.block(s, p.contributions, e.say("Strengths"), e.say("Weights times min-max scores: where each technology is strong. The score is no sum of them."))
	}
	e.block(s, p.final, e.say("Scores and ranks"), e.say("As computed by Veche.")+" "+e.rule(), e.say("Score"), e.say("Rounded"), e.say("Rank"), e.say("Place"))
	for k, i := range e.order {
		r := &e.o.Rows[rows[i]]
		for j, x := range r.Reasons {
			s.Put(p.contributions+k, 3+j, x, write.Score)
		}
		row := p.final + k
		s.Put(row, p.score, r.Score, write.Fine)
		s.Put(row, p.rounded, round10(r.Score), write.Fine)
		s.Put(row, p.rank, r.Rank, write.Whole)
		s.Put(row, p.spot, rows[i]+1, write.Whole)
	}
	e.trace(s, p.final+len(e.order)+2)
}

// mostTraced bounds the cells of the intermediate tables on the sheet.
const mostTraced = 200_000

// trace writes the method's intermediate tables below each other from a row on.
func (e *exporter) trace(s *write.Sheet, row int) {
	trace := e.o.Trace()
	cells := 0
	for k := range trace.Tables {
		t := &trace.Tables[k]
		if cells += len(t.Values); cells > mostTraced {
			s.Put(row, 1, e.say("Tables too large for this sheet: %d; veche rank --trace prints them.", len(trace.Tables)-k), write.Note)
			return
		}
		row = e.traced(s, row, k+1, t)
	}
	if set := trace.Set; set != nil {
		s.Put(row, 1, capitalised(e.say(set.Name)), write.Strong)
		for _, i := range set.Members {
			row++
			t := &e.o.Study.Technologies[e.o.Technology[i]]
			s.Put(row, 1, t.ID, write.Plain)
			s.Put(row, 2, t.Name, write.Plain)
		}
		s.Put(row+1, 1, e.say(set.Note, set.Args...), write.Note)
	}
}

// traced writes one table and returns the row after it.
func (e *exporter) traced(s *write.Sheet, row, number int, t *mcda.Table) int {
	title := e.say("Step %d. %s", number, e.say(t.Name))
	if t.Symbol != "" {
		title += " " + e.say(t.Symbol)
	}
	s.Put(row, 1, title, write.Strong)
	if t.Note != "" {
		row++
		s.Put(row, 1, e.say(t.Note, t.Args...), write.Note)
	}
	row++
	for c, head := range t.Column {
		s.Put(row, 3+c, e.entry(head), write.HeadNumber)
	}
	s.Put(row, 1, "", write.Head)
	s.Put(row, 2, "", write.Head)
	known := e.technologies()
	for r, id := range t.Rows {
		s.Put(row+1+r, 1, e.entry(id), write.Plain)
		if k, ok := known[id]; ok {
			s.Put(row+1+r, 2, e.o.Study.Technologies[k].Name, write.Plain)
		} else if k := e.o.Study.Criterion(id); k >= 0 {
			s.Put(row+1+r, 2, e.o.Study.Criteria[k].Name, write.Plain)
		}
		for c := range t.Column {
			if x := t.Values[r*len(t.Column)+c]; !math.IsNaN(x) {
				s.Put(row+1+r, 3+c, x, write.Fine)
			}
		}
	}
	return row + len(t.Rows) + 2
}

// technologies are the study's by identifier.
func (e *exporter) technologies() map[string]int {
	if e.byID == nil {
		e.byID = make(map[string]int, len(e.o.Study.Technologies))
		for k := range e.o.Study.Technologies {
			e.byID[e.o.Study.Technologies[k].ID] = k
		}
	}
	return e.byID
}

// entry is a row or column of a table: an identifier of the study as it is, a name of the method's in the export's language.
func (e *exporter) entry(name string) string {
	if _, ok := e.technologies()[name]; ok || e.o.Study.Criterion(name) >= 0 {
		return name
	}
	return e.say(name)
}

// capitalised makes the first letter a capital.
func capitalised(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

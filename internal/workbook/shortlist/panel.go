package shortlist

import (
	"slices"
	"strings"

	"veche/internal/study"
	"veche/internal/study/panel"
	"veche/internal/workbook/write"
)

// expertFirst is the row of the first expert on the Experts sheet; they stand in the study's order.
const expertFirst = 4

// expertTally is how much an expert gave.
type expertTally struct{ given, asked, abstained, judged int }

// tallies are the experts' in the study's order, of the rounds that count.
func (e *exporter) tallies() []expertTally {
	st := e.o.Study
	tallies := make([]expertTally, len(st.Experts))
	counts := e.roundsThatCount()
	for k := range st.Scores {
		if a := &st.Scores[k]; counts(a.Round) {
			t := &tallies[a.Expert]
			t.asked++
			switch a.State {
			case study.Given:
				t.given++
			case study.Abstained:
				t.abstained++
			}
		}
	}
	for k := range st.Judgements {
		if j := &st.Judgements[k]; counts(j.Round) {
			tallies[j.Expert].judged++
		}
	}
	for k := range st.Comparisons {
		if c := &st.Comparisons[k]; counts(c.Round) {
			tallies[c.Expert].judged++
		}
	}
	return tallies
}

// experts lists who was asked and who answered: identifiers and organisations, no names.
func (e *exporter) experts() *write.Sheet {
	s := write.NewSheet(e.sheet("Experts"))
	st := e.o.Study
	tallies := e.tallies()
	s.Put(1, 1, e.say("Experts"), write.Title)
	s.Put(2, 1, e.aboutExperts(), write.Note)
	columns := append(e.ofExpert(), e.givenColumns(tallies)...)
	columns = append(columns, e.standing()...)
	columns = append(columns, expertColumn{"Counts", write.Head, 20, func(s *write.Sheet, row, col, k int) { s.Put(row, col, e.counts(k, tallies[k]), write.Plain) }, nil})
	in := len(columns)
	s.Merges = append(s.Merges, [2]string{"A2", write.At(max(in, 6), 2)})
	last := expertFirst + len(st.Experts) - 1
	for c, column := range columns {
		s.Put(expertFirst-1, c+1, e.say(column.name), column.look)
		s.Widths[c+1] = column.width
	}
	for k := range st.Experts {
		for c, column := range columns {
			column.put(s, expertFirst+k, c+1, k)
		}
	}
	s.Put(last+1, 1, e.say("All"), write.Head)
	for c := 2; c <= in; c++ {
		s.Put(last+1, c, nil, write.Head)
	}
	for c, column := range columns {
		if column.total == nil {
			continue
		}
		sum := 0
		for _, t := range tallies {
			sum += column.total(t)
		}
		s.Formula(last+1, c+1, "SUM("+write.Down(c+1, expertFirst, last)+")", sum, write.HeadNumber)
	}
	s.Fit(1, expertFirst, 10, 20)
	s.Freeze, s.TitleRows = [2]int{1, expertFirst - 1}, expertFirst-1
	s.Filter = write.At(1, expertFirst-1) + ":" + write.At(in, last)
	return s
}

// aboutExperts says what the figures of the sheet are.
func (e *exporter) aboutExperts() string {
	says := e.say("Names are left out; the study has them.")
	if len(e.o.Study.Scores) > 0 {
		says = e.say("Asked are the places of the scores, blank ones included%s.", e.inRound()) + " " + says
	}
	if e.panel != nil && e.panel.Figures() != nil {
		says += " " + e.say("τ-b compares the expert's own order with the panel's; S* and W are the panel's without the expert. Camps are experts of like order, whatever their bloc.")
	}
	return says
}

// counts says whether an expert's answers count.
func (e *exporter) counts(expert int, t expertTally) string {
	switch {
	case e.o.Study.Excluded.Experts[e.o.Study.Experts[expert].ID]:
		return e.say("no: excluded")
	case t.given+t.judged == 0:
		return e.say("no answers")
	}
	return e.say("yes")
}

// ofExpert are the columns of the study's own list.
func (e *exporter) ofExpert() []expertColumn {
	st := e.o.Study
	columns := []expertColumn{{"ID", write.Head, 12, func(s *write.Sheet, row, col, k int) { s.Put(row, col, st.Experts[k].ID, write.Strong) }, nil}}
	add := func(name string, look write.Look, width float64, shown func(study.Expert) bool, put func(s *write.Sheet, row, col, k int)) {
		if slices.ContainsFunc(st.Experts, shown) {
			columns = append(columns, expertColumn{name, look, width, put, nil})
		}
	}
	add("Organisation", write.Head, 34, func(x study.Expert) bool { return x.Organisation != "" }, func(s *write.Sheet, row, col, k int) {
		s.Put(row, col, write.OrNil(st.Experts[k].Organisation), write.Wrap)
	})
	add("Bloc", write.Head, 28, func(x study.Expert) bool { return x.Bloc != "" }, func(s *write.Sheet, row, col, k int) {
		s.Put(row, col, write.OrNil(st.Experts[k].Bloc), write.Wrap)
	})
	add("Weight", write.HeadNumber, 10, func(x study.Expert) bool { return x.Weight != nil }, func(s *write.Sheet, row, col, k int) {
		s.Put(row, col, write.NumberOrNil(st.Experts[k].Weight), write.General)
	})
	return columns
}

// givenColumns are the columns of how much was given.
func (e *exporter) givenColumns(tallies []expertTally) []expertColumn {
	var columns []expertColumn
	count := func(name string, width float64, of func(expertTally) int) {
		columns = append(columns, expertColumn{name, write.HeadNumber, width, func(s *write.Sheet, row, col, k int) { s.Put(row, col, of(tallies[k]), write.Whole) }, of})
	}
	if len(e.o.Study.Scores) > 0 {
		count("Answered", 12, func(t expertTally) int { return t.given })
		count("Asked", 12, func(t expertTally) int { return t.asked })
		columns = append(columns, expertColumn{"Part", write.HeadNumber, 10, func(s *write.Sheet, row, col, k int) {
			if t := tallies[k]; t.asked > 0 {
				s.Formula(row, col, write.At(col-2, row)+"/"+write.At(col-1, row), float64(t.given)/float64(t.asked), write.Share)
			}
		}, nil})
		count("Don't know", 12, func(t expertTally) int { return t.abstained })
	}
	if slices.ContainsFunc(tallies, func(t expertTally) bool { return t.judged > 0 }) {
		count("Comparisons", 13, func(t expertTally) int { return t.judged })
	}
	return columns
}

// roundsThatCount reports of a round's index whether its answers count.
func (e *exporter) roundsThatCount() func(round int32) bool {
	in := make([]bool, len(e.o.Study.Rounds))
	names := strings.Split(e.o.Round, " + ")
	for k, r := range e.o.Study.Rounds {
		in[k] = r == e.o.Round || slices.Contains(names, r)
	}
	return func(round int32) bool { return round < 0 || in[round] }
}

// expertColumn is a column of the Experts sheet.
type expertColumn struct {
	name  string
	look  write.Look // of its header
	width float64
	put   func(s *write.Sheet, row, col, expert int)
	total func(expertTally) int // nil: none below it
}

// standing adds the columns that say who stands apart, and what is missing of whom.
func (e *exporter) standing() []expertColumn {
	r := e.panel
	if r == nil {
		return nil
	}
	var columns []expertColumn
	any := func(has func(x *panel.Expert) bool) bool {
		for k := range r.Experts {
			if has(&r.Experts[k]) {
				return true
			}
		}
		return false
	}
	add := func(name string, width float64, shown func(x *panel.Expert) bool, put func(s *write.Sheet, row, col int, x *panel.Expert)) {
		if !any(shown) {
			return
		}
		columns = append(columns, expertColumn{name, write.HeadNumber, width, func(s *write.Sheet, row, col, expert int) { put(s, row, col, &r.Experts[expert]) }, nil})
	}
	add("Missing", 10, func(x *panel.Expert) bool { return x.Coverage.Missing > 0 }, func(s *write.Sheet, row, col int, x *panel.Expert) {
		s.Put(row, col, x.Coverage.Missing, write.Whole)
	})
	add("Conflicts", 12, func(x *panel.Expert) bool { return x.Coverage.Conflicts > 0 }, func(s *write.Sheet, row, col int, x *panel.Expert) {
		s.Put(row, col, x.Coverage.Conflicts, write.Whole)
	})
	if kind := e.o.Study.CompetenceKind(); kind != study.CompetenceOff && kind != study.CompetenceGiven { // given ones stand under Weight
		add("Competence", 14, func(*panel.Expert) bool { return true }, func(s *write.Sheet, row, col int, x *panel.Expert) { s.Put(row, col, x.Competence, write.Two) })
	}
	add("τ-b", 8, func(x *panel.Expert) bool { return x.TauB != nil }, func(s *write.Sheet, row, col int, x *panel.Expert) { e.defined(s, row, col, x.TauB, write.Two) })
	without := func(x *panel.Expert) bool { return x.Without != nil }
	add("S* without", 11, without, func(s *write.Sheet, row, col int, x *panel.Expert) {
		if x.Without != nil {
			s.Put(row, col, x.Without.SStar, write.Three)
		}
	})
	add("W without", 11, without, func(s *write.Sheet, row, col int, x *panel.Expert) {
		if x.Without != nil {
			e.defined(s, row, col, someFigure(x.Without.W, x.Without.HasW), write.Three)
		}
	})
	add("Camp", 8, func(x *panel.Expert) bool { return x.Cluster >= 0 }, func(s *write.Sheet, row, col int, x *panel.Expert) {
		if x.Cluster >= 0 {
			s.Put(row, col, x.Cluster+1, write.Whole)
		}
	})
	return columns
}

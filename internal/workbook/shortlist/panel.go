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

// experts lists who was asked and who answered: identifiers and organisations, no names.
func (e *exporter) experts() *write.Sheet {
	s := write.NewSheet(e.sheet("Experts"))
	st := e.o.Study
	type tally struct{ given, asked, abstained, judged int }
	tallies := make([]tally, len(st.Experts))
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
	s.Put(1, 1, e.say("Experts"), write.Title)
	says := e.say("Names are left out; the study has them.")
	if len(st.Scores) > 0 {
		says = e.say("Asked are the places of the scores, blank ones included%s.", e.inRound()) + " " + says
	}
	if e.panel != nil && e.panel.Figures() != nil {
		says += " " + e.say("τ-b compares the expert's own order with the panel's; S* and W are the panel's without the expert. Camps are experts of like order, whatever their bloc.")
	}
	s.Put(2, 1, says, write.Note)
	col := 1
	head := func(name string, l write.Look, width float64) int {
		s.Put(expertFirst-1, col, e.say(name), l)
		s.Widths[col] = width
		col++
		return col - 1
	}
	any := func(has func(study.Expert) bool) bool { return slices.ContainsFunc(st.Experts, has) }
	id := head("ID", write.Head, 12)
	var organisation, bloc, weight, answered, asked, part, unsure, judged int
	if any(func(x study.Expert) bool { return x.Organisation != "" }) {
		organisation = head("Organisation", write.Head, 34)
	}
	if any(func(x study.Expert) bool { return x.Bloc != "" }) {
		bloc = head("Bloc", write.Head, 28)
	}
	if any(func(x study.Expert) bool { return x.Weight != nil }) {
		weight = head("Weight", write.HeadNumber, 10)
	}
	if len(st.Scores) > 0 {
		answered, asked, part, unsure = head("Answered", write.HeadNumber, 12), head("Asked", write.HeadNumber, 12), head("Part", write.HeadNumber, 10), head("Don't know", write.HeadNumber, 12)
	}
	if slices.ContainsFunc(tallies, func(t tally) bool { return t.judged > 0 }) {
		judged = head("Comparisons", write.HeadNumber, 13)
	}
	columns := e.standing(func(name string, width float64) int { return head(name, write.HeadNumber, width) })
	in := head("Counts", write.Head, 20)
	s.Merges = append(s.Merges, [2]string{"A2", write.At(max(in, 6), 2)})
	for k, x := range st.Experts {
		row, t := expertFirst+k, tallies[k]
		s.Put(row, id, x.ID, write.Strong)
		if organisation > 0 {
			s.Put(row, organisation, write.OrNil(x.Organisation), write.Wrap)
		}
		if bloc > 0 {
			s.Put(row, bloc, write.OrNil(x.Bloc), write.Wrap)
		}
		if weight > 0 {
			s.Put(row, weight, write.NumberOrNil(x.Weight), write.General)
		}
		if answered > 0 {
			s.Put(row, answered, t.given, write.Whole)
			s.Put(row, asked, t.asked, write.Whole)
			if t.asked > 0 {
				s.Formula(row, part, write.At(answered, row)+"/"+write.At(asked, row), float64(t.given)/float64(t.asked), write.Share)
			}
			s.Put(row, unsure, t.abstained, write.Whole)
		}
		if judged > 0 {
			s.Put(row, judged, t.judged, write.Whole)
		}
		for _, c := range columns {
			c.put(s, row, k)
		}
		says := e.say("yes")
		switch {
		case st.Excluded.Experts[x.ID]:
			says = e.say("no: excluded")
		case t.given+t.judged == 0:
			says = e.say("no answers")
		}
		s.Put(row, in, says, write.Plain)
	}
	last := expertFirst + len(st.Experts) - 1
	s.Put(last+1, id, e.say("All"), write.Head)
	for c := id + 1; c <= in; c++ {
		s.Put(last+1, c, nil, write.Head)
	}
	total := func(col int, of func(tally) int) {
		if col == 0 {
			return
		}
		sum := 0
		for _, t := range tallies {
			sum += of(t)
		}
		s.Formula(last+1, col, "SUM("+write.Down(col, expertFirst, last)+")", sum, write.HeadNumber)
	}
	total(answered, func(t tally) int { return t.given })
	total(asked, func(t tally) int { return t.asked })
	total(unsure, func(t tally) int { return t.abstained })
	total(judged, func(t tally) int { return t.judged })
	s.Fit(id, expertFirst, 10, 20)
	s.Freeze, s.TitleRows = [2]int{1, expertFirst - 1}, expertFirst-1
	s.Filter = write.At(1, expertFirst-1) + ":" + write.At(in, last)
	return s
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

// expertColumn is a column of the Experts sheet that comes from the report on the panel.
type expertColumn struct {
	put func(s *write.Sheet, row, expert int)
}

// standing adds the columns that say who stands apart, and what is missing of whom.
func (e *exporter) standing(head func(name string, width float64) int) []expertColumn {
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
		col := head(name, width)
		columns = append(columns, expertColumn{func(s *write.Sheet, row, expert int) { put(s, row, col, &r.Experts[expert]) }})
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

package shortlist

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/study"
	"veche/internal/workbook/write"
)

// Columns of the Ranking sheet; Group and Raters stand only where there are any.
type rankingColumns struct{ rank, id, name, group, score, raters, short, first, spot, last, inside, outside int }

func (e *exporter) rankingColumns() rankingColumns {
	c := rankingColumns{rank: 1, id: 2, name: 3}
	next := 4
	if slices.ContainsFunc(e.o.Rows, func(r study.Row) bool { return r.Technology.Group != "" }) {
		c.group, next = next, next+1
	}
	c.score, next = next, next+1
	if slices.ContainsFunc(e.o.Rows, func(r study.Row) bool { return r.Raters > 0 }) {
		c.raters, next = next, next+1
	}
	c.short, next = next, next+1
	c.first = next
	c.last = next + len(e.o.Leaves) - 1
	c.spot, c.inside, c.outside = c.last+1, c.last+2, c.last+3
	return c
}

// shortlist is how many places make the shortlist; 10, or all, when the study does not say.
func (e *exporter) shortlist() int {
	n := e.o.Study.Settings.Shortlist
	if n == 0 {
		n = 10
	}
	return min(n, len(e.o.Rows))
}

// ranking lists the technologies in their order of the moment: each line looks up who holds its place.
func (e *exporter) ranking() *write.Sheet {
	s := write.NewSheet(e.sheet("Ranking"))
	c, o, p := e.rankingColumns(), e.o, e.calc
	m, place := len(e.order), e.positions()
	s.Put(1, c.rank, e.say("Rank"), write.HeadFilter)
	s.Put(1, c.id, e.say("ID"), write.Head)
	s.Put(1, c.name, e.say("Technology"), write.Head)
	if c.group > 0 {
		s.Put(1, c.group, e.say("Group"), write.Head)
	}
	s.Put(1, c.score, e.say("Score"), write.HeadFilter)
	if c.raters > 0 {
		s.Put(1, c.raters, e.say("Raters"), write.HeadFilter)
	}
	s.Put(1, c.short, e.say("Shortlist"), write.Head)
	for j, i := range o.Leaves {
		s.Put(1, c.first+j, o.Study.Criteria[i].Code, write.HeadNumber)
		s.Widths[c.first+j] = float64(max(9, len(o.Study.Criteria[i].Code)+3))
	}
	s.Put(1, c.spot, e.say("Row"), write.HeadNumber)
	block := func(sheet string, col, first int) string {
		return e.ref(sheet, write.Pin(col, first)+":"+write.Pin(col, first+m-1))
	}
	for k, r := range o.Rows[:m] {
		row := k + 2
		spot := "$" + write.At(c.spot, row)
		index := func(sheet string, col, first int) string {
			return "INDEX(" + block(sheet, col, first) + "," + spot + ")"
		}
		rank := index("Calculation", p.rank, p.final)
		if e.c != nil {
			rank = "IF(" + e.faults() + `>0,"?",` + rank + ")"
		}
		s.Formula(row, c.rank, rank, r.Rank, write.Whole)
		s.Formula(row, c.id, index("Scores", 1, scoreFirst), r.Technology.ID, write.Plain)
		s.Formula(row, c.name, index("Scores", 2, scoreFirst), r.Technology.Name, write.Wrap)
		if c.group > 0 {
			group := index("Scores", e.groupColumn(), scoreFirst)
			s.Formula(row, c.group, "IF("+group+`="","–",`+group+")", orDash(r.Technology.Group), write.Wrap)
		}
		s.Formula(row, c.score, index("Calculation", p.score, p.final), r.Score, write.Score)
		if c.raters > 0 {
			s.Formula(row, c.raters, index("Scores", scoreCol+len(o.Leaves)+1, scoreFirst), r.Raters, write.Whole)
		}
		in := "–"
		if r.Rank <= e.shortlist() {
			in = e.say("in")
		}
		s.Formula(row, c.short, fmt.Sprintf(`IF(N(%s)=0,"–",IF(%s<=%s,%s,"–"))`, write.At(c.rank, row), write.At(c.rank, row), e.length(), quoted(e.say("in"))), in, write.Plain)
		for j := range o.Leaves {
			s.Formula(row, c.first+j, index("Calculation", 3+j, p.contributions), r.Reasons[j], write.Score)
		}
		s.Formula(row, c.spot, fmt.Sprintf("MATCH(ROW()-1,%s,0)", block("Calculation", p.spot, p.final)), place[r.Index]+1, write.Note)
		within := r.Rank <= e.shortlist()
		bar := func(col int, when string, shown bool) { // of the chart on the Summary
			value := 0.0
			if shown {
				value = r.Score
			}
			s.Formula(row, col, fmt.Sprintf(`IF(%s%s"–",%s,0)`, write.At(c.short, row), when, write.At(c.score, row)), value, write.Note)
		}
		bar(c.inside, "<>", within)
		bar(c.outside, "=", !within)
	}
	s.Put(1, c.inside, e.say("On the list"), write.HeadNumber)
	s.Put(1, c.outside, e.say("Below it"), write.HeadNumber)
	s.Levels = append(s.Levels, write.Level{First: 2, Last: m + 1, Col: c.name, Texts: e.names(), Look: write.Wrap})
	s.Area = write.Area{LastCol: c.last, LastRow: len(o.Rows) + 4}
	if e.partial() {
		s.Lines = e.rankedValues(c)
		s.Put(1, c.outside+1, e.say("From row %d on this sheet holds values as exported, which follow no edits.", e.valuesFrom()), write.Note)
		s.Widths[c.outside+1] = 50
	}
	e.rankingNotes(s, c)
	m = len(o.Rows)
	s.Widths[c.rank], s.Widths[c.id], s.Widths[c.score], s.Widths[c.short], s.Widths[c.spot] = 10, 9, 12, 14, 9
	s.Fit(c.name, 2, 24, 64)
	if c.group > 0 {
		s.Fit(c.group, 2, 12, 30)
	}
	if c.raters > 0 {
		s.Widths[c.raters] = 12
	}
	s.Freeze, s.TitleRows = [2]int{c.name, 1}, 1
	s.Filter, s.Table = write.At(1, 1)+":"+write.At(c.short, m+1), "VecheRanking"
	s.Before = func(f *excelize.File) error { // follows edits, and only repeats what the column says in words
		in, err := f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EDF4E8"}}})
		if err != nil {
			return err
		}
		return f.SetConditionalFormat(s.Name, write.At(1, 2)+":"+write.At(c.short, m+1), []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: fmt.Sprintf(`$%s<>"–"`, write.At(c.short, 2)), Format: &in}})
	}
	return s
}

// rankingNotes say below the list what its columns are.
func (e *exporter) rankingNotes(s *write.Sheet, c rankingColumns) {
	o := e.o
	row := len(o.Rows) + 3
	says := e.say("The columns under the criteria's codes are their contributions to the score; they add to it.")
	if !o.Additive() {
		says = e.say("The columns under the criteria's codes are weights times min-max scores: where each technology is strong. This method's score is no sum of them.")
	}
	s.Put(row, 1, says, write.Note)
	s.Merges = append(s.Merges, [2]string{write.At(1, row), write.At(c.last, row)})
	var names []string
	for _, i := range o.Leaves {
		names = append(names, o.Study.Criteria[i].Code+" – "+o.Study.Criteria[i].Name)
	}
	s.Put(row+1, 1, e.say("Criteria: %s.", strings.Join(names, "; ")), write.Note)
	s.Merges = append(s.Merges, [2]string{write.At(1, row+1), write.At(c.last, row+1)})
}

// groupColumn is where the Scores sheet keeps groups: after everything else and a gap.
func (e *exporter) groupColumn() int {
	if !e.answered() {
		return scoreCol + len(e.o.Leaves) + 1
	}
	return scoreCol + 2*len(e.o.Leaves) + 3
}

// answered reports whether experts' answers are behind any of the scores.
func (e *exporter) answered() bool {
	return e.o.Cells.Answered()
}

package workbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/study"
)

// Columns of the Ranking sheet; Group and Raters stand only where there are any.
type rankingColumns struct{ rank, id, name, group, score, raters, short, first, spot, last int }

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
	c.spot = c.last + 1
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
func (e *exporter) ranking() *exportSheet {
	s := newExportSheet(e.sheet("Ranking"))
	c, o, p := e.rankingColumns(), e.o, e.calc
	m := len(e.order)
	s.put(1, c.rank, e.say("Rank"), lookHeadFilter)
	s.put(1, c.id, e.say("ID"), lookHead)
	s.put(1, c.name, e.say("Technology"), lookHead)
	if c.group > 0 {
		s.put(1, c.group, e.say("Group"), lookHead)
	}
	s.put(1, c.score, e.say("Score"), lookHeadFilter)
	if c.raters > 0 {
		s.put(1, c.raters, e.say("Raters"), lookHeadFilter)
	}
	s.put(1, c.short, e.say("Shortlist"), lookHead)
	for j, i := range o.Leaves {
		s.put(1, c.first+j, o.Study.Criteria[i].Code, lookHeadNumber)
		s.widths[c.first+j] = float64(max(9, len(o.Study.Criteria[i].Code)+3))
	}
	s.put(1, c.spot, e.say("Row"), lookNote)
	block := func(sheet string, col, first int) string {
		return e.ref(sheet, pin(col, first)+":"+pin(col, first+m-1))
	}
	for k, r := range o.Rows {
		row := k + 2
		spot := "$" + at(c.spot, row)
		index := func(sheet string, col, first int) string {
			return "INDEX(" + block(sheet, col, first) + "," + spot + ")"
		}
		rank := index("Calculation", p.rank, p.final)
		if e.c != nil {
			rank = "IF(" + e.faults() + `>0,"?",` + rank + ")"
		}
		s.formula(row, c.rank, rank, r.Rank, lookWhole)
		s.formula(row, c.id, index("Scores", 1, scoreFirst), r.Technology.ID, lookPlain)
		s.formula(row, c.name, index("Scores", 2, scoreFirst), r.Technology.Name, lookWrap)
		if c.group > 0 {
			group := index("Scores", e.groupColumn(), scoreFirst)
			s.formula(row, c.group, "IF("+group+`="","–",`+group+")", cmp.Or(r.Technology.Group, "–"), lookWrap)
		}
		s.formula(row, c.score, index("Calculation", p.score, p.final), r.Score, lookScore)
		if c.raters > 0 {
			s.formula(row, c.raters, index("Scores", scoreCol+len(o.Leaves)+1, scoreFirst), r.Raters, lookWhole)
		}
		in := "–"
		if r.Rank <= e.shortlist() {
			in = e.say("in")
		}
		s.formula(row, c.short, fmt.Sprintf(`IF(%s<=%d,%s,"–")`, at(c.rank, row), e.shortlist(), quoted(e.say("in"))), in, lookPlain)
		for j := range o.Leaves {
			s.formula(row, c.first+j, index("Calculation", 3+j, p.contributions), r.Reasons[j], lookScore)
		}
		s.formula(row, c.spot, fmt.Sprintf("MATCH(ROW()-1,%s,0)", block("Calculation", p.spot, p.final)), slices.Index(e.order, r.Index)+1, lookNote)
	}
	row := m + 3
	says := e.say("The columns under the criteria's codes are their contributions to the score; they add to it.")
	if !o.Additive() {
		says = e.say("The columns under the criteria's codes are weights times min-max scores: where each technology is strong. This method's score is no sum of them.")
	}
	s.put(row, 1, says+" "+e.say("The last column finds the technology's row on the sheets Scores and Calculation."), lookNote)
	s.merges = append(s.merges, [2]string{at(1, row), at(c.last, row)})
	var names []string
	for _, i := range o.Leaves {
		names = append(names, o.Study.Criteria[i].Code+" – "+o.Study.Criteria[i].Name)
	}
	s.put(row+1, 1, e.say("Criteria: %s.", strings.Join(names, "; ")), lookNote)
	s.merges = append(s.merges, [2]string{at(1, row+1), at(c.last, row+1)})
	s.widths[c.rank], s.widths[c.id], s.widths[c.score], s.widths[c.short], s.widths[c.spot] = 10, 9, 12, 14, 9
	s.fit(c.name, 2, 24, 64)
	if c.group > 0 {
		s.fit(c.group, 2, 12, 30)
	}
	if c.raters > 0 {
		s.widths[c.raters] = 12
	}
	s.freeze, s.titleRows = [2]int{c.name, 1}, 1
	s.filter, s.table = at(1, 1)+":"+at(c.short, m+1), "VecheRanking"
	s.before = func(f *excelize.File) error { // follows edits, and only repeats what the column says in words
		in, err := f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EDF4E8"}}})
		if err != nil {
			return err
		}
		return f.SetConditionalFormat(s.name, at(1, 2)+":"+at(c.short, m+1), []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: fmt.Sprintf(`$%s<>"–"`, at(c.short, 2)), Format: &in}})
	}
	return s
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
	return slices.ContainsFunc(e.o.Cells, func(c study.Cell) bool { return !c.Evidence })
}

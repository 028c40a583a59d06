package workbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
	"veche/internal/mcda/weighting"
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
	s := newExportSheet("Ranking")
	c, o, p := e.rankingColumns(), e.o, e.calc
	m := len(e.order)
	s.put(1, c.rank, "Rank", lookHeadNumber)
	s.put(1, c.id, "ID", lookHead)
	s.put(1, c.name, "Technology", lookHead)
	if c.group > 0 {
		s.put(1, c.group, "Group", lookHead)
	}
	s.put(1, c.score, "Score", lookHeadNumber)
	if c.raters > 0 {
		s.put(1, c.raters, "Raters", lookHeadNumber)
	}
	s.put(1, c.short, "Shortlist", lookHead)
	for j, i := range o.Leaves {
		s.put(1, c.first+j, o.Study.Criteria[i].Code, lookHeadNumber)
		s.widths[c.first+j] = float64(max(9, len(o.Study.Criteria[i].Code)+3))
	}
	s.put(1, c.spot, "Row", lookNote)
	block := func(sheet string, col, first int) string {
		return sheet + "!" + pin(col, first) + ":" + pin(col, first+m-1)
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
			in = "in"
		}
		s.formula(row, c.short, fmt.Sprintf(`IF(%s<=%d,"in","–")`, at(c.rank, row), e.shortlist()), in, lookPlain)
		for j := range o.Leaves {
			s.formula(row, c.first+j, index("Calculation", 3+j, p.contributions), r.Reasons[j], lookScore)
		}
		s.formula(row, c.spot, fmt.Sprintf("MATCH(ROW()-1,%s,0)", block("Calculation", p.spot, p.final)), slices.Index(e.order, r.Index)+1, lookNote)
	}
	row := m + 3
	says := "are their contributions to the score; they add to it."
	if !o.Additive() {
		says = "are weights times min-max scores: where each technology is strong. This method's score is no sum of them."
	}
	s.put(row, 1, "The columns under the criteria's codes "+says+" The last column finds the technology's row on the sheets Scores and Calculation.", lookNote)
	s.merges = append(s.merges, [2]string{at(1, row), at(c.last, row)})
	s.widths[c.rank], s.widths[c.id], s.widths[c.score], s.widths[c.short], s.widths[c.spot] = 7, 8, 9, 10, 6
	s.fit(c.name, 2, 24, 52)
	if c.group > 0 {
		s.fit(c.group, 2, 12, 30)
	}
	if c.raters > 0 {
		s.widths[c.raters] = 8
	}
	s.freeze, s.titleRows = [2]int{c.name, 1}, 1
	return s
}

// scoreHead is the heading of scores for readers, which says so where less is better.
func (e *exporter) scoreHead() string {
	if e.o.Method.LowerIsBetter {
		return "Score (lower is better)"
	}
	return "Score"
}

// groupColumn is where the Scores sheet keeps groups: after everything else.
func (e *exporter) groupColumn() int { return scoreCol + 2*len(e.o.Leaves) + 3 }

// summary is the page for people: the shortlist, a chart, what it rests on.
func (e *exporter) summary() *exportSheet {
	s := newExportSheet("Summary")
	o, c := e.o, e.rankingColumns()
	n := e.shortlist()
	s.put(1, 1, o.Study.Title, lookTitle)
	s.merges = append(s.merges, [2]string{"A1", "G1"})
	e.weightsNotice(s)
	title := fmt.Sprintf("The first %d of %d technologies", n, len(o.Rows))
	if o.Study.Settings.Shortlist > 0 {
		title = fmt.Sprintf("Shortlist: %d of %d technologies", n, len(o.Rows))
	}
	s.put(3, 1, title, lookStrong)
	s.put(4, 1, "Rank", lookHeadNumber)
	s.put(4, 2, "Technology", lookHead)
	s.put(4, 3, e.scoreHead(), lookHeadNumber)
	if c.raters > 0 {
		s.put(4, 4, "Raters", lookHeadNumber)
	}
	const first = 5
	for k := range n {
		r := &o.Rows[k]
		row := first + k
		from := func(col int) string { return "Ranking!" + pin(col, k+2) }
		s.formula(row, 1, from(c.rank), r.Rank, lookWhole)
		s.formula(row, 2, from(c.name), r.Technology.Name, lookWrap)
		s.formula(row, 3, from(c.score), r.Score, lookScore)
		if c.raters > 0 {
			s.formula(row, 4, from(c.raters), r.Raters, lookWhole)
		}
	}
	row := max(first+n+1, chartRow+chartHeight(n)/20+2)
	if n < len(o.Rows) {
		edge, next := "Ranking!"+pin(c.rank, n+1), "Ranking!"+pin(c.rank, n+2)
		value := "No tie at the line."
		if tie := o.Rows[n-1].Rank; o.Rows[n].Rank == tie {
			value = fmt.Sprintf("A tie at the line: others share rank %d with the last of these. All of them are marked on the sheet Ranking.", tie)
		}
		s.formula(row, 1, fmt.Sprintf(`IF(AND(ISNUMBER(%s),%s=%s),"A tie at the line: others share rank "&%s&" with the last of these. All of them are marked on the sheet Ranking.","No tie at the line.")`, edge, edge, next, edge), value, lookPlain)
		row += 2
	}
	s.put(row, 1, "What it rests on", lookStrong)
	for _, line := range e.basis() {
		row++
		s.put(row, 1, line, lookWrap)
		s.merges = append(s.merges, [2]string{at(1, row), at(7, row)})
	}
	row += 2
	row = e.stability(s, row)
	if len(o.Warnings) > 0 {
		s.put(row, 1, fmt.Sprintf("Warnings that travel with this ranking: %d, on the sheet Issues.", len(o.Warnings)), lookStrong)
	}
	s.widths[1], s.widths[2], s.widths[3], s.widths[4], s.widths[5], s.widths[6], s.widths[7] = 7, 46, 10, 9, 9, 36, 36
	s.onePage = true
	s.before = func(f *excelize.File) error { return e.chart(f, s.name, first, n) }
	return s
}

// weightsNotice says under the title, live, when what follows is not the ranking that was exported.
func (e *exporter) weightsNotice(s *exportSheet) {
	if e.c == nil {
		return
	}
	var same []string
	for k, w := range e.o.Study.LocalWeights(e.o.Global) {
		same = append(same, fmt.Sprintf("ABS(Criteria!%s-%s)<1E-9", pin(colShare, k+2), constant(w)))
	}
	changed := "AND(" + strings.Join(same, ",") + ")"
	if len(same) > 200 { // a function takes 255 arguments
		changed = "TRUE"
	}
	s.formula(2, 1, "IF("+e.faults()+`>0,"The weights on the sheet Criteria cannot be used: see its column Check. There is no ranking.",IF(`+changed+
		`,"Weights as exported by Veche.","The weights were changed in this workbook: this is not the ranking Veche exported."))`, "Weights as exported by Veche.", lookNote)
	s.merges = append(s.merges, [2]string{"A2", "G2"})
}

// basis says in sentences what was computed from what.
func (e *exporter) basis() []string {
	o := e.o
	live := "Editing a weight on the sheet Criteria recomputes everything."
	if e.c == nil {
		live = "This method's ranking is given as values and does not follow edits."
	}
	lines := []string{
		fmt.Sprintf("Method: %s (%s). %s", o.Method.Title, o.ParametersInWords(), live),
		"Weights: " + weightingInWords(o) + ".",
	}
	if set := o.Trace().Set; set != nil {
		var ids []string
		for _, i := range set.Members {
			ids = append(ids, o.Problem.Alternatives[i])
		}
		lines = append(lines, fmt.Sprintf("%s: %s (%s).", capitalised(set.Name), strings.Join(ids, ", "), set.Note))
	}
	var answers int
	for _, c := range o.Cells {
		answers += c.Answers
	}
	if answers > 0 {
		lines = append(lines, sentence(fmt.Sprintf("Scores: %s of %d answers by %d experts", o.AggregationInForce(), answers, e.answering()), strings.TrimPrefix(inRound(o), " ")))
	} else {
		lines = append(lines, "Scores: measured evidence.")
	}
	if len(o.Unranked) > 0 {
		lines = append(lines, fmt.Sprintf("Not ranked for lack of scores, or excluded: %d technologies, listed on the sheet Scores.", len(o.Unranked)))
	}
	return append(lines, fmt.Sprintf("Made by Veche %s from %s; the sheet Audit says all that is needed to make it again.", e.x.Version, e.input()))
}

func weightingInWords(o *study.Outcome) string {
	switch o.WeightingInForce() {
	case "moved":
		return "set by hand in the session"
	case "direct":
		return "as given in the study"
	}
	m, ok := weighting.Lookup(o.Weights.Weighting)
	if !ok {
		return "mixed: " + o.Weights.Weighting
	}
	switch m.Basis {
	case weighting.Judgements:
		return "from pairwise judgements (" + m.Title + ")"
	case weighting.Matrix:
		return "from the scores (" + m.Title + ")"
	case weighting.Ranks:
		return "from the order of importance (" + m.Title + ")"
	}
	return "by " + m.Title
}

// answering counts the experts with at least one answer that counts.
func (e *exporter) answering() int {
	st := e.o.Study
	seen := map[int32]bool{}
	for _, a := range st.Scores {
		if a.State == study.Given && !st.Excluded.Experts[st.Experts[a.Expert].ID] && (a.Round < 0 || slices.Contains(strings.Split(e.o.Round, " + "), st.Rounds[a.Round])) {
			seen[a.Expert] = true
		}
	}
	return len(seen)
}

// stability writes where each weight alone can go without another taking first place, and returns the next free row.
func (e *exporter) stability(s *exportSheet, row int) int {
	o := e.o
	if m, n := o.Problem.Dims(); !solved(o.Scorer) && m*n > 2000 {
		return row // found on a grid it would take minutes
	}
	leader := o.Rows[0].Technology.Name
	s.put(row, 1, leader+" keeps first place while one weight moves within these bounds and the others keep their proportions", lookStrong)
	for k, h := range []string{"Criterion", "Weight", "from", "to", "below that comes first", "above that comes first"} {
		look := lookHead
		if k > 0 && k < 4 {
			look = lookHeadNumber
		}
		s.put(row+1, 2+k, h, look)
	}
	exact := true
	for j, i := range o.Leaves {
		at := row + 2 + j
		st := robust.LeaderStability(o.Scorer, o.Problem.Alternatives, o.Method.LowerIsBetter, o.Global, j, nil)
		exact = exact && st.Exact
		s.put(at, 2, o.Study.Criteria[i].Name, lookWrap)
		s.put(at, 3, o.Global[j], lookShare)
		for _, keep := range st.Keeps {
			if keep.Contains(st.Weight) {
				s.put(at, 4, keep.Lo, lookShare)
				s.put(at, 5, keep.Hi, lookShare)
			}
		}
		name := func(f *robust.Flip) any {
			if f == nil {
				return "–"
			}
			return o.Study.Technologies[o.Technology[f.Leader]].Name
		}
		s.put(at, 6, name(st.Below), lookWrap)
		s.put(at, 7, name(st.Above), lookWrap)
	}
	row += 2 + len(o.Leaves)
	how := "Solved exactly"
	if !exact {
		how = "Found numerically"
	}
	s.put(row, 2, how+" when this file was written; this table does not follow edits.", lookNote)
	s.merges = append(s.merges, [2]string{at(2, row), at(7, row)})
	return row + 2
}

// solved reports whether stability is solved for, not searched for.
func solved(s mcda.Scorer) bool {
	switch s := s.(type) {
	case mcda.LinearScorer:
		return true
	case mcda.DistanceScorer:
		_, _, ok := s.SquaredDistances()
		return ok
	}
	return false
}

// chartRow is where the chart begins.
const chartRow = 3

// chartHeight is the chart's height in pixels for n bars.
func chartHeight(n int) int { return 90 + 22*n }

// chart draws the shortlist's scores as bars, the first on top.
func (e *exporter) chart(f *excelize.File, sheet string, first, n int) error {
	last := first + n - 1
	reverse, legend, gap := true, "none", uint(45)
	axis := excelize.Font{Size: 9, Color: "333333"}
	ref := func(col string) string { return fmt.Sprintf("Summary!$%s$%d:$%s$%d", col, first, col, last) }
	chart := &excelize.Chart{
		Type:      excelize.Bar,
		Series:    []excelize.ChartSeries{{Name: "Summary!$C$4", Categories: ref("B"), Values: ref("C"), Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"2F5D8A"}}}},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: e.scoreHead(), Font: &excelize.Font{Bold: true, Size: 11, Color: "1F3244"}}}},
		Legend:    excelize.ChartLegend{Position: legend},
		XAxis:     excelize.ChartAxis{ReverseOrder: reverse, Font: axis},
		YAxis:     excelize.ChartAxis{MajorGridLines: true, Font: axis},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		GapWidth:  &gap,
		Dimension: excelize.ChartDimension{Width: 540, Height: uint(chartHeight(n))},
		Format:    excelize.GraphicOptions{AltText: fmt.Sprintf("Bars: the scores of the first %d technologies, the best on top", n)},
	}
	if e.o.Method.Name == "topsis" || mcda.Normalization(e.o.Parameters["normalization"]) == mcda.NormScale {
		zero, one := 0.0, 1.0 // such scores lie between them
		chart.YAxis.Minimum, chart.YAxis.Maximum = &zero, &one
	}
	return f.AddChart(sheet, at(6, chartRow), chart)
}

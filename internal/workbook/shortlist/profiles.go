package shortlist

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"veche/internal/mcda"
	"veche/internal/workbook/write"
)

// How much the charts of profiles show.
const (
	profiled     = 10 // technologies whose scores are split over the criteria
	profileLines = 5  // technologies whose profiles are drawn over each other
	chartRows    = 13 // of a chart
	profileFirst = 6 + 2*chartRows
)

// profiles shows where the first technologies are strong: what each criterion gives to their scores, and where each stands between the worst and the best. Both follow edits.
func (e *exporter) profiles() *write.Sheet {
	s := write.NewSheet(e.sheet("Profiles"))
	o, c := e.o, e.rankingColumns()
	n, k := len(o.Leaves), min(profiled, len(e.order))
	lines := min(profileLines, k)
	s.Put(1, 1, e.say("Where the first technologies are strong"), write.Title)
	s.Put(profileFirst-2, 1, e.say("0 % is the worst score of all that are ranked on the criterion, 100 % the best, whichever sense it has; a target is best met at 100 %."), write.Note)
	s.Span(profileFirst-2, 1, 2+n)
	s.Put(profileFirst-1, 1, e.say("ID"), write.Head)
	s.Put(profileFirst-1, 2, e.say("Technology"), write.Head)
	for j, i := range o.Leaves {
		s.Put(profileFirst-1, 3+j, o.Study.Criteria[i].Code, write.HeadNumber)
	}
	ones := make([]float64, n)
	for j := range ones {
		ones[j] = 1
	}
	strengths := o.Problem.Strengths(ones)
	for p := range k {
		r := &o.Rows[p]
		from := func(col int) string { return e.ref("Ranking", write.Pin(col, p+2)) }
		s.Formula(profileFirst+p, 1, from(c.id), r.Technology.ID, write.Strong)
		s.Formula(profileFirst+p, 2, from(c.name), r.Technology.Name, write.Wrap)
		for j := range n {
			s.Formula(profileFirst+p, 3+j, e.strength(j, from(c.spot)), strengths[r.Index*n+j], write.Share)
		}
	}
	s.Levels = append(s.Levels, write.Level{First: profileFirst, Last: profileFirst + k - 1, Col: 2, Texts: e.names(), Look: write.Wrap})
	s.Freeze = [2]int{2, 0}
	s.Fit(1, profileFirst-1, 8, 16)
	s.Fit(2, profileFirst-1, 30, 68)
	for j := range n {
		s.Widths[3+j] = 9
	}
	s.Widths[2] = max(s.Widths[2], 140-s.Widths[1]-9*float64(n)) // the charts are as wide
	width, height := uint(980), uint(20*chartRows-32)
	s.Together = [][2]int{{1, 3 + 2*chartRows}}
	s.Area = write.Area{LastRow: profileFirst + k - 1}
	s.Before = func(f *excelize.File) error {
		if err := f.AddChart(s.Name, write.At(1, 3), e.contributionsChart(k, width, height)); err != nil {
			return err
		}
		return f.AddChart(s.Name, write.At(1, 3+chartRows), e.profileChart(lines, width, height))
	}
	return s
}

// strength is where the technology on a row of the Scores sheet, counted from the first, stands on criterion j: 0 the worst of all, 1 the best, as the engine's
// min-max scores.
func (e *exporter) strength(j int, spot string) string {
	cells := e.ref("Scores", write.Pin(scoreCol+j, scoreFirst)+":"+write.Pin(scoreCol+j, scoreFirst+len(e.all)-1))
	x, lo, hi := "N(INDEX("+cells+","+spot+"))", "MIN("+cells+")", "MAX("+cells+")"
	switch e.o.Problem.Criteria[j].Sense {
	case mcda.Cost:
		x, lo, hi = "-"+x, "-"+hi, "-"+lo
	case mcda.Target: // by the distance, the nearest best
		d := "ABS(" + cells + "-" + e.criterion(j, colTarget) + ")"
		x, lo, hi = "-ABS("+x+"-"+e.criterion(j, colTarget)+")", "-SUMPRODUCT(MAX("+d+"))", "-SUMPRODUCT(MIN("+d+"))"
	}
	bad := "FALSE"
	if e.c != nil {
		bad = e.faults() + ">0"
	}
	return fmt.Sprintf(`IF(%s,"–",IF(%s-(%s)<=%s*MAX(ABS(%s),ABS(%s)),1,(%s-(%s))/(%s-(%s))))`, bad, hi, lo, constant(flat), lo, hi, x, lo, hi, lo)
}

// contributionsChart stacks what the criteria give to the scores of the first k.
func (e *exporter) contributionsChart(k int, width, height uint) *excelize.Chart {
	c := e.rankingColumns()
	title := e.say("What each criterion gives to the score")
	if !e.o.Additive() {
		title = e.say("Weight times min-max score by criterion: where each is strong")
	}
	chart := &excelize.Chart{Type: excelize.BarStacked, Title: titled(title), Legend: excelize.ChartLegend{Position: "right", Font: lettering(false)},
		XAxis: excelize.ChartAxis{ReverseOrder: true, Font: *lettering(false)}, YAxis: excelize.ChartAxis{MajorGridLines: true, Font: *lettering(false)},
		Dimension: excelize.ChartDimension{Width: width, Height: height}, Format: excelize.GraphicOptions{AltText: title}}
	gap, overlap := uint(45), 100
	chart.GapWidth, chart.Overlap = &gap, &overlap
	for j, i := range e.o.Leaves {
		ref := func(col int) string { return e.ref("Ranking", write.Pin(col, 2)+":"+write.Pin(col, k+1)) }
		chart.Series = append(chart.Series, excelize.ChartSeries{Name: e.ref("Criteria", write.Pin(colCriterion, i+2)), Categories: ref(c.id), Values: ref(c.first + j), Fill: filled(j)})
	}
	return chart
}

// profileChart draws the profiles of the first k over the criteria.
func (e *exporter) profileChart(k int, width, height uint) *excelize.Chart {
	title := e.say("Profiles of the first %d: 0 %% the worst of all on the criterion, 100 %% the best", k)
	zero, one := 0.0, 1.0
	chart := &excelize.Chart{Type: excelize.Line, Title: titled(title), Legend: excelize.ChartLegend{Position: "right", Font: lettering(false)},
		XAxis: excelize.ChartAxis{Font: *lettering(false)}, YAxis: excelize.ChartAxis{MajorGridLines: true, Font: *lettering(false), Minimum: &zero, Maximum: &one, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0%"}},
		Dimension: excelize.ChartDimension{Width: width, Height: height}, Format: excelize.GraphicOptions{AltText: title}}
	last := 2 + len(e.o.Leaves)
	symbols := []string{"circle", "square", "diamond", "triangle", "x"}
	for p := range k {
		row := profileFirst + p
		chart.Series = append(chart.Series, excelize.ChartSeries{Name: e.ref("Profiles", write.Pin(1, row)), Categories: e.ref("Profiles", write.Pin(3, profileFirst-1)+":"+write.Pin(last, profileFirst-1)),
			Values: e.ref("Profiles", write.Pin(3, row)+":"+write.Pin(last, row)), Line: excelize.LineOptions{Type: excelize.LineSolid, Width: 2, Fill: filled(p)}, Marker: excelize.ChartMarker{Symbol: symbols[p%len(symbols)], Size: 8, Fill: filled(p)}})
	}
	return chart
}

package shortlist

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"veche/internal/report"
	"veche/internal/study"
	"veche/internal/workbook/write"
)

// chartRow is where the chart begins.
const chartRow = 3

// chartHeight is the chart's height in pixels for n bars.
func chartHeight(n int) int { return 90 + 22*n }

// chart draws the shortlist's scores as bars, the first on top.
func (e *exporter) chart(f *excelize.File, sheet string, first, n int) error {
	last := first + n - 1
	reverse, legend, gap := true, "none", uint(45)
	axis := excelize.Font{Size: 9, Color: "333333"}
	ref := func(col string) string { return e.ref("Summary", fmt.Sprintf("$%s$%d:$%s$%d", col, first, col, last)) }
	chart := &excelize.Chart{
		Type:      excelize.Bar,
		Series:    []excelize.ChartSeries{{Name: e.ref("Summary", "$C$4"), Categories: ref("B"), Values: ref("C"), Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"2F5D8A"}}}},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: report.ScoreHead(e.o, e.reading()) + ": " + e.say(e.o.Method.Title), Font: &excelize.Font{Bold: true, Size: 11, Color: "1F3244"}}}},
		Legend:    excelize.ChartLegend{Position: legend},
		XAxis:     excelize.ChartAxis{ReverseOrder: reverse, Font: axis},
		YAxis:     excelize.ChartAxis{MajorGridLines: true, Font: axis},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		GapWidth:  &gap,
		Dimension: excelize.ChartDimension{Width: 540, Height: uint(chartHeight(n))},
		Format:    excelize.GraphicOptions{AltText: e.say("Bars: the scores of the first %d technologies, the best on top", n)},
	}
	if !slices.ContainsFunc(e.o.Rows, func(r study.Row) bool { return r.Score < 0 }) { // a bar's length is its value
		zero := 0.0
		chart.YAxis.Minimum = &zero
	}
	if lo, hi, ok := e.o.Method.Range(e.o.Parameters); ok && !slices.ContainsFunc(e.o.Rows, func(r study.Row) bool { return r.Score < lo || r.Score > hi }) {
		chart.YAxis.Minimum, chart.YAxis.Maximum = &lo, &hi
	}
	return f.AddChart(sheet, write.At(6, chartRow), chart)
}

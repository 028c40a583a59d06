package shortlist

import (
	"slices"

	"github.com/xuri/excelize/v2"

	"veche/internal/report"
	"veche/internal/study"
	"veche/internal/workbook/write"
)

// The charts' colours, told apart by people who do not see red and green, and in grey by their order.
var colours = []string{"2F5D8A", "D98E04", "6BAED6", "7A4B8C", "4D4D4D", "B9CF8B", "A63603", "9ECAE1", "C2A5CF", "1B7837", "FDD49E", "969696"}

// lettering is a chart's type, large enough to be read on a page that is printed smaller.
func lettering(bold bool) *excelize.Font {
	return &excelize.Font{Size: 11, Bold: bold, Color: "1F3244", Family: "Calibri"}
}

func filled(k int) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colours[k%len(colours)]}}
}

func titled(text string) excelize.ChartTitle {
	return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: text, Font: lettering(true)}}}
}

// chart draws the scores of the first places as bars, the first on top, those on the list darker. It follows edits and the length of the list.
func (e *exporter) chart(f *excelize.File, s *write.Sheet, bars, height int) error {
	c := e.rankingColumns()
	gap, overlap := uint(45), 100
	ref := func(col int) string { return e.ref("Ranking", write.Pin(col, 2)+":"+write.Pin(col, bars+1)) }
	series := func(col, colour int, ink string) excelize.ChartSeries {
		letters := *lettering(false)
		letters.Color = ink
		return excelize.ChartSeries{Name: e.ref("Ranking", write.Pin(col, 1)), Categories: ref(c.id), Values: ref(col), Fill: filled(colour), DataLabel: excelize.ChartDataLabel{Font: letters}}
	}
	chart := &excelize.Chart{
		Type:     excelize.BarStacked,
		Series:   []excelize.ChartSeries{series(c.inside, 0, "FFFFFF"), series(c.outside, 7, "1F3244")},
		Title:    titled(report.ScoreHead(e.o, e.reading()) + ": " + e.say(e.o.Method.Title)),
		Legend:   excelize.ChartLegend{Position: "bottom", Font: lettering(false)},
		XAxis:    excelize.ChartAxis{ReverseOrder: true, Font: *lettering(false)},
		YAxis:    excelize.ChartAxis{MajorGridLines: true, Font: *lettering(false)},
		Overlap:  &overlap,
		PlotArea: excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0.000;-0.000;"}},
		GapWidth: &gap, Dimension: excelize.ChartDimension{Width: uint((s.Widths[sumTo] + s.Widths[sumBelow] + s.Widths[sumAbove]) * 7), Height: uint(height)},
		Format: excelize.GraphicOptions{AltText: e.say("Bars: the scores of the first %d technologies, the best on top", bars)},
	}
	if !slices.ContainsFunc(e.o.Rows, func(r study.Row) bool { return r.Score < 0 }) { // a bar's length is its value
		zero := 0.0
		chart.YAxis.Minimum = &zero
	}
	if lo, hi, ok := e.o.Method.Range(e.o.Parameters); ok && !slices.ContainsFunc(e.o.Rows, func(r study.Row) bool { return r.Score < lo || r.Score > hi }) {
		chart.YAxis.Minimum, chart.YAxis.Maximum = &lo, &hi
	}
	return f.AddChart(s.Name, write.At(sumTo, lengthRow), chart)
}

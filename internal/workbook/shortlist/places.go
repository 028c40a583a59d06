package shortlist

import (
	"math"

	"github.com/xuri/excelize/v2"

	"veche/internal/workbook/write"
)

// placed is how many technologies the chart of the blocs' places shows.
const placed = 12

// placesBlock is the places that each bloc's answers alone give to the first technologies, as a table and a chart; it returns the next free row.
func (e *exporter) placesBlock(s *write.Sheet, row int) int {
	blocs := e.panel.Blocs
	ranked := 0
	for b := range blocs {
		if blocs[b].Rank != nil {
			ranked++
		}
	}
	if len(blocs) > 6 || ranked < 2 {
		return row
	}
	at := map[int]int{} // of a technology of the study, its place in the report
	for k := range e.panel.Technologies {
		at[e.panel.Technologies[k].Technology] = k
	}
	s.Put(row, 1, e.say("Places by bloc"), write.Strong)
	row = e.wide(s, row+1, e.say("The places that each bloc's answers and judgements give alone to the first technologies of this workbook: 1 is the first, an empty cell stands where they give none."), write.Note)
	head := row
	s.Put(row, 1, e.say("ID"), write.Head)
	s.Put(row, 2, e.say("Technology"), write.Head)
	s.Put(row, 3, e.say("All together"), write.HeadNumber)
	col := 4
	for b := range blocs {
		if blocs[b].Rank != nil {
			s.Put(row, col, blocs[b].Name, write.HeadNumber)
			col++
		}
	}
	worst := 1
	for _, r := range e.o.Rows[:min(placed, len(e.o.Rows))] {
		k, ok := at[e.o.Technology[r.Index]]
		if !ok {
			continue
		}
		row++
		s.Put(row, 1, r.Technology.ID, write.Strong)
		s.Put(row, 2, r.Technology.Name, write.Wrap)
		s.Put(row, 3, r.Rank, write.Whole)
		worst = max(worst, r.Rank)
		col := 4
		for b := range blocs {
			if blocs[b].Rank == nil {
				continue
			}
			if rank := blocs[b].Rank[k]; rank > 0 { // else empty: the chart would draw any text as place 0, above the first
				s.Put(row, col, rank, write.Whole)
				worst = max(worst, rank)
			}
			col++
		}
	}
	if row == head {
		return row + 2
	}
	return e.placesChart(s, head, row, col-1, worst)
}

// placesChart draws the table's places: a mark a bloc, the first place on top. It returns the row below it.
func (e *exporter) placesChart(s *write.Sheet, head, last, lastCol, worst int) int {
	const height = 300
	rows := int(math.Ceil(height*72/96/write.LineHeight)) + 1
	at := last + 2
	one, most := 0.0, float64(worst+1)
	title := e.say("Places by bloc: the higher, the better")
	chart := &excelize.Chart{Type: excelize.Line, Title: titled(title), Legend: excelize.ChartLegend{Position: "right", Font: lettering(false)},
		XAxis: excelize.ChartAxis{Font: *lettering(false), TickLabelPosition: excelize.ChartTickLabelLow}, YAxis: excelize.ChartAxis{MajorGridLines: true, Font: *lettering(false), ReverseOrder: true, Minimum: &one, Maximum: &most, MajorUnit: math.Max(1, math.Ceil(float64(worst)/8))},
		Dimension: excelize.ChartDimension{Width: 900, Height: height}, Format: excelize.GraphicOptions{AltText: title, OffsetY: 3}}
	symbols := []string{"dash", "circle", "diamond", "square", "triangle", "x", "star"}
	for col := 3; col <= lastCol; col++ {
		k := col - 3
		line := excelize.LineOptions{Type: excelize.LineNone}
		if k == 0 {
			line = excelize.LineOptions{Type: excelize.LineSolid, Width: 1.5, Fill: filled(4)}
		}
		colour := []int{4, 0, 1, 9, 3, 6, 2}[k]
		chart.Series = append(chart.Series, excelize.ChartSeries{Name: e.ref("Agreement", write.Pin(col, head)), Categories: e.ref("Agreement", write.Pin(1, head+1)+":"+write.Pin(1, last)),
			Values: e.ref("Agreement", write.Pin(col, head+1)+":"+write.Pin(col, last)), Line: line, Marker: excelize.ChartMarker{Symbol: symbols[k], Size: 9, Fill: filled(colour)}})
	}
	s.Together = append(s.Together, [2]int{at, at + rows - 1})
	before := s.Before
	s.Before = func(f *excelize.File) error {
		if before != nil {
			if err := before(f); err != nil {
				return err
			}
		}
		return f.AddChart(s.Name, write.At(1, at), chart)
	}
	return at + rows + 1
}

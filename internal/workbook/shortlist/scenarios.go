package shortlist

import (
	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/workbook/write"
)

// scenarios sets the states kept by name beside the study as it is exported; nil when none was kept. It holds values.
func (e *exporter) scenarios() *write.Sheet {
	tables := report.Scenarios(e.o, language.Language(e.tongue))
	if tables == nil {
		return nil
	}
	s := write.NewSheet(e.sheet("Scenarios"))
	row := 1
	for k, t := range tables {
		look := write.Strong
		if k == 0 {
			look = write.Title
		}
		s.Put(row, 1, t.Title, look)
		row++
		for _, text := range t.After {
			s.Put(row, 1, text, write.Wrap)
			s.Merges = append(s.Merges, [2]string{write.At(1, row), write.At(max(len(tables[0].Columns), 4), row)})
			row++
		}
		row = e.typed(s, row, t) + 1
	}
	s.Widths[1], s.Widths[2] = 16, 40
	for col := 3; col <= len(tables[1].Columns); col++ {
		s.Widths[col] = 22
	}
	return s
}

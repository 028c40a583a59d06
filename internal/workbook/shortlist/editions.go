package shortlist

import (
	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study/compare"
	"veche/internal/workbook/write"
)

// editions is the sheet against the last edition: who entered, left and moved, why, and what differs between the two. It holds values.
func (e *exporter) editions(c *compare.Comparison) *write.Sheet {
	s := write.NewSheet(e.sheet("Editions"))
	l := language.Language(e.tongue)
	t := report.Compare(c, l)
	s.Put(1, 1, e.say("Against the last edition"), write.Title)
	row := 2
	sentence := func(text string, how write.Look) {
		s.Put(row, 1, text, how)
		s.Merges = append(s.Merges, [2]string{write.At(1, row), write.At(len(t.Columns), row)})
		row++
	}
	sentence(t.Note, write.Note)
	for _, text := range t.After {
		sentence(text, write.Wrap)
	}
	if len(t.Rows) > 0 {
		head := row + 1
		row = e.typed(s, head, t)
		for k := range t.Columns {
			s.Fit(k+1, head, 9, 44)
		}
	}
	if changes := report.CompareChanges(c, l); changes != nil {
		s.Put(row+1, 1, changes.Title, write.Strong)
		row += 2
		for _, r := range changes.Rows {
			s.Put(row, 1, r[0].Shown(l), write.Plain)
			s.Put(row, 5, r[1].Shown(l), write.Plain)
			row++
		}
	}
	return s
}

// typed puts a table with its heads at a row, numbers as numbers, and returns the row below it.
func (e *exporter) typed(s *write.Sheet, row int, t *report.Table) int {
	for k, c := range t.Columns {
		look := write.HeadWrap
		if c.Number {
			look = write.HeadNumber
		}
		s.Put(row, k+1, c.Head, look)
	}
	for n, line := range t.Rows {
		for k, c := range line {
			switch {
			case c.Number && c.Unit == "%":
				s.Put(row+1+n, k+1, c.Value, write.Share)
			case c.Number && c.Style == report.Gain && c.Value != float64(int(c.Value)):
				s.Put(row+1+n, k+1, c.Value, write.Two)
			case c.Number && c.Decimals == 4:
				s.Put(row+1+n, k+1, c.Value, write.Score)
			case c.Number:
				s.Put(row+1+n, k+1, c.Value, write.General)
			case t.Columns[k].Number:
				s.Put(row+1+n, k+1, c.Text, write.Right)
			default:
				s.Put(row+1+n, k+1, write.OrNil(c.Text), write.Wrap)
			}
		}
	}
	return row + 1 + len(t.Rows)
}

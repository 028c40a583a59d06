package write

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// Write streams a sheet out. What it adds must come before Flush, or it is lost.
func (b *Book) Write(s *Sheet, first bool) error {
	s.fitHeads()
	if first {
		if err := b.F.SetSheetName("Sheet1", s.Name); err != nil {
			return err
		}
	} else if _, err := b.F.NewSheet(s.Name); err != nil {
		return err
	}
	columns := 1
	for _, row := range s.Rows {
		columns = max(columns, len(row))
	}
	if s.Lines != nil {
		columns = max(columns, s.Lines.Width)
	}
	if err := b.F.SetSheetDimension(s.Name, "A1:"+At(columns, max(s.last(), 1))); err != nil {
		return err
	}
	if b.Document != nil {
		s.squeeze(columns)
		s.Breaks = append(s.Breaks, s.paginate(columns)...)
	}
	if err := b.printSetup(s, columns); err != nil {
		return err
	}
	w, err := b.F.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	if s.Freeze != [2]int{} {
		pane := "bottomLeft"
		if s.Freeze[0] > 0 {
			pane = "bottomRight"
		}
		if err := w.SetPanes(&excelize.Panes{Freeze: true, XSplit: s.Freeze[0], YSplit: s.Freeze[1], TopLeftCell: At(s.Freeze[0]+1, s.Freeze[1]+1), ActivePane: pane}); err != nil {
			return err
		}
	}
	if err := SetWidths(s.Widths, columns, w.SetColWidth); err != nil {
		return err
	}
	for _, col := range s.Hidden {
		if err := w.SetColVisible(col, col, false); err != nil {
			return err
		}
	}
	for _, m := range s.Merges {
		if err := w.MergeCell(m[0], m[1]); err != nil {
			return err
		}
	}
	for _, row := range s.Breaks {
		if err := b.F.InsertPageBreak(s.Name, At(1, row)); err != nil {
			return err
		}
	}
	for _, l := range s.Links {
		if err := b.F.SetCellHyperLink(s.Name, l.Cell, l.To, "Location"); err != nil {
			return err
		}
	}
	if err := b.F.ProtectSheet(s.Name, &guide); err != nil {
		return err
	}
	if s.Before != nil {
		if err := s.Before(b.F); err != nil {
			return err
		}
	}
	if err := b.rows(w, s, columns); err != nil {
		return err
	}
	if s.isTable() {
		stripes := true
		if err := w.AddTable(&excelize.Table{Range: s.Filter, Name: s.Table, StyleName: "TableStyleLight1", ShowRowStripes: &stripes}); err != nil {
			return err
		}
	}
	if s.Aside {
		for k := range b.F.WorkBook.Sheets.Sheet { // SetSheetVisible would read back every sheet that is written
			if sheet := &b.F.WorkBook.Sheets.Sheet[k]; sheet.Name == s.Name {
				sheet.State = "hidden"
			}
		}
	}
	return w.Flush()
}

// rows streams the cells out.
func (b *Book) rows(w *excelize.StreamWriter, s *Sheet, columns int) error {
	room, out := make([]excelize.Cell, columns), make([]any, columns)
	return s.each(1, func(n int, row []Cell) error {
		for k := range row {
			c := &row[k]
			out[k] = nil
			if c.set {
				value := c.Value
				if c.formula == "" {
					value = Literal(value)
				}
				room[k] = excelize.Cell{StyleID: b.Styles[c.Look], Formula: c.formula, Value: value}
				out[k] = &room[k]
			}
		}
		var options []excelize.RowOpts
		h := s.height(n, row)
		if b.Document != nil && s.Lines == nil {
			h = max(h, LineHeight) // programs give rows without a height different ones, and charts stand on rows
		}
		if h > 0 {
			options = append(options, excelize.RowOpts{Height: h})
		}
		return w.SetRow(At(1, n), out[:len(row)], options...)
	})
}

// isTable reports whether the filtered range can be a table: Excel calls a workbook damaged whose table has two columns of one name.
func (s *Sheet) isTable() bool {
	if s.Table == "" || s.Filter == "" {
		return false
	}
	first, last, _ := strings.Cut(s.Filter, ":")
	left, head, err := excelize.CellNameToCoordinates(first)
	if err != nil {
		return false
	}
	right, _, err := excelize.CellNameToCoordinates(last)
	if err != nil {
		return false
	}
	names := map[string]bool{}
	for col := left; col <= right; col++ {
		name, ok := s.cell(head, col).Value.(string)
		if key := strings.ToLower(name); !ok || key == "" || names[key] || strings.Join(strings.Fields(name), " ") != name || Literal(name) != any(name) {
			return false
		} else {
			names[key] = true
		}
	}
	return true
}

// guide is what people may do on a protected sheet: everything that changes no formula.
var guide = excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true, FormatCells: true, FormatColumns: true, FormatRows: true, Sort: true,
	AutoFilter: true, EditObjects: true, EditScenarios: true}

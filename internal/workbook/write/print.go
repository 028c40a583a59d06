package write

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Document is what stands on every printed page of a workbook that is read on paper.
type Document struct {
	Title   string // at the top left
	Printed string // before the date of printing, at the top right
}

// A page of A4 across, at the margins of printSetup. Nothing is printed smaller than leastSize: the text of cells is 11 points.
const (
	pageUnits  = 147                      // of columns' widths that fit at full size
	pagePoints = 0.95 * 72 * (8.27 - 1.4) // of rows' heights, with a little to spare
	textSize   = 11.0
	leastSize  = 8.1
)

// MostUnits is how wide a sheet may be, in units of columns' widths, so that its text is not printed too small on one page's width.
var MostUnits = math.Floor(pageUnits * textSize / leastSize)

// Area is what is printed of a sheet: from its first cell to its last, counted from 1; the zero is all.
type Area struct{ Col, Row, LastCol, LastRow int }

// printed is the sheet's area with its ends.
func (s *Sheet) printed(columns int) Area {
	a := s.Area
	a.Col, a.Row = max(a.Col, 1), max(a.Row, 1)
	if a.LastCol == 0 {
		a.LastCol = columns
	}
	if a.LastRow == 0 {
		a.LastRow = max(s.last(), 1)
	}
	return a
}

// units is how wide the printed columns are.
func (s *Sheet) units(columns int) float64 {
	a := s.printed(columns)
	var sum float64
	for col := a.Col; col <= a.LastCol; col++ {
		if !s.hides(col) {
			sum += s.columnWidth(col)
		}
	}
	return sum
}

func (s *Sheet) hides(col int) bool {
	for _, h := range s.Hidden {
		if h == col {
			return true
		}
	}
	return false
}

// squeeze narrows the widest columns of wrapped text until the sheet is no wider than its page, but none below 26 units.
func (s *Sheet) squeeze(columns int) {
	a := s.printed(columns)
	for range 400 {
		if s.units(columns) <= MostUnits {
			return
		}
		widest := 0
		for col := a.Col; col <= a.LastCol; col++ {
			if !s.hides(col) && s.columnWidth(col) > 26 && (widest == 0 || s.columnWidth(col) > s.columnWidth(widest)) {
				widest = col
			}
		}
		if widest == 0 {
			return
		}
		s.Widths[widest] = s.columnWidth(widest) - 1
	}
}

// scale is how much smaller than the screen the sheet is printed; whole reports that it is one page wide.
func (s *Sheet) scale(columns int) (scale float64, whole bool) {
	w := s.units(columns)
	if w > MostUnits {
		return math.Ceil(100*leastSize/textSize) / 100, false
	}
	return min(1, pageUnits/w), true
}

// blank reports a row that shows nothing.
func blank(row []Cell) bool {
	for k := range row {
		if text, ok := row[k].Value.(string); row[k].Value != nil && (!ok || strings.TrimSpace(text) != "") {
			return false
		}
	}
	return true
}

// leads reports a row that says what follows it: heads of columns, a title, or the note below a title.
func (s *Sheet) leads(row int) bool {
	if row < 1 || row > len(s.Rows) {
		return false
	}
	cells := s.Rows[row-1]
	shown, first := 0, Plain
	for k := range cells {
		c := &cells[k]
		if c.Value == nil || c.Value == "" {
			continue
		}
		if c.Look.heading() {
			return true
		}
		if shown++; k == 0 {
			first = c.Look
		}
	}
	if shown != 1 || row == len(s.Rows) || blank(s.Rows[row]) {
		return false
	}
	switch first {
	case Strong, StrongWrap, Title:
		return true
	case Note, Wrap:
		return s.leads(row - 1)
	}
	return false
}

// paginate finds the rows that begin a page so that no heading is the last on its page, what is kept together is not divided, and a block that fits a page is not
// divided where much of a page is used already.
func (s *Sheet) paginate(columns int) []int {
	if s.Lines != nil { // too long to be looked through; its heads are repeated
		return nil
	}
	scale, _ := s.scale(columns)
	a := s.printed(columns)
	room := pagePoints / scale
	var heights []float64
	_ = s.each(1, func(row int, cells []Cell) error {
		heights = append(heights, max(s.height(row, cells), LineHeight))
		return nil
	})
	sum := func(from, to int) (points float64) { // of rows from..to
		for row := from; row <= min(to, len(heights)); row++ {
			points += heights[row-1]
		}
		return points
	}
	var breaks []int
	used := 0.0
	turn := func(row int) {
		if row > a.Row && used > 0 {
			breaks = append(breaks, row)
			used = sum(1, min(s.TitleRows, row-1))
		}
	}
	for row := a.Row; row <= min(a.LastRow, len(heights)); row++ {
		for _, t := range s.Together {
			if t[0] == row && used+sum(t[0], t[1]) > room {
				turn(row)
			}
		}
		if s.leads(row) && !s.leads(row-1) {
			chain := row
			for s.leads(chain + 1) {
				chain++
			}
			end := chain
			for end < a.LastRow && end < len(s.Rows) && !blank(s.Rows[end]) {
				end++
			}
			whole := sum(row, end)
			if used+sum(row, chain+2) > room || (used+whole > room && whole <= room && used > room/2) {
				turn(row)
			}
		} else if used+heights[row-1] > room && !s.within(row) {
			turn(row)
		}
		used += heights[row-1]
	}
	return breaks
}

// within reports a row inside a range that is kept together, but not its first.
func (s *Sheet) within(row int) bool {
	for _, t := range s.Together {
		if row > t[0] && row <= t[1] {
			return true
		}
	}
	return s.leads(row) && s.leads(row-1)
}

// printSetup makes a sheet print on A4, one page wide, with its header rows repeated and pages numbered. A sheet of a document that would become too small to
// read is printed over several pages' width instead, its frozen columns repeated.
func (b *Book) printSetup(s *Sheet, columns int) error {
	yes, a4, one, pages := true, 9, 1, 0
	orientation := "landscape"
	if s.Filter != "" && !s.isTable() { // before the properties, which it begins anew
		if err := b.F.AutoFilter(s.Name, s.Filter, nil); err != nil {
			return err
		}
	}
	layout := excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &one, FitToHeight: &pages}
	fits, titleCols := true, 0
	if b.Document != nil {
		if scale, whole := s.scale(columns); !whole {
			percent := uint(math.Round(100 * scale))
			layout.AdjustTo, layout.FitToWidth, layout.FitToHeight = &percent, nil, nil
			fits, titleCols = false, s.Freeze[0]
		}
	}
	if fits {
		if err := b.F.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
			return err
		}
	}
	if err := b.F.SetPageLayout(s.Name, &layout); err != nil {
		return err
	}
	side, top, bottom, edge := 0.4, 0.75, 0.65, 0.3 // inches
	if b.Document == nil {
		top = 0.5
	}
	if err := b.F.SetPageMargins(s.Name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &bottom, Header: &edge, Footer: &edge}); err != nil {
		return err
	}
	if err := b.F.SetHeaderFooter(s.Name, b.Document.header()); err != nil {
		return err
	}
	if a := s.printed(columns); s.Area != (Area{}) {
		name := excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("%s!%s:%s", quotedName(s.Name), Pin(a.Col, a.Row), Pin(a.LastCol, a.LastRow)), Scope: s.Name}
		if err := b.F.SetDefinedName(&name); err != nil {
			return err
		}
	}
	var titles []string
	if titleCols > 0 {
		titles = append(titles, fmt.Sprintf("%s!$A:$%s", quotedName(s.Name), column(titleCols)))
	}
	if s.TitleRows > 0 {
		titles = append(titles, fmt.Sprintf("%s!$1:$%d", quotedName(s.Name), s.TitleRows))
	}
	if titles == nil {
		return nil
	}
	return b.F.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: strings.Join(titles, ","), Scope: s.Name})
}

func quotedName(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }

// header is what stands at the top and the foot of every page. A header holds up to 255 signs, of which the title may be as many as leave room for the date.
func (d *Document) header() *excelize.HeaderFooterOptions {
	if d == nil {
		return &excelize.HeaderFooterOptions{OddFooter: "&L&A&R&P / &N"}
	}
	const font = `&11&"Calibri,Regular"`
	title := []rune(strings.Join(strings.Fields(d.Title), " "))
	if len(title) > 90 {
		title = append(title[:89], '…')
	}
	text := strings.ReplaceAll(string(title), "&", "&&")
	return &excelize.HeaderFooterOptions{OddHeader: "&L" + font + text + "&R" + font + strings.ReplaceAll(d.Printed, "&", "&&") + " &D", OddFooter: "&L" + font + "&A&R" + font + "&P / &N"}
}

// Points is the height of rows from one to another, as they are now.
func (s *Sheet) Points(from, to int) (sum float64) {
	_ = s.each(from, func(row int, cells []Cell) error {
		if row <= to {
			sum += max(s.height(row, cells), LineHeight)
		}
		return nil
	})
	return sum
}

package workbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/xuri/excelize/v2"

	"veche/internal/mcda/robust"
	"veche/internal/study"
	"veche/internal/study/panel"
	"veche/internal/study/selection"
)

// ExportOptions is what the exported workbook says beyond the outcome itself.
type ExportOptions struct {
	Actions []study.Action // applied since the study was read, for the Audit sheet
	Version string         // of the program
	Lang    string         // "en" or "ru"; "" for the study's own language

	Selection *selection.Selection // for the sheet Selection; nil: made when the study has a budget or rules
}

// Export writes an outcome as a workbook that works without this program: editing a weight on the Criteria sheet recomputes the calculation, the ranks, the
// order and the shortlist in Excel 2010 or later and in LibreOffice. Every formula carries its value. For methods whose calculation is not written as formulas,
// and where formulas would not give the engine's scores, the sheets hold values and say so. All but the weights is protected against slips of the hand,
// without a password. The same outcome gives the same bytes; the date in its properties is therefore the library's constant, not today.
func Export(o *study.Outcome, x ExportOptions) ([]byte, error) {
	b, err := newExportBook()
	if err != nil {
		return nil, err
	}
	defer b.f.Close()
	order := make([]int, len(o.Rows))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(i, k int) int { return strings.Compare(o.Problem.Alternatives[i], o.Problem.Alternatives[k]) })
	e := &exporter{tongue: languageOf(cmp.Or(x.Lang, o.Study.Settings.Language)), book: b, o: o, x: x, order: order, leafRow: make([]int, len(o.Leaves))}
	if live(o) {
		if c := calculate(o, order); c.agrees() {
			e.c = c
		}
	}
	e.calc = e.plan()
	e.stable = e.stabilities()
	if len(o.Study.Experts) > 0 {
		e.panel, _ = panel.Assess(o.Study) // an error is that no expert's answer counts
	}
	criteria := e.criteria() // first: the others refer to its rows
	sheets := []*exportSheet{e.summary(), e.ranking(), criteria, e.scores(), e.calculation()}
	if len(o.Study.Experts) > 0 {
		sheets = append(sheets, e.experts())
	}
	if agreement := e.agreement(); agreement != nil {
		sheets = append(sheets, agreement)
	}
	links, err := e.network()
	if err != nil {
		return nil, err
	}
	if links != nil {
		sheets = append(sheets, links)
	}
	trust, err := e.robustness()
	if err != nil {
		return nil, err
	}
	if e.stable != nil || trust.Draws != nil {
		sheets = append(sheets, e.sensitivity(trust))
	}
	if selection := e.selection(); selection != nil {
		sheets = append(sheets, selection)
	}
	sheets = append(sheets, e.issues(), e.audit())
	for k, s := range sheets {
		if err := b.write(s, k == 0); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", s.name, err)
		}
	}
	if err := b.f.SetDocProps(e.properties()); err != nil {
		return nil, err
	}
	b.f.SetActiveSheet(0)
	return pack(b.f)
}

// exporter is one export under way.
type exporter struct {
	tongue
	book    *exportBook
	o       *study.Outcome
	x       ExportOptions
	order   []int        // problem rows in the order of the Scores and Calculation sheets
	c       *calculation // nil when the method is not written as formulas
	leafRow []int        // row of each leaf on the Criteria sheet
	calc    calculationPlan
	panel   *panel.Report      // nil where nobody was asked
	stable  []robust.Stability // by column; nil where finding them takes too long
}

func (e *exporter) properties() *excelize.DocProperties {
	language := "en"
	if e.tongue == inRuss {
		language = "ru"
	}
	return &excelize.DocProperties{Title: e.o.Study.Title, Subject: e.say("Ranking of technologies"), Creator: "Veche " + e.x.Version, LastModifiedBy: "Veche " + e.x.Version,
		Description: e.say("Made from %s.", e.input()), Keywords: e.told(e.o.Method.Title), Category: e.say("Shortlist"), Language: language}
}

func (e *exporter) input() string {
	if e.o.Study.Source.File == "" {
		return e.say("the built-in example")
	}
	return e.o.Study.Source.File
}

// exportBook is the workbook being written and its styles.
type exportBook struct {
	f      *excelize.File
	styles map[look]int
}

// look names a style.
type look int

const (
	lookPlain look = iota
	lookWrap
	lookTitle
	lookNote
	lookHead
	lookHeadWrap
	lookHeadNumber
	lookInput
	lookScore // 0.0000
	lookFine  // 0.000000
	lookShare // 0.0%
	lookWhole
	lookGeneral
	lookStrong
	lookAlert
	lookLink
	lookHeadFilter // a number's heading that leaves room for the filter's button
	lookTwo        // 0.00
	lookShareStrong
	lookRight // words in a column of numbers
	lookThree // 0.000
	lookOne   // 0.0
	lookStrongWrap
	lookTick // 1 or 0, to edit
)

func newExportBook() (*exportBook, error) {
	b := &exportBook{f: excelize.NewFile(), styles: map[look]int{}}
	number := func(format string) *excelize.Style {
		return &excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top"}}
	}
	words := func(wrap bool) *excelize.Style { // set off from a number to the left
		return &excelize.Style{Alignment: &excelize.Alignment{WrapText: wrap, Vertical: "top", Horizontal: "left", Indent: 1}}
	}
	head := func(wrap bool, horizontal string) *excelize.Style {
		return &excelize.Style{Font: &excelize.Font{Bold: true, Color: "1F3244"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E3EAF1"}},
			Border: []excelize.Border{{Type: "bottom", Color: "6B7F93", Style: 1}}, Alignment: &excelize.Alignment{WrapText: wrap, Vertical: "bottom", Horizontal: horizontal, Indent: indent(horizontal)}}
	}
	input := number("0.0000")
	input.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF4CC"}}
	input.Protection = &excelize.Protection{Locked: false}
	input.Border = []excelize.Border{{Type: "left", Color: "B59B3A", Style: 1}, {Type: "right", Color: "B59B3A", Style: 1}, {Type: "top", Color: "B59B3A", Style: 1}, {Type: "bottom", Color: "B59B3A", Style: 1}}
	tick := *input
	whole := "0"
	tick.CustomNumFmt, tick.Alignment = &whole, &excelize.Alignment{Vertical: "top", Horizontal: "center"}
	filter := head(true, "right")
	filter.Alignment.Indent = 2
	strong := number("0.0%")
	strong.Font = &excelize.Font{Bold: true}
	for _, s := range []struct {
		look  look
		style *excelize.Style
	}{
		{lookPlain, words(false)},
		{lookWrap, words(true)},
		{lookTitle, &excelize.Style{Font: &excelize.Font{Bold: true, Size: 15, Color: "1F3244"}, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}}},
		{lookNote, &excelize.Style{Font: &excelize.Font{Color: "55606B"}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top", Horizontal: "left", Indent: 1}}},
		{lookHead, head(false, "left")}, {lookHeadWrap, head(true, "left")}, {lookHeadNumber, head(true, "right")},
		{lookInput, input}, {lookTick, &tick}, {lookScore, number("0.0000")}, {lookFine, number("0.000000")}, {lookShare, number("0.0%")}, {lookWhole, number("0")}, {lookGeneral, number("General")},
		{lookStrong, &excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}}},
		{lookHeadFilter, filter}, {lookShareStrong, strong}, {lookTwo, number("0.00")}, {lookThree, number("0.000")}, {lookOne, number("0.0")},
		{lookStrongWrap, &excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top", Horizontal: "left", Indent: 1}}},
		{lookRight, &excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "right"}}},
		{lookLink, &excelize.Style{Font: &excelize.Font{Color: "1F4E8C", Underline: "single"}, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}}},
		{lookAlert, &excelize.Style{Font: &excelize.Font{Bold: true, Color: "A02020"}, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}}},
	} {
		if s.style.Font == nil {
			s.style.Font = &excelize.Font{}
		}
		s.style.Font.Family = "Calibri" // LibreOffice has a metric twin
		if s.style.Font.Size == 0 {
			s.style.Font.Size = 11
		}
		id, err := b.f.NewStyle(s.style)
		if err != nil {
			return nil, err
		}
		b.styles[s.look] = id
	}
	return b, nil
}

// indent sets text off from the number left of it.
func indent(horizontal string) int {
	if horizontal == "left" {
		return 1
	}
	return 0
}

// exportCell is a value, or a formula with its value.
type exportCell struct {
	value   any
	formula string
	look    look
	set     bool
}

// exportSheet is one sheet before it is written: cells by row and column from 1, and how it prints.
type exportSheet struct {
	name      string
	rows      [][]exportCell
	widths    map[int]float64
	merges    [][2]string
	breaks    []int  // rows that begin a printed page
	freeze    [2]int // columns and rows that stay
	titleRows int    // rows repeated on every printed page
	before    func(f *excelize.File) error
	onePage   bool
	filter    string // the range that is a table or can be filtered, its first row the heading; "" for none
	table     string // the name of the table; "" for none
	links     []exportLink
	hidden    []int // columns
}

// exportLink leads from a cell to a place in the workbook.
type exportLink struct{ cell, to string }

func newExportSheet(name string) *exportSheet {
	return &exportSheet{name: name, widths: map[int]float64{}}
}

func (s *exportSheet) cell(row, col int) *exportCell {
	for len(s.rows) < row {
		s.rows = append(s.rows, nil)
	}
	for len(s.rows[row-1]) < col {
		s.rows[row-1] = append(s.rows[row-1], exportCell{})
	}
	c := &s.rows[row-1][col-1]
	c.set = true
	return c
}

// put writes a value; nil leaves the cell blank.
func (s *exportSheet) put(row, col int, value any, l look) {
	c := s.cell(row, col)
	c.value, c.look = value, l
}

// formula writes a formula with the value it has now.
func (s *exportSheet) formula(row, col int, formula string, value any, l look) {
	c := s.cell(row, col)
	c.value, c.formula, c.look = value, formula, l
}

// lineHeight is one line of text in points.
const lineHeight = 15

// height is what a row needs for its wrapped texts, 0 for one line: spreadsheets do not fit the rows of a file they did not write.
func (s *exportSheet) height(row int) float64 {
	lines := 1
	for k, c := range s.rows[row-1] {
		if c.look == lookTitle && c.set {
			return 1.6 * lineHeight
		}
		text, ok := c.value.(string)
		if !ok || (c.look != lookWrap && c.look != lookStrongWrap && c.look != lookNote && c.look != lookHeadWrap && c.look != lookHeadNumber && c.look != lookHeadFilter) {
			continue
		}
		width := s.width(row, k+1) - 1
		lines = max(lines, len(strings.Split(ansi.Wordwrap(text, max(int(width), 4), " "), "\n")))
	}
	if lines == 1 {
		return 0
	}
	return float64(lines) * lineHeight
}

// width is that of a cell, or of the cells merged with it.
func (s *exportSheet) width(row, col int) float64 {
	last := col
	for _, m := range s.merges {
		if m[0] == at(col, row) {
			if c, _, err := excelize.CellNameToCoordinates(m[1]); err == nil {
				last = c
			}
		}
	}
	var sum float64
	for c := col; c <= last; c++ {
		if w, ok := s.widths[c]; ok {
			sum += w
		} else {
			sum += 9
		}
	}
	return sum
}

// fit sets a column's width to its texts from a row on, between two bounds.
func (s *exportSheet) fit(col, from int, least, most float64) {
	width := least
	for r := from; r <= len(s.rows); r++ {
		if len(s.rows[r-1]) >= col {
			if text, ok := s.rows[r-1][col-1].value.(string); ok {
				width = max(width, float64(ansi.StringWidth(text))*1.1+2)
			}
		}
	}
	s.widths[col] = min(width, most)
}

// fitHeads widens columns so that no word of a heading is broken, and a filter's button hides none.
func (s *exportSheet) fitHeads() {
	for _, row := range s.rows {
		for k, c := range row {
			text, ok := c.value.(string)
			extra := map[look]float64{lookHead: 3, lookHeadWrap: 3, lookHeadNumber: 2, lookHeadFilter: 5}[c.look]
			if !ok || extra == 0 {
				continue
			}
			words := strings.Fields(text)
			if c.look == lookHead { // one line
				words = []string{text}
			}
			for _, word := range words {
				if width := float64(ansi.StringWidth(word))*1.15 + extra; width > s.width(0, k+1) {
					s.widths[k+1] = width
				}
			}
		}
	}
}

// write streams a sheet out. What it adds must come before Flush, or it is lost.
func (b *exportBook) write(s *exportSheet, first bool) error {
	s.fitHeads()
	if first {
		if err := b.f.SetSheetName("Sheet1", s.name); err != nil {
			return err
		}
	} else if _, err := b.f.NewSheet(s.name); err != nil {
		return err
	}
	columns := 1
	for _, row := range s.rows {
		columns = max(columns, len(row))
	}
	if err := b.f.SetSheetDimension(s.name, "A1:"+at(columns, max(len(s.rows), 1))); err != nil {
		return err
	}
	if err := b.printSetup(s); err != nil {
		return err
	}
	w, err := b.f.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	if s.freeze != [2]int{} {
		pane := "bottomLeft"
		if s.freeze[0] > 0 {
			pane = "bottomRight"
		}
		if err := w.SetPanes(&excelize.Panes{Freeze: true, XSplit: s.freeze[0], YSplit: s.freeze[1], TopLeftCell: at(s.freeze[0]+1, s.freeze[1]+1), ActivePane: pane}); err != nil {
			return err
		}
	}
	for col := 1; col <= columns; col++ {
		if width, ok := s.widths[col]; ok {
			if err := w.SetColWidth(col, col, width); err != nil {
				return err
			}
		}
	}
	for _, col := range s.hidden {
		if err := w.SetColVisible(col, col, false); err != nil {
			return err
		}
	}
	for _, m := range s.merges {
		if err := w.MergeCell(m[0], m[1]); err != nil {
			return err
		}
	}
	for _, row := range s.breaks {
		if err := b.f.InsertPageBreak(s.name, at(1, row)); err != nil {
			return err
		}
	}
	for _, l := range s.links {
		if err := b.f.SetCellHyperLink(s.name, l.cell, l.to, "Location"); err != nil {
			return err
		}
	}
	if err := b.f.ProtectSheet(s.name, &guide); err != nil {
		return err
	}
	if s.before != nil {
		if err := s.before(b.f); err != nil {
			return err
		}
	}
	for n, row := range s.rows {
		cells := make([]any, len(row))
		for k, c := range row {
			if c.set {
				value := c.value
				if c.formula == "" {
					value = literal(value)
				}
				cells[k] = excelize.Cell{StyleID: b.styles[c.look], Formula: c.formula, Value: value}
			}
		}
		var options []excelize.RowOpts
		if h := s.height(n + 1); h > 0 {
			options = append(options, excelize.RowOpts{Height: h})
		}
		if err := w.SetRow(at(1, n+1), cells, options...); err != nil {
			return err
		}
	}
	if s.isTable() {
		stripes := true
		if err := w.AddTable(&excelize.Table{Range: s.filter, Name: s.table, StyleName: "TableStyleLight1", ShowRowStripes: &stripes}); err != nil {
			return err
		}
	}
	return w.Flush()
}

// isTable reports whether the filtered range can be a table: Excel calls a workbook damaged whose table has two columns of one name.
func (s *exportSheet) isTable() bool {
	if s.table == "" || s.filter == "" {
		return false
	}
	first, last, _ := strings.Cut(s.filter, ":")
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
		name, ok := s.cell(head, col).value.(string)
		if key := fold(name); !ok || key == "" || names[key] || clean(name) != name || literal(name) != any(name) {
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

// printSetup makes a sheet print on A4, one page wide, with its header rows repeated and pages numbered.
func (b *exportBook) printSetup(s *exportSheet) error {
	yes, a4, one, pages := true, 9, 1, 0
	orientation := "landscape"
	if s.onePage {
		pages = 1
	}
	if s.filter != "" && !s.isTable() { // before the properties, which it begins anew
		if err := b.f.AutoFilter(s.name, s.filter, nil); err != nil {
			return err
		}
	}
	if err := b.f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	if err := b.f.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &one, FitToHeight: &pages}); err != nil {
		return err
	}
	side, top, bottom, edge := 0.4, 0.5, 0.65, 0.3 // inches
	if err := b.f.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &bottom, Header: &edge, Footer: &edge}); err != nil {
		return err
	}
	if err := b.f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&R&P / &N"}); err != nil {
		return err
	}
	if s.titleRows == 0 {
		return nil
	}
	return b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$%d", s.name, s.titleRows), Scope: s.name})
}

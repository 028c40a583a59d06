package workbook

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// importedFile is a file that blocks were found in.
type importedFile struct {
	name   string
	book   source
	sheets []*importedSheet
}

// importedSheet is a sheet of it.
type importedSheet struct {
	file  *importedFile
	index int
	name  string
	left  int       // numbers that stand in no block
	first xlsx.Cell // of these
}

// cell is what stands at a place; a blank one where nothing does.
func (g *scattered) cell(row, col int) xlsx.Cell {
	g.looked++
	if c, ok := g.cells[[2]int{row, col}]; ok {
		return c
	}
	return xlsx.Cell{Row: row, Col: col, Cached: true}
}

// isBlank reports a cell in which nothing stands.
func isBlank(c xlsx.Cell) bool {
	return !c.HasFormula && (c.Kind == xlsx.Blank || c.Kind == xlsx.Text && clean(c.Text) == "")
}

// answerIn is what a cell says by the rules that answers are read by everywhere: a number, that there is none, or neither.
func answerIn(c xlsx.Cell) (given, abstained bool) {
	v, f := number(c)
	return f == nil && v.state == study.Given, f == nil && v.state == study.Abstained
}

// answered reports a cell with a number in it, or with the words for having none.
func (g *scattered) answered(row, col int) bool {
	given, abstained := answerIn(g.cell(row, col))
	return given || abstained
}

// heads reports a row that begins another table: it is headed like the one above it, or names an expert or a thing scored.
func (g *scattered) heads(row, col, corner int) bool {
	name := g.text(row, col)
	if name == "" {
		return false
	}
	return fold(name) == fold(g.text(corner, col)) || slices.Contains(columnsOfList["expert"], foldHeader(name)) || slices.Contains(columnsOfList["item"], foldHeader(name))
}

// lines are the rows of a grid whose headings stand in a row, whose names in col and whose answers in the columns: up to the last name beside which anything stands. empty
// are the names between them beside which nothing does, below those that follow the last. A grid's first row has an answer, or something with a digit: words are headings.
func (g *scattered) lines(row, col int, columns []int) (rows []int, empty, below []xlsx.Cell) {
	for r := row + 1; r <= g.rows; r++ {
		name := g.label(r, col)
		if name == "" || totalLike().MatchString(name) || g.used[[2]int{r, col}] || g.heads(r, col, row) {
			break
		}
		filled, answers := 0, 0
		for _, c := range columns {
			cell := g.cell(r, c)
			if isBlank(cell) || g.used[[2]int{r, c}] {
				continue
			}
			if filled++; g.answered(r, c) || cell.Kind != xlsx.Text || strings.ContainsFunc(cell.Text, unicode.IsDigit) {
				answers++
			}
		}
		switch {
		case filled == 0:
			below = append(below, g.cell(r, col))
			continue
		case answers == 0 && len(rows) == 0:
			return nil, nil, nil
		}
		empty, below = append(empty, below...), nil
		rows = append(rows, r)
	}
	return rows, empty, below
}

// worded reports a column of a grid that holds words and not one answer nor a digit: names or notes.
func (g *scattered) worded(col int, rows []int) bool {
	words := 0
	for _, r := range rows {
		c := g.cell(r, col)
		switch {
		case isBlank(c):
		case c.Kind != xlsx.Text || g.answered(r, col) || strings.ContainsFunc(c.Text, unicode.IsDigit):
			return false
		default:
			words++
		}
	}
	return words > 0
}

// fill takes the rows of a grid: their names, cells and numbers; of the cells filled hold an answer. ok is false where two have one name.
func (g *scattered) fill(b *Block, col int, columns, rows []int) (filled int, ok bool) {
	beside := headings{}
	for _, r := range rows {
		values, cells := make([]float64, len(columns)), make([]xlsx.Cell, len(columns))
		for k, c := range columns {
			if !g.used[[2]int{r, c}] {
				cells[k] = g.cell(r, c)
			}
			x, ok := g.number(r, c)
			if values[k] = x; !ok {
				values[k] = math.NaN()
			}
			if ok || g.answered(r, c) {
				filled++
			}
		}
		name := g.label(r, col)
		if !beside.another(name) {
			return 0, false
		}
		b.Rows, b.Values, b.cells = append(b.Rows, name), append(b.Values, values), append(b.cells, cells)
	}
	return filled, true
}

// outside are the numbers on a sheet that stand in none of its blocks: none above the first, in a row or column of totals, nor those that count a block's rows.
func (g *scattered) outside(blocks []*Block) (left int, first xlsx.Cell) {
	summing := map[[2]int]bool{} // a row as {row, 0}, a column as {0, column}
	for at, c := range g.cells {
		if c.Kind == xlsx.Text && totalLike().MatchString(g.text(at[0], at[1])) {
			summing[[2]int{at[0], 0}], summing[[2]int{0, at[1]}] = true, true
		}
	}
	counting, ending := map[[2]int]bool{}, map[int][]*Block{} // places beside blocks' rows; grids by their last row
	for _, b := range blocks {
		for r := b.Range.Row1; r <= b.Range.Row2; r++ {
			counting[[2]int{r, b.Range.Col1 - 1}] = true
		}
		if b.names > 0 {
			ending[b.Range.Row2] = append(ending[b.Range.Row2], b)
		}
	}
	var places [][2]int // there may be very many
	for at, c := range g.cells {
		given, _ := answerIn(c)
		if given && !g.used[at] && !counting[at] && !summing[[2]int{at[0], 0}] && !summing[[2]int{0, at[1]}] && (len(blocks) == 0 || at[0] >= blocks[0].Range.Row1) {
			places = append(places, at)
		}
	}
	slices.SortFunc(places, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	for _, at := range places {
		c := g.cells[at]
		if g.apart(ending, c) {
			continue
		}
		if left++; left == 1 {
			first = c
		}
	}
	return left, first
}

// apart reports a number of a row below a grid that looks like one of its rows and is parted from it by blank rows, and notes the row's name. Below a total it is another figure.
func (g *scattered) apart(ending map[int][]*Block, c xlsx.Cell) bool {
	for end := c.Row - 1; end >= c.Row-1-headerRows && len(ending) > 0; end-- {
		for _, b := range slices.Backward(ending[end]) {
			if c.Col > b.names && c.Col <= b.Range.Col2 {
				return g.apartFrom(b, c.Row)
			}
		}
	}
	return false
}

// apartFrom is apart of the grid that ends nearest above a row.
func (g *scattered) apartFrom(b *Block, row int) bool {
	if g.text(row, b.names) == "" {
		return false
	}
	for r := b.Range.Row2 + 1; r < row; r++ {
		if totalLike().MatchString(g.label(r, b.names)) {
			return false
		}
	}
	for col := b.names + 1; col <= b.Range.Col2; col++ {
		if _, ok := g.number(row, col); !ok {
			return false
		}
	}
	if name := g.cell(row, b.names); !slices.ContainsFunc(b.apart, func(c xlsx.Cell) bool { return c.Row == name.Row }) {
		b.apart = append(b.apart, name)
	}
	return true
}

// reader is what the cells of a file are read by: as those of a study's sheets, with no list to look anything up in.
func (im *importing) reader(f *importedFile) *reader {
	r := im.readers[f]
	if r == nil {
		r = newReader(f.name, "")
		r.book, r.known = f.book, make([]bool, len(f.book.Sheets()))
		r.criteria, r.technologies, r.experts, r.terms = newIndex(), newIndex(), newIndex(), newIndex()
		im.readers[f] = r
	}
	return r
}

// read is what a block's cell says, written so that it is read as the same: "" for nothing. What cannot be read is among the reader's issues.
func (im *importing) read(b *Block, c xlsx.Cell, want sought) string {
	if c.Row == 0 || isBlank(c) {
		return ""
	}
	t := im.tables[b.from]
	if t == nil {
		t = &table{r: im.reader(b.from.file), index: b.from.index, name: b.from.name}
		im.tables[b.from] = t
	}
	q, ok := row{t: t, n: c.Row}.quantity(c, want)
	switch {
	case !ok || q.state == study.Missing:
		return ""
	case q.state == study.Abstained:
		return "n/a"
	case q.term != 0:
		return formatFuzzy(q.numbers())
	}
	return doubtless(q.value)
}

// doubtless writes a number so that its point is no mark between thousands: 1.125 as 1.1250.
func doubtless(x float64) string {
	text := importedNumber(x)
	if at := strings.IndexByte(text, '.'); at >= 0 && len(text)-at == 4 {
		text += "0"
	}
	return text
}

// found is everything that is wrong with the cells of the blocks, or was left out of them.
func (im *importing) found(blocks []*Block) study.Issues {
	skipped, taken := map[*importedSheet]bool{}, map[*importedSheet]bool{}
	var files []*importedFile
	for _, b := range blocks {
		if b.Layout == Left {
			skipped[b.from] = true
			continue
		}
		taken[b.from] = true
		if !slices.Contains(files, b.from.file) {
			files = append(files, b.from.file)
		}
		r := im.reader(b.from.file)
		at := func(c xlsx.Cell) study.Place { return study.Place{File: r.file, Sheet: b.Sheet, Cell: c.Ref()} }
		for _, c := range b.empty {
			r.fail("E-CELL-BLANK", at(c), text(c), language.M("If it is one of those scored, write n/a beside it; if it heads those below it, put it into a column of its own or delete its row."),
				"Nothing stands beside %q, and the table goes on below it.", text(c))
		}
		for _, c := range b.apart {
			r.fail("E-HEADER-MISSING", at(c), text(c), language.M("Move it up to the table if it is one of those scored; if it is not, write headings above it, or clear its row."),
				"%q stands apart from the table above it, with numbers in all of its columns.", text(c))
		}
		if len(b.above) > 0 {
			c := b.above[0]
			r.fail("E-HEADER-MISSING", at(c), text(c), language.M("Leave the headings in one row, right above the numbers; a row of words cannot be read as answers."),
				"The rows %d and %d may both be the headings of the table.", c.Row, c.Row+1)
		}
		for _, c := range b.below {
			r.warn("W-CELLS-UNREAD", at(c), text(c), language.M("Nothing needs doing if it is a note; if it is one of those scored, write n/a beside it."), "%q stands below the table with nothing beside it and is not read.", text(c))
		}
		for _, c := range b.notes {
			r.warn("W-CELLS-UNREAD", at(c), text(c), language.M("Nothing needs doing if they are notes; words are read as answers in a study that has them on its sheet Scale."), "The column %q holds words and no number; it is not read.", text(c))
		}
	}
	var all study.Issues
	for _, f := range files {
		r := im.reader(f)
		for _, s := range f.sheets {
			if n := s.left; n > 0 && (taken[s] || n > 1 && !skipped[s]) {
				c := s.first
				r.warn("W-CELLS-UNREAD", study.Place{File: r.file, Sheet: s.name, Cell: c.Ref()}, text(c), language.M("Write names above and to the left of them if they are answers; leave them if they are notes."),
					"Numbers outside the tables that were recognised are not read: %d, of which this is the first.", n)
			}
		}
		all = append(all, r.issues...)
	}
	all.Sort()
	return all
}

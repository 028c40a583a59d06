package workbook

import (
	"cmp"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// Layout is what a block of cells is taken for.
type Layout string

const (
	Reciprocal      Layout = "matrix"             // a square of comparisons of the same things in rows and columns
	ExpertsByItems  Layout = "experts-by-items"   // a row an expert, a column a thing scored
	ItemsByExperts  Layout = "items-by-experts"   // a row a thing scored, a column an expert
	ItemsByMeasure  Layout = "items-by-criteria"  // a row a thing measured, a column a criterion
	ExpertByMeasure Layout = "expert-by-criteria" // a row a thing scored, a column a criterion, all by one expert, whom the text above or the sheet names
	ScoreList       Layout = "list"               // a row an answer: expert, thing, score
	Left            Layout = "skip"               // not read
)

// Layouts are all of them, as --as takes them.
var Layouts = []Layout{Reciprocal, ExpertsByItems, ItemsByExperts, ItemsByMeasure, ExpertByMeasure, ScoreList, Left}

// Block is a block of cells that holds answers, wherever it stands on a sheet.
type Block struct {
	Sheet  string
	Range  xlsx.Range  // with its headings
	Layout Layout      // "" where its cells do not tell
	Title  string      // the text above it, or the sheet's name
	Rows   []string    // its headings; of a list nil
	Cols   []string    // of a list those of the columns that are criteria
	Values [][]float64 // NaN where nothing stands, or no number
	list   []importedScore
	from   *importedSheet
	cells  [][]xlsx.Cell // as Values; Row 0 for none
	empty  []xlsx.Cell   // names in it beside which nothing stands
	below  []xlsx.Cell   // such names right below it
	notes  []xlsx.Cell   // headings of columns of words
	above  []xlsx.Cell   // what stands above its headings, where it may be they
	apart  []xlsx.Cell   // names further down with numbers in all of its columns and no headings of their own
	names  int           // column of its names, 0 for none that is known
}

// importedScore is a row of a list.
type importedScore struct {
	expert, item, criterion, round string
	score                          xlsx.Cell
}

// Place is its sheet and cells, as a person writes them: Sheet1!B2:F6.
func (b *Block) Place() string {
	return b.Sheet + "!" + xlsx.CellName(b.Range.Row1, b.Range.Col1) + ":" + xlsx.CellName(b.Range.Row2, b.Range.Col2)
}

// Says says in a sentence what a block is taken for.
func (b *Block) Says() language.Message {
	switch b.Layout {
	case Reciprocal:
		return language.M("%s: comparisons of %d with each other (%s), read as “%s”", b.Place(), len(b.Rows), firstOf(b.Rows), b.Title)
	case ExpertsByItems:
		return language.M("%s: %d experts in rows score %d in columns (%s)", b.Place(), len(b.Rows), len(b.Cols), firstOf(b.Cols))
	case ItemsByExperts:
		return language.M("%s: %d experts in columns score %d in rows (%s)", b.Place(), len(b.Cols), len(b.Rows), firstOf(b.Rows))
	case ItemsByMeasure:
		return language.M("%s: %d in rows (%s) are measured on %d criteria in columns, of which more counts as better", b.Place(), len(b.Rows), firstOf(b.Rows), len(b.Cols))
	case ExpertByMeasure:
		return language.M("%s: one expert, “%s”, scores %d in rows (%s) on %d criteria in columns", b.Place(), b.Title, len(b.Rows), firstOf(b.Rows), len(b.Cols))
	case ScoreList:
		given := 0
		for _, l := range b.list {
			if number, _ := answerIn(l.score); number {
				given++
			}
		}
		if len(b.Cols) > 0 {
			return language.M("%s: a list of %d scores of experts, a criterion in each of %d columns (%s)", b.Place(), given, len(b.Cols), strings.Join(b.Cols, ", "))
		}
		return language.M("%s: a list of %d scores of experts", b.Place(), given)
	case Left:
		return language.M("%s: left out", b.Place())
	}
	return language.M("%s: %d rows (%s) by %d columns (%s), and nothing says which are the experts", b.Place(), len(b.Rows), firstOf(b.Rows), len(b.Cols), firstOf(b.Cols))
}

func firstOf(names []string) string {
	if len(names) > 3 {
		return strings.Join(names[:3], ", ") + "…"
	}
	return strings.Join(names, ", ")
}

// longestHeading is how many bytes of text may be a heading or a name; longer ones are notes.
const longestHeading = 2000

// mostImported is the number of cells of a sheet that blocks are looked for in.
const mostImported = 500_000

// Recognise finds the blocks of a workbook, sheet by sheet and from the top.
func Recognise(name string, data []byte) ([]*Block, error) {
	book, issues, err := open(name, data)
	if err == nil {
		err = issues.Err()
	}
	if err != nil {
		return nil, err
	}
	return blocksOf(name, book)
}

func blocksOf(name string, book source) ([]*Block, error) {
	var all []*Block
	file := &importedFile{name: name, book: book}
	for k, s := range book.Sheets() {
		g := &scattered{sheet: s.Name, cells: map[[2]int]xlsx.Cell{}, used: map[[2]int]bool{}}
		err := book.Cells(k, func(c xlsx.Cell) error {
			if len(c.Text) > longestHeading { // no heading and no answer; it may be huge
				c.Text = strings.Clone(c.Text[:longestHeading+1])
			}
			if isBlank(c) {
				return nil
			}
			if len(g.cells) == mostImported {
				return language.Errorf("%s: the sheet %s has more than %d filled cells: put what is to be read on a sheet of its own", name, s.Name, mostImported)
			}
			g.cells[[2]int{c.Row, c.Col}] = c
			g.rows, g.cols = max(g.rows, c.Row), max(g.cols, c.Col)
			return nil
		})
		if err != nil {
			return nil, err
		}
		here := &importedSheet{file: file, index: k, name: s.Name}
		file.sheets = append(file.sheets, here)
		blocks := g.blocks()
		for _, b := range blocks {
			b.from = here
		}
		here.left, here.first = g.outside(blocks)
		all = append(all, blocks...)
	}
	return all, nil
}

// blocks finds what stands on the sheet: matrices first, whose cells would pass for a grid, then lists and grids.
func (g *scattered) blocks() []*Block {
	var all []*Block
	filled := slices.SortedFunc(maps.Keys(g.cells), func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, at := range filled {
		if b := g.matrix(at[0], at[1]); b != nil {
			all = append(all, b)
		}
	}
	for from := 0; from < len(filled) && g.looked < mostLooked; {
		row, to := filled[from][0], from
		for to < len(filled) && filled[to][0] == row {
			to++
		}
		line := filled[from:to]
		from = to
		if b := g.list(row, line); b != nil {
			all = append(all, b)
			continue
		}
		for _, at := range line { // the first heading of a grid is right of its corner
			if at[1] < 2 || g.looked > mostLooked {
				continue
			}
			if groups := g.grouped(row, at[1]-1); groups != nil { // of which each would be a table, up to its total
				all = append(all, groups...)
			} else if b := g.table(row, at[1]-1); b != nil {
				all = append(all, b)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *Block) int {
		if a.Range.Row1 != b.Range.Row1 {
			return a.Range.Row1 - b.Range.Row1
		}
		return a.Range.Col1 - b.Range.Col1
	})
	return all
}

// reciprocalWithin is how far the product of two opposite comparisons may be from 1: 0.33 was meant as 1/3, 0.3 too.
const reciprocalWithin = 0.11

// matrix recognises comparisons whose first diagonal cell is at a place: ones along the diagonal and reciprocals, or blanks, across it, with names beside it.
func (g *scattered) matrix(row, col int) *Block {
	if x, ok := g.number(row, col); !ok || x != 1 || g.label(row, col-1) == "" && g.label(row-1, col) == "" {
		return nil
	}
	n := 1
	above, beside := headings{}, headings{} // ones all over a sheet are no matrix, and end at the first of both that are there twice
	rows, cols := beside.another(g.label(row, col-1)), above.another(g.label(row-1, col))
	for ; ; n++ {
		if x, ok := g.number(row+n, col+n); !ok || x != 1 {
			break
		}
		fits, here := true, 0
		for k := range n {
			a, up := g.number(row+k, col+n)
			b, down := g.number(row+n, col+k)
			up, down = up && a != 0, down && b != 0
			switch {
			case up && down && (a <= 0 || math.Abs(a*b-1) > reciprocalWithin), up && a < 0, down && b < 0:
				fits = false
			case up || down:
				here++
			}
		}
		if !fits || here == 0 {
			break
		}
		rows, cols = beside.another(g.label(row+n, col-1)) && rows, above.another(g.label(row-1, col+n)) && cols
		if !rows && !cols {
			return nil
		}
	}
	if n < 3 {
		return nil
	}
	b := &Block{Sheet: g.sheet, Layout: Reciprocal, Range: xlsx.Range{Row1: row, Col1: col, Row2: row + n - 1, Col2: col + n - 1}}
	for k := range n {
		b.Cols = append(b.Cols, g.label(row-1, col+k))
		b.Rows = append(b.Rows, g.label(row+k, col-1))
	}
	if !distinct(b.Rows) {
		b.Rows = b.Cols
	}
	if !distinct(b.Rows) {
		return nil
	}
	b.Cols = b.Rows
	one := true
	for i := range n {
		b.Values, b.cells = append(b.Values, make([]float64, n)), append(b.cells, make([]xlsx.Cell, n))
		for j := range n {
			b.cells[i][j] = g.cell(row+i, col+j)
			x, ok := g.number(row+i, col+j)
			if !ok || x == 0 {
				x = math.NaN()
			}
			b.Values[i][j] = x
			one = one && x == 1
		}
	}
	if one { // scores that are all 1
		return nil
	}
	if g.label(row, col-1) != "" {
		b.Range.Col1--
	}
	if g.label(row-1, col) != "" {
		b.Range.Row1--
	}
	b.Title = g.title(b.Range.Row1, b.Range.Col1)
	if corner := g.text(b.Range.Row1, b.Range.Col1); b.Title == g.sheet && b.Range.Row1 < row && b.Range.Col1 < col && corner != "" {
		b.Title = corner
	}
	g.use(b.Range)
	return b
}

var (
	expertLike = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(experts?|respondents?|participants?|panel+ists?|judges?|raters?|эксперт\p{L}*|респондент\p{L}*|участник\p{L}*)([ №#._-]*\d*)$|^(e|э|r|exp|эксп)[ ._-]?\d+$`)
	})
	totalLike = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(sums?|totals?|means?|averages?|medians?|std\.?.*|s\.?d\.?|variance|rank|ранг|итого.*|всего.*|сумма.*|средн.*|медиана.*|дисперсия.*|geomean|cv|iqr|q[1-3]|min|max|count|n)$`)
	})
)

// table recognises a grid whose corner is at a place: headings above and beside it and numbers in it.
func (g *scattered) table(row, col int) *Block {
	corner := [2]int{row, col}
	if c := g.cells[corner]; g.used[corner] || c.Kind == xlsx.Number || g.text(row, col+1) == "" && g.label(row, col+1) == "" {
		return nil
	}
	b := &Block{Sheet: g.sheet}
	above := headings{} // most of what is no grid ends at one that is there twice
	for c := col + 1; c <= g.cols && !g.used[[2]int{row, c}]; c++ {
		name := g.label(row, c)
		if name == "" || totalLike().MatchString(name) {
			break
		}
		if !above.another(name) {
			return nil
		}
		b.Cols = append(b.Cols, name)
	}
	if len(b.Cols) < 2 {
		return nil
	}
	if square := g.half(row, col, b.Cols); square != nil {
		return square
	}
	var columns []int
	for k := range b.Cols {
		columns = append(columns, col+1+k)
	}
	rows, empty, below := g.lines(row, col, columns)
	if len(rows) < 2 || g.worded(col+1, rows) { // the names stand there
		return nil
	}
	last := columns[len(columns)-1]
	for k := len(columns) - 1; k > 0; k-- {
		if g.worded(columns[k], rows) {
			b.notes = append(b.notes, g.cell(row, columns[k]))
			b.Cols, columns = slices.Delete(b.Cols, k, k+1), slices.Delete(columns, k, k+1)
		}
	}
	filled, ok := g.fill(b, col, columns, rows)
	if !ok || len(columns) < 2 || filled*10 < len(b.Rows)*len(b.Cols)*6 || g.among(row, col, b) {
		return nil
	}
	b.empty, b.below, b.names = empty, below, col
	for _, c := range columns {
		if g.text(row-1, c) != "" && !g.used[[2]int{row - 1, c}] {
			b.above = append(b.above, g.cell(row-1, c))
		}
	}
	if len(b.above) < len(columns) {
		b.above = nil
	}
	b.Range = xlsx.Range{Row1: row, Col1: col, Row2: rows[len(rows)-1], Col2: last}
	b.Title = g.title(row, col)
	corners := g.text(row, col)
	switch rows, cols := expertsAmong(b.Rows), expertsAmong(b.Cols); {
	case cols && !rows:
		b.Layout = ItemsByExperts
	case rows && !cols, expertLike().MatchString(corners):
		b.Layout = ExpertsByItems
	}
	g.use(b.Range)
	return b
}

func expertsAmong(names []string) bool {
	n := 0
	for _, name := range names {
		if expertLike().MatchString(name) {
			n++
		}
	}
	return 2*n > len(names)
}

// columnsOfList are what the columns of a list are called.
var columnsOfList = map[string]spellings{
	"expert":    {"expert", "respondent", "participant", "panelist", "panellist", "judge", "эксперт", "респондент", "участник"},
	"item":      {"item", "technology", "statement", "question", "alternative", "project", "direction", "topic", "theme", "option", "тема", "вариант", "технология", "направление", "вопрос", "утверждение", "альтернатива", "проект"},
	"criterion": {"criterion", "критерий"},
	"round":     {"round", "тур"},
	"score":     {"score", "rating", "value", "answer", "оценка", "балл", "ответ", "значение"},
}

// list recognises a list of scores whose headings are in a row, of which the filled cells are given.
func (g *scattered) list(row int, line [][2]int) *Block {
	at := map[string]int{}
	first, last := 0, 0
	for _, cell := range line {
		col := cell[1]
		for what, names := range columnsOfList {
			if slices.Contains(names, foldHeader(g.text(row, col))) && at[what] == 0 && !g.used[[2]int{row, col}] {
				at[what], last = col, col
				if first == 0 {
					first = col
				}
			}
		}
	}
	if at["expert"] == 0 || at["item"] == 0 {
		return nil
	}
	columns := []int{at["score"]}
	if at["score"] == 0 { // each column of numbers is a criterion
		if columns = g.scores(row, line, at); len(columns) == 0 {
			return nil
		}
		first, last = min(first, columns[0]), max(last, columns[len(columns)-1])
	}
	b := &Block{Sheet: g.sheet, Layout: ScoreList, Title: g.title(row, first)}
	if at["score"] == 0 {
		for _, col := range columns {
			b.Cols = append(b.Cols, g.text(row, col))
		}
	}
	end := row
	for r := row + 1; r <= g.rows; r++ {
		l := importedScore{expert: g.label(r, at["expert"]), item: g.label(r, at["item"])}
		if l.expert == "" && l.item == "" {
			break
		}
		if at["criterion"] > 0 {
			l.criterion = g.label(r, at["criterion"])
		}
		if at["round"] > 0 {
			l.round = g.label(r, at["round"])
		}
		for _, col := range columns {
			if at["score"] == 0 {
				l.criterion = g.text(row, col)
			}
			l.score = g.cell(r, col)
			b.list = append(b.list, l)
		}
		end = r
	}
	if len(b.list) < 2 {
		return nil
	}
	b.Range = xlsx.Range{Row1: row, Col1: first, Row2: end, Col2: last}
	g.use(b.Range)
	return b
}

// As changes what blocks are taken for: "KIND" of all that are in doubt, "KIND@Sheet" of those on a sheet, "KIND@Sheet!B2:F6" of the one there.
func As(blocks []*Block, wish string) error {
	kind, where, _ := strings.Cut(wish, "@")
	if !slices.Contains(Layouts, Layout(kind)) {
		return language.Errorf("--as %s: choose one of %s, as in %s@Sheet1!B2:F6", wish, Kinds(Layouts), ItemsByExperts)
	}
	met := false
	for _, b := range blocks {
		if where == "" && b.Layout == "" || where != "" && (fold(where) == fold(b.Sheet) || fold(where) == fold(b.Place())) {
			met = true
			switch k := Layout(kind); {
			case k != Left && (b.list != nil) != (k == ScoreList), k == Reciprocal && b.Layout != Reciprocal:
				return language.Errorf("--as %s: %s is not of that shape", wish, b.Place())
			default:
				b.Layout = k
			}
		}
	}
	if !met && where != "" {
		var places []string
		for _, b := range blocks {
			places = append(places, b.Place())
		}
		return language.Errorf("--as %s: nothing was found there; found were %s", wish, strings.Join(places, ", "))
	}
	return nil
}

// Import makes a study of blocks, as if it had been typed; what is wrong with it are the reader's issues. Every block must have a layout.
func Import(title string, blocks []*Block) (*study.Study, study.Issues, error) {
	s, found, issues, err := imported(title, blocks)
	return s, append(found, issues...), err
}

// imported is Import with what is wrong with the cells of the blocks, or was left out of them, apart.
func imported(title string, blocks []*Block) (s *study.Study, found, issues study.Issues, err error) {
	im := &importing{rows: map[string][][]string{}, codes: map[[2]string]string{}, count: map[string]int{}, readers: map[*importedFile]*reader{}, tables: map[*importedSheet]*table{}}
	if err := im.matrices(blocks); err != nil {
		return nil, nil, nil, err
	}
	if err := nameExperts(blocks); err != nil {
		return nil, nil, nil, err
	}
	for _, b := range blocks {
		if err := im.answers(b); err != nil {
			return nil, nil, nil, err
		}
	}
	if found = im.found(blocks); found.Err() != nil {
		return nil, found, nil, nil
	}
	if len(im.rows) == 0 {
		return nil, nil, nil, language.Errorf("%s holds nothing to import: no matrix of comparisons with ones along its diagonal, no grid with experts and things scored in its headings, no list with columns Expert, Technology and Score", title)
	}
	files := &textFiles{name: title}
	for _, name := range []string{"Study", "Criteria", "Technologies", "Experts", "Pairwise", "Evidence", "Scores"} {
		if name == "Study" {
			im.rows[name] = append(im.rows[name], []string{"title", title})
		}
		if im.rows[name] != nil {
			issues = append(issues, files.add(name+".csv", im.csv(name))...)
		}
	}
	if issues.Err() != nil {
		return nil, found, issues, nil
	}
	r := newReader(title, "")
	s, issues = r.finish(files)
	return s, found, issues, nil
}

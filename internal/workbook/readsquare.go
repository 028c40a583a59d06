package workbook

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// matrixCodes are the codes in the first row and column of a square matrix, and where they stand.
type matrixCodes struct {
	across []xlsx.Cell // from left to right
	rows   []int       // of the same criteria or technologies
	corner xlsx.Cell   // where the first row and column meet
	beside []int       // columns right of it that were warned of by their header
}

// matrixOf is the expert, and what follows, of a sheet named for a square matrix: Pairwise EXPERT or Pairwise EXPERT PARENT; "" for another name.
func matrixOf(name string) string {
	name = clean(stem(name))
	for _, prefix := range []string{pairwiseSheet.Russian, pairwiseSheet.Name} {
		rest, ok := cutFold(name, prefix)
		if trimmed := strings.TrimLeft(rest, " _:-–—"); ok && trimmed != rest {
			return trimmed
		}
	}
	return ""
}

// cutFold cuts a prefix whatever its case.
func cutFold(text, prefix string) (rest string, ok bool) {
	if len(text) < len(prefix) || fold(text[:len(prefix)]) != fold(prefix) {
		return text, false
	}
	return text[len(prefix):], true
}

// whose resolves the name of a sheet with a matrix into an expert (−1 after reporting that there is none) and the parent or leaf it is about, "" for none.
// Every way to part the words is tried; the name is ambiguous when two of them name an expert and a criterion.
func (t *table) whose(rest string) (expert int32, on string) {
	r := t.r
	words := strings.Fields(rest)
	at := t.place(0, 0)
	type split struct{ expert, on string }
	var both []split  // of which both parts are known
	var single *split // the longest expert, whatever follows
	var below *split  // the longest criterion, whatever comes before
	for k := len(words); k > 0; k-- {
		s := split{strings.Join(words[:k], " "), strings.Join(words[k:], " ")}
		known := r.experts.find(s.expert) >= 0 || r.experts.ambiguous[fold(s.expert)]
		place := s.on == "" || r.criteria.find(s.on) >= 0 || goals[fold(s.on)]
		if known && place {
			both = append(both, s)
		}
		if known && single == nil {
			single = &s
		}
		if place && s.on != "" {
			below = &s // the last is the longest
		}
	}
	switch {
	case len(both) > 1:
		r.fail("E-SHEET-AMBIGUOUS", at, rest, language.M("Name the sheet by the expert's ID."), "The sheet's name may mean the expert %q with %q, or %q with %q.", both[0].expert, both[0].on, both[1].expert, both[1].on)
		return -1, ""
	case len(both) == 1:
		single = &both[0]
	case single != nil:
		r.fail("E-REF-UNKNOWN", at, single.on, language.M("Name the sheet Pairwise, then the expert's ID, then the criterion's code%s.", didYouMean(single.on, r.criteria.all)), "%q is not in Criteria.", single.on)
		return -1, ""
	case below != nil:
		single = below
	default:
		single = &split{rest, ""}
	}
	name := xlsx.Cell{Row: 1, Col: 1, Kind: xlsx.Text, Text: single.expert, Cached: true}
	return r.expert(t.long(map[string]xlsx.Cell{"Expert": name})), single.on
}

// long is a row of the long Pairwise shape made of cells that stand elsewhere, so that every shape is read, and found wrong, in the same way.
func (t *table) long(columns map[string]xlsx.Cell) row {
	l := &table{r: t.r, spec: &pairwiseSheet, index: -1, name: t.name, origin: t.origin, at: make([]int, len(pairwiseSheet.Columns))}
	out := row{t: l, n: 1, cells: make([]xlsx.Cell, 1)}
	for k, c := range pairwiseSheet.Columns {
		if cell, ok := columns[c.Name]; ok {
			l.at[k] = len(out.cells)
			out.cells = append(out.cells, cell)
			out.n = cell.Row
		}
	}
	return out
}

// pair is what two cells compare, a third naming the parent or leaf; what is wrong is reported where they stand.
func (t *table) pair(a, b, on xlsx.Cell) (pair, bool) {
	return t.r.pair(t.long(map[string]xlsx.Cell{"A": a, "B": b, "Parent": on}))
}

// textCell is text that stands at a cell without being all of it.
func textCell(at xlsx.Cell, text string) xlsx.Cell {
	c := xlsx.Cell{Row: at.Row, Col: at.Col, Kind: xlsx.Text, Text: text, Cached: true}
	if text == "" {
		c.Kind = xlsx.Blank
	}
	return c
}

// readSquare reads a square judgement matrix: codes in the first row and column, a_ij how many times as important, or as good, row i is as column j. The upper
// triangle rules; a lower triangle may repeat its reciprocals, or hold what the upper lacks.
func (r *reader) readSquare(t *table) {
	rest := matrixOf(t.name)
	expert, on := t.whose(rest)
	if expert < 0 {
		return
	}
	cells, ok := t.corner(max(len(r.study.Criteria), len(r.study.Technologies)))
	if !ok {
		return
	}
	codes, ok := t.findCodes(cells)
	if !ok {
		return
	}
	first := codes.across[0]
	if on == "" && r.criteria.find(text(first)) < 0 {
		r.fail("E-PAIR-PARENT", t.place(0, 0), "", language.M("Name the sheet Pairwise, then the expert, then the criterion's code."), "Technologies are compared, and the sheet's name does not say on which criterion.")
		return
	}
	items := make([]int32, len(codes.across)) // criteria or technologies
	var about pair
	for k, c := range codes.across[1:] {
		p, ok := t.pair(textCell(first, text(first)), textCell(c, text(c)), textCell(codes.corner, on))
		if !ok {
			return
		}
		about, items[0], items[k+1] = p, p.a, p.b
	}
	for i, a := range codes.across {
		row := codes.rows[i]
		t.diagonal(cells, row, a)
		for j := i + 1; j < len(codes.across); j++ {
			b := codes.across[j]
			t.cellPair(cells, row, b.Col, codes.rows[j], a.Col, func(value float64, fuzzy *mcda.Triangle, at xlsx.Cell) {
				r.answer(answered{-1, expert, pair{about.on, items[i], items[j]}}, value, fuzzy, t.where(at.Row, at.Col))
			})
		}
	}
	t.sayBeside(codes)
	t.header = codes.corner.Row
	t.sayMerged()
	t.remark()
}

// corner reads the cells in which a matrix of n items can lie: the first rows and columns, and n more.
func (t *table) corner(n int) (map[[2]int]xlsx.Cell, bool) {
	cells := map[[2]int]xlsx.Cell{}
	last := headerRows + n + 1
	ok := t.rows(1, last, func(row row) {
		t.odd(row)
		for _, c := range row.cells {
			if c.Row > 0 && c.Col <= last && (c.Kind != xlsx.Blank || c.HasFormula) {
				cells[[2]int{c.Row, c.Col}] = c
			}
		}
	})
	return cells, ok
}

// findCodes finds the first row and column of a matrix: those of the first twenty that name most criteria or technologies.
func (t *table) findCodes(cells map[[2]int]xlsx.Cell) (m matrixCodes, ok bool) {
	r := t.r
	item := func(c xlsx.Cell) int {
		if k := r.criteria.find(text(c)); k >= 0 {
			return k
		}
		if k := r.technologies.find(text(c)); k >= 0 {
			return -1 - k
		}
		return noItem
	}
	head, side, found := codeLines(cells, item)
	m.corner = xlsx.Cell{Row: max(head, 1), Col: max(side, 1)}
	if !found {
		r.fail("E-MATRIX-SHAPE", t.place(1, 1), "", language.M("Write the codes of the criteria, or of the technologies, in the first row and again in the first column."), "No square matrix was found: no row and column hold the same codes.")
		return m, false
	}
	var across, down []xlsx.Cell
	if t.unnamedCodes(cells, head, side) {
		return m, false
	}
	for at, c := range cells {
		switch {
		case at[0] == head && at[1] > side && text(c) != "":
			across = append(across, c)
		case at[1] == side && at[0] > head && text(c) != "":
			down = append(down, c)
		}
	}
	slices.SortFunc(across, func(a, b xlsx.Cell) int { return a.Col - b.Col })
	slices.SortFunc(down, func(a, b xlsx.Cell) int { return a.Row - b.Row })
	unknown := func(c xlsx.Cell) bool { return item(c) == noItem }
	for _, line := range [][]xlsx.Cell{across, down} {
		for k, c := range line {
			if unknown(c) {
				line[k].Text = r.spelled(text(c), t.place(c.Row, c.Col))
			}
		}
	}
	faults := r.failed
	across, down = t.known(across, down, unknown), t.known(down, across, unknown)
	if r.failed > faults {
		return m, false
	}
	places := func(line []xlsx.Cell) map[int]xlsx.Cell {
		seen := map[int]xlsx.Cell{}
		for _, c := range line {
			if first, twice := seen[item(c)]; twice {
				r.fail("E-HEADER-DUPLICATE", t.place(c.Row, c.Col), text(c), language.M("Keep one of the two."), "%q stands here and in %s.", text(c), first.Ref())
			}
			seen[item(c)] = c
		}
		return seen
	}
	inFirstRow, inFirstColumn := places(across), places(down)
	same := language.M("Write the same codes in the first row and in the first column.")
	for _, c := range across {
		d, ok := inFirstColumn[item(c)]
		if !ok {
			r.fail("E-MATRIX-SHAPE", t.place(c.Row, c.Col), text(c), same, "%q stands in the first row but not in the first column.", text(c))
		}
		m.rows = append(m.rows, d.Row)
	}
	for _, c := range down {
		if _, ok := inFirstRow[item(c)]; !ok {
			r.fail("E-MATRIX-SHAPE", t.place(c.Row, c.Col), text(c), same, "%q stands in the first column but not in the first row.", text(c))
		}
	}
	m.across = across
	for at, c := range cells {
		if at[0] == head && at[1] > across[len(across)-1].Col && text(c) != "" {
			m.beside = append(m.beside, at[1])
		}
	}
	return m, r.failed == faults
}

const noItem = math.MaxInt

// codeLines are the row and, below it, the column that hold most items of a study, 0 for none; found when each holds two.
func codeLines(cells map[[2]int]xlsx.Cell, item func(xlsx.Cell) int) (head, side int, found bool) {
	inRow, inColumn := map[int]map[int]bool{}, map[int]map[int]bool{}
	count := func(in map[int]map[int]bool, line int, c xlsx.Cell) {
		if k := item(c); k != noItem && line <= headerRows+1 {
			if in[line] == nil {
				in[line] = map[int]bool{}
			}
			in[line][k] = true
		}
	}
	best := func(in map[int]map[int]bool) int {
		line := 0
		for _, k := range slices.Sorted(maps.Keys(in)) {
			if line == 0 || len(in[k]) > len(in[line]) {
				line = k
			}
		}
		return line
	}
	for at, c := range cells {
		count(inRow, at[0], c)
	}
	head = best(inRow)
	for at, c := range cells {
		if at[0] > head {
			count(inColumn, at[1], c)
		}
	}
	side = best(inColumn)
	return head, side, head > 0 && side > 0 && len(inRow[head]) >= 2 && len(inColumn[side]) >= 2
}

// unnamedCodes reports the cells of a matrix's first row and column that hold no names, such as dates.
func (t *table) unnamedCodes(cells map[[2]int]xlsx.Cell, head, side int) (found bool) {
	for at, c := range cells {
		if at[0] == head && at[1] > side || at[1] == side && at[0] > head {
			if f := t.unnamed(c, "Code"); f != nil {
				found = true
				t.r.fault(t.place(c.Row, c.Col), c, f)
			}
		}
	}
	return found
}

// known leaves out what stands beside a matrix, such as a column of weights. What names nothing is an error among the codes, or where both lines have it.
func (t *table) known(line, other []xlsx.Cell, unknown func(xlsx.Cell) bool) []xlsx.Cell {
	last := -1
	for k, c := range line {
		if !unknown(c) {
			last = k
		}
	}
	var codes []xlsx.Cell
	for k, c := range line {
		switch {
		case !unknown(c):
			codes = append(codes, c)
		case k < last, slices.ContainsFunc(other, func(o xlsx.Cell) bool { return fold(text(o)) == fold(text(c)) }):
			t.r.fail("E-REF-UNKNOWN", t.place(c.Row, c.Col), text(c), language.M("Correct it%s.", didYouMean(text(c), slices.Concat(t.r.criteria.all, t.r.technologies.all))), "%q is not in Criteria or Technologies.", text(c))
		case len(line) > 0 && c.Row == line[0].Row:
			t.r.warn("W-COLUMN-UNKNOWN", t.place(c.Row, c.Col), text(c), language.M("It is not read; remove it if it is not a note of your own%s.", didYouMean(text(c), slices.Concat(t.r.criteria.all, t.r.technologies.all))), "%q is not one of the codes of the matrix.", text(c))
		}
	}
	return codes
}

// diagonal makes sure that an item compared with itself is equal to itself.
func (t *table) diagonal(cells map[[2]int]xlsx.Cell, at int, code xlsx.Cell) {
	c, ok := cells[[2]int{at, code.Col}]
	if !ok || unreadable(c) == nil && c.Kind == xlsx.Text && (fold(c.Text) == "x" || fold(c.Text) == "х") {
		return
	}
	if v, f := number(c); f != nil || v.state == study.Given && math.Abs(v.value-1) > tolerance {
		t.r.fail("E-MATRIX-DIAGONAL", t.place(c.Row, c.Col), text(c), language.M("Enter 1, or leave it blank."), "%s is compared with itself, which can only be 1.", text(code))
	}
}

// cellPair reads the two cells of one pair: the upper, or where it is blank the reciprocal of the lower. A lower one that contradicts the upper is an error.
func (t *table) cellPair(cells map[[2]int]xlsx.Cell, row, col, lowRow, lowCol int, answer func(value float64, fuzzy *mcda.Triangle, at xlsx.Cell)) {
	upper, hasUpper := cells[[2]int{row, col}]
	lower, hasLower := cells[[2]int{lowRow, lowCol}]
	var u, l quantity
	u.state, l.state = study.Missing, study.Missing
	okU, okL := true, true
	if hasUpper {
		u, okU = t.ratio(upper, false)
	}
	if hasLower {
		l, okL = t.ratio(lower, false)
	}
	if !okU || !okL {
		return
	}
	if u.state == study.Given && l.state == study.Given {
		if most := max(u.value, l.value); math.Abs(min(u.value, l.value)-1/most) > snapping+tolerance {
			t.r.fail("E-MATRIX-RECIPROCAL", t.place(lower.Row, lower.Col), text(lower), language.M("Correct one of the two, or clear %s: the upper triangle is enough.", lower.Ref()),
				"%s here is not the reciprocal of %s in %s.", text(lower), text(upper), upper.Ref())
			return
		}
	}
	switch {
	case u.state == study.Given:
		answer(u.middle(), u.triangle(), upper)
	case l.state == study.Given && l.term != 0:
		f := l.fuzzy
		answer(1/f[1], &mcda.Triangle{1 / f[3], 1 / f[1], 1 / f[0]}, lower)
	case l.state == study.Given:
		answer(inverse(l.value), nil, lower)
	}
}

// middle is a crisp judgement, or the likeliest value of a fuzzy one.
func (q *quantity) middle() float64 {
	if q.term != 0 {
		return q.fuzzy[1]
	}
	return q.value
}

// triangle is a fuzzy judgement; nil for a crisp one.
func (q *quantity) triangle() *mcda.Triangle {
	if q.term == 0 {
		return nil
	}
	return &mcda.Triangle{q.fuzzy[0], q.fuzzy[1], q.fuzzy[3]}
}

// snapping is how far a rounded reciprocal may be from 1/k: 0.33, 0.14 and 0.11 are 1/3, 1/7 and 1/9.
const snapping = 0.005

// ratio reads a judgement a_ij, 1/9 to 9, in one cell. Rounded reciprocals become what they were; ok is false after a fault was reported. A number outside the
// scale is an error, or with lenient a missing judgement that is gathered in t.outside.
func (t *table) ratio(c xlsx.Cell, lenient bool) (q quantity, ok bool) {
	row := row{t: t, n: c.Row}
	if c.Kind == xlsx.Number && c.Format == xlsx.Date && unreadable(c) == nil {
		t.r.fault(row.place(c), c, t.dated(c))
		return q, false
	}
	term, turned := t.reciprocal(c)
	q, ok = row.quantity(term, judgement)
	if !ok || q.state != study.Given {
		return q, ok
	}
	if turned && q.term == 0 {
		q.value = 1 / q.value
	}
	if q.term != 0 {
		if q.four {
			t.r.fail("E-INTENSITY", row.place(c), text(c), language.M("Enter the lowest, the likeliest and the highest: three numbers."), "The fuzzy intensity %s is a trapezoid, and judgements are triangular.", formatFuzzy(q.numbers()))
			return q, false
		}
		if turned && q.fuzzy[0] > 0 {
			q.take([]float64{1 / q.fuzzy[3], 1 / q.fuzzy[1], 1 / q.fuzzy[0]}, typed)
		}
		if !(q.fuzzy[0] > 0 && !math.IsInf(1/q.fuzzy[0], 0)) {
			t.r.fail("E-INTENSITY", row.place(c), text(c), language.M("Enter three numbers above 0."), "The fuzzy judgement %s is not above 0.", formatFuzzy(q.numbers()))
			return q, false
		}
		return q, true
	}
	if k := math.Round(1 / q.value); q.value > 0 && q.value < 1 && k >= 1 && k <= 9 && math.Abs(q.value-1/k) <= snapping+tolerance {
		if math.Abs(q.value-1/k) > tolerance {
			t.snapped(c, int(k))
		}
		q.value = 1 / k
	}
	if q.value < 0 {
		t.r.fail("E-JUDGEMENT-SIGN", row.place(c), text(c), language.M("Code the answers as 1 (equally) to 9 (extremely), or for the other one 1/2 to 1/9."), "%s is below 0: these are judgements by another coding, such as −9 to 9, and which side its sign is on cannot be told.", text(c))
		return q, false
	}
	if q.value < 1.0/9-tolerance || q.value > 9+tolerance {
		if lenient {
			t.outside = append(t.outside, c)
			q.state = study.Missing
			return q, true
		}
		t.r.fail("E-JUDGEMENT-RANGE", row.place(c), text(c), language.M("Enter 1 (equally) to 9 (extremely), or for the other one 1/2 to 1/9."), "%s is outside 1/9 to 9.", text(c))
		return q, false
	}
	q.value = min(max(q.value, 1.0/9), 9)
	return q, true
}

// reciprocal reads 1/TERM, a term of the Scale sheet the other way round: its cell, or the cell as it is.
func (t *table) reciprocal(c xlsx.Cell) (xlsx.Cell, bool) {
	rest, ok := strings.CutPrefix(clean(c.Text), "1/")
	if c.Kind != xlsx.Text || !ok {
		return c, false
	}
	if term := textCell(c, strings.TrimSpace(rest)); t.r.term(term) >= 0 {
		return term, true
	}
	return c, false
}

// dated explains a date where a judgement belongs: what was typed to make it, as far as the date tells.
func (t *table) dated(c xlsx.Cell) *fault {
	_, f := number(c)
	epoch := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	if t.r.book.Date1904() {
		epoch = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	if f == nil || !(c.Number >= 1 && c.Number < 3e6) {
		return f
	}
	day := epoch.AddDate(0, 0, int(c.Number))
	d, m := day.Day(), int(day.Month())
	k := 0
	switch {
	case m == 1 && d <= 9:
		k = d
	case d == 1 && m <= 9:
		k = m
	default:
		return f
	}
	return &fault{"E-DATE", language.M("The cell holds the date %s: 1/%d was typed, and the spreadsheet made a date of it.", day.Format("2 January 2006"), k),
		language.M("Type =1/%d, or format the cell as text and type 1/%d again.", k, k)}
}

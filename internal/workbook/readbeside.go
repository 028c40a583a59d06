package workbook

import (
	"maps"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// sayBeside warns of numbers on a sheet that are no part of its matrix, such as those of a second one.
func (t *table) sayBeside(m matrixCodes) {
	bottom, right := slices.Max(m.rows), m.across[len(m.across)-1].Col
	var beside xlsx.Range
	n := 0
	t.rows(1, 0, func(r row) {
		numbers, names := 0, 0
		low, high := 0, 0
		for _, c := range r.cells {
			if c.Row == 0 || c.Row >= m.corner.Row && c.Row <= bottom && c.Col >= m.corner.Col && c.Col <= right || c.Kind == xlsx.Blank && !c.HasFormula {
				continue
			}
			if c.Row <= bottom && c.Col > right && t.sidelined(m, c) {
				continue
			}
			if low == 0 {
				low = c.Col
			}
			high = c.Col
			if v, f := number(c); f == nil && v.state == study.Given {
				numbers++
			} else if t.r.item(text(c)) {
				names++
			}
		}
		if low == 0 || n == 0 && numbers < 2 && (numbers == 0 || names == 0) { // CR 0.01 is no judgement
			return
		}
		if n == 0 {
			beside = xlsx.Range{Row1: r.n, Row2: r.n, Col1: low, Col2: high}
		}
		n += numbers
		beside.Row2, beside.Col1, beside.Col2 = r.n, min(beside.Col1, low), max(beside.Col2, high)
	})
	if n == 0 {
		return
	}
	if beside.Row1 > m.corner.Row && beside.Row1 > bottom+1 { // its row of codes
		beside.Row1--
	}
	t.r.warn("W-CELLS-UNREAD", t.place(beside.Row1, beside.Col1), "", language.M("Put a second matrix on a sheet of its own, Pairwise EXPERT CRITERION; leave them if they are notes."),
		"Numbers beside the matrix are not read (%s, numbers: %d).", xlsx.CellName(beside.Row1, beside.Col1)+":"+xlsx.CellName(beside.Row2, beside.Col2), n)
}

// sayAbove warns of rows above the header that look like rows of the table: a number with a name before it, or several numbers. A
// title with a year, or a scale in words, is a note.
func (t *table) sayAbove(top [][]xlsx.Cell) {
	var rows []int
	var first xlsx.Cell
	for n, cells := range top {
		named, numbers := false, 0
		for _, c := range cells {
			if c.Row == 0 {
				continue
			}
			if v, f := number(c); f == nil && v.state == study.Given {
				if numbers++; !named && numbers < 2 {
					continue
				}
				if rows = append(rows, n); len(rows) == 1 {
					first = c
				}
				break
			}
			named = named || c.Kind == xlsx.Text && t.names(text(c))
		}
	}
	if rows != nil {
		t.r.warn("W-CELLS-UNREAD", t.place(first.Row, first.Col), text(first), language.M("Move them below the header if they are data of the study; leave them if they are notes."),
			"Rows above the header, which stands in row %d, are not read: %s.", t.header, spans(rows))
	}
}

// another reports a row that is a header again. One like the first is passed over, as in files put one after the other; at another the table ends.
func (t *table) another(r row) bool {
	if t.headers == nil {
		return false
	}
	if slices.ContainsFunc(r.cells, func(c xlsx.Cell) bool { return c.Row > 0 && c.Kind != xlsx.Blank && c.Kind != xlsx.Text }) {
		return false // most rows, and texts are looked at for longer
	}
	cells, same, words, long := 0, 0, 0, false
	var first xlsx.Cell
	for _, c := range r.cells {
		if c.Row == 0 || c.Kind == xlsx.Blank || c.Kind == xlsx.Text && clean(c.Text) == "" {
			continue
		}
		if cells++; cells == 1 {
			first = c
		}
		if c.Kind != xlsx.Text {
			return false
		}
		name := text(c)
		if h := t.headers[c.Col]; h != "" && len(name) <= 8*len(h)+maxNear && h == fold(name) {
			same++
		}
		if t.spec.column(name) >= 0 {
			words++
			long = long || len(name) > 1
		} else if t.r.criteria != nil && t.r.criteria.find(name) >= 0 {
			words++
		} else if !strings.ContainsAny(name, " :/|–—-") { // a code, and no question
		} else if _, ok := t.r.asks(c); ok {
			words, long = words+1, true
		}
		if same < cells && words < cells {
			return false // it is not the header, nor one of another table
		}
	}
	again := cells >= 2 && same == cells && cells == len(t.headers)
	switch {
	case !again && (cells < 2 || words < cells || !long):
		return false
	case again:
		t.r.warn("W-TABLE-SECOND", t.place(first.Row, first.Col), "", language.M("Nothing needs doing if the rows below it are of the same table."), "Row %d repeats the header and was passed over; the rows below it are read.", r.n)
		return true
	}
	t.r.fail("E-TABLE-SECOND", t.place(first.Row, first.Col), text(first), language.M("Put its rows below those of the first table, in the same columns, or move it to a sheet of its own."), "A second table begins in row %d: a sheet is read as one.", r.n)
	t.second = true
	return true
}

// names reports whether a text is a criterion, a technology or an expert of the study, as far as it has been read.
func (t *table) names(text string) bool {
	for _, x := range []*index{t.r.criteria, t.r.technologies, t.r.experts} {
		if x != nil && x.find(text) >= 0 {
			return true
		}
	}
	return false
}

// sidelined reports a cell in a column beside the matrix that was warned of with its header.
func (t *table) sidelined(m matrixCodes, c xlsx.Cell) bool {
	return slices.Contains(m.beside, c.Col)
}

// snap is the rounded reciprocals on a sheet that became one 1/k.
type snap struct {
	first xlsx.Cell
	typed []string
	cells int
}

func (t *table) snapped(c xlsx.Cell, k int) {
	if t.snaps == nil {
		t.snaps = map[int]*snap{}
	}
	s := t.snaps[k]
	if s == nil {
		s = &snap{first: c}
		t.snaps[k] = s
	}
	s.cells++
	if v := text(c); !slices.Contains(s.typed, v) && len(s.typed) < 10 {
		s.typed = append(s.typed, v)
	}
}

// saySnaps warns of rounded reciprocals, once for each 1/k.
func (t *table) saySnaps() {
	for _, k := range slices.Backward(slices.Sorted(maps.Keys(t.snaps))) {
		s := t.snaps[k]
		was, where := language.M("was‹read›"), language.Message{}
		if s.cells > 1 {
			was, where = language.M("were‹read›"), language.M(" in %d cells, of which this is the first", s.cells)
			if len(s.typed) == 1 {
				was = language.M("was‹read›")
			}
		}
		t.r.warn("W-SNAP", t.place(s.first.Row, s.first.Col), s.typed[0], language.M("Nothing needs doing if 1/%d was meant.", k), "%s %s read as 1/%d%s.", strings.Join(s.typed, ", "), was, k, where)
	}
	t.snaps = nil
}

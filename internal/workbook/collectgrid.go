package workbook

import (
	"fmt"
	"slices"

	"veche/internal/study"
	"veche/internal/xlsx"
)

// gridHead finds the row of the criteria's codes: the one with most of them and with a column of IDs; −1 when there is none.
func (f *form) gridHead(g *grid) int {
	best, most := -1, 0
	for k, x := range g.rows {
		if k >= formHeadRows {
			break
		}
		codes, id := 0, false
		for _, c := range x.cells {
			switch {
			case c.Row == 0:
			case f.meta.questions.criterion(text(c)) >= 0:
				codes++
			case technologiesSheet.column(text(c)) == 0:
				id = true
			}
		}
		if id && codes > most {
			best, most = k, codes
		}
	}
	return best
}

// scores reads the grid: columns by the code in the head row, rows by the ID.
func (f *form) scores(g *grid, head int, now *questions) {
	r, q := f.r, &f.meta.questions
	ids, names := 0, 0
	columns := map[int]int32{} // file column → criterion of the study
	taken := map[int]int{}     // asked criterion → file column
	other := map[int]string{}  // columns of no question
	usable := map[int]bool{}
	for _, c := range g.rows[head].cells {
		if c.Row == 0 || text(c) == "" {
			continue
		}
		code := text(c)
		k := q.criterion(code)
		switch kind := technologiesSheet.column(code); {
		case k >= 0:
			if first, twice := taken[k]; twice {
				r.fail("E-HEADER-DUPLICATE", g.t.place(c.Row, c.Col), code, "Ask the expert which of the two columns counts.", "%s stands here and in %s; neither column was used.", code, xlsx.CellName(c.Row, first))
				usable[first] = false
				continue
			}
			taken[k] = c.Col
			columns[c.Col] = f.criterion(code)
			usable[c.Col] = f.sameScale(g, c, k, now)
		case kind == 0 && ids == 0:
			ids = c.Col
		case kind == 1 && names == 0:
			names = c.Col
		case kind == 2: // the group
		default:
			other[c.Col] = code
		}
	}
	f.criterionNames(g, head, names, columns, usable)
	for k, c := range q.criteria {
		if _, ok := taken[k]; !ok && now.criterion(c.code) >= 0 {
			r.fail("E-FORM-COLUMN", g.t.place(g.rows[head].n, ids), c.code, "Ask the expert for a complete form.", "The column of %s is gone from row %d.", c.code, g.rows[head].n)
		}
	}
	rows := map[int32]row{}
	seen := map[int]bool{} // asked technologies
	for _, x := range g.rows[head+1:] {
		x.t = g.t
		f.stray(x, other)
		id := text(x.cell(ids))
		if id == "" {
			f.nameless(x, names, columns)
			continue
		}
		k, tech := q.technology(id), f.technology(id)
		switch {
		case k < 0:
			r.fail("E-REF-UNKNOWN", g.t.place(x.n, ids), id, "Correct the ID"+didYouMean(id, r.technologies.all)+"; it is one of those in the form.", "%q is not among the form's technologies; its row was not used.", id)
			continue
		case seen[k]:
			if tech >= 0 {
				if first, ok := rows[tech]; ok {
					f.drop(first, tech, columns)
					delete(rows, tech)
				}
			}
			r.fail("E-ROW-DUPLICATE", g.t.place(x.n, ids), id, "Ask the expert which of the rows counts.", "%s stands in more than one row; none of them was used.", id)
			continue
		}
		seen[k] = true
		if now.technology(id) < 0 {
			if n := given(x, columns); n > 0 {
				r.fail("E-FORM-GONE", g.t.place(x.n, ids), id, "Nothing needs doing if it was removed for good.", "%s is not asked in the study any more; its %s not merged.", id, answersWere(n))
			}
			continue
		}
		if !f.sameName(x, ids, names, r.study.Technologies[tech].ID, r.study.Technologies[tech].Name, q.technologies[k].name) {
			f.drop(x, tech, columns)
			continue
		}
		rows[tech] = x
	}
	for k, t := range q.technologies {
		if !seen[k] && now.technology(t.id) >= 0 {
			r.fail("E-FORM-ROW", g.t.place(g.rows[head].n, ids), t.id, "Ask the expert for a complete form.", "The row of %s is gone from the sheet.", t.id)
		}
	}
	for tech, x := range rows {
		for col, criterion := range columns {
			if criterion < 0 || now.criterion(r.study.Criteria[criterion].Code) < 0 {
				continue
			}
			if !usable[col] {
				f.bad[question{x: tech, y: criterion}] = text(x.cell(col))
			}
		}
	}
	for _, ask := range f.asked { // in order, so that the issues are
		x, ok := rows[ask.x]
		if ask.pair || !ok {
			continue
		}
		for col, criterion := range columns {
			if criterion != ask.y || !usable[col] {
				continue
			}
			c := x.cell(col)
			v, ok := x.quantity(c)
			if !ok || v.state == study.Given && !x.inScale(c, criterion, &v) {
				f.bad[ask] = text(c)
				continue
			}
			f.answers[ask] = &formAnswer{quantity: v, t: g.t, row: x.n, col: col, shown: text(c)}
		}
	}
	f.gone(g, head, columns, now)
}

// sameScale reports whether a criterion is scored on the scale that the form showed; answers on another cannot be compared.
func (f *form) sameScale(g *grid, c xlsx.Cell, k int, now *questions) bool {
	was := &f.meta.questions.criteria[k]
	at := now.criterion(was.code)
	if at < 0 || now.criteria[at].scale() == was.scale() {
		return true
	}
	f.r.fail("E-FORM-SCALE", g.t.place(c.Row, c.Col), was.code, "Send a fresh form for it.", "%s was asked on the scale %s and is scored on %s; the column was not used.", was.code, was.scale(), now.criteria[at].scale())
	return false
}

// gone reports answers on criteria that the study does not ask any more.
func (f *form) gone(g *grid, head int, columns map[int]int32, now *questions) {
	for _, c := range g.rows[head].cells {
		if _, ok := columns[c.Col]; !ok || c.Row == 0 || now.criterion(text(c)) >= 0 {
			continue
		}
		n := 0
		for _, x := range g.rows[head+1:] {
			if v := x.cell(c.Col); f.meta.questions.technology(text(x.cell(firstID(g.rows[head])))) >= 0 && text(v) != "" {
				n++
			}
		}
		if n > 0 {
			f.r.fail("E-FORM-GONE", g.t.place(c.Row, c.Col), text(c), "Nothing needs doing if it was removed for good.", "%s is not asked in the study any more; its %s not merged.", text(c), answersWere(n))
		}
	}
}

func answersWere(n int) string {
	if n == 1 {
		return "1 answer was"
	}
	return fmt.Sprintf("%d answers were", n)
}

// firstID is the column of the IDs.
func firstID(x row) int {
	for _, c := range x.cells {
		if c.Row > 0 && technologiesSheet.column(text(c)) == 0 {
			return c.Col
		}
	}
	return 0
}

// given counts a row's cells that hold something in the criteria's columns.
func given(x row, columns map[int]int32) int {
	n := 0
	for col := range columns {
		if c := x.cell(col); text(c) != "" || c.HasFormula {
			n++
		}
	}
	return n
}

// drop marks a row's answers as unusable.
func (f *form) drop(x row, tech int32, columns map[int]int32) {
	for col, criterion := range columns {
		if criterion >= 0 {
			f.bad[question{x: tech, y: criterion}] = text(x.cell(col))
		}
	}
}

// sameName reports whether the name beside an ID is still the study's: otherwise the answers may belong to something else.
func (f *form) sameName(x row, ids, names int, id, name, was string) bool {
	if names == 0 {
		return true // the ID alone says which it is
	}
	c := x.cell(names)
	said := text(c)
	if said == "" || fold(said) == fold(name) {
		return true
	}
	at := x.t.place(x.n, names)
	rd := f.r
	if k := rd.technologies.find(said); k >= 0 && rd.study.Technologies[k].ID != id {
		rd.fail("E-FORM-NAME", at, said, "Ask the expert which technology the row is about.", "The row of %s carries the name of %s; its answers were not used.", id, rd.study.Technologies[k].ID)
	} else if fold(said) == fold(was) {
		rd.fail("E-FORM-NAME", at, said, "If it is the same technology, give it its old name in the study to collect, or the new one here.", "%s was called %q when the form was made and is called %q in the study; its answers were not used.", id, said, name)
	} else {
		rd.fail("E-FORM-NAME", at, said, fmt.Sprintf("Ask the expert which technology the row is about; if it is %s, put its name back.", name), "%s is %q in the study, not %q; its answers were not used.", id, name, said)
	}
	return false
}

// criterionNames checks the names below the codes.
func (f *form) criterionNames(g *grid, head, names int, columns map[int]int32, usable map[int]bool) {
	if names == 0 {
		return
	}
	for k := head + 1; k < min(head+4, len(g.rows)); k++ {
		x := g.rows[k]
		if label := fold(text(x.cell(names))); label != "criterion" && label != "критерий" {
			continue
		}
		for _, c := range g.rows[head].cells {
			criterion, ok := columns[c.Col]
			if !ok || c.Row == 0 || criterion < 0 {
				continue
			}
			leaf := &f.r.study.Criteria[criterion]
			if said := text(x.cell(c.Col)); said != "" && fold(said) != fold(leaf.Name) {
				f.r.fail("E-FORM-NAME", g.t.place(x.n, c.Col), said, "Ask the expert which criterion the column is about, and put its name back.", "%s is %q in the study, not %q; the column was not used.", leaf.Code, leaf.Name, said)
				usable[c.Col] = false
			}
		}
	}
}

// stray reports what was written outside the questions, so that it is not lost.
func (f *form) stray(x row, other map[int]string) {
	for _, c := range x.cells {
		if head, ok := other[c.Col]; c.Row > 0 && ok && text(c) != "" {
			f.r.warn("W-FORM-EXTRA", x.t.place(x.n, c.Col), text(c), "It was not merged; read it.", "In the column %q, which is no question, stands %q.", head, text(c))
		}
	}
}

// nameless reports a row of answers without an ID.
func (f *form) nameless(x row, names int, columns map[int]int32) {
	if label := fold(text(x.cell(names))); slices.Contains([]string{"criterion", "критерий", "scale", "шкала"}, label) {
		return
	}
	if n := given(x, columns); n > 0 {
		first := len(x.cells)
		for col := range columns {
			if text(x.cell(col)) != "" {
				first = min(first, col)
			}
		}
		f.r.fail("E-CELL-BLANK", x.t.place(x.n, first), text(x.cell(first)), "Put the technology's ID back.", "The row has no ID; its %s not merged.", answersWere(n))
	}
}

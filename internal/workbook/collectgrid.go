package workbook

import (
	"slices"

	"veche/internal/language"
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

// scoreGrid is the grid of scores of a form: columns by the code in the head row, rows by the ID, wherever they stand.
type scoreGrid struct {
	*form
	g          *grid
	head       int // index of the head row among the grid's rows
	now        *questions
	ids, names int           // file columns, 0 for none
	comment    int           // file column
	columns    map[int]int32 // file column → criterion of the study, −1 for one it does not have
	usable     map[int]bool
	own        map[int]bool  // file columns that are the form's
	rows       map[int32]row // by technology of the study
}

// scores reads the grid. What is not certain is reported and left out.
func (f *form) scores(g *grid, head int, now *questions) {
	s := &scoreGrid{form: f, g: g, head: head, now: now, columns: map[int]int32{}, usable: map[int]bool{}, own: map[int]bool{}, rows: map[int32]row{}}
	g.said()
	f.sheet = g.t.origin
	s.readColumns()
	s.readRows()
	for tech, x := range s.rows {
		for col, criterion := range s.columns {
			if criterion >= 0 && now.criterion(f.r.study.Criteria[criterion].Code) >= 0 && !s.usable[col] {
				f.bad[question{x: tech, y: criterion}] = x.t.spoiled(x.cell(col))
			}
		}
	}
	file := map[int32]int{} // criterion → file column
	for col, criterion := range s.columns {
		if s.usable[col] {
			file[criterion] = col
		}
	}
	for _, ask := range slices.Concat(f.asked, f.aside) { // in order, so that the issues are
		x, ok := s.rows[ask.x]
		col, there := file[ask.y]
		if ask.pair || !ok || !there {
			continue
		}
		c, told := x.cell(col), len(f.r.issues)
		v, ok := x.quantity(c, ofCriterion(&f.r.study.Criteria[ask.y]))
		if !ok || v.state == study.Given && !x.inScale(c, ask.y, &v) {
			bad := g.t.spoiled(c)
			bad.from, bad.to = told, len(f.r.issues)
			f.bad[ask] = bad
			if slices.Contains(f.aside, ask) { // it does not count, so that nobody needs to correct it
				f.r.issues = f.r.issues[:told]
				continue
			}
			for k := range f.r.issues[told:] {
				i := &f.r.issues[told+k]
				i.Message = language.M("%s: %s", f.what(ask), i.Message)
			}
			continue
		}
		f.answers[ask] = &formAnswer{quantity: v, t: g.t, row: x.n, col: col, shown: g.t.shown(c)}
	}
	s.gone()
	s.merged()
	s.strays()
}

// readColumns finds out from the head row which column is which.
func (s *scoreGrid) readColumns() {
	r, q, g := s.r, &s.meta.questions, s.g
	taken := map[int]int{} // asked criterion → file column
	for _, c := range g.rows[s.head].cells {
		if c.Row == 0 || text(c) == "" {
			continue
		}
		code := text(c)
		k := q.criterion(code)
		switch kind := technologiesSheet.column(code); {
		case k >= 0:
			s.own[c.Col] = true
			if first, twice := taken[k]; twice {
				r.fail("E-HEADER-DUPLICATE", g.t.place(c.Row, c.Col), code, language.M("Ask the expert which of the two columns counts."), "%s stands here and in %s; neither column was used.", code, xlsx.CellName(c.Row, first))
				s.usable[first] = false
				continue
			}
			taken[k] = c.Col
			s.about(g.t).columns[c.Col] = q.criteria[k].code
			s.columns[c.Col] = s.criterion(code)
			s.usable[c.Col] = s.sameScale(g, c, k, s.now)
		case kind == 0 && s.ids == 0:
			s.ids, s.own[c.Col] = c.Col, true
		case kind == 1 && s.names == 0:
			s.names, s.own[c.Col] = c.Col, true
		case kind == 2: // the group
			s.own[c.Col] = true
		case kind == 6 && s.comment == 0:
			s.comment, s.own[c.Col] = c.Col, true
		default:
			s.about(g.t).headings[c.Col] = code
		}
	}
	s.criterionNames()
	for k, c := range q.criteria {
		if _, ok := taken[k]; !ok && s.now.criterion(c.code) >= 0 {
			r.fail("E-FORM-COLUMN", g.t.place(g.rows[s.head].n, s.ids), c.code, language.M("Ask the expert for a complete form."), "The column of %s is gone from row %d.", c.code, g.rows[s.head].n)
		}
	}
}

// readRows finds out which row is which technology's: by the ID, or where it was wiped out by the name.
func (s *scoreGrid) readRows() {
	r, q, g, now := s.r, &s.meta.questions, s.g, s.now
	seen := map[int]int{} // asked technology → row
	for _, x := range g.rows[s.head+1:] {
		x.t = g.t
		id := text(x.cell(s.ids))
		if id == "" {
			if id = q.named(text(x.cell(s.names))); id == "" {
				s.nameless(x)
				continue
			}
		}
		k, tech := q.technology(id), s.technology(id)
		if k >= 0 {
			s.about(g.t).rows[x.n] = q.technologies[k].id
		}
		first, twice := seen[k]
		switch {
		case k < 0 && given(x, s.columns) == 0: // a note; strays reports it
			continue
		case k < 0:
			r.fail("E-REF-UNKNOWN", g.t.place(x.n, s.ids), id, language.M("Correct the ID%s; it is one of those in the form.", didYouMean(id, r.technologies.all)), "%q is not among the form's technologies; its row was not used.", id)
			continue
		case twice:
			if before, ok := s.rows[tech]; ok {
				s.drop(before, tech)
				delete(s.rows, tech)
			}
			r.fail("E-ROW-DUPLICATE", g.t.place(x.n, max(s.ids, 1)), id, language.M("Ask the expert which of the rows counts."), "%s stands here and in row %d; neither was used.", id, first)
			continue
		}
		seen[k] = x.n
		if now.technology(id) < 0 {
			if n := given(x, s.columns); n > 0 {
				r.fail("E-FORM-GONE", g.t.place(x.n, s.ids), id, language.M("Nothing needs doing if it was removed for good."), "%s is not asked in the study any more; its %s not merged.", id, answersWere(n))
			}
			continue
		}
		if !s.sameName(x, r.study.Technologies[tech].ID, r.study.Technologies[tech].Name, q.technologies[k].name) {
			s.drop(x, tech)
			continue
		}
		s.rows[tech] = x
	}
	for k, t := range q.technologies {
		if _, ok := seen[k]; !ok && now.technology(t.id) >= 0 {
			r.fail("E-FORM-ROW", g.t.place(g.rows[s.head].n, s.ids), t.id, language.M("Ask the expert for a complete form."), "The row of %s is gone from the sheet.", t.id)
		}
	}
}

// sameScale reports whether a criterion is scored on the scale that the form showed; answers on another cannot be compared.
func (f *form) sameScale(g *grid, c xlsx.Cell, k int, now *questions) bool {
	was := &f.meta.questions.criteria[k]
	at := now.criterion(was.code)
	if at < 0 || now.criteria[at].scale().String() == was.scale().String() {
		return true
	}
	f.r.fail("E-FORM-SCALE", g.t.place(c.Row, c.Col), was.code, language.M("Send a fresh form for it."), "%s was asked on the scale %s and is scored on %s; the column was not used.", was.code, was.scale(), now.criteria[at].scale())
	return false
}

// gone reports answers on criteria that the study does not ask any more.
func (s *scoreGrid) gone() {
	for _, c := range s.g.rows[s.head].cells {
		if _, ok := s.columns[c.Col]; !ok || c.Row == 0 || s.now.criterion(text(c)) >= 0 {
			continue
		}
		n := 0
		for _, x := range s.g.rows[s.head+1:] {
			if s.meta.questions.technology(text(x.cell(s.ids))) >= 0 && text(x.cell(c.Col)) != "" {
				n++
			}
		}
		if n > 0 {
			s.r.fail("E-FORM-GONE", s.g.t.place(c.Row, c.Col), text(c), language.M("Nothing needs doing if it was removed for good."), "%s is not asked in the study any more; its %s not merged.", text(c), answersWere(n))
		}
	}
}

func answersWere(n int) language.Message { return language.M("%d answer was|%d answers were", n) }

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
func (s *scoreGrid) drop(x row, tech int32) {
	for col, criterion := range s.columns {
		if criterion >= 0 {
			s.bad[question{x: tech, y: criterion}] = x.t.spoiled(x.cell(col))
		}
	}
}

// sameName reports whether the name beside an ID is still the study's: otherwise the answers may belong to something else.
func (s *scoreGrid) sameName(x row, id, name, was string) bool {
	if s.names == 0 {
		return true // the ID alone says which it is
	}
	c := x.cell(s.names)
	said := text(c)
	if said == "" || fold(said) == fold(name) {
		return true
	}
	at := x.t.place(x.n, s.names)
	rd := s.r
	if k := rd.technologies.find(said); k >= 0 && rd.study.Technologies[k].ID != id {
		rd.fail("E-FORM-NAME", at, said, language.M("Ask the expert which technology the row is about."), "The row of %s carries the name of %s; its answers were not used.", id, rd.study.Technologies[k].ID)
	} else if fold(said) == fold(was) {
		rd.fail("E-FORM-NAME", at, said, language.M("If it is the same technology, give it its old name in the study to collect, or the new one here."), "%s was called %q when the form was made and is called %q in the study; its answers were not used.", id, said, name)
	} else {
		rd.fail("E-FORM-NAME", at, said, language.M("Ask the expert which technology the row is about; if it is %s, put its name back.", name), "%s is %q in the study, not %q; its answers were not used.", id, name, said)
	}
	return false
}

// criterionNames checks the names below the codes.
func (s *scoreGrid) criterionNames() {
	if s.names == 0 {
		return
	}
	for k := s.head + 1; k < min(s.head+4, len(s.g.rows)); k++ {
		x := s.g.rows[k]
		if label := fold(text(x.cell(s.names))); label != "criterion" && label != "критерий" {
			continue
		}
		for _, c := range s.g.rows[s.head].cells {
			criterion, ok := s.columns[c.Col]
			if !ok || c.Row == 0 || criterion < 0 {
				continue
			}
			leaf := &s.r.study.Criteria[criterion]
			if said := text(x.cell(c.Col)); said != "" && fold(said) != fold(leaf.Name) {
				s.r.fail("E-FORM-NAME", s.g.t.place(x.n, c.Col), said, language.M("Ask the expert which criterion the column is about, and put its name back."), "%s is %q in the study, not %q; the column was not used.", leaf.Code, leaf.Name, said)
				s.usable[c.Col] = false
			}
		}
	}
}

// isLabel recognises the rows between the codes and the answers.
func (s *scoreGrid) isLabel(x row) bool {
	return slices.Contains([]string{"criterion", "критерий", "scale", "шкала"}, fold(text(x.cell(s.names))))
}

// nameless reports a row of answers without an ID.
func (s *scoreGrid) nameless(x row) {
	n := given(x, s.columns)
	if n == 0 || s.isLabel(x) {
		return
	}
	first := len(x.cells)
	for col := range s.columns {
		if text(x.cell(col)) != "" {
			first = min(first, col)
		}
	}
	s.r.fail("E-CELL-BLANK", x.t.place(x.n, first), text(x.cell(first)), language.M("Put the technology's ID back."), "The row has no ID; its %s not merged.", answersWere(n))
}

// merged warns of answers over several cells: only the first of them holds one.
func (s *scoreGrid) merged() {
	ranges, err := s.r.book.Merged(s.g.t.index)
	if err != nil {
		s.r.damaged(err)
		return
	}
	about := map[int]bool{}
	for _, x := range s.rows {
		about[x.n] = true
	}
	for _, m := range ranges {
		cells := 0
		for row := m.Row1; row <= min(m.Row2, s.g.rows[len(s.g.rows)-1].n); row++ {
			for col := range s.columns {
				if about[row] && col >= m.Col1 && col <= m.Col2 {
					cells++
				}
			}
		}
		if cells > 1 {
			s.r.warn("W-FORM-MERGED", s.g.t.place(m.Row1, m.Col1), "", language.M("Ask whether the answer is meant for all of them."), "%s:%s is one merged cell: its answer counts for the first only, the others are blank.", xlsx.CellName(m.Row1, m.Col1), xlsx.CellName(m.Row2, m.Col2))
		}
	}
}

// strays reports what was written outside the questions, so that it is not lost: beside the grid and below it.
func (s *scoreGrid) strays() {
	var cells []xlsx.Cell
	for _, x := range s.g.rows[s.head+1:] {
		if s.comment > 0 && s.about(s.g.t).rows[x.n] != "" {
			s.note(s.g.t, x.n, s.comment, "", text(x.cell(s.comment)))
		}
		note := s.meta.questions.technology(text(x.cell(s.ids))) < 0 && given(x, s.columns) == 0 && !s.isLabel(x)
		for _, c := range x.cells {
			if c.Row > 0 && text(c) != "" && (note || !s.own[c.Col]) {
				cells = append(cells, c)
			}
		}
	}
	s.extra(s.g.t, cells)
}

package workbook

import (
	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// mostCells is how many values a sheet may hold: of text each takes two bytes at least.
func (r *reader) mostCells(t *table) int {
	if files, ok := r.book.(*textFiles); ok {
		return min(maxAnswers, files.sheets[t.index].size()/2)
	}
	return 1 << 22
}

// mostScores is how many scores a sheet may hold with so many in a row, where that is known; else 0. What is made for them at once is not copied as it grows, and not
// touched before it is filled.
func (r *reader) mostScores(t *table, inRow int) int {
	if files, ok := r.book.(*textFiles); ok {
		return min(maxAnswers, files.sheets[t.index].lines*inRow)
	}
	return 0
}

// readEvidence reads measured values: technologies down, criteria across.
func (r *reader) readEvidence(t *table) {
	columns := r.leafColumns(t)
	if len(columns) == 0 {
		r.fail("E-COLUMN-MISSING", t.place(t.header, 1), "", language.M("Add a column headed with a criterion's code."), "The Evidence sheet has no column for any criterion.")
		return
	}
	var wanted []int // the columns, in the sheet's order
	var expected []study.MeasuredColumn
	for _, e := range t.extra {
		if _, ok := columns[e.col]; ok {
			wanted = append(wanted, e.col)
			expected = append(expected, study.MeasuredColumn{Criterion: columns[e.col], Col: t.where(t.header, e.col).Col})
		}
	}
	seen := make([]int, len(r.study.Technologies)) // in which row
	r.study.Evidence.Expect(t.origin, expected, min(len(r.study.Technologies), r.mostCells(t)/len(expected)))
	t.body(func(row row) {
		if t.enough(r.study.Evidence.Len(), row.get("Technology")) {
			return
		}
		tech := r.technology(row, "Technology")
		if tech < 0 {
			return
		}
		if first := seen[tech]; first > 0 {
			r.fail("E-ROW-DUPLICATE", row.place(row.get("Technology")), text(row.get("Technology")), language.M("Keep one of the two rows."), "%s stands here and in row %d.", r.study.Technologies[tech].ID, first)
			return
		}
		seen[tech] = row.n
		for _, e := range wanted {
			k := columns[e]
			if e < len(row.cells) {
				if c := &row.cells[e]; c.Row > 0 && r.isPlain(c) && within(&r.study.Criteria[k], c.Number) {
					r.study.Evidence.Add(study.Measurement{Value: c.Number, Technology: tech, Criterion: k, Origin: t.where(c.Row, c.Col)})
					continue
				}
			}
			c := row.cell(e)
			if r.spread(row, c, tech, k) {
				continue
			}
			if q, ok := row.quantity(c, sought{measured, r.study.Criteria[k].Min, r.study.Criteria[k].Max}); ok && q.state == study.Given && row.inScale(c, k, &q) {
				at := t.where(c.Row, c.Col)
				r.study.Evidence.Add(study.Measurement{Value: q.value, Technology: tech, Criterion: k, Term: r.register(&q, at), Origin: at})
			}
		}
	})
}

// enough reports, and says, that a study holds as many scores or measured values as it can; the sheet is then read no further.
func (t *table) enough(held int, c xlsx.Cell) bool {
	if held < maxAnswers {
		return false
	}
	if !t.full {
		t.full = true
		remedy := language.M("Split the study.")
		if t.spec == &scoresSheet {
			remedy = language.M("Join the scores into means, or split the study: veche import %s -o OUT.xlsx --means", t.r.file)
		}
		t.r.fail("E-TEXT-LIMIT", t.place(c.Row, c.Col), "", remedy, "The sheet holds more than the %d answers that are kept.", maxAnswers)
	}
	return true
}

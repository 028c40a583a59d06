package workbook

import (
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// pairHead finds the row of the headings A, B, Preferred.
func (f *form) pairHead(g *grid) int {
	for k, x := range g.rows {
		if k >= formHeadRows {
			break
		}
		found := 0
		for _, c := range x.cells {
			if c.Row > 0 {
				if at := pairwiseSheet.column(text(c)); at >= 0 && pairwiseSheet.Columns[at].Required {
					found++
				}
			}
		}
		if found >= 2 {
			return k
		}
	}
	return -1
}

// pairs reads the list of pairs, by the codes in each row.
func (f *form) pairs(g *grid, head int) {
	r := f.r
	t := g.t
	g.said()
	t.header = g.rows[head].n
	t.at = make([]int, len(pairwiseSheet.Columns))
	var nameCols [2]int
	for _, c := range g.rows[head].cells {
		name := text(c)
		if c.Row == 0 || name == "" {
			continue
		}
		if k := pairwiseSheet.column(name); k >= 0 && t.at[k] == 0 {
			t.at[k] = c.Col
		}
		for side, heads := range nameHeads {
			if f := foldHeader(name); f == fold(heads[0]) || f == fold(heads[1]) {
				nameCols[side] = c.Col
			}
		}
	}
	lost := false
	for k, c := range pairwiseSheet.Columns {
		if c.Required && t.at[k] == 0 && c.Name != "Expert" {
			lost = true
			r.fail("E-FORM-COLUMN", t.place(t.header, 1), c.Name, language.M("Ask the expert for a complete form."), "The column %s is gone from row %d; the pairs were not used.", both(c.Name, c.Russian), t.header)
		}
	}
	if lost {
		return
	}
	seen := map[question]bool{}
	var strays []xlsx.Cell
	for _, x := range g.rows[head+1:] {
		x.t = t
		f.pairRow(x, nameCols, seen)
		note := (text(x.get("A")) == "" || text(x.get("B")) == "") && text(x.get("Preferred")) == "" && text(x.get("Intensity")) == ""
		for _, c := range x.cells {
			if c.Row > 0 && !note && t.col("Comment") > 0 && c.Col == t.col("Comment") {
				f.note(t, x.n, c.Col, "", text(c))
			} else if c.Row > 0 && text(c) != "" && (note || !slices.Contains(t.at, c.Col) && !slices.Contains(nameCols[:], c.Col)) {
				strays = append(strays, c)
			}
		}
	}
	f.extra(t, strays)
	for _, ask := range f.asked {
		if ask.pair && !seen[ask] {
			r.fail("E-FORM-ROW", t.place(t.header, t.col("A")), f.what(ask), language.M("Ask the expert for a complete form."), "The row of the pair %s is gone from the sheet.", f.what(ask))
		}
	}
}

func (f *form) pairRow(x row, nameCols [2]int, seen map[question]bool) {
	r := f.r
	ca, cb, preferred, intensity := x.get("A"), x.get("B"), x.get("Preferred"), x.get("Intensity")
	blank := text(preferred) == "" && !preferred.HasFormula && text(intensity) == "" && !intensity.HasFormula
	if text(ca) == "" && text(cb) == "" {
		if !blank {
			r.fail("E-CELL-BLANK", x.place(ca), "", language.M("Put the codes of the pair back."), "The row names no pair; its answer was not merged.")
		}
		return
	}
	a, b := f.criterion(text(ca)), f.criterion(text(cb))
	q := pairQuestion(a, b)
	if !f.meta.questions.pair(text(ca), text(cb)) {
		if blank && (text(ca) == "" || text(cb) == "") {
			return // a note; it is reported as one
		}
		r.fail("E-REF-UNKNOWN", x.place(ca), text(ca)+"/"+text(cb), language.M("Put the codes of the form back."), "%s and %s are not a pair of the form; the row was not used.", text(ca), text(cb))
		return
	}
	if !slices.Contains(f.asked, q) {
		if !blank {
			r.fail("E-FORM-GONE", x.place(ca), text(ca)+"/"+text(cb), language.M("Nothing needs doing if a criterion was removed for good."), "The pair %s/%s is not asked in the study any more; its answer was not merged.", text(ca), text(cb))
		}
		return
	}
	shown := strings.TrimSpace(x.t.shown(preferred) + " " + x.t.shown(intensity))
	if seen[q] {
		delete(f.answers, q)
		f.bad[q] = spoiled{shown: shown, at: x.t.where(x.n, x.t.col("Preferred"))}
		r.fail("E-PAIR-DUPLICATE", x.place(ca), text(ca), language.M("Ask the expert which of the rows counts."), "The pair %s/%s stands in more than one row; none was used.", text(ca), text(cb))
		return
	}
	seen[q] = true
	f.about(x.t).pairs[x.n] = r.study.Criteria[a].Code + "/" + r.study.Criteria[b].Code
	for side, criterion := range []int32{a, b} {
		if nameCols[side] == 0 {
			continue
		}
		if said := text(x.cell(nameCols[side])); said != "" && fold(said) != fold(r.study.Criteria[criterion].Name) {
			r.fail("E-FORM-NAME", x.t.place(x.n, nameCols[side]), said, language.M("Ask the expert which criterion is meant, and put its name back."), "%s is %q in the study, not %q; the row was not used.",
				r.study.Criteria[criterion].Code, r.study.Criteria[criterion].Name, said)
			f.bad[q] = spoiled{shown: shown, at: x.t.where(x.n, x.t.col("Preferred"))}
			return
		}
	}
	told := len(r.issues)
	spoil := func() { f.bad[q] = spoiled{shown, x.t.where(x.n, x.t.col("Preferred")), told, len(r.issues)} }
	answer := &formAnswer{a: a, b: b, ratio: 1, t: x.t, row: x.n, col: x.t.col("Preferred"), shown: shown}
	for _, c := range []xlsx.Cell{preferred, intensity} {
		if fault := unreadable(c); fault != nil {
			r.fault(x.place(c), c, fault)
			spoil()
			return
		}
	}
	switch word := fold(text(preferred)); {
	case blank:
		answer.state = study.Missing
	case slices.Contains(abstentions, word):
		answer.state = study.Abstained
	case word == "":
		r.fail("E-PREFERRED", x.place(preferred), "", language.M("Choose A, B or =."), "An intensity is given, but not which of %s and %s matters more.", text(ca), text(cb))
		spoil()
		return
	default:
		ka, kb := &r.study.Criteria[a], &r.study.Criteria[b]
		ratio, triangle, ok := r.judgement(x, side{ka.Code, ka.Name}, side{kb.Code, kb.Name})
		if !ok {
			spoil()
			return
		}
		answer.ratio, answer.triangle = ratio, triangle
	}
	f.answers[q] = answer
}

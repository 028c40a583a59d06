package report

import (
	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/study/contrast"
)

// contrastTable is the two, criterion by criterion.
func Contrast(o *study.Outcome, c *contrast.Contrast, l language.Language) *Table {
	t := &Table{Title: o.Study.Title, Note: language.Say(l, "A: #%d %s   B: #%d %s   (%s)", c.A.Rank, c.A.Technology.Title(), c.B.Rank, c.B.Technology.Title(), language.Say(l, o.Method.Title))}
	t.Add("Criterion", false)
	t.Add("Name", false)
	for _, name := range []string{"Weight", "Value A", "Value B", "A", "B", "A-B"} {
		t.Add(name, true)
	}
	for _, p := range c.Parts {
		k := &o.Study.Criteria[o.Leaves[p.Column]]
		t.Rows = append(t.Rows, []Cell{Text(k.Code), Text(k.Name), Number(p.Weight, 4), measured(p.RawA), measured(p.RawB), Number(p.A, 4), Number(p.B, 4), Number(p.A-p.B, 4)})
	}
	total := language.Say(l, "Total")
	if !o.Additive() {
		total = language.Say(l, "Score")
	}
	t.Rows = append(t.Rows, []Cell{Text(total), Text(""), Text(""), Text(""), Text(""), Number(c.A.Score, 4), Number(c.B.Score, 4), Number(c.A.Score-c.B.Score, 4)})
	t.Translate(l)
	return t
}

// measured is a measured value: four digits for reading, all for data.
func measured(x float64) Cell {
	return Styled(x, Digits4)
}

package workbook

import (
	"fmt"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// leftover reports a row of the sheets of rules, synergies or links that is one of the template's examples, in its place, where the study's technologies are its
// own: nobody meant it.
func (t *table) leftover(r row) bool {
	if t.examples == nil {
		t.examples = map[string]int{}
		if t.ownStudy() {
			for _, w := range []templateWriter{{}, {ru: true}} {
				for k, cells := range w.examples(t.spec) {
					t.examples[t.exampleRow(cells)] = k + 1
				}
			}
		}
	}
	if len(t.examples) == 0 {
		return false
	}
	var cells []string
	for k := range t.spec.Columns {
		cells = append(cells, fold(text(r.cell(t.at[k]))))
	}
	return t.examples[strings.TrimRight(strings.Join(cells, "\x00"), "\x00")] == r.n-t.header
}

// ownStudy reports a sheet that may hold examples left over: one of those that a study need not have, where no technology is the template's any more.
func (t *table) ownStudy() bool {
	return slices.Contains([]*sheetSpec{&synergiesSheet, &rulesSheet, &linksSheet}, t.spec) && t.at != nil && len(t.r.study.Technologies) > 0 &&
		!slices.ContainsFunc(t.r.study.Technologies, func(x study.Technology) bool { return isExampleName(x.Name) })
}

// exampleRow is a row of examples as leftover compares it.
func (t *table) exampleRow(cells []any) string {
	var out []string
	for k := range t.spec.Columns {
		value := ""
		if k < len(cells) && cells[k] != nil && t.at[k] > 0 {
			value = fold(fmt.Sprint(cells[k]))
		}
		out = append(out, value)
	}
	return strings.TrimRight(strings.Join(out, "\x00"), "\x00")
}

// sayLeftover says which rows were left out because they are the template's.
func (t *table) sayLeftover() {
	if len(t.left) > 0 {
		t.r.warn("W-TEMPLATE", t.place(t.left[0], 1), "", language.M("Delete them; to have such a row count, write a note in it."), "Rows that are the template's examples were left out: %s.", spans(t.left))
	}
	t.left = nil
}

// ownTitle leaves out the template's title where the technologies are the study's own.
func (r *reader) ownTitle() {
	s := r.study
	if at, given := s.Settings.Origins["title"]; given && slices.Contains(exampleTitles(), s.Title) && len(s.Technologies) > 0 && !slices.ContainsFunc(s.Technologies, func(x study.Technology) bool { return isExampleName(x.Name) }) {
		r.warn("W-TEMPLATE", s.Place(at), s.Title, language.M("Enter the title of the study."), "The title is the template's example and was left out.")
		s.Title = ""
	}
}

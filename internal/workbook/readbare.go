package workbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// element is a criterion of a workbook without lists, as surveys and matrices name it.
type element struct {
	name    xlsx.Cell
	parents []string // folded, "" for the top
	asked   []asked  // the first comparison below each
	t       *table
}

// bareTree is the criteria of a workbook without lists: those that are compared, and what they are compared on.
type bareTree struct {
	r          *reader
	elements   []*element
	found      map[string]*element // by folded name
	controls   []*element          // what elements are compared on, in order
	controlled map[string]bool
}

// surveyed takes the criteria of a workbook without lists from its surveys and matrices; false when there are none, or they are no tree.
func (r *reader) surveyed() bool {
	t := &bareTree{r: r, found: map[string]*element{}, controlled: map[string]bool{}}
	if !t.gather() || t.isNetwork() {
		return false
	}
	t.enter()
	for _, s := range r.surveys {
		s.oddities = oddities{} // the second reading will meet them again
	}
	for _, m := range r.squares {
		m.oddities = oddities{}
	}
	return len(t.elements) > 0
}

func (b *bareTree) add(t *table, name xlsx.Cell, parent string, q asked) {
	e := b.found[fold(text(name))]
	if e == nil {
		e = &element{name: name, t: t}
		b.found[fold(text(name))] = e
		b.elements = append(b.elements, e)
	}
	if !slices.Contains(e.parents, parent) {
		e.parents, e.asked = append(e.parents, parent), append(e.asked, q)
	}
}

// gather names the elements; false after a fault that was reported.
func (b *bareTree) gather() bool {
	for _, s := range b.r.surveys {
		if !s.questions(func(q asked) {
			parent := fold(text(q.on))
			if goals[parent] {
				parent = ""
			}
			if parent != "" && !b.controlled[parent] {
				b.controlled[parent] = true
				b.controls = append(b.controls, &element{name: q.on, t: s.table})
			}
			b.add(s.table, q.a, parent, q)
			b.add(s.table, q.b, parent, q)
		}) {
			return false
		}
	}
	for _, t := range b.r.squares {
		cells, ok := t.corner(maxSquare)
		if !ok {
			return false
		}
		for _, c := range squareNames(cells) {
			b.add(t, c, "", asked{at: c})
		}
	}
	return true
}

// isNetwork reports elements that are compared with respect to several others, or to themselves: no tree has a place for them.
func (b *bareTree) isNetwork() bool {
	var first *element
	several := 0
	for _, e := range b.elements {
		if len(e.parents) > 1 || slices.Contains(e.parents, fold(text(e.name))) {
			several++
			if first == nil {
				first = e
			}
		}
	}
	if first == nil {
		return false
	}
	for _, s := range b.r.surveys {
		s.remark()
	}
	var names []string
	for k := range first.parents {
		if len(names) == 3 {
			names = append(names, fmt.Sprintf("%d more", len(first.parents)-k))
			break
		}
		names = append(names, fmt.Sprintf("%s (%s)", cmp.Or(text(first.asked[k].on), "the goal"), first.asked[k].at.Ref()))
	}
	at := first.asked[min(1, len(first.asked)-1)].at
	b.r.fail("E-SURVEY-NETWORK", first.t.place(at.Row, at.Col), text(first.name), language.M("Keep the comparisons with respect to one element only, or list the criteria on a sheet Criteria and what is compared on several of them on a sheet Technologies."),
		"%d of %d elements are compared with respect to more than one, or to themselves, as %s to %s: this is a network (ANP), and a tree of criteria has one place for each.", several, len(b.elements), text(first.name), strings.Join(names, ", "))
	return true
}

// enter makes the elements the study's criteria. One thing that all are compared on, and that is compared with nothing, is the goal and no criterion.
func (b *bareTree) enter() {
	r := b.r
	roots := slices.DeleteFunc(slices.Clone(b.controls), func(e *element) bool { return b.found[fold(text(e.name))] != nil })
	flat := slices.ContainsFunc(b.elements, func(e *element) bool { return slices.Contains(e.parents, "") })
	goal := ""
	if len(roots) == 1 && !flat {
		goal, roots = fold(text(roots[0].name)), nil
	}
	for _, e := range append(roots, b.elements...) {
		name := text(e.name)
		at := e.t.where(e.name.Row, e.name.Col)
		if _, ok := r.criteria.add(len(r.study.Criteria), name, ""); ok {
			r.study.Criteria = append(r.study.Criteria, study.Criterion{Code: name, Name: name, Origin: at, WeightAt: at})
		}
	}
	for _, e := range b.elements { // all codes are known now
		if p := e.parents[0]; p != "" && p != goal {
			code := r.study.Criteria[r.criteria.find(p)].Code
			r.study.Criteria[r.criteria.find(text(e.name))].Parent = code
			r.parents[fold(code)] = true
		}
	}
	r.goal = goal
}

// maxSquare is the largest matrix looked for where nothing says how many criteria there are.
const maxSquare = 500

// squareNames finds the names in the first row and column of a matrix where no list of criteria says them: a row and a column that hold the same texts.
func squareNames(cells map[[2]int]xlsx.Cell) []xlsx.Cell {
	line := func(row, col, down, right int) (out []xlsx.Cell) {
		for {
			row, col = row+down, col+right
			c := cells[[2]int{row, col}]
			if c.Kind != xlsx.Text || clean(c.Text) == "" {
				return out
			}
			out = append(out, c)
		}
	}
	for row := 1; row <= headerRows+1; row++ {
		for col := 1; col <= headerRows+1; col++ {
			across := line(row, col, 0, 1)
			if len(across) < 2 {
				continue
			}
			down := line(row, col, 1, 0)
			names := func(cells []xlsx.Cell) []string {
				var out []string
				for _, c := range cells {
					out = append(out, fold(c.Text))
				}
				slices.Sort(out)
				return out
			}
			if slices.Equal(names(across), names(down)) {
				return across
			}
		}
	}
	return nil
}

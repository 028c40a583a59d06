package report

import (
	"slices"
	"veche/internal/language"
	"veche/internal/mcda/weighting"

	"veche/internal/report/contract"
	"veche/internal/study"
)

// whose names the voice of a node.
func whose(n *study.Node, l language.Language) string {
	switch {
	case n.Expert != "":
		return n.Expert
	case n.Bloc != "":
		return language.Say(l, "bloc ") + n.Bloc
	}
	return language.Say(l, "panel")
}

// nodeTables is the global weights, then for reading one table below each parent: a row for each voice, a column for each criterion.
func Weights(s *study.Study, w *study.Weights, l language.Language) []*Table {
	t := &Table{Title: s.Title, Note: language.Say(l, "weighting %s", weightingNamed(w.Weighting, l))}
	t.Add("Criterion", false)
	t.Add("Name", false)
	t.Add("Weight", true)
	weights := contract.Global(s, w)
	for k, i := range s.Leaves() {
		t.Rows = append(t.Rows, []Cell{Text(s.Criteria[i].Code), Text(s.Criteria[i].Name), Number(weights[k], 4)})
	}
	tables := []*Table{t}
	if m, ok := weighting.Lookup(w.Weighting); ok && (m.Basis == weighting.Nothing || m.Basis == weighting.Matrix) {
		t.Translate(l)
		return tables
	}
	ratios := slices.ContainsFunc(w.Nodes, func(n study.Node) bool { return n.AHP != nil })
	chains := slices.ContainsFunc(w.Nodes, func(n study.Node) bool { return n.FUCOM != nil })
	parent := "\x00"
	for k := range w.Nodes {
		n := &w.Nodes[k]
		if n.Parent != parent {
			parent = n.Parent
			t = &Table{Note: language.Say(l, "local weights %s", s.Below(parent))}
			t.Add("Whose", false)
			for _, i := range n.Criteria {
				t.Add(s.Criteria[i].Code, true)
			}
			if ratios {
				for _, index := range consistency {
					t.Add(index, true)
				}
			}
			if chains {
				t.Add("DFC", true)
			}
			tables = append(tables, t)
		}
		row := []Cell{Text(whose(n, l))}
		for _, x := range n.Weights {
			row = append(row, Number(x, 4))
		}
		if ratios {
			row = append(row, consistencyOf(n)...)
		}
		switch {
		case n.FUCOM != nil:
			row = append(row, Number(n.FUCOM.DFC, 3))
		case chains:
			row = append(row, Text(""))
		}
		t.Rows = append(t.Rows, row)
	}
	for _, t := range tables {
		t.Translate(l)
	}
	return tables
}

// weightsTable is the same as data: a row for each criterion of each node, and the global weights last.
func WeightsData(s *study.Study, w *study.Weights, l language.Language) *Table {
	t := &Table{}
	for _, name := range []string{"Whose", "Below", "Criterion", "Name"} {
		t.Add(name, false)
	}
	t.Add("Weight", true)
	for _, index := range consistency {
		t.Add(index, true)
	}
	for k := range w.Nodes {
		n := &w.Nodes[k]
		for k, i := range n.Criteria {
			t.Rows = append(t.Rows, append([]Cell{Text(whose(n, l)), Text(n.Parent), Text(s.Criteria[i].Code), Text(s.Criteria[i].Name), Number(n.Weights[k], 4)}, consistencyOf(n)...))
		}
	}
	weights := contract.Global(s, w)
	for k, i := range s.Leaves() {
		t.Rows = append(t.Rows, []Cell{Text(language.Say(l, "global")), Text(""), Text(s.Criteria[i].Code), Text(s.Criteria[i].Name), Number(weights[k], 4), Text(""), Text(""), Text("")})
	}
	t.Translate(l)
	return t
}

// consistency are the headings of the indices of a judgement matrix: Saaty's ratio, the geometric index, Koczkodaj's.
var consistency = []string{"CR", "GCI", "K"}

func consistencyOf(n *study.Node) []Cell {
	if n.AHP == nil {
		return []Cell{Text(""), Text(""), Text("")}
	}
	return []Cell{Number(n.AHP.CR, 3), Number(n.GCI, 3), Number(n.Koczkodaj, 3)}
}

// weightingNamed is a weighting's name in a language, in English as it is typed.
func weightingNamed(name string, l language.Language) string {
	if m, ok := weighting.Lookup(name); ok && l != language.English {
		return language.Say(l, m.Title)
	}
	return name
}

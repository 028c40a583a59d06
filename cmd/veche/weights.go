package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"veche/internal/study"
)

func newWeights(env *environment) *cobra.Command {
	var f studyFlags
	cmd := &cobra.Command{
		Use:               "weights STUDY.xlsx",
		Short:             "Print the weights, per expert and bloc, with their consistency",
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		RunE:              func(_ *cobra.Command, args []string) error { return weights(env, args[0], f) },
	}
	f.add(cmd)
	return cmd
}

func weights(env *environment, path string, f studyFlags) error {
	s, err := env.open(path)
	if err != nil {
		return err
	}
	if s, _, err = f.changed(s); err != nil {
		return err
	}
	w, err := study.Weigh(s)
	if err != nil {
		return err
	}
	env.warn(s.Warnings)
	env.warn(w.Warnings)
	if f.format == "json" {
		return printJSON(env.stdout, weightingJSON(s, w))
	}
	tables := nodeTables(s, w)
	if f.format == "csv" {
		tables = []*table{weightsTable(s, w)}
	}
	for k, t := range tables {
		if k > 0 && f.format != "csv" {
			if _, err := fmt.Fprintln(env.stdout); err != nil {
				return fileError{err}
			}
		}
		t.translate(cmp.Or(f.lang, s.Settings.Language))
		if err := t.print(env.stdout, f.format, f.plain); err != nil {
			return err
		}
	}
	return nil
}

// weightingsJSON is the contract of `veche weights --format json`.
type weightingsJSON struct {
	Weighting string       `json:"weighting"`
	Weights   []weightJSON `json:"weights"` // global, by leaf; moved ones when --weights was given
	Nodes     []nodeJSON   `json:"nodes"`
}

type nodeJSON struct {
	Expert    *string   `json:"expert"` // null for a bloc and for the panel
	Bloc      *string   `json:"bloc"`
	Parent    string    `json:"parent"`
	Criteria  []string  `json:"criteria"`
	Weights   []float64 `json:"weights"`
	LambdaMax *float64  `json:"lambda_max,omitempty"` // these five only for weights from one judgement matrix
	CI        *float64  `json:"ci,omitempty"`
	CR        *float64  `json:"cr,omitempty"`
	RI        string    `json:"ri,omitempty"`
	GCI       *float64  `json:"gci,omitempty"`

	Advice []adviceJSON `json:"advice,omitempty"` // when cr is above 0.10: the changes that would lower it most, never applied
}

type adviceJSON struct {
	A         string  `json:"a"`
	B         string  `json:"b"`
	Given     float64 `json:"given"`
	Implied   float64 `json:"implied"`
	Suggested float64 `json:"suggested"`
	CR        float64 `json:"cr"` // with the suggested value
}

func weightingJSON(s *study.Study, w *study.Weights) weightingsJSON {
	j := weightingsJSON{Weighting: w.Weighting, Weights: weightsJSON(s, s.Leaves(), global(s, w)), Nodes: []nodeJSON{}}
	for _, n := range w.Nodes {
		node := nodeJSON{Parent: n.Parent, Weights: n.Weights}
		if n.Expert != "" {
			node.Expert = &n.Expert
		}
		if n.Bloc != "" {
			node.Bloc = &n.Bloc
		}
		for _, i := range n.Criteria {
			node.Criteria = append(node.Criteria, s.Criteria[i].Code)
		}
		if n.AHP != nil {
			node.LambdaMax, node.CI, node.CR, node.GCI, node.RI = &n.AHP.LambdaMax, &n.AHP.CI, &n.AHP.CR, &n.GCI, string(n.AHP.RI)
		}
		for _, a := range n.Advice {
			node.Advice = append(node.Advice, adviceJSON{s.Criteria[n.Criteria[a.I]].Code, s.Criteria[n.Criteria[a.J]].Code, a.Given, a.Implied, a.Suggested, a.CR})
		}
		j.Nodes = append(j.Nodes, node)
	}
	return j
}

// whose names the voice of a node.
func whose(n *study.Node) string {
	switch {
	case n.Expert != "":
		return n.Expert
	case n.Bloc != "":
		return "bloc " + n.Bloc
	}
	return "panel"
}

// global are the weights in force by leaf.
func global(s *study.Study, w *study.Weights) []float64 {
	if s.Moved != nil {
		return s.Moved
	}
	return w.Global
}

// nodeTables is the global weights, then for reading one table below each parent: a row for each voice, a column for each criterion.
func nodeTables(s *study.Study, w *study.Weights) []*table {
	t := &table{title: s.Title, note: "weighting " + w.Weighting}
	t.column("Criterion", left)
	t.column("Name", left)
	t.column("Weight", right)
	weights := global(s, w)
	for k, i := range s.Leaves() {
		t.rows = append(t.rows, []cell{text(s.Criteria[i].Code), text(s.Criteria[i].Name), number(weights[k], 4)})
	}
	tables := []*table{t}
	if w.Weighting == "equal" {
		return tables
	}
	parent := "\x00"
	for k := range w.Nodes {
		n := &w.Nodes[k]
		if n.Parent != parent {
			parent = n.Parent
			t = &table{note: "local weights " + s.Below(parent)}
			t.column("Whose", left)
			for _, i := range n.Criteria {
				t.column(s.Criteria[i].Code, right)
			}
			if w.Weighting == "ahp" {
				t.column("CR", right)
			}
			tables = append(tables, t)
		}
		row := []cell{text(whose(n))}
		for _, x := range n.Weights {
			row = append(row, number(x, 4))
		}
		if w.Weighting == "ahp" {
			cr := text("")
			if n.AHP != nil {
				cr = number(n.AHP.CR, 3)
			}
			row = append(row, cr)
		}
		t.rows = append(t.rows, row)
	}
	return tables
}

// weightsTable is the same as data: a row for each criterion of each node, and the global weights last.
func weightsTable(s *study.Study, w *study.Weights) *table {
	t := &table{}
	for _, name := range []string{"Whose", "Below", "Criterion", "Name"} {
		t.column(name, left)
	}
	t.column("Weight", right)
	t.column("CR", right)
	for k := range w.Nodes {
		n := &w.Nodes[k]
		cr := text("")
		if n.AHP != nil {
			cr = number(n.AHP.CR, 3)
		}
		for k, i := range n.Criteria {
			t.rows = append(t.rows, []cell{text(whose(n)), text(n.Parent), text(s.Criteria[i].Code), text(s.Criteria[i].Name), number(n.Weights[k], 4), cr})
		}
	}
	weights := global(s, w)
	for k, i := range s.Leaves() {
		t.rows = append(t.rows, []cell{text("global"), text(""), text(s.Criteria[i].Code), text(s.Criteria[i].Name), number(weights[k], 4), text("")})
	}
	return t
}

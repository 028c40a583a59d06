package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"veche/internal/mcda"
	"veche/internal/mcda/ahp"
	"veche/internal/mcda/weighting"
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
	if f.format == "csv" || len(w.Tables) == 0 {
		return nil
	}
	return printTrace(env.stdout, &mcda.Trace{Tables: w.Tables}, f.format, f.plain)
}

// weightingsJSON is the contract of `veche weights --format json`.
type weightingsJSON struct {
	Weighting string       `json:"weighting"`
	Weights   []weightJSON `json:"weights"` // global, by leaf; moved ones when --weights was given
	Nodes     []nodeJSON   `json:"nodes"`
	Tables    []traceJSON  `json:"tables,omitempty"` // how weights came out of the scores
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
	GCILimit  *float64  `json:"gci_limit,omitempty"` // what CR = 0.10 is in GCI
	Koczkodaj *float64  `json:"koczkodaj,omitempty"`

	Missing      [][2]string     `json:"missing,omitempty"`       // pairs that were not compared and are bridged
	FuzzyWeights []mcda.Triangle `json:"fuzzy_weights,omitempty"` // of fuzzy AHP
	BestWorst    *bestWorstJSON  `json:"best_worst,omitempty"`

	Advice []adviceJSON `json:"advice,omitempty"` // when cr is above 0.10: the changes that would lower it most, never applied
}

type bestWorstJSON struct {
	Xi               float64      `json:"xi"`
	Consistency      float64      `json:"consistency_ratio"`
	InputConsistency float64      `json:"input_consistency_ratio"`
	Threshold        *float64     `json:"threshold,omitempty"` // of the input-based ratio
	Intervals        [][2]float64 `json:"intervals"`
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
			limit := ahp.GCILimit(len(n.Criteria))
			node.LambdaMax, node.CI, node.CR, node.GCI, node.RI = &n.AHP.LambdaMax, &n.AHP.CI, &n.AHP.CR, &n.GCI, string(n.AHP.RI)
			node.GCILimit, node.Koczkodaj = &limit, &n.Koczkodaj
		}
		code := func(k int) string { return s.Criteria[n.Criteria[k]].Code }
		for _, pair := range n.Missing {
			node.Missing = append(node.Missing, [2]string{code(pair[0]), code(pair[1])})
		}
		node.FuzzyWeights = n.Fuzzy
		if b := n.BestWorst; b != nil {
			node.BestWorst = &bestWorstJSON{Xi: b.Xi, Consistency: b.Consistency, InputConsistency: b.InputConsistency, Threshold: b.Threshold}
			for k := range b.Lower {
				node.BestWorst.Intervals = append(node.BestWorst.Intervals, [2]float64{b.Lower[k], b.Upper[k]})
			}
		}
		for _, a := range n.Advice {
			node.Advice = append(node.Advice, adviceJSON{code(a.I), code(a.J), a.Given, a.Implied, a.Suggested, a.CR})
		}
		j.Nodes = append(j.Nodes, node)
	}
	if len(w.Tables) > 0 {
		j.Tables = tracedJSON(&mcda.Trace{Tables: w.Tables})
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
	if m, ok := weighting.Lookup(w.Weighting); ok && (m.Basis == weighting.Nothing || m.Basis == weighting.Matrix) {
		return tables
	}
	ratios := slices.ContainsFunc(w.Nodes, func(n study.Node) bool { return n.AHP != nil })
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
			if ratios {
				for _, index := range consistency {
					t.column(index, right)
				}
			}
			tables = append(tables, t)
		}
		row := []cell{text(whose(n))}
		for _, x := range n.Weights {
			row = append(row, number(x, 4))
		}
		if ratios {
			row = append(row, consistencyOf(n)...)
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
	for _, index := range consistency {
		t.column(index, right)
	}
	for k := range w.Nodes {
		n := &w.Nodes[k]
		for k, i := range n.Criteria {
			t.rows = append(t.rows, append([]cell{text(whose(n)), text(n.Parent), text(s.Criteria[i].Code), text(s.Criteria[i].Name), number(n.Weights[k], 4)}, consistencyOf(n)...))
		}
	}
	weights := global(s, w)
	for k, i := range s.Leaves() {
		t.rows = append(t.rows, []cell{text("global"), text(""), text(s.Criteria[i].Code), text(s.Criteria[i].Name), number(weights[k], 4), text(""), text(""), text("")})
	}
	return t
}

// consistency are the headings of the indices of a judgement matrix: Saaty's ratio, the geometric index, Koczkodaj's.
var consistency = []string{"CR", "GCI", "K"}

func consistencyOf(n *study.Node) []cell {
	if n.AHP == nil {
		return []cell{text(""), text(""), text("")}
	}
	return []cell{number(n.AHP.CR, 3), number(n.GCI, 3), number(n.Koczkodaj, 3)}
}

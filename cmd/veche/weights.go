package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
	"veche/internal/report/contract"
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
		return printJSON(env.stdout, contract.OfWeights(s, w))
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

// nodeTables is the global weights, then for reading one table below each parent: a row for each voice, a column for each criterion.
func nodeTables(s *study.Study, w *study.Weights) []*table {
	t := &table{title: s.Title, note: "weighting " + w.Weighting}
	t.column("Criterion", left)
	t.column("Name", left)
	t.column("Weight", right)
	weights := contract.Global(s, w)
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
	weights := contract.Global(s, w)
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

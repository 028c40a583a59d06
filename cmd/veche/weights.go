package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
	"veche/internal/report"
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
	l := f.language(s)
	tables := nodeTables(s, w, l)
	if f.format == "csv" {
		tables = []*report.Table{weightsTable(s, w, l)}
	}
	for k, t := range tables {
		if k > 0 && f.format != "csv" {
			if _, err := fmt.Fprintln(env.stdout); err != nil {
				return fileError{err}
			}
		}
		if err := printTable(env.stdout, t, f.format, l, f.plain); err != nil {
			return err
		}
	}
	if f.format == "csv" || len(w.Tables) == 0 {
		return nil
	}
	return printTrace(env.stdout, &mcda.Trace{Tables: w.Tables}, f.format, l, f.plain)
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
func nodeTables(s *study.Study, w *study.Weights, l language.Language) []*report.Table {
	t := &report.Table{Title: s.Title, Note: "weighting " + w.Weighting}
	t.Add("Criterion", false)
	t.Add("Name", false)
	t.Add("Weight", true)
	weights := contract.Global(s, w)
	for k, i := range s.Leaves() {
		t.Rows = append(t.Rows, []report.Cell{report.Text(s.Criteria[i].Code), report.Text(s.Criteria[i].Name), report.Number(weights[k], 4)})
	}
	tables := []*report.Table{t}
	if m, ok := weighting.Lookup(w.Weighting); ok && (m.Basis == weighting.Nothing || m.Basis == weighting.Matrix) {
		t.Translate(l)
		return tables
	}
	ratios := slices.ContainsFunc(w.Nodes, func(n study.Node) bool { return n.AHP != nil })
	parent := "\x00"
	for k := range w.Nodes {
		n := &w.Nodes[k]
		if n.Parent != parent {
			parent = n.Parent
			t = &report.Table{Note: "local weights " + s.Below(parent)}
			t.Add("Whose", false)
			for _, i := range n.Criteria {
				t.Add(s.Criteria[i].Code, true)
			}
			if ratios {
				for _, index := range consistency {
					t.Add(index, true)
				}
			}
			tables = append(tables, t)
		}
		row := []report.Cell{report.Text(whose(n))}
		for _, x := range n.Weights {
			row = append(row, report.Number(x, 4))
		}
		if ratios {
			row = append(row, consistencyOf(n)...)
		}
		t.Rows = append(t.Rows, row)
	}
	for _, t := range tables {
		t.Translate(l)
	}
	return tables
}

// weightsTable is the same as data: a row for each criterion of each node, and the global weights last.
func weightsTable(s *study.Study, w *study.Weights, l language.Language) *report.Table {
	t := &report.Table{}
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
			t.Rows = append(t.Rows, append([]report.Cell{report.Text(whose(n)), report.Text(n.Parent), report.Text(s.Criteria[i].Code), report.Text(s.Criteria[i].Name), report.Number(n.Weights[k], 4)}, consistencyOf(n)...))
		}
	}
	weights := contract.Global(s, w)
	for k, i := range s.Leaves() {
		t.Rows = append(t.Rows, []report.Cell{report.Text("global"), report.Text(""), report.Text(s.Criteria[i].Code), report.Text(s.Criteria[i].Name), report.Number(weights[k], 4), report.Text(""), report.Text(""), report.Text("")})
	}
	t.Translate(l)
	return t
}

// consistency are the headings of the indices of a judgement matrix: Saaty's ratio, the geometric index, Koczkodaj's.
var consistency = []string{"CR", "GCI", "K"}

func consistencyOf(n *study.Node) []report.Cell {
	if n.AHP == nil {
		return []report.Cell{report.Text(""), report.Text(""), report.Text("")}
	}
	return []report.Cell{report.Number(n.AHP.CR, 3), report.Number(n.GCI, 3), report.Number(n.Koczkodaj, 3)}
}

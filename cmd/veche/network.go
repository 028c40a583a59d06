package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/figure"
	"veche/internal/study"
)

type networkFlags struct {
	study  studyFlags
	show   string
	factor float64
	top    int
	accept string
	drawn  figureFlags
}

// networkParts are what of the network can be shown alone; data formats show one of them.
var networkParts = []string{"technologies", "periods", "clusters", "partners", "matrix", "synergies"}

func newNetwork(env *environment) *cobra.Command {
	var f networkFlags
	cmd := &cobra.Command{
		Use:   "network STUDY.xlsx",
		Short: "Print who works with whom on what: link measures, clusters, suggested synergies",
		Long: "Print who works with whom on what, from the sheet Links: measures of every technology, of every period and of the whole, clusters of partners, the most\n" +
			"central partners, and the synergies that shared partners suggest. A file of links alone, with the columns of that sheet, is measured too.\n" +
			"The table shows the first of long lists; --format json holds everything, csv one list, all of it.",
		Example: "veche network study.xlsx\n" +
			"veche network study.xlsx --show clusters\n" +
			"veche network links.csv --show matrix --format csv\n" +
			"veche network study.xlsx --show synergies --factor 0.1\n" +
			"veche network study.xlsx --factor 0.1 --accept with-synergies.xlsx",
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		RunE: func(_ *cobra.Command, args []string) error {
			if f.accept != "" {
				return acceptSynergies(env, args[0], f)
			}
			return printNetwork(env, args[0], f)
		},
	}
	f.study.add(cmd)
	cmd.Flags().StringVar(&f.show, "show", "", "one part alone: "+strings.Join(networkParts, ", ")+" (csv: technologies unless another is named)")
	cmd.Flags().Float64Var(&f.factor, "factor", 1, "value of a suggested synergy between technologies whose partners are the same; others get the share their likeness has")
	cmd.Flags().IntVar(&f.top, "top", 10, "rows of the clusters, partners and synergies in a table; 0: all")
	cmd.Flags().StringVar(&f.accept, "accept", "", "write a copy of the study whose sheet Synergies holds the suggestions too (the first --top of them; synergies given stay as they are)")
	f.drawn.add(cmd, writesFigure, "partners", "clusters")
	complete(cmd, "show", networkParts)
	return cmd
}

func printNetwork(env *environment, path string, f networkFlags) error {
	switch {
	case f.show != "" && !slices.Contains(networkParts, f.show):
		return fmt.Errorf("there is no part %q of a network; choose one of %s", f.show, strings.Join(networkParts, ", "))
	case !(f.factor > 0) || f.factor > 1e12:
		return fmt.Errorf("--factor must be a number above 0, not %g", f.factor)
	case f.top < 0:
		return fmt.Errorf("--top must be 0 or more, not %d", f.top)
	}
	if _, err := f.drawn.asked(); err != nil {
		return err
	}
	s, err := env.open(path)
	if err != nil {
		return err
	}
	if s, _, err = f.study.changed(s); err != nil {
		return err
	}
	n, err := study.MeasureLinks(s, f.factor)
	if err != nil {
		return err
	}
	env.warn(s.Warnings)
	if l := f.study.language(s); f.drawn.output != "" {
		if err := f.drawn.write(env, s, l, figure.Partners(n, s, l), figure.Clusters(n, s, l)); err != nil {
			return err
		}
	}
	if f.study.format == "json" {
		return printJSON(env.stdout, contract.OfNetwork(n))
	}
	data := f.study.format == "csv"
	top := f.top
	if data || top == 0 {
		top = len(n.Partners) + len(n.Synergies) + len(n.Clusters.Clusters)
	}
	l := f.study.language(s)
	p := report.Network{N: n, Top: top, Data: data, Lang: l}
	parts := []func() *report.Table{p.Technologies, p.WholePeriods, p.Clusters, p.ClusterMeasures, p.Partners, p.Synergies}
	if one := map[string]func() *report.Table{"technologies": p.Technologies, "periods": p.Periods, "clusters": p.Clusters, "partners": p.Partners, "matrix": p.Matrix, "synergies": p.Synergies}[cmp.Or(f.show, map[bool]string{true: "technologies"}[data])]; one != nil {
		parts = []func() *report.Table{one}
		if f.show == "clusters" && !data {
			parts = append(parts, p.ClusterMeasures)
		}
	}
	if len(parts) > 1 && f.study.format == "table" {
		if _, err := fmt.Fprintln(env.stdout, p.Summary()); err != nil {
			return fileError{err}
		}
	}
	for k, part := range parts {
		t := part()
		if k > 0 || len(parts) > 1 && !data {
			if _, err := fmt.Fprintln(env.stdout); err != nil {
				return fileError{err}
			}
		}
		if f.study.format == "md" && t.Note != "" {
			if _, err := fmt.Fprintf(env.stdout, "%s\n\n", t.Note); err != nil {
				return fileError{err}
			}
		}
		if err := printTable(env.stdout, t, f.study.format, l, f.study.plain); err != nil {
			return err
		}
	}
	return nil
}

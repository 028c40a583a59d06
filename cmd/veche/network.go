package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/language"
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

func newNetwork(env *environment) *cobra.Command {
	var f networkFlags
	cmd := &cobra.Command{
		Use:   "network STUDY.xlsx",
		Short: env.say("Print who works with whom on what: link measures, clusters, suggested synergies"),
		Long: env.say("Print who works with whom on what, from the sheet Links: measures of every technology, of every period and of the whole, clusters of partners, the most\n" +
			"central partners, and the synergies that shared partners suggest. A file of links alone, with the columns of that sheet, is measured too.\n" +
			"The table shows the first of long lists; --format json holds everything, csv one list, all of it."),
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
	f.study.add(env, cmd)
	cmd.Flags().StringVar(&f.show, "show", "", env.say("one part alone: %s (csv: technologies unless another is named)", strings.Join(report.NetworkParts(), ", ")))
	cmd.Flags().Float64Var(&f.factor, "factor", 1, env.say("value of a suggested synergy between technologies whose partners are the same; others get the share their likeness has"))
	cmd.Flags().IntVar(&f.top, "top", 10, env.say("rows of the clusters, partners and synergies in a table; 0: all"))
	cmd.Flags().StringVar(&f.accept, "accept", "", env.say("write a copy of the study whose sheet Synergies holds the suggestions too (the first --top of them; synergies given stay as they are)"))
	f.drawn.add(env, cmd, writesFigure, "partners", "clusters")
	complete(cmd, "show", report.NetworkParts())
	return cmd
}

func printNetwork(env *environment, path string, f networkFlags) error {
	switch {
	case f.show != "" && !slices.Contains(report.NetworkParts(), f.show):
		return language.Errorf("there is no part %q of a network; choose one of %s", f.show, strings.Join(report.NetworkParts(), ", "))
	case !(f.factor > 0) || f.factor > 1e12:
		return language.Errorf("--factor must be a number above 0, not %g", f.factor)
	case f.top < 0:
		return language.Errorf("--top must be 0 or more, not %d", f.top)
	}
	s, err := f.drawn.opened(env, path, &f.study)
	if err != nil {
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
	l := f.study.language(s)
	data := f.study.format == "csv"
	p := report.Network{N: n, Top: f.top, Data: data, Lang: l}
	if f.top == 0 || data {
		p.Top = len(n.Partners) + len(n.Synergies) + len(n.Clusters.Clusters)
	}
	tables := p.Tables(f.show)
	if len(tables) > 1 && !data {
		if f.study.format == "table" {
			fmt.Fprintln(env.stdout, p.Summary())
		}
		fmt.Fprintln(env.stdout)
	}
	return printTables(env.stdout, tables, f.study, l)
}

package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/figure"
	"veche/internal/study/panel"
)

func newPanel(env *environment) *cobra.Command {
	var f studyFlags
	var which string
	var drawn figureFlags
	cmd := &cobra.Command{
		Use:               "panel STUDY.xlsx",
		Short:             env.say("Print how far the experts agree, who stands apart, what is missing"),
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		Example: "veche panel study.xlsx\n" +
			"veche panel study.xlsx --set competence=given --format json\n" +
			"veche panel study.xlsx --format csv --table technologies",
		RunE: func(_ *cobra.Command, args []string) error {
			if which != "" && !slices.Contains(report.PanelTables(), which) {
				return language.Errorf("there is no table %q; choose one of %s", which, strings.Join(report.PanelTables(), ", "))
			}
			return runPanel(env, args[0], f, drawn, which)
		},
	}
	f.add(env, cmd)
	drawn.add(env, cmd, writesFigure, "places", "camps")
	cmd.Flags().StringVar(&which, "table", "", env.say("print one table only: %s (csv prints experts unless told)", strings.Join(report.PanelTables(), ", ")))
	complete(cmd, "table", report.PanelTables())
	return cmd
}

func runPanel(env *environment, path string, f studyFlags, drawn figureFlags, which string) error {
	s, err := drawn.opened(env, path, &f)
	if err != nil {
		return err
	}
	r, err := panel.Assess(s)
	if err != nil {
		return err
	}
	env.warn(r.Warnings())
	l := f.language(s)
	if err := drawn.write(env, s, l, figure.Places(r, l), figure.Camps(r, l)); err != nil {
		return err
	}
	if f.format == "json" {
		return printJSON(env.stdout, contract.OfPanel(r, l))
	}
	if f.format == "csv" && which == "" {
		which = report.PanelTables()[0]
	}
	p := &report.Panel{R: r, S: s, Lang: l}
	if which == "" {
		return printTables(env.stdout, p.Tables(""), f, l)
	}
	if t := p.Tables(which)[0]; t != nil {
		return printTable(env.stdout, t, f.format, l, f.plain)
	}
	return nil
}

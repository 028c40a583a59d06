package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/figure"
	"veche/internal/study/panel"
)

// panelTables are the tables `veche panel` prints, and of which csv and md print one.
var panelTables = []string{"experts", "technologies", "blocs", "weights", "readings", "rounds", "cells"}

func newPanel(env *environment) *cobra.Command {
	var f studyFlags
	var which string
	var drawn figureFlags
	cmd := &cobra.Command{
		Use:               "panel STUDY.xlsx",
		Short:             "Print how far the experts agree, who stands apart, what is missing",
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		Example: "veche panel study.xlsx\n" +
			"veche panel study.xlsx --set competence=given --format json\n" +
			"veche panel study.xlsx --format csv --table technologies",
		RunE: func(_ *cobra.Command, args []string) error {
			if which != "" && !slices.Contains(panelTables, which) {
				return fmt.Errorf("there is no table %q; choose one of %s", which, strings.Join(panelTables, ", "))
			}
			return runPanel(env, args[0], f, drawn, which)
		},
	}
	f.add(cmd)
	drawn.add(cmd, writesFigure, "places", "camps")
	cmd.Flags().StringVar(&which, "table", "", "print one table only: "+strings.Join(panelTables, ", ")+" (csv prints experts unless told)")
	complete(cmd, "table", panelTables)
	return cmd
}

func runPanel(env *environment, path string, f studyFlags, drawn figureFlags, which string) error {
	if _, err := drawn.asked(); err != nil {
		return err
	}
	s, err := env.open(path)
	if err != nil {
		return err
	}
	if s, _, err = f.changed(s); err != nil {
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
	p := &report.Panel{R: r, S: s, Lang: l}
	var tables []*report.Table
	if f.format == "csv" && which == "" {
		which = "experts"
	}
	for name, t := range map[string]func() *report.Table{"experts": p.Experts, "technologies": p.Technologies, "blocs": p.Blocs, "weights": p.Weights, "readings": p.Readings, "rounds": p.Rounds, "cells": p.Cells} {
		if name == which {
			tables = []*report.Table{t()}
		}
	}
	if which == "" {
		tables = []*report.Table{p.Agreement(), p.Blocs(), p.Technologies(), p.Experts(), p.Weights(), p.Readings(), p.Rounds()}
	}
	first := true
	for _, t := range tables {
		if t == nil {
			continue
		}
		if !first {
			if _, err := fmt.Fprintln(env.stdout); err != nil {
				return fileError{err}
			}
		}
		first = false
		if err := printTable(env.stdout, t, f.format, l, f.plain); err != nil {
			return err
		}
	}
	return nil
}

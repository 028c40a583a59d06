package main

import (
	"github.com/spf13/cobra"

	"veche/internal/mcda"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/figure"
	"veche/internal/report/text"
	"veche/internal/study"
)

func newWeights(env *environment) *cobra.Command {
	var f studyFlags
	var drawn figureFlags
	cmd := &cobra.Command{
		Use:               "weights STUDY.xlsx",
		Short:             env.say("Print the weights, per expert and bloc, with their consistency"),
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		RunE:              func(_ *cobra.Command, args []string) error { return weights(env, args[0], f, drawn) },
	}
	f.add(env, cmd)
	drawn.add(env, cmd, writesFigure, "weights-by-bloc")
	return cmd
}

func weights(env *environment, path string, f studyFlags, drawn figureFlags) error {
	s, err := drawn.opened(env, path, &f)
	if err != nil {
		return err
	}
	w, err := study.Weigh(s)
	if err != nil {
		return err
	}
	env.warn(s.Warnings)
	env.warn(w.Warnings)
	if err := drawn.write(env, s, f.language(s), figure.Weights(s, w, w.Global, f.language(s))); err != nil {
		return err
	}
	if f.format == "json" {
		return printJSON(env.stdout, contract.OfWeights(s, w))
	}
	l := f.language(s)
	tables := report.Weights(s, w, l)
	if f.format == "csv" {
		tables = []*report.Table{report.WeightsData(s, w, l)}
	}
	if err := printTables(env.stdout, tables, f, l); err != nil {
		return err
	}
	if f.format == "csv" || len(w.Tables) == 0 {
		return nil
	}
	return fileErrorOf(text.Trace(env.stdout, &mcda.Trace{Tables: w.Tables}, f.format, l, f.plain))
}

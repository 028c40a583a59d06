package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/mcda/robust"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/figure"
	"veche/internal/report/text"
	"veche/internal/study"
	"veche/internal/study/robustness"
)

type robustFlags struct {
	study   studyFlags
	sharing string
	show    []string
	pair    []string
	source  string
	spread  float64
	bounds  []string
	order   string
	panel   bool
	draws   int
	workers int
	drawn   figureFlags
}

func newRobust(env *environment) *cobra.Command {
	var f robustFlags
	cmd := &cobra.Command{
		Use:               "robust STUDY.xlsx",
		Short:             env.say("Print what would have to change for the ranking to come out differently"),
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		Example: "veche robust study.xlsx\n" +
			"veche robust study.xlsx --pair T01,T04\n" +
			"veche robust study.xlsx --from order --order 'C2>C1=C4>C3' --draws 100000 --show verdicts\n" +
			"veche robust study.xlsx --from experts --panel --format json",
		RunE: func(cmd *cobra.Command, args []string) error { return runRobust(cmd.Context(), env, args[0], f) },
	}
	f.study.add(env, cmd)
	flags := cmd.Flags()
	var sharings []string
	for _, s := range robust.Sharings() {
		sharings = append(sharings, string(s))
	}
	flags.StringSliceVar(&f.show, "show", nil, env.say("what to print: %s (all; of csv one, the verdicts)", strings.Join(robustness.Parts(), ", ")))
	flags.StringVar(&f.sharing, "sharing", sharings[0], env.say("how the other weights follow when one moves: %s", strings.Join(sharings, ", ")))
	flags.StringSliceVar(&f.pair, "pair", nil, env.say("two technologies: what the second needs to draw level with the first"))
	f.addDraws(env, cmd)
	f.drawn.add(env, cmd, writesFigure, "stability", "acceptability")
	complete(cmd, "sharing", sharings)
	complete(cmd, "show", robustness.Parts())
	return cmd
}

// addDraws adds the flags that say what is drawn.
func (f *robustFlags) addDraws(env *environment, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.source, "from", robustness.DrawNear, env.say("where drawn weights come from: %s", strings.Join(robustness.DrawSources(), ", ")))
	flags.Float64Var(&f.spread, "spread", robustness.DefaultSpread, env.say("with --from near: how far a weight may lie from the present one, as a part of it"))
	flags.StringSliceVar(&f.bounds, "bounds", nil, env.say("with --from intervals: bounds of weights, as C1=0.1:0.3,C2=0:0.5"))
	flags.StringVar(&f.order, "order", "", env.say("with --from order: the criteria by importance, as C2>C1=C4>C3"))
	flags.BoolVar(&f.panel, "panel", false, env.say("the scores are uncertain too: resample the experts who gave them"))
	flags.IntVar(&f.draws, "draws", robustness.DefaultDraws, env.say("random draws"))
	flags.IntVar(&f.workers, "workers", 0, env.say("processors to draw with (0: all); the figures do not depend on it"))
	complete(cmd, "from", robustness.DrawSources())
}

func runRobust(ctx context.Context, env *environment, path string, f robustFlags) error {
	if _, err := f.drawn.asked(); err != nil {
		return err
	}
	options, err := f.options()
	if err != nil {
		return err
	}
	s, err := env.open(path)
	if err != nil {
		return err
	}
	if s, _, err = f.study.changed(s); err != nil {
		return err
	}
	o, err := study.Evaluate(s)
	if err != nil {
		return err
	}
	env.warn(o.Warnings)
	var pair *[2]int // rows, the one ahead first
	if len(f.pair) > 0 {
		if pair, err = robustness.Pair(o, f.pair); err != nil {
			return err
		}
	}
	lang := f.study.language(s)
	if pair != nil && f.study.format != "json" {
		return printTables(env.stdout, []*report.Table{report.Needs(o, pair[0], pair[1], lang)}, f.study, lang)
	}
	done := func() {}
	if !env.quiet && isTerminal(env.stderr) {
		options.Draws.Progress, done = text.Progress(env.stderr, f.draws)
	}
	r, err := robustness.Assess(ctx, o, options)
	done()
	switch {
	case err != nil:
		return err
	}
	if err := f.drawn.write(env, s, lang, figure.Stability(r, lang), figure.Acceptability(r, lang)); err != nil {
		return err
	}
	if f.study.format == "json" {
		return printJSON(env.stdout, contract.OfRobustness(r, pair))
	}
	return printTables(env.stdout, report.Robustness(r, options.Parts, lang), f.study, lang)
}

// options are what the flags ask for.
func (f *robustFlags) options() (robustness.Options, error) {
	o := robustness.Options{Sharing: robust.Sharing(f.sharing), Parts: f.show}
	if !slices.Contains(robust.Sharings(), o.Sharing) {
		return o, language.Errorf("there is no rule for sharing %q; choose one of %v", f.sharing, robust.Sharings())
	}
	for _, part := range f.show {
		if !slices.Contains(robustness.Parts(), part) {
			return o, language.Errorf("there is nothing called %q to show; choose of %s", part, strings.Join(robustness.Parts(), ", "))
		}
	}
	if f.study.format == "csv" {
		if f.show == nil {
			o.Parts = []string{robustness.PartVerdicts}
		}
		if len(o.Parts) != 1 {
			return o, language.Errorf("csv holds one table: name one with --show")
		}
	}
	if f.draws < 1 {
		return o, language.Errorf("the number of draws is %d, it must be at least 1", f.draws)
	}
	bounds, err := robustness.ParseBounds(f.bounds)
	if err != nil {
		return o, err
	}
	o.Draws = robustness.DrawOptions{Source: f.source, Spread: &f.spread, Bounds: bounds, Order: robustness.ParseOrder(f.order), Panel: f.panel, Draws: f.draws, Workers: f.workers}
	switch {
	case f.bounds != nil && f.source != robustness.DrawIntervals:
		return o, language.Errorf("--bounds goes with --from intervals")
	case f.order != "" && f.source != robustness.DrawOrder:
		return o, language.Errorf("--order goes with --from order")
	}
	return o, nil
}

package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/mcda/robust"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/figure"
	"veche/internal/report/safe"
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
	db      string
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
	flags.StringVar(&f.db, "db", "", env.say("let workers at this PostgreSQL make the draws (veche work), as postgres://user@host/panels"))
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
	o, err := f.outcome(ctx, env, path, &options)
	if err != nil {
		return err
	}
	s := o.Study
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
	if f.drawn.output != "" { // of a million technologies the figures take longer than the draws
		if err := f.drawn.write(env, s, lang, figure.Stability(r, lang), figure.Acceptability(r, lang)); err != nil {
			return err
		}
	}
	if f.study.format == "json" {
		return fileErrorOf(contract.WriteRobustness(safe.NewJSONWriter(env.stdout), r, pair))
	}
	return printTables(env.stdout, report.Robustness(r, options.Parts, lang), f.study, lang)
}

// outcome is that of the study as the flags change it; with --db its draws have been counted already.
func (f *robustFlags) outcome(ctx context.Context, env *environment, path string, options *robustness.Options) (*study.Outcome, error) {
	if f.db != "" {
		return f.shared(ctx, env, path, options)
	}
	return f.alone(env, path)
}

// alone is that outcome.
func (f *robustFlags) alone(env *environment, path string) (*study.Outcome, error) {
	s, err := env.open(path, f.study.asked)
	if err != nil {
		return nil, err
	}
	if s, _, err = f.study.changed(s); err != nil {
		return nil, err
	}
	return study.Evaluate(s)
}

// options are what the flags ask for.
func (f *robustFlags) options() (robustness.Options, error) {
	o := robustness.Options{Sharing: robust.Sharing(f.sharing), Parts: f.show}
	if f.study.format == "csv" {
		if f.show == nil {
			o.Parts = []string{robustness.PartVerdicts}
		}
		if len(o.Parts) != 1 {
			return o, language.Errorf("csv holds one table: name one with --show")
		}
	}
	bounds, err := robustness.ParseBounds(f.bounds)
	if err != nil {
		return o, err
	}
	o.Draws = robustness.DrawOptions{Source: f.source, Spread: &f.spread, Bounds: bounds, Order: robustness.ParseOrder(f.order), Panel: f.panel, Draws: f.draws, Workers: f.workers}
	return o, o.Check()
}

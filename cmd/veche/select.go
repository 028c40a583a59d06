package main

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/release"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/figure"
	"veche/internal/study"
	"veche/internal/study/robustness"
	"veche/internal/study/selection"
	"veche/internal/workbook"
	"veche/internal/workbook/shortlist"
)

type selectFlags struct {
	study     studyFlags
	budget    string
	timeLimit time.Duration
	most      int
	next      int
	possible  string
	within    float64
	bounds    []string
	suggested float64
	figureFlags
}

func newSelect(env *environment) *cobra.Command {
	var f selectFlags
	cmd := &cobra.Command{
		Use:               "select STUDY.xlsx",
		Short:             env.say("Print the best set of technologies under a budget and rules"),
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		Example: "veche select study.xlsx --budget 200\n" +
			"veche select study.xlsx --budget 200 --possible order --format json\n" +
			"veche select study.xlsx --most 30",
		RunE: func(cmd *cobra.Command, args []string) error { return runSelect(cmd.Context(), env, args[0], f) },
	}
	f.study.add(env, cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.budget, "budget", "", env.say("the money there is, in the unit of the column Cost; instead of the study's"))
	flags.IntVar(&f.most, "most", 0, env.say("how many technologies the list may have; without a budget the study's shortlist unless given"))
	flags.DurationVar(&f.timeLimit, "time-limit", selection.DefaultTime, env.say("how long to search; what is not proven by then is said to be so"))
	flags.IntVar(&f.next, "next", 3, env.say("how many next best sets to look for"))
	flags.StringVar(&f.possible, "possible", "", env.say("which weights are held possible for the core indexes: within, order, any, blocs, experts"))
	flags.Float64Var(&f.within, "within", 20, env.say("how far a possible weight may lie from the present one, in percent of it"))
	flags.StringArrayVar(&f.bounds, "bounds", nil, env.say("bounds on a possible weight, as C1=0.2:0.4; may be repeated"))
	flags.Float64Var(&f.suggested, "suggested-synergies", 0, env.say("count the synergies that shared partners suggest too: the value of one between technologies with the same partners"))
	f.add(env, cmd, "write the shortlist workbook with the sheet Selection to this file, or the figure if its name ends in .svg or .png", "frontier")
	var kinds []string
	for _, k := range selection.WeightKinds() {
		kinds = append(kinds, string(k))
	}
	complete(cmd, "possible", kinds)
	return cmd
}

// weightSet is the set of possible weights the flags ask for.
func (f *selectFlags) weightSet(s *study.Study) (selection.WeightSet, error) {
	w := selection.WeightSet{Kind: selection.WeightKind(f.possible), Share: f.within / 100}
	if f.possible != "" && !slices.Contains(selection.WeightKinds(), w.Kind) {
		return w, language.Errorf("--possible takes within, order, any, blocs or experts, not %q", f.possible)
	}
	if !(f.within > 0 && f.within <= 1000) {
		return w, language.Errorf("--within takes a number above 0, not %g", f.within)
	}
	for _, b := range f.bounds {
		code, lo, hi, ok := robustness.ParseBound(b)
		if !ok || !(0 <= lo && lo <= hi && hi <= 1) {
			return w, language.Errorf("--bounds takes CODE=LEAST:MOST with weights from 0 to 1, as C1=0.2:0.4, not %q", b)
		}
		if k := s.Criterion(code); k < 0 || !slices.Contains(s.Leaves(), k) {
			return w, language.Errorf("--bounds: there is no criterion %q that technologies are scored on", code)
		}
		if w.Bounds == nil {
			w.Kind, w.Bounds = selection.WeightsWithin, map[string][2]float64{}
		}
		w.Bounds[code] = [2]float64{lo, hi}
	}
	return w, nil
}

func runSelect(ctx context.Context, env *environment, path string, f selectFlags) error {
	if f.budget != "" {
		f.study.asked.Set = append(f.study.asked.Set, "budget="+f.budget)
	}
	switch {
	case f.timeLimit <= 0:
		return language.Errorf("--time-limit takes a time above 0, as 10s or 2m")
	case f.most < 0 || f.next < 0 || f.next > 100:
		return language.Errorf("--most and --next take whole numbers of 0 or more, --next at most 100")
	}
	s, err := env.open(path, f.study.asked)
	if err != nil {
		return err
	}
	s, actions, err := f.study.changed(s)
	if err != nil {
		return err
	}
	if f.suggested != 0 {
		accept := study.AcceptSynergies{Factor: f.suggested}
		if s, err = study.Apply(s, accept); err != nil {
			return err
		}
		actions = append(actions, accept)
	}
	weights, err := f.weightSet(s)
	if err != nil {
		return err
	}
	drawn, err := f.asked()
	if err != nil {
		return err
	}
	var output *workbook.Output
	if f.output != "" && !drawn {
		if output, err = env.output(f.output, f.force, append([]string{".xlsx"}, drawnKinds...)...); err != nil {
			return err
		}
	}
	o, err := study.Evaluate(s)
	if err != nil {
		return err
	}
	chosen, err := selection.Select(ctx, o, selection.Options{TimeLimit: f.timeLimit, NextBest: f.next, Most: f.most, Weights: weights})
	if err != nil {
		return err
	}
	env.warn(o.Warnings)
	env.warn(chosen.Caveats)
	if output != nil {
		data, err := shortlist.Write(o, shortlist.Options{Actions: actions, Version: release.Version, Lang: f.study.lang, Selection: chosen})
		if err != nil {
			return fileError{err}
		}
		if err := output.Write(data); err != nil {
			return outputError(err)
		}
	}
	if l := f.study.language(s); drawn {
		if err := f.write(env, s, l, figure.Frontier(chosen, l)); err != nil {
			return err
		}
	}
	if f.study.format == "json" {
		return printJSON(env.stdout, contract.OfSelection(chosen))
	}
	l := f.study.language(s)
	t := report.Selection(chosen, l)
	if f.study.format != "csv" {
		t.After = report.SelectionLines(chosen, l)
	}
	return printTable(env.stdout, t, f.study.format, l, f.study.plain)
}

package main

import (
	"os"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/release"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/figure"
	"veche/internal/report/safe"
	"veche/internal/report/text"
	"veche/internal/study"
	"veche/internal/workbook"
	"veche/internal/workbook/shortlist"
)

type rankFlags struct {
	study studyFlags
	figureFlags
	against string
	trace   bool
	open    bool
	last    lastFlags
}

func newRank(env *environment) *cobra.Command {
	var f rankFlags
	cmd := &cobra.Command{
		Use:               "rank STUDY.xlsx",
		Short:             env.say("Print the ranking; -o writes the shortlist workbook"),
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		Example: "veche rank study.xlsx\n" +
			"veche rank study.xlsx -o shortlist.xlsx\n" +
			"veche rank study.xlsx --weights C1=0.4,C2=0.2 --round all --format json",
		RunE: func(_ *cobra.Command, args []string) error { return rank(env, args[0], f) },
	}
	f.study.add(env, cmd)
	f.add(env, cmd, "write the shortlist workbook to this file, or a figure if its name ends in .svg or .png", "ranking", "shortlist", "profile", "profile-table", "plane", "weights-by-bloc")
	cmd.Flags().StringVar(&f.against, "against", "", env.say("compare with the ranking of another study, or of this one by another method"))
	cmd.Flags().BoolVar(&f.trace, "trace", false, env.say("print every intermediate table of the method too"))
	cmd.Flags().BoolVar(&f.open, "open-scores", false, env.say("leave the scores in the workbook written open to edits, as the weights are"))
	f.last.add(env, cmd)
	return cmd
}

func rank(env *environment, path string, f rankFlags) error {
	s, err := env.open(path, f.study.asked)
	if err != nil {
		return err
	}
	s, actions, err := f.study.changed(s)
	if err != nil {
		return err
	}
	return printRanking(env, s, actions, f)
}

// printRanking ranks a study that the actions have led to, and prints or writes what the flags ask for.
func printRanking(env *environment, s *study.Study, actions []study.Action, f rankFlags) error {
	var output *workbook.Output
	drawn, err := f.asked()
	if err != nil {
		return err
	}
	if _, err := os.Stat(f.against); err == nil {
		env.reads(f.against)
	}
	if f.output != "" && !drawn {
		if output, err = env.output(f.output, f.force, append([]string{".xlsx"}, drawnKinds...)...); err != nil {
			return err
		}
	}
	o, err := study.Evaluate(s)
	if err != nil {
		return err
	}
	env.warn(o.Warnings)
	last, err := f.last.comparison(env.ctx, env, s)
	if err != nil {
		return err
	}
	if output != nil {
		data, err := shortlist.Write(o, shortlist.Options{Actions: actions, Version: release.Version, Lang: f.study.lang, Last: last, Open: f.open})
		if err != nil {
			return fileError{err}
		}
		if err := output.Write(data); err != nil {
			return outputError(err)
		}
	}
	if l := f.study.language(s); drawn {
		if err := f.write(env, s, l, figure.Ranking(o, l), figure.Shortlist(o, l), figure.Profile(o, l), figure.ProfileTable(o, l), figure.Plane(o, l), figure.Weights(s, o.Weights, o.Global, l)); err != nil {
			return err
		}
	}
	if f.against != "" {
		return printAgainst(env, o, f)
	}
	trace, l := o.Outputs(), f.study.language(s)
	if f.trace {
		trace = o.Trace()
	}
	if f.study.format == "json" {
		return fileErrorOf(contract.WriteRanking(safe.NewJSONWriter(env.stdout), o, trace, f.trace))
	}
	if f.trace && f.study.format == "csv" {
		return fileErrorOf(text.Trace(env.stdout, trace, f.study.format, l, f.study.plain))
	}
	if err := printTable(env.stdout, report.Ranking(o, trace, l), f.study.format, l, f.study.plain); err != nil || !f.trace {
		return err
	}
	return fileErrorOf(text.Trace(env.stdout, trace, f.study.format, l, f.study.plain))
}

// printAgainst compares the outcome with a reference: a file that exists, else a method.
func printAgainst(env *environment, o *study.Outcome, f rankFlags) error {
	other := o.Study
	if _, err := os.Stat(f.against); err == nil {
		if other, err = env.open(f.against); err != nil {
			return err
		}
	} else {
		if _, ok := mcda.Lookup(f.against); !ok {
			return language.Errorf("--against takes a study or a method; there is no file and no method %q", f.against)
		}
		set := study.SetMethod{Method: f.against}
		if other, err = study.Apply(other, set); err != nil {
			return err
		}
	}
	reference, err := study.Evaluate(other)
	if err != nil {
		return err
	}
	c := contract.OfAgainst(o, reference, f.against)
	if len(c.Pairs) < 2 {
		return language.Errorf("--against %s: the two rankings have %d technologies in common, by ID; two are needed", f.against, len(c.Pairs))
	}
	if f.study.format == "json" {
		return printJSON(env.stdout, c)
	}
	l := f.study.language(o.Study)
	return printTable(env.stdout, report.Against(o.Study.Title, &c, l), f.study.format, l, f.study.plain)
}

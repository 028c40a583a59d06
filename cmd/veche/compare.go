package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/figure"
	"veche/internal/study"
	"veche/internal/study/compare"
)

type compareFlags struct {
	study studyFlags
	same  []string
	draws int
	drawn figureFlags
}

func newCompare(env *environment) *cobra.Command {
	var f compareFlags
	cmd := &cobra.Command{
		Use:               "compare LAST.xlsx THIS.xlsx",
		Short:             env.say("Print who entered, left and moved since the last edition, and why"),
		ValidArgsFunction: workbooks,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return language.Errorf("name two workbooks, the last edition and this one, not %d", len(args))
			}
			return nil
		},
		Example: "veche compare 2025.xlsx 2026.xlsx\n" +
			"veche compare 2025.xlsx 2026.xlsx --same T07=T12 --format json\n" +
			"veche rank 2026.xlsx --last 2025.xlsx -o shortlist.xlsx",
		RunE: func(cmd *cobra.Command, args []string) error {
			return runCompare(cmd.Context(), env, args[0], args[1], f)
		},
	}
	f.study.addPrinting(env, cmd)
	f.drawn.add(env, cmd, writesFigure, "editions", "edition-weights")
	flags := cmd.Flags()
	flags.StringArrayVar(&f.same, "same", nil, env.say("the ID of a technology in the last edition and in this one, as T07=T12; T07= was withdrawn, =T12 is new; may be repeated"))
	flags.IntVar(&f.draws, "draws", compare.DefaultDraws, env.say("how many draws of the weights a move is set against"))
	flags.StringVar(&f.study.asked.Seed, "seed", "", env.say("seed of random draws"))
	return cmd
}

func runCompare(ctx context.Context, env *environment, last, this string, f compareFlags) error {
	if _, err := f.drawn.asked(); err != nil {
		return err
	}
	l, err := env.open(last)
	if err != nil {
		return err
	}
	n, err := env.open(this, f.study.asked)
	if err != nil {
		return err
	}
	if n, _, err = f.study.changed(n); err != nil {
		return err
	}
	c, err := comparison(ctx, l, n, f.same, f.draws)
	if err != nil {
		return err
	}
	env.warn(c.Warnings)
	said := f.study.language(n)
	if err := f.drawn.write(env, n, said, figure.Editions(c, said), figure.EditionWeights(c, said)); err != nil {
		return err
	}
	if f.study.format == "json" {
		return printJSON(env.stdout, contract.OfCompare(c, said))
	}
	if err := printTable(env.stdout, report.Compare(c, said), f.study.format, said, f.study.plain); err != nil {
		return err
	}
	if changes := report.CompareChanges(c, said); changes != nil && f.study.format == "table" {
		fmt.Fprintln(env.stdout)
		return printTable(env.stdout, changes, f.study.format, said, f.study.plain)
	}
	return nil
}

// comparison sets two editions against each other as flags ask for it.
func comparison(ctx context.Context, l, n *study.Study, same []string, draws int) (*compare.Comparison, error) {
	x := compare.Options{Draws: draws}
	for _, text := range same {
		pair, err := compare.ParseSame(text)
		if err != nil {
			return nil, err
		}
		x.Same = append(x.Same, pair)
	}
	return compare.Compare(ctx, l, n, x)
}

// lastFlags name the last edition beside another output.
type lastFlags struct {
	path string
	same []string
}

func (f *lastFlags) add(env *environment, cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.path, "last", "", env.say("the workbook of the last edition, to say who entered, left and moved since, and why"))
	cmd.Flags().StringArrayVar(&f.same, "same", nil, env.say("with --last: the ID of a technology in the last edition and in this one, as T07=T12; may be repeated"))
}

// comparison sets a study against the last edition; nil where none is named.
func (f *lastFlags) comparison(ctx context.Context, env *environment, n *study.Study) (*compare.Comparison, error) {
	if f.path == "" {
		if f.same != nil {
			return nil, language.Errorf("--same needs --last")
		}
		return nil, nil
	}
	l, err := env.open(f.path)
	if err != nil {
		return nil, err
	}
	c, err := comparison(ctx, l, n, f.same, compare.DefaultDraws)
	if err != nil {
		return nil, err
	}
	env.warn(c.Warnings)
	return c, nil
}

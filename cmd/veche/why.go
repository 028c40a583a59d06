package main

import (
	"context"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/figure"
	"veche/internal/report/text"
	"veche/internal/study"
	"veche/internal/study/contrast"
)

func newWhy(env *environment) *cobra.Command {
	var f studyFlags
	var drawn figureFlags
	cmd := &cobra.Command{
		Use:   "why STUDY.xlsx [A [B]]",
		Short: env.say("Say why one technology ranks above another, and what would change it"),
		Long: env.say("Say why one technology ranks above another, in sentences fit for minutes, and what would change it. A and B are identifiers, or ranks as #3. " +
			"Without them it is the first against the second; A alone is set against the first."),
		Example: "veche why study.xlsx\nveche why study.xlsx T04 T07\nveche why study.xlsx \"#1\" \"#5\" --format md",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 3 {
				return language.Errorf("name one workbook and at most two technologies, not %d things", len(args))
			}
			return nil
		},
		ValidArgsFunction: workbooks,
		RunE: func(cmd *cobra.Command, args []string) error {
			return why(cmd.Context(), env, args[0], args[1:], f, drawn)
		},
	}
	f.add(env, cmd)
	drawn.add(env, cmd, writesFigure, "contrast")
	return cmd
}

func why(ctx context.Context, env *environment, path string, pair []string, f studyFlags, drawn figureFlags) error {
	s, err := drawn.opened(env, path, &f)
	if err != nil {
		return err
	}
	o, err := study.Evaluate(s)
	if err != nil {
		return err
	}
	env.warn(o.Warnings)
	a, b, err := contrast.Two(o, pair)
	if err != nil {
		return err
	}
	c, err := contrast.Complete(ctx, o, contrast.Between(o, a, b))
	if err != nil {
		return err
	}
	said := f.language(s)
	if err := drawn.write(env, s, said, figure.Contrast(o, c, said)); err != nil {
		return err
	}
	words := contrast.Words(o, c, said, contrast.Names{Technology: (*study.Technology).Title, Criterion: (*study.Criterion).Title})
	if f.format == "json" {
		return printJSON(env.stdout, contract.OfContrast(o, c, words))
	}
	t := report.Contrast(o, c, said)
	if f.format == "md" { // minutes: the sentences, then the table
		t.Note = words
		return printTables(env.stdout, []*report.Table{t}, f, said)
	}
	t.After = append(t.After, text.Wrapped(words, 100)...)
	return printTable(env.stdout, t, f.format, said, f.plain)
}

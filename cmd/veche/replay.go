package main

import (
	"github.com/spf13/cobra"

	"veche/internal/journal"
	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/usage"
	"veche/internal/workbook"
)

func newReplay(env *environment) *cobra.Command {
	var f rankFlags
	var save string
	cmd := &cobra.Command{
		Use:   "replay STUDY.xlsx LOG.jsonl",
		Short: env.say("Apply a log of actions without a screen and print the ranking"),
		Long: env.say("Apply a log of actions without a screen and print the ranking, as veche rank does. The log is a journal of the explorer, or one action a line:\n" +
			`{"action": "set-weight", "criterion": "C1", "weight": 0.3}`),
		Example: "veche replay study.xlsx actions.jsonl\nveche replay study.xlsx actions.jsonl --save changed.xlsx",
		Args:    usage.Between(2, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := env.open(args[0])
			if err != nil {
				return err
			}
			env.reads(args[1])
			var saved *workbook.Output
			if save != "" {
				if saved, err = env.output(save, false, kindOf(args[0])); err != nil {
					return err
				}
			}
			steps, err := journal.Read(args[1])
			if err != nil {
				return fileError{err}
			}
			if len(steps) > 0 && steps[0].Kind == study.Began && steps[0].SHA256 != s.Source.SHA256 && !env.quiet {
				env.tell("veche: %s is not the workbook these actions were done to, or was changed since", args[0])
			}
			log, _, err := study.Replay(s, steps)
			if err != nil {
				return fileError{language.Errorf("%s: %v", args[1], err)}
			}
			if save != "" {
				base, _, err := original(args[0])
				if err != nil {
					return fileError{err}
				}
				if _, err := workbook.SaveAs(saved, base, log.Current()); err != nil {
					return outputError(err)
				}
				env.reads(save) // the shortlist is not written over it
			}
			changed, more, err := f.study.changed(log.Current())
			if err != nil {
				return err
			}
			return printRanking(env, changed, append(log.Actions(), more...), f)
		},
	}
	f.study.add(env, cmd)
	cmd.Flags().StringVarP(&f.output, "output", "o", "", env.say("write the shortlist workbook to this file"))
	cmd.Flags().StringVar(&save, "save", "", env.say("write the study as changed to this new file"))
	cmd.Flags().BoolVar(&f.trace, "trace", false, env.say("print every intermediate table of the method too"))
	cmd.Flags().BoolVar(&f.force, "force", false, env.say("overwrite the shortlist if it exists"))
	return cmd
}

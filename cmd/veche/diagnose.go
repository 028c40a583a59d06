package main

import (
	"errors"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/report/contract"
	"veche/internal/study"
)

func newDiagnose(env *environment) *cobra.Command {
	var path string
	var force bool
	cmd := &cobra.Command{
		Use:   "diagnose [STUDY.xlsx] -o FILE.json",
		Short: env.say("Write a file for reporting a fault, without names or answers"),
		Long:  env.say("Write what a report of a fault needs: versions, the machine, and of a study its sizes, settings chosen from lists and the codes of its issues. No name, text or number that a person typed is in it."),
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			d := contract.OfProgram()
			if len(args) > 0 {
				data, err := env.bytes(args[0])
				if err != nil {
					return fileError{err}
				}
				s, issues, err := env.read(args[0])
				if err != nil {
					return fileError{err}
				}
				d.OfFault(s, issues, func() study.Issues {
					var found study.Issues
					_, err := study.Evaluate(s)
					_ = errors.As(err, &found) // evaluating gives no other errors
					return found
				})
				d.Study.Format, d.Study.Bytes = strings.ToLower(filepath.Ext(called(args[0]))), len(data)
			}
			if err := env.ctx.Err(); err != nil {
				return err
			}
			if path == "" {
				return printJSON(env.stdout, d)
			}
			output, err := env.output(path, force, ".json")
			if err != nil {
				return err
			}
			var document strings.Builder
			if err := printJSON(&document, d); err != nil {
				return err
			}
			if err := output.Write([]byte(document.String())); err != nil {
				return outputError(err)
			}
			if !env.quiet {
				env.tell("wrote %s: read it through, it has no names and no answers; send it with a description of what went wrong", path)
			}
			return nil
		},
	}
	cmd.Flags().StringVarP(&path, "output", "o", "", env.say("write to this file, not to the screen"))
	cmd.Flags().BoolVar(&force, "force", false, env.say("overwrite the file if it exists"))
	return cmd
}

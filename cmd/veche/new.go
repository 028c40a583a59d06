package main

import (
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/usage"
	"veche/internal/workbook"
)

func newNew(env *environment) *cobra.Command {
	var filled, lang string
	var force bool
	cmd := &cobra.Command{
		Use:   "new FILE.xlsx",
		Short: env.say("Write a template to fill in, or a filled example"),
		Args:  oneWorkbook,
		RunE: func(_ *cobra.Command, args []string) error {
			output, err := env.output(args[0], force, ".xlsx")
			if err != nil {
				return err
			}
			data, ok := example.Named(filled)
			if !ok && filled != "" {
				return language.Errorf("there is no example %q; choose one of %s", filled, strings.Join(example.Names(), ", "))
			}
			if !ok {
				if data, err = workbook.Template(lang); err != nil {
					return fileError{err}
				}
			}
			if err := output.Write(data); err != nil {
				return outputError(err)
			}
			switch {
			case env.quiet:
			case filled != "":
				env.tell("wrote %s; look at it: %s", args[0], usage.Suggested("veche", "explore", args[0]))
			default:
				env.tell("wrote %s; fill it in, then: %s", args[0], usage.Suggested("veche", "check", "--ready", args[0]))
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&filled, "example", "", env.say("a filled example: %s", strings.Join(example.Names(), ", ")))
	cmd.Flags().StringVar(&lang, "lang", "en", env.say("language of the template: en, ru"))
	cmd.Flags().BoolVar(&force, "force", false, env.say("overwrite the file if it exists"))
	complete(cmd, "example", example.Names())
	complete(cmd, "lang", languages)
	return cmd
}

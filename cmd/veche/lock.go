package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/workbook"
)

func newLock(env *environment) *cobra.Command {
	var output, lang string
	var force bool
	cmd := &cobra.Command{
		Use:   "lock STUDY.xlsx",
		Short: env.say("Seal the weights before the scores are opened"),
		Long: env.say("Seal the weights before the scores are opened: writes the weights of the criteria, of the blocs and, where competence counts, of the experts into the sheet Study, with a hash of them.\n" +
			"Write the hash in the minutes. From then on check, panel, rank and the sheet Audit of a shortlist say whether the weights are still those."),
		Example:           "veche lock study.xlsx\nveche lock study.xlsx -o sealed.xlsx",
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		RunE: func(_ *cobra.Command, args []string) error {
			return lock(env, args[0], output, lang, force)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", env.say("write the sealed study to this new file in place of the study itself"))
	cmd.Flags().StringVar(&lang, "lang", "", env.say("language of what is said: en, ru (default: the study's)"))
	cmd.Flags().BoolVar(&force, "force", false, env.say("seal anew a study that is sealed already"))
	complete(cmd, "lang", languages)
	return cmd
}

// keepSealed writes a sealed study over the study itself, or as a new file.
func keepSealed(env *environment, path, output string, s *study.Study) error {
	base, made, err := original(path)
	switch {
	case err != nil:
		return fileError{err}
	case output != "":
		out, err := env.output(output, false, kindOf(path))
		if err != nil {
			return err
		}
		_, err = workbook.SaveAs(out, base, s)
		return outputError(err)
	case made:
		return language.Errorf("%s is no Excel workbook and cannot hold a seal: say with -o which workbook to write", path)
	}
	if _, err := workbook.SaveUntil(env.ctx, path, s, s.Source.SHA256); err != nil {
		return fileError{err}
	}
	return nil
}

func lock(env *environment, path, output, lang string, force bool) error {
	s, err := env.open(path)
	if err != nil {
		return err
	}
	if s.Seal != nil && !force {
		return language.Errorf("%s is sealed already (%s); --force seals its weights anew", path, s.Seal.Short())
	}
	seal, err := study.SealWeights(s)
	if err != nil {
		return err
	}
	env.warn(s.Warnings)
	sealed := *s
	sealed.Seal = seal
	if err := keepSealed(env, path, output, &sealed); err != nil {
		return err
	}
	l, _ := language.Named(cmp.Or(lang, s.Settings.Language))
	_, err = fmt.Fprintln(env.stdout, seal.Sealed(l))
	return fileErrorOf(err)
}

package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/usage"
	"veche/internal/workbook"
)

func newForms(env *environment) *cobra.Command {
	var dir, round, lang string
	var force bool
	cmd := &cobra.Command{
		Use:   "forms STUDY.xlsx -d DIR",
		Short: env.say("Write one form per expert"),
		Long: env.say("Write one form per expert: a workbook with a grid of scores and, where the weighting is made of judgements, a list of pairs of criteria.\n" +
			"The experts fill them in and send them back; veche collect merges them. Experts the study leaves out get no form."),
		Example:           "veche forms study.xlsx -d forms\nveche forms study.xlsx -d forms2 --round 2 --lang ru",
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		RunE: func(_ *cobra.Command, args []string) error {
			if dir == "" {
				return language.Errorf("say with -d in which folder to put the forms")
			}
			return forms(env, args[0], dir, workbook.FormOptions{Round: round, Lang: lang}, force)
		},
	}
	cmd.Flags().StringVarP(&dir, "dir", "d", "", env.say("folder to write the forms to; made if it does not exist"))
	cmd.Flags().StringVar(&round, "round", "", env.say("round the forms are for (default: the study's)"))
	cmd.Flags().StringVar(&lang, "lang", "", env.say("language of the forms: en, ru (default: the study's)"))
	cmd.Flags().BoolVar(&force, "force", false, env.say("overwrite forms that exist"))
	complete(cmd, "lang", languages)
	return cmd
}

// collecting says how to merge the forms once they are back: from a folder that holds nothing else.
func collecting(path, dir string) language.Message {
	back := "when they are back: %s"
	study, err1 := os.Stat(filepath.Dir(path))
	folder, err2 := os.Stat(dir)
	if err1 == nil && err2 == nil && os.SameFile(study, folder) {
		back, dir = "put those that come back into a folder of their own: %s", filepath.Join(dir, "returned")
	}
	return language.M(back, usage.Suggested("veche", "collect", path, dir, "-o", "MERGED.xlsx"))
}

func forms(env *environment, path, dir string, options workbook.FormOptions, force bool) error {
	data, err := env.bytes(path)
	if err != nil {
		return fileError{err}
	}
	s, issues := workbook.ReadUnanswered(called(path), data)
	env.follow(s)
	if issues.Err() != nil {
		return issues
	}
	env.warn(issues)
	made, err := workbook.Forms(s, options)
	if err != nil {
		return err
	}
	if !force { // all or none
		var there []string
		for _, f := range made {
			if _, err := os.Lstat(filepath.Join(dir, f.File)); err == nil {
				there = append(there, f.File)
			} else if !errors.Is(err, fs.ErrNotExist) {
				return fileError{err}
			}
		}
		if there != nil {
			return fileError{language.Errorf("%s has %d of the forms already (%s …), perhaps filled in: use another folder, or --force to replace them", dir, len(there), there[0])}
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fileError{err}
	}
	outputs := make([]*workbook.Output, len(made))
	for k, f := range made { // all or none
		if outputs[k], err = env.output(filepath.Join(dir, f.File), force, ".xlsx"); err != nil {
			return err
		}
	}
	for k, f := range made {
		if err := outputs[k].Write(f.Data); err != nil {
			return outputError(err)
		}
	}
	if !env.quiet {
		env.tell("wrote %d form to %s; %s|wrote %d forms to %s; %s", len(made), dir, collecting(path, dir))
	}
	return nil
}

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/workbook"
)

func newForms(env *environment) *cobra.Command {
	var dir, round, lang string
	var force bool
	cmd := &cobra.Command{
		Use:   "forms STUDY.xlsx -d DIR",
		Short: "Write one form per expert",
		Long: "Write one form per expert: a workbook with a grid of scores and, where the weighting is made of judgements, a list of pairs of criteria.\n" +
			"The experts fill them in and send them back; veche collect merges them. Experts the study leaves out get no form.",
		Example:           "veche forms study.xlsx -d forms\nveche forms study.xlsx -d forms2 --round 2 --lang ru",
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case dir == "":
				return errors.New("say with -d in which folder to put the forms")
			case lang != "" && !slices.Contains(languages, lang):
				return fmt.Errorf("there is no language %q; choose one of %s", lang, strings.Join(languages, ", "))
			}
			return forms(env, args[0], dir, workbook.FormOptions{Round: round, Lang: lang}, force)
		},
	}
	cmd.Flags().StringVarP(&dir, "dir", "d", "", "folder to write the forms to; made if it does not exist")
	cmd.Flags().StringVar(&round, "round", "", "round the forms are for (default: the study's)")
	cmd.Flags().StringVar(&lang, "lang", "", "language of the forms: en, ru (default: the study's)")
	cmd.Flags().BoolVar(&force, "force", false, "overwrite forms that exist")
	complete(cmd, "lang", languages)
	return cmd
}

func forms(env *environment, path, dir string, options workbook.FormOptions, force bool) error {
	data, err := workbook.ReadInput(path)
	if err != nil {
		return fileError{err}
	}
	s, issues := workbook.ReadUnanswered(filepath.Base(path), data)
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
			return fileError{fmt.Errorf("%s has %d of the forms already (%s …), perhaps filled in: use another folder, or --force to replace them", dir, len(there), there[0])}
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fileError{err}
	}
	for _, f := range made {
		if err := workbook.WriteFile(filepath.Join(dir, f.File), f.Data, force); err != nil {
			return fileError{err}
		}
	}
	if !env.quiet {
		fmt.Fprintf(env.stderr, "wrote %d forms to %s; when they are back: veche collect %s %s -o MERGED.xlsx\n", len(made), dir, path, filepath.Join(dir, "*.xlsx"))
	}
	return nil
}

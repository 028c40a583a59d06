package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/tui"
	"veche/internal/workbook"
	"veche/testdata"
)

type exploreFlags struct {
	theme, lang       string
	ascii             bool
	noMouse, noMotion bool
}

func (f *exploreFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.theme, "theme", "", "colours: dark, light, colorblind, none (default: what the terminal says)")
	cmd.Flags().BoolVar(&f.ascii, "ascii", false, "draw with ASCII characters only")
	cmd.Flags().StringVar(&f.lang, "lang", "", "language: en, ru (default: the study's, or the terminal's)")
	complete(cmd, "lang", languages)
	complete(cmd, "theme", []string{"dark", "light", "colorblind", "none"})
}

func newExplore(env *environment) *cobra.Command {
	var f exploreFlags
	cmd := &cobra.Command{
		Use:               "explore STUDY.xlsx",
		Short:             "Open the explorer: move weights, watch the ranking",
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !env.terminal {
				return errors.New("the explorer needs a terminal; veche frame prints a screen, veche rank the ranking")
			}
			return explore(cmd.Context(), env, args[0], f)
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&f.noMouse, "no-mouse", false, "leave the mouse to the terminal, so that text can be selected")
	cmd.Flags().BoolVar(&f.noMotion, "no-motion", false, "no highlights that fade")
	return cmd
}

// language is the one the screens speak: the flag's, else the study's, else the terminal's.
func (f *exploreFlags) language(s *study.Study) (language.Language, error) {
	if _, ok := language.Named(f.lang); f.lang != "" && !ok {
		return 0, fmt.Errorf("there is no language %q; choose one of %s", f.lang, strings.Join(languages, ", "))
	}
	return language.Chosen(f.lang, s.Settings.Language), nil
}

// explore opens the explorer on a workbook, or on the built-in example for no path.
func explore(ctx context.Context, env *environment, path string, f exploreFlags) error {
	s, err := env.open(path)
	if err != nil {
		return err
	}
	said, err := f.language(s)
	if err != nil {
		return err
	}
	name, stem := filepath.Base(path), strings.TrimSuffix(path, filepath.Ext(path))
	if path == "" {
		name, stem = exampleName+" (example)", strings.TrimSuffix(exampleName, ".xlsx")
	}
	options := tui.Options{File: name, Theme: f.theme, ASCII: f.ascii, NoMouse: f.noMouse, NoMotion: f.noMotion, Language: said}
	kept := keepJournal(path, s, &options)
	defer kept.end(env)
	digest := s.Source.SHA256 // what the file must still be when saving
	options.Save = func(s *study.Study, _ []study.Action) (where, now string, err error) {
		if err := kept.keepBase(path); err != nil {
			return "", "", err
		}
		if path == "" { // the built-in example becomes a file of one's own
			if now, err = workbook.SaveAs(exampleName, testdata.HorizonScan, s); err == nil {
				path, digest = exampleName, now
			}
			return exampleName, now, err
		}
		if now, err = workbook.Save(path, s, digest); err == nil {
			digest = now
		}
		return path, now, err
	}
	options.Write = func(name string, data []byte) (string, error) {
		ext := filepath.Ext(name)
		target, err := unused(filepath.Join(filepath.Dir(stem), strings.TrimSuffix(name, ext)), ext)
		if err != nil {
			return "", err
		}
		return target, workbook.WriteFile(target, data, false)
	}
	options.Export = func(o *study.Outcome, actions []study.Action) (string, error) {
		data, err := workbook.Export(o, workbook.ExportOptions{Actions: actions, Version: version()})
		if err != nil {
			return "", err
		}
		target, err := unused(stem+"-shortlist", ".xlsx")
		if err != nil {
			return "", err
		}
		return target, workbook.WriteFile(target, data, false)
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGHUP, syscall.SIGTERM)
	defer stop()
	if kept.finished, err = tui.Run(ctx, s, options); err != nil {
		return asFileError(err)
	}
	return nil
}

// unused is the first of stem.xlsx, stem-2.xlsx, … that does not exist yet, for .xlsx or another end of the name.
func unused(stem, ext string) (string, error) {
	for n := 1; n < 1000; n++ {
		path := stem + ext
		if n > 1 {
			path = fmt.Sprintf("%s-%d%s", stem, n, ext)
		}
		if absent(path) {
			return path, nil
		}
	}
	return "", fmt.Errorf("there are a thousand files %s-N%s already", stem, ext)
}

// absent reports whether nothing stands at a path.
func absent(path string) bool {
	_, err := os.Lstat(path)
	return errors.Is(err, os.ErrNotExist)
}

// asFileError keeps a study's issues as they are and counts anything else as trouble with the terminal or a file.
func asFileError(err error) error {
	var issues study.Issues
	if errors.As(err, &issues) {
		return err
	}
	return fileError{err}
}

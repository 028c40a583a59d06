package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/release"
	"veche/internal/report"
	"veche/internal/report/composed"
	"veche/internal/study"
	"veche/internal/tui"
	"veche/internal/workbook"
	"veche/internal/workbook/shortlist"
)

type exploreFlags struct {
	theme, lang       string
	ascii             bool
	noMouse, noMotion bool
	plain             bool
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
			if !env.terminal && !f.plain {
				return errors.New("the explorer needs a terminal; veche frame prints a screen, veche rank the ranking")
			}
			return explore(cmd.Context(), env, args[0], f)
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&f.noMouse, "no-mouse", false, "leave the mouse to the terminal, so that text can be selected")
	cmd.Flags().BoolVar(&f.plain, "plain", false, "lines instead of a screen, for screen readers and scripts")
	cmd.Flags().BoolVar(&f.noMotion, "no-motion", false, "no highlights that fade")
	return cmd
}

// language is the one the screens speak: the flag's, else the study's if it is known, else the terminal's.
func (f *exploreFlags) language(s *study.Study) (language.Language, error) {
	if _, ok := language.Named(f.lang); f.lang != "" && !ok {
		return 0, fmt.Errorf("there is no language %q; choose one of %s", f.lang, strings.Join(languages, ", "))
	}
	if s == nil {
		return language.Chosen(f.lang), nil
	}
	return language.Chosen(f.lang, s.Settings.Language), nil
}

// explore opens the explorer on a workbook, or on the built-in example for no path.
func explore(ctx context.Context, env *environment, path string, f exploreFlags) error {
	name := called(path)
	if _, ok := inside(path); ok {
		name += " (example)"
	}
	said, err := f.language(nil)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGHUP, syscall.SIGTERM)
	defer stop()
	close(env.patient)
	var kept atomic.Pointer[keeping] // set beside the program, while the study is being read
	loading := tui.Loading{File: name, Language: said, ASCII: f.ascii, Load: func(stage func(string)) (*study.Study, tui.Options, error) {
		stage(tui.StageReading)
		s, err := env.open(path)
		if err != nil {
			return nil, tui.Options{}, err
		}
		options := tui.Options{File: name, Theme: f.theme, ASCII: f.ascii, NoMouse: f.noMouse, NoMotion: f.noMotion}
		if options.Language, err = f.language(s); err != nil {
			return nil, options, err
		}
		k := keepJournal(path, s, &options)
		kept.Store(k)
		filing(path, s, k, &options)
		return s, options, nil
	}}
	var finished bool
	if f.plain {
		finished, err = plainly(ctx, env, loading)
	} else {
		finished, err = tui.Open(ctx, loading)
	}
	if k := kept.Load(); k != nil {
		k.end(env, finished)
	}
	if err != nil {
		return asFileError(err)
	}
	return nil
}

// plainly is the explorer in lines.
func plainly(ctx context.Context, env *environment, l tui.Loading) (finished bool, err error) {
	s, o, err := l.Load(func(string) {})
	if err != nil {
		return true, err
	}
	return tui.Plain(ctx, s, o, env.stdin, env.stdout)
}

// filing lets the explorer write files: the study itself, exports, and frames.
func filing(path string, s *study.Study, kept *keeping, o *tui.Options) {
	stem := strings.TrimSuffix(path, filepath.Ext(path))
	built, isExample := inside(path)
	if isExample {
		stem = strings.TrimSuffix(called(path), ".xlsx")
	}
	opened, foreign := s, workbook.ReadOnly(path)
	digest := s.Source.SHA256 // what the file must still be when saving
	o.Save = func(s *study.Study, _ []study.Action) (where, now string, err error) {
		if isExample || foreign { // an example, or a study in files of text or an .ods, becomes a workbook of one's own
			original, target := built, stem+".xlsx"
			if foreign {
				if original, err = workbook.WriteStudy(opened); err != nil {
					return "", "", err
				}
				if target, err = unused(filepath.Clean(stem), ".xlsx"); err != nil {
					return "", "", err
				}
			}
			if now, err = workbook.SaveAs(&workbook.Output{Path: target, Kinds: []string{".xlsx"}}, original, s); err == nil {
				path, isExample, foreign, digest = target, false, false, now
			}
			return target, now, err
		}
		if err := kept.keepBase(path); err != nil {
			return "", "", err
		}
		if now, err = workbook.Save(path, s, digest); err == nil {
			digest = now
		}
		return path, now, err
	}
	o.Write = func(name string, data []byte) (string, error) {
		ext := filepath.Ext(name)
		target, err := unused(filepath.Join(filepath.Dir(stem), strings.TrimSuffix(name, ext)), ext)
		if err != nil {
			return "", err
		}
		out := workbook.Output{Path: target, Kinds: []string{ext}, Inputs: []string{path}}
		return target, out.Write(data)
	}
	write := func(end, ext string, make func(*study.Outcome, []study.Action) ([]byte, error)) func(*study.Outcome, []study.Action) (string, error) {
		return func(out *study.Outcome, actions []study.Action) (string, error) {
			data, err := make(out, actions)
			if err != nil {
				return "", err
			}
			target, err := unused(stem+end, ext)
			if err != nil {
				return "", err
			}
			file := workbook.Output{Path: target, Kinds: []string{ext}, Inputs: []string{path}}
			return target, file.Write(data)
		}
	}
	o.Exports = []tui.Export{
		{Key: "w", Does: "workbook", Write: write("-shortlist", ".xlsx", func(out *study.Outcome, actions []study.Action) ([]byte, error) {
			return shortlist.Write(out, shortlist.Options{Actions: actions, Version: release.Version, Lang: o.Language.Code()})
		})},
		{Key: "r", Does: "report", Write: write("-report", ".html", func(out *study.Outcome, actions []study.Action) ([]byte, error) {
			return composed.Write(context.Background(), out, ".html", composed.Options{Language: o.Language, Made: composed.Today(), Done: composed.Changes(actions)})
		})},
	}
	if slices.Contains(composed.Kinds(), ".docx") {
		o.Exports = append(o.Exports, tui.Export{Key: "m", Does: "minutes", Write: write("-minutes", ".docx", func(out *study.Outcome, actions []study.Action) ([]byte, error) {
			return composed.Write(context.Background(), out, ".docx", composed.Options{Language: o.Language, Made: composed.Today(), Done: composed.Changes(actions), Keys: []string{report.KeyMinutes}})
		})})
	}
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

package main

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/spf13/cobra"

	"veche/internal/explorer"
	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/tui"
)

type exploreFlags struct {
	theme, lang       string
	ascii             bool
	noMouse, noMotion bool
	plain             bool
}

func (f *exploreFlags) add(env *environment, cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.theme, "theme", "", env.say("colours: dark, light, colorblind, none (default: what the terminal says)"))
	cmd.Flags().BoolVar(&f.ascii, "ascii", false, env.say("draw with ASCII characters only"))
	cmd.Flags().StringVar(&f.lang, "lang", "", env.say("language: en, ru (default: the study's, or the terminal's)"))
	complete(cmd, "lang", languages)
	complete(cmd, "theme", []string{"dark", "light", "colorblind", "none"})
}

func newExplore(env *environment) *cobra.Command {
	var f exploreFlags
	cmd := &cobra.Command{
		Use:               "explore STUDY.xlsx",
		Short:             env.say("Open the explorer: move weights, watch the ranking"),
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !env.terminal && !f.plain {
				return language.Errorf("the explorer needs a terminal; veche frame prints a screen, veche rank the ranking")
			}
			return explore(cmd.Context(), env, args[0], f)
		},
	}
	f.add(env, cmd)
	cmd.Flags().BoolVar(&f.noMouse, "no-mouse", false, env.say("leave the mouse to the terminal, so that text can be selected"))
	cmd.Flags().BoolVar(&f.plain, "plain", false, env.say("lines instead of a screen, for screen readers and scripts"))
	cmd.Flags().BoolVar(&f.noMotion, "no-motion", false, env.say("no highlights that fade"))
	return cmd
}

// language is the one the screens speak: the flag's, else the study's if it is known, else the terminal's.
func (f *exploreFlags) language(s *study.Study) (language.Language, error) {
	if _, ok := language.Named(f.lang); f.lang != "" && !ok {
		return 0, language.Errorf("there is no language %q; choose one of %s", f.lang, strings.Join(languages, ", "))
	}
	if s == nil {
		return language.Chosen(f.lang), nil
	}
	return language.Chosen(f.lang, s.Settings.Language), nil
}

// asFileError keeps a study's issues and an interruption as they are and counts anything else as trouble with the terminal or a file.
func asFileError(err error) error {
	var issues study.Issues
	if err == nil || errors.As(err, &issues) || errors.Is(err, context.Canceled) {
		return err
	}
	return fileError{err}
}

// explore opens the explorer on a workbook, or on the built-in example for no path.
func explore(ctx context.Context, env *environment, path string, f exploreFlags) error {
	file := explorer.File{Path: path, Name: called(path)}
	shown := file.Name
	if built, ok := inside(path); ok {
		file.Example = built
		shown += " (example)"
	}
	said, err := f.language(nil)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGHUP, syscall.SIGTERM)
	defer stop()
	if !f.plain {
		close(env.patient)
	}
	var session atomic.Pointer[explorer.Session] // set beside the program, while the study is being read
	loading := tui.Loading{File: shown, Language: said, ASCII: f.ascii, Load: func(stage func(string)) (*study.Study, tui.Options, error) {
		stage(tui.StageReading)
		s, err := env.open(path)
		if err != nil {
			return nil, tui.Options{}, err
		}
		options := tui.Options{File: shown, Theme: f.theme, ASCII: f.ascii, NoMouse: f.noMouse, NoMotion: f.noMotion}
		if options.Language, err = f.language(s); err != nil {
			return nil, options, err
		}
		session.Store(explorer.Attach(file, s, &options))
		return s, options, nil
	}}
	open := tui.Open
	if f.plain { // in lines
		open = func(ctx context.Context, l tui.Loading) (bool, error) {
			s, o, err := l.Load(func(string) {})
			if err != nil {
				return true, err
			}
			close(env.patient) // there may be changes now
			return tui.Plain(ctx, s, o, env.stdin, env.stdout)
		}
	}
	finished, err := open(ctx, loading)
	if x := session.Load(); x != nil {
		for _, m := range x.End(finished) {
			fmt.Fprintln(env.stderr, "veche:", m.In(env.lang))
		}
	}
	return asFileError(err)
}

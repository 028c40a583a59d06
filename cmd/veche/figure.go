package main

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/figure"
	"veche/internal/study"
)

// drawnKinds are the files a figure can be.
var drawnKinds = []string{".svg", ".png"}

// figureFlags ask for one of a command's figures as a file of its own.
type figureFlags struct {
	output, figure string
	force          bool
	keys           []string // of the figures the command has, the first unless another is named
}

// add adds the flags; what the command itself can write besides is the caller's to say.
func (f *figureFlags) add(env *environment, cmd *cobra.Command, writes string, keys ...string) {
	f.keys = keys
	flags := cmd.Flags()
	flags.StringVarP(&f.output, "output", "o", "", env.say(writes))
	flags.StringVar(&f.figure, "figure", "", env.say("with -o and a name in .svg or .png, which figure to draw: %s", strings.Join(keys, ", ")))
	flags.BoolVar(&f.force, "force", false, env.say("overwrite the file if it exists"))
	complete(cmd, "figure", keys)
}

// writesFigure is what -o says of a command that writes figures only.
const writesFigure = "write the figure to this file, .svg or .png"

// asked reports whether a figure is to be written. The error says that the flags do not go together.
func (f *figureFlags) asked() (bool, error) {
	if f.figure != "" && !slices.Contains(f.keys, f.figure) {
		return false, language.Errorf("there is no figure %q; choose of %s", f.figure, strings.Join(f.keys, ", "))
	}
	asked := slices.Contains(drawnKinds, strings.ToLower(filepath.Ext(f.output)))
	if !asked && f.figure != "" {
		return false, language.Errorf("--figure goes with -o and a name that ends in .svg or .png")
	}
	return asked, nil
}

// opened is the study as the flags change it, for a command that may write a figure of it.
func (f *figureFlags) opened(env *environment, path string, flags *studyFlags) (*study.Study, error) {
	if _, err := f.asked(); err != nil {
		return nil, err
	}
	s, err := env.open(path, flags.asked)
	if err != nil {
		return nil, err
	}
	s, _, err = flags.changed(s)
	return s, err
}

// write writes the figure that is asked for, if one is, of those that have something to show.
func (f *figureFlags) write(env *environment, s *study.Study, l language.Language, figures ...*report.Figure) error {
	if f.output == "" {
		return nil
	}
	out, err := env.output(f.output, f.force, drawnKinds...)
	if err != nil {
		return err
	}
	data, err := figure.File(figures, f.figure, strings.ToLower(filepath.Ext(f.output))[1:], report.Origin(s, l))
	if err != nil {
		return err
	}
	return outputError(out.Write(data))
}

package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/composed"
	"veche/internal/report/docx"
	"veche/internal/report/text"
	"veche/internal/study"
	"veche/internal/workbook"
)

type reportFlags struct {
	study    studyFlags
	output   string
	audience string
	sections []string
	static   bool
	force    bool
	last     lastFlags
	template string
}

// audiences are who a report can be for, the default first.
var audiences = []string{"analyst", "reader"}

func newReport(env *environment) *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report STUDY.xlsx",
		Short: env.say("Write the report: a page that opens offline, minutes, text or data"),
		Long: env.say("Write what a study has decided, how, why and how firmly. The extension of the file says what is written: .html is one page that opens offline in any browser and prints on A4,\n" +
			".docx the minutes for signature, or the sections named, in Word; .md text, .json the same sections as data. Without -o the text is printed."),
		Example:           "veche report study.xlsx -o report.html\nveche report study.xlsx -o report.html --for reader --lang ru\nveche report study.xlsx -o minutes.docx --template letterhead.docx\nveche report horizon-scan --sections decision,firmness",
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		RunE:              func(cmd *cobra.Command, args []string) error { return writeReport(cmd.Context(), env, args[0], f) },
	}
	f.study.add(env, cmd)
	for _, other := range []string{"format", "plain"} { // the file's name says it
		if err := cmd.Flags().MarkHidden(other); err != nil {
			panic(err)
		}
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.output, "output", "o", "", env.say("the file to write: %s", strings.Join(composed.Kinds(), ", ")))
	flags.StringVar(&f.audience, "for", audiences[0], env.say("who reads it: %s (analyst: everything; reader: the findings)", strings.Join(audiences, ", ")))
	flags.StringSliceVar(&f.sections, "sections", nil, env.say("what stands in it, all unless named: %s", strings.Join(report.Keys(), ", ")))
	flags.BoolVar(&f.static, "static", false, env.say("leave out the engine that answers in the page when a weight is moved"))
	flags.BoolVar(&f.force, "force", false, env.say("overwrite the file if it exists"))
	flags.StringVar(&f.template, "template", "", env.say("an office's letterhead, a .docx with placeholders such as {{title}} and {{minutes}}, to be filled for a .docx"))
	f.last.add(env, cmd)
	complete(cmd, "for", audiences)
	complete(cmd, "sections", report.Keys())
	return cmd
}

func writeReport(ctx context.Context, env *environment, path string, f reportFlags) error {
	x, err := f.options()
	if err != nil {
		return err
	}
	s, err := env.open(path, f.study.asked)
	if err != nil {
		return err
	}
	letterhead, err := f.letterhead(env, &x)
	if err != nil {
		return err
	}
	output, err := reportOutput(env, f)
	if err != nil {
		return err
	}
	s, actions, err := f.study.changed(s)
	if err != nil {
		return err
	}
	x.Language = f.study.language(s)
	x.Done = composed.Changes(actions)
	o, err := study.Evaluate(s)
	if err != nil {
		return err
	}
	env.warn(o.Warnings)
	if x.Last, err = f.last.comparison(ctx, env, s); err != nil {
		return err
	}
	d, err := composed.Of(ctx, o, x)
	if err != nil {
		return err
	}
	if output == nil {
		return fileErrorOf(text.Markdown(env.stdout, d))
	}
	answers := o
	if f.static {
		answers = nil
	}
	data, err := composed.File(ctx, d, filepath.Ext(f.output), answers, letterhead)
	if err != nil {
		return fileError{err}
	}
	return outputError(output.Write(data))
}

// options are what the flags ask for.
func (f *reportFlags) options() (composed.Options, error) {
	x := composed.Options{Keys: f.sections, Made: composed.Today()}
	if f.isWord() && f.sections == nil {
		x.Keys = []string{report.KeyMinutes}
	}
	switch f.audience {
	case "analyst":
	case "reader":
		x.Audience = report.Reader
	default:
		return x, language.Errorf("--for takes %s, not %q", strings.Join(audiences, ", "), f.audience)
	}
	for _, key := range f.sections {
		if !slices.Contains(report.Keys(), key) {
			return x, language.Errorf("there is no section %q; choose of %s", key, strings.Join(report.Keys(), ", "))
		}
	}
	return x, nil
}

// isWord reports whether a Word document is to be written.
func (f *reportFlags) isWord() bool { return strings.EqualFold(filepath.Ext(f.output), ".docx") }

// letterhead reads the template, which says what sections there are unless they were named; nil without one.
func (f *reportFlags) letterhead(env *environment, x *composed.Options) ([]byte, error) {
	switch {
	case f.template == "":
		return nil, nil
	case !f.isWord():
		return nil, language.Errorf("--template is filled for a .docx: name one with -o")
	}
	env.reads(f.template)
	data, err := workbook.ReadInput(f.template)
	if err != nil {
		return nil, fileError{err}
	}
	names, err := docx.Placeholders(data)
	if err != nil {
		return nil, fileError{language.Errorf("%s: %v", f.template, err)}
	}
	if f.sections == nil {
		x.Keys = slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(report.Keys(), name) })
		if slices.Contains(names, docx.AllSections) {
			x.Keys = nil
		} else if len(x.Keys) == 0 {
			x.Keys = []string{report.KeyMinutes}
		}
	}
	return data, nil
}

// reportOutput is the file to write, nil for none.
func reportOutput(env *environment, f reportFlags) (*workbook.Output, error) {
	if f.output == "" {
		return nil, nil
	}
	return env.output(f.output, f.force, composed.Kinds()...)
}

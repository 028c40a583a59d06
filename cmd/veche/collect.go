package main

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/workbook"
)

// collectFlags are what veche collect is told.
type collectFlags struct {
	output, format, round, letters string
	experts                        []string
	force, plain                   bool
}

func newCollect(env *environment) *cobra.Command {
	var f collectFlags
	cmd := &cobra.Command{
		Use:   "collect STUDY.xlsx FORM.xlsx|FOLDER... -o OUT.xlsx",
		Short: env.say("Merge returned forms into the study"),
		Long: env.say("Merge returned forms into the study and say of every expert what came back and what to ask. Name the forms, or the folder they are in. Answers are found by the\n" +
			"technology's ID and the criterion's code, wherever they stand. What is not certain is left out and reported with its file, sheet and cell; the rest is merged,\n" +
			"and the exit code is 1. Inputs are not changed. Every answer's file, sheet and cell stands in the merged study, and a report on its sheet Collected, with what\n" +
			"experts wrote beside their answers. A form that was copied into a new workbook is read when --expert says whose it is."),
		Example: "veche collect study.xlsx returned -o round1.xlsx --letters reminders\nveche collect study.xlsx forms/*.xlsx -o round1.xlsx --format csv > report.csv\n" +
			"veche collect study.xlsx returned -o round1.xlsx --expert answers.xlsx=E05",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return language.Errorf("name the study and the forms that came back")
			}
			return nil
		},
		ValidArgsFunction: workbooks,
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case f.output == "":
				return language.Errorf("say with -o which workbook to write")
			case !slices.Contains(formats, f.format):
				return language.Errorf("there is no format %q; choose one of %s", f.format, strings.Join(formats, ", "))
			}
			return collect(env, args[0], args[1:], f)
		},
	}
	cmd.Flags().StringVarP(&f.output, "output", "o", "", env.say("write the merged study to this file"))
	cmd.Flags().BoolVar(&f.force, "force", false, env.say("overwrite files that exist"))
	cmd.Flags().StringVar(&f.format, "format", "table", env.say("how to print: %s", strings.Join(formats, ", ")))
	cmd.Flags().BoolVar(&f.plain, "plain", false, env.say("no lines, for screen readers and scripts"))
	cmd.Flags().StringArrayVar(&f.experts, "expert", nil, env.say("whose a form is that was copied into a new workbook: ID, or FILE=ID for several"))
	cmd.Flags().StringVar(&f.round, "round", "", env.say("round of forms that have none, such as those copied into new workbooks (default: that of the others)"))
	cmd.Flags().StringVar(&f.letters, "letters", "", env.say("write a reminder for each expert who owes answers to this folder, as text"))
	complete(cmd, "format", formats)
	return cmd
}

// options are what the flags say of pasted forms.
func (f *collectFlags) options() (workbook.CollectOptions, error) {
	o := workbook.CollectOptions{Round: f.round, Experts: map[string]string{}}
	for _, x := range f.experts {
		if at := strings.LastIndexByte(x, '='); at >= 0 {
			o.Experts[strings.TrimSpace(x[:at])] = strings.TrimSpace(x[at+1:])
			continue
		}
		if o.Expert != "" {
			return o, language.Errorf("--expert names two experts; say of each whose it is: --expert FILE=ID")
		}
		o.Expert = strings.TrimSpace(x)
	}
	return o, nil
}

func collect(env *environment, path string, paths []string, f collectFlags) error {
	options, err := f.options()
	if err != nil {
		return err
	}
	data, err := env.bytes(path)
	if err != nil {
		return fileError{err}
	}
	forms, err := workbook.Returned(path, paths)
	if err != nil {
		return fileError{err}
	}
	for _, f := range forms {
		env.reads(f.Path)
	}
	out, err := env.output(f.output, f.force, ".xlsx")
	if err != nil {
		if s, _, err := env.read(path); err == nil { // in the study's language
			env.follow(s)
		}
		return err
	}
	var files []workbook.FormFile
	for _, f := range forms {
		form := workbook.FormFile{Name: f.Name}
		if form.Data, err = workbook.ReadInput(f.Path); err != nil {
			return fileError{err}
		}
		files = append(files, form)
	}
	c, err := workbook.CollectAs(workbook.FormFile{Name: filepath.Base(path), Data: data}, files, options)
	if err != nil {
		return err
	}
	env.follow(c.Study)
	letters := c.Letters(env.lang)
	outputs, err := env.letterFiles(f, letters)
	if err != nil {
		return err
	}
	merged, err := c.Workbook()
	if err != nil {
		return fileError{err}
	}
	if err := out.Write(merged); err != nil {
		return outputError(err)
	}
	for k, letter := range letters {
		if f.letters == "" {
			break
		}
		if err := outputs[k].Write([]byte(letter.Text)); err != nil {
			return outputError(err)
		}
	}
	if f.format == "json" {
		err = printJSON(env.stdout, c.Contract(f.output, env.lang))
	} else {
		err = printTable(env.stdout, c.Table(f.output, f.format != "table", env.lang), f.format, env.lang, f.plain)
	}
	if err != nil {
		return err
	}
	if f.format == "table" {
		if _, err := io.WriteString(env.stdout, c.Asks(env.quiet, env.lang)); err != nil {
			return fileError{err}
		}
	}
	if f.letters != "" && !env.quiet {
		env.tell("wrote %d reminder to %s|wrote %d reminders to %s", len(letters), f.letters)
	}
	if f.format != "table" && f.format != "json" { // their tables hold no sentences
		for _, i := range c.Issues {
			if i.Severity == study.Error || !env.quiet {
				env.tell("%s", i)
			}
		}
	}
	if c.Issues.Err() != nil {
		return errPrinted
	}
	return nil
}

// letterFiles are where the reminders go, all or none; their folder is made.
func (env *environment) letterFiles(f collectFlags, letters []workbook.Letter) (outputs []*workbook.Output, err error) {
	if f.letters == "" {
		return nil, nil
	}
	if err := os.MkdirAll(f.letters, 0o777); err != nil {
		return nil, fileError{err}
	}
	for _, l := range letters {
		out, err := env.output(filepath.Join(f.letters, l.File), f.force, ".txt")
		if err != nil {
			return nil, err
		}
		outputs = append(outputs, out)
	}
	return outputs, nil
}

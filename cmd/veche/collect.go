package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/study"
	"veche/internal/workbook"
)

func newCollect(env *environment) *cobra.Command {
	var output string
	var force, plain bool
	format := "table"
	cmd := &cobra.Command{
		Use:   "collect STUDY.xlsx FORM.xlsx... -o OUT.xlsx",
		Short: "Merge returned forms into the study",
		Long: "Merge returned forms into the study and say of every expert what came back. Answers are found by the technology's ID and the criterion's code, wherever they\n" +
			"stand. What is not certain is left out and reported with its file, sheet and cell; the rest is merged, and the exit code is 1. Inputs are not changed.",
		Example: "veche collect study.xlsx forms/*.xlsx -o round1.xlsx",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return errors.New("name the study and the forms that came back")
			}
			return nil
		},
		ValidArgsFunction: workbooks,
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case output == "":
				return errors.New("say with -o which workbook to write")
			case !strings.HasSuffix(strings.ToLower(output), ".xlsx"):
				return fmt.Errorf("the merged study is an .xlsx workbook; name the file so, not %s", output)
			case !slices.Contains(formats, format):
				return fmt.Errorf("there is no format %q; choose one of %s", format, strings.Join(formats, ", "))
			}
			return collect(env, args[0], args[1:], output, force, format, plain)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write the merged study to this file")
	cmd.Flags().BoolVar(&force, "force", false, "overwrite the file if it exists")
	cmd.Flags().StringVar(&format, "format", "table", "how to print: "+strings.Join(formats, ", "))
	cmd.Flags().BoolVar(&plain, "plain", false, "no lines, for screen readers and scripts")
	complete(cmd, "format", formats)
	return cmd
}

func collect(env *environment, path string, paths []string, output string, force bool, format string, plain bool) error {
	if there, err := os.Stat(output); err == nil {
		for _, input := range append([]string{path}, paths...) {
			if info, err := os.Stat(input); err == nil && os.SameFile(info, there) {
				return fmt.Errorf("%s is one of the inputs, which are not changed: name another file with -o", output)
			}
		}
		if !force {
			return fileError{fmt.Errorf("%s exists already: use --force to replace it", output)}
		}
	}
	data, err := workbook.ReadInput(path)
	if err != nil {
		return fileError{err}
	}
	base := map[string]int{}
	for _, p := range paths {
		base[filepath.Base(p)]++
	}
	var files []workbook.FormFile
	for _, p := range paths {
		file := workbook.FormFile{Name: filepath.Base(p)}
		if base[file.Name] > 1 {
			file.Name = filepath.ToSlash(p)
		}
		if file.Data, err = workbook.ReadInput(p); err != nil {
			return fileError{err}
		}
		files = append(files, file)
	}
	c, err := workbook.Collect(workbook.FormFile{Name: filepath.Base(path), Data: data}, files)
	if err != nil {
		return err
	}
	merged, err := c.Workbook()
	if err != nil {
		return fileError{err}
	}
	if err := workbook.WriteFile(output, merged, force); err != nil {
		return fileError{err}
	}
	if err := printCollection(env, c, output, format, plain); err != nil {
		return err
	}
	for _, i := range c.Issues {
		if i.Severity == study.Error || !env.quiet {
			fmt.Fprintln(env.stderr, i)
		}
	}
	if c.Issues.Err() != nil {
		return errPrinted
	}
	return nil
}

type formJSON struct {
	Expert    string   `json:"expert"`
	Name      string   `json:"name"`
	Round     string   `json:"round"`
	Files     []string `json:"files"`
	Asked     int      `json:"asked"`
	Answered  int      `json:"answered"`
	Abstained int      `json:"abstained"`
	Blank     int      `json:"blank"`
	Unmerged  int      `json:"not_merged"`
	Result    string   `json:"result"`
}

func printCollection(env *environment, c *workbook.Collection, output, format string, plain bool) error {
	if format == "json" {
		forms, issues := []formJSON{}, []issueJSON{}
		for _, f := range c.Forms {
			forms = append(forms, formJSON{f.Expert, f.Name, f.Round, append([]string{}, f.Files...), f.Asked, f.Answered, f.Abstained, f.Blank, f.Unmerged, f.Result})
		}
		for _, i := range c.Issues {
			issues = append(issues, issueJSON{string(i.Severity), i.Code, i.File, i.Sheet, i.Cell, i.Value, i.Message, i.Remedy})
		}
		return printJSON(env.stdout, map[string]any{"output": output, "forms": forms, "issues": issues})
	}
	t := &table{title: c.Study.Title}
	problems := map[string]int{}
	for _, i := range c.Issues {
		problems[i.File]++
	}
	for _, h := range []string{"Expert", "Name", "Round"} {
		t.column(h, left)
	}
	for _, h := range []string{"Asked", "Answered", "Don't know", "Blank", "Not merged", "Problems"} {
		t.column(h, right)
	}
	t.column("Result", left)
	t.column("Files", left)
	count := func(n int) cell { return number(float64(n), 0) }
	answered, came := 0, 0
	for _, f := range c.Forms {
		n := 0
		for _, file := range f.Files {
			n += problems[file]
		}
		t.rows = append(t.rows, []cell{text(f.Expert), text(f.Name), text(f.Round), count(f.Asked), count(f.Answered), count(f.Abstained), count(f.Blank), count(f.Unmerged), count(n), text(f.Result), text(strings.Join(f.Files, "; "))})
		if len(f.Files) > 0 {
			came++
			answered += f.Answered
		}
	}
	errs := len(c.Issues.Errors())
	t.after = append(t.after, fmt.Sprintf("%d answers of %d forms are in %s; %d problems kept something out, %d warnings.", answered, came, output, errs, len(c.Issues)-errs))
	return t.print(env.stdout, format, plain)
}

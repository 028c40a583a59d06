package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/study"
	"veche/internal/workbook"
)

func newCollect(env *environment) *cobra.Command {
	var output string
	var force, plain bool
	format := "table"
	cmd := &cobra.Command{
		Use:   "collect STUDY.xlsx FORM.xlsx|FOLDER... -o OUT.xlsx",
		Short: "Merge returned forms into the study",
		Long: "Merge returned forms into the study and say of every expert what came back and what to ask. Name the forms, or the folder they are in. Answers are found by the\n" +
			"technology's ID and the criterion's code, wherever they stand. What is not certain is left out and reported with its file, sheet and cell; the rest is merged,\n" +
			"and the exit code is 1. Inputs are not changed. Every answer's file, sheet and cell stands in the merged study, and a report on its sheet Collected.",
		Example: "veche collect study.xlsx returned -o round1.xlsx\nveche collect study.xlsx forms/*.xlsx -o round1.xlsx --format csv > report.csv",
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
	env.reads(path)
	data, err := workbook.ReadInput(path)
	if err != nil {
		return fileError{err}
	}
	forms, err := returned(path, paths)
	if err != nil {
		return fileError{err}
	}
	for _, f := range forms {
		env.reads(f.path)
	}
	out, err := env.output(output, force, ".xlsx")
	if err != nil {
		return err
	}
	var files []workbook.FormFile
	for _, f := range forms {
		form := workbook.FormFile{Name: f.name}
		if form.Data, err = workbook.ReadInput(f.path); err != nil {
			return fileError{err}
		}
		files = append(files, form)
	}
	c, err := workbook.Collect(workbook.FormFile{Name: filepath.Base(path), Data: data}, files)
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
	if err := printCollection(env, c, output, format, plain); err != nil {
		return err
	}
	if format != "table" && format != "json" { // their tables hold no sentences
		for _, i := range c.Issues {
			if i.Severity == study.Error || !env.quiet {
				fmt.Fprintln(env.stderr, i)
			}
		}
	}
	if c.Issues.Err() != nil {
		return errPrinted
	}
	return nil
}

// returnedFile is a form by its path and the name it is reported under.
type returnedFile struct{ path, name string }

// maxReturned is how many files are looked for in folders: a panel's forms are few, a wrong folder holds many.
const maxReturned = 10_000

// returned lists the files that paths name: files, patterns such as forms/*.xlsx where the shell has not filled them in, as those of Windows never do, and
// folders with all that is in them. The study itself is left out where a pattern or a folder takes it in. Names are those of the files, or their paths where two
// files have one name.
func returned(study string, paths []string) ([]returnedFile, error) {
	var files []returnedFile
	seen := map[string]bool{}
	self, _ := os.Stat(study)
	add := func(path string) {
		if info, err := os.Stat(path); err == nil && os.SameFile(self, info) && !slices.Contains(paths, path) {
			return
		}
		if clean := filepath.Clean(path); !seen[clean] {
			seen[clean] = true
			files = append(files, returnedFile{path: path})
		}
	}
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil && strings.ContainsAny(p, "*?[") { // not only where it does not exist: to Windows the name is invalid
			matches, bad := filepath.Glob(p)
			if bad != nil || len(matches) == 0 {
				return nil, fmt.Errorf("no file matches %s", p)
			}
			for _, m := range matches {
				if info, err := os.Stat(m); err != nil {
					return nil, err
				} else if !info.IsDir() {
					add(m)
				}
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			add(p)
			continue
		}
		before := len(files)
		err = filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			switch name := d.Name(); {
			case err != nil:
				return err
			case path != p && strings.HasPrefix(name, "."), strings.EqualFold(name, "Thumbs.db"), strings.EqualFold(name, "desktop.ini"):
				if d.IsDir() {
					return filepath.SkipDir
				}
			case d.Type().IsRegular():
				if len(files) == maxReturned {
					return fmt.Errorf("%s holds more than %d files: is it the folder with the forms?", p, maxReturned)
				}
				add(path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if len(files) == before {
			return nil, fmt.Errorf("there are no files in %s", p)
		}
	}
	base := map[string]int{}
	for _, f := range files {
		base[filepath.Base(f.path)]++
	}
	for k := range files {
		f := &files[k]
		if f.name = filepath.Base(f.path); base[f.name] > 1 {
			f.name = filepath.ToSlash(f.path)
		}
	}
	return files, nil
}

func printCollection(env *environment, c *workbook.Collection, output, format string, plain bool) error {
	if format == "json" {
		forms, issues := []contract.Form{}, []contract.Issue{}
		for _, f := range c.Forms {
			forms = append(forms, contract.Form{Expert: f.Expert, Name: f.Name, Round: f.Round, Files: append([]string{}, f.Files...), Asked: f.Asked, Answered: f.Answered, Abstained: f.Abstained, Blank: f.Blank, Unmerged: f.Unmerged, Result: f.Result, Ask: asks(c, f)})
		}
		for _, i := range c.Issues {
			issues = append(issues, contract.OfIssue(i, env.lang))
		}
		return printJSON(env.stdout, map[string]any{"output": output, "forms": forms, "issues": issues})
	}
	t := &report.Table{Title: c.Study.Title}
	for _, h := range []string{"Expert", "Name", "Round"} {
		t.Add(h, false)
	}
	for _, h := range []string{"Asked", "Answered", "Don't know", "Blank", "Not merged"} {
		t.Add(h, true)
	}
	t.Add("Result", false)
	t.Add("Files", false)
	if format != "table" {
		t.Add("To ask", false)
	}
	answered, came := 0, 0
	for _, f := range c.Forms {
		row := []report.Cell{report.Text(f.Expert), report.Text(f.Name), report.Text(f.Round), report.Count(f.Asked), report.Count(f.Answered), report.Count(f.Abstained), report.Count(f.Blank), report.Count(f.Unmerged), report.Text(f.Result), report.Text(strings.Join(f.Files, "; "))}
		if format != "table" {
			row = append(row, report.Text(strings.Join(asks(c, f), " ")))
		}
		t.Rows = append(t.Rows, row)
		came += len(f.Files)
		answered += f.Answered
	}
	errs := len(c.Issues.Errors())
	t.After = append(t.After, fmt.Sprintf("%s of %s in %s; %s kept something out, %s.", plural(answered, "answer"), plural(came, "file"), output, plural(errs, "problem"), plural(len(c.Issues)-errs, "warning")))
	if err := printTable(env.stdout, t, format, env.lang, plain); err != nil || format != "table" {
		return err
	}
	return fileErrorOf(printAsks(env, c))
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// asks is what to ask about one form, as sentences with their places.
func asks(c *workbook.Collection, f workbook.FormReport) []string {
	lines := []string{}
	for _, i := range c.Ask(f) {
		lines = append(lines, i.Place.String()+": "+i.Sentence().String())
	}
	return lines
}

// printAsks lists whom to ask for what, then who has sent nothing, then what needs no doing.
func printAsks(env *environment, c *workbook.Collection) error {
	var b strings.Builder
	said := map[string]bool{}
	var none []string
	for _, f := range c.Forms {
		who := strings.TrimSpace(f.Expert + " " + f.Name)
		if f.Expert == "" {
			who = strings.Join(f.Files, ", ")
		}
		if f.Result == workbook.FormMissing {
			none = append(none, who)
			continue
		}
		head := fmt.Sprintf("\n%s: %s\n", who, f.Result)
		for _, i := range c.Ask(f) {
			if i.Severity == study.Warning && env.quiet || said[i.String()] {
				continue
			}
			said[i.String()] = true
			b.WriteString(head + "  " + i.String() + "\n")
			head = ""
		}
	}
	if none != nil && !env.quiet {
		fmt.Fprintf(&b, "\nNo form came back of %s.\n", strings.Join(none, ", "))
	}
	text := b.String()
	if text != "" {
		text = "\nWhom to ask for what\n" + text
	}
	head := "\nFor the record\n\n"
	for _, i := range c.Issues {
		if !said[i.String()] && i.Code != "W-FORM-NONE" && !env.quiet {
			text += head + "  " + i.String() + "\n"
			head = ""
		}
	}
	_, err := io.WriteString(env.stdout, text)
	return err
}

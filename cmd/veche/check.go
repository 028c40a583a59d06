package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/study"
)

func newCheck(env *environment) *cobra.Command {
	format, cells, code := "table", false, ""
	cmd := &cobra.Command{
		Use:               "check FILE.xlsx...",
		Short:             "Print every problem with its cell and remedy",
		Example:           "veche check study.xlsx\nveche check --explain E-SCORE-RANGE",
		ValidArgsFunction: workbooks,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case cmd.Flags().Changed("explain"):
				return explain(env, code)
			case len(args) == 0:
				return errors.New("name the workbooks to check")
			}
			if cells {
				return countCells(env, args)
			}
			return check(env, args, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "how to print: table, json, csv, md")
	cmd.Flags().StringVar(&code, "explain", "", "say what a code such as E-SCORE-RANGE means and what to do")
	cmd.Flags().BoolVar(&cells, "cells", false, "print only how many cells each sheet holds, as JSON")
	_ = cmd.Flags().MarkHidden("cells") // for comparing the reader with others
	complete(cmd, "format", formats)
	complete(cmd, "explain", issueCodes())
	return cmd
}

// errPrinted says that the study has errors, which were printed as the command's result.
var errPrinted = errors.New("the study has errors")

func check(env *environment, paths []string, format string) error {
	if !slices.Contains(formats, format) {
		return fmt.Errorf("there is no format %q", format)
	}
	var all study.Issues
	for _, path := range paths {
		s, issues, err := env.read(path)
		if err != nil {
			return fileError{err}
		}
		if issues.Err() == nil && s.LinksOnly {
			// There is nothing to evaluate; what is wrong with the links, the reading has said.
		} else if issues.Err() == nil && s.CriteriaOnly {
			w, err := study.Weigh(s)
			var found study.Issues
			if errors.As(err, &found) {
				issues = append(issues, found...)
			} else if err == nil {
				issues = append(issues, w.Warnings...)
			}
		} else if issues.Err() == nil {
			p, err := study.Prepare(s)
			var found study.Issues
			if errors.As(err, &found) {
				issues = append(issues, found...)
			} else if err == nil {
				issues = p.Warnings // those of the reading are among them
			}
		}
		all = append(all, issues...)
	}
	all.Sort()
	if err := printIssues(env, all, format); err != nil {
		return err
	}
	if all.Err() != nil {
		return errPrinted
	}
	return nil
}

func printIssues(env *environment, issues study.Issues, format string) error {
	if format == "json" {
		out := []contract.Issue{}
		for _, i := range issues {
			out = append(out, contract.OfIssue(i, env.lang))
		}
		return printJSON(env.stdout, map[string]any{"issues": out})
	}
	if format != "table" {
		t := &report.Table{}
		for _, name := range []string{"Severity", "Code", "File", "Sheet", "Cell", "Value", "Message", "Remedy"} {
			t.Add(name, false)
		}
		for _, i := range issues {
			t.Rows = append(t.Rows, []report.Cell{report.Text(string(i.Severity)), report.Text(i.Code), report.Text(i.File), report.Text(i.Sheet), report.Text(i.Cell), report.Text(i.Value), report.Text(i.Message.In(env.lang)), report.Text(i.Remedy.In(env.lang))})
		}
		return printTable(env.stdout, t, format, env.lang, true)
	}
	if len(issues) == 0 {
		_, err := fmt.Fprintln(env.stdout, "No problems found.")
		return fileErrorOf(err)
	}
	for _, line := range issues.Lines(env.lang) {
		if _, err := fmt.Fprintln(env.stdout, line); err != nil {
			return fileError{err}
		}
	}
	return nil
}

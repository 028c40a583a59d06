package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/study"
	"veche/internal/workbook"
)

func newCheck(env *environment) *cobra.Command {
	format, cells, ready, code := "table", false, false, ""
	cmd := &cobra.Command{
		Use:               "check FILE.xlsx...",
		Short:             env.say("Print every problem with its cell and remedy"),
		Example:           "veche check study.xlsx\nveche check --explain E-SCORE-RANGE",
		ValidArgsFunction: workbooks,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case cmd.Flags().Changed("explain"):
				text, err := report.Explained(code, env.lang)
				if err == nil {
					_, err = fmt.Fprint(env.stdout, text)
					err = fileErrorOf(err)
				}
				return err
			case len(args) == 0:
				return language.Errorf("name the workbooks to check")
			}
			if cells {
				return countCells(env, args)
			}
			return check(env, args, format, ready)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", env.say("how to print: table, json, csv, md"))
	cmd.Flags().StringVar(&code, "explain", "", env.say("say what a code such as E-SCORE-RANGE means and what to do"))
	cmd.Flags().BoolVar(&ready, "ready", false, env.say("say too whether the study is ready to be sent to the experts"))
	cmd.Flags().BoolVar(&cells, "cells", false, "print only how many cells each sheet holds, as JSON")
	_ = cmd.Flags().MarkHidden("cells") // for comparing the reader with others
	complete(cmd, "format", formats)
	complete(cmd, "explain", study.Codes())
	return cmd
}

// errPrinted says that the study has errors, which were printed as the command's result.
var errPrinted = errors.New("printed")

func check(env *environment, paths []string, format string, ready bool) error {
	if !slices.Contains(formats, format) {
		return language.Errorf("there is no format %q", format)
	}
	var all study.Issues
	for _, path := range paths {
		s, issues, err := env.read(path)
		if err != nil {
			return fileError{err}
		}
		if ready && workbook.Unasked(s) {
			if data, err := env.bytes(path); err == nil { // a folder is judged as it was read
				s, issues = workbook.ReadUnanswered(called(path), data)
			}
		} else if issues.Err() == nil {
			issues = study.Check(s, issues)
		}
		if env.follow(s); ready {
			issues = append(issues, workbook.Readiness(s)...)
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
		return printJSON(env.stdout, map[string]any{"issues": contract.OfIssues(issues, env.lang)})
	}
	if format != "table" {
		return printTable(env.stdout, report.Issues(issues, env.lang), format, env.lang, true)
	}
	if len(issues) == 0 {
		_, err := fmt.Fprintln(env.stdout, env.say("No problems found."))
		return fileErrorOf(err)
	}
	for _, line := range issues.Lines(env.lang) {
		if _, err := fmt.Fprintln(env.stdout, line); err != nil {
			return fileError{err}
		}
	}
	return nil
}

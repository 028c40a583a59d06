package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/mcda"
	"veche/internal/report/contract"
	"veche/internal/study"
	"veche/internal/version"
	"veche/internal/workbook"
)

type rankFlags struct {
	study  studyFlags
	output string
	force  bool
	trace  bool
}

func newRank(env *environment) *cobra.Command {
	var f rankFlags
	cmd := &cobra.Command{
		Use:               "rank STUDY.xlsx",
		Short:             "Print the ranking; -o writes the shortlist workbook",
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		Example: "veche rank study.xlsx\n" +
			"veche rank study.xlsx -o shortlist.xlsx\n" +
			"veche rank study.xlsx --weights C1=0.4,C2=0.2 --round all --format json",
		RunE: func(_ *cobra.Command, args []string) error { return rank(env, args[0], f) },
	}
	f.study.add(cmd)
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "write the shortlist workbook to this file")
	cmd.Flags().BoolVar(&f.trace, "trace", false, "print every intermediate table of the method too")
	cmd.Flags().BoolVar(&f.force, "force", false, "overwrite the file if it exists")
	return cmd
}

func rank(env *environment, path string, f rankFlags) error {
	s, err := env.open(path)
	if err != nil {
		return err
	}
	s, actions, err := f.study.changed(s)
	if err != nil {
		return err
	}
	return printRanking(env, s, actions, f)
}

// printRanking ranks a study that the actions have led to, and prints or writes what the flags ask for.
func printRanking(env *environment, s *study.Study, actions []study.Action, f rankFlags) error {
	var output *workbook.Output
	if f.output != "" {
		var err error
		if output, err = env.output(f.output, f.force, ".xlsx"); err != nil {
			return err
		}
	}
	o, err := study.Evaluate(s)
	if err != nil {
		return err
	}
	env.warn(o.Warnings)
	if output != nil {
		data, err := workbook.Export(o, workbook.ExportOptions{Actions: actions, Version: version.String(), Lang: f.study.lang})
		if err != nil {
			return fileError{err}
		}
		if err := output.Write(data); err != nil {
			return outputError(err)
		}
	}
	trace := o.Trace()
	if f.study.format == "json" {
		return printJSON(env.stdout, contract.OfRanking(o, trace, f.trace))
	}
	if f.trace && f.study.format == "csv" {
		return printTrace(env.stdout, trace, f.study.format, f.study.plain)
	}
	if err := rankingTable(o, trace, cmp.Or(f.study.lang, s.Settings.Language)).print(env.stdout, f.study.format, f.study.plain); err != nil || !f.trace {
		return err
	}
	return printTrace(env.stdout, trace, f.study.format, f.study.plain)
}

// rankingTable is the ranking for reading, or as data for CSV.
func rankingTable(o *study.Outcome, trace *mcda.Trace, lang string) *table {
	s := o.Study
	t := &table{title: s.Title}
	t.note = fmt.Sprintf("%s (%s)", o.Method.Title, o.ParametersInWords())
	if o.Round != "" {
		t.note += ", round " + o.Round
	}
	raters := false
	group := false
	for _, r := range o.Rows {
		raters = raters || r.Raters > 0
		group = group || r.Technology.Group != ""
	}
	t.column("Rank", right)
	t.column("ID", left)
	t.column("Technology", left)
	if group {
		t.column("Group", left)
	}
	t.column("Score", right)
	var values []mcda.Series // what is not the score itself, nor a step on its way
	for _, v := range trace.Values {
		if v.Step {
			continue
		}
		same := func(r study.Row) bool { return v.Values[r.Index] == r.Score }
		if !slices.ContainsFunc(o.Rows, func(r study.Row) bool { return !same(r) }) {
			continue
		}
		values = append(values, v)
		t.column(v.Title, right)
	}
	if raters {
		t.column("Raters", right)
	}
	for _, r := range o.Rows {
		row := []cell{number(float64(r.Rank), 0), text(r.Technology.ID), text(r.Technology.Name)}
		if group {
			row = append(row, text(r.Technology.Group))
		}
		row = append(row, number(r.Score, 4))
		for _, v := range values {
			row = append(row, number(v.Values[r.Index], 4))
		}
		if raters {
			row = append(row, number(float64(r.Raters), 0))
		}
		t.rows = append(t.rows, row)
	}
	if set := trace.Set; set != nil {
		t.after = append(t.after, fmt.Sprintf("%s: %s (%s)", set.Name, strings.Join(contract.Members(o, set), ", "), set.Note))
	}
	for _, u := range o.Unranked {
		tech := &s.Technologies[u.Technology]
		t.after = append(t.after, fmt.Sprintf("not ranked: %s %s (%s)", tech.ID, tech.Name, u.Reason))
	}
	t.translate(lang)
	return t
}

// shown formats a number with at most that many decimals; full precision for −1.
func shown(x float64, decimals int) string {
	if x == math.Trunc(x) && decimals == 0 {
		return strconv.FormatInt(int64(x), 10)
	}
	return strconv.FormatFloat(x, 'f', decimals, 64)
}

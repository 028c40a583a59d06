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
	"veche/internal/release"
	"veche/internal/study"
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
		data, err := workbook.Export(o, workbook.ExportOptions{Actions: actions, Version: release.Version, Lang: f.study.lang})
		if err != nil {
			return fileError{err}
		}
		if err := output.Write(data); err != nil {
			return outputError(err)
		}
	}
	trace := o.Trace()
	if f.study.format == "json" {
		return printJSON(env.stdout, rankingJSON(o, trace, f.trace))
	}
	if f.trace && f.study.format == "csv" {
		return printTrace(env.stdout, trace, f.study.format, f.study.plain)
	}
	if err := rankingTable(o, trace, cmp.Or(f.study.lang, s.Settings.Language)).print(env.stdout, f.study.format, f.study.plain); err != nil || !f.trace {
		return err
	}
	return printTrace(env.stdout, trace, f.study.format, f.study.plain)
}

// rankJSON is the contract of `veche rank --format json`.
type rankJSON struct {
	Study         studyJSON      `json:"study"`
	Method        string         `json:"method"`
	Parameters    map[string]any `json:"parameters"`
	LowerIsBetter bool           `json:"lower_is_better"`
	Weighting     string         `json:"weighting"`
	Aggregation   string         `json:"aggregation"`
	Round         string         `json:"round"`
	Weights       []weightJSON   `json:"weights"`
	Ranking       []rowJSON      `json:"ranking"`
	Unranked      []unrankedJSON `json:"unranked"`
	Compromise    []string       `json:"compromise,omitempty"` // the alternatives the method singles out, by identifier
	Set           *setJSON       `json:"set,omitempty"`        // what that set is
	Trace         []traceJSON    `json:"trace,omitempty"`      // with --trace
	Warnings      []warningJSON  `json:"warnings"`
	Version       string         `json:"version"`
	Seed          uint64         `json:"seed"`
}

type setJSON struct {
	Name string `json:"name"`
	Note string `json:"note"`
}

type studyJSON struct {
	Title  string `json:"title"`
	SHA256 string `json:"sha256"`
}

type weightJSON struct {
	Criterion string   `json:"criterion"`
	Weight    float64  `json:"weight"`
	Links     []string `json:"links,omitempty"` // the measures of the links that are the criterion's scores
}

type rowJSON struct {
	Rank          int                `json:"rank"`
	ID            string             `json:"id"`
	Name          string             `json:"name"`
	Group         string             `json:"group"`
	Score         float64            `json:"score"`
	Contributions map[string]float64 `json:"contributions"`    // empty for a score that is no sum over the criteria
	Values        map[string]float64 `json:"values,omitempty"` // of a method with several outputs
	Raters        int                `json:"raters"`
	Answers       map[string]int     `json:"answers,omitempty"` // given, by criterion; absent where all is evidence
}

type unrankedJSON struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

type warningJSON struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func rankingJSON(o *study.Outcome, trace *mcda.Trace, tables bool) rankJSON {
	s := o.Study
	j := rankJSON{
		Study: studyJSON{s.Title, s.Source.SHA256}, Method: o.Method.Name, Parameters: parametersJSON(o.Method, o.Parameters), LowerIsBetter: o.Method.LowerIsBetter,
		Weighting: o.WeightingInForce(), Aggregation: o.AggregationInForce(), Round: o.Round, Weights: weightsJSON(s, o.Leaves, o.Global),
		Ranking: []rowJSON{}, Unranked: []unrankedJSON{}, Warnings: []warningJSON{}, Version: release.Version, Seed: s.Settings.Seed,
	}
	for _, r := range o.Rows {
		row := rowJSON{Rank: r.Rank, ID: r.Technology.ID, Name: r.Technology.Name, Group: r.Technology.Group, Score: r.Score,
			Contributions: map[string]float64{}, Raters: r.Raters}
		for k, c := range r.Contributions {
			code := s.Criteria[o.Leaves[k]].Code
			row.Contributions[code] = c
		}
		for k := range o.Leaves {
			code := s.Criteria[o.Leaves[k]].Code
			if cell := o.Cell(r.Index, k); !cell.Evidence {
				if row.Answers == nil {
					row.Answers = map[string]int{}
				}
				row.Answers[code] = cell.Answers
			}
		}
		for _, v := range trace.Values {
			if row.Values == nil {
				row.Values = map[string]float64{}
			}
			row.Values[v.Name] = v.Values[r.Index]
		}
		j.Ranking = append(j.Ranking, row)
	}
	if set := trace.Set; set != nil {
		j.Set = &setJSON{set.Name, set.Note}
		j.Compromise = membersOf(o, set)
	}
	if tables {
		j.Trace = tracedJSON(trace)
	}
	for _, u := range o.Unranked {
		t := &s.Technologies[u.Technology]
		j.Unranked = append(j.Unranked, unrankedJSON{t.ID, t.Name, u.Reason})
	}
	for _, w := range o.Warnings {
		j.Warnings = append(j.Warnings, warningJSON{w.Code, w.Sentence().String()})
	}
	return j
}

// membersOf are a set's technologies by identifier.
func membersOf(o *study.Outcome, set *mcda.Set) []string {
	ids := []string{}
	for _, i := range set.Members {
		ids = append(ids, o.Problem.Alternatives[i])
	}
	return ids
}

func weightsJSON(s *study.Study, leaves []int, global []float64) []weightJSON {
	var weights []weightJSON
	for k, i := range leaves {
		weights = append(weights, weightJSON{s.Criteria[i].Code, global[k], s.Criteria[i].Links})
	}
	return weights
}

// parametersJSON gives numbers as numbers.
func parametersJSON(m *mcda.Method, set mcda.Parameters) map[string]any {
	j := make(map[string]any, len(set))
	for _, p := range m.Parameters {
		if p.Choices == nil {
			j[p.Name] = set.Number(p.Name)
		} else {
			j[p.Name] = set[p.Name]
		}
	}
	return j
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
		t.after = append(t.after, fmt.Sprintf("%s: %s (%s)", set.Name, strings.Join(membersOf(o, set), ", "), set.Note))
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

package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/release"
	"veche/internal/study"
	"veche/internal/study/selection"
	"veche/internal/workbook"
)

type selectFlags struct {
	study     studyFlags
	budget    string
	timeLimit time.Duration
	most      int
	next      int
	possible  string
	within    float64
	bounds    []string
	suggested float64
	output    string
	force     bool
}

func newSelect(env *environment) *cobra.Command {
	var f selectFlags
	cmd := &cobra.Command{
		Use:               "select STUDY.xlsx",
		Short:             "Print the best set of technologies under a budget and rules",
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		Example: "veche select study.xlsx --budget 200\n" +
			"veche select study.xlsx --budget 200 --possible order --format json\n" +
			"veche select study.xlsx --most 30",
		RunE: func(cmd *cobra.Command, args []string) error { return runSelect(cmd.Context(), env, args[0], f) },
	}
	f.study.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.budget, "budget", "", "the money there is, in the unit of the column Cost; instead of the study's")
	flags.IntVar(&f.most, "most", 0, "how many technologies the list may have; without a budget the study's shortlist unless given")
	flags.DurationVar(&f.timeLimit, "time-limit", selection.DefaultTime, "how long to search; what is not proven by then is said to be so")
	flags.IntVar(&f.next, "next", 3, "how many next best sets to look for")
	flags.StringVar(&f.possible, "possible", "", "which weights are held possible for the core indexes: within, order, any, blocs, experts")
	flags.Float64Var(&f.within, "within", 20, "how far a possible weight may lie from the present one, in percent of it")
	flags.StringArrayVar(&f.bounds, "bounds", nil, "bounds on a possible weight, as C1=0.2..0.4; may be repeated")
	flags.Float64Var(&f.suggested, "suggested-synergies", 0, "count the synergies that shared partners suggest too: the value of one between technologies with the same partners")
	flags.StringVarP(&f.output, "output", "o", "", "write the shortlist workbook with the sheet Selection to this file")
	flags.BoolVar(&f.force, "force", false, "overwrite the file if it exists")
	var kinds []string
	for _, k := range selection.WeightKinds() {
		kinds = append(kinds, string(k))
	}
	complete(cmd, "possible", kinds)
	return cmd
}

// weightSet is the set of possible weights the flags ask for.
func (f *selectFlags) weightSet(s *study.Study) (selection.WeightSet, error) {
	w := selection.WeightSet{Kind: selection.WeightKind(f.possible), Share: f.within / 100}
	if f.possible != "" && !slices.Contains(selection.WeightKinds(), w.Kind) {
		return w, fmt.Errorf("--possible takes within, order, any, blocs or experts, not %q", f.possible)
	}
	if !(f.within > 0 && f.within <= 1000) {
		return w, fmt.Errorf("--within takes a number above 0, not %g", f.within)
	}
	for _, b := range f.bounds {
		code, interval, ok := strings.Cut(b, "=")
		low, high, okInterval := strings.Cut(interval, "..")
		lo, err1 := strconv.ParseFloat(low, 64)
		hi, err2 := strconv.ParseFloat(high, 64)
		code = strings.TrimSpace(code)
		if !ok || !okInterval || err1 != nil || err2 != nil || !(0 <= lo && lo <= hi && hi <= 1) {
			return w, fmt.Errorf("--bounds takes CODE=LOW..HIGH with weights from 0 to 1, as C1=0.2..0.4, not %q", b)
		}
		if k := s.Criterion(code); k < 0 || !slices.Contains(s.Leaves(), k) {
			return w, fmt.Errorf("--bounds: there is no criterion %q that technologies are scored on", code)
		}
		if w.Bounds == nil {
			w.Kind, w.Bounds = selection.WeightsWithin, map[string][2]float64{}
		}
		w.Bounds[code] = [2]float64{lo, hi}
	}
	return w, nil
}

func runSelect(ctx context.Context, env *environment, path string, f selectFlags) error {
	if f.budget != "" {
		f.study.set = append(f.study.set, "budget="+f.budget)
	}
	switch {
	case f.timeLimit <= 0:
		return fmt.Errorf("--time-limit takes a time above 0, as 10s or 2m")
	case f.most < 0 || f.next < 0 || f.next > 100:
		return fmt.Errorf("--most and --next take whole numbers of 0 or more, --next at most 100")
	}
	s, err := env.open(path)
	if err != nil {
		return err
	}
	s, actions, err := f.study.changed(s)
	if err != nil {
		return err
	}
	if f.suggested != 0 {
		accept := study.AcceptSynergies{Factor: f.suggested}
		if s, err = study.Apply(s, accept); err != nil {
			return err
		}
		actions = append(actions, accept)
	}
	weights, err := f.weightSet(s)
	if err != nil {
		return err
	}
	var output *workbook.Output
	if f.output != "" {
		if output, err = env.output(f.output, f.force, ".xlsx"); err != nil {
			return err
		}
	}
	o, err := study.Evaluate(s)
	if err != nil {
		return err
	}
	chosen, err := selection.Select(ctx, o, selection.Options{TimeLimit: f.timeLimit, NextBest: f.next, Most: f.most, Weights: weights})
	if err != nil {
		return err
	}
	env.warn(o.Warnings)
	env.warn(chosen.Caveats)
	if output != nil {
		data, err := workbook.Export(o, workbook.ExportOptions{Actions: actions, Version: release.Version, Lang: f.study.lang, Selection: chosen})
		if err != nil {
			return fileError{err}
		}
		if err := output.Write(data); err != nil {
			return outputError(err)
		}
	}
	if f.study.format == "json" {
		return printJSON(env.stdout, selectionJSON(chosen))
	}
	return printSelection(env.stdout, chosen, f.study)
}

// selectJSON is the contract of `veche select --format json`.
type selectJSON struct {
	Study        studyJSON            `json:"study"`
	Method       string               `json:"method"`
	ValueBasis   selection.ValueBasis `json:"value_basis"`
	Budget       *float64             `json:"budget"` // null: none
	Spent        float64              `json:"spent"`
	Value        float64              `json:"value"`
	Optimal      bool                 `json:"optimal"`
	Gap          float64              `json:"gap"`   // how far the best may be above, as a share of bound
	Bound        float64              `json:"bound"` // no set is worth more
	Stopped      string               `json:"stopped,omitempty"`
	Chosen       []string             `json:"chosen"`
	Technologies []selectRowJSON      `json:"technologies"`
	ByRank       byRankJSON           `json:"by_rank"`
	NextBest     []nextJSON           `json:"next_best"`
	Out          []outJSON            `json:"out"`
	Rules        []ruleJSON           `json:"rules"`
	Frontier     frontierJSON         `json:"frontier"`
	Synergy      *dividendJSON        `json:"synergy,omitempty"` // absent without synergies
	CoreIndex    map[string]float64   `json:"core_index"`
	Robust       *robustSelectionJSON `json:"robust"`
	Warnings     []warningJSON        `json:"warnings"`
	Version      string               `json:"version"`
}

type selectRowJSON struct {
	Rank      int      `json:"rank"`
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Group     string   `json:"group"`
	Value     float64  `json:"value"`
	Cost      *float64 `json:"cost"`
	Pin       string   `json:"pin"`
	Chosen    bool     `json:"chosen"`
	CoreIndex *float64 `json:"core_index"`
	Verdict   string   `json:"verdict"`
}

type setOfJSON struct {
	Chosen []string `json:"chosen"`
	Value  float64  `json:"value"`
	Spent  float64  `json:"spent"`
}

type byRankJSON struct {
	setOfJSON
	Broken []string `json:"broken_rules"`
}

type nextJSON struct {
	setOfJSON
	Adds  []string `json:"adds"`
	Drops []string `json:"drops"`
}

type outJSON struct {
	ID       string   `json:"id"`
	Rank     int      `json:"rank"`
	Possible bool     `json:"possible"` // some set within the rules and the budget holds it
	Proven   bool     `json:"proven"`
	Loss     float64  `json:"loss"`    // what choosing it would cost in value
	Instead  []string `json:"instead"` // what is chosen and would have to go
	Joining  []string `json:"joining"`
	Worth    float64  `json:"instead_value"`
	Costs    float64  `json:"instead_cost"`
	Enters   *float64 `json:"enters_at"` // the least budget of the frontier above the present one at which it is chosen
}

type ruleJSON struct {
	Rule  string `json:"rule"`
	Cell  string `json:"cell"`
	Text  string `json:"text"`
	Holds bool   `json:"holds"`
}

type frontierJSON struct {
	Exact  bool                `json:"exact"` // every budget at which the value rises is a point
	Step   float64             `json:"step,omitempty"`
	Points []frontierPointJSON `json:"points"`
}

type frontierPointJSON struct {
	Budget  float64  `json:"budget"`
	Value   float64  `json:"value"`
	Spent   float64  `json:"spent"`
	Without *float64 `json:"value_without_synergies,omitempty"`
	Optimal bool     `json:"optimal"`
	Chosen  []string `json:"chosen"`
}

type dividendJSON struct {
	Value    float64   `json:"value"`    // of the synergies in the chosen set
	Dividend float64   `json:"dividend"` // what the best set is worth above the best one without synergies
	Proven   bool      `json:"proven"`
	Without  setOfJSON `json:"without"`      // the best set without synergies, its value holding none
	Joined   float64   `json:"joined_value"` // of the same set with the synergies it has
	Saves    *float64  `json:"budget_for_the_same_value"`
}

type robustSelectionJSON struct {
	Weights    string         `json:"weights"`
	Describe   string         `json:"describe"`
	Corners    int            `json:"corners"`
	Linear     bool           `json:"linear"`
	Complete   bool           `json:"complete"`
	Stopped    string         `json:"stopped,omitempty"`
	Sets       int            `json:"sets"`
	Core       []string       `json:"core"`
	Borderline []string       `json:"borderline"`
	Out        []string       `json:"out"`
	Questions  []questionJSON `json:"questions"`
	Instead    bool           `json:"order_instead_of_bounds,omitempty"` // the bounds have too many corners
}

type questionJSON struct {
	Criterion string   `json:"criterion,omitempty"`
	Threshold *float64 `json:"threshold,omitempty"`
	Voice     string   `json:"voice,omitempty"`
	Below     int      `json:"borderline_if_below"`
	Above     int      `json:"borderline_if_above"`
}

func selectionJSON(c *selection.Selection) selectJSON {
	s := c.Study
	r := c.Result
	j := selectJSON{Study: studyJSON{s.Title, s.Source.SHA256}, Method: c.Method.Name, ValueBasis: c.Basis, Budget: s.Settings.Budget, Spent: c.Best.Cost, Value: c.Best.Value,
		Optimal: r.Optimal(), Gap: r.Gap(), Bound: r.Bound, Stopped: string(r.Stopped), Chosen: c.IDs(c.Best.Members()),
		ByRank:   byRankJSON{setJSONOf(c, c.ByRank.Chosen, c.ByRank.Value, c.ByRank.Cost), []string{}},
		NextBest: []nextJSON{}, Out: []outJSON{}, Rules: []ruleJSON{}, CoreIndex: map[string]float64{}, Warnings: []warningJSON{}, Version: release.Version,
		Frontier: frontierJSON{Exact: c.Frontier.Exact, Step: c.Frontier.Step, Points: []frontierPointJSON{}}}
	for k, row := range c.Rows {
		t := row.Technology
		e := selectRowJSON{Rank: row.Rank, ID: t.ID, Name: t.Name, Group: t.Group, Value: c.Portfolio.Values[k], Cost: t.Cost, Pin: t.Pin, Chosen: c.Best.Chosen[k]}
		if c.Robust != nil && c.Robust.Index != nil {
			x := c.Robust.Index[k]
			e.CoreIndex, e.Verdict = &x, string(c.Robust.Verdict(k))
			j.CoreIndex[t.ID] = x
		}
		j.Technologies = append(j.Technologies, e)
	}
	for _, d := range c.Broken(c.ByRank.Chosen) {
		j.ByRank.Broken = append(j.ByRank.Broken, c.Words(&c.Demands[d], 0))
	}
	for _, n := range c.Next {
		adds, drops := c.Differs(n.Chosen)
		j.NextBest = append(j.NextBest, nextJSON{setJSONOf(c, n.Chosen, n.Value, n.Cost), c.IDs(adds), c.IDs(drops)})
	}
	for _, out := range c.Out {
		row := c.Rows[out.Row]
		j.Out = append(j.Out, outJSON{ID: row.Technology.ID, Rank: row.Rank, Possible: out.Possible, Proven: !out.Undecided, Loss: out.Loss,
			Instead: c.IDs(out.Instead), Joining: c.IDs(out.Joining), Worth: out.Worth, Costs: out.Costs, Enters: out.Enters})
	}
	for d := range c.Demands {
		demand := &c.Demands[d]
		kind := string(demand.Kind)
		if demand.Pin != "" {
			kind = "pin"
		}
		cell := ""
		if demand.At.Cell != "" {
			cell = demand.At.Sheet + "!" + demand.At.Cell
		}
		j.Rules = append(j.Rules, ruleJSON{kind, cell, c.Words(demand, 0), c.Holds(d, c.Best.Chosen)})
	}
	for k, p := range c.Frontier.Points {
		point := frontierPointJSON{Budget: p.Budget, Value: p.Set.Value, Spent: p.Set.Cost, Optimal: p.Proven, Chosen: c.IDs(p.Set.Members())}
		if c.Frontier.Without != nil && c.Frontier.Without[k].Proven && c.Frontier.Without[k].Found {
			point.Without = &c.Frontier.Without[k].Set.Value
		}
		j.Frontier.Points = append(j.Frontier.Points, point)
	}
	if d := c.Dividend; d.Any {
		j.Synergy = &dividendJSON{Value: c.Best.Synergy, Dividend: d.Value, Proven: d.Proven, Joined: d.Joined.Value, Saves: d.Saves,
			Without: setJSONOf(c, d.Without.Chosen, d.Without.Value, d.Without.Cost)}
	}
	if c.Robust != nil {
		j.Robust = robustSetsJSON(c)
	}
	for _, w := range slices.Concat(c.Warnings, c.Caveats) {
		j.Warnings = append(j.Warnings, warningJSON{w.Code, w.Sentence().String()})
	}
	return j
}

func setJSONOf(c *selection.Selection, chosen []bool, value, cost float64) setOfJSON {
	return setOfJSON{c.IDs(c.Members(chosen)), value, cost}
}

func robustSetsJSON(c *selection.Selection) *robustSelectionJSON {
	r := c.Robust
	j := &robustSelectionJSON{Weights: string(r.Weights.Kind), Describe: r.Describe(language.English), Corners: len(r.Corners), Linear: r.Linear, Complete: r.Sets.Complete, Stopped: string(r.Sets.Stopped),
		Sets: len(r.Sets.Sets), Core: []string{}, Borderline: []string{}, Out: []string{}, Questions: []questionJSON{}, Instead: r.Instead}
	for k := range r.Index {
		id := c.Rows[k].Technology.ID
		switch r.Verdict(k) {
		case "core":
			j.Core = append(j.Core, id)
		case "out":
			j.Out = append(j.Out, id)
		default:
			j.Borderline = append(j.Borderline, id)
		}
	}
	for _, q := range r.Questions {
		e := questionJSON{Voice: q.Name, Below: q.Below, Above: q.Above}
		if q.Criterion >= 0 {
			t := q.Threshold
			e.Criterion, e.Threshold = c.Study.Criteria[c.Leaves[q.Criterion]].Code, &t
		}
		j.Questions = append(j.Questions, e)
	}
	return j
}

package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/mcda/robust"
	"veche/internal/study"
)

type robustFlags struct {
	study   studyFlags
	sharing string
	draws   int
	spread  float64
	pair    []string
}

func newRobust(env *environment) *cobra.Command {
	var f robustFlags
	cmd := &cobra.Command{
		Use:               "robust STUDY.xlsx",
		Short:             "Print what would have to change for the ranking to come out differently",
		Args:              oneWorkbook,
		ValidArgsFunction: workbooks,
		Example: "veche robust study.xlsx\n" +
			"veche robust study.xlsx --pair T01,T04\n" +
			"veche robust study.xlsx --draws 100000 --spread 0.5 --format json",
		RunE: func(cmd *cobra.Command, args []string) error { return robustness(cmd.Context(), env, args[0], f) },
	}
	f.study.add(cmd)
	flags := cmd.Flags()
	var sharings []string
	for _, s := range robust.Sharings() {
		sharings = append(sharings, string(s))
	}
	flags.StringVar(&f.sharing, "sharing", sharings[0], "how the other weights follow when one moves: "+strings.Join(sharings, ", "))
	flags.IntVar(&f.draws, "draws", 10_000, "random draws of the weights")
	flags.Float64Var(&f.spread, "spread", 0.3, "how far a drawn weight may lie from the present one, as a part of it")
	flags.StringSliceVar(&f.pair, "pair", nil, "two technologies: what the second needs to draw level with the first")
	complete(cmd, "sharing", sharings)
	return cmd
}

func robustness(ctx context.Context, env *environment, path string, f robustFlags) error {
	if !slices.Contains(robust.Sharings(), robust.Sharing(f.sharing)) {
		return fmt.Errorf("there is no rule for sharing %q; choose one of %v", f.sharing, robust.Sharings())
	}
	s, err := env.open(path)
	if err != nil {
		return err
	}
	if s, _, err = f.study.changed(s); err != nil {
		return err
	}
	o, err := study.Evaluate(s)
	if err != nil {
		return err
	}
	env.warn(o.Warnings)
	var pair *[2]int // rows, the one ahead first
	if len(f.pair) > 0 {
		if pair, err = pairOf(o, f.pair); err != nil {
			return err
		}
	}
	if f.study.format == "json" {
		return printJSON(env.stdout, robustnessJSON(ctx, o, f, pair))
	}
	t := stabilityTable(o, robust.Sharing(f.sharing))
	if pair != nil {
		t = needsTable(o, pair[0], pair[1])
	}
	t.translate(cmp.Or(f.study.lang, s.Settings.Language))
	return t.print(env.stdout, f.study.format, f.study.plain)
}

// needsTable is what b needs to draw level with a.
func needsTable(o *study.Outcome, a, b int) *table {
	s := o.Study
	t := &table{title: s.Title, note: fmt.Sprintf("%s needs, one criterion at a time, to draw level with %s", o.Problem.Alternatives[b], o.Problem.Alternatives[a])}
	t.column("Criterion", left)
	t.column("Name", left)
	t.column("Now", right)
	t.column("Needs", right)
	t.column("Change", right)
	t.column("Possible", left)
	for _, n := range o.Needs(a, b) {
		c := &s.Criteria[o.Leaves[n.Criterion]]
		possible := "yes"
		switch {
		case n.Possible:
		case n.Bounded:
			possible = "no, not even at the end of the scale"
		default:
			possible = "no, tried up to here"
		}
		t.rows = append(t.rows, []cell{text(c.Code), text(c.Name), number(n.From, 4), number(n.To, 4), number(n.To-n.From, 4), text(possible)})
	}
	return t
}

// stabilityTable is how far the weight of each node can go.
func stabilityTable(o *study.Outcome, how robust.Sharing) *table {
	s := o.Study
	t := &table{title: s.Title, note: fmt.Sprintf("%s: how far each weight can move alone, the others sharing (%s)", o.Method.Title, how)}
	t.column("Criterion", left)
	t.column("Name", left)
	t.column("Weight", right)
	for _, what := range []string{"Leader", "Shortlist", "Order"} {
		t.column(what+" from", right)
		t.column(what+" to", right)
	}
	t.column("Crossings", right)
	t.column("Solved", left)
	for _, st := range o.Stability(how) {
		c := &s.Criteria[st.Criterion]
		row := []cell{text(c.Code), text(c.Name), number(st.Weight, 4)}
		for _, keeps := range [][]robust.Interval{st.Leader, st.Shortlist, st.Order} {
			if keeps == nil {
				row = append(row, text(""), text(""))
				continue
			}
			v := robust.Around(keeps, st.Weight)
			row = append(row, number(v.Lo, 4), number(v.Hi, 4))
		}
		solved := "exactly"
		if !st.Exact {
			solved = fmt.Sprintf("to %g", robust.Accuracy)
		}
		t.rows = append(t.rows, append(row, number(float64(len(st.Crossings)), 0), text(solved)))
	}
	return t
}

// robustJSON is the contract of `veche robust --format json`.
type robustJSON struct {
	Study     studyJSON       `json:"study"`
	Method    string          `json:"method"`
	Shortlist int             `json:"shortlist"`
	Sharing   string          `json:"sharing"`
	Stability []stabilityJSON `json:"stability"`
	Nearest   []nearestJSON   `json:"nearest"`
	Needs     *needsJSON      `json:"needs,omitempty"` // with two technologies to compare

	Version string `json:"version"`
}

type stabilityJSON struct {
	Criterion string         `json:"criterion"`
	Leaf      bool           `json:"leaf"`   // else the total weight of the criteria below it moves
	Weight    float64        `json:"weight"` // global
	Range     [2]float64     `json:"range"`
	Leader    [][2]float64   `json:"leader"`
	Shortlist [][2]float64   `json:"shortlist"` // empty without a shortlist
	Order     [][2]float64   `json:"order"`     // empty where not every pair was followed
	Exact     bool           `json:"exact"`
	Tolerance *float64       `json:"tolerance,omitempty"` // of what is not exact
	Crossings []crossingJSON `json:"crossings"`
}

type crossingJSON struct {
	At float64 `json:"at"`
	A  string  `json:"a"` // ahead below it
	B  string  `json:"b"` // ahead above it
}

type nearestJSON struct {
	ID       string      `json:"id"`
	Event    string      `json:"event"` // lead, enter or leave (the shortlist)
	L1       *changeJSON `json:"l1"`    // null: no change of the weights does it, or none was found
	Relative *changeJSON `json:"relative"`
}

type changeJSON struct {
	Size    float64            `json:"size"`
	Exact   bool               `json:"exact"` // false: a smaller change may exist
	Weights map[string]float64 `json:"weights"`
}

type needsJSON struct {
	A     string     `json:"a"`
	B     string     `json:"b"`
	Needs []needJSON `json:"needs"` // what b needs, one criterion at a time
	Flip  *needJSON  `json:"flip"`  // the smallest change of one score of either that makes them level
}

type needJSON struct {
	ID        string  `json:"id"`
	Criterion string  `json:"criterion"`
	From      float64 `json:"from"`
	To        float64 `json:"to"`
	Possible  bool    `json:"possible"`
	Part      float64 `json:"part"` // of the criterion's scale
}

func pairsOf(intervals []robust.Interval) [][2]float64 {
	pairs := [][2]float64{}
	for _, v := range intervals {
		pairs = append(pairs, [2]float64{v.Lo, v.Hi})
	}
	return pairs
}

func robustnessJSON(_ context.Context, o *study.Outcome, f robustFlags, pair *[2]int) robustJSON {
	s := o.Study
	how := robust.Sharing(f.sharing)
	j := robustJSON{Study: studyJSON{s.Title, s.Source.SHA256}, Method: o.Method.Name, Shortlist: s.Settings.Shortlist, Sharing: f.sharing,
		Stability: []stabilityJSON{}, Nearest: []nearestJSON{}, Version: version()}
	id := func(row int) string { return o.Problem.Alternatives[row] }
	for _, st := range o.Stability(how) {
		e := stabilityJSON{Criterion: s.Criteria[st.Criterion].Code, Leaf: st.Leaf, Weight: st.Weight, Range: [2]float64{st.Range.Lo, st.Range.Hi},
			Leader: pairsOf(st.Leader), Shortlist: pairsOf(st.Shortlist), Order: pairsOf(st.Order), Exact: st.Exact, Crossings: []crossingJSON{}}
		if !st.Exact {
			tolerance := robust.Accuracy
			e.Tolerance = &tolerance
		}
		for _, x := range st.Crossings {
			e.Crossings = append(e.Crossings, crossingJSON{x.At, id(x.A), id(x.B)})
		}
		j.Stability = append(j.Stability, e)
	}
	change := func(c robust.Change) *changeJSON {
		if c.Weights == nil {
			return nil
		}
		w := changeJSON{c.Size, c.Exact, map[string]float64{}}
		for k, i := range o.Leaves {
			w.Weights[s.Criteria[i].Code] = c.Weights[k]
		}
		return &w
	}
	for _, n := range o.Nearest(nearRivals) {
		j.Nearest = append(j.Nearest, nearestJSON{id(o.Rows[n.Row].Index), n.What, change(n.L1), change(n.Relative)})
	}
	if pair == nil {
		return j
	}
	a, b := pair[0], pair[1]
	need := func(n robust.Need) needJSON {
		return needJSON{id(n.Alternative), s.Criteria[o.Leaves[n.Criterion]].Code, n.From, n.To, n.Possible, n.Part}
	}
	j.Needs = &needsJSON{A: id(a), B: id(b), Needs: []needJSON{}}
	for _, n := range o.Needs(a, b) {
		j.Needs.Needs = append(j.Needs.Needs, need(n))
	}
	if flip := o.Flip(a, b); flip != nil {
		n := need(*flip)
		j.Needs.Flip = &n
	}
	return j
}

// nearRivals is how many rivals of the leader the nearest changes are listed for.
const nearRivals = math.MaxInt32

// pairOf finds two ranked technologies by ID, the one ahead first.
func pairOf(o *study.Outcome, ids []string) (*[2]int, error) {
	if len(ids) != 2 {
		return nil, fmt.Errorf("--pair takes two technologies, as T01,T04, not %d", len(ids))
	}
	var rows [2]int
	for k, id := range ids {
		if rows[k] = slices.IndexFunc(o.Rows, func(r study.Row) bool { return r.Technology.ID == strings.TrimSpace(id) }); rows[k] < 0 {
			return nil, fmt.Errorf("--pair: there is no ranked technology %q", id)
		}
	}
	if rows[0] == rows[1] {
		return nil, fmt.Errorf("--pair names %s twice", ids[0])
	}
	return &[2]int{o.Rows[min(rows[0], rows[1])].Index, o.Rows[max(rows[0], rows[1])].Index}, nil
}

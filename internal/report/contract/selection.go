package contract

import (
	"slices"
	"veche/internal/language"
	"veche/internal/release"
	"veche/internal/study/selection"
)

// selectJSON is the contract of `veche select --format json`.
type Selection struct {
	Study        Study                `json:"study"`
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
	Technologies []Candidate          `json:"technologies"`
	ByRank       ByRank               `json:"by_rank"`
	NextBest     []Next               `json:"next_best"`
	Out          []Out                `json:"out"`
	Rules        []Rule               `json:"rules"`
	Frontier     Frontier             `json:"frontier"`
	Synergy      *Dividend            `json:"synergy,omitempty"` // absent without synergies
	CoreIndex    map[string]float64   `json:"core_index"`
	Robust       *RobustSelection     `json:"robust"`
	Warnings     []Warning            `json:"warnings"`
	Version      string               `json:"version"`
}

type Candidate struct {
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

type SetOf struct {
	Chosen []string `json:"chosen"`
	Value  float64  `json:"value"`
	Spent  float64  `json:"spent"`
}

type ByRank struct {
	SetOf
	Broken []string `json:"broken_rules"`
}

type Next struct {
	SetOf
	Adds  []string `json:"adds"`
	Drops []string `json:"drops"`
}

type Out struct {
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

type Rule struct {
	Rule  string `json:"rule"`
	Cell  string `json:"cell"`
	Text  string `json:"text"`
	Holds bool   `json:"holds"`
}

type Frontier struct {
	Exact  bool            `json:"exact"` // every budget at which the value rises is a point
	Step   float64         `json:"step,omitempty"`
	Points []FrontierPoint `json:"points"`
}

type FrontierPoint struct {
	Budget  float64  `json:"budget"`
	Value   float64  `json:"value"`
	Spent   float64  `json:"spent"`
	Without *float64 `json:"value_without_synergies,omitempty"`
	Optimal bool     `json:"optimal"`
	Chosen  []string `json:"chosen"`
}

type Dividend struct {
	Value    float64  `json:"value"`    // of the synergies in the chosen set
	Dividend float64  `json:"dividend"` // what the best set is worth above the best one without synergies
	Proven   bool     `json:"proven"`
	Without  SetOf    `json:"without"`      // the best set without synergies, its value holding none
	Joined   float64  `json:"joined_value"` // of the same set with the synergies it has
	Saves    *float64 `json:"budget_for_the_same_value"`
}

type RobustSelection struct {
	Weights    string     `json:"weights"`
	Describe   string     `json:"describe"`
	Corners    int        `json:"corners"`
	Linear     bool       `json:"linear"`
	Complete   bool       `json:"complete"`
	Stopped    string     `json:"stopped,omitempty"`
	Sets       int        `json:"sets"`
	Core       []string   `json:"core"`
	Borderline []string   `json:"borderline"`
	Out        []string   `json:"out"`
	Questions  []Question `json:"questions"`
	Instead    bool       `json:"order_instead_of_bounds,omitempty"` // the bounds have too many corners
}

type Question struct {
	Criterion string   `json:"criterion,omitempty"`
	Threshold *float64 `json:"threshold,omitempty"`
	Voice     string   `json:"voice,omitempty"`
	Below     int      `json:"borderline_if_below"`
	Above     int      `json:"borderline_if_above"`
}

func OfSelection(c *selection.Selection) Selection {
	s := c.Study
	r := c.Result
	j := Selection{Study: Study{s.Title, s.Source.SHA256}, Method: c.Method.Name, ValueBasis: c.Basis, Budget: s.Settings.Budget, Spent: c.Best.Cost, Value: c.Best.Value,
		Optimal: r.Optimal(), Gap: r.Gap(), Bound: r.Bound, Stopped: string(r.Stopped), Chosen: c.IDs(c.Best.Members()),
		ByRank:   ByRank{ofSet(c, c.ByRank.Chosen, c.ByRank.Value, c.ByRank.Cost), []string{}},
		NextBest: []Next{}, Out: []Out{}, Rules: []Rule{}, CoreIndex: map[string]float64{}, Warnings: []Warning{}, Version: release.Version,
		Frontier: Frontier{Exact: c.Frontier.Exact, Step: c.Frontier.Step, Points: []FrontierPoint{}}}
	for k, row := range c.Rows {
		t := row.Technology
		e := Candidate{Rank: row.Rank, ID: t.ID, Name: t.Name, Group: t.Group, Value: c.Portfolio.Values[k], Cost: t.Cost, Pin: t.Pin, Chosen: c.Best.Chosen[k]}
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
		j.NextBest = append(j.NextBest, Next{ofSet(c, n.Chosen, n.Value, n.Cost), c.IDs(adds), c.IDs(drops)})
	}
	for _, out := range c.Out {
		row := c.Rows[out.Row]
		j.Out = append(j.Out, Out{ID: row.Technology.ID, Rank: row.Rank, Possible: out.Possible, Proven: !out.Undecided, Loss: out.Loss,
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
		j.Rules = append(j.Rules, Rule{kind, cell, c.Words(demand, 0), c.Holds(d, c.Best.Chosen)})
	}
	for k, p := range c.Frontier.Points {
		point := FrontierPoint{Budget: p.Budget, Value: p.Set.Value, Spent: p.Set.Cost, Optimal: p.Proven, Chosen: c.IDs(p.Set.Members())}
		if c.Frontier.Without != nil && c.Frontier.Without[k].Proven && c.Frontier.Without[k].Found {
			point.Without = &c.Frontier.Without[k].Set.Value
		}
		j.Frontier.Points = append(j.Frontier.Points, point)
	}
	if d := c.Dividend; d.Any {
		j.Synergy = &Dividend{Value: c.Best.Synergy, Dividend: d.Value, Proven: d.Proven, Joined: d.Joined.Value, Saves: d.Saves,
			Without: ofSet(c, d.Without.Chosen, d.Without.Value, d.Without.Cost)}
	}
	if c.Robust != nil {
		j.Robust = ofRobustSets(c)
	}
	for _, w := range slices.Concat(c.Warnings, c.Caveats) {
		j.Warnings = append(j.Warnings, Warning{w.Code, w.Sentence().String()})
	}
	return j
}

func ofSet(c *selection.Selection, chosen []bool, value, cost float64) SetOf {
	return SetOf{c.IDs(c.Members(chosen)), value, cost}
}

func ofRobustSets(c *selection.Selection) *RobustSelection {
	r := c.Robust
	j := &RobustSelection{Weights: string(r.Weights.Kind), Describe: r.Describe(language.English), Corners: len(r.Corners), Linear: r.Linear, Complete: r.Sets.Complete, Stopped: string(r.Sets.Stopped),
		Sets: len(r.Sets.Sets), Core: []string{}, Borderline: []string{}, Out: []string{}, Questions: []Question{}, Instead: r.Instead}
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
		e := Question{Voice: q.Name, Below: q.Below, Above: q.Above}
		if q.Criterion >= 0 {
			t := q.Threshold
			e.Criterion, e.Threshold = c.Study.Criteria[c.Leaves[q.Criterion]].Code, &t
		}
		j.Questions = append(j.Questions, e)
	}
	return j
}

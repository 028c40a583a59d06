package contract

import (
	"veche/internal/release"
	"veche/internal/study"
	"veche/internal/study/contrast"
)

// whyJSON is the contract of `veche why --format json`.
type Why struct {
	Study     Study   `json:"study"`
	Method    string  `json:"method"`
	Additive  bool    `json:"additive"` // the scores are the sums of the parts
	A         Side    `json:"a"`
	B         Side    `json:"b"`
	Lead      float64 `json:"lead"` // by how much a's score is the better one; negative when b's is
	NearTie   bool    `json:"near_tie"`
	Apart     bool    `json:"incomparable"` // the method leaves the two incomparable: the lead is of a score that hides it
	Dominates string  `json:"dominates"`    // a or b: at least as good on every criterion; "" for neither
	Parts     []Part  `json:"parts"`        // what sets a above b most first
	Turns     []Turn  `json:"turns"`        // single moves of a weight that change their order, the shortest first
	Exact     bool    `json:"exact"`        // the turns are solved for, not searched
	Needs     []Lacks `json:"needs"`        // by criterion, what the lower of the two needs to draw level
	Words     string  `json:"words"`
	Version   string  `json:"version"`
}

type Side struct {
	Rank  int     `json:"rank"`
	ID    string  `json:"id"`
	Name  string  `json:"name"`
	Score float64 `json:"score"`
}

type Part struct {
	Criterion string  `json:"criterion"`
	Weight    float64 `json:"weight"`
	ValueA    float64 `json:"value_a"`
	ValueB    float64 `json:"value_b"`
	A         float64 `json:"a"` // part of the score; where that is no sum, weight times min-max score
	B         float64 `json:"b"`
	Better    string  `json:"better"` // whose value is the better one: a, b or ""
}

type Turn struct {
	Criterion string  `json:"criterion"`
	From      float64 `json:"from"`
	At        float64 `json:"at"`
	Until     float64 `json:"until"` // how far beyond At the order stays so
	Ahead     string  `json:"ahead"` // who is ahead there: a or b
}

type Lacks struct {
	Criterion string  `json:"criterion"`
	From      float64 `json:"from"`
	To        float64 `json:"to"` // where it is not possible the farthest that was tried
	Possible  bool    `json:"possible"`
	Beyond    bool    `json:"beyond"` // better than any technology has
}

func OfContrast(o *study.Outcome, c *contrast.Contrast, words string) Why {
	code := func(column int) string { return o.Study.Criteria[o.Leaves[column]].Code }
	side := func(r *study.Row) Side { return Side{r.Rank, r.Technology.ID, r.Technology.Name, r.Score} }
	j := Why{Study: Study{o.Study.Title, o.Study.Source.SHA256}, Method: o.Method.Name, Additive: o.Additive(), A: side(c.A), B: side(c.B), Lead: c.Lead, NearTie: c.Near, Apart: c.Incomparable,
		Parts: []Part{}, Turns: []Turn{}, Exact: c.Exact, Needs: []Lacks{}, Words: words, Version: release.Version}
	sides := map[bool]string{true: "a", false: "b"}
	if c.ADominates || c.BDominates {
		j.Dominates = sides[c.ADominates]
	}
	for _, p := range c.Parts {
		part := Part{code(p.Column), p.Weight, p.RawA, p.RawB, p.A, p.B, ""}
		if p.Better != 0 {
			part.Better = sides[p.Better > 0]
		}
		j.Parts = append(j.Parts, part)
	}
	for _, t := range c.Turns {
		j.Turns = append(j.Turns, Turn{code(t.Column), t.From, t.At, t.Until, sides[t.AheadA]})
	}
	for _, n := range c.Needs {
		j.Needs = append(j.Needs, Lacks{code(n.Criterion), n.From, n.To, n.Possible, n.Beyond})
	}
	return j
}

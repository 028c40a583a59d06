// Package prepared is a ranking made ready to be asked again under other weights, by whatever runs the engine: a problem and a method travel as JSON
// ([Problem.Encode]), the other side reads them ([Read]) and answers with the engine's own scores, order, shifts of weights and what would change the leader.
// The browser's engine (package wasm) is this package and nothing else, so that there is one implementation and one arithmetic.
package prepared

import (
	"encoding/json"
	"fmt"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
)

// Problem is all a ranking needs but its weights.
type Problem struct {
	Method     string            `json:"method"`
	Parameters map[string]string `json:"parameters"`
	Sharing    robust.Sharing    `json:"sharing"` // how the other weights follow a moved one; "": proportional
	Problem    *mcda.Problem     `json:"problem"`
}

// Encode is the problem as JSON, fit to stand in a script element of HTML: no <, > or & in it. Numbers keep all their bits.
func (p *Problem) Encode() ([]byte, error) { return json.Marshal(p) }

// Ranking answers questions about one problem. It is for one goroutine at a time.
type Ranking struct {
	scorer  mcda.Scorer
	problem *mcda.Problem
	lower   bool
	sharing robust.Sharing
	ranking mcda.Ranking
}

// Read reads an encoded problem and prepares it. The error is of the JSON, of a method that is not in the catalogue, or as [mcda.Method.Prepare]'s.
func Read(data []byte) (*Ranking, error) {
	var p Problem
	if err := json.Unmarshal(data, &p); err != nil {
		return nil, err
	}
	return p.Prepare()
}

// Prepare makes the problem ready. The error is as [Read]'s.
func (p *Problem) Prepare() (*Ranking, error) {
	m, ok := mcda.Lookup(p.Method)
	if !ok {
		return nil, fmt.Errorf("there is no method %q", p.Method)
	}
	if p.Problem == nil || len(p.Problem.Scores) != len(p.Problem.Alternatives)*len(p.Problem.Criteria) {
		return nil, fmt.Errorf("the scores are not one for each alternative and criterion")
	}
	for _, c := range p.Problem.Criteria {
		if c.Sense > mcda.Target {
			return nil, fmt.Errorf("criterion %s has no sense", c.ID)
		}
	}
	r := &Ranking{problem: p.Problem, lower: m.LowerIsBetter, sharing: p.Sharing}
	switch p.Sharing {
	case "":
		r.sharing = robust.Proportional
	case robust.Proportional, robust.Equal:
	default:
		return nil, fmt.Errorf("there is no rule %q for sharing weights", p.Sharing)
	}
	var err error
	if r.scorer, err = m.Prepare(p.Problem, p.Parameters); err != nil {
		return nil, err
	}
	return r, nil
}

// Dims are how many alternatives and criteria there are.
func (r *Ranking) Dims() (m, n int) { return r.scorer.Dims() }

// Rank fills scores, order (alternatives, best first) and ranks, each as long as there are alternatives, under n weights of sum 1.
func (r *Ranking) Rank(weights, scores []float64, order []int32, ranks []float64) {
	r.scorer.Scores(scores, weights)
	r.ranking.Rank(scores, r.problem.Alternatives, r.lower)
	for k, i := range r.ranking.Order {
		order[k] = int32(i)
	}
	copy(ranks, r.ranking.Ranks)
}

// Move fills dst with the weights when the one of criterion j goes to t from the present ones, or as near to it as the locks let it; locked is nil or says which
// others stay.
func (r *Ranking) Move(dst, weights []float64, j int, t float64, locked []bool) {
	free := make([]bool, len(weights))
	copy(free, locked)
	free[j] = false
	robust.NewMove(weights, []int{j}, free, r.sharing).Weights(dst, t)
}

// Turn is where the leader changes when one weight moves.
type Turn struct {
	Criterion int     `json:"criterion"`
	At        float64 `json:"at"`     // the weight beyond which it does
	Leader    int     `json:"leader"` // who leads there
	Up        bool    `json:"up"`     // beyond is above
	Exact     bool    `json:"exact"`  // solved for, not searched on a grid
}

// Turns are, for every criterion that is not locked, the nearest weight below the present one and the nearest above it beyond which another alternative leads.
func (r *Ranking) Turns(weights []float64, locked []bool) []Turn {
	turns := []Turn{}
	c := robust.Case{Scorer: r.scorer, IDs: r.problem.Alternatives, Lower: r.lower, Weights: weights}
	for j := range weights {
		if j < len(locked) && locked[j] {
			continue
		}
		s := c.LeaderAlong(robust.NewMove(weights, []int{j}, locked, r.sharing))
		if f := s.Below; f != nil {
			turns = append(turns, Turn{j, f.At, f.Leader, false, s.Exact})
		}
		if f := s.Above; f != nil {
			turns = append(turns, Turn{j, f.At, f.Leader, true, s.Exact})
		}
	}
	return turns
}

// Solved reports whether [Ranking.Turns] are solved for at once; otherwise each takes hundreds of scorings.
func (r *Ranking) Solved(weights []float64) bool {
	c := robust.Case{Scorer: r.scorer, IDs: r.problem.Alternatives, Lower: r.lower, Weights: weights}
	return c.Exact()
}

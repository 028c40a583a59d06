package portfolio

import (
	"context"
	"math"
	"time"
)

// Options of a search. The zero value asks for the optimum without a limit.
type Options struct {
	TimeLimit time.Duration // 0: none but the context's
	Sets      int           // how many best sets are asked for; 0 is 1
	Every     bool          // every set that obeys the rules counts as one, also a part of a better one; else only those that no single alternative improves
}

// Reason says why a search ended without a proof.
type Reason string

const (
	Proven      Reason = ""
	TimeLimit   Reason = "time limit"
	Interrupted Reason = "interrupted"
	TooMany     Reason = "too many sets"
)

// Result is what a search found.
type Result struct {
	// Sets are the best sets, best first; equal values by lower cost. None of them can be improved by adding one alternative, and none holds one it would
	// be worth as much without. Empty when no set obeys the rules, or none was found in time.
	Sets    []Set
	Bound   float64 // no set is worth more; −Inf when it is proven that no set obeys the rules
	Stopped Reason  // Proven: the first Sets are the best there are
	Nodes   int
}

// Optimal reports whether the first set is proven to be the best.
func (r *Result) Optimal() bool { return r.Stopped == Proven && len(r.Sets) > 0 }

// Infeasible reports whether it is proven that no set obeys the rules and the budget.
func (r *Result) Infeasible() bool { return r.Stopped == Proven && len(r.Sets) == 0 }

// Gap is how far the best set can be from the optimum, as a share of the bound: 0 when proven, 1 when nothing was found.
func (r *Result) Gap() float64 {
	switch {
	case r.Stopped == Proven:
		return 0
	case len(r.Sets) == 0:
		return 1
	}
	best := r.Sets[0].Value
	return max(0, r.Bound-best) / max(math.Abs(r.Bound), math.Abs(best), math.SmallestNonzeroFloat64)
}

// Solve finds the best sets. It panics on an invalid problem (see [Problem.Validate]). Stopped by the context or the time limit it returns the best it has.
// Memory is bounded whatever the problem: the tree is searched depth first.
func Solve(ctx context.Context, p *Problem, o Options) *Result {
	if err := p.Validate(); err != nil {
		panic("portfolio: " + err.Error())
	}
	s := newSearch(ctx, newModel(p), o)
	s.run()
	return s.result()
}

func (s *search) result() *Result {
	r := &Result{Stopped: s.stopped, Nodes: s.nodes, Bound: math.Inf(-1)}
	for _, f := range s.best {
		chosen := make([]bool, s.m.n)
		for i, in := range f.x {
			chosen[i] = in == 1
		}
		r.Sets = append(r.Sets, s.m.p.Measure(chosen))
	}
	if len(r.Sets) > 0 {
		r.Bound = r.Sets[0].Value
	}
	if s.stopped != Proven {
		r.Bound = max(r.Bound, s.open)
	}
	return r
}

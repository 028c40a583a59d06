package selection

import (
	"context"
	"math"
	"slices"
	"time"

	"veche/internal/language"
	"veche/internal/mcda/exact"
	"veche/internal/mcda/portfolio"
	"veche/internal/study"
)

// Options say how far a selection looks beside the best set.
type Options struct {
	TimeLimit time.Duration // of the whole; 0 is DefaultTime
	NextBest  int           // sets beside the best
	Most      int           // technologies in the list; 0: see Selector
	Weights   WeightSet     // for the robust sets
	Quick     bool          // the best set and the set by rank alone, nothing else
}

// Selection is the best set and what stands beside it. Sets are by row of the outcome.
type Selection struct {
	*Selector
	Result   *portfolio.Result
	Best     portfolio.Set
	ByRank   portfolio.Set
	Next     []portfolio.Set
	Frontier Frontier
	Out      []Out // technologies that are not chosen though one that is stands below them
	Dividend Dividend
	Robust   *Robustness
}

// Frontier is the best value against the budget.
type Frontier struct {
	Points  []portfolio.Point
	Without []portfolio.Point // the same budgets, without synergies; nil when there are none
	Exact   bool              // every budget at which the value rises is a point; otherwise the points are budgets Step apart
	Step    float64
}

// Out says why a technology is not chosen.
type Out struct {
	Row       int
	Possible  bool          // some set within the rules and the budget holds it
	With      portfolio.Set // the best of them
	Loss      float64       // by how much it is worth less than the best set
	Instead   []int         // what is chosen and would have to go
	Joining   []int         // what would come with it
	Worth     float64       // of Instead, with its synergies, in the best set
	Costs     float64       // of Instead
	Enters    *float64      // the least budget of the frontier from which on a best set holds it; nil: at none
	Undecided bool          // the time did not suffice to prove With
}

// Dividend is what collaboration adds: the value that comes of synergies.
type Dividend struct {
	Any     bool
	Without portfolio.Set // the best set when no synergy counts; its Value holds none
	Joined  portfolio.Set // the same technologies, with the synergies they have
	Value   float64       // of the best set above that of Without
	Proven  bool
	Saves   *float64 // the least budget of the frontier that pays for the value of Without once synergies count; nil when that saves nothing
}

// Select finds the best set and what stands beside it. The error is [study.Issues]: what [NewSelector] finds, or rules that cannot hold together. A search that is
// stopped is no error: Result says so.
func Select(ctx context.Context, o *study.Outcome, opt Options) (*Selection, error) {
	sel, err := NewSelector(o, opt.Most)
	if err != nil {
		return nil, err
	}
	return sel.Select(ctx, opt)
}

// Select is [Select] of a selector that is ready.
func (sel *Selector) Select(ctx context.Context, opt Options) (*Selection, error) {
	if opt.TimeLimit <= 0 {
		opt.TimeLimit = DefaultTime
	}
	start := time.Now()
	share := func(part float64) time.Duration { // of the whole time, and of what is left of it
		whole := time.Duration(part * float64(opt.TimeLimit))
		return max(min(whole, opt.TimeLimit-time.Since(start)), time.Millisecond)
	}
	s := &Selection{Selector: sel}
	s.Result = sel.Best(ctx, 1, share(0.4))
	if s.Result.Infeasible() {
		if err := sel.conflict(ctx, share(0.4)); err != nil {
			return nil, err
		}
	}
	if len(s.Result.Sets) == 0 {
		return nil, study.Issues{study.Errorf("E-SELECT-TIME", sel.Study.On("Rules"), "", language.M("Allow more time (--time-limit), or loosen the rules."), "No set that obeys the rules was found in time, and none was proven impossible.")}
	}
	s.Best = s.Result.Sets[0]
	most := len(sel.Rows)
	if math.IsInf(sel.Portfolio.Budget, 1) {
		most = len(s.Best.Members())
	}
	for d := range sel.Demands {
		if sel.Demands[d].Kind == study.AtMost && sel.Demands[d].Subject == study.Every {
			most = min(most, sel.Demands[d].Count)
		}
	}
	s.ByRank = sel.ByRank(most)
	if opt.Quick {
		return s, nil
	}
	if opt.NextBest > 0 && s.Result.Optimal() {
		if r := sel.Best(ctx, opt.NextBest+1, share(0.2)); len(r.Sets) > 1 {
			s.Next = r.Sets[1:]
		}
	}
	s.Dividend = sel.dividend(ctx, s.Best, share(0.1))
	s.Frontier = sel.Frontier(ctx, share(0.2))
	s.Dividend.Saves = s.Frontier.pays(s.Dividend)
	s.Out = sel.outs(ctx, &s.Best, &s.Frontier, share(0.2))
	var err error
	if s.Robust, err = sel.Robustness(ctx, opt.Weights, share(0.3)); err != nil {
		return nil, err
	}
	return s, nil
}

// exactPoints is up to how many budgets the frontier has all its steps.
const exactPoints = 60

// gridPoints is about how many budgets it has otherwise.
const gridPoints = 20

// Frontier follows the best value over the budgets, up to that which pays for the best set of all. Without a cost there is none.
func (sel *Selector) Frontier(ctx context.Context, limit time.Duration) Frontier {
	var f Frontier
	if !slices.ContainsFunc(sel.Portfolio.Costs, func(c float64) bool { return c > 0 }) || slices.ContainsFunc(sel.Rows, func(r study.Row) bool { return r.Technology.Cost == nil && r.Technology.Pin != "out" }) {
		return f
	}
	deadline := time.Now().Add(limit)
	free := *sel.Portfolio
	free.Budget = math.Inf(1)
	r := portfolio.Solve(ctx, &free, portfolio.Options{TimeLimit: limit / 4})
	if len(r.Sets) == 0 {
		return f
	}
	top := r.Sets[0].Cost
	if c := portfolio.Frontier(ctx, sel.Portfolio, top, exactPoints, limit/3); c.Exact {
		f.Points, f.Exact = c.Points, true
	} else {
		f.Step = roundStep(max(top, sel.finite()) / gridPoints)
		var budgets []float64
		for k := 1; k <= 2*gridPoints; k++ {
			b := float64(k) * f.Step
			budgets = append(budgets, b)
			if b >= top {
				break
			}
		}
		if own := sel.finite(); own > 0 && !slices.Contains(budgets, own) {
			budgets = append(budgets, own)
			slices.Sort(budgets)
		}
		f.Points = slices.DeleteFunc(portfolio.At(ctx, sel.Portfolio, budgets, time.Until(deadline)*2/3), func(p portfolio.Point) bool { return !p.Found })
	}
	if len(sel.Portfolio.Synergies) > 0 {
		apart := *sel.Portfolio
		apart.Synergies = nil
		var budgets []float64
		for _, p := range f.Points {
			budgets = append(budgets, p.Budget)
		}
		f.Without = portfolio.At(ctx, &apart, budgets, max(time.Until(deadline), time.Millisecond))
	}
	return f
}

// finite is the budget, 0 when there is none.
func (sel *Selector) finite() float64 {
	if math.IsInf(sel.Portfolio.Budget, 1) {
		return 0
	}
	return sel.Portfolio.Budget
}

// roundStep is the next 1, 2 or 5 times a power of ten.
func roundStep(x float64) float64 {
	if x <= 0 {
		return 1
	}
	power := exact.Pow(10, math.Floor(exact.Log10(x)))
	for _, m := range []float64{1, 2, 5, 10} {
		if m*power >= x {
			return m * power
		}
	}
	return 10 * power
}

// At is the last point that a budget pays for, -1 for none.
func (f *Frontier) At(budget float64) int {
	at := -1
	for k := range f.Points {
		if portfolio.Fits(f.Points[k].Budget, budget) {
			at = k
		}
	}
	return at
}

// pays is the least budget of the frontier whose value reaches that of the best set without synergies.
func (f *Frontier) pays(d Dividend) *float64 {
	if !d.Any || !d.Proven {
		return nil
	}
	for _, p := range f.Points {
		if portfolio.Fits(d.Without.Cost, p.Budget) {
			break
		}
		if p.Proven && p.Set.Value >= d.Without.Value-float64(1e-9*math.Abs(d.Without.Value)) {
			return &p.Budget
		}
	}
	return nil
}

// dividend compares the best set with the best one when no synergy counts.
func (sel *Selector) dividend(ctx context.Context, best portfolio.Set, limit time.Duration) Dividend {
	d := Dividend{Any: len(sel.Portfolio.Synergies) > 0}
	if !d.Any {
		return d
	}
	apart := *sel.Portfolio
	apart.Synergies = nil
	r := portfolio.Solve(ctx, &apart, portfolio.Options{TimeLimit: limit})
	if len(r.Sets) == 0 {
		return d
	}
	d.Without, d.Proven = r.Sets[0], r.Optimal()
	d.Joined = sel.Portfolio.Measure(d.Without.Chosen)
	d.Value = best.Value - d.Without.Value
	return d
}

// explained is how many technologies left out are explained.
const explained = 12

// outs explains the technologies that are left out though one below them is chosen, in the order of the ranking.
func (sel *Selector) outs(ctx context.Context, best *portfolio.Set, f *Frontier, limit time.Duration) []Out {
	deadline := time.Now().Add(limit)
	last := -1
	for k, in := range best.Chosen {
		if in {
			last = k
		}
	}
	var outs []Out
	for k := range last {
		if best.Chosen[k] {
			continue
		}
		if len(outs) == explained || ctx.Err() != nil || time.Now().After(deadline) {
			break
		}
		outs = append(outs, sel.Why(ctx, k, best, f, time.Until(deadline)))
	}
	return outs
}

// Why says why a row is not in the best set: the best set that holds it, what would have to go, and from which budget on it is chosen.
func (sel *Selector) Why(ctx context.Context, row int, best *portfolio.Set, f *Frontier, limit time.Duration) Out {
	out := Out{Row: row}
	p := *sel.Portfolio
	p.Rules = append(slices.Clone(p.Rules), portfolio.In(row))
	r := portfolio.Solve(ctx, &p, portfolio.Options{TimeLimit: max(limit, time.Millisecond)})
	out.Undecided = r.Stopped != portfolio.Proven
	if len(r.Sets) > 0 {
		out.Possible, out.With = true, r.Sets[0]
		out.Loss = best.Value - out.With.Value
		for k := range best.Chosen {
			switch {
			case best.Chosen[k] && !out.With.Chosen[k]:
				out.Instead = append(out.Instead, k)
				out.Costs += sel.Portfolio.Costs[k]
			case !best.Chosen[k] && out.With.Chosen[k] && k != row:
				out.Joining = append(out.Joining, k)
			}
		}
		kept := slices.Clone(best.Chosen)
		for _, k := range out.Instead {
			kept[k] = false
		}
		out.Worth = best.Value - sel.Portfolio.Measure(kept).Value
	}
	if f != nil {
		for _, pt := range f.Points {
			if pt.Proven && pt.Set.Chosen[row] && !portfolio.Fits(pt.Budget, sel.finite()) {
				out.Enters = &pt.Budget
				break
			}
		}
	}
	return out
}

package robustness

import (
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
	"veche/internal/study"
)

// NodeStability is what moving the weight of one node of the criteria tree does to the ranking.
type NodeStability struct {
	Criterion int  // of the study
	Leaf      bool // else the total weight of the criteria below it moves, and they keep their proportions
	*robust.Sweep
}

// Case is the ranking as [robust] takes it.
func Case(o *study.Outcome) *robust.Case {
	c := &robust.Case{Scorer: o.Scorer, IDs: o.Problem.Alternatives, Lower: o.Method.LowerIsBetter, Weights: o.Global, Shortlist: o.Study.Settings.Shortlist}
	if m, _ := o.Problem.Dims(); m > allPairs {
		c.Top = fewPairs
	}
	if o.Problem.Fuzzy == nil && o.Problem.Prior == nil && o.Method.KeepsDominance(o.Parameters) {
		c.Never = o.Problem.NeverBehind
	}
	return c
}

const (
	allPairs = 300 // technologies up to which every pair is followed, not only those with one at the head of the list
	fewPairs = 10  // of the head that is followed then

	pairEffort = 60 // of following one that is solved for
)

// StabilityOf moves one node of the criteria tree. Score variants without a closed form are searched on a grid, see [robust.Sweep].
func StabilityOf(o *study.Outcome, criterion int, how robust.Sharing) NodeStability {
	return NodeStability{criterion, slices.Contains(o.Leaves, criterion), Case(o).Sweep(o.Path(criterion, how))}
}

// Stability moves every node of the criteria tree in turn, in workbook order. It is nil where changes would have to be searched for in a study so large that
// it takes minutes.
func Stability(o *study.Outcome, how robust.Sharing) []NodeStability {
	if !affordable(o) {
		return nil
	}
	var all []NodeStability
	var paths []*robust.Path
	for i := range o.Study.Criteria {
		all = append(all, NodeStability{Criterion: i, Leaf: slices.Contains(o.Leaves, i)})
		paths = append(paths, o.Path(i, how))
	}
	for k, sweep := range Case(o).Sweeps(paths) {
		all[k].Sweep = sweep
	}
	return all
}

// PairCost is how many times longer it takes to solve for a pair's changes of order than for a pair of TOPSIS or of a weighted sum.
func PairCost(o *study.Outcome) int {
	if _, ok := o.Scorer.(mcda.ShareScorer); ok {
		return 6
	}
	return 1
}

// affordable reports whether following the pairs along every node can be waited for.
func affordable(o *study.Outcome) bool {
	nodes := float64(len(o.Study.Criteria))
	switch cost := PairCost(o); {
	case !Case(o).Exact():
		return nodes*(robust.Cells+1)*scoring(o) <= mostEffort
	case cost > 1:
		return nodes*pairs(o)*pairEffort*float64(cost) <= mostEffort
	}
	return true
}

// pairs is how many pairs [Stability] follows along a node.
func pairs(o *study.Outcome) float64 {
	m, _ := o.Problem.Dims()
	if m <= allPairs {
		return float64(m) * float64(m)
	}
	return float64(m) * float64(min(m, max(fewPairs, o.Study.Settings.Shortlist)))
}

// Needs are, by column, the scores at which row b would draw level with row a, who is ahead; see [robust.Question.Needs]. They are nil for fuzzy scores.
func Needs(o *study.Outcome, a, b int) []robust.Need {
	if q := Question(o); q != nil {
		return q.Needs(a, b, false)
	}
	return nil
}

// Flip is the smallest change of one score, as a part of its criterion's scale, that makes rows a and b level: b's that gets better, or a's that gets worse;
// nil when no change of one score does.
func Flip(o *study.Outcome, a, b int) *robust.Need {
	q := Question(o)
	if q == nil {
		return nil
	}
	var least *robust.Need
	for _, worsen := range []bool{false, true} {
		for _, need := range q.Needs(a, b, worsen) {
			if need.Possible && (least == nil || need.Part < least.Part) {
				least = &need
			}
		}
	}
	return least
}

func Question(o *study.Outcome) *robust.Question {
	if o.Problem.Fuzzy != nil {
		return nil
	}
	return &robust.Question{Problem: o.Problem, Lower: o.Method.LowerIsBetter, Weights: o.Global,
		Prepare: func(p *mcda.Problem) (mcda.Scorer, error) { return o.Method.Prepare(p, o.Parameters) }}
}

// NearestChange is the smallest change of the weights that does something to a technology.
type NearestChange struct {
	Row      int    // in Outcome.Rows
	What     string // one of the Event names
	L1       robust.Change
	Relative robust.Change
}

// Events a change of the weights can bring.
const (
	EventLead  = "lead"  // it is ahead of all others
	EventEnter = "enter" // it is within the shortlist
	EventLeave = "leave" // it is not any more
)

// How many technologies the nearest changes are looked for.
const (
	nearRivals = 10 // of the leader
	nearLine   = 10 // on either side of the shortlist's line
)

// Nearest looks for the smallest changes of the weights, locked ones staying: for each of the first rivals, and for the one that can come ahead of the leader by the
// smallest change, to lead; and with a shortlist for each technology near its line to cross it. It is nil where that would take minutes.
func Nearest(o *study.Outcome) []NearestChange {
	c, locked := Case(o), o.Locks()
	if searching(o) > mostEffort {
		return nil
	}
	var all []NearestChange
	for _, k := range rivals(o, c, locked) {
		i := o.Rows[k].Index
		all = append(all, NearestChange{k, EventLead, c.Lead(i, locked, robust.L1), c.Lead(i, locked, robust.Relative)})
	}
	if c.Shortlist < 1 || c.Shortlist >= len(o.Rows) {
		return all
	}
	for k := max(0, c.Shortlist-nearLine); k < min(len(o.Rows), c.Shortlist+nearLine); k++ {
		what := EventEnter
		if o.Rows[k].Rank <= c.Shortlist {
			what = EventLeave
		}
		i := o.Rows[k].Index
		all = append(all, NearestChange{k, what, c.CrossLine(i, locked, robust.L1), c.CrossLine(i, locked, robust.Relative)})
	}
	return all
}

// rivals are the rows that may lead instead of the first.
func rivals(o *study.Outcome, c *robust.Case, locked []bool) []int {
	var rows []int
	for k := 1; k < len(o.Rows) && k <= nearRivals; k++ {
		rows = append(rows, k)
	}
	for _, by := range []robust.Measure{robust.L1, robust.Relative} {
		b, _, ok := c.Overtaker(o.Rows[0].Index, locked, by)
		if !ok || b < 0 {
			continue
		}
		k := slices.IndexFunc(o.Rows, func(r study.Row) bool { return r.Index == b })
		if !slices.Contains(rows, k) {
			rows = append(rows, k)
		}
	}
	return rows
}

// Efforts are in numbers read, a thousand million to a second or two.
const (
	mostEffort  = 5e10 // a minute: more is left out
	quickEffort = 2e9
)

// scoring is the effort of one call of Scores.
func scoring(o *study.Outcome) float64 {
	m, n := o.Problem.Dims()
	work := float64(m) * float64(n)
	if o.Method.Needs.Most > 0 {
		work *= float64(m)
	}
	return work
}

// searching is the effort of Nearest.
func searching(o *study.Outcome) float64 {
	m, n := o.Problem.Dims()
	if linear(o) {
		return 4 * (nearRivals + 2*nearLine) * float64(m) * float64(n) * 300 // linear programs, each with a look at every alternative
	}
	evaluations := 4 * float64(n) * float64(20*(n+20)+40) // each measure: starts × rounds × slopes and lines, then directions
	line := scoring(o) + float64(8*float64(m))            // and their order
	work := float64(nearRivals * evaluations * line)
	if o.Study.Settings.Shortlist > 0 {
		work += float64(2 * nearLine * evaluations * line)
	}
	return work
}

// linear reports whether the order follows from sums that are linear in the weights.
func linear(o *study.Outcome) bool {
	_, ok := o.Scorer.(mcda.LinearScorer)
	return ok
}

// mostSearched is how many scores a study may have for [Leads] to search where it cannot solve.
const mostSearched = 2000

// Leads is where each leaf's weight, moved alone as the sharing rule and the locks have it, leaves the present leader in front, and who takes over beyond: by
// column, the leader's part of [Stability]. nil where it would have to be searched for in a study so large that it takes minutes.
func Leads(o *study.Outcome, how robust.Sharing) []robust.Stability {
	c := Case(o)
	if m, n := o.Problem.Dims(); !c.Exact() && m*n > mostSearched {
		return nil
	}
	all := make([]robust.Stability, len(o.Leaves))
	for j, i := range o.Leaves {
		all[j] = c.LeaderAlong(o.Path(i, how))
		all[j].Criterion = j
	}
	return all
}

// QuickParts are the parts of a report that take no more than seconds together.
func QuickParts(o *study.Outcome, d DrawOptions) []string {
	m, n := o.Problem.Dims()
	d = d.Filled(o.Study)
	pairs := pairs(o)
	nodes := float64(len(o.Study.Criteria))
	drawing, sweeping := scoring(o)+float64(20*float64(m)), nodes*pairs*pairEffort*float64(PairCost(o))
	if m <= allPairs {
		drawing += pairs
	}
	if !Case(o).Exact() {
		sweeping = nodes * (float64(robust.Cells*(scoring(o)+float64(2*pairs))) + float64(pairs*10*scoring(o)))
	}
	effort := map[string]float64{
		PartVerdicts: float64(d.Draws) * drawing, PartStability: sweeping, PartNearest: searching(o), PartReversal: 15 * float64(m) * scoring(o),
		PartMethods: float64(100*float64(m)*float64(n)) + float64(30*float64(m)*float64(m)*float64(n)), PartWithout: float64(len(o.Study.Experts)) * (float64(30*float64(len(o.Study.Scores))) + float64(5*scoring(o))),
		PartInfluence: float64(m * n), PartCorrelations: float64(m) * float64(n) * float64(n) * 10,
	}
	var quick []string
	for _, part := range Parts() {
		if effort[part] <= quickEffort {
			quick = append(quick, part)
		}
	}
	return quick
}

package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
	"veche/internal/study"
	"veche/internal/study/robustness"
)

const (
	drawCount  = 10_000
	drawSpread = 0.30
)

// drawDelay is how long draws wait for the hand to rest: they take all processors.
var drawDelay = 120 * time.Millisecond

// job is what a stability calculation needs, apart from the session.
type job struct {
	x       *study.Outcome
	nodes   []node
	scorer  mcda.Scorer
	once    time.Duration // one call of Scores takes about that long
	ids     []string
	lower   bool
	weights []float64
}

func (x *session) job() job {
	return job{x.out, x.nodes, x.out.Scorer, x.once, x.out.Problem.Alternatives, x.out.Method.LowerIsBetter, x.out.Global}
}

// stability is what moving the weight of a node does to the leader.
func (j job) stability(node int) *robust.Stability {
	c := robust.Case{Scorer: j.scorer, IDs: j.ids, Lower: j.lower, Weights: j.weights}
	st := c.LeaderAlong(j.x.Path(j.nodes[node].criterion, j.x.SharingInForce()))
	return &st
}

// cost estimates the time of one stability calculation.
func (j job) cost() time.Duration {
	m, n := j.scorer.Dims()
	if solvable(j.x) {
		return time.Duration(m*n*robustness.PairCost(j.x)) * 27 * time.Nanosecond
	}
	// On a grid, with bisection of every change.
	cost := time.Duration(m*n) * (1500*time.Nanosecond + time.Duration(m)*30*time.Nanosecond)
	if j.once > time.Millisecond { // a method that does more than pass over the scores
		cost = max(cost, gridSize*j.once)
	}
	return cost
}

// solvable reports whether changes of order are solved for.
func solvable(o *study.Outcome) bool { return robustness.Case(o).Exact() }

// gridSize is about how many times a stability calculation on a grid scores.
const gridSize = 300

// tooSlow reports whether what would score count times takes longer than anyone waits, as methods that compare all pairs of many alternatives do: it is not
// begun, and the screen says so.
func (j job) tooSlow(count int) bool {
	const patience = 30 * time.Second
	return j.once > time.Millisecond && j.once*time.Duration(count) > patience
}

// waiting is what stands where a result is not there: that it is being worked out, or that it would take too long.
func (x *session) waiting(count int) string {
	if x.job().tooSlow(count) {
		return x.t(textTooSlow)
	}
	return x.t(textWorking)
}

// unsteady is what stands where stability is not there yet.
func (x *session) unsteady() string {
	if solvable(x.out) {
		return x.t(textWorking)
	}
	return x.waiting(gridSize)
}

// steady works out at once what can be had in a few milliseconds: the stability of the node under the cursor, and of all when all are asked for.
func (x *session) steady(cursor int, all bool) {
	const patience = 4 * time.Millisecond
	j := x.job()
	cost := j.cost()
	if cost <= patience && x.stability[cursor] == nil {
		x.stability[cursor] = j.stability(cursor)
	}
	if all && cost*time.Duration(len(x.stability)) <= patience {
		x.settleStability()
	}
}

// settleStability works out whatever stability is missing.
func (x *session) settleStability() {
	j := x.job()
	for k := range x.stability {
		if x.stability[k] == nil {
			x.stability[k] = j.stability(k)
		}
	}
}

// missing lists the nodes whose stability is not known, the one under the cursor first; only that one unless all are asked for.
func (x *session) missing(cursor int, all bool) []int {
	var nodes []int
	if x.stability[cursor] == nil {
		nodes = append(nodes, cursor)
	}
	for k := range x.stability {
		if all && k != cursor && x.stability[k] == nil {
			nodes = append(nodes, k)
		}
	}
	return nodes
}

// some works out the stability of nodes for a frame's time, in order.
func (j job) some(nodes []int) (done []int, found []*robust.Stability) {
	begun := time.Now()
	for _, k := range nodes {
		done, found = append(done, k), append(found, j.stability(k))
		if time.Since(begun) > 12*time.Millisecond {
			break
		}
	}
	return done, found
}

// draws is how often who comes first when all weights are drawn around the present ones.
type draws struct {
	first []float64 // P(rank 1) by row of the problem
	of    []int     // technology of each
}

// draw is the drawing of weights around the present ones, to be done by [want].
func (x *session) draw() func(context.Context) (draws, error) {
	j, of, seed := x.job(), x.out.Prepared.Technology, x.seed()
	return func(ctx context.Context) (draws, error) {
		table, err := robust.Acceptability(ctx, j.scorer, j.lower, j.weights, drawSpread, 1, drawCount, seed)
		if err != nil {
			return draws{}, err
		}
		first := make([]float64, len(table))
		for i := range table {
			first[i] = table[i][0]
		}
		return draws{first, of}, nil
	}
}

func (x *session) seed() uint64 {
	if s := x.study().Settings.Seed; s != 0 {
		return s
	}
	return 1
}

// heavy reports whether preparing the study takes longer than a key may.
func (x *session) heavy() bool { return len(x.study().Scores)+x.study().Evidence.Len() > 20_000 }

// preparedMsg brings what an action leads to.
type preparedMsg struct {
	gen    int
	action study.Action
	p      *study.Prepared
	err    error
	again  bool
}

func prepareCmd(p *study.Prepared, s *study.Study, a study.Action, gen int, again bool) tea.Cmd {
	return func() tea.Msg {
		p, err := try(p, s, a)
		return preparedMsg{gen, a, p, err, again}
	}
}

// savedMsg and exportedMsg bring the outcome of writing a file.
type savedMsg struct {
	state         *study.Study
	where, sha256 string
	at            time.Time
	err           error
}

type exportedMsg struct {
	where string
	err   error
}

package tui

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/robust"
	"veche/internal/study"

	"veche/internal/tui/draw"
)

// session is the study being explored: the log of what was done to it, the outcome in force, and what has been worked out about it. It draws nothing and
// waits for nothing.
type session struct {
	lang     language.Language
	log      *study.Log
	prepared map[*study.Study]*study.Prepared // of every state in the log
	record   func(study.Step) error           // takes every step as it is made; nil: nothing does
	recorded error                            // the first trouble of recording
	saved    *study.Study                     // the state that was saved last, or loaded
	sealed   sealing                          // of the state sealedOf
	sealedOf *study.Study

	out    *study.Outcome // of the state in force
	loaded *study.Outcome // of the study as it was loaded
	now    moment
	past   []moment // by number of actions in force, redoable ones included

	tech                         []string // names for the screen, by technology
	techRoll, critRoll, nodeRoll *roll    // the same, told apart at any width
	crit                         []string // by leaf
	nodes                        []node
	names                        []string // by node
	nodeOf                       []int    // by leaf
	row                          []int32  // row of the outcome by technology, −1: unranked

	tau    result[tau]
	near   float64 // scores closer than this are called near
	digits int     // decimals of a score
	scale  float64 // weight at the right end of a slider
	held   bool    // a slider is in the hand: the scale stays
	locked []bool  // by leaf

	once      time.Duration       // what scoring took
	gen       int                 // number of the state; results worked out for another number are stale
	stability []*robust.Stability // by node; nil: not worked out for this state
}

// moment is what is remembered of a state for the rank history.
type moment struct {
	ranks   []int32 // by technology; 0: unranked
	leader  int     // technology
	weights []float64
}

// newSession prepares and ranks a study. The error is the study's issues.
func newSession(s *study.Study, l language.Language) (*session, error) {
	return resumed(study.NewLog(s), s, l)
}

// resumed is a session over a log in which things have been done already; saved is the state of it that is in the file.
func resumed(log *study.Log, saved *study.Study, l language.Language) (*session, error) {
	s, done := log.Start(), log.Done()
	p, err := study.Prepare(s)
	if err != nil {
		return nil, err
	}
	for log.Undo() != nil {
	}
	x := &session{lang: l, log: log, prepared: map[*study.Study]*study.Prepared{s: p}, saved: saved}
	ids, codes := make([]string, len(s.Technologies)), []string(nil)
	for i := range s.Technologies {
		t := &s.Technologies[i]
		ids[i] = draw.Clean(t.ID)
		name := draw.Clean(t.Name)
		if name == "" {
			name = draw.Clean(t.ID)
		}
		x.tech = append(x.tech, name)
	}
	for _, i := range p.Leaves {
		name := draw.Clean(s.Criteria[i].Name)
		if name == "" {
			name = draw.Clean(s.Criteria[i].Code)
		}
		x.crit, codes = append(x.crit, name), append(codes, draw.Clean(s.Criteria[i].Code))
	}
	x.techRoll, x.critRoll = newRoll(x.tech, ids, false), newRoll(x.crit, codes, true)
	x.refresh()
	x.grow()
	x.refresh()
	x.loaded = x.out
	x.past = []moment{x.now}
	for a := log.Redo(); a != nil; a = log.Redo() {
		if !keepsPrepared(a) {
			if p, err = p.After(a, log.Current()); err != nil {
				return nil, fmt.Errorf("%s: %w", a, err)
			}
		}
		x.prepared[log.Current()] = p
		x.refresh()
		x.past = append(x.past, x.now)
	}
	for x.done() > done {
		log.Undo()
	}
	x.refresh()
	x.compare()
	x.fitScale(true)
	return x, nil
}

func (x *session) study() *study.Study { return x.log.Current() }

// done is the number of actions in force.
func (x *session) done() int { return x.log.Done() }

func (x *session) dirty() bool { return x.study() != x.saved }

// keepsPrepared reports whether a prepared study stays valid after the action.
func keepsPrepared(a study.Action) bool {
	switch a.(type) {
	case study.SetWeight, study.SetWeights, study.ResetWeights, study.Lock, study.SetSharing, study.KeepScenario, study.DropScenario,
		study.SetPin, study.AddRule, study.RemoveRule, study.SetSynergy:
		return true
	}
	return false
}

// try works out what an action that is more than a move of weights would lead to, without doing it. p is s prepared.
func try(p *study.Prepared, s *study.Study, a study.Action) (*study.Prepared, error) {
	next, err := study.Apply(s, a)
	if err != nil {
		return nil, err
	}
	return p.After(a, next)
}

// light reports whether an action leaves so much of a prepared study as it is that the rest is done at once, whatever the size.
func light(a study.Action) bool {
	switch a.(type) {
	case study.SetJudgement, study.ClearJudgement:
		return true
	}
	return false
}

// do applies an action. p is its prepared study when [try] has made one; nil for moves of weights.
func (x *session) do(a study.Action, p *study.Prepared) error {
	if p == nil {
		p = x.prepared[x.study()]
	}
	if err := x.log.Do(a); err != nil {
		return err
	}
	x.note(study.Step{Kind: study.Did, Action: a})
	x.enter(p)
	return nil
}

// amend replaces the last action by another, as the next position of the same hand. p is as for [session.do].
func (x *session) amend(a study.Action, p *study.Prepared) error {
	last := x.study()
	if p == nil {
		p = x.prepared[x.log.Previous()]
	}
	if err := x.log.Amend(a); err != nil {
		return err
	}
	x.note(study.Step{Kind: study.Amended, Action: a})
	if last != x.saved {
		delete(x.prepared, last)
	}
	x.enter(p)
	return nil
}

// enter takes the log's newest state in.
func (x *session) enter(p *study.Prepared) {
	x.prepared[x.study()] = p
	x.refresh()
	at := x.done()
	x.past = append(x.past[:at:at], x.now)
	x.compare()
}

// undo and redo return the action and whether there was one.
func (x *session) undo() (study.Action, bool) { return x.step(x.log.Undo(), study.Undone) }
func (x *session) redo() (study.Action, bool) { return x.step(x.log.Redo(), study.Redone) }

func (x *session) step(a study.Action, kind study.StepKind) (study.Action, bool) {
	if a == nil {
		return nil, false
	}
	x.note(study.Step{Kind: kind})
	x.refresh()
	x.compare()
	x.fitScale(true)
	return a, true
}

// note records a step. What is on the screen has been recorded: it outlives the program.
func (x *session) note(s study.Step) {
	if x.record == nil {
		return
	}
	if err := x.record(s); err != nil && x.recorded == nil {
		x.recorded = err
	}
}

// refresh ranks the state in force.
func (x *session) refresh() {
	s := x.study()
	x.gen++
	begun := time.Now()
	x.out = x.prepared[s].Evaluate(s)
	x.once = time.Since(begun)
	for again := 0; again < 2 && x.once > time.Millisecond && x.out.Cells.Len() < 10_000; again++ { // so few are slow only when the machine was busy, or by a slow method
		begun = time.Now()
		x.out.Scorer.Scores(nil, x.out.Global)
		x.once = min(x.once, time.Since(begun))
	}
	o := x.out
	x.now = moment{ranks: make([]int32, len(s.Technologies)), weights: o.Global}
	x.row = slices.Repeat([]int32{-1}, len(s.Technologies))
	for k := range o.Rows {
		r := &o.Rows[k]
		t := o.Prepared.Technology[r.Index]
		x.now.ranks[t], x.row[t] = int32(r.Rank), int32(k)
	}
	x.now.leader = x.techOf(0)
	x.near, x.digits = o.Near(), o.Decimals()
	x.locked = make([]bool, len(o.Leaves))
	for k, i := range o.Leaves {
		x.locked[k] = s.Locked[s.Criteria[i].Code]
	}
	x.stability = make([]*robust.Stability, len(x.nodes))
}

// compare sets what relates the state to the one loaded.
func (x *session) compare() {
	const quick = 10_000 // ranks compared within a millisecond or two; more of them are compared beside
	if x.tau.key = "tau"; len(x.tech) <= quick {
		x.tau = result[tau]{rankTau(x.past[0].ranks, x.now.ranks), nil, "tau", x.gen}
	}
	x.fitScale(false)
}

// tau is τ_b of two rankings; ok is false where it is not defined.
type tau struct {
	of float64
	ok bool
}

// rankTau compares ranks over the technologies ranked in both.
func rankTau(was, is []int32) tau {
	a, b := make([]float64, 0, len(was)), make([]float64, 0, len(was))
	for t := range was {
		if was[t] > 0 && is[t] > 0 {
			a, b = append(a, float64(was[t])), append(b, float64(is[t]))
		}
	}
	of, ok := mcda.TauB(a, b)
	return tau{of, ok}
}

// fitScale chooses the right end of the sliders, the same for all: room for one and a half times the largest weight. It only ever grows, so that a slider
// does not jump under the hand; anew begins afresh, for a change that no hand is on.
func (x *session) fitScale(anew bool) {
	if anew {
		x.scale = 0
	}
	largest, once := 0.0, 0.0
	for k := range x.nodes {
		largest, once = max(largest, x.nodes[k].total(x.out.Global)), max(once, x.nodes[k].total(x.loaded.Global))
	}
	if x.held || largest <= x.scale*0.999 {
		return
	}
	want := 1.5 * max(largest, once)
	for _, x.scale = range []float64{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1} {
		if x.scale >= want {
			return
		}
	}
}

// techOf is the technology of a row of the outcome.
func (x *session) techOf(row int) int { return x.out.Prepared.Technology[x.out.Rows[row].Index] }

// rowOf is the technology's row, nil when it is not ranked.
func (x *session) rowOf(tech int) *study.Row {
	if tech < 0 || x.row[tech] < 0 {
		return nil
	}
	return &x.out.Rows[x.row[tech]]
}

// moved is how many places a technology has risen since loading; ok is false when it was or is unranked.
func (x *session) moved(tech int) (places int, ok bool) {
	was, is := x.past[0].ranks[tech], x.now.ranks[tech]
	return int(was - is), was > 0 && is > 0
}

// errBound is a weight beyond what the locks leave free.
var errBound = errors.New(textBound)

// setWeight moves a node to a weight, clamped to what is possible; clamped says so. amend makes it part of the last action.
func (x *session) setWeight(n *node, to float64, amend bool) (clamped bool, err error) {
	r := x.path(n).Range()
	if r.Lo >= r.Hi {
		return false, errBound
	}
	clamped = to < r.Lo-1e-9 || to > r.Hi+1e-9
	to = min(max(to, r.Lo), r.Hi)
	a := study.SetWeight{Criterion: x.codeOf(n), Weight: to}
	if amend {
		return clamped, x.amend(a, nil)
	}
	if to == n.total(x.out.Global) {
		return clamped, nil
	}
	return clamped, x.do(a, nil)
}

// nudged is the weight some per cents up or down, on a whole per cent.
func nudged(w float64, points int) float64 {
	const slack = 1e-7
	if points > 0 {
		return (math.Floor(100*w+slack) + float64(points)) / 100
	}
	return (math.Ceil(100*w-slack) + float64(points)) / 100
}

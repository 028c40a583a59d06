package contrast

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/exact"
	"veche/internal/mcda/robust"
	"veche/internal/study"
	"veche/internal/study/robustness"
)

// Contrast is why one ranked technology stands above another, or below it.
type Contrast struct {
	A, B         *study.Row
	Lead         float64 // by how much A's score is the better one, whichever way the method counts; negative when B's is
	Near         bool    // the two scores are within [study.Outcome.Near] of each other
	Parts        []Part  // by column, what sets A above B most first
	Incomparable bool    // the method leaves the two incomparable: their places come from a score that hides it
	ADominates   bool    // A is at least as good on every criterion, and better on one
	BDominates   bool

	Complete bool   // the rest is known
	Turns    []Turn // single moves of a weight that change their order, or part the two when they are level, the shortest first
	Exact    bool   // the turns are solved for, not searched on a grid
	Needs    []Need // by column, what the lower of the two needs on one criterion alone; nil when they are level, or the method ranks fuzzy scores
}

// Part is what one criterion has to do with it.
type Part struct {
	Column     int
	Weight     float64
	RawA, RawB float64 // in the criterion's unit
	A, B       float64 // parts of the scores, or what stands for them (see [study.Row.Reasons])
	Ahead      float64 // how far they set A above B; negative: below
	Better     int     // +1: A has the better score on the criterion, −1: B has, 0: they are level
}

// Crossed reports whether the part speaks for the one whose score on the criterion is the worse. It happens where a method divides every alternative's parts
// by something of its own, as TOPSIS does by its distances.
func (p Part) Crossed() bool { return float64(p.Better)*p.Ahead < 0 }

// Turn is where one weight, all others in proportion and locked ones in place, brings two technologies into another order: beyond At, as far as Until, one is
// ahead that is not now.
type Turn struct {
	Column    int
	From      float64
	At, Until float64 // on the same side of From; equal where the order is another at a single weight, as some methods have it where a criterion goes
	AheadA    bool    // A is the one who is ahead there, else B
}

// Up reports whether the weight has to rise.
func (t Turn) Up() bool { return t.At > t.From || t.At == t.From && t.Until > t.From }

// Point reports whether At itself is to be named, not what lies beyond it.
func (t Turn) Point() bool { return math.Abs(t.Until-t.At) < narrow }

// By is how far the weight has to move, from 0 to 1.
func (t Turn) By() float64 { return math.Abs(t.At - t.From) }

// narrow is the length under which a stretch of weights is named by one of them.
const narrow = 1e-6

// Between sets two ranked technologies against each other. O(n); what would change their order is left to [Complete].
func Between(o *study.Outcome, a, b *study.Row) *Contrast {
	c := &Contrast{A: a, B: b, Lead: o.Better(a.Score, b.Score), ADominates: o.Problem.Dominates(a.Index, b.Index), BDominates: o.Problem.Dominates(b.Index, a.Index)}
	if mcda.Tied(a.Score, b.Score) {
		c.Lead = 0 // they share a place, whatever the last bit says
	}
	c.Near = math.Abs(c.Lead) < o.Near()
	c.Incomparable = o.Incomparable(a, b)
	for _, j := range o.Why(a, b) {
		c.Parts = append(c.Parts, Part{j, o.Global[j], o.Problem.At(a.Index, j), o.Problem.At(b.Index, j), a.Reasons[j], b.Reasons[j], o.Ahead(a, b, j), betterOn(o, a, b, j)})
	}
	return c
}

// Complete returns the contrast with its turns and needs. The cost is a few scorings for methods whose changes are solved for, and hundreds for each criterion
// for others; [Quick] says which. The error is the context's.
func Complete(ctx context.Context, o *study.Outcome, c *Contrast) (*Contrast, error) {
	full := *c
	var err error
	if full.Turns, full.Exact, err = turns(ctx, o, c.A, c.B); err != nil {
		return nil, err
	}
	if full.Needs, err = needs(ctx, o, c.A, c.B); err != nil {
		return nil, err
	}
	full.Complete = true
	return &full, nil
}

// Quick reports whether [Complete] takes no longer than a key may.
func Quick(o *study.Outcome) bool {
	m, n := o.Problem.Dims()
	return robustness.Case(o).Exact() && m*n*n <= 200_000 && (aloneWillDo(o) || m*n*n <= 1000)
}

// betterOn compares two technologies' scores on a column.
func betterOn(o *study.Outcome, a, b *study.Row, j int) int {
	x, y := o.Problem.Worth(a.Index, j), o.Problem.Worth(b.Index, j)
	switch {
	case mcda.Tied(x, y):
		return 0
	case x > y:
		return 1
	}
	return -1
}

// turns finds the nearest weights on each side of the present one, for every unlocked criterion, at which one of a and b is ahead that is not now. Two that
// are level now may be parted either way.
func turns(ctx context.Context, o *study.Outcome, a, b *study.Row) (turns []Turn, exact bool, err error) {
	c, locked := robustness.Case(o), o.Locks()
	exact = c.Exact()
	if a == b {
		return nil, exact, nil
	}
	now := 0
	if !mcda.Tied(a.Score, b.Score) {
		now = map[bool]int{true: 1, false: -1}[o.Better(a.Score, b.Score) > 0]
	}
	for j, w := range o.Global {
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		if locked[j] {
			continue
		}
		path := o.Path(o.Leaves[j], o.SharingInForce())
		stretches, _ := c.Stretches(path, a.Index, b.Index)
		r := path.Range()
		for _, sign := range []int{-1, 1} {
			if sign == now {
				continue
			}
			below, above := beside(stretches, sign, w, r)
			for _, t := range []*Turn{below, above} {
				if t != nil {
					t.Column, t.From, t.AheadA = j, w, sign > 0
					turns = append(turns, *t)
				}
			}
		}
	}
	slices.SortStableFunc(turns, func(x, y Turn) int { return cmp.Compare(x.By(), y.By()) })
	return turns, exact, nil
}

// beside finds the stretches of an order next to the weight w, below it and above it. Stretches no longer than rounding are none, but for those at the ends
// of where the weight can go.
func beside(stretches []robust.Stretch, sign int, w float64, r robust.Interval) (below, above *Turn) {
	const noise = 1e-9 // of arithmetic
	for _, s := range stretches {
		if s.Sign != sign {
			continue
		}
		if lo, hi := s.Lo, min(s.Hi, w); lo < w-noise && (hi-lo > noise || lo <= r.Lo) {
			below = &Turn{At: hi, Until: lo}
		}
		if lo, hi := max(s.Lo, w), s.Hi; above == nil && hi > w+noise && (hi-lo > noise || hi >= r.Hi) {
			above = &Turn{At: lo, Until: hi}
		}
	}
	for _, t := range []*Turn{below, above} {
		if t != nil && t.Point() {
			t.At, t.Until = t.At+float64((t.Until-t.At)/2), t.At+float64((t.Until-t.At)/2)
			if below == t && below.Until-r.Lo < narrow {
				t.At, t.Until = r.Lo, r.Lo
			}
			if above == t && r.Hi-above.Until < narrow {
				t.At, t.Until = r.Hi, r.Hi
			}
		}
	}
	return below, above
}

// Written is the turn's weight in per cent with as many decimals as it takes for what is written to lie on its far side and before Until: past what is
// written, or at it where a [Turn.Point] is meant, the order is the other. ok is false where no few decimals do.
func (t Turn) Written(l language.Language) (text string, ok bool) {
	const noise, past = 1e-6, 2e-7 // of arithmetic, in the last decimal; and what a weight just past what is written may be beyond it
	step := 1.0
	for range 9 {
		step *= 10
		x := math.Floor(float64(100*step*t.At)+noise) / step
		switch {
		case t.Point():
			if x = math.Round(100*step*t.At) / step; math.Abs(x/100-t.At) > 1e-13 {
				continue
			}
			return l.Shortest(x) + "%", true
		case t.Up():
			x = math.Ceil(float64(100*step*t.At)-noise) / step
			ok = x/100+past < t.Until && (x > 0 || t.At <= 0)
		default:
			ok = x/100-past > t.Until && (x < 100 || t.At >= 1)
		}
		if ok {
			return l.Shortest(x+0) + "%", true
		}
	}
	return "", false
}

// Need is what the lower of two technologies needs on one criterion alone to draw level with the other, everything else as it is.
type Need struct {
	robust.Need
	Beyond bool    // To is better than what any ranked technology has
	end    float64 // of the criterion's scale in that direction; infinite without one
}

// needs are by column what the lower of a and b needs, the method prepared anew at every score that is tried. The weights are those in force, also where the
// weighting takes them from the scores. Nil when the two are level, the method ranks fuzzy scores or the study is so large that it takes minutes. The error is
// the context's.
func needs(ctx context.Context, o *study.Outcome, a, b *study.Row) ([]Need, error) {
	lower, upper := b, a
	if o.Better(a.Score, b.Score) < 0 {
		lower, upper = a, b
	}
	q := robustness.Question(o)
	if a == b || mcda.Tied(a.Score, b.Score) || q == nil {
		return nil, nil
	}
	above, below := upper.Index, lower.Index
	if aloneWillDo(o) {
		p := *q.Problem
		p.Alternatives = []string{p.Alternatives[above], p.Alternatives[below]}
		p.Scores = slices.Concat(q.Problem.Row(above), q.Problem.Row(below))
		if p.Prior != nil {
			p.Prior = []float64{p.Prior[above], p.Prior[below]}
		}
		q.Problem, above, below = &p, 0, 1
	} else if m, n := o.Problem.Dims(); float64(m)*float64(n)*float64(n) > 2e7 {
		return nil, nil
	}
	prepare := q.Prepare
	q.Prepare = func(p *mcda.Problem) (mcda.Scorer, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return prepare(p)
	}
	var needs []Need
	for _, need := range q.Needs(above, below, false) {
		n := Need{Need: need, end: math.Inf(1)}
		c := &o.Problem.Criteria[need.Criterion]
		rises := need.To > need.From
		if c.Scale != nil {
			n.end = c.Scale.Max
			if !rises {
				n.end = c.Scale.Min
			}
		} else if !rises {
			n.end = math.Inf(-1)
		}
		n.Beyond = need.Possible
		shown := need.To
		if x, err := strconv.ParseFloat(n.Shown(language.English), 64); err == nil {
			shown = x // what is written is a little better than what is needed
		}
		for i := range o.Problem.Alternatives {
			if x := o.Problem.At(i, need.Criterion); x >= shown == rises || x == shown {
				n.Beyond = false
			}
		}
		needs = append(needs, n)
	}
	return needs, ctx.Err()
}

// Shown writes the value needed rounded away from the present one, with as many digits as tell the two apart: what is written is enough. Where
// any better value will do it says so.
func (n Need) Shown(l language.Language) string {
	const jump = 1e-9 // of the criterion's range: the score leaps as soon as this one is better than it is
	switch {
	case !n.Possible:
		return ""
	case n.Part <= jump && n.To > n.From:
		return say(l, sayAnyMore, l.Figure(n.From))
	case n.Part <= jump && n.To < n.From:
		return say(l, sayAnyLess, l.Figure(n.From))
	}
	size := exact.Pow(10, math.Floor(exact.Log10(math.Max(math.Abs(n.To-n.From), math.Abs(n.To)*1e-3)))-1)
	if size == 0 || math.IsNaN(size) || math.IsInf(size, 0) {
		return l.Figure(n.To)
	}
	steps := n.steps(size)
	for n.To != 0 && steps*n.To <= 0 { // 0 may be something else to a method than a little
		size /= 10
		steps = n.steps(size)
	}
	to, decimals := steps*size, max(-int(math.Floor(exact.Log10(size)+0.5)), 0)
	if n.To > n.From {
		to = min(to, n.end)
	} else {
		to = max(to, n.end)
	}
	text := strconv.FormatFloat(to+0, 'f', decimals, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return l.Decimal(text)
}

// steps is the value needed in steps of a size, away from the present one.
func (n Need) steps(size float64) float64 {
	if n.To > n.From {
		return math.Ceil(n.To/size - 1e-12)
	}
	return math.Floor(n.To/size + 1e-12)
}

// aloneWillDo reports whether two technologies can be compared without the others: the method never reorders them for the others' sake, and every criterion has a
// scale of its own.
func aloneWillDo(o *study.Outcome) bool {
	return o.Method.ReversalFree(o.Parameters) && !slices.ContainsFunc(o.Problem.Criteria, func(c mcda.Criterion) bool { return c.Scale == nil })
}

// Standing says of every ranked technology by which others it is dominated, by row of the outcome; nil for more than [standingLimit].
func Standing(o *study.Outcome) [][]*study.Row {
	if len(o.Rows) > standingLimit {
		return nil
	}
	rowOf := make([]*study.Row, len(o.Rows))
	for k := range o.Rows {
		rowOf[o.Rows[k].Index] = &o.Rows[k]
	}
	by := make([][]*study.Row, len(o.Rows))
	dominators := o.Problem.Dominators()
	for k := range o.Rows {
		for _, i := range dominators[o.Rows[k].Index] {
			by[k] = append(by[k], rowOf[i])
		}
		slices.SortFunc(by[k], func(x, y *study.Row) int { return cmp.Compare(x.Rank, y.Rank) })
	}
	return by
}

// standingLimit is the number of technologies up to which all pairs are compared.
const standingLimit = 2000

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
	Turns    []Turn // single moves of a weight that change their order, the shortest first
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

// Turn is a weight at which two technologies change places, all other weights in proportion and locked ones in place.
type Turn struct {
	Column   int
	From, At float64
	End      bool // At is the least or the most the weight can be, and there the order is the other: some methods jump where a criterion goes
}

// Up reports whether the weight has to rise.
func (t Turn) Up() bool { return t.At > t.From }

// By is how far the weight has to move, from 0 to 1.
func (t Turn) By() float64 { return math.Abs(t.At - t.From) }

// Between sets two ranked technologies against each other. O(n); what would change their order is left to [Complete].
func Between(o *study.Outcome, a, b *study.Row) *Contrast {
	c := &Contrast{A: a, B: b, Lead: o.Better(a.Score, b.Score), ADominates: o.Problem.Dominates(a.Index, b.Index), BDominates: o.Problem.Dominates(b.Index, a.Index)}
	if mcda.Tied(a.Score, b.Score) {
		c.Lead = 0 // they share a place, whatever the last bit says
	}
	c.Near = math.Abs(c.Lead) < o.Near()
	c.Incomparable = mcda.Incomparable(o.Scorer, o.Global, a.Index, b.Index)
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

// turns finds the nearest weight on each side of the present one, for every unlocked criterion, at which a and b change places.
func turns(ctx context.Context, o *study.Outcome, a, b *study.Row) (turns []Turn, exact bool, err error) {
	c, locked := robustness.Case(o), o.Locks()
	exact = c.Exact()
	if a == b {
		return nil, exact, nil
	}
	for j, w := range o.Global {
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		if locked[j] {
			continue
		}
		path := o.Path(o.Leaves[j], o.SharingInForce())
		_, at, _ := c.Meetings(path, a.Index, b.Index)
		for k, t := range at {
			if r := path.Range(); atEnd(path, exact, t) {
				at[k] = map[bool]float64{true: r.Lo, false: r.Hi}[t-r.Lo < r.Hi-t]
			}
		}
		at = slices.DeleteFunc(at, func(t float64) bool { return atEnd(path, exact, t) && !reversedAt(o, path, a, b, t) })
		if r := path.Range(); !exact { // an order that is the other at the very end alone is met nowhere before it
			if (len(at) == 0 || at[0] >= w) && r.Lo < w && reversedAt(o, path, a, b, r.Lo) {
				at = slices.Insert(at, 0, r.Lo)
			}
			if (len(at) == 0 || at[len(at)-1] <= w) && r.Hi > w && reversedAt(o, path, a, b, r.Hi) {
				at = append(at, r.Hi)
			}
		}
		k, _ := slices.BinarySearch(at, w)
		if k > 0 {
			turns = append(turns, Turn{j, w, at[k-1], atEnd(path, exact, at[k-1])})
		}
		if k < len(at) {
			turns = append(turns, Turn{j, w, at[k], atEnd(path, exact, at[k])})
		}
	}
	slices.SortStableFunc(turns, func(x, y Turn) int { return cmp.Compare(x.By(), y.By()) })
	return turns, exact, nil
}

// atEnd reports whether a weight is at an end of what it can be: nothing lies beyond it.
func atEnd(path *robust.Path, exact bool, t float64) bool {
	noise := 1e-9 // of arithmetic
	if !exact {
		noise = robust.Accuracy
	}
	r := path.Range()
	return t <= r.Lo+noise || t >= r.Hi-noise
}

// reversedAt reports whether the order of two technologies is the other at a weight.
func reversedAt(o *study.Outcome, path *robust.Path, a, b *study.Row, t float64) bool {
	scores := o.Scorer.Scores(nil, path.Weights(nil, t))
	if mcda.Tied(scores[a.Index], scores[b.Index]) {
		return false
	}
	return float64(o.Better(scores[a.Index], scores[b.Index])*o.Better(a.Score, b.Score)) < 0
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

// Shown writes the value needed rounded away from the present one, with as many digits as tell the two apart: what is written is enough.
func (n Need) Shown(l language.Language) string {
	if !n.Possible {
		return ""
	}
	size := exact.Pow(10, math.Floor(exact.Log10(math.Max(math.Abs(n.To-n.From), math.Abs(n.To)*1e-3)))-1)
	if size == 0 || math.IsNaN(size) || math.IsInf(size, 0) {
		return l.Figure(n.To)
	}
	steps, decimals := n.To/size, max(-int(math.Floor(exact.Log10(size)+0.5)), 0)
	if n.To > n.From {
		steps = math.Ceil(steps - 1e-12)
	} else {
		steps = math.Floor(steps + 1e-12)
	}
	to := steps * size
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

package study

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
)

// Contrast is why one ranked technology stands above another, or below it.
type Contrast struct {
	A, B       *Row
	Lead       float64 // by how much A's score is the better one, whichever way the method counts; negative when B's is
	Near       bool    // the two scores are within [Outcome.Near] of each other
	Parts      []Part  // by column, what sets A above B most first
	ADominates bool    // A is at least as good on every criterion, and better on one
	BDominates bool

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
	A, B       float64 // parts of the scores, or what stands for them (see [Row.Reasons])
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
}

// Up reports whether the weight has to rise.
func (t Turn) Up() bool { return t.At > t.From }

// By is how far the weight has to move, from 0 to 1.
func (t Turn) By() float64 { return math.Abs(t.At - t.From) }

// Contrast sets two ranked technologies against each other. O(n); what would change their order is left to [Outcome.Complete].
func (o *Outcome) Contrast(a, b *Row) *Contrast {
	c := &Contrast{A: a, B: b, Lead: o.Better(a.Score, b.Score), ADominates: o.Problem.Dominates(a.Index, b.Index), BDominates: o.Problem.Dominates(b.Index, a.Index)}
	c.Near = math.Abs(c.Lead) < o.Near()
	for _, j := range o.Why(a, b) {
		c.Parts = append(c.Parts, Part{j, o.Global[j], o.Problem.At(a.Index, j), o.Problem.At(b.Index, j), a.Reasons[j], b.Reasons[j], o.Ahead(a, b, j), o.betterOn(a, b, j)})
	}
	return c
}

// Complete returns the contrast with its turns and needs. The cost is a few scorings for methods whose changes are solved for, and hundreds for each criterion
// for others; [Outcome.Quick] says which. The error is the context's.
func (o *Outcome) Complete(ctx context.Context, c *Contrast) (*Contrast, error) {
	full := *c
	var err error
	if full.Turns, full.Exact, err = o.turns(ctx, c.A, c.B); err != nil {
		return nil, err
	}
	if full.Needs, err = o.needs(ctx, c.A, c.B); err != nil {
		return nil, err
	}
	full.Complete = true
	return &full, nil
}

// Quick reports whether [Outcome.Complete] takes no longer than a key may.
func (o *Outcome) Quick() bool {
	m, n := o.Problem.Dims()
	if !o.Method.ReversalFree(o.Parameters) && m*n > 500 {
		return false
	}
	switch s := o.Scorer.(type) {
	case mcda.LinearScorer:
		return true
	case mcda.DistanceScorer:
		_, _, ok := s.SquaredDistances()
		return ok
	}
	return false
}

// betterOn compares two technologies' scores on a column.
func (o *Outcome) betterOn(a, b *Row, j int) int {
	x, y := o.Problem.Worth(a.Index, j), o.Problem.Worth(b.Index, j)
	switch {
	case mcda.Tied(x, y):
		return 0
	case x > y:
		return 1
	}
	return -1
}

// Better is by how much score a is better than score b, whichever way the method counts.
func (o *Outcome) Better(a, b float64) float64 {
	if o.Method.LowerIsBetter {
		return b - a
	}
	return a - b
}

// Near is the difference below which two scores are called a near tie: 0.01 on scores of the size of 1, a hundredth of the spread, rounded up to one digit, on
// others.
func (o *Outcome) Near() float64 {
	lowest, highest := math.Inf(1), math.Inf(-1)
	for k := range o.Rows {
		lowest, highest = min(lowest, o.Rows[k].Score), max(highest, o.Rows[k].Score)
	}
	spread := highest - lowest
	if size := max(math.Abs(lowest), math.Abs(highest)); size <= 2 && size >= 0.1 || spread == 0 {
		return 0.01
	}
	unit := math.Pow(10, math.Floor(math.Log10(spread/100)))
	return math.Ceil(spread/100/unit) * unit
}

// Decimals is how many decimals tell the outcome's scores apart without burying them.
func (o *Outcome) Decimals() int {
	top := 0.0
	for k := range o.Rows {
		top = max(top, math.Abs(o.Rows[k].Score))
	}
	switch {
	case top < 0.05:
		return 5
	case top < 10:
		return 3
	case top < 100:
		return 2
	case top < 1000:
		return 1
	}
	return 0
}

// LockedColumns says which columns' weights are locked.
func (o *Outcome) LockedColumns() []bool {
	locked := make([]bool, len(o.Leaves))
	for j, i := range o.Leaves {
		locked[j] = o.Study.Locked[o.Study.Criteria[i].Code]
	}
	return locked
}

// turns finds the nearest weight on each side of the present one, for every unlocked criterion, at which a and b change places.
func (o *Outcome) turns(ctx context.Context, a, b *Row) (turns []Turn, exact bool, err error) {
	if a == b {
		return nil, true, nil
	}
	s, ids := restrict(o.Scorer, a.Index, b.Index), []string{o.Problem.Alternatives[a.Index], o.Problem.Alternatives[b.Index]}
	locked := o.LockedColumns()
	exact = true
	for j, w := range o.Global {
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		if locked[j] {
			continue
		}
		st := robust.LeaderStability(s, ids, o.Method.LowerIsBetter, o.Global, j, locked)
		exact = exact && st.Exact
		for _, f := range []*robust.Flip{st.Below, st.Above} {
			if f != nil {
				turns = append(turns, Turn{j, w, f.At})
			}
		}
	}
	slices.SortStableFunc(turns, func(x, y Turn) int { return cmp.Compare(x.By(), y.By()) })
	return turns, exact, nil
}

// restrict is a scorer of two alternatives of s only, with the closed form s has.
func restrict(s mcda.Scorer, a, b int) mcda.Scorer {
	two := pairScorer{s, a, b}
	_, n := s.Dims()
	rows := func(x []float64) []float64 { return slices.Concat(x[a*n:(a+1)*n], x[b*n:(b+1)*n]) }
	switch s := s.(type) {
	case mcda.LinearScorer:
		return linearPair{two, rows(s.Values())}
	case mcda.DistanceScorer:
		if plus, minus, ok := s.SquaredDistances(); ok {
			return distancePair{two, rows(plus), rows(minus)}
		}
	}
	return two
}

type pairScorer struct {
	all  mcda.Scorer
	a, b int
}

func (s pairScorer) Dims() (m, n int) {
	_, n = s.all.Dims()
	return 2, n
}

func (s pairScorer) Scores(dst, weights []float64) []float64 {
	all := s.all.Scores(nil, weights)
	return append(dst[:0], all[s.a], all[s.b])
}

func (s pairScorer) Trace(weights []float64) *mcda.Trace { return s.all.Trace(weights) }

type linearPair struct {
	pairScorer
	values []float64
}

func (s linearPair) Values() []float64 { return s.values }

// Scores are the sums the scores grow with.
func (s linearPair) Scores(dst, weights []float64) []float64 {
	n := len(weights)
	return append(dst[:0], dot(s.values[:n], weights), dot(s.values[n:], weights))
}

func dot(x, y []float64) float64 {
	var sum float64
	for k := range x {
		sum += x[k] * y[k]
	}
	return sum
}

type distancePair struct {
	pairScorer
	plus, minus []float64
}

func (s distancePair) SquaredDistances() (plus, minus []float64, ok bool) {
	return s.plus, s.minus, true
}

func (s distancePair) Scores(dst, weights []float64) []float64 {
	n := len(weights)
	closeness := func(plus, minus []float64) float64 {
		var far, near float64
		for k, w := range weights {
			far, near = far+w*w*minus[k], near+w*w*plus[k]
		}
		if far+near == 0 {
			return 0
		}
		return math.Sqrt(far) / (math.Sqrt(far) + math.Sqrt(near))
	}
	return append(dst[:0], closeness(s.plus[:n], s.minus[:n]), closeness(s.plus[n:], s.minus[n:]))
}

// Need is what the lower of two technologies needs on one criterion alone to draw level with the other, everything else as it is.
type Need struct {
	Column   int
	From, To float64 // in the criterion's unit; To is NaN when no value within Bound is enough
	Bound    float64 // how far it was looked: the end of the criterion's scale, or without one a spread beyond what anyone has
	Beyond   bool    // To is better than what any ranked technology has
}

// Enough reports whether some value would do.
func (n Need) Enough() bool { return !math.IsNaN(n.To) }

// needs works out by criterion what the lower of a and b needs to draw level, in the order of the columns: the score is changed, the method prepared anew and
// the smallest improvement that puts it level or above is found, to a millionth of the way to the bound. The weights are those in force, also where the
// weighting takes them from the scores. The error is the context's.
func (o *Outcome) needs(ctx context.Context, a, b *Row) ([]Need, error) {
	lower, upper := b, a
	if o.Better(a.Score, b.Score) < 0 {
		lower, upper = a, b
	}
	if a == b || mcda.Tied(a.Score, b.Score) || o.Problem.Fuzzy != nil {
		return nil, nil
	}
	trial := o.trial(lower, upper)
	var needs []Need
	for j := range o.Leaves {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		needs = append(needs, o.need(lower, j, func(x float64) bool { return ctx.Err() == nil && trial(j, x) }))
	}
	return needs, ctx.Err()
}

// trial returns a function that says whether the lower technology, with another score x on column j, is level with the upper one or above it. Where a method
// never reorders two alternatives for the sake of others, only the two are scored.
func (o *Outcome) trial(lower, upper *Row) func(j int, x float64) bool {
	n := len(o.Leaves)
	given, _ := o.Study.Settings.split()
	p := *o.Problem
	at, other := lower.Index, upper.Index
	if o.Method.ReversalFree(o.Parameters) {
		p.Alternatives = []string{p.Alternatives[at], p.Alternatives[other]}
		p.Scores = slices.Concat(o.Problem.Row(at), o.Problem.Row(other))
		if p.Prior != nil {
			p.Prior = []float64{p.Prior[at], p.Prior[other]}
		}
		at, other = 0, 1
	}
	base := p.Scores
	return func(j int, x float64) bool {
		p := p
		p.Scores = slices.Clone(base) // a scorer may keep it
		p.Scores[at*n+j] = x
		s, err := o.Method.Prepare(&p, given)
		if err != nil {
			return false // a score the method cannot take is no way to draw level
		}
		scores := s.Scores(nil, o.Global)
		return o.Better(scores[at], scores[other]) >= 0 || mcda.Tied(scores[at], scores[other])
	}
}

// need looks for the smallest improvement on column j that level calls enough.
func (o *Outcome) need(lower *Row, j int, level func(x float64) bool) Need {
	c := &o.Problem.Criteria[j]
	from := o.Problem.At(lower.Index, j)
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range o.Problem.Alternatives {
		lo, hi = min(lo, o.Problem.At(i, j)), max(hi, o.Problem.At(i, j))
	}
	low, high := lo-(hi-lo), hi+(hi-lo)
	if lo >= 0 {
		low = max(low, 0)
	}
	if c.Scale != nil {
		low, high = c.Scale.Min, c.Scale.Max
	}
	var bounds []float64
	switch {
	case c.Value != nil:
		bounds = []float64{low, high}
	case c.Sense == mcda.Benefit:
		bounds = []float64{high}
	case c.Sense == mcda.Cost:
		bounds = []float64{low}
	default:
		bounds = []float64{c.Target}
	}
	best := Need{Column: j, From: from, To: math.NaN(), Bound: bounds[0]}
	for _, bound := range bounds {
		to := firstEnough(from, bound, level)
		if !math.IsNaN(to) && !(math.Abs(to-from) >= math.Abs(best.To-from)) {
			best.To, best.Bound = to, bound
			best.Beyond = to < lo || to > hi
		}
	}
	return best
}

// firstEnough is the first value from from towards bound that is enough, NaN when none is: the first of 16 steps that is, and bisection below it.
func firstEnough(from, bound float64, enough func(x float64) bool) float64 {
	const steps, halvings = 16, 17 // 1/(16·2^17) is half a millionth
	if bound == from || math.IsNaN(bound) || math.IsInf(bound, 0) {
		return math.NaN()
	}
	at := func(k float64) float64 { return from + (bound-from)*k/steps }
	for k := 1.0; k <= steps; k++ {
		if !enough(at(k)) {
			continue
		}
		short, far := k-1, k
		for range halvings {
			if mid := (short + far) / 2; enough(at(mid)) {
				far = mid
			} else {
				short = mid
			}
		}
		if round := shortest(at(short), at(far)); enough(round) {
			return round
		}
		return at(far)
	}
	return math.NaN()
}

// shortest is the number with the fewest digits between x and y, or y.
func shortest(x, y float64) float64 {
	for digits := 1; digits < 12; digits++ {
		for _, text := range []string{strconv.FormatFloat(x, 'g', digits, 64), strconv.FormatFloat(y, 'g', digits, 64)} {
			if r, _ := strconv.ParseFloat(text, 64); (r-x)*(y-r) >= 0 {
				return r
			}
		}
	}
	return y
}

// Standing says of every ranked technology by which others it is dominated, by row of the outcome; nil for more than [standingLimit].
func (o *Outcome) Standing() [][]*Row {
	if len(o.Rows) > standingLimit {
		return nil
	}
	rowOf := make([]*Row, len(o.Rows))
	for k := range o.Rows {
		rowOf[o.Rows[k].Index] = &o.Rows[k]
	}
	by := make([][]*Row, len(o.Rows))
	dominators := o.Problem.Dominators()
	for k := range o.Rows {
		for _, i := range dominators[o.Rows[k].Index] {
			by[k] = append(by[k], rowOf[i])
		}
		slices.SortFunc(by[k], func(x, y *Row) int { return cmp.Compare(x.Rank, y.Rank) })
	}
	return by
}

// standingLimit is the number of technologies up to which all pairs are compared.
const standingLimit = 2000

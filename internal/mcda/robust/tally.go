package robust

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/mat"

	"veche/internal/mcda"
)

// fixed turns a weight into a whole number, so that sums do not depend on their order; they hold for 2³² draws.
const fixed = 1 << 32

// Tally is what some of the draws counted. All of it are whole numbers: tallies of parts of the draws add up to that of all of them in whatever order and however
// the draws were divided. Only alternatives that came within the places told apart, or the shortlist, have counts.
type Tally struct {
	places, n int
	row       []int32  // m: where an alternative's counts are, from 1; 0: it has none
	who       []int32  // the alternatives that have counts
	counts    []uint32 // of each in turn: how often it has rank 1 … places
	beyond    []uint32 // of each: how often it has a rank beyond the places that is within the shortlist
	weights   []uint64 // of each: sums of the weights under which it has rank 1, times fixed
	ahead     []uint32 // m×m; nil when not asked for
}

func newTally(m, n, places int, pairs bool) *Tally {
	t := &Tally{places: places, n: n, row: make([]int32, m)}
	if places == m { // each will have some
		for i := range m {
			t.of(i)
		}
	}
	if pairs {
		t.ahead = make([]uint32, m*m)
	}
	return t
}

// of is where alternative i's counts are.
func (t *Tally) of(i int) int {
	if at := t.row[i]; at > 0 {
		return int(at - 1)
	}
	at := len(t.who)
	t.who = append(t.who, int32(i))
	t.row[i] = int32(at + 1)
	t.counts = append(t.counts, make([]uint32, t.places)...)
	t.beyond = append(t.beyond, 0)
	t.weights = append(t.weights, make([]uint64, t.n)...)
	return at
}

// listed is how often the alternative whose counts are at a place was within the shortlist.
func (t *Tally) listed(at, shortlist int) uint32 {
	sum := t.beyond[at]
	for _, count := range t.counts[at*t.places:][:min(shortlist, t.places)] {
		sum += count
	}
	return sum
}

// Add adds the counts of other draws of the same case. It panics when they cannot be.
func (t *Tally) Add(u *Tally) {
	if t.places != u.places || t.n != u.n || len(t.row) != len(u.row) || len(t.ahead) != len(u.ahead) {
		panic("robust: adding the tallies of different cases")
	}
	for from, i := range u.who {
		at := t.of(int(i))
		sum(t.counts[at*t.places:][:t.places], u.counts[from*t.places:])
		sum(t.weights[at*t.n:][:t.n], u.weights[from*t.n:])
		t.beyond[at] += u.beyond[from]
	}
	sum(t.ahead, u.ahead)
}

func sum[T uint32 | uint64](to, from []T) {
	for k := range to {
		to[k] += from[k]
	}
}

// note counts one draw: the ranks under the weights.
func (t *Tally) note(ranks []int32, weights []float64, listed int) {
	most := max(t.places, listed)
	for i, rank := range ranks {
		if int(rank) <= most {
			t.placed(i, int(rank), weights)
		}
	}
	if t.ahead == nil {
		return
	}
	for i, rank := range ranks {
		row := t.ahead[i*len(ranks):][:len(ranks)]
		for k, other := range ranks {
			row[k] += uint32(rank-other) >> 31
		}
	}
}

// placed counts that alternative i has a rank among the places told apart or within the shortlist.
func (t *Tally) placed(i, rank int, weights []float64) {
	at := t.of(i)
	if rank > t.places {
		t.beyond[at]++
		return
	}
	t.counts[at*t.places+rank-1]++
	if rank == 1 {
		for j, w := range weights {
			t.weights[at*t.n+j] += uint64(float64(w*fixed) + 0.5)
		}
	}
}

// tallyJSON is a tally as a file: alternatives with counts in ascending order, so that equal counts are equal bytes.
type tallyJSON struct {
	Alternatives int      `json:"alternatives"`
	Criteria     int      `json:"criteria"`
	Places       int      `json:"places"`
	Who          []int32  `json:"who"`
	Counts       []uint32 `json:"counts"`
	Beyond       []uint32 `json:"beyond"`
	Weights      []uint64 `json:"weights"`
	Ahead        []uint32 `json:"ahead,omitempty"`
}

// MarshalJSON gives equal counts equal bytes.
func (t *Tally) MarshalJSON() ([]byte, error) {
	j := tallyJSON{Alternatives: len(t.row), Criteria: t.n, Places: t.places, Who: slices.Sorted(slices.Values(t.who)), Ahead: t.ahead}
	for _, i := range j.Who {
		at := int(t.row[i] - 1)
		j.Counts = append(j.Counts, t.counts[at*t.places:][:t.places]...)
		j.Beyond = append(j.Beyond, t.beyond[at])
		j.Weights = append(j.Weights, t.weights[at*t.n:][:t.n]...)
	}
	return json.Marshal(&j)
}

// UnmarshalJSON reads a tally, and refuses one that is damaged.
func (t *Tally) UnmarshalJSON(data []byte) error {
	var j tallyJSON
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&j); err != nil {
		return err
	}
	const most = 1 << 24
	k := len(j.Who)
	if j.Alternatives < 1 || j.Alternatives > most || j.Criteria < 1 || j.Places < 1 || j.Places > j.Alternatives || k > j.Alternatives ||
		len(j.Counts)/j.Places != k || len(j.Counts)%j.Places != 0 || len(j.Beyond) != k || len(j.Weights)/j.Criteria != k || len(j.Weights)%j.Criteria != 0 ||
		j.Ahead != nil && (j.Alternatives > 1<<15 || len(j.Ahead) != j.Alternatives*j.Alternatives) {
		return mcda.Refuse("the counts do not fit together: the tally is damaged")
	}
	*t = Tally{places: j.Places, n: j.Criteria, row: make([]int32, j.Alternatives), who: j.Who, counts: j.Counts, beyond: j.Beyond, weights: j.Weights, ahead: j.Ahead}
	for at, i := range j.Who {
		if i < 0 || int(i) >= j.Alternatives || at > 0 && j.Who[at-1] >= i {
			return mcda.Refuse("the counts do not fit together: the tally is damaged")
		}
		t.row[i] = int32(at + 1)
	}
	return nil
}

// Fits reports whether the tally can be of a drawing of the case.
func (c *Case) Fits(d Drawing, t *Tally) bool {
	m, n := c.Scorer.Dims()
	return len(t.row) == m && t.n == n && t.places == d.told(m) && (t.ahead != nil) == d.Pairs
}

// told is how many places are told apart among m.
func (d *Drawing) told(m int) int {
	if d.Places == 0 {
		return m
	}
	return d.Places
}

// unit is how many draws one worker takes at a time: a whole block where a block is cheap or its scores are drawn too, fewer where there are many alternatives or
// few draws, so that all workers have something to do. It divides a block.
func (d *Drawing) unit(m, draws, workers int) int {
	unit := block
	if d.Scores != nil {
		return unit
	}
	for unit > 1 && (unit*m > 1<<24 || unit*4*workers > draws && unit > 8) {
		unit /= 2
	}
	return unit
}

// Whole reports whether draws can be divided at a place: between any two, but between blocks where scores are drawn too.
func (d *Drawing) Whole(at int) bool { return d.Scores == nil || at%block == 0 || at == d.Draws }

// Count makes the draws from one to before another of those of a drawing. Each has its numbers from the PCG stream (seed, block) of its block of 256, after those of
// the draws of the block before it: who makes it, and beside which others, does not matter. Memory does not depend on the number of draws.
//
// The error is the context's or that of drawing scores, or says that the draws cannot be divided there.
func (c *Case) Count(ctx context.Context, d Drawing, from, to int) (*Tally, error) {
	m, n := c.Scorer.Dims()
	if from < 0 || to < from || to > d.Draws || !d.Whole(from) || !d.Whole(to) {
		return nil, mcda.Refuse("draws %d to %d of %d cannot be counted by themselves", from, to, d.Draws)
	}
	workers := d.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	unit := d.unit(m, to-from, workers)
	first, last := from/unit, (to+unit-1)/unit
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var next atomic.Int64
	next.Store(int64(first))
	var mutex sync.Mutex
	var total *Tally
	var done int
	var group sync.WaitGroup
	for range max(1, min(workers, last-first)) {
		group.Go(func() {
			w := &counter{c: c, d: &d, own: newTally(m, n, d.told(m), d.Pairs), weights: mat.NewDense(unit, n, nil), skipped: make([]float64, n)}
			for u := int(next.Add(1)) - 1; u < last && ctx.Err() == nil; u = int(next.Add(1)) - 1 {
				lo, hi := max(from, u*unit), min(to, (u+1)*unit)
				if err := w.count(ctx, lo, hi); err != nil {
					stop(err)
					return
				}
				if d.Progress != nil && ctx.Err() == nil {
					mutex.Lock()
					done += hi - lo
					d.Progress(done)
					mutex.Unlock()
				}
			}
			mutex.Lock()
			defer mutex.Unlock()
			if total == nil {
				total = w.own
			} else {
				total.Add(w.own)
			}
		})
	}
	group.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return total, nil
}

// counter is one worker.
type counter struct {
	c       *Case
	d       *Drawing
	own     *Tally
	weights *mat.Dense
	skipped []float64
	ranks   []int32
	top     mcda.Top
}

// few is how many of the alternatives are ranked at most where only the first are: one in so many; and fromMany how many there are at least, fewer are ranked in
// batches and are near enough to be put in order.
const (
	few      = 8
	fromMany = 1 << 12
)

// first reports whether a draw's first ranks are all that is counted of it, and how many.
func (w *counter) first() (most int, only bool) {
	m, _ := w.c.Scorer.Dims()
	most = max(w.d.told(m), min(w.c.Shortlist, m))
	return most, !w.d.Pairs && m >= fromMany && most <= m/few
}

// count makes draws of one block; it returns early, without an error, when the context ends.
func (w *counter) count(ctx context.Context, lo, hi int) error {
	c, d := w.c, w.d
	m, n := c.Scorer.Dims()
	listed := min(c.Shortlist, m)
	b, rows := lo/block, hi-lo
	rng := rand.New(rand.NewPCG(d.Seed, uint64(b)))
	draw := d.Weights(rng)
	for range lo - b*block {
		draw(w.skipped)
	}
	for k := range rows {
		draw(w.weights.RawRowView(k))
	}
	step := max(1, min(block, 1<<15/m)) // between looks at whether to stop
	most, only := w.first()
	if only && mcda.Together(c.Scorer) {
		step = max(1, 1<<24/m)
	}
	if d.Scores != nil {
		step = 1
	}
	if w.ranks == nil && !only {
		w.ranks = make([]int32, step*m)
	}
	s := c.Scorer
	for from := 0; from < rows && ctx.Err() == nil; from += step {
		to := min(rows, from+step)
		if d.Scores != nil {
			var err error
			if s, err = d.Scores(rng); err != nil {
				return err
			}
		}
		if only {
			w.top.Ranks(s, w.weights.Slice(from, to, 0, n).(*mat.Dense), c.Lower, most, func(k int, who, ranks []int32) {
				for at, i := range who {
					w.own.placed(int(i), int(ranks[at]), w.weights.RawRowView(from+k))
				}
			})
			continue
		}
		mcda.BatchRanks(s, w.ranks[:(to-from)*m], w.weights.Slice(from, to, 0, n).(*mat.Dense), c.Lower)
		for k := from; k < to; k++ {
			w.own.note(w.ranks[(k-from)*m:][:m], w.weights.RawRowView(k), listed)
		}
	}
	return nil
}

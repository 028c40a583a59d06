// Package shards cuts a long count into pieces that any machine can do, and adds them up. The answer does not depend on who did what, in which order, or into how
// many pieces the count was cut: draws have their numbers from streams of their own, and what is counted are whole numbers (see [robust.Tally]).
//
// A [Run] is a count to be made. [Run.Plan] cuts it, [Run.Do] does a piece, [Sum.Add] takes what came of one and [Sum.Finish] gives the figures, those that one
// processor alone would have given, to the bit. Engines carry the pieces: [Run.Alone] is goroutines of this process, array jobs pass [Tally] files about.
package shards

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"time"

	"veche/internal/language"
	"veche/internal/mcda/robust"
	"veche/internal/study"
	"veche/internal/study/robustness"
)

// Run is the draws of one outcome.
type Run struct {
	Mark    Mark
	drawing robust.Drawing
	at      *robust.Case
}

// Mark tells runs apart: tallies are added only when all of it is the same.
type Mark struct {
	Data  string `json:"data"`  // SHA-256 of what is ranked and how: scores, weights, method, parameters, what is drawn
	Seed  uint64 `json:"seed"`  //
	Draws int    `json:"draws"` //
	Build string `json:"build"` // of the program: another one may count otherwise
}

// Shard is a piece of a run: the draws from one to before another.
type Shard struct {
	Index int `json:"index"` // from 0
	Of    int `json:"of"`
	From  int `json:"from"`
	To    int `json:"to"`
}

// Tally is what came of a shard.
type Tally struct {
	Mark   Mark          `json:"run"`
	Shard  Shard         `json:"shard"`
	Counts *robust.Tally `json:"counts"`
}

// New is the run of an outcome's draws by a build of the program. The error says what of the options cannot be.
func New(o *study.Outcome, options robustness.DrawOptions, build string) (*Run, error) {
	options = options.Filled(o.Study)
	drawing, err := robustness.Drawing(o, options)
	if err != nil {
		return nil, err
	}
	if drawing.Draws < 1 {
		return nil, language.Errorf("the number of draws is %d, it must be at least 1", drawing.Draws)
	}
	return &Run{Mark{fingerprint(o, options, drawing.Scores != nil), options.Seed, options.Draws, build}, drawing, robustness.Case(o)}, nil
}

// fingerprint is a hash of all that the counts depend on, but for the seed and the number of draws.
func fingerprint(o *study.Outcome, options robustness.DrawOptions, uncertain bool) string {
	h := sha256.New()
	text := func(all ...string) {
		for _, s := range all {
			number(h, uint64(len(s)))
			h.Write([]byte(s))
		}
	}
	text(o.Problem.Alternatives...)
	for j := range o.Problem.Criteria {
		c, _ := json.Marshal(&o.Problem.Criteria[j]) // of numbers and texts
		text(string(c))
	}
	for _, list := range [][]float64{o.Problem.Scores, o.Problem.Prior, o.Global} {
		number(h, uint64(len(list)))
		for _, x := range list {
			number(h, math.Float64bits(x))
		}
	}
	for _, f := range o.Problem.Fuzzy {
		for _, x := range f {
			number(h, math.Float64bits(x))
		}
	}
	text(o.Method.Name)
	for _, name := range slices.Sorted(maps.Keys(o.Parameters)) {
		text(name, o.Parameters[name])
	}
	number(h, uint64(o.Study.Settings.Shortlist))
	options.Workers, options.Progress, options.Seed, options.Draws = 0, nil, 0, 0
	said, _ := json.Marshal(struct {
		Source string
		Spread *float64
		Bounds map[string][2]float64
		Order  [][]string
		Panel  bool
	}{options.Source, options.Spread, options.Bounds, options.Order, options.Panel})
	text(string(said))
	if options.Source == robustness.DrawExperts || uncertain { // the answers themselves are drawn from
		text(o.Study.Source.SHA256)
		for k := range o.Study.Scores {
			a := &o.Study.Scores[k]
			number(h, uint64(a.Expert)<<32|uint64(uint32(a.Round)))
			number(h, uint64(a.Technology)<<32|uint64(uint32(a.Criterion)))
			number(h, math.Float64bits(a.Value))
			number(h, uint64(a.State))
		}
		for e := range o.Study.Evidence.Stated() {
			text(fmt.Sprint(e.Technology, e.Criterion, *o.Study.Distributions[e.Stated-1]))
		}
		for k := range o.Weights.Nodes {
			w, _ := json.Marshal(o.Weights.Nodes[k].Weights)
			text(o.Weights.Nodes[k].Expert, o.Weights.Nodes[k].Bloc, string(w))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func number(h hash.Hash, x uint64) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], x)
	h.Write(b[:])
}

// Plan cuts the run into so many shards of nearly the same length; some are empty when there are more than can be cut.
func (r *Run) Plan(shards int) []Shard {
	all := make([]Shard, shards)
	at := 0
	for k := range all {
		to := r.Mark.Draws * (k + 1) / shards
		for !r.drawing.Whole(to) {
			to++
		}
		all[k] = Shard{k, shards, at, max(at, to)}
		at = all[k].To
	}
	return all
}

// Pieces is into how many shards the run is best cut when one should take about so long on one processor. It makes some draws to know. The error is the context's,
// or that of drawing scores.
func (r *Run) Pieces(ctx context.Context, length time.Duration) (int, error) {
	const enough = 50 * time.Millisecond
	own := r.drawing
	own.Workers, own.Progress = 1, nil
	for n := 1; ; n *= 4 {
		to := min(n, r.Mark.Draws)
		for !own.Whole(to) {
			to++
		}
		began := time.Now()
		if _, err := r.at.Count(ctx, own, 0, to); err != nil {
			return 0, err
		}
		took := time.Since(began)
		if took < enough && to < r.Mark.Draws {
			continue
		}
		whole := float64(took) / float64(to) * float64(r.Mark.Draws)
		least := min(fewShards, int(whole/float64(length/20))) // so that several workers end at about the same time
		return max(1, least, min(int(whole/float64(length)), r.Mark.Draws, mostShards)), nil
	}
}

// A run is cut into so many pieces at least, where they are not too short, and at most.
const (
	fewShards  = 16
	mostShards = 20_000
)

// Do makes the draws of a shard. The error is the context's, or that of drawing scores.
func (r *Run) Do(ctx context.Context, s Shard) (*Tally, error) {
	counts, err := r.at.Count(ctx, r.drawing, s.From, s.To)
	if err != nil {
		return nil, err
	}
	return &Tally{r.Mark, s, counts}, nil
}

// Sum adds up the tallies of a run.
type Sum struct {
	run   *Run
	total *robust.Tally
	of    int
	has   []bool
}

// Sum is none of the run's shards yet, of so many.
func (r *Run) Sum(shards int) *Sum { return &Sum{run: r, of: shards, has: make([]bool, shards)} }

// Add takes a tally in. It refuses one of another run, another build, another division, and one whose shard it has already.
func (s *Sum) Add(t *Tally) error {
	mine, theirs := s.run.Mark, t.Mark
	switch {
	case theirs.Build != mine.Build:
		return language.Errorf("it was counted by another build of the program (%s) than this one (%s)", theirs.Build, mine.Build)
	case theirs.Data != mine.Data:
		return language.Errorf("it is of another study, other weights, another method or other draws")
	case theirs.Seed != mine.Seed:
		return language.Errorf("it was drawn with the seed %d, not %d", int(theirs.Seed), int(mine.Seed))
	case theirs.Draws != mine.Draws:
		return language.Errorf("it is of a run of %d draws, not %d", theirs.Draws, mine.Draws)
	case t.Shard.Of != s.of:
		return language.Errorf("it is one of %d shards, not of %d", t.Shard.Of, s.of)
	case t.Shard.Index < 0 || t.Shard.Index >= s.of || t.Shard != s.run.Plan(s.of)[t.Shard.Index] || t.Counts == nil || !s.run.at.Fits(s.run.drawing, t.Counts):
		return language.Errorf("it is no shard of this run: the file is damaged")
	case s.has[t.Shard.Index]:
		return language.Errorf("shard %d is there twice", t.Shard.Index)
	}
	s.has[t.Shard.Index] = true
	if s.total == nil {
		s.total = t.Counts
	} else {
		s.total.Add(t.Counts)
	}
	return nil
}

// Missing are the shards that were not added yet.
func (s *Sum) Missing() (missing []int) {
	for k, has := range s.has {
		if !has {
			missing = append(missing, k)
		}
	}
	return missing
}

// Finish gives the figures of the whole run. The error is the context's, or names the shards that are missing.
func (s *Sum) Finish(ctx context.Context) (*robust.Acceptabilities, error) {
	if missing := s.Missing(); len(missing) > 0 {
		return nil, language.Errorf("%d of %d shards are missing: %s", len(missing), s.of, first(missing))
	}
	return s.run.at.Conclude(ctx, s.run.drawing, s.total)
}

// Digest is the SHA-256 of the counts so far: equal counts, equal digests.
func (s *Sum) Digest() string {
	if s.total == nil {
		return ""
	}
	data, _ := json.Marshal(s.total) // of whole numbers
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// first names the first few of some numbers.
func first(numbers []int) string {
	const shown = 10
	text := ""
	for k, n := range numbers {
		switch {
		case k == shown:
			return text + ", …"
		case k > 0:
			text += ", "
		}
		text += fmt.Sprint(n)
	}
	return text
}

// Alone does the shards one after another, each on all processors of this machine.
func (r *Run) Alone(ctx context.Context, shards int) (*Sum, error) {
	sum := r.Sum(shards)
	for _, s := range r.Plan(shards) {
		t, err := r.Do(ctx, s)
		if err != nil {
			return nil, err
		}
		if err := sum.Add(t); err != nil {
			return nil, err
		}
	}
	return sum, nil
}

// Merged adds up the tallies in files.
func (r *Run) Merged(paths []string, read func(path string) ([]byte, error)) (*Sum, error) {
	var sum *Sum
	for _, path := range paths {
		data, err := read(path)
		if err != nil {
			return nil, err
		}
		tally, err := ReadTally(path, data)
		if err != nil {
			return nil, err
		}
		if sum == nil {
			sum = r.Sum(tally.Shard.Of)
		}
		if err := sum.Add(tally); err != nil {
			return nil, language.Errorf("%s cannot be added: %s", path, language.Of(err))
		}
	}
	return sum, nil
}

// ArrayIndex is the number of this job among those of an array, as Slurm or Kubernetes gives it, where none was asked for.
func ArrayIndex(index int) int {
	for _, name := range []string{"SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"} {
		if k, err := strconv.Atoi(os.Getenv(name)); err == nil && index < 0 {
			return k
		}
	}
	return index
}

// ReadTally reads a tally as it was written to a file called name.
func ReadTally(name string, data []byte) (*Tally, error) {
	var t Tally
	if err := json.Unmarshal(data, &t); err != nil || t.Shard.Of < 1 || t.Shard.Of > 1<<20 {
		return nil, language.Errorf("%s is no tally of a shard: %v", name, err)
	}
	return &t, nil
}

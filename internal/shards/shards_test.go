package shards

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/mcda/robust"
	"veche/internal/study"
	"veche/internal/study/robustness"
)

// drawn is a random outcome and what is drawn of it.
func drawn(t *rapid.T) (*study.Outcome, robustness.DrawOptions) {
	methods := []string{"topsis", "weighted-sum", "vikor", "weighted-product", "promethee2", "moora", "copras", "electre3"}
	s := &study.Study{Settings: study.Settings{Weighting: "direct", Method: rapid.SampledFrom(methods).Draw(t, "method"), Shortlist: rapid.IntRange(0, 6).Draw(t, "shortlist")}}
	n, m := rapid.IntRange(2, 5).Draw(t, "criteria"), rapid.IntRange(2, 30).Draw(t, "technologies")
	panel := rapid.Bool().Draw(t, "panel")
	for j := range n {
		w := rapid.Float64Range(0.1, 1).Draw(t, "weight")
		c := study.Criterion{Code: fmt.Sprintf("C%d", j), Name: "c", Weight: &w}
		s.Criteria = append(s.Criteria, c)
	}
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "data"), 1))
	for e := range 4 {
		s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprintf("E%d", e)})
	}
	for i := range m {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%d", i), Name: "t"})
		for j := range n {
			if !panel {
				s.Evidence.Add(study.Measurement{Value: float64(1 + random.IntN(20)), Technology: int32(i), Criterion: int32(j)})
				continue
			}
			for e := range s.Experts {
				s.Scores = append(s.Scores, study.Score{Value: float64(1 + random.IntN(9)), Round: -1, Expert: int32(e), Technology: int32(i), Criterion: int32(j)})
			}
		}
	}
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	d := robustness.DrawOptions{Source: rapid.SampledFrom([]string{robustness.DrawNear, robustness.DrawUniform}).Draw(t, "source"),
		Draws: rapid.IntRange(1, 700).Draw(t, "draws"), Seed: rapid.Uint64Range(1, 1<<40).Draw(t, "seed"), Panel: panel && rapid.Bool().Draw(t, "resampled"), Workers: rapid.IntRange(1, 3).Draw(t, "workers")}
	return o, d
}

// digest is the SHA-256 of figures.
func digest(t *rapid.T, figures any) string {
	text := fmt.Sprintf("%x", figures) // all bits, NaN too
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("%x", sum)
}

func must[T any](t *rapid.T) func(T, error) T {
	return func(x T, err error) T {
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

// Every engine gives what `veche robust` counts in one go: shards reordered, done twice elsewhere, sent through files, by other numbers of workers.
func TestEnginesAgree(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		o, d := drawn(t)
		whole := digest(t, *must[*robust.Acceptabilities](t)(robustness.Draw(ctx, o, d)))
		run := must[*Run](t)(New(o, d, "build"))
		of := rapid.IntRange(1, 9).Draw(t, "shards")

		alone := must[*Sum](t)(run.Alone(ctx, of))
		if got := digest(t, *must[*robust.Acceptabilities](t)(alone.Finish(ctx))); got != whole {
			t.Fatal("goroutines give other figures")
		}

		order := rapid.Permutation(run.Plan(of)).Draw(t, "order")
		sum := must[*Run](t)(New(o, d, "build")).Sum(of)
		for k, s := range order {
			d.Workers = 1 + k%3
			worker := must[*Run](t)(New(o, d, "build")) // on another machine
			file := must[[]byte](t)(json.Marshal(must[*Tally](t)(worker.Do(ctx, s))))
			again := must[[]byte](t)(json.Marshal(must[*Tally](t)(worker.Do(ctx, s))))
			if string(file) != string(again) {
				t.Fatal("a shard done twice gives other bytes")
			}
			if missing := sum.Missing(); !slices.Contains(missing, s.Index) {
				t.Fatal(missing)
			}
			if _, err := sum.Finish(ctx); err == nil || !strings.Contains(err.Error(), "missing") {
				t.Fatal("figures were given of a part of the shards")
			}
			var back Tally
			if err := json.Unmarshal(file, &back); err != nil {
				t.Fatal(err)
			}
			if err := sum.Add(&back); err != nil {
				t.Fatal(err)
			}
			var twice Tally
			if err := json.Unmarshal(file, &twice); err != nil || sum.Add(&twice) == nil {
				t.Fatal("a shard was taken twice")
			}
		}
		if got := digest(t, *must[*robust.Acceptabilities](t)(sum.Finish(ctx))); got != whole {
			t.Fatal("files give other figures")
		}
		if sum.Digest() != alone.Digest() {
			t.Fatal("equal counts have other digests")
		}
	})
}

// Tallies of anything else are refused.
func TestForeignTalliesAreRefused(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		o, d := drawn(t)
		run := must[*Run](t)(New(o, d, "build"))
		shard := run.Plan(2)[0]
		for name, change := range map[string]func(*study.Outcome, *robustness.DrawOptions) string{
			"build":  func(*study.Outcome, *robustness.DrawOptions) string { return "other" },
			"seed":   func(_ *study.Outcome, d *robustness.DrawOptions) string { d.Seed++; return "build" },
			"draws":  func(_ *study.Outcome, d *robustness.DrawOptions) string { d.Draws++; return "build" },
			"spread": func(_ *study.Outcome, d *robustness.DrawOptions) string { x := 0.11; d.Spread = &x; return "build" },
			"data": func(o *study.Outcome, _ *robustness.DrawOptions) string {
				p := *o.Prepared
				q := *p.Problem
				q.Scores = slices.Clone(q.Scores)
				q.Scores[0] *= 1.0001
				p.Problem = &q
				o.Prepared = &p
				return "build"
			},
		} {
			other, options := *o, d
			build := change(&other, &options)
			foreign := must[*Run](t)(New(&other, options, build))
			if err := run.Sum(2).Add(must[*Tally](t)(foreign.Do(ctx, foreign.Plan(2)[0]))); err == nil {
				t.Fatalf("a tally of another %s was taken", name)
			}
		}
		if err := run.Sum(3).Add(must[*Tally](t)(run.Do(ctx, shard))); err == nil {
			t.Fatal("one of two shards was taken as one of three")
		}
		ended, stop := context.WithCancel(ctx)
		stop()
		if _, err := run.Do(ended, run.Plan(1)[0]); err == nil {
			t.Fatal("a shard was done after its end")
		}
	})
}

// FuzzTally reads damaged files of tallies.
func FuzzTally(f *testing.F) {
	f.Add([]byte(`{"run":{"data":"a","seed":1,"draws":2,"build":"b"},"shard":{"index":0,"of":1,"from":0,"to":2},"counts":{"alternatives":2,"criteria":1,"places":2,"who":[0,1],"counts":[1,1,1,1],"beyond":[0,0],"weights":[1,1]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var tally Tally
		if json.Unmarshal(data, &tally) != nil || tally.Counts == nil {
			return
		}
		again, err := json.Marshal(&tally)
		if err != nil {
			t.Fatal(err)
		}
		var back Tally
		if err := json.Unmarshal(again, &back); err != nil {
			t.Fatalf("%s: %v", again, err)
		}
	})
}

package shards

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/mcda"
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

// What is ranked is carried whole: a run made of it is the same run and counts the same.
func TestPacked(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		o, d := drawn(t)
		if !Packable(o, d) {
			t.Skip("it draws answers")
		}
		run := must[*Run](t)(New(o, d, "build"))
		var b bytes.Buffer
		if err := Pack(&b, o, d); err != nil {
			t.Fatal(err)
		}
		packed := b.Bytes()
		back, options, err := Unpack(bytes.NewReader(packed), int64(len(packed)))
		if err != nil {
			t.Fatal(err)
		}
		again := must[*Run](t)(New(back, options, "build"))
		if again.Mark != run.Mark {
			t.Fatal("another run came of it")
		}
		one, two := must[*Sum](t)(run.Alone(ctx, 1)), must[*Sum](t)(again.Alone(ctx, 2))
		if digest(t, *must[*robust.Acceptabilities](t)(one.Finish(ctx))) != digest(t, *must[*robust.Acceptabilities](t)(two.Finish(ctx))) {
			t.Fatal("other figures came of it")
		}
		cut := rapid.IntRange(0, len(packed)-1).Draw(t, "cut")
		if _, _, err := Unpack(bytes.NewReader(packed[:cut]), int64(cut)); err == nil {
			t.Fatalf("%d of %d bytes were taken for all", cut, len(packed))
		}
		if _, _, err := Unpack(bytes.NewReader(packed[:cut]), int64(len(packed))); err == nil {
			t.Fatalf("%d of %d bytes were taken for all that were said", cut, len(packed))
		}
	})
}

// Everything that a criterion can hold is carried, and so is what stands beside the scores.
func TestPackedFields(t *testing.T) {
	x, three := 0.1+0.2, 3.0
	full := mcda.Criterion{ID: "C1", Sense: mcda.Target, Target: 1. / 3, Scale: &mcda.Scale{Min: 1, Max: 9}, Value: mcda.ValueFunction{{Score: 1, Value: 0.1}, {Score: 9, Value: 1}},
		Preference: mcda.Preference{Function: "linear", Q: &mcda.Threshold{Constant: x}, P: &mcda.Threshold{Slope: x}, Veto: &mcda.Threshold{Constant: three}, Sigma: &x},
		Expected:   &three, Limits: []float64{1, x}, FuzzyWeight: &mcda.Fuzzy{0.1, 0.2, x, 0.4}}
	for k, v := range reflect.ValueOf(full).Fields() {
		if v.IsZero() {
			t.Errorf("the test leaves %s out", k.Name)
		}
	}
	method, _ := mcda.Lookup("fuzzy-topsis")
	o := &study.Outcome{Prepared: &study.Prepared{Method: method, Leaves: []int{0}, Problem: &mcda.Problem{Alternatives: []string{"a", "ю"}, Criteria: []mcda.Criterion{full}, Scores: []float64{1, x},
		Fuzzy: []mcda.Fuzzy{{1, 2, 3, 4}, {x, 1, 2, 3}}, Trapezoidal: true, Prior: []float64{x, 0.7}}}, Global: []float64{1},
		Study: &study.Study{Criteria: []study.Criterion{{Code: "C1"}}, Settings: study.Settings{Shortlist: 1}}}
	d := robustness.DrawOptions{Source: robustness.DrawIntervals, Bounds: map[string][2]float64{"C1": {x, 1}}, Order: [][]string{{"C1"}}, Draws: 7}
	var b bytes.Buffer
	if err := Pack(&b, o, d); err != nil {
		t.Fatal(err)
	}
	back, options, err := Unpack(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if back == nil { // the method may refuse such a criterion; what it was asked is there
		t.Fatal(err)
	}
	want, got := d.Filled(o.Study), options
	if !reflect.DeepEqual(back.Problem, o.Problem) || !reflect.DeepEqual(back.Global, o.Global) || !reflect.DeepEqual(want, got) || fingerprint(back, got, false) != fingerprint(o, want, false) {
		t.Errorf("it came back as %+v, %+v", back.Problem, got)
	}
}

// FuzzUnpack reads damaged packs.
func FuzzUnpack(f *testing.F) {
	s := &study.Study{Settings: study.Settings{Method: "topsis", Weighting: "equal"}, Criteria: []study.Criterion{{Code: "C1"}, {Code: "C2"}}, Technologies: []study.Technology{{ID: "a"}, {ID: "b"}}}
	for k := range 4 {
		s.Evidence.Add(study.Measurement{Value: float64(k), Technology: int32(k / 2), Criterion: int32(k % 2)})
	}
	o, err := study.Evaluate(s)
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if err := Pack(&b, o, robustness.DrawOptions{}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		o, options, err := Unpack(bytes.NewReader(data), int64(len(data)))
		if err == nil && options.Draws > 0 && options.Draws < 100 {
			_, _ = New(o, options, "build") // it may refuse
		}
	})
}

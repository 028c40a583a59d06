package compare

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"veche/internal/mcda"
	"veche/internal/mcda/group"
	"veche/internal/study"
)

// randomEdition makes a study of technologies, experts and criteria out of small pools, so that two of them have some in common.
func randomEdition(r *rand.Rand) *study.Study {
	methods := []string{"weighted-sum", "topsis", "vikor", "promethee2", "mabac", "", "edas"}
	weightings := []string{"direct", "equal", "ahp", "entropy", "critic", "roc", "std"}
	s := &study.Study{Title: "random", Settings: study.Settings{Method: methods[r.IntN(len(methods))], Weighting: weightings[r.IntN(len(weightings))],
		Aggregation: []string{"mean", "median"}[r.IntN(2)], Levels: []string{"", "flat", "blocs"}[r.IntN(3)], Parameters: map[string]string{}}}
	if r.IntN(4) == 0 {
		s.Settings.Parameters["mix"] = "equal"
	}
	if r.IntN(2) == 0 {
		s.Settings.Shortlist = 1 + r.IntN(4)
	}
	for _, k := range r.Perm(4)[:2+r.IntN(3)] {
		c := study.Criterion{Code: fmt.Sprint("C", k), Sense: mcda.Sense(k % 2), Weight: new(float64(1 + r.IntN(5))), Unit: []string{"", "", "", "points"}[r.IntN(4)]}
		if s.Settings.Weighting == "roc" {
			*c.Weight = float64(len(s.Criteria) + 1)
		}
		c.Min, c.Max = new(0.0), new(float64(9+r.IntN(2)))
		s.Criteria = append(s.Criteria, c)
	}
	for _, k := range r.Perm(7)[:3+r.IntN(4)] {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprint("T", k), Name: fmt.Sprint("Technology number ", []string{"zero", "one", "two", "three", "four", "five", "six"}[k])})
	}
	for _, k := range r.Perm(5)[:1+r.IntN(4)] {
		e := study.Expert{ID: fmt.Sprint("E", k), Bloc: []string{"science", "state"}[k%2]}
		if r.IntN(4) == 0 {
			e.Conflicts = []int32{int32(r.IntN(len(s.Technologies)))}
		}
		s.Experts = append(s.Experts, e)
	}
	if r.IntN(3) == 0 {
		s.Rounds = []string{"1", "2"}
		s.Settings.Round = []string{"", "1", "all"}[r.IntN(3)]
	}
	measured := r.IntN(len(s.Criteria) + 2)
	for c := range s.Criteria {
		for t := range s.Technologies {
			if c == measured {
				s.Evidence.Add(study.Measurement{Value: float64(r.IntN(90)) / 10, Technology: int32(t), Criterion: int32(c)})
				continue
			}
			for e := range s.Experts {
				a := study.Score{Round: -1, Expert: int32(e), Technology: int32(t), Criterion: int32(c), Value: float64(r.IntN(10))}
				if len(s.Rounds) > 0 {
					a.Round = int32(r.IntN(2))
				}
				if r.IntN(10) == 0 {
					a.State, a.Value = study.State(1+r.IntN(2)), 0
				}
				s.Scores = append(s.Scores, a)
			}
		}
	}
	for e := range s.Experts {
		for a := range s.Criteria {
			for b := range a {
				if r.IntN(6) > 0 || len(s.Criteria) == 2 {
					s.Judgements = append(s.Judgements, study.Judgement{Round: -1, Expert: int32(e), A: int32(a), B: int32(b), Value: []float64{1. / 3, 1, 2, 5}[r.IntN(4)]})
				}
			}
		}
	}
	if r.IntN(4) == 0 {
		s.Excluded.Technologies = map[string]bool{s.Technologies[0].ID: true}
	}
	if r.IntN(6) == 0 && len(s.Experts) > 1 {
		s.Excluded.Experts = map[string]bool{s.Experts[0].ID: true}
	}
	if r.IntN(6) == 0 {
		s.Moved = slices.Repeat([]float64{1 / float64(len(s.Criteria))}, len(s.Criteria))
	}
	return s
}

// randomPair is two editions that can both be ranked: unrelated ones, or this one the last with one field of a factor changed.
func randomPair(r *rand.Rand) (l, n *study.Study) {
	for {
		l, n = randomEdition(r), randomEdition(r)
		if r.IntN(2) == 0 {
			n = changed(r, l)
		}
		_, err := study.Evaluate(l)
		_, also := study.Evaluate(n)
		if err == nil && also == nil {
			return l, n
		}
	}
}

// changed is a study with a few things changed.
func changed(r *rand.Rand, s *study.Study) *study.Study {
	c := s.Changed()
	c.Scores, c.Technologies, c.Criteria = slices.Clone(s.Scores), slices.Clone(s.Technologies), slices.Clone(s.Criteria)
	for range 1 + r.IntN(3) {
		switch r.IntN(5) {
		case 0:
			c.Settings.Method = []string{"weighted-sum", "topsis", "vikor"}[r.IntN(3)]
		case 1:
			c.Settings.Weighting = "equal"
		case 2:
			for k := range c.Scores {
				if r.IntN(4) == 0 && c.Scores[k].State == study.Given {
					c.Scores[k].Value = float64(r.IntN(10))
				}
			}
		case 3:
			c.Excluded.Technologies = map[string]bool{c.Technologies[r.IntN(len(c.Technologies))].ID: true}
		case 4:
			c.Settings.Aggregation = string(group.Median)
		}
	}
	return c
}

// Places and weights beside each other are those of the editions.
func TestBeside(t *testing.T) {
	for seed := range uint64(60) {
		l, n := randomPair(rand.New(rand.NewPCG(seed, 5)))
		c, err := Compare(t.Context(), l, n, Options{Draws: 10})
		if err != nil {
			t.Fatal(err)
		}
		had, has := 0, 0
		for _, p := range c.Places() {
			if p.Last > 0 {
				had++
			}
			if p.This > 0 {
				has++
				if at := slices.IndexFunc(c.This.Rows, func(r study.Row) bool { return r.Technology.ID == p.Technology.ID }); c.This.Rows[at].Rank != p.This {
					t.Errorf("seed %d: %s is said to be at %d", seed, p.Technology.ID, p.This)
				}
			}
		}
		if had != len(c.Last.Rows) || has != len(c.This.Rows) {
			t.Errorf("seed %d: %d and %d places of %d and %d", seed, had, has, len(c.Last.Rows), len(c.This.Rows))
		}
		before, after := 0.0, 0.0
		for _, w := range c.Weights() {
			if w.Last != nil {
				before += *w.Last
			}
			if w.This != nil {
				after += *w.This
			}
		}
		if math.Abs(before-1) > 1e-9 || math.Abs(after-1) > 1e-9 {
			t.Errorf("seed %d: the weights sum to %v and %v", seed, before, after)
		}
	}
}

// Only what has a score or “don't know” is an answer: the sentences on answers count pairs of them, however many rows are blank or hold what could not be read.
func TestAnswersCounted(t *testing.T) {
	said := 0
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 9))
		l, n := randomPair(r)
		n = n.Changed()
		n.Scores = slices.Clone(n.Scores)
		for k := range n.Scores {
			switch r.IntN(6) {
			case 0:
				n.Scores[k].State, n.Scores[k].Value = study.Missing, 0
			case 1:
				n.Scores[k].State, n.Scores[k].Value = study.Abstained, 0
			}
		}
		if _, err := study.Evaluate(n); err != nil {
			continue
		}
		c, err := Compare(t.Context(), l, n, Options{Draws: 10})
		if err != nil {
			t.Fatal(err)
		}
		without := func(s *study.Study) *study.Study {
			s = s.Changed()
			s.Scores = slices.DeleteFunc(slices.Clone(s.Scores), func(a study.Score) bool { return a.State == study.Missing })
			return s
		}
		bare, err := Compare(t.Context(), without(l), without(n), Options{Draws: 10})
		if err != nil {
			t.Fatal(err)
		}
		sentences := func(c *Comparison) (all []string) {
			for _, x := range c.Changes {
				if x.Factor == Scores {
					all = append(all, x.Said.String())
				}
			}
			return all
		}
		got, want := sentences(c), sentences(bare)
		if said += len(got); !slices.Equal(got, want) {
			t.Errorf("seed %d: %q, without the rows that hold no answer %q", seed, got, want)
		}
		for _, x := range []edition{last, this} {
			for key, a := range c.answers(x) {
				if len(a.states) == 0 || slices.Contains(a.states, study.Missing) {
					t.Errorf("seed %d: %v is no answer", seed, key)
				}
			}
		}
	}
	if said == 0 {
		t.Error("nothing was said of answers")
	}
}

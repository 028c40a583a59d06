package compare

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"veche/internal/study"
)

// Every field of a study, of its settings and of what it holds belongs to exactly one factor, or is said to move no rank.
func TestEveryFieldHasAFactor(t *testing.T) {
	for _, v := range []any{study.Study{}, study.Settings{}, study.Excluded{}, study.Criterion{}, study.Technology{}, study.Expert{}, study.Bloc{}} {
		of := reflect.TypeOf(v)
		table := Fields[of.Name()]
		for k := range of.NumField() {
			if _, ok := table[of.Field(k).Name]; !ok {
				t.Errorf("%s.%s belongs to no factor: give it one in Fields, and see that hybrids take it from there", of.Name(), of.Field(k).Name)
			}
		}
		if len(table) != of.NumField() {
			t.Errorf("Fields has %d fields of %s, there are %d", len(table), of.Name(), of.NumField())
		}
	}
	if len(Fields) != 7 {
		t.Errorf("Fields has %d types that nothing walks", len(Fields)-7)
	}
}

// naive is the Shapley value by its definition: a factor's change of the value averaged over all 120 orders in which the factors may change.
func naive(value func(set int) int) (shares [factors]int) {
	var walk func(set int)
	order := []int{}
	walk = func(set int) {
		if len(order) == int(factors) {
			at := 0
			for _, i := range order {
				shares[i] += value(at|1<<i) - value(at)
				at |= 1 << i
			}
			return
		}
		for i := range int(factors) {
			if set&(1<<i) == 0 {
				order = append(order, i)
				walk(set | 1<<i)
				order = order[:len(order)-1]
			}
		}
	}
	walk(0)
	return shares
}

// On random pairs the shares are the naive ones of hybrids ranked anew, and add to the move; the hybrids of one edition alone are that edition to the bit.
func TestSharesAreTheNaiveOnes(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 1))
	explained, nontrivial := 0, 0
	for range 120 {
		l, n := randomPair(r)
		c, err := Compare(context.Background(), l, n, Options{Draws: 64})
		if err != nil {
			t.Fatal(err)
		}
		sameOutcome(t, c.hybrids, mixOf(0), c.Last)
		sameOutcome(t, c.hybrids, mixOf(1<<factors-1), c.This)
		if c.Unexplained != nil {
			t.Fatalf("a pair of sound editions has no shares: %s", c.Unexplained)
		}
		places, candidates := [1 << factors][]int{}, [1 << factors]*study.Study{}
		for set := range places {
			h := c.hybrids.make(mixOf(set))
			if places[set], err = h.places(); err != nil && slices.ContainsFunc(c.Moves, func(m Move) bool { return m.Both() }) {
				t.Fatal(err)
			}
			candidates[set] = h.study
		}
		for k := range c.Moves {
			m := &c.Moves[k]
			if !m.Both() {
				if m.Shares != nil || m.Reason == "" {
					t.Fatalf("%+v: no shares and a reason", m)
				}
				continue
			}
			explained++
			want := naive(func(set int) int {
				id := [2]string{c.Last.Study.Technologies[m.Last].ID, c.This.Study.Technologies[m.This].ID}[mixOf(set)[Candidates]]
				return -places[set][candidates[set].Technology(id)]
			})
			if *m.Shares != want {
				t.Fatalf("shares %v, over all orders %v", *m.Shares, want)
			}
			sum, several := 0, 0
			for _, s := range want {
				sum += s
				if s != 0 {
					several++
				}
			}
			if sum != Whole*m.Moved {
				t.Fatalf("shares %v add to %d, the move is %d", want, sum, m.Moved)
			}
			if several > 1 {
				nontrivial++
			}
		}
	}
	if explained < 150 || nontrivial < 60 {
		t.Fatalf("only %d moves, %d of several factors", explained, nontrivial)
	}
}

func sameOutcome(t *testing.T, q *hybrids, z mix, want *study.Outcome) {
	t.Helper()
	got, _, err := q.make(z).rank()
	if err != nil {
		t.Fatal(err)
	}
	bits := func(a, b []float64) bool {
		return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) })
	}
	if !bits(got.Global, want.Global) || !bits(got.Problem.Scores, want.Problem.Scores) || len(got.Rows) != len(want.Rows) {
		t.Fatalf("hybrid %v is not the edition: weights %v, %v; scores %v, %v", z, got.Global, want.Global, got.Problem.Scores, want.Problem.Scores)
	}
	for k := range got.Rows {
		a, b := &got.Rows[k], &want.Rows[k]
		if a.Technology.ID != b.Technology.ID || a.Rank != b.Rank || math.Float64bits(a.Score) != math.Float64bits(b.Score) {
			t.Fatalf("hybrid %v: row %d is %s %d %v, in the edition %s %d %v", z, k, a.Technology.ID, a.Rank, a.Score, b.Technology.ID, b.Rank, b.Score)
		}
	}
}

// Editions that are the same have nothing to explain.
func TestIdenticalEditionsGiveAnEmptyList(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for range 40 {
		l, _ := randomPair(r)
		c, err := Compare(context.Background(), l, l, Options{Draws: 32})
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Moves) > 0 || len(c.Changes) > 0 || len(c.Warnings) > 0 || c.Rose+c.Fell > 0 {
			t.Fatalf("%+v %v %v", c.Moves, c.Changes, c.Warnings)
		}
	}
}

// The other way round every share changes its sign.
func TestTheOtherWayRound(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 8))
	for range 25 {
		l, n := randomPair(r)
		there, err := Compare(context.Background(), l, n, Options{Draws: 32})
		if err != nil {
			t.Fatal(err)
		}
		back, err := Compare(context.Background(), n, l, Options{Draws: 32})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range there.Moves {
			for _, b := range back.Moves {
				if a.This != b.Last || a.Last != b.This || !a.Both() || a.Shares == nil {
					continue
				}
				for f := range factors {
					if a.Shares[f] != -b.Shares[f] {
						t.Fatalf("%v there, %v back", *a.Shares, *b.Shares)
					}
				}
			}
		}
	}
}

package contrast

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
	"veche/internal/study"
)

// random is a study of evidence: m technologies on n criteria of every sense.
func random(seed uint64, m, n int, method string, scaled bool) *study.Study {
	r := rand.New(rand.NewPCG(seed, 3))
	s := &study.Study{Settings: study.Settings{Method: method, Parameters: map[string]string{}}}
	for c := range n {
		k := study.Criterion{Code: fmt.Sprintf("C%d", c+1), Name: fmt.Sprintf("Criterion %d", c+1), Weight: number(1 + 4*r.Float64()), Sense: mcda.Sense(c % 2)}
		if scaled {
			k.Min, k.Max = number(0), number(10)
		}
		s.Criteria = append(s.Criteria, k)
	}
	for t := range m {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%02d", t+1), Name: fmt.Sprintf("Technology %d", t+1)})
		for c := range n {
			s.Evidence.Add(study.Measurement{Technology: int32(t), Criterion: int32(c), Value: 1 + 8*r.Float64()})
		}
	}
	return s
}

// The parts of an additive method add to the lead.
func TestContrastAdds(t *testing.T) {
	o := evaluated(t, random(1, 8, 5, "weighted-sum", true))
	for a := range o.Rows {
		for b := range o.Rows {
			c := Between(o, &o.Rows[a], &o.Rows[b])
			var sum float64
			for _, p := range c.Parts {
				sum += p.Ahead
			}
			if math.Abs(sum-c.Lead) > 1e-12 {
				t.Errorf("%d over %d: parts add to %g, the lead is %g", a+1, b+1, sum, c.Lead)
			}
		}
	}
}

// Just before a turn the two keep their order, just after they do not; and no turn lies nearer: a scan of the whole path says so.
func TestTurns(t *testing.T) {
	for _, method := range []string{"weighted-sum", "weighted-product", "topsis", "vikor", "codas", "promethee2"} {
		for seed := range uint64(6) {
			o := evaluated(t, random(seed, 7, 4, method, false))
			a, b := &o.Rows[1], &o.Rows[4]
			c, err := Complete(context.Background(), o, Between(o, a, b))
			if err != nil {
				t.Fatal(err)
			}
			for j := range o.Leaves {
				path := robust.NewPath(o.Global, j, nil)
				ahead := func(w float64) bool {
					s := o.Scorer.Scores(nil, path.Weights(nil, w))
					return o.Better(s[a.Index], s[b.Index]) > 0
				}
				for _, up := range []bool{false, true} {
					first := math.NaN()
					const steps = 4000
					for k := 1; k <= steps; k++ {
						w := o.Global[j] * (1 - float64(k)/steps)
						if up {
							w = o.Global[j] + (1-o.Global[j])*float64(k)/steps
						}
						if k < steps && !ahead(w) {
							first = w
							break
						}
					}
					found := math.NaN()
					for _, turn := range c.Turns {
						if turn.Column == j && turn.Up() == up {
							found = turn.At
						}
					}
					if math.IsNaN(first) != math.IsNaN(found) || math.Abs(first-found) > 1.0/2000 {
						t.Errorf("%s seed %d, criterion %d, up %v: turn at %g, the scan says %g", method, seed, j+1, up, found, first)
					}
				}
			}
			if c.Exact != (method != "codas") {
				t.Errorf("%s: exact is %v", method, c.Exact)
			}
		}
	}
}

// With what it needs the lower technology is level when the whole study is read anew; with a little less it is not.
func TestNeeds(t *testing.T) {
	found := 0
	for _, method := range []string{"weighted-sum", "topsis", "spotis", "promethee2"} {
		for seed := range uint64(5) {
			s := random(seed, 6, 4, method, method == "spotis" || seed%2 == 0)
			o := evaluated(t, s)
			a, b := &o.Rows[0], &o.Rows[2]
			list, err := needs(context.Background(), o, a, b)
			if err != nil || len(list) != 4 {
				t.Fatal(list, err)
			}
			level := func(j int, x float64) bool {
				c := *s
				list := slices.Collect(s.Evidence.All())
				list[o.Technology[b.Index]*4+j].Value = x
				c.Evidence = study.Measured(list...)
				n := evaluated(t, &c)
				var at [2]float64
				for k := range n.Rows {
					switch n.Rows[k].Technology.ID {
					case a.Technology.ID:
						at[0] = n.Rows[k].Score
					case b.Technology.ID:
						at[1] = n.Rows[k].Score
					}
				}
				return n.Better(at[1], at[0]) >= 0 || mcda.Tied(at[0], at[1])
			}
			for j, need := range list {
				if !need.Possible {
					if level(j, need.To) {
						t.Errorf("%s seed %d: %g on criterion %d would be enough", method, seed, need.To, j+1)
					}
					continue
				}
				found++
				less := need.To - 1e-4*(need.To-need.From)
				if !level(j, need.To) || level(j, less) {
					t.Errorf("%s seed %d, criterion %d: needs %g → %g, but with it %v and with %g %v", method, seed, j+1, need.From, need.To, level(j, need.To), less, level(j, less))
				}
				if (need.To > need.From) != (s.Criteria[j].Sense == mcda.Benefit) {
					t.Errorf("criterion %d is to move from %g to %g", j+1, need.From, need.To)
				}
			}
			back, _ := needs(context.Background(), o, b, a) // the same question
			for j := range back {
				if back[j].To != list[j].To {
					t.Error("the order of the two matters")
				}
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d needs were met", found)
	}
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	o := evaluated(t, worked())
	if _, err := needs(stopped, o, &o.Rows[0], &o.Rows[1]); err == nil {
		t.Error("a cancelled search says nothing")
	}
}

func TestStanding(t *testing.T) {
	o := evaluated(t, random(4, 30, 2, "weighted-sum", true))
	by := Standing(o)
	if len(by[0]) != 0 {
		t.Errorf("#1 of a weighted sum is dominated by %s", by[0][0].Technology.ID)
	}
	dominated := 0
	for k := range by {
		for _, r := range by[k] {
			dominated++
			if r.Rank >= o.Rows[k].Rank {
				t.Errorf("%s dominates %s from below", r.Technology.ID, o.Rows[k].Technology.ID)
			}
		}
	}
	if dominated == 0 {
		t.Error("nothing is dominated")
	}
}

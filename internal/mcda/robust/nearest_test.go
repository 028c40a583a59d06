package robust_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"veche/internal/ci"
	"veche/internal/mcda"
	"veche/internal/mcda/robust"
)

// grid calls use with every weight vector on a grid of the simplex of 3 that leaves the locked weights as they are.
func grid(now []float64, locked []bool, steps int, use func(w []float64)) {
	for i := 0; i <= steps; i++ {
		for j := 0; i+j <= steps; j++ {
			w := []float64{float64(i) / float64(steps), float64(j) / float64(steps), float64(steps-i-j) / float64(steps)}
			ok := true
			for k := range w {
				if locked != nil && locked[k] {
					ok = ok && math.Abs(w[k]-now[k]) < 1e-12
				}
			}
			if ok {
				use(w)
			}
		}
	}
}

func sizeOf(by robust.Measure, from, to []float64) float64 {
	var l1, relative float64
	for k, w := range from {
		d := math.Abs(to[k] - w)
		l1 += d
		switch {
		case w > 0:
			relative = max(relative, d/w)
		case d > 0:
			relative = math.Inf(1)
		}
	}
	if by == robust.L1 {
		return l1
	}
	return relative
}

// TestOvertakeAgainstGrid: no point of a fine grid overtakes by less than the exact solution says, some point does by a little more; and where the
// solution is searched for, the search finds what the grid finds.
func TestOvertakeAgainstGrid(t *testing.T) {
	const steps = 160
	for _, form := range []struct {
		method string
		exact  bool
		lock   bool
	}{{"weighted-sum", true, false}, {"weighted-sum", true, true}, {"topsis", false, false}, {"topsis", false, true}, {"vikor", false, false}} {
		t.Run(fmt.Sprint(form.method, form.lock), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(5, 5))
			found, missed, worse, impossible := 0, 0, 0, 0
			problems := ci.Some(150, 30)
			for range problems {
				p := uniformProblem(5, 3, rng.Uint64())
				// Weights on the grid, so that locked ones are met.
				weights := []float64{float64(16+rng.IntN(50)) / steps, float64(16+rng.IntN(50)) / steps, 0}
				weights[2] = 1 - weights[0] - weights[1]
				var locked []bool
				if form.lock {
					locked = make([]bool, 3)
					locked[rng.IntN(3)] = true
				}
				method, _ := mcda.Lookup(form.method)
				c := robust.Case{Scorer: prepare(t, form.method, p, nil), IDs: p.Alternatives, Weights: weights, Lower: method.LowerIsBetter}
				order := c.Ranking().Order
				a, b := order[0], order[1+rng.IntN(4)]
				for _, by := range []robust.Measure{robust.L1, robust.Relative} {
					got := c.Overtake(a, b, locked, by)
					if got.Exact != form.exact {
						t.Fatalf("exact is %v", got.Exact)
					}
					best := math.Inf(1)
					grid(weights, locked, steps, func(w []float64) {
						s := c.Scorer.Scores(nil, w)
						if (s[b] > s[a]) != c.Lower && s[b] != s[a] {
							best = min(best, sizeOf(by, weights, w))
						}
					})
					if got.Weights == nil {
						if !math.IsInf(best, 1) {
							missed++
							if form.exact {
								t.Errorf("%s: no change is said to do it, the grid has one of %v", by, best)
							}
						} else {
							impossible++
						}
						continue
					}
					found++
					var sum float64
					for k, w := range got.Weights {
						sum += w
						if w < 0 || locked != nil && locked[k] && math.Abs(w-weights[k]) > 1e-12 {
							t.Fatalf("%s: weights %v of %v, locked %v", by, got.Weights, weights, locked)
						}
					}
					if math.Abs(sum-1) > 1e-9 || math.Abs(sizeOf(by, weights, got.Weights)-got.Size) > 1e-9 {
						t.Fatalf("%s: %v sums to %v, size %v is %v", by, got.Weights, sum, got.Size, sizeOf(by, weights, got.Weights))
					}
					s := c.Scorer.Scores(nil, got.Weights)
					if math.Abs(s[a]-s[b]) > 1e-6*(math.Abs(s[a])+math.Abs(s[b])) {
						t.Errorf("%s: at %v the scores are %v and %v", by, got.Weights, s[a], s[b])
					}
					coarse := 6. / steps // a cell's width in L1
					if by == robust.Relative {
						coarse = 4. / steps / min(weights[0], weights[1], weights[2])
					}
					switch {
					case best < got.Size-1e-9:
						worse++
						if form.exact {
							t.Errorf("%s: size %v, the grid has %v", by, got.Size, best)
						}
						if best < got.Size*0.98-0.002 {
							t.Logf("%s: size %v, the grid has %v", by, got.Size, best)
						}
					case form.exact && best > got.Size+coarse && locked == nil && got.Size < 0.9 && !math.IsInf(best, 1):
						t.Errorf("%s: size %v, the grid nothing below %v", by, got.Size, best)
					}
				}
			}
			t.Logf("%d found, %d impossible, %d missed, %d larger than on the grid", found, impossible, missed, worse)
			if found < problems/3 || missed > 1 || worse > found/50 {
				t.Error("the search misses too much, or the test is too easy")
			}
		})
	}
}

// TestCrossLineAgainstGrid: the same for entering and leaving the shortlist; where it is exact the grid has nothing smaller.
func TestCrossLineAgainstGrid(t *testing.T) {
	const steps = 160
	for _, method := range []string{"weighted-sum", "topsis"} {
		t.Run(method, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(6, 6))
			found, exact, missed, worse := 0, 0, 0, 0
			problems := ci.Some(100, 20)
			for range problems {
				p := uniformProblem(7, 3, rng.Uint64())
				weights := []float64{float64(16+rng.IntN(50)) / steps, float64(16+rng.IntN(50)) / steps, 0}
				weights[2] = 1 - weights[0] - weights[1]
				c := robust.Case{Scorer: prepare(t, method, p, nil), IDs: p.Alternatives, Weights: weights, Shortlist: 1 + rng.IntN(5)}
				i := rng.IntN(7)
				inside := c.Ranking().Ranks[i] <= float64(c.Shortlist)
				for _, by := range []robust.Measure{robust.L1, robust.Relative} {
					got := c.CrossLine(i, nil, by)
					best := math.Inf(1)
					grid(weights, nil, steps, func(w []float64) {
						r := mcda.Rank(c.Scorer.Scores(nil, w), nil, false)
						if (r.Ranks[i] <= float64(c.Shortlist)) != inside {
							best = min(best, sizeOf(by, weights, w))
						}
					})
					if got.Weights == nil {
						if !math.IsInf(best, 1) {
							missed++
							if got.Exact {
								t.Errorf("%s: said to be impossible, the grid has %v", by, best)
							}
						}
						continue
					}
					found++
					if got.Exact {
						exact++
					}
					if best < got.Size-1e-9 {
						worse++
						if got.Exact {
							t.Errorf("%s: exact size %v, the grid has %v", by, got.Size, best)
						}
					}
					// Next to the change it has happened. (Straight on it need not have: where two conditions meet, the way leads past one of them.)
					if got.Beyond == nil || sizeOf(by, weights, got.Beyond) > got.Size+1e-4 {
						t.Errorf("%s: no weights next to %v: %v", by, got.Weights, got.Beyond)
						continue
					}
					if r := mcda.Rank(c.Scorer.Scores(nil, got.Beyond), nil, false); (r.Ranks[i] <= float64(c.Shortlist)) == inside {
						t.Errorf("%s: beyond %v %d has rank %v of %d, inside was %v", by, got.Weights, i, r.Ranks[i], c.Shortlist, inside)
					}
				}
			}
			t.Logf("%d found, %d of them exact, %d missed, %d larger than on the grid", found, exact, missed, worse)
			if method == "weighted-sum" && (missed > 0 || worse > 0 || exact < found) { // its scores are linear: an exact program, which the grid may not beat once
				t.Errorf("of %d changes %d are exact, %d were missed and %d are larger than on the grid", found, exact, missed, worse)
			}
			if found < problems*6/10 || missed > 2 || worse > found/50 {
				t.Error("the search misses too much, or the test is too easy")
			}
		})
	}
}

// TestNeeds: with weights w, a fixed scale and a linear score, b needs x + (S_a − S_b)·(Max − Min)/w_j on a benefit; impossible where that is beyond the scale.
func TestNeeds(t *testing.T) {
	p := emptyProblem(3, 3)
	for j := range p.Criteria {
		p.Criteria[j].Scale = &mcda.Scale{Min: 0, Max: 10}
	}
	p.Criteria[2].Sense = mcda.Cost
	copy(p.Scores, []float64{
		8, 6, 3,
		5, 7, 4,
		1, 1, 9,
	})
	method, _ := mcda.Lookup("weighted-sum")
	set := map[string]string{"normalization": "scale"}
	q := robust.Question{Problem: p, Weights: []float64{0.5, 0.2, 0.3}, Prepare: func(p *mcda.Problem) (mcda.Scorer, error) { return method.Prepare(p, set) }}
	lead := 0.5*0.3 - 0.2*0.1 + 0.3*0.1 // S_a − S_b
	for j, want := range []float64{5 + lead*10/0.5, 10, 4 - lead*10/0.3} {
		n := q.Needs(0, 1, false)[j]
		possible := want >= 0 && want <= 10 && j != 1 // 7 + 8 is beyond 10
		if !possible {
			want = []float64{10, 10, 0}[j]
		}
		if n.Criterion != j || n.Alternative != 1 || n.Possible != possible || !n.Bounded || math.Abs(n.To-want) > 1e-12 || n.From != p.At(1, j) {
			t.Errorf("criterion %d: %+v, want %v, %v", j, n, want, possible)
		}
	}
	for j, want := range []float64{8 - lead*10/0.5, 0, 3 + lead*10/0.3} {
		if n := q.Needs(0, 1, true)[j]; n.Alternative != 0 || n.Possible != (j != 1) || math.Abs(n.To-want) > 1e-12 {
			t.Errorf("a worse on %d: %+v, want %v", j, n, want)
		}
	}
	// The other way round they are level already.
	for _, n := range q.Needs(1, 0, false) {
		if !n.Possible || n.From != n.To || n.Part != 0 {
			t.Errorf("who is ahead needs %+v", n)
		}
	}
	// The data's own normalisation follows the score: there the two are level.
	for _, name := range []string{"topsis", "weighted-sum", "vikor", "copras"} {
		m, _ := mcda.Lookup(name)
		q := robust.Question{Problem: uniformProblem(6, 4, 8), Lower: m.LowerIsBetter, Weights: equalWeights(4), Prepare: func(p *mcda.Problem) (mcda.Scorer, error) { return m.Prepare(p, nil) }}
		c := robust.Case{Scorer: must[mcda.Scorer](t)(q.Prepare(q.Problem)), IDs: q.Problem.Alternatives, Weights: q.Weights, Lower: q.Lower}
		order := c.Ranking().Order
		possible := 0
		for _, n := range q.Needs(order[0], order[3], false) {
			if !n.Possible {
				continue
			}
			possible++
			x := &q.Problem.Scores[order[3]*4+n.Criterion]
			keep := *x
			*x = n.To
			s := must[mcda.Scorer](t)(q.Prepare(q.Problem)).Scores(nil, q.Weights)
			*x = keep
			if math.Abs(s[order[0]]-s[order[3]]) > 1e-9 || n.To <= n.From {
				t.Errorf("%s: with %v the scores are %v and %v", name, n, s[order[0]], s[order[3]])
			}
		}
		if possible == 0 {
			t.Errorf("%s: nothing is possible", name)
		}
	}
}

// TestAllOnOneCriterion: from all the weight on one criterion every method's search ends, with weights that sum to 1; by the largest part nothing can be moved.
func TestAllOnOneCriterion(t *testing.T) {
	p := uniformProblem(5, 3, 20)
	for k := range p.Scores {
		p.Scores[k] += 0.1
	}
	for j := range p.Criteria {
		p.Criteria[j].Scale = &mcda.Scale{Min: 0, Max: 2}
	}
	searched := 0
	for _, m := range mcda.Methods() {
		s, err := m.Prepare(p, nil)
		if err != nil || m.Name == "comet" { // slow
			continue
		}
		c := robust.Case{Scorer: s, IDs: p.Alternatives, Lower: m.LowerIsBetter, Weights: []float64{0, 1, 0}, Shortlist: 2}
		order := c.Ranking().Order
		for _, by := range []robust.Measure{robust.L1, robust.Relative} {
			for _, v := range []robust.Change{c.Lead(order[4], nil, by), c.Overtake(order[0], order[1], nil, by), c.CrossLine(order[1], nil, by), c.CrossLine(order[3], nil, by)} {
				if v.Weights == nil {
					continue
				}
				searched++
				var sum float64
				for _, w := range v.Weights {
					if !(w >= 0) {
						t.Errorf("%s: weights %v", m.Name, v.Weights)
					}
					sum += w
				}
				if math.Abs(sum-1) > 1e-8 || by != robust.L1 && v.Size > 0 {
					t.Errorf("%s: a change of %v to weights %v of sum %v", m.Name, v.Size, v.Weights, sum)
				}
			}
		}
	}
	if searched < 40 {
		t.Errorf("only %d changes were found", searched)
	}
}

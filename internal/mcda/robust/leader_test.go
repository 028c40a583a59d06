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

// variety makes small problems full of trouble: scores on a coarse grid so that ties and common crossings are frequent, constant columns, duplicates, costs.
func variety(rng *rand.Rand) *mcda.Problem {
	m, n := 2+rng.IntN(6), 1+rng.IntN(5)
	p := emptyProblem(m, n)
	levels := []int{2, 4, 6, 0}[rng.IntN(4)]
	for j := range n {
		if rng.IntN(3) == 0 {
			p.Criteria[j].Sense = mcda.Cost
		}
		constant := rng.IntN(8) == 0
		for i := range m {
			x := rng.Float64()
			if levels > 0 {
				x = float64(rng.IntN(levels))
			}
			if constant {
				x = 3
			}
			p.Scores[i*n+j] = x
		}
	}
	if rng.IntN(4) == 0 {
		copy(p.Row(rng.IntN(m)), p.Row(rng.IntN(m)))
	}
	rng.Shuffle(m, func(a, b int) { p.Alternatives[a], p.Alternatives[b] = p.Alternatives[b], p.Alternatives[a] })
	return p
}

// someWeights draws weights, some of them 0 and often round numbers, and locks.
func someWeights(rng *rand.Rand, n int) (weights []float64, locked []bool) {
	locked = make([]bool, n)
	raw, ids := make([]float64, n), make([]string, n)
	for j := range raw {
		raw[j], ids[j], locked[j] = rng.Float64(), fmt.Sprint(j), rng.IntN(3) == 0
		if rng.IntN(2) == 0 {
			raw[j] = float64(rng.IntN(3))
		}
	}
	weights, _, err := mcda.NormalizeWeights(raw, ids)
	if err != nil {
		return equalWeights(n), locked
	}
	return weights, locked
}

// TestLeaderStabilityAgainstScan compares the solved intervals with the ranking at 200 weights of each of 1,500 problems per form of the score.
func TestLeaderStabilityAgainstScan(t *testing.T) {
	ci.Sequential(t)
	for _, form := range []struct {
		name, method string
		set          map[string]string
		lock, exact  bool
		problems     int
	}{
		{"linear", "weighted-sum", nil, false, true, 1500},
		{"linear, locks", "weighted-sum", nil, true, true, 1500},
		{"distance", "topsis", nil, false, true, 1500},
		{"distance, min-max", "topsis", map[string]string{"normalization": "min-max"}, false, true, 1500},
		{"distance, locks", "topsis", map[string]string{"normalization": "min-max"}, true, true, 1500},
		{"any distances", "", nil, false, true, 1500},
		{"any distances, locks", "", nil, true, true, 1500},
		{"regrets", "vikor", nil, false, true, 1500},
		{"regrets, locks", "vikor", map[string]string{"v": "0.4"}, true, true, 1500},
		{"reference point", "moora-reference", nil, true, true, 1500},
		{"numeric", "topsis", map[string]string{"metric": "manhattan"}, false, false, 300},
		{"numeric, locks", "topsis", map[string]string{"metric": "chebyshev"}, true, false, 300},
	} {
		t.Run(form.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(7, 11))
			var flips, crossings, several int
			problems := ci.Some(form.problems, form.problems/15)
			for range problems {
				p := variety(rng)
				_, n := p.Dims()
				weights, locked := someWeights(rng, n)
				if !form.lock {
					locked = nil
				}
				var s mcda.Scorer
				if form.method != "" {
					s = prepare(t, form.method, p, form.set)
				} else {
					s = anyDistances(rng, p)
				}
				j := rng.IntN(n)
				lower := lowerIsBetter(form.method)
				st := robust.LeaderStability(s, p.Alternatives, lower, weights, j, locked)
				if st.Exact != form.exact && st.Range.Lo < st.Range.Hi {
					t.Fatalf("exact is %v", st.Exact)
				}
				crossings += len(st.Crossings)
				if len(st.Keeps) > 1 {
					several++
				}
				if st.Below != nil || st.Above != nil {
					flips++
				}
				sc := scan{s, p, robust.NewPath(weights, j, locked), &st, weights, lower}
				if fault := sc.fault(); fault != "" {
					t.Fatalf("%s\n%+v\nweights %v, locked %v, criteria %v, scores %v, ids %v", fault, st, weights, locked, p.Criteria, p.Scores, p.Alternatives)
				}
			}
			t.Logf("%d crossings, %d problems with a flip, %d with several intervals", crossings, flips, several)
			if flips < problems/10 {
				t.Errorf("only %d of %d problems have a flip: the test is too easy", flips, problems)
			}
		})
	}
}

// distances is a DistanceScorer with any squared distances, so that leaders who lose and win back the lead are frequent.
type distances struct {
	m, n        int
	plus, minus []float64
}

func anyDistances(rng *rand.Rand, p *mcda.Problem) *distances {
	m, n := p.Dims()
	d := &distances{m, n, make([]float64, m*n), make([]float64, m*n)}
	for k := range d.plus {
		d.plus[k], d.minus[k] = math.Exp(8*rng.Float64()), math.Exp(8*rng.Float64())
		if rng.IntN(8) == 0 {
			d.plus[k] = 0
		}
	}
	return d
}

func (d *distances) Dims() (m, n int) { return d.m, d.n }

func (d *distances) Scores(dst, weights []float64) []float64 {
	if dst == nil {
		dst = make([]float64, d.m)
	}
	for i := range dst {
		var plus, minus float64
		for j, w := range weights {
			plus += w * w * d.plus[i*d.n+j]
			minus += w * w * d.minus[i*d.n+j]
		}
		dst[i] = math.Sqrt(minus) / (math.Sqrt(plus) + math.Sqrt(minus))
	}
	return dst
}

func (d *distances) Trace(_ []float64) *mcda.Trace                      { panic("not used") }
func (d *distances) SquaredDistances() (plus, minus []float64, ok bool) { return d.plus, d.minus, true }

type scan struct {
	s       mcda.Scorer
	p       *mcda.Problem
	path    *robust.Path
	st      *robust.Stability
	weights []float64
	lower   bool
}

func (c *scan) ranking(t float64) (mcda.Ranking, []float64) {
	scores := c.s.Scores(nil, c.path.Weights(nil, t))
	return mcda.Rank(scores, c.p.Alternatives, c.lower), scores
}

func (c *scan) kept(t float64) bool {
	for _, v := range c.st.Keeps {
		if v.Contains(t) {
			return true
		}
	}
	return false
}

// near reports whether t lies so close to a change that rounding decides the order.
func (c *scan) near(t, within float64) bool {
	for _, x := range c.st.Crossings {
		if math.Abs(x.At-t) < within {
			return true
		}
	}
	for _, v := range c.st.Keeps {
		if math.Abs(v.Lo-t) < within && v.Lo > c.st.Range.Lo || math.Abs(v.Hi-t) < within && v.Hi < c.st.Range.Hi {
			return true
		}
	}
	return false
}

func (c *scan) fault() string {
	r := c.st.Range
	if first := mcda.Rank(c.s.Scores(nil, c.weights), c.p.Alternatives, c.lower).Order[0]; first != c.st.Leader {
		return fmt.Sprintf("leader %d, the ranking has %d", c.st.Leader, first)
	}
	if !c.kept(c.st.Weight) {
		return "the present weight is in no interval"
	}
	const points = 200
	within := 1e-9
	if !c.st.Exact {
		within = 1e-5
	}
	for k := 0; k <= points; k++ {
		t := r.Lo + (r.Hi-r.Lo)*(float64(k)+0.37*float64(k%2))/points
		if t > r.Hi || c.near(t, within) {
			continue
		}
		if fault := c.faultAt(t); fault != "" {
			return fault
		}
	}
	for _, x := range c.st.Crossings {
		_, scores := c.ranking(x.At)
		tolerance := 1e-9
		if !c.st.Exact {
			tolerance = 1e-4 // bisected to 1e-6, and steep
		}
		if d := math.Abs(scores[x.A] - scores[x.B]); d > tolerance*math.Max(scores[x.A], scores[x.B]) && !c.jumps(x) {
			return fmt.Sprintf("at the crossing %+v the scores differ by %g", x, d)
		}
		if x.A != c.st.Leader && x.B != c.st.Leader {
			return fmt.Sprintf("crossing %+v is not the leader's", x)
		}
	}
	for _, f := range []*robust.Flip{c.st.Below, c.st.Above} {
		if f == nil {
			continue
		}
		if f.Leader == c.st.Leader {
			return fmt.Sprintf("flip %+v to the leader itself", *f)
		}
		end := 1e-4 // a little beyond, and not beyond the next change
		for _, g := range c.st.Crossings {
			if d := math.Abs(g.At - f.At); d > 1e-6 {
				end = math.Min(end, d/2)
			}
		}
		t := f.At + end
		if f == c.st.Below {
			t = f.At - end
		}
		if t < r.Lo || t > r.Hi {
			continue
		}
		if ranking, scores := c.ranking(t); ranking.Ranks[f.Leader] != 1 && math.Abs(scores[f.Leader]-scores[ranking.Order[0]]) > 1e-6 {
			return fmt.Sprintf("flip %+v, but at %v the order is %v", *f, t, ranking.Order)
		}
	}
	return ""
}

// faultAt compares the intervals and every pair's crossings with the ranking at t.
func (c *scan) faultAt(t float64) string {
	ranking, scores := c.ranking(t)
	lead := c.st.Leader
	tiedForFirst := ranking.Ranks[lead] == 1 && len(scores) > 1 && ranking.Ranks[ranking.Order[1]] == 1
	if kept := c.kept(t); kept != (ranking.Ranks[lead] == 1) && !tiedForFirst {
		return fmt.Sprintf("at %v the leader has rank %v, kept is %v", t, ranking.Ranks[lead], kept)
	}
	for b := range scores {
		if b == lead || mcda.Tied(scores[b], scores[lead]) {
			continue
		}
		ahead, told := (scores[lead] > scores[b]) != c.lower, false
		expect := true // with no crossing at all the leader is never behind
		for _, x := range c.st.Crossings {
			if x.A != b && x.B != b {
				continue
			}
			if x.At < t {
				expect = x.B == lead
			} else if !told && x.At > t {
				// the next crossing must start from the order before it
				expect2 := x.A == lead
				if expect2 != ahead {
					return fmt.Sprintf("at %v leader ahead of %d is %v, against the next crossing %+v", t, b, ahead, x)
				}
				told = true
			}
		}
		if told {
			continue
		}
		behindAllAlong := c.alwaysBehind(b)
		if expect != ahead && !behindAllAlong {
			return fmt.Sprintf("at %v leader ahead of %d is %v, against the last crossing", t, b, ahead)
		}
	}
	return ""
}

// jumps reports whether B is ahead just above a crossing and not below it, without their being level there: as VIKOR's do where all are alike by S or by R at one weight.
func (c *scan) jumps(x robust.Crossing) bool {
	ahead := func(t float64) bool {
		_, scores := c.ranking(t)
		return !mcda.Tied(scores[x.B], scores[x.A]) && (scores[x.B] > scores[x.A]) != c.lower
	}
	return !ahead(x.At-1e-7) && ahead(x.At+1e-7)
}

// alwaysBehind: the leader ties with b at the present weight, at an end of the range, and is behind everywhere else.
func (c *scan) alwaysBehind(b int) bool {
	for _, x := range c.st.Crossings {
		if x.A == b || x.B == b {
			return false
		}
	}
	_, now := c.ranking(c.st.Weight)
	return mcda.Tied(now[b], now[c.st.Leader])
}

// TestCommonCrossing: three alternatives meet at one weight, and the best beyond it is named.
func TestCommonCrossing(t *testing.T) {
	p := emptyProblem(3, 2)
	copy(p.Scores, []float64{
		1, 0,
		0.25, 0.75,
		0, 1,
	})
	s := prepare(t, "weighted-sum", p, map[string]string{"normalization": "none"})
	st := robust.LeaderStability(s, p.Alternatives, false, []float64{0.6, 0.4}, 0, nil)
	if st.Below == nil || math.Abs(st.Below.At-0.5) > 1e-15 || st.Below.Leader != 2 || st.Above != nil {
		t.Errorf("below %+v, above %+v; want 2 at 0.5, none", st.Below, st.Above)
	}
	if len(st.Keeps) != 1 || st.Keeps[0] != (robust.Interval{Lo: 0.5, Hi: 1}) || len(st.Crossings) != 2 {
		t.Errorf("keeps %v, crossings %v", st.Keeps, st.Crossings)
	}
}

// TestLeaderByIdentifierAlone: a leader that ties at the present weight 0 and is behind anywhere above it keeps that one point.
func TestLeaderByIdentifierAlone(t *testing.T) {
	p := emptyProblem(2, 2)
	copy(p.Scores, []float64{
		0, 1,
		1, 1,
	})
	for _, method := range []string{"weighted-sum", "topsis"} {
		s := prepare(t, method, p, nil)
		st := robust.LeaderStability(s, p.Alternatives, false, []float64{0, 1}, 0, nil)
		if st.Leader != 0 || len(st.Keeps) != 1 || st.Keeps[0] != (robust.Interval{}) {
			t.Errorf("%s: leader %d keeps %v, want 0 keeps [0, 0]", method, st.Leader, st.Keeps)
		}
		if st.Below != nil || st.Above == nil || *st.Above != (robust.Flip{At: 0, Leader: 1}) {
			t.Errorf("%s: below %v, above %v, want none, 1 at 0", method, st.Below, st.Above)
		}
	}
}

// TestLowerIsBetter turns a linear score round: the same intervals for the negated values.
func TestLowerIsBetter(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for range 200 {
		p := variety(rng)
		for k := range p.Criteria {
			p.Criteria[k].Sense = mcda.Benefit
		}
		m, n := p.Dims()
		q := emptyProblem(m, n)
		copy(q.Alternatives, p.Alternatives)
		for k, x := range p.Scores {
			q.Scores[k] = -x
		}
		set := map[string]string{"normalization": "none"}
		weights, _ := someWeights(rng, n)
		a := robust.LeaderStability(prepare(t, "saw", p, set), p.Alternatives, false, weights, 0, nil)
		b := robust.LeaderStability(prepare(t, "saw", q, set), p.Alternatives, true, weights, 0, nil)
		if a.Leader != b.Leader || len(a.Keeps) != len(b.Keeps) || len(a.Crossings) != len(b.Crossings) {
			t.Fatalf("%+v\n%+v", a, b)
		}
		for k, v := range a.Keeps {
			if u := b.Keeps[k]; math.Abs(u.Lo-v.Lo) > 1e-12 || math.Abs(u.Hi-v.Hi) > 1e-12 {
				t.Fatalf("%+v\n%+v", a, b)
			}
		}
	}
}

// No locks and none of the criteria locked are the same.
func TestNilLocks(t *testing.T) {
	p := uniformProblem(12, 4, 5)
	s := prepare(t, "topsis", p, nil)
	for j := range 4 {
		none := robust.LeaderStability(s, p.Alternatives, false, equalWeights(4), j, nil)
		st := robust.LeaderStability(s, p.Alternatives, false, equalWeights(4), j, make([]bool, 4))
		if fmt.Sprint(none.Keeps, none.Crossings, none.Exact) != fmt.Sprint(st.Keeps, st.Crossings, st.Exact) {
			t.Errorf("criterion %d: %+v, want %+v", j, none, st)
		}
	}
}

func ExampleLeaderStability() {
	p := &mcda.Problem{
		Alternatives: []string{"fusion", "sensors"},
		Criteria:     []mcda.Criterion{{ID: "impact"}, {ID: "readiness"}},
		Scores: []float64{
			9, 2,
			5, 8,
		},
	}
	method, _ := mcda.Lookup("weighted-sum")
	scorer, _ := method.Prepare(p, map[string]string{"normalization": "none"})
	st := robust.LeaderStability(scorer, p.Alternatives, false, []float64{0.7, 0.3}, 0, nil)
	fmt.Printf("%s leads while the weight of impact is from %.1f to %.1f\n", p.Alternatives[st.Leader], st.Keeps[0].Lo, st.Keeps[0].Hi)
	fmt.Printf("below %.1f %s leads\n", st.Below.At, p.Alternatives[st.Below.Leader])
	// Output:
	// fusion leads while the weight of impact is from 0.6 to 1.0
	// below 0.6 sensors leads
}

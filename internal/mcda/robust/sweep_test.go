package robust_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"veche/internal/ci"
	"veche/internal/mcda"
	"veche/internal/mcda/robust"
)

// positive shifts scores above 0, for the weighted product.
func positive(p *mcda.Problem) *mcda.Problem {
	for k := range p.Scores {
		p.Scores[k] += 0.5
	}
	return p
}

// TestSweepAgainstScan compares the crossings of every pair and the intervals of leader, shortlist and order with the ranking at 200 weights of each of 1,000
// problems per form of the score, with ties at the ends, constant columns, duplicates and weights of 0 among them: none missed, none invented.
func TestSweepAgainstScan(t *testing.T) {
	ci.Sequential(t)
	for _, form := range []struct {
		name, method string
		set          map[string]string
		lock, exact  bool
		how          robust.Sharing
		problems     int
	}{
		{"linear", "weighted-sum", nil, false, true, robust.Proportional, 1000},
		{"linear, locks", "weighted-sum", nil, true, true, robust.Proportional, 1000},
		{"linear, equal shares", "weighted-sum", nil, true, true, robust.Equal, 1000},
		{"product", "weighted-product", nil, false, true, robust.Proportional, 1000},
		{"product, locks, equal shares", "weighted-product", nil, true, true, robust.Equal, 1000},
		{"lower is better", "mairca", nil, true, true, robust.Proportional, 1000},
		{"distance", "topsis", nil, false, true, robust.Proportional, 1000},
		{"distance, locks", "topsis", map[string]string{"normalization": "min-max"}, true, true, robust.Proportional, 1000},
		{"distance, equal shares", "topsis", nil, false, true, robust.Equal, 1000},
		{"distance, locks, equal shares", "topsis", nil, true, true, robust.Equal, 1000},
		{"any distances", "", nil, false, true, robust.Proportional, 1000},
		{"any distances, locks", "", nil, true, true, robust.Proportional, 1000},
		{"any distances, equal shares", "", nil, true, true, robust.Equal, 1000},
		{"numeric", "topsis", map[string]string{"metric": "manhattan"}, true, false, robust.Equal, 200},
		{"regrets", "vikor", nil, false, true, robust.Proportional, 1000},
		{"regrets, locks", "vikor", map[string]string{"v": "0.3"}, true, true, robust.Proportional, 1000},
		{"regrets, locks, equal shares", "vikor", nil, true, true, robust.Equal, 1000},
		{"shares, edas", "edas", nil, false, true, robust.Proportional, 1000},
		{"shares, edas, locks, equal shares", "edas", nil, true, true, robust.Equal, 1000},
		{"shares, reference point", "moora-reference", nil, true, true, robust.Equal, 1000},
		{"steps, electre1", "electre1", nil, false, false, robust.Proportional, 100},
		{"steps, electre2", "electre2", nil, false, false, robust.Equal, 200},
		{"steps, electre3", "electre3", nil, false, false, robust.Proportional, 50},
		{"steps, net flow", "electre-net-flow", nil, false, false, robust.Proportional, 100},
		{"steps, copeland", "copeland", nil, true, false, robust.Proportional, 100},
		{"steps, multimoora", "multimoora", nil, false, false, robust.Equal, 100},
		{"regrets, the majority's alone", "vikor", map[string]string{"v": "1"}, false, true, robust.Proportional, 500},
		{"regrets, the worst alone", "vikor", map[string]string{"v": "0"}, false, true, robust.Equal, 500},
	} {
		t.Run(form.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(17, 19))
			var crossings, twice, several int
			problems := ci.Some(form.problems, form.problems/10)
			for range problems {
				p := variety(rng)
				m, n := p.Dims()
				if form.method == "weighted-product" || form.method == "edas" || form.method == "multimoora" { // whose average may not be 0
					p = positive(p)
				}
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
				moved := []int{rng.IntN(n)}
				if rng.IntN(2) == 0 {
					moved = append(moved, rng.IntN(n))
				}
				lower := form.name == "lower is better" || lowerIsBetter(form.method) && rng.IntN(8) != 0
				question := robust.Case{Scorer: s, IDs: p.Alternatives, Lower: lower, Weights: weights, Shortlist: rng.IntN(m)}
				path := robust.NewMove(weights, moved, locked, form.how)
				sweep := question.Sweep(path)
				if r := path.Range(); sweep.Exact != form.exact && r.Lo < r.Hi {
					t.Fatalf("exact is %v", sweep.Exact)
				}
				crossings += len(sweep.Crossings)
				if len(sweep.Order) > 1 {
					several++
				}
				pairs := map[[2]int]int{}
				for _, x := range sweep.Crossings {
					pairs[[2]int{min(x.A, x.B), max(x.A, x.B)}]++
				}
				for _, count := range pairs {
					if count > 1 {
						twice++
					}
				}
				if fault := faultOf(&question, path, sweep); fault != "" {
					t.Fatalf("%s\n%+v\nweights %v, moved %v, locked %v, criteria %v, scores %v, ids %v", fault, sweep, weights, moved, locked, p.Criteria, p.Scores, p.Alternatives)
				}
			}
			t.Logf("%d crossings, %d pairs that cross more than once, %d orders that come back", crossings, twice, several)
			if crossings < problems {
				t.Error("too few crossings: the test is too easy")
			}
		})
	}
}

// faultOf scans a sweep.
func faultOf(c *robust.Case, path *robust.Path, s *robust.Sweep) string {
	within := 1e-9
	if !s.Exact {
		within = 2e-6
	}
	m, _ := c.Scorer.Dims()
	ahead := func(t float64) func(a, b int) int { // what the ranking says of a pair
		scores := c.Scorer.Scores(nil, path.Weights(nil, t))
		return func(a, b int) int {
			x, y := scores[a], scores[b]
			switch {
			case mcda.Tied(x, y):
				return 0
			case (x > y) != c.Lower:
				return 1
			}
			return -1
		}
	}
	of := map[[2]int][]robust.Crossing{}
	for _, x := range s.Crossings {
		pair := [2]int{min(x.A, x.B), max(x.A, x.B)}
		of[pair] = append(of[pair], x)
	}
	r := s.Range
	for pair, list := range of {
		for k, x := range list {
			lo, hi := r.Lo, r.Hi
			if k > 0 {
				lo = list[k-1].At
				if list[k-1].B != x.A {
					return fmt.Sprintf("crossings %+v do not alternate", list)
				}
			}
			if k+1 < len(list) {
				hi = list[k+1].At
			}
			// Far enough from both neighbours to be told apart, the order is as the crossing says on either side of it.
			if x.At-lo > 1e-4 && ahead(x.At-(x.At-lo)/2)(x.A, x.B) < 0 || hi-x.At > 1e-4 && ahead(x.At+(hi-x.At)/2)(x.A, x.B) > 0 {
				return fmt.Sprintf("crossing %+v of %v is not in the scores", x, pair)
			}
		}
	}
	ranking := c.Ranking()
	listed := 0
	for listed < m && ranking.Ranks[ranking.Order[listed]] <= float64(c.Shortlist) {
		listed++
	}
	constant := map[[2]int]int{}
	points, aside := 200, 0.37
	if !s.Exact { // between the points that are looked at something can go unseen
		points, aside = robust.Cells, 0
	}
	for k := 0; k <= points; k++ {
		t := r.Lo + (r.Hi-r.Lo)*(float64(k)+aside*float64(k%2))/float64(points)
		if t > r.Hi {
			continue
		}
		at, before, after := ahead(t), ahead(max(r.Lo, t-1e-6)), ahead(min(r.Hi, t+1e-6))
		if t == r.Lo {
			before = after
		}
		if t == r.Hi {
			after = before
		}
		close := false // some pair changes so near that rounding decides, be it from level to not
		for _, keeps := range [][]robust.Interval{s.Order, s.Leader, s.Shortlist} {
			for _, v := range keeps {
				close = close || math.Abs(v.Lo-t) < within || math.Abs(v.Hi-t) < within
			}
		}
		var wrong, wrongLeader, wrongList bool
		for i, a := range ranking.Order {
			inFront := 0
			for b := range m {
				if at(b, a) > 0 {
					inFront++
				}
			}
			wrongList = wrongList || i < listed && inFront >= c.Shortlist
			for j := i + 1; j < m; j++ {
				b := ranking.Order[j]
				list := of[[2]int{min(a, b), max(a, b)}]
				near := slices.ContainsFunc(list, func(x robust.Crossing) bool { return math.Abs(x.At-t) < within })
				now := at(a, b)
				if near {
					close = true
					continue
				}
				if now == 0 { // nobody is ahead; alone among weights at which somebody is, it need not be listed
					close = close || before(a, b) != 0 || after(a, b) != 0
					continue
				}
				expect := 0
				for _, x := range list {
					if x.At < t {
						expect = 1
						if x.B == b {
							expect = -1
						}
					} else if expect == 0 {
						expect = -1
						if x.A == a {
							expect = 1
						}
					}
				}
				if expect == 0 {
					pair := [2]int{a, b}
					if constant[pair] == 0 {
						constant[pair] = now
					}
					expect = constant[pair]
				}
				if now != expect {
					return fmt.Sprintf("at %v the order of %d and %d is %d, the crossings say %d", t, a, b, now, expect)
				}
				if now < 0 {
					wrong = true
					wrongLeader = wrongLeader || i == 0
					wrongList = wrongList || i < listed && listed <= j
				}
			}
		}
		for _, check := range []struct {
			name  string
			keeps []robust.Interval
			wrong bool
		}{{"order", s.Order, wrong}, {"leader", s.Leader, wrongLeader}, {"shortlist", s.Shortlist, wrongList}} {
			if check.name == "shortlist" && listed == 0 {
				if check.keeps != nil {
					return "a shortlist without a line"
				}
				continue
			}
			kept := slices.ContainsFunc(check.keeps, func(v robust.Interval) bool { return v.Contains(t) })
			if kept == check.wrong && !close {
				return fmt.Sprintf("at %v the %s is kept: %v", t, check.name, kept)
			}
		}
	}
	for _, keeps := range [][]robust.Interval{s.Order, s.Leader} {
		if !slices.ContainsFunc(keeps, func(v robust.Interval) bool { return v.Contains(s.Weight) }) {
			return "the present weight is in no interval"
		}
	}
	return ""
}

// TestTriantaphyllou: the weight changes that make two alternatives equal in the published table, where a weight moves alone and the sum is not kept. That
// orders as the weights divided by their sum do, so a weight w_k' there is t = w_k'/(w_k' + 1 − w_k) here. The table's change is what is taken from a weight.
func TestTriantaphyllou(t *testing.T) {
	data, err := os.ReadFile("../../../testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []json.RawMessage }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, raw := range file.Cases {
		var c struct {
			ID, Method string
			Inputs     struct {
				Matrix  [][]float64
				Weights []float64
			}
			Expected struct {
				Table []struct {
					Pair    []int
					Percent []*float64 `json:"percent_change"`
				}
			}
			Tolerance struct {
				Table struct {
					Percent float64 `json:"percent_change"`
				}
			}
		}
		var head struct{ Method string }
		if err := json.Unmarshal(raw, &head); err != nil || head.Method != "weight_sensitivity" {
			continue
		}
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		m, n := len(c.Inputs.Matrix), len(c.Inputs.Weights)
		p := emptyProblem(m, n)
		for i, row := range c.Inputs.Matrix {
			copy(p.Row(i), row)
		}
		ids := make([]string, n)
		weights, _, err := mcda.NormalizeWeights(c.Inputs.Weights, ids)
		if err != nil {
			t.Fatal(err)
		}
		question := robust.Case{Scorer: prepare(t, "saw", p, map[string]string{"normalization": "none"}), IDs: p.Alternatives, Weights: weights}
		for _, line := range c.Expected.Table {
			for k, want := range line.Percent {
				if want == nil {
					continue
				}
				ran++
				at, exact := question.Stretches(robust.NewPath(weights, k, nil), line.Pair[0]-1, line.Pair[1]-1)
				if !exact || len(at) != 2 {
					t.Errorf("%s: pair %v stands as %v", c.ID, line.Pair, at)
					continue
				}
				if got := 100 * (1 - at[0].Hi*(1-weights[k])/(1-at[0].Hi)/weights[k]); math.Abs(got-*want) > c.Tolerance.Table.Percent {
					t.Errorf("%s: pair %v meets at a change of %.2f %%, want %v", c.ID, line.Pair, got, *want)
				}
			}
		}
	}
	if ran != 2 {
		t.Errorf("%d changes compared, want 2", ran)
	}
}

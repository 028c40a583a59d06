package mcda_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/mcda"
)

// TestPublishedPROMETHEE: every promethee case of testdata/vectors.json; each names its source there.
func TestPublishedPROMETHEE(t *testing.T) {
	var file struct {
		Methods map[string]int
		Cases   []json.RawMessage
	}
	readJSON(t, filepath.Join(testdata, "vectors.json"), &file)
	ran := 0
	for _, raw := range file.Cases {
		var head struct{ Method string }
		if err := json.Unmarshal(raw, &head); err != nil {
			t.Fatal(err)
		}
		if head.Method != "promethee" {
			continue
		}
		var c struct {
			ID     string
			Inputs struct {
				Matrix    [][]float64
				Weights   []float64
				Types     []string
				Functions []struct {
					Type    string
					Q, P, S *float64
				} `json:"preference_functions"`
			}
			Expected  map[string][]float64
			Tolerance map[string]float64
		}
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		ran++
		t.Run(c.ID, func(t *testing.T) {
			senses := ""
			for _, s := range c.Inputs.Types {
				senses += s[:1]
			}
			p := table(senses, c.Inputs.Matrix...)
			ids := make([]string, len(senses))
			for j, f := range c.Inputs.Functions {
				ids[j] = p.Criteria[j].ID
				name, _, _ := strings.Cut(f.Type, "_")
				p.Criteria[j].Preference = mcda.Preference{Function: mcda.PreferenceFunction(name), Sigma: f.S, Q: threshold(f.Q), P: threshold(f.P)}
			}
			w, _, err := mcda.NormalizeWeights(c.Inputs.Weights, ids)
			if err != nil {
				t.Fatal(err)
			}
			for _, method := range []string{"promethee1", "promethee2"} {
				s, err := lookup(t, method).Prepare(p, nil)
				if err != nil {
					t.Fatal(err)
				}
				values := valuesOf(s.Trace(w))
				got := map[string][]float64{"phi_plus": values["plus"], "phi_minus": values["minus"], "phi_net": values["net"],
					"ranks": mcda.Rank(s.Scores(nil, w), p.Alternatives, false).Ranks}
				for key, want := range c.Expected {
					tolerance, ok := c.Tolerance[key]
					if !ok || len(got[key]) != len(want) {
						t.Fatalf("%s: %v, want %v", key, got[key], want)
					}
					for i, x := range want {
						if !(math.Abs(got[key][i]-x) <= tolerance) {
							t.Errorf("%s: %s[%d] = %v, want %v ± %v", method, key, i, got[key][i], x, tolerance)
						}
					}
				}
			}
		})
	}
	if ran < 4 || ran != file.Methods["promethee"] {
		t.Errorf("%d cases ran, the file has %d", ran, file.Methods["promethee"])
	}
}

func threshold(x *float64) *mcda.Threshold {
	if x == nil {
		return nil
	}
	return &mcda.Threshold{Constant: *x}
}

func valuesOf(t *mcda.Trace) map[string][]float64 {
	values := map[string][]float64{}
	for _, v := range t.Values {
		values[v.Name] = v.Values
	}
	return values
}

// traced finds a table of the trace.
func traced(t *mcda.Trace, name string) *mcda.Table {
	for k := range t.Tables {
		if t.Tables[k].Name == name {
			return &t.Tables[k]
		}
	}
	return nil
}

// allShapes is a problem with a column for each preference function and sense, with scores drawn by draw and thresholds from q and p.
func allShapes(m int, q, p float64, draw func() float64) *mcda.Problem {
	var problem mcda.Problem
	for _, sense := range []mcda.Sense{mcda.Benefit, mcda.Cost, mcda.Target} {
		for _, f := range mcda.PreferenceFunctions() {
			problem.Criteria = append(problem.Criteria, mcda.Criterion{ID: fmt.Sprintf("%v %s", sense, f), Sense: sense, Target: draw(),
				Preference: mcda.Preference{Function: f, Q: &mcda.Threshold{Constant: q}, P: &mcda.Threshold{Constant: p}, Sigma: &p}})
		}
	}
	for i := range m {
		problem.Alternatives = append(problem.Alternatives, fmt.Sprint(i))
		for range problem.Criteria {
			problem.Scores = append(problem.Scores, draw())
		}
	}
	return &problem
}

// TestFlowsNaive: every function and sense against the double loop, φ⁺ and φ⁻ to 1e-12, on columns where sums of many scores cancel.
func TestFlowsNaive(t *testing.T) {
	rng := rand.New(rand.NewPCG(19, 85))
	outlier := func() float64 {
		if rng.IntN(50) == 0 {
			return math.Copysign(1e150, rng.NormFloat64())
		}
		return rng.Float64()
	}
	for _, c := range []struct {
		name string
		m    int
		q, p float64
		draw func() float64
	}{
		{"uniform", 600, 0.05, 0.2, rng.Float64},
		{"normal", 600, 0.3, 1.5, rng.NormFloat64},
		{"few levels", 600, 1, 3, func() float64 { return float64(rng.IntN(7)) - 2 }},
		{"tenths", 600, 0.1, 0.3, func() float64 { return float64(rng.IntN(11)) / 10 }},
		{"q = p", 300, 0.2, 0.2, rng.Float64},
		{"q = 0", 300, 0, 0.7, rng.Float64},
		{"narrow ramp", 600, 0.1, 0.1 + 1e-7, rng.Float64},
		{"wide ramp", 300, 0, 1e6, rng.Float64},
		{"far from 0", 600, 0.05, 0.2, func() float64 { return 1e7 + rng.Float64() }},
		{"skewed", 600, 1, 100, func() float64 { return math.Exp(6 * rng.NormFloat64()) }},
		{"outliers", 300, 0.05, 0.2, outlier},
		{"narrow gaussian", 300, 1e-7, 1e-5, rng.Float64},
		{"all alike", 20, 0.05, 0.2, func() float64 { return 0.3 }},
		{"two", 2, 0.05, 0.2, rng.Float64},
	} {
		c.m = ci.Some(c.m, max(2, c.m/4))
		p := allShapes(c.m, c.q, c.p, c.draw)
		s, err := lookup(t, "promethee2").Prepare(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		for j := range p.Criteria {
			column := selected(p, indices(c.m), []int{j})
			plus, minus := textbookFlows(column, false, []float64{1})
			w := make([]float64, len(p.Criteria))
			w[j] = 1
			values := valuesOf(s.Trace(w))
			for _, f := range []struct {
				name      string
				got, want []float64
			}{{"plus", values["plus"], plus}, {"minus", values["minus"], minus}} {
				for i, want := range f.want {
					if !(math.Abs(f.got[i]-want) <= 1e-12) {
						t.Fatalf("%s, %s: %s of %d is %v, want %v", c.name, p.Criteria[j].ID, f.name, i, f.got[i], want)
					}
				}
			}
		}
	}
}

// TestFlowsOfMany: columns shared out among goroutines give what the definition gives, for some of the alternatives.
func TestFlowsOfMany(t *testing.T) {
	rng := rand.New(rand.NewPCG(19, 86))
	const m = 20_011
	p := allShapes(m, 0.05, 0.2, rng.Float64)
	s, err := lookup(t, "promethee2").Prepare(p, map[string]string{"flows": "sum"})
	if err != nil {
		t.Fatal(err)
	}
	net, n := s.(mcda.LinearScorer).Values(), len(p.Criteria)
	for _, a := range []int{0, 1, rng.IntN(m), m - 1} {
		for j := range n {
			var want float64
			for b := range m {
				want += textbookPreference(p, j, a, b) - textbookPreference(p, j, b, a)
			}
			if got := net[a*n+j]; !(math.Abs(got-want) <= 1e-12*m) {
				t.Errorf("%s: net flow of %d is %v, want %v", p.Criteria[j].ID, a, got, want)
			}
		}
	}
}

// TestThresholdsAndRounding: what equals a threshold but for rounding does not exceed it, and equal scores are equal.
func TestThresholdsAndRounding(t *testing.T) {
	at := func(x float64) *mcda.Threshold { return &mcda.Threshold{Constant: x} }
	noise := math.Nextafter(0.3, 1)
	for _, c := range []struct {
		name       string
		sense      mcda.Sense
		preference mcda.Preference
		a, b       float64
		want       float64 // φ_a of the two
	}{
		{"usual, equal but for the last bit", mcda.Benefit, mcda.Preference{}, noise, 0.3, 0},
		{"usual, 0.1 + 0.2 and 0.3", mcda.Cost, mcda.Preference{}, 0.1 + math.Nextafter(0.2, 1), 0.3, 0},
		{"usual, targets missed by the same on both sides", mcda.Target, mcda.Preference{}, 0.7, 1.3, 0},
		{"usual, more", mcda.Benefit, mcda.Preference{}, 0.3000001, 0.3, 1},
		{"u, 0.3 − 0.2", mcda.Benefit, mcda.Preference{Q: at(0.1)}, 0.3, 0.2, 0},
		{"u, 0.4 − 0.3 is above 0.1 in floating point", mcda.Benefit, mcda.Preference{Q: at(0.1)}, 0.4, 0.3, 0},
		{"u, above", mcda.Benefit, mcda.Preference{Q: at(0.1)}, 0.4000001, 0.3, 1},
		{"level at q", mcda.Benefit, mcda.Preference{Function: mcda.Level, Q: at(0.1), P: at(0.2)}, 0.4, 0.3, 0},
		{"level at p", mcda.Benefit, mcda.Preference{Function: mcda.Level, Q: at(0.1), P: at(0.2)}, 0.9, 0.7, 0.5},
		{"level at p, 0.8 − 0.6 is above 0.2 in floating point", mcda.Cost, mcda.Preference{Function: mcda.Level, Q: at(0.1), P: at(0.2)}, 0.6, 0.8, 0.5},
		{"level above p", mcda.Cost, mcda.Preference{Function: mcda.Level, Q: at(0.1), P: at(0.2)}, 0.6, 0.81, 1},
		{"linear at q = p", mcda.Benefit, mcda.Preference{Q: at(0.1), P: at(0.1)}, 0.4, 0.3, 0},
		{"linear between", mcda.Benefit, mcda.Preference{Q: at(1), P: at(3)}, 9, 7, 0.5},
		{"v with p = 0", mcda.Benefit, mcda.Preference{P: at(0)}, 2, 1, 1},
		{"v with p = 0 and noise", mcda.Benefit, mcda.Preference{P: at(0)}, noise, 0.3, 0},
		{"v below p", mcda.Cost, mcda.Preference{P: at(4)}, 1, 2, 0.25},
		{"v at p", mcda.Cost, mcda.Preference{P: at(1)}, 1, 2, 1},
		{"gaussian, σ below the noise", mcda.Benefit, mcda.Preference{Sigma: new(1e-20)}, noise, 0.3, 0},
		{"gaussian, d = σ", mcda.Benefit, mcda.Preference{Sigma: new(2.)}, 5, 3, 1 - math.Exp(-0.5)},
	} {
		p := table("b", []float64{c.a}, []float64{c.b})
		p.Criteria[0].Sense, p.Criteria[0].Target, p.Criteria[0].Preference = c.sense, 1, c.preference
		s, err := lookup(t, "promethee2").Prepare(p, nil)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		scores, trace := s.Scores(nil, []float64{1}), s.Trace([]float64{1})
		if !near(scores[0], c.want, 1e-15) || scores[1] != -scores[0] {
			t.Errorf("%s: net flows %v, want ±%v", c.name, scores, c.want)
		}
		// The tables of pairs work P out one by one.
		if pi := traced(trace, "Preference indices").Values; !near(pi[1], c.want, 1e-15) || pi[2] != 0 {
			t.Errorf("%s: preference indices %v, want %v and 0", c.name, pi, c.want)
		}
	}
}

// TestPreferenceFaults: the error names the criterion, and what to enter.
func TestPreferenceFaults(t *testing.T) {
	at := func(x, slope float64) *mcda.Threshold { return &mcda.Threshold{Constant: x, Slope: slope} }
	for _, c := range []struct {
		preference mcda.Preference
		says       string
	}{
		{mcda.Preference{Function: mcda.UShape}, "needs Q: enter"},
		{mcda.Preference{Function: mcda.UShape, P: at(1, 0)}, "needs Q: enter"},
		{mcda.Preference{Function: mcda.VShape, Q: at(1, 0)}, "needs P: enter"},
		{mcda.Preference{Function: mcda.Level, Q: at(1, 0)}, "needs P: enter"},
		{mcda.Preference{Function: mcda.Linear, P: at(1, 0)}, "needs Q: enter"},
		{mcda.Preference{Function: mcda.Gaussian, Q: at(1, 0), P: at(1, 0)}, "needs Sigma: enter"},
		{mcda.Preference{Function: mcda.Level, Q: at(2, 0), P: at(1, 0)}, "Q = 2 is above P = 1: enter"},
		{mcda.Preference{Q: at(2, 0), P: at(1, 0)}, "Q = 2 is above P = 1: enter"},
		{mcda.Preference{Q: at(1, 0.1)}, "constant Q, this one grows with the score by 0.1: enter"},
		{mcda.Preference{Q: at(1, 0), P: at(2, 0.5)}, "constant P, this one grows with the score by 0.5: enter"},
		{mcda.Preference{Function: "typo"}, "enter one of [usual u v level linear gaussian]"},
	} {
		p := table("bb", []float64{1, 2}, []float64{2, 1})
		p.Criteria[1].Preference = c.preference
		for _, method := range []string{"promethee1", "promethee2"} {
			_, err := lookup(t, method).Prepare(p, nil)
			var fault *mcda.DataError
			if !errors.As(err, &fault) || fault.Criterion != "c2" || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%+v: error %v, want one of c2 that says %q", c.preference, err, c.says)
			}
		}
	}
	// What a function does not use does not matter to it.
	p := table("b", []float64{1}, []float64{2})
	p.Criteria[0].Preference = mcda.Preference{Function: mcda.Usual, Q: at(3, 1), P: at(2, 1)}
	if _, err := lookup(t, "promethee2").Prepare(p, nil); err != nil {
		t.Error(err)
	}
}

// TestFunctionThatFits: an empty function is the one that fits the thresholds given.
func TestFunctionThatFits(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 6))
	q, p, sigma := &mcda.Threshold{Constant: 0.1}, &mcda.Threshold{Constant: 0.4}, 0.25
	scores := func(f mcda.Preference, rows [][]float64) []float64 {
		problem := table("b", rows...)
		problem.Criteria[0].Preference = f
		s, err := lookup(t, "promethee2").Prepare(problem, nil)
		if err != nil {
			t.Fatal(err)
		}
		return s.Scores(nil, []float64{1})
	}
	rows := make([][]float64, 12)
	for i := range rows {
		rows[i] = []float64{rng.Float64()}
	}
	for _, c := range []struct {
		q, p     *mcda.Threshold
		sigma    *float64
		function mcda.PreferenceFunction
	}{
		{nil, nil, nil, mcda.Usual}, {q, p, nil, mcda.Linear}, {q, p, &sigma, mcda.Linear}, {nil, p, nil, mcda.VShape}, {nil, p, &sigma, mcda.VShape},
		{q, nil, nil, mcda.UShape}, {q, nil, &sigma, mcda.UShape}, {nil, nil, &sigma, mcda.Gaussian},
	} {
		given := mcda.Preference{Q: c.q, P: c.p, Sigma: c.sigma}
		named := given
		named.Function = c.function
		if got, want := scores(given, rows), scores(named, rows); !slices.Equal(got, want) {
			t.Errorf("%+v gives %v, %s gives %v", given, got, c.function, want)
		}
	}
}

// TestBalancedFlowsTie: 0.1 + 0.2 − 0.3 is a net flow of 0, not of 5.6e-17, and so ties with one of 0.
func TestBalancedFlowsTie(t *testing.T) {
	// a1 is ahead of a2 by 0.1 + 0.2 and behind by 0.3; a3 is as a2 on each of the first three criteria and decides nothing on the last.
	p := table("bbbb", []float64{2, 2, 1, 5}, []float64{1, 1, 2, 5}, []float64{1.5, 1.5, 1.5, 5})
	s, err := lookup(t, "promethee2").Prepare(p, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := []float64{0.1, 0.2, 0.3, 0.4}
	scores := s.Scores(nil, w)
	if w[0]+w[1]-w[2] == 0 || !slices.Equal(scores, []float64{0, 0, 0}) {
		t.Errorf("net flows %v, want zeros", scores)
	}
}

// TestPartialOrder: the relation and the non-dominated alternatives are those of the definition, from flows of the double loop.
func TestPartialOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1985))
	count := map[float64]int{}
	for range 300 {
		m := 2 + rng.IntN(9)
		rows := make([][]float64, m)
		for i := range rows {
			rows[i] = []float64{float64(rng.IntN(4)), float64(rng.IntN(4)), float64(rng.IntN(4))}
		}
		p := table("bcb", rows...)
		p.Criteria[2].Preference.P = &mcda.Threshold{Constant: 2}
		s, err := lookup(t, "promethee1").Prepare(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		w := []float64{0.3, 0.3, 0.4}
		plus, minus := textbookFlows(p, false, w)
		trace := s.Trace(w)
		relation := traced(trace, "Partial order").Values
		var best []int
		for a := range m {
			dominated := false
			for b := range m {
				up := near(plus[a], plus[b], 1e-12) || plus[a] > plus[b]
				down := near(plus[a], plus[b], 1e-12) || plus[a] < plus[b]
				less := near(minus[a], minus[b], 1e-12) || minus[a] < minus[b]
				more := near(minus[a], minus[b], 1e-12) || minus[a] > minus[b]
				want := 9.
				switch {
				case a == b:
					want = math.NaN()
				case up && down && less && more:
					want = 0
				case up && less:
					want = 1
				case down && more:
					want = -1
					dominated = true
				}
				if got := relation[a*m+b]; got != want && !(a == b && math.IsNaN(got)) {
					t.Fatalf("%v: %d against %d is %v, want %v", rows, a, b, got, want)
				}
				count[want]++
			}
			if !dominated {
				best = append(best, a)
			}
		}
		if !slices.Equal(trace.Set.Members, best) || len(best) == 0 {
			t.Fatalf("%v: non-dominated %v, want %v", rows, trace.Set.Members, best)
		}
	}
	if count[0] < 50 || count[9] < 50 || count[1] < 50 {
		t.Errorf("relations met: %v", count)
	}
}

// TestPartialOrderPublished: in the flows printed by Brans, Vincke & Mareschal 1986 (vectors.json, promethee2-brans1986) A5 is preferred to all; A1, with the
// lowest φ⁺ and the second highest φ⁻, is incomparable with A2 alone (φ⁻ .366 against .379 and φ⁺ .220 against .396).
func TestPartialOrderPublished(t *testing.T) {
	at := func(x float64) *mcda.Threshold { return &mcda.Threshold{Constant: x} }
	p := table("cbcccb", []float64{80, 90, 600, 54, 8, 5}, []float64{65, 58, 200, 97, 1, 1}, []float64{83, 60, 400, 72, 4, 7},
		[]float64{40, 80, 1000, 75, 7, 10}, []float64{52, 72, 600, 20, 3, 8}, []float64{94, 96, 700, 36, 5, 6})
	for j, f := range []mcda.Preference{{Q: at(10)}, {P: at(30)}, {Q: at(50), P: at(500)}, {Function: mcda.Level, Q: at(10), P: at(60)}, {}, {Sigma: new(5.)}} {
		p.Criteria[j].Preference = f
	}
	s, err := lookup(t, "promethee1").Prepare(p, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := make([]float64, 6)
	for j := range w {
		w[j] = 1. / 6
	}
	trace := s.Trace(w)
	relation := traced(trace, "Partial order").Values
	for a, want := range [][]float64{{0, 9, -1, -1, -1, -1}, {9, 0, 9, 9, -1, 9}} {
		for b, x := range want {
			if a != b && relation[a*6+b] != x {
				t.Errorf("A%d against A%d is %v, want %v", a+1, b+1, relation[a*6+b], x)
			}
		}
	}
	if !slices.Equal(trace.Set.Members, []int{4}) {
		t.Errorf("non-dominated %v, want A5", trace.Set.Members)
	}
}

// TestFlowTrace: π's rows sum to φ⁺ and its columns to φ⁻, with means over the others or plain sums; the tables of pairs end where they would be too long.
func TestFlowTrace(t *testing.T) {
	rng := rand.New(rand.NewPCG(50, 10))
	for _, m := range []int{10, 50, 51} {
		p := allShapes(m, 0.1, 0.4, rng.Float64)
		w := make([]float64, len(p.Criteria))
		for j := range w {
			w[j] = 1 / float64(len(w))
		}
		for _, flows := range []string{"mean", "sum"} {
			s, err := lookup(t, "promethee1").Prepare(p, map[string]string{"flows": flows})
			if err != nil {
				t.Fatal(err)
			}
			trace := s.Trace(w)
			values := valuesOf(trace)
			for _, name := range []string{"Uni-criterion net flows", "Flows", "GAIA plane: alternatives", "GAIA plane: criteria", "GAIA plane: decision stick"} {
				if traced(trace, name) == nil {
					t.Errorf("no table %s", name)
				}
			}
			for i, x := range s.Scores(nil, w) {
				if values["net"][i] != x || !near(values["plus"][i]-values["minus"][i], x, 1e-12) {
					t.Errorf("φ⁺ %v, φ⁻ %v, φ %v, score %v", values["plus"][i], values["minus"][i], values["net"][i], x)
				}
			}
			pi := traced(trace, "Preference indices")
			if (traced(trace, "Partial order") == nil) != (pi == nil) || (pi != nil) != (m <= 50) {
				t.Fatalf("%d alternatives: indices %v", m, pi)
			}
			if differences := traced(trace, "Differences"); (differences != nil) != (m <= 10) || m <= 10 && len(differences.Rows) != m*(m-1) {
				t.Fatalf("%d alternatives: differences %v", m, differences)
			}
			if pi == nil {
				continue
			}
			others := float64(m - 1)
			if flows == "sum" {
				others = 1
			}
			for a := range m {
				var row, column float64
				for b := range m {
					if a != b {
						row, column = row+pi.Values[a*m+b], column+pi.Values[b*m+a]
					}
				}
				if !near(row/others, values["plus"][a], 1e-12) || !near(column/others, values["minus"][a], 1e-12) {
					t.Errorf("%s: π sums to %v and %v, flows %v and %v", flows, row, column, values["plus"][a], values["minus"][a])
				}
			}
		}
	}
}

// TestGAIA: the axes are orthonormal, the points are the flows along them, δ is the share of the flows' squares they keep, and no other plane keeps more.
func TestGAIA(t *testing.T) {
	rng := rand.New(rand.NewPCG(19, 88))
	for range 30 {
		m, n := 3+rng.IntN(20), 2+rng.IntN(6)
		rows := make([][]float64, m)
		for i := range rows {
			for range n {
				rows[i] = append(rows[i], rng.NormFloat64())
			}
		}
		p := withScales(table(strings.Repeat("bc", n)[:n], rows...), -2, 2)
		s, err := lookup(t, "promethee2").Prepare(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		w := make([]float64, n)
		for j := range w {
			w[j] = 1 / float64(n)
		}
		trace := s.Trace(w)
		flows, axes := s.(mcda.LinearScorer).Values(), traced(trace, "GAIA plane: criteria").Values
		points, stick := traced(trace, "GAIA plane: alternatives").Values, traced(trace, "GAIA plane: decision stick").Values
		axis := func(k int) []float64 {
			var x []float64
			for j := range n {
				x = append(x, axes[2*j+k])
			}
			return x
		}
		u, v := axis(0), axis(1)
		if !near(dot(u, u), 1, 1e-12) || !near(dot(v, v), 1, 1e-12) || !near(dot(u, v), 0, 1e-12) {
			t.Fatalf("axes %v and %v", u, v)
		}
		if !near(stick[0], dot(u, w), 1e-12) || !near(stick[1], dot(v, w), 1e-12) {
			t.Fatalf("stick %v", stick)
		}
		kept := func(axes ...[]float64) (share float64) {
			var all float64
			for i := range m {
				row := flows[i*n : (i+1)*n]
				all += dot(row, row)
				for _, a := range axes {
					share += dot(row, a) * dot(row, a)
				}
			}
			return share / all
		}
		for i := range m {
			if row := flows[i*n : (i+1)*n]; !near(points[2*i], dot(row, u), 1e-12) || !near(points[2*i+1], dot(row, v), 1e-12) {
				t.Fatalf("point %v", points[2*i:2*i+2])
			}
		}
		if !near(stick[2], kept(u, v), 1e-12) || kept(u) < kept(v) {
			t.Fatalf("δ = %v, the plane keeps %v", stick[2], kept(u, v))
		}
		for range 50 {
			x, y := randomUnit(rng, n), randomUnit(rng, n)
			along := dot(x, y)
			for j := range y {
				y[j] -= along * x[j]
			}
			if size := math.Sqrt(dot(y, y)); size > 1e-3 {
				for j := range y {
					y[j] /= size
				}
				if kept(x, y) > stick[2]+1e-12 {
					t.Fatalf("another plane keeps %v, more than %v", kept(x, y), stick[2])
				}
			}
		}
		if largest := slices.MaxFunc(u, func(a, b float64) int { return cmp.Compare(math.Abs(a), math.Abs(b)) }); largest < 0 {
			t.Fatalf("axis %v points down", u)
		}
	}
}

func dot(x, y []float64) (sum float64) {
	for k := range x {
		sum += x[k] * y[k]
	}
	return sum
}

func randomUnit(rng *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for j := range x {
		x[j] = rng.NormFloat64()
	}
	size := math.Sqrt(dot(x, x))
	for j := range x {
		x[j] /= size
	}
	return x
}

// TestGAIAFlat: one criterion, criteria that say the same, and no difference at all.
func TestGAIAFlat(t *testing.T) {
	const half = math.Sqrt2 / 2
	for _, c := range []struct {
		name         string
		p            *mcda.Problem
		axes, points []float64
	}{
		{"one criterion", table("b", []float64{1}, []float64{2}), []float64{1, 0}, []float64{-1, 0, 1, 0}},
		{"two that say the same", table("bc", []float64{1, 9}, []float64{2, 3}), []float64{half, 0, half, 0}, []float64{-2 * half, 0, 2 * half, 0}},
		{"two that say the opposite", table("bb", []float64{1, 9}, []float64{2, 3}), []float64{half, 0, -half, 0}, []float64{-2 * half, 0, 2 * half, 0}},
		{"nothing to see", table("bb", []float64{1, 9}, []float64{1, 9}), make([]float64, 4), make([]float64, 4)},
	} {
		s, err := lookup(t, "promethee2").Prepare(c.p, nil)
		if err != nil {
			t.Fatal(err)
		}
		w := make([]float64, len(c.p.Criteria))
		w[0] = 1
		trace := s.Trace(w)
		axes, points := traced(trace, "GAIA plane: criteria").Values, traced(trace, "GAIA plane: alternatives").Values
		if different(axes, c.axes, 1e-12) != "" || different(points, c.points, 1e-12) != "" {
			t.Errorf("%s: axes %v, points %v", c.name, axes, points)
		}
		if share := traced(trace, "GAIA plane: decision stick").Values[2]; share != 1 {
			t.Errorf("%s: δ = %v", c.name, share)
		}
	}
}

// TestFlowsAtTheExtremes: scores and thresholds at the ends of what is allowed give flows between 0 and 1.
func TestFlowsAtTheExtremes(t *testing.T) {
	values := []float64{-1e150, -1e150 * (1 - 1e-15), -1, -1e-300, -5e-324, math.Copysign(0, -1), 0, 5e-324, 1e-300, 1, 1 + 1e-15, 1e150}
	for _, size := range []float64{5e-324, 1e-300, 1e-12, 1, 1e150} {
		rng := rand.New(rand.NewPCG(1, 0))
		p := allShapes(40, size/2, size, func() float64 { return values[rng.IntN(len(values))] })
		s, err := lookup(t, "promethee1").Prepare(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		for j := range p.Criteria {
			w := make([]float64, len(p.Criteria))
			w[j] = 1
			values := valuesOf(s.Trace(w))
			for _, x := range slices.Concat(values["plus"], values["minus"]) {
				if !(x >= 0 && x <= 1+1e-12) {
					t.Errorf("%s, thresholds of %g: a flow of %v", p.Criteria[j].ID, size, x)
				}
			}
		}
	}
}

package mcda_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"veche/internal/mcda"
)

func TestLookup(t *testing.T) {
	for name, want := range map[string]string{
		"topsis": "topsis", "TOPSIS": "topsis", " weighted sum ": "weighted-sum", "Weighted_Sum": "weighted-sum", "SAW": "weighted-sum", "weighted\u00a0sum": "weighted-sum",
	} {
		if m, ok := mcda.Lookup(name); !ok || m.Name != want {
			t.Errorf("Lookup(%q) is %v, want %s", name, m, want)
		}
	}
	if m, ok := mcda.Lookup("top"); ok {
		t.Errorf("Lookup(top) is %s", m.Name)
	}
}

// TestCatalogue: each entry says what the command prints, finds itself by every name, and no name means two methods.
func TestCatalogue(t *testing.T) {
	seen := map[string]string{}
	for _, m := range mcda.Methods() {
		for _, text := range []string{m.Title, m.Formula, m.Source, m.Choose, m.Beware} {
			if text == "" {
				t.Errorf("%s: a description is missing", m.Name)
			}
		}
		for _, name := range append([]string{m.Name}, m.Aliases...) {
			if seen[name] != "" {
				t.Errorf("%q means %s and %s", name, seen[name], m.Name)
			}
			seen[name] = m.Name
			if got, ok := mcda.Lookup(name); !ok || got != m {
				t.Errorf("Lookup(%q) does not find %s", name, m.Name)
			}
		}
		for _, p := range m.Parameters {
			if _, err := m.Resolve(map[string]string{p.Name: p.Default}); err != nil {
				t.Errorf("%s: its own default: %v", m.Name, err)
			}
			if p.Doc == "" || !m.Has(p.Name) {
				t.Errorf("%s: parameter %s has no doc or is not found", m.Name, p.Name)
			}
		}
	}
}

func TestParameters(t *testing.T) {
	m := lookup(t, "topsis")
	set, err := m.Resolve(map[string]string{"metric": " Manhattan "})
	if err != nil || set["metric"] != "manhattan" || set["normalization"] != "vector" || set["ideals"] != "data" {
		t.Errorf("resolved %v, error %v", set, err)
	}
	for _, c := range []struct{ name, value, says string }{
		{"metric", "cosine", "euclidean, manhattan, chebyshev"},
		{"normalisation", "max", "normalization, ideals, metric"},
	} {
		_, err := m.Prepare(table("b", []float64{1}, []float64{2}), map[string]string{c.name: c.value})
		var fault *mcda.ParameterError
		if !errors.As(err, &fault) || fault.Method != "topsis" || fault.Name != c.name || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s = %s: error %v, want one that lists %s", c.name, c.value, err, c.says)
		}
	}
}

func TestNumberParameter(t *testing.T) {
	m := &mcda.Method{Name: "m", Parameters: []mcda.Parameter{{Name: "v", Default: "0.5", Min: 0, Max: 1}}}
	set, err := m.Resolve(map[string]string{"v": "0,25"})
	if err != nil || set.Number("v") != 0.25 {
		t.Errorf("resolved %v, error %v", set, err)
	}
	for _, bad := range []string{"", "x", "NaN", "1.01", "-0.1"} {
		if _, err := m.Resolve(map[string]string{"v": bad}); err == nil || !strings.Contains(err.Error(), "from 0 to 1") {
			t.Errorf("v = %q: error %v", bad, err)
		}
	}
}

// TestScoresAllocateNothing: with a destination, the slider's call leaves no garbage.
func TestScoresAllocateNothing(t *testing.T) {
	p := withScales(randomProblem(50, 8), 0.5, 2)
	w := make([]float64, 8)
	for j := range w {
		w[j] = 0.125
	}
	for _, v := range variants() {
		s, err := v.Prepare(p, v.set)
		if err != nil {
			t.Errorf("%v: %v", v, err)
			continue
		}
		dst := make([]float64, 50)
		if n := testing.AllocsPerRun(20, func() { s.Scores(dst, w) }); n > 0 {
			t.Errorf("%v: %v allocations", v, n)
		}
	}
}

// TestScorerIsShared: several goroutines may use a scorer, the first of them at once (run with -race).
func TestScorerIsShared(t *testing.T) {
	p := withScales(randomProblem(20, 4), 0.5, 2)
	for _, m := range mcda.Methods() {
		s, err := m.Prepare(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				if d, ok := s.(mcda.DistanceScorer); ok {
					d.SquaredDistances()
				}
				s.Scores(nil, []float64{0.25, 0.25, 0.25, 0.25})
				mcda.Contributions(s, []float64{0.25, 0.25, 0.25, 0.25})
				s.Trace([]float64{0.25, 0.25, 0.25, 0.25})
			})
		}
		group.Wait()
	}
}

// TestReversalsHappen: for every variant that is not called free of rank reversal, some problem shows one. (The other half is a property.)
func TestReversalsHappen(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 3))
	for _, v := range variants() {
		settings, err := v.Resolve(v.set)
		if err != nil {
			t.Fatal(err)
		}
		if v.ReversalFree(settings) {
			continue
		}
		found := false
		for range 20_000 {
			p := table("bcb", make([]float64, 3), make([]float64, 3), make([]float64, 3), make([]float64, 3), make([]float64, 3))
			for k := range p.Scores {
				p.Scores[k] = 0.2 + 0.8*rng.Float64()
			}
			for j := range p.Criteria {
				p.Criteria[j].Scale = &mcda.Scale{Min: 0.2, Max: 1}
			}
			w := []float64{0.45, 0.25, 0.3}
			five, err := v.Prepare(p, v.set)
			if err != nil {
				t.Fatal(err)
			}
			two, err := v.Prepare(selected(p, []int{0, 1}, []int{0, 1, 2}), v.set)
			if err != nil {
				t.Fatal(err)
			}
			a, b := five.Scores(nil, w), two.Scores(nil, w)
			if (a[0]-a[1])*(b[0]-b[1]) < -1e-9 {
				found = true
				break
			}
		}
		if !found {
			t.Errorf("%v is not called reversal-free, but no reversal was found", v)
		}
	}
}

// randomProblem has m×n scores between 0.5 and 1.5, every third criterion a cost.
func randomProblem(m, n int) *mcda.Problem {
	rng := rand.New(rand.NewPCG(1, 2))
	rows := make([][]float64, m)
	for i := range rows {
		rows[i] = make([]float64, n)
		for j := range rows[i] {
			rows[i][j] = 0.5 + rng.Float64()
		}
	}
	return table(strings.Repeat("bbc", n)[:n], rows...)
}

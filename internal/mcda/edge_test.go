package mcda_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"veche/internal/mcda"
)

// TestEdges: the problems at the edge of what the formulas admit give every variant a defined result, or an error that names the cause; never NaN.
func TestEdges(t *testing.T) {
	edges := map[string]*mcda.Problem{
		"one criterion":              table("b", []float64{1}, []float64{3}, []float64{2}),
		"one cost":                   table("c", []float64{1}, []float64{3}, []float64{2}),
		"two alternatives":           table("bc", []float64{1, 4}, []float64{3, 2}),
		"two alternatives, one rule": table("b", []float64{1}, []float64{3}),
		"all equal":                  table("bcb", []float64{2, 3, 1}, []float64{2, 3, 1}, []float64{2, 3, 1}),
		"constant column":            table("bcb", []float64{2, 3, 1}, []float64{2, 4, 2}, []float64{2, 1, 3}),
		"no costs":                   table("bb", []float64{2, 3}, []float64{1, 4}, []float64{3, 1}),
		"costs only":                 table("cc", []float64{2, 3}, []float64{1, 4}, []float64{3, 1}),
		"zero benefit":               table("bc", []float64{0, 3}, []float64{1, 4}, []float64{3, 1}),
		"zero cost":                  table("bc", []float64{1, 0}, []float64{2, 4}, []float64{3, 1}),
		"zero column":                table("bc", []float64{0, 3}, []float64{0, 4}, []float64{0, 1}),
		"all zero":                   table("bc", []float64{0, 0}, []float64{0, 0}),
		"worst on everything":        table("bb", []float64{1, 1}, []float64{2, 3}, []float64{3, 2}),
		"negative":                   table("bc", []float64{-1, -3}, []float64{2, 4}, []float64{0, -2}),
		"sum 0":                      table("bb", []float64{-1, 1}, []float64{1, 2}, []float64{0, 4}),
		"huge":                       table("bc", []float64{1e150, 1e149}, []float64{2e149, 1e150}, []float64{1, 2}),
		"tiny":                       table("bc", []float64{1e-150, 3e-150}, []float64{2e-150, 1e-150}, []float64{3e-150, 2e-150}),
		"denormal":                   table("bc", []float64{5e-324, 1e-320}, []float64{1e-323, 2e-320}, []float64{0, 3}),
		"near ties":                  table("bb", []float64{1, 1 + 1e-15}, []float64{1 + 1e-15, 1}, []float64{1, 1}),
	}
	defined := map[string]int{}
	for _, v := range variants() {
		for name, p := range edges {
			for _, scaled := range []bool{false, true} {
				q := clone(p)
				if scaled {
					q = withScales(q, 0, 10)
				}
				s, err := v.Prepare(q, v.set)
				if err != nil {
					var data *mcda.DataError
					if !errors.As(err, &data) || data.Reason.Text == "" {
						t.Errorf("%v, %s: error %v", v, name, err)
					}
					continue
				}
				defined[v.Name]++
				n := len(q.Criteria)
				for _, w := range [][]float64{slices.Repeat([]float64{1 / float64(n)}, n), append(make([]float64, n-1), 1)} {
					all := slices.Concat(s.Scores(nil, w), mcda.Contributions(s, w))
					trace := s.Trace(w)
					for _, x := range trace.Values {
						all = append(all, x.Values...)
					}
					for _, x := range all {
						if math.IsNaN(x) || math.IsInf(x, 0) {
							t.Errorf("%v, %s: %v under weights %v", v, name, all, w)
							break
						}
					}
				}
			}
		}
	}
	for _, m := range mcda.Methods() {
		if defined[m.Name] < 10 {
			t.Errorf("%s accepted only %d of the problems", m.Name, defined[m.Name])
		}
	}
}

// TestConventions are the results that the documentation of a method gives for its own edge.
func TestConventions(t *testing.T) {
	scores := func(method string, p *mcda.Problem, w ...float64) []float64 {
		t.Helper()
		s, err := lookup(t, method).Prepare(p, nil)
		if err != nil {
			t.Fatalf("%s: %v", method, err)
		}
		return s.Scores(nil, w)
	}
	alike := table("bc", []float64{2, 3}, []float64{2, 3}, []float64{2, 3})
	for method, want := range map[string]float64{"topsis": 0.5, "vikor": 0, "edas": 0.5, "copras": 1, "todim": 1, "promethee2": 0, "mabac": 0, "gra": 1} {
		if got := scores(method, alike, 0.5, 0.5); different(got, []float64{want, want, want}, 1e-12) != "" {
			t.Errorf("%s of equal alternatives: %v, want %v", method, got, want)
		}
	}
	// Without costs COPRAS is S⁺ over the largest S⁺.
	plus := []float64{2./6 + 3./8, 1./6 + 4./8, 3./6 + 1./8}
	best := slices.Max(plus)
	if d := different(scores("copras", table("bb", []float64{2, 3}, []float64{1, 4}, []float64{3, 1}), 0.5, 0.5),
		[]float64{plus[0] / best, plus[1] / best, plus[2] / best}, 1e-12); d != "" {
		t.Error(d)
	}
	// Costs of 0 share all that the costs are worth.
	if got := scores("copras", table("bc", []float64{1, 0}, []float64{1, 0}, []float64{1, 5}), 0.5, 0.5); got[0] != 1 || got[1] != 1 || !(got[2] < 0.5) {
		t.Errorf("COPRAS with costs of 0: %v", got)
	}
}

package mcda_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"veche/internal/mcda"
)

// lookup finds a method that must be there.
func lookup(tb testing.TB, name string) *mcda.Method {
	tb.Helper()
	m, ok := mcda.Lookup(name)
	if !ok {
		tb.Fatalf("no method %q", name)
	}
	return m
}

// table makes a problem of rows of scores; senses has a letter per criterion: b benefit, c cost. Alternatives are a1, a2 …, criteria c1, c2 ….
func table(senses string, rows ...[]float64) *mcda.Problem {
	p := &mcda.Problem{}
	for j, s := range senses {
		c := mcda.Criterion{ID: fmt.Sprintf("c%d", j+1)}
		if s == 'c' {
			c.Sense = mcda.Cost
		}
		p.Criteria = append(p.Criteria, c)
	}
	for i, row := range rows {
		p.Alternatives = append(p.Alternatives, fmt.Sprintf("a%d", i+1))
		p.Scores = append(p.Scores, row...)
	}
	return p
}

// withScales gives every criterion of p the same scale, thresholds that fit it and a limit between two classes in its middle.
func withScales(p *mcda.Problem, lo, hi float64) *mcda.Problem {
	for j := range p.Criteria {
		p.Criteria[j].Scale = &mcda.Scale{Min: lo, Max: hi}
		p.Criteria[j].Preference = mcda.Preference{Q: &mcda.Threshold{Constant: (hi - lo) / 20}, P: &mcda.Threshold{Constant: (hi - lo) / 5}}
		p.Criteria[j].Limits = []float64{(lo + hi) / 2}
	}
	return p
}

// variant is a method with one choice for each of its parameters.
type variant struct {
	*mcda.Method
	set map[string]string
}

func (v variant) String() string {
	parts := []string{v.Name}
	for _, name := range slices.Sorted(maps.Keys(v.set)) {
		parts = append(parts, name+"="+v.set[name])
	}
	return strings.Join(parts, ",")
}

// variants lists every method of the catalogue with every combination of its choices; a number takes its default.
func variants() []variant {
	var all []variant
	for _, m := range mcda.Methods() {
		sets := []map[string]string{{}}
		for _, p := range m.Parameters {
			var more []map[string]string
			for _, set := range sets {
				for _, choice := range p.Choices {
					with := maps.Clone(set)
					with[p.Name] = choice
					more = append(more, with)
				}
			}
			if p.Choices != nil {
				sets = more
			}
		}
		for _, set := range sets {
			all = append(all, variant{m, set})
		}
	}
	return all
}

// near compares to an absolute tolerance, relative for numbers beyond 1.
func near(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*max(1, math.Abs(a), math.Abs(b))
}

// different returns a text when two lists differ by more than the tolerance, "" otherwise.
func different(got, want []float64, tolerance float64) string {
	for i := range want {
		if !near(got[i], want[i], tolerance) {
			return fmt.Sprintf("element %d is %v, want %v, of %v and %v", i, got[i], want[i], got, want)
		}
	}
	return ""
}

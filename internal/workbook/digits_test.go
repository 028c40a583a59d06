package workbook

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/study"
)

// Every number of a study reads back to the bit, whatever number it is.
func TestEveryDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func(name string) float64 {
			return rapid.OneOf(rapid.Float64Range(-1e15, 1e15), rapid.Float64Range(0, 1), rapid.Float64Range(-1e300, 1e300), rapid.Map(rapid.IntRange(1, 99), func(n int) float64 { return 1 / float64(n) }),
				rapid.SampledFrom([]float64{0.1 + 0.2, 1e-300, 5e-324, math.Pi, 1e22, 123456789012345678})).Draw(t, name)
		}
		first, second := math.Abs(number("first")), math.Abs(number("second"))
		s := &study.Study{Title: "Digits", Settings: study.Settings{Method: "weighted-sum", Weighting: "direct", Parameters: map[string]string{"normalization": "max"}},
			Criteria:     []study.Criterion{{Code: "C1", Name: "a", Weight: &first}, {Code: "C2", Name: "b", Weight: &second}},
			Technologies: []study.Technology{{ID: "T1", Name: "x"}, {ID: "T2", Name: "y"}}}
		for k := range int32(4) {
			s.Evidence.Add(study.Measurement{Technology: k / 2, Criterion: k % 2, Value: number("evidence")})
		}
		data, err := WriteStudy(s)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := ReadBytes("digits.xlsx", data)
		if len(again.Criteria) != 2 || again.Evidence.Len() != 4 {
			t.Fatalf("%d criteria, %d measurements", len(again.Criteria), again.Evidence.Len())
		}
		for k, c := range s.Criteria {
			if got := again.Criteria[k].Weight; got == nil || math.Float64bits(*got) != math.Float64bits(*c.Weight) {
				t.Errorf("the weight %v reads back as %v", *c.Weight, got)
			}
		}
		for m := range s.Evidence.All() {
			for n := range again.Evidence.All() {
				if n.Technology == m.Technology && n.Criterion == m.Criterion && n.Value != m.Value {
					t.Errorf("%v reads back as %v", m.Value, n.Value)
				}
			}
		}
	})
}

// A study whose scale says 1/3 is ranked the same after it was written back.
func TestScaleOfThirds(t *testing.T) {
	s, issues, err := Read("../../testdata/unbroken/loop-1-3277")
	if err != nil || issues.Err() != nil {
		t.Fatal(err, issues)
	}
	data, err := WriteStudy(s)
	if err != nil {
		t.Fatal(err)
	}
	again, issues := ReadBytes("again.xlsx", data)
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	if len(again.Terms) != len(s.Terms) {
		t.Fatalf("%d terms, were %d", len(again.Terms), len(s.Terms))
	}
	for k := range s.Terms {
		if !slices.Equal(again.Terms[k].Values, s.Terms[k].Values) {
			t.Errorf("the term %s is %v, was %v", s.Terms[k].Name, again.Terms[k].Values, s.Terms[k].Values)
		}
	}
}

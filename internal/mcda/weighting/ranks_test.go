package weighting_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
	"pgregory.net/rapid"

	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
)

var rankMethods = []string{"roc", "rank-sum", "rank-reciprocal"}

func TestFromRanks(t *testing.T) {
	for _, c := range []struct {
		name  string
		ranks []float64
		want  []float64
	}{
		{"roc", []float64{2, 1, 3}, []float64{(1./2 + 1./3) / 3, (1 + 1./2 + 1./3) / 3, 1. / 9}},
		{"rank sum", []float64{3, 2, 1}, []float64{1. / 6, 2. / 6, 3. / 6}},
		{"RR", []float64{1, 2, 3}, []float64{6. / 11, 3. / 11, 2. / 11}},
		{"roc", []float64{1}, []float64{1}},
		// Places 2 and 3 of four share (13 + 7)/2 forty-eighths: 25, 13, 7, 3.
		{"roc", []float64{1, 2, 2, 4}, []float64{25. / 48, 10. / 48, 10. / 48, 3. / 48}},
		{"roc", []float64{1, 2, 2, 3}, []float64{25. / 48, 10. / 48, 10. / 48, 3. / 48}},
		{"roc", []float64{2.5, 1, 4, 2.5}, []float64{10. / 48, 25. / 48, 3. / 48, 10. / 48}},
		{"rank-sum", []float64{1, 1, 1, 4}, []float64{0.3, 0.3, 0.3, 0.1}},
		{"rank-reciprocal", []float64{2, 2, 2}, []float64{1. / 3, 1. / 3, 1. / 3}},
	} {
		w, err := weighting.FromRanks(c.name, c.ranks)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, w, c.want, 1e-15)
	}
	for _, ranks := range [][]float64{{}, {1, 3}, {0, 1}, {2, 3}, {1, 2.5, 3}, {1, math.NaN()}, {1, math.Inf(1)}, {0.5, 0.3, 0.2}} {
		_, err := weighting.FromRanks("roc", ranks)
		var fault *weighting.InputError
		if !errors.As(err, &fault) {
			t.Errorf("%v: error %v", ranks, err)
		}
	}
	var fault *mcda.ParameterError
	if _, err := weighting.FromRanks("entropy", []float64{1}); !errors.As(err, &fault) || !strings.Contains(err.Error(), "roc, rank-sum, rank-reciprocal") {
		t.Errorf("error %v does not list the methods", err)
	}
}

func TestRanksOf(t *testing.T) {
	for _, c := range []struct {
		values, ranks []float64
		areRanks      bool
	}{
		{[]float64{3, 1, 2}, []float64{3, 1, 2}, true},
		{[]float64{1, 2, 2, 4}, []float64{1, 2, 2, 4}, true},
		{[]float64{1, 2, 2, 3}, []float64{1, 2, 2, 4}, true},
		{[]float64{1, 2.5, 2.5, 4}, []float64{1, 2, 2, 4}, true},
		{[]float64{1, 1, 1}, []float64{1, 1, 1}, true},
		{[]float64{2, 2, 2}, []float64{1, 1, 1}, true},
		{[]float64{0.5, 0.3, 0.2}, []float64{1, 2, 3}, false},
		{[]float64{10, 100, 10, 50}, []float64{3, 1, 3, 2}, false},
		{[]float64{1, 3}, []float64{2, 1}, false},
		{[]float64{0, 1, 2}, []float64{3, 2, 1}, false},
	} {
		ranks, areRanks := weighting.RanksOf(c.values)
		if !slices.Equal(ranks, c.ranks) || areRanks != c.areRanks {
			t.Errorf("RanksOf(%v) is %v, %v", c.values, ranks, areRanks)
		}
	}
}

// TestAnyOrder: whatever the values, their ranks give weights that fall with the rank, tied ones alike; how ties are numbered makes no difference; and
// without ties the weights are the formulas'.
func TestAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) float64 { return float64(rapid.IntRange(-6, 30).Draw(t, "value")) / 2 }), 1, 9).Draw(t, "values")
		ranks, _ := weighting.RanksOf(values)
		n := float64(len(values))
		for _, name := range rankMethods {
			w, err := weighting.FromRanks(name, ranks)
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(floats.Sum(w)-1) > 1e-12 {
				t.Fatalf("%s: %v sums to %v", name, w, floats.Sum(w))
			}
			for a := range w {
				for b := range w {
					if (ranks[a] < ranks[b]) != (w[a] > w[b]) {
						t.Fatalf("%s: ranks %v give %v", name, ranks, w)
					}
				}
			}
			for _, ties := range []mcda.Ties{mcda.Dense, mcda.Fractional} {
				r := mcda.Rank(ranks, nil, true)
				r.Number(ties)
				again, err := weighting.FromRanks(name, r.Ranks)
				if err != nil || !slices.Equal(again, w) {
					t.Fatalf("%s: ties %s give %v, want %v, error %v", name, ties, again, w, err)
				}
			}
			if sorted := slices.Sorted(slices.Values(ranks)); len(slices.Compact(sorted)) < len(ranks) {
				continue
			}
			for j, r := range ranks {
				var want float64
				for k := 1.0; k <= n; k++ {
					switch {
					case name == "roc" && k >= r:
						want += 1 / (n * k)
					case name == "rank-reciprocal":
						want += r / k
					}
				}
				switch name {
				case "rank-sum":
					want = 2 * (n + 1 - r) / (n * (n + 1))
				case "rank-reciprocal":
					want = 1 / want
				}
				if math.Abs(w[j]-want) > 1e-12 {
					t.Fatalf("%s: rank %v of %v weighs %v, want %v", name, r, n, w[j], want)
				}
			}
		}
	})
}

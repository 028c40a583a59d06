package mcda_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"veche/internal/mcda"
)

type comparison func(x, y []float64) (float64, bool)

// similarities are the comparisons of rankings, with what they give for the same ranking.
var similarities = map[string]struct {
	compare, naive comparison
	same           float64
}{
	"WeightedSpearman":  {mcda.WeightedSpearman, naiveWeightedSpearman, 1},
	"WS":                {mcda.WS, naiveWS, 1},
	"DrasticDistance":   {mcda.DrasticDistance, naiveDrastic, 0},
	"KendallDistance":   {mcda.KendallDistance, naiveKendall, 0},
	"Footrule":          {mcda.Footrule, naiveFootrule, 0},
	"EuclideanDistance": {mcda.EuclideanDistance, naiveEuclidean, 0},
	"ChebyshevDistance": {mcda.ChebyshevDistance, naiveChebyshev, 0},
}

// naivePlaces counts those ahead of each and beside it.
func naivePlaces(x []float64) []float64 {
	places := make([]float64, len(x))
	for i := range x {
		places[i] = 0.5
		for _, v := range x {
			if v < x[i] {
				places[i]++
			} else if v == x[i] {
				places[i] += 0.5
			}
		}
	}
	return places
}

func naiveWeightedSpearman(x, y []float64) (float64, bool) {
	x, y = naivePlaces(x), naivePlaces(y)
	n, sum := float64(len(x)), 0.0
	for i := range x {
		sum += math.Pow(x[i]-y[i], 2) * ((n - x[i] + 1) + (n - y[i] + 1))
	}
	return 1 - 6*sum/(math.Pow(n, 4)+math.Pow(n, 3)-math.Pow(n, 2)-n), n > 1
}

func naiveWS(x, y []float64) (float64, bool) {
	x, y = naivePlaces(x), naivePlaces(y)
	n, sum := float64(len(x)), 0.0
	for i := range x {
		sum += math.Pow(2, -x[i]) * math.Abs(x[i]-y[i]) / math.Max(math.Abs(1-x[i]), math.Abs(n-x[i]))
	}
	return 1 - sum, n > 1
}

func naiveDrastic(x, y []float64) (float64, bool) {
	x, y = naivePlaces(x), naivePlaces(y)
	changed, all := 0.0, 0.0
	for i := range x {
		all += math.Pow(2, -float64(i+1))
		if x[i] != y[i] {
			changed += math.Pow(2, -x[i])
		}
	}
	return changed / all, len(x) > 1
}

func naiveKendall(x, y []float64) (float64, bool) {
	sum := 0.0
	for i := range x {
		for k := range i {
			a, b := x[i]-x[k], y[i]-y[k]
			if a*b < 0 {
				sum++
			} else if (a == 0) != (b == 0) {
				sum += 0.5
			}
		}
	}
	return sum, len(x) > 1
}

func naiveFootrule(x, y []float64) (sum float64, ok bool) {
	x, y = naivePlaces(x), naivePlaces(y)
	for i := range x {
		sum += math.Abs(x[i] - y[i])
	}
	return sum, len(x) > 1
}

func naiveEuclidean(x, y []float64) (sum float64, ok bool) {
	x, y = naivePlaces(x), naivePlaces(y)
	for i := range x {
		sum += (x[i] - y[i]) * (x[i] - y[i])
	}
	return math.Sqrt(sum), len(x) > 1
}

func naiveChebyshev(x, y []float64) (most float64, ok bool) {
	x, y = naivePlaces(x), naivePlaces(y)
	for i := range x {
		most = math.Max(most, math.Abs(x[i]-y[i]))
	}
	return most, len(x) > 1
}

// TestSimilaritiesPublished: every rank_similarity and rank_distance case of testdata/vectors.json; each names its source there.
func TestSimilaritiesPublished(t *testing.T) {
	var file struct {
		Methods map[string]int
		Cases   []json.RawMessage
	}
	readJSON(t, filepath.Join(testdata, "vectors.json"), &file)
	published := map[string]comparison{"spearman": mcda.Spearman, "weighted_spearman": mcda.WeightedSpearman, "ws": mcda.WS, "draws": mcda.DrasticDistance}
	check := func(name string, x, y []float64, want, tolerance float64) {
		compare, ok := published[name]
		if !ok {
			t.Fatalf("nothing here computes %q", name)
		}
		if got, ok := compare(x, y); !ok || !(math.Abs(got-want) <= tolerance) {
			t.Errorf("%s of %v and %v = %v, %v, want %v ± %v", name, x, y, got, ok, want, tolerance)
		}
	}
	ran := map[string]int{}
	for _, raw := range file.Cases {
		var head struct{ Method string }
		if err := json.Unmarshal(raw, &head); err != nil {
			t.Fatal(err)
		}
		switch head.Method {
		case "rank_similarity":
			var c struct {
				Inputs              struct{ X, Y []float64 }
				Expected, Tolerance map[string]float64
			}
			if err := json.Unmarshal(raw, &c); err != nil {
				t.Fatal(err)
			}
			for name, want := range c.Expected {
				check(name, c.Inputs.X, c.Inputs.Y, want, c.Tolerance[name])
			}
		case "rank_distance":
			var c struct {
				Inputs struct {
					Distance string
					X        []float64
					Rankings [][]float64
				}
				Expected  struct{ Distances []float64 }
				Tolerance struct{ Distances float64 }
			}
			if err := json.Unmarshal(raw, &c); err != nil {
				t.Fatal(err)
			}
			if len(c.Expected.Distances) != len(c.Inputs.Rankings) || len(c.Inputs.Rankings) == 0 {
				t.Fatalf("%d distances of %d rankings", len(c.Expected.Distances), len(c.Inputs.Rankings))
			}
			for k, y := range c.Inputs.Rankings {
				check(c.Inputs.Distance, c.Inputs.X, y, c.Expected.Distances[k], c.Tolerance.Distances)
			}
		default:
			continue
		}
		ran[head.Method]++
	}
	for _, method := range []string{"rank_similarity", "rank_distance"} {
		if ran[method] != file.Methods[method] || ran[method] == 0 {
			t.Errorf("%s: %d cases ran, the file has %d", method, ran[method], file.Methods[method])
		}
	}
}

// TestSimilaritiesNaive: random rankings with and without ties, numbered in each way; all but WS and, with ties, the drastic distance are symmetric, and the
// way of numbering does not matter.
func TestSimilaritiesNaive(t *testing.T) {
	rng := rand.New(rand.NewPCG(20, 23))
	asymmetric := 0
	for range 3000 {
		n := 2 + rng.IntN(20)
		levels := 1 + rng.IntN(3*n)
		draw := func() mcda.Ranking {
			scores := make([]float64, n)
			for i := range scores {
				scores[i] = float64(rng.IntN(levels))
			}
			r := mcda.Rank(scores, nil, false)
			r.Number([]mcda.Ties{mcda.Competition, mcda.Dense, mcda.Fractional}[rng.IntN(3)])
			return r
		}
		x, y := draw().Ranks, draw().Ranks
		for name, s := range similarities {
			got, ok := s.compare(x, y)
			want, defined := s.naive(x, y)
			if ok != defined || !near(got, want, 1e-13) {
				t.Fatalf("%s(%v, %v) = %v, %v, want %v, %v", name, x, y, got, ok, want, defined)
			}
			if same, _ := s.compare(x, x); same != s.same {
				t.Fatalf("%s(%v, itself) = %v, want %v", name, x, same, s.same)
			}
			if (name == "WS" || name == "DrasticDistance") && !(got >= -1e-15 && got <= 1+1e-15) || name == "WeightedSpearman" && !(got >= -1-1e-15 && got <= 1) {
				t.Fatalf("%s(%v, %v) = %v", name, x, y, got)
			}
			back, _ := s.compare(y, x)
			switch {
			case name == "WS" && back != got:
				asymmetric++
			case name != "WS" && name != "DrasticDistance" && !near(back, got, 1e-13):
				t.Fatalf("%s is not symmetric: %v, %v", name, got, back)
			}
		}
	}
	if asymmetric < 100 {
		t.Errorf("WS differs between directions in %d cases only", asymmetric)
	}
}

// TestSimilaritiesKnown: figures worked by hand.
func TestSimilaritiesKnown(t *testing.T) {
	up, down := []float64{1, 2, 3, 4}, []float64{4, 3, 2, 1}
	tied, reversed := []float64{1, 2, 2, 4}, []float64{5, 4, 3, 2, 1}
	for _, c := range []struct {
		name string
		x, y []float64
		want float64
	}{
		// 6·(9·5 + 1·5 + 1·5 + 9·5)/(256 + 64 − 16 − 4) = 2
		{"WeightedSpearman", up, down, -1},
		{"WeightedSpearman", []float64{1, 2, 3, 4, 5}, reversed, -1},
		// 1 − (½·3/3 + ¼·1/2 + ⅛·1/2 + 1/16·3/3)
		{"WS", up, down, 1 - 0.5 - 0.125 - 0.0625 - 0.0625},
		{"DrasticDistance", up, down, 1},
		// All but the middle: 1 − ⅛/(1 − 1/32)
		{"DrasticDistance", []float64{1, 2, 3, 4, 5}, reversed, 1 - 0.125/(1-1./32)},
		{"KendallDistance", up, down, 6},
		{"Footrule", up, down, 8},
		{"EuclideanDistance", up, down, math.Sqrt(20)},
		{"ChebyshevDistance", up, down, 3},
		// Places 1, 2½, 2½, 4 against 1, 2, 3, 4.
		{"KendallDistance", up, tied, 0.5},
		{"Footrule", up, tied, 1},
		{"EuclideanDistance", up, tied, math.Sqrt2 / 2},
		{"ChebyshevDistance", up, tied, 0.5},
		{"DrasticDistance", up, tied, (0.25 + 0.125) / (1 - 1./16)},
		{"DrasticDistance", tied, up, 2 * math.Exp2(-2.5) / (1 - 1./16)},
		// 6·(¼·(3 + 2½) + ¼·(2 + 2½))/300
		{"WeightedSpearman", up, tied, 0.95},
	} {
		if got, ok := similarities[c.name].compare(c.x, c.y); !ok || !near(got, c.want, 1e-15) {
			t.Errorf("%s(%v, %v) = %v, %v, want %v", c.name, c.x, c.y, got, ok, c.want)
		}
	}
	for name, s := range similarities {
		for _, bad := range [][2][]float64{
			{nil, nil}, {{1}, {1}}, {{1, 2}, {0, 1}}, {{1, 3}, {1, 2}}, {{0.4, 0.9}, {1, 2}}, {{1, math.NaN()}, {1, 2}}, {{1, 2}, {1, math.Inf(1)}},
		} {
			if got, ok := s.compare(bad[0], bad[1]); ok || got != 0 {
				t.Errorf("%s%v = %v, %v", name, bad, got, ok)
			}
		}
		mustPanic(t, name, func() { s.compare([]float64{1, 2}, []float64{1}) })
	}
}

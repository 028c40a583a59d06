package group_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/mcda/ahp"
	"veche/internal/mcda/group"
)

func ExampleAggregate() {
	// Five experts on a 1–5 scale; the last is a generalist and counts half.
	scores, competence := []float64{4, 5, 4, 3, 1}, []float64{1, 1, 1, 1, .5}
	for _, how := range group.Aggregations() {
		x, err := group.Aggregate(scores, competence, how)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %.4f\n", how, x)
	}
	// Output:
	// mean 3.6667
	// median 4.0000
	// trimmed 3.6667
	// geometric 3.3801
	// min-mean-max 3.6667
}

func TestAggregate(t *testing.T) {
	ten := []float64{9, 1, 2, 3, 4, 5, 6, 7, 8, 100}
	for _, tt := range []struct {
		name            string
		values, weights []float64
		how             group.Aggregation
		want            float64
	}{
		{"default is the mean", []float64{1, 2, 6}, nil, "", 3},
		{"mean", []float64{1, 2, 6}, []float64{1, 1, 2}, group.Mean, 3.75},
		{"mean of equal answers is exact", []float64{.1, .1, .1}, []float64{.3, .1, .7}, group.Mean, .1},
		{"mean without overflow", []float64{1.5e308, 1.5e308}, nil, group.Mean, 1.5e308},
		{"weights without overflow", []float64{1, 3}, []float64{1.5e308, 1.5e308}, group.Mean, 2},
		// R 4: median(c(3, 1, 2)), median(c(4, 1, 2, 3)).
		{"median, odd", []float64{3, 1, 2}, nil, group.Median, 2},
		{"median, even", []float64{4, 1, 2, 3}, nil, group.Median, 2.5},
		{"median, one", []float64{7}, nil, group.Median, 7},
		// By the definition: half of the weight is reached only inside one answer.
		{"median, heavy expert", []float64{5, 1, 2}, []float64{5, 1, 1}, group.Median, 5},
		// .1 + .2 is exactly half of .6 but not in binary: lower 2, upper 3.
		{"median, half reached", []float64{1, 2, 3}, []float64{.1, .2, .3}, group.Median, 2.5},
		{"median skips weight 0", []float64{1, 2, 3, 4}, []float64{1, 0, 0, 1}, group.Median, 2.5},
		// R 4: mean(c(9, 1:8, 100), trim = 0.1) = mean(2:9).
		{"trimmed, ten", ten, nil, group.Trimmed, 5.5},
		{"trimmed, ten equal weights", ten, slices.Repeat([]float64{.1}, 10), group.Trimmed, 5.5},
		// ⌊9/10⌋ = 0: nothing to trim.
		{"trimmed, nine", ten[:9], nil, group.Trimmed, 5},
		// Total 2: 0.2 may go at each end, so the light outlier goes, nothing above.
		{"trimmed by weight", []float64{-50, 2, 4}, []float64{.2, .9, .9}, group.Trimmed, 3},
		// Among equal answers the lighter goes first, wherever it stands.
		{"trimmed ties", []float64{1, 1, 3}, []float64{.05, .1, .85}, group.Trimmed, (.1*1 + .85*3) / .95},
		{"trimmed ties, other order", []float64{1, 1, 3}, []float64{.1, .05, .85}, group.Trimmed, (.1*1 + .85*3) / .95},
		{"geometric", []float64{2, 8}, nil, group.Geometric, 4},
		{"geometric, weighted", []float64{1, 16}, []float64{3, 1}, group.Geometric, 2},
		{"geometric ignores weight 0", []float64{0, 3}, []float64{0, 1}, group.Geometric, 3},
	} {
		values, weights := slices.Clone(tt.values), slices.Clone(tt.weights)
		got, err := group.Aggregate(tt.values, tt.weights, tt.how)
		if err != nil || !(math.Abs(got-tt.want) <= 1e-14*math.Abs(tt.want)) {
			t.Errorf("%s: %.17g, %v, want %g", tt.name, got, err, tt.want)
		}
		if !slices.Equal(values, tt.values) || !slices.Equal(weights, tt.weights) {
			t.Errorf("%s: input modified", tt.name)
		}
	}
}

func TestAggregateErrors(t *testing.T) {
	if _, err := group.Aggregate(nil, nil, group.Mean); !errors.Is(err, group.ErrNoAnswers) {
		t.Errorf("no answers: %v", err)
	}
	for _, tt := range []struct {
		values, weights []float64
		how             group.Aggregation
		index           int
		weight          bool
	}{
		{[]float64{1, math.NaN()}, nil, group.Mean, 1, false},
		{[]float64{math.Inf(-1), 1}, nil, group.Median, 0, false},
		{[]float64{1, math.NaN()}, []float64{1, 0}, group.Mean, 1, false},
		{[]float64{1, 0}, nil, group.Geometric, 1, false},
		{[]float64{1, 2, -3}, nil, group.Geometric, 2, false},
		{[]float64{1, 2}, []float64{0, 0}, group.Mean, -1, true},
		{[]float64{1, 2}, []float64{1, -1}, group.Mean, 1, true},
		{[]float64{1, 2}, []float64{math.NaN(), 1}, group.Mean, 0, true},
		{[]float64{1, 2}, []float64{1, math.Inf(1)}, group.Mean, 1, true},
	} {
		x, err := group.Aggregate(tt.values, tt.weights, tt.how)
		var ae *group.AnswerError
		var we *group.WeightError
		ok := !tt.weight && errors.As(err, &ae) && ae.Index == tt.index || tt.weight && errors.As(err, &we) && we.Index == tt.index
		if !ok || x != 0 || !strings.HasPrefix(err.Error(), "group: ") {
			t.Errorf("%v %v %s: %g, %v", tt.values, tt.weights, tt.how, x, err)
		}
	}
}

func TestJudgementErrors(t *testing.T) {
	m2, m3 := ahp.NewMatrix(2), ahp.NewMatrix(3)
	answer := func(err error, index int) bool {
		var ae *group.AnswerError
		return errors.As(err, &ae) && ae.Index == index
	}
	if _, err := group.AIJ(nil, nil); !errors.Is(err, group.ErrNoAnswers) {
		t.Errorf("AIJ of nothing: %v", err)
	}
	if _, err := group.AIJ([]*ahp.Matrix{m2, m3}, nil); !answer(err, 1) {
		t.Errorf("AIJ of two orders: %v", err)
	}
	var we *group.WeightError
	if _, err := group.AIJ([]*ahp.Matrix{m2, m2}, []float64{0, 0}); !errors.As(err, &we) || we.Index != -1 {
		t.Errorf("AIJ without weight: %v", err)
	}
	if _, err := group.AIP(nil, nil, ""); !errors.Is(err, group.ErrNoAnswers) {
		t.Errorf("AIP of nothing: %v", err)
	}
	if _, err := group.AIP([][]float64{{}}, nil, ""); !errors.Is(err, group.ErrNoAnswers) {
		t.Errorf("AIP of empty vectors: %v", err)
	}
	for _, p := range [][]float64{{1}, {.5, math.NaN()}, {-1, 2}, {0, 1}, {0, 0}, {math.MaxFloat64, math.MaxFloat64}} {
		if _, err := group.AIP([][]float64{{.5, .5}, p}, nil, group.GeometricPriorities); !answer(err, 1) {
			t.Errorf("AIP with %v: %v", p, err)
		}
	}
	if w, err := group.AIP([][]float64{{.5, .5}, {0, 1}}, nil, group.ArithmeticPriorities); err != nil || w[0] != .25 {
		t.Errorf("arithmetic AIP with a zero: %v, %v", w, err)
	}
	if w, err := group.AIP([][]float64{{.5, .5}, {0, 1}}, []float64{1, 0}, ""); err != nil || w[0] != .5 {
		t.Errorf("AIP with an excluded expert: %v, %v", w, err)
	}
}

func TestProgrammerErrorsPanic(t *testing.T) {
	for name, f := range map[string]func(){
		"weights":     func() { _, _ = group.Aggregate([]float64{1, 2}, []float64{1}, "") },
		"aggregation": func() { _, _ = group.Aggregate([]float64{1}, nil, "x") },
		"mean":        func() { _, _ = group.AIP([][]float64{{1}}, nil, "x") },
		"AIJ":         func() { _, _ = group.AIJ([]*ahp.Matrix{ahp.NewMatrix(2)}, []float64{1, 2}) },
	} {
		func() {
			defer func() {
				if s, ok := recover().(string); !ok || !strings.HasPrefix(s, "group: ") {
					t.Errorf("%s: recovered %q, want a message of this package", name, s)
				}
			}()
			f()
		}()
	}
}

func TestParse(t *testing.T) {
	for s, want := range map[string]group.Aggregation{
		"": group.Mean, "Mean": group.Mean, "median": group.Median, "trimmed": group.Trimmed, "trimmed_mean": group.Trimmed,
		"geometric": group.Geometric, "geometric mean": group.Geometric,
	} {
		if got, ok := group.ParseAggregation(s); !ok || got != want {
			t.Errorf("ParseAggregation(%q) = %q, %t", s, got, ok)
		}
	}
	for s, want := range map[string]group.AIPMean{"": group.GeometricPriorities, "geometric": group.GeometricPriorities, "Arithmetic": group.ArithmeticPriorities} {
		if got, ok := group.ParseAIPMean(s); !ok || got != want {
			t.Errorf("ParseAIPMean(%q) = %q, %t", s, got, ok)
		}
	}
	_, a := group.ParseAggregation("sum")
	_, b := group.ParseAIPMean("sum")
	if a || b {
		t.Error("a sum is accepted")
	}
	for _, how := range group.AIPMeans() {
		if got, ok := group.ParseAIPMean(string(how)); !ok || got != how {
			t.Errorf("%q is not its own name", how)
		}
	}
}

// drawPanel draws scores of any size and sign (positive if asked) and weights of
// which one at least is positive.
func drawPanel(t *rapid.T, positive bool) (values, weights []float64) {
	lo := -1e6
	if positive {
		lo = 1e-3
	}
	n := rapid.IntRange(1, 25).Draw(t, "n")
	values = rapid.SliceOfN(rapid.OneOf(
		rapid.Map(rapid.IntRange(1, 5), func(k int) float64 { return float64(k) }),
		rapid.Float64Range(lo, 1e6)), n, n).Draw(t, "values")
	if rapid.Bool().Draw(t, "equal") {
		return values, nil
	}
	weights = rapid.SliceOfN(rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(0.01, 10)), n, n).Draw(t, "weights")
	weights[rapid.IntRange(0, n-1).Draw(t, "who")] = 1
	return values, weights
}

func aggregate(t *rapid.T, values, weights []float64, how group.Aggregation) float64 {
	t.Helper()
	x, err := group.Aggregate(values, weights, how)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestAggregateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		how := rapid.SampledFrom(group.Aggregations()).Draw(t, "how")
		values, weights := drawPanel(t, how == group.Geometric)
		got := aggregate(t, values, weights, how)
		if !(got >= slices.Min(values) && got <= slices.Max(values)) {
			t.Fatalf("%s = %g is outside of the answers", how, got)
		}
		tol := 1e-12 * (math.Abs(slices.Max(values)) + math.Abs(slices.Min(values)))

		index := make([]int, len(values))
		for i := range index {
			index[i] = i
		}
		perm := rapid.Permutation(index).Draw(t, "permutation")
		pv := make([]float64, len(values))
		var pw []float64
		if weights != nil {
			pw = make([]float64, len(values))
		}
		for i, p := range perm {
			pv[i] = values[p]
			if weights != nil {
				pw[i] = weights[p]
			}
		}
		if p := aggregate(t, pv, pw, how); math.Abs(p-got) > tol {
			t.Fatalf("%s depends on the order of experts: %g, %g", how, got, p)
		}

		// Doubling is exact, so every comparison of weights stays as it was.
		doubled := slices.Repeat([]float64{2}, len(values))
		for i, w := range weights {
			doubled[i] = 2 * w
		}
		if d := aggregate(t, values, doubled, how); math.Abs(d-got) > tol {
			t.Fatalf("%s depends on the scale of weights: %g, %g", how, got, d)
		}

		// An expert of weight 0 has no influence.
		ones := slices.Repeat([]float64{1}, len(values))
		if weights != nil {
			copy(ones, weights)
		}
		if z := aggregate(t, append(slices.Clone(values), 1e7), append(ones, 0), how); math.Abs(z-got) > tol {
			t.Fatalf("%s heeds weight 0: %g, %g", how, got, z)
		}
	})
}

// With equal weights the median and the trimmed mean are the textbook's.
func TestEqualWeightsAreOrdinary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values, _ := drawPanel(t, false)
		share := rapid.SampledFrom([]float64{1, .1, 1. / 3, 7}).Draw(t, "weight")
		weights := slices.Repeat([]float64{share}, len(values))
		sorted := slices.Sorted(slices.Values(values))
		n := len(sorted)
		if got, want := aggregate(t, values, weights, group.Median), (sorted[(n-1)/2]+sorted[n/2])/2; math.Abs(got-want) > 1e-9 {
			t.Fatalf("median %g, want %g", got, want)
		}
		var sum float64
		kept := sorted[n/10 : n-n/10]
		for _, v := range kept {
			sum += v
		}
		if got, want := aggregate(t, values, weights, group.Trimmed), sum/float64(len(kept)); math.Abs(got-want) > 1e-8 {
			t.Fatalf("trimmed mean %g, want %g", got, want)
		}
	})
}

func drawMatrices(t *rapid.T) (ms []*ahp.Matrix, weights []float64) {
	n := rapid.IntRange(1, 10).Draw(t, "n")
	for range rapid.IntRange(1, 8).Draw(t, "experts") {
		m := ahp.NewMatrix(n)
		for i := range n {
			for j := i + 1; j < n; j++ {
				m.Set(i, j, math.Exp(rapid.Float64Range(-2.2, 2.2).Draw(t, "log ratio")))
			}
		}
		ms = append(ms, m)
	}
	if rapid.Bool().Draw(t, "equal") {
		return ms, nil
	}
	weights = rapid.SliceOfN(rapid.Float64Range(0, 5), len(ms), len(ms)).Draw(t, "weights")
	weights[0]++
	return ms, weights
}

func relativelyNear(t *rapid.T, what string, got, want []float64, tol float64) {
	t.Helper()
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tol*math.Abs(want[i])) {
			t.Fatalf("%s[%d] = %.16g, want %.16g", what, i, got[i], want[i])
		}
	}
}

// With geometric-mean priorities it does not matter whether judgements or
// priorities are joined (Barzilai & Golany 1994, INFOR 32(2):57–64).
func TestAIJAndAIPCoincide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ms, weights := drawMatrices(t)
		o := ahp.Options{Prioritization: ahp.Geometric}
		joint, err := group.AIJ(ms, weights)
		if err != nil {
			t.Fatal(err)
		}
		var ws [][]float64
		for _, m := range ms {
			ws = append(ws, ahp.Prioritize(m, o).Weights)
		}
		aip, err := group.AIP(ws, weights, group.GeometricPriorities)
		if err != nil {
			t.Fatal(err)
		}
		relativelyNear(t, "weights", aip, ahp.Prioritize(joint, o).Weights, 1e-12)
	})
}

func TestJointMatrixProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ms, weights := drawMatrices(t)
		joint, err := group.AIJ(ms, weights)
		if err != nil {
			t.Fatal(err)
		}
		same, err := group.AIJ([]*ahp.Matrix{joint, joint, joint}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range joint.N() {
			for j := range joint.N() {
				if p := joint.At(i, j) * joint.At(j, i); math.Abs(p-1) > 1e-15 {
					t.Fatalf("not reciprocal: %g", p)
				}
				if same.At(i, j) != joint.At(i, j) {
					t.Fatalf("unanimous experts change their judgement from %g to %g", joint.At(i, j), same.At(i, j))
				}
				lo, hi := math.Inf(1), 0.0
				for _, m := range ms {
					lo, hi = min(lo, m.At(i, j)), max(hi, m.At(i, j))
				}
				if v := joint.At(i, j); !(v >= lo*(1-1e-15) && v <= hi*(1+1e-15)) {
					t.Fatalf("joint judgement %g outside of %g … %g", v, lo, hi)
				}
			}
		}
		for _, how := range group.AIPMeans() {
			var ws [][]float64
			for _, m := range ms {
				ws = append(ws, ahp.Prioritize(m, ahp.Options{}).Weights)
			}
			aip, err := group.AIP(ws, weights, how)
			if err != nil {
				t.Fatal(err)
			}
			var sum float64
			for _, v := range aip {
				if !(v > 0) {
					t.Fatalf("%s AIP: %v", how, aip)
				}
				sum += v
			}
			if math.Abs(sum-1) > 1e-14 {
				t.Fatalf("%s AIP sums to 1 %+g", how, sum-1)
			}
		}
	})
}

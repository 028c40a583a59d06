package weighting_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
	"pgregory.net/rapid"

	"veche/internal/mcda/weighting"
)

// TestFullConsistencyPublished: Pamučar, Stević & Sremac 2018. Fully consistent priorities ϖ give weights in proportion to 1/ϖ and a DFC of 0; the eight priorities
// 1, 1, 1, 2, 4, 4, 4, 4 are the example of the method's R package (cran/fucom), whose weights follow by hand: 1/4.5, 0.5/4.5, 0.25/4.5.
func TestFullConsistencyPublished(t *testing.T) {
	priorities := []float64{1, 1, 1, 2, 4, 4, 4, 4}
	f := fromPriorities(t, priorities)
	for j, p := range priorities {
		if want := 1 / p / 4.5; math.Abs(f.Weights[j]-want) > 1e-12 {
			t.Errorf("weight %d is %v, want %v", j, f.Weights[j], want)
		}
	}
	if f.DFC != 0 {
		t.Errorf("DFC %v", f.DFC)
	}
}

func fromPriorities(t testing.TB, priorities []float64) *weighting.FUCOM {
	n := len(priorities)
	var order []int
	var ratio, second []float64
	for k := range n {
		order = append(order, k)
		if k+1 < n {
			ratio = append(ratio, priorities[k+1]/priorities[k])
		}
		if k+2 < n {
			second = append(second, priorities[k+1]/priorities[k]*(priorities[k+2]/priorities[k+1]))
		}
	}
	f, err := weighting.FullConsistency(order, ratio, second)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestFullConsistency: the weights give the DFC that is said, and a linear program finds that none gives less (it is infeasible a little below).
func TestFullConsistency(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 5).Draw(t, "criteria")
		draw := func(count int) (x []float64) {
			for range count {
				x = append(x, float64(rapid.IntRange(4, 24).Draw(t, "times"))/4)
			}
			return x
		}
		order := rapid.Permutation([]int{0, 1, 2, 3, 4}[:n]).Draw(t, "order")
		ratio, second := draw(n-1), draw(n-2)
		f, err := weighting.FullConsistency(order, ratio, second)
		if err != nil {
			t.Fatal(err)
		}
		var sum, worst float64
		for _, x := range f.Weights {
			sum += x
		}
		for k, phi := range ratio {
			worst = math.Max(worst, math.Abs(f.Weights[order[k]]/f.Weights[order[k+1]]-phi))
		}
		for k, phi := range second {
			worst = math.Max(worst, math.Abs(f.Weights[order[k]]/f.Weights[order[k+2]]-phi))
		}
		if math.Abs(sum-1) > 1e-12 || math.Abs(worst-f.DFC) > 1e-9*math.Max(1, worst) && worst > f.DFC {
			t.Fatalf("weights %v sum to %v and deviate by %v, DFC is %v", f.Weights, sum, worst, f.DFC)
		}
		if f.DFC > 1e-6 && fits(ratio, second, f.DFC*(1-1e-4)) {
			t.Fatalf("weights within %v exist, DFC is %v for %v and %v", f.DFC*(1-1e-4), f.DFC, ratio, second)
		}
		if !fits(ratio, second, f.DFC*(1+1e-6)+1e-9) {
			t.Fatalf("no weights within the DFC %v for %v and %v", f.DFC, ratio, second)
		}
	})
}

// fits reports, by a linear program, whether weights of sum 1 are within χ of the stated ratios: min t, w_k − (φ + χ)w_l ≤ t, (φ − χ)w_l − w_k ≤ t.
func fits(ratio, second []float64, chi float64) bool {
	n := len(ratio) + 1
	var rows [][]float64
	add := func(k, l int, phi float64) {
		upper, lower := make([]float64, n), make([]float64, n)
		upper[k], upper[l] = 1, -(phi + chi)
		lower[k], lower[l] = -1, phi-chi
		rows = append(rows, upper, lower)
	}
	for k, phi := range ratio {
		add(k, k+1, phi)
	}
	for k, phi := range second {
		add(k, k+2, phi)
	}
	// Every weight is at least this: with weights of 0 the products fit and the ratios mean nothing.
	const least = 1e-5
	// Variables w − least (n), t = t⁺ − 1 + …: t is at least −1, so t' = t + 1 ≥ 0; slacks. Rows: a·w − t' + s = −1, and Σw = 1.
	a := mat.NewDense(len(rows)+1, n+1+len(rows), nil)
	b := make([]float64, len(rows)+1)
	for r, row := range rows {
		b[r] = -1
		for j, x := range row {
			a.Set(r, j, x)
			b[r] -= least * x
		}
		a.Set(r, n, -1)
		a.Set(r, n+1+r, 1)
	}
	for j := range n {
		a.Set(len(rows), j, 1)
	}
	b[len(rows)] = 1 - least*float64(n)
	c := make([]float64, n+1+len(rows))
	c[n] = 1
	t, _, err := lp.Simplex(c, a, b, 1e-11, nil)
	if err != nil {
		panic(err)
	}
	return t <= 1+1e-10
}

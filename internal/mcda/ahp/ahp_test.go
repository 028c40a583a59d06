package ahp_test

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"veche/internal/mcda/ahp"
)

func ExamplePrioritize() {
	// Science is 3 times industry and 5 times defence; industry is twice defence.
	m, err := ahp.FromUpper(3, []float64{3, 5, 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	r := ahp.Prioritize(m, ahp.Options{})
	fmt.Printf("%.4f λmax %.4f CR %.4f (%s)\n", r.Weights, r.LambdaMax, r.CR, r.RI)
	// Output: [0.6483 0.2297 0.1220] λmax 3.0037 CR 0.0035 (alonso-lamata)
}

func TestFromRows(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, tt := range []struct {
		name string
		rows [][]float64
		i, j int // of the error; 9 when none
	}{
		{"one", [][]float64{{1}}, 9, 0},
		{"exact", [][]float64{{1, 3}, {1. / 3, 1}}, 9, 0},
		{"rounded to two decimals", [][]float64{{1, 0.33, 8}, {3, 1, 9}, {0.13, 0.11, 1}}, 9, 0},
		{"rounded, of 7 and 6", [][]float64{{1, 7, 0.17}, {0.14, 1, 0.5}, {6, 2, 1}}, 9, 0},
		{"none", nil, -1, -1},
		{"ragged", [][]float64{{1, 2}, {.5}}, 1, -1},
		{"not square", [][]float64{{1, 2, 3}}, 0, -1},
		{"diagonal", [][]float64{{1, 2}, {.5, 2}}, 1, 1},
		{"zero", [][]float64{{1, 0}, {0, 1}}, 0, 1},
		{"negative", [][]float64{{1, -2}, {-.5, 1}}, 0, 1},
		{"NaN", [][]float64{{1, 2}, {nan, 1}}, 1, 0},
		{"infinite", [][]float64{{1, inf}, {0, 1}}, 0, 1},
		{"enormous", [][]float64{{1, 1e10}, {1e-10, 1}}, 0, 1},
		{"neighbouring degrees", [][]float64{{1, 9}, {1. / 8, 1}}, 0, 1},
		{"twice the same way", [][]float64{{1, 1.002}, {1.002, 1}}, 0, 1},
		{"mirror not inverted", [][]float64{{1, 2}, {2, 1}}, 0, 1},
	} {
		m, err := ahp.FromRows(tt.rows)
		if tt.i == 9 {
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
				continue
			}
			for i := range m.N() {
				for j := range m.N() {
					if p := m.At(i, j) * m.At(j, i); math.Abs(p-1) > 1e-15 {
						t.Errorf("%s: not reciprocal at %d, %d: %g", tt.name, i, j, p)
					}
					if x := tt.rows[i][j]; x > 1 && m.At(i, j) != x {
						t.Errorf("%s: judgement %g became %g", tt.name, x, m.At(i, j))
					}
				}
			}
			continue
		}
		var je *ahp.JudgementError
		if !errors.As(err, &je) || je.I != tt.i || je.J != tt.j || je.Error() == "" {
			t.Errorf("%s: error %v, want one at %d, %d", tt.name, err, tt.i, tt.j)
		}
	}
}

func TestFromUpperErrors(t *testing.T) {
	for _, tt := range []struct {
		n     int
		upper []float64
		i, j  int
	}{
		{3, []float64{1, 2}, -1, -1},
		{3, []float64{1, 2, 0}, 1, 2},
		{3, []float64{1, math.Inf(1), 2}, 0, 2},
	} {
		_, err := ahp.FromUpper(tt.n, tt.upper)
		var je *ahp.JudgementError
		if !errors.As(err, &je) || je.I != tt.i || je.J != tt.j {
			t.Errorf("FromUpper(%d, %v): error %v, want one at %d, %d", tt.n, tt.upper, err, tt.i, tt.j)
		}
	}
}

func TestProgrammerErrorsPanic(t *testing.T) {
	m := ahp.NewMatrix(3)
	for name, f := range map[string]func(){
		"order":          func() { ahp.NewMatrix(0) },
		"At":             func() { m.At(0, 3) },
		"Set index":      func() { m.Set(-1, 0, 2) },
		"Set zero":       func() { m.Set(0, 1, 0) },
		"Set NaN":        func() { m.Set(0, 1, math.NaN()) },
		"Set diagonal":   func() { m.Set(1, 1, 2) },
		"prioritization": func() { ahp.Prioritize(m, ahp.Options{Prioritization: "x"}) },
		"random index":   func() { ahp.Prioritize(m, ahp.Options{RI: "x"}) },
		"lambda":         func() { ahp.Prioritize(m, ahp.Options{Lambda: "x"}) },
		"destination":    func() { ahp.PrioritizeTo(make([]float64, 2), m, ahp.Options{}, nil) },
	} {
		func() {
			defer func() {
				if s, ok := recover().(string); !ok || len(s) < 5 || s[:5] != "ahp: " {
					t.Errorf("%s: recovered %q, want a message of this package", name, s)
				}
			}()
			f()
		}()
	}
}

func TestParse(t *testing.T) {
	for s, want := range map[string]ahp.Prioritization{
		"": ahp.Eigenvector, "ev": ahp.Eigenvector, "Eigen": ahp.Eigenvector, "eigenvector": ahp.Eigenvector,
		"gm": ahp.Geometric, "RGM": ahp.Geometric, "llsm": ahp.Geometric, "geometric_mean": ahp.Geometric, "geometric": ahp.Geometric,
		"acm": ahp.ColumnMean, "column-normalised-mean": ahp.ColumnMean, " column mean ": ahp.ColumnMean,
	} {
		if got, ok := ahp.ParsePrioritization(s); !ok || got != want {
			t.Errorf("ParsePrioritization(%q) = %q, %t", s, got, ok)
		}
	}
	for s, want := range map[string]ahp.RandomIndex{"": ahp.AlonsoLamata, "Alonso-Lamata": ahp.AlonsoLamata, "saaty": ahp.Saaty} {
		if got, ok := ahp.ParseRandomIndex(s); !ok || got != want {
			t.Errorf("ParseRandomIndex(%q) = %q, %t", s, got, ok)
		}
	}
	for s, want := range map[string]ahp.LambdaFrom{"": ahp.FromEigenvalue, "eigenvalue": ahp.FromEigenvalue, "mean_Aw_over_w": ahp.FromMean, "mean": ahp.FromMean} {
		if got, ok := ahp.ParseLambdaFrom(s); !ok || got != want {
			t.Errorf("ParseLambdaFrom(%q) = %q, %t", s, got, ok)
		}
	}
	_, a := ahp.ParsePrioritization("x")
	_, b := ahp.ParseRandomIndex("x")
	_, c := ahp.ParseLambdaFrom("x")
	if a || b || c {
		t.Error("an unknown name is accepted")
	}
	for _, p := range ahp.Prioritizations() {
		if got, ok := ahp.ParsePrioritization(string(p)); !ok || got != p {
			t.Errorf("%q is not its own name", p)
		}
	}
	for _, r := range ahp.RandomIndices() {
		if got, ok := ahp.ParseRandomIndex(string(r)); !ok || got != r {
			t.Errorf("%q is not its own name", r)
		}
	}
}

func TestRandomIndex(t *testing.T) {
	for _, tt := range []struct {
		r    ahp.RandomIndex
		n    int
		want float64
		ok   bool
	}{
		// Alonso & Lamata 2006, 500,000 matrices.
		{ahp.AlonsoLamata, 0, 0, false}, {ahp.AlonsoLamata, 1, 0, true}, {ahp.AlonsoLamata, 2, 0, true},
		{ahp.AlonsoLamata, 3, 0.5247, true}, {ahp.AlonsoLamata, 8, 1.4057, true}, {ahp.AlonsoLamata, 15, 1.5838, true},
		{"", 5, 1.1086, true},
		// (1.7699·20 − 4.3513)/19, the same paper's line.
		{ahp.AlonsoLamata, 20, 1.634036842105263, true},
		// Saaty 1980.
		{ahp.Saaty, 2, 0, true}, {ahp.Saaty, 3, 0.58, true}, {ahp.Saaty, 10, 1.49, true}, {ahp.Saaty, 12, 1.48, true},
		{ahp.Saaty, 15, 1.59, true}, {ahp.Saaty, 16, 0, false},
		{"x", 3, 0, false},
	} {
		if got, ok := tt.r.At(tt.n); math.Abs(got-tt.want) > 1e-12 || ok != tt.ok {
			t.Errorf("%s.At(%d) = %g, %t, want %g, %t", tt.r, tt.n, got, ok, tt.want, tt.ok)
		}
	}
}

// Order by order: nothing is undefined from 1 to 20, and a CR that could not be
// taken with Saaty's table names the one it was taken with.
func TestEveryOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for n := 1; n <= 20; n++ {
		m := ahp.NewMatrix(n)
		for i := range n {
			for j := i + 1; j < n; j++ {
				m.Set(i, j, float64(1+r.IntN(9)))
			}
		}
		for _, p := range ahp.Prioritizations() {
			for _, l := range []ahp.LambdaFrom{ahp.FromEigenvalue, ahp.FromMean} {
				got := ahp.Prioritize(m, ahp.Options{Prioritization: p, RI: ahp.Saaty, Lambda: l})
				if n <= 2 && (got.CI != 0 || got.CR != 0 || got.LambdaMax != float64(n)) {
					t.Errorf("n=%d: λmax %g, CI %g, CR %g", n, got.LambdaMax, got.CI, got.CR)
				}
				if n > 2 && (got.CR <= 0 || got.CR != got.CI/got.RandomIndex) {
					t.Errorf("n=%d: CR = %g, CI = %g, RI = %g", n, got.CR, got.CI, got.RandomIndex)
				}
				if want := map[bool]ahp.RandomIndex{true: ahp.Saaty, false: ahp.AlonsoLamata}[n <= 15]; got.RI != want {
					t.Errorf("n=%d: table %s, want %s", n, got.RI, want)
				}
				if got.Prioritization != p || got.Lambda != l {
					t.Errorf("n=%d: result says %s, %s", n, got.Prioritization, got.Lambda)
				}
			}
		}
	}
}

// drawMatrix draws an order in [lo, hi] and judgements, of Saaty's scale or any
// ratio up to 1000.
func drawMatrix(t *rapid.T, lo, hi int) *ahp.Matrix {
	n := rapid.IntRange(lo, hi).Draw(t, "n")
	m := ahp.NewMatrix(n)
	anyRatio := rapid.Bool().Draw(t, "any ratio")
	for i := range n {
		for j := i + 1; j < n; j++ {
			if anyRatio {
				m.Set(i, j, math.Exp(rapid.Float64Range(-7, 7).Draw(t, "log ratio")))
				continue
			}
			k := rapid.IntRange(-8, 8).Draw(t, "degree")
			if k < 0 {
				m.Set(j, i, float64(1-k))
			} else {
				m.Set(i, j, float64(1+k))
			}
		}
	}
	return m
}

func relativelyNear(t *rapid.T, what string, got, want []float64, tol float64) {
	t.Helper()
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tol*math.Abs(want[i])) {
			t.Fatalf("%s[%d] = %.16g, want %.16g", what, i, got[i], want[i])
		}
	}
}

func TestResultIsProper(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMatrix(t, 1, 20)
		for _, p := range ahp.Prioritizations() {
			for _, l := range []ahp.LambdaFrom{ahp.FromEigenvalue, ahp.FromMean} {
				r := ahp.Prioritize(m, ahp.Options{Prioritization: p, Lambda: l})
				var sum float64
				for _, w := range r.Weights {
					if !(w > 0 && w <= 1) {
						t.Fatalf("%s: weight %g", p, w)
					}
					sum += w
				}
				if math.Abs(sum-1) > 1e-14 {
					t.Fatalf("%s: weights sum to 1 %+g", p, sum-1)
				}
				if !(r.LambdaMax >= float64(m.N()) && r.CI >= 0 && r.CR >= 0) || math.IsInf(r.CR, 0) {
					t.Fatalf("%s, %s: λmax %g, CI %g, CR %g", p, l, r.LambdaMax, r.CI, r.CR)
				}
			}
		}
	})
}

func TestConsistentMatrixReturnsItsWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(t, "n")
		w := make([]float64, n)
		var sum float64
		for i := range w {
			w[i] = rapid.Float64Range(0.001, 1).Draw(t, "weight")
			sum += w[i]
		}
		m := ahp.NewMatrix(n)
		for i := range w {
			w[i] /= sum
		}
		for i := range n {
			for j := i + 1; j < n; j++ {
				m.Set(i, j, w[i]/w[j])
			}
		}
		for _, p := range ahp.Prioritizations() {
			for _, l := range []ahp.LambdaFrom{ahp.FromEigenvalue, ahp.FromMean} {
				r := ahp.Prioritize(m, ahp.Options{Prioritization: p, Lambda: l})
				relativelyNear(t, string(p), r.Weights, w, 1e-13)
				if r.CI != 0 || r.CR != 0 {
					t.Fatalf("%s, %s: CI %g", p, l, r.CI)
				}
			}
		}
	})
}

func TestPermutationEquivariance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMatrix(t, 2, 12)
		n := m.N()
		index := make([]int, n)
		for i := range index {
			index[i] = i
		}
		perm := rapid.Permutation(index).Draw(t, "permutation")
		q := ahp.NewMatrix(n)
		for i := range n {
			for j := range n {
				if i != j && m.At(perm[i], perm[j]) >= 1 {
					q.Set(i, j, m.At(perm[i], perm[j]))
				}
			}
		}
		for _, p := range ahp.Prioritizations() {
			a := ahp.Prioritize(m, ahp.Options{Prioritization: p})
			b := ahp.Prioritize(q, ahp.Options{Prioritization: p})
			want := make([]float64, n)
			for i := range want {
				want[i] = a.Weights[perm[i]]
			}
			relativelyNear(t, string(p), b.Weights, want, 1e-10)
			relativelyNear(t, "λmax", []float64{b.LambdaMax}, []float64{a.LambdaMax}, 1e-13)
		}
	})
}

func TestTransposeInvertsGeometricWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMatrix(t, 1, 20)
		o := ahp.Options{Prioritization: ahp.Geometric}
		w := ahp.Prioritize(m, o).Weights
		var sum float64
		for _, v := range w {
			sum += 1 / v
		}
		want := make([]float64, len(w))
		for i, v := range w {
			want[i] = 1 / v / sum
		}
		relativelyNear(t, "weights", ahp.Prioritize(m.Transpose(), o).Weights, want, 1e-12)
	})
}

// Up to three elements the eigenvector is the row geometric mean (Crawford &
// Williams 1985).
func TestEigenvectorIsGeometricUpToThree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMatrix(t, 1, 3)
		relativelyNear(t, "weights", ahp.Prioritize(m, ahp.Options{}).Weights,
			ahp.Prioritize(m, ahp.Options{Prioritization: ahp.Geometric}).Weights, 1e-13)
	})
}

// λmax as the mean of (Aw)_i/w_i is the eigenvalue when w is the eigenvector.
func TestMeanRatioOfEigenvector(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMatrix(t, 1, 20)
		relativelyNear(t, "λmax", []float64{ahp.Prioritize(m, ahp.Options{Lambda: ahp.FromMean}).LambdaMax},
			[]float64{ahp.Prioritize(m, ahp.Options{}).LambdaMax}, 1e-12)
	})
}

// gonumPriorities is the second implementation: LAPACK's general eigensolver.
func gonumPriorities(m *ahp.Matrix) (w []float64, lambda float64) {
	n := m.N()
	a := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			a.Set(i, j, m.At(i, j))
		}
	}
	var e mat.Eigen
	if !e.Factorize(a, mat.EigenRight) {
		return nil, math.NaN()
	}
	best := 0
	values := e.Values(nil)
	for k, z := range values {
		if real(z) > real(values[best]) {
			best = k
		}
	}
	var v mat.CDense
	e.VectorsTo(&v)
	w = make([]float64, n)
	var sum float64
	for i := range w {
		w[i] = real(v.At(i, best))
		sum += w[i]
	}
	for i := range w {
		w[i] /= sum
	}
	return w, real(values[best])
}

func TestEigenvectorAgreesWithGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMatrix(t, 2, 20)
		r := ahp.Prioritize(m, ahp.Options{})
		w, lambda := gonumPriorities(m)
		for i := range w {
			if !(math.Abs(r.Weights[i]-w[i]) <= 1e-10) {
				t.Fatalf("weight %d = %.15g, gonum %.15g", i, r.Weights[i], w[i])
			}
		}
		if !(math.Abs(r.LambdaMax-lambda) <= 1e-12*cmp.Or(lambda, 1)*float64(m.N())) {
			t.Fatalf("λmax = %.15g, gonum %.15g", r.LambdaMax, lambda)
		}
	})
}

func TestPrioritizeToAllocatesNothing(t *testing.T) {
	m, dst, ws := cyclic(9), make([]float64, 9), new(ahp.Workspace)
	for _, p := range ahp.Prioritizations() {
		if n := testing.AllocsPerRun(100, func() { ahp.PrioritizeTo(dst, m, ahp.Options{Prioritization: p}, ws) }); n != 0 {
			t.Errorf("%s: %v allocations", p, n)
		}
	}
}

func FuzzFromRows(f *testing.F) {
	f.Add(1.0, 3.0, 5.0, 0.33, 1.0, 2.0, 0.2, 0.5, 1.0)
	f.Add(1.0, 9.0, 1/9.0, 1/9.0, 1.0, 9.0, 9.0, 1/9.0, 1.0)
	f.Add(1.0, 1e9, 1.0, 1e-9, 1.0, 1e9, 1.0, 1e-9, 1.0)
	f.Add(1.0, math.NaN(), math.Inf(1), 0.0, 1.0, -1.0, 5e-324, 1.0, 1.0)
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g, h, i, j float64) {
		m, err := ahp.FromRows([][]float64{{a, b, c}, {d, e, g}, {h, i, j}})
		if err != nil {
			var je *ahp.JudgementError
			if !errors.As(err, &je) || m != nil {
				t.Fatalf("%v, %v", m, err)
			}
			return
		}
		for _, p := range ahp.Prioritizations() {
			r := ahp.Prioritize(m, ahp.Options{Prioritization: p})
			if s := r.Weights[0] + r.Weights[1] + r.Weights[2]; !(math.Abs(s-1) < 1e-14) || !(r.CR >= 0) || math.IsInf(r.CR, 0) {
				t.Fatalf("%s: weights %v, CR %g", p, r.Weights, r.CR)
			}
		}
	})
}

// cyclic has the ordinary inconsistencies of a questionnaire: CR ≈ 0.1.
func cyclic(n int) *ahp.Matrix {
	m := ahp.NewMatrix(n)
	for i := range n {
		for j := i + 1; j < n; j++ {
			m.Set(i, j, float64(1+(3*i+5*j)%4))
		}
	}
	return m
}

func BenchmarkAHP(b *testing.B) {
	for _, n := range []int{4, 9, 20} {
		m, dst, ws := cyclic(n), make([]float64, n), new(ahp.Workspace)
		for _, p := range ahp.Prioritizations() {
			b.Run(fmt.Sprintf("%s/%d", p, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					ahp.PrioritizeTo(dst, m, ahp.Options{Prioritization: p}, ws)
				}
			})
		}
		b.Run(fmt.Sprintf("gonum/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				gonumPriorities(m)
			}
		})
	}
}

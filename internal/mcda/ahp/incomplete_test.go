package ahp_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"gonum.org/v1/gonum/mat"

	"veche/internal/mcda/ahp"
)

func ExamplePrioritizeIncomplete() {
	// Nobody compared industry with defence.
	m, err := ahp.IncompleteFromUpper(3, []float64{2, 6, math.NaN()})
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := ahp.PrioritizeIncomplete(m, ahp.Harker, ahp.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.4f, missing %v: %.4f\n", r.Weights, r.Missing, r.Completed.At(1, 2))
	// Output: [0.6000 0.3000 0.1000], missing [[1 2]]: 3.0000
}

func runIncomplete(t *testing.T, c vectorCase) {
	var in struct {
		Pairwise    [][]*string `json:"pairwise"`
		Completion  string      `json:"completion"`
		RandomIndex float64     `json:"random_index"`
	}
	decode(t, c.Inputs, &in)
	m := ahp.NewIncomplete(len(in.Pairwise))
	for i, row := range in.Pairwise {
		for j, s := range row {
			if s != nil && i < j {
				m.Set(i, j, ratio(t, *s))
			}
		}
	}
	how, ok := ahp.ParseCompletion(in.Completion)
	if !ok {
		t.Fatalf("unknown completion %q", in.Completion)
	}
	r, err := ahp.PrioritizeIncomplete(m, how, ahp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for key := range c.Expected {
		switch key {
		case "weights":
			c.compare(t, key, r.Weights)
		case "lambda_max":
			c.compareOne(t, key, r.LambdaMax)
		case "CR":
			c.compareOne(t, key, r.CI/in.RandomIndex)
		case "completed_entries":
			var entries [][3]float64
			var tol float64
			decode(t, c.Expected[key], &entries)
			decode(t, c.Tolerance[key], &tol)
			if len(entries) != len(r.Missing) {
				t.Errorf("%d entries completed, want %d", len(r.Missing), len(entries))
			}
			for _, e := range entries {
				near(t, key, []float64{r.Completed.At(int(e[0]), int(e[1]))}, []float64{e[2]}, tol)
			}
		case "harker_matrix":
			var rows [][]float64
			var tol float64
			decode(t, c.Expected[key], &rows)
			decode(t, c.Tolerance[key], &tol)
			for i, row := range m.HarkerMatrix() {
				near(t, key, row, rows[i], tol)
			}
		default:
			t.Errorf("expected figure %q is not checked", key)
		}
	}
}

// Bozóki, Fülöp & Rónyai 2010, example 3: the optimum of the 4×4 matrix of vectors.json, printed as 0.7302965066047 and as agreeing with the estimate over its
// triads √(2/5 · 4/3) to six digits. It is that estimate: the coefficients of the characteristic polynomial are symmetric about it in ln a_34, the two triads
// and the two four-cycles through the pair changing places. At the printed value λmax is greater by
// 1.4e-14, so in double precision λmax does not determine its further digits.
func TestMinLambdaBozoki2010(t *testing.T) {
	a := completed(t, incomplete(t, 4, 1, 5, 2, 3, 4, missing), ahp.MinLambda).Completed.At(2, 3)
	near(t, "a_34", []float64{a}, []float64{0.7302965066047}, 5e-7)
	near(t, "a_34", []float64{a}, []float64{math.Sqrt(2. / 5 * 4 / 3)}, 1e-12)
}

var missing = math.NaN()

func incomplete(t *testing.T, n int, upper ...float64) *ahp.Incomplete {
	t.Helper()
	m, err := ahp.IncompleteFromUpper(n, upper)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func completed(t *testing.T, m *ahp.Incomplete, how ahp.Completion) ahp.IncompleteResult {
	t.Helper()
	r, err := ahp.PrioritizeIncomplete(m, how, ahp.Options{})
	if err != nil {
		t.Fatalf("%s: %v", how, err)
	}
	return r
}

// drawIncomplete draws judgements with ln a_ij normal of the given spread, and leaves out about the given share of the pairs, but none of a random spanning tree.
func drawIncomplete(rnd *rand.Rand, n int, share, spread float64) *ahp.Incomplete {
	m := ahp.NewIncomplete(n)
	order := rnd.Perm(n)
	judge := func(i, j int) { m.Set(i, j, math.Exp(spread*rnd.NormFloat64())) }
	for k := 1; k < n; k++ {
		judge(order[k], order[rnd.IntN(k)])
	}
	for i := range n {
		for j := i + 1; j < n; j++ {
			if _, given := m.At(i, j); !given && rnd.Float64() >= share {
				judge(i, j)
			}
		}
	}
	return m
}

// What holds of any incomplete matrix, and each solution against a naive second one: the dense eigensolver on Harker's matrix, the normal equations of least
// squares over the given pairs, and for the optimal completion that no change of one missing entry lowers λmax, which for a convex function with a gradient is
// that there is no lower point at all.
func TestIncompleteProperties(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for trial := range 300 {
		n := 2 + rnd.IntN(9)
		m := drawIncomplete(rnd, n, rnd.Float64(), []float64{0.1, 1, 2.5}[trial%3])
		lambda := map[ahp.Completion]float64{}
		for _, how := range ahp.Completions() {
			r := completed(t, m, how)
			lambda[how] = r.LambdaMax
			if r.Completion != how || !reflect.DeepEqual(r.Missing, m.Missing()) || len(r.Weights) != n {
				t.Fatalf("%s: %+v", how, r)
			}
			for i := range n {
				for j := range n {
					v, given := m.At(i, j)
					if !given && how != ahp.MinLambda {
						v = r.Weights[i] / r.Weights[j]
					} else if !given {
						continue
					}
					if c := r.Completed.At(i, j); math.Abs(c/v-1) > 1e-11 {
						t.Fatalf("%s: completed a_%d%d %v, want %v", how, i+1, j+1, c, v)
					}
				}
			}
			switch how {
			case ahp.Harker:
				near(t, "harker", r.Weights, densePrincipal(t, m.HarkerMatrix()), 1e-10)
				hw := harkerTimes(m, r.Weights)
				for i, w := range r.Weights {
					if ratio := hw[i] / w; math.Abs(ratio/r.LambdaMax-1) > 1e-12 {
						t.Fatalf("(Hw)_%d/w is %v, λmax %v", i+1, ratio, r.LambdaMax)
					}
				}
			case ahp.LLSM:
				near(t, "llsm", r.Weights, normalEquations(m), 1e-12)
			case ahp.MinLambda:
				for _, p := range r.Missing {
					for _, factor := range []float64{1.001, 1 / 1.001} {
						c := r.Completed.Clone()
						c.Set(p[0], p[1], c.At(p[0], p[1])*factor)
						if l := ahp.Prioritize(c, ahp.Options{}).LambdaMax; l < r.LambdaMax-1e-12 {
							t.Fatalf("λmax %v at %v, but %v near by", r.LambdaMax, p, l)
						}
					}
				}
				// The optimum in closed form: a_ij = z_i/z_j, z = √(right/left Perron vector).
				left := ahp.Prioritize(r.Completed.Transpose(), ahp.Options{}).Weights
				for _, p := range r.Missing {
					i, j := p[0], p[1]
					z := math.Sqrt(r.Weights[i] / left[i] / (r.Weights[j] / left[j]))
					if a := r.Completed.At(i, j); math.Abs(a/z-1) > 1e-10 {
						t.Fatalf("a_%d%d is %.14g, but stationary is %.14g", i+1, j+1, a, z)
					}
				}
			}
		}
		if least := lambda[ahp.MinLambda] - 1e-12; lambda[ahp.Harker] < least || lambda[ahp.LLSM] < least {
			t.Fatalf("the smallest λmax is not the smallest: %v", lambda)
		}
		if t.Failed() {
			t.Fatalf("trial %d, n = %d", trial, n)
		}
	}
}

func harkerTimes(m *ahp.Incomplete, w []float64) []float64 {
	out := make([]float64, len(w))
	for i, row := range m.HarkerMatrix() {
		for j, h := range row {
			out[i] += h * w[j]
		}
	}
	return out
}

// densePrincipal is the eigenvector of the greatest real eigenvalue by the general solver.
func densePrincipal(t *testing.T, rows [][]float64) []float64 {
	t.Helper()
	n := len(rows)
	a := mat.NewDense(n, n, nil)
	for i, row := range rows {
		a.SetRow(i, row)
	}
	var e mat.Eigen
	if !e.Factorize(a, mat.EigenRight) {
		t.Fatal("no eigenvalues")
	}
	best, values := 0, e.Values(nil)
	for k, v := range values {
		if real(v) > real(values[best]) {
			best = k
		}
	}
	var vectors mat.CDense
	e.VectorsTo(&vectors)
	w := make([]float64, n)
	var sum float64
	for i := range w {
		w[i] = real(vectors.At(i, best))
		sum += w[i]
	}
	for i := range w {
		w[i] /= sum
	}
	return w
}

// normalEquations solves min Σ (ln a_ij − y_i + y_j)² over the given pairs with y_n = 0 by QR on the incidence matrix.
func normalEquations(m *ahp.Incomplete) []float64 {
	n := m.N()
	var rows, logs []float64
	for i := range n {
		for j := i + 1; j < n; j++ {
			if a, given := m.At(i, j); given {
				row := make([]float64, n)
				row[i], row[j] = 1, -1
				rows = append(rows, row[:n-1]...)
				logs = append(logs, math.Log(a))
			}
		}
	}
	w := make([]float64, n)
	w[n-1] = 1
	sum := 1.0
	if n > 1 {
		var y mat.VecDense
		if err := y.SolveVec(mat.NewDense(len(logs), n-1, rows), mat.NewVecDense(len(logs), logs)); err != nil {
			panic(err)
		}
		for i := range n - 1 {
			w[i] = math.Exp(y.AtVec(i))
			sum += w[i]
		}
	}
	for i := range w {
		w[i] /= sum
	}
	return w
}

// With one entry missing, the smallest λmax against a golden section search.
func TestMinLambdaOneMissing(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	for range 40 {
		n := 4 + rnd.IntN(4)
		m := drawIncomplete(rnd, n, 0, 1)
		i, j := 0, 1+rnd.IntN(n-1)
		without := ahp.NewIncomplete(n)
		for a := range n {
			for b := a + 1; b < n; b++ {
				if v, _ := m.At(a, b); a != i || b != j {
					without.Set(a, b, v)
				}
			}
		}
		r := completed(t, without, ahp.MinLambda)
		c := r.Completed.Clone()
		f := func(y float64) float64 {
			c.Set(i, j, math.Exp(y))
			return ahp.Prioritize(c, ahp.Options{}).LambdaMax
		}
		low, high := -15.0, 15.0
		g := (math.Sqrt(5) - 1) / 2
		for high-low > 1e-9 {
			if a, b := high-g*(high-low), low+g*(high-low); f(a) < f(b) {
				high = b
			} else {
				low = a
			}
		}
		// Golden section finds the place to the square root of the precision, the value to the precision.
		if y := math.Log(r.Completed.At(i, j)); math.Abs(y-low) > 1e-6 || r.LambdaMax > f(low)+1e-12 {
			t.Fatalf("ln a %.10g with λmax %.14g, the search finds %.10g with %.14g", y, r.LambdaMax, low, f(low))
		}
	}
}

// Judgements w_i/w_j give w back, however few they are, with λmax = n; and a tree of judgements is consistent whatever they say.
func TestIncompleteConsistent(t *testing.T) {
	rnd := rand.New(rand.NewPCG(9, 10))
	for range 100 {
		n := 1 + rnd.IntN(20)
		m := drawIncomplete(rnd, n, rnd.Float64(), 0)
		w := make([]float64, n)
		var sum float64
		for i := range w {
			w[i] = math.Exp(1.5 * rnd.NormFloat64())
			sum += w[i]
		}
		for i := range w {
			w[i] /= sum
		}
		for i := range n {
			for j := range n {
				if _, given := m.At(i, j); given && i != j {
					m.Set(i, j, w[i]/w[j])
				}
			}
		}
		tree := drawIncomplete(rnd, 1+rnd.IntN(12), 1, 1)
		for _, how := range ahp.Completions() {
			r := completed(t, m, how)
			near(t, string(how), r.Weights, w, 1e-13)
			near(t, "λmax", []float64{r.LambdaMax, r.CI, r.CR}, []float64{float64(n), 0, 0}, 1e-12)
			if r := completed(t, tree, how); math.Abs(r.CI) > 1e-12 {
				t.Fatalf("%s: CI %v of a tree", how, r.CI)
			}
		}
	}
}

// Judgements that are complete have the result of Prioritize to the last bit.
func TestIncompleteNothingMissing(t *testing.T) {
	rnd := rand.New(rand.NewPCG(11, 12))
	for range 50 {
		n := 1 + rnd.IntN(12)
		m, full := ahp.NewIncomplete(n), ahp.NewMatrix(n)
		for i := range n {
			for j := i + 1; j < n; j++ {
				v := math.Exp(rnd.NormFloat64())
				m.Set(i, j, v)
				full.Set(i, j, v)
			}
		}
		for how, p := range map[ahp.Completion]ahp.Prioritization{"": "", ahp.Harker: ahp.Eigenvector, ahp.MinLambda: ahp.Eigenvector, ahp.LLSM: ahp.Geometric} {
			o := ahp.Options{RI: ahp.Saaty, Lambda: ahp.FromMean}
			r, err := ahp.PrioritizeIncomplete(m, how, o)
			o.Prioritization = p
			want := ahp.Prioritize(full, o)
			if err != nil || r.Missing != nil || !reflect.DeepEqual(r.Completed, full) || !reflect.DeepEqual(r.Result, want) {
				t.Fatalf("%s: %+v, %v, want %+v", how, r, err, want)
			}
		}
	}
}

// Judgements at the ends of what is admitted: an answer, or an error that names the pair.
func TestIncompleteExtremes(t *testing.T) {
	rnd := rand.New(rand.NewPCG(13, 14))
	var answers, refusals int
	for range 200 {
		n := 3 + rnd.IntN(10)
		m := drawIncomplete(rnd, n, rnd.Float64(), 0)
		for i := range n {
			for j := i + 1; j < n; j++ {
				if _, given := m.At(i, j); given {
					m.Set(i, j, math.Pow(ahp.MaxRatio, float64(rnd.IntN(3)-1)))
				}
			}
		}
		for _, how := range ahp.Completions() {
			r, err := ahp.PrioritizeIncomplete(m, how, ahp.Options{})
			var je *ahp.JudgementError
			switch {
			case errors.As(err, &je):
				if _, given := m.At(je.I, je.J); given {
					t.Fatalf("%s: %v, but it is given", how, err)
				}
				refusals++
			case err != nil:
				t.Fatalf("%s: %v\n%v", how, err, m.HarkerMatrix())
			default:
				answers++
				var sum float64
				for _, w := range r.Weights {
					if !(w > 0) {
						t.Fatalf("%s: weights %v", how, r.Weights)
					}
					sum += w
				}
				if math.Abs(sum-1) > 1e-12 || !(r.LambdaMax >= float64(n)) || math.IsInf(r.LambdaMax, 0) {
					t.Fatalf("%s: %+v", how, r)
				}
				if how == ahp.Harker {
					for i, hw := range harkerTimes(m, r.Weights) {
						if math.Abs(hw/r.Weights[i]/r.LambdaMax-1) > 1e-10 {
							t.Fatalf("(Hw)_%d/w_%d is %v, λmax %v", i+1, i+1, hw/r.Weights[i], r.LambdaMax)
						}
					}
				}
			}
		}
	}
	t.Logf("%d answers, %d refusals", answers, refusals)
	if answers < 100 || refusals < 10 {
		t.Errorf("%d answers and %d refusals try too little", answers, refusals)
	}
}

// CR of an incomplete matrix is too small: the mean CI of random ones with a pair missing is below the random index of complete ones, and falls with the number
// missing (Ágoston & Csató 2022). Judgements are drawn from Saaty's scale as theirs.
func TestIncompleteRandomIndex(t *testing.T) {
	rnd := rand.New(rand.NewPCG(15, 16))
	const n, draws = 5, 400
	before, _ := ahp.AlonsoLamata.At(n)
	for gaps := 1; gaps <= 6; gaps++ {
		var sum float64
		for count := 0; count < draws; {
			m := ahp.NewIncomplete(n)
			pairs := m.Missing()
			rnd.Shuffle(len(pairs), func(a, b int) { pairs[a], pairs[b] = pairs[b], pairs[a] })
			for _, p := range pairs[gaps:] {
				v := float64(1 + rnd.IntN(9))
				if rnd.IntN(17) >= 9 {
					v = 1 / float64(2+rnd.IntN(8))
				}
				m.Set(p[0], p[1], v)
			}
			r, err := ahp.PrioritizeIncomplete(m, ahp.MinLambda, ahp.Options{})
			var de *ahp.DisconnectedError
			if errors.As(err, &de) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			sum += r.CI
			count++
		}
		t.Logf("%d missing: mean CI %.3f", gaps, sum/draws)
		if mean := sum / draws; mean > before-0.1 {
			t.Errorf("%d missing: mean CI %.3f, with one less %.3f", gaps, mean, before)
		} else {
			before = mean
		}
	}
	if before > 1e-12 {
		t.Errorf("mean CI %v of trees", before)
	}
}

func TestDisconnected(t *testing.T) {
	m := ahp.NewIncomplete(5)
	m.Set(0, 3, 2)
	m.Set(4, 1, 3)
	for _, how := range ahp.Completions() {
		_, err := ahp.PrioritizeIncomplete(m, how, ahp.Options{})
		var de *ahp.DisconnectedError
		if !errors.As(err, &de) || !reflect.DeepEqual(de.Components, [][]int{{0, 3}, {1, 4}, {2}}) {
			t.Fatalf("%s: %v", how, err)
		}
		want := "ahp: judgements: nothing compares the elements {1, 4}, {2, 5}, {3} with one another; judge at least 2 more pairs that link them"
		if err.Error() != want {
			t.Errorf("%q", err)
		}
	}
	if _, err := ahp.PrioritizeIncomplete(ahp.NewIncomplete(2), "", ahp.Options{}); err == nil {
		t.Error("two elements without a judgement are accepted")
	}
	if r := completed(t, ahp.NewIncomplete(1), ""); r.Weights[0] != 1 || r.CR != 0 || r.Completed.N() != 1 {
		t.Errorf("one element: %+v", r)
	}
	m = ahp.NewIncomplete(2)
	m.Set(0, 1, 4)
	near(t, "two elements", completed(t, m, "").Weights, []float64{0.8, 0.2}, 1e-15)
}

func TestIncompleteErrors(t *testing.T) {
	for _, tt := range []struct {
		n     int
		upper []float64
		i, j  int
	}{
		{3, []float64{1, 2}, -1, -1},
		{3, []float64{1, missing, 0}, 1, 2},
		{3, []float64{1, math.Inf(1), missing}, 0, 2},
		{3, []float64{-2, 1, missing}, 0, 1},
		{3, []float64{1, 1e10, missing}, 0, 2},
	} {
		_, err := ahp.IncompleteFromUpper(tt.n, tt.upper)
		var je *ahp.JudgementError
		if !errors.As(err, &je) || je.I != tt.i || je.J != tt.j {
			t.Errorf("%v: error %v, want one at %d, %d", tt.upper, err, tt.i, tt.j)
		}
	}
	m := ahp.NewIncomplete(3)
	m.Set(2, 0, 4)
	if v, given := m.At(0, 2); v != 0.25 || !given {
		t.Errorf("reciprocal %v, %t", v, given)
	}
	if _, given := m.At(0, 1); given {
		t.Error("a missing judgement is given")
	}
	panics(t, map[string]func(){
		"order":      func() { ahp.NewIncomplete(0) },
		"At":         func() { m.At(3, 0) },
		"Set":        func() { m.Set(0, 1, math.NaN()) },
		"Set index":  func() { m.Set(0, -1, 1) },
		"diagonal":   func() { m.Set(1, 1, 2) },
		"completion": func() { _, _ = ahp.PrioritizeIncomplete(m, "x", ahp.Options{}) },
		"shares":     func() { _, _ = ahp.AggregateIncomplete([]*ahp.Incomplete{m}, []float64{1, 1}) },
	})
}

func panics(t *testing.T, calls map[string]func()) {
	t.Helper()
	for name, f := range calls {
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

func TestParseCompletion(t *testing.T) {
	for s, want := range map[string]ahp.Completion{
		"": ahp.Harker, "Harker": ahp.Harker, "llsm": ahp.LLSM, "min_lambda_max": ahp.MinLambda, " min lambda": ahp.MinLambda,
	} {
		if got, ok := ahp.ParseCompletion(s); !ok || got != want {
			t.Errorf("ParseCompletion(%q) = %q, %t", s, got, ok)
		}
	}
	for _, c := range ahp.Completions() {
		if got, ok := ahp.ParseCompletion(string(c)); !ok || got != c {
			t.Errorf("%q is not its own name", c)
		}
	}
	if _, ok := ahp.ParseCompletion("x"); ok {
		t.Error("an unknown name is accepted")
	}
}

func TestAggregateIncomplete(t *testing.T) {
	a := incomplete(t, 4, 2, 9, missing, 4, missing, missing)
	b := incomplete(t, 4, 8, missing, missing, 1, 5, missing)
	c := incomplete(t, 4, 7, 7, 7, 7, 7, 7)
	got, err := ahp.AggregateIncomplete([]*ahp.Incomplete{a, b, c}, []float64{3, 1, 0})
	if err != nil {
		t.Fatal(err)
	}
	// 2^¾ · 8^¼ = 2^1.5 and 4^¾ = 2^1.5; who alone judged a pair decides it, whoever counts for nothing does not.
	want := incomplete(t, 4, math.Pow(2, 1.5), 9, missing, math.Pow(2, 1.5), 5, missing)
	for i := range 4 {
		for j := range 4 {
			g, given := got.At(i, j)
			if w, ok := want.At(i, j); given != ok || math.Abs(g-w) > 1e-14 {
				t.Errorf("a_%d%d is %v, want %v", i+1, j+1, g, w)
			}
		}
	}
	if got, err := ahp.AggregateIncomplete([]*ahp.Incomplete{a, b}, nil); err != nil {
		t.Error(err)
	} else if v, _ := got.At(0, 1); math.Abs(v-4) > 1e-14 {
		t.Errorf("equal shares: %v, want 4", v)
	}
	for name, tt := range map[string]struct {
		ms     []*ahp.Incomplete
		shares []float64
		expert int
	}{
		"none":     {nil, nil, -1},
		"orders":   {[]*ahp.Incomplete{a, ahp.NewIncomplete(3)}, nil, 1},
		"negative": {[]*ahp.Incomplete{a, b}, []float64{1, -1}, 1},
		"NaN":      {[]*ahp.Incomplete{a, b}, []float64{math.NaN(), 1}, 0},
		"zero":     {[]*ahp.Incomplete{a, b}, []float64{0, 0}, -1},
	} {
		var ee *ahp.ExpertError
		if _, err := ahp.AggregateIncomplete(tt.ms, tt.shares); !errors.As(err, &ee) || ee.Expert != tt.expert || ee.Error() == "" {
			t.Errorf("%s: %v, want an error of expert %d", name, err, tt.expert)
		}
	}
}

// TestIncompleteIndex: the table, which is our own simulation, against values of Ágoston & Csató 2022 (Omega 108:102576, table 2) as remembered: the paper was not at hand, and one more value remembered (order 5, 5 missing: .212) is not reproduced
// (.173), so these are a weak check until somebody reads them off the paper. Stronger: the line they recommend, and given judgements that form a tree have CR 0.
func TestIncompleteIndex(t *testing.T) {
	for _, c := range []struct {
		n, missing int
		want       float64
	}{{4, 1, 0.583}, {4, 2, 0.306}, {5, 1, 0.925}, {5, 2, 0.739}, {5, 3, 0.557}, {5, 4, 0.379}, {6, 1, 1.128}, {6, 2, 1.007}, {6, 3, 0.883}, {6, 4, 0.758}} {
		if got := ahp.IncompleteIndex(c.n, c.missing); math.Abs(got-c.want) > 0.025 {
			t.Errorf("order %d, %d missing: %v, noted from Ágoston & Csató 2022 %v", c.n, c.missing, got, c.want)
		}
	}
	for n := 3; n <= 12; n++ {
		full, _ := ahp.AlonsoLamata.At(n)
		before, tree := full, (n-1)*(n-2)/2
		for missing := 1; missing <= tree; missing++ {
			got := ahp.IncompleteIndex(n, missing)
			if line := full * (1 - float64(missing)/float64(tree)); got > before+0.02 || math.Abs(got-line) > 0.075 {
				t.Errorf("order %d, %d missing: %v after %v, the line has %v", n, missing, got, before, line)
			}
			before = got
		}
		if before != 0 {
			t.Errorf("order %d: a tree has index %v", n, before)
		}
	}
	m := ahp.NewIncomplete(4)
	m.Set(0, 1, 9)
	m.Set(1, 2, 9)
	m.Set(2, 3, 9)
	if r := completed(t, m, ""); r.CR != 0 || r.RI != ahp.Missing {
		t.Errorf("a tree: CR %v by %s", r.CR, r.RI)
	}
	m.Set(0, 2, 1)
	if r := completed(t, m, ""); math.Abs(r.CR-r.CI/ahp.IncompleteIndex(4, 2)) > 1e-12 || r.CR < 1 {
		t.Errorf("a circle of 9, 9 and 1: %+v", r)
	}
}

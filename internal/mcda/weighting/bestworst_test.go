package weighting_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"

	"veche/internal/ci"
	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
)

// judgements are the input of one best-worst instance.
type judgements struct {
	best, worst int
	a, c        []float64
}

// drawJudgements draws an instance of 2 to 9 criteria: consistent, nearly so, or at random, with a_BW the largest.
func drawJudgements(rng *rand.Rand) judgements {
	n := 2 + rng.IntN(8)
	order := rng.Perm(n)
	j := judgements{best: order[0], worst: order[1], a: make([]float64, n), c: make([]float64, n)}
	top := float64(1 + rng.IntN(9))
	kind := rng.IntN(3)
	for k := range n {
		j.a[k] = 1 + float64(rng.IntN(int(top)))
		j.c[k] = 1 + float64(rng.IntN(int(top)))
		if kind < 2 {
			j.c[k] = top / j.a[k]
		}
		if kind == 1 {
			j.c[k] = math.Round(j.c[k])
		}
	}
	j.a[j.best], j.c[j.worst] = 1, 1
	j.a[j.worst], j.c[j.best] = top, top
	return j
}

// constraints returns rows G with G·(w, ξ) ≤ 0. For the linear model ξ is a variable; for the nonlinear one it is given and its column is 0.
func (j judgements) constraints(ξ float64) [][]float64 {
	n := len(j.a)
	var rows [][]float64
	add := func(x, y int, ratio float64) { // |w_x − ratio·w_y| ≤ ξ, or |w_x/w_y − ratio| ≤ ξ
		if x == y {
			return
		}
		up, down := make([]float64, n+1), make([]float64, n+1)
		up[x], down[x] = 1, -1
		if math.IsNaN(ξ) {
			up[y], down[y], up[n], down[n] = -ratio, ratio, -1, -1
		} else {
			up[y], down[y] = -ratio-ξ, ratio-ξ
		}
		rows = append(rows, up, down)
	}
	for k := range n {
		add(j.best, k, j.a[k])
		if k != j.best {
			add(k, j.worst, j.c[k])
		}
	}
	return rows
}

// leastXi solves the linear model as a linear programme in standard form by gonum's simplex method.
func (j judgements) leastXi() (float64, []float64, error) {
	n, rows := len(j.a), j.constraints(math.NaN())
	a := mat.NewDense(len(rows)+1, n+1+len(rows), nil)
	for r, row := range rows {
		for k, x := range row {
			a.Set(r, k, x)
		}
		a.Set(r, n+1+r, 1)
	}
	b, c := make([]float64, len(rows)+1), make([]float64, n+1+len(rows))
	for k := range n {
		a.Set(len(rows), k, 1)
	}
	b[len(rows)], c[n] = 1, 1
	ξ, x, err := lp.Simplex(c, a, b, 1e-10, nil)
	if err != nil {
		return 0, nil, err
	}
	return ξ, x[:n], nil
}

// violation is how far the weights are from satisfying every constraint at ξ.
func (j judgements) violation(w []float64, ξ float64, linear bool) float64 {
	at := ξ
	if linear {
		at = math.NaN()
	}
	most := 0.0
	for _, row := range j.constraints(at) {
		sum := row[len(w)] * ξ
		for k, x := range w {
			sum += row[k] * x
		}
		most = max(most, sum)
	}
	return most
}

// TestLinearAgainstSimplex: the closed form gives what a linear programme solver gives, and no constraint is violated.
func TestLinearAgainstSimplex(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	solved := 0
	for range 500 {
		j := drawJudgements(rng)
		b, err := weighting.BestWorst("linear", j.best, j.worst, j.a, j.c)
		if err != nil {
			t.Fatalf("%+v: %v", j, err)
		}
		if v := j.violation(b.Weights, b.Xi, true); v > 1e-12 || math.Abs(floats.Sum(b.Weights)-1) > 1e-12 || floats.Min(b.Weights) < 0 {
			t.Fatalf("%+v: %+v violates a constraint by %g", j, b, v)
		}
		ξ, w, err := j.leastXi()
		if err != nil {
			t.Logf("%+v: gonum: %v", j, err)
			continue
		}
		solved++
		if math.Abs(b.Xi-ξ) > 1e-9 || b.Consistency != b.Xi {
			t.Errorf("%+v: ξ = %v, the programme's %v", j, b.Xi, ξ)
		}
		for k := range w {
			if math.Abs(w[k]-b.Weights[k]) > 1e-8 {
				t.Errorf("%+v: weights %v, the programme's %v", j, b.Weights, w)
				break
			}
		}
	}
	if solved < 400 {
		t.Errorf("only %d of 500 were solved by the other method", solved)
	}
}

// extreme minimises the objective over the weights that satisfy the nonlinear model at ξ, by gonum's simplex method. An objective of nil gives the least
// violation of any constraint, 0 when they can be met.
func (j judgements) extreme(objective []float64, ξ float64) (float64, error) {
	n, rows := len(j.a), j.constraints(ξ)
	slacks := n
	if objective == nil {
		slacks++ // after the violation
	}
	a := mat.NewDense(len(rows)+1, slacks+len(rows), nil)
	c := make([]float64, slacks+len(rows))
	for r, row := range rows {
		for k, x := range row[:n] {
			a.Set(r, k, x)
		}
		if objective == nil {
			a.Set(r, n, -1)
			c[n] = 1
		}
		a.Set(r, slacks+r, 1)
	}
	copy(c, objective)
	b := make([]float64, len(rows)+1)
	for k := range n {
		a.Set(len(rows), k, 1)
	}
	b[len(rows)] = 1
	least, _, err := lp.Simplex(c, a, b, 1e-10, nil)
	return least, err
}

// TestNonlinearAgainstSimplex: at ξ the constraints, linear for a given ξ, can be met, at a little less they cannot, and the least and greatest weights at ξ
// are those a linear programme solver finds.
func TestNonlinearAgainstSimplex(t *testing.T) {
	ci.Sequential(t)
	rng := rand.New(rand.NewPCG(3, 4))
	compared := 0
	for range 120 {
		j := drawJudgements(rng)
		b, err := weighting.BestWorst("nonlinear", j.best, j.worst, j.a, j.c)
		if err != nil {
			t.Fatalf("%+v: %v", j, err)
		}
		if least, err := j.extreme(nil, b.Xi); err != nil || least > 1e-11 {
			t.Errorf("%+v: ξ = %v cannot be reached: %v, %v", j, b.Xi, least, err)
		}
		if b.Xi > 0 {
			if least, err := j.extreme(nil, b.Xi-1e-6); err != nil || least < 1e-9 {
				t.Errorf("%+v: ξ = %v is not the least: %v, %v", j, b.Xi, least, err)
			}
		}
		if b.Xi < 0 || math.Abs(floats.Sum(b.Weights)-1) > 1e-12 {
			t.Errorf("%+v: %+v", j, b)
		}
		middle := make([]float64, len(j.a))
		for k := range middle {
			middle[k] = (b.Lower[k] + b.Upper[k]) / 2
			objective := make([]float64, len(j.a))
			objective[k] = 1
			lower, err := j.extreme(objective, b.Xi+1e-9)
			objective[k] = -1
			upper, err2 := j.extreme(objective, b.Xi+1e-9)
			if err != nil || err2 != nil {
				continue
			}
			compared++
			if math.Abs(b.Lower[k]-lower) > 1e-6 || math.Abs(b.Upper[k]+upper) > 1e-6 {
				t.Errorf("%+v: weight %d from %v to %v, the programme has %v to %v", j, k, b.Lower[k], b.Upper[k], lower, -upper)
			}
		}
		floats.Scale(1/floats.Sum(middle), middle)
		compare(t, b.Weights, middle, 1e-12)
	}
	if compared < 500 {
		t.Errorf("only %d intervals were compared", compared)
	}
}

// TestConsistencyIndex: CI is the ξ of the worst case, and rounded it is the table of Rezaei 2015.
func TestConsistencyIndex(t *testing.T) {
	for k, want := range []float64{0.44, 1.00, 1.63, 2.30, 3.00, 3.73, 4.47, 5.23} {
		top := float64(k + 2)
		b, err := weighting.BestWorst("nonlinear", 0, 2, []float64{1, top, top}, []float64{top, top, 1})
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(b.Xi-want) > 0.005 || math.Abs(b.Consistency-1) > 1e-12 || math.Abs(b.InputConsistency-1) > 1e-12 {
			t.Errorf("a_BW = %v: ξ = %v, want %v; ratio %v, input-based %v, want 1", top, b.Xi, want, b.Consistency, b.InputConsistency)
		}
	}
}

func TestConsistentJudgements(t *testing.T) {
	for _, model := range []string{"linear", "nonlinear"} {
		for _, c := range []struct {
			j    judgements
			want []float64
		}{
			{judgements{0, 0, []float64{1}, []float64{1}}, []float64{1}},
			{judgements{1, 0, []float64{3, 1}, []float64{1, 3}}, []float64{0.25, 0.75}},
			{judgements{0, 2, []float64{1, 1, 1}, []float64{1, 1, 1}}, []float64{1. / 3, 1. / 3, 1. / 3}},
			{judgements{1, 4, []float64{2, 1, 4, 2, 8}, []float64{4, 8, 2, 4, 1}}, []float64{4. / 19, 8. / 19, 2. / 19, 4. / 19, 1. / 19}},
			// Geometric means of experts' answers are off the marks by rounding.
			{judgements{0, 2, []float64{1, math.Sqrt(2), 2 * (1 + 1e-15)}, []float64{2, math.Sqrt(2), 1 - 1e-16}},
				[]float64{2 / (3 + math.Sqrt(2)), math.Sqrt(2) / (3 + math.Sqrt(2)), 1 / (3 + math.Sqrt(2))}},
		} {
			b, err := weighting.BestWorst(model, c.j.best, c.j.worst, c.j.a, c.j.c)
			if err != nil {
				t.Fatalf("%s, %+v: %v", model, c.j, err)
			}
			if b.Xi != 0 || b.Consistency != 0 || b.InputConsistency > 1e-15 {
				t.Errorf("%s, %+v: %+v", model, c.j, b)
			}
			for _, w := range [][]float64{b.Weights, b.Lower, b.Upper} {
				compare(t, w, c.want, 1e-15)
			}
		}
	}
}

// TestInputConsistency: CR^I by hand, with the thresholds of Liang, Brunelli & Rezaei 2020, table 3.
func TestInputConsistency(t *testing.T) {
	for _, c := range []struct {
		best, worst     int
		a, c            []float64
		want, threshold float64
	}{
		{2, 0, []float64{8, 2, 1}, []float64{1, 5, 8}, 2. / 56, 0.1309},
		{0, 3, []float64{1, 2, 3, 4}, []float64{4, 3, 1, 1}, 2. / 12, 0.1529},
		{0, 2, []float64{1, 2, 2}, []float64{2, 2, 1}, 1, 0},
		{0, 8, []float64{1, 1, 1, 1, 1, 1, 1, 1, 9}, []float64{9, 9, 9, 9, 9, 9, 9, 9, 1}, 0, 0.3662},
		{0, 1, []float64{1, 2.5}, []float64{2.5, 1}, 0, math.NaN()},
		{0, 2, []float64{1, 2, 2.5}, []float64{2.5, 1, 1}, 0.5 / 3.75, math.NaN()},
		{0, 2, []float64{1, 1, 1}, []float64{1, 1, 1}, 0, math.NaN()},
		{0, 9, []float64{1, 3, 3, 3, 3, 3, 3, 3, 3, 3}, []float64{3, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 0, math.NaN()},
	} {
		b, err := weighting.BestWorst("linear", c.best, c.worst, c.a, c.c)
		if err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		if math.Abs(b.InputConsistency-c.want) > 1e-15 {
			t.Errorf("%+v: input-based consistency %v", c, b.InputConsistency)
		}
		if (b.Threshold == nil) != math.IsNaN(c.threshold) || b.Threshold != nil && *b.Threshold != c.threshold {
			t.Errorf("%+v: threshold %v", c, b.Threshold)
		}
	}
}

func TestBestWorstRefuses(t *testing.T) {
	a, c := []float64{1, 2, 8}, []float64{8, 4, 1}
	with := func(x []float64, k int, v float64) []float64 {
		y := slices.Clone(x)
		y[k] = v
		return y
	}
	for _, x := range []struct {
		best, worst int
		a, c        []float64
		at          int
		says        string
	}{
		{0, 2, with(a, 1, 10), c, 1, "not on the scale from 1 to 9"},
		{0, 2, a, with(c, 1, 0.5), 1, "criterion 2: the judgement 0.5 is not on the scale"},
		{0, 2, a, with(c, 1, math.NaN()), 1, "not on the scale"},
		{0, 2, with(a, 0, 2), c, 0, "the best criterion compared with itself"},
		{0, 2, a, with(c, 2, 2), 2, "the worst criterion compared with itself"},
		{0, 2, a, with(c, 0, 7), 0, "make them the same"},
		{0, 0, []float64{1, 2}, []float64{1, 2}, 0, "both the best and the worst"},
		{0, 2, with(a, 1, 9), c, 1, "it would be the worst"},
		{0, 2, a, with(c, 1, 9), 1, "it would be the best"},
	} {
		_, err := weighting.BestWorst("linear", x.best, x.worst, x.a, x.c)
		var fault *weighting.InputError
		if !errors.As(err, &fault) || fault.Criterion != x.at || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%+v: error %v", x, err)
		}
	}
	var fault *mcda.ParameterError
	if _, err := weighting.BestWorst("quadratic", 0, 2, a, c); !errors.As(err, &fault) || !strings.Contains(err.Error(), "linear, nonlinear") {
		t.Errorf("error %v does not list the models", err)
	}
	for _, f := range []func(){
		func() { weighting.BestWorst("linear", 0, 3, a, c) },
		func() { weighting.BestWorst("linear", 0, 2, a, c[:2]) },
	} {
		func() {
			defer func() {
				if text, ok := recover().(string); !ok || !strings.HasPrefix(text, "weighting: ") {
					t.Errorf("panic with %v", text)
				}
			}()
			f()
		}()
	}
}

package robust_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
)

func must[T any](tb testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

// sample draws from a sampler in blocks, as [robust.Case.Accept] does.
func sample(s robust.Sampler, n, draws int, seed uint64, use func(w []float64)) {
	w := make([]float64, n)
	for b := 0; draws > 0; b++ {
		draw := s(rand.New(rand.NewPCG(seed, uint64(b))))
		for k := 0; k < 256 && draws > 0; k++ {
			draw(w)
			use(w)
			draws--
		}
	}
}

// above is P(max w > 0.4) by sampling.
func above(s robust.Sampler, n, draws int) float64 {
	count := 0
	sample(s, n, draws, 5, func(w []float64) {
		if slices.Max(w) > 0.4 {
			count++
		}
	})
	return float64(count) / float64(draws)
}

// TestUniform: for weights uniform on the simplex P(max w > x) = Σ_k (−1)^(k+1) C(n,k) (1 − kx)₊^(n−1) (Whitworth), 0.2236 for n = 8 and x = 0.4. Uniform
// numbers divided by their sum fail it, being 0.003.
func TestUniform(t *testing.T) {
	const n, draws = 8, 200_000
	want := 8*math.Pow(0.6, 7) - 28*math.Pow(0.2, 7)
	se := math.Sqrt(want * (1 - want) / draws)
	if math.Abs(want-0.224) > 0.0005 {
		t.Fatalf("the formula gives %v", want)
	}
	if got := above(robust.Uniform(n), n, draws); math.Abs(got-want) > 4*se {
		t.Errorf("P(max w > 0.4) = %v, want %v ± %v", got, want, se)
	}
	crowded := func(rng *rand.Rand) func([]float64) {
		return func(dst []float64) {
			var sum float64
			for k := range dst {
				dst[k] = rng.Float64()
				sum += dst[k]
			}
			for k := range dst {
				dst[k] /= sum
			}
		}
	}
	if got := above(crowded, n, draws); math.Abs(got-want) < 40*se {
		t.Errorf("normalised uniforms pass with %v", got)
	}
}

// TestOrdered: the mean of weights in a full order of importance is the rank-order centroid w_r = (1/n)·Σ_{k≥r} 1/k (Barron & Barrett 1996).
func TestOrdered(t *testing.T) {
	const n, draws = 5, 100_000
	order := []int{3, 0, 4, 1, 2}
	groups := make([][]int, n)
	for r, k := range order {
		groups[r] = []int{k}
	}
	mean := make([]float64, n)
	sample(robust.Ordered(n, groups), n, draws, 1, func(w []float64) {
		for r, k := range order {
			if r > 0 && w[k] > w[order[r-1]] {
				t.Fatalf("%v is not in the order %v", w, order)
			}
			mean[k] += w[k] / draws
		}
	})
	for r, k := range order {
		var want float64
		for q := r + 1; q <= n; q++ {
			want += 1 / float64(q) / n
		}
		if math.Abs(mean[k]-want) > 0.003 {
			t.Errorf("mean of rank %d is %v, want %v", r+1, mean[k], want)
		}
	}
	// Groups, and a criterion in none: 0 above 2 and 3; 1 free.
	mean = make([]float64, 4)
	sample(robust.Ordered(4, [][]int{{0}, {2, 3}}), 4, draws, 2, func(w []float64) {
		if w[0] < max(w[2], w[3]) {
			t.Fatalf("%v: 0 is not the most important", w)
		}
		for k := range mean {
			mean[k] += w[k] / draws
		}
	})
	// E of the largest of three named of four is (1/4)(1/3 + 1/2 + 1)·… by symmetry: the three share 3/4 as three ordered weights do, ROC of 3.
	for k, want := range []float64{0.75 * 11. / 18, 0.25, 0.75 * 7. / 36, 0.75 * 7. / 36} {
		if math.Abs(mean[k]-want) > 0.003 {
			t.Errorf("mean of %d is %v, want %v", k, mean[k], want)
		}
	}
}

// TestWithin compares draws within bounds with those of the simplex that happen to lie there: means and second moments; by boxes, by corners and by the walk,
// which are taken in turn as the bounds ask for it.
func TestWithin(t *testing.T) {
	full := func(n int, x float64) []float64 {
		v := make([]float64, n)
		for k := range v {
			v[k] = x
		}
		return v
	}
	for name, c := range map[string]struct {
		lo, hi []float64
		draws  int
	}{
		"whole simplex": {full(4, 0), full(4, 1), 60_000},
		"box":           {[]float64{0.2, 0.1, 0.15, 0}, []float64{0.5, 0.3, 0.45, 0.6}, 60_000},
		"one held":      {[]float64{0.25, 0, 0}, []float64{0.25, 1, 0.4}, 60_000},
		"walk":          {full(7, 0), full(7, 0.15), 60_000},
	} {
		n := len(c.lo)
		s := must[robust.Sampler](t)(robust.Within(c.lo, c.hi))
		moments := func(sampler robust.Sampler, draws int, filter bool) (mean, square []float64, kept int) {
			mean, square = make([]float64, n), make([]float64, n)
			sample(sampler, n, draws, 3, func(w []float64) {
				var sum float64
				for k, x := range w {
					sum += x
					if x < c.lo[k]-1e-12 || x > c.hi[k]+1e-12 {
						if !filter {
							t.Fatalf("%s: %v is out of bounds", name, w)
						}
						return
					}
				}
				if math.Abs(sum-1) > 1e-9 {
					t.Fatalf("%s: %v sums to %v", name, w, sum)
				}
				kept++
				for k, x := range w {
					mean[k] += x
					square[k] += x * x
				}
			})
			for k := range mean {
				mean[k] /= float64(kept)
				square[k] /= float64(kept)
			}
			return mean, square, kept
		}
		gotMean, gotSquare, _ := moments(s, c.draws, false)
		reference := robust.Uniform(n)
		switch name {
		case "walk": // w ≤ 0.15: what is missing from there is uniform on a simplex of sum 0.05
			reference = func(rng *rand.Rand) func([]float64) {
				missing := robust.Uniform(n)(rng)
				return func(dst []float64) {
					missing(dst)
					for k := range dst {
						dst[k] = 0.15 - 0.05*dst[k]
					}
				}
			}
		case "one held": // the simplex hardly ever has w_0 = 0.25: hold it
			reference = func(rng *rand.Rand) func([]float64) {
				return func(dst []float64) {
					dst[0] = 0.25
					dst[1] = 0.75 * rng.Float64()
					dst[2] = 0.75 - dst[1]
				}
			}
		}
		wantMean, wantSquare, kept := moments(reference, 2_000_000, true)
		if kept < 3000 {
			t.Fatalf("%s: only %d of the simplex lie within", name, kept)
		}
		for k := range gotMean {
			sd := math.Sqrt(wantSquare[k] - wantMean[k]*wantMean[k])
			tolerance := 5*sd*(1/math.Sqrt(float64(kept))+2/math.Sqrt(float64(c.draws))) + 1e-12
			if math.Abs(gotMean[k]-wantMean[k]) > tolerance || math.Abs(gotSquare[k]-wantSquare[k]) > tolerance {
				t.Errorf("%s: moments of %d are %v, %v, want %v, %v ± %v", name, k, gotMean[k], gotSquare[k], wantMean[k], wantSquare[k], tolerance)
			}
		}
	}
	for _, c := range []struct {
		lo, hi []float64
		says   string
	}{
		{[]float64{0.6, 0.6}, []float64{1, 1}, "add to 1.2"}, {[]float64{0, 0}, []float64{0.3, 0.3}, "add to 0.6"},
		{[]float64{0.5, 0}, []float64{0.4, 1}, "from 0.5 to 0.4"}, {[]float64{math.NaN(), 0}, []float64{1, 1}, "bounds"},
	} {
		if _, err := robust.Within(c.lo, c.hi); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v, %v: error %v", c.lo, c.hi, err)
		}
	}
}

// TestResampled: the mean of a bootstrap is that of the sample, its variance that of the sample over its size.
func TestResampled(t *testing.T) {
	v := robust.Voices{Weights: [][]float64{{0.5, 0.5}, {0.8, 0.2}, {0.2, 0.8}, {0.7, 0.3}}}
	const draws = 100_000
	var mean, square float64
	sample(v.Resampled(), 2, draws, 1, func(w []float64) {
		mean += w[0] / draws
		square += w[0] * w[0] / draws
	})
	if variance := square - mean*mean; math.Abs(mean-0.55) > 0.002 || math.Abs(variance-0.0525/4) > 0.0005 {
		t.Errorf("mean %v, variance %v; want 0.55, %v", mean, variance, 0.0525/4)
	}
	v.Strata = []int{0, 0, 1, 2} // each of the last two is drawn always
	v.Shares = []float64{1, 1, 2, 0}
	seen := map[float64]bool{}
	sample(v.Resampled(), 2, 1000, 1, func(w []float64) { seen[math.Round(w[0]*1e9)/1e9] = true })
	for _, want := range []float64{(0.5 + 0.5 + 0.4) / 4, (0.5 + 0.8 + 0.4) / 4, (0.8 + 0.8 + 0.4) / 4} {
		if !seen[math.Round(want*1e9)/1e9] {
			t.Errorf("%v was not drawn: %v", want, seen)
		}
	}
	if len(seen) != 3 {
		t.Errorf("%v, want three panels", seen)
	}
	v = robust.Voices{Weights: [][]float64{{0.5, 0.5}, {0.9, 0.1}}, Geometric: true}
	seen = map[float64]bool{}
	sample(v.Resampled(), 2, 1000, 1, func(w []float64) { seen[math.Round(w[0]*1e9)/1e9] = true })
	if !seen[0.75] || len(seen) != 3 { // √(0.5·0.9) : √(0.5·0.1) = 3 : 1
		t.Errorf("%v, want 0.5, 0.75 and 0.9", seen)
	}
}

// TestKnownAcceptability: under uniform weights P(Σ g_k·w_k > 0) = Σ_{g_k>0} g_k^(n−1)/Π_{l≠k}(g_k − g_l), the probability that a linear form in spacings is
// positive (Dempster & Kleyle 1968, Annals of Mathematical Statistics 39(5):1473–1478).
func TestKnownAcceptability(t *testing.T) {
	for _, g := range [][]float64{{1, -2}, {0.5, -0.25, -1}, {0.9, 0.3, -0.7, -0.2, 0.1}, {0.1, -0.9, -0.8, -0.7, -0.6, 0.2, 0.7}} {
		n := len(g)
		var want float64
		for k, x := range g {
			if x <= 0 {
				continue
			}
			term := math.Pow(x, float64(n-1))
			for l, y := range g {
				if l != k {
					term /= x - y
				}
			}
			want += term
		}
		p := emptyProblem(2, n)
		for k, x := range g {
			p.Scores[k], p.Scores[n+k] = math.Max(x, 0), math.Max(-x, 0)
		}
		c := robust.Case{Scorer: prepare(t, "saw", p, map[string]string{"normalization": "none"}), IDs: p.Alternatives, Weights: equalWeights(n), Shortlist: 1}
		a := must[*robust.Acceptabilities](t)(c.Accept(context.Background(), robust.Drawing{Weights: robust.Uniform(n), Draws: 200_000, Seed: 11, Pairs: true}))
		for what, got := range map[string]float64{"rank 1": a.Ranks[0][0], "ahead": a.Ahead[0][1], "listed": a.Listed[0], "second last": a.Ranks[1][1]} {
			if se := a.StandardError(want); math.Abs(got-want) > 4*se {
				t.Errorf("%v: P(%s) = %v, want %v ± %v", g, what, got, want, se)
			}
		}
	}
}

// TestAcceptNaive counts again what Accept counts, draw by draw with the same weights.
func TestAcceptNaive(t *testing.T) {
	const m, n, draws = 9, 4, 3000
	for _, method := range []string{"topsis", "weighted-sum", "vikor", "mairca"} {
		p := uniformProblem(m, n, 3)
		copy(p.Row(4), p.Row(2)) // a tie
		c := robust.Case{Scorer: prepare(t, method, p, nil), IDs: p.Alternatives, Weights: equalWeights(n), Shortlist: 3}
		found, _ := mcda.Lookup(method)
		c.Lower = found.LowerIsBetter
		a := must[*robust.Acceptabilities](t)(c.Accept(context.Background(), robust.Drawing{Weights: robust.Uniform(n), Draws: draws, Seed: 8, Pairs: true, Places: 2}))
		var ranks, ahead [m][m]float64
		var central [m][n]float64
		var listed, first [m]float64
		sample(robust.Uniform(n), n, draws, 8, func(w []float64) {
			r := mcda.Rank(c.Scorer.Scores(nil, w), nil, c.Lower)
			for i := range m {
				ranks[i][int(r.Ranks[i])-1]++
				if r.Ranks[i] <= 3 {
					listed[i]++
				}
				if r.Ranks[i] == 1 {
					first[i]++
					for j := range n {
						central[i][j] += w[j]
					}
				}
				for k := range m {
					if r.Ranks[i] < r.Ranks[k] {
						ahead[i][k]++
					}
				}
			}
		})
		for i := range m {
			if len(a.Ranks[i]) != 2 || a.Ranks[i][0] != ranks[i][0]/draws || a.Ranks[i][1] != ranks[i][1]/draws || a.Listed[i] != listed[i]/draws {
				t.Errorf("%s: %d has ranks %v, listed %v; want %v, %v of %d", method, i, a.Ranks[i], a.Listed[i], ranks[i], listed[i], draws)
			}
			if (a.Central[i] == nil) != (first[i] == 0) || (first[i] == 0) != math.IsNaN(a.Confidence[i]) {
				t.Errorf("%s: %d has central weights %v, confidence %v, and is first in %v", method, i, a.Central[i], a.Confidence[i], first[i])
			}
			for j := range a.Central[i] {
				if want := central[i][j] / first[i]; math.Abs(a.Central[i][j]-want) > 1e-8 {
					t.Errorf("%s: central weight %d of %d is %v, want %v", method, j, i, a.Central[i][j], want)
				}
			}
			for k := range m {
				if a.Ahead[i][k] != ahead[i][k]/draws {
					t.Errorf("%s: %d ahead of %d: %v, want %v", method, i, k, a.Ahead[i][k], ahead[i][k]/draws)
				}
			}
		}
	}
}

// TestAcceptWorkers: all figures to the last bit the same for 1 and for 16 workers, also with uncertain scores and on a walk; progress reaches the end; memory
// does not grow with the draws.
func TestAcceptWorkers(t *testing.T) {
	p := uniformProblem(8, 7, 2)
	c := robust.Case{Scorer: prepare(t, "topsis", p, nil), IDs: p.Alternatives, Weights: equalWeights(7), Shortlist: 3}
	noisy := func(rng *rand.Rand) (mcda.Scorer, error) {
		q := *p
		q.Scores = slices.Clone(p.Scores)
		for k := range q.Scores {
			q.Scores[k] += 0.1 * rng.NormFloat64()
		}
		method, _ := mcda.Lookup("topsis")
		return method.Prepare(&q, nil)
	}
	walk := must[robust.Sampler](t)(robust.Within(make([]float64, 7), []float64{0.15, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15}))
	for name, d := range map[string]robust.Drawing{
		"uniform":   {Weights: robust.Uniform(7), Draws: 5000, Seed: 1, Pairs: true},
		"uncertain": {Weights: robust.Uniform(7), Scores: noisy, Draws: 1500, Seed: 1},
		"walk":      {Weights: walk, Draws: 3000, Seed: 1},
	} {
		last := 0
		d.Progress = func(done int) {
			if done <= last {
				t.Errorf("%s: progress from %d to %d", name, last, done)
			}
			last = done
		}
		d.Workers = 1
		one := must[*robust.Acceptabilities](t)(c.Accept(context.Background(), d))
		if last != d.Draws {
			t.Errorf("%s: progress ends at %d of %d", name, last, d.Draws)
		}
		last, d.Workers = 0, 16
		many := must[*robust.Acceptabilities](t)(c.Accept(context.Background(), d))
		if text(t, one) != text(t, many) {
			t.Errorf("%s: 16 workers give other figures than 1", name)
		}
		last, d.Seed = 0, 2
		if other := must[*robust.Acceptabilities](t)(c.Accept(context.Background(), d)); reflect.DeepEqual(one.Ranks, other.Ranks) {
			t.Errorf("%s: another seed gives the same figures", name)
		}
	}
	held := func(draws int) (most uint64) {
		next := 0
		must[*robust.Acceptabilities](t)(c.Accept(context.Background(), robust.Drawing{Weights: robust.Uniform(7), Draws: draws, Seed: 1, Workers: 1, Progress: func(done int) {
			if done < next {
				return
			}
			next += draws / 8
			var now runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}}))
		return most
	}
	if few, many := held(40_000), held(400_000); many > few+100_000 { // the weights alone would be 20 MB more
		t.Errorf("%d bytes in use with 40,000 draws, %d with 400,000", few, many)
	}
}

func text(t *testing.T, a *robust.Acceptabilities) string {
	b := *a
	b.Confidence = slices.Clone(a.Confidence)
	for k, x := range b.Confidence {
		if math.IsNaN(x) {
			b.Confidence[k] = -1
		}
	}
	data, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestAcceptFails: what drawing scores says ends it, and so does the context.
func TestAcceptFails(t *testing.T) {
	p := uniformProblem(4, 2, 1)
	c := robust.Case{Scorer: prepare(t, "saw", p, nil), IDs: p.Alternatives, Weights: equalWeights(2)}
	broken := errors.New("no scores")
	_, err := c.Accept(context.Background(), robust.Drawing{Weights: robust.Uniform(2), Draws: 10, Scores: func(*rand.Rand) (mcda.Scorer, error) { return nil, broken }})
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err = c.Accept(ctx, robust.Drawing{Weights: robust.Uniform(2), Draws: 1 << 40, Progress: func(int) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
	if _, err := c.Accept(context.Background(), robust.Drawing{Weights: robust.Uniform(2)}); err == nil || !strings.Contains(err.Error(), "draws is 0") {
		t.Errorf("no draws: error %v", err)
	}
}

// TestSMAA2Vectors: the published cases of vectors.json, with linear value functions over the given ranges, not clipped.
func TestSMAA2Vectors(t *testing.T) {
	data, err := os.ReadFile("../../../testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Methods map[string]int
		Cases   []json.RawMessage
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	type measurement struct {
		Dist                        string
		Value, Mean, SD, Mu, Sigma  float64
		Min, Max, Lower, Upper, Low float64
	}
	type figures struct {
		Ranks      [][]float64  `json:"rank_acceptability"`
		Central    [][]*float64 `json:"central_weights"`
		Confidence []*float64   `json:"confidence_factors"`
	}
	ran := 0
	for _, raw := range file.Cases {
		var c struct {
			ID, Method string
			Inputs     struct {
				Alternatives []string
				Criteria     []struct {
					Name, Direction string
					Range           []float64 `json:"value_range"`
					Measurements    []measurement
				}
				Weights struct {
					Type   string
					Order  []string
					Values []float64
				}
			}
			Expected  figures
			Tolerance struct {
				Ranks      float64 `json:"rank_acceptability"`
				Central    float64 `json:"central_weights"`
				Confidence float64 `json:"confidence_factors"`
			}
		}
		var head struct{ Method string }
		if err := json.Unmarshal(raw, &head); err != nil || head.Method != "smaa2" {
			continue
		}
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		ran++
		m, n := len(c.Inputs.Alternatives), len(c.Inputs.Criteria)
		method, _ := mcda.Lookup("saw")
		uncertain := false // before several goroutines draw
		for _, criterion := range c.Inputs.Criteria {
			for _, x := range criterion.Measurements {
				uncertain = uncertain || x.Dist != "exact"
			}
		}
		draw := func(rng *rand.Rand) (mcda.Scorer, error) {
			p := emptyProblem(m, n)
			for j, criterion := range c.Inputs.Criteria {
				lo, hi := criterion.Range[0], criterion.Range[1]
				for i, x := range criterion.Measurements {
					v := x.Value
					switch x.Dist {
					case "exact":
					case "normal":
						v = x.Mean + x.SD*rng.NormFloat64()
					case "lognormal":
						v = math.Exp(x.Mu + x.Sigma*rng.NormFloat64())
					default:
						t.Fatalf("%s: unknown distribution %q", c.ID, x.Dist)
					}
					if v = (v - lo) / (hi - lo); criterion.Direction == "cost" {
						v = 1 - v
					}
					p.Scores[i*n+j] = v
				}
			}
			return method.Prepare(p, map[string]string{"normalization": "none"})
		}
		s := must[mcda.Scorer](t)(draw(rand.New(rand.NewPCG(1, 1))))
		d := robust.Drawing{Draws: 200_000, Seed: 1}
		switch w := c.Inputs.Weights; w.Type {
		case "uniform_simplex":
			d.Weights = robust.Uniform(n)
		case "ordinal":
			var groups [][]int
			for _, name := range w.Order {
				for j := range c.Inputs.Criteria {
					if c.Inputs.Criteria[j].Name == name {
						groups = append(groups, []int{j})
					}
				}
			}
			d.Weights = robust.Ordered(n, groups)
		case "exact":
			d.Weights = must[robust.Sampler](t)(robust.Within(w.Values, w.Values))
		default:
			t.Fatalf("%s: unknown weights %q", c.ID, w.Type)
		}
		if uncertain {
			d.Scores = draw
		}
		question := robust.Case{Scorer: s, IDs: c.Inputs.Alternatives, Weights: equalWeights(n)}
		a := must[*robust.Acceptabilities](t)(question.Accept(context.Background(), d))
		for i := range m {
			for r, want := range c.Expected.Ranks[i] {
				if math.Abs(a.Ranks[i][r]-want) > c.Tolerance.Ranks {
					t.Errorf("%s: P(%s has rank %d) = %.4f, want %v", c.ID, c.Inputs.Alternatives[i], r+1, a.Ranks[i][r], want)
				}
			}
			if c.Expected.Central != nil {
				for j, want := range c.Expected.Central[i] {
					switch {
					case want == nil:
						if a.Central[i] != nil {
							t.Errorf("%s: %s has central weights", c.ID, c.Inputs.Alternatives[i])
						}
					case a.Central[i] == nil || math.Abs(a.Central[i][j]-*want) > c.Tolerance.Central:
						t.Errorf("%s: central weights of %s are %v, want %v at %d", c.ID, c.Inputs.Alternatives[i], a.Central[i], *want, j)
					}
				}
			}
			if c.Expected.Confidence != nil {
				if want := c.Expected.Confidence[i]; want == nil != math.IsNaN(a.Confidence[i]) || want != nil && math.Abs(a.Confidence[i]-*want) > c.Tolerance.Confidence {
					t.Errorf("%s: confidence of %s is %v", c.ID, c.Inputs.Alternatives[i], a.Confidence[i])
				}
			}
		}
	}
	if ran != file.Methods["smaa2"] || ran == 0 {
		t.Errorf("%d cases ran of %d", ran, file.Methods["smaa2"])
	}
}

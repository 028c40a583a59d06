package mcda_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"veche/internal/ci"
	"veche/internal/mcda"
)

// sample is a drawn problem that a variant accepted.
type sample struct {
	variant
	settings mcda.Parameters
	p        *mcda.Problem
	w        []float64
	s        mcda.Scorer
	scores   []float64
}

// properties every ranking method has; each gets a sample and draws what else it needs.
var properties = map[string]func(t *rapid.T, c *sample){
	"finite":        finite,
	"textbook":      equalsTextbook,
	"batch":         batchIsOneByOne,
	"contributions": contributionsSum,
	"dominance":     dominance,
	"mirror":        mirror,
	"rows":          permutedRows,
	"columns":       permutedColumns,
	"duplicates":    duplicatesTie,
	"units":         changedUnit,
	"weight zero":   weightZero,
	"weight scale":  scaledWeights,
	"reversal free": reversalFree,
}

// TestProperties checks every property on every variant of the catalogue. A variant may refuse a problem, with an error that says where; at least a third
// must be accepted.
func TestProperties(t *testing.T) {
	for _, v := range variants() {
		for name, property := range properties {
			t.Run(v.String()+"/"+name, func(t *testing.T) {
				drawn, accepted := 0, 0
				ci.Check(t, func(t *rapid.T) {
					drawn++
					if c := drawSample(t, v); c != nil {
						accepted++
						property(t, c)
					}
				})
				if accepted*3 < drawn && drawn >= 50 { // -short draws too few to tell
					t.Errorf("only %d of %d problems were accepted", accepted, drawn)
				}
			})
		}
	}
}

// drawSample returns nil when the variant refuses the problem.
func drawSample(t *rapid.T, v variant) *sample {
	// Now and then what the method does not take, to see that it refuses in words.
	want := wants{scales: rapid.IntRange(0, 3).Draw(t, "scales") > 0, ratio: rapid.Bool().Draw(t, "ratio")}
	if suits := rapid.IntRange(0, 3).Draw(t, "suits") > 0; suits {
		want.scales = want.scales || v.Needs.Scale
		want.ratio = want.ratio || v.Needs.Positive || v.Needs.Ratio
		want.sides = v.Needs.NoTarget
		want.limits = v.Needs.Limits
	}
	p := drawProblem(t, want)
	s, err := v.Prepare(p, v.set)
	if err != nil {
		var fault *mcda.DataError
		if !errors.As(err, &fault) || fault.Criterion == "" {
			t.Fatalf("error %v does not name a criterion", err)
		}
		return nil
	}
	settings, err := v.Resolve(v.set)
	if err != nil {
		t.Fatal(err)
	}
	c := &sample{variant: v, settings: settings, p: p, w: drawWeights(t, len(p.Criteria)), s: s}
	c.scores = s.Scores(nil, c.w)
	return c
}

// on scores another problem with the same variant; ok is false when it is refused.
func (c *sample) on(p *mcda.Problem, w []float64) (scores []float64, ok bool) {
	s, err := c.Prepare(p, c.set)
	if err != nil {
		return nil, false
	}
	return s.Scores(nil, w), true
}

func finite(t *rapid.T, c *sample) {
	m, n := c.s.Dims()
	all := slices.Concat(c.scores, mcda.Contributions(c.s, c.w))
	for _, v := range c.s.Trace(c.w).Values {
		all = append(all, v.Values...)
	}
	for j := range n {
		corner := make([]float64, n)
		corner[j] = 1
		all = append(all, c.s.Scores(nil, corner)...)
	}
	for _, x := range all {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			t.Fatalf("a score or contribution is %v", x)
		}
	}
	if len(c.scores) != m {
		t.Fatalf("%d scores for %d alternatives", len(c.scores), m)
	}
}

func equalsTextbook(t *rapid.T, c *sample) {
	twin := textbook[c.Name]
	if twin == nil {
		t.Fatalf("%s has no second implementation in textbook_test.go", c.Name)
	}
	if d := different(c.scores, twin(c.p, c.settings, c.w), 1e-12); d != "" {
		t.Fatal(d)
	}
}

func batchIsOneByOne(t *rapid.T, c *sample) {
	m, n := c.s.Dims()
	k := rapid.IntRange(1, 5).Draw(t, "vectors")
	weights, scores := mat.NewDense(k, n, nil), mat.NewDense(k, m, nil)
	for r := range k {
		weights.SetRow(r, drawWeights(t, n))
	}
	mcda.Batch(c.s, scores, weights)
	for r := range k {
		if d := different(scores.RawRowView(r), c.s.Scores(nil, weights.RawRowView(r)), 1e-12); d != "" {
			t.Fatalf("vector %d: %s", r, d)
		}
	}
}

func contributionsSum(t *rapid.T, c *sample) {
	_, n := c.s.Dims()
	parts := mcda.Contributions(c.s, c.w)
	if parts == nil {
		return // the score is no sum over criteria
	}
	for i, score := range c.scores {
		var sum, size float64
		for _, x := range parts[i*n : (i+1)*n] {
			sum += x
			size += math.Abs(x)
		}
		if math.Abs(sum-score) > 1e-12*max(1, size) {
			t.Fatalf("alternative %d: contributions %v sum to %v, the score is %v", i, parts[i*n:(i+1)*n], sum, score)
		}
	}
}

// dominance: who is at least as good everywhere does not score less.
func dominance(t *rapid.T, c *sample) {
	if !c.KeepsDominance(c.settings) {
		return
	}
	m, n := c.s.Dims()
	for a := range m {
		for b := range m {
			dominates := true
			for j := range n {
				dominates = dominates && goodness(c.p, a, j) >= goodness(c.p, b, j)
			}
			if dominates && c.behind(c.scores[a], c.scores[b]) > 1e-12*max(1, math.Abs(c.scores[a])) {
				t.Fatalf("%d is nowhere worse than %d, but scores %v and %v", a, b, c.scores[a], c.scores[b])
			}
		}
	}
}

// behind is how much worse score a is than score b.
func (c *sample) behind(a, b float64) float64 {
	if c.LowerIsBetter {
		return a - b
	}
	return b - a
}

// sameOrder fails when two alternatives that differ clearly before have changed places after.
func (c *sample) sameOrder(t *rapid.T, before, after []float64) {
	for a := range before {
		for b := range before {
			clear := 1e-9 * max(1, math.Abs(before[a]), math.Abs(before[b]))
			if c.behind(before[a], before[b]) > clear && c.behind(after[a], after[b]) <= 0 ||
				math.Abs(before[a]-before[b]) < 1e-14 && math.Abs(after[a]-after[b]) > clear {
				t.Fatalf("%d and %d score %v and %v, then %v and %v", a, b, before[a], before[b], after[a], after[b])
			}
		}
	}
}

// mirror: a negated column with the sense turned keeps the order. The ratio normalisations refuse it.
func mirror(t *rapid.T, c *sample) {
	m, n := c.p.Dims()
	j := rapid.IntRange(0, n-1).Draw(t, "mirrored")
	q := clone(c.p)
	for i := range m {
		q.Scores[i*n+j] = -q.Scores[i*n+j]
	}
	k := &q.Criteria[j]
	k.Target = -k.Target
	switch k.Sense {
	case mcda.Benefit:
		k.Sense = mcda.Cost
	case mcda.Cost:
		k.Sense = mcda.Benefit
	}
	if k.Scale != nil {
		k.Scale = &mcda.Scale{Min: -k.Scale.Max, Max: -k.Scale.Min}
	}
	if k.Value != nil {
		k.Value = slices.Clone(k.Value)
		slices.Reverse(k.Value)
		for r := range k.Value {
			k.Value[r].Score = -k.Value[r].Score
		}
	}
	k.Limits = slices.Clone(k.Limits)
	for r := range k.Limits {
		if k.Sense != mcda.Target { // whose limits are distances
			k.Limits[r] = -k.Limits[r]
		}
	}
	scores, ok := c.on(q, c.w)
	how := c.settings["normalization"]
	ratios := c.Needs.Positive || c.Needs.Ratio || how == "max" || how == "sum" || c.Name == "rafsi" // which divides by what it made of a cost
	if !ok && !ratios {
		t.Fatalf("normalization %s refuses the mirror image", how)
	}
	if !ok || ratios {
		return // a zero column with a value function or target passes, but is no mirror image of a ratio
	}
	c.sameOrder(t, c.scores, scores)
}

func permutedRows(t *rapid.T, c *sample) {
	m, n := c.p.Dims()
	rows := rapid.Permutation(indices(m)).Draw(t, "rows")
	scores, ok := c.on(selected(c.p, rows, indices(n)), c.w)
	if !ok {
		t.Fatal("refused after a permutation")
	}
	if d := different(scores, pick(c.scores, rows), 1e-12); d != "" {
		t.Fatal(d)
	}
}

func permutedColumns(t *rapid.T, c *sample) {
	m, n := c.p.Dims()
	columns := rapid.Permutation(indices(n)).Draw(t, "columns")
	scores, ok := c.on(selected(c.p, indices(m), columns), pick(c.w, columns))
	if !ok {
		t.Fatal("refused after a permutation")
	}
	if d := different(scores, c.scores, 1e-12); d != "" {
		t.Fatal(d)
	}
}

func duplicatesTie(t *rapid.T, c *sample) {
	m, n := c.p.Dims()
	a, b := rapid.IntRange(0, m-1).Draw(t, "original"), rapid.IntRange(0, m-1).Draw(t, "copy")
	q := clone(c.p)
	copy(q.Scores[b*n:(b+1)*n], c.p.Row(a))
	scores, ok := c.on(q, c.w)
	if !ok {
		if c.Name == "edas" {
			return // the copy can make the average 0, which EDAS divides by
		}
		t.Fatal("refused after a row was repeated")
	}
	if ranks := mcda.Rank(scores, q.Alternatives, c.LowerIsBetter).Ranks; ranks[a] != ranks[b] {
		t.Fatalf("the same rows score %v and %v, ranks %v and %v", scores[a], scores[b], ranks[a], ranks[b])
	}
}

// changedUnit: a column, its scale, target and value function in another unit.
func changedUnit(t *rapid.T, c *sample) {
	if c.settings["normalization"] == "none" {
		return
	}
	m, n := c.p.Dims()
	j, unit := rapid.IntRange(0, n-1).Draw(t, "criterion"), rapid.SampledFrom([]float64{1e-6, 0.3048, 7, 1e9}).Draw(t, "unit")
	q := clone(c.p)
	for i := range m {
		q.Scores[i*n+j] *= unit
	}
	k := &q.Criteria[j]
	k.Target *= unit
	if k.Scale != nil {
		k.Scale = &mcda.Scale{Min: k.Scale.Min * unit, Max: k.Scale.Max * unit}
	}
	if k.Value != nil {
		k.Value = slices.Clone(k.Value)
		for r := range k.Value {
			k.Value[r].Score *= unit
		}
	}
	k.Limits = slices.Clone(k.Limits)
	for r := range k.Limits {
		k.Limits[r] *= unit
	}
	f := &k.Preference
	for _, threshold := range []**mcda.Threshold{&f.Q, &f.P, &f.Veto} {
		if *threshold != nil {
			*threshold = &mcda.Threshold{Constant: (*threshold).Constant * unit, Slope: (*threshold).Slope}
		}
	}
	if f.Sigma != nil {
		sigma := *f.Sigma * unit
		f.Sigma = &sigma
	}
	scores, ok := c.on(q, c.w)
	if !ok {
		t.Fatal("refused in another unit")
	}
	// A distance that was 0 becomes rounding of the order 1e-16 of the unit, and TOPSIS takes ratios of distances.
	if d := different(scores, c.scores, 1e-9); d != "" {
		t.Fatal(d)
	}
}

func weightZero(t *rapid.T, c *sample) {
	m, n := c.p.Dims()
	if n == 1 {
		return
	}
	j := rapid.IntRange(0, n-1).Draw(t, "removed")
	rest := slices.Delete(indices(n), j, j+1)
	w := drawWeights(t, n-1)
	scores, ok := c.on(selected(c.p, indices(m), rest), w)
	if !ok {
		t.Fatal("refused with a column less")
	}
	if d := different(c.s.Scores(nil, slices.Insert(slices.Clone(w), j, 0)), scores, 1e-12); d != "" {
		t.Fatal(d)
	}
}

func scaledWeights(t *rapid.T, c *sample) {
	factor := rapid.SampledFrom([]float64{1e-9, 0.1, 3, 100, 1e12}).Draw(t, "factor")
	raw, ids := make([]float64, len(c.w)), make([]string, len(c.w))
	for j, w := range c.w {
		raw[j], ids[j] = w*factor, c.p.Criteria[j].ID
	}
	w, sum, err := mcda.NormalizeWeights(raw, ids)
	if err != nil || !near(sum/factor, 1, 1e-12) {
		t.Fatalf("sum %v, error %v", sum, err)
	}
	if d := different(c.s.Scores(nil, w), c.scores, 1e-12); d != "" {
		t.Fatal(d)
	}
}

// reversalFree: where the method says so, the alternatives that remain after some are dropped keep their order.
func reversalFree(t *rapid.T, c *sample) {
	if !c.ReversalFree(c.settings) {
		return
	}
	m, n := c.p.Dims()
	rows := rapid.Permutation(indices(m)).Draw(t, "rows")[:rapid.IntRange(2, m).Draw(t, "left")]
	scores, ok := c.on(selected(c.p, rows, indices(n)), c.w)
	if !ok {
		t.Fatal("refused with a row less")
	}
	c.sameOrder(t, pick(c.scores, rows), scores)
}

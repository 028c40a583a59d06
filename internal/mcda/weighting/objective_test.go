package weighting_test

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"

	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
)

// variant is a weighting with one choice for each of its parameters.
type variant struct {
	*weighting.Method
	set map[string]string
}

func (v variant) String() string {
	parts := []string{v.Name}
	for _, name := range slices.Sorted(maps.Keys(v.set)) {
		parts = append(parts, name+"="+v.set[name])
	}
	return strings.Join(parts, ",")
}

// variants lists every weighting from the matrix with every combination of its choices.
func variants() []variant {
	var all []variant
	for _, m := range weighting.Methods() {
		if m.Basis != weighting.Matrix {
			continue
		}
		sets := []map[string]string{{}}
		for _, p := range m.Parameters {
			var more []map[string]string
			for _, set := range sets {
				for _, choice := range p.Choices {
					with := maps.Clone(set)
					with[p.Name] = choice
					more = append(more, with)
				}
			}
			sets = more
		}
		for _, set := range sets {
			all = append(all, variant{m, set})
		}
	}
	return all
}

// sample is a drawn problem that a variant accepted.
type sample struct {
	variant
	p *mcda.Problem
	r *weighting.Result
}

// on weighs another problem with the same variant, which it must accept as well.
func (c *sample) on(t *rapid.T, p *mcda.Problem) *weighting.Result {
	r, err := weighting.Objective(c.Name, p, c.set)
	if err != nil {
		t.Fatalf("refused after a change: %v", err)
	}
	return r
}

// properties every weighting from the matrix has.
var properties = map[string]func(t *rapid.T, c *sample){
	"weights":     areWeights,
	"textbook":    equalsTextbook,
	"tables":      soundTables,
	"rows":        permutedRows,
	"columns":     permutedColumns,
	"units":       changedUnit,
	"shift":       shifted,
	"mirror":      mirrored,
	"constant":    withoutConstants,
	"copied rows": copiedRow,
	"twins":       copiedColumn,
}

// TestProperties checks every property on every variant. A variant may refuse a problem, with an error that says where; at least a third must be accepted.
func TestProperties(t *testing.T) {
	for _, v := range variants() {
		for name, property := range properties {
			t.Run(v.String()+"/"+name, func(t *testing.T) {
				drawn, accepted := 0, 0
				rapid.Check(t, func(t *rapid.T) {
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
	ratio := rapid.IntRange(0, 3).Draw(t, "ratio") > 0 // mostly scores that every method takes
	p := drawProblem(t, ratio)
	before := slices.Clone(p.Scores)
	r, err := weighting.Objective(v.Name, p, v.set)
	if !slices.Equal(p.Scores, before) {
		t.Fatal("the scores were changed")
	}
	if err == nil {
		return &sample{v, p, r}
	}
	var fault *mcda.DataError
	if !errors.As(err, &fault) {
		t.Fatalf("error %v is no DataError", err)
	}
	m, n := p.Dims()
	switch {
	case len(alike(p)) == n:
		if fault.Criterion != "" || !strings.Contains(err.Error(), "equal weights") {
			t.Fatalf("all alike: %v", err)
		}
	case v.Name == "std" || v.Name == "critic":
		t.Fatalf("refused: %v", err)
	case fault.Criterion == "":
		t.Fatalf("error %v does not name a criterion", err)
	case ratio && fault.Alternative != "":
		i, j := slices.Index(p.Alternatives, fault.Alternative), slices.IndexFunc(p.Criteria, func(c mcda.Criterion) bool { return c.ID == fault.Criterion })
		if i < 0 || i >= m || p.Criteria[j].Sense != mcda.Target || p.At(i, j) != p.Criteria[j].Target {
			t.Fatalf("positive scores refused: %v", err)
		}
	case ratio && !strings.Contains(err.Error(), "not determined"):
		t.Fatalf("positive scores refused: %v", err)
	}
	return nil
}

// drawProblem draws 2 to 7 alternatives on 1 to 5 criteria on a coarse grid, so that ties are frequent, with constant columns, and unless ratio with zeros,
// negative and all-zero ones.
func drawProblem(t *rapid.T, ratio bool) *mcda.Problem {
	m, n := rapid.IntRange(2, 7).Draw(t, "alternatives"), rapid.IntRange(1, 5).Draw(t, "criteria")
	p := &mcda.Problem{Scores: make([]float64, m*n)}
	for i := range m {
		p.Alternatives = append(p.Alternatives, fmt.Sprintf("a%d", i+1))
	}
	for j := range n {
		kinds := []string{"positive", "positive", "positive", "constant"}
		if !ratio {
			kinds = append(kinds, "zeros", "signed", "all zero")
		}
		kind := rapid.SampledFrom(kinds).Draw(t, "column")
		grid := rapid.SampledFrom([]int{3, 20, 60}).Draw(t, "grid")
		constant := float64(rapid.IntRange(1, 9).Draw(t, "constant"))
		for i := range m {
			x := map[string]float64{"constant": constant}[kind]
			switch kind {
			case "positive":
				x = float64(rapid.IntRange(1, grid).Draw(t, "x")) / 4
			case "zeros":
				x = float64(rapid.IntRange(0, grid).Draw(t, "x")) / 4
			case "signed":
				x = float64(rapid.IntRange(-grid, grid).Draw(t, "x")) / 4
			}
			p.Scores[i*n+j] = x
		}
		p.Criteria = append(p.Criteria, mcda.Criterion{
			ID:     fmt.Sprintf("c%d", j+1),
			Sense:  rapid.SampledFrom([]mcda.Sense{mcda.Benefit, mcda.Benefit, mcda.Cost, mcda.Cost, mcda.Target}).Draw(t, "sense"),
			Target: float64(rapid.IntRange(1, 2*grid).Draw(t, "target")) / 8,
		})
	}
	return p
}

// read is column j as the methods read it, and whether less is better.
func read(p *mcda.Problem, j int) (x []float64, less bool) {
	for i := range p.Alternatives {
		v := p.At(i, j)
		if p.Criteria[j].Sense == mcda.Target {
			v = math.Abs(v - p.Criteria[j].Target)
		}
		x = append(x, v)
	}
	return x, p.Criteria[j].Sense != mcda.Benefit
}

// alike lists the constant columns.
func alike(p *mcda.Problem) []int {
	var list []int
	for j := range p.Criteria {
		if x, _ := read(p, j); floats.Max(x) == floats.Min(x) {
			list = append(list, j)
		}
	}
	return list
}

func areWeights(t *rapid.T, c *sample) {
	var sum float64
	for j, w := range c.r.Weights {
		if !(w >= 0 && w <= 1+1e-12) {
			t.Fatalf("weight %d is %v", j, w)
		}
		sum += w
	}
	if math.Abs(sum-1) > 1e-12 {
		t.Fatalf("the weights %v sum to %v", c.r.Weights, sum)
	}
	if !slices.Equal(c.r.Constant, alike(c.p)) {
		t.Fatalf("constant %v, want %v", c.r.Constant, alike(c.p))
	}
	for _, j := range c.r.Constant {
		if c.r.Weights[j] != 0 {
			t.Fatalf("the constant column %d weighs %v", j, c.r.Weights[j])
		}
	}
	if len(c.p.Criteria) == 1 && c.r.Weights[0] != 1 {
		t.Fatalf("the only criterion weighs %v", c.r.Weights[0])
	}
}

// soundTables: the shape is right, and only cells of constant criteria are empty.
func soundTables(t *rapid.T, c *sample) {
	constant := map[string]bool{}
	for _, j := range c.r.Constant {
		constant[c.p.Criteria[j].ID] = true
	}
	for _, table := range c.r.Tables {
		if len(table.Values) != len(table.Rows)*len(table.Column) || table.Name == "" {
			t.Fatalf("table %q: %d values for %d rows and %d columns", table.Name, len(table.Values), len(table.Rows), len(table.Column))
		}
		for k, x := range table.Values {
			row, column := table.Rows[k/len(table.Column)], table.Column[k%len(table.Column)]
			if math.IsInf(x, 0) || math.IsNaN(x) && !constant[row] && !constant[column] {
				t.Fatalf("table %q, %s, %s: %v", table.Name, row, column, x)
			}
		}
	}
	last := c.r.Tables[len(c.r.Tables)-1]
	if last.Name != "Weights" || !slices.Equal(last.Values, c.r.Weights) {
		t.Fatalf("the last table is %v", last)
	}
}

func same(t *rapid.T, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%v, want %v", got, want)
	}
	for j := range want {
		if !(math.Abs(got[j]-want[j]) <= tolerance) {
			t.Fatalf("element %d of %v is %v, want that of %v", j, got, got[j], want)
		}
	}
}

// selected is the problem with the listed rows and columns, in their order; those listed again get new names.
func selected(p *mcda.Problem, rows, columns []int) *mcda.Problem {
	q := &mcda.Problem{}
	for k, j := range columns {
		c := p.Criteria[j]
		if slices.Contains(columns[:k], j) {
			c.ID += "′"
		}
		q.Criteria = append(q.Criteria, c)
	}
	for k, i := range rows {
		id := p.Alternatives[i]
		if slices.Contains(rows[:k], i) {
			id += "′"
		}
		q.Alternatives = append(q.Alternatives, id)
		for _, j := range columns {
			q.Scores = append(q.Scores, p.At(i, j))
		}
	}
	return q
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func permutedRows(t *rapid.T, c *sample) {
	if c.set["cilos-ties"] == "first" {
		return // that is what first means
	}
	m, n := c.p.Dims()
	rows := rapid.Permutation(indices(m)).Draw(t, "rows")
	same(t, c.on(t, selected(c.p, rows, indices(n))).Weights, c.r.Weights, 1e-10)
}

func permutedColumns(t *rapid.T, c *sample) {
	m, n := c.p.Dims()
	columns := rapid.Permutation(indices(n)).Draw(t, "columns")
	want := make([]float64, n)
	for k, j := range columns {
		want[k] = c.r.Weights[j]
	}
	same(t, c.on(t, selected(c.p, indices(m), columns)).Weights, want, 1e-10)
}

// changed is the problem with column j put through f, and its target.
func changed(p *mcda.Problem, j int, f func(x float64) float64) *mcda.Problem {
	m, n := p.Dims()
	q := selected(p, indices(m), indices(n))
	for i := range m {
		q.Scores[i*n+j] = f(p.At(i, j))
	}
	q.Criteria[j].Target = f(p.Criteria[j].Target)
	return q
}

func changedUnit(t *rapid.T, c *sample) {
	_, n := c.p.Dims()
	j, unit := rapid.IntRange(0, n-1).Draw(t, "criterion"), rapid.SampledFrom([]float64{1e-140, 1e-6, 0.3048, 7, 1e9, 1e140}).Draw(t, "unit")
	same(t, c.on(t, changed(c.p, j, func(x float64) float64 { return x * unit })).Weights, c.r.Weights, 1e-10)
}

// shifted: methods that normalise by minimum and maximum do not know where the zero is.
func shifted(t *rapid.T, c *sample) {
	if c.Name != "std" && c.Name != "critic" {
		return
	}
	_, n := c.p.Dims()
	j := rapid.IntRange(0, n-1).Draw(t, "criterion")
	same(t, c.on(t, changed(c.p, j, func(x float64) float64 { return x - 17 })).Weights, c.r.Weights, 1e-10)
}

// mirrored: nor do they know which way a criterion is counted, if its direction is turned with it.
func mirrored(t *rapid.T, c *sample) {
	if c.Name != "std" && c.Name != "critic" {
		return
	}
	_, n := c.p.Dims()
	j := rapid.IntRange(0, n-1).Draw(t, "criterion")
	q := changed(c.p, j, func(x float64) float64 { return -x })
	q.Criteria[j].Sense = map[mcda.Sense]mcda.Sense{mcda.Benefit: mcda.Cost, mcda.Cost: mcda.Benefit, mcda.Target: mcda.Target}[q.Criteria[j].Sense]
	same(t, c.on(t, q).Weights, c.r.Weights, 1e-10)
}

// withoutConstants: constant criteria take no part, save in merec's n.
func withoutConstants(t *rapid.T, c *sample) {
	if c.Name == "merec" {
		return
	}
	m, n := c.p.Dims()
	var columns []int
	var want []float64
	for j := range n {
		if !slices.Contains(c.r.Constant, j) {
			columns, want = append(columns, j), append(want, c.r.Weights[j])
		}
	}
	same(t, c.on(t, selected(c.p, indices(m), columns)).Weights, want, 1e-12)
}

// copiedRow: a repeated alternative is no trouble.
func copiedRow(t *rapid.T, c *sample) {
	m, n := c.p.Dims()
	rows := append(indices(m), rapid.IntRange(0, m-1).Draw(t, "copied"))
	r, err := weighting.Objective(c.Name, selected(c.p, rows, indices(n)), c.set)
	if err != nil {
		if !strings.Contains(err.Error(), "the mean of the scores, which is 0") { // the copy may bring it there
			t.Fatal(err)
		}
		return
	}
	areWeights(t, &sample{c.variant, selected(c.p, rows, indices(n)), r})
	if c.set["cilos-ties"] == "first" && c.Name == "cilos" {
		same(t, r.Weights, c.r.Weights, 1e-10) // a copy listed later is never the first
	}
}

// copiedColumn: a repeated criterion weighs as its original.
func copiedColumn(t *rapid.T, c *sample) {
	m, n := c.p.Dims()
	j := rapid.IntRange(0, n-1).Draw(t, "copied")
	r, err := weighting.Objective(c.Name, selected(c.p, indices(m), append(indices(n), j)), c.set)
	if err != nil {
		if !strings.Contains(err.Error(), "not determined") { // two criteria that never lose
			t.Fatal(err)
		}
		return
	}
	if math.Abs(r.Weights[j]-r.Weights[n]) > 1e-10 {
		t.Fatalf("two copies weigh %v and %v", r.Weights[j], r.Weights[n])
	}
}

// textbook has the formulas as their papers print them.
var textbook = map[string]func(p *mcda.Problem, live []int, set map[string]string) []float64{
	"entropy": textbookEntropy,
	"critic": func(p *mcda.Problem, live []int, set map[string]string) []float64 {
		w, σ := make([]float64, len(p.Criteria)), make([]float64, len(p.Criteria))
		for _, j := range live {
			σ[j] = stat.StdDev(unit(p, j), nil)
			for _, k := range live {
				r := stat.Correlation(unit(p, j), unit(p, k), nil)
				if set["correlation"] == "spearman" {
					r, _ = mcda.Spearman(unit(p, j), unit(p, k))
				}
				w[j] += σ[j] * (1 - r)
			}
		}
		if floats.Sum(w) < 1e-9 {
			return σ
		}
		return w
	},
	"merec": func(p *mcda.Problem, live []int, _ map[string]string) []float64 {
		m, n := p.Dims()
		w := make([]float64, n)
		for i := range m {
			logs := make([]float64, n)
			for _, j := range live {
				x, less := read(p, j)
				ratio := floats.Min(x) / x[i]
				if less {
					ratio = x[i] / floats.Max(x)
				}
				logs[j] = math.Abs(math.Log(ratio))
			}
			s := math.Log(1 + floats.Sum(logs)/float64(n))
			for _, j := range live {
				without := math.Log(1 + (floats.Sum(logs)-logs[j])/float64(n))
				w[j] += math.Abs(without - s)
			}
		}
		return w
	},
	"lopcow": func(p *mcda.Problem, live []int, set map[string]string) []float64 {
		w := make([]float64, len(p.Criteria))
		for _, j := range live {
			var square float64
			for _, r := range unit(p, j) {
				square += r * r / float64(len(p.Alternatives))
			}
			σ := stat.PopStdDev(unit(p, j), nil)
			if set["deviation"] == "sample" {
				σ = stat.StdDev(unit(p, j), nil)
			}
			if w[j] = math.Abs(math.Log(math.Sqrt(square)/σ) * 100); w[j] < 1e-10 {
				w[j] = 0
			}
		}
		if floats.Sum(w) == 0 { // two alternatives and the sample's deviation
			for _, j := range live {
				w[j] = 1
			}
		}
		return w
	},
	"std": func(p *mcda.Problem, live []int, _ map[string]string) []float64 {
		w := make([]float64, len(p.Criteria))
		for _, j := range live {
			w[j] = stat.PopStdDev(unit(p, j), nil)
		}
		return w
	},
	"cv": func(p *mcda.Problem, live []int, _ map[string]string) []float64 {
		w := make([]float64, len(p.Criteria))
		for _, j := range live {
			x, _ := read(p, j)
			w[j] = stat.PopStdDev(x, nil) / math.Abs(stat.Mean(x, nil))
		}
		return w
	},
	"angle": func(p *mcda.Problem, live []int, _ map[string]string) []float64 {
		w := make([]float64, len(p.Criteria))
		for _, j := range live {
			x, _ := read(p, j)
			w[j] = math.Acos(math.Abs(floats.Sum(x)) / math.Sqrt(float64(len(x))*floats.Dot(x, x)))
		}
		return w
	},
	"cilos": textbookCILOS,
	"idocriw": func(p *mcda.Problem, live []int, set map[string]string) []float64 {
		w := textbookCILOS(p, live, set)
		floats.Mul(w, textbookEntropy(p, live, nil))
		return w
	},
}

// unit is column j from 0 for the worst to 1 for the best.
func unit(p *mcda.Problem, j int) []float64 {
	x, less := read(p, j)
	lo, hi := floats.Min(x), floats.Max(x)
	for i := range x {
		x[i] = (x[i] - lo) / (hi - lo)
		if less {
			x[i] = 1 - x[i]
		}
	}
	return x
}

func textbookEntropy(p *mcda.Problem, live []int, _ map[string]string) []float64 {
	w := make([]float64, len(p.Criteria))
	for _, j := range live {
		x, _ := read(p, j)
		w[j] = 1
		for _, v := range x {
			if q := v / floats.Sum(x); q > 0 {
				w[j] += q * math.Log(q) / math.Log(float64(len(x)))
			}
		}
	}
	return w
}

// textbookCILOS solves F·q = 0 with the last equation replaced by Σq = 1.
func textbookCILOS(p *mcda.Problem, live []int, set map[string]string) []float64 {
	k := len(live)
	r := make([][]float64, k)
	for a, j := range live {
		x, less := read(p, j)
		if lo := floats.Min(x); less {
			for i := range x {
				x[i] = lo / x[i]
			}
		}
		floats.Scale(1/floats.Sum(x), x)
		r[a] = x
	}
	f := mat.NewDense(k, k, nil)
	for a := range k {
		var rows []int
		for i, x := range r[a] {
			if x >= floats.Max(r[a])*(1-1e-12) {
				rows = append(rows, i)
			}
		}
		if set["cilos-ties"] == "first" {
			rows = rows[:1]
		}
		for b := range k {
			var loss float64
			for _, i := range rows {
				loss += (floats.Max(r[b]) - r[b][i]) / floats.Max(r[b]) / float64(len(rows))
			}
			if a != b {
				f.Set(a, b, loss)
				f.Set(b, b, f.At(b, b)-loss)
			}
		}
	}
	one := make([]float64, k)
	for b := range k {
		f.Set(k-1, b, 1)
	}
	one[k-1] = 1
	var q mat.VecDense
	if err := q.SolveVec(f, mat.NewVecDense(k, one)); err != nil {
		panic(err)
	}
	w := make([]float64, len(p.Criteria))
	for a, j := range live {
		w[j] = q.AtVec(a)
	}
	return w
}

func equalsTextbook(t *rapid.T, c *sample) {
	twin := textbook[c.Name]
	if twin == nil {
		t.Fatalf("%s has no second implementation", c.Name)
	}
	var live []int
	for j := range c.p.Criteria {
		if !slices.Contains(alike(c.p), j) {
			live = append(live, j)
		}
	}
	want := twin(c.p, live, c.set)
	floats.Scale(1/floats.Sum(want), want)
	same(t, c.r.Weights, want, 1e-9)
}

func objective(t *testing.T, name string, p *mcda.Problem, given map[string]string) []float64 {
	t.Helper()
	r, err := weighting.Objective(name, p, given)
	if err != nil {
		t.Fatal(err)
	}
	return r.Weights
}

func TestEqual(t *testing.T) {
	compare(t, objective(t, "Equal weights", table(nil, []float64{1, 2, -3, 4}, []float64{1, 3, 0, 4}), nil), []float64{0.25, 0.25, 0.25, 0.25}, 0)
}

// TestNearlyAlike: the entropy of a column whose scores differ by 1e-9 is 1 to the last digit; its diversification is (δ²/2)/ln m all the same.
func TestNearlyAlike(t *testing.T) {
	p := table(nil, []float64{1 - 1e-9, 2 - 1e-9}, []float64{1 + 1e-9, 2 + 1e-9})
	compare(t, objective(t, "entropy", p, nil), []float64{0.8, 0.2}, 1e-6)
	compare(t, objective(t, "angle", p, nil), []float64{2. / 3, 1. / 3}, 1e-6)
	// Twelve digits down it is rounding: a mean of experts' answers.
	r, err := weighting.Objective("std", table(nil, []float64{math.Nextafter(0.3, 1), 1}, []float64{0.3, 2}), nil)
	if err != nil || !slices.Equal(r.Constant, []int{0}) || !slices.Equal(r.Weights, []float64{0, 1}) {
		t.Errorf("%v, error %v", r, err)
	}
}

// TestTarget: 5 on both sides of the target is the same distance, and distances that are equal but for rounding tie.
func TestTarget(t *testing.T) {
	p := table(nil, []float64{95, 1}, []float64{105, 2}, []float64{95, 3})
	p.Criteria[0] = mcda.Criterion{ID: "c1", Sense: mcda.Target, Target: 100}
	r, err := weighting.Objective("critic", p, nil)
	if err != nil || !slices.Equal(r.Constant, []int{0}) || !slices.Equal(r.Weights, []float64{0, 1}) {
		t.Errorf("%v, error %v", r, err)
	}
	rank := map[string]string{"correlation": "spearman"}
	p = table(nil, []float64{9.9, 1, 3}, []float64{10.1, 1, 1}, []float64{10.3, 4, 2})
	q := table([]string{"cost", "benefit", "benefit"}, []float64{1, 1, 3}, []float64{1, 1, 1}, []float64{3, 4, 2})
	p.Criteria[0] = mcda.Criterion{ID: "c1", Sense: mcda.Target, Target: 10}
	compare(t, objective(t, "critic", p, rank), objective(t, "critic", q, rank), 1e-12)
}

// TestRounding: means of experts' answers that should be equal may not be to the last bit, and that bit decides nothing.
func TestRounding(t *testing.T) {
	above := math.Nextafter(0.3, 1)
	types := []string{"benefit", "cost"}
	p := table(types, []float64{above, 7}, []float64{0.3, 5}, []float64{0.2, 4})
	q := table(types, []float64{0.3, 7}, []float64{0.3, 5}, []float64{0.2, 4})
	compare(t, objective(t, "cilos", p, nil), objective(t, "cilos", q, nil), 1e-12)

	p = table(nil, []float64{above}, []float64{0.4}, []float64{0.5})
	p.Criteria[0] = mcda.Criterion{ID: "c1", Sense: mcda.Target, Target: 0.3}
	if _, err := weighting.Objective("merec", p, nil); err == nil || !strings.Contains(err.Error(), "at the target 0.3") {
		t.Errorf("error %v", err)
	}

	rng := rand.New(rand.NewPCG(5, 6))
	for k := range 50 { // the second criterion repeats the first in another unit: no correlation is below 1
		var rows [][]float64
		for range 6 {
			x := rng.Float64()
			rows = append(rows, []float64{x, 3*x + 0.1})
		}
		p = table(nil, rows...)
		r, err := weighting.Objective("critic", p, nil)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, r.Weights, []float64{0.5, 0.5}, 1e-12)
		if r.Tables[len(r.Tables)-2].Note == "" {
			t.Errorf("draw %d: a conflict is seen", k)
		}
	}
}

func TestNoConflict(t *testing.T) {
	p := table([]string{"benefit", "cost"}, []float64{1, 9}, []float64{2, 4})
	r, err := weighting.Objective("critic", p, nil)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, r.Weights, []float64{0.5, 0.5}, 1e-15)
	if note := r.Tables[len(r.Tables)-2].Note; !strings.Contains(note, "conflict") {
		t.Errorf("note %q", note)
	}
}

func TestRefusals(t *testing.T) {
	target := table(nil, []float64{1, 2}, []float64{3, 1})
	target.Criteria[1] = mcda.Criterion{ID: "c2", Sense: mcda.Target, Target: 2}
	for _, c := range []struct {
		name string
		p    *mcda.Problem
		says string
	}{
		{"entropy", table(nil, []float64{1, 2}, []float64{3, -1}),
			"alternative a2, criterion c2: entropy weights need scores of 0 or more, this is -1; use critic, std or equal"},
		{"merec", table(nil, []float64{1, 0}, []float64{3, 1}), "alternative a1, criterion c2: merec weights need scores above 0, this is 0"},
		{"merec", target, "alternative a1, criterion c2: merec weights need a distance from the target above 0, this score is at the target 2"},
		{"cilos", table([]string{"cost", "benefit"}, []float64{0, 1}, []float64{3, 1}), "alternative a1, criterion c1: cilos weights need costs above 0, this is 0"},
		{"idocriw", table(nil, []float64{0, -1}, []float64{3, 1}), "alternative a1, criterion c2: idocriw weights need scores of 0 or more"},
		{"cilos", table(nil, []float64{1, 1, 1}, []float64{3, 2, 1}), "criterion c1: like c2 it loses nothing where other criteria are at their best"},
		{"cv", table(nil, []float64{-1, 1}, []float64{1, 2}), "criterion c1: cv weights divide by the mean of the scores, which is 0"},
		{"angle", table(nil, []float64{1, -0.1}, []float64{2, 0.1}), "criterion c2: angle weights divide by the mean"},
		{"std", table(nil, []float64{1, 4}, []float64{1, 4}), "all alternatives have the same scores, which say nothing about weights: use direct or equal weights"},
		{"std", table(nil, []float64{1, 4}, []float64{1, math.NaN()}), "alternative a2, criterion c2: has no score"},
		{"std", table(nil, []float64{1, 4}), "at least two alternatives"},
	} {
		_, err := weighting.Objective(c.name, c.p, nil)
		var fault *mcda.DataError
		if !errors.As(err, &fault) || !strings.HasPrefix(err.Error(), c.says) && !strings.Contains(c.says, "at least") {
			t.Errorf("%s: error %v, want %q", c.name, err, c.says)
		}
	}
	p := table(nil, []float64{1}, []float64{2})
	for _, c := range []struct {
		name  string
		given map[string]string
		says  string
	}{
		{"ahp", nil, "entropy, critic, merec, lopcow, std, cv, cilos, idocriw, angle, equal"},
		{"nonsense", nil, "entropy, critic, merec"},
		{"critic", map[string]string{"correlation": "kendall"}, "pearson, spearman"},
		{"std", map[string]string{"correlation": "pearson"}, "it takes none"},
	} {
		_, err := weighting.Objective(c.name, p, c.given)
		var fault *mcda.ParameterError
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s %v: error %v, want one that says %q", c.name, c.given, err, c.says)
		}
	}
}

// TestExtremeScores: scores of any size a problem takes give weights that are numbers of 0 or more and sum to 1, with tables whose cells are numbers or empty, or an
// error that says which data it is about.
func TestExtremeScores(t *testing.T) {
	sizes := []float64{0, 5e-324, 1e-310, 1e-200, 1e-75, 1e-30, 1e-17, 1e-16, 1e-9, 0.1, 1. / 3, 1, 1 + 0x1p-52, 1 + 1e-11, 1 - 1e-11, 1 + 1e-6, 3, 100, 1e9, 1e22, 1e75, 1e150}
	rng := rand.New(rand.NewPCG(20, 7))
	vs := variants()
	taken := map[string]int{}
	for k := range 20000 {
		rows := make([][]float64, 2+rng.IntN(4))
		n := 1 + rng.IntN(8)
		few := sizes
		if k%2 == 0 { // of costs, distances and logarithms something is left
			few = sizes[1+rng.IntN(len(sizes)-2):]
		}
		for i := range rows {
			for range n {
				rows[i] = append(rows[i], few[rng.IntN(len(few))])
			}
		}
		p := table(nil, rows...)
		for j := range n {
			p.Criteria[j].Sense, p.Criteria[j].Target = mcda.Sense(rng.IntN(3)), sizes[rng.IntN(len(sizes))]
		}
		v := vs[rng.IntN(len(vs))]
		r, err := weighting.Objective(v.Name, p, v.set)
		if err != nil {
			var fault *mcda.DataError
			if !errors.As(err, &fault) {
				t.Errorf("%s of %v: error %v", v, rows, err)
			}
			continue
		}
		taken[v.Name]++
		var sum float64
		for _, w := range r.Weights {
			if !(w >= 0) {
				t.Fatalf("%s of %v: weights %v", v, rows, r.Weights)
			}
			sum += w
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Fatalf("%s of %v: weights %v add to %v", v, rows, r.Weights, sum)
		}
		for _, table := range r.Tables {
			for c, x := range table.Values {
				if math.IsInf(x, 0) || math.IsNaN(x) && !slices.Contains(r.Constant, c%len(table.Column)) && !slices.Contains(r.Constant, c/len(table.Column)) {
					t.Fatalf("%s of %v: %s %v", v, rows, table.Name, table.Values)
				}
			}
		}
	}
	for _, v := range vs {
		if taken[v.Name] < 100 {
			t.Errorf("%s took %d", v.Name, taken[v.Name])
		}
	}
}

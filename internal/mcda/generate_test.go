package mcda_test

import (
	"fmt"
	"math"
	"slices"

	"pgregory.net/rapid"

	"veche/internal/mcda"
)

// What [drawProblem] may draw beside ordinary columns.
type wants struct {
	scales bool // every criterion has a scale, and every score lies on it
	ratio  bool // every score is above 0
	sides  bool // no target criteria
	limits bool // every criterion has two limits between three classes
}

// drawProblem draws 2 to 7 alternatives on 1 to 5 criteria: benefit, cost and target, on a coarse grid so that ties are frequent, with zeros, negative and
// constant columns, value functions, duplicate and dominated rows.
func drawProblem(t *rapid.T, want wants) *mcda.Problem {
	m, n := rapid.IntRange(2, 7).Draw(t, "alternatives"), rapid.IntRange(1, 5).Draw(t, "criteria")
	p := &mcda.Problem{Scores: make([]float64, m*n)}
	for i := range m {
		p.Alternatives = append(p.Alternatives, fmt.Sprintf("a%d", i+1))
	}
	for j := range n {
		p.Criteria = append(p.Criteria, drawColumn(t, p, j, n, want))
	}
	switch rapid.SampledFrom([]string{"", "", "duplicate", "dominated"}).Draw(t, "rows") {
	case "duplicate":
		copy(p.Row(m-1), p.Row(0))
	case "dominated":
		for j := range n {
			p.Scores[(m-1)*n+j] = worst(p, j)
		}
	}
	return p
}

func drawColumn(t *rapid.T, p *mcda.Problem, j, n int, want wants) mcda.Criterion {
	m := len(p.Alternatives)
	kinds := []string{"positive", "positive", "constant"}
	if !want.ratio {
		kinds = append(kinds, "zeros", "signed", "all zero")
	}
	kind := rapid.SampledFrom(kinds).Draw(t, "column")
	grid := rapid.SampledFrom([]int{3, 5, 60}).Draw(t, "grid")
	constant := rapid.IntRange(1, 9).Draw(t, "constant")
	for i := range m {
		var x float64
		switch kind {
		case "positive":
			x = float64(rapid.IntRange(1, grid).Draw(t, "x")) / 4
		case "zeros":
			x = float64(rapid.IntRange(0, grid).Draw(t, "x")) / 4
		case "signed":
			x = float64(rapid.IntRange(-grid, grid).Draw(t, "x")) / 4
		case "constant":
			x = float64(constant)
		}
		p.Scores[i*n+j] = x
	}
	senses := []mcda.Sense{mcda.Benefit, mcda.Benefit, mcda.Cost}
	if !want.sides {
		senses = append(senses, mcda.Target)
	}
	c := mcda.Criterion{ID: fmt.Sprintf("c%d", j+1), Sense: rapid.SampledFrom(senses).Draw(t, "sense")}
	c.Target = float64(rapid.IntRange(1, grid).Draw(t, "target")) / 4
	if want.scales {
		lo, hi := c.Target, c.Target+0.25
		for i := range m {
			lo, hi = math.Min(lo, p.Scores[i*n+j]), math.Max(hi, p.Scores[i*n+j])
		}
		if slack := rapid.Bool().Draw(t, "slack"); slack {
			lo, hi = lo/2, hi+1
			if lo < 0 {
				lo *= 4
			}
		}
		c.Scale = &mcda.Scale{Min: lo, Max: hi}
	}
	if want.limits {
		c.Limits = drawLimits(t, c.Sense, grid)
	}
	c.Preference = drawPreference(t, float64(grid)/4)
	if c.Sense != mcda.Target && rapid.IntRange(0, 5).Draw(t, "value") == 0 {
		v := mcda.ValueFunction{{Score: 0, Value: 0}, {Score: float64(grid) / 8, Value: 0.75}, {Score: float64(grid) / 4, Value: 1}}
		if c.Sense == mcda.Cost {
			for k := range v {
				v[k].Value = 1 - v[k].Value
			}
		}
		c.Value = v
	}
	return c
}

// drawLimits draws two limits between classes, the worse first.
func drawLimits(t *rapid.T, sense mcda.Sense, grid int) []float64 {
	limits := []float64{float64(rapid.IntRange(0, grid).Draw(t, "limit")) / 4, float64(rapid.IntRange(0, grid).Draw(t, "limit")) / 4}
	slices.Sort(limits)
	if sense != mcda.Benefit {
		slices.Reverse(limits)
	}
	return limits
}

// drawPreference draws a preference function with thresholds that fit scores up to size, and a veto beyond them or none.
func drawPreference(t *rapid.T, size float64) mcda.Preference {
	f := mcda.Preference{Function: rapid.SampledFrom(append(mcda.PreferenceFunctions(), "")).Draw(t, "preference")}
	q := float64(rapid.IntRange(0, 4).Draw(t, "q")) / 16 * size
	p := q + float64(rapid.IntRange(1, 8).Draw(t, "p"))/16*size
	veto := p + float64(rapid.IntRange(1, 8).Draw(t, "veto"))/8*size
	f.Q, f.P, f.Sigma = &mcda.Threshold{Constant: q}, &mcda.Threshold{Constant: p}, &p
	if rapid.Bool().Draw(t, "vetoes") {
		f.Veto = &mcda.Threshold{Constant: veto}
	}
	return f
}

// goodness is a score of criterion j turned so that more is better.
func goodness(p *mcda.Problem, i, j int) float64 {
	x, c := p.At(i, j), p.Criteria[j]
	switch c.Sense {
	case mcda.Cost:
		return -x
	case mcda.Target:
		return -math.Abs(x - c.Target)
	}
	return x
}

// worst is the least good score of column j.
func worst(p *mcda.Problem, j int) float64 {
	k := 0
	for i := range p.Alternatives {
		if goodness(p, i, j) < goodness(p, k, j) {
			k = i
		}
	}
	return p.At(k, j)
}

// drawWeights draws n weights of sum 1, some of them 0.
func drawWeights(t *rapid.T, n int) []float64 {
	raw, ids := make([]float64, n), make([]string, n)
	for j := range raw {
		ids[j] = fmt.Sprint(j)
		raw[j] = float64(rapid.IntRange(0, 12).Draw(t, "weight"))
	}
	raw[rapid.IntRange(0, n-1).Draw(t, "weighty")]++
	w, _, err := mcda.NormalizeWeights(raw, ids)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// clone copies a problem so that its scores and criteria may be changed.
func clone(p *mcda.Problem) *mcda.Problem {
	q := &mcda.Problem{}
	q.Alternatives = append(q.Alternatives, p.Alternatives...)
	q.Criteria = append(q.Criteria, p.Criteria...)
	q.Scores = append(q.Scores, p.Scores...)
	q.Fuzzy, q.Prior = slices.Clone(p.Fuzzy), slices.Clone(p.Prior)
	return q
}

// selected is the problem with the listed rows and columns, in their order.
func selected(p *mcda.Problem, rows, columns []int) *mcda.Problem {
	q := &mcda.Problem{}
	for _, j := range columns {
		q.Criteria = append(q.Criteria, p.Criteria[j])
	}
	for _, i := range rows {
		q.Alternatives = append(q.Alternatives, p.Alternatives[i])
		if p.Prior != nil {
			q.Prior = append(q.Prior, p.Prior[i])
		}
		for _, j := range columns {
			q.Scores = append(q.Scores, p.At(i, j))
			if p.Fuzzy != nil {
				q.Fuzzy = append(q.Fuzzy, p.Fuzzy[i*len(p.Criteria)+j])
			}
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

func pick(x []float64, at []int) []float64 {
	y := make([]float64, len(at))
	for k, i := range at {
		y[k] = x[i]
	}
	return y
}

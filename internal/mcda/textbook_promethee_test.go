package mcda_test

import (
	"math"

	"veche/internal/mcda"
)

func init() {
	textbook["promethee1"] = textbookPROMETHEE
	textbook["promethee2"] = textbookPROMETHEE
}

// textbookPROMETHEE is the net flow as Brans & Vincke 1985 write it.
func textbookPROMETHEE(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	plus, minus := textbookFlows(p, set["flows"] == "sum", w)
	for i := range plus {
		plus[i] -= minus[i]
	}
	return plus
}

func textbookFlows(p *mcda.Problem, sum bool, w []float64) (plus, minus []float64) {
	m, n := p.Dims()
	plus, minus = make([]float64, m), make([]float64, m)
	for a := range m {
		for b := range m {
			for j := range n {
				plus[a] += w[j] * textbookPreference(p, j, a, b)
				minus[a] += w[j] * textbookPreference(p, j, b, a)
			}
		}
		if !sum {
			plus[a] /= float64(m - 1)
			minus[a] /= float64(m - 1)
		}
	}
	return plus, minus
}

// textbookPreference is P_j(a, b), from the table of the six functions.
func textbookPreference(p *mcda.Problem, j, a, b int) float64 {
	c, f := p.Criteria[j], p.Criteria[j].Preference
	x, y := p.At(a, j), p.At(b, j)
	size := math.Max(math.Abs(x), math.Abs(y))
	d := x - y
	switch c.Sense {
	case mcda.Cost:
		d = y - x
	case mcda.Target:
		d = math.Abs(y-c.Target) - math.Abs(x-c.Target)
		size = math.Abs(c.Target) + math.Max(math.Abs(x-c.Target), math.Abs(y-c.Target))
	}
	over := func(threshold float64) bool { return d-threshold > 1e-12*size }
	if !over(0) {
		return 0
	}
	if f.Function == "" {
		// By whether Q, P and Sigma are given.
		f.Function = map[[3]bool]mcda.PreferenceFunction{
			{false, false, false}: mcda.Usual, {false, false, true}: mcda.Gaussian,
			{false, true, false}: mcda.VShape, {false, true, true}: mcda.VShape,
			{true, false, false}: mcda.UShape, {true, false, true}: mcda.UShape,
			{true, true, false}: mcda.Linear, {true, true, true}: mcda.Linear,
		}[[3]bool{f.Q != nil, f.P != nil, f.Sigma != nil}]
	}
	switch f.Function {
	case mcda.Usual:
		return 1
	case mcda.UShape:
		if over(f.Q.Constant) {
			return 1
		}
	case mcda.VShape:
		if d < f.P.Constant {
			return d / f.P.Constant
		}
		return 1
	case mcda.Level:
		if over(f.P.Constant) {
			return 1
		}
		if over(f.Q.Constant) {
			return 0.5
		}
	case mcda.Linear:
		if !over(f.Q.Constant) {
			return 0
		}
		if d < f.P.Constant {
			return (d - f.Q.Constant) / (f.P.Constant - f.Q.Constant)
		}
		return 1
	case mcda.Gaussian:
		return 1 - math.Exp(-d*d/(2**f.Sigma**f.Sigma))
	}
	return 0
}

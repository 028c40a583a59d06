package robustness

import (
	"math"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
	"veche/internal/study"
)

// Influence is how much a criterion tells the technologies apart, beside its weight.
type Influence struct {
	Column    int
	Weight    float64
	Effective float64 // its share of what tells the technologies apart, see [Influences]
	Inert     bool    // all technologies have the same score on it: whatever it weighs, it moves nothing
}

// Influences compares every weight with its effect: w_j·σ_j/Σ_k w_k·σ_k, with σ_j the standard deviation of the min-max scores on the criterion. A heavy
// criterion on which all technologies are alike has little effect, and a constant one none.
func Influences(o *study.Outcome) []Influence {
	m, n := o.Problem.Dims()
	parts := o.Problem.Strengths(o.Global) // w_j·r_ij
	all := make([]Influence, n)
	column := make([]float64, m)
	var sum float64
	for j := range all {
		for i := range column {
			column[i] = parts[i*n+j]
		}
		_, sd := exact.Moments(column)
		all[j] = Influence{Column: j, Weight: o.Global[j], Effective: sd}
		sum += all[j].Effective
	}
	for _, j := range o.Problem.Inert() {
		all[j].Inert = true
		sum -= all[j].Effective
		all[j].Effective = 0
	}
	for j := range all {
		if sum > 0 {
			all[j].Effective /= sum
		}
	}
	return all
}

// Correlation of two criteria's scores, more being better on both.
type Correlation struct {
	A, B     int // columns
	Pearson  float64
	Spearman float64
}

// Correlations are those of all pairs of criteria that are not constant. Two that say the same count twice; two that pull apart are a conflict that the weights
// decide.
func Correlations(o *study.Outcome) []Correlation {
	m, n := o.Problem.Dims()
	ones := make([]float64, n)
	for j := range ones {
		ones[j] = 1
	}
	r := o.Problem.Strengths(ones)
	columns, ranks := make([][]float64, n), make([][]float64, n)
	for j := range n {
		columns[j] = make([]float64, m)
		for i := range m {
			columns[j][i] = r[i*n+j]
		}
		ranks[j] = mcda.MidRanks(columns[j])
	}
	inert := map[int]bool{}
	for _, j := range o.Problem.Inert() {
		inert[j] = true
	}
	var all []Correlation
	for a := range n {
		for b := a + 1; b < n; b++ {
			if inert[a] || inert[b] {
				continue
			}
			if ranks[a] == nil || ranks[b] == nil {
				continue
			}
			rho, ok := mcda.SpearmanOfRanks(ranks[a], ranks[b])
			pearson := exact.Correlation(columns[a], columns[b])
			if !ok || math.IsNaN(pearson) {
				continue
			}
			all = append(all, Correlation{a, b, pearson, rho})
		}
	}
	return all
}

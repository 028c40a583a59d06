package mcda_test

import (
	"math"

	"veche/internal/mcda"
)

// The methods a second time, as a textbook writes them: every sum a loop, nothing shared with the engine. They are the twins that [TestProperties] compares
// the catalogue with; a method without a twin fails there.
var textbook = map[string]func(p *mcda.Problem, set mcda.Parameters, w []float64) []float64{
	"weighted-sum": textbookWeightedSum,
	"topsis":       textbookTOPSIS,
}

func textbookWeightedSum(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	scores := make([]float64, m)
	for i := range m {
		for j := range n {
			x := p.Scores[i*n+j]
			if v := p.Criteria[j].Value; v != nil {
				scores[i] += w[j] * textbookValue(v, x)
			} else {
				scores[i] += w[j] * textbookNormal(p, j, set["normalization"])(x)
			}
		}
	}
	return scores
}

// textbookValue interpolates between the two points around x.
func textbookValue(v mcda.ValueFunction, x float64) float64 {
	if x <= v[0].Score {
		return v[0].Value
	}
	for k := 1; k < len(v); k++ {
		if x <= v[k].Score {
			share := (x - v[k-1].Score) / (v[k].Score - v[k-1].Score)
			return (1-share)*v[k-1].Value + share*v[k].Value
		}
	}
	return v[len(v)-1].Value
}

func textbookTOPSIS(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	scores := make([]float64, m)
	for i := range m {
		var plus, minus float64
		for j := range n {
			r := textbookNormal(p, j, set["normalization"])
			best, worst := math.Inf(-1), math.Inf(1)
			for k := range m {
				best, worst = math.Max(best, r(p.Scores[k*n+j])), math.Min(worst, r(p.Scores[k*n+j]))
			}
			if set["ideals"] == "scale" && !textbookFlat(p, j, set["normalization"]) {
				c := p.Criteria[j]
				a, b := r(c.Scale.Min), r(c.Scale.Max)
				best, worst = math.Max(a, b), math.Min(a, b)
				if c.Sense == mcda.Target {
					best = r(c.Target)
				}
			}
			x := r(p.Scores[i*n+j])
			up, down := w[j]*math.Abs(x-best), w[j]*math.Abs(x-worst)
			switch set["metric"] {
			case "euclidean":
				plus, minus = plus+up*up, minus+down*down
			case "manhattan":
				plus, minus = plus+up, minus+down
			case "chebyshev":
				plus, minus = math.Max(plus, up), math.Max(minus, down)
			}
		}
		if set["metric"] == "euclidean" {
			plus, minus = math.Sqrt(plus), math.Sqrt(minus)
		}
		scores[i] = 0.5
		if plus > 0 || minus > 0 {
			scores[i] = minus / (plus + minus)
		}
	}
	return scores
}

// textbookColumn is column j, as distances from the target when there is one.
func textbookColumn(p *mcda.Problem, j int) []float64 {
	m, n := p.Dims()
	column := make([]float64, m)
	for i := range m {
		column[i] = p.Scores[i*n+j]
		if p.Criteria[j].Sense == mcda.Target {
			column[i] = math.Abs(column[i] - p.Criteria[j].Target)
		}
	}
	return column
}

// textbookFlat reports whether the normalisation of column j would divide by 0.
func textbookFlat(p *mcda.Problem, j int, how string) bool {
	var lo, hi, sum = math.Inf(1), math.Inf(-1), 0.0
	for _, x := range textbookColumn(p, j) {
		lo, hi, sum = math.Min(lo, x), math.Max(hi, x), sum+math.Abs(x)
	}
	return how == "min-max" && lo == hi || (how == "max" || how == "sum" || how == "vector") && sum == 0
}

// textbookNormal is the table in the documentation of Normalization.
func textbookNormal(p *mcda.Problem, j int, how string) func(x float64) float64 {
	if textbookFlat(p, j, how) {
		return func(float64) float64 { return 1 }
	}
	c := p.Criteria[j]
	lo, hi, sum, reciprocals, squares := math.Inf(1), math.Inf(-1), 0.0, 0.0, 0.0
	for _, x := range textbookColumn(p, j) {
		lo, hi = math.Min(lo, x), math.Max(hi, x)
		sum, reciprocals, squares = sum+x, reciprocals+1/x, squares+x*x
	}
	norm := math.Sqrt(squares)
	d := func(x float64) float64 { return math.Abs(x - c.Target) }
	type row struct{ benefit, cost, target func(x float64) float64 }
	rows := map[string]row{
		"min-max": {
			func(x float64) float64 { return (x - lo) / (hi - lo) },
			func(x float64) float64 { return (hi - x) / (hi - lo) },
			func(x float64) float64 { return (hi - d(x)) / (hi - lo) },
		},
		"max": {
			func(x float64) float64 { return x / hi },
			func(x float64) float64 { return lo / x },
			func(x float64) float64 { return 1 - d(x)/hi },
		},
		"sum": {
			func(x float64) float64 { return x / sum },
			func(x float64) float64 { return 1 / x / reciprocals },
			func(x float64) float64 { return 1 - d(x)/sum },
		},
		"vector": {
			func(x float64) float64 { return x / norm },
			func(x float64) float64 { return 1 - x/norm },
			func(x float64) float64 { return 1 - d(x)/norm },
		},
		"scale": {
			func(x float64) float64 { return (x - c.Scale.Min) / (c.Scale.Max - c.Scale.Min) },
			func(x float64) float64 { return (c.Scale.Max - x) / (c.Scale.Max - c.Scale.Min) },
			func(x float64) float64 { return 1 - d(x)/math.Max(d(c.Scale.Min), d(c.Scale.Max)) },
		},
		"none": {
			func(x float64) float64 { return x },
			func(x float64) float64 { return -x },
			func(x float64) float64 { return -d(x) },
		},
	}
	switch r := rows[how]; c.Sense {
	case mcda.Benefit:
		return r.benefit
	case mcda.Cost:
		return r.cost
	default:
		return r.target
	}
}

package mcda_test

import (
	"fmt"
	"testing"

	"veche/internal/mcda"
)

// BenchmarkPROMETHEE2 prepares and scores; naive is the double loop over all pairs.
func BenchmarkPROMETHEE2(b *testing.B) {
	const n = 20
	w := make([]float64, n)
	for j := range w {
		w[j] = 1. / n
	}
	for _, f := range []mcda.PreferenceFunction{mcda.Linear, mcda.Usual, mcda.Gaussian} {
		for _, m := range []int{1000, 10_000, 100_000} {
			b.Run(fmt.Sprintf("%s/%dx%d", f, m, n), func(b *testing.B) {
				p := preferring(f, m, n)
				for b.Loop() {
					s, err := lookup(b, "promethee2").Prepare(p, nil)
					if err != nil {
						b.Fatal(err)
					}
					s.Scores(nil, w)
				}
			})
		}
	}
	for _, m := range []int{1000, 10_000} {
		b.Run(fmt.Sprintf("naive/%dx%d", m, n), func(b *testing.B) {
			p := preferring(mcda.Linear, m, n)
			for b.Loop() {
				naiveLinearFlows(p, w)
			}
		})
	}
}

// preferring is a random problem with the preference function f on every criterion, thresholds and σ a twentieth to a fifth of the range.
func preferring(f mcda.PreferenceFunction, m, n int) *mcda.Problem {
	p := withScales(randomProblem(m, n), 0.5, 1.5)
	sigma := 0.2
	for j := range p.Criteria {
		p.Criteria[j].Preference.Function = f
		p.Criteria[j].Preference.Sigma = &sigma
	}
	return p
}

// naiveLinearFlows is the n² method as one would write it for speed: the linear function alone, each pair once for both directions.
func naiveLinearFlows(p *mcda.Problem, w []float64) []float64 {
	m, n := p.Dims()
	net := make([]float64, m)
	q, reach, sign := make([]float64, n), make([]float64, n), make([]float64, n)
	for j, c := range p.Criteria {
		q[j], reach[j], sign[j] = c.Preference.Q.Constant, c.Preference.P.Constant-c.Preference.Q.Constant, 1
		if c.Sense == mcda.Cost {
			sign[j] = -1
		}
	}
	for a := range m {
		x := p.Row(a)
		for b := range a {
			y := p.Row(b)
			var toA, toB float64
			for j := range n {
				d := sign[j] * (x[j] - y[j])
				switch {
				case d > q[j]:
					toA += w[j] * min(1, (d-q[j])/reach[j])
				case -d > q[j]:
					toB += w[j] * min(1, (-d-q[j])/reach[j])
				}
			}
			net[a] += toA - toB
			net[b] += toB - toA
		}
	}
	for i := range net {
		net[i] /= float64(m - 1)
	}
	return net
}

package weighting

import (
	"math"

	"veche/internal/mcda"
)

// critic: where no two criteria conflict – every correlation is 1, as with a single criterion – all C_j are 0. The weights are then as σ, which is what C
// tends to when all correlations tend to 1 together.
func critic(d *data, set mcda.Parameters) ([]float64, error) {
	d.matrix("Normalised decision matrix", "x_ij", d.minMax)
	k := len(d.live)
	x, σ := make([][]float64, k), make([]float64, d.n)
	for a, j := range d.live {
		x[a] = d.minMax(j)
		_, sd := moments(x[a])
		σ[j] = sd * math.Sqrt(float64(d.m)/float64(d.m-1)) // the sample's; the weights are the same
		if set["correlation"] == "spearman" {
			x[a] = mcda.Rank(d.column[j], nil, d.less[j]).Ranks
		}
	}
	r, conflict := make([][]float64, k), make([]float64, d.n)
	for a, j := range d.live {
		r[a] = make([]float64, k)
		for b := range d.live {
			r[a][b] = 1
			if a != b {
				r[a][b] = correlation(x[a], x[b], set["correlation"])
			}
			conflict[j] += 1 - r[a][b]
		}
	}
	d.pairs("Correlation of criteria", "r_jk", r)
	information := d.each(func(j int) float64 { return σ[j] * conflict[j] })
	t := d.rows("Standard deviation, conflict and information", "", []string{"σ", "Σ(1−r)", "C"}, σ, conflict, information)
	for _, c := range information {
		if c > 0 {
			return information, nil
		}
	}
	t.Note = "No two criteria conflict: the weights are as the standard deviations."
	return σ, nil
}

// correlation returns Pearson's or Spearman's coefficient of two columns that are not constant; within rounding of 1 it is 1.
func correlation(x, y []float64, which string) float64 {
	var r float64
	if which == "spearman" {
		r, _ = mcda.Spearman(x, y)
	} else {
		mx, sx := moments(x)
		my, sy := moments(y)
		for i := range x {
			r += float64((x[i] - mx) / sx * ((y[i] - my) / sy))
		}
		r /= float64(len(x))
	}
	if 1-r <= 1e-12 {
		return 1
	}
	return max(r, -1)
}

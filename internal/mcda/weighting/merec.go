package weighting

import (
	"math"
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

// merec: with T_i = (1/n)·Σ_k|ln n_ik| the removal effect of one cell is S_i − S′_ij = −ln(1 − (|ln n_ij|/n)/(1 + T_i)), never negative.
func merec(d *data, _ mcda.Parameters) ([]float64, error) {
	for _, j := range d.live {
		if err := d.need(j, positive, "scores above 0"); err != nil {
			return nil, err
		}
	}
	logs, n := make([][]float64, d.n), float64(d.n)
	total := make([]float64, d.m)
	for _, j := range d.live {
		logs[j] = make([]float64, d.m)
		end := slices.Min(d.column[j])
		if d.less[j] {
			end = slices.Max(d.column[j])
		}
		for i, x := range d.column[j] {
			logs[j][i] = math.Abs(exact.Log(x)-exact.Log(end)) / n
			total[i] += logs[j][i]
		}
	}
	d.matrix("Normalised decision matrix", "n_ij", func(j int) []float64 {
		v := make([]float64, d.m)
		for i, x := range logs[j] {
			v[i] = exact.Exp(-n * x)
		}
		return v
	})
	removed := make([][]float64, d.n)
	effect := d.each(func(j int) float64 {
		removed[j] = make([]float64, d.m)
		var sum float64
		for i, x := range logs[j] {
			e := -exact.Log1p(-x / (1 + total[i]))
			removed[j][i] = exact.Log1p(total[i]) - e
			sum += e
		}
		return sum
	})
	performance := mcda.Table{Name: "Overall performance", Symbol: "S_i", Rows: d.p.Alternatives, Column: []string{"S"}}
	for _, t := range total {
		performance.Values = append(performance.Values, exact.Log1p(t))
	}
	d.tables = append(d.tables, performance)
	d.matrix("Performance without the criterion", "S′_ij", func(j int) []float64 { return removed[j] })
	d.rows("Removal effect", "E_j", []string{"E"}, effect)
	return effect, nil
}

package weighting

import (
	"math"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

// lopcow: the root mean square of a min-max column over its standard deviation. With μ the mean and σ the population's deviation the quotient is √(1 + (μ/σ)²), above 1
// since μ > 0.
func lopcow(d *data, set mcda.Parameters) ([]float64, error) {
	d.matrix("Normalised decision matrix", "r_ij", d.minMax)
	square, deviation := make([]float64, d.n), make([]float64, d.n)
	value := d.each(func(j int) float64 {
		mean, sd := moments(d.minMax(j))
		square[j] = math.Sqrt(float64(mean*mean) + float64(sd*sd))
		if deviation[j] = sd; set["deviation"] == "sample" {
			deviation[j] = sd * math.Sqrt(float64(d.m)/float64(d.m-1))
		}
		if v := math.Abs(100 * exact.Log(square[j]/deviation[j])); v > 1e-10 {
			return v
		}
		return 0 // rounding: the sample's deviation of two alternatives is the root mean square
	})
	t := d.rows("Percentage value", "", []string{"root mean square", "σ", "PV"}, square, deviation, value)
	for _, v := range value {
		if v > 0 {
			return value, nil
		}
	}
	t.Note = "No criterion has a percentage value: they weigh alike."
	return d.each(func(int) float64 { return 1 }), nil
}

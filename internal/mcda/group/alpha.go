package group

import "math"

// Alpha returns Krippendorff's alpha for interval data with gaps: 1 − D_o/D_e, the observed over the expected squared difference of two answers to one
// question,
//
//	D_o = (1/n) Σ_u (1/(n_u − 1)) Σ_{i≠k} (x_ui − x_uk)²,   D_e = (1/(n(n − 1))) Σ_{a≠b} (x_a − x_b)²,
//
// over the n answers of the units with at least two. units has the answers to each question; who gave them does not matter, and none need answer all. 1 is
// perfect agreement, 0 what chance gives; it can be negative. ok is false when it is not defined: no unit with two answers, or all answers alike.
// Source: K. Krippendorff 2004, Content Analysis, 2nd ed., ch. 11. It takes O(answers).
func Alpha(units [][]float64) (alpha float64, ok bool) {
	var n, sum float64
	for _, u := range units {
		if len(u) > 1 {
			for _, x := range u {
				n, sum = n+1, sum+x
			}
		}
	}
	if n == 0 {
		return 0, false
	}
	mean := sum / n
	var observed, squares, rest float64
	for _, u := range units {
		k := float64(len(u))
		if k < 2 {
			continue
		}
		var own, square float64
		for _, x := range u {
			d := x - mean
			own, square, rest = own+d, square+float64(d*d), rest+d
		}
		squares += square
		observed += 2 * max(float64(k*square)-float64(own*own), 0) / (k - 1)
	}
	expected := 2 * (float64(n*squares) - float64(rest*rest)) / (n * (n - 1))
	if !(expected > 1e-12*mean*mean) || math.IsInf(expected, 0) {
		return 0, false
	}
	return 1 - observed/n/expected, true
}

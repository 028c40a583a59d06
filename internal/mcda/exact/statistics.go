package exact

import "math"

// Moments returns the mean of x and its sample standard deviation (over n − 1), both NaN where there is nothing to divide by. The squares are taken of
// deviations from the mean, and what its rounding adds to them is taken off (Chan, Golub & LeVeque 1983, The American Statistician 37(3):242–247).
func Moments(x []float64) (mean, sd float64) {
	n := float64(len(x))
	mean = Sum(x) / n
	var squares, rest float64
	for _, v := range x {
		d := v - mean
		squares += float64(d * d)
		rest += d
	}
	return mean, math.Sqrt((squares - float64(rest*rest)/n) / (n - 1))
}

// Correlation returns Pearson's correlation of x and y, NaN when one of them is constant. It panics when the lengths differ.
func Correlation(x, y []float64) float64 {
	if len(x) != len(y) {
		panic("exact: correlation of vectors of different lengths")
	}
	n := float64(len(x))
	mx, my := Sum(x)/n, Sum(y)/n
	var xx, yy, xy, restX, restY float64
	for k, v := range x {
		dx, dy := v-mx, y[k]-my
		xx += float64(dx * dx)
		yy += float64(dy * dy)
		xy += float64(dx * dy)
		restX += dx
		restY += dy
	}
	xx -= float64(restX*restX) / n
	yy -= float64(restY*restY) / n
	xy -= float64(restX*restY) / n
	return xy / math.Sqrt(float64(xx*yy))
}

package exact

import "math"

// A pair of numbers is their unrounded sum, the second within half a unit in the last place of the first. See Dekker, A floating-point technique for
// extending the available precision, Numerische Mathematik 18, 1971; Knuth, The Art of Computer Programming 2, 4.2.2.

// sum returns x + y as a pair.
func sum(x, y float64) (hi, lo float64) {
	hi = x + y
	t := hi - x
	return hi, (x - (hi - t)) + (y - t)
}

// fastSum is sum for |x| ≥ |y| or x = 0.
func fastSum(x, y float64) (hi, lo float64) {
	hi = x + y
	return hi, y - (hi - x)
}

// product returns x·y as a pair; neither it nor its last bits may leave the range of floating point.
func product(x, y float64) (hi, lo float64) {
	hi = float64(x * y)
	xh, xl := halves(x)
	yh, yl := halves(y)
	return hi, ((float64(xh*yh) - hi) + float64(xh*yl) + float64(xl*yh)) + float64(xl*yl)
}

// halves splits x into two numbers of 26 bits.
func halves(x float64) (hi, lo float64) {
	hi = math.Float64frombits((math.Float64bits(x) + 1<<26) &^ (1<<27 - 1))
	return hi, x - hi
}

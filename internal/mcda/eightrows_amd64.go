package mcda

import "golang.org/x/sys/cpu"

// vectors reports whether the processor and the system take instructions on four numbers at once.
var vectors = cpu.X86.HasAVX

// eightRows fills sums with D⁺² of eight rows of a matrix and then their D⁻²: it does to four rows at once, number by number, what [topsisScorer.squaredDistances]
// does to each, so that all bits are the same. The rows of len(u) numbers stand one behind the other from g on; u are the weights times the units, and of the same
// length as best and worst. It needs [vectors].
func eightRows(sums *[16]float64, g, u, best, worst []float64) {
	n := len(u)
	_, _, _ = g[:8*n], best[:n], worst[:n]
	if n == 0 {
		*sums = [16]float64{}
		return
	}
	eightRowsAVX(sums, &g[0], &u[0], &best[0], &worst[0], n)
}

//go:noescape
func eightRowsAVX(sums *[16]float64, rows, u, best, worst *float64, n int)

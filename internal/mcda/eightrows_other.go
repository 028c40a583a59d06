//go:build !amd64

package mcda

// vectors is for processors whose instructions on several numbers at once are put to use.
const vectors = false

func eightRows(*[16]float64, []float64, []float64, []float64, []float64) {
	panic("mcda: eight rows at once, without the instructions for it")
}

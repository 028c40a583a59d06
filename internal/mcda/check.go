package mcda

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

func mustLen(weights []float64, n int) {
	if len(weights) != n {
		panic(fmt.Sprintf("mcda: %d weights for %d criteria", len(weights), n))
	}
}

func mustBatch(dst, weights *mat.Dense, m, n int) {
	k, wn := weights.Dims()
	dk, dm := dst.Dims()
	if wn != n || dk != k || dm != m {
		panic(fmt.Sprintf("mcda: batch of %d×%d weights into %d×%d scores for %d alternatives and %d criteria", k, wn, dk, dm, m, n))
	}
}

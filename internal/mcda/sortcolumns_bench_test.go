package mcda_test

import (
	"fmt"
	"slices"
	"testing"
)

// BenchmarkSortColumns sorts the columns of the problem of BenchmarkPROMETHEE2 with the library's sort, which is what its flows are held to.
func BenchmarkSortColumns(b *testing.B) {
	const n = 20
	for _, m := range []int{1000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("%dx%d", m, n), func(b *testing.B) {
			p := randomProblem(m, n)
			column := make([]float64, m)
			for b.Loop() {
				for j := range n {
					for i := range column {
						column[i] = p.At(i, j)
					}
					slices.Sort(column)
				}
			}
		})
	}
}

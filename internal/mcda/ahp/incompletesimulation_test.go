package ahp_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"veche/internal/ci"
	"veche/internal/mcda/ahp"
)

// TestIncompleteIndexSimulated draws random incomplete matrices anew and completes them by a search that shares nothing with the package: golden sections over the logarithm of one
// missing judgement after the other, λmax by power iteration (λmax is convex in the logarithms, Bozóki, Fülöp & Rónyai 2010). The mean consistency index must be the table's
// within four standard errors, its own and the table's (3,000 matrices) added.
func TestIncompleteIndexSimulated(t *testing.T) {
	matrices := ci.Some(250, 50)
	for _, c := range [][2]int{{4, 1}, {4, 2}, {5, 1}, {5, 3}, {6, 4}, {7, 2}} {
		n, missing := c[0], c[1]
		rng := rand.New(rand.NewPCG(uint64(n), uint64(missing)))
		var sum, squares float64
		for range matrices {
			ci := (leastLambda(drawWithHoles(rng, n, missing)) - float64(n)) / float64(n-1)
			sum, squares = sum+ci, squares+ci*ci
		}
		count := float64(matrices)
		mean := sum / count
		deviation := math.Sqrt(squares/count - mean*mean)
		allowed := 4 * deviation * (1/math.Sqrt(count) + 1/math.Sqrt(3000))
		if got := ahp.IncompleteIndex(n, missing); math.Abs(got-mean) > allowed {
			t.Errorf("order %d, %d missing: the table has %v, simulated %.3f ± %.3f", n, missing, got, mean, allowed)
		}
	}
}

// drawWithHoles draws judgements 1/9 … 9, each of the seventeen as likely, and takes the stated number out where all criteria stay connected; a missing one is 0.
func drawWithHoles(rng *rand.Rand, n, missing int) [][]float64 {
	for {
		a := make([][]float64, n)
		var pairs [][2]int
		for i := range n {
			a[i] = make([]float64, n)
			a[i][i] = 1
			for j := range i {
				pairs = append(pairs, [2]int{i, j})
				var x float64
				if k := rng.IntN(17); k < 9 {
					x = float64(k + 1)
				} else {
					x = 1 / float64(k-7)
				}
				a[i][j], a[j][i] = x, 1/x
			}
		}
		rng.Shuffle(len(pairs), func(x, y int) { pairs[x], pairs[y] = pairs[y], pairs[x] })
		for _, p := range pairs[:missing] {
			a[p[0]][p[1]], a[p[1]][p[0]] = 0, 0
		}
		met, next := map[int]bool{0: true}, []int{0}
		for ; len(next) > 0; next = next[1:] {
			for j, x := range a[next[0]] {
				if x > 0 && !met[j] {
					met[j] = true
					next = append(next, j)
				}
			}
		}
		if len(met) == n {
			return a
		}
	}
}

// leastLambda is the least λmax over all completions.
func leastLambda(a [][]float64) float64 {
	var missing [][2]int
	for i := range a {
		for j := range i {
			if a[i][j] == 0 {
				missing = append(missing, [2]int{i, j})
				a[i][j], a[j][i] = 1, 1
			}
		}
	}
	best := power(a)
	for range 60 {
		before := best
		for _, p := range missing {
			at := func(x float64) float64 {
				a[p[0]][p[1]], a[p[1]][p[0]] = math.Exp(x), math.Exp(-x)
				return power(a)
			}
			lo, hi := -7.0, 7.0
			const golden = 0.6180339887498949
			for hi-lo > 1e-4 {
				x, y := hi-golden*(hi-lo), lo+golden*(hi-lo)
				if at(x) < at(y) {
					hi = y
				} else {
					lo = x
				}
			}
			best = at((lo + hi) / 2)
		}
		if before-best < 1e-7 {
			break
		}
	}
	return best
}

// power is the largest eigenvalue of a positive matrix.
func power(a [][]float64) float64 {
	v := make([]float64, len(a))
	for i := range v {
		v[i] = 1 / float64(len(v))
	}
	lambda := 0.0
	for range 300 {
		next, sum := make([]float64, len(v)), 0.0
		for i, row := range a {
			for j, x := range row {
				next[i] += x * v[j]
			}
			sum += next[i]
		}
		for i := range next {
			next[i] /= sum
		}
		v = next
		if math.Abs(sum-lambda) < 1e-9*sum {
			return sum
		}
		lambda = sum
	}
	return lambda
}

package robust_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
)

// sizes are draws, alternatives and criteria.
var sizes = []struct {
	name        string
	draws, m, n int
}{
	{"10000x100x10", 10_000, 100, 10},
	{"100000x50x8", 100_000, 50, 8},
}

// plainSMAA is SMAA-2 on TOPSIS as it is written down: per draw the weighted matrix, its ideals, the distances with their roots, a sort. It returns counts of
// ranks, m×m. r is the normalised matrix, more is better.
func plainSMAA(r []float64, m, n, draws int, seed uint64) []int {
	rng := rand.New(rand.NewPCG(seed, 0))
	counts := make([]int, m*m)
	w, v := make([]float64, n), make([]float64, m*n)
	best, worst := make([]float64, n), make([]float64, n)
	scores, order := make([]float64, m), make([]int, m)
	for range draws {
		var sum float64
		for j := range w {
			w[j] = rng.ExpFloat64()
			sum += w[j]
		}
		for j := range w {
			w[j] /= sum
			best[j], worst[j] = math.Inf(-1), math.Inf(1)
		}
		for k, x := range r {
			j := k % n
			v[k] = w[j] * x
			best[j], worst[j] = max(best[j], v[k]), min(worst[j], v[k])
		}
		for i := range scores {
			var plus, minus float64
			for j, x := range v[i*n : (i+1)*n] {
				plus += (x - best[j]) * (x - best[j])
				minus += (x - worst[j]) * (x - worst[j])
			}
			plus, minus = math.Sqrt(plus), math.Sqrt(minus)
			scores[i], order[i] = minus/(plus+minus), i
		}
		slices.SortFunc(order, func(a, b int) int {
			switch {
			case scores[a] > scores[b]:
				return -1
			case scores[a] < scores[b]:
				return 1
			}
			return 0
		})
		for rank, i := range order {
			counts[i*m+rank]++
		}
	}
	return counts
}

// productSMAA scores all draws by one matrix product of squared weights with squared distances, and sorts each with the standard library.
func productSMAA(s mcda.DistanceScorer, draws int, seed uint64) []int {
	m, n := s.Dims()
	rng := rand.New(rand.NewPCG(seed, 0))
	weights := mat.NewDense(draws, n, nil)
	for k := range draws {
		w := weights.RawRowView(k)
		var sum float64
		for j := range w {
			w[j] = rng.ExpFloat64()
			sum += w[j]
		}
		for j := range w {
			w[j] *= w[j] / (sum * sum)
		}
	}
	plus, minus, _ := s.SquaredDistances()
	squares := mat.NewDense(n, 2*m, nil)
	for i := range m {
		for j := range n {
			squares.Set(j, i, plus[i*n+j])
			squares.Set(j, m+i, minus[i*n+j])
		}
	}
	var distances mat.Dense
	distances.Mul(weights, squares)
	counts, order := make([]int, m*m), make([]int, m)
	keys := make([]float64, m)
	for k := range draws {
		row := distances.RawRowView(k)
		for i := range order {
			order[i] = i
			keys[i] = row[m+i] / (row[i] + row[m+i])
		}
		slices.SortFunc(order, func(a, b int) int {
			switch {
			case keys[a] > keys[b]:
				return -1
			case keys[a] < keys[b]:
				return 1
			}
			return 0
		})
		for rank, i := range order {
			counts[i*m+rank]++
		}
	}
	return counts
}

// normalised is the vector-normalised matrix of benefits.
func normalised(p *mcda.Problem) []float64 {
	m, n := p.Dims()
	r := slices.Clone(p.Scores)
	for j := range n {
		var sum float64
		for i := range m {
			sum += r[i*n+j] * r[i*n+j]
		}
		for i := range m {
			r[i*n+j] /= math.Sqrt(sum)
		}
	}
	return r
}

// BenchmarkSMAA draws, scores, ranks and counts: topsis by all processors, topsis-1 by one, topsis-10 ten times the draws; plain and product are the two
// straightforward ways, by one processor but for the matrix product.
func BenchmarkSMAA(b *testing.B) {
	for _, size := range sizes {
		p := uniformProblem(size.m, size.n, 1)
		s := prepare(b, "topsis", p, nil)
		r := normalised(p)
		question := robust.Case{Scorer: s, IDs: p.Alternatives, Weights: equalWeights(size.n), Shortlist: 10}
		accept := func(workers, times int) func(*testing.B) {
			return func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					d := robust.Drawing{Weights: robust.Uniform(size.n), Draws: times * size.draws, Seed: 1, Workers: workers}
					if _, err := question.Accept(context.Background(), d); err != nil {
						b.Fatal(err)
					}
				}
			}
		}
		b.Run("topsis/"+size.name, accept(0, 1))
		b.Run("topsis-1/"+size.name, accept(1, 1))
		b.Run("topsis-10/"+size.name, accept(0, 10))
		b.Run("plain/"+size.name, func(b *testing.B) {
			for b.Loop() {
				plainSMAA(r, size.m, size.n, size.draws, 1)
			}
		})
		b.Run("product/"+size.name, func(b *testing.B) {
			for b.Loop() {
				productSMAA(s.(mcda.DistanceScorer), size.draws, 1)
			}
		})
	}
}

// TestPlainSMAA: the straightforward ways of the benchmark count what Accept counts, within the sampling error.
func TestPlainSMAA(t *testing.T) {
	const m, n, draws = 12, 4, 20_000
	p := uniformProblem(m, n, 6)
	s := prepare(t, "topsis", p, nil)
	c := robust.Case{Scorer: s, IDs: p.Alternatives, Weights: equalWeights(n)}
	a := must[*robust.Acceptabilities](t)(c.Accept(context.Background(), robust.Drawing{Weights: robust.Uniform(n), Draws: draws, Seed: 1}))
	for name, counts := range map[string][]int{"plain": plainSMAA(normalised(p), m, n, draws, 2), "product": productSMAA(s.(mcda.DistanceScorer), draws, 3)} {
		for k, count := range counts {
			want := float64(count) / draws
			if got := a.Ranks[k/m][k%m]; math.Abs(got-want) > 5*math.Sqrt(2*max(want*(1-want), 1./draws)/draws) {
				t.Errorf("%s: P(%d has rank %d) = %v, Accept says %v", name, k/m, k%m+1, want, got)
			}
		}
	}
}

package mcda_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"gonum.org/v1/gonum/mat"

	"veche/internal/mcda"
)

// Benchmarks that use every processor loop over b.N: with [testing.B.Loop] the first number of go test's -cpu would be timed with the processors of the number
// before it.

var sink float64

// million is a problem of a million alternatives on 20 criteria: 160 MB of scores, and identifiers a1 … a1000000.
var million = sync.OnceValue(func() *mcda.Problem { return flatProblem(1_000_000, 20) })

// flatProblem is [randomProblem] without its intermediate rows.
func flatProblem(m, n int) *mcda.Problem {
	rng := rand.New(rand.NewPCG(1, 2))
	p := &mcda.Problem{Alternatives: make([]string, m), Criteria: make([]mcda.Criterion, n), Scores: make([]float64, m*n)}
	for i := range m {
		p.Alternatives[i] = fmt.Sprintf("a%d", i+1)
	}
	for j := range n {
		p.Criteria[j].ID = fmt.Sprintf("c%d", j+1)
		if j%3 == 2 {
			p.Criteria[j].Sense = mcda.Cost
		}
	}
	for k := range p.Scores {
		p.Scores[k] = 0.5 + rng.Float64()
	}
	return p
}

// BenchmarkTOPSIS is the whole way from the scores to TOPSIS's: Prepare, with its checks, and Scores. plain is the same by the book, without the checks.
func BenchmarkTOPSIS(b *testing.B) {
	p, w := million(), equal(20)
	whole := func(p *mcda.Problem) func(b *testing.B) {
		return func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				s, err := lookup(b, "topsis").Prepare(p, nil)
				if err != nil {
					b.Fatal(err)
				}
				s.Scores(nil, w)
			}
		}
	}
	b.Run("1000000x20", whole(p))
	q := *p
	q.Alternatives = slices.Clone(p.Alternatives)
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(q.Alternatives), func(i, k int) {
		q.Alternatives[i], q.Alternatives[k] = q.Alternatives[k], q.Alternatives[i]
	})
	b.Run("shuffled/1000000x20", whole(&q)) // identifiers in no order
	b.Run("plain/1000000x20", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			plainTOPSIS(p, w)
		}
	})
}

// plainTOPSIS is vector normalisation, weights, ideals and distances one after the other, as a textbook has them; every third criterion is a cost.
func plainTOPSIS(p *mcda.Problem, w []float64) []float64 {
	m, n := p.Dims()
	v, scores := make([]float64, m*n), make([]float64, m)
	squares, best, worst := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range m {
		for j := range n {
			squares[j] += p.Scores[i*n+j] * p.Scores[i*n+j]
		}
	}
	for i := range m {
		for j := range n {
			v[i*n+j] = w[j] * p.Scores[i*n+j] / math.Sqrt(squares[j])
		}
	}
	copy(best, v)
	copy(worst, v)
	for i := range m {
		for j := range n {
			lo, hi := &worst[j], &best[j]
			if p.Criteria[j].Sense == mcda.Cost {
				lo, hi = hi, lo
			}
			*lo, *hi = min(*lo, v[i*n+j]), max(*hi, v[i*n+j])
		}
	}
	for i := range m {
		var plus, minus float64
		for j := range n {
			plus += (v[i*n+j] - best[j]) * (v[i*n+j] - best[j])
			minus += (v[i*n+j] - worst[j]) * (v[i*n+j] - worst[j])
		}
		scores[i] = math.Sqrt(minus) / (math.Sqrt(plus) + math.Sqrt(minus))
	}
	return scores
}

// BenchmarkSum reads the scores and adds them up, on as many goroutines as there are processors: the plain loop, which waits for each addition, and eight
// sums side by side, which wait for the memory.
func BenchmarkSum(b *testing.B) {
	for _, m := range []int{100_000, 1_000_000} {
		x := million().Scores[:m*20]
		b.Run(fmt.Sprintf("%dx20", m), func(b *testing.B) {
			for range b.N {
				sink = sumOnAll(x, sum)
			}
		})
		b.Run(fmt.Sprintf("bandwidth/%dx20", m), func(b *testing.B) {
			for range b.N {
				sink = sumOnAll(x, sumOfEight)
			}
		})
	}
}

func sumOnAll(x []float64, sum func([]float64) float64) float64 {
	k := runtime.GOMAXPROCS(0)
	sums := make([]float64, k)
	var group sync.WaitGroup
	for g := range k {
		group.Go(func() { sums[g] = sum(x[g*len(x)/k : (g+1)*len(x)/k]) })
	}
	group.Wait()
	return sum(sums)
}

func sum(x []float64) float64 {
	var s float64
	for _, v := range x {
		s += v
	}
	return s
}

func sumOfEight(x []float64) float64 {
	var a, b, c, d, e, f, g, h float64
	for ; len(x) >= 8; x = x[8:] {
		a, b, c, d = a+x[0], b+x[1], c+x[2], d+x[3]
		e, f, g, h = e+x[4], f+x[5], g+x[6], h+x[7]
	}
	return a + b + c + d + e + f + g + h + sum(x)
}

// BenchmarkRescore is what a slider costs: the scores of a prepared problem under new weights.
func BenchmarkRescore(b *testing.B) {
	rescore := func(name string, p *mcda.Problem, s mcda.Scorer) {
		m, n := p.Dims()
		w, dst := equal(n), make([]float64, m)
		b.Run(fmt.Sprintf("%s/%dx%d", name, m, n), func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				s.Scores(dst, w)
			}
		})
	}
	for _, method := range mcda.Methods() {
		n := 20
		p := withScales(flatProblem(1000, n), 0.5, 1.5)
		s, err := method.Prepare(p, nil)
		for err != nil && n > 1 { // a method that cannot take so many criteria gets as many as it takes
			n--
			p = withScales(flatProblem(1000, n), 0.5, 1.5)
			s, err = method.Prepare(p, nil)
		}
		if err != nil {
			b.Fatalf("%s: %v", method.Name, err)
		}
		rescore(method.Name, p, s)
	}
	for _, name := range []string{"weighted-sum", "topsis"} {
		p := flatProblem(100_000, 20)
		s, err := lookup(b, name).Prepare(p, nil)
		if err != nil {
			b.Fatal(err)
		}
		rescore(name, p, s)
	}
}

// BenchmarkBatch ranks 100 alternatives under 10,000 weight vectors: at once, and by the book one after the other.
func BenchmarkBatch(b *testing.B) {
	const m, n, k = 100, 10, 10_000
	p, weights := flatProblem(m, n), randomWeights(rand.New(rand.NewPCG(5, 6)), k, n)
	b.Run("topsis/100x10/10000", func(b *testing.B) {
		s, err := lookup(b, "topsis").Prepare(p, nil)
		if err != nil {
			b.Fatal(err)
		}
		ranks := make([]int32, k*m)
		b.ReportAllocs()
		for b.Loop() {
			mcda.BatchRanks(s, ranks, weights, false)
		}
	})
	b.Run("plain/100x10/10000", func(b *testing.B) {
		rank := newPlainRanker(p)
		ranks := make([]int32, m)
		for b.Loop() {
			for q := range k {
				rank(ranks, weights.RawRowView(q))
			}
		}
	})
}

// newPlainRanker returns a function that ranks by TOPSIS under one weight vector with the loops of the book: weighted matrix, ideals, distances, a sort. What
// does not depend on the weights is done before, and nothing is allocated.
func newPlainRanker(p *mcda.Problem) func(ranks []int32, w []float64) {
	m, n := p.Dims()
	r, v := make([]float64, m*n), make([]float64, m*n)
	for j := range n {
		var squares float64
		for i := range m {
			squares += p.At(i, j) * p.At(i, j)
		}
		for i := range m {
			r[i*n+j] = p.At(i, j) / math.Sqrt(squares)
			if p.Criteria[j].Sense == mcda.Cost {
				r[i*n+j] = -r[i*n+j]
			}
		}
	}
	best, worst, scores, order := make([]float64, n), make([]float64, n), make([]float64, m), make([]int, m)
	return func(ranks []int32, w []float64) {
		for i := range m {
			for j := range n {
				v[i*n+j] = w[j] * r[i*n+j]
			}
		}
		copy(best, v)
		copy(worst, v)
		for i := range m {
			for j := range n {
				best[j], worst[j] = max(best[j], v[i*n+j]), min(worst[j], v[i*n+j])
			}
		}
		for i := range m {
			var plus, minus float64
			for j := range n {
				plus += (v[i*n+j] - best[j]) * (v[i*n+j] - best[j])
				minus += (v[i*n+j] - worst[j]) * (v[i*n+j] - worst[j])
			}
			scores[i] = 0.5
			if plus+minus > 0 {
				scores[i] = math.Sqrt(minus) / (math.Sqrt(plus) + math.Sqrt(minus))
			}
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
		first := 0
		for place, i := range order {
			if !mcda.Tied(scores[order[first]], scores[i]) {
				first = place
			}
			ranks[i] = int32(first + 1)
		}
	}
}

// randomWeights is k weight vectors uniform on the simplex of n weights.
func randomWeights(rng *rand.Rand, k, n int) *mat.Dense {
	weights := mat.NewDense(k, n, nil)
	for q := range k {
		row := weights.RawRowView(q)
		var total float64
		for j := range row {
			row[j] = rng.ExpFloat64()
			total += row[j]
		}
		for j := range row {
			row[j] /= total
		}
	}
	return weights
}

// BenchmarkGo is what a second goroutine costs before it does anything.
func BenchmarkGo(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var group sync.WaitGroup
		group.Go(func() {})
		group.Wait()
	}
}

// equal is n equal weights.
func equal(n int) []float64 {
	w := make([]float64, n)
	for j := range w {
		w[j] = 1 / float64(n)
	}
	return w
}

func BenchmarkTauB(b *testing.B) {
	p := randomProblem(10_000, 2)
	x, y := make([]float64, 10_000), make([]float64, 10_000)
	for i := range x {
		x[i], y[i] = p.At(i, 0), p.At(i, 1)
	}
	for b.Loop() {
		mcda.TauB(x, y)
	}
}

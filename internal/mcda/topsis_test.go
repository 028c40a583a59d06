package mcda_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"veche/internal/mcda"
)

// many is enough rows for several goroutines, and no multiple of a chunk of rows or of three.
const many = 25_003

// TestTOPSISOfMany: many rows, which go through chunks and goroutines, give what the loops of the book give.
func TestTOPSISOfMany(t *testing.T) {
	for _, n := range []int{1, 2, 7} {
		p, w := flatProblem(many, n), randomWeights(rand.New(rand.NewPCG(uint64(n), 1)), 1, n).RawRowView(0)
		s, err := lookup(t, "topsis").Prepare(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if d := different(s.Scores(nil, w), plainTOPSIS(p, w), 1e-12); d != "" {
			t.Errorf("%d criteria: %.300s", n, d)
		}
	}
}

// TestTOPSISOfCopies: a small problem repeated thousands of times scores as the small one does, in every variant: sums and norms grow by one factor, which
// cancels, and the rest of the normalisations do not see copies.
func TestTOPSISOfCopies(t *testing.T) {
	for _, v := range variants() {
		if v.Name != "topsis" {
			continue
		}
		t.Run(v.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				c := drawSample(t, v)
				if c == nil {
					return
				}
				m, n := c.p.Dims()
				q := &mcda.Problem{Criteria: c.p.Criteria}
				copies := rapid.SampledFrom([]int{2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 5000}).Draw(t, "copies")
				for k := range copies * m {
					q.Alternatives = append(q.Alternatives, fmt.Sprintf("a%d", k+1))
					q.Scores = append(q.Scores, c.p.Row(k%m)...)
				}
				scores, ok := c.on(q, c.w)
				if !ok {
					t.Fatalf("%d copies of %d×%d are refused", copies, m, n)
				}
				for k, x := range scores {
					if !near(x, c.scores[k%m], 1e-12) {
						t.Fatalf("copy %d of %s scores %v, not %v", k/m, c.p.Alternatives[k%m], x, c.scores[k%m])
					}
				}
			})
		})
	}
}

// TestWorkersDoNotMatter: any number of goroutines gives the same bits.
func TestWorkersDoNotMatter(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	p := withScales(flatProblem(many, 5), 0.25, 2)
	p.Criteria[3].Sense, p.Criteria[3].Target = mcda.Target, 1.1
	w := []float64{0.1, 0.2, 0.3, 0.15, 0.25}
	for _, v := range variants() {
		if v.Name != "topsis" {
			continue
		}
		var alone []float64
		for _, workers := range []int{1, 2, 3, 8} {
			runtime.GOMAXPROCS(workers)
			s, err := v.Prepare(p, v.set)
			if err != nil {
				t.Fatalf("%v: %v", v, err)
			}
			scores := s.Scores(nil, w)
			if alone == nil {
				alone = scores
			}
			if !slices.Equal(scores, alone) {
				t.Errorf("%v: %d goroutines give other scores than one", v, workers)
			}
		}
	}
}

// TestTOPSISMemory: beside the scores next to nothing is allocated, and a second goroutine costs a few objects whatever the number of rows.
func TestTOPSISMemory(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	p, w, dst := flatProblem(many, 20), equal(20), make([]float64, many)
	prepare := func() mcda.Scorer {
		s, err := lookup(t, "topsis").Prepare(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	prepare().Scores(dst, w)
	runtime.ReadMemStats(&after)
	if used, matrix := after.TotalAlloc-before.TotalAlloc, uint64(8*len(p.Scores)); used > matrix/50 {
		t.Errorf("%d bytes are allocated for a matrix of %d bytes", used, matrix)
	}
	s := prepare()
	if n := testing.AllocsPerRun(5, func() { s.Scores(dst, w) }); n > 0 {
		t.Errorf("one goroutine: %v allocations", n)
	}
	runtime.GOMAXPROCS(2)
	var most float64 // AllocsPerRun would set GOMAXPROCS to 1
	for range 5 {
		runtime.ReadMemStats(&before)
		s.Scores(dst, w)
		runtime.ReadMemStats(&after)
		most = max(most, float64(after.Mallocs-before.Mallocs))
	}
	if most > 20 {
		t.Errorf("two goroutines: %v allocations", most)
	}
}

// TestPowersOfTwo: without a normalisation TOPSIS depends on the ratios of scores only, so a power of two changes nothing, however large or small the scores
// become; and the vector normalisation divides any power out.
func TestPowersOfTwo(t *testing.T) {
	exponents := []int{0, -480, -400, -250, 250, 400, 490}
	for _, how := range []string{"none", "vector"} {
		if how == "vector" {
			exponents = append(exponents, -520, -560, -900) // the squares vanish
		}
		p, w := flatProblem(50, 4), []float64{0.4, 0.3, 0.2, 0.1}
		p.Scores[0], p.Scores[7] = 0, 0
		p.Criteria[1].Sense, p.Criteria[1].Target = mcda.Target, 1
		var want []float64
		for _, exponent := range exponents {
			q := clone(p)
			for k := range q.Scores {
				q.Scores[k] = math.Ldexp(q.Scores[k], exponent)
			}
			q.Criteria[1].Target = math.Ldexp(1, exponent)
			s, err := lookup(t, "topsis").Prepare(q, map[string]string{"normalization": how})
			if err != nil {
				t.Fatalf("%s, 2^%d: %v", how, exponent, err)
			}
			scores := s.Scores(nil, w)
			if want == nil {
				want = scores
			}
			if d := different(scores, want, 1e-14); d != "" {
				t.Errorf("%s, 2^%d: %s", how, exponent, d)
			}
		}
	}
}

// TestIdentifiers: the first identifier that appears again is the one reported, wherever it stands, among few and many, in order and in none.
func TestIdentifiers(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	for round := range 400 {
		m := 2 + rng.IntN(40)
		if round%40 == 0 {
			m = many
		}
		p := &mcda.Problem{Criteria: []mcda.Criterion{{ID: "c"}}, Scores: make([]float64, m)}
		for i := range m {
			p.Alternatives = append(p.Alternatives, fmt.Sprintf("a%d", i))
		}
		if rng.IntN(2) == 0 {
			rng.Shuffle(m, func(i, k int) { p.Alternatives[i], p.Alternatives[k] = p.Alternatives[k], p.Alternatives[i] })
		}
		for range rng.IntN(3) {
			p.Alternatives[rng.IntN(m)] = p.Alternatives[rng.IntN(m)]
		}
		want, seen := "", map[string]bool{}
		for _, id := range p.Alternatives {
			if seen[id] {
				want = id
				break
			}
			seen[id] = true
		}
		err := p.Validate()
		var fault *mcda.DataError
		if want == "" && err != nil || want != "" && (!errors.As(err, &fault) || fault.Alternative != want || fault.Reason.Text != "appears twice") {
			t.Fatalf("%d identifiers: error %v, want %q twice", m, err, want)
		}
	}
}

// TestFirstBadScore: of the scores that are no numbers or beyond ±1e150 the first is named; 1e150 itself is none of them.
func TestFirstBadScore(t *testing.T) {
	rng := rand.New(rand.NewPCG(10, 11))
	bad := []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Nextafter(1e150, 2e150), math.Nextafter(-1e150, -2e150), math.MaxFloat64}
	good := []float64{1e150, -1e150, 0, math.Copysign(0, -1), 5e-324, math.Nextafter(1e150, 0)}
	for round := range 300 {
		m := 2 + rng.IntN(9)
		if round%50 == 0 {
			m = many
		}
		p := flatProblem(m, 1+rng.IntN(6))
		for range 20 {
			p.Scores[rng.IntN(len(p.Scores))] = good[rng.IntN(len(good))]
		}
		first := len(p.Scores)
		for range rng.IntN(3) {
			k := rng.IntN(len(p.Scores))
			p.Scores[k] = bad[rng.IntN(len(bad))]
			first = min(first, k)
		}
		err := p.Validate()
		if first == len(p.Scores) {
			if err != nil {
				t.Fatal(err)
			}
			continue
		}
		n := len(p.Criteria)
		var fault *mcda.DataError
		if !errors.As(err, &fault) || fault.Alternative != p.Alternatives[first/n] || fault.Criterion != p.Criteria[first%n].ID {
			t.Fatalf("error %v, want one at %s, %s", err, p.Alternatives[first/n], p.Criteria[first%n].ID)
		}
	}
}

// TestBatchRanks: the ranks of a batch are those of the vectors one by one, for every method, with the ties of coarse grids, duplicates and constant columns.
func TestBatchRanks(t *testing.T) {
	for _, v := range variants() {
		t.Run(v.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				c := drawSample(t, v)
				if c == nil {
					return
				}
				m, n := c.p.Dims()
				k := rapid.IntRange(1, 5).Draw(t, "vectors")
				weights := mat.NewDense(k, n, nil)
				for q := range k {
					weights.SetRow(q, drawWeights(t, n))
				}
				ranks := mcda.BatchRanks(c.s, nil, weights, c.LowerIsBetter)
				for q := range k {
					scores := c.s.Scores(nil, weights.RawRowView(q))
					if got, want := ranks[q*m:][:m], asInts(mcda.Rank(scores, nil, c.LowerIsBetter).Ranks); !slices.Equal(got, want) {
						t.Fatalf("ranks %v, want %v, of scores %v", got, want, scores)
					}
				}
			})
		})
	}
}

// table of scores given beforehand: its weight vector of one element is the row.
type given [][]float64

func (g given) Dims() (m, n int) { return len(g[0]), 1 }

func (g given) Scores(dst, weights []float64) []float64 {
	copy(dst, g[int(weights[0])])
	return dst
}

func (g given) Trace([]float64) *mcda.Trace { return nil }

// TestBatchRanksOfScores: any scores at all, in particular near the width of a tie, in chains of near ties, crowded beside one far away, tiny and huge.
func TestBatchRanksOfScores(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 13))
	kinds := []func() float64{
		rng.Float64,
		rng.NormFloat64,
		func() float64 { return float64(rng.IntN(5)) },
		func() float64 { return 1 + float64(rng.IntN(40))*0.3e-12 },
		func() float64 { return -2 - float64(rng.IntN(6))*1e-12 },
		func() float64 { return 1e-9 * rng.Float64() },
		func() float64 { return 1e300 * rng.NormFloat64() },
		func() float64 { return math.MaxFloat64 * float64(rng.IntN(3)-1) },
		func() float64 { return 5e-324 * float64(rng.IntN(4)) },
		func() float64 { return 7 },
	}
	for range 3000 {
		m, k := 1+rng.IntN(60), 1+rng.IntN(4)
		g, weights := make(given, k), mat.NewDense(k, 1, nil)
		for q := range k {
			weights.Set(q, 0, float64(q))
			g[q] = make([]float64, m)
			kind, other := kinds[rng.IntN(len(kinds))], kinds[rng.IntN(len(kinds))]
			for i := range m {
				g[q][i] = kind()
				if rng.IntN(8) == 0 {
					g[q][i] = other()
				}
			}
		}
		lower := rng.IntN(2) == 0
		ranks := mcda.BatchRanks(g, make([]int32, k*m), weights, lower)
		for q := range k {
			if got, want := ranks[q*m:][:m], asInts(mcda.Rank(g[q], nil, lower).Ranks); !slices.Equal(got, want) {
				t.Fatalf("ranks %v, want %v, of scores %v, lower is better: %t", got, want, g[q], lower)
			}
		}
	}
}

// TestBatchRanksByTheBook: many weight vectors, more than are scored at a time, against the loops that [BenchmarkBatch] compares with.
func TestBatchRanksByTheBook(t *testing.T) {
	for _, m := range []int{3, 100, 30_000} {
		p, k := flatProblem(m, 6), max(3, 2000/m)
		weights := randomWeights(rand.New(rand.NewPCG(14, 15)), k, 6)
		s, err := lookup(t, "topsis").Prepare(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		ranks, rank, want := mcda.BatchRanks(s, nil, weights, false), newPlainRanker(p), make([]int32, m)
		for q := range k {
			rank(want, weights.RawRowView(q))
			if got := ranks[q*m:][:m]; !reflect.DeepEqual(got, want) {
				t.Fatalf("%d alternatives, vector %d: ranks differ", m, q)
			}
		}
	}
}

func TestBatchRanksPanics(t *testing.T) {
	s := given{{1, 2, 3}, {1, math.NaN(), 3}}
	mustPanic(t, "destination", func() { mcda.BatchRanks(s, make([]int32, 2), mat.NewDense(1, 1, nil), false) })
	mustPanic(t, "weights", func() { mcda.BatchRanks(s, nil, mat.NewDense(1, 2, nil), false) })
	mustPanic(t, "NaN", func() { mcda.BatchRanks(s, nil, mat.NewDense(1, 1, []float64{1}), false) })
}

func asInts(ranks []float64) []int32 {
	whole := make([]int32, len(ranks))
	for i, r := range ranks {
		whole[i] = int32(r)
	}
	return whole
}

package robust_test

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
)

// Of many alternatives only the first of each draw are ranked. What is counted is what counting whole rankings gives, ties included, however many processors count.
func TestManyAlternatives(t *testing.T) {
	const m, n, draws, places, listed = 6000, 3, 60, 40, 90
	p := uniformProblem(m, n, 6)
	for k, x := range p.Scores {
		p.Scores[k] = math.Floor(9 * x) // many are equal throughout
	}
	for _, name := range []string{"topsis", "weighted-sum", "vikor"} {
		method, _ := mcda.Lookup(name)
		s := prepare(t, name, p, nil)
		c := robust.Case{Scorer: s, IDs: p.Alternatives, Lower: method.LowerIsBetter, Weights: []float64{0.5, 0.3, 0.2}, Shortlist: listed}
		d := robust.Drawing{Weights: robust.Uniform(n), Draws: draws, Seed: 3, Places: places}

		var first, within, tied int
		counts, central := make([]int, m*places), make([][n]float64, m)
		lists := make([]int, m)
		draw := d.Weights(rand.New(rand.NewPCG(d.Seed, 0))) // the one block
		w := make([]float64, n)
		for range draws {
			draw(w)
			r := mcda.Rank(s.Scores(nil, w), nil, c.Lower)
			before := first
			for i, rank := range r.Ranks {
				if rank <= listed {
					lists[i]++
					within++
				}
				if rank <= places {
					counts[i*places+int(rank)-1]++
				}
				if rank == 1 {
					first++
					for j := range w {
						central[i][j] += w[j]
					}
				}
			}
			if first > before+1 {
				tied++
			}
		}
		if tied == 0 || within == draws*listed {
			t.Fatalf("%s: nothing is tied", name)
		}
		for _, d.Workers = range []int{1, 3} {
			a := must[*robust.Acceptabilities](t)(c.Accept(context.Background(), d))
			for i := range m {
				for k, share := range a.Ranks[i] {
					if share != float64(counts[i*places+k])/draws {
						t.Fatalf("%s: alternative %d has rank %d in %v of the draws, here in %d of %d", name, i, k+1, share, counts[i*places+k], draws)
					}
				}
				if a.Listed[i] != float64(lists[i])/draws {
					t.Fatalf("%s: alternative %d is listed in %v, here in %d of %d", name, i, a.Listed[i], lists[i], draws)
				}
				for j, x := range a.Central[i] {
					if want := central[i][j] / float64(counts[i*places]); math.Abs(x-want) > 1e-9 {
						t.Fatalf("%s: alternative %d, central weight %d is %v, here %v", name, i, j, x, want)
					}
				}
			}
		}
	}
}

// BenchmarkManyAlternatives is one draw over so many alternatives by 20 criteria.
func BenchmarkManyAlternatives(b *testing.B) {
	for _, m := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(m), func(b *testing.B) {
			const n = 20
			p := uniformProblem(m, n, 20)
			c := robust.Case{Scorer: prepare(b, "topsis", p, nil), IDs: p.Alternatives, Weights: equalWeights(n), Shortlist: 100}
			d := robust.Drawing{Weights: robust.Uniform(n), Draws: 20, Seed: 1, Workers: 1, Places: 50}
			for b.Loop() {
				if _, err := c.Count(context.Background(), d, 0, d.Draws); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/20, "ms/draw")
		})
	}
}

// Of many alternatives a sweep keeps the crossings nearest to the present weight and says how many there are; what it says of the leader and of the shortlist is what
// following every pair says.
func TestSweepOfMany(t *testing.T) {
	for _, method := range []string{"topsis", "weighted-sum"} {
		const m, n, top = 1500, 4, 300
		p := uniformProblem(m, n, 31)
		weights := []float64{0.4, 0.3, 0.2, 0.1}
		c := robust.Case{Scorer: prepare(t, method, p, nil), IDs: p.Alternatives, Weights: weights, Shortlist: top}
		whole := c.Sweep(robust.NewPath(weights, 1, nil))
		c.Top = 10
		some := c.Sweep(robust.NewPath(weights, 1, nil))
		if !reflect.DeepEqual(some.Leader, whole.Leader) || !reflect.DeepEqual(some.Shortlist, whole.Shortlist) || some.Order != nil {
			t.Errorf("%s: %v, %v where all pairs give %v, %v", method, some.Leader, some.Shortlist, whole.Leader, whole.Shortlist)
		}
		if whole.Crossed != len(whole.Crossings) {
			t.Errorf("%s: %d crossings, said to be %d", method, len(whole.Crossings), whole.Crossed)
		}
		first := map[int]bool{}
		for _, i := range c.Ranking().Order[:top] {
			first[i] = true
		}
		want := slices.DeleteFunc(slices.Clone(whole.Crossings), func(x robust.Crossing) bool { return !first[x.A] && !first[x.B] })
		if some.Crossed != len(want) || len(want) <= 10_000 || len(some.Crossings) != 10_000 {
			t.Fatalf("%s: %d crossings kept of %d, there are %d", method, len(some.Crossings), some.Crossed, len(want))
		}
		ascending := func(a, b robust.Crossing) int {
			return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
		}
		slices.SortStableFunc(want, func(a, b robust.Crossing) int {
			return cmp.Or(cmp.Compare(math.Abs(a.At-weights[1]), math.Abs(b.At-weights[1])), ascending(a, b))
		})
		want = want[:10_000]
		slices.SortFunc(want, ascending)
		if !reflect.DeepEqual(some.Crossings, want) {
			t.Errorf("%s: the nearest crossings are others", method)
		}
	}
}

// slow is a score that takes long, and is told to stop in the midst of it.
type slow struct {
	mcda.Scorer
	scored int
	at     func(scored int)
}

func (s *slow) Scores(dst, weights []float64) []float64 {
	s.scored++
	s.at(s.scored)
	return s.Scorer.Scores(dst, weights)
}

// Who is told to stop does so within some draws, of many alternatives too, where a draw may take seconds.
func TestManyAlternativesStop(t *testing.T) {
	const m, n = 6000, 2
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	p := uniformProblem(m, n, 2)
	s := &slow{Scorer: prepare(t, "topsis", p, nil), at: func(scored int) {
		if scored == 3 {
			stop()
		}
	}}
	c := robust.Case{Scorer: s, IDs: p.Alternatives, Weights: equalWeights(n), Shortlist: 5}
	if _, err := c.Count(ctx, robust.Drawing{Weights: robust.Uniform(n), Draws: 256, Seed: 1, Workers: 1, Places: 5}, 0, 256); err == nil {
		t.Error("it did not stop")
	}
	if s.scored > 10 {
		t.Errorf("%d draws were made, it was told to stop in the third", s.scored)
	}
}

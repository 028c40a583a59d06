package robust

import (
	"context"
	"math"
	"math/rand/v2"

	"veche/internal/mcda"
)

// Drawing says how much is drawn.
type Drawing struct {
	Weights  Sampler
	Scores   func(rng *rand.Rand) (mcda.Scorer, error) // one draw of uncertain scores, as a prepared method; nil: the scores are certain
	Draws    int
	Seed     uint64
	Workers  int            // 0: as many as there are processors
	Places   int            // ranks that are told apart, from the first; 0: all
	Pairs    bool           // count for every pair who is ahead: m² steps a draw
	Progress func(done int) // called as draws are done, by one worker at a time; may be nil
}

// Acceptabilities is what random draws of the weights, and perhaps of the scores, make of a ranking (SMAA-2, Lahdelma & Salminen 2001, Operations Research
// 49(3):444–454). Tied alternatives share the best of their places, as the ranking shows them: with ties the column of a place may sum to more or less than
// 1, while a row over all m places sums to 1.
type Acceptabilities struct {
	Draws      int
	Ranks      [][]float64 // m×places: the share of draws in which alternative i has rank r+1, the rank acceptability
	Central    [][]float64 // m: the mean of the weights under which it has rank 1; nil when it never has
	Confidence []float64   // m: the share of draws of the scores in which it has rank 1 under its central weights; NaN without them
	Ahead      [][]float64 // m×m: the share of draws in which i is ahead of k, the pairwise winning index (Leskinen et al. 2006); nil when not asked for
	Listed     []float64   // m: the share of draws in which its rank is within the shortlist; nil without one
}

// StandardError of a share p of the draws.
func (a *Acceptabilities) StandardError(p float64) float64 {
	return math.Sqrt(p * (1 - p) / float64(a.Draws))
}

// confidenceDraws is how many draws of uncertain scores the confidence factors are counted over, at most.
const confidenceDraws = 2000

// Accept draws weights and counts. The figures depend on the seed, not on the machine nor on the number of workers: every block of draws has its own
// PCG stream, and sums are of whole numbers. Memory does not depend on the number of draws.
//
// The error is the context's, that of drawing scores, or names a number of draws under 1 or of places outside 0 to m.
func (c *Case) Accept(ctx context.Context, d Drawing) (*Acceptabilities, error) {
	c.check()
	m, _ := c.Scorer.Dims()
	if d.Draws < 1 {
		return nil, mcda.Refuse("the number of draws is %d, it must be at least 1", d.Draws)
	}
	if d.Places < 0 || d.Places > m {
		return nil, mcda.Refuse("the number of places is %d, it must be from 1 to %d", d.Places, m)
	}
	total, err := c.Count(ctx, d, 0, d.Draws)
	if err != nil {
		return nil, err
	}
	return c.Conclude(ctx, d, total)
}

// Conclude makes the figures of the counts of all draws. The error is the context's, or that of drawing scores.
func (c *Case) Conclude(ctx context.Context, d Drawing, t *Tally) (*Acceptabilities, error) {
	m, n := c.Scorer.Dims()
	listed := min(c.Shortlist, m)
	a := &Acceptabilities{Draws: d.Draws, Ranks: make([][]float64, m), Central: make([][]float64, m), Confidence: make([]float64, m)}
	share := func(count uint32) float64 { return float64(count) / float64(d.Draws) }
	shares := func(counts []uint32) []float64 {
		row := make([]float64, len(counts))
		for k, count := range counts {
			row[k] = share(count)
		}
		return row
	}
	if listed > 0 {
		a.Listed = make([]float64, m)
	}
	never := make([]float64, t.places)
	for i := range m {
		at := t.row[i] - 1
		if a.Ranks[i] = never; at >= 0 {
			counts := t.counts[int(at)*t.places:][:t.places]
			a.Ranks[i] = shares(counts)
			if first := counts[0]; first > 0 {
				a.Central[i] = make([]float64, n)
				for j := range n {
					a.Central[i][j] = float64(t.weights[int(at)*n+j]) / fixed / float64(first)
				}
			}
			if listed > 0 {
				a.Listed[i] = share(t.listed(int(at), listed))
			}
		}
		if d.Pairs {
			a.Ahead = append(a.Ahead, shares(t.ahead[i*m:(i+1)*m]))
		}
	}
	return a, c.confidence(ctx, &d, a)
}

// confidence fills in the confidence factors, all alternatives under the same draws of the scores.
func (c *Case) confidence(ctx context.Context, d *Drawing, a *Acceptabilities) error {
	m, _ := c.Scorer.Dims()
	draws := 1
	if d.Scores != nil {
		draws = min(d.Draws, confidenceDraws)
	}
	firsts := make([]int, m)
	rng := rand.New(rand.NewPCG(d.Seed, math.MaxUint64))
	scores := make([]float64, m)
	for range draws {
		if err := ctx.Err(); err != nil {
			return err
		}
		s := c.Scorer
		if d.Scores != nil {
			var err error
			if s, err = d.Scores(rng); err != nil {
				return err
			}
		}
		for i, w := range a.Central {
			if w != nil && leads(s.Scores(scores, w), i, c.Lower) {
				firsts[i]++
			}
		}
	}
	for i, w := range a.Central {
		if a.Confidence[i] = float64(firsts[i]) / float64(draws); w == nil {
			a.Confidence[i] = math.NaN()
		}
	}
	return nil
}

// leads reports whether nobody is ahead of i.
func leads(scores []float64, i int, lower bool) bool {
	for _, x := range scores {
		if difference(scores[i], x, lower) < 0 {
			return false
		}
	}
	return true
}

// Acceptability draws weights [Nearby] the present ones and returns how often each alternative takes each of the first places: an m×places table, row i
// column r−1 being P(alternative i has rank r); see [Case.Accept]. The standard error of an entry p is √(p(1−p)/draws).
//
// weights are n numbers ≥ 0 of sum 1. The error is the context's, or names a spread outside 0 to 1, a number of draws under 1, or places outside 1 to m.
func Acceptability(ctx context.Context, s mcda.Scorer, lower bool, weights []float64, spread float64, places, draws int, seed uint64) ([][]float64, error) {
	m, _ := s.Dims()
	sampler, err := Nearby(weights, spread)
	if err != nil {
		return nil, err
	}
	if places < 1 {
		return nil, mcda.Refuse("the number of places is %d, it must be from 1 to %d", places, m)
	}
	c := Case{Scorer: s, IDs: make([]string, m), Lower: lower, Weights: weights}
	a, err := c.Accept(ctx, Drawing{Weights: sampler, Draws: draws, Seed: seed, Places: places})
	if err != nil {
		return nil, err
	}
	return a.Ranks, nil
}

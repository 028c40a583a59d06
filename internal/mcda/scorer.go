package mcda

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Scorer scores a prepared problem under any weights. Weights are n numbers ≥ 0 with sum 1 ([NormalizeWeights]). A Scorer may be used by several
// goroutines at once.
type Scorer interface {
	// Dims returns the number of alternatives m and of criteria n.
	Dims() (m, n int)
	// Scores fills dst (m, or nil to allocate) with the alternatives' scores and returns it. With dst given it allocates nothing.
	Scores(dst, weights []float64) []float64
	// Trace returns every intermediate table of the method under the weights, and what it gives beside the score.
	Trace(weights []float64) *Trace
}

// BatchScorer is a Scorer that scores many weight vectors faster together than one by one; see [Batch].
type BatchScorer interface {
	Scorer
	// Batch fills dst (k×m) with the scores under k weight vectors, the rows of weights (k×n).
	Batch(dst, weights *mat.Dense)
}

// Contributor is a Scorer whose score splits over the criteria; see [Contributions].
type Contributor interface {
	Scorer
	// Contributions fills dst (m×n, or nil to allocate) with what each criterion gives to each alternative's score: rows sum to the score.
	Contributions(dst, weights []float64) []float64
}

// LinearScorer is a Scorer that orders by Σ_j w_j·v_ij: the score is that sum, or grows with it in the same way for all alternatives (as a product does with
// the sum of its logarithms). So the weights at which two alternatives change places follow from v alone.
type LinearScorer interface {
	Scorer
	// Values returns the m×n values v; the slice is the scorer's own.
	Values() []float64
}

// DistanceScorer is a Scorer whose score is D⁻/(D⁺+D⁻) with D⁺² = Σ w_j² p_ij and D⁻² = Σ w_j² n_ij.
type DistanceScorer interface {
	Scorer
	// SquaredDistances returns the m×n squared, unweighted distances to the ideal (p) and to the anti-ideal (n), or ok false for other metrics.
	SquaredDistances() (p, n []float64, ok bool)
}

// ShareScorer is a Scorer whose score orders as the sum of one share or two does: Σ_k Part_k·F_k/D_k, F_k the sum Σ_j w_j·v_ij or the largest w_j·v_ij, and D_k what it is
// measured by. Where D is 0, or all F are alike (see [Tied]) where it is their range, the share is 0.
type ShareScorer interface {
	Scorer
	// Shares returns them; the slices in it are the scorer's own.
	Shares() []Share
}

// Share is a part of a [ShareScorer]'s score.
type Share struct {
	Part    float64   // the factor before it
	Values  []float64 // v, m×n numbers ≥ 0
	Largest bool      // F is the largest w_j·v_ij, not their sum
	Of      Measure
}

// Measure is what F is measured by.
type Measure uint8

const (
	OfOne   Measure = iota // itself
	OfMost                 // the largest F of all alternatives
	OfRange                // the largest less the smallest
)

// PartialOrder is a Scorer of a method that leaves some pairs of alternatives incomparable: the score orders them all the same, but says nothing of such a pair.
type PartialOrder interface {
	Scorer
	// Incomparable reports whether, under the weights, the method finds alternatives a and b neither better one way or the other nor alike.
	Incomparable(weights []float64, a, b int) bool
}

// Incomparable reports whether a scorer says that two alternatives cannot be compared; false for methods that compare all.
func Incomparable(s Scorer, weights []float64, a, b int) bool {
	p, ok := s.(PartialOrder)
	return ok && a != b && p.Incomparable(weights, a, b)
}

// Batch fills dst (k×m) with the scores under k weight vectors, the rows of weights (k×n).
func Batch(s Scorer, dst, weights *mat.Dense) {
	m, n := s.Dims()
	mustBatch(dst, weights, m, n)
	if b, ok := s.(BatchScorer); ok {
		b.Batch(dst, weights)
		return
	}
	oneByOne(s, dst, weights)
}

func oneByOne(s Scorer, dst, weights *mat.Dense) {
	for r := range weights.RawMatrix().Rows {
		s.Scores(dst.RawRowView(r), weights.RawRowView(r))
	}
}

// Contributions returns what each criterion gives to each alternative's score (m×n, rows sum to the score), or nil for a score that does not split over
// the criteria.
func Contributions(s Scorer, weights []float64) []float64 {
	if c, ok := s.(Contributor); ok {
		return c.Contributions(nil, weights)
	}
	return nil
}

// prepared is what every scorer of this package begins with: the problem and its size.
type prepared struct {
	p    *Problem
	m, n int
	room *spare[[]float64] // for the intermediate values of one call of Scores
}

func (s *prepared) Dims() (m, n int) { return s.m, s.n }

func prepare(p *Problem) prepared {
	m, n := p.Dims()
	return prepared{p, m, n, new(spare[[]float64])}
}

// borrow returns size numbers of scratch memory, of any values; give it back with release.
func (s *prepared) borrow(size int) *[]float64 {
	x := s.room.take(func() *[]float64 { return new([]float64) })
	*x = slices.Grow((*x)[:0], size)[:size]
	return x
}

func (s *prepared) release(x *[]float64) { s.room.give(x) }

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

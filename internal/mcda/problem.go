package mcda

import (
	"fmt"
	"hash/maphash"
	"math"
	"math/bits"
	"sync/atomic"
)

// Sense says which direction of a criterion is good.
type Sense uint8

const (
	Benefit Sense = iota // more is better
	Cost                 // less is better
	Target               // nearer to Criterion.Target is better
)

func (s Sense) String() string {
	switch s {
	case Benefit:
		return "benefit"
	case Cost:
		return "cost"
	case Target:
		return "target"
	}
	return fmt.Sprintf("Sense(%d)", uint8(s))
}

// Scale is a criterion's fixed range of possible scores. Variants that anchor on it are free of rank reversal.
type Scale struct{ Min, Max float64 }

// Criterion is what alternatives are judged on.
type Criterion struct {
	ID     string
	Sense  Sense
	Target float64       // the best value, when Sense is Target
	Scale  *Scale        // nil: no fixed scale
	Value  ValueFunction // nil: none; else it replaces the normalisation in the methods that take value functions

	Preference  Preference // for the outranking methods
	Expected    *float64   // the score hoped for on a benefit or cost criterion (the expected solution point of balanced SPOTIS); nil: none
	Limits      []float64  // for ELECTRE TRI-B: the limits between its classes, from the worst class to the best; of a target, distances from it; nil: none
	FuzzyWeight *Fuzzy     // for fuzzy TOPSIS: the weight as a fuzzy number, at the crisp weight it was prepared with; nil: the crisp weight
}

// Problem is m alternatives scored on n criteria.
type Problem struct {
	Alternatives []string // m unique identifiers; ties are listed in their order
	Criteria     []Criterion
	Scores       []float64 // m×n, row by row, in the criteria's own units

	Fuzzy       []Fuzzy   // m×n, for fuzzy TOPSIS; nil: the scores are crisp
	Trapezoidal bool      // the fuzzy numbers are trapezoids though none of them should have a plateau
	Prior       []float64 // m, preference for the alternatives before they are scored (MAIRCA's P_A); nil: none
}

// Dims returns the number of alternatives and of criteria.
func (p *Problem) Dims() (m, n int) { return len(p.Alternatives), len(p.Criteria) }

// At returns the score of alternative i on criterion j.
func (p *Problem) At(i, j int) float64 { return p.Scores[i*len(p.Criteria)+j] }

// Row returns alternative i's scores; the slice is the problem's own.
func (p *Problem) Row(i int) []float64 {
	n := len(p.Criteria)
	return p.Scores[i*n : (i+1)*n]
}

// DataError is a score, weight or criterion that cannot be used, with the place where it stands.
type DataError struct {
	Alternative string // "" when the fault is of a whole criterion or of the problem
	Criterion   string // "" when the fault is of the problem
	Reason      Reason
}

func (e *DataError) Error() string { return e.whole().String() }

// Said is the error as a format and its arguments.
func (e *DataError) Said() (text string, args []any) { return e.whole().Said() }

// whole is the reason with where it is.
func (e *DataError) whole() Reason {
	switch {
	case e.Alternative != "" && e.Criterion != "":
		return Because("alternative %s, criterion %s: %s", e.Alternative, e.Criterion, e.Reason)
	case e.Criterion != "":
		return Because("criterion %s: %s", e.Criterion, e.Reason)
	case e.Alternative != "":
		return Because("alternative %s: %s", e.Alternative, e.Reason)
	}
	return e.Reason
}

// maxMagnitude bounds scores so that no square or product of them overflows.
const maxMagnitude = 1e150

// Validate reports the first fault that makes the problem unusable, as a [*DataError]: fewer than two alternatives, no criterion, a repeated identifier,
// a score that is not finite, a scale or target that makes no sense. It panics if Scores is not m×n.
func (p *Problem) Validate() error {
	m, n := p.Dims()
	if len(p.Scores) != m*n {
		panic(fmt.Sprintf("mcda: %d scores for %d alternatives and %d criteria", len(p.Scores), m, n))
	}
	if m < 2 {
		return &DataError{Reason: Because("a ranking needs at least two alternatives with scores, there are %d", m)}
	}
	if n < 1 {
		return &DataError{Reason: Because("a ranking needs at least one criterion")}
	}
	if i := repeated(p.Alternatives); i >= 0 {
		return &DataError{Alternative: p.Alternatives[i], Reason: Because("appears twice")}
	}
	seen := make(map[string]bool, n)
	for _, c := range p.Criteria {
		if seen[c.ID] {
			return &DataError{Criterion: c.ID, Reason: Because("appears twice")}
		}
		seen[c.ID] = true
		if err := c.validate(); err != nil {
			return err
		}
	}
	var faulty atomic.Bool
	parallel(m, func(lo, hi int) {
		if !bounded(p.Scores[lo*n : hi*n]) {
			faulty.Store(true)
		}
	})
	if !faulty.Load() {
		return nil
	}
	for i, id := range p.Alternatives {
		for j, x := range p.Row(i) {
			switch {
			case math.IsNaN(x):
				return &DataError{id, p.Criteria[j].ID, Because("has no score")}
			case math.Abs(x) > maxMagnitude:
				return &DataError{id, p.Criteria[j].ID, Because("the score %g is beyond ±%g", x, maxMagnitude)}
			}
		}
	}
	return nil
}

// repeated returns the first index whose identifier has appeared before, −1 when all differ. Identifiers that ascend, a shorter one before a longer, all
// differ; others go into a table of open addressing, 8 to 16 bytes each, and are compared where they meet.
func repeated(ids []string) int {
	var unsorted atomic.Bool
	parallel(len(ids), func(lo, hi int) {
		for i := max(lo, 1); i < hi; i++ {
			if a, b := ids[i-1], ids[i]; len(a) > len(b) || len(a) == len(b) && a >= b {
				unsorted.Store(true)
				return
			}
		}
	})
	if !unsorted.Load() {
		return -1
	}
	places := make([]uint32, 2<<bits.Len(uint(len(ids)))) // index + 1, 0 when free
	seed, mask := maphash.MakeSeed(), uint64(len(places)-1)
	for i, id := range ids {
		at := maphash.String(seed, id) & mask
		for ; places[at] != 0; at = (at + 1) & mask {
			if ids[places[at]-1] == id {
				return i
			}
		}
		places[at] = uint32(i + 1)
	}
	return -1
}

// bounded reports whether every |x| is within maxMagnitude; it may doubt one that is so within rounding. Four sums stay 0: beyond the bound x·overflow is
// infinite, and ∞·0 is NaN as everything done to NaN is. That is faster than to compare.
func bounded(x []float64) bool {
	const overflow = math.MaxFloat64 / maxMagnitude * (1 + 1e-15)
	var a, b, c, d float64
	for ; len(x) >= 4; x = x[4:] {
		a += float64(x[0] * overflow * 0)
		b += float64(x[1] * overflow * 0)
		c += float64(x[2] * overflow * 0)
		d += float64(x[3] * overflow * 0)
	}
	for _, v := range x {
		a += float64(v * overflow * 0)
	}
	return a+b+c+d == 0
}

func (c *Criterion) validate() error {
	fault := func(format string, args ...any) error {
		return &DataError{Criterion: c.ID, Reason: Because(format, args...)}
	}
	if c.Scale != nil {
		lo, hi := c.Scale.Min, c.Scale.Max
		if !(math.Abs(lo) <= maxMagnitude) || !(math.Abs(hi) <= maxMagnitude) {
			return fault("the scale %g to %g is beyond %g, the largest number that is reckoned with", lo, hi, float64(maxMagnitude))
		}
		if lo >= hi {
			return fault("the scale's minimum %g is not below its maximum %g", lo, hi)
		}
	}
	if c.Sense > Target {
		panic("mcda: unknown sense of criterion " + c.ID)
	}
	if c.Sense == Target {
		if !(math.Abs(c.Target) <= maxMagnitude) {
			return fault("a target criterion needs a finite target value")
		}
		if s := c.Scale; s != nil && (c.Target < s.Min || c.Target > s.Max) {
			return fault("the target %g lies outside the scale %g to %g", c.Target, s.Min, s.Max)
		}
	}
	if c.Value != nil {
		if reason := c.Value.fault(); reason.Text != "" {
			return &DataError{Criterion: c.ID, Reason: reason}
		}
	}
	if reason := c.Preference.fault(); reason.Text != "" {
		return &DataError{Criterion: c.ID, Reason: reason}
	}
	return nil
}

// Inert lists the criteria on which all alternatives have the same score, as [Tied] has it: they cannot influence the order, whatever their weight.
func (p *Problem) Inert() []int {
	var inert []int
	m, n := p.Dims()
	for j := range n {
		lo, hi := math.Inf(1), math.Inf(-1)
		for i := range m {
			lo, hi = min(lo, p.At(i, j)), max(hi, p.At(i, j))
		}
		if Tied(lo, hi) {
			inert = append(inert, j)
		}
	}
	return inert
}

// NormalizeWeights returns w scaled to sum 1, and the sum it had. ids name the criteria in the error when a weight is negative, not finite or less than 10⁻⁶⁰ of the sum, or when
// all are zero.
func NormalizeWeights(w []float64, ids []string) (normalized []float64, sum float64, err error) {
	if len(w) != len(ids) {
		panic(fmt.Sprintf("mcda: %d weights for %d criteria", len(w), len(ids)))
	}
	for j, x := range w {
		if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
			return nil, 0, &DataError{Criterion: ids[j], Reason: Because("the weight %g is not a number of 0 or more", x)}
		}
		sum += x
	}
	if sum <= 0 {
		return nil, sum, &DataError{Reason: Because("the weights are all zero: give at least one criterion a weight")}
	}
	if math.IsInf(sum, 0) || math.IsInf(1/sum, 0) {
		return nil, sum, &DataError{Reason: Because("the weights are too large or too small to be scaled: give them in other units")}
	}
	normalized = make([]float64, len(w))
	for j, x := range w {
		if normalized[j] = x / sum; !ordinary(normalized[j]) {
			return nil, sum, &DataError{Criterion: ids[j], Reason: Because("the weight %g is nothing beside the others, which add to %g: give it 0, or more", x, sum)}
		}
	}
	return normalized, sum, nil
}

package group

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/ahp"
	"veche/internal/mcda/exact"
)

// GCCI returns the geometric cardinal consensus index of one expert's judgements: how far they are from the group's priorities,
//
//	GCCI = 2/((n−1)(n−2)) Σ_{i<j} ln²(a_ij w_j/w_i),   w the group's priorities,
//
// and 0 for n ≤ 2. It is the GCI of the expert's matrix with the group's priorities in place of the expert's own, so [ahp.GCILimit] bounds both. Source: Dong,
// Zhang, Hong & Xu 2010, Consensus models for AHP group decision making under row geometric mean prioritization method, Decision Support Systems
// 49(3):281–289, definition 3. Beware: the steps of the paper's own example come out only with half of it; see [Reach].
func GCCI(m *ahp.Matrix, group []float64) float64 { return ahp.GCI(m, group) }

// GOCI returns the geometric ordinal consensus index: the mean distance between the places that the expert's and the group's priorities give the elements,
//
//	GOCI = (1/n) Σ |o_i − o_i^c|
//
// (the same paper, definition 4).
func GOCI(own, group []float64) float64 {
	a, b := mcda.Rank(own, nil, false), mcda.Rank(group, nil, false)
	var sum float64
	for i := range own {
		sum += math.Abs(a.Ranks[i] - b.Ranks[i])
	}
	return sum / float64(len(own))
}

// ReachOptions govern [Reach].
type ReachOptions struct {
	Theta     float64 // in (0, 1): the weight of the expert's own judgement in each step
	Threshold float64 // the index at or below which an expert is near enough
	Ordinal   bool    // by GOCI in place of GCCI
	Halved    bool    // GCCI with the factor 1/((n−1)(n−2)), as the example of the paper was computed, in place of the definition's 2/((n−1)(n−2))
	Limit     int     // of the steps; 0: 1000
}

// Step is one step towards consensus: whose judgements moved, and where the indices stood before it.
type Step struct {
	Expert int
	Index  float64 // the expert's before the step
}

// Consented is what the process of [Reach] ends with.
type Consented struct {
	Steps    []Step
	Matrices []*ahp.Matrix // of the experts, as they would be
	Group    []float64     // the group's priorities then
	Index    []float64     // by expert
	Reached  bool          // all indices are at or below the threshold
}

// Reach follows Dong's consensus process: in each step the expert farthest from the group, while above the threshold, moves every judgement towards the
// group's priorities,
//
//	a_ij ← a_ij^θ (w_i/w_j)^{1−θ},
//
// and the group's priorities are worked out anew: AIJ with the given weights (nil: equal), then row geometric means. It is advice on how far the panel is from
// consensus and who would have to move how far; ms is not changed. Errors are those of [AIJ]. It panics when Theta is not inside (0, 1).
func Reach(ms []*ahp.Matrix, weights []float64, o ReachOptions) (*Consented, error) {
	if !(o.Theta > 0 && o.Theta < 1) {
		panic(fmt.Sprintf("group: theta is %v, not between 0 and 1", o.Theta))
	}
	c := &Consented{Index: make([]float64, len(ms))}
	for _, m := range ms {
		c.Matrices = append(c.Matrices, m.Clone())
	}
	rowMeans := ahp.Options{Prioritization: ahp.Geometric}
	for limit := cmp.Or(o.Limit, 1000); ; {
		joint, err := AIJ(c.Matrices, weights)
		if err != nil {
			return nil, err
		}
		c.Group = ahp.Prioritize(joint, rowMeans).Weights
		for k, m := range c.Matrices {
			if o.Ordinal {
				c.Index[k] = GOCI(ahp.Prioritize(m, rowMeans).Weights, c.Group)
			} else if c.Index[k] = GCCI(m, c.Group); o.Halved {
				c.Index[k] /= 2
			}
		}
		top := slices.Max(c.Index)
		if c.Reached = top <= o.Threshold; c.Reached || len(c.Steps) == limit {
			return c, nil
		}
		far := slices.Index(c.Index, top)
		c.Steps = append(c.Steps, Step{far, top})
		m := c.Matrices[far]
		for i := range m.N() {
			for j := i + 1; j < m.N(); j++ {
				m.Set(i, j, exact.Pow(m.At(i, j), o.Theta)*exact.Pow(c.Group[i]/c.Group[j], 1-o.Theta))
			}
		}
	}
}

// Nearer is one judgement that an expert could reconsider to come nearer to the group.
type Nearer struct {
	I, J      int     // the pair, I < J
	Given     float64 // a_IJ
	Implied   float64 // w_I/w_J of the group
	Suggested float64 // the value of Saaty's scale nearest to Implied
	GCCI      float64 // the expert's index with this and the earlier suggestions followed
}

// Approach returns the fewest judgements an expert would have to reconsider to bring GCCI to the threshold or below, the group's priorities kept, those
// farthest from the group first; nil when it is there already. Each suggestion is a value of Saaty's scale, so that where the group's priorities lie beyond
// the scale the threshold may stay out of reach. It is advice; m is not changed.
func Approach(m *ahp.Matrix, group []float64, threshold float64) []Nearer {
	n := m.N()
	index := GCCI(m, group)
	if n < 3 || index <= threshold {
		return nil
	}
	type gain struct {
		Nearer
		by float64
	}
	var gains []gain
	square := func(x, ratio float64) float64 { return exact.Pow(exact.Log(x/ratio), 2) }
	for i := range n {
		for j := i + 1; j < n; j++ {
			given, implied := m.At(i, j), group[i]/group[j]
			suggested := nearestOnScale(implied)
			if by := square(given, implied) - square(suggested, implied); by > 0 {
				gains = append(gains, gain{Nearer{I: i, J: j, Given: given, Implied: implied, Suggested: suggested}, 2 * by / float64((n-1)*(n-2))})
			}
		}
	}
	slices.SortStableFunc(gains, func(a, b gain) int { return cmp.Compare(b.by, a.by) })
	var out []Nearer
	for _, g := range gains {
		if index <= threshold {
			break
		}
		index -= g.by
		g.Nearer.GCCI = max(index, 0)
		out = append(out, g.Nearer)
	}
	return out
}

// nearestOnScale is the value 1 … 9 or a reciprocal whose logarithm is nearest.
func nearestOnScale(ratio float64) float64 {
	if ratio < 1 {
		return 1 / nearestOnScale(1/ratio)
	}
	below := min(max(math.Floor(ratio), 1), ScaleMax)
	if above := min(below+1, ScaleMax); exact.Log(above/ratio) < exact.Log(ratio/below) {
		return above
	}
	return below
}

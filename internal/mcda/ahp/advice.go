package ahp

import (
	"cmp"
	"math"
	"slices"
)

// Advice is one judgement to reconsider, as advice to a person: nothing is changed.
type Advice struct {
	I, J      int     // the pair, I < J
	Given     float64 // the judgement a_IJ
	Implied   float64 // w_I/w_J, what all judgements together say of the pair
	Suggested float64 // the value of Saaty's scale (1…9 or a reciprocal) nearest to Implied
	CR        float64 // the consistency ratio with Suggested in place of Given
}

// Advise returns the k judgements whose change, each alone, lowers the consistency ratio most, best first; fewer when fewer lower it. The implied value is the
// ratio of the priorities (Saaty 1980, ch. 3: the entry farthest from w_i/w_j is the one to look at); the effect of its nearest value on the scale is computed,
// not estimated. m is not changed. For n ≤ 2 there is nothing to advise.
func Advise(m *Matrix, o Options, k int) []Advice {
	n := m.N()
	if n <= 2 || k <= 0 {
		return nil
	}
	now := Prioritize(m, o)
	changed := m.Clone()
	ws, w := new(Workspace), make([]float64, n)
	var all []Advice
	for i := range n {
		for j := i + 1; j < n; j++ {
			a := Advice{I: i, J: j, Given: m.At(i, j), Implied: now.Weights[i] / now.Weights[j]}
			a.Suggested = onScale(a.Implied)
			changed.Set(i, j, a.Suggested)
			a.CR = PrioritizeTo(w, changed, o, ws).CR
			copy(changed.a, m.a)
			if a.CR < now.CR-1e-12 {
				all = append(all, a)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Advice) int { return cmp.Compare(a.CR, b.CR) })
	return all[:min(k, len(all))]
}

// onScale is the value of Saaty's scale nearest to a ratio, by ratios: 1.5 is nearer to 2 than to 1, since 1.5/1 > 2/1.5.
func onScale(ratio float64) float64 {
	if ratio < 1 {
		return 1 / onScale(1/ratio)
	}
	below := math.Floor(ratio)
	if ratio/below > (below+1)/ratio {
		below++
	}
	return min(below, 9)
}

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
	Best      float64 // the value of the scale that lowers the ratio most, whatever the others imply
	BestCR    float64 // the ratio with it
}

// Advise returns the k judgements whose change, each alone, lowers the consistency ratio most, best first; fewer when fewer lower it. The value suggested is the
// one of Saaty's scale nearest to the implied one, the ratio of the priorities (Saaty 1980, ch. 3: the entry farthest from w_i/w_j is the one to look at); beside it stands
// the value with the smallest ratio of all: λmax is convex in the logarithm of one judgement (Kingman 1961, Quarterly Journal of Mathematics 12:283–284), so that
// walking down from the implied value finds it. Both ratios are computed, not estimated. m is not changed. For n ≤ 2 there is nothing to advise.
//
// Of an order above [adviseAll] not every pair is tried but those, most promising first, that [promise] cannot tell from the best.
func Advise(m *Matrix, o Options, k int) []Advice { return AdviseOn(m, o, k, nil) }

// AdviseOn is [Advise] on the pairs for which on is true; nil stands for all.
func AdviseOn(m *Matrix, o Options, k int, on func(i, j int) bool) []Advice {
	n := m.N()
	if n <= 2 || k <= 0 {
		return nil
	}
	now := Prioritize(m, o)
	var all []Advice
	for i := range n {
		for j := i + 1; j < n; j++ {
			if on != nil && !on(i, j) {
				continue
			}
			a := Advice{I: i, J: j, Given: m.At(i, j), Implied: now.Weights[i] / now.Weights[j]}
			a.Suggested = onScale(a.Implied)
			all = append(all, a)
		}
	}
	changed := m.Clone()
	ws, w := new(Workspace), make([]float64, n)
	ratio := func(a *Advice, x float64) float64 {
		changed.Set(a.I, a.J, x)
		cr := PrioritizeTo(w, changed, o, ws).CR
		copy(changed.a, m.a)
		return cr
	}
	if n <= adviseAll {
		for q := range all {
			all[q].CR = ratio(&all[q], all[q].Suggested)
		}
	} else {
		all = promising(all, m, k, ratio)
	}
	best := lowest(all, now.CR, k)
	for q := range best {
		a := &best[q]
		a.descend(a.CR, func(x float64) float64 { return ratio(a, x) })
	}
	return best
}

// adviseAll is the order up to which every pair is tried: above it that takes n⁴ steps, seconds for fifty criteria and a minute for two hundred.
const adviseAll = 20

// AdviseIncomplete is [Advise] for judgements of which some are missing: the given ones are advised on, and what is missing follows from the others anew after every
// change, so that the ratio is the one [PrioritizeIncomplete] would give. It is nil when that fails.
func AdviseIncomplete(m *Incomplete, how Completion, o Options, k int) []Advice {
	now, err := PrioritizeIncomplete(m, how, o)
	if err != nil || m.n <= 2 || k <= 0 {
		return nil
	}
	changed := &Incomplete{n: m.n, a: slices.Clone(m.a)}
	var all []Advice
	for i := range m.n {
		for j := i + 1; j < m.n; j++ {
			given, ok := m.At(i, j)
			if !ok {
				continue
			}
			a := Advice{I: i, J: j, Given: given, Implied: now.Weights[i] / now.Weights[j]}
			ratio := func(x float64) float64 {
				changed.Set(i, j, x)
				r, err := PrioritizeIncomplete(changed, how, o)
				if err != nil {
					return math.Inf(1)
				}
				return r.CR
			}
			a.Suggested = onScale(a.Implied)
			a.CR = ratio(a.Suggested)
			a.descend(a.CR, ratio)
			changed.Set(i, j, given)
			all = append(all, a)
		}
	}
	return lowest(all, now.CR, k)
}

// descend finds the value on the scale with the smallest ratio, best being that of the value suggested.
func (a *Advice) descend(best float64, ratio func(x float64) float64) {
	at := place(a.Suggested)
	for _, step := range []int{1, -1} {
		start := at
		for next := at + step; next >= -8 && next <= 8; next += step {
			cr := ratio(mark(next))
			if cr >= best-1e-12 {
				break
			}
			best, at = cr, next
		}
		if at != start {
			break
		}
	}
	a.Best, a.BestCR = mark(at), best
}

// mark is a value of Saaty's scale by its place, −8 (1/9) to 8 (9), and place the place of a value.
func mark(at int) float64 {
	if at < 0 {
		return 1 / float64(1-at)
	}
	return float64(1 + at)
}

func place(x float64) int {
	if x < 1 {
		return 1 - int(math.Round(1/x))
	}
	return int(math.Round(x)) - 1
}

// lowest are the k pieces of advice that lower the ratio most.
func lowest(all []Advice, now float64, k int) []Advice {
	all = slices.DeleteFunc(all, func(a Advice) bool { return a.CR >= now-1e-12 })
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

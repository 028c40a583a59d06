package mcda

import (
	"cmp"
	"math"
	"slices"

	"veche/internal/mcda/exact"
)

// minDiscrimination is the smallest s(λ) taken: with it a distillation has at most 100 cut levels.
const minDiscrimination = 0.01

var electre3 = Method{
	Name:    "electre3",
	Aliases: []string{"electre-iii", "electre-3"},
	Title:   "ELECTRE III",
	Formula: "σ(a,b) = C·Π_{d_j > C} (1 − d_j)/(1 − C), C = Σ_j w_j·c_j; " +
		"c_j falls from 1 to 0 as the loss of a against b goes from Q to P, d_j rises from 0 to 1 from P to Veto; " +
		"two distillations of σ with s(λ) = 0.30 − 0.15 λ; the score is the mean of the places in the two",
	Source: "Roy 1978, ELECTRE III: un algorithme de classements fondé sur une représentation floue des préférences, Cahiers du CERO 20(1); " +
		"Roy & Bouyssou 1993, Aide multicritère à la décision, ch. 6; cut levels: Vallée & Zielniewicz 1994, ELECTRE III-IV, version 3.x",
	Choose: "when scores are imprecise and a great weakness must not be bought off: thresholds say which differences count, a veto which ones forbid",
	Beware: "alternatives that the two distillations order differently are incomparable, and the mean place hides it: read the partial preorder; " +
		"without thresholds every difference counts in full; cut levels depend on all alternatives, so adding or removing one can reorder the others",
	Ordinal:       true,
	LowerIsBetter: true,
	Needs:         Needs{Most: mostKept},
	Parameters: []Parameter{
		{Name: "s-intercept", Doc: "s(0) of the distillation threshold s(λ) = s-intercept + s-slope·λ", Default: "0.3", Min: minDiscrimination, Max: 1},
		{Name: "s-slope", Doc: "the slope of s(λ)", Default: "-0.15", Min: -1, Max: 1},
	},
	prepare: prepareELECTRE3,
}

// electre3Scorer holds the scores u, turned so that more is better, and the thresholds of every comparison in which an alternative is to be at least as good
// as another. They are taken at its own score (its distance, for a target): where it loses that is the worse of the two, Roy's direct thresholds.
type electre3Scorer struct {
	prepared
	u                  []float64 // m×n
	q, pref, veto      []float64 // m×n, q ≤ pref ≤ veto; +Inf for no veto
	rounding           []float64 // n, how far a loss may pass a threshold and still be at it
	sIntercept, sSlope float64

	idle spare[distiller]
}

func prepareELECTRE3(p *Problem, set Parameters) (Scorer, error) {
	m, n := p.Dims()
	s := &electre3Scorer{prepared: prepare(p), u: graded(p), q: make([]float64, m*n), pref: make([]float64, m*n), veto: make([]float64, m*n),
		rounding: make([]float64, n), sIntercept: set.Number("s-intercept"), sSlope: set.Number("s-slope")}
	if s.sIntercept+s.sSlope < minDiscrimination {
		return nil, &ParameterError{"electre3", "s-slope", set["s-slope"], "with s-intercept = %g it must be at least %g, so that s(1) is %g or more", []any{s.sIntercept, minDiscrimination - s.sIntercept, minDiscrimination}}
	}
	for j := range n {
		if err := s.thresholds(j); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// thresholds fills the thresholds of criterion j and checks Q ≤ P ≤ Veto, and Roy's condition that a score tolerates no less than a worse one does: its
// threshold may fall by no more than the score improves.
func (s *electre3Scorer) thresholds(j int) error {
	c := &s.p.Criteria[j]
	order := make([]int, s.m)
	var largest float64
	for i := range order {
		order[i] = i
		largest = max(largest, math.Abs(s.u[i*s.n+j]))
	}
	if c.Sense == Target {
		largest += math.Abs(c.Target)
	}
	s.rounding[j] = tieTolerance * largest
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(s.u[a*s.n+j], s.u[b*s.n+j]) })
	var before [3]float64 // the highest u that the alternative before is not worse than, by each threshold
	for place, i := range order {
		k := i*s.n + j
		q := c.Preference.Q.At(s.u[k])
		p, v := q, math.Inf(1)
		if c.Preference.P != nil {
			p = c.Preference.P.At(s.u[k])
		}
		if c.Preference.Veto != nil {
			v = c.Preference.Veto.At(s.u[k])
		}
		if q > p+s.rounding[j] || p > v+s.rounding[j] {
			return &DataError{s.p.Alternatives[i], c.ID, "at its score the thresholds are Q = %g, P = %g, Veto = %g; they must not fall from Q to P to Veto", []any{q, p, v}}
		}
		s.q[k], s.pref[k], s.veto[k] = q, max(p, q), max(v, p, q)
		for t, threshold := range []float64{q, p, v} {
			limit := s.u[k] + threshold
			if place > 0 && limit < before[t]-s.rounding[j] {
				return &DataError{s.p.Alternatives[i], c.ID, "the threshold %s falls faster than the score improves, so a better score could lose a comparison; give it a smaller slope", []any{[]string{"Q", "P", "Veto"}[t]}}
			}
			before[t] = limit
		}
	}
	return nil
}

// indices returns the concordance C(a,b) and the credibility σ(a,b) under weights of the given sum.
func (s *electre3Scorer) indices(a, b int, weights []float64, sum float64) (concordance, credibility float64) {
	at := a * s.n
	ua, ub := s.u[at:at+s.n], s.u[b*s.n:(b+1)*s.n]
	q, p := s.q[at:at+s.n], s.pref[at:at+s.n]
	discordant := false
	for j, w := range weights {
		loss := ub[j] - ua[j]
		if loss <= q[j]+s.rounding[j] {
			concordance += w
		} else if loss < p[j] {
			concordance += float64(w * ((p[j] - loss) / (p[j] - q[j])))
		} else {
			discordant = true
		}
	}
	concordance /= sum
	credibility = concordance
	if !discordant {
		return concordance, credibility
	}
	for j, w := range weights {
		loss, v := ub[j]-ua[j], s.veto[at+j]
		if w == 0 || loss <= p[j]+s.rounding[j] {
			continue
		}
		if loss >= v {
			return concordance, 0
		}
		if d := (loss - p[j]) / (v - p[j]); d > concordance {
			credibility *= (1 - d) / (1 - concordance)
		}
	}
	return concordance, credibility
}

func (s *electre3Scorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	d := s.distilled(weights)
	for i := range dst {
		dst[i] = (d.descending[i] + d.ascending[i]) / 2
	}
	s.idle.give(d)
	return dst
}

// distilled runs both distillations in borrowed memory.
func (s *electre3Scorer) distilled(weights []float64) *distiller {
	d := s.idle.take(func() *distiller { return newDistiller(s.m, s.sIntercept, s.sSlope) })
	sum := exact.Sum(weights)
	for a := range s.m {
		for b := range s.m {
			if a != b {
				_, d.sigma[a*s.m+b] = s.indices(a, b, weights, sum)
			}
		}
	}
	d.run()
	return d
}

func (s *electre3Scorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	concordance, credibility, preorder := s.square(1), s.square(1), s.square(0)
	sum := exact.Sum(weights)
	d := s.distilled(weights)
	down, up := d.descending, d.ascending
	mean := make([]float64, s.m)
	for a := range s.m {
		mean[a] = (down[a] + up[a]) / 2
		for b := range s.m {
			k := a*s.m + b
			concordance[k], credibility[k] = s.indices(a, b, weights, sum)
			if down[a] <= down[b] && up[a] <= up[b] {
				preorder[k] = 1
			}
		}
	}
	median := Rank(mean, s.p.Alternatives, true)
	t := new(Trace)
	t.addPairs(s.p, "Concordance", "C(a,b)", concordance)
	t.addPairs(s.p, "Credibility", "σ(a,b)", credibility)
	t.addColumns(s.p, "Distillations", "",
		[]string{"descending class", "ascending class", "descending place", "ascending place", "mean place", "median preorder"},
		classes(down), classes(up), down, up, mean, median.Ranks).Note = "class 1 is the best of each; the median preorder orders by the mean of the two places"
	t.addPairs(s.p, "Partial preorder", "a ≽ b", preorder).Note =
		"1: the row is at least as good as the column in both distillations. 1 one way only is better, 1 both ways is indifferent, 0 both ways is incomparable"
	t.Values = []Series{
		{Name: "descending", Title: "Descending class", Values: classes(down)},
		{Name: "ascending", Title: "Ascending class", Values: classes(up)},
		{Name: "median", Title: "Median preorder", Values: median.Ranks},
	}
	return t
}

// Incomparable reports whether the two distillations order a and b differently.
func (s *electre3Scorer) Incomparable(weights []float64, a, b int) bool {
	mustLen(weights, s.n)
	d := s.distilled(weights)
	defer s.idle.give(d)
	return (d.descending[a]-d.descending[b])*(d.ascending[a]-d.ascending[b]) < 0
}

// classes numbers places 1, 2, 3 … without gaps.
func classes(places []float64) []float64 {
	distinct := slices.Compact(slices.Sorted(slices.Values(places)))
	numbers := make([]float64, len(places))
	for i, x := range places {
		k, _ := slices.BinarySearch(distinct, x)
		numbers[i] = float64(k + 1)
	}
	return numbers
}

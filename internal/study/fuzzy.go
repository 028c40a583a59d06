package study

import (
	"slices"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/group"
	"veche/internal/mcda/weighting"
)

// component is which number of a fuzzy score is read: its centroid, or a, b, c or d of (a, b, c, d); a triangular one (l, m, u) is (l, m, m, u).
type component int

const (
	crisp component = -1
	lower component = 0
	left  component = 1
	right component = 2
	upper component = 3
)

// part is one number of a score: of a crisp one the score itself.
func (s *Study) part(which component, value float64, term int32) float64 {
	if which == crisp || term == 0 {
		return value
	}
	return s.Terms[term-1].Fuzzy()[which]
}

// Fuzzy is the number of a fuzzy term.
func (t *Term) Fuzzy() mcda.Fuzzy {
	if len(t.Values) == 3 {
		return mcda.Triangle(t.Values).Fuzzy()
	}
	return mcda.Fuzzy(t.Values)
}

// joining is how the experts' numbers are joined: as scores are, but with [group.MinMeanMax] the lowest of all and the highest of all stand at the ends.
func (c component) joining(how group.Aggregation) group.Aggregation {
	switch {
	case how != group.MinMeanMax || c == crisp:
		return how
	case c == lower:
		return group.Least
	case c == upper:
		return group.Most
	}
	return group.Mean
}

// trapezoidal reports whether any fuzzy number of the study, score or weight, has four numbers.
func (s *Study) trapezoidal() bool {
	return slices.ContainsFunc(s.Terms, func(t Term) bool { return len(t.Values) == 4 }) || slices.ContainsFunc(s.Criteria, func(c Criterion) bool { return len(c.Fuzzy) == 4 })
}

// FuzzyScores reports whether any score is a fuzzy number.
func (s *Study) FuzzyScores() bool {
	return slices.ContainsFunc(s.Scores, func(a Score) bool { return a.Term > 0 }) ||
		s.Evidence.fuzzy()
}

// fuzzify gives the problem its fuzzy scores: a, b, c and d each aggregated as crisp scores are.
func (p *Prepared) fuzzify(s *Study, in []bool) {
	n := len(p.Leaves)
	p.Problem.Fuzzy, p.Problem.Trapezoidal = make([]mcda.Fuzzy, len(p.Problem.Scores)), s.trapezoidal()
	for k, which := range []component{lower, left, right, upper} {
		g, issues := s.gather(in, which)
		if len(issues) > 0 {
			p.Problem.Fuzzy = nil // an aggregation that admits the centroids only
			return
		}
		for row, t := range p.Technology {
			for j := range n {
				c := g.at(t, j)
				if g.compared[int32(p.Leaves[j])] || !c.Known {
					c = p.Cells.At(row*n + j)
				}
				p.Problem.Fuzzy[row*n+j][k] = c.Value
			}
		}
	}
}

// unusedFuzziness says that a method which knows no fuzzy numbers takes their centroids.
func (s *Study) unusedFuzziness(m *mcda.Method) Issues {
	if m.Fuzzy || !s.FuzzyScores() {
		return nil
	}
	return Issues{Warnf("W-FUZZY", s.On("Scale"), language.M("Choose the method fuzzy-topsis to use them as they are."),
		"Some scores are fuzzy numbers; %s takes each as its centroid, (l + m + u)/3 of a triangular one.", m.Title)}
}

// takeFuzzyWeights gives the criteria their fuzzy weights when all have one, side by side, and they are what counts.
func (s *Study) takeFuzzyWeights(p *mcda.Problem, leaves []int) {
	if s.Settings.Basis() != weighting.Given || slices.ContainsFunc(leaves, func(i int) bool { return s.Criteria[i].Fuzzy == nil || s.Criteria[i].Parent != "" }) {
		return
	}
	for j, i := range leaves {
		f := (&Term{Values: s.Criteria[i].Fuzzy}).Fuzzy()
		p.Criteria[j].FuzzyWeight, p.Trapezoidal = &f, s.trapezoidal()
	}
}

package study

import (
	"slices"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
)

// component is which number of a fuzzy score is read: its centroid, or l, m or u.
type component int

const (
	crisp  component = -1
	lower  component = 0
	middle component = 1
	upper  component = 2
)

// part is one number of a score: of a crisp one the score itself.
func (s *Study) part(which component, value float64, term int32) float64 {
	if which == crisp || term == 0 {
		return value
	}
	return s.Terms[term-1].Values[which]
}

// FuzzyScores reports whether any score is a fuzzy number.
func (s *Study) FuzzyScores() bool {
	return slices.ContainsFunc(s.Scores, func(a Score) bool { return a.Term > 0 }) ||
		slices.ContainsFunc(s.Evidence, func(e Measurement) bool { return e.Term > 0 })
}

// fuzzify gives the problem its fuzzy scores: l, m and u each aggregated as crisp scores are.
func (p *Prepared) fuzzify(s *Study, in []bool) {
	n := len(p.Leaves)
	p.Problem.Fuzzy = make([]mcda.Triangle, len(p.Problem.Scores))
	for k, which := range []component{lower, middle, upper} {
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
	return Issues{Warnf("W-FUZZY", Place{File: s.Source.File, Sheet: "Scale"}, language.M("Choose the method fuzzy-topsis to use them as they are."),
		"Some scores are fuzzy numbers (l, m, u); %s takes each as (l + m + u)/3.", m.Title)}
}

// takeFuzzyWeights gives the criteria their fuzzy weights when all have one, side by side, and they are what counts.
func (s *Study) takeFuzzyWeights(p *mcda.Problem, leaves []int) {
	if s.Settings.Basis() != weighting.Given || slices.ContainsFunc(leaves, func(i int) bool { return s.Criteria[i].Fuzzy == nil || s.Criteria[i].Parent != "" }) {
		return
	}
	for j, i := range leaves {
		p.Criteria[j].FuzzyWeight = s.Criteria[i].Fuzzy
	}
}

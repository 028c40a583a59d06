package tui

import (
	"fmt"
	"strings"

	"veche/internal/study"
	"veche/internal/tui/draw"
)

// status says what stands in the way: too few answers, contradictions, or a weighting that does not ask for them.
func (s *pairwiseScreen) status() string {
	if !s.possible() {
		return ""
	}
	d := s.now()
	switch {
	case s.fault != nil:
		return s.told(s.fault)
	case d.Node == nil && d.Given == 0:
		return s.t(textNothingJudged)
	case d.Node == nil:
		return s.t(textApart, s.groups(d.Apart))
	case d.Node.AHP != nil && d.Node.AHP.CR > study.ConsistencyLimit && len(d.Advice) > 0:
		a := d.Advice[0]
		text := s.t(textOverLimit, d.Node.AHP.CR, study.ConsistencyLimit, s.below(a.I), s.below(a.J), study.Ratio(a.Given), study.Ratio(a.Suggested), a.CR)
		if draw.Cells(text) > s.host.width() {
			text = s.t(textOverLimitShort, d.Node.AHP.CR, study.ConsistencyLimit, s.below(a.I), s.below(a.J))
		}
		return text
	case !s.study().JudgementsCount():
		return s.t(textNotCounting, s.out.WeightingInForce())
	case d.Given < d.Pairs:
		return s.t(textSomeMissing, d.Given, d.Pairs)
	}
	return s.t(textConsistent)
}

// groups names groups of criteria: {Cost, Risk} and {Scale}.
func (s *pairwiseScreen) groups(apart [][]int) string {
	var all []string
	for _, g := range apart {
		var names []string
		for _, place := range g {
			names = append(names, s.below(place))
		}
		all = append(all, "{"+strings.Join(names, ", ")+"}")
	}
	return strings.Join(all, " ")
}

// copied is the matrix as a spreadsheet takes it.
func (s *pairwiseScreen) copied() (text, what string) {
	if !s.possible() {
		return "", s.t(textMatrixCopied)
	}
	d := s.now()
	var b strings.Builder
	for j := range d.Criteria {
		b.WriteString("\t" + s.code(j))
	}
	b.WriteString("\n")
	for i := range d.Criteria {
		b.WriteString(s.code(i))
		for j := range d.Criteria {
			b.WriteString("\t")
			if x, ok := d.At(i, j); ok && j >= i {
				fmt.Fprintf(&b, "%.10g", x)
			}
		}
		b.WriteString("\n")
	}
	return b.String(), s.t(textMatrixCopied)
}

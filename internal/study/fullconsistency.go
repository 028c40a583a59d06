package study

import (
	"cmp"
	"slices"

	"veche/internal/language"
	"veche/internal/mcda/weighting"
)

// fullConsistencyNodes reads every expert's judgements as the full consistency method (FUCOM) asks for them: the most important criterion compared with every other, or each
// criterion with the next in importance and, if one likes, with the next but one. The panel's weights are the mean of the experts'.
func (p *pairing) fullConsistencyNodes(voices []*voice) ([]Node, error) {
	weights := make(map[*voice][]float64)
	return p.s.eachNode(voices, func(v *voice) (*Node, error) {
		order, ratio, second, err := p.chain(v)
		if err != nil {
			return nil, err
		}
		r, err := weighting.FullConsistency(order, ratio, second)
		if err != nil {
			return nil, Issues{Errorf("E-FUCOM", p.s.Place(v.last), "", language.M("Correct the judgements."), "Expert %s %s: %s.", p.s.Experts[v.expert].ID, p.about, err)}
		}
		weights[v] = r.Weights
		return &Node{Weights: r.Weights, FUCOM: r}, nil
	}, p.joinPriorities(weights))
}

// chain orders the criteria by importance and finds how many times each outweighs the next and the next but one: as compared, else from the comparisons of the most
// important one, else, for the next but one, as the product.
func (p *pairing) chain(v *voice) (order []int, ratio, second []float64, err error) {
	n := len(p.names)
	for i := range n {
		order = append(order, i)
	}
	outweighs := p.outweighed(v)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(outweighs[b], outweighs[a]) })
	if times := p.priorities(v, order); times != nil {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(times[a], times[b]) })
	}
	times := p.priorities(v, order)
	stated := func(a, b int) (x float64, ok bool) {
		if x, ok := v.at(a, b); ok {
			return x, true
		}
		if times == nil {
			return 0, false
		}
		return times[b] / times[a], true
	}
	for k := range n - 1 {
		x, ok := stated(order[k], order[k+1])
		if !ok || x < 1 {
			return nil, nil, nil, Issues{Errorf("E-FUCOM", p.s.Place(v.last), "", language.M("Compare the most important criterion with every other, or each criterion with the next in importance."),
				"The judgements of expert %s %s give no order of importance from one criterion to the next.", p.s.Experts[v.expert].ID, p.about)}
		}
		ratio = append(ratio, x)
	}
	for k := range n - 2 {
		x, ok := v.at(order[k], order[k+2])
		if !ok || x < 1 {
			x = ratio[k] * ratio[k+1]
		}
		second = append(second, x)
	}
	return order, ratio, second, nil
}

// outweighed counts, for every criterion, those that it outweighs by some chain of judgements.
func (p *pairing) outweighed(v *voice) []int {
	n := len(p.names)
	counts := make([]int, n)
	for a := range n {
		met := make([]bool, n)
		met[a] = true
		for next := []int{a}; len(next) > 0; next = next[1:] {
			for b := range n {
				if x, ok := v.at(next[0], b); b != next[0] && ok && !met[b] && x >= 1 && (x > 1 || next[0] < b) {
					met[b] = true
					next = append(next, b)
					counts[a]++
				}
			}
		}
	}
	return counts
}

// priorities are how many times each criterion is outweighed by the first in order, nil unless it was compared with all of them and lost to none.
func (p *pairing) priorities(v *voice, order []int) []float64 {
	times := make([]float64, len(order))
	times[order[0]] = 1
	for _, j := range order[1:] {
		x, ok := v.at(order[0], j)
		if !ok || x < 1 {
			return nil
		}
		times[j] = x
	}
	return times
}

// statedPriorities makes the node of one parent from the column Weight when nobody has compared its criteria: how many times each is outweighed by the most important
// one, which has 1. ok is false where the column does not say it.
func (s *Study) statedPriorities(children []int) (node Node, ok bool, issue *Issue) {
	priorities := make([]float64, len(children))
	least := 0.0
	for k, i := range children {
		if s.Criteria[i].Weight == nil {
			return node, false, nil
		}
		priorities[k] = *s.Criteria[i].Weight
		if least == 0 || priorities[k] < least {
			least = priorities[k]
		}
	}
	at := s.Place(s.Criteria[children[0]].WeightAt)
	if least <= 0 {
		issue := Errorf("E-FUCOM", at, "", language.M("Give the most important criterion 1 and each other how many times it is outweighed."), "For FUCOM the column Weight holds how many times the most important criterion outweighs each: numbers above 0.")
		return node, false, &issue
	}
	order := make([]int, len(children))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(priorities[a], priorities[b]) })
	var ratio, second []float64
	for k := range len(order) - 1 {
		ratio = append(ratio, priorities[order[k+1]]/priorities[order[k]])
		if k > 0 {
			second = append(second, ratio[k-1]*ratio[k])
		}
	}
	r, err := weighting.FullConsistency(order, ratio, second)
	if err != nil {
		issue := Errorf("E-FUCOM", at, "", language.M("Correct the column Weight."), "%s.", language.Capital(language.Of(err)))
		return node, false, &issue
	}
	return Node{Weights: r.Weights, FUCOM: r}, true, nil
}

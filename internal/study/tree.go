package study

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/weighting"
)

// Children returns the criteria directly below a parent ("" for the top), in workbook order.
func (s *Study) Children(parent string) []int {
	var children []int
	for i, c := range s.Criteria {
		if c.Parent == parent {
			children = append(children, i)
		}
	}
	return children
}

// Leaves returns the criteria without children: the ones technologies are scored on, in workbook order.
func (s *Study) Leaves() []int {
	parents := s.parents()
	var leaves []int
	for i, c := range s.Criteria {
		if !parents[c.Code] {
			leaves = append(leaves, i)
		}
	}
	return leaves
}

// Parents returns "" and the codes of all criteria that have children, top first.
func (s *Study) Parents() []string {
	has := s.parents()
	order := []string{""}
	for _, c := range s.Criteria {
		if has[c.Code] {
			order = append(order, c.Code)
		}
	}
	return order
}

func (s *Study) parents() map[string]bool {
	has := make(map[string]bool)
	for _, c := range s.Criteria {
		if c.Parent != "" {
			has[c.Parent] = true
		}
	}
	return has
}

// GlobalWeights multiplies local weights (by criterion, summing to 1 among siblings) down the tree to the leaves.
func (s *Study) GlobalWeights(local []float64) []float64 {
	index := make(map[string]int, len(s.Criteria))
	for i, c := range s.Criteria {
		index[c.Code] = i
	}
	leaves := s.Leaves()
	global := make([]float64, len(leaves))
	for k, i := range leaves {
		global[k] = local[i]
		for p := s.Criteria[i].Parent; p != ""; p = s.Criteria[index[p]].Parent {
			global[k] *= local[index[p]]
		}
	}
	return global
}

// LocalWeights turns global leaf weights back into every criterion's share among its siblings; siblings that together weigh 0 share equally.
func (s *Study) LocalWeights(global []float64) []float64 {
	index := make(map[string]int, len(s.Criteria))
	for i, c := range s.Criteria {
		index[c.Code] = i
	}
	total := make([]float64, len(s.Criteria))
	for k, i := range s.Leaves() {
		for at := i; ; at = index[s.Criteria[at].Parent] {
			total[at] += global[k]
			if s.Criteria[at].Parent == "" {
				break
			}
		}
	}
	local := make([]float64, len(s.Criteria))
	for _, parent := range s.Parents() {
		children := s.Children(parent)
		var sum float64
		for _, i := range children {
			sum += total[i]
		}
		for _, i := range children {
			if sum > 0 {
				local[i] = total[i] / sum
			} else {
				local[i] = 1 / float64(len(children))
			}
		}
	}
	return local
}

// checkTree reports parents that do not exist, cycles, and sibling weights that cannot be made into shares.
func (s *Study) checkTree() Issues {
	var issues Issues
	codes := make(map[string]int, len(s.Criteria))
	for i, c := range s.Criteria {
		codes[c.Code] = i
	}
	for _, c := range s.Criteria {
		if c.Parent == "" {
			continue
		}
		if _, ok := codes[c.Parent]; !ok {
			issues = append(issues, Errorf("E-TREE-PARENT", s.Place(c.Origin), c.Parent, language.M("Correct the Parent, or add it as a row of its own."),
				"The parent %q of criterion %s is not among the criteria.", c.Parent, c.Code))
		}
	}
	issues = append(issues, s.checkCycles(codes)...)
	if issues != nil {
		return issues
	}
	for _, parent := range s.Parents() {
		issues = append(issues, s.checkSiblings(parent)...)
	}
	if issues == nil {
		issues = s.checkSums()
	}
	return issues
}

// checkCycles reports the criteria that are each other's parents. Every criterion is walked once: a tree may be a chain of thousands.
func (s *Study) checkCycles(codes map[string]int) Issues {
	const unseen, walking, done = 0, 1, 2
	state := make([]byte, len(s.Criteria))
	inCycle := make([][]int, len(s.Criteria)) // the circle a criterion is in, from its first member
	for start := range s.Criteria {
		var path []int
		at, ok := start, true
		for ok && state[at] == unseen {
			state[at] = walking
			path = append(path, at)
			at, ok = codes[s.Criteria[at].Parent]
		}
		if ok && state[at] == walking {
			circle := path[slices.Index(path, at):]
			for _, i := range circle {
				inCycle[i] = circle
			}
		}
		for _, i := range path {
			state[i] = done
		}
	}
	var issues Issues
	for i, circle := range inCycle {
		if circle == nil {
			continue
		}
		c := &s.Criteria[i]
		const most = 12 // of a circle are named
		var names []string
		for k, from := 0, slices.Index(circle, i); k <= len(circle); k++ {
			if k == most {
				names = append(names, "…")
				break
			}
			names = append(names, s.Criteria[circle[(from+k)%len(circle)]].Code)
		}
		issues = append(issues, Errorf("E-TREE-CYCLE", s.Place(c.Origin), c.Parent, language.M("Give one of them a parent outside the circle, or none."),
			"The criteria %s are each other's parents.", strings.Join(names, " → ")))
	}
	return issues
}

// checkSums refuses a tree in which one group of weights adds to 1 (or to 100) and another looks like shares (or per cents) too but does not add up: a slip
// in one weight. Points are fine beside shares, and so are global weights, where children add to their parent's weight.
func (s *Study) checkSums() Issues {
	if name, _ := CanonicalWeighting(s.Settings.Weighting); name != "direct" {
		return nil
	}
	const rounding = 0.02 // of published shares
	whole := map[float64]language.Message{}
	odd := map[float64][]string{}
	sums := map[string]float64{}
	for _, parent := range s.Parents() {
		children := s.Children(parent)
		if len(children) < 2 || s.Criteria[children[0]].Weight == nil {
			continue
		}
		var sum, largest float64
		for _, i := range children {
			sum += *s.Criteria[i].Weight
			largest = max(largest, *s.Criteria[i].Weight)
		}
		sums[parent] = sum
		if above := s.Criterion(parent); above >= 0 {
			if w := s.Criteria[above].Weight; w != nil && math.Abs(sum-*w) <= rounding**w {
				continue // global weights
			}
		}
		for _, unit := range []float64{1, 100} {
			switch share := sum / unit; {
			case math.Abs(share-1) <= rounding:
				if _, ok := whole[unit]; !ok {
					whole[unit] = s.Below(parent)
				}
			case share >= 0.5 && share <= 1.5 && largest <= unit && largest > unit/20:
				odd[unit] = append(odd[unit], parent)
			}
		}
	}
	var issues Issues
	for _, unit := range []float64{1, 100} {
		for _, parent := range odd[unit] {
			if whole[unit].IsZero() {
				continue
			}
			first := &s.Criteria[s.Children(parent)[0]]
			issues = append(issues, Errorf("E-WEIGHT-SUM", s.Place(first.WeightAt), fmt.Sprint(sums[parent]), language.M("Correct the weights of this group so that they add to %g.", unit),
				"The weights %s add to %.6g, while those %s add to %g.", s.Below(parent), sums[parent], whole[unit], unit))
		}
	}
	return issues
}

// checkSiblings looks at the weights given directly below one parent.
func (s *Study) checkSiblings(parent string) Issues {
	children := s.Children(parent)
	var given, sum float64
	var issues Issues
	for _, i := range children {
		c := &s.Criteria[i]
		if c.Weight == nil {
			continue
		}
		given++
		sum += *c.Weight
		if *c.Weight < 0 {
			issues = append(issues, Errorf("E-WEIGHT-NEGATIVE", s.Place(c.WeightAt), fmt.Sprint(*c.Weight), language.M("Enter a weight of 0 or more."), "The weight of %s is negative.", c.Code))
		}
	}
	below := s.Below(parent)
	if basis := s.Settings.Basis(); given == 0 || issues != nil || basis != weighting.Given && basis != weighting.Ranks {
		return issues
	}
	if int(given) < len(children) {
		for _, i := range children {
			if c := &s.Criteria[i]; c.Weight == nil {
				issues = append(issues, Errorf("E-WEIGHT-MISSING", s.Place(c.WeightAt), "", language.M("Enter its weight (0 if it shall not count), or clear the weights of its siblings."),
					"%s has no weight, while other criteria %s have one.", c.Code, below))
			}
		}
	} else if sum == 0 {
		issues = append(issues, Errorf("E-WEIGHT-ZERO", s.Place(s.Criteria[children[0]].WeightAt), "0", language.M("Give at least one of them a weight above 0."), "All weights %s are 0.", below))
	}
	return issues
}

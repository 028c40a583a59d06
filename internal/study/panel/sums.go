package panel

import (
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/group"
	"veche/internal/mcda/weighting"
	"veche/internal/study"
)

// cellSums are the sums of answers behind a ranking by means, so that an expert can be taken out, or missing answers be filled in, without another look at the
// rest.
type cellSums struct {
	r        *Report
	o        *study.Outcome
	settings map[string]string
	slots    int       // blocs, and one for experts of none
	mass     []float64 // weight of each slot; nil: one level
	row      []int32   // of each technology, −1 for those not ranked
	column   []int32   // of each criterion
	weight   []float64 // of each expert within the slot
	slot     []int
	fixed    []bool    // columns that are evidence
	sum      []float64 // rows × columns × slots: Σ w·x
	given    []float64 // Σ w
	missing  []float64 // Σ w of the answers left blank
	mine     [][]int32 // scores that count by expert, as places in Study.Scores
}

// sums adds up the answers; nil where a ranking does not follow from means alone.
func (r *Report) sums() *cellSums {
	s, o := r.Study, r.Outcome
	how, _ := group.ParseAggregation(s.Settings.Aggregation)
	basis := s.Settings.Basis()
	if how != group.Mean || s.FuzzyScores() || len(s.Comparisons) > 0 || s.Moved == nil && (basis == weighting.Judgements || basis == weighting.Matrix) {
		return nil
	}
	m, n := len(o.Technology), len(o.Leaves)
	c := &cellSums{r: r, o: o, slots: len(r.Blocs) + 1, row: places(o.Technology, len(s.Technologies)), column: places(o.Leaves, len(s.Criteria)), fixed: make([]bool, n),
		weight: make([]float64, len(s.Experts)), slot: make([]int, len(s.Experts)), mine: make([][]int32, len(s.Experts))}
	c.settings, _ = s.Settings.Split()
	for j := range n {
		c.fixed[j] = o.Cell(0, j).Evidence
	}
	for e := range s.Experts {
		if c.weight[e] = 1; s.Settings.Competent() {
			c.weight[e] = r.Experts[e].Competence
		}
		if c.slot[e] = r.Experts[e].Bloc; c.slot[e] < 0 {
			c.slot[e] = len(r.Blocs)
		}
	}
	if two, weights := s.TwoLevels(); two {
		c.mass = make([]float64, c.slots)
		for b := range r.Blocs {
			c.mass[b] = weights[r.Blocs[b].Name]
		}
		c.mass[len(r.Blocs)] = weights[""]
	}
	cells := m * n * c.slots
	c.sum, c.given, c.missing = make([]float64, cells), make([]float64, cells), make([]float64, cells)
	in, _ := s.ChosenRounds()
	conflict := s.Conflicts()
	counts := make([]int32, len(s.Experts))
	each := func(do func(k int, a *study.Score, at int)) {
		for k := range s.Scores {
			a := &s.Scores[k]
			i, j := c.row[a.Technology], c.column[a.Criterion]
			if i < 0 || j < 0 || a.Round >= 0 && !in[a.Round] || r.Experts[a.Expert].Excluded || conflict.Has(a.Expert, a.Technology) {
				continue
			}
			do(k, a, (int(i)*n+int(j))*c.slots+c.slot[a.Expert])
		}
	}
	each(func(_ int, a *study.Score, at int) {
		switch a.State {
		case study.Given:
			c.sum[at] += float64(c.weight[a.Expert] * a.Value)
			c.given[at] += c.weight[a.Expert]
			counts[a.Expert]++
		case study.Missing:
			c.missing[at] += c.weight[a.Expert]
		}
	})
	for e, k := range counts {
		c.mine[e] = make([]int32, 0, k)
	}
	each(func(k int, a *study.Score, _ int) {
		if a.State == study.Given {
			c.mine[a.Expert] = append(c.mine[a.Expert], int32(k))
		}
	})
	return c
}

// mean is a cell's value; ok is false when nothing is left of it.
func (c *cellSums) mean(cell int) (value float64, ok bool) {
	sum, given := c.sum[cell*c.slots:(cell+1)*c.slots], c.given[cell*c.slots:(cell+1)*c.slots]
	var v, w float64
	for b := range sum {
		switch {
		case given[b] <= 1e-12:
		case c.mass == nil:
			v, w = v+sum[b], w+given[b]
		default:
			v, w = v+c.mass[b]*sum[b]/given[b], w+c.mass[b]
		}
	}
	if w <= 1e-12 {
		return 0, false
	}
	return v / w, true
}

// rankOf ranks by the answers of some of the slots alone; nil where a cell then has none, or there are no sums.
func (c *cellSums) rankOf(in func(slot int) bool) []int {
	if c == nil {
		return nil
	}
	var mass float64 // of those asked: one bloc alone has a ranking whatever its weight
	for b := range c.mass {
		if in(b) {
			mass += c.mass[b]
		}
	}
	scores := slices.Clone(c.o.Problem.Scores)
	for cell := range scores {
		if c.fixed[cell%len(c.fixed)] {
			continue
		}
		sum, given := c.sum[cell*c.slots:(cell+1)*c.slots], c.given[cell*c.slots:(cell+1)*c.slots]
		var v, w float64
		for b := range sum {
			switch {
			case !in(b) || given[b] <= 1e-12:
			case mass == 0:
				v, w = v+sum[b], w+given[b]
			default:
				v, w = v+c.mass[b]*sum[b]/given[b], w+c.mass[b]
			}
		}
		if w <= 1e-12 {
			return nil
		}
		scores[cell] = v / w
	}
	return c.rank(scores)
}

// withoutEach is the change to the ranking without each expert in turn.
func (c *cellSums) withoutEach(r *Report) []*Change {
	out := make([]*Change, len(c.mine))
	n := len(c.o.Leaves)
	scores := slices.Clone(c.o.Problem.Scores)
	for e, mine := range c.mine {
		if len(mine) == 0 {
			continue
		}
		impossible := false
		take := func(sign float64) {
			for _, k := range mine {
				a := &r.Study.Scores[k]
				cell := int(c.row[a.Technology])*n + int(c.column[a.Criterion])
				at := cell*c.slots + c.slot[e]
				c.sum[at] += float64(sign * c.weight[e] * a.Value)
				c.given[at] += float64(sign * c.weight[e])
			}
		}
		take(-1)
		for _, k := range mine {
			a := &r.Study.Scores[k]
			cell := int(c.row[a.Technology])*n + int(c.column[a.Criterion])
			v, ok := c.mean(cell)
			scores[cell] = v
			impossible = impossible || !ok
		}
		if ranks := c.rank(scores); impossible || ranks == nil {
			out[e] = &Change{Impossible: true, Leader: -1, Moved: -1}
		} else {
			out[e] = r.change(ranks)
		}
		take(1)
		for _, k := range mine {
			a := &r.Study.Scores[k]
			cell := int(c.row[a.Technology])*n + int(c.column[a.Criterion])
			scores[cell] = c.o.Problem.Scores[cell]
		}
	}
	return out
}

// rank ranks other scores by the study's method and weights in force: the technologies' ranks by place in Technologies; nil when the method refuses them.
func (c *cellSums) rank(scores []float64) []int {
	problem := *c.o.Problem
	problem.Scores = scores
	scorer, err := c.o.Method.Prepare(&problem, c.settings)
	if err != nil {
		return nil
	}
	ranking := mcda.Rank(scorer.Scores(nil, c.o.Global), problem.Alternatives, c.o.Method.LowerIsBetter)
	byTechnology := make([]int, len(c.row))
	for i, t := range c.o.Technology {
		byTechnology[t] = int(ranking.Ranks[i])
	}
	out := make([]int, len(c.r.Technologies))
	for k := range c.r.Technologies {
		out[k] = byTechnology[c.r.Technologies[k].Technology]
	}
	return out
}

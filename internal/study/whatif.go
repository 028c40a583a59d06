package study

import (
	"cmp"
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/group"
	"veche/internal/mcda/weighting"
)

// whatIfWork bounds the answers looked at again for what-ifs that cannot be had from sums: experts times answers.
const whatIfWork = 20_000_000

// whatIf works out the ranking without each expert, by each bloc alone and without it. Where the answers are joined by means and the weights do not depend on
// them, that follows from sums; elsewhere it is worked out anew, in a large panel for the experts farthest from it only.
func (r *PanelReport) whatIf() {
	if r.Outcome == nil {
		return
	}
	s := r.Study
	sums := r.sums()
	size := max(len(s.Scores)+len(s.Judgements)+len(s.Comparisons), 1)
	var again []int // experts to be worked out anew
	if sums != nil {
		for e, change := range sums.withoutEach(r) {
			if r.Experts[e].Coverage.Answered > 0 && !r.Experts[e].Excluded {
				r.Experts[e].Change = change
			}
		}
	} else {
		for e := range r.Experts {
			if c := &r.Experts[e].Coverage; !r.Experts[e].Excluded && c.Answered+c.Judged > 0 {
				again = append(again, e)
			}
		}
		if most := whatIfWork / size; len(again) > most {
			again = r.Apart()
			again = again[:min(len(again), max(most, 5))]
		}
	}
	defer func() {
		for e := range r.Experts {
			if x := &r.Experts[e]; !x.Excluded && x.Coverage.Answered+x.Coverage.Judged > 0 {
				r.WhatIf[1]++
				if x.Change != nil {
					r.WhatIf[0]++
				}
			}
		}
	}()
	for _, e := range again {
		r.Experts[e].Change = r.changeTo(r.evaluateWithout(func(x int) bool { return x == e }))
	}
	for b := range r.Blocs {
		bloc := &r.Blocs[b]
		var without []int
		bloc.Rank, without = sums.rankOf(func(slot int) bool { return slot == b }), sums.rankOf(func(slot int) bool { return slot != b })
		if bloc.Rank == nil {
			bloc.Rank = r.placesIn(r.evaluateWithout(func(x int) bool { return r.Experts[x].Bloc != b }))
		}
		switch {
		case without != nil && len(r.Blocs) > 1:
			bloc.Change = r.change(without)
		case len(r.Blocs) > 1:
			bloc.Change = r.changeTo(r.evaluateWithout(func(x int) bool { return r.Experts[x].Bloc == b }))
		}
		if bloc.Rank == nil {
			continue
		}
		if tau, ok := r.tauWith(bloc.Rank); ok {
			bloc.TauB = &tau
		}
		bloc.Leader = slices.Index(bloc.Rank, 1)
	}
}

// evaluateWithout ranks as if some experts had not been asked; nil when that leaves nothing to rank.
func (r *PanelReport) evaluateWithout(out func(expert int) bool) *Outcome {
	c := r.Study.changed()
	c.Excluded.Experts = map[string]bool{}
	for e, x := range r.Study.Experts {
		if r.Experts[e].Excluded || out(e) {
			c.Excluded.Experts[x.ID] = true
		}
	}
	o, err := Evaluate(c)
	if err != nil {
		return nil
	}
	return o
}

// placesIn are the technologies' ranks in a ranking, by place in Technologies; 0: not ranked. nil for no ranking.
func (r *PanelReport) placesIn(o *Outcome) []int {
	if o == nil {
		return nil
	}
	rank := make([]int, len(r.Study.Technologies))
	for _, row := range o.Rows {
		rank[o.Technology[row.Index]] = row.Rank
	}
	out := make([]int, len(r.Technologies))
	for k := range r.Technologies {
		out[k] = rank[r.Technologies[k].Technology]
	}
	return out
}

// tauWith compares a ranking with the one in force, on the technologies that both have.
func (r *PanelReport) tauWith(ranks []int) (float64, bool) {
	var x, y []float64
	for k, rank := range ranks {
		if now := r.Technologies[k].Rank; rank > 0 && now > 0 {
			x, y = append(x, float64(now)), append(y, float64(rank))
		}
	}
	return mcda.TauB(x, y)
}

func (r *PanelReport) changeTo(o *Outcome) *Change {
	ranks := r.placesIn(o)
	if ranks == nil {
		return &Change{Impossible: true, Leader: -1, Moved: -1}
	}
	return r.change(ranks)
}

// change compares a ranking with the one in force.
func (r *PanelReport) change(ranks []int) *Change {
	c := &Change{Leader: slices.Index(ranks, 1), Moved: -1}
	c.TauB, _ = r.tauWith(ranks)
	line := r.Study.Settings.Shortlist
	for k, rank := range ranks {
		now := r.Technologies[k].Rank
		if now > 0 && rank == 0 {
			c.Impossible = true
		}
		if by := now - rank; now > 0 && rank > 0 && abs(by) > abs(c.By) {
			c.Moved, c.By = k, by
		}
		if line > 0 && now > 0 && rank > 0 {
			switch was, is := now <= line, rank <= line; {
			case is && !was:
				c.In = append(c.In, k)
			case was && !is:
				c.Out = append(c.Out, k)
			}
		}
	}
	c.NewLeader = c.Leader >= 0 && r.Technologies[c.Leader].Rank != 1
	return c
}

func abs(x int) int { return max(x, -x) }

// cellSums are the sums of answers behind a ranking by means, so that an expert can be taken out, or missing answers be filled in, without another look at the
// rest.
type cellSums struct {
	r        *PanelReport
	o        *Outcome
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
func (r *PanelReport) sums() *cellSums {
	s, o := r.Study, r.Outcome
	how, _ := group.ParseAggregation(s.Settings.Aggregation)
	basis := s.Settings.basis()
	if how != group.Mean || s.fuzzyScores() || len(s.Comparisons) > 0 || s.Moved == nil && (basis == weighting.Judgements || basis == weighting.Matrix) {
		return nil
	}
	m, n := len(o.Technology), len(o.Leaves)
	c := &cellSums{r: r, o: o, slots: len(r.Blocs) + 1, row: places(o.Technology, len(s.Technologies)), column: places(o.Leaves, len(s.Criteria)), fixed: make([]bool, n),
		weight: make([]float64, len(s.Experts)), slot: make([]int, len(s.Experts)), mine: make([][]int32, len(s.Experts))}
	c.settings, _ = s.Settings.split()
	for j := range n {
		c.fixed[j] = o.Cell(0, j).Evidence
	}
	for e := range s.Experts {
		if c.weight[e] = 1; s.Settings.competent() {
			c.weight[e] = r.Experts[e].Competence
		}
		if c.slot[e] = r.Experts[e].Bloc; c.slot[e] < 0 {
			c.slot[e] = len(r.Blocs)
		}
	}
	if two, weights := s.twoLevels(); two {
		c.mass = make([]float64, c.slots)
		for b := range r.Blocs {
			c.mass[b] = weights[r.Blocs[b].Name]
		}
		c.mass[len(r.Blocs)] = weights[""]
	}
	cells := m * n * c.slots
	c.sum, c.given, c.missing = make([]float64, cells), make([]float64, cells), make([]float64, cells)
	in, _ := s.chosenRounds()
	conflict := s.conflicts()
	counts := make([]int32, len(s.Experts))
	each := func(do func(k int, a *Score, at int)) {
		for k := range s.Scores {
			a := &s.Scores[k]
			i, j := c.row[a.Technology], c.column[a.Criterion]
			if i < 0 || j < 0 || a.Round >= 0 && !in[a.Round] || r.Experts[a.Expert].Excluded || conflict.has(a.Expert, a.Technology) {
				continue
			}
			do(k, a, (int(i)*n+int(j))*c.slots+c.slot[a.Expert])
		}
	}
	each(func(_ int, a *Score, at int) {
		switch a.State {
		case Given:
			c.sum[at] += c.weight[a.Expert] * a.Value
			c.given[at] += c.weight[a.Expert]
			counts[a.Expert]++
		case Missing:
			c.missing[at] += c.weight[a.Expert]
		}
	})
	for e, k := range counts {
		c.mine[e] = make([]int32, 0, k)
	}
	each(func(k int, a *Score, _ int) {
		if a.State == Given {
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
func (c *cellSums) withoutEach(r *PanelReport) []*Change {
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
				c.sum[at] += sign * c.weight[e] * a.Value
				c.given[at] += sign * c.weight[e]
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

// intervals say where a technology with missing answers would stand if they were all the worst, or all the best, that the criteria's scales admit.
func (r *PanelReport) intervals() {
	in, _ := r.Study.chosenRounds()
	r.tally(in)
	if r.Outcome == nil {
		return
	}
	c := r.sums()
	for k := range r.Technologies {
		t := &r.Technologies[k]
		switch {
		case t.Missing == 0 || t.Rank == 0:
		case c != nil:
			t.Low, t.High = c.filled(k, false), c.filled(k, true)
		case len(r.Technologies)*len(r.Study.Scores) <= whatIfWork:
			t.Low, t.High = r.filledAnew(t.Technology, in, false), r.filledAnew(t.Technology, in, true)
		}
	}
}

// filledAnew is [cellSums.filled] for answers that are not joined by means.
func (r *PanelReport) filledAnew(technology int, in []bool, best bool) *Fill {
	c := r.Study.changed()
	c.Scores = slices.Clone(r.Study.Scores)
	for k := range c.Scores {
		a := &c.Scores[k]
		if int(a.Technology) != technology || a.State != Missing || a.Round >= 0 && !in[a.Round] {
			continue
		}
		end, ok := endOf(&c.Criteria[a.Criterion], best)
		if !ok {
			return nil
		}
		a.State, a.Value = Given, end
	}
	o, err := Evaluate(c)
	if err != nil {
		return nil
	}
	for _, row := range o.Rows {
		if o.Technology[row.Index] == technology {
			return &Fill{Score: row.Score, Rank: row.Rank}
		}
	}
	return nil
}

// filled is the place of a technology with its missing answers at one end of the scales; nil when a criterion has none.
func (c *cellSums) filled(k int, best bool) *Fill {
	row := int(c.row[c.r.Technologies[k].Technology])
	n := len(c.o.Leaves)
	scores := slices.Clone(c.o.Problem.Scores)
	for j, i := range c.o.Leaves {
		cell := row*n + j
		missing := c.missing[cell*c.slots : (cell+1)*c.slots]
		if c.fixed[j] || slices.Max(missing) == 0 {
			continue
		}
		end, ok := endOf(&c.r.Study.Criteria[i], best)
		if !ok {
			return nil
		}
		given, sum := c.given[cell*c.slots:(cell+1)*c.slots], c.sum[cell*c.slots:(cell+1)*c.slots]
		add := func(sign float64) {
			for b, w := range missing {
				given[b] += sign * w
				sum[b] += sign * w * end
			}
		}
		add(1)
		scores[cell], _ = c.mean(cell)
		add(-1)
	}
	problem := *c.o.Problem
	problem.Scores = scores
	scorer, err := c.o.Method.Prepare(&problem, c.settings)
	if err != nil {
		return nil
	}
	values := scorer.Scores(nil, c.o.Global)
	ranking := mcda.Rank(values, problem.Alternatives, c.o.Method.LowerIsBetter)
	return &Fill{Score: values[row], Rank: int(ranking.Ranks[row])}
}

// endOf is the best or the worst value that a criterion's scale admits.
func endOf(c *Criterion, best bool) (float64, bool) {
	if c.Min == nil || c.Max == nil {
		return 0, false
	}
	lo, hi := *c.Min, *c.Max
	switch {
	case c.Sense == mcda.Target && c.Target != nil && best:
		return *c.Target, true
	case c.Sense == mcda.Target && c.Target != nil:
		if *c.Target-lo > hi-*c.Target {
			return lo, true
		}
		return hi, true
	case c.Value != nil:
		if a, b := c.Value.At(lo), c.Value.At(hi); (a < b) == best {
			return hi, true
		}
		return lo, true
	case (c.Sense == mcda.Cost) == best:
		return lo, true
	}
	return hi, true
}

// Reading is the ranking, and the weights, by one way of joining the experts.
type Reading struct {
	Levels     string // flat or blocs
	Competence string // off, given, self or argumentation
	Group      string // aij, aip or aip-arithmetic; "" where the weights are not made of judgements
	InForce    bool
	Rank       []int     // by place in Technologies; nil: no ranking
	Weights    []float64 // by leaf
	TauB       *float64  // with the ranking in force
	Leader     int       // place in Technologies; −1
}

// readings ranks by the other ways to join the experts: flat beside by blocs, with competence beside without, AIJ beside AIP.
func (r *PanelReport) readings() {
	s := r.Study
	levels, competence, groups := []string{LevelsFlat}, []string{CompetenceOff}, []string{""}
	if len(r.Blocs) > 1 {
		levels = append(levels, LevelsBlocs)
	}
	if kind := s.competenceKind(); kind != CompetenceOff {
		competence = append(competence, kind)
	}
	name, _ := CanonicalWeighting(s.Settings.Weighting)
	if name == "ahp" && s.Moved == nil {
		groups = Groupings()
	}
	now := Reading{Levels: LevelsFlat, Competence: cmp.Or(mcda.FoldName(s.Settings.Competence), CompetenceOff)}
	if two, _ := s.twoLevels(); two {
		now.Levels = LevelsBlocs
	}
	if groups[0] != "" {
		now.Group = cmp.Or(mcda.FoldName(s.Settings.Group), groups[0])
	}
	if len(levels)*len(competence)*len(groups) == 1 {
		return
	}
	for _, g := range groups {
		for _, l := range levels {
			for _, c := range competence {
				one := Reading{Levels: l, Competence: c, Group: g, Leader: -1}
				one.InForce = one.Levels == now.Levels && one.Competence == now.Competence && one.Group == now.Group
				changed := s.changed()
				changed.Settings.Levels, changed.Settings.Competence = l, c
				if g != "" {
					changed.Settings.Group = g
				}
				r.read(&one, changed)
				r.Readings = append(r.Readings, one)
			}
		}
	}
}

func (r *PanelReport) read(one *Reading, s *Study) {
	if r.Outcome == nil {
		if w, err := Weigh(s); err == nil {
			one.Weights = w.Global
		}
		return
	}
	o, err := Evaluate(s)
	if err != nil {
		return
	}
	one.Weights, one.Rank = o.Global, r.placesIn(o)
	one.Leader = slices.Index(one.Rank, 1)
	if tau, ok := r.tauWith(one.Rank); ok {
		one.TauB = &tau
	}
}

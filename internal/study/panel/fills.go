package panel

import (
	"slices"

	"veche/internal/mcda"
	"veche/internal/study"
)

// intervals say where a technology with missing answers would stand if they were all the worst, or all the best, that the criteria's scales admit.
func (r *Report) intervals() {
	in, _ := r.Study.ChosenRounds()
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
func (r *Report) filledAnew(technology int, in []bool, best bool) *Fill {
	c := r.Study.Changed()
	c.Scores = slices.Clone(r.Study.Scores)
	for k := range c.Scores {
		a := &c.Scores[k]
		if int(a.Technology) != technology || a.State != study.Missing || a.Round >= 0 && !in[a.Round] {
			continue
		}
		end, ok := endOf(&c.Criteria[a.Criterion], best)
		if !ok {
			return nil
		}
		a.State, a.Value = study.Given, end
	}
	o, err := study.Evaluate(c)
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
				given[b] += float64(sign * w)
				sum[b] += float64(sign * w * end)
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
func endOf(c *study.Criterion, best bool) (float64, bool) {
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

package panel

import (
	"math"
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
	"veche/internal/mcda/group"
	"veche/internal/study"
)

// RoundComparison is what changed from one round to the next.
type RoundComparison struct {
	From, To        int      // places in Study.Rounds
	Experts         [2]int   // with an answer in each
	Technologies    [2]int   // with an answer in each
	Common          int      // technologies with an answer in both
	Asked, Repeated int      // expert–technology pairs taken up in either round (an answer, or “don't know”), and in both
	Rho, Tau        *float64 // between the rounds' orders of the common technologies, each by the mean of all its answers as ratings
	RhoMeans        *float64 // the same by the weighted means of the criteria's means
	TauMeans        *float64
	TauRepeated     *float64 // by the answers given twice only
	Movement        group.Movement
	MeanSD, MeanIQR [2]float64 // over questions with two answers or more: sample standard deviation, interquartile range, in the answers' own units
	Questions       [2]int     // that these are the means of
	Alpha           [2]*float64
	W               *float64 // Kendall's, of the later round's complete orders
	Items           []ItemMovement
	Verdict         group.Stopping
}

// ItemMovement is one question in two rounds.
type ItemMovement struct {
	Technology, Criterion int // places in the study's lists
	N                     [2]int
	Median, Lower, Upper  [2]float64 // of the answers; Lower and Upper the quartiles
	Movement              group.Movement
}

// IQR is the interquartile range in a round.
func (i *ItemMovement) IQR(round int) float64 { return i.Upper[round] - i.Lower[round] }

// compareRounds compares each round with the next.
func (r *Report) compareRounds(global []float64) {
	for k := 1; k < len(r.Study.Rounds); k++ {
		if c := r.compare(k-1, k, global); c != nil {
			r.Rounds = append(r.Rounds, *c)
		}
	}
}

// compare compares two rounds; nil when one has no scores.
func (r *Report) compare(from, to int, global []float64) *RoundComparison {
	s := r.Study
	c := &RoundComparison{From: from, To: to}
	leaves := s.Leaves()
	column := places(leaves, len(s.Criteria))
	n := len(leaves)
	type given struct {
		expert int32
		value  float64
	}
	answers := [2][][]given{make([][]given, len(s.Technologies)*n), make([][]given, len(s.Technologies)*n)}
	asked := [2]map[[2]int32]bool{{}, {}}
	var experts, technologies [2]map[int32]bool
	for k := range experts {
		experts[k], technologies[k] = map[int32]bool{}, map[int32]bool{}
	}
	conflict := s.Conflicts()
	lo, hi := make([]float64, n), make([]float64, n)
	for j := range n {
		lo[j], hi[j] = math.Inf(1), math.Inf(-1)
	}
	for k := range s.Scores {
		a := &s.Scores[k]
		which := slices.Index([]int32{int32(from), int32(to)}, a.Round)
		j := column[a.Criterion]
		if which < 0 || j < 0 || s.Excluded.Experts[s.Experts[a.Expert].ID] || s.Excluded.Technologies[s.Technologies[a.Technology].ID] || conflict.Has(a.Expert, a.Technology) {
			continue
		}
		if a.State != study.Missing { // a form's blank cells are there in every round
			asked[which][[2]int32{a.Expert, a.Technology}] = true
		}
		if a.State != study.Given {
			continue
		}
		experts[which][a.Expert], technologies[which][a.Technology] = true, true
		cell := int(a.Technology)*n + int(j)
		answers[which][cell] = append(answers[which][cell], given{a.Expert, a.Value})
		lo[j], hi[j] = min(lo[j], a.Value), max(hi[j], a.Value)
	}
	if len(experts[0]) == 0 || len(experts[1]) == 0 {
		return nil
	}
	for k := range 2 {
		c.Experts[k], c.Technologies[k] = len(experts[k]), len(technologies[k])
	}
	for pair := range asked[0] {
		if asked[1][pair] {
			c.Repeated++
		}
	}
	c.Asked = len(asked[0]) + len(asked[1]) - c.Repeated
	rate := make([]func(float64) float64, n)
	for j, i := range leaves {
		if hi[j] >= lo[j] {
			rate[j] = rating(&s.Criteria[i], lo[j], hi[j])
		}
	}
	// Means by technology: of all answers, of the criteria's means by weight, of the answers given twice.
	type mean struct{ sum, weight float64 }
	at := func() []mean { return make([]mean, len(s.Technologies)) }
	pooled, means, twice := [2][]mean{at(), at()}, [2][]mean{at(), at()}, [2][]mean{at(), at()}
	var units [2][][]float64
	for cell := range answers[0] {
		t, j := cell/n, cell%n
		item := ItemMovement{Technology: t, Criterion: leaves[j]}
		for k := range 2 {
			var unit []float64
			var sum float64
			for _, g := range answers[k][cell] {
				unit = append(unit, g.value)
				sum += rate[j](g.value)
			}
			item.N[k] = len(unit)
			if unit == nil {
				continue
			}
			count := float64(len(unit))
			pooled[k][t].sum, pooled[k][t].weight = pooled[k][t].sum+sum, pooled[k][t].weight+count
			means[k][t].sum, means[k][t].weight = means[k][t].sum+global[j]*sum/count, means[k][t].weight+global[j]
			item.Lower[k], item.Median[k], item.Upper[k] = group.Quartiles(unit)
			if len(unit) > 1 {
				c.Questions[k]++
				_, sd := exact.Moments(unit)
				c.MeanSD[k] += sd
				c.MeanIQR[k] += item.IQR(k)
			}
			rated := make([]float64, len(unit))
			for i, x := range unit {
				rated[i] = rate[j](x)
			}
			units[k] = append(units[k], rated)
		}
		earlier := make(map[int32]float64, len(answers[0][cell]))
		for _, g := range answers[0][cell] {
			earlier[g.expert] = g.value
		}
		for _, g := range answers[1][cell] {
			before, both := earlier[g.expert]
			if !both {
				continue
			}
			c.Movement.Move(before, g.value, item.Median[0])
			item.Movement.Move(before, g.value, item.Median[0])
			for k, x := range []float64{before, g.value} {
				twice[k][t].sum, twice[k][t].weight = twice[k][t].sum+rate[j](x), twice[k][t].weight+1
			}
		}
		if item.N[0]+item.N[1] > 0 {
			c.Items = append(c.Items, item)
		}
	}
	for k := range 2 {
		if q := float64(c.Questions[k]); q > 0 {
			c.MeanSD[k] /= q
			c.MeanIQR[k] /= q
		}
		if alpha, ok := group.Alpha(units[k]); ok {
			c.Alpha[k] = &alpha
		}
	}
	orders := func(m [2][]mean, least int) (rho, tau *float64, common int) {
		var x, y []float64
		for t := range s.Technologies {
			if m[0][t].weight > 0 && m[1][t].weight > 0 {
				x, y = append(x, m[0][t].sum/m[0][t].weight), append(y, m[1][t].sum/m[1][t].weight)
			}
		}
		if len(x) < least {
			return nil, nil, len(x)
		}
		x, y = group.MidRanks(x), group.MidRanks(y)
		if v, ok := mcda.Spearman(x, y); ok {
			rho = &v
		}
		if v, ok := mcda.TauB(x, y); ok {
			tau = &v
		}
		return rho, tau, len(x)
	}
	c.Rho, c.Tau, c.Common = orders(pooled, 2)
	c.RhoMeans, c.TauMeans, _ = orders(means, 2)
	_, c.TauRepeated, _ = orders(twice, leastCommon)
	r.stop(c, global)
	return c
}

// stop gives the verdict, with the later round's agreement.
func (r *Report) stop(c *RoundComparison, global []float64) {
	later := r.Study.Changed()
	later.Settings.Round = r.Study.Rounds[c.To]
	if w := r.Agreement; r.Round == r.Study.Rounds[c.To] && w != nil && w.Figures.HasW {
		c.W = &w.Figures.W
	} else if r.Round != r.Study.Rounds[c.To] {
		p := positionsOf(later, global)
		if experts, technologies := p.block(); len(experts) > 1 && 2*len(experts) >= len(p.experts) && len(technologies) >= min(leastCommon, len(p.technologies)) && len(technologies) > 1 {
			if tally, err := group.NewTally(r.panelOf(p, experts, technologies)); err == nil {
				if f := tally.All(); f.HasW {
					c.W = &f.W
				}
			}
		}
	}
	value := func(x *float64, otherwise float64) float64 {
		if x == nil {
			return otherwise
		}
		return *x
	}
	unchanged, _ := c.Movement.Share()
	c.Verdict = group.Stop(c.Repeated, c.Asked, value(c.TauRepeated, 0), unchanged, value(c.W, 0))
}

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
	p := r.pair(from, to)
	if len(p.experts[0]) == 0 || len(p.experts[1]) == 0 {
		return nil
	}
	c := &RoundComparison{From: from, To: to}
	for k := range 2 {
		c.Experts[k], c.Technologies[k] = len(p.experts[k]), len(p.technologies[k])
	}
	for pair := range p.asked[0] {
		if p.asked[1][pair] {
			c.Repeated++
		}
	}
	c.Asked = len(p.asked[0]) + len(p.asked[1]) - c.Repeated
	p.items(c, global)
	c.Rho, c.Tau, c.Common = orders(p.pooled, 2)
	c.RhoMeans, c.TauMeans, _ = orders(p.means, 2)
	_, c.TauRepeated, _ = orders(p.twice, leastCommon)
	r.stop(c, global)
	return c
}

// twoRounds is what was answered in two rounds; index 0 is the earlier.
type twoRounds struct {
	leaves                []int
	rate                  []func(float64) float64 // by leaf: an answer as a rating; nil where nobody answered
	answers               [2][][]givenAnswer      // by technology × leaf, in the study's order
	asked                 [2]map[[2]int32]bool    // expert and technology
	experts, technologies [2]map[int32]bool       // with an answer
	pooled, means, twice  [2][]ratedMean          // by technology: of all answers, of the criteria's means by weight, of the answers given twice
}

// givenAnswer is one expert's.
type givenAnswer struct {
	expert int32
	value  float64
}

// ratedMean is a weighted mean of ratings being summed up.
type ratedMean struct{ sum, weight float64 }

func (m *ratedMean) add(x, weight float64) {
	m.sum += x
	m.weight += weight
}

// pair gathers the answers of two rounds, without excluded experts and technologies and conflicts of interest.
func (r *Report) pair(from, to int) *twoRounds {
	s := r.Study
	leaves := s.Leaves()
	column := places(leaves, len(s.Criteria))
	n, cells := len(leaves), len(s.Technologies)*len(leaves)
	p := &twoRounds{leaves: leaves, rate: make([]func(float64) float64, n)}
	for k := range 2 {
		p.answers[k], p.asked[k] = make([][]givenAnswer, cells), map[[2]int32]bool{}
		p.experts[k], p.technologies[k] = map[int32]bool{}, map[int32]bool{}
		for _, means := range []*[2][]ratedMean{&p.pooled, &p.means, &p.twice} {
			means[k] = make([]ratedMean, len(s.Technologies))
		}
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
			p.asked[which][[2]int32{a.Expert, a.Technology}] = true
		}
		if a.State != study.Given {
			continue
		}
		p.experts[which][a.Expert], p.technologies[which][a.Technology] = true, true
		cell := int(a.Technology)*n + int(j)
		p.answers[which][cell] = append(p.answers[which][cell], givenAnswer{a.Expert, a.Value})
		lo[j], hi[j] = min(lo[j], a.Value), max(hi[j], a.Value)
	}
	for j, i := range leaves {
		if hi[j] >= lo[j] {
			p.rate[j] = rating(&s.Criteria[i], lo[j], hi[j])
		}
	}
	return p
}

// items compares question by question, and sums up the means by technology.
func (p *twoRounds) items(c *RoundComparison, global []float64) {
	n := len(p.leaves)
	var units [2][][]float64
	for cell := range p.answers[0] {
		t, j := cell/n, cell%n
		item := ItemMovement{Technology: t, Criterion: p.leaves[j]}
		for k := range 2 {
			if rated := p.describe(c, &item, k, t, j, global[j]); rated != nil {
				units[k] = append(units[k], rated)
			}
		}
		p.movement(c, &item, t, j)
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
}

// describe takes up one round's answers to a question and returns them as ratings; nil when there are none.
func (p *twoRounds) describe(c *RoundComparison, item *ItemMovement, k, t, j int, weight float64) []float64 {
	var unit, rated []float64
	var sum float64
	for _, g := range p.answers[k][t*len(p.leaves)+j] {
		x := p.rate[j](g.value)
		unit, rated = append(unit, g.value), append(rated, x)
		sum += x
	}
	item.N[k] = len(unit)
	if unit == nil {
		return nil
	}
	count := float64(len(unit))
	p.pooled[k][t].add(sum, count)
	p.means[k][t].add(float64(weight*sum)/count, weight)
	item.Lower[k], item.Median[k], item.Upper[k] = group.Quartiles(unit)
	if len(unit) > 1 {
		c.Questions[k]++
		_, sd := exact.Moments(unit)
		c.MeanSD[k] += sd
		c.MeanIQR[k] += item.IQR(k)
	}
	return rated
}

// movement takes up the answers of those who answered a question in both rounds.
func (p *twoRounds) movement(c *RoundComparison, item *ItemMovement, t, j int) {
	cell := t*len(p.leaves) + j
	earlier := make(map[int32]float64, len(p.answers[0][cell]))
	for _, g := range p.answers[0][cell] {
		earlier[g.expert] = g.value
	}
	for _, g := range p.answers[1][cell] {
		before, both := earlier[g.expert]
		if !both {
			continue
		}
		c.Movement.Move(before, g.value, item.Median[0])
		item.Movement.Move(before, g.value, item.Median[0])
		for k, x := range []float64{before, g.value} {
			p.twice[k][t].add(p.rate[j](x), 1)
		}
	}
}

// orders compares the orders of the technologies that have a mean in both rounds; nil below so many of them, or where all share a place.
func orders(m [2][]ratedMean, least int) (rho, tau *float64, common int) {
	var x, y []float64
	for t := range m[0] {
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

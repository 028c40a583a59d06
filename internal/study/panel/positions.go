package panel

import (
	"cmp"
	"math"
	"slices"

	"veche/internal/mcda"
	"veche/internal/study"
)

// positions are what each expert's own answers say of the technologies: evidence, on which nobody can differ, is left out.
type positions struct {
	experts      []int32   // who gave any answer that counts, by ID
	technologies []int     // that are not left out, in the study's order
	leaves       []int     // criteria the experts were asked about
	weights      []float64 // of these criteria, in force, sum 1
	rating       []float64 // experts × technologies × leaves, 0 to 1, more is better; NaN: no answer
	value        []float64 // experts × technologies: weighted mean of the ratings, over the criteria answered
	known        []bool    // the answers carry at least half of the weight
	part         []bool    // … and not all of it
}

// halfKnown is the share of the criteria's weight that an expert's answers on a technology must carry for it to have a place in the expert's order.
const halfKnown = 0.5

func (p *positions) at(expert, technology int) (value float64, known bool) {
	k := expert*len(p.technologies) + technology
	return p.value[k], p.known[k]
}

func (p *positions) rated(expert, technology, leaf int) float64 {
	return p.rating[(expert*len(p.technologies)+technology)*len(p.leaves)+leaf]
}

// positionsOf gathers the experts' answers of the chosen rounds; an answer given in several of them is their mean. global are the weights by leaf.
func positionsOf(s *study.Study, global []float64) *positions {
	p := &positions{}
	in, _ := s.ChosenRounds()
	asked := make([]bool, len(s.Criteria))
	answered := make([]bool, len(s.Experts))
	conflict := s.Conflicts()
	counts := func(a *study.Score) bool {
		return a.State == study.Given && (a.Round < 0 || in[a.Round]) && !conflict.Has(a.Expert, a.Technology)
	}
	for e, x := range s.Experts {
		answered[e] = s.Excluded.Experts[x.ID]
	}
	out := slices.Clone(answered)
	for k := range s.Scores {
		if a := &s.Scores[k]; !out[a.Expert] && counts(a) {
			asked[a.Criterion], answered[a.Expert] = true, true
		}
	}
	compared := s.ComparedPriorities(conflict)
	for _, c := range compared {
		asked[c.Criterion], answered[c.Expert] = true, true
	}
	for e := range s.Experts {
		if answered[e] && !out[e] {
			p.experts = append(p.experts, int32(e))
		}
	}
	slices.SortFunc(p.experts, func(a, b int32) int { return cmp.Or(cmp.Compare(s.Experts[a].ID, s.Experts[b].ID), cmp.Compare(a, b)) })
	for t := range s.Technologies {
		if !s.Excluded.Technologies[s.Technologies[t].ID] {
			p.technologies = append(p.technologies, t)
		}
	}
	var sum float64
	for k, i := range s.Leaves() {
		if asked[i] {
			p.leaves, p.weights = append(p.leaves, i), append(p.weights, global[k])
			sum += global[k]
		}
	}
	for k := range p.weights {
		if sum > 0 {
			p.weights[k] /= sum
		} else {
			p.weights[k] = 1 / float64(len(p.weights))
		}
	}
	p.fill(s, counts, compared)
	return p
}

// fill rates the answers and weighs them.
func (p *positions) fill(s *study.Study, counts func(*study.Score) bool, compared []study.ComparedPriority) {
	expert, row, column := places(p.experts, len(s.Experts)), places(p.technologies, len(s.Technologies)), places(p.leaves, len(s.Criteria))
	n := len(p.leaves)
	p.rating = make([]float64, len(p.experts)*len(p.technologies)*n)
	times := make([]uint8, len(p.rating))
	at := func(e int32, t, c int) int {
		if expert[e] < 0 || row[t] < 0 || column[c] < 0 {
			return -1
		}
		return (int(expert[e])*len(p.technologies)+int(row[t]))*n + int(column[c])
	}
	for k := range s.Scores {
		a := &s.Scores[k]
		if !counts(a) {
			continue
		}
		if c := at(a.Expert, int(a.Technology), int(a.Criterion)); c >= 0 && times[c] < math.MaxUint8 {
			times[c]++
			p.rating[c] += (a.Value - p.rating[c]) / float64(times[c])
		}
	}
	for j, i := range p.leaves {
		p.rate(j, &s.Criteria[i], times)
	}
	for _, c := range compared {
		if k := at(c.Expert, int(c.Technology), int(c.Criterion)); k >= 0 {
			p.rating[k], times[k] = c.Rating, 1
		}
	}
	cells := len(p.experts) * len(p.technologies)
	p.value, p.known, p.part = make([]float64, cells), make([]bool, cells), make([]bool, cells)
	for k := range cells {
		var sum, weight float64
		for j := range n {
			c := k*n + j
			if times[c] == 0 {
				p.rating[c] = math.NaN()
				continue
			}
			sum += float64(p.weights[j] * p.rating[c])
			weight += p.weights[j]
		}
		if p.known[k] = weight >= halfKnown-1e-12; p.known[k] {
			p.value[k], p.part[k] = sum/weight, weight < 1-1e-12
		}
	}
}

// places is each thing's place in a list, −1 for those that are not in it.
func places[T int | int32](list []T, of int) []int32 {
	at := make([]int32, of)
	for k := range at {
		at[k] = -1
	}
	for k, x := range list {
		at[x] = int32(k)
	}
	return at
}

// rate turns column j's answers, where there are any, into ratings of 0 to 1.
func (p *positions) rate(j int, c *study.Criterion, times []uint8) {
	lo, hi := math.Inf(1), math.Inf(-1)
	n := len(p.leaves)
	for k := j; k < len(p.rating); k += n {
		if times[k] > 0 {
			lo, hi = min(lo, p.rating[k]), max(hi, p.rating[k])
		}
	}
	by := rating(c, lo, hi)
	for k := j; k < len(p.rating); k += n {
		if times[k] > 0 {
			p.rating[k] = by(p.rating[k])
		}
	}
}

// rating is how an answer on a criterion becomes a number of 0 to 1 of which more is better, given the least and the greatest answer: by the value function;
// on a scale, by the place between its ends; without one in proportion (x over the greatest, or the least over x for costs), which keeps priorities what they
// are, or by the place between the answers where some are not positive.
func rating(c *study.Criterion, lo, hi float64) func(x float64) float64 {
	unit := func(x float64) float64 { return min(max(x, 0), 1) }
	between := func(a, b float64) func(float64) float64 {
		return func(x float64) float64 {
			if a == b {
				return 1
			}
			return unit((x - a) / (b - a))
		}
	}
	scaled := c.Min != nil && c.Max != nil
	switch {
	case c.Value != nil:
		return func(x float64) float64 { return unit(c.Value.At(x)) }
	case c.Sense == mcda.Target && c.Target != nil:
		far := max(math.Abs(lo-*c.Target), math.Abs(hi-*c.Target))
		if scaled {
			far = max(math.Abs(*c.Min-*c.Target), math.Abs(*c.Max-*c.Target))
		}
		by := between(far, 0)
		return func(x float64) float64 { return by(math.Abs(x - *c.Target)) }
	case scaled && c.Sense == mcda.Cost:
		return between(*c.Max, *c.Min)
	case scaled:
		return between(*c.Min, *c.Max)
	case c.Sense == mcda.Cost && lo > 0:
		return func(x float64) float64 { return lo / x }
	case c.Sense == mcda.Cost:
		return between(hi, lo)
	case lo >= 0 && hi > 0:
		return func(x float64) float64 { return x / hi }
	}
	return between(lo, hi)
}

// block is the largest part of the positions in which every expert has a value for every technology, as figures that need complete rankings take it: the
// expert or the technology with the largest share of gaps is left out, until there are none.
func (p *positions) block() (experts, technologies []int) {
	m, n := len(p.experts), len(p.technologies)
	gapsE, gapsT := make([]int, m), make([]int, n)
	inE, inT := make([]bool, m), make([]bool, n)
	for e := range m {
		inE[e] = true
	}
	for t := range n {
		inT[t] = true
	}
	gaps := 0
	for e := range m {
		for t := range n {
			if !p.known[e*n+t] {
				gapsE[e]++
				gapsT[t]++
				gaps++
			}
		}
	}
	leftE, leftT := m, n
	for gaps > 0 {
		worst, isExpert, share := -1, false, 0.0
		for t := range n {
			if s := float64(gapsT[t]) / float64(leftE); inT[t] && s > share {
				worst, share = t, s
			}
		}
		for e := range m {
			if s := float64(gapsE[e]) / float64(leftT); inE[e] && s > share {
				worst, isExpert, share = e, true, s
			}
		}
		if isExpert {
			inE[worst] = false
			leftE--
			gaps -= gapsE[worst]
			for t := range n {
				if inT[t] && !p.known[worst*n+t] {
					gapsT[t]--
				}
			}
			continue
		}
		inT[worst] = false
		leftT--
		gaps -= gapsT[worst]
		for e := range m {
			if inE[e] && !p.known[e*n+worst] {
				gapsE[e]--
			}
		}
	}
	for e := range m {
		if inE[e] {
			experts = append(experts, e)
		}
	}
	for t := range n {
		if inT[t] {
			technologies = append(technologies, t)
		}
	}
	return experts, technologies
}

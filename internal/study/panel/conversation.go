package panel

import (
	"maps"
	"math"
	"slices"

	"veche/internal/mcda/group"
)

// Conversation is the one talk that would help most: the technology on whose place agreement would lift Kendall's W most (where W is not defined, the one with
// most of the disagreement), the two sides farthest apart on it, and the criterion to begin with.
type Conversation struct {
	Technology int        // place in Technologies; −1: it is about the weight of Criterion
	Sides      [2]Side    // the one that places it higher first
	Criterion  int        // place in Study.Criteria: on which the sides' ratings differ most, by weight; −1: none
	Means      [2]float64 // of the sides' ratings on it, in the criterion's own unit
	HasW       bool
	W, Would   float64 // Kendall's W now, and if all placed the technology as the panel does
}

// Side is who holds a view: a bloc, a camp of experts, one expert, or the rest of the panel.
type Side struct {
	Bloc    int     // place in Blocs; −1
	Camp    int     // cluster; −1: with Bloc −1 too, experts who have nothing else in common
	Place   float64 // mean place the side gives the technology
	members []int   // places in Experts
}

// Members are the side's experts, by place in Experts, as far as they have a complete order.
func (s *Side) Members() []int { return s.members }

// converse finds the conversation.
func (r *Report) converse(p *positions) {
	a := r.Agreement
	if a == nil {
		r.converseOnWeights()
		return
	}
	c := &Conversation{Criterion: -1}
	of := make(map[int]float64) // place of the technology by expert
	if len(a.Block) > 1 {
		if !a.Figures.HasW || a.Figures.W > 1-1e-9 {
			return
		}
		ranks, values := r.blockRanks(p)
		best, would := lift(ranks, values, a.Figures.W)
		if best < 0 {
			return
		}
		c.Technology, c.HasW, c.W, c.Would = a.Items[best], true, a.Figures.W, would
		for k, e := range a.Block {
			of[e] = ranks[k][best]
		}
	} else {
		c.Technology = -1
		for k := range r.Technologies {
			if t := &r.Technologies[k]; t.Experts > 2 && t.Spread > 0 && (c.Technology < 0 || t.Share > r.Technologies[c.Technology].Share) {
				c.Technology = k
			}
		}
		if c.Technology < 0 {
			return
		}
		for _, e := range p.experts {
			if place := r.stretched(int(e), c.Technology); place > 0 {
				of[int(e)] = place
			}
		}
	}
	c.Sides = r.sides(of)
	r.opening(p, c)
	r.Talk = c
}

// converseOnWeights finds the conversation of a panel that judged criteria only: about the criterion on whose weight agreement would lift W most.
func (r *Report) converseOnWeights() {
	if len(r.Weights) == 0 {
		return
	}
	a := &r.Weights[0]
	if len(a.Experts) < 2 || !a.Figures.HasW || a.Figures.W > 1-1e-9 {
		return
	}
	var ranks, values [][]float64
	for k := range a.Experts {
		values, ranks = append(values, a.Experts[k].Weights), append(ranks, group.MidRanks(a.Experts[k].Weights))
	}
	best, would := lift(ranks, values, a.Figures.W)
	if best < 0 {
		return
	}
	of := make(map[int]float64)
	for k := range a.Experts {
		of[a.Experts[k].Expert] = ranks[k][best]
	}
	r.Talk = &Conversation{Technology: -1, Criterion: a.Criteria[best], HasW: true, W: a.Figures.W, Would: would, Sides: r.sides(of)}
}

// stretched is an expert's place for a technology, stretched to all technologies where the expert judged only some; 0: none.
func (r *Report) stretched(expert, technology int) float64 {
	x := &r.Experts[expert]
	if x.Rank[technology] == 0 || x.Judged < 2 {
		return 0
	}
	return 1 + (x.Rank[technology]-1)*float64(len(r.Technologies)-1)/float64(x.Judged-1)
}

// lift finds the item on whose value agreement would raise W most, and W then; −1 when none would.
func lift(ranks, values [][]float64, w float64) (best int, would float64) {
	m, n := len(ranks), len(ranks[0])
	mean := make([]float64, n)
	for e := range m {
		for t := range n {
			mean[t] += values[e][t] / float64(m)
		}
	}
	best, would = -1, w
	moved := make([][]float64, m)
	for e := range moved {
		moved[e] = make([]float64, n)
	}
	for t := range n {
		for e := range m {
			replace(moved[e], ranks[e], values[e], t, mean[t])
		}
		if c, ok := group.KendallW(moved); ok && c.W > would+1e-12 {
			best, would = t, c.W
		}
	}
	return best, would
}

// blockRanks are the mid-ranks and the values of the complete orders.
func (r *Report) blockRanks(p *positions) (ranks, values [][]float64) {
	a := r.Agreement
	at := places(p.experts, len(r.Study.Experts))
	for _, e := range a.Block {
		v := make([]float64, len(a.Items))
		var sum float64
		for k, t := range a.Items {
			v[k], _ = p.at(int(at[e]), t)
			sum += v[k]
		}
		for k := range v {
			if sum > 0 {
				v[k] /= sum
			} else {
				v[k] = 1 / float64(len(v))
			}
		}
		values, ranks = append(values, v), append(ranks, group.MidRanks(v))
	}
	return ranks, values
}

// replace fills dst with the mid-ranks when item t's value is x in place of its own.
func replace(dst, ranks, values []float64, t int, x float64) {
	// A mid-rank is 1 + those before it + half of those tied with it.
	before := func(a, b float64) float64 {
		switch {
		case math.Abs(a-b) <= 1e-12*max(math.Abs(a), math.Abs(b)):
			return 0.5
		case a > b:
			return 1
		}
		return 0
	}
	own := 1.0
	for i, v := range values {
		if i != t {
			dst[i] = ranks[i] - before(values[t], v) + before(x, v)
			own += before(v, x)
		}
	}
	dst[t] = own
}

// sides are the two groups farthest apart on a technology, of what divides those who placed it best: the blocs, the camps, or where neither does, those who
// place it above and below the mean.
func (r *Report) sides(of map[int]float64) [2]Side {
	byBloc, byCamp := make([]Side, len(r.Blocs)), []Side(nil)
	if r.Agreement != nil {
		byCamp = make([]Side, len(r.Agreement.Camps))
	}
	for b := range byBloc {
		byBloc[b] = Side{Bloc: b, Camp: -1}
	}
	for c := range byCamp {
		byCamp[c] = Side{Bloc: -1, Camp: c}
	}
	experts := slices.Sorted(maps.Keys(of))
	var mean, all float64
	for _, e := range experts {
		mean += of[e] / float64(len(of))
		if b := r.Experts[e].Bloc; b >= 0 {
			byBloc[b].members = append(byBloc[b].members, e)
		}
		if c := r.Experts[e].Cluster; c >= 0 {
			byCamp[c].members = append(byCamp[c].members, e)
		}
	}
	halves := []Side{{Bloc: -1, Camp: -1}, {Bloc: -1, Camp: -1}}
	for _, e := range experts {
		all += float64((of[e] - mean) * (of[e] - mean))
		half := &halves[0]
		if of[e] > mean {
			half = &halves[1]
		}
		half.members = append(half.members, e)
	}
	// The share of the disagreement on this technology that a division explains.
	explained := func(sides []Side) (share float64) {
		for k := range sides {
			s := &sides[k]
			for _, e := range s.members {
				s.Place += of[e] / float64(len(s.members))
			}
			share += float64(float64(len(s.members)) * (s.Place - mean) * (s.Place - mean))
		}
		return share / all
	}
	nobody := func(s Side) bool { return len(s.members) == 0 }
	byBloc, byCamp = slices.DeleteFunc(byBloc, nobody), slices.DeleteFunc(byCamp, nobody)
	const explains = 0.5
	blocs, camps := explained(byBloc), explained(byCamp)
	explained(halves)
	switch {
	case len(byBloc) > 1 && blocs >= explains: // a person knows who they are
		return ends(byBloc)
	case len(byCamp) > 1 && camps >= explains:
		return ends(byCamp)
	}
	return ends(halves)
}

// ends are the sides with the best and the worst mean place.
func ends(sides []Side) [2]Side {
	first, last := 0, 0
	for k, s := range sides {
		if s.Place < sides[first].Place {
			first = k
		}
		if s.Place >= sides[last].Place {
			last = k
		}
	}
	return [2]Side{sides[first], sides[last]}
}

// opening finds the criterion whose ratings set the sides farthest apart, by its weight.
func (r *Report) opening(p *positions, c *Conversation) {
	at := places(p.experts, len(r.Study.Experts))
	most := 1e-9
	for j, i := range p.leaves {
		var means [2]float64
		defined := true
		for k, side := range c.Sides {
			var sum, count float64
			for _, e := range side.members {
				if x := p.rated(int(at[e]), c.Technology, j); !math.IsNaN(x) {
					sum, count = sum+x, count+1
				}
			}
			defined = defined && count > 0
			means[k] = sum / max(count, 1)
		}
		if gap := p.weights[j] * math.Abs(means[0]-means[1]); defined && gap > most {
			most, c.Criterion, c.Means = gap, i, means
		}
	}
}

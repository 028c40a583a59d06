package panel

import (
	"math"

	"veche/internal/mcda"
	"veche/internal/mcda/group"
)

// agree works out the agreement on technologies.
func (r *Report) agree(p *positions) {
	if len(p.experts) < 2 || len(p.technologies) < 2 {
		return
	}
	a := &Agreement{First: -1, Last: -1}
	r.Agreement = a
	experts, technologies := p.block()
	// A handful of a panel that judged different technologies does not stand for it.
	if len(experts) >= 2 && 2*len(experts) >= len(p.experts) && len(technologies) >= min(leastCommon, len(p.technologies)) {
		panel := r.panelOf(p, experts, technologies)
		tally, err := group.NewTally(panel)
		if err == nil { // else no weight is above 0, which the ranking reports
			a.Items = technologies
			for _, e := range experts {
				a.Block = append(a.Block, int(p.experts[e]))
				for _, t := range technologies {
					if p.part[e*len(p.technologies)+t] {
						a.Part++
					}
				}
			}
			r.standing(a, tally, len(p.experts))
		}
	}
	r.alpha(a, p)
	r.camps(a, p)
	r.orders(p)
}

// standing fills in the figures of complete rankings, with each expert and bloc left out.
func (r *Report) standing(a *Agreement, tally *group.Tally, judges int) {
	a.Figures = testedFigures(tally, r.Study.Settings.Seed)
	if len(a.Block) == judges && len(a.Items) == len(r.Technologies) { // else somebody's order is not looked at whole
		a.First, a.Last = tally.Ends()
	}
	for k, f := range tally.Without() {
		x := &r.Experts[a.Block[k]]
		if len(a.Block) > 2 {
			x.Without = &f
		}
		if tau, ok := tally.TauWithOthers(k); ok {
			x.TauOthers = &tau
		}
	}
	for b := range r.Blocs {
		r.Blocs[b].Own, r.Blocs[b].Without = tally.OfBloc(b), tally.WithoutBloc(b)
	}
}

// testedFigures are a panel's figures, with the probability of its W as well as it can be known.
func testedFigures(tally *group.Tally, seed uint64) group.Figures {
	f := tally.All()
	if f.HasW {
		f.Chance = tally.Chance(seed)
		f.P = f.Chance.P
	}
	return f
}

// alpha is Krippendorff's over the ratings, technology by technology and criterion by criterion.
func (r *Report) alpha(a *Agreement, p *positions) {
	units := make([][]float64, 0, len(p.technologies)*len(p.leaves))
	for t := range p.technologies {
		for j := range p.leaves {
			var unit []float64
			for e := range p.experts {
				if x := p.rated(e, t, j); !math.IsNaN(x) {
					unit = append(unit, x)
				}
			}
			if len(unit) > 1 {
				a.Units++
			}
			units = append(units, unit)
		}
	}
	if alpha, ok := group.Alpha(units); ok {
		a.Alpha = &alpha
	}
}

// orders compares every expert's order with the panel's of the same kind: the mean of the values of those who judged, by the two levels of weights.
func (r *Report) orders(p *positions) {
	n := len(p.technologies)
	panel := make([]float64, n)
	shares := r.Study.Sharer()
	var experts []int32
	var values []float64
	for t := range n {
		experts, values = experts[:0], values[:0]
		for e, x := range p.experts {
			if v, known := p.at(e, t); known {
				experts, values = append(experts, x), append(values, v)
			}
		}
		panel[t] = math.NaN()
		if mean, err := group.Aggregate(values, shares(experts), group.Mean); err == nil {
			panel[t] = mean
		}
	}
	for e, x := range p.experts {
		var own, all []float64
		for t := range n {
			if v, known := p.at(e, t); known && !math.IsNaN(panel[t]) {
				own, all = append(own, v), append(all, panel[t])
			}
		}
		if len(own) < 2 {
			continue
		}
		if tau, ok := mcda.TauB(group.MidRanks(own), group.MidRanks(all)); ok {
			r.Experts[x].TauB = &tau
		}
	}
}

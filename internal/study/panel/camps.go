package panel

import (
	"math/rand/v2"
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/group"
)

const (
	clusterSample = 200 // experts compared each with each: beyond it a sample of them, as the work grows with the square
	leastCommon   = 3   // technologies two experts must both have judged for their orders to be compared
)

// camps compares the experts' orders pair by pair: their mean tau-b, and the clusters they fall into whatever their blocs.
func (r *Report) camps(a *Agreement, p *positions) {
	sample := p.experts
	if len(sample) > clusterSample {
		random := rand.New(rand.NewPCG(r.Study.Settings.Seed, uint64(len(sample))))
		picked := random.Perm(len(sample))[:clusterSample]
		slices.Sort(picked)
		sample = nil
		for _, k := range picked {
			sample = append(sample, p.experts[k])
		}
		a.Sampled = clusterSample
	}
	m := len(sample)
	distance := make([]float64, m*m)
	var sum float64
	x, y := make([]float64, 0, len(p.technologies)), make([]float64, 0, len(p.technologies))
	for i := range m {
		own := r.Experts[sample[i]].Rank
		if r.Experts[sample[i]].Judged > 1 {
			a.Ordered++
		}
		for j := range i {
			other := r.Experts[sample[j]].Rank
			x, y = x[:0], y[:0]
			for t, rank := range own {
				if rank > 0 && other[t] > 0 {
					x, y = append(x, rank), append(y, other[t])
				}
			}
			d := 1.0 // nothing known of the two: as far as orders that have nothing to do with each other
			if len(x) >= min(leastCommon, len(p.technologies)) {
				if tau, ok := mcda.TauB(x, y); ok {
					sum += tau
					a.TauPairs++
					d = 1 - tau
				}
			}
			distance[i*m+j], distance[j*m+i] = d, d
		}
	}
	switch {
	case a.Sampled > 0 && len(a.Block) == len(p.experts) && len(a.Items) == len(p.technologies) && a.Figures.HasTauB: // nothing is missing: over all pairs at once
		tau := a.Figures.TauB
		a.TauB, a.TauPairs = &tau, len(p.experts)*(len(p.experts)-1)/2
	case a.TauPairs > 0:
		tau := sum / float64(a.TauPairs)
		a.TauB = &tau
	}
	a.Clusters = group.Cluster(distance, m)
	if a.Clusters.Count < 2 {
		return
	}
	orders := make([][]float64, m)
	for k, e := range sample {
		orders[k] = r.Experts[e].Rank
	}
	if a.Test = group.TestCamps(orders, min(leastCommon, len(p.technologies)), r.Study.Settings.Seed); !a.Test.Camps() { // likeness such as grouping finds in any orders
		a.Clusters = group.Clusters{Of: make([]int, m), Count: 1}
		return
	}
	a.Camps = make([][]int, a.Clusters.Count)
	blocs := make([]int, m)
	known := true
	for k, e := range sample {
		c := a.Clusters.Of[k]
		a.Camps[c] = append(a.Camps[c], int(e))
		r.Experts[e].Cluster = c
		blocs[k] = r.Experts[e].Bloc
		known = known && blocs[k] >= 0
	}
	if len(r.Blocs) > 1 && known {
		if index, ok := group.SameGroups(a.Clusters.Of, blocs); ok {
			a.Follow = &index
		}
	}
}

package network

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestEstimatedBetweenness: followed from a third of the classes only, betweenness is right on the average over seeds, and the partners counted are those.
func TestEstimatedBetweenness(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	d := Data{Technologies: 1, Periods: 1, Partners: 60, Bloc: make([]int32, 60), Blocs: 1, Projects: 40}
	for p := range int32(40) {
		for _, who := range r.Perm(60)[:2+r.IntN(3)] {
			d.Links = append(d.Links, Link{Project: p, Partner: int32(who), Amount: math.NaN()})
		}
	}
	n, err := New(d)
	if err != nil {
		t.Fatal(err)
	}
	q := n.quotient
	all, exact := q.between(1, math.MaxInt)
	if all != len(n.whole.partners) {
		t.Fatalf("%d sources of %d", all, len(n.whole.partners))
	}
	mean := make([]float64, len(exact))
	const seeds = 4000
	steps := len(q.size) / 3 * len(q.to)
	for seed := range uint64(seeds) {
		some, x := q.between(seed, steps)
		if some >= all || some < 10 {
			t.Fatalf("%d sources of %d", some, all)
		}
		for k := range x {
			mean[k] += x[k] / seeds
		}
	}
	most := 0.0
	for _, x := range exact {
		most = max(most, x)
	}
	for k := range exact {
		if math.Abs(mean[k]-exact[k]) > 0.02*most {
			t.Errorf("class %d: %g on the average, exactly %g", k, mean[k], exact[k])
		}
	}
}

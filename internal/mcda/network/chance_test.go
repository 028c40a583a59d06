package network_test

import (
	"math/rand/v2"
	"testing"

	"veche/internal/mcda/network"
)

// pairsOf are projects of two partners each.
func pairsOf(t *testing.T, partners int, pairs [][2]int) *network.Network {
	t.Helper()
	d := network.Data{Technologies: 1, Periods: 1, Partners: partners, Projects: len(pairs)}
	for range partners {
		d.Bloc = append(d.Bloc, -1)
	}
	for k, pair := range pairs {
		d.Links = append(d.Links, network.Link{Project: int32(k), Partner: int32(pair[0]), Amount: nan}, network.Link{Project: int32(k), Partner: int32(pair[1]), Amount: nan})
	}
	n, err := network.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestClustersAgainstChance: the clusters of random graphs are beyond chance about once in twenty, those of planted communities always.
func TestClustersAgainstChance(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 1))
	const graphs, partners = 20, 24
	beyond, planted := 0, 0
	for range graphs {
		var any, inside [][2]int
		for a := range partners {
			for b := range a {
				if random.Float64() < 0.12 {
					any = append(any, [2]int{a, b})
				}
				p := 0.03
				if a/8 == b/8 {
					p = 0.5
				}
				if random.Float64() < p {
					inside = append(inside, [2]int{a, b})
				}
			}
		}
		c := pairsOf(t, partners, any).Chance(1)
		if c.Beyond() {
			beyond++
		}
		if c.Draws != 199 || c.Modularity < 0.2 || c.Mean < 0.2 {
			t.Errorf("a random graph of %d ties: %+v", len(any), c)
		}
		if c := pairsOf(t, partners, inside).Chance(1); c.Beyond() {
			planted++
		} else {
			t.Logf("planted: %+v", c)
		}
	}
	n := pairsOf(t, 4, [][2]int{{0, 1}, {1, 2}, {2, 3}, {0, 3}, {0, 2}})
	if a, b := n.Chance(5), n.Chance(5); a != b {
		t.Errorf("the same seed gives %+v and %+v", a, b)
	}
	t.Logf("of %d random graphs %d, of as many planted ones %d are beyond chance", graphs, beyond, planted)
	if beyond > 3 || planted < graphs-1 { // 4 of 20 or more come with probability .02 when each has .05
		t.Error("the test finds too much or too little")
	}
}

// TestChanceKeepsDegrees: one large project after another, dealt out at random, is no structure, though their members are tied each to each.
func TestChanceKeepsDegrees(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 2))
	beyond := 0
	for range 20 {
		d := network.Data{Technologies: 1, Periods: 2, Partners: 20, Projects: 10, Bloc: make([]int32, 20)}
		for k := range d.Bloc {
			d.Bloc[k] = -1
		}
		for project := range 10 {
			for _, p := range random.Perm(20)[:5] {
				for period := range 2 {
					d.Links = append(d.Links, network.Link{Project: int32(project), Period: int32(period), Partner: int32(p), Amount: nan})
				}
			}
		}
		n, err := network.New(d)
		if err != nil {
			t.Fatal(err)
		}
		if c := n.Chance(1); c.Beyond() {
			beyond++
		}
	}
	if beyond > 3 {
		t.Errorf("%d of 20 networks of random projects are said to have structure", beyond)
	}
}

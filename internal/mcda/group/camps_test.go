package group_test

import (
	"math/rand/v2"
	"testing"

	"veche/internal/ci"
	"veche/internal/mcda/group"
)

func randomOrders(rng *rand.Rand, m, n int) [][]float64 {
	ranks := make([][]float64, m)
	for e := range ranks {
		for _, i := range rng.Perm(n) {
			ranks[e] = append(ranks[e], float64(i+1))
		}
	}
	return ranks
}

// TestRandomOrdersAreNoCamps: of panels of random orders no more than about one in twenty have camps. Before the test it was two in five.
func TestRandomOrdersAreNoCamps(t *testing.T) {
	ci.Long(t, "how often random orders are called camps")
	rng := rand.New(rand.NewPCG(11, 1))
	camps, clusters := 0, 0
	const panels = 60
	for range panels {
		ranks := randomOrders(rng, 8, 8)
		if group.Cluster(group.Distances(ranks, 3), 8).Count > 1 {
			clusters++
		}
		if group.TestCamps(ranks, 3, 1).Camps() {
			camps++
		}
	}
	t.Logf("of %d random panels %d have clusters, %d camps", panels, clusters, camps)
	if camps > 6 || clusters < 10 { // 7 of 60 or more come with probability .03 when each has .05
		t.Errorf("%d camps, %d clusters", camps, clusters)
	}
}

// TestPlantedCamps: two groups with orders of their own, each member's changed a little, are camps; one group with a single order is none, nor are two groups
// whose orders are nearly one.
func TestPlantedCamps(t *testing.T) {
	ci.Sequential(t)
	rng := rand.New(rand.NewPCG(11, 2))
	near := func(order []float64) []float64 {
		out := append([]float64(nil), order...)
		k := rng.IntN(len(out) - 1)
		for i := range out { // two neighbours change places
			switch order[i] {
			case float64(k + 1):
				out[i] = float64(k + 2)
			case float64(k + 2):
				out[i] = float64(k + 1)
			}
		}
		return out
	}
	found, wrong := 0, 0
	for range 20 {
		own := randomOrders(rng, 1, 9)[0]
		against := make([]float64, len(own))
		for i, x := range own {
			against[i] = 10 - x
		}
		var split, one [][]float64
		for range 4 {
			split = append(split, near(own), near(against))
			one = append(one, near(own), near(own))
		}
		if group.TestCamps(split, 3, 1).Camps() {
			found++
		}
		if group.TestCamps(one, 3, 1).Camps() {
			wrong++
		}
	}
	if found < 19 || wrong > 0 {
		t.Errorf("%d of 20 planted camps found; %d united panels split", found, wrong)
	}
}

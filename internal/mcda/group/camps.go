package group

import (
	"math/rand/v2"
	"slices"

	"veche/internal/mcda"
)

// CampTest says whether clusters of experts are camps: whether they agree inside by more than chance makes of orders that have nothing to do with each other,
// and do not agree across.
type CampTest struct {
	Inside, Across float64 // mean tau-b of two experts of one camp, and of two camps; 0 where there are no such pairs
	PStructure     float64 // of a grouping with so large a silhouette, among random orders grouped in the same way
	PInside        float64 // of so much agreement inside, among them
	PAcross        float64 // of so much agreement across, when each camp's orders stay as they are to each other and the camps' are turned at random
	Draws          int
	Sampled        int // experts the test was made with, when not all
}

// Level is the probability of chance up to which a finding stands.
const Level = 0.05

// Camps reports whether there are camps: two of two experts or more at least, agreement inside and none across.
func (t CampTest) Camps() bool {
	return t.Draws > 0 && t.PStructure <= Level && t.PInside <= Level && t.PAcross > Level && t.Inside > 0
}

// How much is drawn.
const (
	campDraws  = 499
	campEffort = 1e8 // comparisons of two items, over all draws
	campLeast  = 99
)

// Distances are 1 − tau-b of every two experts' orders over the items both ranked, an m×m matrix by rows, 1 where they have fewer than least in common or the
// order of one is one tie. ranks are by expert the place of each item, 0 for none; only their order counts.
func Distances(ranks [][]float64, least int) []float64 {
	m := len(ranks)
	distance := make([]float64, m*m)
	for i := range m {
		for j := range i {
			d := 1.0
			if tau, ok := commonTau(ranks[i], ranks[j], least); ok {
				d = 1 - tau
			}
			distance[i*m+j], distance[j*m+i] = d, d
		}
	}
	return distance
}

// commonTau is tau-b over the items that both ranked.
func commonTau(a, b []float64, least int) (float64, bool) {
	x, y := make([]float64, 0, len(a)), make([]float64, 0, len(a))
	for i, rank := range a {
		if rank > 0 && b[i] > 0 {
			x, y = append(x, rank), append(y, b[i])
		}
	}
	if len(x) < least {
		return 0, false
	}
	return mcda.TauB(x, y)
}

// TestCamps tests the clusters that [Cluster] finds in the [Distances] of the experts' orders, by permutation: every expert's places are dealt out anew among the items
// that the expert ranked, and the orders grouped in the same way; grouping looks for likeness and finds some in any orders. The probabilities are (1 + hits)/(1 +
// draws). Large panels are tested by a sample of the experts. Without two clusters of two experts or more Draws is 0.
func TestCamps(ranks [][]float64, least int, seed uint64) CampTest {
	random := rand.New(rand.NewPCG(seed, uint64(len(ranks))))
	sample := ranks
	var t CampTest
	items := 1
	if len(ranks) > 0 {
		items = len(ranks[0])
	}
	effort := func(m int) float64 { return float64(m) * float64(m) * float64(items) * float64(10+m) }
	if m := len(ranks); effort(m)*campLeast > campEffort {
		most := m
		for most > 20 && effort(most)*campLeast > campEffort {
			most--
		}
		if most < m {
			picked := random.Perm(m)[:most]
			slices.Sort(picked)
			sample = nil
			for _, k := range picked {
				sample = append(sample, ranks[k])
			}
			t.Sampled = most
		}
	}
	m := len(sample)
	found := Cluster(Distances(sample, least), m)
	pairs := 0
	size := make([]int, found.Count)
	for _, c := range found.Of {
		if size[c]++; size[c] == 2 {
			pairs++
		}
	}
	if pairs < 2 {
		return t
	}
	t.Draws = max(campLeast, min(campDraws, int(campEffort/effort(m))))
	t.Inside, t.Across = insideAcross(sample, found.Of, least)
	structure, inside, across := 1, 1, 1
	drawn := make([][]float64, m)
	for e := range sample {
		drawn[e] = slices.Clone(sample[e])
	}
	for range t.Draws {
		for e := range drawn {
			dealt(random, drawn[e])
		}
		c := Cluster(Distances(drawn, least), m)
		if c.Silhouette >= found.Silhouette-1e-12 {
			structure++
		}
		if c.Count > 1 {
			if within, _ := insideAcross(drawn, c.Of, least); within >= t.Inside-1e-12 {
				inside++
			}
		}
	}
	turned := make([][]float64, m)
	for range t.Draws {
		orders := make([][]int, found.Count)
		for c := range orders {
			orders[c] = random.Perm(items)
		}
		for e, own := range sample {
			turned[e] = make([]float64, items)
			for i, k := range orders[found.Of[e]] {
				turned[e][i] = own[k]
			}
		}
		if _, between := insideAcross(turned, found.Of, least); between >= t.Across-1e-12 {
			across++
		}
	}
	all := float64(t.Draws + 1)
	t.PStructure, t.PInside, t.PAcross = float64(structure)/all, float64(inside)/all, float64(across)/all
	return t
}

// dealt shuffles the places among the items that have one.
func dealt(random *rand.Rand, ranks []float64) {
	var of []int
	for i, x := range ranks {
		if x > 0 {
			of = append(of, i)
		}
	}
	random.Shuffle(len(of), func(i, k int) { ranks[of[i]], ranks[of[k]] = ranks[of[k]], ranks[of[i]] })
}

// insideAcross are the mean tau-b of pairs of one cluster and of two.
func insideAcross(ranks [][]float64, of []int, least int) (inside, across float64) {
	var within, between int
	for i := range ranks {
		for j := range i {
			tau, ok := commonTau(ranks[i], ranks[j], least)
			switch {
			case !ok:
			case of[i] == of[j]:
				inside += tau
				within++
			default:
				across += tau
				between++
			}
		}
	}
	return inside / float64(max(within, 1)), across / float64(max(between, 1))
}

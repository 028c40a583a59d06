package network_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph"
	gonum "gonum.org/v1/gonum/graph/network"

	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"

	"veche/internal/mcda/network"
)

var nan = math.NaN()

// worked is a network small enough to be worked by hand. Partners 0 and 1 are science, 2 and 3 business, 4 the state, 5 without a bloc.
//
//	project 0, technology 0, period 0: partners 0 (10), 2 (5), 4 (not stated)   ties 0–2, 0–4, 2–4
//	project 1, technology 0, period 1: partners 0 (20), 2 (0)                   tie  0–2 again, in a second period
//	project 2, technology 0, period 1: partner 3 (7)                            no tie: a project of one
//	project 3, technology 1, period 0: partners 0 (4), 1 (6)                    tie  0–1
//	project 4, technology 1, period 2: partners 1 (not stated), 5 (3)           tie  1–5
//
// Technology 2 has no links.
func worked(t *testing.T) *network.Network {
	t.Helper()
	n, err := network.New(network.Data{
		Projects: 5, Technologies: 3, Periods: 3, Partners: 6, Blocs: 3, Bloc: []int32{0, 0, 1, 1, 2, -1}, Helix: []int8{0, 1, 2},
		Links: []network.Link{
			{0, 0, 0, 0, 10}, {0, 0, 0, 2, 5}, {0, 0, 0, 4, nan},
			{1, 0, 1, 0, 20}, {1, 0, 1, 2, 0},
			{2, 0, 1, 3, 7},
			{3, 1, 0, 0, 4}, {3, 1, 0, 1, 6},
			{4, 1, 2, 1, nan}, {4, 1, 2, 5, 3},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// log2 of 3, for entropies over three projects.
var log3 = math.Log2(3)

func TestWorkedByHand(t *testing.T) {
	n := worked(t)
	check := func(name string, m network.Measures, counts string, shares ...float64) {
		t.Helper()
		if got := fmt.Sprint(m.Links, m.Projects, m.Partners, m.Periods, m.Ties, m.External, m.Internal, m.Isolated, m.Components, m.Largest, m.Placed, m.Stated, m.Commitments); got != counts {
			t.Errorf("%s: counts %s, want %s", name, got, counts)
		}
		for k, x := range []*float64{m.Density, m.Multilateral, m.Recurring, m.EI, m.TripleHelix, m.JointCommitments, m.Synergy} {
			if (x == nil) != math.IsNaN(shares[k]) || x != nil && math.Abs(*x-shares[k]) > 1e-12 {
				t.Errorf("%s: share %d is %v, want %v", name, k, x, shares[k])
			}
		}
	}
	// Technology 0: 6 links of 3 projects, 4 partners (0, 2, 3, 4), 2 periods; ties 0–2, 0–4, 2–4, all between blocs; partner 3 is alone, so 2 components, the
	// larger of 3. All projects have their blocs. 5 links state 10 + 5 + 20 + 0 + 7 = 42.
	// Density 3/6. Multilateral 1/3 (project 0). Recurring 1/3 (0–2). E–I (3 − 0)/3 = 1. Triple helix 1/3 (project 0).
	// Joint: project 0 has 10 of science and 5 of business: its 15 count; in project 1 business pledges 0, in project 2 there is one bloc: 15/42.
	// T: science is in projects 0, 1; business in 0, 1, 2; the state in 0. H_u = H(2/3) = log 3 − 2/3, H_b = 0, H_g = H(1/3) = log 3 − 2/3; with b certain
	// H_ub = H_u, H_bg = H_g, H_ubg = H_ug; T = H_u + H_g − H_ug − H_u − H_g + H_ug = 0.
	check("technology 0", n.Technology(0).Measures, "6 3 4 2 3 3 0 1 2 3 3 5 42", 3./6, 1./3, 1./3, 1, 1./3, 15./42, 0)

	// Technology 1: 4 links of 2 projects, partners 0, 1, 5, ties 0–1 (within science) and 1–5 (5 has no bloc: neither). One component of 3. Project 4 has a
	// partner without a bloc, so only project 3 is placed. Stated 4 + 6 + 3 = 13 by 3 links.
	// Density 2/3. Multilateral 0/2. Recurring 0/2: two periods, and no pair is in both. E–I (0 − 1)/1 = −1. Of the one placed project: triple helix 0/1,
	// joint 0/10, T 0 (one project has no entropy).
	check("technology 1", n.Technology(1).Measures, "4 2 3 2 2 0 1 0 1 3 1 3 13", 2./3, 0, 0, -1, 0, 0, 0)

	// Technology 2: nothing is known, and nothing is 0 but what is counted.
	check("technology 2", n.Technology(2).Measures, "0 0 0 0 0 0 0 0 0 0 0 0 0", nan, nan, nan, nan, nan, nan, nan)

	// All: 10 links, 5 projects, 6 partners, ties 0–2, 0–4, 2–4, 0–1, 1–5; components {0,1,2,4,5} and {3}. Placed: projects 0, 1, 2, 3. Stated 8 links, 42 + 13.
	// Density 5/15. Multilateral 1/5. Recurring 1/5. E–I (3 − 1)/4. Triple helix 1/4. Joint 15/(15 + 20 + 7 + 10).
	// T over projects 0 (u b g), 1 (u b), 2 (b), 3 (u): H_u = H_b = H(3/4) = 2 − ¾ log 3; H_g = H(1/4) = the same; pairs: u,b has cells 11 twice, 01, 10:
	// H_ub = ½·1 + ½·2 = 3/2; u,g has 11, 10 twice, 00: 3/2; b,g 11, 10 twice, 00: 3/2; all four differ: H_ubg = 2. T = 6 − 9/4 log 3 − 9/2 + 2.
	check("all", n.Whole().Measures, "10 5 6 3 5 3 1 1 2 5 4 8 55", 5./15, 1./5, 1./5, 2./4, 1./4, 15./52, 3.5-9./4*log3)

	// Period by period of technology 0. Period 0: the triangle of project 0, all new. Period 1: projects 1 and 2, the tie 0–2 was there before: 1 of 1 kept.
	periods := n.Technology(0).ByPeriod
	if len(periods) != 2 {
		t.Fatalf("%d periods", len(periods))
	}
	check("period 0", periods[0].Measures, "3 1 3 1 3 3 0 0 1 3 1 2 15", 1, 1, nan, 1, 1, 1, 0)
	check("period 1", periods[1].Measures, "3 2 3 1 1 1 0 1 2 2 2 3 27", 1./3, 0, 1, 1, 0, 0, 0)
	if p := periods[1]; p.Kept != 1 || p.New != 0 || periods[0].Kept != 0 || periods[0].New != 3 {
		t.Errorf("kept %d, new %d", p.Kept, p.New)
	}

	// The matrix: partner 0 has 2 projects in technology 0 and 1 in technology 1; 1 has 2 in technology 1; 2 has 2 in 0; 3, 4 one in 0; 5 one in 1.
	want := "[{0 0 2 30 2} {0 1 1 4 1} {1 1 2 6 1} {2 0 2 5 2} {3 0 1 7 1} {4 0 1 0 0} {5 1 1 3 1}]"
	if got := fmt.Sprint(n.Matrix()); got != want {
		t.Errorf("matrix %s, want %s", got, want)
	}
	// Technologies 0 and 1 share partner 0: 2·1/√((4 + 4 + 1 + 1)(1 + 4 + 1)) = 2/√60.
	s := n.Suggest(3)
	if len(s) != 1 || s[0].A != 0 || s[0].B != 1 || s[0].Shared != 1 || math.Abs(s[0].Cosine-2/math.Sqrt(60)) > 1e-15 || s[0].Value != 3*s[0].Cosine {
		t.Errorf("suggestions %+v", s)
	}
	// Betweenness: 1 stands between 5 and 0, 2, 4 (3 pairs); 0 between {1, 5} and {2, 4} (4 pairs); the others between none.
	c := n.Centrality(0)
	if !slices.Equal(c.Betweenness, []float64{4, 3, 0, 0, 0, 0}) || !slices.Equal(c.Degree, []int{3, 2, 2, 0, 2, 1}) || c.Sources != 6 || c.Of != 6 {
		t.Errorf("centrality %+v", c)
	}
}

// TestModularityByHand: ties 0–2 of weight 2 (two projects), 0–4, 2–4, 0–1, 1–5 of weight 1, m = 6. The best parting is {0, 2, 4} and {1, 5}: within 4 and 1,
// degrees 4 + 3 + 2 = 9 and 2 + 1 = 3; Q = 5/6 − (9/12)² − (3/12)² = 5/6 − 5/8 = 5/24. Partner 3 has no ties and is in no cluster.
func TestModularityByHand(t *testing.T) {
	for seed := range uint64(20) {
		c := worked(t).Clusters(seed)
		if math.Abs(*c.Modularity-5./24) > 1e-12 || len(c.Clusters) != 2 || !slices.Equal(c.Of, []int{0, 1, 0, -1, 0, 1}) {
			t.Fatalf("modularity %v, clusters %v", *c.Modularity, c.Of)
		}
		// The cluster {1, 5} has its own tie, and the tie 0–1 leaves each of the two.
		if c.Clusters[1].Ties != 1 || c.Clusters[1].Outside != 1 || c.Clusters[0].Outside != 1 {
			t.Fatalf("clusters %+v", c.Clusters)
		}
	}
}

func TestNothing(t *testing.T) {
	n, err := network.New(network.Data{Technologies: 2})
	if err != nil {
		t.Fatal(err)
	}
	if c := n.Clusters(1); c.Modularity != nil || c.Stability != nil || len(c.Clusters) != 0 {
		t.Errorf("clusters of nothing: %+v", c)
	}
	if g := n.Whole(); g.Density != nil || g.ByPeriod != nil || n.Suggest(1) != nil || n.Matrix() != nil || len(n.Centrality(1).Degree) != 0 {
		t.Error("measures of nothing")
	}
}

// TestOnePartnerProjects: three projects of one partner each. Nobody is tied: density 0 (it is known), no clusters, E–I missing.
func TestOnePartnerProjects(t *testing.T) {
	n, err := network.New(network.Data{Projects: 3, Technologies: 1, Periods: 1, Partners: 3, Blocs: 1, Bloc: []int32{0, 0, 0},
		Links: []network.Link{{0, 0, 0, 0, nan}, {1, 0, 0, 1, nan}, {2, 0, 0, 2, nan}}})
	if err != nil {
		t.Fatal(err)
	}
	m := n.Whole()
	if *m.Density != 0 || *m.Multilateral != 0 || m.Recurring != nil || m.EI != nil || m.TripleHelix != nil || m.JointCommitments != nil || m.Isolated != 3 || m.Components != 3 {
		t.Errorf("%+v", m.Measures)
	}
	if c := n.Clusters(1); len(c.Clusters) != 0 || c.Modularity != nil || !slices.Equal(c.Of, []int{-1, -1, -1}) {
		t.Errorf("%+v", c)
	}
}

func TestTooLarge(t *testing.T) {
	d := network.Data{Projects: 2, Technologies: 1, Periods: 1, Partners: 5000, Bloc: make([]int32, 5000), Blocs: 1}
	for p := range int32(5000) {
		d.Links = append(d.Links, network.Link{1, 0, 0, p, nan})
	}
	_, err := network.New(d)
	e, ok := err.(*network.SizeError)
	if !ok || e.Project != 1 || e.Partners != 5000 {
		t.Fatalf("error %v", err)
	}
}

// random is a network of partners in projects of one to six, some of several periods and technologies.
func random(seed uint64, partners, projects int) network.Data {
	r := rand.New(rand.NewPCG(seed, 9))
	d := network.Data{Projects: projects, Technologies: 3, Periods: 4, Partners: partners, Blocs: 4, Helix: []int8{1, 2, 0, -1}}
	for range partners {
		d.Bloc = append(d.Bloc, r.Int32N(5)-1)
	}
	for p := range int32(projects) {
		seen := map[network.Link]bool{}
		for range 1 + r.IntN(6) {
			l := network.Link{Project: p, Technology: r.Int32N(3), Period: r.Int32N(4), Partner: r.Int32N(int32(partners))}
			if r.IntN(3) > 0 {
				l.Technology, l.Period = p%3, p%4
			}
			if !seen[l] {
				seen[l] = true
				l.Amount = float64(r.IntN(5))
				if r.IntN(4) == 0 {
					l.Amount = nan
				}
				d.Links = append(d.Links, l)
			}
		}
	}
	return d
}

// naive works out the measures of some links as their definitions say, on sets.
func naive(d network.Data, links []network.Link) network.Measures {
	type tie [2]int32
	periods, partners, projects := map[int32]bool{}, map[int32]bool{}, map[int32]map[int32]bool{}
	ties := map[tie]map[int32]bool{}
	var m network.Measures
	amounts := map[int32]map[int32]float64{}
	for _, a := range links {
		m.Links++
		periods[a.Period], partners[a.Partner] = true, true
		if projects[a.Project] == nil {
			projects[a.Project], amounts[a.Project] = map[int32]bool{}, map[int32]float64{}
		}
		projects[a.Project][a.Partner] = true
		if !math.IsNaN(a.Amount) {
			m.Stated++
			m.Commitments += a.Amount
			amounts[a.Project][d.Bloc[a.Partner]] += a.Amount
		}
		for _, b := range links {
			if a.Project == b.Project && a.Period == b.Period && a.Partner < b.Partner {
				k := tie{a.Partner, b.Partner}
				if ties[k] == nil {
					ties[k] = map[int32]bool{}
				}
				ties[k][a.Period] = true
			}
		}
	}
	m.Projects, m.Partners, m.Periods, m.Ties = len(projects), len(partners), len(periods), len(ties)
	recurring, joint, placed, three, all := 0, 0.0, 0.0, 0, 0
	for k, p := range ties {
		if len(p) > 1 {
			recurring++
		}
		switch a, b := d.Bloc[k[0]], d.Bloc[k[1]]; {
		case a < 0 || b < 0:
		case a == b:
			m.Internal++
		default:
			m.External++
		}
	}
	for p, who := range projects {
		if len(who) >= 3 {
			three++
		}
		blocs := map[int32]bool{}
		for w := range who {
			blocs[d.Bloc[w]] = true
		}
		if blocs[-1] {
			continue
		}
		m.Placed++
		if blocs[0] && blocs[1] && blocs[2] {
			all++
		}
		pledging, sum := 0, 0.0
		for _, x := range amounts[p] {
			sum += x
			if x > 0 {
				pledging++
			}
		}
		placed += sum
		if pledging > 1 {
			joint += sum
		}
	}
	ratio := func(a, b float64) *float64 {
		if b == 0 {
			return nil
		}
		return new(a / b)
	}
	n := float64(m.Partners)
	m.Density = ratio(2*float64(m.Ties), n*(n-1))
	m.Multilateral = ratio(float64(three), float64(m.Projects))
	if m.Periods > 1 {
		m.Recurring = ratio(float64(recurring), float64(m.Ties))
	}
	m.EI = ratio(float64(m.External-m.Internal), float64(m.External+m.Internal))
	m.TripleHelix = ratio(float64(all), float64(m.Placed))
	m.JointCommitments = ratio(joint, placed)
	return m
}

func TestNaive(t *testing.T) {
	for seed := range uint64(60) {
		d := random(seed, 4+int(seed%30), 1+int(seed*7%40))
		n, err := network.New(d)
		if err != nil {
			t.Fatal(err)
		}
		for tech := -1; tech < 3; tech++ {
			links, got := d.Links, n.Whole().Measures
			if tech >= 0 {
				links = slices.DeleteFunc(slices.Clone(links), func(l network.Link) bool { return int(l.Technology) != tech })
				got = n.Technology(tech).Measures
			}
			want := naive(d, links)
			if got.Links != want.Links || got.Projects != want.Projects || got.Partners != want.Partners || got.Ties != want.Ties || got.External != want.External || got.Internal != want.Internal ||
				got.Placed != want.Placed || got.Stated != want.Stated || got.Commitments != want.Commitments || got.Periods != want.Periods {
				t.Fatalf("seed %d, technology %d: %+v, want %+v", seed, tech, got, want)
			}
			for k, pair := range [][2]*float64{{got.Density, want.Density}, {got.Multilateral, want.Multilateral}, {got.Recurring, want.Recurring}, {got.EI, want.EI},
				{got.TripleHelix, want.TripleHelix}, {got.JointCommitments, want.JointCommitments}} {
				if a, b := pair[0], pair[1]; (a == nil) != (b == nil) || a != nil && math.Abs(*a-*b) > 1e-12 {
					t.Fatalf("seed %d, technology %d: share %d is %v, want %v", seed, tech, k, a, b)
				}
			}
		}
	}
}

// tied is the network for gonum: a tie weighs as many projects and periods as make it.
func tied(d network.Data) *simple.WeightedUndirectedGraph {
	g := simple.NewWeightedUndirectedGraph(0, 0)
	type act struct{ project, period int32 }
	acts := map[act]map[int32]bool{}
	for _, l := range d.Links {
		k := act{l.Project, l.Period}
		if acts[k] == nil {
			acts[k] = map[int32]bool{}
		}
		acts[k][l.Partner] = true
		if g.Node(int64(l.Partner)) == nil {
			g.AddNode(simple.Node(l.Partner))
		}
	}
	for _, who := range acts {
		for a := range who {
			for b := range who {
				if a < b {
					w, _ := g.Weight(int64(a), int64(b))
					g.SetWeightedEdge(g.NewWeightedEdge(simple.Node(a), simple.Node(b), w+1))
				}
			}
		}
	}
	return g
}

// TestAgainstGonum compares betweenness, degree and the modularity of the clusters found with gonum's on the same network.
func TestAgainstGonum(t *testing.T) {
	for seed := range uint64(40) {
		d := random(seed, 5+int(seed), 3+int(seed*11%50))
		n, err := network.New(d)
		if err != nil {
			t.Fatal(err)
		}
		g := tied(d)
		c := n.Centrality(1)
		between := gonum.Betweenness(g)
		for p := range d.Partners {
			if want := between[int64(p)] / 2; math.Abs(c.Betweenness[p]-want) > 1e-9 { // gonum counts a pair from both ends
				t.Fatalf("seed %d: betweenness of %d is %g, want %g", seed, p, c.Betweenness[p], want)
			}
			if g.Node(int64(p)) != nil && c.Degree[p] != g.From(int64(p)).Len() {
				t.Fatalf("seed %d: degree of %d is %d", seed, p, c.Degree[p])
			}
		}
		k := n.Clusters(1)
		if k.Modularity == nil {
			continue
		}
		q := community.Q(g, partition(d, k.Of), 1)
		if math.Abs(q-*k.Modularity) > 1e-9 {
			t.Fatalf("seed %d: modularity %g, gonum says %g", seed, *k.Modularity, q)
		}
		if r := community.Modularize(g, 1, rand.NewPCG(seed, seed)); community.Q(g, r.Communities(), 1) > q+0.03 {
			t.Fatalf("seed %d: modularity %g, gonum finds %g", seed, q, community.Q(g, r.Communities(), 1))
		}
	}
}

// partition is a clustering for gonum, partners without a cluster each alone.
func partition(d network.Data, of []int) [][]graph.Node {
	var parts [][]graph.Node
	at := map[int]int{}
	seen := map[int32]bool{}
	for _, l := range d.Links {
		if seen[l.Partner] {
			continue
		}
		seen[l.Partner] = true
		c := of[l.Partner]
		k, ok := at[c]
		if !ok || c < 0 {
			k = len(parts)
			parts = append(parts, nil)
			at[c] = k
		}
		parts[k] = append(parts[k], simple.Node(l.Partner))
	}
	return parts
}

// planted is a network of communities whose partners work together, but for a few projects across.
func planted(seed uint64, communities, size int) network.Data {
	r := rand.New(rand.NewPCG(seed, 3))
	n := communities * size
	d := network.Data{Technologies: 1, Periods: 1, Partners: n, Bloc: make([]int32, n), Blocs: 1}
	project := func(who ...int) {
		for _, p := range who {
			d.Links = append(d.Links, network.Link{Project: int32(d.Projects), Partner: int32(p), Amount: nan})
		}
		d.Projects++
	}
	for c := range communities {
		for range 2 * size {
			who := r.Perm(size)[:3+r.IntN(3)]
			for k := range who {
				who[k] = who[k]*communities + c // not in the order of the numbers
			}
			project(who...)
		}
	}
	for range communities * size / 8 {
		if a, b := r.IntN(n), r.IntN(n); a != b {
			project(a, b)
		}
	}
	return d
}

func TestPlantedClusters(t *testing.T) {
	d := planted(1, 6, 20)
	n, err := network.New(d)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(200) {
		c := n.Clusters(seed)
		if len(c.Clusters) != 6 || c.Least != 6 || c.Most != 6 || *c.Stability != 1 || *c.Worst != *c.Modularity {
			t.Fatalf("seed %d: %d clusters, %d to %d, stability %g", seed, len(c.Clusters), c.Least, c.Most, *c.Stability)
		}
		for p, k := range c.Of {
			if k != c.Of[p%6] {
				t.Fatalf("seed %d: partner %d is in cluster %d, its community in %d", seed, p, k, c.Of[p%6])
			}
		}
		for _, x := range c.Clusters {
			if len(x.Partners) != 20 || x.Components != 1 {
				t.Fatalf("seed %d: cluster of %d partners in %d parts", seed, len(x.Partners), x.Components)
			}
		}
	}
}

// TestClustersHangTogether: whatever the network, a cluster is one part.
func TestClustersHangTogether(t *testing.T) {
	for seed := range uint64(40) {
		n, err := network.New(random(seed, 60, 80))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range n.Clusters(seed).Clusters {
			if c.Components != 1 || len(c.Partners) != c.Group.Measures.Partners {
				t.Fatalf("seed %d: %d partners in %d parts", seed, len(c.Partners), c.Components)
			}
		}
	}
}

// TestPermuted: the order of the links and the numbers of projects change nothing.
func TestPermuted(t *testing.T) {
	d := random(5, 30, 60)
	p := d
	p.Links = slices.Clone(d.Links)
	r := rand.New(rand.NewPCG(1, 1))
	r.Shuffle(len(p.Links), func(i, j int) { p.Links[i], p.Links[j] = p.Links[j], p.Links[i] })
	a, err := network.New(d)
	if err != nil {
		t.Fatal(err)
	}
	b, err := network.New(p)
	if err != nil {
		t.Fatal(err)
	}
	say := func(n *network.Network) string {
		g := n.Whole()
		c := n.Clusters(4)
		return fmt.Sprint(g.Ties, g.Commitments, *g.Density, *g.EI, *g.Synergy, n.Suggest(1), c.Of, *c.Modularity, n.Centrality(1).Betweenness)
	}
	if say(a) != say(b) {
		t.Errorf("%s\n%s", say(a), say(b))
	}
}

func TestFigures(t *testing.T) {
	for _, f := range network.Figures() {
		for _, name := range append([]string{f.Name, f.Russian, " " + f.Title}, f.Aliases...) {
			if network.LookupFigure(name) == nil || network.LookupFigure(name).Name != f.Name {
				t.Errorf("%q is not found as %s", name, f.Name)
			}
		}
	}
	if network.LookupFigure("densty") != nil {
		t.Error("a misspelt figure is found")
	}
	m := worked(t).Whole().Measures
	density, ei := network.LookupFigure("density"), network.LookupFigure("E–I")
	// (5/15 + (1 + 1/2)/2)/2
	if got := network.Mean([]*network.Figure{density, ei}, &m); math.Abs(*got-(1./3+0.75)/2) > 1e-15 {
		t.Errorf("mean %g", *got)
	}
	if got := network.Mean([]*network.Figure{ei}, &m); *got != 0.5 {
		t.Errorf("alone %g", *got)
	}
	m.EI = nil
	if network.Mean([]*network.Figure{density, ei}, &m) != nil {
		t.Error("the mean of what is known passes for the mean of all")
	}
}

package network

import (
	"cmp"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

// How many times the partners are parted into clusters, each time in another order; the best parting is taken. A network with more than manyTies ties, those
// of partners with the same projects counted once, is parted fewer times.
const (
	usualSeeds = 10
	fewSeeds   = 4
	manyTies   = 250_000
)

// Clustering is the partners parted into communities, and how firm that is.
type Clustering struct {
	Of         []int // cluster of each partner, −1 for one without ties or links
	Clusters   []Cluster
	Seeds      int      // partings that were made
	Modularity *float64 // of the parting taken, the best of them; nil without ties
	Worst      *float64 // the least of them
	// Stability is the mean adjusted Rand index (Hubert & Arabie 1985) between the parting taken and each of the others: 1 when all are the same, about 0 when
	// they have no more in common than chance. Nil without ties.
	Stability   *float64
	Least, Most int // clusters over the seeds
}

// Cluster is a community of partners, described by the links of its partners.
type Cluster struct {
	Partners     []int // the most central first
	Group              // of the links of its partners, among themselves
	Technologies []Tally
	Blocs        []Tally // of its partners; Index −1: not known
	Outside      int     // ties with partners of other clusters
}

// Tally is how many of something an index has: projects of a technology, partners of a bloc.
type Tally struct{ Index, Count int }

// Clusters finds the communities of the partner network by Louvain's method ([adjacency.louvain]), with ties weighed by how many projects make them, from the
// seeds seed, seed+1 …, and describes them, the largest first. Partners with the same projects stay together; a community that does not hang together is
// parted.
func (n *Network) Clusters(seed uint64) *Clustering {
	g := n.whole.adjacency()
	c := &Clustering{Of: make([]int, n.data.Partners)}
	for p := range c.Of {
		c.Of[p] = -1
	}
	if len(g.to) == 0 {
		return c
	}
	class := n.quotient.class
	joined := g.merged(class, len(n.quotient.size))
	c.Seeds = usualSeeds
	if len(joined.to) > 2*manyTies {
		c.Seeds = fewSeeds
	}
	parts := make([]parting, c.Seeds)
	var next sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for k := range parts {
		next.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			parts[k] = joined.part(class, seed+uint64(k))
		})
	}
	next.Wait()
	best := &parts[0]
	c.Worst, c.Least, c.Most = new(best.q), math.MaxInt, 0
	for k := range parts {
		p := &parts[k]
		if p.q > best.q {
			best = p
		}
		*c.Worst = min(*c.Worst, p.q)
		c.Least, c.Most = min(c.Least, p.clusters), max(c.Most, p.clusters)
	}
	c.Modularity = new(best.q)
	same := 0.0
	for k := range parts {
		if &parts[k] != best {
			same += adjustedRand(best.community, parts[k].community)
		}
	}
	c.Stability = new(same / float64(c.Seeds-1))
	n.describe(c, g, best)
	return c
}

// parting is one outcome of Louvain's method.
type parting struct {
	community []int32
	count     int
	clusters  int // communities of two or more
	q         float64
}

// part parts the network of classes of partners; the outcome is of the partners.
func (g *adjacency) part(class []int32, seed uint64) parting {
	of, count := g.louvain(rand.New(rand.NewPCG(seed, 0)))
	of, count = g.connected(of, count)
	community := make([]int32, len(class))
	for v, c := range class {
		community[v] = of[c]
	}
	p := parting{community: community, count: count, q: g.modularity(of, count)}
	size := make([]int, count)
	for _, c := range community {
		if size[c]++; size[c] == 2 {
			p.clusters++
		}
	}
	return p
}

// connected parts communities that do not hang together; modularity can only gain.
func (g *adjacency) connected(community []int32, count int) ([]int32, int) {
	out := make([]int32, len(community))
	var stack []int32
	parts := int32(0)
	for v := range int32(len(community)) {
		if out[v] > 0 {
			continue
		}
		parts++
		out[v] = parts
		stack = append(stack, v)
		for len(stack) > 0 {
			u := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, t := range g.to[g.start[u]:g.start[u+1]] {
				if out[t] == 0 && community[t] == community[v] {
					out[t] = parts
					stack = append(stack, t)
				}
			}
		}
	}
	if int(parts) == count {
		return community, count
	}
	for v := range out {
		out[v]--
	}
	return out, int(parts)
}

// adjustedRand is the agreement of two partings of the same vertices, corrected for chance. Source: Hubert & Arabie 1985, Journal of Classification 2:193–218.
func adjustedRand(a, b []int32) float64 {
	joint := make(map[[2]int32]int, len(a))
	inA, inB := make(map[int32]int), make(map[int32]int)
	for v := range a {
		joint[[2]int32{a[v], b[v]}]++
		inA[a[v]]++
		inB[b[v]]++
	}
	pairs := func(k int) float64 { return float64(float64(k) * float64(k-1) / 2) }
	var both, onlyA, onlyB float64
	for _, k := range joint {
		both += pairs(k)
	}
	for _, k := range inA {
		onlyA += pairs(k)
	}
	for _, k := range inB {
		onlyB += pairs(k)
	}
	expected := onlyA * onlyB / pairs(len(a))
	if most := float64((onlyA + onlyB) / 2); most != expected {
		return (both - expected) / (most - expected)
	}
	return 1 // both are one community, or each vertex by itself
}

// describe fills in the clusters of the parting taken.
func (n *Network) describe(c *Clustering, g *adjacency, best *parting) {
	s, d := n.whole, &n.data
	size := make([]int, best.count)
	for _, k := range best.community {
		size[k]++
	}
	var order []int
	for k := range best.count {
		if size[k] > 1 {
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(size[b], size[a]) })
	place := make([]int, best.count)
	for k := range place {
		place[k] = -1
	}
	for k, community := range order {
		place[community] = k
	}
	c.Clusters = make([]Cluster, len(order))
	for v, community := range best.community {
		k := place[community]
		c.Of[s.partners[v]] = k
		if k < 0 {
			continue
		}
		x := &c.Clusters[k]
		x.Partners = append(x.Partners, int(s.partners[v]))
		for _, t := range g.to[g.start[v]:g.start[v+1]] {
			if best.community[t] != community {
				x.Outside++
			}
		}
	}
	links := make([][]int32, len(order))
	for _, at := range n.order {
		if k := c.Of[d.Links[at].Partner]; k >= 0 {
			links[k] = append(links[k], at)
		}
	}
	for k := range c.Clusters {
		x := &c.Clusters[k]
		x.Group = n.subnet(links[k]).group()
		x.Technologies = n.technologies(links[k])
		blocs := make([]int, d.Blocs+1)
		for _, p := range x.Partners {
			blocs[d.Bloc[p]+1]++
		}
		for b, count := range blocs {
			if count > 0 {
				x.Blocs = append(x.Blocs, Tally{b - 1, count})
			}
		}
		slices.SortStableFunc(x.Blocs, mostFirst)
	}
}

// technologies counts the projects of each technology among links in the network's order, the technology with most first.
func (n *Network) technologies(links []int32) []Tally {
	d := &n.data
	count, last := make([]int, d.Technologies), make([]int32, d.Technologies)
	for _, at := range links {
		l := &d.Links[at]
		if last[l.Technology] != l.Project+1 {
			last[l.Technology] = l.Project + 1
			count[l.Technology]++
		}
	}
	var out []Tally
	for t, k := range count {
		if k > 0 {
			out = append(out, Tally{t, k})
		}
	}
	slices.SortStableFunc(out, mostFirst)
	return out
}

func mostFirst(a, b Tally) int { return cmp.Compare(b.Count, a.Count) }

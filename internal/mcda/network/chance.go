package network

import "math/rand/v2"

// Chance compares the modularity of a network's clusters with that of networks drawn at random in which every partner is in as many projects and every project has as
// many partners.
type Chance struct {
	P          float64 // of a modularity as large, (1 + hits)/(1 + draws)
	Modularity float64 // of the network, parted once, as the drawn ones are
	Mean       float64 // of the drawn ones
	Draws      int     // 0: the network is too large to draw others like it
	Seed       uint64
}

// Beyond reports whether the clusters are more than chance makes.
func (c *Chance) Beyond() bool { return c.Draws > 0 && c.P <= 0.05 }

// How much is drawn: networks, and ties looked at over all of them.
const (
	chanceDraws  = 199
	chanceLeast  = 39
	chanceEffort = 4_000_000
	swapsEach    = 10 // exchanges tried per partner in a project
)

// Chance draws networks by exchanging partners between projects: partner a of one project and b of another change places, unless one of them is in both. Any two
// networks with the same degrees are joined by such steps, and in a chain of ten for each partner in a project little is left of the first. Modularity alone says little:
// it is high in sparse networks without any structure.
//
// Sources: Guimerà, Sales-Pardo & Amaral 2004, Phys. Rev. E 70, 025101 (modularity of random graphs); Maslov & Sneppen 2002, Science 296:910–913, and for
// networks of partners in projects Newman, Strogatz & Watts 2001, Phys. Rev. E 64, 026118 (what is kept).
func (n *Network) Chance(seed uint64) Chance {
	s := n.whole
	g := s.adjacency()
	c := Chance{Seed: seed}
	if len(g.to) == 0 {
		return c
	}
	draws := min(chanceDraws, chanceEffort/(len(g.to)+swapsEach*len(s.members)))
	if draws < chanceLeast {
		return c
	}
	c.Draws = draws
	c.Modularity = g.parted(seed)
	drawn := *s
	drawn.members = append([]int32(nil), s.members...)
	random := rand.New(rand.NewPCG(seed, uint64(len(s.members))))
	of := drawn.memberships()
	hits := 1
	for k := range draws {
		drawn.exchange(random, of)
		q := drawn.adjacency().parted(seed + 1 + uint64(k))
		if q >= c.Modularity-1e-12 {
			hits++
		}
		c.Mean += q / float64(draws)
	}
	c.P = float64(hits) / float64(draws+1)
	return c
}

// parted is the modularity of one parting.
func (g *adjacency) parted(seed uint64) float64 {
	return g.modularity(g.louvain(rand.New(rand.NewPCG(seed, 0))))
}

// membership is a partner's part in a project, in whatever periods.
type membership struct {
	project, partner int32
	at               []int32 // places in members
}

// memberships of a subnet, in the order of its acts.
func (s *subnet) memberships() []membership {
	place := make(map[[2]int32]int, len(s.members))
	var all []membership
	for _, a := range s.acts {
		for at := a.lo; at < a.hi; at++ {
			key := [2]int32{a.project, s.members[at]}
			k, known := place[key]
			if !known {
				k = len(all)
				place[key] = k
				all = append(all, membership{project: a.project, partner: s.members[at]})
			}
			all[k].at = append(all[k].at, at)
		}
	}
	return all
}

// exchange changes partners between projects, in all periods, and lists each partner's acts anew.
func (s *subnet) exchange(random *rand.Rand, of []membership) {
	in := make(map[[2]int32]bool, len(of))
	for _, x := range of {
		in[[2]int32{x.project, x.partner}] = true
	}
	for range swapsEach * len(of) {
		x, y := &of[random.IntN(len(of))], &of[random.IntN(len(of))]
		if x.project == y.project || x.partner == y.partner || in[[2]int32{x.project, y.partner}] || in[[2]int32{y.project, x.partner}] {
			continue
		}
		delete(in, [2]int32{x.project, x.partner})
		delete(in, [2]int32{y.project, y.partner})
		x.partner, y.partner = y.partner, x.partner
		in[[2]int32{x.project, x.partner}], in[[2]int32{y.project, y.partner}] = true, true
	}
	for k := range of {
		for _, at := range of[k].at {
			s.members[at] = of[k].partner
		}
	}
	s.index()
}

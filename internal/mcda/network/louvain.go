package network

import (
	"math/rand/v2"
	"slices"
)

// adjacency is a network as weighted neighbours: to[start[v]:start[v+1]] are v's, without v itself.
type adjacency struct {
	start  []int32
	to     []int32
	weight []float64
	self   []float64 // twice the weight within a vertex that stands for several
}

// adjacency lists the neighbours of each partner; a tie weighs the number of projects and periods in which it is active.
func (s *subnet) adjacency() *adjacency {
	n := len(s.partners)
	g := &adjacency{start: make([]int32, n+1), self: make([]float64, n)}
	place := make([]int32, n) // of the tie in the list of the present partner, from 1 after its start
	owner := make([]int32, n)
	for a := range int32(n) {
		for _, k := range s.of(int(a)) {
			x := s.acts[k]
			for _, b := range s.members[x.lo:x.hi] {
				switch {
				case b == a:
				case owner[b] == a+1:
					g.weight[place[b]]++
				default:
					owner[b], place[b] = a+1, int32(len(g.to))
					g.to = append(g.to, b)
					g.weight = append(g.weight, 1)
				}
			}
		}
		g.start[a+1] = int32(len(g.to))
	}
	return g
}

// strengths are the sums of each vertex's weights, and their total, 2m.
func (g *adjacency) strengths() (k []float64, total float64) {
	k = slices.Clone(g.self)
	for v := range k {
		for _, w := range g.weight[g.start[v]:g.start[v+1]] {
			k[v] += w
		}
		total += k[v]
	}
	return k, total
}

// modularity of a partition into the communities 0 … c−1: Σ_c [in_c/2m − (tot_c/2m)²], 0 without ties. Source: Newman 2004, Phys. Rev. E 70, 056131.
func (g *adjacency) modularity(community []int32, c int) float64 {
	k, total := g.strengths()
	if total == 0 {
		return 0
	}
	in, tot := make([]float64, c), make([]float64, c)
	for v := range k {
		in[community[v]] += g.self[v]
		tot[community[v]] += k[v]
		for e := g.start[v]; e < g.start[v+1]; e++ {
			if community[g.to[e]] == community[v] {
				in[community[v]] += g.weight[e]
			}
		}
	}
	q := 0.0
	for i := range in {
		q += in[i]/total - float64((tot[i]/total)*(tot[i]/total))
	}
	return q
}

// louvain parts the vertices into communities of high modularity, in the order random draws: each vertex moves where modularity gains most until none does,
// then communities become vertices, and again. It returns the community of each vertex, from 0, and their number. Vertices without neighbours stay alone.
// Source: Blondel, Guillaume, Lambiotte & Lefebvre 2008, J. Stat. Mech. P10008; only vertices whose neighbours moved are looked at again, as in Traag,
// Waltman & van Eck 2019, Scientific Reports 9:5233.
func (g *adjacency) louvain(random *rand.Rand) (community []int32, count int) {
	community = make([]int32, len(g.self))
	for v := range community {
		community[v] = int32(v)
	}
	count = len(g.self)
	for {
		part, parts := g.move(random)
		if parts == len(g.self) {
			return community, count
		}
		for v := range community {
			community[v] = part[community[v]]
		}
		count = parts
		g = g.merged(part, parts)
	}
}

// move is one level of [adjacency.louvain]: the community of each vertex, numbered in the order of the vertices, and their number.
func (g *adjacency) move(random *rand.Rand) (community []int32, count int) {
	n := len(g.self)
	community = make([]int32, n)
	k, total := g.strengths()
	tot := slices.Clone(k) // by community
	queue, waiting := make([]int32, n), make([]bool, n)
	for v := range community {
		community[v], queue[v], waiting[v] = int32(v), int32(v), true
	}
	random.Shuffle(n, func(i, j int) { queue[i], queue[j] = queue[j], queue[i] })
	toward := make([]float64, n) // weight from the present vertex, by community
	var near []int32             // communities in which toward is not 0
	for head := 0; head < len(queue); head++ {
		v := queue[head]
		waiting[v] = false
		own := community[v]
		near = append(near[:0], own)
		for e := g.start[v]; e < g.start[v+1]; e++ {
			c := community[g.to[e]]
			if toward[c] == 0 && c != own {
				near = append(near, c)
			}
			toward[c] += g.weight[e]
		}
		tot[own] -= k[v]
		best, gain := own, toward[own]-k[v]*tot[own]/total
		for _, c := range near[1:] {
			if x := toward[c] - k[v]*tot[c]/total; x > gain+float64(1e-10*k[v]) {
				best, gain = c, x
			}
		}
		for _, c := range near {
			toward[c] = 0
		}
		tot[best] += k[v]
		if best == own {
			continue
		}
		community[v] = best
		for _, u := range g.to[g.start[v]:g.start[v+1]] {
			if community[u] != best && !waiting[u] {
				waiting[u] = true
				queue = append(queue, u)
			}
		}
		if head > n && head > len(queue)/2 { // what was taken is given back
			queue = slices.Delete(queue, 0, head+1)
			head = -1
		}
	}
	return renumbered(community)
}

// renumbered numbers the communities 0 … count−1 in the order in which they are met.
func renumbered(community []int32) ([]int32, int) {
	number := make([]int32, len(community))
	count := int32(0)
	for _, c := range community {
		if number[c] == 0 {
			count++
			number[c] = count
		}
	}
	out := make([]int32, len(community))
	for v, c := range community {
		out[v] = number[c] - 1
	}
	return out, int(count)
}

// merged is the network whose vertices are the communities.
func (g *adjacency) merged(community []int32, count int) *adjacency {
	m := &adjacency{start: make([]int32, count+1), self: make([]float64, count)}
	first, next := make([]int32, count), make([]int32, len(community)) // vertices of each community, as lists, from 1
	for v := len(community) - 1; v >= 0; v-- {
		next[v] = first[community[v]]
		first[community[v]] = int32(v) + 1
	}
	place, owner := make([]int32, count), make([]int32, count)
	for c := range int32(count) {
		for at := first[c]; at > 0; at = next[at-1] {
			v := at - 1
			m.self[c] += g.self[v]
			for e := g.start[v]; e < g.start[v+1]; e++ {
				switch t := community[g.to[e]]; {
				case t == c:
					m.self[c] += g.weight[e]
				case owner[t] == c+1:
					m.weight[place[t]] += g.weight[e]
				default:
					owner[t], place[t] = c+1, int32(len(m.to))
					m.to = append(m.to, t)
					m.weight = append(m.weight, g.weight[e])
				}
			}
		}
		m.start[c+1] = int32(len(m.to))
	}
	return m
}

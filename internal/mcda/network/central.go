package network

import (
	"cmp"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Centrality says how central each partner is.
type Centrality struct {
	Degree []int // ties of each partner
	// Betweenness is Freeman's: the number of pairs of other partners between whom the partner stands, each counted by the share of their shortest paths that
	// pass through it. Ties are not weighed.
	Betweenness []float64
	// Sources is from how many partners the paths were followed: all of them, or, where that takes too long, so many drawn by chance; Betweenness is then an
	// estimate without bias.
	Sources, Of int
}

// maxSteps bounds the ties that are followed in one calculation of betweenness.
const maxSteps = 100_000_000

// Centrality works out how central each partner is in the whole network, by the data's index. The seed matters when paths are followed from some partners
// only. Sources: Freeman 1977, Sociometry 40(1):35–41; Brandes 2001, J. Math. Sociology 25(2):163–177; Brandes & Pich 2007 for the estimate.
func (n *Network) Centrality(seed uint64) *Centrality {
	s := n.whole
	g := n.quotient
	c := &Centrality{Degree: make([]int, n.data.Partners), Betweenness: make([]float64, n.data.Partners), Of: len(s.partners)}
	degrees := g.degrees()
	sources, sums := g.between(seed, maxSteps)
	c.Sources = sources
	for v, p := range s.partners {
		c.Degree[p] = degrees[g.class[v]]
		c.Betweenness[p] = sums[g.class[v]] / 2 // each pair from both ends
	}
	return c
}

// quotient is the network of classes of partners that have the same projects: they have the same ties and are tied to each other, so that every one of them
// stands between the same others. A class of partners with one project stands between none: its neighbours are all tied to each other.
type quotient struct {
	class []int32 // of each partner
	size  []int32 // of each class
	start []int32
	to    []int32
	inner []bool // has several projects: paths may pass
}

// quotient joins partners with the same acts, and the ties between them.
func (s *subnet) quotient() *quotient {
	n := len(s.partners)
	q := &quotient{class: make([]int32, n)}
	order := make([]int32, n)
	for k := range order {
		order[k] = int32(k)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(slices.Compare(s.of(int(a)), s.of(int(b))), cmp.Compare(a, b)) })
	var first []int32 // a partner of each class
	for k, p := range order {
		if k == 0 || !slices.Equal(s.of(int(order[k-1])), s.of(int(p))) {
			first = append(first, p)
			q.size = append(q.size, 0)
			q.inner = append(q.inner, len(s.of(int(p))) > 1)
		}
		q.class[p] = int32(len(first) - 1)
		q.size[len(first)-1]++
	}
	q.start = make([]int32, len(first)+1)
	seen := make([]int32, len(first))
	for c := range int32(len(first)) {
		for _, k := range s.of(int(first[c])) {
			a := s.acts[k]
			for _, p := range s.members[a.lo:a.hi] {
				if t := q.class[p]; t != c && seen[t] != c+1 {
					seen[t] = c + 1
					q.to = append(q.to, t)
				}
			}
		}
		q.start[c+1] = int32(len(q.to))
	}
	return q
}

// degrees are the ties of a partner of each class.
func (q *quotient) degrees() []int {
	out := make([]int, len(q.size))
	for c := range out {
		out[c] = int(q.size[c]) - 1
		for _, t := range q.to[q.start[c]:q.start[c+1]] {
			out[c] += int(q.size[t])
		}
	}
	return out
}

// between adds up, for one partner of each class, the dependencies of all partners on it (Brandes), following paths from all classes or from some drawn
// without replacement, as many as follow no more ties than steps; partners is how many partners they hold.
func (q *quotient) between(seed uint64, steps int) (partners int, sums []float64) {
	classes := len(q.size)
	sums = make([]float64, classes)
	sources := make([]int32, classes)
	for c := range sources {
		sources[c] = int32(c)
	}
	total := 0
	for _, k := range q.size {
		total += int(k)
	}
	if most := steps / max(len(q.to), 1); classes > most {
		random := rand.New(rand.NewPCG(seed, 1))
		random.Shuffle(classes, func(i, j int) { sources[i], sources[j] = sources[j], sources[i] })
		sources = sources[:max(most, 1)]
	}
	for _, s := range sources {
		partners += int(q.size[s])
	}
	// Always in as many chunks, joined in their order: the sums have the same bits on every machine.
	const chunks = 16
	var parts [chunks][]float64
	var next atomic.Int32
	work := func() {
		w := q.newWalk()
		for k := int(next.Add(1)) - 1; k < chunks; k = int(next.Add(1)) - 1 {
			parts[k] = make([]float64, classes)
			w.follow(sources[k*len(sources)/chunks:(k+1)*len(sources)/chunks], parts[k])
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), chunks) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
	for _, part := range parts {
		for c, x := range part {
			sums[c] += x
		}
	}
	if partners < total && partners > 0 {
		for c := range sums {
			sums[c] *= float64(classes) / float64(len(sources))
		}
	}
	return partners, sums
}

// walk is the memory of one goroutine that follows paths.
type walk struct {
	q                 *quotient
	paths, dependency []float64
	distance          []int32 // from 1; 0: not reached
	order             []int32
}

func (q *quotient) newWalk() *walk {
	n := len(q.size)
	return &walk{q, make([]float64, n), make([]float64, n), make([]int32, n), make([]int32, 0, n)}
}

// follow adds the dependencies of some classes' partners on one partner of each class.
func (w *walk) follow(sources []int32, sums []float64) {
	q, paths, dependency, distance, order := w.q, w.paths, w.dependency, w.distance, w.order
	for _, s := range sources {
		order = append(order[:0], s)
		distance[s], paths[s] = 1, 1
		for head := 0; head < len(order); head++ {
			v := order[head]
			if !q.inner[v] && v != s {
				continue
			}
			through := paths[v]
			if v != s {
				through *= float64(q.size[v]) // through any of the class
			}
			for _, t := range q.to[q.start[v]:q.start[v+1]] {
				if distance[t] == 0 {
					distance[t] = distance[v] + 1
					order = append(order, t)
				}
				if distance[t] == distance[v]+1 {
					paths[t] += through
				}
			}
		}
		for k := len(order) - 1; k > 0; k-- {
			v := order[k]
			if !q.inner[v] {
				continue
			}
			for _, t := range q.to[q.start[v]:q.start[v+1]] {
				if distance[t] == distance[v]+1 {
					dependency[v] += float64(float64(q.size[t]) * paths[v] / paths[t] * (1 + dependency[t]))
				}
			}
			sums[v] += float64(float64(q.size[s]) * dependency[v])
		}
		for _, v := range order {
			distance[v], paths[v], dependency[v] = 0, 0, 0
		}
	}
}

package network

import (
	"math"
	"slices"

	"veche/internal/mcda/exact"
)

// Measures describe a network: the links of one technology, cluster or period, or all of them. Shares are nil when they cannot be known.
type Measures struct {
	Links, Projects, Partners, Periods int
	Ties                               int // pairs of partners with a common project
	External, Internal                 int // ties between blocs and within one; those of partners whose bloc is not known are neither
	Isolated                           int // partners without a tie
	Components, Largest                int // parts that hang together, isolated partners included, and the partners of the largest
	Placed                             int // projects all of whose partners have a bloc: those TripleHelix, JointCommitments and Synergy speak of
	Stated                             int // links that say their commitment
	Commitments                        float64

	Density          *float64 // ties / (n(n−1)/2)
	Multilateral     *float64 // share of projects with three partners or more
	Recurring        *float64 // share of ties active in two periods or more
	EI               *float64 // (external − internal)/(external + internal)
	TripleHelix      *float64 // share of projects with partners of all three blocs
	JointCommitments *float64 // share of the commitments in projects where two blocs or more pledge
	Synergy          *float64 // Leydesdorff's T in bits; below 0 where the three blocs together tell more than their pairs
}

// Period is the network of one period.
type Period struct {
	Period int
	Measures
	// Recurring of a period is the share of its ties that were active in an earlier one; nil for the first.
	Kept, New int // ties that were active before, and that were not
}

// Group is a network with its periods, those without links left out.
type Group struct {
	Measures
	ByPeriod []Period
}

// Whole measures the whole network.
func (n *Network) Whole() Group { return n.whole.group() }

// Technology measures the network of one technology. It has no links and nothing but missing shares when nobody works on it.
func (n *Network) Technology(t int) Group { return n.subnet(n.by[t]).group() }

// TechnologyMeasures is Technology without the periods.
func (n *Network) TechnologyMeasures(t int) Measures { return n.subnet(n.by[t]).measures(nil) }

// group measures a network and its periods.
func (s *subnet) group() Group {
	kept := make([]int, s.n.data.Periods)
	g := Group{Measures: s.measures(kept)}
	byPeriod := make(map[int32][]int32)
	for _, k := range s.links {
		p := s.n.data.Links[k].Period
		byPeriod[p] = append(byPeriod[p], k)
	}
	for p := range int32(s.n.data.Periods) {
		links := byPeriod[p]
		if links == nil {
			continue
		}
		x := Period{Period: int(p), Measures: s.n.subnet(links).measures(nil), Kept: kept[p]}
		x.New = x.Ties - x.Kept
		x.Recurring = nil
		if len(g.ByPeriod) > 0 {
			x.Recurring = share(x.Kept, x.Ties)
		}
		g.ByPeriod = append(g.ByPeriod, x)
	}
	return g
}

// share is part/of, nil of nothing.
func share(part, of int) *float64 {
	if of == 0 {
		return nil
	}
	return new(float64(part) / float64(of))
}

// measures works out everything about a network. kept, by period, receives the number of ties active in the period and in an earlier one, unless it is nil.
func (s *subnet) measures(kept []int) Measures {
	n := len(s.partners)
	m := Measures{Links: len(s.links), Partners: n}
	s.countTies(&m, kept)
	s.countProjects(&m)
	s.countComponents(&m)
	var seen []int32
	for _, a := range s.acts {
		seen = append(seen, a.period)
	}
	slices.Sort(seen)
	m.Periods = len(slices.Compact(seen))
	if n > 1 {
		m.Density = new(2 * float64(m.Ties) / (float64(n) * float64(n-1)))
	}
	if m.Periods < 2 {
		m.Recurring = nil
	}
	if placed := m.External + m.Internal; placed > 0 {
		m.EI = new(float64(m.External-m.Internal) / float64(placed))
	}
	return m
}

// countTies counts each pair of tied partners once. A partner's acts come by period, so that a tie met again in a later period recurs.
func (s *subnet) countTies(m *Measures, kept []int) {
	n := len(s.partners)
	met := make([]int32, n)  // 1 + the partner that met it last
	last := make([]int32, n) // the last period in which they met
	again := make([]bool, n) // in two periods
	recurring := 0
	for a := range int32(n) {
		tied := false
		for _, k := range s.of(int(a)) {
			x := s.acts[k]
			tied = tied || x.size() > 1
			members := s.members[x.lo:x.hi]
			at, _ := slices.BinarySearch(members, a+1)
			for _, b := range members[at:] {
				switch {
				case met[b] != a+1:
					met[b], last[b], again[b] = a+1, x.period, false
					m.Ties++
					if i, j := s.bloc(a), s.bloc(b); i >= 0 && j >= 0 && i == j {
						m.Internal++
					} else if i >= 0 && j >= 0 {
						m.External++
					}
				case last[b] != x.period:
					last[b] = x.period
					if kept != nil {
						kept[x.period]++
					}
					if !again[b] {
						again[b] = true
						recurring++
					}
				}
			}
		}
		if !tied {
			m.Isolated++
		}
	}
	m.Recurring = share(recurring, m.Ties)
}

// countProjects works out what is said of projects: their partners, blocs and commitments over all periods.
func (s *subnet) countProjects(m *Measures) {
	d, w := &s.n.data, s.n.work
	many, all := 0, 0
	joint, placed := 0.0, 0.0
	var cells [8]int // projects by which of the three blocs take part
	for lo := 0; lo < len(s.links); {
		project := d.Links[s.links[lo]].Project
		stamp := w.next()
		partners, known := 0, true
		amount, pledging := 0.0, 0
		var blocs []int32
		hi := lo
		for ; hi < len(s.links) && d.Links[s.links[hi]].Project == project; hi++ {
			l := &d.Links[s.links[hi]]
			b := d.Bloc[l.Partner]
			if w.partner[l.Partner] != stamp {
				w.partner[l.Partner] = stamp
				partners++
				known = known && b >= 0
			}
			if b >= 0 && w.bloc[b] != stamp {
				w.bloc[b], w.amount[b] = stamp, 0
				blocs = append(blocs, b)
			}
			if l.stated() {
				m.Stated++
				amount += l.Amount
				if b >= 0 {
					w.amount[b] += l.Amount
				}
			}
		}
		lo = hi
		m.Projects++
		m.Commitments += amount
		if partners >= 3 {
			many++
		}
		if !known {
			continue
		}
		m.Placed++
		cell := 0
		for _, b := range blocs {
			if w.amount[b] > 0 {
				pledging++
			}
			if d.Helix != nil && d.Helix[b] >= 0 {
				cell |= 1 << d.Helix[b]
			}
		}
		cells[cell]++
		if cell == 7 {
			all++
		}
		placed += amount
		if pledging >= 2 {
			joint += amount
		}
	}
	m.Multilateral = share(many, m.Projects)
	if d.Helix != nil && m.Placed > 0 {
		m.TripleHelix = share(all, m.Placed)
		m.Synergy = new(helixSynergy(&cells))
	}
	if placed > 0 {
		m.JointCommitments = new(joint / placed)
	}
}

// helixSynergy is Leydesdorff's mutual information in three dimensions,
//
//	T = H_u + H_b + H_g − H_ub − H_ug − H_bg + H_ubg
//
// in bits, over projects counted by which of three blocs take part: cell c has bloc k when its bit k is set. It is negative where the three together tell
// more than their pairs do, which that literature reads as synergy. Source: Leydesdorff 2003, "The mutual information of university–industry–government
// relations", Scientometrics 58(2):445–467.
func helixSynergy(cells *[8]int) float64 {
	total := 0
	for _, c := range cells {
		total += c
	}
	// entropy of the margin over the blocs in mask
	entropy := func(mask int) float64 {
		var margin [8]int
		for c, k := range cells {
			margin[c&mask] += k
		}
		h := 0.0
		for _, k := range margin {
			if k > 0 {
				p := float64(k) / float64(total)
				h -= float64(p * exact.Log2(p))
			}
		}
		return h
	}
	t := entropy(1) + entropy(2) + entropy(4) - entropy(3) - entropy(5) - entropy(6) + entropy(7)
	if math.Abs(t) < 1e-12 { // rounding
		return 0
	}
	return t
}

// countComponents counts the parts that hang together.
func (s *subnet) countComponents(m *Measures) {
	size := make(map[int32]int)
	for _, root := range s.components() {
		size[root]++
		m.Largest = max(m.Largest, size[root])
	}
	m.Components = len(size)
}

// components gives each partner one partner of its part of the network, the same for all of the part.
func (s *subnet) components() []int32 {
	up := make([]int32, len(s.partners))
	for k := range up {
		up[k] = int32(k)
	}
	root := func(p int32) int32 {
		for up[p] != p {
			up[p] = up[up[p]]
			p = up[p]
		}
		return p
	}
	for _, a := range s.acts {
		for _, p := range s.members[a.lo+1 : a.hi] {
			x, y := root(s.members[a.lo]), root(p)
			up[max(x, y)] = min(x, y)
		}
	}
	for p := range up {
		up[p] = root(int32(p))
	}
	return up
}

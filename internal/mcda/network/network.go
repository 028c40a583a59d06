package network

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"veche/internal/mcda"
)

// Link is one partner's part in one project, for one technology, in one period. The numbers are indices from 0.
type Link struct {
	Project, Technology, Period, Partner int32
	Amount                               float64 // pledged; NaN: not stated
}

// Data are the links and what they are between.
type Data struct {
	Links                                     []Link
	Projects, Technologies, Periods, Partners int     // how many there are; periods are in order of time
	Bloc                                      []int32 // by partner, 0 … Blocs−1; −1: not known
	Blocs                                     int
	Helix                                     []int8 // by bloc: 0, 1, 2 for the three sides of the triple helix, −1 for another; nil: the blocs are not these
}

// MaxPairs bounds the pairs of partners in common projects, each counted once for every project and period: beyond it a network is refused by [New].
const MaxPairs = 10_000_000

// SizeError is the refusal of a network with too many pairs; Project has the most partners, Partners of them.
type SizeError struct {
	Pairs             float64
	Project, Partners int
}

func (e *SizeError) Error() string { return e.whole().String() }

// Said is the error as a format and its arguments.
func (e *SizeError) Said() (text string, args []any) { return e.whole().Said() }

func (e *SizeError) whole() mcda.Reason {
	return mcda.Because("the partners of common projects make %.3g pairs, more than %d; the largest project has %d partners", e.Pairs, MaxPairs, e.Partners)
}

// Network is the links made ready to be measured.
type Network struct {
	data     Data
	order    []int32   // links by project, period, partner
	by       [][]int32 // the same, parted by technology
	whole    *subnet
	quotient *quotient // of whole
	work     *scratch
}

// New makes a network of links. It keeps d, which must not change. The error is a [*SizeError]. An index outside its range panics. The methods of a network
// share its memory: it is for one goroutine at a time.
func New(d Data) (*Network, error) {
	if len(d.Bloc) != d.Partners {
		panic(fmt.Sprintf("network: %d blocs of %d partners", len(d.Bloc), d.Partners))
	}
	for k, b := range d.Bloc {
		if int(b) >= d.Blocs || b < -1 {
			panic(fmt.Sprintf("network: bloc %d of partner %d, of %d blocs", b, k, d.Blocs))
		}
	}
	if d.Helix != nil && len(d.Helix) != d.Blocs {
		panic(fmt.Sprintf("network: sides of %d blocs, of %d", len(d.Helix), d.Blocs))
	}
	n := &Network{data: d, order: make([]int32, len(d.Links)), by: make([][]int32, d.Technologies)}
	for k, l := range d.Links {
		if uint(l.Project) >= uint(d.Projects) || uint(l.Technology) >= uint(d.Technologies) || uint(l.Period) >= uint(d.Periods) || uint(l.Partner) >= uint(d.Partners) {
			panic(fmt.Sprintf("network: link %d is %+v", k, l))
		}
		n.order[k] = int32(k)
	}
	slices.SortFunc(n.order, func(a, b int32) int {
		x, y := &d.Links[a], &d.Links[b]
		return cmp.Or(cmp.Compare(x.Project, y.Project), cmp.Compare(x.Period, y.Period), cmp.Compare(x.Partner, y.Partner), cmp.Compare(x.Technology, y.Technology), cmp.Compare(x.Amount, y.Amount), cmp.Compare(a, b))
	})
	for _, k := range n.order {
		t := d.Links[k].Technology
		n.by[t] = append(n.by[t], k)
	}
	n.work = newScratch(&n.data)
	n.whole = n.subnet(n.order)
	if err := n.whole.size(); err != nil {
		return nil, err
	}
	n.quotient = n.whole.quotient()
	return n, nil
}

// Data returns what the network was made of.
func (n *Network) Data() *Data { return &n.data }

// scratch is memory by partner, project and bloc that the parts of a network share; an entry counts when its stamp is the present one.
type scratch struct {
	stamp   int32
	partner []int32 // stamps
	local   []int32 // index in the subnet
	bloc    []int32 // stamps
	amount  []float64
}

func newScratch(d *Data) *scratch {
	return &scratch{partner: make([]int32, d.Partners), local: make([]int32, d.Partners), bloc: make([]int32, d.Blocs), amount: make([]float64, d.Blocs)}
}

func (w *scratch) next() int32 { w.stamp++; return w.stamp }

// subnet is the network of some of the links. Its partners have indices of their own, in the order of the data's.
type subnet struct {
	n        *Network
	links    []int32 // in the network's order
	partners []int32 // the data's index of each
	acts     []act
	members  []int32 // of the acts, by own index, ascending within each
	starts   []int32 // of each partner's acts in mine
	mine     []int32 // acts of each partner, by period
}

// act is a project in one period: what ties its partners.
type act struct{ project, period, lo, hi int32 }

func (a act) size() int { return int(a.hi - a.lo) }

// subnet joins some links, given in the network's order.
func (n *Network) subnet(links []int32) *subnet {
	s := &subnet{n: n, links: links}
	d, w := &n.data, n.work
	stamp := w.next()
	for _, k := range links {
		p := d.Links[k].Partner
		if w.partner[p] != stamp {
			w.partner[p] = stamp
			s.partners = append(s.partners, p)
		}
	}
	slices.Sort(s.partners)
	for k, p := range s.partners {
		w.local[p] = int32(k)
	}
	for k, at := range links {
		l := &d.Links[at]
		p := w.local[l.Partner]
		last := len(s.acts) - 1
		if k == 0 || s.acts[last].project != l.Project || s.acts[last].period != l.Period {
			s.acts = append(s.acts, act{l.Project, l.Period, int32(len(s.members)), int32(len(s.members))})
			last++
		}
		if a := &s.acts[last]; a.lo == a.hi || s.members[a.hi-1] != p { // a partner once, though its project serves several technologies
			s.members = append(s.members, p)
			a.hi++
		}
	}
	s.index()
	return s
}

// index lists each partner's acts, by period.
func (s *subnet) index() {
	s.starts = make([]int32, len(s.partners)+1)
	for _, p := range s.members {
		s.starts[p+1]++
	}
	for k := range s.partners {
		s.starts[k+1] += s.starts[k]
	}
	byPeriod := make([]int32, len(s.acts))
	for k := range byPeriod {
		byPeriod[k] = int32(k)
	}
	slices.SortStableFunc(byPeriod, func(a, b int32) int { return cmp.Compare(s.acts[a].period, s.acts[b].period) })
	s.mine = make([]int32, len(s.members))
	next := slices.Clone(s.starts)
	for _, a := range byPeriod {
		for _, p := range s.members[s.acts[a].lo:s.acts[a].hi] {
			s.mine[next[p]] = a
			next[p]++
		}
	}
}

// of are the acts of a partner, by period.
func (s *subnet) of(p int) []int32 { return s.mine[s.starts[p]:s.starts[p+1]] }

// size refuses what would take too long.
func (s *subnet) size() error {
	e := SizeError{}
	for _, a := range s.acts {
		k := a.size()
		e.Pairs += float64(float64(k) * float64(k-1) / 2)
		if k > e.Partners {
			e.Project, e.Partners = int(a.project), k
		}
	}
	if e.Pairs > MaxPairs {
		return &e
	}
	return nil
}

// bloc is that of a partner by its own index, −1 when not known.
func (s *subnet) bloc(p int32) int32 { return s.n.data.Bloc[s.partners[p]] }

// stated reports whether a link says its amount.
func (l *Link) stated() bool { return !math.IsNaN(l.Amount) }

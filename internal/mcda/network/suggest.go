package network

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Entry is what one partner does on one technology.
type Entry struct {
	Partner, Technology, Projects int
	Commitments                   float64 // pledged; 0 where Stated is
	Stated                        int     // links that say it
}

// Matrix is the partner × technology matrix, without its empty places, by partner and technology. A project counts once however many periods it spans.
func (n *Network) Matrix() []Entry {
	d := &n.data
	links := slices.Clone(n.order)
	slices.SortStableFunc(links, func(a, b int32) int {
		x, y := &d.Links[a], &d.Links[b]
		return cmp.Or(cmp.Compare(x.Partner, y.Partner), cmp.Compare(x.Technology, y.Technology)) // and by project, as they come
	})
	var entries []Entry
	for k, at := range links {
		l := &d.Links[at]
		var before *Link
		if k > 0 {
			before = &d.Links[links[k-1]]
		}
		same := before != nil && before.Partner == l.Partner && before.Technology == l.Technology
		if !same {
			entries = append(entries, Entry{Partner: int(l.Partner), Technology: int(l.Technology)})
		}
		e := &entries[len(entries)-1]
		if !same || before.Project != l.Project {
			e.Projects++
		}
		if l.stated() {
			e.Stated++
			e.Commitments += l.Amount
		}
	}
	return entries
}

// Suggestion is a synergy of two technologies, A before B, for a person to accept or to edit.
type Suggestion struct {
	A, B   int
	Shared int     // partners that work on both
	Cosine float64 // of the vectors of partners, above 0 and at most 1
	Value  float64 // Cosine × the factor
}

// Suggest makes a synergy of every two technologies that share partners, the strongest first: factor times the cosine of their vectors of partners, the
// numbers of projects each partner has in them ([Network.Matrix]),
//
//	cos = Σ_p x_pa·x_pb / √(Σ_p x_pa² · Σ_p x_pb²)
//
// The factor turns a likeness into a value in the units of the technologies' values and is the caller's to state; it panics unless it is a number. Source of
// the cosine for profiles of counts: Salton & McGill 1983.
func (n *Network) Suggest(factor float64) []Suggestion {
	if math.IsNaN(factor) || math.IsInf(factor, 0) {
		panic(fmt.Sprintf("network: factor %g", factor))
	}
	m := n.data.Technologies
	dot, shared := make([]float64, m*m), make([]int, m*m)
	entries := n.Matrix()
	for lo := 0; lo < len(entries); {
		hi := lo
		for hi < len(entries) && entries[hi].Partner == entries[lo].Partner {
			hi++
		}
		for _, a := range entries[lo:hi] {
			for _, b := range entries[lo:hi] {
				dot[a.Technology*m+b.Technology] += float64(float64(a.Projects) * float64(b.Projects))
				shared[a.Technology*m+b.Technology]++
			}
		}
		lo = hi
	}
	var out []Suggestion
	for a := range m {
		for b := a + 1; b < m; b++ {
			if k := shared[a*m+b]; k > 0 {
				cosine := min(1, dot[a*m+b]/math.Sqrt(dot[a*m+a]*dot[b*m+b]))
				out = append(out, Suggestion{A: a, B: b, Shared: k, Cosine: cosine, Value: factor * cosine})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Suggestion) int { return cmp.Compare(b.Cosine, a.Cosine) })
	return out
}

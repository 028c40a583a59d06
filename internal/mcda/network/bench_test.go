package network_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph/community"
	gonum "gonum.org/v1/gonum/graph/network"

	"veche/internal/mcda/network"
)

// scaled is a network like that of internal/example/research-networks with any number of links: projects of 3 to 19 partners, who come back as those do (a third of
// the links are of partners with one project, one partner has a hundredth of all), 12 technologies, 10 periods, 4 blocs.
func scaled(links int) network.Data {
	r := rand.New(rand.NewPCG(1, 8))
	n := links / 2
	d := network.Data{Technologies: 12, Periods: 10, Partners: n, Blocs: 4, Helix: []int8{0, 1, 2, -1}}
	for range n {
		d.Bloc = append(d.Bloc, r.Int32N(4))
	}
	for len(d.Links) < links {
		p := int32(d.Projects)
		d.Projects++
		seen := map[int32]bool{}
		for range 3 + r.IntN(17) {
			who := int32(float64(n) * math.Pow(r.Float64(), 2.2)) // low numbers often
			if !seen[who] && len(d.Links) < links {
				seen[who] = true
				d.Links = append(d.Links, network.Link{Project: p, Technology: p % 12, Period: p % 10, Partner: who, Amount: r.Float64()})
			}
		}
	}
	return d
}

// report is everything veche network works out.
func report(b testing.TB, d network.Data) {
	n, err := network.New(d)
	if err != nil {
		b.Fatal(err)
	}
	n.Whole()
	for t := range d.Technologies {
		n.Technology(t)
	}
	n.Clusters(1)
	n.Centrality(1)
	n.Suggest(1)
}

func BenchmarkNetwork(b *testing.B) {
	for _, links := range []int{10_000, 100_000} {
		d := scaled(links)
		b.Run(fmt.Sprint(links), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				report(b, d)
			}
		})
	}
}

// BenchmarkAgainstGonum times clusters and betweenness of one technology of internal/example/research-networks, 1,465 partners and 15,742 ties, here and by gonum,
// whose betweenness of all 4,548 partners takes minutes.
func BenchmarkAgainstGonum(b *testing.B) {
	d, technologies := cordis(b, "")
	d, _ = only(d, slices.Index(technologies, "low-carbon energy"))
	n, err := network.New(d)
	if err != nil {
		b.Fatal(err)
	}
	g := tied(d)
	b.Run("clusters/network", func(b *testing.B) { // of ten seeds
		for b.Loop() {
			n.Clusters(1)
		}
	})
	b.Run("clusters/gonum", func(b *testing.B) {
		for b.Loop() {
			community.Modularize(g, 1, rand.NewPCG(1, 1))
		}
	})
	b.Run("betweenness/network", func(b *testing.B) {
		for b.Loop() {
			n.Centrality(1)
		}
	})
	b.Run("betweenness/gonum", func(b *testing.B) {
		for b.Loop() {
			gonum.Betweenness(g)
		}
	})
}

package study

import (
	"cmp"
	"slices"
	"strings"

	"veche/internal/mcda"
	"veche/internal/mcda/network"
)

// Network is everything that is said of a study's links, for the command, the export and the explorer alike.
type Network struct {
	*Collaboration
	Seed         uint64
	Factor       float64 // of the suggested synergies
	Whole        network.Group
	Technologies []network.Group // by the study's index
	Clusters     *network.Clustering
	Chance       network.Chance // of such clusters
	Regions      [][]Region     // by cluster: where its partners are, most first; Name "" for those not known
	Central      *network.Centrality
	Projects     []int // by partner
	Matrix       []network.Entry
	Synergies    []network.Suggestion
	Strategy     Strategy
}

// Region is how many partners are in a region.
type Region struct {
	Name     string
	Partners int
}

// MeasureLinks works out the whole report. Synergies are factor times a cosine. The seed is the study's, 1 when it has none. The error is [Issues].
func MeasureLinks(s *Study, factor float64) (*Network, error) {
	c, err := s.Collaboration()
	if err != nil {
		return nil, err
	}
	n := &Network{Collaboration: c, Seed: cmp.Or(s.Settings.Seed, 1), Factor: factor}
	n.Whole = c.Network.Whole()
	for t := range s.Technologies {
		n.Technologies = append(n.Technologies, c.Network.Technology(t))
	}
	n.Clusters = c.Network.Clusters(n.Seed)
	n.Chance = c.Network.Chance(n.Seed)
	n.Central = c.Network.Centrality(n.Seed)
	n.Matrix = c.Network.Matrix()
	n.Synergies = c.Network.Suggest(factor)
	n.Projects = n.projects()
	for k := range n.Clusters.Clusters {
		x := &n.Clusters.Clusters[k]
		slices.SortFunc(x.Partners, n.moreCentral)
		n.Regions = append(n.Regions, n.regions(x.Partners))
	}
	n.Strategy = s.strategy(c, n.Clusters)
	return n, nil
}

// moreCentral puts the partner first that stands between more others, then the one with more ties, then by name.
func (n *Network) moreCentral(a, b int) int {
	return cmp.Or(cmp.Compare(n.Central.Betweenness[b], n.Central.Betweenness[a]), cmp.Compare(n.Central.Degree[b], n.Central.Degree[a]), cmp.Compare(n.Partner(a).Name, n.Partner(b).Name))
}

// MostCentral lists all partners, the most central first.
func (n *Network) MostCentral() []int {
	order := make([]int, len(n.Partners))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, n.moreCentral)
	return order
}

// Between is a partner's betweenness as a share of the pairs of others it could stand between: 0 to 1; nil when there is no such pair.
func (n *Network) Between(partner int) *float64 {
	k := float64(n.Whole.Partners)
	if k < 3 {
		return nil
	}
	return new(n.Central.Betweenness[partner] / ((k - 1) * (k - 2) / 2))
}

// projects counts the projects of each partner, one of several technologies once.
func (n *Network) projects() []int {
	d := n.Network.Data()
	type part struct{ project, partner int32 }
	seen := make(map[part]bool, len(d.Links))
	out := make([]int, len(n.Partners))
	for _, l := range d.Links {
		if p := (part{l.Project, l.Partner}); !seen[p] {
			seen[p] = true
			out[l.Partner]++
		}
	}
	return out
}

// regions counts partners by region.
func (n *Network) regions(partners []int) []Region {
	var out []Region
	at := map[string]int{}
	for _, p := range partners {
		name := n.Partner(p).Region
		k, ok := at[name]
		if !ok {
			k = len(out)
			at[name] = k
			out = append(out, Region{Name: name})
		}
		out[k].Partners++
	}
	slices.SortFunc(out, func(a, b Region) int {
		return cmp.Or(cmp.Compare(b.Partners, a.Partners), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// Strategy is how far those who work together rank the technologies alike: Kendall's tau-b, 1 the same order, −1 the opposite one. A figure is nil where there
// are not two rankings to compare.
type Strategy struct {
	Blocs        *float64 // mean between the rankings that each bloc's experts give alone
	BlocNames    []string // those that give one
	Partners     *float64 // mean between the rankings of partners whose experts name them as their organisation
	PartnerNames []string
	Technologies []*float64 // the same between the partners that work on each technology
	Clusters     []*float64 // and between those of each cluster
	Left         int        // organisations that were not compared, there being more than mostOrganisations
}

// mostOrganisations bounds the rankings that are worked out for single organisations.
const mostOrganisations = 40

// strategy compares the rankings of blocs and of organisations.
func (s *Study) strategy(c *Collaboration, clusters *network.Clustering) Strategy {
	out := Strategy{Technologies: make([]*float64, len(s.Technologies)), Clusters: make([]*float64, len(clusters.Clusters))}
	if len(s.Scores)+len(s.Judgements)+len(s.Comparisons) == 0 {
		return out
	}
	name := func(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }
	var blocs, organisations []string // in the order of the experts
	partner := map[string]int{}
	for k := range c.Partners {
		partner[name(c.Partner(k).Name)] = k
	}
	for _, x := range s.Experts {
		if s.Excluded.Experts[x.ID] {
			continue
		}
		if x.Bloc != "" && !slices.Contains(blocs, x.Bloc) {
			blocs = append(blocs, x.Bloc)
		}
		if o := name(x.Organisation); o != "" && !slices.Contains(organisations, o) {
			if _, ok := partner[o]; ok {
				organisations = append(organisations, o)
			}
		}
	}
	var rankings [][]float64
	for _, bloc := range blocs {
		if ranks := s.ranksBy(func(x *Expert) bool { return x.Bloc == bloc }); ranks != nil {
			rankings, out.BlocNames = append(rankings, ranks), append(out.BlocNames, bloc)
		}
	}
	out.Blocs = meanTau(rankings)
	if len(organisations) > mostOrganisations {
		out.Left = len(organisations) - mostOrganisations
		organisations = organisations[:mostOrganisations]
	}
	rankings = nil
	var who []int // partners of the rankings
	for _, o := range organisations {
		if ranks := s.ranksBy(func(x *Expert) bool { return name(x.Organisation) == o }); ranks != nil {
			rankings, who = append(rankings, ranks), append(who, partner[o])
			out.PartnerNames = append(out.PartnerNames, c.Partner(partner[o]).Name)
		}
	}
	out.Partners = meanTau(rankings)
	among := func(in func(partner int) bool) *float64 {
		var some [][]float64
		for k, p := range who {
			if in(p) {
				some = append(some, rankings[k])
			}
		}
		return meanTau(some)
	}
	works := map[[2]int32]bool{}
	for _, l := range c.Network.Data().Links {
		works[[2]int32{l.Partner, l.Technology}] = true
	}
	for t := range out.Technologies {
		out.Technologies[t] = among(func(p int) bool { return works[[2]int32{int32(p), int32(t)}] })
	}
	for k := range out.Clusters {
		out.Clusters[k] = among(func(p int) bool { return clusters.Of[p] == k })
	}
	return out
}

// ranksBy are the ranks by technology, 0 where it is not ranked, as if only some experts had been asked; nil when that gives no ranking.
func (s *Study) ranksBy(asked func(*Expert) bool) []float64 {
	c := *s
	out := map[string]bool{}
	for k := range s.Experts {
		if x := &s.Experts[k]; !asked(x) || s.Excluded.Experts[x.ID] {
			out[x.ID] = true
		}
	}
	c.Excluded.Experts = out
	o, err := Evaluate(&c)
	if err != nil {
		return nil // they answered too little: nothing is said of them
	}
	ranks := make([]float64, len(s.Technologies))
	for _, r := range o.Rows {
		ranks[o.Technology[r.Index]] = float64(r.Rank)
	}
	return ranks
}

// meanTau is the mean tau-b over the pairs of rankings, each over the technologies that both rank; nil when no pair has one.
func meanTau(rankings [][]float64) *float64 {
	sum, pairs := 0.0, 0
	for i, a := range rankings {
		for _, b := range rankings[i+1:] {
			var x, y []float64
			for t := range a {
				if a[t] > 0 && b[t] > 0 {
					x, y = append(x, a[t]), append(y, b[t])
				}
			}
			if tau, ok := mcda.TauB(x, y); ok {
				sum += tau
				pairs++
			}
		}
	}
	if pairs == 0 {
		return nil
	}
	return new(sum / float64(pairs))
}

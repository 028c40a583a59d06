package contract

import (
	"strings"
	"veche/internal/mcda/network"
	"veche/internal/release"
	"veche/internal/study"
)

// networkJSON is the contract of `veche network --format json`. Shares are null where they cannot be known.
type Network struct {
	Study        Study               `json:"study"`
	Blocs        []string            `json:"blocs"`
	Sides        Sides               `json:"triple_helix"`
	Figures      []Figure            `json:"figures"`
	Whole        Group               `json:"whole"`
	Technologies []TechnologyNetwork `json:"technologies"`
	Clusters     Clustering          `json:"clusters"`
	Partners     []Partner           `json:"partners"` // the most central first
	Synergies    Synergies           `json:"synergies"`
	Strategy     Strategy            `json:"common_strategy"`
	Warnings     []Warning           `json:"warnings"`
	Version      string              `json:"version"`
	Seed         uint64              `json:"seed"`
}

// sidesJSON says which blocs count as the sides of the triple helix.
type Sides struct {
	Science  []string `json:"science"`
	Business []string `json:"business"`
	State    []string `json:"state"`
}

type Figure struct {
	Name   string `json:"name"`
	Means  string `json:"means"`
	Source string `json:"source,omitempty"`
}

type Measures struct {
	Links            int      `json:"links"`
	Projects         int      `json:"projects"`
	Partners         int      `json:"partners"`
	Ties             int      `json:"ties"`
	External         int      `json:"external_ties"`
	Internal         int      `json:"internal_ties"`
	Isolated         int      `json:"isolated"`
	Components       int      `json:"components"`
	Largest          int      `json:"largest_component"`
	Commitments      *float64 `json:"commitments"`
	Density          *float64 `json:"density"`
	Multilateral     *float64 `json:"multilateral"`
	Recurring        *float64 `json:"recurring"` // of one period: the share of its ties active in an earlier one
	EI               *float64 `json:"e_i"`
	TripleHelix      *float64 `json:"triple_helix"`
	JointCommitments *float64 `json:"joint_commitments"`
	Synergy          *float64 `json:"synergy_bits"`
	Placed           int      `json:"projects_with_blocs"` // what the last three rest on
}

type Group struct {
	Measures
	Periods []Period `json:"periods"`
}

type Period struct {
	Period string `json:"period"`
	Measures
	Kept   int                 `json:"kept_ties"`
	New    int                 `json:"new_ties"`
	Change map[string]*float64 `json:"change,omitempty"` // of the figures from the period before, by the keys above; null where either is not known
}

type TechnologyNetwork struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Strategy *float64 `json:"common_strategy"`
	Group
}

type Clustering struct {
	Modularity *float64  `json:"modularity"`
	Worst      *float64  `json:"modularity_worst"`
	Stability  *float64  `json:"stability"`
	Chance     *Linked   `json:"chance"` // null: too large to be compared with chance
	Seeds      int       `json:"seeds"`
	Least      int       `json:"least_clusters"`
	Most       int       `json:"most_clusters"`
	Clusters   []Cluster `json:"clusters"`
}

// Linked compares modularity with that of networks drawn with the same degrees.
type Linked struct {
	P          float64 `json:"p"`
	Modularity float64 `json:"modularity"` // of one parting, as that of the drawn ones
	Mean       float64 `json:"mean"`
	Draws      int     `json:"draws"`
	Seed       uint64  `json:"seed"`
}

type Cluster struct {
	Cluster      int      `json:"cluster"`
	Central      []string `json:"central"` // the most central partners
	Outside      int      `json:"ties_outside"`
	Strategy     *float64 `json:"common_strategy"`
	Technologies []Count  `json:"technologies"` // projects
	Blocs        []Count  `json:"blocs"`        // partners
	Regions      []Count  `json:"regions"`      // partners
	Whole        Measures `json:"measures"`
	Periods      []Period `json:"periods"`
}

type Count struct {
	Name  string `json:"name"` // "" for those not known
	Count int    `json:"count"`
}

type Partner struct {
	Name         string         `json:"name"`
	Bloc         string         `json:"bloc"`
	Region       string         `json:"region"`
	Cluster      *int           `json:"cluster"`
	Projects     int            `json:"projects"`
	Degree       int            `json:"degree"`
	Betweenness  *float64       `json:"betweenness"`
	Technologies map[string]int `json:"technologies"` // projects: the partner's row of the matrix
}

type Synergies struct {
	Factor    float64     `json:"factor"`
	Suggested []Suggested `json:"suggested"`
}

type Suggested struct {
	A      string  `json:"a"`
	B      string  `json:"b"`
	Shared int     `json:"shared_partners"`
	Cosine float64 `json:"cosine"`
	Value  float64 `json:"value"`
}

type Strategy struct {
	Blocs        *float64 `json:"blocs"`
	BlocNames    []string `json:"bloc_names"`
	Partners     *float64 `json:"partners"`
	PartnerNames []string `json:"partner_names"`
}

// centralShown is how many central partners stand for a cluster.
const CentralShown = 5

func OfNetwork(n *study.Network) Network {
	s := n.Study
	j := Network{Study: Study{s.Title, s.Source.SHA256}, Blocs: filled(n.Blocs), Sides: Sides{filled(n.Sides[0]), filled(n.Sides[1]), filled(n.Sides[2])}, Whole: ofGroup(n, n.Whole),
		Technologies: []TechnologyNetwork{}, Partners: []Partner{}, Warnings: []Warning{}, Version: release.Version, Seed: n.Seed,
		Synergies: Synergies{n.Factor, []Suggested{}}, Strategy: Strategy{n.Strategy.Blocs, filled(n.Strategy.BlocNames), n.Strategy.Partners, filled(n.Strategy.PartnerNames)}}
	for _, f := range network.Figures() {
		j.Figures = append(j.Figures, Figure{f.Name, f.Doc, f.Source})
	}
	for t, g := range n.Technologies {
		j.Technologies = append(j.Technologies, TechnologyNetwork{s.Technologies[t].ID, s.Technologies[t].Name, n.Strategy.Technologies[t], ofGroup(n, g)})
	}
	c := n.Clusters
	j.Clusters = Clustering{c.Modularity, c.Worst, c.Stability, nil, c.Seeds, c.Least, c.Most, []Cluster{}}
	if x := n.Chance; x.Draws > 0 {
		j.Clusters.Chance = &Linked{x.P, x.Modularity, x.Mean, x.Draws, x.Seed}
	}
	for k, x := range c.Clusters {
		g := ofGroup(n, x.Group)
		out := Cluster{Cluster: k + 1, Central: []string{}, Outside: x.Outside, Strategy: n.Strategy.Clusters[k], Technologies: []Count{}, Blocs: []Count{}, Regions: []Count{}, Whole: g.Measures, Periods: g.Periods}
		for _, p := range x.Partners[:min(CentralShown, len(x.Partners))] {
			out.Central = append(out.Central, n.Partner(p).Name)
		}
		for _, t := range x.Technologies {
			out.Technologies = append(out.Technologies, Count{s.Technologies[t.Index].ID, t.Count})
		}
		for _, b := range x.Blocs {
			out.Blocs = append(out.Blocs, Count{BlocName(n, b.Index), b.Count})
		}
		for _, r := range n.Regions[k] {
			out.Regions = append(out.Regions, Count{r.Name, r.Partners})
		}
		j.Clusters.Clusters = append(j.Clusters.Clusters, out)
	}
	rows := make([]map[string]int, len(n.Partners))
	for _, e := range n.Matrix {
		if rows[e.Partner] == nil {
			rows[e.Partner] = map[string]int{}
		}
		rows[e.Partner][s.Technologies[e.Technology].ID] = e.Projects
	}
	for _, p := range n.MostCentral() {
		x := n.Partner(p)
		out := Partner{Name: x.Name, Bloc: x.Bloc, Region: x.Region, Projects: n.Projects[p], Degree: n.Central.Degree[p], Betweenness: n.Between(p), Technologies: rows[p]}
		if k := c.Of[p]; k >= 0 {
			out.Cluster = new(k + 1)
		}
		j.Partners = append(j.Partners, out)
	}
	for _, x := range n.Synergies {
		j.Synergies.Suggested = append(j.Synergies.Suggested, Suggested{s.Technologies[x.A].ID, s.Technologies[x.B].ID, x.Shared, x.Cosine, x.Value})
	}
	for _, w := range s.Warnings {
		j.Warnings = append(j.Warnings, Warning{w.Code, w.Sentence().String()})
	}
	return j
}

// filled is never null in JSON.
func filled(names []string) []string {
	if names == nil {
		return []string{}
	}
	return names
}

func BlocName(n *study.Network, index int) string {
	if index < 0 {
		return ""
	}
	return n.Blocs[index]
}

func ofMeasures(m *network.Measures) Measures {
	j := Measures{Links: m.Links, Projects: m.Projects, Partners: m.Partners, Ties: m.Ties, External: m.External, Internal: m.Internal, Isolated: m.Isolated, Components: m.Components, Largest: m.Largest,
		Density: m.Density, Multilateral: m.Multilateral, Recurring: m.Recurring, EI: m.EI, TripleHelix: m.TripleHelix, JointCommitments: m.JointCommitments, Synergy: m.Synergy, Placed: m.Placed}
	if m.Stated > 0 {
		j.Commitments = &m.Commitments
	}
	return j
}

func ofGroup(n *study.Network, g network.Group) Group {
	j := Group{ofMeasures(&g.Measures), []Period{}}
	for k := range g.ByPeriod {
		p := &g.ByPeriod[k]
		out := Period{Period: n.Study.Links.Periods[p.Period], Measures: ofMeasures(&p.Measures), Kept: p.Kept, New: p.New}
		if k > 0 {
			out.Change = map[string]*float64{}
			for _, f := range network.Figures() {
				out.Change[strings.NewReplacer(" ", "_", "-", "_").Replace(f.Name)] = f.Change(&g.ByPeriod[k-1].Measures, &p.Measures)
			}
		}
		j.Periods = append(j.Periods, out)
	}
	return j
}

package report

import (
	"fmt"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/network"
	"veche/internal/report/contract"
	"veche/internal/study"
)

// networkPrinter lays a network out in tables: short ones to read, or whole ones as data.
type Network struct {
	N    *study.Network
	Top  int
	Data bool
	Lang language.Language
}

// NetworkParts are the names of what can be asked for alone, the technologies first.
func NetworkParts() []string {
	return []string{"technologies", "periods", "clusters", "partners", "matrix", "synergies"}
}

// Tables are what is said of a network, or one part of it by name; as data the technologies where none is named.
func (p *Network) Tables(part string) []*Table {
	switch {
	case part == "technologies", part == "" && p.Data:
		return []*Table{p.Technologies()}
	case part == "periods":
		return []*Table{p.Periods()}
	case part == "clusters" && p.Data:
		return []*Table{p.Clusters()}
	case part == "clusters":
		return []*Table{p.Clusters(), p.ClusterMeasures()}
	case part == "partners":
		return []*Table{p.Partners()}
	case part == "matrix":
		return []*Table{p.Matrix()}
	case part == "synergies":
		return []*Table{p.Synergies()}
	}
	return []*Table{p.Technologies(), p.WholePeriods(), p.Clusters(), p.ClusterMeasures(), p.Partners(), p.Synergies()}
}

func (p *Network) say(text string, args ...any) string {
	return language.Say(p.Lang, text, args...)
}

// shareCell is a share, missing where it is not known.
func shareCell(x *float64) Cell {
	if x == nil {
		return Unknown()
	}
	return Percent(*x, 1)
}

func optional(x *float64, decimals int) Cell {
	if x == nil {
		return Unknown()
	}
	return Number(*x, decimals)
}

func whole(k int) Cell { return Number(float64(k), 0) }

// summary is the network in a few lines.
func (p *Network) Summary() string {
	n, m := p.N, &p.N.Whole
	lines := []string{n.Study.Title, p.say("Projects: %d, partners: %d, pairs of partners with a common project: %d; %s", m.Projects, m.Partners, m.Ties, p.span())}
	if m.Isolated > 0 {
		lines = append(lines, p.say("Partners without a tie: %d", m.Isolated))
	}
	if s := &n.Strategy; s.Blocs != nil {
		lines = append(lines, p.say("Common strategy: the rankings of %s agree with tau-b %.2f", strings.Join(s.BlocNames, ", "), *s.Blocs))
	}
	if s := &n.Strategy; s.Partners != nil {
		lines = append(lines, p.say("Between the rankings of the partners %s tau-b is %.2f", strings.Join(s.PartnerNames, ", "), *s.Partners))
	}
	return strings.Join(lines, "\n")
}

// span is the first and the last period.
func (p *Network) span() string {
	periods := p.N.Study.Links.Periods
	if len(periods) == 1 {
		return periods[0]
	}
	return periods[0] + "–" + periods[len(periods)-1]
}

// shares are the headings of the figures in every table of measures.
func (p *Network) shares(t *Table) {
	for _, f := range network.Figures() {
		if !f.Count {
			t.Add(p.figure(&f), true)
		}
	}
}

func (p *Network) figure(f *network.Figure) string {
	if p.Lang == language.Russian {
		r := []rune(f.Russian)
		return strings.ToUpper(string(r[:1])) + string(r[1:])
	}
	return f.Title
}

func (p *Network) values(m *network.Measures) []Cell {
	var cells []Cell
	for _, f := range network.Figures() {
		switch {
		case f.Count:
		case f.Name == "e-i":
			cells = append(cells, optional(f.Of(m), 2))
		default:
			cells = append(cells, shareCell(f.Of(m)))
		}
	}
	return cells
}

func (p *Network) counts(t *Table) {
	t.Add(p.say("Projects"), true)
	t.Add(p.say("Partners"), true)
	t.Add(p.say("Ties"), true)
}

func countCells(m *network.Measures) []Cell {
	return []Cell{whole(m.Projects), whole(m.Partners), whole(m.Ties)}
}

// technologies is a row for each technology, and one for all.
func (p *Network) Technologies() *Table {
	t := &Table{Note: p.say("By technology")}
	named := p.Data // else names that only repeat the identifiers are left out
	for _, x := range p.N.Study.Technologies {
		named = named || x.Name != x.ID
	}
	if named {
		t.Add(p.say("ID"), false)
	}
	t.Add(p.say("Technology"), false)
	p.counts(t)
	p.shares(t)
	if p.Data {
		t.Add("External ties", true)
		t.Add("Internal ties", true)
		t.Add("Isolated", true)
		t.Add("Components", true)
		t.Add("Largest component", true)
		t.Add("Commitments", true)
		t.Add("Projects with blocs", true)
		t.Add("Common strategy", true)
	}
	t.Add(p.say("T, bits (n)"), true)
	row := func(id, name string, m *network.Measures, strategy *float64) {
		cells := append(append([]Cell{Text(id), Text(name)}, countCells(m)...), p.values(m)...)
		if !named {
			cells = cells[1:]
		}
		if p.Data {
			cells = append(cells, whole(m.External), whole(m.Internal), whole(m.Isolated), whole(m.Components), whole(m.Largest), optional(network.LookupFigure("commitments").Of(m), 2), whole(m.Placed), optional(strategy, 2))
		}
		synergy := optional(m.Synergy, 4)
		if m.Synergy != nil {
			synergy.Text += fmt.Sprintf(" (%d)", m.Placed)
		}
		t.Rows = append(t.Rows, append(cells, synergy))
	}
	for k := range p.N.Technologies {
		x := &p.N.Study.Technologies[k]
		row(x.ID, p.short(x.Name), &p.N.Technologies[k].Measures, p.N.Strategy.Technologies[k])
	}
	row("", p.say("all"), &p.N.Whole.Measures, p.N.Strategy.Partners)
	t.After = []string{
		p.say("Density: share of all pairs of partners that have a common project. Multilateral: projects with three partners or more."),
		p.say("Recurring: pairs active in two periods or more. E–I: from −1, ties only within blocs, to 1, only between them."),
		p.say("Triple helix: projects with partners of science, business and the state. Joint commitments: share pledged in projects of two blocs or more."),
		p.say("T: Leydesdorff's synergy of the three over n projects; below 0 is synergy. A figure to look at beside the others, never alone. –: not known."),
	}
	return t
}

// wholePeriods are the periods of the whole network.
func (p *Network) WholePeriods() *Table {
	t := &Table{Note: p.say("By period, with the change from the one before; recurring are ties that were active before")}
	p.periodHead(t, false)
	p.periodRows(t, "", p.N.Whole.ByPeriod, false)
	return t
}

// periods are those of every technology, of every cluster, and of the whole.
func (p *Network) Periods() *Table {
	t := &Table{}
	p.periodHead(t, true)
	for k := range p.N.Technologies {
		p.periodRows(t, p.N.Study.Technologies[k].ID, p.N.Technologies[k].ByPeriod, true)
	}
	for k := range p.N.Clusters.Clusters {
		p.periodRows(t, p.say("cluster %d", k+1), p.N.Clusters.Clusters[k].ByPeriod, true)
	}
	p.periodRows(t, p.say("all"), p.N.Whole.ByPeriod, true)
	return t
}

func (p *Network) periodHead(t *Table, of bool) {
	if of {
		t.Add(p.say("Of"), false)
	}
	t.Add(p.say("Period"), false)
	p.counts(t)
	t.Add(p.say("Kept"), true)
	t.Add(p.say("New"), true)
	p.shares(t)
	if p.Data {
		for _, f := range network.Figures() {
			t.Add("Change of "+f.Name, true)
		}
	}
}

func (p *Network) periodRows(t *Table, of string, periods []network.Period, named bool) {
	for k := range periods {
		x := &periods[k]
		var cells []Cell
		if named {
			cells = append(cells, Text(of))
		}
		cells = append(cells, Text(p.N.Study.Links.Periods[x.Period]))
		cells = append(cells, countCells(&x.Measures)...)
		cells = append(cells, whole(x.Kept), whole(x.New))
		values := p.values(&x.Measures)
		at := 0
		for _, f := range network.Figures() {
			var change *float64
			if k > 0 {
				change = f.Change(&periods[k-1].Measures, &x.Measures)
			}
			if p.Data {
				values = append(values, optional(change, 4))
			}
			if f.Count {
				continue
			}
			if change != nil && !p.Data {
				if f.Name == "e-i" {
					values[at].Text += fmt.Sprintf(" (%+.2f)", *change)
				} else {
					values[at].Text += fmt.Sprintf(" (%+.1f)", *change*100)
				}
			}
			at++
		}
		t.Rows = append(t.Rows, append(cells, values...))
	}
}

// clusters is a row for each community of partners.
func (p *Network) Clusters() *Table {
	c := p.N.Clusters
	t := &Table{Note: p.say("Clusters of partners who work together")}
	for _, name := range []string{"#", p.say("Central partners"), p.say("Technologies (projects)"), p.say("Regions (partners)"), p.say("Blocs (partners)")} {
		t.Add(name, false)
	}
	t.Add(p.say("Partners"), true)
	if p.Data {
		p.insideHead(t)
	}
	shown := c.Clusters[:min(p.Top, len(c.Clusters))]
	for k := range shown {
		x := &shown[k]
		central := names(x.Partners, 2, p.Data, func(partner int) string { return p.short(p.N.Partner(partner).Name) })
		if p.Data {
			central = names(x.Partners[:min(contract.CentralShown, len(x.Partners))], 0, true, func(partner int) string { return p.N.Partner(partner).Name })
		}
		technologies := names(x.Technologies, 2, p.Data, func(t network.Tally) string {
			return fmt.Sprintf("%s %d", p.short(p.N.Study.Technologies[t.Index].ID), t.Count)
		})
		regions := names(p.regions(k), 2, p.Data, func(r study.Region) string { return fmt.Sprintf("%s %d", orDash(r.Name), r.Partners) })
		blocs := names(x.Blocs, 3, p.Data, func(b network.Tally) string {
			return fmt.Sprintf("%s %d", orDash(contract.BlocName(p.N, b.Index)), b.Count)
		})
		cells := append([]Cell{whole(k + 1), Text(central), Text(technologies), Text(regions), Text(blocs)}, whole(len(x.Partners)))
		if p.Data {
			cells = append(cells, p.inside(x)...)
		}
		t.Rows = append(t.Rows, cells)
	}
	if c.Modularity == nil {
		t.After = []string{p.say("Nobody is tied to anybody: there are no clusters.")}
		return t
	}
	t.After = []string{p.say("Clusters by Louvain's method: %d; modularity %.3f, the best of %d seeds from %d (worst %.3f, clusters from %d to %d), stability %.2f", len(c.Clusters), *c.Modularity, c.Seeds, p.N.Seed, *c.Worst, c.Least, c.Most, *c.Stability)}
	t.After = append(t.After, p.firmness(*c.Stability), p.chance())
	if k := len(c.Clusters) - len(shown); k > 0 {
		t.After = append(t.After, p.say("%d smaller clusters are not shown; --top 0 shows all", k))
	}
	return t
}

// chance says how the clusters compare with those of networks without structure.
func (p *Network) chance() string {
	x := p.N.Chance
	switch {
	case x.Draws == 0:
		return p.say("The network is too large to be compared with networks drawn at random.")
	case x.Beyond():
		return p.say("They are more than chance makes: of %d networks drawn with the same partners and projects the share that part as well is %.3f (seed %d, mean modularity %.3f against %.3f).", x.Draws, x.P, x.Seed, x.Mean, x.Modularity)
	}
	return p.say("They are no more than chance makes: of %d networks drawn with the same partners and projects the share that part as well is %.2f (seed %d, mean modularity %.3f against %.3f).", x.Draws, x.P, x.Seed, x.Mean, x.Modularity)
}

// firmness says in words what the stability means.
func (p *Network) firmness(stability float64) string {
	switch {
	case !p.N.Chance.Beyond():
		switch {
		case len(p.N.Clusters.Clusters) == 1 && stability >= 0.8:
			return p.say("All who are tied are in one cluster: there is nothing to part.")
		case stability >= 0.5 && stability < 0.8:
			return p.say("Most orders of the partners give much the same clusters, yet that does not make them real.")
		case stability >= 0.8:
			return p.say("Nearly every order of the partners gives the same clusters, yet that does not make them real.")
		}
	case stability >= 0.8:
		return p.say("The clusters are firm: nearly every order of the partners gives the same ones.")
	case stability >= 0.5:
		return p.say("The clusters are fairly firm; partners at their edges change sides with the seed.")
	}
	return p.say("The clusters are loose: other seeds part the partners otherwise about as well. Take them as a hint, not as a border.")
}

// regions are a cluster's known ones, to read; all as data.
func (p *Network) regions(cluster int) []study.Region {
	all := p.N.Regions[cluster]
	if p.Data {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(r study.Region) bool { return r.Name == "" })
}

// insideHead and inside are the measures of a cluster's own network.
func (p *Network) insideHead(t *Table) {
	t.Add(p.say("Projects"), true)
	t.Add(p.say("Ties"), true)
	t.Add(p.say("Ties outside"), true)
	p.shares(t)
}

func (p *Network) inside(x *network.Cluster) []Cell {
	return append([]Cell{whole(x.Projects), whole(x.Ties), whole(x.Outside)}, p.values(&x.Measures)...)
}

// clusterMeasures is the second half of clusters, to read.
func (p *Network) ClusterMeasures() *Table {
	t := &Table{Note: p.say("Inside the clusters: the links of their partners among themselves")}
	t.Add("#", false)
	p.insideHead(t)
	for k := range p.N.Clusters.Clusters[:min(p.Top, len(p.N.Clusters.Clusters))] {
		t.Rows = append(t.Rows, append([]Cell{whole(k + 1)}, p.inside(&p.N.Clusters.Clusters[k])...))
	}
	return t
}

func orDash(name string) string {
	if name == "" {
		return "?"
	}
	return name
}

// names joins the first few, or all as data.
func names[T any](of []T, most int, all bool, say func(T) string) string {
	var parts []string
	for k, x := range of {
		if !all && k == most {
			parts = append(parts, "…")
			break
		}
		parts = append(parts, say(x))
	}
	if all {
		return strings.Join(parts, "; ")
	}
	return strings.Join(parts, ", ")
}

// short cuts a long name for a table.
func (p *Network) short(name string) string {
	if r := []rune(name); len(r) > 28 && !p.Data {
		return string(r[:27]) + "…"
	}
	return name
}

// partners is a row for each partner, the most central first.
func (p *Network) Partners() *Table {
	n := p.N
	t := &Table{Note: p.say("The most central partners")}
	for _, name := range []string{p.say("Partner"), p.say("Bloc"), p.say("Region")} {
		t.Add(name, false)
	}
	for _, name := range []string{p.say("Cluster"), p.say("Projects"), p.say("Technologies"), p.say("Degree"), p.say("Betweenness")} {
		t.Add(name, true)
	}
	technologies := make([]int, len(n.Partners))
	for _, e := range n.Matrix {
		technologies[e.Partner]++
	}
	order := n.MostCentral()
	for _, k := range order[:min(p.Top, len(order))] {
		x := n.Partner(k)
		cluster := Unknown()
		if c := n.Clusters.Of[k]; c >= 0 {
			cluster = whole(c + 1)
		}
		t.Rows = append(t.Rows, []Cell{Text(p.short(x.Name)), Text(x.Bloc), Text(x.Region), cluster, whole(n.Projects[k]), whole(technologies[k]), whole(n.Central.Degree[k]), shareCell(n.Between(k))})
	}
	t.After = []string{p.say("Degree: partners it has a project with. Betweenness: share of all pairs of others whose shortest way to each other leads through it.")}
	if c := n.Central; c.Sources < c.Of {
		t.After = append(t.After, p.say("Betweenness is estimated from the ways of %d of %d partners.", c.Sources, c.Of))
	}
	return t
}

// matrix is the projects of each partner in each technology, as a list.
func (p *Network) Matrix() *Table {
	t := &Table{}
	for _, name := range []string{p.say("Partner"), p.say("Bloc"), p.say("Technology")} {
		t.Add(name, false)
	}
	t.Add(p.say("Projects"), true)
	t.Add(p.say("Commitments"), true)
	for _, e := range p.N.Matrix {
		x := p.N.Partner(e.Partner)
		amount := Unknown()
		if e.Stated > 0 {
			amount = Number(e.Commitments, 2)
		}
		t.Rows = append(t.Rows, []Cell{Text(x.Name), Text(x.Bloc), Text(p.N.Study.Technologies[e.Technology].ID), whole(e.Projects), amount})
	}
	return t
}

// synergies are what shared partners suggest.
func (p *Network) Synergies() *Table {
	s := p.N.Study
	t := &Table{Note: p.say("Synergies that shared partners suggest, for a person to accept or to edit")}
	for _, name := range []string{"A", "B"} {
		t.Add(name, false)
	}
	for _, name := range []string{p.say("Shared partners"), p.say("Cosine"), p.say("Synergy")} {
		t.Add(name, true)
	}
	name := func(t int) string {
		if x := &s.Technologies[t]; p.Data || x.Name == x.ID {
			return x.ID
		} else {
			return x.ID + " " + p.short(x.Name)
		}
	}
	for _, x := range p.N.Synergies[:min(p.Top, len(p.N.Synergies))] {
		t.Rows = append(t.Rows, []Cell{Text(name(x.A)), Text(name(x.B)), whole(x.Shared), Number(x.Cosine, 3), Number(x.Value, 4)})
	}
	t.After = []string{p.say("Synergy = %g × the cosine of the two technologies' partners, each counted by its projects; --factor sets the number.", p.N.Factor)}
	return t
}

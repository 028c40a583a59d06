package main

import (
	"fmt"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/network"
	"veche/internal/study"
)

// networkPrinter lays a network out in tables: short ones to read, or whole ones as data.
type networkPrinter struct {
	n    *study.Network
	top  int
	data bool
	ru   bool
}

func (p *networkPrinter) say(text string, args ...any) string {
	return language.Say(p.language(), text, args...)
}

func (p *networkPrinter) language() language.Language {
	if p.ru {
		return language.Russian
	}
	return language.English
}

// missing is what cannot be known: blank as data.
var missing = cell{shown: "–"}

// shareCell is a share, missing where it is not known.
func shareCell(x *float64) cell {
	if x == nil {
		return missing
	}
	c := number(*x, 4)
	c.shown = shown(*x*100, 1) + "%"
	return c
}

func optional(x *float64, decimals int) cell {
	if x == nil {
		return missing
	}
	c := number(*x, decimals)
	if strings.Trim(c.shown, "-0.") == "" {
		c.shown = strings.TrimPrefix(c.shown, "-")
	}
	return c
}

func whole(k int) cell { return number(float64(k), 0) }

// summary is the network in a few lines.
func (p *networkPrinter) summary() string {
	n, m := p.n, &p.n.Whole
	lines := []string{n.Study.Title, fmt.Sprintf(p.say("%d projects, %d partners, %d pairs of partners with a common project; %s"),
		m.Projects, m.Partners, m.Ties, p.span())}
	if m.Isolated > 0 {
		lines = append(lines, fmt.Sprintf(p.say("Partners without a tie: %d"), m.Isolated))
	}
	if s := &n.Strategy; s.Blocs != nil {
		lines = append(lines, fmt.Sprintf(p.say("Common strategy: the rankings of %s agree with tau-b %.2f"), strings.Join(s.BlocNames, ", "), *s.Blocs))
	}
	if s := &n.Strategy; s.Partners != nil {
		lines = append(lines, fmt.Sprintf(p.say("Between the rankings of the partners %s tau-b is %.2f"), strings.Join(s.PartnerNames, ", "), *s.Partners))
	}
	return strings.Join(lines, "\n")
}

// span is the first and the last period.
func (p *networkPrinter) span() string {
	periods := p.n.Study.Links.Periods
	if len(periods) == 1 {
		return periods[0]
	}
	return periods[0] + "–" + periods[len(periods)-1]
}

// shares are the headings of the figures in every table of measures.
func (p *networkPrinter) shares(t *table) {
	for _, f := range network.Figures() {
		if !f.Count {
			t.column(p.figure(&f), right)
		}
	}
}

func (p *networkPrinter) figure(f *network.Figure) string {
	if p.ru {
		r := []rune(f.Russian)
		return strings.ToUpper(string(r[:1])) + string(r[1:])
	}
	return f.Title
}

func (p *networkPrinter) values(m *network.Measures) []cell {
	var cells []cell
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

func (p *networkPrinter) counts(t *table) {
	t.column(p.say("Projects"), right)
	t.column(p.say("Partners"), right)
	t.column(p.say("Ties"), right)
}

func countCells3(m *network.Measures) []cell {
	return []cell{whole(m.Projects), whole(m.Partners), whole(m.Ties)}
}

// technologies is a row for each technology, and one for all.
func (p *networkPrinter) technologies() *table {
	t := &table{note: p.say("By technology")}
	named := p.data // else names that only repeat the identifiers are left out
	for _, x := range p.n.Study.Technologies {
		named = named || x.Name != x.ID
	}
	if named {
		t.column(p.say("ID"), left)
	}
	t.column(p.say("Technology"), left)
	p.counts(t)
	p.shares(t)
	if p.data {
		t.column("External ties", right)
		t.column("Internal ties", right)
		t.column("Isolated", right)
		t.column("Components", right)
		t.column("Largest component", right)
		t.column("Commitments", right)
		t.column("Projects with blocs", right)
		t.column("Common strategy", right)
	}
	t.column(p.say("T, bits (n)"), right)
	row := func(id, name string, m *network.Measures, strategy *float64) {
		cells := append(append([]cell{text(id), text(name)}, countCells3(m)...), p.values(m)...)
		if !named {
			cells = cells[1:]
		}
		if p.data {
			cells = append(cells, whole(m.External), whole(m.Internal), whole(m.Isolated), whole(m.Components), whole(m.Largest), optional(network.LookupFigure("commitments").Of(m), 2), whole(m.Placed), optional(strategy, 2))
		}
		synergy := optional(m.Synergy, 4)
		if m.Synergy != nil {
			synergy.shown += fmt.Sprintf(" (%d)", m.Placed)
		}
		t.rows = append(t.rows, append(cells, synergy))
	}
	for k := range p.n.Technologies {
		x := &p.n.Study.Technologies[k]
		row(x.ID, p.short(x.Name), &p.n.Technologies[k].Measures, p.n.Strategy.Technologies[k])
	}
	row("", p.say("all"), &p.n.Whole.Measures, p.n.Strategy.Partners)
	t.after = []string{
		p.say("Density: share of all pairs of partners that have a common project. Multilateral: projects with three partners or more."),
		p.say("Recurring: pairs active in two periods or more. E–I: from −1, ties only within blocs, to 1, only between them."),
		p.say("Triple helix: projects with partners of science, business and the state. Joint commitments: share pledged in projects of two blocs or more."),
		p.say("T: Leydesdorff's synergy of the three over n projects; below 0 is synergy. A figure to look at beside the others, never alone. –: not known."),
	}
	return t
}

// wholePeriods are the periods of the whole network.
func (p *networkPrinter) wholePeriods() *table {
	t := &table{note: p.say("By period, with the change from the one before; recurring are ties that were active before")}
	p.periodHead(t, false)
	p.periodRows(t, "", p.n.Whole.ByPeriod, false)
	return t
}

// periods are those of every technology, of every cluster, and of the whole.
func (p *networkPrinter) periods() *table {
	t := &table{}
	p.periodHead(t, true)
	for k := range p.n.Technologies {
		p.periodRows(t, p.n.Study.Technologies[k].ID, p.n.Technologies[k].ByPeriod, true)
	}
	for k := range p.n.Clusters.Clusters {
		p.periodRows(t, fmt.Sprintf(p.say("cluster %d"), k+1), p.n.Clusters.Clusters[k].ByPeriod, true)
	}
	p.periodRows(t, p.say("all"), p.n.Whole.ByPeriod, true)
	return t
}

func (p *networkPrinter) periodHead(t *table, of bool) {
	if of {
		t.column(p.say("Of"), left)
	}
	t.column(p.say("Period"), left)
	p.counts(t)
	t.column(p.say("Kept"), right)
	t.column(p.say("New"), right)
	p.shares(t)
	if p.data {
		for _, f := range network.Figures() {
			t.column("Change of "+f.Name, right)
		}
	}
}

func (p *networkPrinter) periodRows(t *table, of string, periods []network.Period, named bool) {
	for k := range periods {
		x := &periods[k]
		var cells []cell
		if named {
			cells = append(cells, text(of))
		}
		cells = append(cells, text(p.n.Study.Links.Periods[x.Period]))
		cells = append(cells, countCells3(&x.Measures)...)
		cells = append(cells, whole(x.Kept), whole(x.New))
		values := p.values(&x.Measures)
		at := 0
		for _, f := range network.Figures() {
			var change *float64
			if k > 0 {
				change = f.Change(&periods[k-1].Measures, &x.Measures)
			}
			if p.data {
				values = append(values, optional(change, 4))
			}
			if f.Count {
				continue
			}
			if change != nil && !p.data {
				if f.Name == "e-i" {
					values[at].shown += fmt.Sprintf(" (%+.2f)", *change)
				} else {
					values[at].shown += fmt.Sprintf(" (%+.1f)", *change*100)
				}
			}
			at++
		}
		t.rows = append(t.rows, append(cells, values...))
	}
}

// clusters is a row for each community of partners.
func (p *networkPrinter) clusters() *table {
	c := p.n.Clusters
	t := &table{note: p.say("Clusters of partners who work together")}
	for _, name := range []string{"#", p.say("Central partners"), p.say("Technologies (projects)"), p.say("Regions (partners)"), p.say("Blocs (partners)")} {
		t.column(name, left)
	}
	t.column(p.say("Partners"), right)
	if p.data {
		p.insideHead(t)
	}
	shown := c.Clusters[:min(p.top, len(c.Clusters))]
	for k := range shown {
		x := &shown[k]
		central := names(x.Partners, 2, p.data, func(partner int) string { return p.short(p.n.Partner(partner).Name) })
		if p.data {
			central = names(x.Partners[:min(centralShown, len(x.Partners))], 0, true, func(partner int) string { return p.n.Partner(partner).Name })
		}
		technologies := names(x.Technologies, 2, p.data, func(t network.Tally) string {
			return fmt.Sprintf("%s %d", p.short(p.n.Study.Technologies[t.Index].ID), t.Count)
		})
		regions := names(p.regions(k), 2, p.data, func(r study.Region) string { return fmt.Sprintf("%s %d", orDash(r.Name), r.Partners) })
		blocs := names(x.Blocs, 3, p.data, func(b network.Tally) string { return fmt.Sprintf("%s %d", orDash(blocName(p.n, b.Index)), b.Count) })
		cells := append([]cell{whole(k + 1), text(central), text(technologies), text(regions), text(blocs)}, whole(len(x.Partners)))
		if p.data {
			cells = append(cells, p.inside(x)...)
		}
		t.rows = append(t.rows, cells)
	}
	if c.Modularity == nil {
		t.after = []string{p.say("Nobody is tied to anybody: there are no clusters.")}
		return t
	}
	t.after = []string{fmt.Sprintf(p.say("%d clusters by Louvain's method; modularity %.3f, the best of %d seeds from %d (worst %.3f, %d to %d clusters), stability %.2f"),
		len(c.Clusters), *c.Modularity, c.Seeds, p.n.Seed, *c.Worst, c.Least, c.Most, *c.Stability)}
	t.after = append(t.after, p.firmness(*c.Stability), p.chance())
	if k := len(c.Clusters) - len(shown); k > 0 {
		t.after = append(t.after, fmt.Sprintf(p.say("%d smaller clusters are not shown; --top 0 shows all"), k))
	}
	return t
}

// chance says how the clusters compare with those of networks without structure.
func (p *networkPrinter) chance() string {
	x := p.n.Chance
	switch {
	case x.Draws == 0:
		return p.say("The network is too large to be compared with networks drawn at random.")
	case x.Beyond():
		return fmt.Sprintf(p.say("They are more than chance makes: of %d networks drawn with the same partners and projects the share that part as well is %.3f (seed %d, mean modularity %.3f against %.3f)."), x.Draws, x.P, x.Seed, x.Mean, x.Modularity)
	}
	return fmt.Sprintf(p.say("They are no more than chance makes: of %d networks drawn with the same partners and projects the share that part as well is %.2f (seed %d, mean modularity %.3f against %.3f)."), x.Draws, x.P, x.Seed, x.Mean, x.Modularity)
}

// firmness says in words what the stability means.
func (p *networkPrinter) firmness(stability float64) string {
	switch {
	case !p.n.Chance.Beyond():
		if stability >= 0.5 {
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
func (p *networkPrinter) regions(cluster int) []study.Region {
	all := p.n.Regions[cluster]
	if p.data {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(r study.Region) bool { return r.Name == "" })
}

// insideHead and inside are the measures of a cluster's own network.
func (p *networkPrinter) insideHead(t *table) {
	t.column(p.say("Projects"), right)
	t.column(p.say("Ties"), right)
	t.column(p.say("Ties outside"), right)
	p.shares(t)
}

func (p *networkPrinter) inside(x *network.Cluster) []cell {
	return append([]cell{whole(x.Projects), whole(x.Ties), whole(x.Outside)}, p.values(&x.Measures)...)
}

// clusterMeasures is the second half of clusters, to read.
func (p *networkPrinter) clusterMeasures() *table {
	t := &table{note: p.say("Inside the clusters: the links of their partners among themselves")}
	t.column("#", left)
	p.insideHead(t)
	for k := range p.n.Clusters.Clusters[:min(p.top, len(p.n.Clusters.Clusters))] {
		t.rows = append(t.rows, append([]cell{whole(k + 1)}, p.inside(&p.n.Clusters.Clusters[k])...))
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
func (p *networkPrinter) short(name string) string {
	if r := []rune(name); len(r) > 28 && !p.data {
		return string(r[:27]) + "…"
	}
	return name
}

// partners is a row for each partner, the most central first.
func (p *networkPrinter) partners() *table {
	n := p.n
	t := &table{note: p.say("The most central partners")}
	for _, name := range []string{p.say("Partner"), p.say("Bloc"), p.say("Region")} {
		t.column(name, left)
	}
	for _, name := range []string{p.say("Cluster"), p.say("Projects"), p.say("Technologies"), p.say("Degree"), p.say("Betweenness")} {
		t.column(name, right)
	}
	technologies := make([]int, len(n.Partners))
	for _, e := range n.Matrix {
		technologies[e.Partner]++
	}
	order := n.MostCentral()
	for _, k := range order[:min(p.top, len(order))] {
		x := n.Partner(k)
		cluster := missing
		if c := n.Clusters.Of[k]; c >= 0 {
			cluster = whole(c + 1)
		}
		t.rows = append(t.rows, []cell{text(p.short(x.Name)), text(x.Bloc), text(x.Region), cluster, whole(n.Projects[k]), whole(technologies[k]), whole(n.Central.Degree[k]), shareCell(n.Between(k))})
	}
	t.after = []string{p.say("Degree: partners it has a project with. Betweenness: share of all pairs of others whose shortest way to each other leads through it.")}
	if c := n.Central; c.Sources < c.Of {
		t.after = append(t.after, fmt.Sprintf(p.say("Betweenness is estimated from the ways of %d of %d partners."), c.Sources, c.Of))
	}
	return t
}

// matrix is the projects of each partner in each technology, as a list.
func (p *networkPrinter) matrix() *table {
	t := &table{}
	for _, name := range []string{p.say("Partner"), p.say("Bloc"), p.say("Technology")} {
		t.column(name, left)
	}
	t.column(p.say("Projects"), right)
	t.column(p.say("Commitments"), right)
	for _, e := range p.n.Matrix {
		x := p.n.Partner(e.Partner)
		amount := missing
		if e.Stated > 0 {
			amount = number(e.Commitments, 2)
		}
		t.rows = append(t.rows, []cell{text(x.Name), text(x.Bloc), text(p.n.Study.Technologies[e.Technology].ID), whole(e.Projects), amount})
	}
	return t
}

// synergies are what shared partners suggest.
func (p *networkPrinter) synergies() *table {
	s := p.n.Study
	t := &table{note: p.say("Synergies that shared partners suggest, for a person to accept or to edit")}
	for _, name := range []string{"A", "B"} {
		t.column(name, left)
	}
	for _, name := range []string{p.say("Shared partners"), p.say("Cosine"), p.say("Synergy")} {
		t.column(name, right)
	}
	name := func(t int) string {
		if x := &s.Technologies[t]; p.data || x.Name == x.ID {
			return x.ID
		} else {
			return x.ID + " " + p.short(x.Name)
		}
	}
	for _, x := range p.n.Synergies[:min(p.top, len(p.n.Synergies))] {
		t.rows = append(t.rows, []cell{text(name(x.A)), text(name(x.B)), whole(x.Shared), number(x.Cosine, 3), number(x.Value, 4)})
	}
	t.after = []string{fmt.Sprintf(p.say("Synergy = %g × the cosine of the two technologies' partners, each counted by its projects; --factor sets the number."), p.n.Factor)}
	return t
}

package shortlist

import (
	"fmt"
	"slices"
	"strings"

	"veche/internal/mcda/network"
	"veche/internal/study"
	"veche/internal/workbook/write"
)

// How much of a network is written out; veche network lists all.
const (
	mostClusters  = 20
	mostCentral   = 25
	mostSynergies = 20
	matrixColumns = 30
)

// networkFirst is the first column of figures on the Network sheet.
const networkFirst = 3

// network says who works with whom on what; nil without links.
func (e *exporter) network() (*write.Sheet, error) {
	if len(e.o.Study.Links.Rows) == 0 {
		return nil, nil
	}
	n, err := study.MeasureLinks(e.o.Study, 1)
	if err != nil {
		return nil, err
	}
	s := write.NewSheet(e.sheet("Network"))
	w := networkSheet{e, n, s, 1}
	s.Widths[1], s.Widths[2] = 12, 40
	for col := networkFirst; col < networkFirst+max(12, min(len(n.Technologies), matrixColumns)); col++ {
		s.Widths[col] = 12
	}
	s.Put(1, 1, e.say("Who works with whom on what"), write.Title)
	m := &n.Whole
	periods := e.o.Study.Links.Periods
	w.row = 2
	w.note(e.say("From the sheet Links, %[4]s to %[5]s: projects %[1]d, partners %[2]d, pairs of partners with a common project %[3]d. Values, worked out when this file was written. Blank: not known.",
		m.Projects, m.Partners, m.Ties, periods[0], periods[len(periods)-1]))
	for _, i := range e.o.Leaves {
		if c := &e.o.Study.Criteria[i]; len(c.Links) > 0 {
			w.note(e.linked(c))
		}
	}
	if x := n.Strategy.Blocs; x != nil {
		w.note(e.say("Common strategy: the rankings that %s give alone agree with Kendall's τ-b %s.", strings.Join(n.Strategy.BlocNames, ", "), e.number("%.2f", *x)))
	}
	w.technologies()
	w.periods()
	w.clusters()
	w.central()
	w.synergies()
	s.Freeze = [2]int{2, 0}
	return s, nil
}

// linked says of a criterion which measures of the links it takes.
func (e *exporter) linked(c *study.Criterion) string {
	var names []string
	for _, name := range c.Links {
		names = append(names, e.say(network.LookupFigure(name).Title))
	}
	if len(names) == 1 {
		return e.say("%s is measured from Links: %s.", c.Code, names[0])
	}
	return e.say("%s is measured from Links: the mean of %s, each brought to 0–1.", c.Code, strings.Join(names, ", "))
}

// networkSheet is the sheet being written and its next free row.
type networkSheet struct {
	*exporter
	n   *study.Network
	s   *write.Sheet
	row int
}

// last is the column up to which notes run.
const networkLast = networkFirst + 9

func (w *networkSheet) note(text string) {
	w.s.Put(w.row, 1, text, write.Note)
	w.s.Merges = append(w.s.Merges, [2]string{write.At(1, w.row), write.At(networkLast, w.row)})
	w.row++
}

// begin starts a block with its title and headings, words in the first two columns and numbers after.
func (w *networkSheet) begin(title string, heads []string, words int) {
	w.row++
	w.s.Put(w.row, 1, title, write.Strong)
	w.row++
	for k, h := range heads {
		l := write.HeadNumber
		if k < words {
			l = write.HeadWrap
		}
		w.s.Put(w.row, k+1, h, l)
	}
	w.row++
}

// shares are the figures that every network has, by heading.
func (w *networkSheet) shares() []string {
	var heads []string
	for _, f := range network.Figures() {
		if !f.Count {
			heads = append(heads, w.say(f.Title))
		}
	}
	return heads
}

// figures writes a network's shares from a column on.
func (w *networkSheet) figures(col int, m *network.Measures) int {
	for _, f := range network.Figures() {
		if f.Count {
			continue
		}
		l := write.Share
		if f.Name == "e-i" {
			l = write.Two
		}
		w.s.Put(w.row, col, write.NumberOrNil(f.Of(m)), l)
		col++
	}
	return col
}

func (w *networkSheet) counts(col int, of ...int) int {
	for _, k := range of {
		w.s.Put(w.row, col, k, write.Whole)
		col++
	}
	return col
}

func (w *networkSheet) technologies() {
	heads := append([]string{w.say("ID"), w.say("Technology"), w.say("Projects"), w.say("Partners"), w.say("Ties")}, w.shares()...)
	w.begin(w.say("Technologies"), append(heads, w.say("T, bits"), w.say("Projects with blocs")), 2)
	line := func(id, name string, m *network.Measures, l write.Look) {
		w.s.Put(w.row, 1, id, write.Strong)
		w.s.Put(w.row, 2, name, l)
		col := w.figures(w.counts(networkFirst, m.Projects, m.Partners, m.Ties), m)
		w.s.Put(w.row, col, write.NumberOrNil(m.Synergy), write.Score)
		w.counts(col+1, m.Placed)
		w.row++
	}
	for t := range w.n.Technologies {
		x := &w.n.Study.Technologies[t]
		line(x.ID, x.Name, &w.n.Technologies[t].Measures, write.Wrap)
	}
	line(w.say("All"), "", &w.n.Whole.Measures, write.Plain)
	w.note(w.say("Density: the share of all pairs of partners that have a common project. Multilateral: the share of projects with three partners or more. Recurring: the share of tied pairs that are active in two periods or more."))
	w.note(w.say("E–I index (Krackhardt & Stern 1988): from −1, ties only within blocs, to 1, only between them. Triple helix: the share of projects with partners of science, business and the state. Joint commitments: the share of the pledged amount in projects where two blocs or more pledge."))
	w.note(w.say("T is Leydesdorff's synergy of the three blocs over the projects whose blocs are all known; below 0 is synergy. It is to be read beside the others, never alone. The figures are never multiplied together."))
}

func (w *networkSheet) periods() {
	heads := append([]string{w.say("Period"), "", w.say("Projects"), w.say("Partners"), w.say("Ties")}, w.shares()...)
	w.begin(w.say("From period to period"), append(heads, w.say("Kept"), w.say("New")), 2)
	for k := range w.n.Whole.ByPeriod {
		p := &w.n.Whole.ByPeriod[k]
		w.s.Put(w.row, 1, w.n.Study.Links.Periods[p.Period], write.Strong)
		w.s.Put(w.row, 2, nil, write.Plain)
		w.counts(w.figures(w.counts(networkFirst, p.Projects, p.Partners, p.Ties), &p.Measures), p.Kept, p.New)
		w.row++
	}
	if k := len(w.n.Whole.ByPeriod); k > 1 {
		first, last := &w.n.Whole.ByPeriod[k-2], &w.n.Whole.ByPeriod[k-1]
		w.s.Put(w.row, 1, w.say("Change"), write.Strong)
		w.s.Put(w.row, 2, w.say("from %s to %s", w.n.Study.Links.Periods[first.Period], w.n.Study.Links.Periods[last.Period]), write.Plain)
		w.counts(networkFirst, last.Projects-first.Projects, last.Partners-first.Partners, last.Ties-first.Ties)
		col := networkFirst + 3
		for _, f := range network.Figures() {
			if f.Count {
				continue
			}
			l := write.Share
			if f.Name == "e-i" {
				l = write.Two
			}
			w.s.Put(w.row, col, write.NumberOrNil(f.Change(&first.Measures, &last.Measures)), l)
			col++
		}
		w.row++
	}
	w.note(w.say("Of one period, recurring is the share of its ties that were active before: kept ties of all its ties."))
}

func (w *networkSheet) clusters() {
	c := w.n.Clusters
	if c.Modularity == nil {
		return
	}
	heads := append([]string{w.say("Cluster"), w.say("Central partners"), w.say("Partners"), w.say("Projects"), w.say("Ties")}, w.shares()...)
	w.begin(w.say("Clusters of partners who work together"), append(heads, w.say("Ties outside")), 2)
	for k := range c.Clusters[:min(mostClusters, len(c.Clusters))] {
		x := &c.Clusters[k]
		w.s.Put(w.row, 1, k+1, write.Whole)
		var central []string
		for _, p := range x.Partners[:min(3, len(x.Partners))] {
			central = append(central, w.n.Partner(p).Name)
		}
		w.s.Put(w.row, 2, strings.Join(central, "; "), write.Wrap)
		w.counts(w.figures(w.counts(networkFirst, len(x.Partners), x.Projects, x.Ties), &x.Measures), x.Outside)
		w.row++
		w.s.Put(w.row, 2, w.about(k), write.Note)
		w.s.Merges = append(w.s.Merges, [2]string{write.At(2, w.row), write.At(networkLast, w.row)})
		w.row++
	}
	w.note(w.say("Clusters by Louvain's method: %d, modularity %s: the best of %d seeds (worst %s, clusters from %d to %d). Stability %s: the mean adjusted Rand index between the parting taken and the others, 1 for the same ones, 0 for chance.",
		len(c.Clusters), w.number("%.3f", *c.Modularity), c.Seeds, w.number("%.3f", *c.Worst), c.Least, c.Most, w.number("%.2f", *c.Stability)))
	switch x := w.n.Chance; {
	case x.Draws == 0:
		w.note(w.say("The network is too large to be compared with networks drawn at random."))
	case x.Beyond():
		w.note(w.say("More than chance makes: networks drawn with the same partners and projects part as well with probability %s.", w.number("%.3f", x.P)))
	default:
		w.note(w.say("No more than chance makes: networks drawn with the same partners and projects part as well with probability %s.", w.number("%.2f", x.P)))
	}
	if *c.Stability < 0.5 {
		w.note(w.say("The clusters are loose: other seeds part the partners otherwise about as well. Take them as a hint, not as a border."))
	}
	w.note(w.say("The figures of a cluster are of its partners' links among themselves: a project whose other partners are outside counts with those inside."))
}

// about says what a cluster works on and who is in it.
func (w *networkSheet) about(k int) string {
	x := &w.n.Clusters.Clusters[k]
	var technologies, regions, blocs []string
	for _, t := range x.Technologies[:min(4, len(x.Technologies))] {
		technologies = append(technologies, fmt.Sprintf("%s %d", w.n.Study.Technologies[t.Index].ID, t.Count))
	}
	known := slices.DeleteFunc(slices.Clone(w.n.Regions[k]), func(r study.Region) bool { return r.Name == "" })
	for _, r := range known[:min(4, len(known))] {
		regions = append(regions, fmt.Sprintf("%s %d", r.Name, r.Partners))
	}
	for _, b := range x.Blocs {
		if b.Index >= 0 {
			blocs = append(blocs, fmt.Sprintf("%s %d", w.n.Blocs[b.Index], b.Count))
		}
	}
	var parts []string
	for _, p := range []struct {
		text string
		of   []string
	}{{"projects: %s", technologies}, {"blocs: %s", blocs}, {"regions: %s", regions}} {
		if len(p.of) > 0 {
			parts = append(parts, w.say(p.text, strings.Join(p.of, ", ")))
		}
	}
	return strings.Join(parts, "; ")
}

// central lists the most central partners with what they work on: the top of the partner × technology matrix.
func (w *networkSheet) central() {
	n := w.n
	heads := []string{w.say("Cluster"), w.say("Partner"), w.say("Bloc"), w.say("Projects"), w.say("Degree"), w.say("Betweenness")}
	shown := min(len(n.Technologies), matrixColumns)
	for t := range shown {
		heads = append(heads, n.Study.Technologies[t].ID)
	}
	order := n.MostCentral()
	order = order[:min(mostCentral, len(order))]
	w.begin(w.say("The most central partners and their projects in each technology: %d of %d", len(order), n.Whole.Partners), heads, 3)
	place := map[int]int{} // row by partner
	for _, p := range order {
		x := n.Partner(p)
		if c := n.Clusters.Of[p]; c >= 0 {
			w.s.Put(w.row, 1, c+1, write.Whole)
		}
		w.s.Put(w.row, 2, x.Name, write.Wrap)
		w.s.Put(w.row, 3, write.OrNil(x.Bloc), write.Plain)
		w.counts(4, n.Projects[p], n.Central.Degree[p])
		w.s.Put(w.row, 6, write.NumberOrNil(n.Between(p)), write.Share)
		place[p] = w.row
		w.row++
	}
	for _, x := range n.Matrix {
		if row, ok := place[x.Partner]; ok && x.Technology < shown {
			w.s.Put(row, 7+x.Technology, x.Projects, write.Whole)
		}
	}
	w.note(w.say("Degree: the partners it has a project with. Betweenness (Freeman 1977): the share of all pairs of others whose shortest way to each other leads through it."))
	if c := n.Central; c.Sources < c.Of {
		w.note(w.say("Betweenness is estimated from the ways of %d of %d partners.", c.Sources, c.Of))
	}
}

func (w *networkSheet) synergies() {
	if len(w.n.Synergies) == 0 {
		return
	}
	shown := w.n.Synergies[:min(mostSynergies, len(w.n.Synergies))]
	w.begin(w.say("Technologies that share partners: %d of %d pairs", len(shown), len(w.n.Synergies)), []string{w.say("A and B"), w.say("Technologies"), w.say("Shared partners"), w.say("Cosine")}, 2)
	st := w.n.Study
	for _, x := range shown {
		a, b := &st.Technologies[x.A], &st.Technologies[x.B]
		w.s.Put(w.row, 1, a.ID+" + "+b.ID, write.Strong)
		w.s.Put(w.row, 2, a.Name+" + "+b.Name, write.Wrap)
		w.counts(3, x.Shared)
		w.s.Put(w.row, 4, x.Cosine, write.Two)
		w.row++
	}
	w.note(w.say("The cosine of the two technologies' partners, each counted by its projects. A synergy is a stated factor times it, which a person accepts or edits on the sheet Synergies."))
}

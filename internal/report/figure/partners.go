package figure

import (
	"cmp"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study"
)

const (
	mostPartners = 30
	mostTopics   = 24
)

// Partners draws who works on what: the partners with the most ties between others, cluster by cluster, and in how many projects of each technology they are.
func Partners(n *study.Network, s *study.Study, l language.Language) *report.Figure {
	if len(n.Matrix) == 0 {
		return nil
	}
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	technologies := busiest(n, len(s.Technologies))
	central := n.MostCentral()
	central = slices.DeleteFunc(central, func(p int) bool { return n.Projects[p] == 0 })
	drawn := slices.Clone(central[:min(len(central), mostPartners)])
	cluster := func(p int) int {
		if k := n.Clusters.Of[p]; k >= 0 {
			return k
		}
		return len(n.Clusters.Clusters)
	}
	slices.SortStableFunc(drawn, func(a, b int) int { return cmp.Compare(cluster(a), cluster(b)) })
	projects, most := map[[2]int]int{}, 1
	for _, e := range n.Matrix {
		projects[[2]int{e.Partner, e.Technology}] = e.Projects
		most = max(most, e.Projects)
	}
	h := cells{after: map[int]bool{}, text: func(i, j int) string {
		return shown(float64(projects[[2]int{drawn[i], technologies[j]}]), 0, l)
	}, shade: func(i, j int) float64 {
		k := projects[[2]int{drawn[i], technologies[j]}]
		if k == 0 {
			return -1
		}
		return 0.12 + 0.85*float64(k)/float64(most)
	}}
	for k, p := range drawn {
		h.labels = append(h.labels, n.Partner(p).Name)
		h.after[k] = k+1 < len(drawn) && cluster(drawn[k+1]) != cluster(p)
	}
	for _, t := range technologies {
		h.heads = append(h.heads, s.Technologies[t].ID)
	}
	c := &canvas{width: width}
	y := c.cells(h, 2)
	c.height = c.note(0, y, say("In the cells: common projects of a partner for a technology. Gaps part the clusters."), some(len(drawn), len(central), l)) + 4
	t := &report.Table{}
	t.AddAll(false, "Partner", "Technology")
	t.AddAll(true, "Cluster", "Projects")
	t.Translate(l)
	for _, e := range n.Matrix {
		if !slices.Contains(drawn, e.Partner) {
			continue // thousands, which veche network prints
		}
		place := report.Unknown()
		if k := n.Clusters.Of[e.Partner]; k >= 0 {
			place = report.Count(k + 1)
		}
		t.Row(report.Text(n.Partner(e.Partner).Name), report.Text(s.Technologies[e.Technology].ID), place, report.Count(e.Projects))
	}
	return made("partners", say("Who works on what"), say("%d partners work on %d technologies; the chart shows the most central.", len(central), len(technologies)), c, t)
}

// busiest are the technologies with links, those with the most projects first, as many as can be shown, in the study's order.
func busiest(n *study.Network, all int) []int {
	count := make([]int, all)
	for _, e := range n.Matrix {
		count[e.Technology] += e.Projects
	}
	var some []int
	for t, k := range count {
		if k > 0 {
			some = append(some, t)
		}
	}
	slices.SortStableFunc(some, func(a, b int) int { return cmp.Compare(count[b], count[a]) })
	some = some[:min(len(some), mostTopics)]
	slices.Sort(some)
	return some
}

// Clusters draws which technologies each community of partners works on.
func Clusters(n *study.Network, s *study.Study, l language.Language) *report.Figure {
	if n.Clusters == nil || len(n.Clusters.Clusters) == 0 || len(n.Matrix) == 0 {
		return nil
	}
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	all := n.Clusters.Clusters
	drawn := all[:min(len(all), mostPartners/2)]
	technologies := busiest(n, len(s.Technologies))
	count, most := map[[2]int]int{}, 1
	for k := range all {
		for _, t := range all[k].Technologies {
			count[[2]int{k, t.Index}] = t.Count
			most = max(most, t.Count)
		}
	}
	h := cells{text: func(i, j int) string { return shown(float64(count[[2]int{i, technologies[j]}]), 0, l) },
		shade: func(i, j int) float64 {
			if k := count[[2]int{i, technologies[j]}]; k > 0 {
				return 0.12 + 0.85*float64(k)/float64(most)
			}
			return -1
		}}
	for k := range drawn {
		var members []string
		for _, p := range drawn[k].Partners[:min(3, len(drawn[k].Partners))] {
			members = append(members, n.Partner(p).Name)
		}
		h.labels = append(h.labels, shown(float64(k+1), 0, l)+".  "+strings.Join(members, ", "))
	}
	for _, t := range technologies {
		h.heads = append(h.heads, s.Technologies[t].ID)
	}
	c := &canvas{width: width}
	y := c.cells(h, 2)
	c.height = c.note(0, y, say("Rows are clusters, by their most central partners. In the cells: their links for a technology."), some(len(drawn), len(all), l)) + 4
	t := &report.Table{}
	t.Add("Cluster", true)
	t.AddAll(false, "Partner", "Technology")
	t.Add("Links", true)
	t.Translate(l)
	for k := range drawn {
		for _, x := range drawn[k].Technologies {
			t.Row(report.Count(k+1), report.Text(n.Partner(drawn[k].Partners[0]).Name), report.Text(s.Technologies[x.Index].ID), report.Count(x.Count))
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return made("clusters", say("What each cluster works on"), say("There are %d clusters of partners.", len(all)), c, t)
}

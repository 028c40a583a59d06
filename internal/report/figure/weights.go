package figure

import (
	"math"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study"
)

// voice is one column of marks in the chart of weights: a bloc, or an expert.
type voice struct {
	name    string
	weights map[int]float64 // local, by criterion
}

// Weights draws the weights of the criteria below each parent: the panel's as bars, the blocs' as marks, each of its own shape, and where there are no blocs
// the experts' as dots. Weights that nobody judged in pairs are the panel's alone.
func Weights(s *study.Study, w *study.Weights, global []float64, l language.Language) *report.Figure {
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	parents := parentsOf(s)
	if len(s.Leaves()) == 0 || len(parents) == 0 {
		return nil
	}
	blocs, experts := voices(w)
	c := &canvas{width: width}
	var labels []string
	for i := range s.Criteria {
		labels = append(labels, called(&s.Criteria[i]))
	}
	column := labelWidth(labels, 120, 270)
	local := localWeights(s, w, global)
	highest := 0.0
	for i := range s.Criteria {
		highest = max(highest, local[i])
		for _, v := range append(append([]voice(nil), blocs...), experts...) {
			highest = max(highest, v.weights[i])
		}
	}
	values, _ := ticks(0, max(highest, 0.01), 5)
	sc := scale{lo: 0, hi: values[len(values)-1], from: column + 14, to: width - 60}
	y := 4.0
	for _, parent := range parents {
		y = c.siblings(s, parent, local, sc, y, column, blocs, experts, l)
	}
	c.text(sc.from, y+small+2, small, start, quiet, axisTitle(parents, l))
	y += lineHeight(small) + 8
	var entries []entry
	entries = append(entries, entry{say("Panel"), func(x, y float64) { c.rect(x-5, y-4, 11, 9, soft) }})
	for k, v := range blocs {
		entries = append(entries, entry{v.name, func(x, y float64) { c.mark(k, x, y, 4.5, voiceRole(k)) }})
	}
	if len(blocs) == 0 && len(experts) > 0 {
		entries = append(entries, entry{say("Each expert"), func(x, y float64) { c.disc(x, y, 2.6, ink) }})
	}
	if len(entries) > 1 {
		y = c.legend(0, y, entries)
	}
	c.height = y + 2
	first, most := -1, -1.0
	leaves := s.Leaves()
	for k, x := range global {
		if x > most {
			first, most = leaves[k], x
		}
	}
	description := say("The heaviest criterion is %s with %s; there are %d criteria.", called(&s.Criteria[first]), percent(most, 1, l), len(leaves))
	return made("weights-by-bloc", say("The weights of the criteria"), description, c, weightsData(s, local, blocs, l))
}

func axisTitle(parents []string, l language.Language) string {
	if len(parents) > 1 {
		return language.Say(l, "Weight among the criteria below the same heading, %")
	}
	return language.Say(l, "Weight, %")
}

// voiceRole is the colour of a bloc's mark; shape and lightness tell blocs apart.
func voiceRole(k int) role { return []role{ink, warm, accent}[k%3] }

// parentsOf are the parents that have criteria below them, in workbook order, the top first.
func parentsOf(s *study.Study) []string {
	var all []string
	seen := map[string]bool{}
	for i := range s.Criteria {
		if p := s.Criteria[i].Parent; !seen[p] {
			seen[p] = true
			all = append(all, p)
		}
	}
	return all
}

// localWeights are the weights among siblings: those of the weighting, or where weights were moved those that the moved ones make.
func localWeights(s *study.Study, w *study.Weights, global []float64) []float64 {
	if s.Moved == nil && len(w.Local) == len(s.Criteria) {
		return w.Local
	}
	total := make([]float64, len(s.Criteria))
	for i := range s.Criteria {
		for _, column := range s.Columns(i) {
			total[i] += global[column]
		}
	}
	local := make([]float64, len(s.Criteria))
	for i := range s.Criteria {
		var siblings float64
		for k := range s.Criteria {
			if s.Criteria[k].Parent == s.Criteria[i].Parent {
				siblings += total[k]
			}
		}
		if siblings > 0 {
			local[i] = total[i] / siblings
		}
	}
	return local
}

// voices are the blocs and the experts whose own weights are known.
func voices(w *study.Weights) (blocs, experts []voice) {
	place := map[string]int{}
	add := func(all []voice, kind string, n *study.Node, name string) []voice {
		k, ok := place[kind+name]
		if !ok {
			k = len(all)
			place[kind+name] = k
			all = append(all, voice{name, map[int]float64{}})
		}
		for j, i := range n.Criteria {
			all[k].weights[i] = n.Weights[j]
		}
		return all
	}
	for k := range w.Nodes {
		switch n := &w.Nodes[k]; {
		case n.Expert != "":
			experts = add(experts, "expert ", n, n.Expert)
		case n.Bloc != "":
			blocs = add(blocs, "bloc ", n, n.Bloc)
		}
	}
	return blocs, experts
}

// siblings draws the criteria below one parent, from y, and returns the place below.
func (c *canvas) siblings(s *study.Study, parent string, local []float64, sc scale, y, column float64, blocs, experts []voice, l language.Language) float64 {
	if parent != "" {
		for i := range s.Criteria {
			if s.Criteria[i].Code == parent {
				for _, line := range wrap(called(&s.Criteria[i]), body, width, 2) {
					c.text(0, y+body+6, body, start, accent, line)
					y += lineHeight(body)
				}
			}
		}
		y += 10
	}
	var labels []string
	var those []int
	for i := range s.Criteria {
		if s.Criteria[i].Parent == parent {
			labels, those = append(labels, called(&s.Criteria[i])), append(those, i)
		}
	}
	frame := len(c.items)
	r := c.rows(labels, 0, column, y, 30)
	here := len(c.items)
	bottom := c.axis(sc, y, r.bottom, "", func(x float64, d int) string { return shown(100*x, max(0, d-2), l) })
	ordered := append(append([]item(nil), c.items[here:]...), c.items[frame:here]...)
	c.items = append(c.items[:frame], ordered...)
	for k, i := range those {
		mid := r.middles[k]
		c.rect(sc.from, mid-5, max(1, sc.at(local[i])-sc.from), 10, soft)
		if len(blocs) == 0 {
			for _, v := range experts {
				if x, ok := v.weights[i]; ok {
					c.disc(sc.at(x), mid, 2.6, ink)
				}
			}
		}
		for b, v := range blocs {
			if x, ok := v.weights[i]; ok && !math.IsNaN(x) {
				c.mark(b, sc.at(x), mid+[]float64{-9, 9, 0}[b%3], 4.5, voiceRole(b))
			}
		}
		c.text(width, mid+small*0.35, small, end, ink, percent(local[i], 1, l))
	}
	return bottom
}

func weightsData(s *study.Study, local []float64, blocs []voice, l language.Language) *report.Table {
	t := &report.Table{}
	t.AddAll(false, "Criterion", "Name")
	t.Add("Weight", true)
	t.Translate(l)
	for _, v := range blocs {
		t.Add(v.name, true)
	}
	for i := range s.Criteria {
		cells := []report.Cell{report.Text(s.Criteria[i].Code), report.Text(s.Criteria[i].Name), report.Percent(local[i], 1)}
		for _, v := range blocs {
			if x, ok := v.weights[i]; ok {
				cells = append(cells, report.Percent(x, 1))
			} else {
				cells = append(cells, report.Unknown())
			}
		}
		t.Row(cells...)
	}
	return t
}

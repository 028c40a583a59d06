package study

import (
	"slices"

	"veche/internal/language"
	"veche/internal/mcda"
)

// gatherComparisons gives the cells of the criteria on which technologies were compared in pairs their priorities: the experts' judgements joined as those of
// criteria are, missing ones bridged alike.
func (s *Study) gatherComparisons(g *panel, warnings *Issues) error {
	g.compared = make(map[int32]bool)
	var issues Issues
	for _, criterion := range s.comparedCriteria() {
		g.compared[criterion] = true
		if err := s.compare(g, criterion, warnings); err != nil {
			issues = append(issues, *err)
		}
	}
	return issues.Err()
}

// comparisonVoices collects the comparisons on one criterion that count, by expert and round, and the technologies that were compared and are not left out.
func (s *Study) comparisonVoices(criterion int32, conflict Conflicts) (technologies []int32, voices []*voice) {
	type key struct{ expert, round int32 }
	stays := func(c *Comparison, t int32) bool {
		return !s.Excluded.Technologies[s.Technologies[t].ID] && !conflict.Has(c.Expert, t)
	}
	var mine []*Comparison
	for k := range s.Comparisons {
		c := &s.Comparisons[k]
		if c.Criterion != criterion || !s.Counts(c.Expert, c.Round) {
			continue
		}
		if stays(c, c.A) && stays(c, c.B) {
			mine = append(mine, c)
			technologies = append(technologies, c.A, c.B)
		}
	}
	slices.Sort(technologies)
	technologies = slices.Compact(technologies)
	found := make(map[key]*voice)
	for _, c := range mine {
		k := key{c.Expert, c.Round}
		v := found[k]
		if v == nil {
			v = &voice{expert: c.Expert, pairs: map[[2]int]judgement{}}
			found[k] = v
			voices = append(voices, v)
		}
		v.set(slices.Index(technologies, c.A), slices.Index(technologies, c.B), c.Value, c.Fuzzy)
		v.last = c.Origin
	}
	return technologies, voices
}

// comparisonPairing is how technologies compared on a criterion get their priorities.
func (s *Study) comparisonPairing(criterion int32, technologies []int32, warnings *Issues) *pairing {
	var names []string
	for _, t := range technologies {
		names = append(names, s.Technologies[t].ID)
	}
	return s.pairing(mcda.Parameters{"completion": s.Settings.Parameters["completion"], "judgement-scale": s.Settings.Parameters["judgement-scale"]},
		names, language.M("on %s", s.Criteria[criterion].Code), warnings)
}

// compare works out the priorities on one criterion.
func (s *Study) compare(g *panel, criterion int32, warnings *Issues) *Issue {
	technologies, voices := s.comparisonVoices(criterion, s.Conflicts())
	if len(voices) == 0 {
		return nil
	}
	p := s.comparisonPairing(criterion, technologies, warnings)
	nodes, err := p.ahpNodes(voices)
	if err != nil {
		i := p.issue(err, language.M("The panel"), s.Place(voices[len(voices)-1].last))
		return &i
	}
	priorities := nodes[len(nodes)-1].Weights
	for k, t := range technologies {
		c := g.into(int(t), int(g.of[criterion]))
		*c = Cell{Value: priorities[k], Known: true, Origin: voices[0].last}
		for _, v := range voices {
			for pair := range v.pairs {
				if pair[0] == k || pair[1] == k {
					c.Answers++
					break
				}
			}
		}
	}
	return nil
}

// ComparedPriority is what an expert's pairwise comparisons say of one technology on one criterion, over the best of those compared.
type ComparedPriority struct {
	Expert, Technology, Criterion int32
	Rating                        float64
}

// ComparedPriorities are the experts' own priorities on the criteria on which technologies were compared in pairs.
func (s *Study) ComparedPriorities(conflict Conflicts) []ComparedPriority {
	var out []ComparedPriority
	for _, criterion := range s.comparedCriteria() {
		technologies, voices := s.comparisonVoices(criterion, conflict)
		var ignored Issues
		p := s.comparisonPairing(criterion, technologies, &ignored)
		for _, v := range voices {
			m, err := p.matrix(v)
			if err != nil {
				continue // gatherComparisons reports it
			}
			node, err := p.node(m)
			if err != nil {
				continue // this expert's comparisons do not hang together: there is no order of their own
			}
			compared := make([]bool, len(technologies))
			for pair := range v.pairs {
				compared[pair[0]], compared[pair[1]] = true, true
			}
			top := slices.Max(node.Weights)
			for k, t := range technologies {
				if compared[k] {
					out = append(out, ComparedPriority{v.expert, t, criterion, node.Weights[k] / top})
				}
			}
		}
	}
	return out
}

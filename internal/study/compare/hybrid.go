package compare

import (
	"maps"
	"slices"

	"veche/internal/mcda"
	"veche/internal/study"
)

// mix says which edition each factor comes from.
type mix [factors]edition

// side is one edition as hybrids are made of it.
type side struct {
	study    *study.Study
	outcome  *study.Outcome
	gathered *study.Gathered
	in       []bool // rounds that count
	column   []int  // of each criterion, Nobody for those with others below
}

func newSide(s *study.Study) (*side, error) {
	o, err := study.Evaluate(s)
	if err != nil {
		return nil, err
	}
	x := &side{study: s, outcome: o, column: slices.Repeat([]int{Nobody}, len(s.Criteria))}
	if x.gathered, err = s.Gathered(); err != nil {
		return nil, err
	}
	x.in, _ = s.ChosenRounds()
	for j, i := range x.gathered.Leaves {
		x.column[i] = j
	}
	return x, nil
}

// known is the joined score of a technology on a criterion.
func (x *side) known(technology, criterion int) (v study.Cell, fuzzy *mcda.Fuzzy) {
	j := x.column[criterion]
	if j < 0 {
		return study.Cell{}, nil
	}
	at := technology*len(x.gathered.Leaves) + j
	if x.gathered.Fuzzy != nil && x.gathered.Cells[at].Known {
		fuzzy = &x.gathered.Fuzzy[at]
	}
	return x.gathered.Cells[at], fuzzy
}

// hybrids makes studies of two editions.
type hybrids struct {
	of [2]*side
	*matching
	both map[[2]int]bool // technologies ranked in both editions, by their places
}

// hybrid is one study made of the two editions; z says which edition each factor is from.
type hybrid struct {
	*hybrids
	z     mix
	study *study.Study
	round [2][]int32 // by edition, the round of the hybrid
	terms [2]int32   // by edition, how many terms stand before its own
}

// technology, expert and criterion are where something of edition x stands in the hybrid; [Nobody] when it is not in it.
func (h *hybrid) technology(x edition, k int) int {
	return h.technologies.in(h.z[Candidates], x, k)
}
func (h *hybrid) expert(x edition, k int) int    { return h.experts.in(h.z[People], x, k) }
func (h *hybrid) criterion(x edition, k int) int { return h.criteria.in(h.z[Weights], x, k) }

// make builds the hybrid study: what exists in one edition only keeps that edition's data wherever it is present.
func (q *hybrids) make(z mix) *hybrid {
	h := &hybrid{hybrids: q, z: z}
	of := func(f Factor) *study.Study { return q.of[z[f]].study }
	s := &study.Study{Title: of(Candidates).Title, Settings: h.settings(), Experts: slices.Clone(of(People).Experts), Blocs: of(People).Blocs, Sources: of(People).Sources,
		Moved: of(Weights).Moved, Locked: of(Weights).Locked}
	s.Excluded = study.Excluded{Experts: of(People).Excluded.Experts, Technologies: of(Candidates).Excluded.Technologies}
	h.study = s
	h.candidates()
	h.conflicts()
	h.units()
	h.rounds()
	h.scores()
	h.judgements()
	return h
}

// settings takes every setting from its factor's edition.
func (h *hybrid) settings() study.Settings {
	w, m := &h.of[h.z[Weights]].study.Settings, &h.of[h.z[Method]].study.Settings
	method, _ := m.Split()
	_, weights := w.Split()
	parameters := maps.Clone(weights)
	maps.Copy(parameters, method)
	return study.Settings{Method: m.Method, Aggregation: m.Aggregation, Levels: m.Levels, Competence: m.Competence,
		Weighting: w.Weighting, Group: w.Group, Prioritization: w.Prioritization, RandomIndex: w.RandomIndex, Parameters: parameters}
}

// candidates are those of their edition, with the preference the scores' edition has for them.
func (h *hybrid) candidates() {
	z := h.z[Candidates]
	h.study.Technologies = slices.Clone(h.of[z].study.Technologies)
	for k := range h.study.Technologies {
		if there := h.technologies.in(h.z[Scores], z, k); there >= 0 {
			h.study.Technologies[k].Prior = h.of[h.z[Scores]].study.Technologies[there].Prior
		}
	}
}

// conflicts are those the experts declared in their edition, and on technologies that are not in it, in the other.
func (h *hybrid) conflicts() {
	z := h.z[People]
	for e := range h.study.Experts {
		var conflicts []int32
		for x, side := range h.of {
			there := h.experts.in(x, z, e)
			if there < 0 {
				continue
			}
			for _, t := range side.study.Experts[there].Conflicts {
				if at := h.technology(x, int(t)); at >= 0 && (x == z || h.technologies[x][t] < 0) {
					conflicts = append(conflicts, int32(at))
				}
			}
		}
		h.study.Experts[e].Conflicts = conflicts
	}
}

// units are the criteria of the weights' edition, in the units of the scores' edition where that has them. Measures of links are given as evidence.
func (h *hybrid) units() {
	z, scores := h.z[Weights], h.z[Scores]
	h.study.Criteria = slices.Clone(h.of[z].study.Criteria)
	for k := range h.study.Criteria {
		c := &h.study.Criteria[k]
		if there := h.criteria.in(scores, z, k); there >= 0 {
			from := &h.of[scores].study.Criteria[there]
			c.Sense, c.Unit, c.Min, c.Max, c.Target, c.Value, c.Preference = from.Sense, from.Unit, from.Min, from.Max, from.Target, from.Value, from.Preference
		}
		c.Links = nil
	}
}

// rounds keeps the rounds that count in either edition apart, all of which count.
func (h *hybrid) rounds() {
	for x, side := range h.of {
		h.round[x] = slices.Repeat([]int32{Nobody}, len(side.study.Rounds))
		for k, name := range side.study.Rounds {
			if side.in[k] {
				h.round[x][k] = int32(len(h.study.Rounds))
				h.study.Rounds = append(h.study.Rounds, [2]string{"last ", "this "}[x]+name)
			}
		}
		h.terms[x] = int32(len(h.study.Terms))
		h.study.Terms = append(h.study.Terms, side.study.Terms...)
	}
	h.study.Settings.Round = study.AllRounds
}

// roundOf is an answer's round in the hybrid; ok is false for one of a round that does not count.
func (h *hybrid) roundOf(x edition, round int32) (r int32, ok bool) {
	if round < 0 {
		return round, true
	}
	r = h.round[x][round]
	return r, r >= 0
}

// stands reports whether the answer of edition x on something counts that the deciding edition z has too, as there says.
func stands(x, z edition, there bool) bool { return x == z || !there }

// scores takes the answers, the comparisons of technologies and the evidence of the scores' edition, and the other's on what is not in it. The answers of the
// deciding edition stand first, in their order.
func (h *hybrid) scores() {
	z := h.z[Scores]
	for _, x := range []edition{z, 1 - z} {
		s := h.of[x].study
		for k := range s.Scores {
			a := s.Scores[k]
			t, e, c := h.technology(x, int(a.Technology)), h.expert(x, int(a.Expert)), h.criterion(x, int(a.Criterion))
			round, counts := h.roundOf(x, a.Round)
			if t < 0 || e < 0 || c < 0 || !counts || !stands(x, z, h.technologies.in(z, x, int(a.Technology)) >= 0 && h.experts.in(z, x, int(a.Expert)) >= 0 && h.criteria.in(z, x, int(a.Criterion)) >= 0) {
				continue
			}
			a.Value, a.Term = h.onScale(x, int(a.Criterion), a.Value, a.Term)
			a.Technology, a.Expert, a.Criterion, a.Round = int32(t), int32(e), int32(c), round
			h.study.Scores = append(h.study.Scores, a)
		}
		for k := range s.Comparisons {
			c := s.Comparisons[k]
			a, b, e, on := h.technology(x, int(c.A)), h.technology(x, int(c.B)), h.expert(x, int(c.Expert)), h.criterion(x, int(c.Criterion))
			round, counts := h.roundOf(x, c.Round)
			there := h.technologies.in(z, x, int(c.A)) >= 0 && h.technologies.in(z, x, int(c.B)) >= 0 && h.experts.in(z, x, int(c.Expert)) >= 0 && h.criteria.in(z, x, int(c.Criterion)) >= 0
			if a < 0 || b < 0 || e < 0 || on < 0 || !counts || !stands(x, z, there) {
				continue
			}
			c.A, c.B, c.Expert, c.Criterion, c.Round = int32(a), int32(b), int32(e), int32(on), round
			h.study.Comparisons = append(h.study.Comparisons, c)
		}
		h.evidence(x)
	}
}

// evidence takes what is measured in edition x, links included.
func (h *hybrid) evidence(x edition) {
	s, z := h.of[x].study, h.z[Scores]
	add := func(technology, criterion int, value float64, term int32) {
		t, c := h.technology(x, technology), h.criterion(x, criterion)
		if t < 0 || c < 0 || !stands(x, z, h.technologies.in(z, x, technology) >= 0 && h.criteria.in(z, x, criterion) >= 0) {
			return
		}
		value, term = h.onScale(x, criterion, value, term)
		h.study.Evidence.Add(study.Measurement{Value: value, Term: term, Technology: int32(t), Criterion: int32(c)})
	}
	for e := range s.Evidence.All() {
		add(int(e.Technology), int(e.Criterion), e.Value, e.Term)
	}
	for i := range s.Criteria {
		if len(s.Criteria[i].Links) == 0 {
			continue
		}
		for t := range s.Technologies {
			if c, _ := h.of[x].known(t, i); c.Links {
				add(t, i, c.Value, 0)
			}
		}
	}
}

// onScale brings a value of edition x to the scale that the criterion has in the hybrid: that of the scores' edition, where that has the criterion. Term is the
// place of a fuzzy value among the hybrid's terms.
func (h *hybrid) onScale(x edition, criterion int, value float64, term int32) (float64, int32) {
	if term > 0 {
		term += h.terms[x]
	}
	move := h.scale(x, criterion)
	if move == nil {
		return value, term
	}
	if term > 0 {
		was := h.study.Terms[term-1]
		now := study.Term{Name: was.Name}
		for _, v := range was.Values {
			now.Values = append(now.Values, move(v))
		}
		h.study.Terms = append(h.study.Terms, now)
		term = int32(len(h.study.Terms))
	}
	return move(value), term
}

// scale is the linear map from edition x's scale of a criterion to the hybrid's; nil where there is nothing to map.
func (h *hybrid) scale(x edition, criterion int) func(float64) float64 {
	z := h.z[Scores]
	there := h.criteria.in(z, x, criterion)
	if x == z || there < 0 {
		return nil
	}
	a, b := &h.of[x].study.Criteria[criterion], &h.of[z].study.Criteria[there]
	if a.Min == nil || a.Max == nil || b.Min == nil || b.Max == nil || *a.Min == *b.Min && *a.Max == *b.Max {
		return nil
	}
	lo, hi, to, top := *a.Min, *a.Max, *b.Min, *b.Max
	return func(v float64) float64 { return to + float64((v-lo)*(top-to))/(hi-lo) }
}

// judgements takes the comparisons of criteria of the weights' edition, and the other's of experts who are not in it.
func (h *hybrid) judgements() {
	z := h.z[Weights]
	for _, x := range []edition{z, 1 - z} {
		s := h.of[x].study
		for k := range s.Judgements {
			j := s.Judgements[k]
			a, b, e := h.criterion(x, int(j.A)), h.criterion(x, int(j.B)), h.expert(x, int(j.Expert))
			round, counts := h.roundOf(x, j.Round)
			if a < 0 || b < 0 || e < 0 || !counts || !stands(x, z, h.experts.in(z, x, int(j.Expert)) >= 0) || h.study.Criteria[a].Parent != h.study.Criteria[b].Parent {
				continue
			}
			j.A, j.B, j.Expert, j.Round, j.Parent = int32(a), int32(b), int32(e), round, h.study.Criteria[a].Parent
			h.study.Judgements = append(h.study.Judgements, j)
		}
	}
}

// complete gives a technology that no expert's answer of the hybrid reaches its joined scores of the edition in which it exists, and one that is ranked in both
// editions those it lacks, so that its place is defined in every hybrid. It returns the technologies that can be ranked.
func (h *hybrid) complete(g *study.Gathered) (ranked []int) {
	n, z := len(g.Leaves), h.z[Candidates]
	for t := range h.study.Technologies {
		if h.study.Excluded.Technologies[h.study.Technologies[t].ID] {
			continue
		}
		row := g.Cells[t*n : (t+1)*n]
		answers := 0
		for k := range row {
			answers += row[k].Answers
		}
		full := true
		for j, i := range g.Leaves {
			if !row[j].Known {
				full = (answers == 0 || h.rankedInBoth(z, t)) && h.take(t, i) && full
			}
		}
		if full {
			ranked = append(ranked, t)
		}
	}
	return ranked
}

func (h *hybrid) rankedInBoth(x edition, t int) bool {
	l, n := h.technologies.in(last, x, t), h.technologies.in(this, x, t)
	return l >= 0 && n >= 0 && h.both[[2]int{l, n}]
}

// take takes the joined score of a technology on a leaf from the scores' edition when both are there, else from the one in which they are. It reports whether
// there is one.
func (h *hybrid) take(t, criterion int) bool {
	for _, x := range []edition{h.z[Scores], 1 - h.z[Scores]} {
		there, on := h.technologies.in(x, h.z[Candidates], t), h.criteria.in(x, h.z[Weights], criterion)
		if there < 0 || on < 0 {
			continue
		}
		cell, fuzzy := h.of[x].known(there, on)
		if !cell.Known {
			return false
		}
		term := int32(0)
		value := cell.Value
		move := h.scale(x, on)
		if move != nil {
			value = move(value)
		}
		if fuzzy != nil && fuzzy[0] != fuzzy[3] {
			numbers := slices.Clone(fuzzy[:])
			if fuzzy[1] == fuzzy[2] { // a triangle
				numbers = []float64{fuzzy[0], fuzzy[1], fuzzy[3]}
			}
			for k := range numbers {
				if move != nil {
					numbers[k] = move(numbers[k])
				}
			}
			h.study.Terms = append(h.study.Terms, study.Term{Values: numbers})
			term = int32(len(h.study.Terms))
		}
		h.study.Evidence.Add(study.Measurement{Value: value, Term: term, Technology: int32(t), Criterion: int32(criterion)})
		return true
	}
	return false
}

// places are the technologies' ranks in the hybrid, by their place in it; 0: not ranked.
func (h *hybrid) places() ([]int, error) {
	o, alone, err := h.rank()
	switch {
	case err != nil:
		return nil, err
	case o == nil:
		places := make([]int, len(h.study.Technologies))
		places[alone] = 1
		return places, nil
	}
	return ranks(o), nil
}

// rank evaluates the hybrid; the outcome is nil where a technology stands alone. Weights that cannot be worked out are those its edition of the weights had.
func (h *hybrid) rank() (o *study.Outcome, alone int, err error) {
	g, err := h.study.Gathered()
	if err != nil && len(h.study.Comparisons) > 0 { // technologies that were compared apart from each other have no priorities
		h.study.Comparisons = nil
		g, err = h.study.Gathered()
	}
	if err != nil {
		return nil, Nobody, err
	}
	if ranked := h.complete(g); len(ranked) == 1 {
		return nil, ranked[0], nil
	}
	p, err := study.Compose(h.study)
	if err == nil {
		return p.Evaluate(h.study), Nobody, nil
	}
	plain := h.study.Changed()
	plain.Settings.Weighting = "equal"
	plain.Settings.Parameters = maps.Clone(plain.Settings.Parameters)
	delete(plain.Settings.Parameters, "mix")
	plain.Moved = h.of[h.z[Weights]].outcome.Global
	if p, again := study.Compose(plain); again == nil {
		return p.Evaluate(plain), Nobody, nil
	}
	return nil, Nobody, err
}

package study

import (
	"errors"
	"maps"
	"slices"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/ahp"
	"veche/internal/mcda/group"
	"veche/internal/mcda/weighting"
)

// voice is one expert's judgements on one set of elements: the criteria below one parent, or the technologies on one criterion.
type voice struct {
	expert int32
	pairs  map[[2]int]judgement // i < j
	last   Origin
}

// judgement is how many times element i is as important as j, i < j.
type judgement struct {
	value float64
	fuzzy *mcda.Triangle
}

func (v *voice) set(i, j int, value float64, fuzzy *mcda.Triangle) {
	if i > j {
		i, j, value = j, i, 1/value
		if fuzzy != nil {
			fuzzy = &mcda.Triangle{1 / fuzzy[2], 1 / fuzzy[1], 1 / fuzzy[0]}
		}
	}
	v.pairs[[2]int{i, j}] = judgement{value, fuzzy}
}

// at is a_ij; ok is false when the pair was not compared.
func (v *voice) at(i, j int) (value float64, ok bool) {
	if i > j {
		value, ok = v.at(j, i)
		return 1 / value, ok
	}
	q, ok := v.pairs[[2]int{i, j}]
	return q.value, ok
}

// voices collects the judgements of the rounds and experts in the ranking, by parent.
func (s *Study) voices() map[string][]*voice {
	type key struct {
		expert, round int32
		parent        string
	}
	place := make(map[string]map[int32]int) // criterion → place among its siblings, by parent
	for _, parent := range s.Parents() {
		rows := make(map[int32]int)
		for k, i := range s.Children(parent) {
			rows[int32(i)] = k
		}
		place[parent] = rows
	}
	found := make(map[key]*voice)
	judged := make(map[string][]*voice)
	for _, j := range s.Judgements {
		if !s.Counts(j.Expert, j.Round) {
			continue
		}
		k := key{j.Expert, j.Round, j.Parent}
		v := found[k]
		if v == nil {
			v = &voice{expert: j.Expert, pairs: map[[2]int]judgement{}}
			found[k] = v
			judged[j.Parent] = append(judged[j.Parent], v)
		}
		v.set(place[j.Parent][j.A], place[j.Parent][j.B], j.Value, j.Fuzzy)
		v.last = j.Origin
	}
	return judged
}

// Counts reports whether an expert's answer of a round (−1: of none) is in the ranking.
func (s *Study) Counts(expert, round int32) bool {
	in, _ := s.ChosenRounds()
	return !s.Excluded.Experts[s.Experts[expert].ID] && (round < 0 || in[round])
}

// eachNode makes a node of every expert, of every bloc when there are several, and last of the panel, with one of them and join of several.
func (s *Study) eachNode(voices []*voice, one func(v *voice) (*Node, error), join func(voices []*voice) (Node, error)) ([]Node, error) {
	var nodes []Node
	blocs := make(map[string][]*voice)
	var order []string
	for _, v := range voices {
		node, err := one(v)
		if err != nil {
			return nil, err
		}
		e := &s.Experts[v.expert]
		if node != nil {
			node.Expert = e.ID
			nodes = append(nodes, *node)
		}
		if e.Bloc != "" {
			if blocs[e.Bloc] == nil {
				order = append(order, e.Bloc)
			}
			blocs[e.Bloc] = append(blocs[e.Bloc], v)
		}
	}
	if len(order) > 1 {
		for _, b := range order {
			node, err := join(blocs[b])
			var apart *ahp.DisconnectedError
			if errors.As(err, &apart) {
				continue // the bloc's members compared too little together; the panel may have enough
			}
			if err != nil {
				return nil, err
			}
			node.Bloc = b
			nodes = append(nodes, node)
		}
	}
	panel, err := join(voices)
	if err != nil {
		return nil, err
	}
	return append(nodes, panel), nil
}

// judged fills in weights made of pairwise judgements of criteria.
func (w *Weights) judged(s *Study, m *weighting.Method, set mcda.Parameters) error {
	all := s.voices()
	var issues Issues
	for _, parent := range s.Parents() {
		children := s.Children(parent)
		if len(children) == 1 {
			w.take([]Node{{Parent: parent, Criteria: children, Weights: []float64{1}}})
			continue
		}
		voices := all[parent]
		if len(voices) == 0 && m.Judged == weighting.Chain {
			node, ok, issue := s.statedPriorities(children)
			if issue != nil {
				issues = append(issues, *issue)
				continue
			}
			if ok {
				node.Parent, node.Criteria = parent, children
				w.take([]Node{node})
				continue
			}
		}
		if len(voices) == 0 {
			issues = append(issues, Errorf("E-AHP-NONE", s.On("Pairwise"), "", language.M("Fill in the Pairwise sheet, or set weighting to direct and give weights."),
				"No expert in the ranking has compared the criteria %s.", s.Below(parent)))
			continue
		}
		var names []string
		for _, i := range children {
			names = append(names, s.Criteria[i].Code)
		}
		p := s.pairing(set, names, s.Below(parent), &w.Warnings)
		var nodes []Node
		var err error
		switch m.Judged {
		case weighting.Pairs:
			nodes, err = p.ahpNodes(voices)
		case weighting.FuzzyPairs:
			nodes, err = p.fuzzyNodes(voices, set["fuzzy-ahp"])
		case weighting.BestAndWorst:
			nodes, err = p.bestWorstNodes(voices, set["bwm"])
		case weighting.Chain:
			nodes, err = p.fullConsistencyNodes(voices)
		}
		if err != nil {
			issues = append(issues, p.issue(err, language.M("The panel"), s.Place(voices[len(voices)-1].last)))
			continue
		}
		for k := range nodes {
			nodes[k].Parent, nodes[k].Criteria = parent, children
		}
		w.take(nodes)
	}
	if len(issues) > 0 {
		return issues
	}
	w.Global = s.GlobalWeights(w.Local)
	return nil
}

// ahpNodes gives priorities by the study's prioritization, missing judgements bridged by its completion.
func (p *pairing) ahpNodes(voices []*voice) ([]Node, error) {
	matrices := make(map[*voice]*ahp.Incomplete)
	for _, v := range voices {
		m, err := p.matrix(v)
		if err != nil {
			return nil, err
		}
		matrices[v] = m
	}
	return p.s.eachNode(voices, func(v *voice) (*Node, error) {
		node, err := p.node(matrices[v])
		e := &p.s.Experts[v.expert]
		if err != nil {
			i := p.issue(err, language.M("Expert %s", e.ID), p.s.Place(v.last))
			_, aip := p.s.Settings.AIP()
			if i.Code != "E-PAIR-DISCONNECTED" || aip {
				return nil, Issues{i}
			}
			i.Severity, i.Code = Warning, "W-PAIR-DISCONNECTED"
			*p.warnings = append(*p.warnings, i)
			return nil, nil // counts for the panel, pair by pair
		}
		if len(node.Missing) > 0 {
			*p.warnings = append(*p.warnings, Warnf("W-PAIR-MISSING", p.s.Place(v.last), language.M("The weights follow from the other judgements (completion %s); ask the expert for a surer answer.", p.completion),
				"Expert %s has not compared %s (%s).", e.ID, p.missing(node.Missing), p.about))
		}
		if node.AHP.CR > ConsistencyLimit {
			*p.warnings = append(*p.warnings, Warnf("W-CR", p.s.Place(e.Origin), p.advise(&node),
				"The judgements of expert %s %s contradict each other: CR %.3f is above %.2f.", e.ID, p.about, node.AHP.CR, ConsistencyLimit))
		}
		return &node, nil
	}, func(voices []*voice) (Node, error) {
		var some []*ahp.Incomplete
		for _, v := range voices {
			some = append(some, matrices[v])
		}
		return p.join(voices, some)
	})
}

// fuzzyNodes gives fuzzy priorities; crisp judgements are made fuzzy by a step of the scale to either side.
func (p *pairing) fuzzyNodes(voices []*voice, how string) ([]Node, error) {
	matrices := make(map[*voice]*ahp.FuzzyMatrix)
	for _, v := range voices {
		if err := p.complete(v); err != nil {
			return nil, err
		}
		m := ahp.NewFuzzyMatrix(len(p.names))
		for pair, q := range v.pairs {
			if q.fuzzy != nil {
				m.Set(pair[0], pair[1], *q.fuzzy)
			} else {
				m.Set(pair[0], pair[1], ahp.Fuzzify(q.value))
			}
		}
		matrices[v] = m
	}
	solve := ahp.Buckley
	if how == "chang" {
		solve = ahp.ChangExtent
	}
	node := func(m *ahp.FuzzyMatrix) Node {
		r := solve(m)
		crisp := ahp.NewMatrix(len(p.names))
		for i := range p.names {
			for j := i + 1; j < len(p.names); j++ {
				crisp.Set(i, j, m.At(i, j)[1])
			}
		}
		middle := ahp.Prioritize(crisp, p.options)
		n := Node{Weights: r.Weights, Fuzzy: r.Fuzzy, AHP: &middle, GCI: ahp.GCI(crisp, middle.Weights)}
		n.Koczkodaj, _ = ahp.Koczkodaj(crisp)
		return n
	}
	return p.s.eachNode(voices, func(v *voice) (*Node, error) {
		n := node(matrices[v])
		return &n, nil
	}, func(voices []*voice) (Node, error) {
		var some []*ahp.FuzzyMatrix
		for _, v := range voices {
			some = append(some, matrices[v])
		}
		m, err := ahp.AggregateFuzzy(some, p.s.Shares(expertsOf(voices)))
		if err != nil {
			return Node{}, err
		}
		return node(m), nil
	})
}

// bestWorstNodes reads every expert's judgements as comparisons of one best and one worst criterion with all others. The panel's weights are the mean of the
// experts' (Rezaei 2015), arithmetic unless the study asks for the geometric one.
func (p *pairing) bestWorstNodes(voices []*voice, model string) ([]Node, error) {
	weights := make(map[*voice][]float64)
	return p.s.eachNode(voices, func(v *voice) (*Node, error) {
		best, worst, err := p.ends(v)
		if err != nil {
			return nil, err
		}
		n := len(p.names)
		fromBest, toWorst := make([]float64, n), make([]float64, n)
		for j := range n {
			fromBest[j], toWorst[j] = 1, 1
			if j != best {
				fromBest[j], _ = v.at(best, j)
			}
			if j != worst {
				toWorst[j], _ = v.at(j, worst)
			}
		}
		r, err := weighting.BestWorst(model, best, worst, fromBest, toWorst)
		if err != nil {
			return nil, Issues{Errorf("E-BEST-WORST", p.s.Place(v.last), "", language.M("Correct the judgements."), "Expert %s %s: %s.", p.s.Experts[v.expert].ID, p.about, err)}
		}
		if r.Threshold != nil && r.InputConsistency > *r.Threshold {
			*p.warnings = append(*p.warnings, Warnf("W-BEST-WORST", p.s.Place(v.last), language.M("Ask the expert to look at them again; nothing was changed."),
				"The judgements of expert %s %s contradict each other: the input-based consistency ratio %.3f is above its threshold %.3f.", p.s.Experts[v.expert].ID, p.about, r.InputConsistency, *r.Threshold))
		}
		weights[v] = r.Weights
		return &Node{Weights: r.Weights, BestWorst: r}, nil
	}, p.joinPriorities(weights))
}

// joinPriorities joins the experts' own weights of a group by the study's mean of priorities, the arithmetic one unless it names another.
func (p *pairing) joinPriorities(weights map[*voice][]float64) func([]*voice) (Node, error) {
	return func(voices []*voice) (Node, error) {
		var all [][]float64
		for _, v := range voices {
			all = append(all, weights[v])
		}
		mean := group.ArithmeticPriorities
		if m, ok := p.s.Settings.AIP(); ok {
			mean = m
		}
		joined, err := group.AIP(all, p.s.Shares(expertsOf(voices)), mean)
		return Node{Weights: joined}, err
	}
}

// ends finds the criterion that was compared with all others and never lost, and the one that never won; of several such pairs the one farthest apart.
func (p *pairing) ends(v *voice) (best, worst int, err error) {
	beats := func(i int, least bool) bool {
		for j := range p.names {
			if i == j {
				continue
			}
			x, ok := v.at(i, j)
			if !ok || !least && x < 1 || least && x > 1 {
				return false
			}
		}
		return true
	}
	best, worst, apart := -1, -1, 0.0
	for b := range p.names {
		for w := range p.names {
			if b == w || !beats(b, false) || !beats(w, true) {
				continue
			}
			if x, _ := v.at(b, w); x > apart {
				best, worst, apart = b, w, x
			}
		}
	}
	if best < 0 {
		return 0, 0, Issues{Errorf("E-BEST-WORST", p.s.Place(v.last), "", language.M("Compare the most important criterion with every other, and every other with the least important."),
			"The judgements of expert %s %s name no criterion that outweighs all others and none that all others outweigh.", p.s.Experts[v.expert].ID, p.about)}
	}
	return best, worst, nil
}

// comparedCriteria lists the leaves on which technologies were compared in pairs, in order.
func (s *Study) comparedCriteria() []int32 {
	seen := make(map[int32]bool)
	for _, c := range s.Comparisons {
		if s.Counts(c.Expert, c.Round) {
			seen[c.Criterion] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

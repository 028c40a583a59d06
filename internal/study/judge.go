package study

import (
	"errors"
	"slices"

	"veche/internal/language"
	"veche/internal/mcda/ahp"
	"veche/internal/mcda/weighting"
)

// SetJudgement is an expert's answer to which of two criteria below one parent matters more: A is Value times as important as B.
type SetJudgement struct {
	Expert string  `json:"expert"`
	A      string  `json:"a"`
	B      string  `json:"b"`
	Value  float64 `json:"value"`           // 1/9 … 9
	Round  string  `json:"round,omitempty"` // "": the round of the expert's other judgements
}

// ClearJudgement takes such an answer back: the pair is then not judged, which is not the same as equal.
type ClearJudgement struct {
	Expert string `json:"expert"`
	A      string `json:"a"`
	B      string `json:"b"`
	Round  string `json:"round,omitempty"`
}

func (SetJudgement) Kind() string   { return "set-judgement" }
func (ClearJudgement) Kind() string { return "clear-judgement" }

func (a SetJudgement) Says() language.Message {
	return language.M("%s judges %s to be %s times %s", a.Expert, a.A, Ratio(a.Value), a.B)
}

func (a ClearJudgement) Says() language.Message {
	return language.M("%s does not judge %s against %s", a.Expert, a.A, a.B)
}

func (a SetJudgement) apply(s *Study) (*Study, error) {
	if !(a.Value >= 1.0/9-1e-9 && a.Value <= 9+1e-9) {
		return nil, language.Errorf("a judgement is 1 (equally) to 9 (extremely), or 1/2 to 1/9 for the other one, not %g", a.Value)
	}
	j, at, err := s.judgement(a.Expert, a.A, a.B, a.Round)
	if err != nil {
		return nil, err
	}
	c := s.Changed()
	c.Judgements = slices.Clone(s.Judgements)
	if at >= 0 {
		if j = c.Judgements[at]; s.Criteria[j.A].Code == a.B { // it stands the other way round
			a.Value = 1 / a.Value
		}
		c.Judgements[at].Value, c.Judgements[at].Fuzzy = a.Value, nil
	} else {
		j.Value = a.Value
		c.Judgements = append(c.Judgements, j)
	}
	return c.judgedAnew(), nil
}

func (a ClearJudgement) apply(s *Study) (*Study, error) {
	_, at, err := s.judgement(a.Expert, a.A, a.B, a.Round)
	if err != nil {
		return nil, err
	}
	if at < 0 {
		return nil, language.Errorf("%s has not judged %s against %s", a.Expert, a.A, a.B)
	}
	c := s.Changed()
	c.Judgements = slices.Delete(slices.Clone(s.Judgements), at, at+1)
	return c.judgedAnew(), nil
}

// judgedAnew drops moved weights where weights come from judgements: they are worked out anew.
func (s *Study) judgedAnew() *Study {
	if s.JudgementsCount() {
		s.Moved = nil
	}
	return s
}

// JudgementsCount reports whether the study's weights come from judgements, or from a mixture with them.
func (s *Study) JudgementsCount() bool {
	for _, name := range []string{s.Settings.Weighting, s.Settings.Parameters["mix"]} {
		if name == "" {
			continue
		}
		if canonical, ok := CanonicalWeighting(name); ok {
			if m, ok := weighting.Lookup(canonical); ok && m.Basis == weighting.Judgements {
				return true
			}
		}
	}
	return false
}

// judgement finds an expert's judgement of two criteria, at −1 when there is none; j is what a new one is like but for its value.
func (s *Study) judgement(expert, a, b, round string) (j Judgement, at int, err error) {
	e, ca, cb := s.Expert(expert), s.Criterion(a), s.Criterion(b)
	switch {
	case e < 0:
		return j, -1, language.Errorf("there is no expert %q", expert)
	case ca < 0 || cb < 0:
		return j, -1, language.Errorf("there is no criterion %q", map[bool]string{true: a, false: b}[ca < 0])
	case ca == cb:
		return j, -1, language.Errorf("%s is compared with itself", a)
	case s.Criteria[ca].Parent != s.Criteria[cb].Parent:
		return j, -1, language.Errorf("%s and %s are not below the same parent", a, b)
	}
	parent := s.Criteria[ca].Parent
	j = Judgement{Expert: int32(e), Parent: parent, A: int32(ca), B: int32(cb), Round: s.judgingRound(e, parent)}
	if round != "" {
		k := slices.IndexFunc(s.Rounds, func(r string) bool { return FoldRound(r) == FoldRound(round) })
		if k < 0 {
			return j, -1, language.Errorf("there are no answers of a round %q", round)
		}
		j.Round = int32(k)
	}
	at = slices.IndexFunc(s.Judgements, func(k Judgement) bool {
		return k.Expert == j.Expert && k.Round == j.Round && (k.A == j.A && k.B == j.B || k.A == j.B && k.B == j.A)
	})
	return j, at, nil
}

// judgingRound is the round of an expert's judgements below a parent, as far as it counts: that of the latest, else of the expert's others, else of anybody's.
func (s *Study) judgingRound(expert int, parent string) int32 {
	in, _ := s.ChosenRounds()
	round, near := int32(-1), 0
	for _, j := range s.Judgements {
		if j.Round >= 0 && !in[j.Round] {
			continue
		}
		how := 1
		if int(j.Expert) == expert {
			how = 2
			if j.Parent == parent {
				how = 3
			}
		}
		if how > near || how == near && j.Round > round {
			round, near = j.Round, how
		}
	}
	return round
}

// Judged is one expert's judgements of the criteria below one parent, and what follows from them.
type Judged struct {
	Expert   int
	Parent   string
	Criteria []int // below the parent
	Round    string
	Given    int          // pairs judged
	Pairs    int          // pairs there are
	Node     *Node        // priorities and consistency; nil while too little has been compared
	Apart    [][]int      // then the groups of criteria, by place, between which nothing has been compared
	Advice   []ahp.Advice // the judgements whose change lowers the consistency ratio most, whatever it is; at most five
	voice    *voice
}

// At is how many times the criterion at place i is as important as that at place j; ok is false for a pair that was not judged.
func (d *Judged) At(i, j int) (value float64, ok bool) {
	if i == j {
		return 1, true
	}
	return d.voice.at(i, j)
}

// Implied is what all of the expert's judgements together say of a pair: the ratio of the priorities.
func (d *Judged) Implied(i, j int) (value float64, ok bool) {
	if d.Node == nil || d.Node.Weights[j] == 0 {
		return 0, false
	}
	return d.Node.Weights[i] / d.Node.Weights[j], true
}

// Judged works out an expert's priorities below a parent by the study's settings of AHP. The error is [Issues].
func (s *Study) Judged(expert int, parent string) (*Judged, error) {
	d := &Judged{Expert: expert, Parent: parent, Criteria: s.Children(parent), voice: &voice{expert: int32(expert), pairs: map[[2]int]judgement{}}}
	n := len(d.Criteria)
	d.Pairs = n * (n - 1) / 2
	round := s.judgingRound(expert, parent)
	if round >= 0 {
		d.Round = s.Rounds[round]
	}
	var names []string
	place := map[int32]int{}
	for k, i := range d.Criteria {
		names = append(names, s.Criteria[i].Code)
		place[int32(i)] = k
	}
	for _, j := range s.Judgements {
		if int(j.Expert) == expert && j.Parent == parent && j.Round == round {
			d.voice.set(place[j.A], place[j.B], j.Value, j.Fuzzy)
			d.voice.last = j.Origin
		}
	}
	d.Given = len(d.voice.pairs)
	if n < 2 {
		d.Node = &Node{Weights: weighting.Equal(n)}
		return d, nil
	}
	m := weighting.Pairwise()
	set, err := s.Settings.resolveWeighting(m)
	if err != nil {
		return nil, err
	}
	var warnings Issues
	p := s.pairing(set, names, s.Below(parent), &warnings)
	matrix, err := p.matrix(d.voice)
	if err != nil {
		return nil, err
	}
	node, err := p.node(matrix)
	var apart *ahp.DisconnectedError
	if errors.As(err, &apart) {
		d.Apart = apart.Components
		return d, nil
	}
	if err != nil {
		return nil, Issues{p.issue(err, language.M("Expert %s", s.Experts[expert].ID), s.Place(d.voice.last))}
	}
	node.Expert, node.Parent, node.Criteria = s.Experts[expert].ID, parent, d.Criteria
	d.Node, d.Advice = &node, p.reconsider(matrix, &node)
	return d, nil
}

// reconsider lists the judgements given whose change would lower the consistency ratio most.
func (p *pairing) reconsider(m *ahp.Incomplete, node *Node) []ahp.Advice {
	const most = 5
	return p.advice(m, node, most)
}

// Reweighed is the prepared study with the weights of s, which differs from the study it was prepared of in judgements only. The error is [Issues].
func (p *Prepared) Reweighed(s *Study) (*Prepared, error) {
	next := *p
	var err error
	if next.Weights, err = WeighFrom(s, func() (*Prepared, error) { return p, nil }); err != nil {
		return nil, asIssues(err)
	}
	rest := p.Warnings[p.weighed+len(p.Weights.Warnings):]
	next.Warnings = slices.Concat(p.Warnings[:p.weighed], next.Weights.Warnings, rest)
	return &next, nil
}

// After prepares the study s that action a made of the one p was prepared of, doing anew only what the action touches: p itself after a move of weights.
// The error is [Issues].
func (p *Prepared) After(a Action, s *Study) (*Prepared, error) {
	switch a.(type) {
	case SetWeight, SetWeights, ResetWeights, Lock:
		return p, nil
	case SetJudgement, ClearJudgement:
		if !s.JudgementsCount() {
			return p, nil
		}
		return p.Reweighed(s)
	}
	return Prepare(s)
}

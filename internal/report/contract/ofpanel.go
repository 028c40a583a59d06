package contract

import (
	"veche/internal/language"
	"veche/internal/release"
	"veche/internal/study"
	"veche/internal/study/panel"
)

// panelReportJSON writes down a report.
func OfPanel(r *panel.Report, l language.Language) Panel {
	s := r.Study
	m := &panelOf{r: r, s: s, l: l}
	j := Panel{Study: Study{s.Title, s.Source.SHA256}, Round: r.Round, Finding: string(r.Finding()), Sentences: r.Sentences(l), Blocs: []PanelBloc{}, Experts: []PanelExpert{},
		Technologies: []PanelTechnology{}, Contested: []string{}, Weights: []WeightAgreement{}, Readings: []Reading{}, Rounds: []Rounds{}, Remind: []string{},
		Warnings: []Warning{}, Version: release.Version, Seed: s.Settings.Seed}
	m.j = &j
	m.figures()
	m.blocs()
	m.experts()
	m.technologies()
	for _, k := range r.Contested() {
		j.Contested = append(j.Contested, m.technology(k))
	}
	m.conversation()
	for k := range r.Weights {
		j.Weights = append(j.Weights, ofWeightAgreement(r, &r.Weights[k]))
	}
	for _, one := range r.Readings {
		out := Reading{Levels: one.Levels, Competence: one.Competence, Group: one.Group, InForce: one.InForce, Leader: m.technology(one.Leader), TauB: one.TauB, Ranking: m.ranking(one.Rank)}
		if one.Weights != nil {
			out.Weights = OfGlobal(s, s.Leaves(), one.Weights)
		}
		j.Readings = append(j.Readings, out)
	}
	for k := range r.Rounds {
		j.Rounds = append(j.Rounds, OfRounds(s, &r.Rounds[k], l))
	}
	for _, e := range r.Remind() {
		j.Remind = append(j.Remind, s.Experts[e].ID)
	}
	if st := r.Seal; st != nil {
		j.Seal = &Seal{st.Hash, st.Weights, st.Answers, st.Intact, st.Kept(), english(st.Changed)}
	}
	for _, w := range r.Warnings() {
		j.Warnings = append(j.Warnings, Warning{w.Code, w.Sentence().String()})
	}
	return j
}

// panelOf fills a panel's contract from its report.
type panelOf struct {
	r *panel.Report
	s *study.Study
	l language.Language
	j *Panel
}

func (m *panelOf) technology(k int) string {
	if k < 0 {
		return ""
	}
	return m.s.Technologies[m.r.Technologies[k].Technology].ID
}

// figures are those of the whole panel, and its camps.
func (m *panelOf) figures() {
	if f := m.r.Figures(); f != nil {
		m.j.SStar, m.j.KendallW, m.j.P, m.j.ChiSquare = Some(f.SStar, f.Experts > 1), Some(f.W, f.HasW), Some(f.P, f.HasW), Some(f.ChiSquare, f.HasW)
		m.j.PBy = ofChance(f)
		m.j.BetweenBlocs, m.j.Complete.Experts = Some(f.Between, f.HasBetween), f.Experts
		m.j.TauB = Some(f.TauB, f.HasTauB)
		m.j.Entropy = &Entropy{f.Partition.Gamma, f.Partition.Bloc, f.Partition.Alpha, OfExperts{f.Consensus.Gamma, f.Consensus.Alpha, f.Consensus.Floor}}
	}
	m.j.Places.Part, m.j.Places.All = m.r.Places()
	if a := m.r.Agreement; a != nil {
		m.j.Alpha, m.j.Units, m.j.TauB, m.j.TauPairs, m.j.Complete.Technologies = a.Alpha, a.Units, a.TauB, a.TauPairs, len(a.Items)
		m.j.Complete.Part = a.Part
		m.j.Clusters = Clusters{Count: a.Clusters.Count, Silhouette: a.Clusters.Silhouette, Sampled: a.Sampled, Follow: a.Follow, Draws: a.Test.Draws}
		tested := a.Test.Draws > 0
		m.j.Clusters.P, m.j.Clusters.PInside, m.j.Clusters.PAcross = Some(a.Test.PStructure, tested), Some(a.Test.PInside, tested), Some(a.Test.PAcross, tested)
		for _, camp := range a.Camps {
			var ids []string
			for _, e := range camp {
				ids = append(ids, m.s.Experts[e].ID)
			}
			m.j.Clusters.Camps = append(m.j.Clusters.Camps, ids)
		}
	}
}

// change is what would be different without somebody.
func (m *panelOf) change(c *panel.Change) *WhatIf {
	if c == nil {
		return nil
	}
	out := &WhatIf{Impossible: c.Impossible, TauB: c.TauB, Leader: m.technology(c.Leader), NewLeader: c.NewLeader, Moved: m.technology(c.Moved), By: c.By}
	for _, k := range c.In {
		out.In = append(out.In, m.technology(k))
	}
	for _, k := range c.Out {
		out.Out = append(out.Out, m.technology(k))
	}
	return out
}

// ranking are the ranks of the technologies that have one.
func (m *panelOf) ranking(ranks []int) map[string]int {
	if ranks == nil {
		return nil
	}
	out := map[string]int{}
	for k, rank := range ranks {
		if rank > 0 {
			out[m.technology(k)] = rank
		}
	}
	return out
}

func (m *panelOf) blocs() {
	for _, b := range m.r.Blocs {
		bloc := PanelBloc{Name: b.Name, Weight: b.Weight, Members: []string{}, Own: OfFigures(&b.Own), Without: OfFigures(&b.Without), TauB: b.TauB, Leader: m.technology(b.Leader),
			Ranking: m.ranking(b.Rank), Change: m.change(b.Change)}
		for _, e := range b.Members {
			bloc.Members = append(bloc.Members, m.s.Experts[e].ID)
		}
		m.j.Blocs = append(m.j.Blocs, bloc)
	}
}

func (m *panelOf) experts() {
	hasCompetence := m.s.CompetenceKind() != study.CompetenceOff
	for k := range m.r.Experts {
		x := &m.r.Experts[k]
		c := &x.Coverage
		e := PanelExpert{ID: m.s.Experts[x.Expert].ID, Bloc: m.s.Experts[x.Expert].Bloc, Excluded: x.Excluded, Answered: c.Answered, Asked: c.Asked, Abstained: c.Abstained, Missing: c.Missing, Unread: c.Unread + c.Unjudged,
			Conflicts: c.Conflicts, SetAside: c.Set, Judged: c.Judged, TauB: x.TauB, TauOthers: x.TauOthers, Change: m.change(x.Change), Competence: Some(x.Competence, hasCompetence)}
		if x.Without != nil {
			f := OfFigures(x.Without)
			e.Without = &f
		}
		if x.Cluster >= 0 {
			camp := x.Cluster + 1
			e.Camp = &camp
		}
		for t, rank := range x.Rank {
			if rank > 0 {
				if e.Ranks == nil {
					e.Ranks = map[string]float64{}
				}
				e.Ranks[m.technology(t)] = rank
			}
		}
		for _, t := range x.Part {
			e.Part = append(e.Part, m.technology(t))
		}
		m.j.Experts = append(m.j.Experts, e)
	}
}

func (m *panelOf) technologies() {
	leaves := m.s.Leaves()
	for k := range m.r.Technologies {
		t := &m.r.Technologies[k]
		out := PanelTechnology{ID: m.technology(k), Name: m.s.Technologies[t.Technology].Name, Rank: t.Rank, Experts: t.Experts, Least: t.Least, Most: t.Most, Mean: t.Mean, Spread: t.Spread,
			Share: t.Share, Conflicts: t.Conflicts, Answers: t.Answers, Missing: t.Missing, Abstained: t.Abstained}
		for b, mean := range t.BlocMean {
			if mean != nil {
				if out.Blocs == nil {
					out.Blocs = map[string]float64{}
				}
				out.Blocs[m.r.Blocs[b].Name] = *mean
			}
		}
		for c, n := range t.Cells {
			if n > 0 {
				if out.Cells == nil {
					out.Cells = map[string]int{}
				}
				out.Cells[m.s.Criteria[leaves[c]].Code] = n
			}
		}
		if t.Low != nil && t.High != nil {
			out.Worst, out.Best = &Fill{t.Low.Rank, t.Low.Score}, &Fill{t.High.Rank, t.High.Score}
		}
		m.j.Technologies = append(m.j.Technologies, out)
	}
}

// conversation is the one that would help most.
func (m *panelOf) conversation() {
	if c := m.r.Talk; c != nil {
		m.j.Conversation = &Conversation{Technology: m.technology(c.Technology), W: Some(c.W, c.HasW), Would: Some(c.Would, c.HasW), Sentence: m.r.TalkIn(m.l)}
		for k := range c.Sides {
			m.j.Conversation.Between[k], m.j.Conversation.Places[k] = m.r.SideIn(&c.Sides[k], m.l), c.Sides[k].Place
			for _, e := range c.Sides[k].Members() {
				m.j.Conversation.Members[k] = append(m.j.Conversation.Members[k], m.s.Experts[e].ID)
			}
		}
		if c.Criterion >= 0 {
			m.j.Conversation.Criterion = m.s.Criteria[c.Criterion].Code
		}
	}
}

// english are messages in the language of JSON.
func english(messages []language.Message) []string {
	out := make([]string, len(messages))
	for k, m := range messages {
		out[k] = m.String()
	}
	return out
}

package service

import (
	"context"
	"slices"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/study"
)

// meeting is what the record of a panel says of the meeting, for its minutes: chair and secretary, who voted and who did not, ballots, the root of the box. What the
// workbook says itself stands.
func meeting(ctx context.Context, p *live.Panel, a live.Actor, as *making, given *study.Meeting) (*study.Meeting, error) {
	l, m := as.Language, study.Meeting{}
	if given != nil {
		m = *given
	}
	s := p.State()
	for k := range s.People {
		who := &s.People[k]
		if who.Revoked || who.Name == "" {
			continue
		}
		if who.Is(live.Chair) && m.Chair == "" {
			m.Chair = who.Name
		}
		if who.Is(live.Secretary) && m.Secretary == "" {
			m.Secretary = who.Name
		}
	}
	attendance, err := p.Attendance(ctx, a)
	if err != nil {
		return nil, err
	}
	proofs, err := p.Proofs(ctx, a)
	if err != nil || len(proofs) == 0 {
		return nil, err
	}
	last := proofs[len(proofs)-1]
	if m.Date == "" {
		m.Date = as.clock(last.Round.ClosedAt).Format("2006-01-02")
	}
	if len(m.Present)+len(m.Absent) == 0 {
		for _, x := range attendance {
			name := x.Name
			if name == "" {
				name = x.Person
			}
			switch {
			case x.Round != last.Round.Name:
			case x.Voted:
				m.Present = append(m.Present, name)
			default:
				m.Absent = append(m.Absent, name)
			}
		}
	}
	m.Votes, m.Annexes = slices.Clone(m.Votes), slices.Clone(m.Annexes)
	for _, x := range proofs {
		asked := 0
		for _, y := range attendance {
			if y.Round == x.Round.Name {
				asked++
			}
		}
		m.Votes = append(m.Votes, language.Say(l, "Round %s, closed %s: %d ballots of %d experts on the roll.", x.Round.Name, as.clock(x.Round.ClosedAt).Format(l.Either("2 Jan 2006 15:04 MST", "02.01.2006 15:04 MST")), x.Count, asked))
		if x.Round.Reopened != "" {
			m.Votes = append(m.Votes, language.Say(l, "Round %s was opened again: %s.", x.Round.Name, x.Round.Reopened))
		}
		m.Annexes = append(m.Annexes, language.Say(l, "Record of the panel (record.jsonl), round %s: root of the box %s, roll %s.", x.Round.Name, x.Root.String(), x.Roll.String()))
	}
	for k := range s.People {
		who := &s.People[k]
		name := who.Title()
		switch {
		case who.Withdrawn != "":
			m.Votes = append(m.Votes, language.Say(l, "%s withdrew: %s.", name, who.Withdrawn))
		case who.ReplacedBy != "":
			by := who.ReplacedBy
			if p := s.Person(by); p != nil {
				by = p.Title()
			}
			m.Votes = append(m.Votes, language.Say(l, "%s was replaced by %s.", name, by))
		}
	}
	if n := last.Round.Replaced(); n > 0 {
		m.Votes = append(m.Votes, language.Say(l, "Ballots replaced through a renewed link, which stand in the record beside: %d.", n))
	}
	m.Annexes = append(m.Annexes, language.Say(l, "Key of the panel")+": "+last.Fingerprint)
	return &m, nil
}

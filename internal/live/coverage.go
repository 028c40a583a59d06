package live

import (
	"context"
	"encoding/json"
	"time"

	"veche/internal/study"
)

// Covered is how much one expert has answered of the round in hand: never what.
type Covered struct {
	Person      Standing
	Asked       int
	Given       int
	ByTech      map[string]int // answers given, by technology
	Conflicts   int            // technologies set aside
	Named       []string       // of these those that the study names
	Saved       time.Time      // last; zero: nothing yet
	EnteredBy   string
	Confirmed   bool
	ThroughLink int  // how many times the link was renewed
	Replaced    bool // an earlier ballot stands beside, given through an earlier link
}

// Coverage is who has answered, and how much, for whom the secretary and the chair remind.
func (p *Panel) Coverage(ctx context.Context, a Actor) ([]Covered, error) {
	if err := may(SeeCoverage, p.State(), a); err != nil {
		return nil, err
	}
	return p.covered(ctx)
}

func (p *Panel) covered(ctx context.Context) ([]Covered, error) {
	s := p.State()
	base, err := p.base(ctx)
	if err != nil {
		return nil, err
	}
	ballots := map[ballotKey]*stored{}
	if r := s.Current(); r != nil {
		all, err := p.house.store.Ballots(ctx, p.id, r.ID)
		if err != nil {
			return nil, err
		}
		for _, b := range all {
			if b.Data == nil {
				continue
			}
			x := &stored{}
			if err := json.Unmarshal(b.Data, x); err != nil {
				return nil, err
			}
			ballots[ballotKey{b.Round, b.Person, b.Generation}] = x
		}
	}
	var out []Covered
	for k := range s.People {
		who := &s.People[k]
		if !who.Is(Expert) || !who.Active() {
			continue
		}
		c := Covered{Person: *who, ByTech: map[string]int{}, ThroughLink: who.Generation, Named: base.interests[who.ID]}
		c.fill(base, &stored{})
		if r := s.Current(); r != nil {
			for g := who.Generation; g >= 0; g-- {
				key := ballotKey{r.ID, who.ID, g}
				if x := ballots[key]; x != nil {
					if !c.Saved.IsZero() {
						c.Replaced = true
						continue
					}
					c.fill(base, x)
					c.Confirmed = s.voted[key].confirmed
				}
			}
		}
		out = append(out, c)
	}
	return out, nil
}

// fill counts a ballot.
func (c *Covered) fill(base *base, x *stored) {
	aside := base.aside(c.Person.ID, x.Conflicts)
	c.Saved, c.EnteredBy, c.Conflicts, c.Asked = x.At, x.EnteredBy, len(aside), 0
	answers := x.answers()
	for _, q := range base.questions {
		if aside[q.Technology] {
			continue
		}
		c.Asked++
		if a, ok := answers[q]; ok && a.State != study.Missing {
			c.Given++
			if !q.Pair() {
				c.ByTech[q.Technology]++
			}
		}
	}
}

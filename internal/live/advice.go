package live

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"veche/internal/mcda/group"
	"veche/internal/store"
	"veche/internal/study/panel"
)

// Advice is whether another round is worth asking for, by the rule of package group: how the order and the answers changed since the round before, and how far the
// panel agrees. It is worked out when a round closes, from the answers of both, and holds figures of the panel as a whole only.
type Advice struct {
	Round     string         `json:"round"` // its name
	Before    string         `json:"before"`
	Verdict   group.Stopping `json:"verdict"`
	Tau       *float64       `json:"tau,omitempty"` // between the orders of the technologies by what was answered in both
	Unchanged float64        `json:"unchanged"`     // share of the answers given in both rounds
	W         *float64       `json:"w,omitempty"`   // Kendall's
}

const recAdvice = "advice" // by panel, round and box

// Advice is that of the last closed round; [ErrNone] where there are no two.
func (p *Panel) Advice(ctx context.Context, a Actor) (*Advice, error) {
	s := p.State()
	if err := may(Export, s, a); err != nil {
		return nil, err
	}
	r := s.shownRound()
	if r == nil {
		return nil, ErrNone
	}
	x, err := p.house.store.Record(ctx, recAdvice, figuresKey(p.id, r.ID, len(r.Boxes)), p.house.now())
	if err != nil {
		return nil, err
	}
	advice, err := decode[Advice](x)
	return &advice, err
}

// closingAdvice is the advice of the round that is closing, kept beside the box; none in a first round, nor where the answers do not come to any.
func (p *Panel) closingAdvice(ctx context.Context, s *State, r *Round, in []counted) ([]store.RecordWrite, error) {
	at := slices.IndexFunc(s.Rounds, func(x Round) bool { return x.ID == r.ID })
	if at < 1 || s.Rounds[at-1].Base != r.Base {
		return nil, nil
	}
	before, _, _, err := p.sift(ctx, s, &s.Rounds[at-1])
	if err != nil {
		return nil, err
	}
	b, err := p.baseOf(ctx, r.Base)
	if err != nil {
		return nil, err
	}
	peopled, _ := s.peopled(b.study)
	var boxes []openedBox
	for _, x := range []struct {
		name string
		in   []counted
	}{{s.Rounds[at-1].Name, before}, {r.Name, in}} {
		box := openedBox{closing: &closedEvent{Name: x.name}}
		for k := range x.in {
			data, err := json.Marshal(cast{Person: x.in[k].key.person, Answers: x.in[k].ballot.Answers, Conflicts: x.in[k].ballot.Conflicts})
			if err != nil {
				return nil, err
			}
			box.openings = append(box.openings, Opening{Cast: data})
		}
		boxes = append(boxes, box)
	}
	joint, err := assemble(Open, unanswered(peopled), boxes)
	if err != nil {
		return nil, err
	}
	report, err := panel.Assess(joint)
	if err != nil || len(report.Rounds) == 0 { // nothing can be said: a closing does not fail for that
		return nil, nil
	}
	c := report.Rounds[len(report.Rounds)-1]
	advice := Advice{Round: r.Name, Before: s.Rounds[at-1].Name, Verdict: c.Verdict, Tau: c.TauRepeated, W: c.W}
	if m := c.Movement; m.Pairs > 0 {
		advice.Unchanged = float64(m.Unchanged) / float64(m.Pairs)
	}
	return []store.RecordWrite{{Record: record(recAdvice, figuresKey(p.id, r.ID, len(r.Boxes)), p.id, "", time.Time{}, advice), Expect: store.AnyVersion}}, nil
}

package live

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"veche/internal/language"
	"veche/internal/store"
	"veche/internal/study"
)

// Screen is what the common screen shows, and everybody's page that follows it.
type Screen struct {
	View       string             `json:"view"`                 // which page of it: the surface's names
	Technology string             `json:"technology,omitempty"` // in hand
	Other      string             `json:"other,omitempty"`      // compared with it
	Criterion  string             `json:"criterion,omitempty"`
	Paused     bool               `json:"paused,omitempty"`  // followers stay where they are
	Hidden     bool               `json:"hidden,omitempty"`  // nothing is shown
	Weights    map[string]float64 `json:"weights,omitempty"` // the common weights while they are being moved: by leaf, sum 1; nil: as they stand
	Held       *Screen            `json:"held,omitempty"`    // what followers see while it is paused
	Version    int64              `json:"version"`
	By         string             `json:"by,omitempty"`
	At         time.Time          `json:"at,omitzero"`
}

// Screen is the common screen as it is; for those who do not lead it, where they were when it was paused.
func (p *Panel) Screen(ctx context.Context, a Actor) (Screen, error) {
	if err := may(SeeScreen, p.State(), a); err != nil {
		return Screen{}, err
	}
	x, err := p.shown(ctx)
	if err != nil || x.Held == nil || may(Lead, p.State(), a) == nil {
		return x, err
	}
	held := *x.Held
	held.Paused, held.Hidden, held.Version = true, x.Hidden, x.Version
	return held, nil
}

// shown is the screen as whoever leads it has it.
func (p *Panel) shown(ctx context.Context) (Screen, error) {
	r, err := p.house.store.Record(ctx, recScreen, p.id, p.house.now())
	if errors.Is(err, store.ErrNone) {
		return Screen{}, nil
	}
	if err != nil {
		return Screen{}, err
	}
	x, err := decode[Screen](r)
	x.Version = r.Version
	return x, err
}

// ShowScreen changes the common screen where it is still at the version named: [ErrRace] else.
func (p *Panel) ShowScreen(ctx context.Context, a Actor, x Screen) (Screen, error) {
	if err := may(Lead, p.State(), a); err != nil {
		return Screen{}, err
	}
	if len(x.Weights) > 0 {
		if err := may(SeeFigures, p.State(), a); err != nil {
			return Screen{}, err
		}
	}
	before, err := p.shown(ctx)
	if err != nil {
		return Screen{}, err
	}
	switch {
	case !x.Paused:
		x.Held = nil
	case before.Held != nil:
		x.Held = before.Held
	default:
		before.Held = nil
		x.Held = &before
	}
	expect := x.Version
	x.By, x.At = a.Person, p.house.now()
	err = p.house.store.Put(ctx, store.RecordWrite{Record: record(recScreen, p.id, p.id, "", time.Time{}, x), Expect: expect})
	if err != nil {
		return Screen{}, refused(err)
	}
	x.Version = expect + 1
	p.screenIs(x.Version)
	return x, nil
}

// HandOver gives the common screen to the secretary, or back to the chair ("").
func (p *Panel) HandOver(ctx context.Context, a Actor, expect int64, to string) (int64, error) {
	s := p.State()
	who := s.Person(to)
	switch {
	case !s.Person(a.Person).chairs():
		return 0, ErrForbidden
	case to != "" && (who == nil || !who.Is(Secretary) && !who.Is(Chair)):
		return 0, language.Errorf("the screen is led by the chair, or by the secretary")
	}
	return p.steer(ctx, expect, store.Write{Events: []store.Draft{draft(evLeader, "", leaderEvent{Leader: to, By: a.Person, At: p.house.now()})}})
}

func (s *Standing) chairs() bool { return s != nil && s.Is(Chair) && !s.Revoked }

// MoveWeights does an action to the common weights, for good: it stands in the chain. Of actions only those that move, lock, share or reset weights are taken.
func (p *Panel) MoveWeights(ctx context.Context, a Actor, expect int64, action study.Action) (int64, error) {
	s := p.State()
	if err := errors.Join(may(Lead, s, a), may(SeeFigures, s, a)); err != nil {
		return 0, ErrForbidden
	}
	if !slices.Contains([]string{"set-weight", "set-weights", "reset-weights", "lock", "set-sharing"}, action.Kind()) {
		return 0, language.Errorf("this is not done to the common weights")
	}
	now, err := p.study(ctx)
	if err != nil {
		return 0, err
	}
	if _, err := study.Apply(now, action); err != nil {
		return 0, err
	}
	data, err := study.MarshalAction(action)
	if err != nil {
		return 0, err
	}
	return p.steer(ctx, expect, store.Write{Events: []store.Draft{draft(evMoved, "", movedEvent{Action: json.RawMessage(data), By: a.Person, At: p.house.now()})}})
}

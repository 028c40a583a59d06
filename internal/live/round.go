package live

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/store"
	"veche/internal/study"
)

func itoa(n int) string { return strconv.Itoa(n) }

func pad(n int) string {
	if n < 10 {
		return "0" + itoa(n)
	}
	return itoa(n)
}

// rollHash commits to who may vote, with which weights, on what.
func rollHash(x *openedEvent) store.Hash {
	data, err := json.Marshal(struct {
		Roll, Blocs []rollEntry
		Study       store.Hash
	}{x.Roll, x.Blocs, x.Study})
	if err != nil {
		panic("live: a roll cannot be written: " + err.Error())
	}
	return digest(data)
}

// OpenRound opens the next round until a time (zero: nobody says). It commits to the roll and the study, which do not change while it is open.
func (p *Panel) OpenRound(ctx context.Context, a Actor, expect int64, until time.Time) (int64, error) {
	s := p.State()
	switch {
	case may(Steer, s, a) != nil:
		return 0, ErrForbidden
	case s.Phase != Preparing && s.Phase != Between:
		return 0, language.Errorf("a round is open, or the panel is finished")
	case len(s.Experts()) == 0:
		return 0, language.Errorf("the panel has no experts: invite some")
	}
	now := p.house.now()
	if !until.IsZero() && !until.After(now) {
		return 0, language.Errorf("the round would end before it begins")
	}
	if err := p.settle(ctx); err != nil { // of the round before, where that was cut short
		return 0, err
	}
	b, err := p.base(ctx)
	if err != nil {
		return 0, err
	}
	people, _ := s.peopled(b.study)
	if issues := people.Check(); issues.Err() != nil {
		return 0, issues
	}
	x := openedEvent{Round: newID(), Name: nextRound(b.study, s), Until: until.UTC(), Study: s.base, By: a.Person, At: now}
	for _, e := range s.Experts() {
		x.Roll = append(x.Roll, rollEntry{e.ID, e.Bloc, e.Weight})
	}
	for _, bloc := range people.Blocs {
		x.Blocs = append(x.Blocs, rollEntry{Bloc: bloc.Name, Weight: bloc.Weight})
	}
	return p.steer(ctx, expect, store.Write{NewGate: &x.Round, Events: []store.Draft{draft(evOpened, "", x)}})
}

// nextRound is the name of the round to be opened: a number that no round has.
func nextRound(b *study.Study, s *State) string {
	for n := len(b.Rounds) + len(s.Rounds) + 1; ; n++ {
		name := itoa(n)
		if !slices.ContainsFunc(b.Rounds, func(r string) bool { return study.FoldRound(r) == name }) && !slices.ContainsFunc(s.Rounds, func(r Round) bool { return r.Name == name }) {
			return name
		}
	}
}

// Extend moves the time when the open round is meant to end.
func (p *Panel) Extend(ctx context.Context, a Actor, expect int64, until time.Time) (int64, error) {
	s := p.State()
	switch {
	case may(Steer, s, a) != nil:
		return 0, ErrForbidden
	case s.Phase != Opened:
		return 0, language.Errorf("no round is open")
	case !until.IsZero() && !until.After(p.house.now()):
		return 0, language.Errorf("this time is over already")
	}
	return p.steer(ctx, expect, store.Write{Events: []store.Draft{draft(evExtended, "", roundEvent{Round: s.Current().ID, Until: until.UTC(), By: a.Person, At: p.house.now()})}})
}

// CloseRound shuts the gate, opens the box and says what is in it. Whoever finds a round whose closing was cut short ends it.
func (p *Panel) CloseRound(ctx context.Context, a Actor, expect int64) (int64, error) {
	s := p.State()
	switch {
	case may(Steer, s, a) != nil:
		return 0, ErrForbidden
	case s.Phase != Opened && s.Phase != Closing:
		return 0, language.Errorf("no round is open")
	}
	if s.Phase == Opened {
		shut := ""
		if _, err := p.steer(ctx, expect, store.Write{NewGate: &shut, Events: []store.Draft{draft(evClosing, "", roundEvent{Round: s.Current().ID, By: a.Person, At: p.house.now()})}}); err != nil {
			return 0, err
		}
	}
	return p.openBox(ctx, a.Person)
}

// openBox ends the closing of a round.
func (p *Panel) openBox(ctx context.Context, by string) (int64, error) {
	for range 10 {
		s, err := p.Head(ctx)
		if err != nil {
			return 0, err
		}
		if s.Phase != Closing {
			return s.Control, nil // somebody else has done it
		}
		w, err := p.box(ctx, s, by)
		if err != nil {
			return 0, err
		}
		next, err := p.steer(ctx, s.Control, w)
		if errors.Is(err, ErrRace) {
			continue
		}
		if err != nil {
			return 0, err
		}
		return next, p.settle(ctx)
	}
	return 0, ErrRace
}

// settle ends what a closing or the end of a panel does after its event, and what was cut short of it: in a closed panel nothing ties ballots to a box that was
// opened. It does nothing while a round is open.
func (p *Panel) settle(ctx context.Context) error {
	s := p.State()
	switch {
	case s.Kind != Closed:
		return nil
	case s.Phase == Finished:
		return p.house.store.Forget(ctx, p.id, store.Forgotten{Kinds: []string{evBallot}, Receipts: true, Ballots: true})
	case s.Phase == Between:
		return p.cut(ctx, s.Current().ID)
	}
	return nil
}

// Settle ends what was under way in any panel when the process that did it was killed: closings, and what follows them.
func (h *House) Settle(ctx context.Context) error {
	panels, err := h.Panels(ctx)
	if err != nil {
		return err
	}
	for _, p := range panels {
		if p.State().Phase == Closing {
			if _, err := p.openBox(ctx, ""); err != nil {
				return err
			}
		} else if err := p.settle(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Due proposes to the chair to close the rounds whose time is over. Whatever the secretary proposed stands, and so does what was proposed before.
func (h *House) Due(ctx context.Context) error {
	panels, err := h.Panels(ctx)
	if err != nil {
		return err
	}
	for _, p := range panels {
		s := p.State()
		if s.Phase != Opened || s.Proposal != nil || s.Current().Until.IsZero() || h.now().Before(s.Current().Until) {
			continue
		}
		x := proposedEvent{What: "close", At: h.now()}
		if _, err := p.steer(ctx, s.Control, store.Write{Events: []store.Draft{draft(evProposed, "", x)}}); err != nil && !errors.Is(err, ErrRace) {
			return err
		}
	}
	return nil
}

// CutShort ends closings that a process began and did not end. before is what the last call returned: a closing is ended by others only when it was seen already, as
// the process that began it may be at work.
func (h *House) CutShort(ctx context.Context, before map[string]int64) (closing map[string]int64, err error) {
	panels, err := h.Panels(ctx)
	if err != nil {
		return before, err
	}
	closing = map[string]int64{}
	for _, p := range panels {
		s := p.State()
		if s.Phase != Closing {
			continue
		}
		closing[p.id] = s.Control
		if before[p.id] != s.Control {
			continue
		}
		if _, err := p.openBox(ctx, ""); err != nil && !errors.Is(err, ErrRace) {
			return closing, err
		}
	}
	return closing, nil
}

// Reopen opens the last round again, with a reason; receipts of the box that was closed stay valid for it, and ballots are as they were.
func (p *Panel) Reopen(ctx context.Context, a Actor, expect int64, reason string, until time.Time) (int64, error) {
	s := p.State()
	switch {
	case may(Steer, s, a) != nil:
		return 0, ErrForbidden
	case s.Phase != Between:
		return 0, language.Errorf("there is no closed round to open again")
	case strings.TrimSpace(reason) == "":
		return 0, language.Errorf("say why: it stands in the record")
	}
	if err := p.settle(ctx); err != nil {
		return 0, err
	}
	r := s.Current()
	return p.steer(ctx, expect, store.Write{NewGate: &r.ID, Events: []store.Draft{draft(evReopened, "", roundEvent{Round: r.ID, Reason: strings.TrimSpace(reason), Until: until.UTC(), By: a.Person, At: p.house.now()})}})
}

// Finish ends the panel: no further round. What tied answers to people in a closed panel is erased.
func (p *Panel) Finish(ctx context.Context, a Actor, expect int64) (int64, error) {
	s := p.State()
	switch {
	case may(Steer, s, a) != nil:
		return 0, ErrForbidden
	case s.Phase != Between:
		return 0, language.Errorf("close the round first")
	}
	next, err := p.steer(ctx, expect, store.Write{Events: []store.Draft{draft(evFinished, "", roundEvent{Round: s.Current().ID, By: a.Person, At: p.house.now()})}})
	if err != nil {
		return 0, err
	}
	return next, p.settle(ctx)
}

// Propose asks the chair to open, close or reopen a round, or to seal the weights.
func (p *Panel) Propose(ctx context.Context, a Actor, expect int64, what, note string) (int64, error) {
	s := p.State()
	switch {
	case may(Propose, s, a) != nil:
		return 0, ErrForbidden
	case !slices.Contains([]string{"open", "extend", "close", "reopen", "seal"}, what):
		return 0, language.Errorf("there is nothing to propose called %q", what)
	}
	return p.steer(ctx, expect, store.Write{Events: []store.Draft{draft(evProposed, "", proposedEvent{What: what, Note: note, By: a.Person, At: p.house.now()})}})
}

// SealWeights fixes the weights in force, so that it can be shown later that nobody moved them to suit the result.
func (p *Panel) SealWeights(ctx context.Context, a Actor, expect int64) (*study.Seal, int64, error) {
	s := p.State()
	if may(Steer, s, a) != nil {
		return nil, 0, ErrForbidden
	}
	now, err := p.study(ctx)
	if err != nil {
		return nil, 0, err
	}
	seal, err := study.SealWeights(now)
	if err != nil {
		return nil, 0, err
	}
	next, err := p.steer(ctx, expect, store.Write{Events: []store.Draft{draft(evSealed, "", sealedEvent{Seal: *seal, By: a.Person, At: p.house.now()})}})
	return seal, next, err
}

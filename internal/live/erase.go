package live

import (
	"context"
	"errors"
	"fmt"
	"time"

	"veche/internal/language"
	"veche/internal/store"
)

// Erase takes a person's data out of the panel by order: payloads of their events, ballots, receipts, links, arguments and what their commitments were to, and what
// was made of the panel by others (see [Order]). The chain stays whole, and says that it was done: it does so, or nothing is erased. It returns how much was taken out.
func (p *Panel) Erase(ctx context.Context, person string) (n int, err error) {
	for range 10 { // others may steer meanwhile
		var s *State
		if s, err = p.Head(ctx); err != nil {
			return 0, err
		}
		if err = s.erasable(person); err != nil {
			return 0, err
		}
		n, err = p.house.store.Erase(ctx, p.id, person, s.Control, []string{recMade, recLasting}, func(events int) store.Draft {
			return draft(evErased, "", erasedEvent{Events: events, At: p.house.now()})
		})
		if !errors.Is(err, store.ErrRace) {
			break
		}
	}
	if err != nil {
		return 0, refused(err)
	}
	p.forget()
	return n, p.refresh(ctx, 0)
}

// erasable says why a person's data cannot be erased now.
func (s *State) erasable(person string) error {
	who := s.Person(person)
	switch {
	case who == nil:
		return language.Errorf("there is nobody called %q in the panel", person)
	case who.Is(Chair) && len(s.those(Chair)) < 2 && s.Phase != Finished:
		return language.Errorf("the panel needs its chair")
	case s.Phase == Opened && who.Is(Expert) && who.Active():
		return language.Errorf("withdraw %s first, so that the open round goes on without them", who.ID)
	}
	return nil
}

// forget drops what is held of the panel in memory; it is read anew.
func (p *Panel) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bits, p.results = nil, nil
	p.state.Store(nil) // not in the midst of a look, which would put it back
}

// Retire deletes panels that ended longer ago than their data is to be kept, with all that is theirs. It returns their titles.
func (h *House) Retire(ctx context.Context) (titles []string, err error) {
	panels, err := h.Panels(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range panels {
		s := p.State()
		if s.Retention == 0 || s.Phase != Finished || h.now().Before(s.Ended.Add(s.Retention)) {
			continue
		}
		if err := h.store.Delete(ctx, p.id); err != nil {
			return titles, err
		}
		h.drop(p)
		titles = append(titles, s.Title)
	}
	return titles, nil
}

// Restored ends all links, sessions, letters in the queue and what was being made of panels that were put back from a copy, and writes into each chain that receipts given after the copy may be missing.
func (h *House) Restored(ctx context.Context) error {
	panels, err := h.Panels(ctx)
	if err != nil {
		return err
	}
	for _, p := range panels {
		s := p.State()
		if n := len(s.Restored); n == 0 || s.Restored[n-1] != s.Seq { // else it was cut short after saying so
			w := store.Write{Events: []store.Draft{draft(evRestored, "", erasedEvent{At: h.now()})}}
			if _, err := p.steer(ctx, s.Control, w); err != nil {
				return fmt.Errorf("panel %s: %w", p.id, err)
			}
		}
		if err := h.store.Forget(ctx, p.id, store.Forgotten{Records: []string{recLink, recSession, recPairing, recCredential, recLetter, recMade}}); err != nil {
			return err
		}
	}
	return nil
}

// FinishRestoring does what [House.Restored] does where a copy was put back and the restoring was cut short before it.
func (h *House) FinishRestoring(ctx context.Context) error {
	unsettled := func() (bool, error) {
		_, err := h.store.Record(ctx, store.RestoredKind, store.RestoredKey, h.now())
		if errors.Is(err, store.ErrNone) {
			return false, nil
		}
		return err == nil, err
	}
	if is, err := unsettled(); !is {
		return err
	}
	return h.store.Alone(ctx, store.RestoredKind, func(ctx context.Context) error {
		if is, err := unsettled(); !is { // another did it meanwhile
			return err
		}
		if err := h.Restored(ctx); err != nil {
			return err
		}
		return h.store.Put(ctx, store.RecordWrite{Record: store.Record{Kind: store.RestoredKind, Key: store.RestoredKey}, Expect: store.AnyVersion})
	})
}

// Kept is what is kept of a person, for the page that tells them.
type Kept struct {
	Events  int // that are theirs
	Ballots int
	Until   time.Duration // how long after the end of the panel; 0: until somebody erases it
}

// Kept is what is kept of the actor.
func (p *Panel) Kept(ctx context.Context, a Actor) (Kept, error) {
	s := p.State()
	if !s.here(a) {
		return Kept{}, ErrSession
	}
	events, err := p.house.store.Events(ctx, p.id, 0, 0)
	if err != nil {
		return Kept{}, err
	}
	k := Kept{Until: s.Retention}
	for i := range events {
		if events[i].Person == a.Person && events[i].Payload != nil {
			k.Events++
		}
	}
	ballots, err := p.house.store.Ballots(ctx, p.id, "")
	if err != nil {
		return Kept{}, err
	}
	for _, b := range ballots {
		if b.Person == a.Person && b.Data != nil {
			k.Ballots++
		}
	}
	return k, nil
}

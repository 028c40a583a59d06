package live

import (
	"context"

	"veche/internal/store"
)

// Consent keeps that an expert agreed to the consent text. Agreed to twice it is kept once.
func (p *Panel) Consent(ctx context.Context, a Actor) error {
	s := p.State()
	if may(SeeOwn, s, a) != nil || !s.here(a) {
		return ErrForbidden
	}
	if !s.Person(a.Person).Consented.IsZero() {
		return nil
	}
	e := personEvent{Person: a.Person, By: a.Person, At: p.house.now()}
	return refused(p.commit(ctx, store.Write{Events: []store.Draft{draft(evConsented, a.Person, e)}}).Err)
}

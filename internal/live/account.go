package live

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/store"
)

// recIdentity is the kind of record that holds who is signed in with an account, of no panel; by the secret's hash.
const recIdentity = "identity"

// AccountFor is how long somebody stays signed in with an account, and in the panels they entered by it: what the directory takes away ends within it.
const AccountFor = 12 * time.Hour

// Identity is what a provider says of somebody.
type Identity struct {
	Issuer  string `json:"issuer"`
	Subject string `json:"subject"`
	Email   string `json:"email,omitempty"` // confirmed by the provider; "" for none
	Name    string `json:"name,omitempty"`
	Mapped  bool   `json:"mapped,omitempty"` // the provider says the roles: only those are entered by
	Roles   []Role `json:"roles,omitempty"`
}

// ID is the account's, of all providers: that of its [Credential].
func (i *Identity) ID() string { return i.Issuer + " " + i.Subject }

// Title is what somebody is called by, for themselves: their name, else their address.
func (i *Identity) Title() string { return cmp.Or(i.Name, i.Email, "?") }

// permits reports whether the provider lets them have all roles of a person.
func (i *Identity) permits(p *Person) bool {
	return !i.Mapped || !slices.ContainsFunc(p.Roles, func(r Role) bool { return !slices.Contains(i.Roles, r) })
}

// Welcome keeps who signed in with an account, and returns the secret that recognises them.
func (h *House) Welcome(ctx context.Context, i Identity) (secret string, err error) {
	secret, key := token(32)
	return secret, h.store.Put(ctx, store.RecordWrite{Record: record(recIdentity, key, "", "", h.now().Add(AccountFor), i)})
}

// Identity is who is signed in with an account; [ErrSession] for nobody.
func (h *House) Identity(ctx context.Context, secret string) (i Identity, err error) {
	r, err := h.store.Record(ctx, recIdentity, keyOf(secret), h.now())
	if errors.Is(err, store.ErrNone) {
		err = ErrSession
	}
	if err != nil {
		return i, err
	}
	return decode[Identity](r)
}

// Farewell signs out of an account. Panels that were entered by it stay open until their own sessions end.
func (h *House) Farewell(ctx context.Context, secret string) error {
	return h.store.Put(ctx, store.RecordWrite{Record: store.Record{Kind: recIdentity, Key: keyOf(secret)}, Expect: store.AnyVersion})
}

// Place is a panel that somebody may enter with their account.
type Place struct {
	Panel  *Panel
	Person Person
	Joins  bool  // the directory gives them the role: they become a member when they enter
	Closed error // why they cannot enter now; nil where they can

	bound bool
	link  store.Record // of who was recognised by their address, not yet bound
}

// Places are the panels of an account, the oldest first: those it is bound to, those where its address is somebody's, and those where its directory gives it a role
// of observer, secretary or chair. An expert is never made by a directory.
func (h *House) Places(ctx context.Context, i Identity) ([]Place, error) {
	panels, err := h.Panels(ctx)
	if err != nil {
		return nil, err
	}
	var all []Place
	for _, p := range panels {
		if place, ok, err := h.place(ctx, p, i); err != nil {
			return nil, err
		} else if ok {
			all = append(all, place)
		}
	}
	return all, nil
}

var errDirectory = language.Errorf("your organisation's directory does not give you this role")

func (h *House) place(ctx context.Context, p *Panel, i Identity) (Place, bool, error) {
	x, err := h.Recognise(ctx, p.id, Account, i.ID())
	if err != nil && !errors.Is(err, ErrNone) {
		return Place{}, false, err
	}
	s := p.State()
	if err == nil {
		place := Place{Panel: p, Person: s.Person(x.Actor.Person).Person, bound: true}
		if !i.permits(&place.Person) {
			place.Closed = errDirectory
		}
		return place, true, nil
	}
	if who, err := p.addressed(ctx, i.Email); err != nil {
		return Place{}, false, err
	} else if who != nil {
		place := Place{Panel: p, Person: who.Person}
		link, data, err := p.openLink(ctx, who)
		switch {
		case !i.permits(&who.Person):
			place.Closed = errDirectory
		case errors.Is(err, ErrNone) || err == nil && data.Account:
			place.Closed = ErrLink
		case err != nil:
			return Place{}, false, err
		case data.PIN != nil || len(data.Devices) > 0: // whoever opened the link has answers behind it: only they can bind it
			place.Closed = language.Errorf("your link was opened with a PIN: open it, and connect the account on the page “What is kept of you”")
		}
		place.link = link
		return place, true, nil
	}
	for _, role := range []Role{Chair, Secretary, Observer} {
		if i.Mapped && slices.Contains(i.Roles, role) && s.Phase != Finished {
			return Place{Panel: p, Person: Person{Name: i.Name, Roles: []Role{role}}, Joins: true}, true, nil
		}
	}
	return Place{}, false, nil
}

// addressed is the one person who has an address; nil for none, and where several have.
func (p *Panel) addressed(ctx context.Context, email string) (*Standing, error) {
	if email == "" {
		return nil, nil
	}
	addresses, err := p.addresses(ctx)
	if err != nil {
		return nil, err
	}
	var found *Standing
	for id, x := range addresses {
		who := p.State().Person(id)
		if !strings.EqualFold(x, email) || who == nil || who.Revoked || !who.Active() {
			continue
		}
		if found != nil {
			return nil, nil
		}
		found = who
	}
	return found, nil
}

// openLink is the link of a person as they stand; [ErrNone] where it has expired.
func (p *Panel) openLink(ctx context.Context, who *Standing) (store.Record, linkData, error) {
	all, err := p.house.store.Records(ctx, p.id, recLink)
	if err != nil {
		return store.Record{}, linkData{}, err
	}
	for _, r := range all {
		if r.Person != who.ID || !r.Expires.IsZero() && !r.Expires.After(p.house.now()) {
			continue
		}
		if data, err := decode[linkData](r); err != nil || data.Generation == who.Generation {
			return r, data, err
		}
	}
	return store.Record{}, linkData{}, ErrNone
}

// EnterBy enters a panel with an account and returns the session's secret. Where the account is not bound yet it is bound: from then on the person's link opens
// nothing by itself, so that who sent it cannot open it after them.
func (h *House) EnterBy(ctx context.Context, i Identity, panel, device string) (session string, err error) {
	p, err := h.Panel(ctx, panel)
	if err != nil {
		return "", err
	}
	for range 5 {
		place, ok, err := h.place(ctx, p, i)
		switch {
		case err != nil:
			return "", err
		case !ok:
			return "", ErrForbidden
		case place.Closed != nil:
			return "", place.Closed
		case place.Joins:
			err = p.join(ctx, i, place.Person)
		case !place.bound:
			err = p.bind(ctx, i, place)
		}
		if errors.Is(err, store.ErrRace) || errors.Is(err, ErrRace) {
			continue
		}
		if err != nil {
			return "", err
		}
		x, err := h.Recognise(ctx, p.id, Account, i.ID())
		if err != nil {
			return "", err
		}
		return h.Admit(ctx, x, device, AccountFor, nil)
	}
	return "", ErrRace
}

// bind makes an account somebody's way in, in place of their unopened link.
func (p *Panel) bind(ctx context.Context, i Identity, place Place) error {
	data, err := decode[linkData](place.link)
	if err != nil {
		return err
	}
	data.Account = true
	r := place.link
	return p.commit(ctx, store.Write{Records: []store.RecordWrite{
		{Record: record(recLink, r.Key, p.id, r.Person, r.Expires, data), Expect: r.Version},
		p.credential(r, r.Person, data.Generation, Credential{Kind: Account, ID: i.ID(), Name: i.Name}),
	}}).Err
}

// join takes somebody in whose directory gives them a role.
func (p *Panel) join(ctx context.Context, i Identity, who Person) error {
	s, err := p.Head(ctx)
	if err != nil {
		return err
	}
	who.Name, who.ID = strings.TrimSpace(atMost(who.Name, 200)), s.freeExpert(who.Roles)
	if err := who.check(s.people()); err != nil {
		return err
	}
	if err := p.house.quota.room(len(s.People), 1); err != nil {
		return err
	}
	now := p.house.now()
	_, link := newLink(p.id, &who, 0, now, now.Add(linksFor))
	link.Data = record(recLink, link.Key, p.id, who.ID, link.Expires, linkData{Made: now, Account: true}).Data
	_, err = p.steer(ctx, s.Control, store.Write{Events: []store.Draft{draft(evJoined, who.ID, joinedEvent{Person: who, By: who.ID, At: now})},
		Records: []store.RecordWrite{link, p.credential(link.Record, who.ID, 0, Credential{Kind: Account, ID: i.ID(), Name: i.Name})}})
	return err
}

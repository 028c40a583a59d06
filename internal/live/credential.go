package live

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"veche/internal/language"
	"veche/internal/store"
)

// CredentialKind is what somebody is recognised by beside their link.
type CredentialKind string

// The kinds of credential.
const (
	Passkey CredentialKind = "passkey" // ID: the authenticator's for it, in base64
	Account CredentialKind = "account" // of a provider; ID: its issuer, a space and the subject there
	SSHKey  CredentialKind = "ssh"     // ID: the key's fingerprint
)

// maxCredentials is how many of a kind somebody may have.
const maxCredentials = 5

// recCredential is the kind of their records; the key is the kind, the panel and the hash of the ID.
const recCredential = "credential"

// Credential recognises somebody. It is of one panel, one person and one generation of their link: renewing or revoking the link ends it.
type Credential struct {
	Kind  CredentialKind  `json:"kind"`
	ID    string          `json:"id"`
	Name  string          `json:"name"` // for its owner
	Added time.Time       `json:"added"`
	Data  json.RawMessage `json:"data,omitempty"` // what checks it, as its surface keeps it
}

type credentialData struct {
	Generation int    `json:"generation"`
	Link       string `json:"link"` // key of its record
	Credential
}

// Recognised is whose a credential is.
type Recognised struct {
	Panel      *Panel
	Actor      Actor // without a session: [House.Admit] begins one
	Credential Credential

	record store.Record
	link   string
}

func credentialKey(panel string, kind CredentialKind, id string) string {
	return string(kind) + "/" + panel + "/" + keyOf(id)
}

// CheckPIN is nil for the PIN of the actor's link. Wrong ones are counted as at the opening of the link. Of a link that is bound to an account there is none.
func (p *Panel) CheckPIN(ctx context.Context, a Actor, pin string) error {
	for range 5 {
		if !p.State().here(a) {
			return ErrSession
		}
		r, data, err := p.linkOf(ctx, a)
		if err != nil {
			return err
		}
		if data.Account {
			return nil
		}
		refused, err := p.house.tryPIN(ctx, r, &data, pin)
		if err != nil && !errors.Is(err, store.ErrRace) {
			return err
		}
		if err == nil {
			return refused
		}
	}
	return ErrRace
}

// HasPIN reports whether the actor's link has one.
func (p *Panel) HasPIN(ctx context.Context, a Actor) (bool, error) {
	_, data, err := p.linkOf(ctx, a)
	return data.PIN != nil, err
}

// tryPIN holds a PIN against that of a link: refused says why it is not the one, which is counted. The error is [store.ErrRace] where it was counted by none.
func (h *House) tryPIN(ctx context.Context, r store.Record, data *linkData, pin string) (refused, err error) {
	now := h.now()
	if data.Locked.After(now) {
		return ErrLocked, nil
	}
	right, err := data.matches(pin)
	if err != nil || right {
		return nil, err
	}
	if data.Failures++; data.Failures >= maxFailures {
		data.Failures, data.Locked = 0, now.Add(lockedFor)
	}
	return ErrPIN, h.store.Put(ctx, store.RecordWrite{Record: record(recLink, r.Key, r.Panel, r.Person, r.Expires, data), Expect: r.Version})
}

// AddCredential gives the actor one more way in, with the PIN of their link. Passkeys are for chair and secretary.
func (p *Panel) AddCredential(ctx context.Context, a Actor, pin string, c Credential) error {
	return p.addCredential(ctx, a, pin, c)
}

// addCredential is AddCredential with events that say so.
func (p *Panel) addCredential(ctx context.Context, a Actor, pin string, c Credential, said ...store.Draft) error {
	if err := p.CheckPIN(ctx, a, pin); err != nil {
		return err
	}
	who := p.State().Person(a.Person)
	if c.ID == "" || len(c.ID) > 4096 || len(c.Data) > 64<<10 {
		return language.Errorf("this cannot be used to sign in")
	}
	if c.Kind == Passkey && !who.Is(Chair) && !who.Is(Secretary) {
		return ErrForbidden
	}
	had, err := p.Credentials(ctx, a)
	if err != nil {
		return err
	}
	if len(slices.DeleteFunc(had, func(x Credential) bool { return x.Kind != c.Kind })) >= maxCredentials {
		return language.Errorf("there are %d of these already: remove one first", maxCredentials)
	}
	link, _, err := p.linkOf(ctx, a)
	if err != nil {
		return err
	}
	err = p.commit(ctx, store.Write{Events: said, Records: []store.RecordWrite{p.credential(link, a.Person, a.Generation, c)}}).Err
	if errors.Is(err, store.ErrRace) {
		return language.Errorf("this is known already")
	}
	return err
}

// credential is the record of a new one, which ends with the link.
func (p *Panel) credential(link store.Record, person string, generation int, c Credential) store.RecordWrite {
	c.Added, c.Name = p.house.now(), atMost(c.Name, 60)
	return store.RecordWrite{Record: record(recCredential, credentialKey(p.id, c.Kind, c.ID), p.id, person, link.Expires, credentialData{generation, link.Key, c})}
}

// atMost is a text of at most so many characters.
func atMost(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most])
	}
	return text
}

// Credentials are the actor's own, by the time they were added.
func (p *Panel) Credentials(ctx context.Context, a Actor) ([]Credential, error) {
	if !p.State().here(a) {
		return nil, ErrSession
	}
	all, err := p.house.store.Records(ctx, p.id, recCredential)
	if err != nil {
		return nil, err
	}
	var own []Credential
	for _, r := range all {
		if r.Person != a.Person {
			continue
		}
		c, err := decode[credentialData](r)
		if err != nil {
			return nil, err
		}
		if c.Generation == a.Generation {
			own = append(own, c.Credential)
		}
	}
	slices.SortStableFunc(own, func(x, y Credential) int { return x.Added.Compare(y.Added) })
	return own, nil
}

// RemoveCredential takes one of the actor's own away; [ErrNone] where it is not theirs.
func (p *Panel) RemoveCredential(ctx context.Context, a Actor, kind CredentialKind, id string) error {
	own, err := p.Credentials(ctx, a)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(own, func(c Credential) bool { return c.Kind == kind && c.ID == id }) {
		return ErrNone
	}
	return p.house.store.Put(ctx, store.RecordWrite{Record: store.Record{Kind: recCredential, Key: credentialKey(p.id, kind, id)}, Expect: store.AnyVersion})
}

// Recognise says whose a credential is in a panel; [ErrNone] for every one that is nobody's now.
func (h *House) Recognise(ctx context.Context, panel string, kind CredentialKind, id string) (Recognised, error) {
	r, err := h.store.Record(ctx, recCredential, credentialKey(panel, kind, id), h.now())
	if err != nil {
		return Recognised{}, err
	}
	data, err := decode[credentialData](r)
	if err != nil {
		return Recognised{}, err
	}
	p, err := h.Panel(ctx, r.Panel)
	if err != nil {
		return Recognised{}, err
	}
	x := Recognised{Panel: p, Actor: Actor{Panel: p.id, Person: r.Person, Generation: data.Generation}, Credential: data.Credential, record: r, link: data.Link}
	if p.id != panel || !p.State().here(x.Actor) {
		return Recognised{}, ErrNone
	}
	return x, nil
}

// Admit begins a session of who was recognised, for so long at most, and keeps what its surface knows of the credential anew where data is not nil. Where all
// devices are taken the oldest gives way: whoever has the credential may remove it anyhow.
func (h *House) Admit(ctx context.Context, x Recognised, device string, lasts time.Duration, data json.RawMessage) (session string, err error) {
	if data != nil {
		c, err := decode[credentialData](x.record)
		if err != nil {
			return "", err
		}
		c.Data = data
		w := store.RecordWrite{Record: record(recCredential, x.record.Key, x.record.Panel, x.record.Person, x.record.Expires, c), Expect: x.record.Version}
		if err := h.store.Put(ctx, w); err != nil {
			return "", refused(err)
		}
	}
	p := x.Panel
	for range 5 {
		r, err := h.store.Record(ctx, recLink, x.link, h.now())
		if errors.Is(err, store.ErrNone) {
			return "", ErrLink
		}
		if err != nil {
			return "", err
		}
		link, err := decode[linkData](r)
		if err != nil {
			return "", err
		}
		who := p.State().Person(x.Actor.Person)
		if !p.State().here(x.Actor) || link.Generation != x.Actor.Generation {
			return "", ErrLink
		}
		if len(link.Devices) >= MaxDevices {
			if err := p.removeDevice(ctx, x.link, x.Actor.Person, link.Devices[0].ID); err != nil && !errors.Is(err, ErrNone) {
				return "", err
			}
			continue
		}
		session, err = h.admit(ctx, p, who, r, link, device, h.now(), lasts)
		if !errors.Is(err, store.ErrRace) {
			return session, err
		}
	}
	return "", ErrRace
}

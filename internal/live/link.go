package live

import (
	"cmp"
	"context"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"veche/internal/store"
)

const (
	tokenBytes  = 24 // 192 bits
	MaxDevices  = 3  // a link may be open on
	maxFailures = 5  // wrong PINs, after which the link waits
	lockedFor   = 15 * time.Minute
	pairingFor  = 10 * time.Minute // a device waits to be let in by another
	sessionFor  = 30 * 24 * time.Hour
	leastPIN    = 4
	pinRounds   = 100_000 // of PBKDF2: some 30 ms
)

// linkData is what the store knows of a link: nothing that would open it.
type linkData struct {
	Generation int       `json:"generation"`
	Made       time.Time `json:"made"`
	Salt       []byte    `json:"salt,omitempty"` // of the PIN; nil until it is first opened
	PIN        []byte    `json:"pin,omitempty"`
	Failures   int       `json:"failures,omitempty"`
	Locked     time.Time `json:"locked,omitzero"`
	Account    bool      `json:"account,omitempty"` // bound to an account: it opens nothing by itself
	Devices    []Device  `json:"devices,omitempty"`
}

// matches reports whether a PIN is the link's.
func (d *linkData) matches(pin string) (bool, error) {
	given, err := stretched(pin, d.Salt)
	if errors.Is(err, ErrPIN) {
		return false, nil
	}
	return err == nil && d.PIN != nil && subtle.ConstantTimeCompare(given, d.PIN) == 1, err
}

// Device is where a link is open.
type Device struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	Opened time.Time `json:"opened"`
}

type sessionData struct {
	Generation int    `json:"generation"`
	Device     string `json:"device"`
	Link       string `json:"link"` // key of its record
}

// Actor is a person at a surface: whose session it is, or on whose behalf the command acts.
type Actor struct {
	Panel      string // ID
	Person     string // ID
	Generation int    // of the link they came by
	Device     string // "" of the command on the machine of the panels
	Session    string // key of its record
}

// Invitation is what a link shows before it is opened: whose it is. Looking consumes nothing.
type Invitation struct {
	Panel       *Panel
	Title       string
	Person      Person
	Bound       bool // a PIN was chosen when it was first opened
	Paired      bool // another device of theirs made it: no PIN is asked
	Account     bool // it is bound to an account: who it is for signs in with that
	Fingerprint string
}

// token makes a secret and the key under which the store knows it.
func token(size int) (secret, key string) {
	b := make([]byte, size)
	rand.Read(b) // it never fails
	secret = base64.RawURLEncoding.EncodeToString(b)
	return secret, keyOf(secret)
}

// keyOf is how the store knows a secret: by its SHA-256. The secret is random, so that this needs no salt.
func keyOf(secret string) string { return digest([]byte(secret)).String() }

// newLink makes a person's link.
func newLink(panel string, p *Person, generation int, now, expires time.Time) (Link, store.RecordWrite) {
	secret, key := token(tokenBytes)
	return Link{Person: p.ID, Name: p.Title(), Roles: p.Roles, Token: secret, Expires: expires},
		store.RecordWrite{Record: record(recLink, key, panel, p.ID, expires, linkData{Generation: generation, Made: now})}
}

// link finds a link that opens: one of a person whose link it still is.
func (h *House) link(ctx context.Context, secret string) (*Panel, *Standing, store.Record, linkData, error) {
	var data linkData
	r, err := h.store.Record(ctx, recLink, keyOf(secret), h.now())
	if errors.Is(err, store.ErrNone) {
		err = ErrLink
	}
	if err != nil {
		return nil, nil, r, data, err
	}
	if err := json.Unmarshal(r.Data, &data); err != nil {
		return nil, nil, r, data, err
	}
	p, err := h.Panel(ctx, r.Panel)
	if err != nil {
		return nil, nil, r, data, err
	}
	who := p.State().Person(r.Person)
	if who == nil || who.Revoked || who.Generation != data.Generation {
		return nil, nil, r, data, ErrLink
	}
	return p, who, r, data, nil
}

// Invited says whose link it is; [ErrLink] for every link that does not open.
func (h *House) Invited(ctx context.Context, secret string) (Invitation, error) {
	if i, err := h.invitedPaired(ctx, secret); !errors.Is(err, store.ErrNone) {
		return i, err
	}
	p, who, _, data, err := h.link(ctx, secret)
	if err != nil {
		return Invitation{}, err
	}
	s := p.State()
	return Invitation{Panel: p, Title: s.Title, Person: who.Person, Bound: data.PIN != nil, Account: data.Account, Fingerprint: s.Fingerprint}, nil
}

// Enter opens a link on a device and returns the session's secret. The first opening chooses the PIN, every further one gives it.
func (h *House) Enter(ctx context.Context, secret, pin, device string) (session string, err error) {
	if secret, paired, err := h.paired(ctx, secret); err != nil || paired != "" {
		return h.enterPaired(ctx, secret, paired, device, err)
	}
	for range 5 {
		p, who, r, data, err := h.link(ctx, secret)
		if err != nil {
			return "", err
		}
		now := h.now()
		if data.Account {
			return "", ErrAccount
		}
		if data.PIN == nil {
			if weak(pin) {
				return "", ErrWeakPIN
			}
			data.Salt = store.Salt()
			if data.PIN, err = stretched(pin, data.Salt); err != nil {
				return "", err
			}
		} else if refused, err := h.tryPIN(ctx, r, &data, pin); errors.Is(err, store.ErrRace) {
			continue // counted by none: it is counted again
		} else if err != nil || refused != nil {
			return "", cmp.Or(err, refused)
		}
		data.Failures = 0
		session, err = h.admit(ctx, p, who, r, data, device, now, sessionFor)
		if !errors.Is(err, store.ErrRace) {
			return session, err
		}
	}
	return "", ErrRace
}

// weak PINs are too short, or one character repeated.
func weak(pin string) bool {
	first, _ := utf8.DecodeRuneInString(pin)
	return utf8.RuneCountInString(pin) < leastPIN || strings.Trim(pin, string(first)) == "" || len(pin) > 200
}

// stretched is what is kept of a PIN.
func stretched(pin string, salt []byte) ([]byte, error) {
	if len(pin) > 200 {
		return nil, ErrPIN
	}
	return pbkdf2.Key(sha256.New, pin, salt, pinRounds, sha256.Size)
}

// admit begins a session on a device more of a link.
func (h *House) admit(ctx context.Context, p *Panel, who *Standing, r store.Record, data linkData, device string, now time.Time, lasts time.Duration) (session string, err error) {
	if len(data.Devices) >= MaxDevices {
		return "", ErrDevices
	}
	if device = strings.TrimSpace(device); device == "" {
		device = "?"
	}
	d := Device{ID: newID(), Name: atMost(device, 60), Opened: now}
	data.Devices = append(slices.Clone(data.Devices), d)
	expires := now.Add(lasts)
	if !r.Expires.IsZero() && r.Expires.Before(expires) {
		expires = r.Expires
	}
	session, key := token(32)
	err = h.store.Put(ctx,
		store.RecordWrite{Record: record(recLink, r.Key, r.Panel, r.Person, r.Expires, data), Expect: r.Version},
		store.RecordWrite{Record: record(recSession, key, p.id, who.ID, expires, sessionData{Generation: data.Generation, Device: d.ID, Link: r.Key})})
	if err != nil {
		return "", err
	}
	return session, nil
}

// Session is whose a session is; [ErrSession] for every one that is not or no longer.
func (h *House) Session(ctx context.Context, secret string) (*Panel, Actor, error) {
	r, data, err := h.session(ctx, keyOf(secret))
	if err != nil {
		return nil, Actor{}, err
	}
	p, err := h.Panel(ctx, r.Panel)
	if err != nil {
		return nil, Actor{}, err
	}
	a := Actor{Panel: p.id, Person: r.Person, Generation: data.Generation, Device: data.Device, Session: r.Key}
	if !p.State().here(a) {
		return nil, Actor{}, ErrSession
	}
	return p, a, nil
}

func (h *House) session(ctx context.Context, key string) (r store.Record, data sessionData, err error) {
	r, err = h.store.Record(ctx, recSession, key, h.now())
	if errors.Is(err, store.ErrNone) {
		err = ErrSession
	}
	if err != nil {
		return r, data, err
	}
	return r, data, json.Unmarshal(r.Data, &data)
}

// here says whether an actor's session has not been ended.
func (s *State) here(a Actor) bool {
	who := s.Person(a.Person)
	return who != nil && !who.Revoked && who.Generation == a.Generation && (a.Device == "" || !slices.Contains(s.removed, a.Device))
}

// SignOut ends a session and frees its device's place.
func (h *House) SignOut(ctx context.Context, secret string) error {
	p, a, err := h.Session(ctx, secret)
	if err != nil {
		return err
	}
	return p.RemoveDevice(ctx, a, a.Device)
}

// Devices are where a person's link is open.
func (p *Panel) Devices(ctx context.Context, a Actor) ([]Device, error) {
	_, data, err := p.linkOf(ctx, a)
	return data.Devices, err
}

// linkOf is the link an actor came by.
func (p *Panel) linkOf(ctx context.Context, a Actor) (r store.Record, data linkData, err error) {
	_, session, err := p.house.session(ctx, a.Session)
	if err != nil {
		return r, data, err
	}
	if r, err = p.house.store.Record(ctx, recLink, session.Link, p.house.now()); errors.Is(err, store.ErrNone) {
		err = ErrSession
	}
	if err != nil {
		return r, data, err
	}
	return r, data, json.Unmarshal(r.Data, &data)
}

// RemoveDevice signs one of the actor's own devices out.
func (p *Panel) RemoveDevice(ctx context.Context, a Actor, device string) error {
	r, _, err := p.linkOf(ctx, a)
	if err != nil {
		return err
	}
	return p.removeDevice(ctx, r.Key, a.Person, device)
}

// removeDevice takes a device from a person's link and ends its session; [ErrNone] where it is not there.
func (p *Panel) removeDevice(ctx context.Context, link, person, device string) error {
	sessions, err := p.house.store.Records(ctx, p.id, recSession)
	if err != nil {
		return err
	}
	for range 5 {
		r, err := p.house.store.Record(ctx, recLink, link, p.house.now())
		if err != nil {
			return err
		}
		data, err := decode[linkData](r)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(data.Devices, func(d Device) bool { return d.ID == device })
		if at < 0 {
			return ErrNone
		}
		data.Devices = slices.Delete(slices.Clone(data.Devices), at, at+1)
		w := store.Write{Events: []store.Draft{draft(evDevice, person, personEvent{Person: person, With: device, By: person, At: p.house.now()})},
			Records: []store.RecordWrite{{Record: record(recLink, r.Key, r.Panel, r.Person, r.Expires, data), Expect: r.Version}}}
		for _, s := range sessions {
			var d sessionData
			if err := json.Unmarshal(s.Data, &d); err != nil {
				return err
			}
			if d.Device == device && s.Person == person {
				w.Records = append(w.Records, store.RecordWrite{Record: store.Record{Kind: recSession, Key: s.Key}, Expect: store.AnyVersion})
			}
		}
		if got := p.commit(ctx, w); !errors.Is(got.Err, store.ErrRace) {
			return got.Err
		}
	}
	return ErrRace
}

// Pair makes a secret by which another device of the actor's is let in without the PIN, once and soon.
func (p *Panel) Pair(ctx context.Context, a Actor) (secret string, expires time.Time, err error) {
	r, data, err := p.linkOf(ctx, a)
	if err != nil {
		return "", expires, err
	}
	if len(data.Devices) >= MaxDevices {
		return "", expires, ErrDevices
	}
	secret, key := token(tokenBytes)
	expires = p.house.now().Add(pairingFor)
	return secret, expires, p.house.store.Put(ctx, store.RecordWrite{Record: record(recPairing, key, p.id, a.Person, expires, sessionData{Generation: data.Generation, Link: r.Key})})
}

// paired is the key of the link that a pairing secret lets in by; "" when the secret is none.
func (h *House) paired(ctx context.Context, secret string) (key, link string, err error) {
	r, err := h.store.Record(ctx, recPairing, keyOf(secret), h.now())
	if errors.Is(err, store.ErrNone) {
		return secret, "", nil
	}
	if err != nil {
		return "", "", err
	}
	var data sessionData
	return r.Key, data.Link, errors.Join(json.Unmarshal(r.Data, &data), h.store.Put(ctx, store.RecordWrite{Record: store.Record{Kind: recPairing, Key: r.Key}, Expect: r.Version}))
}

// invitedPaired is Invited by a pairing secret; [ErrNone] where it is none.
func (h *House) invitedPaired(ctx context.Context, secret string) (Invitation, error) {
	r, err := h.store.Record(ctx, recPairing, keyOf(secret), h.now())
	if err != nil {
		return Invitation{}, err
	}
	var data sessionData
	if err := json.Unmarshal(r.Data, &data); err != nil {
		return Invitation{}, err
	}
	p, err := h.Panel(ctx, r.Panel)
	if err != nil {
		return Invitation{}, err
	}
	s := p.State()
	who := s.Person(r.Person)
	if who == nil || who.Revoked || who.Generation != data.Generation {
		return Invitation{}, ErrLink
	}
	return Invitation{Panel: p, Title: s.Title, Person: who.Person, Bound: true, Paired: true, Fingerprint: s.Fingerprint}, nil
}

// enterPaired is Enter by a pairing secret.
func (h *House) enterPaired(ctx context.Context, _, link, device string, err error) (string, error) {
	if errors.Is(err, store.ErrRace) { // used at the same moment
		return "", ErrLink
	}
	if err != nil {
		return "", err
	}
	for range 5 {
		r, err := h.store.Record(ctx, recLink, link, h.now())
		if errors.Is(err, store.ErrNone) {
			return "", ErrLink
		}
		if err != nil {
			return "", err
		}
		var data linkData
		if err := json.Unmarshal(r.Data, &data); err != nil {
			return "", err
		}
		p, err := h.Panel(ctx, r.Panel)
		if err != nil {
			return "", err
		}
		who := p.State().Person(r.Person)
		if who == nil || who.Revoked || who.Generation != data.Generation {
			return "", ErrLink
		}
		session, err := h.admit(ctx, p, who, r, data, device, h.now(), sessionFor)
		if !errors.Is(err, store.ErrRace) {
			return session, err
		}
	}
	return "", ErrRace
}

// As is an actor of the command on the machine of the panels, which can do whatever the machine's owner can.
func (p *Panel) As(person string) (Actor, error) {
	who := p.State().Person(person)
	if who == nil {
		return Actor{}, ErrNone
	}
	return Actor{Panel: p.id, Person: person, Generation: who.Generation}, nil
}

package live

import (
	"context"
	"net/mail"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/store"
)

// recAddress is the kind of record that holds somebody's e-mail address, by panel and person. It stands beside the chain, goes into no export, and is erased with
// its person.
const recAddress = "address"

type addressData struct {
	Email string `json:"email"`
}

// Addresses are the e-mail addresses of the people who have one, by person.
func (p *Panel) Addresses(ctx context.Context, a Actor) (map[string]string, error) {
	if err := may(InvitePeople, p.State(), a); err != nil {
		return nil, err
	}
	return p.addresses(ctx)
}

func (p *Panel) addresses(ctx context.Context) (map[string]string, error) {
	all, err := p.house.store.Records(ctx, p.id, recAddress)
	if err != nil {
		return nil, err
	}
	of := map[string]string{}
	for _, r := range all {
		x, err := decode[addressData](r)
		if err != nil {
			return nil, err
		}
		of[r.Person] = x.Email
	}
	return of, nil
}

// CheckAddress reads an e-mail address as people write one; "" for an empty one.
func CheckAddress(text string) (string, error) {
	if text = strings.TrimSpace(text); text == "" {
		return "", nil
	}
	a, err := mail.ParseAddress(text)
	if err != nil || len(a.Address) > 254 || strings.ContainsAny(a.Address, " \r\n\t\"<>") || !strings.Contains(a.Address, "@") {
		return "", language.Errorf("“%s” is no e-mail address", atMost(text, 80))
	}
	return a.Address, nil
}

// SetAddresses keeps e-mail addresses by person; "" takes one away. Where one is none, or of nobody, nothing is kept.
func (p *Panel) SetAddresses(ctx context.Context, a Actor, of map[string]string) error {
	s := p.State()
	if err := may(InvitePeople, s, a); err != nil {
		return err
	}
	var all []store.RecordWrite
	for person, text := range of {
		email, err := CheckAddress(text)
		if err != nil {
			return err
		}
		if s.Person(person) == nil {
			return ErrNone
		}
		w := store.RecordWrite{Record: store.Record{Kind: recAddress, Key: p.id + "/" + person}, Expect: store.AnyVersion}
		if email != "" {
			w.Record = record(recAddress, w.Key, p.id, person, time.Time{}, addressData{email})
		}
		all = append(all, w)
	}
	if len(all) == 0 {
		return nil
	}
	return p.house.store.Put(ctx, all...)
}

package live_test

import (
	"errors"
	"testing"

	"veche/internal/live"
)

// An account enters where its address is somebody's whose link nobody has opened, where it was connected with the PIN, and where its directory gives it a role; the
// directory's roles are the most it gets; a link that was opened cannot be taken over by an address; renewing ends it.
func TestAccounts(t *testing.T) {
	h, ctx := house(t), t.Context()
	p, links := horizon(t, h, live.New{})
	secretary := must(p.As("secretary"))(t)
	must(0, p.SetAddresses(ctx, secretary, map[string]string{"E01": "a@example.org", "E02": "b@example.org", "E03": "c@example.org", "E04": "c@example.org"}))(t)
	one := live.Identity{Issuer: "https://login.example", Subject: "1", Email: "A@example.org", Name: "A"}
	places := func(i live.Identity) []live.Place { t.Helper(); return must(h.Places(ctx, i))(t) }
	if got := places(one); len(got) != 1 || got[0].Person.ID != "E01" || got[0].Closed != nil {
		t.Fatalf("%+v", got)
	}
	_, a, err := h.Session(ctx, must(h.EnterBy(ctx, one, p.ID(), "laptop"))(t))
	if err != nil || a.Person != "E01" {
		t.Fatalf("%+v %v", a, err)
	}
	if _, err := h.Enter(ctx, links["E01"].Token, "2468", "phone"); !errors.Is(err, live.ErrAccount) {
		t.Errorf("the link opens after the account was bound: %v", err)
	}
	if i := must(h.Invited(ctx, links["E01"].Token))(t); !i.Account {
		t.Error("the link does not say that it is bound to an account")
	}

	bound := enter(t, h, links["E02"]) // with a PIN: what is behind it is theirs
	two := live.Identity{Issuer: "https://login.example", Subject: "2", Email: "b@example.org"}
	if _, err := h.EnterBy(ctx, two, p.ID(), "laptop"); err == nil || errors.Is(err, live.ErrForbidden) {
		t.Errorf("an address takes over a link that was opened: %v", err)
	}
	must(0, p.AddCredential(ctx, bound, "2468", live.Credential{Kind: live.Account, ID: "https://login.example 2"}))(t)
	if _, err := h.EnterBy(ctx, two, p.ID(), "laptop"); err != nil {
		t.Errorf("a connected account: %v", err)
	}
	if _, err := h.EnterBy(ctx, live.Identity{Issuer: "https://login.example", Subject: "2 "}, p.ID(), ""); !errors.Is(err, live.ErrForbidden) {
		t.Errorf("another's subject: %v", err)
	}
	if _, _, err := p.Renew(ctx, secretary, p.State().Control, "E02"); err != nil {
		t.Fatal(err)
	}
	if got := places(two); len(got) != 1 || got[0].Closed != nil { // the address is theirs, and the new link unopened
		t.Errorf("after the link was renewed: %+v", got)
	}
	if got := places(live.Identity{Issuer: "https://login.example", Subject: "3", Email: "c@example.org"}); len(got) != 0 {
		t.Errorf("an address that two have: %+v", got)
	}
	if got := places(live.Identity{Issuer: "https://login.example", Subject: "4"}); len(got) != 0 {
		t.Errorf("no address: %+v", got)
	}

	mapped := one
	mapped.Mapped, mapped.Roles = true, []live.Role{live.Observer}
	if _, err := h.EnterBy(ctx, mapped, p.ID(), ""); err == nil {
		t.Error("the directory no longer gives the role, and the account enters")
	}
	five := live.Identity{Issuer: "https://login.example", Subject: "5", Name: "Five", Mapped: true, Roles: []live.Role{live.Expert, live.Observer}}
	if got := places(five); len(got) != 1 || !got[0].Joins || got[0].Person.Roles[0] != live.Observer {
		t.Errorf("%+v", got)
	}
	for range 2 { // joins once
		_, a, err = h.Session(ctx, must(h.EnterBy(ctx, five, p.ID(), ""))(t))
		if err != nil || !p.State().Person(a.Person).Is(live.Observer) || p.State().Person(a.Person).Name != "Five" {
			t.Errorf("%+v %v", a, err)
		}
	}
	observers := 0
	for k := range p.State().People {
		if p.State().People[k].Is(live.Observer) {
			observers++
		}
	}
	if observers != 1 {
		t.Errorf("%d observers", observers)
	}
	secret := must(h.Welcome(ctx, five))(t)
	if i := must(h.Identity(ctx, secret))(t); i.Subject != "5" {
		t.Errorf("%+v", i)
	}
	must(0, h.Farewell(ctx, secret))(t)
	if _, err := h.Identity(ctx, secret); !errors.Is(err, live.ErrSession) {
		t.Errorf("after signing out: %v", err)
	}
	held := must(h.Hold(ctx, "x"))(t)
	var x string
	if must(0, h.Take(ctx, held, &x))(t); x != "x" || !errors.Is(h.Take(ctx, held, &x), live.ErrSession) {
		t.Errorf("held %q, or given back twice", x)
	}
}

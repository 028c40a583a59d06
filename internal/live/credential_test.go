package live_test

import (
	"errors"
	"testing"
	"time"

	"veche/internal/live"
)

// A credential opens its owner's panel with the rights of today, needs the PIN to be added, makes room among the devices, and ends with the link it was added under.
func TestCredential(t *testing.T) {
	h, ctx := house(t), t.Context()
	p, links := horizon(t, h, live.New{})
	chair, expert := enter(t, h, links["chair"]), enter(t, h, links["E01"])
	c := live.Credential{Kind: live.Passkey, ID: "key one", Name: "laptop"}
	if err := p.AddCredential(ctx, chair, "9999", c); !errors.Is(err, live.ErrPIN) {
		t.Errorf("added without the PIN: %v", err)
	}
	if err := p.AddCredential(ctx, expert, "2468", c); !errors.Is(err, live.ErrForbidden) {
		t.Errorf("an expert's passkey: %v", err)
	}
	if err := p.AddCredential(ctx, chair, "2468", c); err != nil {
		t.Fatal(err)
	}
	if err := p.AddCredential(ctx, expert, "2468", live.Credential{Kind: live.SSHKey, ID: "key one"}); err != nil {
		t.Fatal(err)
	}
	if err := p.AddCredential(ctx, chair, "2468", c); err == nil {
		t.Error("the same key is added twice")
	}
	if err := p.RemoveCredential(ctx, expert, live.Passkey, "key one"); !errors.Is(err, live.ErrNone) {
		t.Errorf("another's credential is removed: %v", err)
	}
	for range live.MaxDevices + 2 { // as many devices as there may be, and more
		x, err := h.Recognise(ctx, p.ID(), live.Passkey, "key one")
		if err != nil || x.Actor.Person != "chair" {
			t.Fatalf("%+v %v", x.Actor, err)
		}
		secret, err := h.Admit(ctx, x, "phone", time.Hour, []byte(`{"count":1}`))
		if err != nil {
			t.Fatal(err)
		}
		_, a, err := h.Session(ctx, secret)
		if err != nil {
			t.Fatal(err)
		}
		if devices := must(p.Devices(ctx, a))(t); len(devices) > live.MaxDevices {
			t.Errorf("%d devices", len(devices))
		}
	}
	if x, err := h.Recognise(ctx, p.ID(), live.SSHKey, "key one"); err != nil || x.Actor.Person != "E01" {
		t.Errorf("the expert's key: %+v %v", x.Actor, err)
	}
	if _, err := h.Recognise(ctx, p.ID(), live.SSHKey, "key two"); !errors.Is(err, live.ErrNone) {
		t.Errorf("a key nobody added: %v", err)
	}
	must(p.Revoke(ctx, must(p.As("chair"))(t), p.State().Control, "E01"))(t)
	if _, err := h.Recognise(ctx, p.ID(), live.SSHKey, "key one"); !errors.Is(err, live.ErrNone) {
		t.Errorf("a revoked person's key: %v", err)
	}
	for range 4 { // after the one above
		if err := p.CheckPIN(ctx, chairOf(t, h, p), "0000"); !errors.Is(err, live.ErrPIN) {
			t.Errorf("a wrong PIN: %v", err)
		}
	}
	if err := p.CheckPIN(ctx, chairOf(t, h, p), "2468"); !errors.Is(err, live.ErrLocked) {
		t.Errorf("after five wrong PINs: %v", err)
	}
	must(h, h.Restored(ctx))(t)
	if _, err := h.Recognise(ctx, p.ID(), live.Passkey, "key one"); !errors.Is(err, live.ErrNone) {
		t.Errorf("a passkey after a copy was put back: %v", err)
	}
}

// chairOf is the chair with a session, by the passkey.
func chairOf(t *testing.T, h *live.House, p *live.Panel) live.Actor {
	t.Helper()
	x := must(h.Recognise(t.Context(), p.ID(), live.Passkey, "key one"))(t)
	_, a, err := h.Session(t.Context(), must(h.Admit(t.Context(), x, "phone", time.Hour, nil))(t))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

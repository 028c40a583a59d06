package live

import (
	"bytes"
	"testing"
	"time"

	"veche/internal/store/sqlite"
)

// What was held for a visit and who was signed in are in the store for as long as they are good for, and no longer, whether anybody comes back or not.
func TestSweep(t *testing.T) {
	st, err := sqlite.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	clock := windAt(time.Now())
	h := NewHouse(st, Options{Now: clock.now})
	defer h.Close()
	if _, err := h.Hold(t.Context(), "x"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Welcome(t.Context(), Identity{Issuer: "https://login.example", Subject: "1"}); err != nil {
		t.Fatal(err)
	}
	for _, at := range []struct {
		passed         time.Duration
		held, signedIn int
	}{{0, 1, 1}, {heldFor, 0, 1}, {AccountFor, 0, 0}} {
		clock.passes(at.passed)
		if err := h.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		for kind, want := range map[string]int{recHeld: at.held, recIdentity: at.signedIn} {
			if all, err := st.Records(t.Context(), "", kind); err != nil || len(all) != want {
				t.Errorf("after %v there are %d of %s, not %d: %v", at.passed, len(all), kind, want, err)
			}
		}
	}
}

// That somebody registered a key for SSH stands in the chain, and the record that goes out does not say whose key it is: a fingerprint is known elsewhere.
func TestKeyInTheRecord(t *testing.T) {
	w := work(t, New{Kind: Closed, File: plain(t, 6)})
	a := enterAs(t, w, w.links["E3"])
	const fingerprint = "SHA256:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	if err := w.panel.AddKey(t.Context(), a, "2468", fingerprint, "laptop"); err != nil {
		t.Fatal(err)
	}
	at := w.panel.State().Seq
	if err := w.panel.AddKey(t.Context(), a, "2468", fingerprint, "laptop"); err == nil || w.panel.State().Seq != at {
		t.Errorf("a key is registered twice: %v", err)
	}
	w.open()
	w.vote()
	w.close()
	record := w.record()
	if !bytes.Contains(record, []byte(evKey)) || bytes.Contains(record, []byte(fingerprint)) {
		t.Error("the record does not have that a key was registered, or says which")
	}
	if v := verified(t, record, Evidence{}); len(v.Wrong) > 0 {
		t.Errorf("%v", v.Wrong)
	}
}

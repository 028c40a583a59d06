package live

import (
	"testing"
	"time"

	"veche/internal/store/sqlite"
)

// The clock proposes to close a round whose time is over, once; never before, never over the secretary's head, and no longer when the chair gives more time.
func TestDue(t *testing.T) {
	st, err := sqlite.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	clock := windAt(time.Now())
	h := NewHouse(st, Options{Now: clock.now})
	defer h.Close()
	p, _, err := h.Create(t.Context(), New{File: plain(t, 6)})
	if err != nil {
		t.Fatal(err)
	}
	w := &atWork{t: t, house: h, panel: p}
	due := func() *Proposal {
		t.Helper()
		if err := h.Due(t.Context()); err != nil {
			t.Fatal(err)
		}
		return p.State().Proposal
	}
	if due() != nil {
		t.Error("something is due before a round")
	}
	w.steer(p.OpenRound(t.Context(), w.as("chair"), p.State().Control, clock.now().Add(time.Hour)))
	if due() != nil {
		t.Error("a round is over before its time")
	}
	clock.passes(time.Hour)
	if x := due(); x == nil || x.What != "close" || x.By != "" {
		t.Errorf("the round is over, and the proposal is %+v", x)
	}
	at := p.State().Seq
	if due(); p.State().Seq != at {
		t.Error("it is proposed twice")
	}
	w.save("E1", nil) // answers are taken until the chair decides
	w.steer(p.Extend(t.Context(), w.as("chair"), p.State().Control, clock.now().Add(time.Hour)))
	if x := due(); x != nil {
		t.Errorf("there is more time, and the proposal is %+v", x)
	}
	w.steer(p.Propose(t.Context(), w.as("secretary"), p.State().Control, "extend", "two are ill"))
	clock.passes(2 * time.Hour)
	if x := due(); x == nil || x.By != "secretary" {
		t.Errorf("the secretary's proposal became %+v", x)
	}
}

// A closing that a server began and did not end is ended by another, but not while the first may be at it.
func TestCutShort(t *testing.T) {
	st, err := sqlite.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	d := &dying{st, 1 << 30}
	w := workOn(t, d, New{Kind: Closed, File: plain(t, 6)})
	defer w.house.Close()
	w.open()
	w.vote()
	d.left = 1
	if _, err := w.panel.CloseRound(t.Context(), w.as("chair"), w.panel.State().Control); err == nil {
		t.Fatal("nothing was cut short")
	}
	other := NewHouse(st, Options{})
	defer other.Close()
	seen, err := other.CutShort(t.Context(), nil)
	if err != nil || len(seen) != 1 {
		t.Fatalf("%v, %v", seen, err)
	}
	p, err := other.Panel(t.Context(), w.panel.ID())
	if err != nil || p.State().Phase != Closing {
		t.Fatalf("%v, %v", p.State().Phase, err)
	}
	if _, err = other.CutShort(t.Context(), seen); err != nil || p.State().Phase != Between || p.State().Current().Count != 6 {
		t.Errorf("%v: %s, %d ballots", err, p.State().Phase, p.State().Current().Count)
	}
}

// Two servers on one database: a ballot that one of them knows from before a closing can be answered at it after the round was opened again, and what one of them
// erased the other does not know any more.
func TestTwoHouses(t *testing.T) {
	folder := t.TempDir()
	open := func() *sqlite.Store {
		st, err := sqlite.Open(t.Context(), folder)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { st.Close() })
		return st
	}
	a := workOn(t, open(), New{Kind: Closed, File: plain(t, 6)})
	defer a.house.Close()
	h := NewHouse(open(), Options{})
	defer h.Close()
	p, err := h.Panel(t.Context(), a.panel.ID())
	if err != nil {
		t.Fatal(err)
	}
	b := &atWork{t: t, house: h, panel: p}
	fresh := func(w *atWork) {
		t.Helper()
		if _, err := w.panel.Head(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	a.open()
	fresh(b)
	b.vote() // the second house holds the ballots
	fresh(a)
	a.close()
	fresh(b)
	if _, err := b.panel.Ballot(t.Context(), b.as("E1")); err != nil {
		t.Fatal(err)
	}
	a.steer(a.panel.Reopen(t.Context(), a.as("chair"), a.panel.State().Control, "more came", time.Time{}))
	fresh(b)
	b.vote()
	fresh(a)
	if err := h.Settle(t.Context()); err != nil { // a server that starts now cuts nothing of the open round
		t.Fatal(err)
	}
	a.close()
	if r := a.panel.State().Current(); r.Count != 6 {
		t.Errorf("%d ballots", r.Count)
	}
	if v := verified(t, a.record(), Evidence{}); len(v.Wrong) > 0 {
		t.Errorf("%v", v.Wrong)
	}
	fresh(b)
	if b.panel.State().Person("E2") == nil {
		t.Fatal("E2 is not there")
	}
	if _, err := a.panel.Erase(t.Context(), "E2"); err != nil {
		t.Fatal(err)
	}
	fresh(b)
	if x := b.panel.State().Person("E2"); x != nil && x.Name != "" {
		t.Errorf("the second house still knows %+v", x.Person)
	}
}

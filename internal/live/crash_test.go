package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"veche/internal/store"
	"veche/internal/store/sqlite"
	"veche/internal/study"
)

// dying is a store that stops doing anything after so many changes, as a process that is killed between two of them.
type dying struct {
	store.Store
	left int
}

var errKilled = errors.New("killed")

func (d *dying) spent() bool { d.left--; return d.left < 0 }

func (d *dying) Commit(ctx context.Context, panel string, w []store.Write) ([]store.Result, error) {
	if d.spent() {
		return nil, errKilled
	}
	return d.Store.Commit(ctx, panel, w)
}

func (d *dying) Forget(ctx context.Context, panel string, f store.Forgotten) error {
	if d.spent() {
		return errKilled
	}
	return d.Store.Forget(ctx, panel, f)
}

// A closing is cut short after any of its writes: the next process ends it. In a closed panel nothing is left then that ties a ballot to its commitment, the box holds
// every ballot that was saved, and the record verifies.
func TestClosingCutShort(t *testing.T) {
	for after := 0; ; after++ {
		folder := t.TempDir()
		st, err := sqlite.Open(t.Context(), folder)
		if err != nil {
			t.Fatal(err)
		}
		d := &dying{st, 1 << 30}
		w := workOn(t, d, New{Kind: Closed, File: plain(t, 6)})
		w.open()
		w.vote()
		d.left = after
		_, fault := w.panel.CloseRound(t.Context(), w.as("chair"), w.panel.State().Control)
		w.house.Close()
		house := NewHouse(st, Options{})
		if err := house.Settle(t.Context()); err != nil {
			t.Fatalf("after %d writes: %v", after, err)
		}
		p, err := house.Panel(t.Context(), w.panel.ID())
		if err != nil {
			t.Fatal(err)
		}
		again := &atWork{t: t, house: house, panel: p}
		if p.State().Phase == Opened { // killed before anything
			again.close()
		}
		r := p.State().Current()
		if p.State().Phase != Between || r.Count != 6 {
			t.Fatalf("after %d writes: %s, %d ballots", after, p.State().Phase, r.Count)
		}
		ballots, err := st.Ballots(t.Context(), p.ID(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range ballots {
			var kept stored
			if err := json.Unmarshal(b.Data, &kept); err != nil || kept.Nonce != nil || string(kept.Cast) != "null" {
				t.Errorf("after %d writes: what ties %s to the box is left (%v)", after, b.Person, err)
			}
		}
		events, err := st.Events(t.Context(), p.ID(), 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.Kind == evBallot && e.Payload != nil {
				t.Errorf("after %d writes: event %d says whose a commitment is", after, e.Seq)
			}
		}
		data, err := p.Record(t.Context(), again.as("chair"))
		if err != nil {
			t.Fatal(err)
		}
		if v := verified(t, data, Evidence{}); len(v.Wrong) > 0 {
			t.Errorf("after %d writes: %v", after, v.Wrong)
		}
		house.Close()
		if err := st.Close(); err != nil {
			t.Error(err)
		}
		if fault == nil {
			if after < 3 {
				t.Errorf("a closing is %d writes only: this test cuts nothing", after)
			}
			return
		}
	}
}

// What was kept long enough is deleted with all that is theirs, and not a moment before.
func TestRetired(t *testing.T) {
	folder := t.TempDir()
	st, err := sqlite.Open(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	clock := windAt(time.Now())
	h := NewHouse(st, Options{Now: clock.now})
	defer h.Close()
	p, _, err := h.Create(t.Context(), New{File: plain(t, 6), Retention: 30 * 24 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	w := &atWork{t: t, house: h, panel: p}
	w.open()
	w.vote()
	w.close()
	w.steer(p.Finish(t.Context(), w.as("chair"), p.State().Control))
	for _, days := range []int{0, 29, 30} {
		clock.set(p.State().Ended.Add(time.Duration(days) * 24 * time.Hour))
		gone, err := h.Retire(t.Context())
		if err != nil || len(gone) != map[int]int{30: 1}[days] {
			t.Errorf("after %d days %v are gone, %v", days, gone, err)
		}
	}
	if heads, err := st.Panels(t.Context()); err != nil || len(heads) != 0 {
		t.Errorf("%v, %v", heads, err)
	}
	if all, err := st.Records(t.Context(), w.panel.ID(), recOpening); err != nil || len(all) != 0 {
		t.Errorf("%d openings are left, %v", len(all), err)
	}
}

// Advice on another round comes of two rounds' answers, in a closed panel too, and holds nothing of anybody.
func TestAdvice(t *testing.T) {
	for _, kind := range []Kind{Open, Closed} {
		w := work(t, New{Kind: kind, File: plain(t, 6)})
		for round := range 2 {
			w.open()
			w.vote()
			w.close()
			a, err := w.panel.Advice(t.Context(), w.as("chair"))
			if round == 0 {
				if !errors.Is(err, ErrNone) {
					t.Errorf("%s: advice after one round: %v, %v", kind, a, err)
				}
				continue
			}
			if err != nil || a.Unchanged != 1 || a.Verdict == "" {
				t.Errorf("%s: %+v, %v", kind, a, err)
			}
			if _, err := w.panel.Advice(t.Context(), w.as("E1")); !errors.Is(err, ErrForbidden) {
				t.Errorf("%s: an expert is given it: %v", kind, err)
			}
		}
	}
}

// A copy handed to somebody while a round is open is not to be read: what the service writes is encrypted. Of the copy itself, and of the database's own files, this
// shows that they do hold the answers, so that the search below finds what is there.
func TestCopyIsSearched(t *testing.T) {
	folder := t.TempDir()
	st, err := sqlite.Open(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	w := workOn(t, st, New{Kind: Closed, File: plain(t, 6)})
	w.open()
	w.save("E1", map[Question]Answer{{Technology: "T1", Criterion: "C1"}: {State: study.Given, Value: 3.1415926}})
	var plainCopy bytes.Buffer
	if err := st.Backup(t.Context(), &plainCopy); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(plainCopy.Bytes(), []byte("3.1415926")) {
		t.Error("the copy has not the answer: this test would find nothing")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if i, err := os.Stat(f); err != nil || !i.IsDir() && i.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %v %v", f, i.Mode(), err)
		}
	}
	w.house.Close()
	if err := st.Close(); err != nil {
		t.Error(err)
	}
}

// FuzzVerify holds anything against what reads a record: it says what is wrong or that it is none, and does not fall over.
func FuzzVerify(f *testing.F) {
	for _, kind := range []Kind{Open, Closed} {
		w, _ := voted(f, kind, 6)
		f.Add(w.record(), []byte(`[]`))
	}
	f.Add([]byte("{}\n"), []byte(`{"panel":"x"}`))
	f.Fuzz(func(t *testing.T, data, kept []byte) {
		var e Evidence
		if err := e.ReadEvidence(kept); err != nil {
			e = Evidence{}
		}
		v, err := Verify(data, e)
		if err == nil && v == nil {
			t.Error("neither an error nor a verification")
		}
	})
}

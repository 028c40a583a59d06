// Package conformance holds every store to the same. A store's test calls [Run], and [Faults] with what can be done to it.
package conformance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strconv"
	"sync"
	"testing"
	"time"

	"veche/internal/store"
)

var noon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// Run is what must hold of a store; open makes an empty one and reopens the same when it is asked again with the same name.
func Run(t *testing.T, open func(t *testing.T, name string) store.Store) {
	t.Run("panels", func(t *testing.T) { panels(t, open(t, "panels")) })
	t.Run("chain", func(t *testing.T) { chain(t, open(t, "chain")) })
	t.Run("ballots", func(t *testing.T) { ballots(t, open(t, "ballots")) })
	t.Run("all or nothing", func(t *testing.T) { together(t, open(t, "together")) })
	t.Run("batches", func(t *testing.T) { batches(t, open(t, "batches")) })
	t.Run("records", func(t *testing.T) { records(t, open(t, "records")) })
	t.Run("two at once", func(t *testing.T) { twoAtOnce(t, open(t, "race")) })
	t.Run("erasure", func(t *testing.T) { erasure(t, open(t, "erasure")) })
	t.Run("made and erased", func(t *testing.T) { madeAndErased(t, open(t, "made")) })
	t.Run("expected", func(t *testing.T) { expected(t, open(t, "expected")) })
	t.Run("alone", func(t *testing.T) { Alone(t, open(t, "alone"), open(t, "alone")) })
	t.Run("group", func(t *testing.T) { group(t, open(t, "group")) })
	t.Run("watch", func(t *testing.T) { watch(t, open(t, "watch")) })
	t.Run("reopening", func(t *testing.T) {
		s := open(t, "again")
		begin(t, s, "p")
		answered(t, s, "p", "E1", 0)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		Sound(t, open(t, "again"), "p", 2)
	})
}

// begin makes a panel with an open gate "r1".
func begin(t testing.TB, s store.Store, id string) {
	t.Helper()
	if err := s.Create(t.Context(), id, noon); err != nil {
		t.Fatal(err)
	}
	gate := "r1"
	one(t, s, id, store.Write{Control: new(int64), NewGate: &gate, Events: []store.Draft{{Kind: "opened", Payload: []byte("{}")}}}, nil)
}

// one commits one write, which must be answered so.
func one(t testing.TB, s store.Store, panel string, w store.Write, want error) store.Result {
	t.Helper()
	r, err := s.Commit(t.Context(), panel, []store.Write{w})
	if err != nil {
		t.Fatal(err)
	}
	if !errors.Is(r[0].Err, want) {
		t.Fatalf("answered %v, not %v", r[0].Err, want)
	}
	return r[0]
}

// Answer is a write of a person's ballot at a version.
func Answer(person string, version int64, client string) store.Write {
	gate := "r1"
	text := []byte(fmt.Sprintf("%s says %d", person, version+1))
	return store.Write{Gate: &gate, Events: []store.Draft{{Kind: "ballot", Person: person, Payload: text}},
		Ballot: &store.BallotWrite{Ballot: store.Ballot{Round: "r1", Person: person, Data: text}, Expect: version, Client: client, Receipt: []byte("receipt of " + string(text))}}
}

func answered(t testing.TB, s store.Store, panel, person string, version int64) {
	t.Helper()
	one(t, s, panel, Answer(person, version, fmt.Sprint(person, version)), nil)
}

// Sound is a chain of so many events (-1: any) that follow from one another, with the head that the panel says.
func Sound(t testing.TB, s store.Store, panel string, events int) []store.Event {
	t.Helper()
	all, err := s.Events(t.Context(), panel, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Intact(panel, all); err != nil {
		t.Fatal(err)
	}
	head, err := s.Panel(t.Context(), panel)
	if err != nil {
		t.Fatal(err)
	}
	if events >= 0 && len(all) != events || head.Seq != int64(len(all)) || len(all) > 0 && head.Head != all[len(all)-1].Hash {
		t.Fatalf("%d events, %d wanted, head %+v", len(all), events, head)
	}
	return all
}

func panels(t *testing.T, s store.Store) {
	ctx := t.Context()
	if _, err := s.Panel(ctx, "p"); !errors.Is(err, store.ErrNone) {
		t.Errorf("no panel: %v", err)
	}
	for _, id := range []string{"p", "q"} {
		if err := s.Create(ctx, id, noon); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Create(ctx, "p", noon); !errors.Is(err, store.ErrExists) {
		t.Errorf("the same panel twice: %v", err)
	}
	all, err := s.Panels(ctx)
	if err != nil || len(all) != 2 || all[0].ID != "p" || !all[0].Created.Equal(noon) {
		t.Errorf("%+v, %v", all, err)
	}
	answers, err := s.Commit(ctx, "none", []store.Write{{}})
	if !errors.Is(err, store.ErrNone) {
		t.Errorf("a write to no panel: %v, %v", answers, err)
	}
	begin(t, s, "r")
	if err := s.Delete(ctx, "r"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Panel(ctx, "r"); !errors.Is(err, store.ErrNone) {
		t.Errorf("a deleted panel: %v", err)
	}
}

func chain(t *testing.T, s store.Store) {
	begin(t, s, "p")
	for v := range int64(3) {
		answered(t, s, "p", "E1", v)
	}
	all := Sound(t, s, "p", 4)
	some, err := s.Events(t.Context(), "p", 1, 2)
	if err != nil || len(some) != 2 || some[0].Seq != 2 || string(some[1].Payload) != "E1 says 2" || some[1].Person != "E1" {
		t.Errorf("%+v, %v", some, err)
	}
	for _, spoil := range []func(*store.Event){
		func(e *store.Event) { e.Payload = bytes.ToUpper(e.Payload) },
		func(e *store.Event) { e.Commitment[3] ^= 1 },
		func(e *store.Event) { e.Kind += "s" },
		func(e *store.Event) { e.Salt[0] ^= 1 },
		func(e *store.Event) { e.Hash[31] ^= 1 },
	} {
		spoilt := Sound(t, s, "p", 4)
		spoil(&spoilt[2])
		if store.Intact("p", spoilt) == nil {
			t.Error("a spoilt event is not found")
		}
	}
	if store.Intact("q", all) == nil || store.Intact("p", append(all[:1:1], all[2:]...)) == nil {
		t.Error("a chain of another panel, or with an event left out, passes")
	}
	seven := int64(7)
	one(t, s, "p", store.Write{Control: &seven, Events: []store.Draft{{Kind: "closed", Payload: []byte("{}")}}}, store.ErrRace)
	was, shut := int64(1), ""
	one(t, s, "p", store.Write{Control: &was, NewGate: &shut, Events: []store.Draft{{Kind: "closed", Payload: []byte("{}")}}}, nil)
	one(t, s, "p", store.Write{Control: &was, Events: []store.Draft{{Kind: "closed", Payload: []byte("{}")}}}, store.ErrRace)
	one(t, s, "p", Answer("E1", 3, "late"), store.ErrGate)
	Sound(t, s, "p", 5)
}

func ballots(t *testing.T, s store.Store) {
	ctx := t.Context()
	begin(t, s, "p")
	if _, err := s.Ballot(ctx, "p", "r1", "E1", 0); !errors.Is(err, store.ErrNone) {
		t.Errorf("no ballot: %v", err)
	}
	r := one(t, s, "p", Answer("E1", 0, "c1"), nil)
	if r.Version != 1 || string(r.Receipt) != "receipt of E1 says 1" || r.Again {
		t.Errorf("%+v", r)
	}
	one(t, s, "p", Answer("E1", 0, "c2"), store.ErrRace)
	again := one(t, s, "p", Answer("E1", 5, "c1"), nil) // whatever it says now
	if !again.Again || string(again.Receipt) != "receipt of E1 says 1" || again.Version != 1 {
		t.Errorf("sent again: %+v", again)
	}
	if r := one(t, s, "p", Answer("E2", 0, "c1"), nil); r.Again || string(r.Receipt) != "receipt of E2 says 1" { // another's id is nothing to them
		t.Errorf("another's receipt: %+v", r)
	}
	receipt, err := s.Receipt(ctx, "p", "E1", "c1")
	if err != nil || string(receipt) != "receipt of E1 says 1" {
		t.Errorf("%q, %v", receipt, err)
	}
	if _, err := s.Receipt(ctx, "p", "E3", "c1"); !errors.Is(err, store.ErrNone) {
		t.Errorf("no receipt: %v", err)
	}
	renewed := Answer("E1", 0, "c3")
	renewed.Ballot.Generation = 1
	one(t, s, "p", renewed, nil)
	all, err := s.Ballots(ctx, "p", "r1")
	if err != nil || len(all) != 3 || all[1].Generation != 1 || all[0].Version != 1 || string(all[0].Data) != "E1 says 1" {
		t.Errorf("%+v, %v", all, err)
	}
	if none, err := s.Ballots(ctx, "p", "r2"); err != nil || len(none) != 0 {
		t.Errorf("%+v, %v", none, err)
	}
	every, err := s.Ballots(ctx, "p", "")
	if err != nil || len(every) != 3 {
		t.Errorf("%+v, %v", every, err)
	}
}

// What one write is refused for leaves nothing of it, and all of the others of its commit.
func together(t *testing.T, s store.Store) {
	begin(t, s, "p")
	late := Answer("E2", 4, "b")
	late.Records = []store.RecordWrite{{Record: store.Record{Kind: "link", Key: "x", Panel: "p", Data: []byte("1")}}}
	r, err := s.Commit(t.Context(), "p", []store.Write{Answer("E1", 0, "a"), late, Answer("E3", 0, "c"), Answer("E1", 1, "d")})
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []error{nil, store.ErrRace, nil, nil} {
		if !errors.Is(r[k].Err, want) {
			t.Errorf("write %d: %v", k, r[k].Err)
		}
	}
	Sound(t, s, "p", 4)
	if _, err := s.Record(t.Context(), "link", "x", noon); !errors.Is(err, store.ErrNone) {
		t.Errorf("the record of a refused write: %v", err)
	}
	stale := store.Write{Events: []store.Draft{{Kind: "invited", Payload: []byte("{}")}}, Records: []store.RecordWrite{{Record: store.Record{Kind: "link", Key: "x", Panel: "p", Data: []byte("1")}, Expect: 3}}}
	one(t, s, "p", stale, store.ErrRace)
	Sound(t, s, "p", 4)
}

// Writes in one commit are what they are one by one: people who save twice, on two versions, with an id that was used, after the gate.
func batches(t *testing.T, s store.Store) {
	draw := rand.New(rand.NewPCG(1, 2))
	begin(t, s, "one")
	begin(t, s, "many")
	var writes []store.Write
	for range 400 {
		w := Answer(fmt.Sprint("E", draw.IntN(5)), int64(draw.IntN(12)), fmt.Sprint("c", draw.IntN(60)))
		switch w.Ballot.Generation = draw.IntN(2); draw.IntN(20) {
		case 0:
			w.Gate = new("r0")
		case 1:
			w.Ballot.Client = ""
		case 2:
			w.Ballot = nil
		case 3:
			w.Events = append(w.Events, store.Draft{Kind: "ballot", Payload: []byte("two")})
		}
		writes = append(writes, w)
	}
	var each, all []store.Result
	for k := range writes {
		r, err := s.Commit(t.Context(), "one", writes[k:k+1])
		if err != nil {
			t.Fatal(err)
		}
		each = append(each, r...)
	}
	for at := 0; at < len(writes); {
		next := min(at+1+draw.IntN(40), len(writes))
		r, err := s.Commit(t.Context(), "many", writes[at:next])
		if err != nil {
			t.Fatal(err)
		}
		all, at = append(all, r...), next
	}
	written := 0
	for k := range each {
		if a, b := each[k], all[k]; !errors.Is(b.Err, a.Err) || (a.Err == nil) != (b.Err == nil) || a.Version != b.Version || a.Again != b.Again || !bytes.Equal(a.Receipt, b.Receipt) || !a.Again && a.Seq != b.Seq {
			t.Fatalf("write %d: %+v alone, %+v with others", k, a, b)
		} else if a.Err == nil && !a.Again {
			written++
		}
	}
	if written < 30 || written > 300 {
		t.Errorf("%d of %d are written: this test shows little", written, len(writes))
	}
	one, err := s.Ballots(t.Context(), "one", "")
	if err != nil {
		t.Fatal(err)
	}
	many, err := s.Ballots(t.Context(), "many", "")
	if err != nil || !reflect.DeepEqual(one, many) {
		t.Errorf("%v: %d ballots alone, %d with others", err, len(one), len(many))
	}
	if a, b := Sound(t, s, "one", -1), Sound(t, s, "many", -1); len(a) != len(b) {
		t.Errorf("%d events alone, %d with others", len(a), len(b))
	}
}

func records(t *testing.T, s store.Store) {
	ctx := t.Context()
	begin(t, s, "p")
	put := func(key, data string, expect int64, expires time.Time, want error) {
		t.Helper()
		w := store.RecordWrite{Record: store.Record{Kind: "link", Key: key, Panel: "p", Person: "E1", Expires: expires, Data: []byte(data)}, Expect: expect}
		if err := s.Put(ctx, w); !errors.Is(err, want) {
			t.Fatalf("putting %s: %v", key, err)
		}
	}
	put("a", "one", 0, noon.Add(time.Hour), nil)
	put("a", "two", 0, time.Time{}, store.ErrRace)
	put("a", "two", 1, noon.Add(time.Hour), nil)
	put("b", "any", store.AnyVersion, time.Time{}, nil)
	r, err := s.Record(ctx, "link", "a", noon)
	if err != nil || string(r.Data) != "two" || r.Version != 2 || r.Person != "E1" || r.Panel != "p" || !r.Expires.Equal(noon.Add(time.Hour)) {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := s.Record(ctx, "link", "a", noon.Add(time.Hour)); !errors.Is(err, store.ErrNone) {
		t.Errorf("an expired record: %v", err)
	}
	if _, err := s.Record(ctx, "session", "a", noon); !errors.Is(err, store.ErrNone) {
		t.Errorf("a record of another kind: %v", err)
	}
	all, err := s.Records(ctx, "p", "link")
	if err != nil || len(all) != 2 || all[0].Key != "a" {
		t.Errorf("%+v, %v", all, err)
	}
	err = s.Put(ctx, store.RecordWrite{Record: store.Record{Kind: "link", Key: "a"}, Expect: 2}, store.RecordWrite{Record: store.Record{Kind: "link", Key: "c", Data: []byte("3")}, Expect: 9})
	if !errors.Is(err, store.ErrRace) {
		t.Errorf("two records, one of them stale: %v", err)
	}
	if err := s.Put(ctx, store.RecordWrite{Record: store.Record{Kind: "link", Key: "a"}, Expect: 2}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Record(ctx, "link", "a", noon); !errors.Is(err, store.ErrNone) {
		t.Errorf("a deleted record: %v", err)
	}
}

// Of two who expect the same only one wins, and the other is told.
func twoAtOnce(t *testing.T, s store.Store) {
	begin(t, s, "p")
	const rivals = 8
	won := make(chan error, rivals)
	for k := range rivals {
		go func() {
			was := int64(1)
			r, err := s.Commit(context.Background(), "p", []store.Write{{Control: &was, Events: []store.Draft{{Kind: "sealed", Payload: fmt.Append(nil, k)}}}})
			if err == nil {
				err = r[0].Err
			}
			won <- err
		}()
	}
	wins := 0
	for range rivals {
		switch err := <-won; {
		case err == nil:
			wins++
		case !errors.Is(err, store.ErrRace):
			t.Errorf("a lost race is %v", err)
		}
	}
	if wins != 1 {
		t.Errorf("%d of %d have won", wins, rivals)
	}
	Sound(t, s, "p", 2)
}

func erasure(t *testing.T, s store.Store) {
	ctx := t.Context()
	begin(t, s, "p")
	answered(t, s, "p", "E1", 0)
	answered(t, s, "p", "E2", 0)
	made := store.RecordWrite{Record: store.Record{Kind: "made", Key: "1", Panel: "p", Person: "E2", Data: []byte("x")}}
	if err := s.Put(ctx, made, store.RecordWrite{Record: store.Record{Kind: "link", Key: "1", Panel: "p", Person: "E1", Data: []byte("x")}}); err != nil {
		t.Fatal(err)
	}
	said := func(events int) store.Draft {
		return store.Draft{Kind: "erased", Payload: []byte(strconv.Itoa(events))}
	}
	head, err := s.Panel(ctx, "p")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Erase(ctx, "p", "E1", head.Control+1, []string{"made"}, said); !errors.Is(err, store.ErrRace) {
		t.Errorf("erased of a panel that has gone on: %v", err)
	}
	cut, stop := context.WithCancel(ctx)
	if _, err := s.Erase(cut, "p", "E1", head.Control, []string{"made"}, func(events int) store.Draft { stop(); return said(events) }); err == nil {
		t.Error("cut short between what is erased and the event that says so, it is done all the same")
	}
	if all := Sound(t, s, "p", 3); all[1].Payload == nil {
		t.Error("what was refused or cut short is erased")
	}
	for _, kind := range []string{"link", "made"} {
		if left, err := s.Records(ctx, "p", kind); err != nil || len(left) != 1 {
			t.Errorf("refused and cut short: %+v, %v", left, err)
		}
	}
	if n, err := s.Erase(ctx, "p", "E1", head.Control, []string{"made"}, said); n != 1 || err != nil {
		t.Errorf("%d events erased, %v", n, err)
	}
	all := Sound(t, s, "p", 4)
	if all[1].Payload != nil || all[1].Salt != nil || all[2].Payload == nil || all[3].Kind != "erased" || string(all[3].Payload) != "1" {
		t.Errorf("%+v", all)
	}
	if head, err = s.Panel(ctx, "p"); err != nil || head.Control != 4 {
		t.Errorf("%+v, %v", head, err)
	}
	b, err := s.Ballot(ctx, "p", "r1", "E1", 0)
	if err != nil || b.Data != nil {
		t.Errorf("%+v, %v", b, err)
	}
	for _, kind := range []string{"link", "made"} {
		if left, err := s.Records(ctx, "p", kind); err != nil || len(left) != 0 {
			t.Errorf("%+v, %v", left, err)
		}
	}
	made.Key = "2"
	if err := s.PutAt(ctx, "p", 1, made); !errors.Is(err, store.ErrRace) {
		t.Errorf("what was made of the panel before the erasure is put: %v", err)
	}
	if err := s.PutAt(ctx, "q", 4, made); !errors.Is(err, store.ErrNone) {
		t.Errorf("of no panel: %v", err)
	}
	if left, err := s.Records(ctx, "p", "made"); err != nil || len(left) != 0 {
		t.Errorf("refused, and there: %+v, %v", left, err)
	}
	if err := s.PutAt(ctx, "p", 4, made); err != nil {
		t.Error(err)
	}
	if left, err := s.Records(ctx, "p", "made"); err != nil || len(left) != 1 {
		t.Errorf("%+v, %v", left, err)
	}
	if err := s.Forget(ctx, "p", store.Forgotten{Kinds: []string{"ballot"}, Receipts: true}); err != nil {
		t.Fatal(err)
	}
	if all = Sound(t, s, "p", 4); all[2].Payload != nil || all[0].Payload == nil {
		t.Errorf("%+v", all)
	}
	receipt, err := s.Receipt(ctx, "p", "E2", "E20")
	if err != nil || len(receipt) != 0 {
		t.Errorf("%q, %v", receipt, err)
	}
	if err := s.Forget(ctx, "p", store.Forgotten{Ballots: true}); err != nil {
		t.Fatal(err)
	}
	if left, err := s.Ballots(ctx, "p", ""); err != nil || len(left) != 0 {
		t.Errorf("%+v, %v", left, err)
	}
}

// Many people's writes go into few commits, each answered for itself, and all are there.
func group(t *testing.T, s store.Store) {
	begin(t, s, "p")
	g := store.NewGroup(s)
	const people, saves = 20, 5
	var done sync.WaitGroup
	for k := range people {
		done.Go(func() {
			person := fmt.Sprint("E", k)
			for v := range int64(saves) {
				if r := g.Commit(context.Background(), "p", Answer(person, v, fmt.Sprint(person, v))); r.Err != nil || r.Version != v+1 {
					t.Errorf("%s: %+v", person, r)
				}
			}
		})
	}
	done.Wait()
	Sound(t, s, "p", 1+people*saves)
}

func watch(t *testing.T, s store.Store) {
	ctx, end := context.WithCancel(t.Context())
	changes := s.Watch(ctx)
	begin(t, s, "p")
	select {
	case id := <-changes:
		if id != "p" {
			t.Errorf("told of %q", id)
		}
	case <-time.After(10 * time.Second):
		t.Error("nothing was told")
	}
	end()
	for range changes { // it ends
	}
}

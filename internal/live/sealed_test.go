package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"veche/internal/store"
	"veche/internal/study"
)

// planted is what E3 says: nothing else in the panel looks like it.
const planted = "Zanzibar7351"

var plantedValue = 3.1415926

// plant gives E3 a ballot that can be recognised wherever it turns up.
func (w *atWork) plant() Receipt {
	w.t.Helper()
	b, err := w.panel.Ballot(w.t.Context(), w.as("E3"))
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := w.panel.Save(w.t.Context(), w.as("E3"), Save{Round: w.panel.State().Current().ID, Client: "plant", Version: b.Version,
		Answers: map[Question]Answer{{Technology: "T1", Criterion: "C1"}: {State: study.Given, Value: plantedValue}},
		Notes:   []Note{{Technology: "T1", Kind: Contra, Text: planted}, {Technology: "T2", Criterion: "C1", Kind: Comment, Text: planted}}})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// tells reports whether anything in a value, however deep, is E3's answer.
func tells(v any) bool {
	text := fmt.Sprintf("%+v", v)
	if data, err := json.Marshal(v); err == nil {
		text += string(data)
	}
	if b, ok := v.([]byte); ok {
		text += string(b)
	}
	return strings.Contains(text, planted) || strings.Contains(text, "3.1415926")
}

// seen is everything that an actor can ask for, by name; what is refused is left out.
func (w *atWork) seen(a Actor) map[string]any {
	p, ctx := w.panel, w.t.Context()
	all := map[string]any{"state": *p.State()}
	put := func(name string, v any, err error) {
		if err == nil {
			if x := reflect.ValueOf(v); x.Kind() == reflect.Pointer && !x.IsNil() {
				v = x.Elem().Interface()
			}
			all[name] = v
		} else {
			all[name+"'s refusal"] = err.Error()
		}
	}
	v1, err := p.Study(ctx, a)
	put("study", v1, err)
	v2, err := p.Ballot(ctx, a)
	put("ballot", v2, err)
	v3, err := p.Coverage(ctx, a)
	put("coverage", v3, err)
	v4, err := p.Figures(ctx, a)
	put("figures", v4, err)
	v5, err := p.Published(ctx, a)
	put("published", v5, err)
	v6, err := p.Outcome(ctx, a)
	put("outcome", v6, err)
	v7, err := p.Assessment(ctx, a)
	put("assessment", v7, err)
	v8, err := p.Arguments(ctx, a)
	put("arguments", v8, err)
	v9, err := p.Proofs(ctx, a)
	put("proofs", v9, err)
	v10, err := p.Attendance(ctx, a)
	put("attendance", v10, err)
	v11, err := p.Screen(ctx, a)
	put("screen", v11, err)
	v12, err := p.Nominations(ctx, a)
	put("nominations", v12, err)
	v13, err := p.Record(ctx, a)
	put("record", v13, err)
	v14, err := p.Export(ctx, a)
	put("export", v14, err)
	v15, err := p.Own(ctx, a)
	put("own", cellsOf(v15.Data), err)
	v16, err := p.Forms(ctx, a)
	for _, f := range v16 {
		all["form of "+f.Expert] = cellsOf(f.Data)
	}
	put("forms", nil, err)
	_, err = p.EnterBallot(ctx, a, "E3", Save{Round: p.State().Current().ID})
	put("entering", nil, err)
	_, err = p.Save(ctx, a, Save{Round: p.State().Current().ID, Client: "plant", Version: 0, Answers: map[Question]Answer{{Technology: "T1", Criterion: "C1"}: {State: study.Given, Value: 1}}})
	put("another's client id", nil, err)
	v17, err := p.Devices(ctx, a)
	put("devices", v17, err)
	return all
}

func cellsOf(data []byte) string {
	if data == nil {
		return ""
	}
	return strings.Join(cells(&testing.T{}, data), "\n")
}

// While a round is open nothing that anybody but E3 can ask for, no stream and no event in the chain says what E3 answered; a second round opens no earlier.
func TestSealed(t *testing.T) {
	for _, kind := range []Kind{Open, Closed} {
		w := work(t, New{Kind: kind, File: plain(t, 6), ObserversSee: true, People: []Person{{ID: "observer", Roles: []Role{Observer}}}})
		w.open()
		streams := map[string]<-chan Change{}
		for _, id := range []string{"observer", "E1", "secretary", "chair"} {
			c, err := w.panel.Watch(t.Context(), w.as(id), "")
			if err != nil {
				t.Fatal(err)
			}
			if first := <-c; len(first.Topics) > 0 || first.ID == "" {
				t.Errorf("%s: a stream begins with %+v", id, first)
			}
			streams[id] = c
		}
		w.plant()
		for id, c := range streams {
			patience := 200 * time.Millisecond
			if id == "secretary" { // it is told, however busy the machine
				patience = 30 * time.Second
			}
			select {
			case x := <-c:
				if tells(x) || id != "secretary" && id != "chair" {
					t.Errorf("%s, %s: the stream says %+v", kind, id, x)
				}
			case <-time.After(patience):
				if id == "secretary" {
					t.Errorf("%s: the secretary's stream says nothing of an answer", kind)
				}
			}
		}
		for _, id := range []string{"observer", "E1", "secretary", "chair"} {
			for name, v := range w.seen(w.as(id)) {
				if tells(v) {
					t.Errorf("%s: %s sees E3's answer in %s", kind, id, name)
				}
			}
		}
		if !tells(w.seen(w.as("E3"))["ballot"]) {
			t.Error("the crawl would not find it where it is")
		}
		events, err := w.store.Events(t.Context(), w.panel.id, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if tells(e.Payload) {
				t.Errorf("%s: event %d (%s) says it", kind, e.Seq, e.Kind)
			}
		}
	}
}

// Behind a renewed link there is nothing of what was answered: not of this round, nor of those before. The earlier ballot counts until the new one is answered;
// then both stand in the record, and the page says so.
func TestRenewedLink(t *testing.T) {
	for _, kind := range []Kind{Open, Closed} {
		w := work(t, New{Kind: kind, File: plain(t, 6)})
		ctx := t.Context()
		w.open()
		w.vote()
		w.plant()
		w.close()
		w.open()
		receipt := w.plant2()
		was := enterAs(t, w, w.links["E3"])
		stream, err := w.panel.Watch(ctx, was, "")
		if err != nil {
			t.Fatal(err)
		}
		link, _, err := w.panel.Renew(ctx, w.as("secretary"), w.panel.State().Control, "E3")
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		for range stream {
		}
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("the stream ended after %v", took)
		}
		if _, err := w.house.Enter(ctx, w.links["E3"].Token, "2468", "x"); !errors.Is(err, ErrLink) {
			t.Errorf("the old link: %v", err)
		}
		fresh := enterAs(t, w, link)
		for name, v := range w.seen(fresh) {
			if name != "another's client id" && name != "arguments" && name != "record" && tells(v) { // the closed round's box is every member's
				t.Errorf("%s: %s behind a renewed link tells", kind, name)
			}
		}
		b, err := w.panel.Ballot(ctx, fresh)
		if err != nil || len(b.Answers) > 0 || len(b.Before) > 0 || b.ReplacedMessage().IsZero() {
			t.Errorf("%s: %+v, %v", kind, b, err)
		}
		if _, err := w.panel.Save(ctx, fresh, Save{Round: w.panel.State().Current().ID, Answers: map[Question]Answer{{Technology: "T1", Criterion: "C1"}: {State: study.Given, Value: 2}}}); err != nil {
			t.Fatal(err)
		}
		if b, err = w.panel.Ballot(ctx, fresh); err != nil || b.Replaced == "" {
			t.Errorf("%s: %+v, %v", kind, b, err)
		}
		w.close()
		v := verified(t, w.record(), Evidence{Receipts: []Receipt{receipt}})
		if len(v.Wrong) > 0 || !strings.Contains(fmt.Sprint(v.Notes), "renewed link") {
			t.Errorf("%s: %v, %v", kind, v.Wrong, v.Notes)
		}
	}
}

// plant2 is plant in a second round, where an answer may stand already.
func (w *atWork) plant2() Receipt {
	w.t.Helper()
	b, err := w.panel.Ballot(w.t.Context(), w.as("E3"))
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := w.panel.Save(w.t.Context(), w.as("E3"), Save{Round: w.panel.State().Current().ID, Version: b.Version,
		Answers: map[Question]Answer{{Technology: "T1", Criterion: "C1"}: {State: study.Given, Value: plantedValue}}})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func enterAs(t *testing.T, w *atWork, l Link) Actor {
	t.Helper()
	secret, err := w.house.Enter(t.Context(), l.Token, "2468", "phone")
	if err != nil {
		t.Fatal(err)
	}
	_, a, err := w.house.Session(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Looking at a link consumes nothing; whatever does not open is refused with one and the same word; a PIN binds it; three devices and no more, named, removable,
// one let in by another.
func TestLinks(t *testing.T) {
	w := work(t, New{Kind: Closed, File: plain(t, 6)})
	ctx, h, l := t.Context(), w.house, w.links["E1"]
	for range 10 {
		i, err := h.Invited(ctx, l.Token)
		if err != nil || i.Person.ID != "E1" || i.Bound {
			t.Fatalf("%+v, %v", i, err)
		}
	}
	if len(l.Token) < 32 {
		t.Errorf("a token of %d characters", len(l.Token))
	}
	if _, err := h.Enter(ctx, l.Token, "111", "phone"); !errors.Is(err, ErrWeakPIN) {
		t.Errorf("a weak PIN: %v", err)
	}
	a := enterAs(t, w, l)
	if _, err := h.Enter(ctx, l.Token, "9999x", "thief"); !errors.Is(err, ErrPIN) {
		t.Errorf("a wrong PIN: %v", err)
	}
	secret, _, err := w.panel.Pair(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Enter(ctx, secret, "", "laptop"); err != nil {
		t.Errorf("a paired device: %v", err)
	}
	if _, err := h.Enter(ctx, secret, "", "laptop"); !errors.Is(err, ErrLink) {
		t.Errorf("a pairing used twice: %v", err)
	}
	enterAs(t, w, l)
	if _, err := h.Enter(ctx, l.Token, "2468", "fourth"); !errors.Is(err, ErrDevices) {
		t.Errorf("a fourth device: %v", err)
	}
	devices, err := w.panel.Devices(ctx, a)
	if err != nil || len(devices) != 3 || devices[1].Name != "laptop" {
		t.Fatalf("%+v, %v", devices, err)
	}
	if err := w.panel.RemoveDevice(ctx, a, devices[1].ID); err != nil {
		t.Fatal(err)
	}
	last, err := h.Enter(ctx, l.Token, "2468", "fourth")
	if err != nil {
		t.Fatal(err)
	}
	for range maxFailures {
		if _, err := h.Enter(ctx, l.Token, "wrong!", "thief"); !errors.Is(err, ErrPIN) {
			t.Errorf("guessing: %v", err)
		}
	}
	if _, err := h.Enter(ctx, l.Token, "2468", "thief"); !errors.Is(err, ErrLocked) {
		t.Errorf("after guessing: %v", err)
	}
	w.steer(w.panel.Revoke(ctx, w.as("secretary"), w.panel.State().Control, "E1"))
	if _, _, err := h.Session(ctx, last); !errors.Is(err, ErrSession) {
		t.Errorf("a session of a revoked link: %v", err)
	}
	other := work(t, New{Kind: Closed, File: plain(t, 2)})
	for name, token := range map[string]string{"revoked": l.Token, "foreign": other.links["E1"].Token, "guessed": strings.Repeat("A", 32), "none": ""} {
		_, looked := h.Invited(ctx, token)
		_, entered := h.Enter(ctx, token, "2468", "x")
		if looked != ErrLink || entered != ErrLink {
			t.Errorf("a link that is %s: %v, %v", name, looked, entered)
		}
	}
	later := NewHouse(w.store, Options{Now: func() time.Time { return time.Now().Add(linksFor + time.Hour) }})
	defer later.Close()
	if _, err := later.Enter(ctx, w.links["E2"].Token, "2468", "x"); err != ErrLink {
		t.Errorf("an expired link: %v", err)
	}
	var held bytes.Buffer
	if err := w.store.Backup(ctx, &held); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(held.Bytes(), []byte(w.links["E2"].Token)) || bytes.Contains(held.Bytes(), []byte(last)) {
		t.Error("the store knows a secret")
	}
}

// Two devices of one expert: what one changed the other is shown, and nothing is overwritten; the same save sent again is done once; after closing it is refused.
func TestTwoDevices(t *testing.T) {
	w := work(t, New{Kind: Closed, File: plain(t, 6)})
	ctx, p, q := t.Context(), w.panel, Question{Technology: "T1", Criterion: "C1"}
	w.open()
	round := p.State().Current().ID
	say := func(client string, version int64, q Question, v float64) (Receipt, error) {
		return p.Save(ctx, w.as("E1"), Save{Client: client, Round: round, Version: version, Answers: map[Question]Answer{q: {State: study.Given, Value: v}}})
	}
	first, err := say("a", 0, q, 2)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := say("a", 0, q, 2); err != nil || again.Commitment != first.Commitment || again.Version != 1 {
		t.Errorf("sent again: %+v, %v", again, err)
	}
	_, err = say("b", 0, q, 4)
	var changed *ChangedError
	if !errors.As(err, &changed) || !slices.Equal(changed.Questions, []Question{q}) || changed.Now.Answers[q].Value != 2 {
		t.Fatalf("the other device: %v", err)
	}
	if _, err := say("c", 0, Question{Technology: "T2", Criterion: "C1"}, 5); err != nil { // another question
		t.Errorf("what nobody else changed: %v", err)
	}
	if _, err := say("d", 2, q, 4); err != nil { // having seen it
		t.Errorf("after a look: %v", err)
	}
	if r, err := say("a", 0, q, 2); err != nil || r.Commitment != first.Commitment {
		t.Errorf("an old save sent again: %+v, %v", r, err)
	}
	w.close()
	if _, err := say("e", 3, q, 1); !errors.Is(err, ErrClosed) {
		t.Errorf("after closing: %v", err)
	}
	if _, err := say("d", 2, q, 4); err != nil {
		t.Errorf("a save that came in time, sent again after closing: %v", err)
	}
	b, err := p.Ballot(ctx, w.as("E1"))
	if err != nil || b.Answers[q].Value != 4 || b.Open {
		t.Errorf("%+v, %v", b, err)
	}
}

// Data erased by order is gone from the store, and the record says so, not that it was touched.
func TestErasure(t *testing.T) {
	w := work(t, New{Kind: Open, File: plain(t, 6)})
	w.open()
	w.vote()
	w.plant2()
	if _, err := w.panel.Erase(t.Context(), "E3"); err == nil {
		t.Error("somebody was erased out of an open round")
	}
	w.close()
	if n, err := w.panel.Erase(t.Context(), "E3"); err != nil || n == 0 {
		t.Fatalf("%d, %v", n, err)
	}
	record := w.record()
	v := verified(t, record, Evidence{})
	if len(v.Wrong) > 0 || !strings.Contains(fmt.Sprint(v.Notes), "erased by order") {
		t.Errorf("%v, %v", v.Wrong, v.Notes)
	}
	if tells(record) || bytes.Contains(record, []byte(`"Name 3"`)) {
		t.Error("the record says what was erased")
	}
	events, err := w.store.Events(t.Context(), w.panel.id, 0, 0)
	if err != nil || store.Intact(w.panel.id, events) != nil {
		t.Errorf("the chain is broken: %v", err)
	}
	if _, err := w.panel.Outcome(t.Context(), w.as("chair")); err != nil {
		t.Errorf("the ranking of the others: %v", err)
	}
}

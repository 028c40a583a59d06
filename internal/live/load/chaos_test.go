package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"veche/internal/ci"
	"veche/internal/live"
	"veche/internal/live/load/fleet"
	"veche/internal/store"
	"veche/internal/store/postgres"
	"veche/internal/store/postgrestest"
)

// Three servers whose clocks differ, killed at random and started again, on a PostgreSQL that is killed too, while experts answer and some read their streams slowly:
// no answer that was called saved is lost, none counts twice, nobody is told what their rights do not give them, the chain and the record hold, and in the end every
// stream has told of the last change. Half a minute; five with VECHE_LONG=1.
func TestChaos(t *testing.T) {
	db := postgrestest.Start(t)
	lasts := 30 * time.Second
	if ci.Longest() {
		lasts = 5 * time.Minute
	}
	ci.Long(t, "servers and PostgreSQL killed at random while experts answer")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o := options{experts: 9, technologies: 3, criteria: 2, db: db.Database()}
	x, err := prepare(ctx, o, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	z := &chaos{t: t, c: &crowd{o: o, x: x, saved: map[string]string{}}, slots: make([]*fleet.Server, 3)}
	for k := range z.slots {
		z.start(ctx, k, "")
	}
	for _, id := range x.experts {
		z.c.members = append(z.c.members, fleet.With(z.slots[0], browser(), id, x.sessions[id]))
	}
	chair := fleet.With(z.slots[0], browser(), "chair", x.sessions["chair"])
	ears := make([]*last, len(z.c.members))
	var listening, working sync.WaitGroup
	for k, m := range z.c.members {
		ears[k] = &last{}
		listening.Go(func() { z.listen(ctx, m, ears[k], k%3 == 0) })
	}
	end := time.Now().Add(lasts)
	for k, m := range z.c.members {
		working.Go(func() { z.work(ctx, m, k, end) })
	}
	working.Go(func() { z.smash(ctx, db, end) })
	working.Wait()
	if t.Failed() {
		return
	}
	for _, e := range ears {
		e.clear()
	}
	z.insist(ctx, chair, func(ctx context.Context) error {
		page, err := chair.Must(ctx, "/screen", nil)
		if err == nil {
			_, err = chair.Must(ctx, "/screen", url.Values{"seq": {fleet.Hidden(page, "seq")}, "view": {"candidates"}})
		}
		return err
	})
	for k, e := range ears {
		for until := time.Now().Add(30 * time.Second); !e.has("screen"); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(until) {
				t.Errorf("the stream of %s never told of the last change", z.c.members[k].Person)
				break
			}
		}
		if e.had("coverage") || e.had("people") {
			t.Errorf("%s is told who answers", z.c.members[k].Person)
		}
	}
	cancel()
	listening.Wait()
	for _, s := range z.slots {
		_ = s.Kill() // the store is looked at alone
	}
	z.holds(t.Context())
}

// chaos is what goes on.
type chaos struct {
	t     *testing.T
	c     *crowd
	mu    sync.Mutex
	slots []*fleet.Server
	kills int
}

// start starts a server in a place, with a clock of its own.
func (z *chaos) start(ctx context.Context, k int, listen string) {
	for try := 0; ctx.Err() == nil; try++ {
		o := z.c.serverOptions(0, listen)
		o.Skew = []time.Duration{0, 2 * time.Minute, -2 * time.Minute}[k]
		o.Data = filepath.Join(z.c.x.data, fmt.Sprint(k))
		s, err := fleet.Start(ctx, o)
		if err == nil {
			z.mu.Lock()
			z.slots[k] = s
			z.mu.Unlock()
			z.t.Cleanup(func() { _ = s.Kill() }) // it may have ended
			return
		}
		if try > 60 {
			z.t.Error(err)
			return
		}
		time.Sleep(500 * time.Millisecond) // the database may be down
	}
}

// any is some server, which may be dead.
func (z *chaos) any() *fleet.Server {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.slots[rand.IntN(len(z.slots))]
}

// insist does something at one server after another until it is done.
func (z *chaos) insist(ctx context.Context, m *fleet.Member, do func(context.Context) error) {
	var err error
	for end := time.Now().Add(time.Minute); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(100 * time.Millisecond) {
		m.At(z.any())
		once, cancel := context.WithTimeout(ctx, 10*time.Second)
		err = do(once)
		cancel()
		if err == nil {
			return
		}
	}
	if ctx.Err() == nil {
		z.t.Errorf("%s: it is never done: %v", m.Person, err)
	}
}

// work answers, each answer sent with its own name until a page calls it saved.
func (z *chaos) work(ctx context.Context, m *fleet.Member, k int, end time.Time) {
	for n := 0; time.Now().Before(end) && ctx.Err() == nil; n++ {
		client, field := fmt.Sprintf("chaos-%d-%d", k, n), fmt.Sprintf("s.T%d.C%d", 1+n%3, 1+n/3%2)
		z.insist(ctx, m, func(ctx context.Context) error {
			_, err := m.Save(ctx, z.c.x.round, client, field, "", fmt.Sprint(1+n%9))
			return err
		})
		z.c.mu.Lock()
		z.c.saved[client] = m.Person
		z.c.mu.Unlock()
		time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond)
	}
}

// smash kills a server, or PostgreSQL, every few seconds.
func (z *chaos) smash(ctx context.Context, db *postgrestest.Server, end time.Time) {
	for time.Now().Before(end) && ctx.Err() == nil {
		time.Sleep(time.Duration(1000+rand.IntN(2000)) * time.Millisecond)
		if z.kills++; z.kills%4 == 0 {
			db.Kill()
			db.Run()
			continue
		}
		k := rand.IntN(len(z.slots))
		z.mu.Lock()
		s := z.slots[k]
		z.mu.Unlock()
		u, err := url.Parse(s.URL)
		if err != nil {
			z.t.Error(err)
			return
		}
		_ = s.Kill() // it has ended either way
		z.start(ctx, k, u.Host)
	}
}

// last is what a stream told.
type last struct {
	mu       sync.Mutex
	now, all map[string]bool
}

func (l *last) tell(topics []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all == nil {
		l.now, l.all = map[string]bool{}, map[string]bool{}
	}
	for _, t := range topics {
		l.now[t], l.all[t] = true, true
	}
}

func (l *last) clear() { l.mu.Lock(); defer l.mu.Unlock(); l.now = map[string]bool{} }

func (l *last) has(topic string) bool { l.mu.Lock(); defer l.mu.Unlock(); return l.now[topic] }

func (l *last) had(topic string) bool { l.mu.Lock(); defer l.mu.Unlock(); return l.all[topic] }

// listen follows a stream from where it was, at whichever server answers; a slow one sleeps over each line.
func (z *chaos) listen(ctx context.Context, m *fleet.Member, e *last, slow bool) {
	mine, since := fleet.With(z.any(), browser(), m.Person, z.c.x.sessions[m.Person]), ""
	for ctx.Err() == nil {
		_ = mine.At(z.any()).Follow(ctx, since, func(l fleet.Line) { // it is followed again
			if l.ID != "" {
				since = l.ID
			}
			e.tell(l.Topics)
			if slow {
				time.Sleep(300 * time.Millisecond)
			}
		})
		time.Sleep(200 * time.Millisecond)
	}
}

// holds looks at what is in the store when all is over.
func (z *chaos) holds(ctx context.Context) {
	t, x := z.t, z.c.x
	st, err := postgres.Open(ctx, z.c.o.db)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	saves := map[string]int64{}
	for client, person := range z.c.saved {
		if _, err := st.Receipt(ctx, x.panel, person, client); err != nil {
			t.Errorf("%s's answer %s was called saved and is not there: %v", person, client, err)
		}
		saves[person]++
	}
	ballots, err := st.Ballots(ctx, x.panel, x.round)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range ballots {
		if b.Version != saves[b.Person] {
			t.Errorf("%s saved %d times, and the ballot has version %d", b.Person, saves[b.Person], b.Version)
		}
	}
	events, err := st.Events(ctx, x.panel, 0, 0)
	if err == nil {
		err = store.Intact(x.panel, events)
	}
	if err != nil {
		t.Error(err)
	}
	house := live.NewHouse(st, live.Options{})
	defer house.Close()
	p, err := house.Panel(ctx, x.panel)
	if err != nil {
		t.Fatal(err)
	}
	chair, err := p.As("chair")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.CloseRound(ctx, chair, p.State().Control); err != nil {
		t.Fatal(err)
	}
	record, err := p.Record(ctx, chair)
	if err != nil {
		t.Fatal(err)
	}
	v, err := live.Verify(record, live.Evidence{})
	if err != nil || len(v.Wrong) > 0 {
		t.Errorf("the record: %v, %v", err, errors.Join(wrongs(v)...))
	}
	t.Logf("%d answers, %d faults", len(z.c.saved), z.kills)
}

// browser is somebody's own.
func browser() *http.Client {
	return &http.Client{Timeout: 15 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 2}}
}

func wrongs(v *live.Verification) (all []error) {
	if v != nil {
		for _, w := range v.Wrong {
			all = append(all, errors.New(fmt.Sprint(w)))
		}
	}
	return all
}

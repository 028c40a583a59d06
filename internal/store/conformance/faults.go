package conformance

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"veche/internal/store"
)

// Shared is two stores on one database: what one writes the other reads, in one chain, while both write.
func Shared(t *testing.T, a, b store.Store) {
	begin(t, a, "p")
	const saves = 20
	var done sync.WaitGroup
	for k, s := range []store.Store{a, b} {
		g := store.NewGroup(s)
		for n := range 4 {
			done.Go(func() {
				person := fmt.Sprint("E", k, n)
				for v := range int64(saves) {
					if r := g.Commit(context.Background(), "p", Answer(person, v, fmt.Sprint(person, v))); r.Err != nil {
						t.Errorf("%s: %v", person, r.Err)
					}
				}
			})
		}
	}
	done.Wait()
	Sound(t, a, "p", 1+8*saves)
	Sound(t, b, "p", 1+8*saves)
}

// Full is a store whose disk is full for a while: answers are refused with [store.ErrNoSpace], none that was acknowledged is lost, and afterwards answers are
// taken again. The database must not need more room for what it has.
func Full(t *testing.T, s store.Store, full func(bool)) {
	begin(t, s, "p")
	big := func(person string) store.Write {
		w := Answer(person, 0, person)
		w.Ballot.Data = make([]byte, 100_000)
		return w
	}
	one(t, s, "p", big("E1"), nil)
	full(true)
	refused := 0
	for k := range 5 {
		_, err := s.Commit(t.Context(), "p", []store.Write{big(fmt.Sprint("F", k))})
		if errors.Is(err, store.ErrNoSpace) {
			refused++
		} else if err != nil {
			t.Errorf("on a full disk: %v", err)
		}
	}
	if refused == 0 {
		t.Error("a full disk took everything")
	}
	all := Sound(t, s, "p", -1)
	full(false)
	one(t, s, "p", big("G"), nil)
	Sound(t, s, "p", len(all)+1)
}

// Broken is a store that is cut, killed or stopped again and again under answers: after each fault the store is whole, and every answer that was acknowledged is
// there. fault does one, and returns when the store may be asked again.
func Broken(t *testing.T, s store.Store, times int, fault func()) {
	begin(t, s, "p")
	g := store.NewGroup(s)
	rng := rand.New(rand.NewPCG(7, 11))
	const people = 6
	acknowledged := make([]int64, people) // version of the last answer that was
	for n := range times {
		ctx, stop := context.WithCancel(context.Background())
		var done sync.WaitGroup
		for k := range people {
			done.Go(func() {
				person := fmt.Sprint("E", k)
				for ctx.Err() == nil {
					v := acknowledged[k]
					r := g.Commit(context.Background(), "p", Answer(person, v, fmt.Sprint(person, "/", v)))
					switch {
					case r.Err == nil:
						acknowledged[k]++
					case errors.Is(r.Err, store.ErrRace):
						t.Errorf("fault %d: %s lost a race against themselves: the store had another version than was acknowledged", n, person)
						return
					default: // cut: whether it was written shows when it is sent again
						time.Sleep(5 * time.Millisecond)
					}
				}
			})
		}
		time.Sleep(time.Duration(10+rng.IntN(30)) * time.Millisecond)
		fault()
		time.Sleep(10 * time.Millisecond)
		stop()
		done.Wait()
		events := Sound(t, s, "p", -1)
		total := 0
		for k, v := range acknowledged {
			b, err := s.Ballot(t.Context(), "p", "r1", fmt.Sprint("E", k), 0)
			if errors.Is(err, store.ErrNone) && v == 0 {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if b.Version < v || b.Version > v+1 {
				t.Errorf("fault %d: E%d has version %d, acknowledged was %d", n, k, b.Version, v)
			}
			acknowledged[k] = b.Version // one that was written and not acknowledged is known when it is sent again
			total += int(b.Version)
		}
		if len(events) != 1+total {
			t.Fatalf("fault %d: %d events for %d answers", n, len(events), total)
		}
	}
	t.Logf("%d faults, %v answers", times, acknowledged)
}

// Told is two stores on one database: what one writes the other is told of.
func Told(t *testing.T, a, b store.Store) {
	ctx, end := context.WithTimeout(t.Context(), 20*time.Second)
	defer end()
	changes := b.Watch(ctx)
	begin(t, a, "p")
	for n := int64(0); ; n++ { // the listener may not be there yet
		select {
		case id := <-changes:
			if id != "p" {
				t.Errorf("told of %q", id)
			}
			return
		case <-ctx.Done():
			t.Fatal("nothing was told")
		case <-time.After(200 * time.Millisecond):
			answered(t, a, "p", "E1", n)
		}
	}
}

package conformance

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"veche/internal/store"
)

// Alone is two stores on one database: never do both something of one name, everybody's turn comes, who no longer wants to wait goes, and other names do not wait.
func Alone(t *testing.T, a, b store.Store) {
	var inside, turns atomic.Int64
	var done sync.WaitGroup
	for k := range 6 {
		s := []store.Store{a, b}[k%2]
		done.Go(func() {
			err := s.Alone(t.Context(), "test", func(ctx context.Context) error {
				if n := inside.Add(1); n != 1 {
					t.Errorf("%d do it at once", n)
				}
				time.Sleep(2 * time.Millisecond)
				inside.Add(-1)
				turns.Add(1)
				return ctx.Err()
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
	if turns.Load() != 6 {
		t.Errorf("%d of 6 had their turn", turns.Load())
	}
	own := errors.New("its own")
	err := a.Alone(t.Context(), "test", func(context.Context) error {
		short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := b.Alone(short, "test", func(context.Context) error { t.Error("two at once"); return nil }); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("who gave up waiting is answered %v", err)
		}
		if err := b.Alone(t.Context(), "other", func(context.Context) error { return nil }); err != nil {
			t.Errorf("another name waits: %v", err)
		}
		return own
	})
	if !errors.Is(err, own) {
		t.Errorf("what was done failed, and %v is said", err)
	}
}

// Turn is two stores on one database, of which the first has a turn when its connection is cut: what it does is ended, and the second has its turn.
func Turn(t *testing.T, a, b store.Store, cut func()) {
	ended := make(chan error, 1)
	begun := make(chan struct{})
	go func() {
		ended <- a.Alone(t.Context(), "test", func(ctx context.Context) error {
			close(begun)
			<-ctx.Done()
			return ctx.Err()
		})
	}()
	<-begun
	cut()
	if err := b.Alone(t.Context(), "test", func(context.Context) error { return nil }); err != nil {
		t.Error(err)
	}
	select {
	case err := <-ended:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("a lost turn ends with %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("who lost its turn goes on")
	}
}

// expected is what a write or an erasure that expects the panel's control does: nothing where it is another, and it moves nothing by itself.
func expected(t *testing.T, s store.Store) {
	begin(t, s, "p")
	answered(t, s, "p", "E1", 0)
	head, err := s.Panel(t.Context(), "p")
	if err != nil {
		t.Fatal(err)
	}
	stale := head.Control + 1
	b := &store.BallotWrite{Ballot: store.Ballot{Round: "r1", Person: "E1", Data: []byte("new")}, Expect: 1}
	one(t, s, "p", store.Write{Control: &stale, Ballot: b}, store.ErrRace)
	if err := s.Forget(t.Context(), "p", store.Forgotten{Control: &stale, Ballots: true, Kinds: []string{"ballot"}}); !errors.Is(err, store.ErrRace) {
		t.Errorf("an erasure that expects something else is answered %v", err)
	}
	if all := Sound(t, s, "p", 2); all[1].Payload == nil {
		t.Error("it was erased all the same")
	}
	one(t, s, "p", store.Write{Control: &head.Control, Ballot: b}, nil)
	if now, err := s.Panel(t.Context(), "p"); err != nil || now != head {
		t.Errorf("a write without events moved the panel: %+v, %v", now, err)
	}
	if err := s.Forget(t.Context(), "p", store.Forgotten{Control: &head.Control, Kinds: []string{"ballot"}}); err != nil {
		t.Error(err)
	}
	if all := Sound(t, s, "p", 2); all[1].Payload != nil {
		t.Error("it was not erased")
	}
}

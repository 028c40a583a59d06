package live

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"veche/internal/store"
	"veche/internal/store/sqlite"
)

// gated is a store that answers about events when it is let.
type gated struct {
	store.Store
	gate  atomic.Pointer[chan struct{}] // nil: at once
	asked atomic.Int64
	under atomic.Int64
}

func (g *gated) Events(ctx context.Context, panel string, after int64, limit int) ([]store.Event, error) {
	g.asked.Add(1)
	g.under.Add(1)
	defer g.under.Add(-1)
	if gate := g.gate.Load(); gate != nil {
		<-*gate
	}
	return g.Store.Events(ctx, panel, after, limit)
}

// A thousand who ask while one look is under way share the next, which began after they asked; and a house that is closed has let go of its store, though who asked has
// gone long since.
func TestLooks(t *testing.T) {
	st, err := sqlite.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	g := &gated{Store: st}
	w := workOn(t, g, New{File: plain(t, 6)})
	gate := make(chan struct{})
	g.gate.Store(&gate)
	ctx, gone := context.WithCancel(t.Context())
	first := make(chan error)
	go func() { _, err := w.panel.Head(ctx); first <- err }()
	for g.under.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	before := g.asked.Load()
	var all sync.WaitGroup
	for range 1000 {
		all.Go(func() {
			if _, err := w.panel.Head(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	for range 1000 { // all of them wait for one that has not begun
		w.panel.looks.mu.Lock()
		waits := w.panel.looks.next != nil
		w.panel.looks.mu.Unlock()
		if waits {
			break
		}
		time.Sleep(time.Millisecond)
	}
	time.Sleep(50 * time.Millisecond)
	gone()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("who went was told %v", err)
	}
	close(gate)
	all.Wait()
	if n := g.asked.Load() - before; n < 1 || n > 100 { // late ones and the poll ask again
		t.Errorf("a thousand asked the store %d times", n)
	}

	again := make(chan struct{})
	g.gate.Store(&again)
	ctx, gone = context.WithCancel(t.Context())
	go func() { _, err := w.panel.Head(ctx); first <- err }()
	for g.under.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	gone()
	<-first
	closed := make(chan struct{})
	go func() { w.house.Close(); close(closed) }()
	select {
	case <-closed:
		t.Error("the house is closed and a look still at its store")
	case <-time.After(50 * time.Millisecond):
	}
	close(again)
	<-closed
	if g.under.Load() != 0 {
		t.Error("a look is still at the store")
	}
}

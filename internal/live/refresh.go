package live

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"veche/internal/store"
)

// lookTime is after how long looking for events is given up.
const lookTime = 15 * time.Second

// looks are looks for events that others may have written. Whoever wants to know how things stand needs a look that began after they asked; all who ask while one is
// under way share the next, so that a thousand people at once cost the database two questions and not a thousand.
type looks struct {
	mu    sync.Mutex
	next  *look // not begun yet
	under bool  // one is under way
}

type look struct {
	done chan struct{}
	err  error
}

// refresh brings the state to an event at least; 0 asks for whatever there is.
func (p *Panel) refresh(ctx context.Context, seq int64) error {
	if s := p.state.Load(); s != nil && seq > 0 && s.Seq >= seq {
		return nil
	}
	l := p.coming()
	select {
	case <-l.done:
		return l.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// coming is the look that begins next, at once where none is under way.
func (p *Panel) coming() *look {
	p.looks.mu.Lock()
	defer p.looks.mu.Unlock()
	if p.looks.next == nil {
		p.looks.next = &look{done: make(chan struct{})}
	}
	l := p.looks.next
	if !p.looks.under {
		p.looks.under = true
		go p.look()
	}
	return l
}

// look looks as long as somebody waits for it.
func (p *Panel) look() {
	for {
		p.looks.mu.Lock()
		l := p.looks.next
		p.looks.next, p.looks.under = nil, l != nil
		p.looks.mu.Unlock()
		if l == nil {
			return
		}
		p.house.looking.RLock()
		ctx, cancel := context.WithTimeout(p.house.ctx, lookTime)
		l.err = p.read(ctx)
		cancel()
		p.house.looking.RUnlock()
		close(l.done)
	}
}

// read folds what is new.
func (p *Panel) read(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.state.Load()
	after := int64(0)
	if was != nil {
		after = was.Seq
	}
	events, err := p.house.store.Events(ctx, p.id, after, 0)
	if err != nil {
		return err
	}
	if was == nil && len(events) == 0 {
		return ErrNone
	}
	if len(events) == 0 {
		return nil
	}
	if was != nil && slices.ContainsFunc(events, rewrites) { // by another process, perhaps
		p.bits, p.results, was = nil, nil, nil
		if events, err = p.house.store.Events(ctx, p.id, 0, 0); err != nil {
			return err
		}
	}
	next := &State{ID: p.id, casts: map[ballotKey][]store.Hash{}}
	if was != nil {
		next = was.successor()
	}
	topics := map[Topic]bool{}
	for k := range events {
		if err := next.fold(&events[k], topics); err != nil {
			return fmt.Errorf("panel %s, event %d: %w", p.id, events[k].Seq, err)
		}
	}
	p.state.Store(next)
	if topics[TopicFigures] { // a box was closed or opened again: ballots are not as they were
		p.bits = nil
	}
	p.streams.tell(next, news{topics: topics, saved: p.savedBy(events), at: position{seq: next.Seq}})
	return nil
}

// rewrites reports whether earlier events are not what they were once this one is there.
func rewrites(e store.Event) bool { return e.Kind == evErased }

package store

import (
	"context"
	"sync"
	"time"
)

// groupWait is how long a write may wait for company after the commit before it ended; groupMost how many go into one commit.
const (
	groupWait = 2 * time.Millisecond
	groupMost = 256
	groupTime = 15 * time.Second // after which a commit is given up, as unknown
)

// Group gathers writes that come at the same time into commits, one after the other for each panel. A write waits for the commit that is under way and a moment
// for company, within 20 ms of the disk's own time.
type Group struct {
	store  Store
	mu     sync.Mutex
	queues map[string]*queue
}

type queue struct {
	waiting []*waiting
	busy    bool
}

type waiting struct {
	write  Write
	result Result
	done   chan struct{}
}

// NewGroup gathers writes to a store.
func NewGroup(s Store) *Group { return &Group{store: s, queues: map[string]*queue{}} }

// Commit writes and returns when it is on disk, or is known not to be. A context that ends does not take back what is under way.
func (g *Group) Commit(ctx context.Context, panel string, w Write) Result {
	mine := &waiting{write: w, done: make(chan struct{})}
	g.mu.Lock()
	q := g.queues[panel]
	if q == nil {
		q = &queue{}
		g.queues[panel] = q
	}
	q.waiting = append(q.waiting, mine)
	leads := !q.busy
	q.busy = true
	g.mu.Unlock()
	if leads {
		go g.lead(panel, q)
	}
	select {
	case <-mine.done:
		return mine.result
	case <-ctx.Done():
		return Result{Err: ctx.Err()}
	}
}

// lead commits what waits until nothing does.
func (g *Group) lead(panel string, q *queue) {
	for company := false; ; company = true {
		if company { // there were others a moment ago
			time.Sleep(groupWait)
		}
		g.mu.Lock()
		batch := q.waiting
		if len(batch) == 0 {
			q.busy = false
			g.mu.Unlock()
			return
		}
		if len(batch) > groupMost {
			batch, q.waiting = batch[:groupMost:groupMost], batch[groupMost:]
		} else {
			q.waiting = nil
		}
		g.mu.Unlock()
		writes := make([]Write, len(batch))
		for k, w := range batch {
			writes[k] = w.write
		}
		ctx, cancel := context.WithTimeout(context.Background(), groupTime)
		results, err := g.store.Commit(ctx, panel, writes)
		cancel()
		for k, w := range batch {
			if w.result = (Result{Err: err}); err == nil {
				w.result = results[k]
			}
			close(w.done)
		}
	}
}

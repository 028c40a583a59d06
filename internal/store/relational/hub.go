package relational

import (
	"context"
	"sync"
)

// Hub tells those who watch which panels may have changed. What a watcher has not taken yet is told once.
type Hub struct {
	mu       sync.Mutex
	watchers map[*watcher]bool
}

type watcher struct {
	pending map[string]bool
	wake    chan struct{}
}

// Tell says that a panel may have changed.
func (h *Hub) Tell(panel string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for w := range h.watchers {
		w.pending[panel] = true
		select {
		case w.wake <- struct{}{}:
		default:
		}
	}
}

// Watch gives the panels until ctx ends.
func (h *Hub) Watch(ctx context.Context) <-chan string {
	w := &watcher{pending: map[string]bool{}, wake: make(chan struct{}, 1)}
	h.mu.Lock()
	if h.watchers == nil {
		h.watchers = map[*watcher]bool{}
	}
	h.watchers[w] = true
	h.mu.Unlock()
	out := make(chan string)
	go func() {
		defer close(out)
		defer func() {
			h.mu.Lock()
			delete(h.watchers, w)
			h.mu.Unlock()
		}()
		for {
			select {
			case <-ctx.Done():
				return
			case <-w.wake:
			}
			h.mu.Lock()
			panels := w.pending
			w.pending = map[string]bool{}
			h.mu.Unlock()
			for panel := range panels {
				select {
				case out <- panel:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return out
}

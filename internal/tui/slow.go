package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// result is something worked out apart from the keys, and the state of the study it belongs to.
type result[T any] struct {
	value T
	err   error
	key   string
	gen   int // 0: never worked out
}

// known reports whether there is a value, of whatever state.
func (r *result[T]) known() bool { return r.gen > 0 && r.err == nil }

// fresh reports whether the value is that of the present state; one that is not is drawn in [draw.Theme.Stale].
func (r *result[T]) fresh(x *session) bool { return r.gen == x.gen }

// want starts slow work whose result is not that of the present state, or was made for another key; a screen's settle calls it for whatever is seen. work runs
// beside the program: it may read the study and the outcome that were current when want was called, which never change, but nothing of the room. Work under one
// key runs once at a time; when the study has changed meanwhile its context is cancelled, what it brings is dropped, and settle is called again. A delay keeps
// heavy work from beginning while a hand is still on a slider.
func want[T any](r *room, res *result[T], key string, delay time.Duration, work func(context.Context) (T, error)) tea.Cmd {
	if res.fresh(r.session) && res.key == key {
		return nil
	}
	gen := r.gen
	return r.slow(key, delay, func(ctx context.Context) func() {
		value, err := work(ctx)
		return func() { *res = result[T]{value, err, key, gen} }
	})
}

// running is slow work under way.
type running struct {
	gen  int
	stop context.CancelFunc
}

// worked brings the result of slow work; take enters it.
type worked struct {
	key  string
	gen  int
	take func()
}

// slow runs work beside the program and then the function it returns in the program's own turn, unless the study has changed meanwhile. In a frame, where
// nothing moves, it does both at once.
func (r *room) slow(key string, delay time.Duration, work func(context.Context) func()) tea.Cmd {
	switch {
	case r.quiet:
		return nil
	case r.still:
		work(context.Background())()
		return nil
	}
	if run, ok := r.running[key]; ok {
		if run.gen != r.gen {
			run.stop() // its end settles the screen, which asks anew
		}
		return nil
	}
	ctx, stop := context.WithCancel(r.host.context())
	gen := r.gen
	r.running[key] = running{gen, stop}
	return func() tea.Msg {
		if delay > 0 {
			select {
			case <-ctx.Done():
			case <-time.After(delay):
			}
		}
		if ctx.Err() != nil {
			return worked{key, gen, nil}
		}
		return worked{key, gen, work(ctx)}
	}
}

// ended takes the result of slow work in, if it is still of use, and lets the screen ask for more.
func (m *model) ended(w worked) tea.Cmd {
	if run, ok := m.running[w.key]; ok {
		run.stop()
		delete(m.running, w.key)
	}
	if w.take != nil && w.gen == m.gen {
		w.take()
	}
	return m.settle()
}

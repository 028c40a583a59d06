package ssh

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// logEvery is how often a kind of refusal is logged: the first at once, those that follow together.
const logEvery = time.Minute

// refusals logs who was not let in: why and how many, not who. A thousand of them are two lines.
type refusals struct {
	log   *slog.Logger
	mu    sync.Mutex
	kinds map[string]int // refused since the last line; there is an entry while a line was written less than logEvery ago
}

func (r *refusals) refused(ctx context.Context, kind string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kinds == nil {
		r.kinds = map[string]int{}
	}
	if _, said := r.kinds[kind]; said {
		r.kinds[kind]++
		return
	}
	r.kinds[kind] = 0
	r.log.Warn("ssh: refused", "reason", kind)
	timer := time.AfterFunc(logEvery, func() { r.more(kind) })
	context.AfterFunc(ctx, func() { timer.Stop() })
}

// more logs how many came since.
func (r *refusals) more(kind string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := r.kinds[kind]
	delete(r.kinds, kind)
	if n > 0 {
		r.log.Warn("ssh: refused", "reason", kind, "more", n)
	}
}

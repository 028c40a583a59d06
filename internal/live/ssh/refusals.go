package ssh

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// logEvery is how often a kind of refusal is logged: the first at once, those that follow together.
const logEvery = time.Minute

// refusals logs who was not let in until its server ends: why and how many, not who. A thousand of them are two lines.
type refusals struct {
	ctx   context.Context // the server's: a line of those that followed is due after their connections have ended
	log   *slog.Logger
	mu    sync.Mutex
	kinds map[string]int // refused since the last line; there is an entry while a line was written less than logEvery ago
}

func (r *refusals) refused(kind string) {
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
	time.AfterFunc(logEvery, func() { r.more(kind) })
}

// more logs how many came since.
func (r *refusals) more(kind string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := r.kinds[kind]
	delete(r.kinds, kind)
	if n > 0 && r.ctx.Err() == nil {
		r.log.Warn("ssh: refused", "reason", kind, "more", n)
	}
}

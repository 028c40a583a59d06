package ssh

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Of a kind the first is told at once, those of the same minute together when it is over, and the next one again; a server that has ended tells nothing.
func TestRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(t.Context())
		log := &words{}
		r := &refusals{ctx: ctx, log: slog.New(slog.NewTextHandler(log, nil))}
		pass := func(n int, want ...string) {
			t.Helper()
			for range n {
				r.refused("x")
			}
			told := strings.Split(strings.TrimSpace(log.String()), "\n")
			for k, line := range want {
				if len(told) != len(want) || !strings.Contains(told[k], "reason=x") || !strings.HasSuffix(told[k], line) {
					t.Fatalf("%q, not %q", told, want)
				}
			}
		}
		minute := func() { time.Sleep(logEvery); synctest.Wait() }
		pass(3, "reason=x")
		minute()
		pass(0, "reason=x", "more=2")
		pass(2, "reason=x", "more=2", "reason=x")
		end()
		minute()
		pass(0, "reason=x", "more=2", "reason=x")
	})
}

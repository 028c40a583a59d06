package web

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"veche/internal/live"
)

// beat is how often a stream says that it is alive; lookEvery how many times it does until it looks whether its reader's session is over time. One that was ended
// is told of by the panel, at once.
const (
	beat      = 4 * time.Second
	lookEvery = 5
)

// maxPosition is how long what a page says of where its stream was may be.
const maxPosition = 200

// stream tells a page what may have changed, never what: the page asks with its reader's own rights. It ends within moments of the session.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, v *visit) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(s.ending, cancel)()
	since := r.Header.Get("Last-Event-ID") // of a browser that was cut off; else the page says what it shows
	if since == "" {
		since = r.URL.Query().Get("since")
	}
	if len(since) > maxPosition {
		s.refuse(w, r, http.StatusBadRequest)
		return
	}
	changes, err := v.panel.Watch(ctx, v.actor, since)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	s.metrics.Streams.Add(1)
	defer s.metrics.Streams.Add(-1)
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	send := func(text string) bool {
		if _, err := fmt.Fprint(w, text); err != nil {
			return false
		}
		return out.Flush() == nil
	}
	if !send(fmt.Sprintf("retry: %d\n: here\n\n", 500+rand.IntN(1500))) { // not all at once where a server ends
		return
	}
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for beats := 1; ; {
		select {
		case c, ok := <-changes:
			if !ok {
				if s.ending.Err() == nil && r.Context().Err() == nil {
					send("event: end\ndata: end\n\n")
				}
				return
			}
			line := "id: " + c.ID + "\n"
			if len(c.Topics) > 0 {
				line += "event: change\ndata:"
				for _, t := range c.Topics {
					line += " " + string(t)
				}
				line += "\n"
			}
			if !send(line + "\n") {
				return
			}
		case <-tick.C:
			if beats++; beats%lookEvery == 0 {
				if _, _, err := s.house.Session(ctx, v.session); errors.Is(err, live.ErrSession) { // a database that is away for a moment ends nothing
					if ctx.Err() == nil {
						send("event: end\ndata: end\n\n")
					}
					return
				}
			}
			if !send(": here\n\n") {
				return
			}
		}
	}
}

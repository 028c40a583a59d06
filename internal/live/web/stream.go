package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// beat is how often a stream says that it is alive, and has its reader's session looked at.
const beat = 4 * time.Second

// stream tells a page what may have changed, never what: the page asks with its reader's own rights. It ends within moments of the session.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, v *visit) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(s.ending, cancel)()
	changes, err := v.panel.Watch(ctx, v.actor)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	send := func(text string) bool {
		if _, err := fmt.Fprint(w, text); err != nil {
			return false
		}
		return out.Flush() == nil
	}
	if !send("retry: 1000\n: here\n\n") {
		return
	}
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		select {
		case c, ok := <-changes:
			if !ok {
				if s.ending.Err() == nil && r.Context().Err() == nil {
					send("event: end\ndata: end\n\n")
				}
				return
			}
			var topics []string
			for _, t := range c.Topics {
				topics = append(topics, string(t))
			}
			if !send("id: " + c.ID + "\nevent: change\ndata: " + strings.Join(topics, " ") + "\n\n") {
				return
			}
		case <-tick.C:
			if _, _, err := s.house.Session(ctx, v.session); err != nil {
				if ctx.Err() == nil {
					send("event: end\ndata: end\n\n")
				}
				return
			}
			if !send(": here\n\n") {
				return
			}
		}
	}
}

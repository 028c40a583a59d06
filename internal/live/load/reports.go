package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"sync"
	"time"

	"veche/internal/live/load/fleet"
)

// hire starts the workers that are to make what the servers do not have to.
func (c *crowd) hire(ctx context.Context) (dismiss func(), err error) {
	var all []*fleet.Server
	dismiss = func() {
		for _, w := range all {
			_ = w.Kill() // nothing of theirs is measured
		}
	}
	for range c.o.workers {
		w, err := fleet.Start(ctx, fleet.Options{DB: c.o.db, Worker: true})
		if err != nil {
			dismiss()
			return nil, err
		}
		all = append(all, w)
	}
	return dismiss, nil
}

// report has the chair ask for the panel's report, so many times at once, over and over until ctx ends.
func (c *crowd) report(whole, ctx context.Context) {
	patient := fleet.With(c.servers[0], &http.Client{Timeout: 5 * time.Minute}, "chair", c.x.sessions["chair"])
	var under sync.WaitGroup
	for range c.o.reports {
		under.Go(func() {
			for ctx.Err() == nil {
				began := time.Now()
				a, err := patient.Do(whole, "/files/report.html", nil, false)
				if err != nil || a.Status != http.StatusOK {
					fmt.Fprintln(os.Stderr, "the report:", a.Status, err)
					return
				}
				c.mu.Lock()
				c.result.reports = append(c.result.reports, time.Since(began))
				c.mu.Unlock()
			}
		})
	}
	under.Wait()
}

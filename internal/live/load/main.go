// Load starts real servers of a panel on this machine, plays its experts, and prints what they had to wait for:
//
//	go run ./internal/live/load                                   SQLite, 1,000 experts, 300 answers a second for 60 s
//	go run ./internal/live/load -db postgres://… -replicas 2 -kill      PostgreSQL, two servers, one of them killed in the middle
//	go run ./internal/live/load -db postgres://… -reports 3 -workers 1  PostgreSQL, the chair asks for three reports at once all the time, a worker makes them
//	go run ./internal/live/load -ssh 500                          500 explorers over SSH, each a key every 5 s
//
// Every expert has an open stream. An answer is timed from when it was due, so that a server that stands still is not flattered; a change of the common screen from
// before it is asked for until the last stream has told of it. Memory is the servers' own, the most they ever held. In the first seconds (-warm) a server that has just
// started reads what everybody answered before: they are told apart.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"veche/internal/live/load/fleet"
)

type options struct {
	experts, technologies, criteria int
	ssh                             int
	press                           time.Duration
	rate, replicas                  int
	reports, workers                int
	warm, lasts                     time.Duration
	db                              string
	kill                            bool
	profile                         string
}

func main() {
	fleet.Main()
	var o options
	flag.IntVar(&o.experts, "experts", 1000, "")
	flag.IntVar(&o.technologies, "technologies", 20, "")
	flag.IntVar(&o.criteria, "criteria", 8, "")
	flag.IntVar(&o.ssh, "ssh", 0, "")
	flag.DurationVar(&o.press, "press", 5*time.Second, "")
	flag.IntVar(&o.rate, "rate", 300, "")
	flag.IntVar(&o.replicas, "replicas", 1, "")
	flag.IntVar(&o.reports, "reports", 0, "")
	flag.IntVar(&o.workers, "workers", 0, "")
	flag.DurationVar(&o.lasts, "for", time.Minute, "")
	flag.DurationVar(&o.warm, "warm", 3*time.Second, "")
	flag.StringVar(&o.db, "db", "", "")
	flag.BoolVar(&o.kill, "kill", false, "")
	flag.StringVar(&o.profile, "profile", "", "")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	do := run
	if o.ssh > 0 {
		do = explore
	}
	r, err := do(ctx, o)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Print(r)
	if r.lost > 0 {
		os.Exit(1)
	}
}

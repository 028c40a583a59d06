package service

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"veche/internal/live"
	"veche/internal/store"
)

// duty is something that one server does for all that share a database. Each must bear being done twice: a server whose turn was lost notices it some seconds later.
type duty struct {
	name  string // in the log
	every time.Duration
	do    func(context.Context) error
}

// The turns: letters have their own, as not every server has somebody to send them by.
const (
	dutiesTurn  = "duties"
	lettersTurn = "letters"
)

// duties are what has to be done from time to time whoever looks on.
func duties(house *live.House, log *slog.Logger) []duty {
	var closing map[string]int64
	return []duty{
		{"retire", time.Hour, func(ctx context.Context) error {
			titles, err := house.Retire(ctx)
			for range titles {
				log.Warn("a panel was deleted: its data has been kept as long as it was to be")
			}
			return err
		}},
		{"closings", 5 * time.Second, func(ctx context.Context) (err error) { // that a killed server left half done
			closing, err = house.CutShort(ctx, closing)
			return err
		}},
		{"settle", time.Hour, house.Settle}, // and what follows them
		{"sweep", 10 * time.Minute, house.Sweep},
		{"deadlines", 2 * time.Second, house.Due},
	}
}

// takeTurnAgain is how long to wait after a turn was lost, or a database could not be asked for one.
const takeTurnAgain = time.Second

// attend does all duties while this process has the turn of a name, until ctx ends.
func attend(ctx context.Context, st store.Store, turn string, all []duty, log *slog.Logger) {
	for ctx.Err() == nil {
		err := st.Alone(ctx, turn, func(ctx context.Context) error {
			var under sync.WaitGroup
			for _, d := range all {
				under.Go(func() { d.keep(ctx, log) })
			}
			under.Wait()
			return ctx.Err()
		})
		if err != nil && ctx.Err() == nil && !errors.Is(err, context.Canceled) {
			log.Warn(turn, "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(takeTurnAgain):
		}
	}
}

// keep does one duty at once and then from time to time.
func (d duty) keep(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(d.every)
	defer tick.Stop()
	for {
		if err := d.do(ctx); err != nil && ctx.Err() == nil {
			log.Error(d.name, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

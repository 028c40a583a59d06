package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	askFirst = 20 * time.Millisecond // after which a turn that somebody else has is asked for again, then twice as long each time
	askLast  = time.Second
	askAfter = 2 * time.Second // how often the holder of a turn looks whether it still has it
	askMost  = 5 * time.Second // how long the server may take to say so
)

var errTurn = errors.New("postgres: the turn was lost with its connection")

// Alone holds an advisory lock on a connection of its own. A server that ends, or a network that is cut, gives the lock to another process; this one notices within
// some seconds.
func (s *Store) Alone(ctx context.Context, name string, do func(context.Context) error) error {
	conn, err := pgx.ConnectConfig(ctx, s.pool.Config().ConnConfig.Copy())
	if err != nil {
		return err
	}
	defer func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), askMost)
		defer cancel()
		_ = conn.Close(last) // with it the lock is let go of; where the server is gone, so is the lock
	}()
	for wait := askFirst; ; wait = min(2*wait, askLast) {
		has, err := mine(ctx, conn, "SELECT pg_try_advisory_lock(hashtextextended('veche ' || $1, 0))", name)
		if err != nil {
			return err
		}
		if has {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
	turn, lose := context.WithCancel(ctx)
	defer lose()
	done := make(chan error, 1)
	go func() { done <- do(turn) }()
	tick := time.NewTicker(askAfter)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-tick.C:
			if _, err := mine(ctx, conn, "SELECT true WHERE $1 <> ''", name); err != nil {
				lose()
				return errors.Join(errTurn, <-done)
			}
		}
	}
}

func mine(ctx context.Context, conn *pgx.Conn, query, name string) (has bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, askMost)
	defer cancel()
	err = conn.QueryRow(ctx, query, name).Scan(&has)
	return has, err
}

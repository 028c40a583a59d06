// Package postgres keeps panels in a PostgreSQL database, for several replicas of the server at once.
package postgres

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"veche/internal/store"
	"veche/internal/store/relational"
)

//go:embed migrations/*.sql
var migrations embed.FS

// channel is what changes are told on: the panel's id only.
const channel = "veche_panels"

// tellEvery is how often at most a panel's changes are told: a NOTIFY takes a lock of the whole server when it commits.
const tellEvery = 100 * time.Millisecond

// Store is a database of panels.
type Store struct {
	relational.DB
	pool *pgxpool.Pool
	hub  relational.Hub
	end  context.CancelFunc
	done sync.WaitGroup

	mu      sync.Mutex
	pending map[string]bool // panels to be told of
	wake    chan struct{}
}

// Open connects to the database of a URL (postgres://…) and brings it to the newest version.
func Open(ctx context.Context, address string) (*Store, error) {
	config, err := Parse(address)
	if err != nil {
		return nil, err
	}
	config.MaxConns = max(config.MaxConns, 8)
	config.ShouldPing = func(context.Context, pgxpool.ShouldPingParams) bool { return true } // a connection that was cut while it lay idle is not handed out
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	db := stdlib.OpenDBFromPool(pool)
	running, end := context.WithCancel(context.Background())
	s := &Store{pool: pool, end: end, pending: map[string]bool{}, wake: make(chan struct{}, 1)}
	s.DB = relational.DB{Read: db, Write: db, Changed: s.changed, Dialect: relational.Dialect{Numbered: "$", Lock: " FOR UPDATE", Again: again, Fault: fault}}
	if err := relational.Migrate(ctx, db, relational.Postgres, migrations); err != nil {
		return nil, errors.Join(fault(err), s.Close())
	}
	s.done.Go(func() { s.tell(running) })
	s.done.Go(func() { s.listen(running) })
	return s, nil
}

// again says whether a transaction was rolled back for another's sake.
func again(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
}

func fault(err error) error {
	var e *pgconn.PgError
	if errors.As(err, &e) && e.Code == diskFull {
		return fmt.Errorf("%w: %w", store.ErrNoSpace, err)
	}
	return err
}

// changed tells this process now and the others soon.
func (s *Store) changed(panel string) {
	s.hub.Tell(panel)
	s.mu.Lock()
	s.pending[panel] = true
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// tell notifies the other replicas, each panel at most once in a while. What cannot be told now they find by asking.
func (s *Store) tell(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		}
		s.mu.Lock()
		panels := s.pending
		s.pending = map[string]bool{}
		s.mu.Unlock()
		for panel := range panels {
			if _, err := s.pool.Exec(ctx, "SELECT pg_notify($1, $2)", channel, panel); err != nil {
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(tellEvery):
		}
	}
}

// listen hears of the other replicas' changes on a connection of its own, and connects anew when it is cut.
func (s *Store) listen(ctx context.Context) {
	for ctx.Err() == nil {
		s.hear(ctx)
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

func (s *Store) hear(ctx context.Context) {
	conn, err := pgx.ConnectConfig(ctx, s.pool.Config().ConnConfig.Copy())
	if err != nil {
		return
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return
	}
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return
		}
		s.hub.Tell(n.Payload)
	}
}

// Watch tells of the commits of this process and of the others.
func (s *Store) Watch(ctx context.Context) <-chan string { return s.hub.Watch(ctx) }

// tables are what a copy holds, in an order in which they can be put back.
var tables = []string{"panels", "events", "ballots", "receipts", "records"}

// Backup writes the tables as they stand at one moment: a line with each one's name, then its rows as JSON, a row a line.
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	tx, err := s.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	for _, table := range tables {
		heading, err := json.Marshal(map[string]string{"table": table})
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s\n", heading); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, "SELECT to_jsonb(t)::text FROM "+table+" t")
		if err != nil {
			return err
		}
		var line string
		if _, err := pgx.ForEachRow(rows, []any{&line}, func() error {
			_, err := fmt.Fprintln(w, line)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// Close ends it.
func (s *Store) Close() error {
	s.end()
	s.done.Wait()
	err := s.Read.Close()
	s.pool.Close()
	return err
}

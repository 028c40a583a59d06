// Package relational is what the stores share: the same tables and the same sentences of SQL over database/sql. A store adds how it is opened, locked, watched and
// copied.
package relational

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"veche/internal/store"
)

// Dialect is where two databases differ.
type Dialect struct {
	Numbered string           // what stands before a parameter's number: "$" or "?"
	Lock     string           // added to the reading of a panel's head inside a transaction: " FOR UPDATE", or nothing where the transaction locks all
	Again    func(error) bool // whether a transaction that failed so was rolled back and may be done again
	Fault    func(error) error
}

// DB is a store without watching and copying.
type DB struct {
	Read, Write *sql.DB
	Dialect     Dialect
	Changed     func(panel string) // called after a commit
}

func (d *DB) sql(query string) string {
	if d.Dialect.Numbered == "$" {
		return query
	}
	return strings.ReplaceAll(query, "$", d.Dialect.Numbered)
}

// attempts is how often a transaction that lost against another is done again.
const attempts = 8

// transact runs one transaction; f may run several times.
func (d *DB) transact(ctx context.Context, f func(*sql.Tx) error) error {
	var err error
	for k := range attempts {
		if err = d.once(ctx, f); err == nil || !d.Dialect.Again(err) {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(1<<k) * time.Millisecond):
		}
	}
	return d.fault(err)
}

func (d *DB) once(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := d.Write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after a commit it does nothing; else the cause is the error before it
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// fault gives a driver's error the name it has in package store.
func (d *DB) fault(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return store.ErrNone
	}
	if err != nil && d.Dialect.Fault != nil {
		return d.Dialect.Fault(err)
	}
	return err
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func moment(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

// Create makes an empty panel.
func (d *DB) Create(ctx context.Context, id string, at time.Time) error {
	return d.transact(ctx, func(tx *sql.Tx) error {
		var zero store.Hash
		done, err := tx.ExecContext(ctx, d.sql("INSERT INTO panels (id, created, head) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING"), id, micros(at), zero[:])
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, store.ErrExists)
		}
		return nil
	})
}

const panelColumns = "id, created, seq, head, control, gate"

// row is what both a row and rows can do.
type row interface{ Scan(...any) error }

func scanPanel(r row) (p store.Panel, err error) {
	var created int64
	var head []byte
	err = r.Scan(&p.ID, &created, &p.Seq, &head, &p.Control, &p.Gate)
	p.Created = moment(created)
	copy(p.Head[:], head)
	return p, err
}

// Panels are the heads of all panels.
func (d *DB) Panels(ctx context.Context) ([]store.Panel, error) {
	return list(ctx, d, scanPanel, "SELECT "+panelColumns+" FROM panels ORDER BY created, id")
}

// Panel is one head.
func (d *DB) Panel(ctx context.Context, id string) (store.Panel, error) {
	p, err := scanPanel(d.Read.QueryRowContext(ctx, d.sql("SELECT "+panelColumns+" FROM panels WHERE id = $1"), id))
	return p, d.fault(err)
}

// list reads rows.
func list[T any](ctx context.Context, d *DB, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := d.Read.QueryContext(ctx, d.sql(query), args...)
	if err != nil {
		return nil, d.fault(err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		x, err := scan(rows)
		if err != nil {
			return nil, d.fault(err)
		}
		all = append(all, x)
	}
	return all, d.fault(rows.Err())
}

// Events are those after a sequence.
func (d *DB) Events(ctx context.Context, panel string, after int64, limit int) ([]store.Event, error) {
	if limit <= 0 {
		limit = 1 << 30
	}
	return list(ctx, d, func(r row) (e store.Event, err error) {
		var commitment, hash []byte
		err = r.Scan(&e.Seq, &e.Kind, &e.Person, &commitment, &hash, &e.Salt, &e.Payload)
		copy(e.Commitment[:], commitment)
		copy(e.Hash[:], hash)
		return e, err
	}, "SELECT seq, kind, person, commitment, hash, salt, payload FROM events WHERE panel = $1 AND seq > $2 ORDER BY seq LIMIT $3", panel, after, limit)
}

const ballotColumns = "round, person, generation, version, data"

func scanBallot(r row) (b store.Ballot, err error) {
	err = r.Scan(&b.Round, &b.Person, &b.Generation, &b.Version, &b.Data)
	return b, err
}

// Ballot is one.
func (d *DB) Ballot(ctx context.Context, panel, round, person string, generation int) (store.Ballot, error) {
	b, err := scanBallot(d.Read.QueryRowContext(ctx, d.sql("SELECT "+ballotColumns+" FROM ballots WHERE panel = $1 AND round = $2 AND person = $3 AND generation = $4"), panel, round, person, generation))
	return b, d.fault(err)
}

// Ballots are all of a round.
func (d *DB) Ballots(ctx context.Context, panel, round string) ([]store.Ballot, error) {
	return list(ctx, d, scanBallot, "SELECT "+ballotColumns+" FROM ballots WHERE panel = $1 AND ($2 = '' OR round = $2) ORDER BY round, person, generation", panel, round)
}

// Receipt is what a person's save was answered.
func (d *DB) Receipt(ctx context.Context, panel, person, client string) (receipt []byte, err error) {
	err = d.Read.QueryRowContext(ctx, d.sql("SELECT receipt FROM receipts WHERE panel = $1 AND person = $2 AND client = $3"), panel, person, client).Scan(&receipt)
	return receipt, d.fault(err)
}

const recordColumns = "kind, key, panel, person, version, expires, data"

func scanRecord(r row) (x store.Record, err error) {
	var expires int64
	err = r.Scan(&x.Kind, &x.Key, &x.Panel, &x.Person, &x.Version, &expires, &x.Data)
	x.Expires = moment(expires)
	return x, err
}

// Record is one that has not expired.
func (d *DB) Record(ctx context.Context, kind, key string, at time.Time) (store.Record, error) {
	x, err := scanRecord(d.Read.QueryRowContext(ctx, d.sql("SELECT "+recordColumns+" FROM records WHERE kind = $1 AND key = $2 AND (expires = 0 OR expires > $3)"), kind, key, micros(at)))
	return x, d.fault(err)
}

// Records are a panel's of a kind.
func (d *DB) Records(ctx context.Context, panel, kind string) ([]store.Record, error) {
	return list(ctx, d, scanRecord, "SELECT "+recordColumns+" FROM records WHERE panel = $1 AND kind = $2 ORDER BY key", panel, kind)
}

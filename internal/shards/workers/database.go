// Package workers is the engine of shards over PostgreSQL and River: a count is filed in a database, workers on as many machines as wanted do its shards, and who
// filed it adds up what came. A shard's tally is one row, written in the transaction that completes its job, so that shards done twice, rescued or lost, workers
// killed and a database restarted in the middle change nothing.
package workers

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"veche/internal/store/postgres"
)

// schema is where everything stands: nothing of the panels kept in the same database is touched.
const schema = "veche_shards"

//go:embed schema.sql
var tables string

// Database is where counts are filed and done.
type Database struct {
	pool   *pgxpool.Pool
	build  string
	client *river.Client[pgx.Tx] // files jobs
	log    *slog.Logger

	silence time.Duration // after which a worker is taken for dead
}

// Open connects to the database of a URL (postgres://…) for a build of the program, and makes the tables that are missing. The log takes what the queue says.
func Open(ctx context.Context, address, build string, log *slog.Logger) (*Database, error) {
	d, err := Connect(ctx, address, build, log)
	if err != nil {
		return nil, err
	}
	if err := d.prepare(ctx); err != nil {
		d.Close()
		return nil, postgres.Said(err)
	}
	return d, nil
}

// Close ends the connections.
func (d *Database) Close() { d.pool.Close() }

// preparing is the number of the lock under which tables are made: several workers may start at once.
const preparing = 0x76656368652020

// prepare makes the tables, River's and our own.
func (d *Database) prepare(ctx context.Context) error {
	conn, err := d.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(preparing)); err != nil {
		return err
	}
	defer conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(preparing)) // or it ends with the connection
	if _, err := conn.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+schema); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, tables); err != nil {
		return err
	}
	migrator, err := rivermigrate.New(riverpgxv5.New(d.pool), &rivermigrate.Config{Schema: schema, Logger: d.log})
	if err != nil {
		return err
	}
	_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// queue is the name of the queue of a build: workers take the shards of their own build only, others could count otherwise.
func queue(build string) string {
	sum := sha256.Sum256([]byte(build))
	return "build-" + hex.EncodeToString(sum[:16])
}

// shardArgs are what a job of River says.
type shardArgs struct {
	Run   int64 `json:"run"`
	Shard int   `json:"shard"`
}

// Kind names such jobs.
func (shardArgs) Kind() string { return "shard" }

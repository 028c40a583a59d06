package workers

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"veche/internal/store/postgres"
)

// Errand is heavy work that somebody asks a worker to do: what it is called, and what the worker's [Handler] needs to know. Both stand in the database, for as long
// as the errand lasts and in the tables of the workers: nobody's data belongs into them.
type Errand struct {
	Name   string          `json:"name"`
	Args   json.RawMessage `json:"args"`
	Urgent bool            `json:"-"` // somebody looks at a page that waits for it
}

// Handler does an errand. What it makes it hands over itself; of its error nothing is kept but that there was one, as it may name people.
type Handler func(ctx context.Context, name string, args json.RawMessage) error

// What becomes of an errand that is not done: whoever asked does it themselves.
var (
	ErrNobody = errors.New("workers: no worker of this build that takes errands is alive")
	ErrLost   = errors.New("workers: the worker fell silent")
	ErrUndone = errors.New("workers: the worker could not do it")
	ErrBusy   = errors.New("workers: all workers are busy")
)

const (
	errandsAtOnce = 2                // by a worker, beside the shard it is at
	errandMost    = 10 * time.Minute // after which a worker gives one up that nobody takes back
	queueMost     = 10 * time.Second // for which an urgent one may wait to be begun
)

// errandArgs are what a job of River says.
type errandArgs struct{ Errand }

// Kind names such jobs.
func (errandArgs) Kind() string { return "errand" }

// errands is the name of the queue of a build's errands: they do not wait behind shards, which take seconds each.
func errands(build string) string { return queue(build) + "-errands" }

// Connect is [Open] for who only asks workers for errands: it makes no tables, where there are none nobody works.
func Connect(ctx context.Context, address, build string, log *slog.Logger) (*Database, error) {
	config, err := postgres.Parse(address)
	if err != nil {
		return nil, err
	}
	config.MaxConns = 8
	config.ConnConfig.RuntimeParams["search_path"] = schema
	config.ShouldPing = func(context.Context, pgxpool.ShouldPingParams) bool { return true } // a connection that was cut while it lay idle is not handed out
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	d := &Database{pool: pool, build: build, log: log, silence: silence}
	if d.client, err = river.NewClient(riverpgxv5.New(pool), &river.Config{Schema: schema, Logger: log}); err != nil {
		pool.Close()
		return nil, err
	}
	return d, nil
}

// Helpers is how many workers of this build that take errands are alive. Where nobody ever worked there are none.
func (d *Database) Helpers(ctx context.Context) (n int, err error) {
	err = d.pool.QueryRow(ctx, "SELECT count(*) FROM worker WHERE build = $1 AND errands AND seen > now() - $2::interval", d.build, d.silence).Scan(&n)
	var e *pgconn.PgError
	if errors.As(err, &e) && (e.Code == "42P01" || e.Code == "42703") { // no table, or an older version's
		return 0, nil
	}
	return n, err
}

// Errand has a worker of this build do an errand and waits until it is done. The error is one of those above, ctx's or the database's; in any case nobody is at the
// errand any more, or leaves it within a second, and nothing is left of it in the database.
func (d *Database) Errand(ctx context.Context, e Errand) error {
	n, err := d.Helpers(ctx)
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrNobody
	}
	filed, err := d.client.Insert(ctx, errandArgs{e}, errandOptions(d, e.Urgent))
	if err != nil {
		return err
	}
	defer func() {
		last, stop := context.WithTimeout(context.WithoutCancel(ctx), silence/2)
		defer stop()
		if _, err := d.pool.Exec(last, "DELETE FROM river_job WHERE id = $1", filed.Job.ID); err != nil {
			d.log.Warn("an errand stays listed", "error", err)
		}
	}()
	begun := time.Now()
	for pause := looking / 16; ; pause = min(2*pause, looking) {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(pause):
		}
		switch state, err := d.errand(ctx, filed.Job.ID); {
		case err != nil:
			return err
		case state == errandDone:
			return nil
		case state == errandWaits && e.Urgent && time.Since(begun) > queueMost:
			return ErrBusy
		}
	}
}

// errandOptions say where an errand is filed: once, before others where it is urgent.
func errandOptions(d *Database, urgent bool) *river.InsertOpts {
	o := &river.InsertOpts{Queue: errands(d.build), MaxAttempts: 1, Priority: 3}
	if urgent {
		o.Priority = 1
	}
	return o
}

// errandState is how far an errand is.
type errandState int

const (
	errandWaits errandState = iota
	errandUnder
	errandDone
)

// errand looks how far one is.
func (d *Database) errand(ctx context.Context, id int64) (errandState, error) {
	const look = `SELECT state::text, EXISTS (SELECT FROM worker w WHERE w.build = $2 AND w.seen > now() - $3::interval AND CASE j.state
			WHEN 'running' THEN w.id = j.attempted_by[cardinality(j.attempted_by)] ELSE w.errands END)
		FROM river_job j WHERE id = $1`
	var state string
	var alive bool
	err := d.pool.QueryRow(ctx, look, id, d.build, d.silence).Scan(&state, &alive)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return 0, ErrUndone
	case err != nil:
		return 0, err
	case state == "completed":
		return errandDone, nil
	case state == "cancelled" || state == "discarded":
		return 0, ErrUndone
	case !alive && state == "running":
		return 0, ErrLost
	case !alive:
		return 0, ErrNobody
	case state == "running":
		return errandUnder, nil
	}
	return errandWaits, nil
}

// helper is the part of a worker that does errands.
type helper struct {
	w *Worker
	river.WorkerDefaults[errandArgs]
}

// errTakenBack is why an errand is left.
var errTakenBack = errors.New("workers: the errand was taken back")

// Work does one errand.
func (h *helper) Work(ctx context.Context, job *river.Job[errandArgs]) (err error) {
	w := h.w
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	ctx, end := context.WithTimeout(ctx, errandMost)
	defer end()
	w.mu.Lock()
	w.errands[job.ID] = stop
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		delete(w.errands, job.ID)
		w.mu.Unlock()
		if fault := recover(); fault != nil { // what it says may be somebody's data: neither the database nor a log has it
			w.d.log.Error("an errand broke down", "errand", job.Args.Name, "stack", string(debug.Stack()))
			err = river.JobCancel(ErrUndone)
		}
	}()
	done := w.Errands(ctx, job.Args.Name, job.Args.Args)
	if w.DidErrand != nil {
		w.DidErrand(job.Args.Name, done)
	}
	if done != nil {
		return river.JobCancel(ErrUndone)
	}
	return nil
}

// wanted tells the errands that were taken back, as nothing is left of them.
func (w *Worker) wanted(ctx context.Context) error {
	w.mu.Lock()
	at := make([]int64, 0, len(w.errands))
	for id := range w.errands {
		at = append(at, id)
	}
	w.mu.Unlock()
	if len(at) == 0 {
		return nil
	}
	rows, err := w.d.pool.Query(ctx, "SELECT id FROM unnest($1::bigint[]) AS at (id) WHERE NOT EXISTS (SELECT FROM river_job j WHERE j.id = at.id)", at)
	if err != nil {
		return err
	}
	gone, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, id := range gone {
		if stop := w.errands[id]; stop != nil {
			stop(errTakenBack)
		}
	}
	return nil
}

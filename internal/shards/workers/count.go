package workers

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"veche/internal/language"
	"veche/internal/mcda/robust"
	"veche/internal/shards"
	"veche/internal/store/postgres"
	"veche/internal/study"
)

// State is how far a count is.
type State struct {
	Done    int // draws
	Workers int // of this build that are alive
}

const (
	looking   = 250 * time.Millisecond // between looks at what has come, at most
	reviewing = 2 * time.Second        // between looks at what was lost
	silence   = 10 * time.Second       // after which a worker is taken for dead, unless the database says otherwise; each tells of itself every second
	mostTimes = 6                      // a shard is begun
	kept      = "7 days"               // what nobody waits for any more
	patience  = 2 * time.Minute        // for a database that is away
)

// counting is a count that somebody waits for.
type counting struct {
	d     *Database
	o     *study.Outcome
	run   *shards.Run
	id    int64
	plan  []shards.Shard
	sum   *shards.Sum
	begun map[int]int  // how often each shard was filed
	lost  map[int]bool // shards that nobody was at, as seen at the last look
}

// Count files a run, or joins one that was filed before, waits for its shards and adds them up; length is how long a shard should take on one processor here. When
// ctx ends the count is cancelled: what is done stays, and the same count goes on from there when it is asked for again. The error is ctx's, the database's, or
// says what is wrong.
func (d *Database) Count(ctx context.Context, job *Job, o *study.Outcome, run *shards.Run, length time.Duration, progress func(State)) (*shards.Sum, error) {
	c := &counting{d: d, o: o, run: run, begun: map[int]int{}, lost: map[int]bool{}}
	if err := c.file(ctx, job, length); err != nil {
		return nil, postgres.Said(err)
	}
	err := postgres.Said(c.wait(ctx, progress))
	if ctx.Err() != nil {
		after, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer stop()
		return nil, errors.Join(context.Cause(ctx), c.cancel(after))
	}
	return c.sum, err
}

// shardLength is how long a shard should take on one processor of the machine that files the count: long against what filing it costs, short against what is lost
// with a worker that is killed.
const shardLength = 5 * time.Second

// Draw is [robustness.Draw] by workers: the same figures. What is wrong with the options is said before anything is filed.
func (d *Database) Draw(ctx context.Context, job *Job, o *study.Outcome, progress func(State)) (*robust.Acceptabilities, error) {
	run, err := shards.New(o, job.Options, d.build)
	if err != nil {
		return nil, err
	}
	sum, err := d.Count(ctx, job, o, run, shardLength, progress)
	if err != nil {
		return nil, err
	}
	return sum.Finish(ctx)
}

// file writes the run down unless it is there.
func (c *counting) file(ctx context.Context, job *Job, length time.Duration) error {
	mark, err := marked(c.run.Mark)
	if err != nil {
		return err
	}
	if _, err := c.d.pool.Exec(ctx, "DELETE FROM run WHERE wanted < now() - $1::interval", kept); err != nil {
		return err
	}
	var of int
	const again = "UPDATE run SET cancelled = false, fault = NULL, wanted = now() WHERE mark = $1 RETURNING id, shards"
	err = c.d.pool.QueryRow(ctx, again, mark).Scan(&c.id, &of)
	if errors.Is(err, pgx.ErrNoRows) {
		if of, err = c.run.Pieces(ctx, length); err != nil {
			return err
		}
		options, err := json.Marshal(&job.Options)
		if err != nil {
			return err
		}
		actions := make([]string, len(job.Actions))
		for k, a := range job.Actions {
			line, err := study.MarshalAction(a)
			if err != nil {
				return err
			}
			actions[k] = string(line)
		}
		if err := c.add(ctx, job, mark, actions, string(options), of); err != nil {
			return err
		}
		if err := c.d.pool.QueryRow(ctx, again, mark).Scan(&c.id, &of); err != nil { // another may have filed it first, cut otherwise
			return err
		}
	} else if err != nil {
		return err
	}
	c.plan, c.sum = c.run.Plan(of), c.run.Sum(of)
	return nil
}

// add writes a run down with what makes it.
func (c *counting) add(ctx context.Context, job *Job, mark string, actions []string, options string, of int) error {
	tx, err := c.d.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	packed, file := shards.Packable(c.o, job.Options), job.Study
	if packed {
		file, actions = []byte{}, []string{}
	}
	const add = "INSERT INTO run (mark, build, name, study, actions, options, shards) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (mark) DO NOTHING RETURNING id"
	var id int64
	if err := tx.QueryRow(ctx, add, mark, c.d.build, job.Name, file, actions, options, of).Scan(&id); errors.Is(err, pgx.ErrNoRows) {
		return nil // another was first
	} else if err != nil {
		return err
	}
	if packed {
		w := &pieces{ctx: ctx, tx: tx, run: id}
		if err := errors.Join(shards.Pack(w, c.o, job.Options), w.write()); err != nil {
			return err
		}
	}
	return tx.Commit(ctx)
}

// wait takes tallies in until none is missing. A database that is away is waited for.
func (c *counting) wait(ctx context.Context, progress func(State)) error {
	var reviewed, away time.Time
	for pause := looking / 16; ; pause = min(2*pause, looking) { // a short count is not kept waiting
		err := c.take(ctx)
		if err == nil && len(c.sum.Missing()) == 0 {
			return nil
		}
		if err == nil && time.Since(reviewed) >= reviewing {
			reviewed = time.Now()
			var workers int
			if workers, err = c.review(ctx); err == nil && progress != nil {
				progress(State{c.done(), workers})
			}
		}
		switch {
		case err == nil:
			away = time.Time{}
		case !passing(err):
			return err
		case away.IsZero():
			away = time.Now()
		case time.Since(away) > patience:
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(pause):
		}
	}
}

// done is how many draws have come.
func (c *counting) done() int {
	all := c.plan[len(c.plan)-1].To
	for _, k := range c.sum.Missing() {
		all -= c.plan[k].To - c.plan[k].From
	}
	return all
}

// take adds the tallies that have come since.
func (c *counting) take(ctx context.Context) error {
	missing := c.sum.Missing()
	var fault *string
	if err := c.d.pool.QueryRow(ctx, "SELECT fault FROM run WHERE id = $1", c.id).Scan(&fault); err != nil {
		return err
	}
	if fault != nil {
		return refused{language.Errorf("a worker could not count it: %s", *fault)}
	}
	rows, err := c.d.pool.Query(ctx, "SELECT shard FROM tally WHERE run = $1", c.id)
	if err != nil {
		return err
	}
	there, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err != nil {
		return err
	}
	come := make(map[int]bool, len(there))
	for _, k := range there {
		come[k] = true
	}
	for _, k := range missing {
		if !come[k] {
			continue
		}
		var data []byte
		if err := c.d.pool.QueryRow(ctx, "SELECT counts FROM tally WHERE run = $1 AND shard = $2", c.id, k).Scan(&data); err != nil {
			return err
		}
		if err := c.enter(k, data); err != nil {
			return refused{language.Errorf("the tally of shard %d in the database cannot be added: %s", k, language.Of(err))}
		}
	}
	return nil
}

// enter takes in the tally that stands for a shard.
func (c *counting) enter(k int, data []byte) error {
	t, err := unpack(data)
	if err != nil {
		return err
	}
	if t.Shard.Index != k {
		return language.Errorf("it is no shard of this run: the file is damaged")
	}
	return c.sum.Add(t)
}

// review files the shards that nobody has and nobody is at: at first all of them, later those that were lost with a worker. It returns how many workers there are.
func (c *counting) review(ctx context.Context) (workers int, err error) {
	tx, err := c.d.pool.Begin(ctx)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	// Another who waited for it may have cancelled it. Nobody else reviews this run until the end of the transaction.
	if _, err := tx.Exec(ctx, "UPDATE run SET cancelled = false, wanted = now() WHERE id = $1", c.id); err != nil {
		return 0, err
	}
	if err := tx.QueryRow(ctx, "SELECT count(*) FROM worker WHERE build = $1 AND seen > now() - $2::interval", c.d.build, c.d.silence).Scan(&workers); err != nil {
		return 0, err
	}
	const held = `SELECT (args->>'shard')::int FROM river_job
		WHERE kind = 'shard' AND queue = $3 AND (args->>'run')::bigint = $1 AND state IN ('available', 'pending', 'retryable', 'scheduled')
		UNION SELECT shard FROM worker WHERE run = $1 AND seen > now() - $2::interval
		UNION SELECT shard FROM tally WHERE run = $1`
	rows, err := tx.Query(ctx, held, c.id, c.d.silence, queue(c.d.build))
	if err != nil {
		return 0, err
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err != nil {
		return 0, err
	}
	has := make(map[int]bool, len(list))
	for _, k := range list {
		has[k] = true
	}
	lost := map[int]bool{}
	var jobs []river.InsertManyParams
	for _, k := range c.sum.Missing() {
		switch {
		case has[k]:
		case c.begun[k] > 0 && !c.lost[k]: // a worker may have taken it this moment
			lost[k] = true
		case c.begun[k] >= mostTimes:
			return 0, refused{language.Errorf("shard %d was begun %d times and never ended: its workers died", k, c.begun[k])}
		default:
			c.begun[k]++
			jobs = append(jobs, river.InsertManyParams{Args: shardArgs{c.id, k}, InsertOpts: &river.InsertOpts{Queue: queue(c.d.build), MaxAttempts: 1000}})
		}
	}
	c.lost = lost
	const most = 5000 // parameters of a query are limited
	for len(jobs) > 0 {
		n := min(most, len(jobs))
		if _, err := c.d.client.InsertManyFastTx(ctx, tx, jobs[:n]); err != nil {
			return 0, err
		}
		jobs = jobs[n:]
	}
	return workers, tx.Commit(ctx)
}

// cancel takes back the shards that nobody has begun, and tells the workers to stop those that they are at.
func (c *counting) cancel(ctx context.Context) error {
	if _, err := c.d.pool.Exec(ctx, "UPDATE run SET cancelled = true WHERE id = $1", c.id); err != nil {
		return err
	}
	_, err := c.d.pool.Exec(ctx, `DELETE FROM river_job WHERE kind = 'shard' AND (args->>'run')::bigint = $1 AND state IN ('available', 'pending', 'retryable', 'scheduled')`, c.id)
	return err
}

// refused is an error that waiting does not cure.
type refused struct{ error }

func (r refused) Unwrap() error { return r.error }

// passing says whether an error may be of a database that is away for a while.
func passing(err error) bool {
	var r refused
	return !errors.As(err, &r) && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, pgx.ErrNoRows)
}

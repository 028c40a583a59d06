package workers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"veche/internal/language"
	"veche/internal/shards"
	"veche/internal/store/postgres"
	"veche/internal/study"
)

const (
	telling = time.Second     // between signs of life
	ending  = 2 * time.Minute // a shard under way has to end when the worker is to stop
)

// Worker does shards for whoever filed them.
type Worker struct {
	Read    Reader
	Workers int                                          // processors; 0: all
	Did     func(name string, s shards.Shard, err error) // told of every shard; may be nil

	Errands   Handler                      // does errands beside; nil: it takes none
	DidErrand func(name string, err error) // told of every errand; may be nil

	d       *Database
	id      string
	mu      sync.Mutex
	at      *shardArgs // what it does now
	stop    context.CancelCauseFunc
	errands map[int64]context.CancelCauseFunc // that it is at, by job
	leaving bool                              // it takes nothing more
	held    *held                             // the run it did last
	river.WorkerDefaults[shardArgs]
}

// held is a run that is ready to be counted.
type held struct {
	id   int64
	run  *shards.Run
	plan []shards.Shard
	name string
}

// errCancelled is why a shard is left.
var errCancelled = language.Errorf("the count was cancelled")

// Work does shards until ctx ends, and then the one it is at. It returns an error when it could not begin.
func (d *Database) Work(ctx context.Context, w *Worker) error {
	w.d, w.errands = d, map[int64]context.CancelCauseFunc{}
	all := river.NewWorkers()
	if err := river.AddWorkerSafely(all, w); err != nil {
		return err
	}
	queues := map[string]river.QueueConfig{queue(d.build): {MaxWorkers: 1}} // one shard at a time, on all processors
	if w.Errands != nil {
		queues[errands(d.build)] = river.QueueConfig{MaxWorkers: errandsAtOnce}
		if err := river.AddWorkerSafely(all, &helper{w: w}); err != nil {
			return err
		}
	}
	client, err := river.NewClient(riverpgxv5.New(d.pool), &river.Config{
		Schema: schema, Logger: d.log, Workers: all,
		Queues:        queues,
		FetchCooldown: 10 * time.Millisecond,
		JobTimeout:    -1,
		RetryPolicy:   soon{},
	})
	if err != nil {
		return err
	}
	w.id = client.ID()
	if err := w.tell(ctx); err != nil {
		return postgres.Said(err)
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	alive, die := context.WithCancel(context.WithoutCancel(ctx))
	var signs sync.WaitGroup
	signs.Go(func() { w.live(alive) })
	<-ctx.Done()
	w.mu.Lock()
	w.leaving = true
	w.mu.Unlock()
	slow, stop := context.WithTimeout(context.WithoutCancel(ctx), ending)
	defer stop()
	if err = client.Stop(slow); err != nil {
		hard, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer stop()
		err = client.StopAndCancel(hard)
	}
	die()
	signs.Wait()
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer stop()
	if _, gone := d.pool.Exec(last, "DELETE FROM worker WHERE id = $1 OR seen < now() - interval '1 day'", w.id); gone != nil {
		d.log.Info("stays listed", "error", gone)
	}
	return err
}

// soon tries what failed again in a second: what fails are databases that were away.
type soon struct{}

func (soon) NextRetry(*rivertype.JobRow) time.Time { return time.Now().Add(time.Second) }

// live tells that the worker is alive, and hears whether what it does is still wanted.
func (w *Worker) live(ctx context.Context) {
	for tick := time.Tick(telling); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
		brief, stop := context.WithTimeout(ctx, silence/2)
		if err := w.tell(brief); err != nil && ctx.Err() == nil {
			w.d.log.Warn("no answer", "error", err)
		}
		stop()
	}
}

// tell writes what the worker does.
func (w *Worker) tell(ctx context.Context) error {
	w.mu.Lock()
	at, leave, takes := w.at, w.stop, w.Errands != nil && !w.leaving
	w.mu.Unlock()
	var run *int64
	var shard *int
	if at != nil {
		run, shard = &at.Run, &at.Shard
	}
	const sign = `INSERT INTO worker (id, build, seen, run, shard, errands) VALUES ($1, $2, now(), $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET seen = now(), run = $3, shard = $4, errands = $5`
	if _, err := w.d.pool.Exec(ctx, sign, w.id, w.d.build, run, shard, takes); err != nil {
		return err
	}
	if err := w.wanted(ctx); err != nil || at == nil {
		return err
	}
	var cancelled bool
	err := w.d.pool.QueryRow(ctx, "SELECT cancelled FROM run WHERE id = $1", at.Run).Scan(&cancelled)
	if errors.Is(err, pgx.ErrNoRows) {
		cancelled, err = true, nil
	}
	if cancelled {
		leave(errCancelled)
	}
	return err
}

// Work does one shard.
func (w *Worker) Work(ctx context.Context, job *river.Job[shardArgs]) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	w.mu.Lock()
	w.at, w.stop = &job.Args, stop
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		w.at, w.stop = nil, nil
		w.mu.Unlock()
	}()
	if err := w.tell(ctx); err != nil {
		return err
	}
	h, err := w.hold(ctx, job.Args.Run)
	if err != nil {
		return w.failed(ctx, job.Args.Run, err)
	}
	if job.Args.Shard < 0 || job.Args.Shard >= len(h.plan) {
		return river.JobCancel(fmt.Errorf("workers: there is no shard %d", job.Args.Shard))
	}
	s := h.plan[job.Args.Shard]
	t, err := h.run.Do(ctx, s)
	switch {
	case err == nil:
		err = w.hand(ctx, job, t)
	case ctx.Err() == nil: // the draws cannot be made, here or anywhere
		err = faulty{err}
	}
	if w.Did != nil {
		w.Did(h.name, s, postgres.Said(err))
	}
	if err != nil {
		return w.failed(ctx, job.Args.Run, err)
	}
	return nil
}

// failed says what becomes of a shard that could not be done: it is tried again where the database or the worker's end was the reason, and given up where the
// count was cancelled or cannot be made.
func (w *Worker) failed(ctx context.Context, run int64, err error) error {
	switch {
	case context.Cause(ctx) == errCancelled:
		return river.JobCancel(errCancelled)
	case ctx.Err() != nil:
		return err
	}
	var wrong faulty
	if !errors.As(err, &wrong) {
		return err
	}
	if _, failed := w.d.pool.Exec(ctx, "UPDATE run SET fault = $2 WHERE id = $1", run, wrong.Error()); failed != nil {
		return failed
	}
	return river.JobCancel(err)
}

// faulty is an error of the run itself.
type faulty struct{ error }

func (f faulty) Unwrap() error { return f.error }

// hold reads the run and makes it ready, unless it is the one that was done last.
func (w *Worker) hold(ctx context.Context, id int64) (*held, error) {
	if w.held != nil && w.held.id == id {
		return w.held, nil
	}
	w.held = nil // two studies need not be held at once
	var mark, options string
	var actions []string
	var of int
	var job Job
	err := w.d.pool.QueryRow(ctx, "SELECT mark, name, study, actions, options, shards FROM run WHERE id = $1", id).Scan(&mark, &job.Name, &job.Study, &actions, &options, &of)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil, river.JobCancel(err)
	case err != nil:
		return nil, err
	}
	if err := json.Unmarshal([]byte(options), &job.Options); err != nil {
		return nil, faulty{err}
	}
	for _, line := range actions {
		a, err := study.UnmarshalAction([]byte(line))
		if err != nil {
			return nil, faulty{err}
		}
		job.Actions = append(job.Actions, a)
	}
	run, err := w.run(ctx, id, &job)
	if err != nil {
		return nil, err
	}
	if own, err := marked(run.Mark); err != nil || own != mark {
		return nil, faulty{language.Errorf("the study is read otherwise here than where the count was filed")}
	}
	w.held = &held{id, run, run.Plan(of), job.Name}
	return w.held, nil
}

// run makes the run of a job that is filed, of what is ranked or of the study.
func (w *Worker) run(ctx context.Context, id int64, job *Job) (*shards.Run, error) {
	var o *study.Outcome
	var err error
	if len(job.Study) > 0 {
		spare(int64(len(job.Study)))
		if o, err = job.Outcome(w.Read); err != nil {
			return nil, faulty{err}
		}
	} else if o, job.Options, err = w.d.unpacked(ctx, id); err != nil {
		return nil, err
	}
	job.Options.Workers = w.Workers
	run, err := shards.New(o, job.Options, w.d.build)
	if err != nil {
		return nil, faulty{err}
	}
	return run, nil
}

// hand writes the tally in the transaction that completes the job. One that is there already is the same.
func (w *Worker) hand(ctx context.Context, job *river.Job[shardArgs], t *shards.Tally) error {
	data, err := pack(t)
	if err != nil {
		return err
	}
	tx, err := w.d.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	const add = "INSERT INTO tally (run, shard, counts) SELECT $1, $2, $3 WHERE EXISTS (SELECT 1 FROM run WHERE id = $1) ON CONFLICT DO NOTHING"
	if _, err := tx.Exec(ctx, add, job.Args.Run, job.Args.Shard, data); err != nil {
		return err
	}
	if _, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, job); err != nil && !errors.Is(err, rivertype.ErrNotFound) { // rescued by another meanwhile
		return err
	}
	return tx.Commit(ctx)
}

package service

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/shards/workers"
	"veche/internal/store"
	"veche/internal/store/postgres"
)

// errandPatience is how long a page waits for a worker to make a file before its server makes it.
const errandPatience = 2 * time.Minute

// errands hand heavy work over to workers of this build on the same PostgreSQL, so that the server is free for who answers meanwhile. Where there are none, or one
// fails, the server does it itself. The zero value knows none.
type errands struct {
	d   *workers.Database
	log *slog.Logger

	mu    sync.Mutex
	asked map[string]askedFirm // by panel
	ctx   context.Context      // of what is asked for nobody in particular
	end   context.CancelFunc
	done  sync.WaitGroup
}

// ask is what stands among the workers' tables of an errand: where to find the order, and nothing of it.
type ask struct {
	Panel string `json:"panel"`
	Key   string `json:"key"`
}

// fileOrder is a file to be made.
type fileOrder struct {
	File string `json:"file"`
	making
}

// errands are those of the database that the options name.
func (o *Options) errands(ctx context.Context, build string, log *slog.Logger) (e *errands, err error) {
	e = &errands{log: log, asked: map[string]askedFirm{}}
	e.ctx, e.end = context.WithCancel(ctx)
	if o.DB != "" {
		e.d, err = workers.Connect(ctx, o.DB, build, log)
	}
	return e, err
}

func (e *errands) close() {
	e.end()
	e.done.Wait()
	if e.d != nil {
		e.d.Close()
	}
}

// file makes a file, here or by a worker.
func (e *errands) file(name string) func(context.Context, *live.Panel, live.Actor, language.Language) ([]byte, error) {
	return func(ctx context.Context, p *live.Panel, a live.Actor, l language.Language) ([]byte, error) {
		m := making{Language: l, Made: time.Now()}
		if e.d != nil {
			patient, stop := context.WithTimeout(ctx, errandPatience)
			data, err := e.made(patient, p, a, name, fileOrder{name, m.zoned(p.State())}, true)
			stop()
			switch {
			case err == nil || ctx.Err() != nil:
				return data, err
			case !errors.Is(err, workers.ErrNobody):
				e.log.Warn("a worker did not make a file: this server does", "file", name, "error", err)
			}
		}
		return makers[name](ctx, p, a, m)
	}
}

// made is what a worker makes of an order, for who waits for it where it is urgent.
func (e *errands) made(ctx context.Context, p *live.Panel, a live.Actor, name string, what any, urgent bool) ([]byte, error) {
	if n, err := e.d.Helpers(ctx); err != nil || n == 0 {
		return nil, errors.Join(err, workers.ErrNobody)
	}
	key, err := p.Order(ctx, a, what)
	if err != nil {
		return nil, err
	}
	where, err := json.Marshal(ask{p.ID(), key})
	if err == nil {
		err = e.d.Errand(ctx, workers.Errand{Name: name, Args: where, Urgent: urgent})
	}
	last, end := context.WithTimeout(context.WithoutCancel(ctx), stopping)
	defer end()
	data, none := p.Collect(last, key) // in any case: nothing of it stays
	if err != nil {
		return nil, err
	}
	return data, none
}

// Helper is what a worker does for the live panels in a database. The panels are opened when they are needed: a database that has none gets no tables for them.
type Helper struct {
	DB                          string
	Mail, MailPasswordFile, URL string // for [Helper.TakeTurns], as in [Options]; "": it takes none

	mu    sync.Mutex
	store store.Store
	house *live.House
	end   context.CancelFunc // of turns
	done  sync.WaitGroup
}

// Do does an errand that a server filed, with the rights of who asked for it.
func (h *Helper) Do(ctx context.Context, name string, args json.RawMessage) error {
	var where ask
	if err := json.Unmarshal(args, &where); err != nil {
		return err
	}
	house, err := h.open(ctx)
	if err != nil {
		return err
	}
	if name == firmErrand {
		return workOutFirm(ctx, house, where)
	}
	var x fileOrder
	o, err := house.Ordered(ctx, where.Panel, where.Key, &x)
	if err != nil {
		return err
	}
	make := makers[x.File]
	if make == nil || x.File != name {
		return live.ErrNone
	}
	data, err := make(ctx, o.Panel, o.Actor, x.making)
	if err != nil {
		return err
	}
	return o.Deliver(ctx, data)
}

// Told is what whoever runs a worker is told of an errand: not why it failed, which may name people.
func Told(name string, err error) language.Message {
	if err != nil {
		return language.M("%s of a live panel was not made: the panel's server makes it itself", name)
	}
	return language.M("%s of a live panel is made", name)
}

// open opens the panels.
func (h *Helper) open(ctx context.Context) (*live.House, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.house != nil {
		return h.house, nil
	}
	if has, err := postgres.Has(ctx, h.DB); err != nil || !has {
		return nil, errors.Join(err, live.ErrNone)
	}
	st, err := postgres.Open(ctx, h.DB)
	if err != nil {
		return nil, err
	}
	house := live.NewHouse(st, live.Options{})
	if err := house.FinishRestoring(ctx); err != nil {
		house.Close()
		return nil, errors.Join(err, st.Close())
	}
	h.house, h.store = house, st
	return h.house, nil
}

// Close lets go of the panels.
func (h *Helper) Close() {
	if h.end != nil {
		h.end()
		h.done.Wait()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.house != nil {
		h.house.Close()
		_ = h.store.Close() // nothing is under way
		h.house = nil
	}
}

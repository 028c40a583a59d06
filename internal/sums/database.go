package sums

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"veche/internal/store/postgres"
	"veche/internal/study"
)

// database is the fold in a PostgreSQL: answers go into a table of the connection's own, which nobody else sees and which is gone with it, and are added up there.
type database struct {
	conn  *pgx.Conn
	stop  context.CancelFunc // of the copying
	lots  chan []answer      // to be copied
	lot   []answer
	ended chan struct{} // the copying has
	err   error         // of it; to be read once it has ended
}

// lot is how many answers are handed over at once.
const lot = 4096

// Whose an answer is does not leave this process.
const answers = "CREATE TEMPORARY TABLE answer (technology int NOT NULL, criterion int NOT NULL, round int NOT NULL, bloc int NOT NULL, state smallint NOT NULL, value bigint)"

var columns = []string{"technology", "criterion", "round", "bloc", "state", "value"}

// connect begins a fold in the database of a URL.
func connect(ctx context.Context, url string) (*database, error) {
	config, err := postgres.Parse(url)
	if err != nil {
		return nil, err
	}
	conn, err := pgx.ConnectConfig(ctx, config.ConnConfig)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, answers); err != nil {
		return nil, errors.Join(err, conn.Close(ctx))
	}
	d := &database{conn: conn, lots: make(chan []answer, 4), ended: make(chan struct{})}
	copying, stop := context.WithCancel(ctx)
	d.stop = stop
	go func() {
		defer close(d.ended)
		_, d.err = conn.CopyFrom(copying, pgx.Identifier{"answer"}, columns, &lots{from: d.lots, ctx: copying})
	}()
	return d, nil
}

func (d *database) take(a *answer) (lost bool) {
	if d.lot == nil {
		d.lot = make([]answer, 0, lot)
	}
	if d.lot = append(d.lot, *a); len(d.lot) == lot {
		return !d.hand()
	}
	return false
}

// hand gives the lot to who copies; false where the copying has ended.
func (d *database) hand() bool {
	own := d.lot
	d.lot = nil
	select {
	case d.lots <- own:
		return true
	case <-d.ended:
		return false
	}
}

// lots are the answers as rows to be copied.
type lots struct {
	from <-chan []answer
	ctx  context.Context
	lot  []answer
	row  [6]any
}

func (l *lots) Next() bool {
	if len(l.lot) > 0 {
		l.lot = l.lot[1:]
	}
	for len(l.lot) == 0 {
		select {
		case more, ok := <-l.from:
			if !ok {
				return false
			}
			l.lot = more
		case <-l.ctx.Done():
			return false
		}
	}
	return true
}

func (l *lots) Values() ([]any, error) {
	a := &l.lot[0]
	var value any
	if a.state == study.Given {
		value = a.value
	}
	l.row = [6]any{a.technology, a.criterion, a.round, a.bloc, int16(a.state), value}
	return l.row[:], nil
}

func (l *lots) Err() error { return l.ctx.Err() }

const added = `SELECT technology, criterion, round, bloc, count(value), count(*) FILTER (WHERE state = $1), count(*) FILTER (WHERE state = $2),
	coalesce(sum(value), 0)::text, coalesce(sum(value::numeric * value), 0)::text FROM answer GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`

func (d *database) each(ctx context.Context, do func(question, []group, []Sum) error) error {
	if len(d.lot) > 0 {
		d.hand()
	}
	close(d.lots)
	<-d.ended
	if d.err != nil {
		return d.err
	}
	if _, err := d.conn.Exec(ctx, "SET work_mem = '256MB'; ANALYZE answer"); err != nil { // or it sorts all answers, on its disk
		return err
	}
	rows, err := d.conn.Query(ctx, added, int16(study.Missing), int16(study.Abstained))
	if err != nil {
		return err
	}
	var last, q question
	var groups []group
	var sums []Sum
	var g group
	var s Sum
	var total, squares string
	_, err = pgx.ForEachRow(rows, []any{&q.technology, &q.criterion, &g.round, &g.bloc, &s.Given, &s.Missing, &s.Abstained, &total, &squares}, func() error {
		if len(groups) > 0 && q != last {
			if err := do(last, groups, sums); err != nil {
				return err
			}
			groups, sums = groups[:0], sums[:0]
		}
		var ok, too bool
		s.total, ok = wideOf(total)
		if s.squares, too = wideOf(squares); !ok || !too {
			return errors.New("sums: the database gives " + total + " and " + squares)
		}
		last, groups, sums = q, append(groups, g), append(sums, s)
		return nil
	})
	if err != nil || len(groups) == 0 {
		return err
	}
	return do(last, groups, sums)
}

// close ends the connection, and the table with it.
func (d *database) close() {
	d.stop()
	<-d.ended
	_ = d.conn.Close(context.Background()) // what was to be had of it is had
}

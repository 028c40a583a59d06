package workers

import (
	"context"
	"io"
	"runtime/debug"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"veche/internal/shards"
	"veche/internal/study"
	"veche/internal/study/robustness"
)

// pieceSize is how much of a packed run is a row: neither side holds more of it.
const pieceSize = 4 << 20

// pieces writes a packed run in rows.
type pieces struct {
	ctx context.Context
	tx  pgx.Tx
	run int64
	n   int
	b   []byte
}

func (p *pieces) Write(data []byte) (int, error) {
	p.b = append(p.b, data...)
	if len(p.b) < pieceSize {
		return len(data), nil
	}
	return len(data), p.write()
}

// write writes what has gathered.
func (p *pieces) write() error {
	if len(p.b) == 0 {
		return nil
	}
	_, err := p.tx.Exec(p.ctx, "INSERT INTO piece (run, n, data) VALUES ($1, $2, $3)", p.run, p.n, p.b)
	p.n, p.b = p.n+1, p.b[:0]
	return err
}

// unpacked is what a run's pieces hold.
func (d *Database) unpacked(ctx context.Context, run int64) (*study.Outcome, robustness.DrawOptions, error) {
	var size int64
	if err := d.pool.QueryRow(ctx, "SELECT coalesce(sum(octet_length(data)), 0) FROM piece WHERE run = $1", run).Scan(&size); err != nil {
		return nil, robustness.DrawOptions{}, err
	}
	spare(size)
	rows, err := d.pool.Query(ctx, "SELECT data FROM piece WHERE run = $1 ORDER BY n", run)
	if err != nil {
		return nil, robustness.DrawOptions{}, err
	}
	defer rows.Close()
	r := &pieceReader{rows: rows}
	o, options, err := shards.Unpack(r, size)
	if r.away != nil {
		return nil, options, r.away
	}
	if err != nil {
		return nil, options, faulty{err}
	}
	return o, options, nil
}

// spare has garbage collected often while what a worker holds is large, of so many bytes: else there may be as much of it again.
func spare(size int64) {
	const large = 32 << 20
	percent := 100
	if size >= large {
		percent = 20
	}
	debug.SetGCPercent(percent)
}

// pieceReader reads the pieces one after another.
type pieceReader struct {
	rows pgx.Rows
	left []byte
	away error // of the database
}

func (r *pieceReader) Read(into []byte) (int, error) {
	for len(r.left) == 0 {
		if !r.rows.Next() {
			if r.away = r.rows.Err(); r.away != nil {
				return 0, r.away
			}
			return 0, io.EOF
		}
		var piece pgtype.DriverBytes // until the next row
		if r.away = r.rows.Scan(&piece); r.away != nil {
			return 0, r.away
		}
		r.left = piece
	}
	n := copy(into, r.left)
	r.left = r.left[n:]
	return n, nil
}

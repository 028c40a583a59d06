package relational

import (
	"context"
	"database/sql"
	"errors"

	"veche/internal/store"
)

// outdated is [store.ErrRace] when a record is not as expected.
func (d *DB) outdated(ctx context.Context, tx *sql.Tx, records []store.RecordWrite) (refused, err error) {
	for k := range records {
		x := &records[k]
		if x.Expect == store.AnyVersion {
			continue
		}
		version := int64(0) // where there is none
		err := tx.QueryRowContext(ctx, d.sql("SELECT version FROM records WHERE kind = $1 AND key = $2"+d.Dialect.Lock), x.Kind, x.Key).Scan(&version)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
		if version != x.Expect {
			return store.ErrRace, nil
		}
	}
	return nil, nil
}

func (d *DB) putRecord(ctx context.Context, tx *sql.Tx, x *store.RecordWrite) error {
	if x.Data == nil {
		_, err := tx.ExecContext(ctx, d.sql("DELETE FROM records WHERE kind = $1 AND key = $2"), x.Kind, x.Key)
		return err
	}
	_, err := tx.ExecContext(ctx, d.sql(`INSERT INTO records (kind, key, panel, person, version, expires, data) VALUES ($1, $2, $3, $4, 1, $5, $6)
		ON CONFLICT (kind, key) DO UPDATE SET panel = $3, person = $4, version = records.version + 1, expires = $5, data = $6`), x.Kind, x.Key, x.Panel, x.Person, micros(x.Expires), x.Data)
	return err
}

// Put writes records outside of any chain.
func (d *DB) Put(ctx context.Context, records ...store.RecordWrite) error {
	return d.putAll(ctx, records, nil)
}

// PutAt looks at the panel's head after the records are written and before they count: whoever steers meanwhile makes them go, whoever steers afterwards finds them.
func (d *DB) PutAt(ctx context.Context, panel string, control int64, records ...store.RecordWrite) error {
	return d.putAll(ctx, records, func(tx *sql.Tx) error {
		head, err := scanPanel(tx.QueryRowContext(ctx, d.sql("SELECT "+panelColumns+" FROM panels WHERE id = $1"+d.Dialect.Lock), panel))
		if err == nil && head.Control != control {
			err = store.ErrRace
		}
		return err
	})
}

// putAll writes records where they are as expected and then a last condition holds, if there is one.
func (d *DB) putAll(ctx context.Context, records []store.RecordWrite, last func(*sql.Tx) error) error {
	var refused error
	err := d.transact(ctx, func(tx *sql.Tx) (err error) {
		if refused, err = d.outdated(ctx, tx, records); err != nil || refused != nil {
			return err
		}
		for k := range records {
			if err := d.putRecord(ctx, tx, &records[k]); err != nil {
				return err
			}
		}
		if last != nil {
			return last(tx)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if refused == nil && d.Changed != nil {
		for k := range records {
			if records[k].Panel != "" {
				d.Changed(records[k].Panel)
			}
		}
	}
	return refused
}

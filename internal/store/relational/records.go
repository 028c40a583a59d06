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
		version, err := d.version(ctx, tx, "SELECT version FROM records WHERE kind = $1 AND key = $2"+d.Dialect.Lock, x.Kind, x.Key)
		if err != nil {
			return nil, err
		}
		if version != x.Expect {
			return store.ErrRace, nil
		}
	}
	return nil, nil
}

// version reads one; 0 where there is none.
func (d *DB) version(ctx context.Context, tx *sql.Tx, query string, args ...any) (version int64, err error) {
	err = tx.QueryRowContext(ctx, d.sql(query), args...).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return version, err
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

// Erase takes a person's data out of a panel.
func (d *DB) Erase(ctx context.Context, panel, person string) (events int, err error) {
	err = d.transact(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, d.sql("UPDATE events SET salt = NULL, payload = NULL, person = '' WHERE panel = $1 AND person = $2 AND payload IS NOT NULL"), panel, person)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err != nil {
			return err
		}
		events = int(n)
		for _, query := range []string{"UPDATE ballots SET data = NULL WHERE panel = $1 AND person = $2", "DELETE FROM receipts WHERE panel = $1 AND person = $2", "DELETE FROM records WHERE panel = $1 AND person = $2"} {
			if _, err := tx.ExecContext(ctx, d.sql(query), panel, person); err != nil {
				return err
			}
		}
		return nil
	})
	return events, err
}

// Forget erases what a panel no longer needs.
func (d *DB) Forget(ctx context.Context, panel string, what store.Forgotten) error {
	return d.transact(ctx, func(tx *sql.Tx) error {
		if what.Control != nil {
			head, err := scanPanel(tx.QueryRowContext(ctx, d.sql("SELECT "+panelColumns+" FROM panels WHERE id = $1"+d.Dialect.Lock), panel))
			if err != nil {
				return err
			}
			if head.Control != *what.Control {
				return store.ErrRace
			}
		}
		do := func(query string, args ...any) error {
			_, err := tx.ExecContext(ctx, d.sql(query), append([]any{panel}, args...)...)
			return err
		}
		for _, kind := range what.Kinds {
			if err := do("UPDATE events SET salt = NULL, payload = NULL, person = '' WHERE panel = $1 AND kind = $2", kind); err != nil {
				return err
			}
		}
		for _, kind := range what.Records {
			if err := do("DELETE FROM records WHERE panel = $1 AND kind = $2", kind); err != nil {
				return err
			}
		}
		if what.Receipts {
			if err := do("UPDATE receipts SET receipt = $2 WHERE panel = $1", []byte{}); err != nil {
				return err
			}
		}
		if what.Ballots {
			return do("DELETE FROM ballots WHERE panel = $1")
		}
		return nil
	})
}

// Delete removes a panel.
func (d *DB) Delete(ctx context.Context, panel string) error {
	return d.transact(ctx, func(tx *sql.Tx) error {
		for _, query := range []string{"DELETE FROM records WHERE panel = $1", "DELETE FROM panels WHERE id = $1"} {
			if _, err := tx.ExecContext(ctx, d.sql(query), panel); err != nil {
				return err
			}
		}
		return nil
	})
}

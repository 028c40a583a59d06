package relational

import (
	"context"
	"database/sql"

	"veche/internal/store"
)

// Erase takes a person's data out of a panel and appends the event that says so.
func (d *DB) Erase(ctx context.Context, panel, person string, control int64, kinds []string, said func(events int) store.Draft) (events int, err error) {
	err = d.transact(ctx, func(tx *sql.Tx) error {
		head, err := scanPanel(tx.QueryRowContext(ctx, d.sql("SELECT "+panelColumns+" FROM panels WHERE id = $1"+d.Dialect.Lock), panel))
		if err != nil {
			return err
		}
		if head.Control != control {
			return store.ErrRace
		}
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
		for _, kind := range kinds {
			if _, err := tx.ExecContext(ctx, d.sql("DELETE FROM records WHERE panel = $1 AND kind = $2"), panel, kind); err != nil {
				return err
			}
		}
		b := batch{d: d, tx: tx, head: head}
		b.chain(said(events))
		b.head.Control = b.head.Seq
		return b.flush(ctx, head)
	})
	if err != nil {
		return 0, err
	}
	if d.Changed != nil {
		d.Changed(panel)
	}
	return events, nil
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
		for _, query := range []string{"DELETE FROM panels WHERE id = $1", "DELETE FROM records WHERE panel = $1"} { // what somebody is writing under the panel's lock is waited for, and goes too
			if _, err := tx.ExecContext(ctx, d.sql(query), panel); err != nil {
				return err
			}
		}
		return nil
	})
}

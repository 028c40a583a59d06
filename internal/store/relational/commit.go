package relational

import (
	"context"
	"database/sql"
	"errors"

	"veche/internal/store"
)

// Commit makes the writes one transaction.
func (d *DB) Commit(ctx context.Context, panel string, writes []store.Write) ([]store.Result, error) {
	var results []store.Result
	err := d.transact(ctx, func(tx *sql.Tx) error {
		results = make([]store.Result, len(writes))
		head, err := scanPanel(tx.QueryRowContext(ctx, d.sql("SELECT "+panelColumns+" FROM panels WHERE id = $1"+d.Dialect.Lock), panel))
		if err != nil {
			return err
		}
		was := head
		for k := range writes {
			if results[k], err = d.write(ctx, tx, &head, &writes[k]); err != nil {
				return err
			}
		}
		if head == was {
			return nil
		}
		_, err = tx.ExecContext(ctx, d.sql("UPDATE panels SET seq = $2, head = $3, control = $4, gate = $5 WHERE id = $1"), panel, head.Seq, head.Head[:], head.Control, head.Gate)
		return err
	})
	if err != nil {
		return nil, err
	}
	if d.Changed != nil {
		d.Changed(panel)
	}
	return results, nil
}

// write is one write. What it is refused for is found before anything of it is written; an error ends the transaction.
func (d *DB) write(ctx context.Context, tx *sql.Tx, head *store.Panel, w *store.Write) (r store.Result, err error) {
	if w.Ballot != nil && w.Ballot.Client != "" { // first: who asks again may ask after the closing
		err := tx.QueryRowContext(ctx, d.sql("SELECT receipt, version FROM receipts WHERE panel = $1 AND client = $2 AND person = $3"), head.ID, w.Ballot.Client, w.Ballot.Person).Scan(&r.Receipt, &r.Version)
		if err == nil {
			r.Seq, r.Again = head.Seq, true
			return r, nil
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return r, err
		}
	}
	switch refused, err := d.refused(ctx, tx, head, w); {
	case err != nil:
		return r, err
	case refused != nil:
		return store.Result{Err: refused, Seq: head.Seq}, nil
	}
	for _, draft := range w.Events {
		salt := store.Salt()
		commitment := store.Commit(salt, draft.Payload)
		head.Seq++
		head.Head = store.Link(head.ID, head.Seq, draft.Kind, commitment, head.Head)
		_, err := tx.ExecContext(ctx, d.sql("INSERT INTO events (panel, seq, kind, person, commitment, hash, salt, payload) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
			head.ID, head.Seq, draft.Kind, draft.Person, commitment[:], head.Head[:], salt, draft.Payload)
		if err != nil {
			return r, err
		}
	}
	if w.Control != nil && len(w.Events) > 0 {
		head.Control = head.Seq
	}
	if w.NewGate != nil {
		head.Gate = *w.NewGate
	}
	r.Seq = head.Seq
	if b := w.Ballot; b != nil {
		r.Version, r.Receipt = b.Expect+1, b.Receipt
		if err := d.putBallot(ctx, tx, head.ID, b); err != nil {
			return r, err
		}
	}
	for k := range w.Records {
		if err := d.putRecord(ctx, tx, &w.Records[k]); err != nil {
			return r, err
		}
	}
	return r, nil
}

// refused says why a write cannot be; nil when it can.
func (d *DB) refused(ctx context.Context, tx *sql.Tx, head *store.Panel, w *store.Write) (refused, err error) {
	if w.Gate != nil && *w.Gate != head.Gate {
		return store.ErrGate, nil
	}
	if w.Control != nil && *w.Control != head.Control {
		return store.ErrRace, nil
	}
	if b := w.Ballot; b != nil {
		version, err := d.version(ctx, tx, "SELECT version FROM ballots WHERE panel = $1 AND round = $2 AND person = $3 AND generation = $4", head.ID, b.Round, b.Person, b.Generation)
		if err != nil {
			return nil, err
		}
		if version != b.Expect {
			return store.ErrRace, nil
		}
	}
	return d.outdated(ctx, tx, w.Records)
}

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

func (d *DB) putBallot(ctx context.Context, tx *sql.Tx, panel string, b *store.BallotWrite) error {
	query := "UPDATE ballots SET version = $5, data = $6 WHERE panel = $1 AND round = $2 AND person = $3 AND generation = $4"
	if b.Expect == 0 {
		query = "INSERT INTO ballots (panel, round, person, generation, version, data) VALUES ($1, $2, $3, $4, $5, $6)"
	}
	if _, err := tx.ExecContext(ctx, d.sql(query), panel, b.Round, b.Person, b.Generation, b.Expect+1, b.Data); err != nil {
		return err
	}
	if b.Client == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, d.sql("INSERT INTO receipts (panel, client, person, version, receipt) VALUES ($1, $2, $3, $4, $5)"), panel, b.Client, b.Person, b.Expect+1, b.Receipt)
	return err
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

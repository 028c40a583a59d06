package relational

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"veche/internal/store"
)

// Commit makes the writes one transaction. However many they are, what they need to know is asked at once and what they write goes out at once: the panel is locked
// meanwhile, against other processes too.
func (d *DB) Commit(ctx context.Context, panel string, writes []store.Write) ([]store.Result, error) {
	var results []store.Result
	err := d.transact(ctx, func(tx *sql.Tx) error {
		results = make([]store.Result, len(writes))
		head, err := scanPanel(tx.QueryRowContext(ctx, d.sql("SELECT "+panelColumns+" FROM panels WHERE id = $1"+d.Dialect.Lock), panel))
		if err != nil {
			return err
		}
		b := batch{d: d, tx: tx, head: head}
		if err := b.look(ctx, writes); err != nil {
			return err
		}
		for k := range writes {
			if results[k], err = b.write(ctx, &writes[k]); err != nil {
				return err
			}
		}
		return b.flush(ctx, head)
	})
	if err != nil {
		return nil, err
	}
	if d.Changed != nil {
		d.Changed(panel)
	}
	return results, nil
}

// batch is a commit under way.
type batch struct {
	d    *DB
	tx   *sql.Tx
	head store.Panel

	known    map[receiptKey]store.Result // saves that were answered before
	versions map[ballotKey]int64         // of the ballots that are written to, as they are after the writes so far

	events, receipts [][]any
	ballots          map[ballotKey][]any // the last of each
	order            []ballotKey
}

type receiptKey struct{ person, client string }

type ballotKey struct {
	round, person string
	generation    int
}

func keyOf(b *store.BallotWrite) ballotKey { return ballotKey{b.Round, b.Person, b.Generation} }

// look asks for the saves and the ballots that the writes are about.
func (b *batch) look(ctx context.Context, writes []store.Write) error {
	b.known, b.versions, b.ballots = map[receiptKey]store.Result{}, map[ballotKey]int64{}, map[ballotKey][]any{}
	var saves, people [][]any
	for k := range writes {
		x := writes[k].Ballot
		if x == nil {
			continue
		}
		people = append(people, []any{x.Person})
		if x.Client != "" {
			saves = append(saves, []any{x.Person, x.Client})
		}
	}
	err := b.ask(ctx, "SELECT person, client, receipt, version FROM receipts WHERE panel = $1 AND (person, client) IN (VALUES %s)", saves, func(r row) error {
		var key receiptKey
		x := store.Result{Again: true}
		err := r.Scan(&key.person, &key.client, &x.Receipt, &x.Version)
		b.known[key] = x
		return err
	})
	if err != nil {
		return err
	}
	return b.ask(ctx, "SELECT round, person, generation, version FROM ballots WHERE panel = $1 AND person IN (VALUES %s)", people, func(r row) error {
		var key ballotKey
		var version int64
		err := r.Scan(&key.round, &key.person, &key.generation, &version)
		b.versions[key] = version
		return err
	})
}

// ask asks about some rows of values of the panel, if there are any.
func (b *batch) ask(ctx context.Context, query string, about [][]any, scan func(row) error) error {
	for part := range slices.Chunk(about, mostRows) {
		rows, err := b.tx.QueryContext(ctx, b.d.sql(fmt.Sprintf(query, places(2, part))), append([]any{b.head.ID}, slices.Concat(part...)...)...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := scan(rows); err != nil {
				return err
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
	}
	return nil
}

// write is one write. What it is refused for is found before anything of it is written; an error ends the transaction.
func (b *batch) write(ctx context.Context, w *store.Write) (r store.Result, err error) {
	if w.Ballot != nil && w.Ballot.Client != "" { // first: who asks again may ask after the closing
		if r, again := b.known[receiptKey{w.Ballot.Person, w.Ballot.Client}]; again {
			r.Seq = b.head.Seq
			return r, nil
		}
	}
	switch refused, err := b.refused(ctx, w); {
	case err != nil:
		return r, err
	case refused != nil:
		return store.Result{Err: refused, Seq: b.head.Seq}, nil
	}
	for _, draft := range w.Events {
		b.chain(draft)
	}
	if w.Control != nil && len(w.Events) > 0 {
		b.head.Control = b.head.Seq
	}
	if w.NewGate != nil {
		b.head.Gate = *w.NewGate
	}
	r.Seq = b.head.Seq
	if x := w.Ballot; x != nil {
		r.Version, r.Receipt = x.Expect+1, x.Receipt
		b.put(x, r)
	}
	for k := range w.Records {
		if err := b.d.putRecord(ctx, b.tx, &w.Records[k]); err != nil {
			return r, err
		}
	}
	return r, nil
}

// chain appends an event.
func (b *batch) chain(draft store.Draft) {
	salt := store.Salt()
	commitment := store.Commit(salt, draft.Payload)
	b.head.Seq++
	b.head.Head = store.Link(b.head.ID, b.head.Seq, draft.Kind, commitment, b.head.Head)
	head := b.head.Head
	b.events = append(b.events, []any{b.head.ID, b.head.Seq, draft.Kind, draft.Person, commitment[:], head[:], salt, draft.Payload})
}

// refused says why a write cannot be; nil when it can.
func (b *batch) refused(ctx context.Context, w *store.Write) (refused, err error) {
	switch {
	case w.Gate != nil && *w.Gate != b.head.Gate:
		return store.ErrGate, nil
	case w.Control != nil && *w.Control != b.head.Control:
		return store.ErrRace, nil
	case w.Ballot != nil && b.versions[keyOf(w.Ballot)] != w.Ballot.Expect:
		return store.ErrRace, nil
	}
	return b.d.outdated(ctx, b.tx, w.Records)
}

// put notes a ballot and what its save is answered.
func (b *batch) put(x *store.BallotWrite, r store.Result) {
	key := keyOf(x)
	if _, had := b.ballots[key]; !had {
		b.order = append(b.order, key)
	}
	b.versions[key] = r.Version
	b.ballots[key] = []any{b.head.ID, x.Round, x.Person, x.Generation, r.Version, x.Data}
	if x.Client != "" {
		b.known[receiptKey{x.Person, x.Client}] = store.Result{Version: r.Version, Receipt: r.Receipt, Again: true}
		b.receipts = append(b.receipts, []any{b.head.ID, x.Client, x.Person, r.Version, x.Receipt})
	}
}

// flush writes what was noted, and the panel's head where it is not as it was.
func (b *batch) flush(ctx context.Context, was store.Panel) error {
	ballots := make([][]any, len(b.order))
	for k, key := range b.order {
		ballots[k] = b.ballots[key]
	}
	for _, x := range []struct {
		query string
		rows  [][]any
	}{
		{"INSERT INTO events (panel, seq, kind, person, commitment, hash, salt, payload) VALUES %s", b.events},
		{"INSERT INTO ballots (panel, round, person, generation, version, data) VALUES %s ON CONFLICT (panel, round, person, generation) DO UPDATE SET version = excluded.version, data = excluded.data", ballots},
		{"INSERT INTO receipts (panel, client, person, version, receipt) VALUES %s", b.receipts},
	} {
		for part := range slices.Chunk(x.rows, mostRows) {
			if _, err := b.tx.ExecContext(ctx, b.d.sql(fmt.Sprintf(x.query, places(1, part))), slices.Concat(part...)...); err != nil {
				return err
			}
		}
	}
	h := &b.head
	if *h == was {
		return nil
	}
	_, err := b.tx.ExecContext(ctx, b.d.sql("UPDATE panels SET seq = $2, head = $3, control = $4, gate = $5 WHERE id = $1"), h.ID, h.Seq, h.Head[:], h.Control, h.Gate)
	return err
}

// mostRows is how many rows one sentence of SQL carries: a database takes tens of thousands of parameters.
const mostRows = 512

// places are the parameters of rows, numbered on from the first.
func places(first int, rows [][]any) string {
	all := make([]string, len(rows))
	for k, r := range rows {
		row := make([]string, len(r))
		for n := range r {
			row[n] = "$" + strconv.Itoa(first+k*len(r)+n)
		}
		all[k] = "(" + strings.Join(row, ", ") + ")"
	}
	return strings.Join(all, ", ")
}

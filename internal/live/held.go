package live

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"veche/internal/store"
)

// recHeld is the kind of record of what a surface holds between two requests of one visit, wherever the second arrives; by the secret's hash.
const recHeld = "held"

// heldFor is for how long.
const heldFor = 10 * time.Minute

// Hold keeps what is needed again when somebody comes back with the secret.
func (h *House) Hold(ctx context.Context, value any) (secret string, err error) {
	secret, key := token(32)
	return secret, h.store.Put(ctx, store.RecordWrite{Record: record(recHeld, key, "", "", h.now().Add(heldFor), value)})
}

// Take gives back what was held, once; [ErrSession] where it was given back or is too old.
func (h *House) Take(ctx context.Context, secret string, into any) error {
	r, err := h.store.Record(ctx, recHeld, keyOf(secret), h.now())
	if err == nil {
		err = h.store.Put(ctx, store.RecordWrite{Record: store.Record{Kind: recHeld, Key: r.Key}, Expect: r.Version})
	}
	if errors.Is(err, store.ErrNone) || errors.Is(err, store.ErrRace) {
		return ErrSession
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(r.Data, into)
}

// Sweep deletes what was held and never asked for, and who was signed in with an account once that is past: they are of no panel that would take them along; and what
// was made of a panel for somebody who did not come back for it.
func (h *House) Sweep(ctx context.Context) error {
	for _, kind := range []string{recHeld, recIdentity} {
		if err := h.sweep(ctx, "", kind); err != nil {
			return err
		}
	}
	heads, err := h.store.Panels(ctx)
	if err != nil {
		return err
	}
	for k := range heads {
		if err := h.sweep(ctx, heads[k].ID, recMade); err != nil {
			return err
		}
	}
	return nil
}

// sweep deletes the records of a panel and a kind that have expired.
func (h *House) sweep(ctx context.Context, panel, kind string) error {
	all, err := h.store.Records(ctx, panel, kind)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Expires.IsZero() || r.Expires.After(h.now()) {
			continue
		}
		w := store.RecordWrite{Record: store.Record{Kind: kind, Key: r.Key}, Expect: r.Version}
		if err := h.store.Put(ctx, w); err != nil && !errors.Is(err, store.ErrRace) {
			return err
		}
	}
	return nil
}

package postgres

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/jackc/pgx/v5"

	"veche/internal/language"
	"veche/internal/store"
)

// mostLine is the longest row of a copy, in bytes.
const mostLine = 1 << 30

// Restore puts a copy made by [Store.Backup] into an open database that has no panels yet, all of it or nothing. With it comes the record [store.RestoredKind].
func (s *Store) Restore(ctx context.Context, r io.Reader) error {
	return fault(pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var has bool
		if err := tx.QueryRow(ctx, "SELECT EXISTS (SELECT FROM panels)").Scan(&has); err != nil || has {
			return errors.Join(err, map[bool]error{true: os.ErrExist}[has])
		}
		in := bufio.NewScanner(r)
		in.Buffer(make([]byte, 1<<20), mostLine)
		table := ""
		for n := 1; in.Scan(); n++ {
			var heading struct{ Table string }
			if err := json.Unmarshal(in.Bytes(), &heading); err == nil && heading.Table != "" {
				if table = heading.Table; !slices.Contains(tables, table) {
					return language.Errorf("line %d: this is no copy of panels", n)
				}
				continue
			}
			if table == "" {
				return language.Errorf("line %d: this is no copy of panels", n)
			}
			if _, err := tx.Exec(ctx, "INSERT INTO "+table+" SELECT * FROM jsonb_populate_record(NULL::"+table+", $1::jsonb)", in.Text()); err != nil {
				if err := fault(err); errors.Is(err, store.ErrNoSpace) {
					return err // whatever the line says
				}
				return language.Errorf("line %d: %v", n, err)
			}
		}
		if err := in.Err(); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "INSERT INTO records (kind, key, version, data) VALUES ($1, $2, 1, '') ON CONFLICT DO NOTHING", store.RestoredKind, store.RestoredKey)
		return err
	}))
}

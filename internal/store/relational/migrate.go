package relational

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"veche/internal/store"
)

// The databases that there are migrations for.
const (
	SQLite   = goose.DialectSQLite3
	Postgres = goose.DialectPostgres
)

// Migrate brings a database to the newest version, forward only. A database that is newer than the program is refused.
func Migrate(ctx context.Context, db *sql.DB, dialect goose.Dialect, files fs.FS) error {
	under, err := fs.Sub(files, "migrations")
	if err != nil {
		return err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if dialect == Postgres { // two replicas may start at once
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, db, under, options...)
	if err != nil {
		return err
	}
	has, newest, err := versions(ctx, provider)
	if err != nil {
		return err
	}
	if has > newest {
		return fmt.Errorf("%w: it is at version %d, this program knows %d", store.ErrNewer, has, newest)
	}
	_, err = provider.Up(ctx)
	return err
}

func versions(ctx context.Context, p *goose.Provider) (has, newest int64, err error) {
	if has, err = p.GetDBVersion(ctx); err != nil {
		return 0, 0, err
	}
	for _, s := range p.ListSources() {
		newest = max(newest, s.Version)
	}
	return has, newest, nil
}

package postgres

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"veche/internal/language"
)

// Parse reads the URL of a database. The error says the same of all that is none: what the library says of it is for programmers, and may have the password in it.
func Parse(address string) (*pgxpool.Config, error) {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		if config, err := pgxpool.ParseConfig(address); err == nil {
			return config, nil
		}
	}
	return nil, language.Errorf("--db takes the URL of a PostgreSQL database, as postgres://user@host/panels")
}

// Has reports whether there are panels in the database of a URL. Nothing is made in it.
func Has(ctx context.Context, address string) (has bool, err error) {
	config, err := Parse(address)
	if err != nil {
		return false, err
	}
	conn, err := pgx.ConnectConfig(ctx, config.ConnConfig)
	if err != nil {
		return false, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	err = conn.QueryRow(ctx, "SELECT to_regclass('panels') IS NOT NULL").Scan(&has)
	return has, err
}

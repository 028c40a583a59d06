package postgres

import (
	"strings"

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

package postgres

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"veche/internal/language"
	"veche/internal/store"
)

// diskFull is SQLSTATE's code of a disk that is full.
const diskFull = "53100"

// Said is an error as people are told it: that the server's disk is full is [store.ErrNoSpace] and says what to do; others are what they were.
func Said(err error) error {
	var e *pgconn.PgError
	if errors.Is(err, store.ErrNoSpace) || !errors.As(err, &e) || e.Code != diskFull {
		return err
	}
	return &language.Fault{Message: language.M("the disk of the PostgreSQL server is full (%s): make room on it, or take another server with --db, and run the command again", e.Message), Err: fault(err)}
}

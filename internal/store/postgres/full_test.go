package postgres_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"veche/internal/language"
	"veche/internal/store"
	"veche/internal/store/postgres"
)

// A full disk is said, wherever in an error it stands; another error stays what it is.
func TestSaid(t *testing.T) {
	full := &pgconn.PgError{Code: "53100", Message: "could not extend file \"base/5/1\": No space left on device"}
	err := postgres.Said(fmt.Errorf("adding up: %w", full))
	var kept *pgconn.PgError
	if !errors.Is(err, store.ErrNoSpace) || !errors.As(err, &kept) || kept != full {
		t.Errorf("%v does not wrap what it was", err)
	}
	for l, words := range map[language.Language][]string{language.English: {"disk of the PostgreSQL server is full", full.Message, "--db"}, language.Russian: {"диск сервера PostgreSQL полон", full.Message, "--db"}} {
		for _, w := range words {
			if text := language.Of(err).In(l); !strings.Contains(text, w) || strings.Contains(text, "SQLSTATE") {
				t.Errorf("%q does not say %q", text, w)
			}
		}
	}
	if again := postgres.Said(err); again != err {
		t.Errorf("said twice: %v", again)
	}
	for _, other := range []error{nil, errors.New("other"), &pgconn.PgError{Code: "53200", Message: "out of memory"}} {
		if said := postgres.Said(other); said != other {
			t.Errorf("%v became %v", other, said)
		}
	}
}

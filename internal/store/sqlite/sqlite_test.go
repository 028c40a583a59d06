package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"veche/internal/store"
	"veche/internal/store/conformance"
	"veche/internal/store/sqlite"
)

func open(t testing.TB, folder string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() }) // a test may have closed it
	return s
}

func TestConformance(t *testing.T) {
	top := t.TempDir()
	conformance.Run(t, func(t *testing.T, name string) store.Store { return open(t, filepath.Join(top, name)) })
}

// Two processes may have one file: what one writes the other reads, and their chains are one.
func TestTwoOnOneFile(t *testing.T) {
	folder := t.TempDir()
	a, b := open(t, folder), open(t, folder)
	conformance.Shared(t, a, b)
}

// The file is nobody else's, and so is every copy.
func TestPrivate(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	open(t, folder)
	for path, most := range map[string]os.FileMode{folder: 0o700, filepath.Join(folder, sqlite.File): 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&^most != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
	}
}

// A database of a program that is newer is refused, not spoilt.
func TestNewer(t *testing.T) {
	folder := t.TempDir()
	if err := open(t, folder).Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(folder, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err := sqlite.Open(t.Context(), folder); !errors.Is(err, store.ErrNewer) {
		t.Errorf("opened as %v, %v", s, err)
	}
}

// A full disk (here: the most pages that the file may have) refuses an answer, loses none, and takes answers again when there is room.
func TestFull(t *testing.T) {
	s := open(t, t.TempDir())
	conformance.Full(t, s, func(full bool) {
		pages := "1000000000"
		if full {
			var n string
			if err := s.DB.Write.QueryRow("PRAGMA page_count").Scan(&n); err != nil {
				t.Fatal(err)
			}
			pages = n
		}
		if _, err := s.DB.Write.Exec("PRAGMA max_page_count = " + pages); err != nil {
			t.Fatal(err)
		}
	})
}

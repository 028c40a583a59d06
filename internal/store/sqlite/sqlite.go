// Package sqlite keeps panels in one file on this machine. A commit is on disk when it returns (WAL with synchronous=FULL); there is one writer.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"veche/internal/filelock"
	"veche/internal/store"
	"veche/internal/store/relational"
)

//go:embed migrations/*.sql
var migrations embed.FS

// File is the name of the database in a folder of panels.
const File = "panels.db"

// Store is a folder of panels.
type Store struct {
	relational.DB
	hub  relational.Hub
	path string
}

// Open opens the panels of a folder, which it makes, and brings the database to the newest version.
func Open(ctx context.Context, folder string) (*Store, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(folder, File)
	if f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600); err != nil { // SQLite would make it readable for all
		return nil, err
	} else if err := f.Close(); err != nil {
		return nil, err
	}
	write, err := connect(path, "immediate", 1)
	if err != nil {
		return nil, err
	}
	read, err := connect(path, "deferred", 8)
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	s := &Store{path: path}
	s.DB = relational.DB{Read: read, Write: write, Changed: s.hub.Tell, Dialect: relational.Dialect{Numbered: "?", Again: busy, Fault: fault}}
	if err := relational.Migrate(ctx, write, relational.SQLite, migrations); err != nil {
		return nil, errors.Join(fault(err), s.Close())
	}
	return s, nil
}

// connect opens the file; every connection has the settings.
func connect(path, transactions string, connections int) (*sql.DB, error) {
	q := url.Values{"_txlock": {transactions}, "_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)"}}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}).String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// busy says whether another process held the database for longer than it was waited.
func busy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_BUSY || e.Code()&0xff == sqlite3.SQLITE_LOCKED)
}

func fault(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_FULL || e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE) { // the second is of the file beside it
		return fmt.Errorf("%w: %w", store.ErrNoSpace, err)
	}
	return err
}

// Watch tells of the commits of this process; another process's show themselves to who asks.
func (s *Store) Watch(ctx context.Context) <-chan string { return s.hub.Watch(ctx) }

// Alone holds a lock on a file beside the database.
func (s *Store) Alone(ctx context.Context, name string, do func(context.Context) error) error {
	lock, err := filelock.Take(ctx, s.path+"."+name+".lock")
	if err != nil {
		return err
	}
	return errors.Join(do(ctx), lock.Release())
}

// Backup writes a copy of the database as one file.
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	folder, err := os.MkdirTemp(filepath.Dir(s.path), "backup-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	copied := filepath.Join(folder, File)
	if f, err := os.OpenFile(copied, os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return err
	} else if err := f.Close(); err != nil {
		return err
	}
	if _, err := s.Read.ExecContext(ctx, "VACUUM INTO ?1", copied); err != nil {
		return fault(err)
	}
	f, err := os.Open(copied)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

// Close ends it.
func (s *Store) Close() error { return errors.Join(s.Read.Close(), s.Write.Close()) }
